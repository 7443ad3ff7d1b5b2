import { deleteLine } from "../../deleteLine.js";
import type { LintFile, ParameterUse } from "../../lintFile.js";
import { defineRule } from "../../rule.js";

export const duplicateParameter = defineRule({
  number: "MF206",
  name: "duplicate-parameter",
  severity: "warning",
  fix: "safe",
  docs: {
    what: "A parameter that holds one value is set more than once.",
    why: "The last line counts; the earlier ones look as if they did.",
    instead: "Keep the line that counts. Only `stop` may be repeated: each line adds one.",
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER temperature 0.2\nPARAMETER temperature 0.7\n",
    good: 'FROM llama3.2\nPARAMETER temperature 0.7\nPARAMETER stop "User:"\nPARAMETER stop "Assistant:"\n',
  },
  check(file, report) {
    if (file.parameters.length < 2) return;
    for (const [use, winner] of losers(file)) {
      report({
        message: `${use.name} is set again below; this value never counts`,
        span: use.nameSpan,
        related: [{ span: winner.nameSpan, message: "the last one counts" }],
        fixes: [
          { title: "Delete the line", applicability: "safe", edits: deleteLine(file, use.instruction) },
        ],
      });
    }
  },
});

/** Each line that is overridden, with the one that overrides it. */
function losers({ parameters }: LintFile): (readonly [ParameterUse, ParameterUse])[] {
  const winners = new Map<string, ParameterUse>();
  const lost: (readonly [ParameterUse, ParameterUse])[] = [];
  for (const use of [...parameters].reverse()) {
    if (!use.info || use.info.type === "strings" || !use.instruction.value.closed) continue;
    const winner = winners.get(use.name);
    if (winner) lost.push([use, winner]);
    else winners.set(use.name, use);
  }
  return lost.reverse();
}
