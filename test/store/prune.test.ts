import { readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/base/digest.js";
import { resolveModelName } from "../../src/base/modelName.js";
import { tryStatBlob, writeBlob } from "../../src/store/blobs.js";
import { blobPathOf, manifestFileOf, type Store } from "../../src/store/layout.js";
import { pruneStore, removeModel } from "../../src/store/prune.js";
import { verifyStore } from "../../src/store/verify.js";
import { openStoreWriter } from "../../src/store/writer.js";
import { makeTemporaryStore, openTestWriter, storeTestModel } from "../support/store/temporaryStore.js";

const pine = resolveModelName("pine");
const oak = resolveModelName("oak");
const hour = 3_600_000;

/** Two models that share a system text, and things that no model uses. */
async function makeStore(): Promise<Store> {
  const store = await makeTemporaryStore();
  const writer = await openStoreWriter(store, { purpose: "prepare" });
  await storeTestModel(writer, pine, [
    ["system", "shared"],
    ["license", "pine's"],
  ]);
  await storeTestModel(writer, oak, [
    ["system", "shared"],
    ["license", "oak's"],
  ]);
  await writeBlob(writer, "orphan");
  await writeFile(join(store.blobs, `${digestOf("p").replace(":", "-")}-partial`), "par");
  await writeFile(join(store.blobs, "sha256-123456"), "ollama's temporary");
  await writer.close();
  return store;
}

async function has(store: Store, text: string): Promise<boolean> {
  return (await tryStatBlob(store, digestOf(text))) !== undefined;
}

describe("pruneStore", () => {
  it("keeps what is young, then deletes what no model uses", async () => {
    const store = await makeStore();
    expect(await pruneStore(store)).toEqual([]);
    const later = { nowMs: Date.now() + 2 * hour };
    const names = [
      blobPathOf(store, digestOf("orphan")).slice(store.blobs.length + 1),
      "sha256-123456",
    ].sort();
    const planned = await pruneStore(store, { ...later, isDryRun: true });
    expect(planned.map(({ fileName }) => fileName).sort()).toEqual(names);
    expect(await has(store, "orphan")).toBe(true);
    expect(await pruneStore(store, later)).toEqual(planned);
    expect(await has(store, "orphan")).toBe(false);
    expect((await verifyStore(store)).damaged).toEqual([]);
    // A download that can go on stays for a week.
    const muchLater = await pruneStore(store, { nowMs: Date.now() + 8 * 24 * hour });
    expect(muchLater.map(({ fileName }) => fileName)).toEqual([`${digestOf("p").replace(":", "-")}-partial`]);
  });

  it("deletes nothing while it cannot tell what is used", async () => {
    const store = await makeStore();
    await writeFile(manifestFileOf(store, oak), "{");
    await expect(pruneStore(store, { nowMs: Date.now() + 2 * hour })).rejects.toMatchObject({
      code: "MF_E_PRUNE_BLOCKED",
    });
    expect(await has(store, "orphan")).toBe(true);
  });

  it("waits for writers", async () => {
    const store = await makeStore();
    const writer = await openStoreWriter(store, { purpose: "build" });
    await expect(pruneStore(store, { waitMs: 0 })).rejects.toMatchObject({ code: "MF_E_STORE_BUSY" });
    await pruneStore(store, { delay: () => writer.close() });
  });
});

describe("removeModel", () => {
  it("deletes the blobs that only that model used", async () => {
    const store = await makeStore();
    const { removedBlobs, leftBlobs } = await removeModel(store, pine);
    expect(removedBlobs.map(({ sizeBytes }) => sizeBytes)).toEqual(["pine's".length]);
    expect(leftBlobs).toEqual([]);
    expect(
      await Promise.all(["shared", "pine's", "oak's", "orphan"].map((text) => has(store, text))),
    ).toEqual([true, false, true, true]);
  });

  it("leaves blobs alone while another is at work", async () => {
    const store = await makeStore();
    const writer = await openTestWriter(store);
    const { removedBlobs, leftBlobs } = await removeModel(writer.store, pine);
    expect(removedBlobs).toEqual([]);
    expect(leftBlobs).toContain(digestOf("pine's"));
    expect(await has(store, "pine's")).toBe(true);
  });

  it("says when there is no such model", async () => {
    const store = await makeStore();
    await expect(removeModel(store, resolveModelName("elm"))).rejects.toMatchObject({
      code: "MF_E_MODEL_NOT_FOUND",
    });
  });
});

describe("verifyStore", () => {
  it("names each damaged blob and the models that need it", async () => {
    const store = await makeStore();
    expect(await verifyStore(store)).toMatchObject({ checkedBlobs: 4, damaged: [], unreadable: [] });
    await writeFile(blobPathOf(store, digestOf("shared")), "shaved");
    await writeFile(blobPathOf(store, digestOf("oak's")), "oak");
    await utimes(blobPathOf(store, digestOf("shared")), new Date(0), new Date(0));
    const { damaged } = await verifyStore(store);
    expect(damaged.map(({ problem, models }) => [problem, models])).toEqual([
      [{ kind: "wrongDigest", found: digestOf("shaved") }, ["oak:latest", "pine:latest"]],
      [{ kind: "wrongSize", foundBytes: 3 }, ["oak:latest"]],
    ]);
    expect((await readdir(store.blobs)).length).toBe(7);
  });
});
