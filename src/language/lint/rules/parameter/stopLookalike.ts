import { printable } from "../../../../base/redact.js";
import type { Fix } from "../../../diagnostics/diagnostic.js";
import { findMarkers, plainSpelling } from "../../chatTokens.js";
import { defineRule } from "../../rule.js";
import { stopUses } from "../../views/stopUses.js";
import { tryFindTemplate } from "../../views/templateText.js";

export const stopLookalike = defineRule({
  number: "MF228",
  name: "stop-lookalike",
  severity: "warning",
  fix: "unsafe",
  docs: {
    what: "A stop looks like a token of the TEMPLATE and is spelled with other characters: `<|User|>` for `<｜User｜>`.",
    why: "Some families write their tokens with a full-width bar (U+FF5C) and a low block (U+2581). The ASCII spelling is another text, so the stop never fits.",
    instead: "Copy the token from the template.",
  },
  examples: {
    bad: 'FROM ./pine.gguf\nTEMPLATE "<｜User｜>{{ .Prompt }}<｜Assistant｜>"\nPARAMETER stop "<|User|>"\n',
    good: 'FROM ./pine.gguf\nTEMPLATE "<｜User｜>{{ .Prompt }}<｜Assistant｜>"\nPARAMETER stop "<｜User｜>"\n',
  },
  check(file, report) {
    const template = file.parameters.length > 0 ? tryFindTemplate(file) : undefined;
    if (!template) return;
    const markers = findMarkers(template.value.text);
    if (markers.length === 0) return;
    const stops = stopUses(file);
    const own = new Set(stops.map(({ text }) => text));
    for (const { text, value, isPlain } of stops) {
      const meant = tryFindLookalike(text, template.value.text, markers);
      if (meant === undefined) continue;
      const fix: Fix = {
        title: `Write ${meant}`,
        applicability: "unsafe",
        edits: [{ span: value.contentSpan, text: meant }],
      };
      report({
        message: `${printable(text, 60)} only looks like ${printable(meant, 60)} of the TEMPLATE`,
        span: value.span,
        related: [{ span: template.wordSpan, message: `spells it ${printable(meant, 60)}` }],
        notes: [describeDifference(text, meant)],
        // The right spelling may stand beside the wrong one.
        ...(isPlain && !own.has(meant) ? { fixes: [fix] } : {}),
      });
      own.add(meant);
    }
  },
});

function tryFindLookalike(stop: string, template: string, markers: readonly string[]): string | undefined {
  if (template.includes(stop)) return undefined;
  const plain = plainSpelling(stop);
  return markers.find((marker) => marker !== stop && plainSpelling(marker) === plain);
}

function describeDifference(stop: string, meant: string): string {
  const point = (c = ""): string =>
    `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  const [a, b] = [[...stop], [...meant]];
  const at = a.findIndex((c, index) => c !== b[index]);
  return `The stop has ${a[at]} (${point(a[at])}) where the template has ${b[at]} (${point(b[at])}).`;
}
