import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../../src/language/diagnostics/diagnostic.js";
import { lintModelfile } from "../../../src/language/lint/lintModelfile.js";
import { tryFindRule } from "../../../src/language/lint/rules.js";
import { fixAll } from "../../../src/language/lsp/actions/fixAll.js";
import { tryIgnoreHere } from "../../../src/language/lsp/actions/ignoreHere.js";
import type { LintedDocument } from "../../../src/language/lsp/document/editorDocument.js";
import { type CodeAction, listCodeActions } from "../../../src/language/lsp/requests/listCodeActions.js";
import { openSource } from "../../../src/language/text/sourceFile.js";
import { applied, openMarked } from "../../support/lsp/marked.js";

/** A finding of our own making, so that the tests do not hang on what one rule says. */
function finding(start: number, end: number, more: Partial<Diagnostic> = {}): Diagnostic {
  return {
    code: "XX001",
    rule: "some-rule",
    severity: "warning",
    message: "m",
    span: { start, end },
    ...more,
  };
}

function linted(text: string, diagnostics: readonly Diagnostic[]): LintedDocument {
  return { ...openMarked(text).document, diagnostics };
}

const shout = {
  title: "Shout",
  applicability: "safe",
  edits: [{ span: { start: 7, end: 13 }, text: "SYSTEM" }],
} as const;

describe("quick fixes", () => {
  const document = linted("FROM x\nsystem a\n", [
    finding(7, 13, {
      fixes: [
        { ...shout, title: "Guess", applicability: "unsafe" },
        shout,
        { ...shout, title: "Read", applicability: "display" },
      ],
    }),
    finding(14, 15, { fixes: [{ ...shout, title: "Elsewhere" }] }),
  ]);
  const quick = (start: number, end: number) =>
    listCodeActions(document, { start, end }).filter(({ kind }) => kind === "quickfix");

  test("of the findings that the selection touches; what is only to be read is left out", () => {
    expect(quick(9, 9).map(({ title }) => title)).toEqual(["Guess (may change what was meant)", "Shout"]);
    expect(quick(0, 15).map(({ title }) => title)).toContain("Elsewhere");
    expect(quick(0, 3)).toEqual([]);
  });

  test("the safe one is preferred and does what it says", () => {
    const preferred = quick(9, 9).filter(({ isPreferred }) => isPreferred);
    expect(preferred.map(({ title }) => title)).toEqual(["Shout"]);
    expect(applied(document.text, preferred[0]?.edits ?? [])).toBe("FROM x\nSYSTEM a\n");
    expect(preferred[0]?.diagnostic).toBe(document.diagnostics[0]);
  });

  test("only the kinds that are wanted", () => {
    expect(listCodeActions(document, { start: 9, end: 9 }, (kind) => kind !== "quickfix")).toHaveLength(1);
    expect(listCodeActions(document, { start: 9, end: 9 }, () => false)).toEqual([]);
  });

  test("all safe fixes at once", () => {
    const all = listCodeActions(document, { start: 0, end: 0 }).filter(({ kind }) => kind !== "quickfix");
    expect(all.map(({ title }) => title)).toEqual(["Fix all that mf can fix safely"]);
    expect(applied(document.text, all[0]?.edits ?? [])).toBe("FROM x\nSYSTEM a\n");
  });

  test("without a safe fix there is nothing to do for all", () => {
    const unsafe = linted("FROM x\nsystem a\n", [
      finding(7, 13, { fixes: [{ ...shout, applicability: "unsafe" }] }),
    ]);
    expect(listCodeActions(unsafe, { start: 0, end: 0 })).toEqual([]);
  });
});

/** Every bad file of the rules' fixtures, with what lint finds there. */
const fixtures = join(import.meta.dirname, "../../../fixtures/lint");
const badFiles = readdirSync(fixtures, { recursive: true, encoding: "utf8" })
  .filter((file) => /bad[^/\\]*\.modelfile$/.test(file))
  .map((file) => {
    // An editor gives text, not bytes.
    const { text } = openSource(new Uint8Array(readFileSync(join(fixtures, file))));
    return { file, text, diagnostics: lintModelfile(text).diagnostics };
  });

describe("ignore this", () => {
  function ignored(text: string, diagnostic: Diagnostic): string | undefined {
    const edit = tryIgnoreHere(openMarked(text).document.tree, diagnostic);
    return edit && applied(text, [edit]);
  }
  const silenceable = badFiles.flatMap(({ text, diagnostics }) =>
    diagnostics
      .filter(({ code }) => tryFindRule(code)?.fatal !== true && !code.startsWith("MF9"))
      .map((diagnostic) => ({ text, diagnostic })),
  );

  const code = silenceable[0]?.diagnostic.code ?? "none";

  test("goes above the instruction, keeps line breaks and byte-order mark", () => {
    expect(ignored("FROM x\r\nSYSTEM a\r\n", finding(15, 16, { code }))).toBe(
      `FROM x\r\n# mf: ignore[${code}] TODO: say why\r\nSYSTEM a\r\n`,
    );
    expect(ignored("\ufeffFROM x\n", finding(6, 7, { code }))).toBe(
      `\ufeff# mf: ignore[${code}] TODO: say why\nFROM x\n`,
    );
  });

  test("joins a pragma that is there", () => {
    const text = "# mf: ignore[MF701, x] because\n# note\nFROM x\n";
    expect(ignored(text, finding(40, 41, { code }))).toBe(
      `# mf: ignore[MF701, x, ${code}] because\n# note\nFROM x\n`,
    );
  });

  test("in the whole file where no instruction is at fault", () => {
    expect(ignored("# only\n", finding(7, 7, { code }))).toBe(
      `# mf: ignore-file[${code}] TODO: say why\n# only\n`,
    );
  });

  test("is not offered for what cannot be silenced", () => {
    for (const { text, diagnostics } of badFiles) {
      for (const diagnostic of diagnostics) {
        const cannot = tryFindRule(diagnostic.code)?.fatal === true || diagnostic.code.startsWith("MF9");
        expect(ignored(text, diagnostic) === undefined).toBe(cannot);
      }
    }
    const off = listCodeActions(linted("FROM x", [finding(0, 1)]), { start: 0, end: 1 }, undefined, {
      allowPragmas: false,
    });
    expect(off).toEqual([]);
  });

  test.each(silenceable.map((one) => [one.diagnostic.code, one] as const))(
    "silences %s",
    (code, { text, diagnostic }) => {
      const before = lintModelfile(text).diagnostics.filter((one) => one.code === code).length;
      const after = lintModelfile(ignored(text, diagnostic) ?? "").diagnostics;
      expect(after.filter((one) => one.code === code).length).toBeLessThan(before);
      const ofPragmas = after.filter((one) => one.code.startsWith("MF9")).map(({ message }) => message);
      expect(ofPragmas).toEqual(
        lintModelfile(text)
          .diagnostics.filter((one) => one.code.startsWith("MF9"))
          .map(({ message }) => message),
      );
    },
  );
});

test("fixing all leaves no safe fix", () => {
  const hasSafeFix = ({ fixes = [] }: Diagnostic) =>
    fixes.some(({ applicability }) => applicability === "safe");
  for (const { file, text, diagnostics } of badFiles) {
    const fixed = fixAll(text, diagnostics, {});
    expect(lintModelfile(fixed).diagnostics.filter(hasSafeFix), file).toEqual([]);
  }
});

test("the edits of every action can be applied", () => {
  for (const { text, diagnostics } of badFiles) {
    const whole = { start: 0, end: text.length };
    const actions: readonly CodeAction[] = listCodeActions(linted(text, diagnostics), whole);
    for (const { edits } of actions) expect(applied(text, edits)).not.toBe(text);
  }
});
