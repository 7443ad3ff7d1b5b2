/**
 * What a worker thread of the WebAssembly kernel runs: a program of its own, since a bundle has no file
 * for it. It finds its piece in shared memory and takes that through the module's memory a slice at a
 * time, which then stays in the processor's cache.
 */
export const workerSource = `
const { parentPort, workerData } = require("node:worker_threads");
const kernel = new WebAssembly.Instance(workerData).exports;
const base = (kernel.heapBase() + 63) & -64;
const sliceBytes = 256 * 1024;

/** Places for three arrays, one after the other; memory grows where it must. */
function placeArrays(importanceBytes, sourceBytes, outBytes) {
  const source = base + ((importanceBytes + 63) & -64);
  const out = source + ((sourceBytes + 63) & -64);
  const missing = out + outBytes - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / 65536));
  return { importance: importanceBytes > 0 ? base : 0, source, out, memory: new Uint8Array(kernel.memory.buffer) };
}

function pack({ type, sourceType, rows, rowLength, source, importance, out }) {
  const rowBytes = source.length / rows;
  const outRowBytes = out.length / rows;
  const sliceRows = Math.min(rows, Math.max(1, Math.floor(sliceBytes / rowBytes)));
  const places = placeArrays(importance.length, sliceRows * rowBytes, sliceRows * outRowBytes);
  places.memory.set(importance, places.importance);
  for (let row = 0; row < rows; row += sliceRows) {
    const count = Math.min(sliceRows, rows - row);
    places.memory.set(source.subarray(row * rowBytes, (row + count) * rowBytes), places.source);
    kernel.pack(type, sourceType, places.source, count, rowLength, places.importance, places.out);
    out.set(places.memory.subarray(places.out, places.out + count * outRowBytes), row * outRowBytes);
  }
}

parentPort.on("message", (piece) => {
  pack(piece);
  parentPort.postMessage("wasm");
});
`;
