import {
  type GoSlice,
  type GoValue,
  itemsOf,
  type OutputPiece,
  type RangeNode,
  type TemplateTreeNode,
  unwrap,
} from "../gotemplate/index.js";
import type { CollatedConversation } from "./messages/collateMessages.js";
import type { Turn } from "./messages/planTurns.js";
import { childrenOf } from "./template/identifiersOf.js";

/** The messages, by index, that a piece of output is from. */
export type PieceSources = (piece: OutputPiece) => readonly number[];

/** Of a template over all messages: by the message that dot is or is part of, or by the turn of a loop. */
export function sourcesInMessages({ messages }: CollatedConversation, values: GoSlice): PieceSources {
  const owners = ownersIn(values);
  const system = messages.flatMap(({ message, sources }) => (message.role === "system" ? sources : []));
  return ({ node, dot, iterations }) => {
    if (readsFromRoot(node, "System")) return system;
    const around = iterations.find((iteration) => isOverMessages(iteration.node));
    const index = owners.get(unwrap(dot)) ?? around?.index;
    return index === undefined ? [] : (messages[index]?.sources ?? []);
  };
}

/** Of one turn: the messages whose text the node reads, or all of the turn's where it reads none. */
export function sourcesInTurn({ system, prompt, response }: Turn): PieceSources {
  const variables = [
    { name: "System", sources: system.sources },
    { name: "Prompt", sources: prompt.sources },
    { name: "Response", sources: response.sources },
  ];
  const all = variables.flatMap(({ sources }) => sources);
  return ({ node }) => {
    const read = variables.filter(({ name }) => readsFromRoot(node, name));
    return read.length === 0 ? all : read.flatMap(({ sources }) => sources);
  };
}

/** The messages and the tool calls in them, as the values that dot can be. */
function ownersIn(values: GoSlice): ReadonlyMap<GoValue, number> {
  const owners = new Map<GoValue, number>();
  for (const [index, message] of itemsOf(values).entries()) {
    owners.set(message, index);
    const target = typeof message === "object" && message.kind === "pointer" ? message.target : undefined;
    const fields = typeof target === "object" && target.kind === "struct" ? target.fields : [];
    for (const field of fields) {
      if (typeof field !== "object" || field.kind !== "slice" || field.type.elem.kind !== "struct") continue;
      for (const call of itemsOf(field)) owners.set(call, index);
    }
  }
  return owners;
}

function readsFromRoot(node: TemplateTreeNode, name: string): boolean {
  if (node.kind === "field") return node.names[0] === name;
  if (node.kind === "variable") return node.name === "$" && node.fields[0] === name;
  return childrenOf(node).some((child) => readsFromRoot(child, name));
}

/** `range .Messages` and `range $.Messages`: their turns count the messages. */
function isOverMessages({ pipe }: RangeNode): boolean {
  const [command, ...others] = pipe.commands;
  if (command === undefined || others.length > 0 || command.args.length !== 1) return false;
  const [list] = command.args;
  if (list.kind === "field") return list.names.length === 1 && list.names[0] === "Messages";
  return list.kind === "variable" && list.fields.length === 1 && list.fields[0] === "Messages";
}
