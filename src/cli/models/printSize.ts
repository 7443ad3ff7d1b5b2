const units = ["B", "KB", "MB", "GB", "TB"] as const;

/** A size as Ollama's list prints it: whole from ten on, one digit below where it says something. */
export function printListedSize(sizeBytes: number): string {
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 10 || Number.isInteger(value) ? 0 : 1;
  const shown = digits === 0 ? String(Math.trunc(value)) : value.toFixed(1);
  return `${shown} ${units[unit]}`;
}
