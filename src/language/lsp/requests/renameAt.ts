import type { TextEdit } from "../../text/edit.js";
import { hasOffset, type Span } from "../../text/span.js";
import { detectPlace } from "../document/detectPlace.js";
import type { EditorDocument } from "../document/editorDocument.js";
import { readTemplateTokens, type TemplateToken } from "../template/readTemplateTokens.js";

export type RenameTarget =
  | { readonly kind: "ok"; readonly span: Span; readonly name: string; readonly places: readonly Span[] }
  | { readonly kind: "refused"; readonly reason: string };

export type RenameResult =
  | { readonly kind: "ok"; readonly edits: readonly TextEdit[] }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * The one thing in a Modelfile that has a name of its author's own: a variable of the template. It can be
 * renamed when it is declared once, as no scope has to be told from another then.
 */
export function findRenameTarget(document: EditorDocument, offset: number): RenameTarget {
  const tokens = templateTokensAt(document, offset);
  const token = tokens.find(
    ({ kind, start, end }) => kind === "variable" && hasOffset({ start, end }, offset),
  );
  if (!token || token.text === "$") return refuse("only variables of the template can be renamed");
  if (tokens.some(({ kind }) => kind === "error")) return refuse("the template has an error");
  const places = tokens.filter(({ kind, text }) => kind === "variable" && text === token.text);
  const declared = places.filter((place) => isDeclaration(tokens, place)).length;
  if (declared !== 1)
    return refuse(`${token.text} is declared ${declared === 0 ? "nowhere" : "more than once"}`);
  return { kind: "ok", span: spanOf(token), name: token.text, places: places.map(spanOf) };
}

export function renameAt(document: EditorDocument, offset: number, newName: string): RenameResult {
  const target = findRenameTarget(document, offset);
  if (target.kind === "refused") return target;
  const name = newName.startsWith("$") ? newName : `$${newName}`;
  if (!/^\$[\p{L}_][\p{L}\p{Nd}_]*$/u.test(name)) return refuse(`${name} is no name of a variable`);
  const isTaken = templateTokensAt(document, offset).some((token) => token.text === name);
  if (isTaken && name !== target.name) return refuse(`${name} exists already`);
  return { kind: "ok", edits: target.places.map((span) => ({ span, text: name })) };
}

function templateTokensAt(document: EditorDocument, offset: number): readonly TemplateToken[] {
  const place = detectPlace(document, offset);
  if (place.kind !== "value" || place.instruction.name !== "TEMPLATE") return [];
  const { value } = place.instruction;
  return value?.closed && value.dropped.length === 0 ? readTemplateTokens(document.tree, value) : [];
}

/** In `$i, $x := …` every variable before the sign is declared. */
function isDeclaration(tokens: readonly TemplateToken[], place: TemplateToken): boolean {
  for (let at = tokens.indexOf(place) + 1; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind === "declare") return true;
    const isBetween =
      token?.kind === "space" || token?.kind === "variable" || (token?.kind === "char" && token.text === ",");
    if (!isBetween) return false;
  }
  return false;
}

function spanOf({ start, end }: TemplateToken): Span {
  return { start, end };
}

function refuse(reason: string): { readonly kind: "refused"; readonly reason: string } {
  return { kind: "refused", reason };
}
