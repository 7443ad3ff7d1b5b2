/** Makes pieces of the given sizes, which are not 0, from chunks of any size. Stops when either runs out. */
export async function* cutPieces(
  chunks: AsyncIterable<Uint8Array>,
  sizes: Iterable<number>,
): AsyncGenerator<Uint8Array> {
  const wanted = sizes[Symbol.iterator]();
  let piece = nextPiece(wanted);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length && piece !== undefined; ) {
      const part = chunk.subarray(at, at + piece.length - filled);
      piece.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < piece.length) continue;
      yield piece;
      piece = nextPiece(wanted);
      filled = 0;
    }
  }
}

function nextPiece(sizes: Iterator<number>): Uint8Array | undefined {
  const next = sizes.next();
  return next.done ? undefined : new Uint8Array(next.value);
}
