/** Everything that a command touches of its surroundings; tests hand in their own. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readStdin(): Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; paths on the command line are relative to it. */
  readonly cwd: string;
  readonly home: string;
  now(): Date;
  /** Fires on Ctrl-C: work stops, and nothing half-written stays. */
  readonly signal: AbortSignal;
}

export interface Output {
  write(text: string): void;
  readonly isTty: boolean;
  readonly columns: number;
}

/** 0 clean, 1 findings, 2 usage or configuration, 3 the operation failed, 130 interrupted. */
export const exitCodes = { clean: 0, findings: 1, usage: 2, failed: 3, interrupted: 130 } as const;
