import type fc from "fast-check";
import { isMfError } from "../../../src/base/errors.js";
import { parseConfiguration } from "../../../src/language/configuration/parseConfiguration.js";
import { formatModelfile } from "../../../src/language/format/formatModelfile.js";
import { applyFixes } from "../../../src/language/lint/applyFixes.js";
import { lintModelfile } from "../../../src/language/lint/lintModelfile.js";
import { parseModelfile } from "../../../src/language/modelfile/parseModelfile.js";
import { printModelfile } from "../../../src/language/modelfile/printModelfile.js";
import { readAsOllama } from "../../../src/language/modelfile/readAsOllama.js";
import { parseGgufHeader } from "../../../src/weights/gguf/parseGgufHeader.js";
import { arbitraryBytes, arbitraryModelfile } from "../modelfile/arbitraryModelfile.js";

export interface FuzzTarget {
  readonly name: string;
  readonly arbitrary: fc.Arbitrary<Uint8Array>;
  /** Throws when the input breaks a promise. */
  check(input: Uint8Array): void;
}

function assert(isTrue: boolean, message: string): void {
  if (!isTrue) throw new Error(message);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.length).equals(b);
}

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: "parse",
    arbitrary: arbitraryBytes,
    check(input) {
      const tree = parseModelfile(input);
      assert(sameBytes(printModelfile(tree), input), "the tokens do not print the same bytes");
      readAsOllama(tree);
    },
  },
  {
    name: "format",
    arbitrary: arbitraryBytes,
    check(input) {
      const before = readAsOllama(parseModelfile(input));
      const result = formatModelfile(input);
      assert((result.kind === "ok") === (before.kind === "ok"), "refuses what Ollama reads, or the reverse");
      if (result.kind !== "ok") return;
      const after = readAsOllama(parseModelfile(result.text));
      assert(JSON.stringify(after) === JSON.stringify(before), "the reading changed");
      const again = formatModelfile(result.text);
      assert(again.kind === "ok" && again.text === result.text, "not idempotent");
    },
  },
  {
    name: "fix",
    arbitrary: arbitraryModelfile,
    check(input) {
      let { text } = parseModelfile(input).source;
      for (let round = 0; round < 12; round++) {
        const fixed = applyFixes(text, lintModelfile(text).diagnostics, "unsafe");
        if (fixed.applied === 0) return;
        text = fixed.text;
      }
      throw new Error("fixes do not come to an end");
    },
  },
  {
    name: "configuration",
    arbitrary: arbitraryModelfile.map(
      (bytes) => new Uint8Array(Buffer.from(`{"lint":{"rules":{"MF201":${Buffer.from(bytes).toString()}`)),
    ),
    check(input) {
      parseConfiguration(input, "mf.json");
    },
  },
  {
    name: "gguf",
    arbitrary: arbitraryBytes.map(
      (bytes) => new Uint8Array(Buffer.concat([Buffer.from("GGUF\x03\0\0\0"), bytes])),
    ),
    check(input) {
      try {
        parseGgufHeader(input, { sizeBytes: input.length });
      } catch (error) {
        if (!isMfError(error)) throw error;
      }
    },
  },
];
