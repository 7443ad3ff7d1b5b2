import { printable } from "../../../../base/redact.js";
import type { Fix } from "../../../diagnostics/diagnostic.js";
import { isEndToken, isTurnEnd, isVocabularyEnd, tryFindTurnEnds } from "../../chatTokens.js";
import { defineRule, type Finding } from "../../rule.js";
import { baseModelOf } from "../../views/baseModel.js";
import { type StopUse, stopUses } from "../../views/stopUses.js";
import { tryFindTemplate } from "../../views/templateText.js";

export const stopReplacesInherited = defineRule({
  number: "MF218",
  name: "stop-replaces-inherited",
  severity: "info",
  fix: "unsafe",
  docs: {
    what: "A file on top of a named model has stops of its own.",
    why: "They replace the list that the base model brings; nothing is added to it. When its end token is lost (then the finding is a warning), answers run on into the next turn. Of a base model that is not in the local store, stops that look complete are not flagged: one ends a turn, or fits the TEMPLATE in the file.",
    instead:
      "Repeat the stops of the base model (`ollama show --parameters NAME` prints them) beside your own, or leave stops out.",
  },
  examples: {
    bad: 'FROM llama3.2\nPARAMETER stop "User:"\n',
    good: 'FROM ./pine.gguf\nPARAMETER stop "User:"\n',
  },
  check(file, report) {
    const stops = stopUses(file);
    const first = stops[0];
    const last = stops[stops.length - 1];
    if (!first || !last) return;
    const base = baseModelOf(file);
    if (base.kind !== "model") return;
    const name = printable(base.from.value.text, 60);
    const finding = {
      message: `stops given here replace those of ${name}`,
      span: first.use.nameSpan,
      related: [{ span: base.from.value.span, message: "the base model, whose stops no longer count" }],
    };
    const template = tryFindTemplate(file)?.value.text;
    if (!base.fact) {
      if (looksComplete(stops, template, base.from.value.text)) return;
      report({ ...finding, notes: [`\`ollama show --parameters ${name}\` prints the ones that are lost.`] });
      return;
    }
    const own = new Set(stops.map(({ text }) => text));
    // Stops of a template that the file replaces as well are no loss.
    const lost = base.fact.stops.filter(
      (stop) =>
        !own.has(stop) && (template === undefined || template.includes(stop) || isVocabularyEnd(stop)),
    );
    if (lost.length > 0) report({ ...finding, ...describeLost(lost, last) });
  },
});

/** Whether a list does without what the base brings, when nobody can say what that is. */
function looksComplete(stops: readonly StopUse[], template: string | undefined, model: string): boolean {
  if (template !== undefined) return stops.some(({ text }) => text !== "" && template.includes(text));
  const ends = tryFindTurnEnds(model);
  return stops.some(({ text }) => (ends ? ends.includes(text) : isTurnEnd(text)));
}

function describeLost(lost: readonly string[], last: StopUse): Partial<Finding> {
  const shown = lost.map((stop) => printable(stop, 60)).join(" ");
  const end = lost.find(isEndToken);
  return {
    severity: end === undefined ? "info" : "warning",
    notes: [
      `Lost: ${shown}`,
      ...(end === undefined ? [] : [`${printable(end, 60)} ends a turn; without it answers may run on.`]),
    ],
    ...(lost.every(canBeQuoted) ? { fixes: [addition(lost, last)] } : {}),
  };
}

function canBeQuoted(stop: string): boolean {
  return /^[\x20-\x7e\uff5c\u2581]+$/.test(stop) && !stop.includes('"');
}

function addition(lost: readonly string[], last: StopUse): Fix {
  const { end } = last.value.span;
  const text = lost.map((stop) => `\nPARAMETER stop "${stop}"`).join("");
  return {
    title: "Add the inherited stops",
    applicability: "unsafe",
    edits: [{ span: { start: end, end }, text }],
  };
}
