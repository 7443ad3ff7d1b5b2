import type { Command } from "commander";
import type { CommandContext } from "./commandContext.js";

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly group: "Modelfiles" | "Models" | "Registries" | "mf itself";
  /** Loaded when the command runs, so that each one pays for itself alone. */
  load(): Promise<(command: Command, context: CommandContext) => void>;
}

/** Every command of `mf`: help, completion and the documents read this table. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: "lint",
    summary: "find mistakes in Modelfiles, and mend them",
    group: "Modelfiles",
    load: async () => (await import("./commands/lint.js")).defineLint,
  },
  {
    name: "fmt",
    summary: "format Modelfiles",
    group: "Modelfiles",
    load: async () => (await import("./commands/fmt.js")).defineFmt,
  },
  {
    name: "parse",
    summary: "print what Ollama reads in a Modelfile, as JSON",
    group: "Modelfiles",
    load: async () => (await import("./commands/parse.js")).defineParse,
  },
  {
    name: "explain",
    summary: "explain a lint rule, an instruction or a parameter",
    group: "Modelfiles",
    load: async () => (await import("./commands/explain.js")).defineExplain,
  },
  {
    name: "rules",
    summary: "list the lint rules",
    group: "Modelfiles",
    load: async () => (await import("./commands/rules.js")).defineRules,
  },
  {
    name: "lsp",
    summary: "serve an editor over stdio",
    group: "Modelfiles",
    load: async () => (await import("./commands/lsp.js")).defineLsp,
  },
  {
    name: "build",
    summary: "build a model from a Modelfile",
    group: "Models",
    load: async () => (await import("./commands/build.js")).defineBuild,
  },
  {
    name: "quantize",
    summary: "quantize a GGUF model, with the bytes of llama-quantize",
    group: "Models",
    load: async () => (await import("./commands/quantize.js")).defineQuantize,
  },
  {
    name: "inspect",
    summary: "look into a GGUF file or a stored model",
    group: "Models",
    load: async () => (await import("./commands/inspect.js")).defineInspect,
  },
  {
    name: "ls",
    summary: "list the models in the store",
    group: "Models",
    load: async () => (await import("./commands/ls.js")).defineLs,
  },
  {
    name: "show",
    summary: "show what a model is made of",
    group: "Models",
    load: async () => (await import("./commands/show.js")).defineShow,
  },
  {
    name: "cp",
    summary: "give a model a second name",
    group: "Models",
    load: async () => (await import("./commands/cp.js")).defineCp,
  },
  {
    name: "rm",
    summary: "remove models",
    group: "Models",
    load: async () => (await import("./commands/rm.js")).defineRm,
  },
  {
    name: "push",
    summary: "send a model to a registry",
    group: "Registries",
    load: async () => (await import("./commands/push.js")).definePush,
  },
  {
    name: "pull",
    summary: "fetch a model from a registry",
    group: "Registries",
    load: async () => (await import("./commands/pull.js")).definePull,
  },
  {
    name: "config",
    summary: "show the configuration and where each value comes from",
    group: "mf itself",
    load: async () => (await import("./commands/config.js")).defineConfig,
  },
  {
    name: "doctor",
    summary: "check what mf finds on this machine",
    group: "mf itself",
    load: async () => (await import("./commands/doctor.js")).defineDoctor,
  },
  {
    name: "completion",
    summary: "print a completion script for bash, zsh or fish",
    group: "mf itself",
    load: async () => (await import("./commands/completion.js")).defineCompletion,
  },
];
