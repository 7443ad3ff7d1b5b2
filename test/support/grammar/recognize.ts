import type { Expression, Grammar } from "./ebnf.js";

/** Whether a rule derives a whole text. Any grammar without left recursion will do, ambiguous ones too. */
export function derives(grammar: Grammar, rule: string, text: string): boolean {
  const codePoints = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const known = new Map<Expression, Map<number, readonly number[]>>();

  /** Where a match that starts at `start` can end, in order. */
  function endsOf(expression: Expression, start: number): readonly number[] {
    const ofExpression = known.get(expression) ?? new Map<number, readonly number[]>();
    known.set(expression, ofExpression);
    const before = ofExpression.get(start);
    if (before) return before;
    const ends = findEnds(expression, start);
    ofExpression.set(start, ends);
    return ends;
  }

  function findEnds(expression: Expression, start: number): readonly number[] {
    switch (expression.kind) {
      case "text": {
        const wanted = Array.from(expression.text, (character) => character.codePointAt(0));
        return wanted.every((one, at) => codePoints[start + at] === one) ? [start + wanted.length] : [];
      }
      case "class": {
        const one = codePoints[start];
        return one !== undefined && expression.has(one) ? [start + 1] : [];
      }
      case "rule":
        return endsOf(resolveRule(grammar, expression.name), start);
      case "sequence":
        return expression.parts.reduce<readonly number[]>((starts, part) => fromAll(part, starts), [start]);
      case "choice":
        return inOrder(expression.parts.flatMap((part) => endsOf(part, start)));
      case "repeat":
        return repeated(expression.part, expression.mark, start);
      case "except": {
        const without = new Set(endsOf(expression.without, start));
        return endsOf(expression.part, start).filter((end) => !without.has(end));
      }
    }
  }

  function fromAll(part: Expression, starts: readonly number[]): readonly number[] {
    return inOrder(starts.flatMap((start) => endsOf(part, start)));
  }

  function repeated(part: Expression, mark: "?" | "*" | "+", start: number): readonly number[] {
    if (mark === "?") return inOrder([start, ...endsOf(part, start)]);
    const reached = new Set<number>(mark === "*" ? [start] : []);
    const waiting = [start];
    for (let from = waiting.pop(); from !== undefined; from = waiting.pop()) {
      for (const end of endsOf(part, from)) {
        if (reached.has(end)) continue;
        reached.add(end);
        waiting.push(end);
      }
    }
    return inOrder([...reached]);
  }

  return endsOf({ kind: "rule", name: rule }, 0).includes(codePoints.length);
}

export function resolveRule(grammar: Grammar, name: string): Expression {
  const found = grammar.get(name);
  if (!found) throw new Error(`no rule ${name}`);
  return found;
}

function inOrder(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
