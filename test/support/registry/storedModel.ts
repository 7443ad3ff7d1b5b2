import { type ModelName, resolveModelName } from "../../../src/base/modelName.js";
import { writeBlob } from "../../../src/store/blobs.js";
import { openStore, type Store } from "../../../src/store/layout.js";
import { type Layer, printManifest } from "../../../src/store/manifest.js";
import { writeModel } from "../../../src/store/manifests.js";
import { configMediaType, mediaTypeOf } from "../../../src/store/mediaTypes.js";
import { openStoreWriter } from "../../../src/store/writer.js";
import { tempFolder } from "../cli/tempFolder.js";

/** A store with one model: `sizeBytes` of made-up weights, a system text, a configuration. */
export async function storeModel(
  name: string,
  sizeBytes: number,
  system = "hello",
): Promise<{ store: Store; name: ModelName }> {
  const store = openStore(tempFolder());
  const writer = await openStoreWriter(store, { purpose: "test" });
  const put = async (mediaType: string, content: string | Uint8Array): Promise<Layer> => {
    const { digest, sizeBytes } = await writeBlob(writer, content);
    return { mediaType, digest, sizeBytes };
  };
  const layers = [
    await put(mediaTypeOf("model"), madeUpBytes(sizeBytes)),
    await put(mediaTypeOf("system"), system),
  ];
  const config = await put(configMediaType, '{"model_format":"gguf"}\n');
  const parsed = resolveModelName(name);
  await writeModel(writer, parsed, printManifest({ config, layers }));
  await writer.close();
  return { store, name: parsed };
}

function madeUpBytes(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let i = 0, state = 1; i < size; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}
