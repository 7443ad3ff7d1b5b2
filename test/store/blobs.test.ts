import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/base/digest.js";
import { openBlob, openBlobSink, readBlob, tryStatBlob, writeBlob } from "../../src/store/blobs.js";
import { importBlob } from "../../src/store/importBlob.js";
import { blobPathOf, openStore } from "../../src/store/layout.js";
import { openStoreWriter } from "../../src/store/writer.js";
import { runChildWriter } from "../support/store/runChildWriter.js";
import { makeTemporaryFolder, makeTemporaryStore, openTestWriter } from "../support/store/temporaryStore.js";

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function blobFiles(root: string): Promise<string[]> {
  return (await readdir(join(root, "blobs"))).sort();
}

describe("writeBlob", () => {
  it("stores text and streams under their digests, readable by everyone", async () => {
    const writer = await openTestWriter(await makeTemporaryStore());
    const { store } = writer;
    const text = await writeBlob(writer, "Say hi!");
    // Ollama's own test vector.
    expect(text).toEqual({
      digest: "sha256:f29e82a8284dbdf5910b1555580ff60b04238b8da9d5e51159ada67a4d0d5851",
      sizeBytes: 7,
      wasPresent: false,
    });
    expect(await writeBlob(writer, chunks("Say", " hi!"))).toEqual({ ...text, wasPresent: true });
    expect(await blobFiles(store.root)).toEqual([text.digest.replace(":", "-")]);
    const found = await stat(blobPathOf(store, text.digest));
    expect(found.mode & 0o777).toBe(0o644);
    expect(Buffer.from(await readBlob(store, text.digest, 100)).toString()).toBe("Say hi!");
  });

  it("touches a blob that is there, so that prune sees it is wanted", async () => {
    const writer = await openTestWriter(await makeTemporaryStore());
    const { digest } = await writeBlob(writer, "a");
    const old = new Date(2001, 1, 1);
    await utimes(blobPathOf(writer.store, digest), old, old);
    expect((await writeBlob(writer, "a")).wasPresent).toBe(true);
    expect((await tryStatBlob(writer.store, digest))?.modifiedMs).toBeGreaterThan(old.getTime());
  });

  it("replaces a damaged blob", async () => {
    const writer = await openTestWriter(await makeTemporaryStore());
    const { digest } = await writeBlob(writer, "whole");
    for (const damaged of ["wh", "whale"]) {
      await writeFile(blobPathOf(writer.store, digest), damaged);
      await expect(readBlob(writer.store, digest, 100)).rejects.toThrow("are not those of");
      await writeBlob(writer, "whole");
      expect(await readFile(blobPathOf(writer.store, digest), "utf8")).toBe("whole");
    }
  });

  it.each([{ digest: digestOf("other") }, { sizeBytes: 3 }])(
    "stores nothing when %j was expected",
    async (expected) => {
      const writer = await openTestWriter(await makeTemporaryStore());
      await expect(writeBlob(writer, "text", expected)).rejects.toThrow("are not those of");
      await expect(writeBlob(writer, chunks("te", "xt"), expected)).rejects.toThrow("are not those of");
      expect(await blobFiles(writer.store.root)).toEqual([]);
    },
  );

  it("leaves nothing of a source that fails", async () => {
    const writer = await openTestWriter(await makeTemporaryStore());
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("first");
      expect((await blobFiles(writer.store.root)).length).toBe(1);
      throw new Error("source broke");
    }
    await expect(writeBlob(writer, failing())).rejects.toThrow("source broke");
    expect(await blobFiles(writer.store.root)).toEqual([]);
  });

  it("shows a blob to others only when it is whole", async () => {
    const writer = await openTestWriter(await makeTemporaryStore());
    const sink = await openBlobSink(writer);
    await sink.write(Buffer.from("half"));
    expect(await tryStatBlob(writer.store, digestOf("half"))).toBeUndefined();
    const { digest } = await sink.commit();
    expect(digest).toBe(digestOf("half"));
    await sink.discard();
    expect(await tryStatBlob(writer.store, digest)).toMatchObject({ sizeBytes: 4 });
  });
});

describe("importBlob", () => {
  it("copies a file, and the copy does not follow the file", async () => {
    const writer = await openTestWriter(await makeTemporaryStore());
    const file = join(await makeTemporaryFolder(), "weights.gguf");
    await writeFile(file, "weights", { mode: 0o600 });
    const blob = await importBlob(writer, file);
    expect(blob).toEqual({ digest: digestOf("weights"), sizeBytes: 7, wasPresent: false });
    await writeFile(file, "changed");
    expect(Buffer.from(await readBlob(writer.store, blob.digest, 100)).toString()).toBe("weights");
    expect((await stat(blobPathOf(writer.store, blob.digest))).mode & 0o777).toBe(0o644);
  });

  it("links where that is allowed", async (context) => {
    const writer = await openTestWriter(await makeTemporaryStore());
    const folder = await makeTemporaryFolder();
    const file = join(folder, "weights.gguf");
    await writeFile(file, "weights");
    const { digest } = await importBlob(writer, file, { allowHardLink: true });
    const [blob, source] = [await stat(blobPathOf(writer.store, digest)), await stat(file)];
    if (blob.ino !== source.ino) context.skip("the file system clones, so nothing is linked");
    expect(source.nlink).toBe(2);
  });

  it("refuses what is no regular file, without waiting for it", async () => {
    const writer = await openTestWriter(await makeTemporaryStore());
    const folder = await makeTemporaryFolder();
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    for (const path of [folder, pipe]) {
      await expect(importBlob(writer, path)).rejects.toMatchObject({ code: "MF_E_NOT_A_FILE" });
    }
    await expect(importBlob(writer, join(folder, "absent"))).rejects.toMatchObject({ code: "MF_E_STORE_IO" });
    expect(await blobFiles(writer.store.root)).toEqual([]);
  });

  it("refuses a file of another digest", async () => {
    const writer = await openTestWriter(await makeTemporaryStore());
    const file = join(await makeTemporaryFolder(), "f");
    await writeFile(file, "weights");
    for (const allowHardLink of [false, true]) {
      await expect(
        importBlob(writer, file, { expected: { digest: digestOf("x") }, allowHardLink }),
      ).rejects.toMatchObject({ code: "MF_E_DIGEST_MISMATCH" });
    }
    expect(await blobFiles(writer.store.root)).toEqual([]);
  });
});

describe("reading", () => {
  it("tells a missing blob from one of the wrong size", async () => {
    const writer = await openTestWriter(await makeTemporaryStore());
    const { digest } = await writeBlob(writer, "four");
    await expect(openBlob(writer.store, digest, 5)).rejects.toMatchObject({ code: "MF_E_BLOB_DAMAGED" });
    await expect(openBlob(writer.store, digestOf("no"))).rejects.toMatchObject({ code: "MF_E_BLOB_MISSING" });
    await expect(readBlob(writer.store, digest, 3)).rejects.toMatchObject({ code: "MF_E_BLOB_TOO_LARGE" });
  });

  it("does not take a folder or a dangling link for a blob", async () => {
    const { store } = await openTestWriter(await makeTemporaryStore());
    await mkdir(blobPathOf(store, digestOf("folder")));
    await symlink("nowhere", blobPathOf(store, digestOf("link")));
    expect(await tryStatBlob(store, digestOf("folder"))).toBeUndefined();
    expect(await tryStatBlob(store, digestOf("link"))).toBeUndefined();
  });
});

describe("several processes", () => {
  it("write the same blobs at once", async () => {
    const store = await makeTemporaryStore();
    const children = [runChildWriter(store.root, "write"), runChildWriter(store.root, "write")];
    expect(await Promise.all(children.map((child) => child.ended))).toEqual(["done\n", "done\n"]);
    const files = await blobFiles(store.root);
    expect(files.length).toBe(80);
    for (const file of files) {
      expect(digestOf(await readFile(join(store.blobs, file)))).toBe(file.replace("-", ":"));
    }
    expect(await readdir(join(store.own, "locks", "store"))).toEqual([]);
  });

  it("clean up after a killed one, and only after that", async () => {
    const store = await makeTemporaryStore();
    const child = runChildWriter(store.root, "hang");
    expect(await child.waitFor("writing")).toContain("writing");
    expect((await blobFiles(store.root)).length).toBe(1);

    const beside = await openStoreWriter(store, { purpose: "work beside" });
    expect((await blobFiles(store.root)).length).toBe(1);
    await beside.close();

    child.process.kill("SIGKILL");
    await child.ended;
    const after = await openStoreWriter(store, { purpose: "work after" });
    expect(await blobFiles(store.root)).toEqual([]);
    await after.close();
    expect(await readdir(join(store.own, "locks", "store"))).toEqual([]);
  });

  it("cannot write where they may not", async (context) => {
    if (process.getuid?.() !== 0) context.skip("needs root, to become someone else");
    const store = await makeTemporaryStore();
    const writer = await openTestWriter(store);
    await writeBlob(writer, "there");
    const child = runChildWriter(store.root, "write", 65534);
    expect(await child.ended).toMatch(/^failed MF_E_STORE_READONLY MfError: cannot write /);
  });

  it("say so when the disk is full", async (context) => {
    const folder = await makeTemporaryFolder();
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "mf-test", folder], { stdio: "pipe" });
    } catch {
      context.skip("no right to mount a small file system");
    }
    try {
      const writer = await openStoreWriter(openStore(folder), { purpose: "fill the disk" });
      const kept = await writeBlob(writer, "kept");
      const content = async function* () {
        for (let i = 0; i < 64; i++) yield new Uint8Array(64 * 1024);
      };
      await expect(writeBlob(writer, content())).rejects.toMatchObject({ code: "MF_E_STORE_FULL" });
      expect(await blobFiles(folder)).toEqual([kept.digest.replace(":", "-")]);
      await writer.close();
    } finally {
      execFileSync("umount", [folder]);
    }
  });
});
