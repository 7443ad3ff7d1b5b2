const units = ["B", "KB", "MB", "GB", "TB", "PB"] as const;

/** A size for people, decimal units as Ollama and disks count: `1.5 GB`. */
export function formatBytes(sizeBytes: number): string {
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** `offset` raised to the next multiple of `alignment` (any positive integer). */
export function alignUp(offset: number, alignment: number): number {
  const rest = offset % alignment;
  return rest === 0 ? offset : offset + (alignment - rest);
}
