import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type ModelName, resolveModelName } from "../../../src/base/modelName.js";
import { writeBlob } from "../../../src/store/blobs.js";
import { openStore, type Store } from "../../../src/store/layout.js";
import { type Layer, printManifest } from "../../../src/store/manifest.js";
import { type StoredModel, writeModel } from "../../../src/store/manifests.js";
import { configMediaType, type LayerKind, mediaTypeOf } from "../../../src/store/mediaTypes.js";
import { printModelConfig } from "../../../src/store/modelConfig.js";
import { openStoreWriter, type StoreWriter } from "../../../src/store/writer.js";

/** A folder that is gone when the test has finished. */
export async function makeTemporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "mf-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A store in a folder of its own, not made yet. */
export async function makeTemporaryStore(): Promise<Store> {
  return openStore(join(await makeTemporaryFolder(), "models"));
}

export async function openTestWriter(store: Store): Promise<StoreWriter> {
  const writer = await openStoreWriter(store, { purpose: "run a test" });
  onTestFinished(() => writer.close());
  return writer;
}

/** A model of the given layers, in their order. */
export async function storeTestModel(
  writer: StoreWriter,
  name: string | ModelName,
  layers: readonly (readonly [LayerKind, string | Uint8Array])[],
): Promise<StoredModel> {
  const stored: Layer[] = [];
  for (const [kind, content] of layers) {
    const { digest, sizeBytes } = await writeBlob(writer, content);
    stored.push({ mediaType: mediaTypeOf(kind), digest, sizeBytes });
  }
  const config = await writeBlob(writer, printModelConfig({ modelFormat: "gguf" }));
  const manifest = {
    config: { mediaType: configMediaType, digest: config.digest, sizeBytes: config.sizeBytes },
    layers: stored,
  };
  return await writeModel(
    writer,
    typeof name === "string" ? resolveModelName(name) : name,
    printManifest(manifest),
  );
}
