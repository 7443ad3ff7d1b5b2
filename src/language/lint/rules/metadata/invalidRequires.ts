import { printable } from "../../../../base/redact.js";
import type { Fix } from "../../../diagnostics/diagnostic.js";
import { isGoSemver } from "../../../modelfile/createRequest.js";
import { tryFindInlineComment } from "../../inlineComment.js";
import type { ValuedInstruction } from "../../lintFile.js";
import { defineRule, type Finding } from "../../rule.js";

export const invalidRequires = defineRule({
  number: "MF504",
  name: "invalid-requires",
  severity: "error",
  fatal: true,
  fix: "unsafe",
  docs: {
    what: "REQUIRES is not a version.",
    why: "`ollama create` stops with `requires must be a valid semver (e.g. 0.14.0)`. It means a lowest version: ranges and words are not taken, nor are leading zeros or a capital V.",
    instead: "Write one version: `REQUIRES 0.14.0`. `0.14` and `v0.14.0` are taken too.",
  },
  examples: {
    bad: "FROM llama3.2\nREQUIRES >=0.14.0\n",
    good: "FROM llama3.2\nREQUIRES v0.14\nREQUIRES 0.14.0-rc1\n",
  },
  check(file, report) {
    for (const instruction of file.all("REQUIRES")) judge(instruction);
    for (const { name, instruction } of file.parameters) if (name === "requires") judge(instruction);

    function judge(instruction: ValuedInstruction): void {
      const { value } = instruction;
      if (!value.closed || isVersion(value.text) || tryFindInlineComment(file.text, instruction)) return;
      report(describe(instruction));
    }
  },
});

function isVersion(text: string): boolean {
  return isGoSemver(`v${text.replace(/^v/, "")}`);
}

function describe({ value, wordSpan }: ValuedInstruction): Finding {
  const notes = ["For example: REQUIRES 0.14.0"];
  if (value.text.trim() === "") {
    return {
      message: "REQUIRES has no version",
      span: value.span.end > value.span.start ? value.span : wordSpan,
      notes,
    };
  }
  const meant = tryFindMeant(value.text);
  const fix: Fix | undefined = meant
    ? {
        title: `Write ${meant}`,
        applicability: "unsafe",
        edits: [{ span: value.contentSpan, text: meant }],
      }
    : undefined;
  return {
    message: `"${printable(value.text, 60)}" is not a version`,
    span: value.span,
    ...(fix ? { fixes: [fix] } : { notes }),
  };
}

const version =
  /^['"`“”]?\s*[><=~^]{0,2}\s*v{0,2}\s*(\d{1,6})(?:\.(\d{1,6}|[x*]))?(?:\.(\d{1,6}|[x*]))?(-[0-9A-Za-z.-]{1,40})?\s*['"`“”]?$/i;

/** The version inside a range, quotes or a sloppy spelling. */
function tryFindMeant(text: string): string | undefined {
  const match = version.exec(text);
  if (!match) return undefined;
  const [major, minor, patch] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0) || 0);
  const meant = `${major}.${minor}.${patch}${match[4] ?? ""}`;
  return isVersion(meant) ? meant : undefined;
}
