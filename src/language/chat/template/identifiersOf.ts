import type { TemplateNode, TemplateTreeNode } from "../../gotemplate/index.js";

/** The names that fields and variables in a tree are made of, or the node at which Ollama gives up. */
export type Identifiers =
  | { readonly kind: "ok"; readonly names: readonly string[] }
  | { readonly kind: "error"; readonly node: TemplateNode };

/**
 * Reads the names as Ollama does (template/template.go, Identifiers): neither what a pipeline declares nor
 * the fields of a chain `(…).X` count, and a `{{template}}` that is given nothing is an error.
 */
export function identifiersOf(root: TemplateTreeNode): Identifiers {
  const names: string[] = [];
  const visit = (node: TemplateTreeNode): TemplateNode | undefined => {
    if (node.kind === "field") names.push(...node.names);
    if (node.kind === "variable") names.push(node.name, ...node.fields);
    if (node.kind === "template" && node.pipe === undefined) return node;
    for (const child of childrenOf(node)) {
      const failed = visit(child);
      if (failed !== undefined) return failed;
    }
    return undefined;
  };
  const failed = visit(root);
  return failed === undefined ? { kind: "ok", names } : { kind: "error", node: failed };
}

/** The nodes inside a node which Ollama's walks over a template reach. */
export function childrenOf(node: TemplateTreeNode): readonly TemplateTreeNode[] {
  switch (node.kind) {
    case "list":
      return node.nodes;
    case "if":
    case "range":
    case "with":
      return node.elseList === undefined ? [node.pipe, node.list] : [node.pipe, node.list, node.elseList];
    case "action":
      return [node.pipe];
    case "template":
      return node.pipe === undefined ? [] : [node.pipe];
    case "pipe":
      return node.commands;
    case "command":
      return node.args;
    default:
      return [];
  }
}
