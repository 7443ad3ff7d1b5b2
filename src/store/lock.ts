import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { MfError, tryErrnoCode } from "../base/errors.js";

/**
 * An advisory lock between `mf` processes, on any file system: who wants a folder's resource puts a file
 * into it whose name says mode and owner, then looks who else is there. Announcing comes before
 * looking, so of two that exclude each other at least one sees the other. Names are never used twice, so a dead
 * owner's file can be removed by anyone at any time.
 */
export interface Lock {
  /** Names this lock among all of the folder; temporary files carry it. */
  readonly id: string;
  close(): Promise<void>;
}

export type LockMode = "shared" | "exclusive";

export interface LockOptions {
  /** What the lock is held for, shown to whoever waits. */
  readonly purpose: string;
  /** How long to wait for others in all; 0 gives up at once. */
  readonly waitMs?: number;
  readonly delay?: (milliseconds: number) => Promise<unknown>;
}

// A lock of another machine on a shared disk cannot be probed: it counts as dead when its owner has not
// touched it for many heartbeats.
const heartbeatMs = 60_000;
const foreignExpiryMs = 15 * heartbeatMs;
const defaultWaitMs = 10 * 60_000;
const pollMs = 100;

/** Waits until the lock is free; undefined when it was not within `waitMs`. */
export async function tryLock(
  folder: string,
  mode: LockMode,
  options: LockOptions,
): Promise<Lock | undefined> {
  const wait = options.delay ?? delay;
  let leftMs = options.waitMs ?? defaultWaitMs;
  await mkdir(folder, { recursive: true });
  const pause = async () => {
    const ms = Math.min(pollMs * (0.5 + Math.random()), leftMs);
    leftMs -= ms;
    await wait(ms);
  };
  for (;;) {
    const own = await announce(folder, mode, options.purpose);
    try {
      // An exclusive lock stays announced while shared ones drain, so that new ones cannot starve it.
      for (;;) {
        const others = (await readLocks(folder)).filter((other) => other.fileName !== own.fileName);
        const isFree =
          mode === "shared" ? others.every((other) => other.mode === "shared") : others.length === 0;
        if (isFree) return holdLock(folder, own);
        if (leftMs <= 0) break;
        if (others.some((other) => other.mode === "exclusive")) break;
        await pause();
      }
    } catch (error) {
      await removeLock(folder, own);
      throw error;
    }
    await removeLock(folder, own);
    if (leftMs <= 0) return undefined;
    await pause();
  }
}

/** `tryLock` for operations that cannot go on without. */
export async function openLock(folder: string, mode: LockMode, options: LockOptions): Promise<Lock> {
  const lock = await tryLock(folder, mode, options);
  if (lock !== undefined) return lock;
  const holders = (await readLocks(folder)).map((other) => `process ${other.pid}`);
  throw new MfError(
    "MF_E_STORE_BUSY",
    `cannot ${options.purpose}: the store is in use by ${holders.join(", ")}`,
    {
      hint: "Wait for the other mf to finish, or stop it.",
      details: { folder, mode },
    },
  );
}

/** The ids of all locks whose owners live. */
export async function readLiveLockIds(folder: string): Promise<ReadonlySet<string>> {
  return new Set((await readLocks(folder)).map((lock) => lock.id));
}

interface LockFile {
  readonly fileName: string;
  readonly mode: LockMode;
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly startedAt: string;
}

const lockFilePattern = /^(shared|exclusive)\.(([0-9a-f]{8})-(\d{1,10})-(\d{1,20})-[0-9a-f]{12})$/;

async function announce(folder: string, mode: LockMode, purpose: string): Promise<LockFile> {
  const id = `${hostKey}-${process.pid}-${startOf(process.pid) ?? "0"}-${randomBytes(6).toString("hex")}`;
  const lock = parseLockFile(`${mode}.${id}`);
  if (lock === undefined) throw new Error(`the name of lock ${id} does not read back`);
  await writeFile(join(folder, lock.fileName), `${purpose}\n`, { flag: "wx" });
  return lock;
}

function parseLockFile(fileName: string): LockFile | undefined {
  const [, mode, id, host, pid, startedAt] = lockFilePattern.exec(fileName) ?? [];
  if (!mode || !id || !host || !pid || !startedAt) return undefined;
  return {
    fileName,
    mode: mode === "shared" ? "shared" : "exclusive",
    id,
    host,
    pid: Number(pid),
    startedAt,
  };
}

function holdLock(folder: string, own: LockFile): Lock {
  const path = join(folder, own.fileName);
  const touch = () => void utimes(path, new Date(), new Date()).catch(() => {});
  const heartbeat = setInterval(touch, heartbeatMs).unref();
  return {
    id: own.id,
    close: async () => {
      clearInterval(heartbeat);
      await removeLock(folder, own);
    },
  };
}

async function removeLock(folder: string, lock: LockFile): Promise<void> {
  await rm(join(folder, lock.fileName), { force: true });
}

/** The locks of living owners; those of dead ones are removed on the way. */
async function readLocks(folder: string): Promise<readonly LockFile[]> {
  const live: LockFile[] = [];
  for (const fileName of await readFileNames(folder)) {
    const lock = parseLockFile(fileName);
    if (lock === undefined) continue;
    if (await isLive(folder, lock)) live.push(lock);
    else await removeLock(folder, lock).catch(() => {});
  }
  return live;
}

async function readFileNames(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (tryErrnoCode(error) === "ENOENT") return [];
    throw error;
  }
}

async function isLive(folder: string, lock: LockFile): Promise<boolean> {
  if (lock.host === hostKey)
    return isRunning(lock.pid) && (startOf(lock.pid) ?? lock.startedAt) === lock.startedAt;
  try {
    return Date.now() - (await stat(join(folder, lock.fileName))).mtimeMs < foreignExpiryMs;
  } catch {
    return false;
  }
}

const hostKey = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return tryErrnoCode(error) === "EPERM";
  }
}

/** When a process started, in ticks since boot: tells a process from a later one with its number. Linux only. */
function startOf(pid: number): string | undefined {
  try {
    // The second field is the command in parentheses and may hold blanks; starttime is field 22 (proc(5)).
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    return status.slice(status.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
