import { compileGoTemplate, type GoTemplate } from "../../gotemplate/index.js";
import { createGoFunctions, type TemplateDates } from "../values/goFunctions.js";
import { cutLegacy, type LegacyCut } from "./cutLegacy.js";
import type { ChatTemplate } from "./parseChatTemplate.js";

/** A template ready to be rendered on one day. */
export interface CompiledChatTemplate {
  readonly dates: TemplateDates;
  readonly whole: GoTemplate;
  /** What the last turn of a template without `.Messages` is rendered with. */
  readonly cut: CompiledCut;
}

export type CompiledCut =
  | { readonly kind: "ok"; readonly template: GoTemplate }
  | Extract<LegacyCut, { kind: "panic" }>;

/** The functions hold their day, so a template is compiled again when that is another one. */
const compiled = new WeakMap<ChatTemplate, CompiledChatTemplate>();

export function compileChatTemplate(template: ChatTemplate, dates: TemplateDates): CompiledChatTemplate {
  const known = compiled.get(template);
  if (known?.dates.current === dates.current && known.dates.yesterday === dates.yesterday) return known;
  const fresh: CompiledChatTemplate = {
    dates,
    whole: compileGoTemplate(template.tree, createGoFunctions(dates)),
    cut: compileCut(template),
  };
  compiled.set(template, fresh);
  return fresh;
}

/** Ollama's copy for the cut has neither its functions nor the templates that the file defines. */
function compileCut({ root }: ChatTemplate): CompiledCut {
  const cut = cutLegacy(root.root);
  if (cut.kind === "panic") return cut;
  const tree = { ...root, root: cut.root };
  return {
    kind: "ok",
    template: compileGoTemplate({ name: root.name, templates: new Map([[root.name, tree]]) }),
  };
}
