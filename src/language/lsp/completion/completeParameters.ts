import { type ParameterInfo, parameters } from "../../modelfile/parameters.js";
import type { Span } from "../../text/span.js";
import { describeTopic, summarizeParameter } from "../docs/describeTopic.js";
import type { EditorDocument } from "../document/editorDocument.js";
import { type CompletionItem, field, type Insertion } from "./completionItem.js";

export function completeParameters({ tree }: EditorDocument, span: Span, hasRest: boolean): CompletionItem[] {
  const set = new Set(
    tree.instructions.flatMap(({ name, argument }) =>
      name === "PARAMETER" && argument && argument.span.start !== span.start ? [argument.text] : [],
    ),
  );
  return parameters.map((info) => ({
    label: info.name,
    kind: "parameter",
    detail: summarizeParameter(info),
    documentation: describeTopic({ kind: "parameter", info }),
    span,
    insert: hasRest ? [info.name] : [info.name, " ", exampleOf(info)],
    // Only `stop` collects; another line for what is set already would replace it.
    rank: set.has(info.name) && info.type !== "strings" ? 1 : 0,
  }));
}

function exampleOf({ type, example }: ParameterInfo): Insertion[number] {
  return type === "bool" ? { kind: "choice", texts: ["true", "false"] } : field(example);
}

/** Values of a parameter that mean something of their own. */
export function completeParameterValues(info: ParameterInfo, span: Span): CompletionItem[] {
  const item = (label: string, detail: string, rank: number): CompletionItem => ({
    label,
    kind: "value",
    detail,
    span,
    insert: [label],
    rank,
  });
  if (info.type === "bool") return [item("true", "", 0), item("false", "", 1)];
  if (info.type === "strings") return [];
  const standard = /^-?[\d.]+/.exec(info.default)?.[0];
  const isPlainDefault = standard !== undefined && !info.default.includes(",");
  const special = Object.entries(info.range?.special ?? {}).filter(([value]) => value !== standard);
  return [
    ...(isPlainDefault ? [item(standard, `default: ${info.default}`, 0)] : []),
    ...(info.example === standard ? [] : [item(info.example, "example", 1)]),
    ...special.map(([value, meaning]) => item(value, meaning, 2)),
  ];
}
