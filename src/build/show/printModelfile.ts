import { printShortestModelName } from "../../base/modelName.js";
import { tryFindParameter } from "../../language/modelfile/parameters.js";
import { tryParseParameterValue } from "../../language/modelfile/parameterValue.js";
import { parseModelfile } from "../../language/modelfile/parseModelfile.js";
import { commandOf, type OllamaCommand } from "../../language/modelfile/readAsOllama.js";
import type { JsonValue } from "../../store/goJson.js";
import type { StoredMessage, StoredParams } from "../../store/textLayers.js";
import { parameterJson } from "../request/parameterJson.js";
import type { ModelDetails } from "./modelDetails.js";

/**
 * A Modelfile that builds the model again from itself, on any machine that has it: FROM its name, and every text that
 * a Modelfile can say. What it cannot say, or what would be added twice, comes along with FROM and is named in a comment.
 */
export function printModelfile(details: ModelDetails): string {
  const name = printShortestModelName(details.stored.name);
  const inherited = listWeights(details);
  const say = (instruction: string, lines: readonly string[] | undefined): readonly string[] => {
    if (lines === undefined) inherited.push(instruction);
    return lines ?? [];
  };
  const { config, template, system } = details;
  const body = [
    ...say("TEMPLATE", tryLines("TEMPLATE", template)),
    ...say("SYSTEM", tryLines("SYSTEM", system)),
    ...say("RENDERER", tryLines("RENDERER", config.renderer)),
    ...say("PARSER", tryLines("PARSER", config.parser)),
    ...say("REQUIRES", tryLines("REQUIRES", config.requires)),
    ...parameterLines(details.params, (parameter) => inherited.push(`PARAMETER ${parameter}`)),
    ...say("MESSAGE", tryMessageLines(details.messages)),
  ];
  if (details.licenses.length > 0) inherited.push("LICENSE");
  const comment = inherited.length > 0 ? [`# Comes with FROM: ${inherited.join(", ")}`] : [];
  return `${[`FROM ${name}`, ...comment, ...body].join("\n")}\n`;
}

function listWeights({ adapters, draft, projectors }: ModelDetails): string[] {
  const names: string[] = [];
  if (adapters.length > 0) names.push("ADAPTER");
  if (draft !== undefined) names.push("DRAFT");
  if (projectors.length > 0) names.push("the projector");
  return names;
}

/** Undefined when no way of quoting says the value; no line for what is absent. */
function tryLines(instruction: string, value: string | undefined): readonly string[] | undefined {
  if (!value) return [];
  const line = tryLine(instruction, value, (command) => command.args === value);
  return line === undefined ? undefined : [line];
}

function tryLine(
  start: string,
  value: string,
  isMeant: (command: OllamaCommand) => boolean,
): string | undefined {
  const quoted = [`"${value}"`, `"""${value}"""`];
  const forms = value.includes("\n") ? quoted.reverse() : value === "" ? quoted : [value, ...quoted];
  return forms
    .map((form) => `${start} ${form}`)
    .find((line) => {
      const { instructions, items } = parseModelfile(`${line}\n`);
      const [only] = instructions;
      return items.length === 1 && only !== undefined && !only.problem && isMeant(commandOf(only));
    });
}

function parameterLines(params: StoredParams, inherit: (name: string) => void): readonly string[] {
  return Object.entries(params).flatMap(([name, value]) => {
    const lines = tryParameterLines(name, value ?? null);
    if (lines === undefined) inherit(name);
    return lines ?? [];
  });
}

function tryParameterLines(name: string, value: JsonValue): readonly string[] | undefined {
  const info = tryFindParameter(name);
  if (info === undefined) return undefined;
  const items: readonly JsonValue[] = info.type === "strings" && Array.isArray(value) ? value : [value];
  const lines = items.map((item) => {
    const text = typeof item === "string" ? item : JSON.stringify(item);
    return tryLine(`PARAMETER ${name}`, text, ({ name: read, args }) => {
      const parsed = read === name ? tryParseParameterValue(info, args) : undefined;
      const back = parsed && parameterJson(parsed);
      return JSON.stringify(Array.isArray(back) ? back[0] : back) === JSON.stringify(item);
    });
  });
  return lines.includes(undefined) ? undefined : lines.flatMap((line) => line ?? []);
}

/** All or none: a MESSAGE line replaces every message of the base. */
function tryMessageLines(messages: readonly StoredMessage[]): readonly string[] | undefined {
  const lines = messages.map(({ role, content, ...more }) => {
    if (Object.values(more).some((value) => value !== undefined)) return undefined;
    return tryLine(
      `MESSAGE ${role}`,
      content,
      ({ name, args }) => name === "message" && args === `${role}: ${content}`,
    );
  });
  return lines.includes(undefined) ? undefined : lines.flatMap((line) => line ?? []);
}
