import fc from "fast-check";
import type { CharacterClass, Expression, Grammar } from "./ebnf.js";
import { derives, resolveRule } from "./recognize.js";

/** A text that a rule derives, with the places of the rules that were asked for. */
export interface Derivation {
  readonly text: string;
  readonly places: readonly Place[];
}

export interface Place {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
}

/** Characters worth trying wherever a class has them. */
const interesting = Array.from(
  'aR9_""\'#-.{ \t\n\r\0\u00a0\u200b\u00e9\ufffd\u{1f600}\u{e000}\u{e0041}',
  (one) => one.codePointAt(0) ?? 0,
);

/** Random derivations of a rule. Places of rules inside a wanted one are left out. */
export function arbitraryDerivation(
  grammar: Grammar,
  rule: string,
  isWanted: (rule: string) => boolean,
): fc.Arbitrary<Derivation> {
  function arbitraryOf(expression: Expression): fc.Arbitrary<Derivation> {
    switch (expression.kind) {
      case "text":
        return fc.constant({ text: expression.text, places: [] });
      case "class":
        return fc
          .constantFrom(...candidatesOf(expression))
          .map((one) => ({ text: String.fromCodePoint(one), places: [] }));
      case "rule":
        return arbitraryRule(expression.name);
      case "sequence":
        return fc.tuple(...expression.parts.map(arbitraryOf)).map(join);
      case "choice":
        return fc.oneof(...expression.parts.map(arbitraryOf));
      case "repeat":
        return fc.array(arbitraryOf(expression.part), lengths[expression.mark]).map(join);
      case "except": {
        const without = new Map([...grammar, ["Without", expression.without]]);
        return arbitraryOf(expression.part).filter(({ text }) => !derives(without, "Without", text));
      }
    }
  }

  function arbitraryRule(name: string): fc.Arbitrary<Derivation> {
    const inside = arbitraryOf(resolveRule(grammar, name));
    if (!isWanted(name)) return inside;
    return inside.map(({ text }) => ({ text, places: [{ rule: name, start: 0, end: text.length }] }));
  }

  return arbitraryRule(rule);
}

const lengths = {
  "?": { maxLength: 1 },
  "*": { maxLength: 6 },
  "+": { minLength: 1, maxLength: 3 },
} as const;

function candidatesOf(characters: CharacterClass): number[] {
  return [...new Set([...interesting, ...characters.named])].filter((one) => characters.has(one));
}

function join(parts: readonly Derivation[]): Derivation {
  let text = "";
  const places: Place[] = [];
  for (const part of parts) {
    const before = text.length;
    places.push(
      ...part.places.map(({ rule, start, end }) => ({ rule, start: start + before, end: end + before })),
    );
    text += part.text;
  }
  return { text, places };
}
