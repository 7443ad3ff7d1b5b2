/** The functions that grammar.js calls, as the command line of tree-sitter 0.25 gives them: they only write JSON. */

type Rule = Readonly<Record<string, unknown>>;
type Written = string | RegExp | Rule;
type Make = (names: Readonly<Record<string, Rule>>) => Written;

interface Grammar {
  readonly name: string;
  readonly extras: (names: unknown) => Written[];
  readonly externals: (names: Readonly<Record<string, Rule>>) => Rule[];
  readonly rules: Readonly<Record<string, Make>>;
}

function normal(written: Written): Rule {
  if (typeof written === "string") return { type: "STRING", value: written };
  return written instanceof RegExp ? { type: "PATTERN", value: written.source } : written;
}

const functions = {
  seq: (...members: Written[]): Rule => ({ type: "SEQ", members: members.map(normal) }),
  choice: (...members: Written[]): Rule => ({ type: "CHOICE", members: members.map(normal) }),
  repeat: (content: Written): Rule => ({ type: "REPEAT", content: normal(content) }),
  repeat1: (content: Written): Rule => ({ type: "REPEAT1", content: normal(content) }),
  optional: (content: Written): Rule => ({ type: "CHOICE", members: [normal(content), { type: "BLANK" }] }),
  field: (name: string, content: Written): Rule => ({ type: "FIELD", name, content: normal(content) }),
  token: (content: Written): Rule => ({ type: "TOKEN", content: normal(content) }),
  alias: (content: Written, value: string): Rule => ({
    type: "ALIAS",
    content: normal(content),
    named: false,
    value,
  }),
  grammar: ({ name, extras, externals, rules }: Grammar): Rule => {
    const names = new Proxy({}, { get: (_, rule) => ({ type: "SYMBOL", name: rule }) });
    const made = Object.entries(rules).map(([rule, make]) => [rule, normal(make(names))] as const);
    return {
      name,
      rules: Object.fromEntries(made),
      extras: extras(names).map(normal),
      externals: externals(names),
    };
  },
};

/** Evaluates the text of a grammar.js. */
export function evaluateGrammar(source: string): Rule {
  const body = source.replace("export default grammar", "return grammar");
  return new Function(...Object.keys(functions), body)(...Object.values(functions)) as Rule;
}
