import { defineRule } from "../../rule.js";
import { findSecrets } from "../../views/secretShapes.js";

export const secretInValue = defineRule({
  number: "MF601",
  name: "secret-in-value",
  severity: "warning",
  fix: "none",
  docs: {
    what: "The file holds something that has the shape of a key: of OpenAI, GitHub, Hugging Face, AWS and others, a JSON web token, a private key. Comments count too.",
    why: "System text, templates, messages and licences are stored in the model as they are. `ollama show` prints them, `ollama push` publishes them, and the model repeats its prompt to whoever asks well.",
    instead:
      "Take it out, and revoke it: what was committed or pushed is known. Give keys to the program that runs the model.",
  },
  examples: {
    bad: "FROM llama3.2\n# token: hf_Qm9TzLkRw3XyVbNcPdEsGhJtKuFa2iOeMl\n",
    good: "FROM llama3.2\nSYSTEM Tokens look like hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx. Never show the password hunter2.\n",
  },
  check({ text }, report) {
    for (const { kind, span, shown } of findSecrets(text)) {
      report({
        message: `this looks like ${kind} (${shown})`,
        span,
        conceals: true,
        notes: ["Take it out and revoke it: everybody who has the file or the model can read it."],
      });
    }
  },
});
