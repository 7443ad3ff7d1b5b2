import type { TemplateTreeNode } from "./tree.js";

/** The nodes directly inside a node, in the order of the source. */
export function childrenOf(node: TemplateTreeNode): readonly TemplateTreeNode[] {
  switch (node.kind) {
    case "list":
      return node.nodes;
    case "action":
      return [node.pipe];
    case "if":
    case "range":
    case "with":
      return node.elseList === undefined ? [node.pipe, node.list] : [node.pipe, node.list, node.elseList];
    case "template":
      return node.pipe === undefined ? [] : [node.pipe];
    case "pipe":
      return [...node.declarations, ...node.commands];
    case "command":
      return node.args;
    case "chain":
      return [node.node];
    default:
      return [];
  }
}

/** A node and all that is inside it, each before what it holds. */
export function* walkTree(node: TemplateTreeNode): Iterable<TemplateTreeNode> {
  yield node;
  for (const child of childrenOf(node)) yield* walkTree(child);
}
