import { isTemporary } from "./registryError.js";

/** Waits; tests hand in one that does not. Rejects when the signal fires. */
export type Delay = (delayMs: number, signal: AbortSignal | undefined) => Promise<void>;

export const delay: Delay = (delayMs, signal) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, delayMs);
    signal?.addEventListener("abort", onAbort, { once: true });
  });

export interface RetryOptions {
  readonly delay: Delay;
  readonly random: () => number;
  readonly signal: AbortSignal | undefined;
}

/** Six tries reach over half a minute of trouble, as long as a registry's restart takes. */
const maxTries = 6;
const firstDelayMs = 500;
const maxDelayMs = 16_000;
/** A registry may ask for more patience than this; then the error is told at once. */
const maxRetryAfterMs = 60_000;

/** Tries again after temporary failures, longer each time, with jitter; Retry-After decides when it is given. */
export async function withRetries<T>(
  options: RetryOptions,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      const wanted = retryAfterOf(error);
      if (!isTemporary(error) || attempt + 1 >= maxTries || (wanted ?? 0) > maxRetryAfterMs) throw error;
      const backoff = Math.min(firstDelayMs * 2 ** attempt, maxDelayMs) * (0.5 + options.random());
      await options.delay(wanted ?? backoff, options.signal);
    }
  }
}

function retryAfterOf(error: unknown): number | undefined {
  const value =
    error instanceof Error && "details" in error
      ? (error.details as { retryAfterMs?: unknown }).retryAfterMs
      : undefined;
  return typeof value === "number" ? value : undefined;
}

/** Seconds or a date (RFC 9110, 10.2.3). */
export function tryParseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
