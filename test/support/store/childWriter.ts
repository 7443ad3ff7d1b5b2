// Run as a process of its own: opens a writer on the store given as argument and does what it is told.
import { writeBlob } from "../../../src/store/blobs.js";
import { openStore } from "../../../src/store/layout.js";
import { openStoreWriter } from "../../../src/store/writer.js";

const [root = "", task = ""] = process.argv.slice(2);

async function* endless(): AsyncGenerator<Uint8Array> {
  const chunk = new Uint8Array(64 * 1024);
  for (let i = 0; i < 8; i++) yield chunk;
  process.stdout.write("writing\n");
  await new Promise(() => setInterval(() => {}, 1000));
}

async function main(): Promise<void> {
  const writer = await openStoreWriter(openStore(root), { purpose: task });
  if (task === "hang") await writeBlob(writer, endless());
  for (let i = 0; i < 40; i++) {
    await writeBlob(writer, `text ${i}`);
    await writeBlob(writer, chunksOf(i));
  }
  await writer.close();
  process.stdout.write("done\n");
}

async function* chunksOf(seed: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < 4; i++) yield new Uint8Array(10_000).fill(seed + i);
}

main().catch((error: unknown) => {
  process.stdout.write(`failed ${(error as { code?: string }).code} ${String(error)}\n`);
  process.exitCode = 1;
});
