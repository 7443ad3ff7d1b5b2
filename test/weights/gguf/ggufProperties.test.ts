import fc from "fast-check";
import { expect, test } from "vitest";
import { isMfError } from "../../../src/base/errors.js";
import {
  bigintArray,
  booleanArray,
  numberArray,
  readStrings,
  stringArray,
  tryElementAt,
} from "../../../src/weights/gguf/ggufArray.js";
import type { GgufEntry, GgufNumberType, GgufValue } from "../../../src/weights/gguf/ggufValue.js";
import { layoutGguf, type PlannedTensor } from "../../../src/weights/gguf/layoutGguf.js";
import { readGguf } from "../../../src/weights/gguf/readGguf.js";
import { tensorTypes } from "../../../src/weights/gguf/tensorTypes.js";
import { readText, writeText } from "../../../src/weights/gguf/text.js";
import { fileBytes, memorySource, readFixture, requireHeader } from "./specs.js";

const numbers: Readonly<Record<GgufNumberType, fc.Arbitrary<number>>> = {
  u8: fc.nat(255),
  i8: fc.integer({ min: -128, max: 127 }),
  u16: fc.nat(65535),
  i16: fc.integer({ min: -32768, max: 32767 }),
  u32: fc.nat(4294967295),
  i32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  f32: fc.float({ noNaN: true }),
  f64: fc.double({ noNaN: true }),
};
const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const i64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

const numberValues: fc.Arbitrary<GgufValue>[] = (Object.keys(numbers) as GgufNumberType[]).flatMap((type) => [
  numbers[type].map((value) => ({ type, value })),
  fc.array(numbers[type], { maxLength: 9 }).map((items) => numberArray(type, items)),
]);

const anyValue: fc.Arbitrary<GgufValue> = fc.oneof(
  ...numberValues,
  u64.map((value) => ({ type: "u64" as const, value })),
  i64.map((value) => ({ type: "i64" as const, value })),
  fc.boolean().map((value) => ({ type: "bool" as const, value })),
  fc.string({ unit: "binary" }).map((value) => ({ type: "string" as const, value })),
  fc.array(u64, { maxLength: 5 }).map((items) => bigintArray("u64", items)),
  fc.array(i64, { maxLength: 5 }).map((items) => bigintArray("i64", items)),
  fc.array(fc.boolean(), { maxLength: 9 }).map(booleanArray),
  fc.array(fc.string({ unit: "binary" }), { maxLength: 9 }).map(stringArray),
);

const entry = fc.record({ key: fc.string({ unit: "binary", minLength: 1, maxLength: 30 }), value: anyValue });
const alignmentEntry = fc
  .constantFrom(1, 2, 4, 8, 16, 32, 64, 512)
  .map((value): GgufEntry => ({ key: "general.alignment", value: { type: "u32", value } }));

const anyMetadata = fc
  .tuple(fc.uniqueArray(entry, { selector: ({ key }) => key, maxLength: 8 }), fc.option(alignmentEntry))
  .map(([entries, alignment]): GgufEntry[] => (alignment === null ? entries : [...entries, alignment]));

const anyTensor: fc.Arbitrary<PlannedTensor> = fc
  .tuple(
    fc.string({ maxLength: 15 }),
    fc.constantFrom(...tensorTypes),
    fc.nat(2),
    fc.array(fc.nat(3), { maxLength: 3 }),
  )
  .map(([name, type, blocks, rest]) => ({ name, type, dims: [blocks * type.blockSize, ...rest] }));

const anyPlan = fc.record({
  metadata: anyMetadata,
  tensors: fc.uniqueArray(anyTensor, { selector: ({ name }) => name, maxLength: 6 }),
});

test("reading gives back what was written", async () => {
  await fc.assert(
    fc.asyncProperty(anyPlan, async (plan) => {
      const layout = layoutGguf(plan);
      const header = requireHeader(await fileBytes(layout));
      expect(header.metadata).toEqual(plan.metadata);
      expect(header.tensors).toEqual(layout.tensors);
    }),
    { numRuns: 200 },
  );
});

test("writing what was read gives the same bytes", async () => {
  await fc.assert(
    fc.asyncProperty(anyPlan, async (plan) => {
      const bytes = await fileBytes(layoutGguf(plan));
      const header = requireHeader(bytes);
      const again = await fileBytes(layoutGguf(header), (tensor) =>
        bytes.subarray(tensor.fileOffset, tensor.fileOffset + tensor.sizeBytes),
      );
      expect(Buffer.from(again).equals(bytes)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("any bytes are a text that can be written again", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(Uint8Array.from(writeText(readText(bytes)))).toEqual(Uint8Array.from(bytes));
    }),
    { numRuns: 3000 },
  );
});

test("text that is valid stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(readText(writeText(text))).toBe(text);
    }),
  );
});

test("an element is what the whole array has at its place", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1 }), fc.nat(), (items, at) => {
      const index = at % items.length;
      expect(tryElementAt(stringArray(items), index)).toEqual({ type: "string", value: items[index] });
      expect(readStrings(stringArray(items))).toEqual(items);
    }),
  );
});

const seeds = [
  "gguf/written/tensors.gguf",
  "gguf/written/scalars.gguf",
  "gguf/written/arrays.gguf",
  "gguf/byte-order/big.gguf",
  "gguf-edge/files/v1-real-layout.gguf",
].map(readFixture);

interface Mutation {
  readonly at: number;
  readonly bytes: Uint8Array;
}

const interesting = fc.constantFrom(0, 1, 8, 9, 12, 0x7f, 0x80, 0xff);
const anyMutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(1200),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }).chain((bytes) =>
    fc.oneof(
      fc.constant(bytes),
      interesting.map((value) => new Uint8Array(bytes.length).fill(value)),
    ),
  ),
});

test("a damaged file is read or refused, and never believed beyond its size", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...seeds),
      fc.array(anyMutation, { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat(1500)),
      async (seed, mutations, cut) => {
        const damaged = Uint8Array.from(cut === null ? seed : seed.subarray(0, cut));
        for (const { at, bytes } of mutations) {
          for (const [i, byte] of bytes.entries()) if (at + i < damaged.length) damaged[at + i] = byte;
        }
        const source = memorySource(damaged);
        const outcome = await readGguf(source).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(isMfError(outcome)).toBe(true);
        // Each byte is asked for at most once, so memory is bounded by the file.
        const asked = source.reads.reduce((sum, [, length]) => sum + length, 0);
        expect(asked).toBeLessThanOrEqual(damaged.length);
      },
    ),
    { numRuns: 3000 },
  );
});
