/** Brings into this folder what the extension carries: the grammar, the schema and, when it is built, mf itself. */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

for (const folder of ["syntaxes", "schemas", "server"]) rmSync(`${here}${folder}`, { recursive: true, force: true });
cpSync(`${root}grammar/modelfile.tmLanguage.json`, `${here}syntaxes/modelfile.tmLanguage.json`);
cpSync(`${root}schemas/mf.schema.json`, `${here}schemas/mf.schema.json`);
cpSync(`${root}LICENSE`, `${here}LICENSE`);

if (existsSync(`${root}dist/mf.js`)) {
  mkdirSync(`${here}server`);
  cpSync(`${root}bin`, `${here}server/bin`, { recursive: true });
  cpSync(`${root}dist`, `${here}server/dist`, { recursive: true });
  writeFileSync(`${here}server/package.json`, `${JSON.stringify({ type: "module" })}\n`);
} else {
  console.error("mf is not built (npm run build): the extension will use the one on the PATH");
}
