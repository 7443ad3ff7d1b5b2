import { printable } from "../../../../base/redact.js";
import type { Fix, RelatedPlace } from "../../../diagnostics/diagnostic.js";
import { didYouMean } from "../../../diagnostics/didYouMean.js";
import { instructionNames, isInstructionWord } from "../../../modelfile/instructions.js";
import { tryFindParameter } from "../../../modelfile/parameters.js";
import { isPrintableRune, runeAt } from "../../../modelfile/printable.js";
import type { Instruction, Item, NamePart } from "../../../modelfile/tree.js";
import type { LintFile } from "../../lintFile.js";
import { defineRule, type Finding } from "../../rule.js";
import { describeRune, isForeignSpace } from "../../views/runeNames.js";
import {
  findStrayRuns,
  looksLikeUtf16,
  type StrayLine,
  type StrayRun,
  tryFindBareInstruction,
} from "../../views/strayLines.js";

export const unknownInstruction = defineRule({
  number: "MF001",
  name: "unknown-instruction",
  severity: "error",
  fatal: true,
  fix: "safe",
  docs: {
    what: "A line does not start with an instruction and a blank.",
    why: "Ollama stops here. Often the line is the rest of a text whose quotes were forgotten, or closed too early.",
    instead:
      'Use one of FROM, PARAMETER, TEMPLATE, SYSTEM, ADAPTER, MESSAGE, LICENSE, DRAFT, RENDERER, PARSER, REQUIRES, put `#` before a comment, or put text of several lines in `"""`.',
  },
  examples: { bad: "FROM llama3.2\nSYSTM You are terse.\n", good: "FROM llama3.2\nSYSTEM You are terse.\n" },
  check(file, report) {
    const runs = findStrayRuns(file);
    const first = runs[0]?.lines[0];
    if (first && looksLikeUtf16(file)) return report(describeUtf16(first));
    for (const run of runs) reportRun(file, run, report);
  },
});

function describeUtf16({ span }: StrayLine): Finding {
  return {
    message: "the file looks like UTF-16 without a byte-order mark",
    span: { start: 0, end: span.end },
    notes: ["Ollama reads such a file as UTF-8 and stops at once. Save it as UTF-8."],
  };
}

function reportRun(file: LintFile, run: StrayRun, report: (finding: Finding) => void): void {
  const { above } = run;
  // A value on the lines below its instruction: MF002 says so.
  if (above?.kind === "junk" && tryFindBareInstruction(file.tree, above)) return;
  const prose: StrayLine[] = [];
  const isBelowText = isTextInstruction(above);
  for (const line of run.lines) {
    // Once the rest of a text has begun, `// note` and `from: me` are lines of it like any other.
    const slip =
      isBelowText && prose.length > 0
        ? tryDescribeInvisible(file, line)
        : tryDescribeSlip(file, line, isBelowText);
    if (slip) report(slip);
    else prose.push(line);
  }
  const first = prose[0];
  if (first) report(describeProse(file, run, first, prose));
}

/** A line that was meant as an instruction or a comment, and how to mend it. */
function tryDescribeSlip(file: LintFile, line: StrayLine, isBelowText: boolean): Finding | undefined {
  return line.kind === "junk"
    ? (tryDescribeInvisible(file, line) ??
        tryDescribeSeparator(file, line) ??
        tryDescribeCommentMark(file, line) ??
        tryDescribeMisspelling(firstWordOf(file, line), isBelowText))
    : (tryDescribeCommentMark(file, line) ??
        tryDescribeMisspelling({ text: line.word, span: line.wordSpan }, isBelowText));
}

/** Characters that nobody sees, before an instruction or alone on a line. */
function tryDescribeInvisible({ text }: LintFile, { span }: StrayLine): Finding | undefined {
  let end = span.start;
  while (end < span.end && isInvisible(runeAt(text, end))) end += runeAt(text, end) > 0xffff ? 2 : 1;
  const rune = runeAt(text, span.start);
  if (end === span.start || !isInvisible(rune)) return undefined;
  const isAlone = end === span.end;
  const runSpan = { start: span.start, end };
  return {
    message: `the line ${isAlone ? "holds only" : "starts with"} ${describeRune(rune)}, which nobody sees`,
    span: runSpan,
    ...(isAlone || readsWell(text.slice(end, Math.min(span.end, end + 20)))
      ? { fixes: [{ title: "Remove it", applicability: "safe", edits: [{ span: runSpan, text: "" }] }] }
      : {}),
  };
}

/** Whether a line is an instruction or a comment. */
function readsWell(line: string): boolean {
  const word = /^([A-Za-z]+)[ \t]/.exec(line)?.[1];
  return line.startsWith("#") || (word !== undefined && isInstructionWord(word));
}

function isInvisible(rune: number): boolean {
  return rune === 0x20 || rune === 0x09 || !isPrintableRune(rune);
}

const wordThenOther = /^([A-Za-z]+)[^\w \t]/;

/** `FROM=x`, `SYSTEM: x`, or a no-break space behind the word. */
function tryDescribeSeparator({ text }: LintFile, { span }: StrayLine): Finding | undefined {
  const line = text.slice(span.start, Math.min(span.end, span.start + 40));
  const match = wordThenOther.exec(line);
  const name = instructionNames.find((one) => one === match?.[1]?.toUpperCase());
  if (!match || !name) return undefined;
  const at = span.start + name.length;
  const rune = runeAt(text, at);
  const isSpace = isForeignSpace(rune);
  const shown =
    rune === 0x22
      ? "a quote"
      : isPrintableRune(rune)
        ? `"${String.fromCodePoint(rune)}"`
        : describeRune(rune);
  const separator = /^(?:[=:][ \t]*|(?="))/.exec(text.slice(at, span.end));
  const end = at + (isSpace ? 1 : (separator?.[0].length ?? 0));
  const fix: Fix = {
    title: "Write a blank",
    applicability: isSpace ? "safe" : "unsafe",
    edits: [{ span: { start: at, end }, text: " " }],
  };
  return {
    message: `${name} must be followed by a blank, not by ${shown}`,
    span: { start: at, end: at + (rune > 0xffff ? 2 : 1) },
    ...((isSpace || separator) && end < span.end ? { fixes: [fix] } : {}),
  };
}

const commentMark = /^(?:\/\/+|\/\*|--(?!-)|;|<!--|%|REM(?=[ \t]))/i;

/** Comments of other languages. */
function tryDescribeCommentMark({ text }: LintFile, { span }: StrayLine): Finding | undefined {
  const mark = commentMark.exec(text.slice(span.start, span.start + 8))?.[0];
  if (!mark) return undefined;
  const markSpan = { start: span.start, end: span.start + mark.length };
  const isBlock = mark === "/*" || mark === "<!--";
  const fix: Fix = {
    title: "Write #",
    applicability: "unsafe",
    edits: [{ span: markSpan, text: "#" }],
  };
  return {
    message: `"${mark}" starts no comment; Ollama knows only #`,
    span: markSpan,
    ...(isBlock ? {} : { fixes: [fix] }),
  };
}

const gone: ReadonlyMap<string, string> = new Map([
  ["EMBED", "Ollama knew EMBED in its first versions; it is gone, without a substitute."],
  ["RUN", "RUN belongs to Docker; a Modelfile runs nothing."],
  ["COPY", "COPY belongs to Docker; FROM and ADAPTER take files where they are."],
  ["ENV", "ENV belongs to Docker; set environment variables where the server starts."],
]);

/** Words in small letters are words of a sentence when they stand below a text. */
function tryDescribeMisspelling({ text: word, span }: NamePart, isBelowText: boolean): Finding | undefined {
  const plain = word.normalize("NFKC");
  // `${PARAMETERS}` was to be filled in by a script.
  if (plain.includes("$") || plain.includes("{")) return undefined;
  if (isBelowText && plain !== plain.toUpperCase()) return undefined;
  const message = describeWord(word);
  const note = gone.get(word.toUpperCase());
  if (note) return { message, span, notes: [note] };
  const meant = tryFindMeant(plain);
  if (!meant) return undefined;
  const fix: Fix = { title: `Write ${meant}`, applicability: "unsafe", edits: [{ span, text: meant }] };
  return { message: `${message}; did you mean ${meant}?`, span, fixes: [fix] };
}

function describeWord(word: string): string {
  const shown = printable(word, 40);
  return `${word.includes('"') ? shown : `"${shown}"`} is not an instruction`;
}

function tryFindMeant(word: string): string | undefined {
  const near = didYouMean(word, instructionNames);
  if (near) return near;
  if (tryFindParameter(word.toLowerCase())) return `PARAMETER ${word.toLowerCase()}`;
  // `SYS`, `PARAM`: shorter beginnings could be anything.
  const starting = instructionNames.filter((name) => word.length >= 3 && name.startsWith(word));
  return starting.length === 1 ? starting[0] : aliases.get(word);
}

/** What people who know other formats call things. */
const aliases: ReadonlyMap<string, string> = new Map([
  ["MODEL", "FROM"],
  ["BASE", "FROM"],
  ["LORA", "ADAPTER"],
  ["PARAMS", "PARAMETER"],
  ["PARAMETERS", "PARAMETER"],
  ["MSG", "MESSAGE"],
]);

/** Up to the first blank; longer words than instructions can't be misspelt ones. */
function firstWordOf({ text }: LintFile, { span }: StrayLine): NamePart {
  const word = /^[^ \t]*/.exec(text.slice(span.start, Math.min(span.end, span.start + 20)))?.[0] ?? "";
  return { text: word, span: { start: span.start, end: span.start + word.length } };
}

function describeProse(
  file: LintFile,
  run: StrayRun,
  first: StrayLine,
  prose: readonly StrayLine[],
): Finding {
  const { text } = file;
  const line = text.slice(first.span.start, first.span.end);
  const word = /^[^\s]{1,40}/.exec(line)?.[0] ?? "";
  const count = prose.length;
  const story = tellStory(file, run.above, count === run.lines.length ? prose : []);
  return {
    message: describeWord(word),
    span: { start: first.span.start, end: first.span.start + word.length },
    ...story,
    notes: [
      ...(count > 1
        ? [
            count === 2
              ? "Nor is what the next line starts with."
              : `Nor is what the next ${count - 1} lines start with.`,
          ]
        : []),
      ...story.notes,
    ],
  };
}

interface Story {
  readonly notes: readonly string[];
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly Fix[];
}

type TextInstruction = Instruction & { readonly value: NonNullable<Instruction["value"]> };

function isTextInstruction(item: Item | undefined): item is TextInstruction {
  if (item?.kind !== "instruction" || item.value === undefined) return false;
  return ["SYSTEM", "TEMPLATE", "LICENSE", "MESSAGE"].includes(item.name ?? "");
}

/** Lines below a text are most likely the rest of it. */
function tellStory(file: LintFile, above: Item | undefined, lines: readonly StrayLine[]): Story {
  if (!isTextInstruction(above)) return { notes: [] };
  const { value, word, wordSpan } = above;
  const name = word.toUpperCase();
  if (value.quote !== "") {
    const span = { start: value.contentSpan.end, end: value.span.end };
    return {
      notes: [
        `It looks like more text of ${name}. Ollama ends a quoted value where a line ends with the quote.`,
      ],
      related: [{ span, message: `the value of ${name} ends here` }],
    };
  }
  const why = value.text.endsWith("\\")
    ? "A backslash does not continue a line."
    : value.text === ""
      ? "A value starts on the line of its instruction."
      : "A value without quotes ends with its line.";
  const fixes = tryWrapInQuotes(file, above, lines);
  return {
    notes: [`It looks like more text of ${name}. ${why} Text of several lines stands between """ and """.`],
    related: [
      { span: value.text === "" ? wordSpan : value.span, message: `the value of ${name} is this line alone` },
    ],
    ...(fixes ? { fixes } : {}),
  };
}

function tryWrapInQuotes(
  { text }: LintFile,
  { value }: TextInstruction,
  lines: readonly StrayLine[],
): readonly Fix[] | undefined {
  const { start } = value.span;
  const end = lines[lines.length - 1]?.span.end;
  // With a triple quote inside, the value would end there.
  if (end === undefined || text.slice(start, end).includes('"""')) return undefined;
  const edits = [
    { span: { start, end: start }, text: '"""' },
    { span: { start: end, end }, text: '"""' },
  ];
  return [{ title: 'Put the text in """', applicability: "unsafe", edits }];
}
