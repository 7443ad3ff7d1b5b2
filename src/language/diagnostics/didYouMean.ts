/** The candidate that the writer most likely meant, or undefined when none is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  // One edit for short words, a third of the letters for longer ones: more than that is guessing.
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance + 1);
    if (
      distance < bestDistance ||
      (distance === bestDistance && best && startsMoreAlike(wanted, candidate, best))
    ) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Of two candidates at the same distance, the one that starts like the word is meant: slips come late. */
function startsMoreAlike(wanted: string, a: string, b: string): boolean {
  const shared = (text: string): number => {
    let length = 0;
    while (length < wanted.length && wanted[length] === text[length]?.toLowerCase()) length++;
    return length;
  };
  return shared(a) > shared(b);
}

/** Damerau-Levenshtein with adjacent swaps, given up once every path costs `limit` or more. */
function editDistance(a: string, b: string, limit: number): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let smallest = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforePrevious[j - 2] ?? 0) + 1);
      }
      current.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest >= limit) return limit;
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? limit;
}
