/** The name of one part of a split model: `<prefix>-00002-of-00005.gguf`. */
export interface SplitName {
  readonly prefix: string;
  /** From 0, as the metadata counts; the name itself counts from 1. */
  readonly index: number;
  readonly count: number;
}

const pattern = /^(.+)-(\d{5})-of-(\d{5})\.gguf$/s;

/** Takes a name or a whole path; the prefix keeps its folders. */
export function tryParseSplitName(path: string): SplitName | undefined {
  const [, prefix, number, count] = pattern.exec(path) ?? [];
  if (prefix === undefined) return undefined;
  const name = { prefix, index: Number(number) - 1, count: Number(count) };
  return name.index >= 0 && name.index < name.count ? name : undefined;
}

export function printSplitName({ prefix, index, count }: SplitName): string {
  return `${prefix}-${digits(index + 1)}-of-${digits(count)}.gguf`;
}

function digits(value: number): string {
  return String(value).padStart(5, "0");
}
