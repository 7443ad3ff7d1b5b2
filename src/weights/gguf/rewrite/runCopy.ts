import { ignoreProgress, type OnProgress } from "../../../base/progress.js";
import type { OpenGgufModel } from "../openGgufModel.js";
import { writeGguf } from "../writeGguf.js";
import type { CopyPlan } from "./planCopy.js";

/** Writes a planned file: each source byte is read once, nothing but one piece is held. */
export async function runCopy(
  plan: CopyPlan,
  source: OpenGgufModel,
  path: string,
  onProgress: OnProgress = ignoreProgress,
): Promise<void> {
  const task = `gguf:${path}`;
  onProgress({ kind: "start", task, label: path, totalBytes: plan.layout.sizeBytes });
  let doneBytes = plan.layout.dataOffset;
  await writeGguf(path, plan.layout, (tensor, index) => {
    const from = plan.tensors[index];
    if (from === undefined) throw new Error(`the plan has no source for "${tensor.name}"`);
    return counted(source.readTensor(from), (bytes) => {
      doneBytes += bytes;
      onProgress({ kind: "advance", task, doneBytes, item: tensor.name });
    });
  });
  onProgress({ kind: "end", task });
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    count(chunk.length);
  }
}
