import { mkdir, readdir, readFile, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseModelName, printShortestModelName, resolveModelName } from "../../src/base/modelName.js";
import { manifestFileOf } from "../../src/store/layout.js";
import {
  copyModel,
  listModels,
  readModel,
  removeManifest,
  resolveStoredName,
  tryReadModel,
} from "../../src/store/manifests.js";
import { makeTemporaryStore, openTestWriter, storeTestModel } from "../support/store/temporaryStore.js";

const pine = resolveModelName("pine");

describe("models", () => {
  it("are written, listed, copied byte for byte and removed", async () => {
    const writer = await openTestWriter(await makeTemporaryStore());
    const { store } = writer;
    const written = await storeTestModel(writer, pine, [["system", "s"]]);
    const copy = await copyModel(writer, pine, resolveModelName("acorn/oak:7b"));
    expect(copy.id).toBe(written.id);
    const { models, problems } = await listModels(store);
    expect(problems).toEqual([]);
    expect(models.map(({ name }) => printShortestModelName(name))).toEqual(["acorn/oak:7b", "pine:latest"]);
    expect(await readFile(manifestFileOf(store, copy.name))).toEqual(Buffer.from(written.bytes));

    await removeManifest(store, resolveModelName("acorn/oak:7b"));
    expect(await readdir(join(store.manifests, "registry.ollama.ai"))).toEqual(["library"]);
    await removeManifest(store, pine);
    expect(await readdir(store.manifests)).toEqual([]);
    await expect(readModel(store, pine)).rejects.toMatchObject({ code: "MF_E_MODEL_NOT_FOUND" });
  });

  it("leave no temporary file among the manifests", async () => {
    const writer = await openTestWriter(await makeTemporaryStore());
    await storeTestModel(writer, pine, []);
    expect(await readdir(join(writer.store.own, "manifests"))).toEqual([]);
    expect(await readdir(join(writer.store.manifests, "registry.ollama.ai/library/pine"))).toEqual([
      "latest",
    ]);
  });

  it("are not there in an empty store", async () => {
    const store = await makeTemporaryStore();
    expect(await listModels(store)).toEqual({ models: [], problems: [] });
    expect(await tryReadModel(store, pine)).toBeUndefined();
  });
});

describe("names", () => {
  it("are found in any case and keep the stored spelling", async () => {
    const writer = await openTestWriter(await makeTemporaryStore());
    await storeTestModel(writer, "Pine:Big", [["system", "one"]]);
    await storeTestModel(writer, "pine:big", [["system", "two"]]);
    const { models } = await listModels(writer.store);
    expect(models.map(({ name }) => printShortestModelName(name))).toEqual(["Pine:Big"]);
    expect((await readModel(writer.store, resolveModelName("PINE:bIG"))).manifest.layers[0]?.sizeBytes).toBe(
      3,
    );
  });

  it("take no spelling from unrelated models", async () => {
    const writer = await openTestWriter(await makeTemporaryStore());
    await storeTestModel(writer, "oak:Q4", []);
    await storeTestModel(writer, "Acorn/oak:Q4", []);
    const stored = await resolveStoredName(writer.store, parseModelName("ACORN/oak:q4"));
    expect(printShortestModelName(stored)).toBe("Acorn/oak:Q4");
    expect(await resolveStoredName(writer.store, parseModelName("pine:q4"))).toEqual(
      parseModelName("pine:q4"),
    );
  });
});

describe("hostile stores", () => {
  it("are listed as far as they can be read", async () => {
    const writer = await openTestWriter(await makeTemporaryStore());
    const { store } = writer;
    await storeTestModel(writer, pine, []);
    const folder = join(store.manifests, "registry.ollama.ai/library/pine");
    await writeFile(join(folder, ".DS_Store"), "x");
    await writeFile(join(folder, "broken"), "{");
    await writeFile(join(folder, "-flag"), "{");
    await writeFile(join(store.manifests, "a file"), "x");
    await mkdir(join(folder, "folder"));
    await symlink("/dev/zero", join(folder, "device"));
    await symlink("loop", join(folder, "loop"));
    await symlink(store.manifests, join(folder, "up"));
    const huge = join(folder, "huge");
    await writeFile(huge, "");
    await truncate(huge, 2 ** 40);

    const { models, problems } = await listModels(store);
    expect(models.map(({ name }) => name.tag)).toEqual(["latest"]);
    expect(problems.map(({ path, error }) => [path.slice(folder.length + 1), error.code])).toEqual([
      ["broken", "MF_E_MANIFEST_INVALID"],
      ["huge", "MF_E_MANIFEST_TOO_LARGE"],
      ["loop", "MF_E_STORE_IO"],
    ]);
  });

  it("cannot make a name lead elsewhere", async () => {
    const store = await makeTemporaryStore();
    for (const text of ["../../etc/passwd", "a/../b", "..:..", "/etc/passwd"]) {
      await expect(readModel(store, parseModelName(text))).rejects.toMatchObject({
        code: "MF_E_NAME_INVALID",
      });
    }
  });
});
