/** The outcome of one recorded case of a peer, run through the product. */
export interface CaseResult {
  readonly id: string;
  readonly ok: boolean;
  readonly got?: unknown;
  readonly want?: unknown;
  /** Why the case could not be judged here. */
  readonly skipped?: string;
}
