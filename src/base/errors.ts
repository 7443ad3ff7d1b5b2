/** A stable, machine-readable name of a failure: `MF_E_` and what went wrong. */
export type ErrorCode = `MF_E_${string}`;

export interface MfErrorOptions {
  /** What the reader can do next, one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** Facts for machines: paths, offsets, sizes. Never secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * What stopped an operation. What is wrong in a user's file is a diagnostic instead: a value,
 * collected, many per run. The two never mix.
 */
export class MfError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: MfErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "MfError";
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }
}

export function isMfError(error: unknown, code?: ErrorCode): error is MfError {
  return error instanceof MfError && (code === undefined || error.code === code);
}

/** The `code` of a system error (`ENOENT`, `EACCES` …) or undefined. */
export function tryErrnoCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
