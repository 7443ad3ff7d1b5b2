import type { IfNode, StatementNode } from "../../gotemplate/index.js";
import { trimGoSpace } from "./goSpace.js";
import type { ChatTemplate } from "./parseChatTemplate.js";

/** What Ollama takes for the start of a tool call when a template shows no other: any JSON object. */
const anyObject = "{";

/**
 * Guesses what a model writes in front of a tool call (tools/template.go, parseTag): the first text inside the
 * first `if` on `.ToolCalls`, up to its first brace.
 */
export function detectToolTag({ root }: ChatTemplate): string {
  const calls = tryToolCallNode(root.root.nodes);
  const text = calls === undefined ? undefined : tryFirstText(calls.list.nodes);
  const [tag = ""] = (text ?? "").replaceAll("\r\n", "\n").split("{", 1);
  return trimGoSpace(tag) || anyObject;
}

function tryToolCallNode(nodes: readonly StatementNode[]): IfNode | undefined {
  for (const node of nodes) {
    if (node.kind !== "if" && node.kind !== "range" && node.kind !== "with") continue;
    if (node.kind === "if" && isOnToolCalls(node)) return node;
    const found = tryToolCallNode(node.list.nodes) ?? tryToolCallNode(node.elseList?.nodes ?? []);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Only what stands in the condition itself counts, nothing in parentheses. */
function isOnToolCalls({ pipe }: IfNode): boolean {
  return pipe.commands.some(({ args }) =>
    args.some((arg) => arg.kind === "field" && arg.names.includes("ToolCalls")),
  );
}

/** The first text that is not blank; the first action or block without one ends the search. */
function tryFirstText(nodes: readonly StatementNode[]): string | undefined {
  for (const node of nodes) {
    switch (node.kind) {
      case "text":
        if (trimGoSpace(node.text) !== "") return node.text;
        break;
      case "if":
      case "range":
      case "with":
        return tryFirstText(node.list.nodes) ?? tryFirstText(node.elseList?.nodes ?? []);
      case "action":
        return undefined;
    }
  }
  return undefined;
}
