import type { Rule } from "./rule.js";

/** The page of a rule, as `mf explain` and docs/rules show it. */
export function printRulePage(rule: Rule): string {
  const { number, name, docs, examples } = rule;
  return `# ${number} ${name}

${docs.what}

${factsOf(rule).join(" · ")}

## Why

${docs.why}

## What to write instead

${docs.instead}

## Example

Not so:

${indent(examples.bad)}

But so:

${indent(examples.good)}
`;
}

function factsOf({ severity, fatal, fix, since, until }: Rule): string[] {
  const facts = [fatal ? "Severity: error, Ollama's own; it cannot be silenced" : `Severity: ${severity}`];
  facts.push(fix === "none" ? "No fix" : `Fix: ${fix}`);
  if (since) facts.push(`From Ollama ${since} on`);
  if (until) facts.push(`Before Ollama ${until}`);
  return facts;
}

/** As code; characters that can't be seen are written as escapes. */
function indent(text: string): string {
  return text
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => `    ${showInvisible(line)}`.trimEnd())
    .join("\n");
}

function showInvisible(line: string): string {
  return line.replace(
    /[^\x20-\x7e\u00a1-\u024f\u2010-\u2027\u2030-\u205e\u{1f300}-\u{1faff}\uff5c\u2581]/gu,
    (c) => (c === "\t" ? c : `<U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`),
  );
}
