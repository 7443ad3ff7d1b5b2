import { MfError } from "../../../base/errors.js";
import { printable } from "../../../base/redact.js";
import { resolveTensorType, type TensorType, type TensorTypeName } from "../../gguf/tensorTypes.js";

/**
 * llama.cpp's file types (`llama_ftype`, llama.h v0.5.0): the code that `general.file_type` stores, the
 * name that llama-quantize takes, and the tensor type from which the recipe starts.
 */
const rows = [
  [0, "F32", "f32"],
  [1, "F16", "f16"],
  [2, "Q4_0", "q4_0"],
  [3, "Q4_1", "q4_1"],
  [7, "Q8_0", "q8_0"],
  [8, "Q5_0", "q5_0"],
  [9, "Q5_1", "q5_1"],
  [10, "Q2_K", "q2_K"],
  [11, "Q3_K_S", "q3_K"],
  [12, "Q3_K_M", "q3_K"],
  [13, "Q3_K_L", "q3_K"],
  [14, "Q4_K_S", "q4_K"],
  [15, "Q4_K_M", "q4_K"],
  [16, "Q5_K_S", "q5_K"],
  [17, "Q5_K_M", "q5_K"],
  [18, "Q6_K", "q6_K"],
  [19, "IQ2_XXS", "iq2_xxs"],
  [20, "IQ2_XS", "iq2_xs"],
  [21, "Q2_K_S", "q2_K"],
  [22, "IQ3_XS", "iq3_s"],
  [23, "IQ3_XXS", "iq3_xxs"],
  [24, "IQ1_S", "iq1_s"],
  [25, "IQ4_NL", "iq4_nl"],
  [26, "IQ3_S", "iq3_s"],
  [27, "IQ3_M", "iq3_s"],
  [28, "IQ2_S", "iq2_xs"],
  [29, "IQ2_M", "iq2_s"],
  [30, "IQ4_XS", "iq4_xs"],
  [31, "IQ1_M", "iq1_m"],
  [32, "BF16", "bf16"],
  [36, "TQ1_0", "tq1_0"],
  [37, "TQ2_0", "tq2_0"],
  [38, "MXFP4_MOE", "mxfp4"],
  [40, "Q1_0", "q1_0"],
  [41, "Q2_0", "q2_0"],
] as const;

export type FileTypeName = (typeof rows)[number][1];

export interface FileType {
  /** What `general.file_type` says. */
  readonly code: number;
  readonly name: FileTypeName;
  readonly base: TensorType;
}

/** Every file type that can be made, in the order of their codes. */
export const fileTypes: readonly FileType[] = rows.map(([code, name, base]) => ({
  code,
  name,
  base: resolveTensorType(base),
}));

/** Names that llama-quantize takes for another. */
const aliases: Readonly<Record<string, FileTypeName>> = { Q3_K: "Q3_K_M", Q4_K: "Q4_K_M", Q5_K: "Q5_K_M" };

const byName = new Map<string, FileType>(fileTypes.map((type) => [type.name, type]));
const byCode = new Map<number, FileType>(fileTypes.map((type) => [type.code, type]));

/** A file type by its name in any case, an alias (`q4_K`) or its code (`15`). */
export function tryFileType(text: string): FileType | undefined {
  const name = text.toUpperCase();
  if (/^\d{1,4}$/.test(name)) return byCode.get(Number(name));
  return byName.get(aliases[name] ?? name);
}

export function resolveFileType(text: string): FileType {
  const fileType = tryFileType(text);
  if (fileType !== undefined) return fileType;
  throw new MfError("MF_E_FILE_TYPE", `there is no file type "${printable(text)}"`, {
    hint: `Known are ${fileTypes.map(({ name }) => name).join(", ")}.`,
  });
}

/** Set in `general.file_type` when the type was guessed from the tensors (LLAMA_FTYPE_GUESSED). */
const guessedBit = 1024;

/** Where several file types share a base, or none has it, the loader goes by a list of its own. */
const guesses: Partial<Record<TensorTypeName, number>> = {
  q3_K: resolveFileType("Q3_K_M").code,
  q4_K: resolveFileType("Q4_K_M").code,
  q5_K: resolveFileType("Q5_K_M").code,
  // LLAMA_FTYPE_MOSTLY_NVFP4 can be read but not asked for.
  nvfp4: 39,
};

/**
 * The code of a model that does not say its file type, by its most common tensor type
 * (llama-model-loader.cpp v0.5.0). Types missing from the loader's list, MXFP4 among them, count as F32.
 */
export function guessFileTypeCode(type: TensorTypeName): number {
  return guessedBit + (guesses[type] ?? tryFileType(type)?.code ?? resolveFileType("F32").code);
}
