import { printable } from "../../../../base/redact.js";
import type { PathFact } from "../../modelPeek.js";
import { defineRule, type Finding } from "../../rule.js";
import { architectureOf, baseModelOf } from "../../views/baseModel.js";

export const adapterBaseMismatch = defineRule({
  number: "MF114",
  name: "adapter-base-mismatch",
  severity: "warning",
  fix: "none",
  docs: {
    what: "The adapter was made for another family of models than the one that FROM names.",
    why: "An adapter changes the very weights it was trained on. On another model it fails to load, or it loads and the answers are noise.",
    instead: "Name the base model that the adapter was trained on.",
  },
  examples: {
    bad: "FROM ./qwen.gguf\nADAPTER ./lora.gguf\n",
    good: "FROM ./llama.gguf\nADAPTER ./lora.gguf\n",
  },
  check(file, report) {
    // The last ADAPTER is the one that is used: MF115.
    const adapter = file.sources.findLast(({ instruction }) => instruction.name === "ADAPTER");
    const found = adapter && file.peek.findPath(adapter.text);
    if (!adapter || !found) return;
    const base = baseModelOf(file);
    const architecture = base.kind === "none" ? undefined : architectureOf(base);
    if (base.kind === "none" || architecture === undefined) return;
    const finding = tryCompare(found, architecture);
    if (!finding) return;
    report({
      ...finding,
      span: adapter.instruction.value.span,
      related: [{ span: base.from.value.span, message: `the base is ${printable(architecture, 40)}` }],
    });
  },
});

function tryCompare(found: PathFact, architecture: string): Omit<Finding, "span"> | undefined {
  if (found.kind === "file") {
    const own = found.gguf?.kind === "adapter" ? found.gguf.architecture : undefined;
    return own === undefined || own === architecture
      ? undefined
      : { message: `the adapter is for ${printable(own, 40)} models` };
  }
  if (found.kind !== "directory") return undefined;
  const family = tryFindFamily(found.peftBase ?? "");
  if (family && !architecture.startsWith(family)) {
    return { message: `the adapter was trained on ${printable(found.peftBase ?? "", 80)}` };
  }
  if (convertible.has(architecture)) return undefined;
  return {
    message: `Ollama converts no adapters for ${printable(architecture, 40)} models`,
    notes: ["It stops with `unsupported architecture`. Convert the adapter to GGUF with llama.cpp."],
    severity: "error",
  };
}

/** Ollama v0.33 convert.ConvertAdapter. */
const convertible: ReadonlySet<string> = new Set(["llama", "gemma2"]);

/** Families whose architecture in GGUF starts with their name. Mistral's and many others' is `llama`. */
function tryFindFamily(baseName: string): string | undefined {
  const name = baseName.toLowerCase().split("/").pop() ?? "";
  return ["qwen", "gemma", "phi", "falcon", "starcoder", "gpt-oss"].find((family) => name.startsWith(family));
}
