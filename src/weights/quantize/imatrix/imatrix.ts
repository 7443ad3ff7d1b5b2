import { MfError } from "../../../base/errors.js";
import { printable } from "../../../base/redact.js";

/** How much each input column of a tensor matters, as measured by llama-imatrix. */
export interface Imatrix {
  /** The file's name as given: it is recorded in what is quantized with it. */
  readonly path: string;
  readonly datasets: readonly string[];
  /** How many chunks of text were measured; undefined or 0 when the file does not say. */
  readonly chunks: number | undefined;
  /** By tensor name: one value per column, and for expert tensors such a row per expert. */
  readonly entries: ReadonlyMap<string, Float32Array>;
}

/** What a file may claim before memory is given to it. */
export const imatrixLimits = {
  /** The largest mixture models need about 1 GB of values (60 layers of 256 experts). */
  fileBytes: 4 * 1024 ** 3,
  /** The same bound as for a GGUF file's tensors. */
  entries: 262_144,
  /** GGML_MAX_NAME; llama-imatrix names its entries after tensors. */
  nameBytes: 63,
  /** A path or a short description; longer ones are not recorded whole anyway. */
  datasetBytes: 64 * 1024,
} as const;

export interface ImatrixFilter {
  /** Keeps only entries whose name contains one of these. */
  readonly include?: readonly string[];
  /** Drops entries whose name contains one of these. */
  readonly exclude?: readonly string[];
}

export function filterImatrix(imatrix: Imatrix, filter: ImatrixFilter): Imatrix {
  const { include = [], exclude = [] } = filter;
  if (include.length > 0 && exclude.length > 0) {
    throw new MfError(
      "MF_E_IMATRIX_FILTER",
      "importance entries cannot be both included and excluded by name",
      {
        hint: "Give only the ones to include, or only the ones to exclude.",
      },
    );
  }
  const contains = (name: string, parts: readonly string[]): boolean =>
    parts.some((part) => name.includes(part));
  const entries = [...imatrix.entries].filter(
    ([name]) => !contains(name, exclude) && (include.length === 0 || contains(name, include)),
  );
  return { ...imatrix, entries: new Map(entries) };
}

/** Refuses values that would poison every weight they touch. */
export function checkImatrix(imatrix: Imatrix): Imatrix {
  for (const [name, values] of imatrix.entries) {
    const index = values.findIndex((value) => !Number.isFinite(value));
    if (index < 0) continue;
    const message = `${imatrix.path}: the importance of "${printable(name)}" is ${values[index]} at index ${index}`;
    throw new MfError("MF_E_IMATRIX_INVALID", message, {
      hint: "Measure the importance matrix again: its model produced NaN or infinity.",
      details: { path: imatrix.path, tensor: name, index },
    });
  }
  return imatrix;
}
