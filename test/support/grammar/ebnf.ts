/** The notation of the XML recommendation (https://www.w3.org/TR/xml/#sec-notation), as grammar/modelfile.ebnf uses it. */
export type Expression =
  | { readonly kind: "text"; readonly text: string }
  | CharacterClass
  | { readonly kind: "rule"; readonly name: string }
  | { readonly kind: "sequence"; readonly parts: readonly Expression[] }
  | { readonly kind: "choice"; readonly parts: readonly Expression[] }
  | { readonly kind: "repeat"; readonly part: Expression; readonly mark: "?" | "*" | "+" }
  | { readonly kind: "except"; readonly part: Expression; readonly without: Expression };

export interface CharacterClass {
  readonly kind: "class";
  has(codePoint: number): boolean;
  /** Characters that the class names itself; of ranges the ends. */
  readonly named: readonly number[];
}

export type Grammar = ReadonlyMap<string, Expression>;

const token =
  /\s+|\/\*[\s\S]*?\*\/|(?<rule>\w+)\s*::=|(?<name>[A-Za-z]\w*)|"(?<double>[^"]*)"|'(?<single>[^']*)'|#x(?<code>[0-9A-Fa-f]+)|\[(?<set>(?:\\p\{\w+\}|[^\]])*)\]|(?<sign>[|()?*+-])/y;

type Token = Readonly<Record<"rule" | "name" | "text" | "set" | "sign", string | undefined>>;

export function readEbnf(text: string): Grammar {
  const tokens = readTokens(text);
  const rules = new Map<string, Expression>();
  let at = 0;

  const sign = (...wanted: string[]): string | undefined => {
    const found = tokens[at]?.sign;
    if (found === undefined || !wanted.includes(found)) return undefined;
    at++;
    return found;
  };

  function choice(): Expression {
    const parts = [sequence()];
    while (sign("|")) parts.push(sequence());
    return parts.length === 1 ? (parts[0] as Expression) : { kind: "choice", parts };
  }

  function sequence(): Expression {
    const parts: Expression[] = [];
    while (isStart(tokens[at])) parts.push(except());
    return parts.length === 1 ? (parts[0] as Expression) : { kind: "sequence", parts };
  }

  function except(): Expression {
    let part = repeat();
    while (sign("-")) part = { kind: "except", part, without: repeat() };
    return part;
  }

  function repeat(): Expression {
    let part = single();
    for (let mark = sign("?", "*", "+"); mark; mark = sign("?", "*", "+")) {
      part = { kind: "repeat", part, mark: mark as "?" | "*" | "+" };
    }
    return part;
  }

  function single(): Expression {
    if (sign("(")) {
      const inside = choice();
      if (!sign(")")) throw new Error(`no ) at token ${at}`);
      return inside;
    }
    const one = tokens[at++];
    if (one?.text !== undefined) return { kind: "text", text: one.text };
    if (one?.set !== undefined) return readClass(one.set);
    if (one?.name !== undefined) return { kind: "rule", name: one.name };
    throw new Error(`unexpected ${JSON.stringify(one)}`);
  }

  while (at < tokens.length) {
    const name = tokens[at++]?.rule;
    if (name === undefined || rules.has(name)) throw new Error(`no new rule at token ${at}`);
    rules.set(name, choice());
  }
  return rules;
}

function isStart(one: Token | undefined): boolean {
  return one !== undefined && one.rule === undefined && (one.sign === undefined || one.sign === "(");
}

function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const start = token.lastIndex;
    const match = token.exec(text);
    if (!match) throw new Error(`cannot read ${JSON.stringify(text.slice(start, start + 20))}`);
    const { rule, name, double, single, code, set, sign } = match.groups ?? {};
    const written =
      double ?? single ?? (code === undefined ? undefined : String.fromCodePoint(parseInt(code, 16)));
    if ([rule, name, written, set, sign].some((one) => one !== undefined)) {
      tokens.push({ rule, name, text: written, set, sign });
    }
  }
  return tokens;
}

/** `A-Z`, `#x20`, `\p{L}` and single characters; `^` in front turns it round. */
function readClass(set: string): CharacterClass {
  const isNegated = set.startsWith("^");
  const one = /\\p\{\w+\}|#x([0-9A-Fa-f]+)|[\s\S]/guy;
  const pieces = [...set.slice(isNegated ? 1 : 0).matchAll(one)].map(([piece, code]) =>
    code === undefined ? piece : String.fromCodePoint(parseInt(code, 16)),
  );
  const source = pieces
    .map((piece) => (piece.startsWith("\\p") || piece === "-" ? piece : escaped(piece)))
    .join("");
  const pattern = new RegExp(`^[${isNegated ? "^" : ""}${source}]$`, "u");
  return {
    kind: "class",
    has: (codePoint) => pattern.test(String.fromCodePoint(codePoint)),
    named: pieces
      .filter((piece) => !piece.startsWith("\\p") && piece !== "-")
      .map((piece) => piece.codePointAt(0) ?? 0),
  };
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
