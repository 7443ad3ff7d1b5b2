import { defineRule } from "../../rule.js";

export const foreignFile = defineRule({
  number: "MF012",
  name: "foreign-file",
  severity: "error",
  fatal: true,
  fix: "none",
  docs: {
    what: "The file belongs to another tool that uses the same name: ModelPack's modctl, or Docker.",
    why: "Ollama stops at the first word that it does not know. One finding says so; the others would only be noise.",
    instead: "Give the file to the tool it is for, or start an Ollama Modelfile with a FROM line.",
  },
  examples: {
    bad: "NAME pine-7b\nARCH transformer\nCONFIG config.json\nMODEL *.safetensors\n",
    good: "FROM ./pine-7b.gguf\n",
  },
  check({ foreign }, report) {
    if (!foreign) return;
    const what = foreign.tool === "modctl" ? "a Modelfile of modctl (ModelPack)" : "a Dockerfile";
    report({
      message: `this looks like ${what}, not like an Ollama Modelfile`,
      span: foreign.span,
      notes: [`It uses ${foreign.words.join(", ")}; Ollama knows none of these.`],
    });
  },
});
