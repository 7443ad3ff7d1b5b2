import { MfError } from "../../base/errors.js";
import type { GgufEntry } from "../gguf/ggufValue.js";
import type { ModelTensor } from "../gguf/joinParts.js";
import type { OpenGgufModel } from "../gguf/openGgufModel.js";
import type { TensorType } from "../gguf/tensorTypes.js";

/** What planning needs to know of the weights: everything but the weights. */
export interface WeightModel {
  readonly metadata: readonly GgufEntry[];
  readonly tensors: readonly SourceTensor[];
}

export interface SourceTensor {
  readonly name: string;
  /** In ggml's order: the first is the length of a row. */
  readonly dims: readonly number[];
  readonly type: TensorType;
  /** Which file of a split model holds it; 0 when there is one. */
  readonly part: number;
}

/** Weights to be quantized: a GGUF file, the parts of one, or something converted on the fly. */
export interface WeightSource extends WeightModel {
  readonly label: string;
  /** The tensor's bytes in order, in pieces of any size. */
  readonly readTensor: (tensor: SourceTensor) => AsyncIterable<Uint8Array>;
}

export function ggufWeights(opened: OpenGgufModel, label: string): WeightSource {
  const { model, readTensor } = opened;
  if (model.parts.some((part) => part.byteOrder !== "little")) {
    throw new MfError("MF_E_QUANTIZE_BYTE_ORDER", `${label}: a big-endian model cannot be quantized`, {
      hint: "Convert it to little-endian first (gguf_convert_endian.py of llama.cpp).",
    });
  }
  const located = new Map<SourceTensor, ModelTensor>(model.tensors.map((tensor) => [tensor, tensor]));
  return {
    label,
    metadata: model.metadata,
    tensors: model.tensors,
    readTensor: (tensor) => {
      const found = located.get(tensor);
      if (found === undefined) throw new Error("this tensor belongs to another model");
      return readTensor(found);
    },
  };
}
