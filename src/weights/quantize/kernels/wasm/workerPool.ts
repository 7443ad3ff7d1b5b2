import { Worker } from "node:worker_threads";
import { alignUp } from "../../../../base/bytes.js";
import { mapConcurrently } from "../../../../base/concurrency.js";
import { kernelModule } from "./kernelModule.js";
import { workerSource } from "./workerSource.js";

/** Some rows to pack. Types are ggml's numbers of them. */
export interface Piece {
  readonly type: number;
  readonly sourceType: number;
  readonly rows: number;
  readonly rowLength: number;
  readonly source: Uint8Array;
  /** Empty for none. */
  readonly importance: Uint8Array;
  readonly out: Uint8Array;
}

/** A thread and the memory that it shares with this one: kept, since fresh memory costs more than copying. */
interface Station {
  readonly worker: Worker;
  memory: SharedArrayBuffer;
}

const idle: Station[] = [];

/** Packs the pieces on up to `threads` threads; gives the name that the code calls itself which did it. */
export async function packPieces(pieces: readonly Piece[], threads: number): Promise<string> {
  const [name = "wasm"] = await mapConcurrently(pieces, threads, packPiece);
  return name;
}

async function packPiece(piece: Piece): Promise<string> {
  const station = idle.pop() ?? startStation();
  station.worker.ref();
  try {
    const shared = sharePiece(station, piece);
    const name = await ask(station.worker, shared);
    piece.out.set(shared.out);
    idle.push(station);
    return name;
  } finally {
    // An idle worker does not keep the process alive.
    station.worker.unref();
  }
}

function startStation(): Station {
  const worker = new Worker(workerSource, { eval: true, workerData: kernelModule() });
  return { worker, memory: new SharedArrayBuffer(0) };
}

/** The piece with its arrays in the station's memory. */
function sharePiece(station: Station, piece: Piece): Piece {
  const importanceAt = alignUp(piece.source.length, 64);
  const outAt = alignUp(importanceAt + piece.importance.length, 64);
  const bytes = outAt + piece.out.length;
  if (station.memory.byteLength < bytes) station.memory = new SharedArrayBuffer(bytes);
  const source = new Uint8Array(station.memory, 0, piece.source.length);
  const importance = new Uint8Array(station.memory, importanceAt, piece.importance.length);
  source.set(piece.source);
  importance.set(piece.importance);
  return { ...piece, source, importance, out: new Uint8Array(station.memory, outAt, piece.out.length) };
}

/** Sends one piece and waits for the answer; a worker that dies instead is not asked again. */
function ask(worker: Worker, piece: Piece): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      finish();
    };
    const onMessage = (name: string): void => settle(() => resolve(name));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (): void => settle(() => reject(new Error("a worker of the WebAssembly kernel ended")));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(piece);
  });
}
