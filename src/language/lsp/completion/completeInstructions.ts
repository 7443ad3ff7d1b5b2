import { type InstructionName, instructionNames, instructions } from "../../modelfile/instructions.js";
import type { Span } from "../../text/span.js";
import { describeTopic } from "../docs/describeTopic.js";
import type { EditorDocument } from "../document/editorDocument.js";
import { type CompletionItem, field, type Insertion } from "./completionItem.js";

/** What follows the word, for a line that has nothing there yet. */
const continuations: Readonly<Record<InstructionName, Insertion>> = {
  FROM: [" ", field("model")],
  PARAMETER: [" "],
  TEMPLATE: [' """', field("{{ .Prompt }}"), '"""'],
  SYSTEM: [' """', field("text"), '"""'],
  ADAPTER: [" ", field("./adapter.gguf")],
  MESSAGE: [" ", { kind: "choice", texts: ["user", "assistant", "system"] }, " ", field("text")],
  LICENSE: [" ", field("Apache-2.0")],
  DRAFT: [" ", field("./draft.gguf")],
  RENDERER: [" "],
  PARSER: [" "],
  REQUIRES: [" ", field("0.14.0")],
};

export function completeInstructions(
  { tree }: EditorDocument,
  span: Span,
  hasRest: boolean,
): CompletionItem[] {
  const present = new Set(tree.instructions.flatMap(({ name }) => (name ? [name] : [])));
  return instructionNames.map((name) => ({
    label: name,
    kind: "instruction",
    detail: instructions[name].summary,
    documentation: describeTopic({ kind: "instruction", info: instructions[name] }),
    span,
    insert: hasRest ? [name] : [name, ...continuations[name]],
    rank: rankOf(name, present),
  }));
}

/** FROM comes first while it is missing; what may stand only once comes last when it is there. */
function rankOf(name: InstructionName, present: ReadonlySet<InstructionName>): number {
  if (name === "FROM") return present.has(name) ? 3 : 0;
  if (!present.has(name)) return 1;
  return name === "PARAMETER" || instructions[name].repeats === "adds" ? 1 : 2;
}
