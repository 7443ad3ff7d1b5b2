import type { ParameterInfo, ParameterRange } from "../modelfile/parameters.js";
import type { ParameterValue } from "../modelfile/parameterValue.js";

/** Whether a value has a meaning to the sampler or runner. */
export function isInRange({ range }: ParameterInfo, value: ParameterValue): boolean {
  if (!range || (value.kind !== "int" && value.kind !== "float")) return true;
  if (Object.hasOwn(range.special ?? {}, String(value.value))) return true;
  const number = Number(value.value);
  return number >= (range.min ?? -Infinity) && number <= (range.max ?? Infinity);
}

/** `0 to 1`, `1 or more, -1 (random)`. */
export function printRange({ min, max, special }: ParameterRange): string {
  const bounds = [
    min !== undefined && max !== undefined ? `${min} to ${max}` : undefined,
    min !== undefined && max === undefined ? `${min} or more` : undefined,
    min === undefined && max !== undefined ? `${max} or less` : undefined,
  ];
  const named = Object.entries(special ?? {}).map(([value, meaning]) => `${value} (${meaning})`);
  return [...bounds.filter((one) => one !== undefined), ...named].join(", ");
}
