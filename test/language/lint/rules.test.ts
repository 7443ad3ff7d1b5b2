import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Diagnostic, Severity } from "../../../src/language/diagnostics/diagnostic.js";
import { applyFixes } from "../../../src/language/lint/applyFixes.js";
import { lintModelfile } from "../../../src/language/lint/lintModelfile.js";
import type { Rule } from "../../../src/language/lint/rule.js";
import { rules } from "../../../src/language/lint/rules.js";
import { ollamaFrom, peekFrom } from "../../support/lint/peekFrom.js";

/**
 * fixtures/lint/MFnnn-name/ holds what a rule is about: `bad*.modelfile` with the findings expected in
 * `bad*.txt`, `bad*.fixed` when it offers a fix, `good*.modelfile` that it must not flag, and `world.json` for rules that
 * ask about files and models. UPDATE_FIXTURES=1 writes the expected files: read the diff.
 */
const root = join(import.meta.dirname, "../../../fixtures/lint");

describe.each(rules.map((rule) => [`${rule.number} ${rule.name}`, rule] as const))("%s", (_, rule) => {
  test("its examples show it", () => {
    if (needsWorld(rule)) return;
    expect(codes(lint(rule, rule.examples.bad))).toContain(rule.number);
    expect(codes(lint(rule, rule.examples.good))).not.toContain(rule.number);
  });

  const folder = join(root, `${rule.number}-${rule.name}`);
  test("has fixtures", () => {
    expect(existsSync(folder), folder).toBe(true);
    const files = readdirSync(folder);
    expect(files.some((file) => /^bad.*\.modelfile$/.test(file))).toBe(true);
    expect(files.some((file) => /^good.*\.modelfile$/.test(file))).toBe(true);
  });

  const files = existsSync(folder) ? readdirSync(folder) : [];
  test.each(files.filter((file) => /^bad.*\.modelfile$/.test(file)))("%s", (file) => {
    const path = join(folder, file);
    const bytes = readFileSync(path);
    const found = lint(rule, bytes, folder).filter(({ code }) => code === rule.number);
    expect(found.length).toBeGreaterThan(0);
    expectFile(path.replace(/\.modelfile$/, ".txt"), found.map((one) => printFinding(bytes, one)).join(""));
    const text = readSource(bytes);
    const fixed = applyFixes(text, found, "unsafe");
    expect(fixed.applied > 0, "offers what `fix` promises").toBe(found.some(hasFix));
    if (fixed.applied > 0) {
      expectFile(path.replace(/\.modelfile$/, ".fixed"), fixed.text);
      expect(codes(lint(rule, fixed.text, folder)), "the fix removes the finding").not.toContain(rule.number);
    }
  });

  test.each(files.filter((file) => /^good.*\.modelfile$/.test(file)))("%s", (file) => {
    expect(codes(lint(rule, readFileSync(join(folder, file)), folder))).not.toContain(rule.number);
  });
});

/** Rules whose examples depend on files that only a fixture has. */
function needsWorld(rule: Rule): boolean {
  return existsSync(join(root, `${rule.number}-${rule.name}`, "world.json"));
}

function lint(rule: Rule, input: string | Uint8Array, folder?: string): readonly Diagnostic[] {
  const severity: Severity = rule.severity === "off" ? "warning" : rule.severity;
  const world = folder === undefined ? undefined : join(folder, "world.json");
  const hasWorld = world !== undefined && existsSync(world);
  const peek = hasWorld ? peekFrom(world) : undefined;
  const ollama = hasWorld ? ollamaFrom(world) : undefined;
  return lintModelfile(typeof input === "string" ? input : new Uint8Array(input), {
    severities: new Map([[rule.number, severity]]),
    allowPragmas: rule.name !== "pragma-not-allowed",
    ...(peek ? { peek } : {}),
    ...(ollama ? { ollama } : {}),
  }).diagnostics;
}

function hasFix(diagnostic: Diagnostic): boolean {
  return (diagnostic.fixes ?? []).some(({ applicability }) => applicability !== "display");
}

function codes(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code }) => code);
}

function readSource(bytes: Uint8Array): string {
  return lintModelfile(new Uint8Array(bytes)).tree.source.text;
}

function printFinding(bytes: Uint8Array, diagnostic: Diagnostic): string {
  const { source } = lintModelfile(new Uint8Array(bytes)).tree;
  const at = (offset: number): string => {
    const { line, column } = source.lines.positionAt(offset);
    return `${line + 1}:${column + 1}`;
  };
  const lines = [
    `${at(diagnostic.span.start)}-${at(diagnostic.span.end)} ${diagnostic.severity}: ${diagnostic.message}`,
  ];
  for (const related of diagnostic.related ?? [])
    lines.push(`  ${at(related.span.start)}: ${related.message}`);
  for (const note of diagnostic.notes ?? []) lines.push(`  note: ${note}`);
  for (const fix of diagnostic.fixes ?? []) lines.push(`  fix (${fix.applicability}): ${fix.title}`);
  return `${lines.join("\n")}\n`;
}

function expectFile(path: string, content: string): void {
  if (process.env.UPDATE_FIXTURES === "1") writeFileSync(path, content);
  expect(content).toBe(existsSync(path) ? readFileSync(path, "utf8") : `(no ${path})`);
}
