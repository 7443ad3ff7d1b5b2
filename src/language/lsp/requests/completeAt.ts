import { completeInstructions } from "../completion/completeInstructions.js";
import { completeParameters } from "../completion/completeParameters.js";
import { completePragmas } from "../completion/completePragmas.js";
import { completeRoles, completeValues } from "../completion/completeValues.js";
import type { CompletionItem } from "../completion/completionItem.js";
import { detectPlace } from "../document/detectPlace.js";
import type { EditorDocument } from "../document/editorDocument.js";
import { emptySurroundings, type Surroundings } from "../document/surroundings.js";

/** What could stand at the cursor. */
export function completeAt(
  document: EditorDocument,
  offset: number,
  surroundings: Surroundings = emptySurroundings,
): readonly CompletionItem[] {
  const place = detectPlace(document, offset);
  switch (place.kind) {
    case "word":
      return completeInstructions(document, place.span, place.hasRest);
    case "parameterName":
      return completeParameters(document, place.span, place.hasRest);
    case "role":
      return completeRoles(place.span, place.hasRest);
    case "value": {
      const { start, end } = place.span;
      const typed = document.text.slice(start, offset);
      // What goes over several lines is prose, not a name.
      if (/[\r\n]/.test(typed)) return [];
      const { lines } = document.tree.source;
      const lineEnd = lines.lineSpan(lines.positionAt(offset).line).end;
      const span = { start: Math.min(start, offset), end: Math.max(Math.min(end, lineEnd), offset) };
      return completeValues(document, place.instruction, typed, span, surroundings);
    }
    case "comment":
      return completePragmas(document, place.span, offset);
    case "none":
      return [];
  }
}
