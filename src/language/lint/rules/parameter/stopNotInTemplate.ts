import { printable } from "../../../../base/redact.js";
import { didYouMean } from "../../../diagnostics/didYouMean.js";
import { familiesOf, findMarkers, isVocabularyEnd, plainSpelling } from "../../chatTokens.js";
import { defineRule } from "../../rule.js";
import { stopUses } from "../../views/stopUses.js";
import { literalText, tryFindTemplate } from "../../views/templateText.js";

export const stopNotInTemplate = defineRule({
  number: "MF229",
  name: "stop-not-in-template",
  severity: "warning",
  fix: "none",
  docs: {
    what: "A stop is a marker token of another family than the file's TEMPLATE, or nearly one of its tokens.",
    why: "A model that is prompted in one format does not write the tokens of another, so the stop never fits; often the file was put together from two, and the right end token is missing.",
    instead:
      "Use the tokens of the template. Tokens with which vocabularies end a text (`<|endoftext|>`, `</s>` …) and stops that are plain text are fine.",
  },
  examples: {
    bad: 'FROM ./pine.gguf\nTEMPLATE "<|im_start|>user\n{{ .Prompt }}<|im_end|>\n"\nPARAMETER stop "<|eot_id|>"\n',
    good: 'FROM ./pine.gguf\nTEMPLATE "<|im_start|>user\n{{ .Prompt }}<|im_end|>\n"\nPARAMETER stop "<|im_end|>"\nPARAMETER stop "<|endoftext|>"\nPARAMETER stop "User:"\n',
  },
  check(file, report) {
    const template = file.parameters.length > 0 ? tryFindTemplate(file) : undefined;
    // A template without text of its own leaves the format to the caller.
    if (!template || literalText(template.value.text).trim() === "") return;
    for (const { text, value } of stopUses(file)) {
      const problem = tryDescribe(text, template.value.text);
      if (problem === undefined) continue;
      report({
        message: `${printable(text, 60)} ${problem}`,
        span: value.span,
        related: [{ span: template.wordSpan, message: "the template that the model is prompted with" }],
      });
    }
  },
});

function tryDescribe(stop: string, template: string): string | undefined {
  if (stop === "" || template.includes(stop) || isVocabularyEnd(stop)) return undefined;
  const families = familiesOf(stop);
  const markers = findMarkers(template);
  // MF228 speaks of these.
  if (markers.some((marker) => plainSpelling(marker) === plainSpelling(stop))) return undefined;
  if (families.length === 0) {
    const isMarker = /^<[|｜].+[|｜]>$/.test(stop);
    const meant = isMarker && !isBuiltFromRole(template) ? didYouMean(stop, markers) : undefined;
    return meant && `is not in the TEMPLATE; did you mean ${printable(meant, 60)}?`;
  }
  const isAtHome = families.some(({ tokens }) => tokens.some((token) => template.includes(token)));
  if (isAtHome || isBuiltFromRole(template)) return undefined;
  return `is a token of ${families.map(({ name }) => name).join(" or ")} and not in the TEMPLATE`;
}

/** `<|{{ .Role }}|>` puts tokens together that do not stand in the text. */
function isBuiltFromRole(template: string): boolean {
  return /<[|｜](?:\{\{|%)/.test(template);
}
