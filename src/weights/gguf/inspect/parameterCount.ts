import { countElements } from "../ggufHeader.js";

/** Weights of all tensors together: what Ollama puts into `general.parameter_count`. */
export function countParameters(tensors: readonly { readonly dims: readonly number[] }[]): number {
  return tensors.reduce((sum, tensor) => sum + countElements(tensor.dims), 0);
}

/** `8030261312` → `8.0B`, `494032768` → `494.03M`: the way Ollama prints parameter counts. */
export function printParameterCount(count: number): string {
  if (count >= 1e9) return `${printScaled(count / 1e9, 1)}B`;
  if (count >= 1e6) return `${printScaled(count / 1e6, 2)}M`;
  if (count >= 1e3) return `${printFixed(count / 1e3, 0)}K`;
  return String(count);
}

function printScaled(value: number, digits: number): string {
  return Number.isInteger(value) ? String(value) : printFixed(value, digits);
}

/** Like Go's `%.*f`: a value exactly between two goes to the even digit (toFixed goes up). */
function printFixed(value: number, digits: number): string {
  // A double below 2^53 has at most 52 binary, so at most 52 decimal, fraction digits.
  const exact = value.toFixed(60);
  const cut = exact.length - 60 + digits;
  const isTie = /^50*$/.test(exact.slice(cut));
  if (!isTie) return value.toFixed(digits);
  const kept = exact.slice(0, cut).replace(/\.$/, "");
  const isEven = Number(kept.at(-1)) % 2 === 0;
  return isEven ? kept : value.toFixed(digits);
}
