import type { LintFile } from "../../lintFile.js";
import { defineRule } from "../../rule.js";
import { type EffectiveNumber, tryFindNumber } from "../../views/effectiveParameter.js";

export const conflictingSamplers = defineRule({
  number: "MF210",
  name: "conflicting-samplers",
  severity: "info",
  fix: "none",
  docs: {
    what: "One sampling parameter leaves nothing to do for others in the file.",
    why: "temperature 0 and top_k 1 both take the likeliest token. Whatever else would choose among several (top_p, top_k, min_p, seed) then has no effect.",
    instead:
      "Delete the parameters without effect, or raise temperature or top_k. The penalties count in any case.",
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER temperature 0\nPARAMETER top_p 0.9\nPARAMETER seed 42\n",
    good: "FROM llama3.2\nPARAMETER temperature 0\nPARAMETER top_k 1\nPARAMETER top_p 1\nPARAMETER repeat_penalty 1.1\n",
  },
  check(file, report) {
    if (file.parameters.length < 2) return;
    const temperature = tryFindNumber(file, "temperature");
    const topK = tryFindNumber(file, "top_k");
    const greedy = temperature?.number === 0 ? temperature : topK?.number === 1 ? topK : undefined;
    if (!greedy) return;
    const idle = idleBeside(file, greedy);
    if (idle.length === 0) return;
    const { name, instruction } = greedy.use;
    report({
      message: `${name} ${greedy.number} takes the likeliest token each time; ${list(idle)} no effect`,
      span: instruction.value.span,
      related: idle.map(({ use }) => ({ span: use.instruction.value.span, message: "has no effect" })),
      notes: [`They count only in requests that bring a ${name} of their own.`],
    });
  },
});

/** Values that say "off" or "the same" are no conflict. */
const choosesAmongSeveral: Readonly<Record<string, (value: number) => boolean>> = {
  temperature: (value) => value > 0,
  top_k: (value) => value > 1,
  // Typical sampling may drop the likeliest token, so only top_k before it makes it idle.
  typical_p: (value) => value > 0 && value < 1,
  top_p: (value) => value > 0 && value < 1,
  min_p: (value) => value > 0 && value < 1,
  seed: (value) => value >= 0,
};

/** In the order of the file. */
function idleBeside(file: LintFile, greedy: EffectiveNumber): EffectiveNumber[] {
  const idle = Object.entries(choosesAmongSeveral).flatMap(([name, choosesIn]) => {
    if (name === greedy.use.name || (name === "typical_p" && greedy.use.name !== "top_k")) return [];
    const found = tryFindNumber(file, name);
    return found && choosesIn(found.number) ? [found] : [];
  });
  return idle.sort((a, b) => a.use.nameSpan.start - b.use.nameSpan.start);
}

function list(idle: readonly EffectiveNumber[]): string {
  const names = idle.map(({ use }) => use.name);
  const last = names.pop() ?? "";
  return names.length === 0 ? `${last} has` : `${names.join(", ")} and ${last} have`;
}
