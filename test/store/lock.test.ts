import { readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openLock, readLiveLockIds, tryLock } from "../../src/store/lock.js";
import { makeTemporaryFolder } from "../support/store/temporaryStore.js";

const purpose = "test locks";
const now = { purpose, waitMs: 0 };

describe("locks", () => {
  it("are shared by many and exclude the exclusive one", async () => {
    const folder = await makeTemporaryFolder();
    const first = await openLock(folder, "shared", now);
    const second = await openLock(folder, "shared", now);
    expect(await tryLock(folder, "exclusive", now)).toBeUndefined();
    await first.close();
    await second.close();
    const exclusive = await openLock(folder, "exclusive", now);
    expect(await tryLock(folder, "shared", now)).toBeUndefined();
    expect(await tryLock(folder, "exclusive", now)).toBeUndefined();
    expect(await readLiveLockIds(folder)).toEqual(new Set([exclusive.id]));
    await exclusive.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it("wait for each other", async () => {
    const folder = await makeTemporaryFolder();
    const first = await openLock(folder, "shared", now);
    const waits: number[] = [];
    const exclusive = await openLock(folder, "exclusive", {
      purpose,
      delay: async (ms) => {
        waits.push(ms);
        // The waiting lock keeps newcomers out.
        expect(await tryLock(folder, "shared", now)).toBeUndefined();
        if (waits.length === 3) await first.close();
      },
    });
    expect(waits.length).toBe(3);
    await exclusive.close();
  });

  it("tell who is in the way", async () => {
    const folder = await makeTemporaryFolder();
    const lock = await openLock(folder, "exclusive", now);
    await expect(openLock(folder, "shared", now)).rejects.toMatchObject({
      code: "MF_E_STORE_BUSY",
      message: `cannot test locks: the store is in use by process ${process.pid}`,
    });
    await lock.close();
  });

  it("never let two exclusive ones in", async () => {
    const folder = await makeTemporaryFolder();
    let inside = 0;
    const work = async () => {
      const lock = await openLock(folder, "exclusive", { purpose, delay: () => new Promise(setImmediate) });
      expect(++inside).toBe(1);
      await new Promise(setImmediate);
      inside--;
      await lock.close();
    };
    await Promise.all(Array.from({ length: 6 }, work));
    expect(await readdir(folder)).toEqual([]);
  });

  it("of dead owners do not count", async () => {
    const folder = await makeTemporaryFolder();
    const lock = await openLock(folder, "shared", now);
    const [host] = lock.id.split("-");
    await lock.close();
    // No process has this number (Linux ends at 2^22), and this one did not start at boot.
    await writeFile(join(folder, `exclusive.${host}-4194999-1-000000000000`), "");
    if (process.platform === "linux") {
      await writeFile(join(folder, `exclusive.${host}-${process.pid}-1-000000000001`), "");
    }
    const free = await openLock(folder, "exclusive", now);
    expect(await readdir(folder)).toEqual([`exclusive.${free.id}`]);
    await free.close();
  });

  it("of other machines count while they are touched", async () => {
    const folder = await makeTemporaryFolder();
    const file = join(folder, "shared.00000000-1-1-000000000000");
    await writeFile(file, "");
    expect(await tryLock(folder, "exclusive", now)).toBeUndefined();
    const hourAgo = new Date(Date.now() - 3_600_000);
    await utimes(file, hourAgo, hourAgo);
    await (await openLock(folder, "exclusive", now)).close();
  });
});
