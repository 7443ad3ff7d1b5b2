/**
 * Runs every case of a recorded kind through the product: `npm run -s conformance -- KIND PATH`.
 * A JSON line a case, then the totals; exit 1 when one failed.
 */
import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { CaseResult } from "../test/support/conformance/caseResult.js";

const folder = fileURLToPath(new URL("../test/support/conformance/", import.meta.url));
const kinds = readdirSync(folder)
  .map((file) => file.replace(/\.ts$/, ""))
  .filter((kind) => kind !== "caseResult");

const [kind, path] = process.argv.slice(2);
if (!kind || !path || !kinds.includes(kind)) {
  console.error(`usage: npm run -s conformance -- KIND PATH\nkinds: ${kinds.sort().join(", ")}`);
  process.exit(2);
}
if (!existsSync(path)) {
  console.error(`conformance: ${path} does not exist`);
  process.exit(2);
}

const module = (await import(`${folder}${kind}.ts`)) as {
  runCases(path: string): AsyncIterable<CaseResult>;
};
let passed = 0;
let failed = 0;
let skipped = 0;
for await (const result of module.runCases(resolve(path))) {
  if (result.skipped !== undefined) skipped++;
  else if (result.ok) passed++;
  else failed++;
  console.log(JSON.stringify(result));
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
