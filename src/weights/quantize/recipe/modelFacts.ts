import {
  architectureKey,
  getArchitecture,
  getNumbers,
  getUint,
  type HasMetadata,
} from "../../gguf/metadata.js";

/** What the recipe's rules know about a model besides its tensors. */
export interface ModelFacts {
  readonly architecture: string;
  readonly layers: number;
  readonly experts: number;
  /** Attention heads per key/value head, rounded down; 0 when there are no key/value heads. */
  readonly headsPerKeyValue: number;
  /** Whether llama.cpp takes the model for one of 70B, which gets better value projections. */
  readonly is70B: boolean;
}

/** Architectures whose models of so many layers llama.cpp calls 70B (llama-model.cpp v0.5.0). */
const layersOf70B: Readonly<Record<string, number>> = { llama: 80, qwen2: 80, deci: 80, olmo: 80, jais2: 68 };

export function readModelFacts(file: HasMetadata): ModelFacts {
  const architecture = getArchitecture(file) ?? "";
  const layers = tryLayerCount(file) ?? 0;
  const heads = firstNumber(file, "attention.head_count") ?? 0;
  const keyValueHeads = firstNumber(file, "attention.head_count_kv") ?? heads;
  return {
    architecture,
    layers,
    experts: firstNumber(file, "expert_count") ?? 0,
    headsPerKeyValue: keyValueHeads === 0 ? 0 : Math.floor(heads / keyValueHeads),
    // A llama of 80 layers with as many key/value heads as heads is the first 65B.
    is70B: layersOf70B[architecture] === layers && (architecture !== "llama" || heads !== keyValueHeads),
  };
}

/** How many layers the metadata says, or undefined when it does not say. */
export function tryLayerCount(file: HasMetadata): number | undefined {
  return getUint(file, architectureKey(file, "block_count"));
}

/** Head counts may be arrays with a number per layer: the first layer's counts. */
function firstNumber(file: HasMetadata, name: string): number | undefined {
  const key = architectureKey(file, name);
  return getUint(file, key) ?? getNumbers(file, key)?.[0];
}
