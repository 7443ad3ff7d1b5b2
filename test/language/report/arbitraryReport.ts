import fc from "fast-check";
import type { Diagnostic } from "../../../src/language/diagnostics/diagnostic.js";
import type { ReportedFile, ReportInput } from "../../../src/language/report/reportInput.js";
import { countTotals } from "../../../src/language/report/totals.js";
import { openSource } from "../../../src/language/text/sourceFile.js";

/** Text that terminals, XML, Markdown and commands of GitHub stumble over. */
const nasty = fc.constantFrom(
  ..."\u0000\u0007\u0008\t\n\r\u001b[31m\u007f\u0085\u009b\u00ad\u200b\u200d\u200e\u2028\u202e\u2066\ufeff\ufffe\uffff\ue000",
  ...[
    "\r\n",
    "\ud800",
    "\udc00",
    "\u{e0041}",
    "\u{10ffff}",
    "]]>",
    "<!--",
    "&amp;",
    "::error::",
    "%0A",
    "](",
    "|",
    "`",
    "{0}",
  ],
  ...[
    "日本",
    "ｆ",
    "e\u0301",
    "\u0301".repeat(40),
    "👩‍🚀",
    "👍🏽",
    "🇩🇪",
    "1\ufe0f\u20e3",
    "각",
    "\u1100\u1161\u11a8",
    "שלום",
    "क्षि",
  ],
);

const words = fc
  .array(fc.oneof(nasty, fc.string({ maxLength: 12 }), fc.constantFrom("FROM ", '"""', "word ")), {
    maxLength: 30,
  })
  .map((parts) => parts.join(""));
const longLine = fc.tuple(words, words, fc.nat(400)).map(([a, b, n]) => a + "ab cd ".repeat(n) + b);
const text = fc
  .array(fc.oneof({ weight: 4, arbitrary: words }, longLine), { maxLength: 12 })
  .map((lines) => lines.join("\n"));

const input: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 1, arbitrary: text.map((one) => `\ufeff${one}`) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Uint8Array.of(0xff, 0xfe, ...bytes)),
  },
);

/** Offsets also outside of the text, and ends before starts: a rule's slip must not take the report down. */
function arbitraryDiagnostic(length: number): fc.Arbitrary<Diagnostic> {
  const offset = fc.integer({ min: -2, max: length + 2 });
  const span = fc.oneof(
    fc.record({ start: offset, end: offset }),
    fc.tuple(offset, fc.nat(6)).map(([start, size]) => ({ start, end: start + size })),
  );
  return fc.record({
    code: fc.constantFrom("MF001", "MF201"),
    rule: fc.constant("a-rule"),
    severity: fc.constantFrom("error", "warning", "info"),
    message: words,
    span,
    related: fc.array(fc.record({ span, message: words }), { maxLength: 4 }),
    notes: fc.array(words, { maxLength: 2 }),
    fixes: fc.uniqueArray(
      fc.record({
        title: words,
        applicability: fc.constantFrom("safe", "unsafe", "display"),
        edits: fc.array(fc.record({ span, text: words }), { maxLength: 3 }),
      }),
      { maxLength: 4, selector: (fix) => JSON.stringify(fix) },
    ),
  });
}

const file: fc.Arbitrary<ReportedFile> = fc
  .tuple(input, words)
  .map(([content, path]) => openSource(content, path))
  .chain((source) =>
    fc
      .array(arbitraryDiagnostic(source.text.length), { maxLength: 4 })
      .map((diagnostics) => ({ source, diagnostics })),
  );

export const arbitraryReport: fc.Arbitrary<ReportInput> = fc
  .uniqueArray(file, { maxLength: 3, selector: ({ source }) => source.path })
  .map((files) => ({ toolVersion: "1.2.3", files, totals: countTotals(files), rules: [] }));

/** What may drive a terminal, hide text or turn it around. U+200D is judged apart: emoji may be joined by it. */
export const rawControl =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this finds
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]|\p{Cs}/u;

export const looseJoiner =
  /(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d|\u200d(?!\p{Extended_Pictographic})/u;
