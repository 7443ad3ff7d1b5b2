import type { TemplateAbilities } from "../../build/show/capabilities.js";
import { parseGoTemplate } from "../../language/gotemplate/syntax/parseGoTemplate.js";
import type {
  GoTemplateTree,
  ListNode,
  RangeNode,
  StatementNode,
  TemplateTreeNode,
} from "../../language/gotemplate/syntax/tree.js";
import { templateFunctions } from "./templatePort.js";

/** What a Go template can express, as Ollama v0.33 tells it: by the names that stand in it. */
export function readTemplateAbilities(template: string): TemplateAbilities {
  const parsed = parseGoTemplate(template, { functions: templateFunctions });
  if (parsed.kind === "error") return { tools: false, thinking: false, insert: false, toolRoundTrip: false };
  const names = namesIn(parsed.tree);
  const has = (name: string): boolean => names.has(name);
  const answers = ['eq .Role "tool"', "tool_response", "TOOL_RESULTS"];
  return {
    tools: has("tools"),
    insert: has("suffix"),
    thinking: hasThinkingTags(parsed.tree),
    toolRoundTrip: has("tools") && has("toolcalls") && answers.some((text) => template.includes(text)),
  };
}

/** Every identifier of fields and variables, in lower case. */
function namesIn(tree: GoTemplateTree): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { root } of tree.templates.values()) {
    visit(root, (node) => {
      if (node.kind === "field") for (const name of node.names) names.add(name.toLowerCase());
      if (node.kind === "variable")
        for (const name of [node.name, ...node.fields]) names.add(name.toLowerCase());
    });
  }
  return names;
}

/** Texts on both sides of `.Thinking` inside the loop over the messages. */
function hasThinkingTags({ templates }: GoTemplateTree): boolean {
  for (const { root } of templates.values()) {
    let found = false;
    visit(root, (node) => {
      if (node.kind === "range" && isOverMessages(node)) found ||= hasTagsAround(node.list);
    });
    if (found) return true;
  }
  return false;
}

function isOverMessages({ pipe }: RangeNode): boolean {
  let found = false;
  visit(pipe, (node) => {
    if (node.kind === "field") found ||= node.names.includes("Messages");
    if (node.kind === "variable") found ||= node.fields.includes("Messages");
  });
  return found;
}

/** The nearest list around the first `.Thinking` that is printed decides: its first and last nodes are the tags. */
function hasTagsAround(list: ListNode): boolean {
  const nearest = tryThinkingList(list);
  if (nearest === undefined) return false;
  const isTag = (node: StatementNode | undefined): boolean =>
    node?.kind === "text" && node.text.trim() !== "";
  return isTag(nearest.nodes[0]) && isTag(nearest.nodes.at(-1));
}

function tryThinkingList(list: ListNode): ListNode | undefined {
  for (const node of list.nodes) {
    if (node.kind === "action" && mentionsThinking(node)) return list;
    if (node.kind !== "if" && node.kind !== "range" && node.kind !== "with") continue;
    const inside = tryThinkingList(node.list) ?? (node.elseList && tryThinkingList(node.elseList));
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function mentionsThinking(node: TemplateTreeNode): boolean {
  let found = false;
  visit(node, (inner) => {
    if (inner.kind === "field") found ||= inner.names[0] === "Thinking";
  });
  return found;
}

function visit(node: TemplateTreeNode, see: (node: TemplateTreeNode) => void): void {
  see(node);
  for (const child of childrenOf(node)) visit(child, see);
}

function childrenOf(node: TemplateTreeNode): readonly TemplateTreeNode[] {
  switch (node.kind) {
    case "list":
      return node.nodes;
    case "action":
      return [node.pipe];
    case "if":
    case "range":
    case "with":
      return [node.pipe, node.list, ...(node.elseList ? [node.elseList] : [])];
    case "template":
      return node.pipe ? [node.pipe] : [];
    case "pipe":
      return [...node.declarations, ...node.commands];
    case "command":
      return node.args;
    default:
      return [];
  }
}
