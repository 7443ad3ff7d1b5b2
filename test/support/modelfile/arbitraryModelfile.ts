import fc from "fast-check";

/** Pieces that together reach every odd corner of the lexer: words, quotes, breaks, invisible runes. */
const pieces = [
  ...'FROM |FROM x\n|from |PARAMETER |PARAMETER temperature 1\n|PARAMETER stop "a"\n|temperature |MESSAGE |user |User '.split(
    "|",
  ),
  ..."SYSTEM |TEMPLATE |LICENSE |REQUIRES |DRAFT |RENDERER|PARSER x|ADAPTER |# c\n|#|a|hello|{{ .X }}|model |system |1|_|-".split(
    "|",
  ),
  ...['"', '""', '"""', '""""', "\n", "\n\n", "\r\n", "\r", " ", "\t", "  "],
  ..."\u00a0|\u200b|\u3000|\ufeff|\0|\x1a|\u00e9|\u{1f600}|\u{e000}|\u212a|\u0085|\u2028|\ufffd|\x7f|\u00ad|\u{10ffff}|\ud800".split(
    "|",
  ),
];

/** Text that is often, but not always, a Modelfile. */
export const arbitraryText: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom("", "FROM x\n"), fc.array(fc.constantFrom(...pieces), { maxLength: 16 }))
  .map(([start, rest]) => start + rest.join(""));

/** The same as bytes: sometimes with a byte-order mark, in UTF-16, or damaged. */
export const arbitraryBytes: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    arbitraryText,
    fc.constantFrom("utf8", "bom", "utf16le", "utf16be", "damaged"),
    fc.nat(),
    fc.nat(255),
  )
  .map(([text, form, at, byte]) => new Uint8Array(encode(text, form, at, byte)));

function encode(text: string, form: string, at: number, byte: number): Buffer {
  const utf8 = Buffer.from(text, "utf8");
  switch (form) {
    case "bom":
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8]);
    case "utf16le":
      return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
    case "utf16be":
      return Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, "utf16le").swap16()]);
    case "damaged": {
      const cut = at % (utf8.length + 1);
      return Buffer.concat([utf8.subarray(0, cut), Buffer.from([byte]), utf8.subarray(cut)]);
    }
    default:
      return utf8;
  }
}

const words = fc.constantFrom(
  "pine",
  "./pine.gguf",
  "3",
  "0.7",
  "-1",
  "1e9",
  "nan",
  "inf",
  "yes",
  "true",
  "user",
  "hello",
  "",
  "v1.2",
  "1.2.3-rc1",
  "4k",
  "'x'",
  "</s>",
  "\\n",
  "a # b",
  "9007199254740993",
  "C:\\m\\x.gguf",
  "~/x",
  "../y",
  "<your model>",
);
const parameterNames = fc.constantFrom(
  "temperature",
  "top_k",
  "top_p",
  "num_ctx",
  "stop",
  "seed",
  "use_mmap",
  "mirostat",
  "tfs_z",
  "max_tokens",
  "system",
  "model",
  "message",
  "license",
  "num_predict",
  "main_gpu",
);
const quotes = fc.constantFrom("", "", "", '"', '"""');
const value = fc
  .tuple(quotes, fc.array(words, { maxLength: 3 }), fc.constantFrom(" ", "\n", "\r\n"))
  .map(([quote, parts, glue]) => `${quote}${parts.join(glue)}${quote}`);
const line = fc.oneof(
  fc.tuple(parameterNames, value).map(([name, text]) => `PARAMETER ${name} ${text}`),
  fc
    .tuple(
      fc.constantFrom(
        "FROM",
        "SYSTEM",
        "TEMPLATE",
        "LICENSE",
        "REQUIRES",
        "ADAPTER",
        "DRAFT",
        "RENDERER",
        "PARSER",
      ),
      value,
    )
    .map(([word, text]) => `${word} ${text}`),
  fc
    .tuple(fc.constantFrom("user", "assistant", "system", "User", "tool"), value)
    .map(([role, text]) => `MESSAGE ${role} ${text}`),
  fc.constantFrom("# note", "", "# mf: ignore[MF202] reason", "# mf: ignore[MF999]", "junk", "FORM x"),
);

/** Lines that look like a person's file, right or wrong. */
export const arbitraryModelfile: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.boolean(), fc.array(line, { maxLength: 8 }), fc.constantFrom("\n", "\n", "\r\n"))
  .map(
    ([hasFrom, lines, end]) =>
      new Uint8Array(Buffer.from(`${hasFrom ? `FROM pine${end}` : ""}${lines.join(end)}${end}`, "utf8")),
  );
