import type { FileFormat, GgufFact, ModelFact, PathFact } from "../../lint/modelPeek.js";
import type { Rule } from "../../lint/rule.js";
import { describeRune } from "../../lint/views/runeNames.js";
import type { BuiltinInfo, RendererInfo } from "../../modelfile/builtins.js";
import type { InstructionInfo, MessageRole } from "../../modelfile/instructions.js";
import type { ParameterInfo, RetiredParameter } from "../../modelfile/parameters.js";
import type { DroppedRune } from "../../modelfile/printable.js";

/** What hover and completion can speak about; all of it comes from the tables. */
export type Topic =
  | { readonly kind: "instruction"; readonly info: InstructionInfo }
  | { readonly kind: "parameter"; readonly info: ParameterInfo }
  | { readonly kind: "retired"; readonly info: RetiredParameter }
  | { readonly kind: "foreign"; readonly name: string; readonly info: ParameterInfo }
  | { readonly kind: "role"; readonly role: MessageRole }
  | { readonly kind: "renderer"; readonly info: RendererInfo }
  | { readonly kind: "parser"; readonly info: BuiltinInfo }
  | { readonly kind: "rule"; readonly rule: Rule }
  | { readonly kind: "dropped"; readonly rune: DroppedRune["rune"] }
  | { readonly kind: "path"; readonly path: string; readonly fact: PathFact }
  | { readonly kind: "model"; readonly name: string; readonly fact: ModelFact };

/** Markdown for people. */
export function describeTopic(topic: Topic): string {
  switch (topic.kind) {
    case "instruction":
      return describeInstruction(topic.info);
    case "parameter":
      return describeParameter(topic.info);
    case "retired":
      return describeRetired(topic.info);
    case "foreign":
      return `Ollama has no parameter \`${topic.name}\`; what other runtimes call so is \`${topic.info.name}\`.\n\n${describeParameter(topic.info)}`;
    case "role":
      return `**${topic.role}**\n\n${roles[topic.role]}`;
    case "renderer":
      return `${describeBuiltin("renderer", topic.info)}\n\nIts answers are read by \`PARSER ${topic.info.parser}\`.`;
    case "parser":
      return describeBuiltin("parser", topic.info);
    case "rule":
      return describeRule(topic.rule);
    case "dropped":
      return `**${describeRune(topic.rune)}**: Ollama leaves this character out of what it reads.`;
    case "path":
      return describePath(topic.path, topic.fact);
    case "model":
      return describeModel(topic.name, topic.fact);
  }
}

const roles: Readonly<Record<MessageRole, string>> = {
  system: "An instruction to the model, as SYSTEM gives one, at this place of the conversation.",
  user: "What a person says.",
  assistant: "What the model is to have answered.",
};

export function summaryOfRole(role: MessageRole): string {
  return roles[role];
}

function describeInstruction({ syntax, summary, details, repeats, since }: InstructionInfo): string {
  const several = repeats === "adds" ? "Several add up." : "Of several the last one counts.";
  return `${fence(syntax)}\n\n${summary}\n\n${details}\n\n${several} Since Ollama ${since}.`;
}

function describeParameter(info: ParameterInfo): string {
  const facts = [`Default: ${info.default}`, ...rangeOf(info), `Since Ollama ${info.since}`];
  const syntax = `PARAMETER ${info.name} <${typeNames[info.type]}>`;
  return `${fence(syntax)}\n\n${info.summary}\n\n${facts.map((fact) => `- ${fact}`).join("\n")}`;
}

const typeNames: Readonly<Record<ParameterInfo["type"], string>> = {
  int: "integer",
  float: "number",
  bool: "true | false",
  strings: "text",
};

/** `float, default 0.8`: one line for a list. */
export function summarizeParameter({ type, default: standard }: ParameterInfo): string {
  return `${type === "strings" ? "string, repeatable" : type}, default ${standard}`;
}

function rangeOf({ range }: ParameterInfo): string[] {
  if (!range) return [];
  const { min, max, special = {} } = range;
  const bounds =
    min !== undefined && max !== undefined ? `${min} to ${max}` : min === undefined ? "" : `${min} or more`;
  const meanings = Object.entries(special).map(([value, meaning]) => `\`${value}\`: ${meaning}`);
  return [...(bounds ? [`Range: ${bounds}`] : []), ...meanings];
}

function describeRetired({ name, today, until, instead }: RetiredParameter): string {
  const effect =
    today === "ignored" ? "Ollama warns about it and ignores it." : "Ollama refuses a file that sets it.";
  return `**${name}** is gone since Ollama ${until}. ${effect}\n\n${instead}`;
}

function describeBuiltin(what: string, { name, since, until }: BuiltinInfo): string {
  const gone = until === undefined ? "" : `, gone in ${until}`;
  return `**${name}**: a ${what} that is part of Ollama since ${since}${gone}.`;
}

function describeRule({ number, name, severity, fatal, docs }: Rule): string {
  const weight = fatal ? "error, cannot be silenced" : severity;
  return `**${number} ${name}** (${weight})\n\n${docs.what}\n\n${docs.why}\n\n${docs.instead}`;
}

function describePath(path: string, fact: PathFact): string {
  switch (fact.kind) {
    case "missing":
      return `${code(path)}: there is no such file or directory.`;
    case "file":
      return [
        `${code(path)}: ${formatNames[fact.format]}, ${printSize(fact.sizeBytes)}`,
        ...(fact.gguf ? factsOfGguf(fact.gguf) : []),
      ].join("\n\n");
    case "directory": {
      const files = fact.entries.filter(({ kind }) => kind !== "directory").length;
      return `${code(path)}: a directory with ${files} ${files === 1 ? "file" : "files"}`;
    }
  }
}

const formatNames: Readonly<Record<FileFormat, string>> = {
  gguf: "GGUF file",
  safetensors: "Safetensors file",
  ggml: "old GGML file",
  zip: "Zip archive (PyTorch weights)",
  text: "text file",
  empty: "empty file",
  other: "file of unknown format",
};

function factsOfGguf(gguf: GgufFact): string[] {
  const facts = [`- ${gguf.kind}, architecture \`${gguf.architecture}\``];
  if (gguf.contextLength !== undefined) facts.push(`- context length ${gguf.contextLength}`);
  if (gguf.splitCount !== undefined) facts.push(`- one of ${gguf.splitCount} parts`);
  if (gguf.baseName !== undefined) facts.push(`- made for ${code(gguf.baseName)}`);
  return [facts.join("\n")];
}

function describeModel(name: string, fact: ModelFact): string {
  const facts: string[] = [];
  if (fact.architecture !== undefined) facts.push(`- architecture \`${fact.architecture}\``);
  if (fact.contextLength !== undefined) facts.push(`- context length ${fact.contextLength}`);
  if (fact.hasTemplate) facts.push("- has a template");
  if (fact.stops.length > 0) facts.push(`- stops at ${fact.stops.map(code).join(", ")}`);
  return [`${code(name)}: a model of the local store`, facts.join("\n")].filter(Boolean).join("\n\n");
}

function printSize(sizeBytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const power = sizeBytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(sizeBytes) / 10));
  const size = sizeBytes / 1024 ** power;
  return `${power === 0 ? size : size.toFixed(1)} ${units[power]}`;
}

function fence(text: string): string {
  return `\`\`\`modelfile\n${text}\n\`\`\``;
}

/** Inline code for any text: the fence is longer than every run of backticks in it. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const marks = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${marks}${pad}${text.replace(/[\r\n]+/g, " ")}${pad}${marks}`;
}
