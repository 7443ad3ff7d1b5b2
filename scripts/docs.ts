/**
 * Documents that are made from the code: `npm run docs:write` writes them, `npm run docs:check` fails when one is
 * stale. Hand-written pages show command output between `<!-- output: mf … -->` and `<!-- /output -->`; it is re-run.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandTable } from "../src/cli/commandTable.js";
import type { Io } from "../src/cli/io.js";
import { run } from "../src/cli/run.js";
import { configurationSchema } from "../src/language/configuration/configurationSchema.js";
import { printRulePage } from "../src/language/lint/printRulePage.js";
import { rules } from "../src/language/lint/rules.js";
import { reportLineSchema, reportSchema } from "../src/language/report/formats/json/reportSchema.js";
import { drawTerminal } from "./terminal-picture.js";
import { printRuleList } from "./write-rule-list.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const isCheck = process.argv.includes("--check");

async function generate(): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  pages.set("src/language/lint/rules.ts", printRuleList());
  pages.set("schemas/mf.schema.json", `${JSON.stringify(configurationSchema(), null, 2)}\n`);
  pages.set("schemas/lint-report.schema.json", `${JSON.stringify(reportSchema(), null, 2)}\n`);
  pages.set("schemas/lint-report-line.schema.json", `${JSON.stringify(reportLineSchema(), null, 2)}\n`);
  pages.set("docs/rules/index.md", printRuleIndex());
  for (const rule of rules) pages.set(`docs/rules/${rule.number}.md`, printRulePage(rule));
  pages.set("docs/cli.md", await printCliPage());
  const shown = ["lint", "examples/kitchen/Modelfile"];
  pages.set(
    "docs/lint.svg",
    drawTerminal(`mf ${shown.join(" ")}`, await capture([...shown, "--color", "always"])),
  );
  for (const page of handWritten())
    pages.set(page, await rerunOutputs(readFileSync(join(root, page), "utf8")));
  return pages;
}

function printRuleIndex(): string {
  const rows = rules.map(({ number, name, severity, fatal, fix, docs }) => {
    const shown = fatal ? "error (Ollama's)" : severity;
    return `| [${number}](${number}.md) | ${name} | ${shown} | ${fix === "none" ? "" : fix} | ${docs.what.replaceAll("|", "\\|").replaceAll("\n", " ")} |`;
  });
  return `# Rules\n\nMade from the rules themselves; \`mf explain NUMBER\` prints a page.\n\n| number | name | severity | fix | what it finds |\n|---|---|---|---|---|\n${rows.join("\n")}\n`;
}

async function printCliPage(): Promise<string> {
  const parts = ["# Commands\n\nThe help texts of `mf`, as it prints them.\n"];
  for (const name of ["", ...commandTable.map((entry) => entry.name)]) {
    parts.push(
      `## mf ${name}`.trimEnd(),
      "",
      "```text",
      (await capture([...(name ? [name] : []), "--help"])).trimEnd(),
      "```\n",
    );
  }
  return `${parts.join("\n").trimEnd()}\n`;
}

function handWritten(): string[] {
  const docs = readdirSync(join(root, "docs")).filter((file) => file.endsWith(".md") && file !== "cli.md");
  return ["README.md", ...docs.map((file) => `docs/${file}`)];
}

async function rerunOutputs(text: string): Promise<string> {
  const pattern = /(<!-- output: mf (.*?) -->\n```text\n)[\s\S]*?(\n```\n<!-- \/output -->)/g;
  let result = "";
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const output = await capture((match[2] ?? "").split(" "));
    result += `${text.slice(at, match.index)}${match[1]}${output.trimEnd()}${match[3]}`;
    at = match.index + match[0].length;
  }
  return result + text.slice(at);
}

/** What a command prints, both streams, as a person sees it. */
async function capture(argv: readonly string[]): Promise<string> {
  let text = "";
  const write = (part: string): void => {
    text += part;
  };
  const output = { write, isTty: false, columns: 100 };
  const io: Io = {
    stdout: output,
    stderr: output,
    readStdin: async () => new Uint8Array(),
    env: {},
    cwd: root.replace(/\/$/, ""),
    home: "/home/you",
    now: () => new Date(0),
    signal: new AbortController().signal,
  };
  await run(argv, io);
  return text.replaceAll(root.replace(/\/$/, ""), ".");
}

const stale: string[] = [];
const pages = await generate();
for (const [path, text] of pages) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  stale.push(path);
  if (!isCheck) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
for (const file of readdirSync(join(root, "docs/rules"))) {
  if (pages.has(`docs/rules/${file}`)) continue;
  stale.push(`docs/rules/${file}`);
  if (!isCheck) rmSync(join(root, "docs/rules", file));
}
if (isCheck && stale.length > 0) {
  console.error(`stale: ${stale.join(", ")}\nnpm run docs:write writes them again`);
  process.exitCode = 1;
} else
  console.log(
    isCheck ? `${pages.size} documents are up to date` : `${stale.length} of ${pages.size} documents written`,
  );
