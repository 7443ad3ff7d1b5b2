import type { TemplatePort } from "../../build/plan/planBuild.js";
import { parseGoTemplate } from "../../language/gotemplate/syntax/parseGoTemplate.js";

/** The functions that Ollama v0.33 gives its templates besides Go's own. */
export const templateFunctions: readonly string[] = [
  "json",
  "currentDate",
  "yesterdayDate",
  "toTypeScriptType",
];

/** What a build asks of the template language. */
export const templatePort: TemplatePort = {
  detectTemplateError: (template) => {
    const parsed = parseGoTemplate(template, { functions: templateFunctions });
    return parsed.kind === "error" ? parsed.message : undefined;
  },
};
