import type { LintFile, ParameterUse } from "../lintFile.js";

/** The line that counts: the last one of its name with a value of the right type. */
export function tryFindEffective({ parameters }: LintFile, name: string): ParameterUse | undefined {
  for (let index = parameters.length - 1; index >= 0; index--) {
    const use = parameters[index];
    if (use?.name === name && use.value !== undefined && use.instruction.value.closed) return use;
  }
  return undefined;
}

/** An int or float that counts, as a number; undefined when nobody sets it. */
export function tryFindNumber(file: LintFile, name: string): EffectiveNumber | undefined {
  const use = tryFindEffective(file, name);
  if (use?.value?.kind !== "int" && use?.value?.kind !== "float") return undefined;
  return { use, number: Number(use.value.value) };
}

export interface EffectiveNumber {
  readonly use: ParameterUse;
  readonly number: number;
}
