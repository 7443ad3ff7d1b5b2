import { describe, expect, it } from "vitest";
import type { GgufEntry } from "../../../../src/weights/gguf/ggufValue.js";
import { resolveTensorType, type TensorTypeName } from "../../../../src/weights/gguf/tensorTypes.js";
import type { Imatrix } from "../../../../src/weights/quantize/imatrix/imatrix.js";
import { planQuantize, type QuantizeOptions } from "../../../../src/weights/quantize/plan/planQuantize.js";
import { type FileType, tryFileType } from "../../../../src/weights/quantize/recipe/fileTypes.js";
import { type TinyTensor, tinyMetadata, tinyModel, tinyTensors } from "../tinyModel.js";

const type = (name: TensorTypeName) => resolveTensorType(name);

function fileType(name: string): FileType {
  const found = tryFileType(name);
  if (found === undefined) throw new Error(`no file type ${name}`);
  return found;
}

function imatrixOf(entries: Record<string, number>): Imatrix {
  const values = Object.entries(entries).map(
    ([name, length]) => [name, new Float32Array(length).fill(1)] as const,
  );
  return { path: "im.gguf", datasets: [], chunks: undefined, entries: new Map(values) };
}

function planTypes(tensors: readonly TinyTensor[], options: QuantizeOptions): Record<string, string> {
  const plan = planQuantize(tinyModel(tensors), options);
  return Object.fromEntries(plan.files.flatMap(({ steps }) => steps.map(({ name, to }) => [name, to.name])));
}

function failure(code: string, message: RegExp) {
  return expect.objectContaining({ code, message: expect.stringMatching(message) });
}

describe("planQuantize", () => {
  it("needs no weights", () => {
    const { metadata, tensors } = tinyModel();
    const plan = planQuantize({ metadata, tensors }, { fileType: fileType("q8_0") });
    expect(plan.sizeBytes).toBe(plan.files[0]?.layout.sizeBytes);
  });

  it("refuses to quantize what is quantized, unless allowed", () => {
    const tensors = [...tinyTensors, { name: "blk.1.ffn_up.weight", dims: [256, 2], type: "q8_0" }] as const;
    expect(() => planQuantize(tinyModel(tensors), { fileType: fileType("Q6_K") })).toThrowError(
      failure("MF_E_QUANTIZE_REQUANTIZE", /"blk\.1\.ffn_up\.weight".*q8_0/),
    );
    expect(planTypes(tensors, { fileType: fileType("Q6_K"), allowRequantize: true })).toMatchObject({
      "blk.1.ffn_up.weight": "q6_K",
    });
    // To its own type it is a copy.
    expect(planTypes(tensors, { fileType: fileType("Q8_0") })).toMatchObject({
      "blk.1.ffn_up.weight": "q8_0",
    });
  });

  it("refuses sources it cannot turn into floats", () => {
    const tensors = [{ name: "blk.0.attn_q.weight", dims: [256, 2], type: "q8_0" }] as const;
    const model = tinyModel(tensors);
    const unreadable = model.tensors.map((tensor) => ({ ...tensor, type: type("iq2_xs") }));
    expect(() =>
      planQuantize({ ...model, tensors: unreadable }, { fileType: fileType("Q8_0"), allowRequantize: true }),
    ).toThrowError(failure("MF_E_QUANTIZE_TYPE", /iq2_xs/));
  });

  it("says which tensor lacks importance for a type that needs it", () => {
    const tensors = tinyTensors;
    const overrides = [{ pattern: /blk\.1/, type: type("iq2_xxs") }];
    expect(() => planQuantize(tinyModel(tensors), { fileType: fileType("Q8_0"), overrides })).toThrowError(
      failure("MF_E_IMATRIX_REQUIRED", /"blk\.1\.attn_v\.weight".*iq2_xxs.*there is none/),
    );
    const imatrix = imatrixOf({ "blk.0.attn_v.weight": 256 });
    expect(() =>
      planQuantize(tinyModel(tensors), { fileType: fileType("Q8_0"), overrides, imatrix }),
    ).toThrowError(failure("MF_E_IMATRIX_REQUIRED", /im\.gguf has no entry/));
  });

  it("refuses importance of another model, but not an odd entry for the token embedding", () => {
    const imatrix = imatrixOf({ "blk.0.attn_v.weight": 128 });
    expect(() => planQuantize(tinyModel(), { fileType: fileType("Q4_K_M"), imatrix })).toThrowError(
      failure("MF_E_IMATRIX_MISMATCH", /128 values.*256/),
    );
    const odd = imatrixOf({ "token_embd.weight": 7 });
    const plan = planQuantize(tinyModel(), { fileType: fileType("Q4_K_M"), imatrix: odd });
    expect(plan.files[0]?.steps.every(({ importance }) => importance === undefined)).toBe(true);
  });

  it("names the fallback where rows are no whole blocks", () => {
    const tensors = [{ name: "blk.0.ffn_up.weight", dims: [96, 2], type: "f16" }] as const;
    const plan = planQuantize(tinyModel(tensors), { fileType: fileType("Q5_K_S") });
    expect(plan.files[0]?.steps[0]).toMatchObject({ to: { name: "q5_1" }, fallbackFrom: { name: "q5_K" } });
    expect(planTypes([{ ...tensors[0], dims: [40, 2] }], { fileType: fileType("Q5_K_S") })).toEqual({
      "blk.0.ffn_up.weight": "f16",
    });
  });

  it("needs the layer count for the rules, not for a single type", () => {
    const metadata = tinyMetadata.filter(({ key }) => key !== "llama.block_count");
    const model = tinyModel(tinyTensors, metadata);
    expect(() => planQuantize(model, { fileType: fileType("Q4_K_M") })).toThrowError(
      failure("MF_E_QUANTIZE_MODEL", /llama\.block_count/),
    );
    expect(() => planQuantize(model, { fileType: fileType("Q4_K_M"), pure: true })).not.toThrow();
    expect(() => planQuantize(model, { fileType: undefined })).not.toThrow();
    const set: GgufEntry = { key: "llama.block_count", value: { type: "u32", value: 2 } };
    expect(() => planQuantize(model, { fileType: fileType("Q4_K_M"), metadata: [set] })).not.toThrow();
  });

  it("drops layers and renumbers those behind", () => {
    const plan = planQuantize(tinyModel(), { fileType: fileType("Q8_0"), pruneLayers: [0, 0] });
    expect(plan.files[0]?.steps.map(({ name, source }) => [name, source.name])).toContainEqual([
      "blk.0.attn_v.weight",
      "blk.1.attn_v.weight",
    ]);
    expect(() => planQuantize(tinyModel(), { fileType: fileType("Q8_0"), pruneLayers: [2] })).toThrowError(
      failure("MF_E_QUANTIZE_LAYER", /layer 2/),
    );
  });

  it("keeps parts as parts, with the metadata in the first", () => {
    const tensors = tinyTensors.map((tensor, index) => ({ ...tensor, part: index < 2 ? 0 : 1 }));
    const plan = planQuantize(tinyModel(tensors), { fileType: fileType("Q8_0"), keepSplit: true });
    expect(plan.files.map(({ steps }) => steps.map(({ name }) => name))).toEqual([
      ["token_embd.weight", "output_norm.weight"],
      ["blk.0.attn_v.weight", "blk.1.attn_v.weight"],
    ]);
  });

  it("lets the embedding type reach the per-layer embedding only where no pattern names it", () => {
    const tensors = [
      ...tinyTensors,
      { name: "per_layer_token_embd.weight", dims: [256, 4], type: "f16" },
    ] as const;
    const options = { fileType: fileType("Q4_K_M"), embeddingType: type("q8_0") };
    expect(planTypes(tensors, options)).toMatchObject({
      "token_embd.weight": "q8_0",
      "per_layer_token_embd.weight": "q8_0",
    });
    const overrides = [{ pattern: /^per_layer_token_embd\.weight$/, type: type("f16") }];
    expect(planTypes(tensors, { ...options, overrides })).toMatchObject({
      "token_embd.weight": "q8_0",
      "per_layer_token_embd.weight": "f16",
    });
  });
});

describe("tryFileType", () => {
  it.each([
    ["q4_k_m", "Q4_K_M"],
    ["Q4_K", "Q4_K_M"],
    ["15", "Q4_K_M"],
    ["bf16", "BF16"],
    ["mxfp4_moe", "MXFP4_MOE"],
  ])("takes %s for %s", (text, name) => {
    expect(tryFileType(text)?.name).toBe(name);
  });

  it.each(["", "Q4", "4", "-1", "copy", "constructor"])("does not know %j", (text) => {
    expect(tryFileType(text)).toBeUndefined();
  });
});
