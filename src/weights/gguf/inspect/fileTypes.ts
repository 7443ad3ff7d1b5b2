import { getUint, type HasMetadata, tryValue } from "../metadata.js";

/**
 * What `general.file_type` can say: the recipe by which most tensors got their types (enum
 * llama_ftype, llama.cpp v0.5.0; the numbers left out belonged to types that are gone).
 */
const labels: ReadonlyMap<number, string> = new Map([
  [0, "F32"],
  [1, "F16"],
  [2, "Q4_0"],
  [3, "Q4_1"],
  [7, "Q8_0"],
  [8, "Q5_0"],
  [9, "Q5_1"],
  [10, "Q2_K"],
  [11, "Q3_K_S"],
  [12, "Q3_K_M"],
  [13, "Q3_K_L"],
  [14, "Q4_K_S"],
  [15, "Q4_K_M"],
  [16, "Q5_K_S"],
  [17, "Q5_K_M"],
  [18, "Q6_K"],
  [19, "IQ2_XXS"],
  [20, "IQ2_XS"],
  [21, "Q2_K_S"],
  [22, "IQ3_XS"],
  [23, "IQ3_XXS"],
  [24, "IQ1_S"],
  [25, "IQ4_NL"],
  [26, "IQ3_S"],
  [27, "IQ3_M"],
  [28, "IQ2_S"],
  [29, "IQ2_M"],
  [30, "IQ4_XS"],
  [31, "IQ1_M"],
  [32, "BF16"],
  [36, "TQ1_0"],
  [37, "TQ2_0"],
  [38, "MXFP4_MOE"],
  [39, "NVFP4"],
  [40, "Q1_0"],
  [41, "Q2_0"],
]);

/** LLAMA_FTYPE_GUESSED: the number was counted from the tensors, not written by a quantizer. */
const guessedFlag = 1024;

/** The label of a file type, `F32` for 0, or undefined for a number that means nothing. */
export function tryFileTypeLabel(id: number): string | undefined {
  return labels.get(id & ~guessedFlag);
}

export function fileTypeOf(
  file: HasMetadata,
): { readonly label: string; readonly isGuessed: boolean } | undefined {
  const id = getUint(file, "general.file_type");
  const label = id === undefined ? undefined : tryFileTypeLabel(id);
  return label === undefined || id === undefined ? undefined : { label, isGuessed: id >= guessedFlag };
}

/**
 * The label that Ollama v0.33 writes into a model's config and shows: it takes 0 (all F32) for
 * absent, knows nothing above 40, and wants exactly u32 (facts: the create goldens c03, c04).
 */
export function ollamaFileType(file: HasMetadata): string {
  const value = tryValue(file, "general.file_type");
  if (value?.type !== "u32" || value.value === 0 || value.value > 40) return "unknown";
  return labels.get(value.value) ?? "unknown";
}
