import { createHasher, type Digest } from "../../../base/digest.js";
import type { ModelTensor } from "../joinParts.js";
import type { OpenGgufModel } from "../openGgufModel.js";
import { tryNonFiniteBlock } from "./nonFinite.js";

export interface TensorCheck {
  readonly tensor: ModelTensor;
  readonly digest: Digest;
  /** Index of the first weight of the first block with a NaN or an infinity in it. */
  readonly nonFiniteAt: number | undefined;
}

/** Reads every tensor once: its digest, and whether all its numbers are finite. */
export async function* verifyTensors(source: OpenGgufModel): AsyncGenerator<TensorCheck> {
  for (const tensor of source.model.tensors) {
    const hasher = createHasher();
    let nonFiniteAt: number | undefined;
    let doneBytes = 0;
    for await (const chunk of source.readTensor(tensor)) {
      hasher.update(chunk);
      const block = nonFiniteAt === undefined ? tryNonFiniteBlock(tensor.type, chunk) : undefined;
      if (block !== undefined) {
        nonFiniteAt = (doneBytes / tensor.type.blockBytes + block) * tensor.type.blockSize;
      }
      doneBytes += chunk.length;
    }
    yield { tensor, digest: hasher.digest(), nonFiniteAt };
  }
}
