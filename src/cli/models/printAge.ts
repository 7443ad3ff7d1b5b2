const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** Unit, its seconds, and the age from which the next unit is used: the steps of Ollama's list. */
const units = [
  ["second", 1, minute],
  ["minute", minute, hour],
  ["hour", hour, 48 * hour],
  ["day", day, 14 * day],
  ["week", 7 * day, 60 * day],
  ["month", 30 * day, 2 * year],
  ["year", year, Number.POSITIVE_INFINITY],
] as const;

const single: Readonly<Record<string, string>> = { minute: "About a minute", hour: "About an hour" };

/** How long ago, in the words that Ollama's list uses: `3 days ago`. */
export function printAge(thenMs: number, nowMs: number): string {
  const seconds = Math.floor((nowMs - thenMs) / 1000);
  if (seconds < 1) return "Less than a second ago";
  const [unit, size] = units.find(([, , end]) => seconds < end) ?? units[6];
  const whole = Math.floor(seconds / size);
  return whole === 1 ? `${single[unit] ?? `1 ${unit}`} ago` : `${whole} ${unit}s ago`;
}
