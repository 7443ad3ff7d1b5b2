import {
  type ActionNode,
  type GoTemplateTree,
  type ParseLimits,
  parseGoTemplate,
  type TemplateTree,
} from "../../gotemplate/index.js";
import { compareText } from "../../gotemplate/text/goText.js";
import { lineOf } from "../../gotemplate/text/positions.js";
import { toGoLower } from "../messages/toGoLower.js";
import { goFunctionNames } from "../values/goFunctions.js";
import { identifiersOf } from "./identifiersOf.js";

/** A Go template as Ollama holds it. */
export interface ChatTemplate {
  /** As it was given: what is stored and shown. */
  readonly text: string;
  /** What is rendered: with `{{ .Response }}` at the end where the text uses neither that nor `.Messages`. */
  readonly tree: GoTemplateTree;
  readonly root: TemplateTree;
  readonly appendsResponse: boolean;
  /** Names of fields and variables in all its templates, lower-cased and sorted. */
  readonly variables: readonly string[];
}

export type ChatTemplateResult =
  | { readonly kind: "ok"; readonly template: ChatTemplate }
  | {
      readonly kind: "error";
      /** Ollama's text. */
      readonly message: string;
      /** UTF-16 offset of what is wrong, as well as it is known. */
      readonly offset: number;
      /** From 1. */
      readonly line: number;
    };

/** What a model without a template layer is given (template/template.go, DefaultTemplate). */
export const defaultTemplateText = "{{ .Prompt }}";

/** Parses a template as Ollama v0.33 does: same trees, same errors. */
export function parseChatTemplate(text: string, limits?: ParseLimits): ChatTemplateResult {
  const parsed = parseGoTemplate(text, {
    functions: goFunctionNames,
    ...(limits === undefined ? {} : { limits }),
  });
  if (parsed.kind === "error") return parsed;
  const names = new Set<string>();
  for (const { root } of parsed.tree.templates.values()) {
    const found = identifiersOf(root);
    if (found.kind === "error") {
      const offset = found.node.start;
      return { kind: "error", message: "undefined template specified", offset, line: lineOf(text, offset) };
    }
    for (const name of found.names) names.add(toGoLower(name));
  }
  return { kind: "ok", template: createTemplate(text, parsed.tree, names) };
}

function createTemplate(text: string, parsed: GoTemplateTree, names: Set<string>): ChatTemplate {
  const appendsResponse = !names.has("messages") && !names.has("response");
  if (appendsResponse) names.add("response");
  const plain = parsed.templates.get(parsed.name) ?? emptyTree(parsed.name, text);
  const root = appendsResponse ? withResponse(plain) : plain;
  const tree = { name: parsed.name, templates: new Map(parsed.templates).set(parsed.name, root) };
  return { text, tree, root, appendsResponse, variables: [...names].sort(compareText) };
}

function emptyTree(name: string, text: string): TemplateTree {
  return {
    name,
    fileName: name,
    text,
    root: { kind: "list", pos: 0, start: 0, end: text.length, nodes: [] },
  };
}

/** The added node stands, without length, at the end of the text. */
function withResponse(tree: TemplateTree): TemplateTree {
  const at = { pos: tree.text.length, start: tree.text.length, end: tree.text.length };
  const action: ActionNode = {
    ...at,
    kind: "action",
    pipe: {
      ...at,
      kind: "pipe",
      assigns: false,
      declarations: [],
      commands: [{ ...at, kind: "command", args: [{ ...at, kind: "field", names: ["Response"] }] }],
    },
  };
  return { ...tree, root: { ...tree.root, nodes: [...tree.root.nodes, action] } };
}

export function usesVariable(template: ChatTemplate, name: string): boolean {
  return template.variables.includes(name);
}
