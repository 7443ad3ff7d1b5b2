import { createHash } from "node:crypto";
import { type Digest, isDigest } from "../base/digest.js";
import { MfError } from "../base/errors.js";
import { printable } from "../base/redact.js";
import { printGoJson } from "./goJson.js";
import { type LayerKind, manifestMediaType, tryLayerKind } from "./mediaTypes.js";
import {
  asRawArray,
  asRawObject,
  parseRawObject,
  type RawObject,
  readCount,
  readOptionalText,
  readText,
} from "./rawJson.js";

/** A blob in its role: what it is, which one, how large. */
export interface Layer {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** The model that the layer was inherited from, in its shortest form. */
  readonly from?: string;
  /** The tensor or file that a layer of a Safetensors-native model stands for. */
  readonly name?: string;
}

export interface Manifest {
  readonly config: Layer;
  readonly layers: readonly Layer[];
}

/**
 * The OCI distribution specification 1.1 asks registries to take manifests of up to 4 MiB; the largest
 * models that keep a layer a tensor stay well below that.
 */
export const maxManifestBytes = 4 * 1024 * 1024;

/** The text that Ollama v0.33 writes to disk, with its newline. */
export function printManifest(manifest: Manifest): string {
  return printGoJson({
    schemaVersion: 2,
    mediaType: manifestMediaType,
    config: printLayer(manifest.config),
    layers: manifest.layers.length === 0 ? null : manifest.layers.map(printLayer),
  });
}

function printLayer(layer: Layer) {
  return {
    mediaType: layer.mediaType,
    digest: layer.digest,
    size: layer.sizeBytes,
    from: layer.from || undefined,
    name: layer.name || undefined,
  };
}

/** Reads a manifest of foreign origin. `label` says in messages which one it is. */
export function parseManifest(bytes: Uint8Array, label: string): Manifest {
  const what = `manifest ${printable(label)}`;
  if (bytes.length > maxManifestBytes) {
    throw new MfError("MF_E_MANIFEST_TOO_LARGE", `${what} has more than ${maxManifestBytes} bytes`);
  }
  try {
    const raw = parseRawObject(bytes, what);
    const layers = raw.fields.layers ?? [];
    return {
      config: parseLayer(raw.fields.config, `config of ${what}`),
      layers: asRawArray(layers, `layers of ${what}`).map((layer, index) =>
        parseLayer(layer, `layer ${index} of ${what}`),
      ),
    };
  } catch (error) {
    if (!(error instanceof MfError)) throw error;
    throw new MfError("MF_E_MANIFEST_INVALID", error.message, {
      cause: error,
      hint: "The file is not a model's manifest. Pull or build the model again, or remove it.",
    });
  }
}

function parseLayer(value: unknown, what: string): Layer {
  const raw = asRawObject(value, what);
  const from = readOptionalText(raw, "from");
  const name = readOptionalText(raw, "name");
  return {
    mediaType: readText(raw, "mediaType"),
    digest: readDigest(raw),
    sizeBytes: readCount(raw, "size"),
    ...(from && { from }),
    ...(name && { name }),
  };
}

/** Ollama also takes a dash for the colon, and hex digits in capitals. */
function readDigest(raw: RawObject): Digest {
  const text = readText(raw, "digest");
  const canonical = text.replace(/^sha256-/, "sha256:").toLowerCase();
  if (isDigest(canonical)) return canonical;
  throw new MfError("MF_E_JSON_INVALID", `digest of ${raw.what} is not a sha256: "${printable(text, 80)}"`);
}

/** All blobs a manifest needs, each once, layers first and in order. */
export function blobsOf(manifest: Manifest): readonly Layer[] {
  const seen = new Map<Digest, Layer>();
  for (const layer of [...manifest.layers, manifest.config]) {
    if (!seen.has(layer.digest)) seen.set(layer.digest, layer);
  }
  return [...seen.values()];
}

export function layersOfKind(manifest: Manifest, kind: LayerKind): readonly Layer[] {
  return manifest.layers.filter((layer) => tryLayerKind(layer.mediaType) === kind);
}

/**
 * The model's ID as Ollama v0.33 shows it: the SHA-256 of what Go's JSON decoder has read from the file
 * when the value ends. Its buffer grows 512, 1536, 3584 … bytes, so a newline that comes just after such
 * a boundary does not count.
 */
export function modelIdOf(bytes: Uint8Array): string {
  let jsonEnd = bytes.length;
  while (jsonEnd > 0 && isBlank(bytes[jsonEnd - 1])) jsonEnd--;
  let boundary = 512;
  while (boundary < jsonEnd) boundary = 2 * boundary + 512;
  return createHash("sha256").update(bytes.subarray(0, boundary)).digest("hex");
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
