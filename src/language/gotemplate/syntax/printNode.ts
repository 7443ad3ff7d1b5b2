import { quoteText } from "../text/quote.js";
import type { BranchNode, ListNode, PipeNode, TemplateTreeNode } from "./tree.js";

/** A node as Go prints it: canonical spacing, delimiters `{{ }}` whatever the source had. */
export function printNode(node: TemplateTreeNode): string {
  switch (node.kind) {
    case "list":
      return node.nodes.map(printNode).join("");
    case "text":
      return node.text;
    case "comment":
      return `{{${node.text}}}`;
    case "action":
      return `{{${printPipe(node.pipe)}}}`;
    case "if":
    case "range":
    case "with":
      return printBranch(node);
    case "template":
      return `{{template ${quoteText(node.name)}${node.pipe === undefined ? "" : ` ${printPipe(node.pipe)}`}}}`;
    case "break":
    case "continue":
      return `{{${node.kind}}}`;
    case "pipe":
      return printPipe(node);
    case "command":
      return node.args.map((arg) => (arg.kind === "pipe" ? `(${printPipe(arg)})` : printNode(arg))).join(" ");
    case "field":
      return `.${node.names.join(".")}`;
    case "variable":
      return [node.name, ...node.fields].join(".");
    case "identifier":
      return node.name;
    case "chain": {
      const inner = node.node.kind === "pipe" ? `(${printPipe(node.node)})` : node.node.name;
      return [inner, ...node.fields].join(".");
    }
    case "dot":
      return ".";
    case "nil":
      return "nil";
    case "bool":
      return String(node.value);
    case "string":
    case "number":
      return node.literal;
  }
}

function printPipe(pipe: PipeNode): string {
  const commands = pipe.commands.map(printNode).join(" | ");
  if (pipe.declarations.length === 0) return commands;
  return `${pipe.declarations.map(printNode).join(", ")} ${pipe.assigns ? "=" : ":="} ${commands}`;
}

function printBranch(node: BranchNode): string {
  const otherwise = node.elseList === undefined ? "" : `{{else}}${printList(node.elseList)}`;
  return `{{${node.kind} ${printPipe(node.pipe)}}}${printList(node.list)}${otherwise}{{end}}`;
}

function printList(list: ListNode): string {
  return list.nodes.map(printNode).join("");
}
