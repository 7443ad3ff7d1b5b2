import type { TemplatePort } from "../../build/plan/planBuild.js";
import { parseChatTemplate } from "../../language/chat/index.js";

/** What a build asks of the template language. */
export const templatePort: TemplatePort = {
  detectTemplateError: (template) => {
    const parsed = parseChatTemplate(template);
    return parsed.kind === "error" ? parsed.message : undefined;
  },
};
