import { licenseIds } from "../../lint/spdxIds.js";
import { messageRoles } from "../../modelfile/instructions.js";
import { tryFindParameter } from "../../modelfile/parameters.js";
import type { Instruction } from "../../modelfile/tree.js";
import type { Span } from "../../text/span.js";
import { summaryOfRole } from "../docs/describeTopic.js";
import type { EditorDocument } from "../document/editorDocument.js";
import type { Surroundings } from "../document/surroundings.js";
import { completeParsers, completeRenderers } from "./completeBuiltins.js";
import { completeParameterValues } from "./completeParameters.js";
import { completePaths } from "./completePaths.js";
import type { CompletionItem } from "./completionItem.js";

/** Completes the value of an instruction; `typed` is what stands before the cursor. */
export function completeValues(
  document: EditorDocument,
  instruction: Instruction,
  typed: string,
  span: Span,
  surroundings: Surroundings,
): CompletionItem[] {
  switch (instruction.name) {
    case "FROM":
      return [...completeModels(typed, span, surroundings), ...completePaths(typed, span, surroundings)];
    case "ADAPTER":
    case "DRAFT":
      return completePaths(typed, span, surroundings);
    case "PARAMETER": {
      const info = tryFindParameter(instruction.argument?.text ?? "");
      return info ? completeParameterValues(info, span) : [];
    }
    case "RENDERER":
      return completeRenderers(span);
    case "PARSER":
      return completeParsers(document, span);
    case "LICENSE":
      return licenseIds.map((id) => ({ label: id, kind: "value", span, insert: [id], rank: 0 }));
    default:
      return [];
  }
}

/** Names that start with a dot or a slash are none: a path is being typed. */
function completeModels(typed: string, span: Span, surroundings: Surroundings): CompletionItem[] {
  if (/^[./\\~]/.test(typed)) return [];
  return surroundings.listModels().map((name) => ({
    label: name,
    kind: "model",
    detail: "local store",
    span,
    insert: [name],
    rank: 0,
  }));
}

export function completeRoles(span: Span, hasRest: boolean): CompletionItem[] {
  return messageRoles.map((role) => ({
    label: role,
    kind: "role",
    detail: summaryOfRole(role),
    span,
    insert: [hasRest ? role : `${role} `],
    rank: 0,
  }));
}
