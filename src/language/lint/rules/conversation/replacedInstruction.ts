import type { InstructionName } from "../../../modelfile/instructions.js";
import { deleteLine } from "../../deleteLine.js";
import { defineRule } from "../../rule.js";

/** Those that hold one value. ADAPTER does too, and has a rule of its own. */
const single: readonly InstructionName[] = ["SYSTEM", "TEMPLATE", "RENDERER", "PARSER", "REQUIRES"];

export const replacedInstruction = defineRule({
  number: "MF408",
  name: "replaced-instruction",
  severity: "warning",
  fix: "safe",
  docs: {
    what: "SYSTEM, TEMPLATE, RENDERER, PARSER or REQUIRES is given more than once.",
    why: "Nothing is added: the last one counts, and the earlier ones look as if they did.",
    instead: "Keep the one that counts, or put the texts together in one.",
  },
  examples: {
    bad: "FROM llama3.2\nSYSTEM You are a pirate.\nSYSTEM You are terse.\n",
    good: "FROM llama3.2\nSYSTEM You are a terse pirate.\nLICENSE MIT\nLICENSE Apache-2.0\n",
  },
  check(file, report) {
    for (const name of single) {
      const all = file.all(name).filter(({ value }) => value.closed);
      const winner = all.pop();
      if (!winner) continue;
      for (const instruction of all) {
        report({
          message: `${name} is given again below; this one never counts`,
          span: instruction.wordSpan,
          related: [{ span: winner.wordSpan, message: "the last one counts" }],
          fixes: [{ title: "Delete it", applicability: "safe", edits: deleteLine(file, instruction) }],
        });
      }
    }
  },
});
