import type { Instruction } from "../../modelfile/tree.js";
import type { Span } from "../../text/span.js";
import type { EditorDocument } from "../document/editorDocument.js";

/** A line of the outline. */
export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: "model" | "parameter" | "text" | "message" | "setting";
  readonly span: Span;
  /** What is selected when the symbol is chosen; inside `span`. */
  readonly nameSpan: Span;
}

export function listSymbols({ tree }: EditorDocument): readonly DocumentSymbol[] {
  return tree.instructions.map((instruction) => ({
    name: nameOf(instruction),
    detail: firstLine(instruction.value?.text ?? ""),
    kind: kindOf(instruction),
    span: instruction.span,
    nameSpan: instruction.argument?.span ?? instruction.wordSpan,
  }));
}

/** Never empty: editors drop symbols without a name. */
function nameOf({ name, word, argument }: Instruction): string {
  if (name === "PARAMETER" && argument?.text) return argument.text;
  if (name === "MESSAGE" && argument?.text) return `${name} ${argument.text}`;
  return name ?? (word || "?");
}

function kindOf({ name }: Instruction): DocumentSymbol["kind"] {
  switch (name) {
    case "FROM":
    case "ADAPTER":
    case "DRAFT":
      return "model";
    case "PARAMETER":
      return "parameter";
    case "TEMPLATE":
    case "SYSTEM":
    case "LICENSE":
      return "text";
    case "MESSAGE":
      return "message";
    default:
      return "setting";
  }
}

/** As much of a value as an outline has room for. */
const maxDetailLength = 60;

function firstLine(text: string): string {
  const line = /[^\r\n]+/.exec(text)?.[0].trim() ?? "";
  const characters = [...line.slice(0, (maxDetailLength + 1) * 2)];
  return characters.length > maxDetailLength ? `${characters.slice(0, maxDetailLength - 1).join("")}…` : line;
}
