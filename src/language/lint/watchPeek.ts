import type { ModelPeek } from "./modelPeek.js";

export interface WatchedPeek {
  readonly peek: ModelPeek;
  /** How many questions had no answer so far. */
  unanswered(): number;
}

/** A rule that got no answer may have kept quiet for that reason alone. */
export function watchPeek(peek: ModelPeek): WatchedPeek {
  let count = 0;
  const counted = <T>(answer: T | undefined): T | undefined => {
    if (answer === undefined) count++;
    return answer;
  };
  return {
    peek: {
      findPath: (path) => counted(peek.findPath(path)),
      findModel: (name) => counted(peek.findModel(name)),
    },
    unanswered: () => count,
  };
}
