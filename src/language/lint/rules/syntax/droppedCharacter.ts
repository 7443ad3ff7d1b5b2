import { printable } from "../../../../base/redact.js";
import type { Fix } from "../../../diagnostics/diagnostic.js";
import type { DroppedRune } from "../../../modelfile/printable.js";
import type { Span } from "../../../text/span.js";
import type { ValuedInstruction } from "../../lintFile.js";
import { defineRule, type Finding } from "../../rule.js";
import { describeRune, isBidiControl, isForeignSpace, isJoiner, keptText } from "../../views/runeNames.js";

export const droppedCharacter = defineRule({
  number: "MF006",
  name: "dropped-character",
  severity: "warning",
  fix: "safe",
  docs: {
    what: "A value holds characters that Ollama leaves out: no-break and other special spaces, zero-width and format characters, control characters, private-use and unassigned code points.",
    why: "Ollama keeps only what Go calls printable. Words around a no-break space run together, joined emoji fall apart, icons vanish, and the model is sent something else than what the file shows.",
    instead: "Write plain spaces, and take out what cannot be seen.",
  },
  examples: {
    bad: "FROM llama3.2\nSYSTEM You are\u00a0terse.\n",
    good: "FROM llama3.2\nSYSTEM You are terse. Naïve café 東京 🌲 ✔️\n",
  },
  check({ valued, text }, report) {
    for (const instruction of valued) {
      const { dropped } = instruction.value;
      if (dropped.length === 0) continue;
      for (const runs of groupRuns(dropped)) report(describe(text, instruction, runs));
    }
  },
});

interface Run extends Span {
  readonly runes: readonly number[];
}

/** Most related places that a finding names; a pasted page can hold hundreds. */
const mostPlaces = 3;

function describe(text: string, instruction: ValuedInstruction, runs: readonly [Run, ...Run[]]): Finding {
  const { name, value } = instruction;
  const [first, ...others] = runs;
  const names = [...new Set(first.runes)].map(describeRune).join(", ");
  const times = others.length > 0 ? ` in ${runs.length} places` : "";
  const isSpace = first.runes.every(isForeignSpace);
  return {
    message: `Ollama leaves out ${names}${times}`,
    span: { start: first.start, end: first.end },
    related: others
      .slice(0, mostPlaces)
      .map(({ start, end }) => ({ span: { start, end }, message: "here too" })),
    notes: [`Ollama reads "${readAround(text, value, first)}" here.`],
    fixes: [
      isSpace && isProse(name) && value.text.trim() !== "" ? writeSpaces(runs) : removeRuns(runs, first),
    ],
  };
}

/** How far a reading goes to each side, when no blank ends it sooner. */
const mostAround = 16;

/** The word or words around a run as Ollama sees them. */
function readAround(text: string, { contentSpan }: ValuedInstruction["value"], { start, end }: Run): string {
  const before = text.slice(Math.max(contentSpan.start, start - mostAround), start);
  const after = text.slice(end, Math.min(contentSpan.end, end + mostAround));
  const around = `${/[^ \t\r\n]*$/.exec(before)?.[0] ?? ""}${/^[^ \t\r\n]*/.exec(after)?.[0] ?? ""}`;
  return printable(keptText(around));
}

/** In names, numbers and stops a space would be another slip. */
function isProse(name: ValuedInstruction["name"]): boolean {
  return name === "SYSTEM" || name === "TEMPLATE" || name === "MESSAGE" || name === "LICENSE";
}

/** Takes the place of what the eye sees; changes the value, to what was surely meant. */
function writeSpaces(runs: readonly Run[]): Fix {
  return {
    title: "Write a plain space",
    applicability: "unsafe",
    edits: runs.map(({ start, end }) => ({ span: { start, end }, text: " " })),
  };
}

/** Keeps Ollama's reading. What can be seen in the file or shapes its letters is not taken without asking. */
function removeRuns(runs: readonly Run[], { runes }: Run): Fix {
  return {
    title: "Remove it",
    applicability: runes.every(isInvisible) ? "safe" : "unsafe",
    edits: runs.map(({ start, end }) => ({ span: { start, end }, text: "" })),
  };
}

function isInvisible(rune: number): boolean {
  return !isForeignSpace(rune) && !isJoiner(rune) && /[\p{Cc}\p{Cf}]/u.test(String.fromCodePoint(rune));
}

/** Runs of dropped characters next to each other; runs of the same characters are one finding. */
function groupRuns(dropped: readonly DroppedRune[]): [Run, ...Run[]][] {
  const groups = new Map<string, [Run, ...Run[]]>();
  for (const run of findRuns(dropped)) {
    const key = [...new Set(run.runes)].join();
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  return [...groups.values()];
}

function findRuns(dropped: readonly DroppedRune[]): Run[] {
  const runs: { start: number; end: number; runes: number[] }[] = [];
  for (const { offset, rune } of dropped) {
    // NUL is MF010's, and what turns the direction of text is MF606's.
    if (rune === 0 || isBidiControl(rune)) continue;
    const end = offset + (rune > 0xffff ? 2 : 1);
    const last = runs[runs.length - 1];
    if (last?.end === offset && isForeignSpace(rune) === last.runes.every(isForeignSpace)) {
      last.end = end;
      last.runes.push(rune);
    } else runs.push({ start: offset, end, runes: [rune] });
  }
  return runs;
}
