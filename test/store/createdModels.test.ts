import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/base/digest.js";
import { manifestPathOf, parseModelName } from "../../src/base/modelName.js";
import { modelIdOf, parseManifest, printManifest } from "../../src/store/manifest.js";
import { mediaTypeOf, tryLayerKind } from "../../src/store/mediaTypes.js";
import { parseModelConfig, printModelConfig } from "../../src/store/modelConfig.js";
import { parseMessages, parseParams, printMessages, printParams } from "../../src/store/textLayers.js";

interface RecordedLayer {
  readonly kind: string;
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly from?: string;
  readonly bytes_b64?: string;
}

interface RecordedModel {
  readonly id: string;
  readonly path: string;
  readonly bytes_b64: string;
  readonly model_id: string;
  readonly config: RecordedLayer;
  readonly layers: readonly RecordedLayer[];
}

async function readModels(): Promise<readonly RecordedModel[]> {
  const text = await readFile("fixtures/store/created-models/cases.jsonl", "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as RecordedModel);
}

function decode(layer: { readonly bytes_b64?: string }): Buffer {
  return Buffer.from(layer.bytes_b64 ?? "", "base64");
}

/** Parsed and printed again: the bytes must come out as the peer wrote them. */
function reprint(layer: RecordedLayer): string {
  const bytes = decode(layer);
  if (layer.kind === "params") return printParams(parseParams(bytes));
  if (layer.kind === "messages") return printMessages(parseMessages(bytes));
  return bytes.toString();
}

describe("models that Ollama created", async () => {
  const models = await readModels();

  it("are all here", () => expect(models.length).toBe(74));

  it.each(models.map((model) => [model.id, model] as const))("%s", (_, model) => {
    const bytes = decode(model);
    const manifest = parseManifest(bytes, model.id);
    expect(printManifest(manifest)).toBe(bytes.toString());
    expect(modelIdOf(bytes)).toBe(model.model_id);
    expect(manifest.layers).toEqual(
      model.layers.map(({ mediaType, digest, size, from }) => ({
        mediaType,
        digest,
        sizeBytes: size,
        ...(from && { from }),
      })),
    );

    const config = decode(model.config);
    const printed = printModelConfig(parseModelConfig(config, model.id));
    expect(printed).toBe(config.toString());
    expect(manifest.config.digest).toBe(digestOf(printed));

    for (const layer of model.layers) {
      expect(mediaTypeOf(tryLayerKind(layer.mediaType) ?? "json")).toBe(layer.mediaType);
      if (layer.bytes_b64 === undefined) continue;
      expect(digestOf(reprint(layer))).toBe(layer.digest);
      expect(Buffer.byteLength(reprint(layer))).toBe(layer.size);
    }
  });

  it("lie where their names say", () => {
    for (const { path } of models) {
      const [host, namespace, model, tag] = path.split("/");
      const name = parseModelName(`${host}/${namespace}/${model}:${tag}`);
      expect(manifestPathOf(name).join("/")).toBe(path);
    }
  });
});

// Ollama's own test vectors for layers, recomputed independently.
describe("known digests of small layers", () => {
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

  it.each([
    [
      { top_k: 10, temperature: 1, stop: ["USER:", "ASSISTANT:"] },
      "1d0ad71299d48c2fb7ae2b98e683643e771f8a5b72be34942af90d97a91c1e37",
    ],
    [
      { top_p: 0.7, top_k: 10, temperature: 0.6, stop: ["USER:", "ASSISTANT:"] },
      "e29a7b3c47287a2489c895d21fe413c20f859a85d20e749492f52a838e36e1ba",
    ],
    [
      { top_p: 0.7, top_k: 10, temperature: 0.6, stop: ["<|endoftext|>"] },
      "12f58bb75cb3042d69a7e013ab87fb3c3c7088f50ddc62f0c77bd332f0d44d35",
    ],
  ])("params %j", (params, digest) => expect(sha256(printParams(params))).toBe(digest));

  it("messages", () => {
    const messages = printMessages([
      { role: "assistant", content: "What is my purpose?" },
      { role: "user", content: "You run tests." },
      { role: "assistant", content: "Oh, my god." },
    ]);
    expect(sha256(messages)).toBe("298baeaf6928a60cf666d88d64a1ba606feb43a2865687c39e40652e407bffc4");
  });

  it("config", () => {
    const config = printModelConfig({
      modelFormat: "gguf",
      modelFamily: "test",
      modelFamilies: ["test"],
      modelType: "0",
      fileType: "unknown",
      architecture: "amd64",
      os: "linux",
    });
    expect(sha256(config)).toBe("99759ad5b91e723db0393d698ffbb448b1b7df5ff6377a108c49254583b1bc8c");
  });
});
