import { defineRule } from "../../rule.js";
import { tryFindNumber } from "../../views/effectiveParameter.js";

export const repeatWindowWithoutPenalty = defineRule({
  number: "MF226",
  name: "repeat-window-without-penalty",
  severity: "off",
  fix: "none",
  docs: {
    what: "repeat_last_n says how far back penalties look, and the file sets no penalty.",
    why: "Ollama's default repeat_penalty is 1.0 and the other two are 0, which punishes nothing however far back it looks. A base model may bring its own, so the rule is off unless asked for.",
    instead: "Set repeat_penalty (1.1 is usual), presence_penalty or frequency_penalty, or delete the line.",
  },
  examples: {
    bad: "FROM ./pine.gguf\nPARAMETER repeat_last_n 128\n",
    good: "FROM ./pine.gguf\nPARAMETER repeat_last_n 128\nPARAMETER repeat_penalty 1.1\n",
  },
  check(file, report) {
    const window = tryFindNumber(file, "repeat_last_n");
    if (!window || window.number === 0) return;
    const penalises = (name: string, neutral: number): boolean => {
      const found = tryFindNumber(file, name);
      return found !== undefined && found.number !== neutral;
    };
    if (
      penalises("repeat_penalty", 1) ||
      penalises("presence_penalty", 0) ||
      penalises("frequency_penalty", 0)
    )
      return;
    report({
      message: "repeat_last_n has no effect: no penalty is set",
      span: window.use.nameSpan,
    });
  },
});
