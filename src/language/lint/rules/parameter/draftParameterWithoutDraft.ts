import { defineRule } from "../../rule.js";
import { tryFindNumber } from "../../views/effectiveParameter.js";

export const draftParameterWithoutDraft = defineRule({
  number: "MF225",
  name: "draft-parameter-without-draft",
  severity: "info",
  fix: "none",
  docs: {
    what: "draft_num_predict is set, and the file names no draft model.",
    why: "Without a draft the parameter does nothing, unless the base model brings one or has prediction layers (MTP) of its own, which the file does not show.",
    instead: "Add a DRAFT line, or delete the parameter if the base model has nothing to draft with.",
  },
  examples: {
    bad: "FROM ./pine.gguf\nPARAMETER draft_num_predict 4\n",
    good: "FROM ./pine.gguf\nDRAFT ./pine-draft.gguf\nPARAMETER draft_num_predict 4\n",
  },
  check(file, report) {
    const found = tryFindNumber(file, "draft_num_predict");
    // 0 switches drafting off, which makes sense with an inherited draft.
    if (!found || found.number <= 0 || file.all("DRAFT").length > 0) return;
    if (file.parameters.some(({ name }) => name === "draft")) return;
    // Weights with prediction layers say so in their name, as a habit.
    if (file.all("FROM").some(({ value }) => /(?:^|[^a-z])mtp(?:[^a-z]|$)/i.test(value.text))) return;
    report({
      message: "draft_num_predict is set, but the file has no DRAFT",
      span: found.use.nameSpan,
      notes: ["It counts only if the base model brings a draft or prediction layers of its own."],
    });
  },
});
