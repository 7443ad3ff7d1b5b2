/** Writes src/language/lint/rules.ts: the list of all rules, by number. Run after adding or removing one. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../src/language/lint/", import.meta.url));

export function printRuleList(): string {
  const found = readdirSync(join(root, "rules"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => {
      const text = readFileSync(join(root, "rules", file), "utf8");
      const name = /export const (\w+) = defineRule/.exec(text)?.[1];
      const number = /number: "(MF\d+)"/.exec(text)?.[1];
      if (!name || !number) throw new Error(`${file} exports no rule`);
      return { path: `./rules/${file.replaceAll("\\", "/").replace(/\.ts$/, ".js")}`, name, number };
    })
    .sort((a, b) => (a.number < b.number ? -1 : 1));
  const imports = [...found].sort((a, b) => (a.path < b.path ? -1 : 1));
  return `// Written by scripts/write-rule-list.ts from the files in rules/.
import type { Rule } from "./rule.js";
${imports.map(({ name, path }) => `import { ${name} } from "${path}";`).join("\n")}

export const rules: readonly Rule[] = [
${found.map(({ name }) => `  ${name},`).join("\n")}
];

const byKey = new Map(rules.flatMap((rule) => [[rule.number as string, rule] as const, [rule.name, rule] as const]));

/** By number or name. */
export function tryFindRule(key: string): Rule | undefined {
  return byKey.get(key);
}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(join(root, "rules.ts"), printRuleList());
