import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/base/digest.js";
import { MfError } from "../../src/base/errors.js";
import { blobsOf, parseManifest, printManifest } from "../../src/store/manifest.js";
import { parseModelConfig } from "../../src/store/modelConfig.js";
import { parseMessages, parseParams } from "../../src/store/textLayers.js";

const digest = digestOf("x");
const config = { mediaType: "c", digest, size: 1 };

function parse(value: unknown): unknown {
  return parseManifest(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), "pine:latest");
}

describe("parseManifest", () => {
  it("takes other spellings of a digest and drops what it does not know", () => {
    const upper = `sha256-${digest.slice(7).toUpperCase()}`;
    expect(parse({ extra: 1, config: { ...config, digest: upper, urls: [] }, layers: null })).toEqual({
      config: { mediaType: "c", digest, sizeBytes: 1 },
      layers: [],
    });
  });

  it.each([
    ["", "is not JSON"],
    ["[]", "must be an object"],
    ["null", "must be an object"],
    ["{", "is not JSON"],
    [{}, "config of manifest pine:latest must be an object"],
    [{ config: { ...config, size: -1 } }, "must be a whole number, it is -1"],
    [{ config: { ...config, size: 1e300 } }, "must be a whole number"],
    [{ config: { ...config, size: "1" } }, "must be a whole number"],
    [{ config: { ...config, digest: "sha256:../../../etc/passwd" } }, "is not a sha256"],
    [{ config: { ...config, digest: "md5:00" } }, "is not a sha256"],
    [{ config, layers: {} }, "layers of manifest pine:latest must be an array"],
    [{ config, layers: [null] }, "layer 0 of manifest pine:latest must be an object"],
    [{ config, layers: [{ ...config, from: 3 }] }, "from of layer 0"],
    ["[".repeat(100_000), "nests more than 100 levels"],
    [" ".repeat(5 * 1024 * 1024), "has more than 4194304 bytes"],
  ])("refuses %.60j: %s", (value, reason) => {
    expect(() => parse(value)).toThrow(reason);
    expect(() => parse(value)).toThrow(MfError);
  });

  it("does not repeat control characters", () => {
    expect(() => parse({ config: { ...config, digest: "\u001b[2J" } })).toThrow("\\u{1b}[2J");
  });

  it("throws nothing but MfError, whatever the bytes", () => {
    const jsonBytes = fc.json().map((text) => Buffer.from(text));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), jsonBytes), (bytes) => {
        for (const read of [
          () => parseManifest(bytes, "x"),
          () => parseModelConfig(bytes, "x"),
          () => parseParams(bytes),
          () => parseMessages(bytes),
        ]) {
          try {
            read();
          } catch (error) {
            expect(error).toBeInstanceOf(MfError);
          }
        }
      }),
    );
  });
});

describe("blobsOf", () => {
  it("names each blob once", () => {
    const layer = (text: string) => ({ mediaType: "m", digest: digestOf(text), sizeBytes: 1 });
    const blobs = blobsOf({ config: layer("c"), layers: [layer("a"), layer("b"), layer("a")] });
    expect(blobs.map((blob) => blob.digest)).toEqual([digestOf("a"), digestOf("b"), digestOf("c")]);
  });
});

describe("printManifest", () => {
  it("writes null for no layers, as Go does", () => {
    const text = printManifest({ config: { mediaType: "c", digest, sizeBytes: 1 }, layers: [] });
    expect(text.endsWith('},"layers":null}\n')).toBe(true);
  });
});
