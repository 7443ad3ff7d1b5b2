/** Starts a rule: `npm run rules:new -- MF299 some-bad-pattern parameter`. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { printRuleList } from "./write-rule-list.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const [number = "", name = "", area = ""] = process.argv.slice(2);
const areas = readdirSync(join(root, "src/language/lint/rules"));
if (!/^MF\d{3}$/.test(number) || !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(name) || !areas.includes(area)) {
  console.error(`usage: npm run rules:new -- MF299 some-bad-pattern AREA\nareas: ${areas.join(", ")}`);
  process.exit(2);
}
const camel = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const source = join(root, `src/language/lint/rules/${area}/${camel}.ts`);
const fixtures = join(root, `fixtures/lint/${number}-${name}`);
if (existsSync(source) || existsSync(fixtures)) {
  console.error(`${name} exists`);
  process.exit(2);
}
writeFileSync(
  source,
  `import { defineRule } from "../../rule.js";

export const ${camel} = defineRule({
  number: "${number}",
  name: "${name}",
  severity: "warning",
  fix: "none",
  docs: {
    what: "What the rule finds.",
    why: "What Ollama does with it, and why that hurts.",
    instead: "What to write instead.",
  },
  examples: { bad: "FROM bad\\n", good: "FROM good\\n" },
  check(file, report) {
    for (const { value } of file.all("FROM")) {
      if (value.text === "bad") report({ message: "say what is wrong", span: value.span });
    }
  },
});
`,
);
mkdirSync(fixtures, { recursive: true });
writeFileSync(join(fixtures, "bad.modelfile"), "FROM bad\n");
writeFileSync(join(fixtures, "good.modelfile"), "FROM good\n");
writeFileSync(join(root, "src/language/lint/rules.ts"), printRuleList());
console.log(`${source}\n${fixtures}\n\nUPDATE_FIXTURES=1 npx vitest run test/language/lint -t ${number}`);
