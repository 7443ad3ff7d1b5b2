import type { ListNode, RangeNode, TemplateTreeNode } from "../../gotemplate/index.js";
import { trimGoSpace } from "./goSpace.js";
import { childrenOf } from "./identifiersOf.js";
import type { ChatTemplate } from "./parseChatTemplate.js";

export interface ThinkingTags {
  readonly opening: string;
  readonly closing: string;
}

/** Where a walk stands: the innermost loop and list around a node. */
interface Surroundings {
  readonly range: RangeNode | undefined;
  readonly list: ListNode | undefined;
}

/**
 * Guesses what stands around thoughts, as Ollama does (thinking/template.go, InferTags): the texts at both ends
 * of the list around a `.Thinking` in a loop over `.Messages`. Every such field has its say, a condition's too,
 * and the last text on either side wins. `$.Messages` is no field and does not count.
 */
export function detectThinkingTags({ root }: ChatTemplate): ThinkingTags {
  let opening = "";
  let closing = "";
  const visit = (node: TemplateTreeNode, around: Surroundings): void => {
    if (node.kind === "field" && node.names[0] === "Thinking" && isOverMessages(around.range)) {
      opening = tagOf(around.list?.nodes[0]) ?? opening;
      closing = tagOf(around.list?.nodes.at(-1)) ?? closing;
    }
    const inside = surroundingsIn(node, around);
    for (const child of childrenOf(node)) visit(child, inside);
  };
  visit(root.root, { range: undefined, list: undefined });
  return { opening, closing };
}

function surroundingsIn(node: TemplateTreeNode, around: Surroundings): Surroundings {
  if (node.kind === "range") return { ...around, range: node };
  return node.kind === "list" ? { ...around, list: node } : around;
}

function tagOf(node: TemplateTreeNode | undefined): string | undefined {
  return node?.kind === "text" ? trimGoSpace(node.text) : undefined;
}

function isOverMessages(range: RangeNode | undefined): boolean {
  if (range === undefined) return false;
  const usesMessages = (node: TemplateTreeNode): boolean =>
    (node.kind === "field" && node.names[0] === "Messages") || childrenOf(node).some(usesMessages);
  return usesMessages(range.pipe);
}
