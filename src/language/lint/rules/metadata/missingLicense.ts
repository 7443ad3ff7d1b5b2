import { defineRule } from "../../rule.js";
import { baseModelOf } from "../../views/baseModel.js";

export const missingLicense = defineRule({
  number: "MF501",
  name: "missing-license",
  severity: "off",
  fix: "none",
  docs: {
    what: "The file builds on weights of its own and has no LICENSE. (A named model brings its licence along.)",
    why: "Whoever pulls the model cannot see what may be done with it. For a model that stays at home it does not matter, so the rule is off unless asked for.",
    instead: "Add `LICENSE` with the text, or with an SPDX id: `LICENSE Apache-2.0`.",
  },
  examples: { bad: "FROM ./pine.gguf\n", good: "FROM ./pine.gguf\nLICENSE Apache-2.0\n" },
  check(file, report) {
    if (file.all("LICENSE").some(({ value }) => value.text.trim() !== "")) return;
    if (file.parameters.some(({ name }) => name === "license")) return;
    const base = baseModelOf(file);
    if (base.kind !== "weights") return;
    report({ message: "these weights come without a licence", span: base.from.value.span });
  },
});
