import { defineRule } from "../../rule.js";

export const machineSpecificParameter = defineRule({
  number: "MF801",
  name: "machine-specific-parameter",
  severity: "off",
  fix: "none",
  docs: {
    what: "The file sets num_thread, num_gpu, main_gpu or use_mmap.",
    why: "The right value depends on the machine. Stored in a model it is wrong on most others, and there it overrides the choice that Ollama would make.",
    instead: "Leave it out, and set it where the model is run: in the request's options.",
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER num_thread 12\n",
    good: "FROM llama3.2\nPARAMETER num_ctx 8192\n",
  },
  check({ parameters }, report) {
    for (const { name, nameSpan } of parameters) {
      if (!ofMachines.has(name)) continue;
      report({ message: `${name} fits one machine and is stored in the model`, span: nameSpan });
    }
  },
});

const ofMachines: ReadonlySet<string> = new Set(["num_thread", "num_gpu", "main_gpu", "use_mmap"]);
