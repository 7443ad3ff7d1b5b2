import type {
  ActionNode,
  BranchNode,
  CommandNode,
  ListNode,
  OperandNode,
  PipeNode,
  StatementNode,
} from "../../gotemplate/index.js";

/** A template up to its `.Response`, or where Ollama crashes over it. */
export type LegacyCut =
  | { readonly kind: "ok"; readonly root: ListNode; readonly isCut: boolean }
  | { readonly kind: "panic"; readonly message: string; readonly node: BranchNode };

/**
 * What Ollama renders the last turn with: everything behind the first `.Response` is taken out, depth first
 * (template/template.go, deleteNode). Conditions, chains and `{{template}}` are not looked into.
 */
export function cutLegacy(root: ListNode): LegacyCut {
  const cut: Cut = { done: false };
  try {
    return { kind: "ok", root: cutList(cut, root), isCut: cut.done };
  } catch (error) {
    if (!(error instanceof CutPanic)) throw error;
    return { kind: "panic", message: error.message, node: error.node };
  }
}

/** `done` once the field was met: all that is met from then on goes. */
interface Cut {
  done: boolean;
}

/** An `else` behind the cut is deleted as a whole, and Ollama then takes nothing for a list. */
class CutPanic extends Error {
  readonly node: BranchNode;

  constructor(node: BranchNode) {
    super("interface conversion: parse.Node is nil, not *parse.ListNode");
    this.node = node;
  }
}

function cutList(cut: Cut, list: ListNode): ListNode {
  return { ...list, nodes: list.nodes.flatMap((node) => cutStatement(cut, node)) };
}

function cutStatement(cut: Cut, node: StatementNode): readonly StatementNode[] {
  if (cut.done) return [];
  switch (node.kind) {
    case "action":
      return cutAction(cut, node);
    case "if":
    case "range":
    case "with":
      return [cutBranch(cut, node)];
    default:
      return [node];
  }
}

function cutBranch<T extends BranchNode>(cut: Cut, node: T): T {
  const list = cutList(cut, node.list);
  if (node.elseList === undefined) return { ...node, list };
  if (cut.done) throw new CutPanic(node);
  return { ...node, list, elseList: cutList(cut, node.elseList) };
}

/** A command that loses all its words takes the whole action along: `{{ .Response | json }}`. */
function cutAction(cut: Cut, node: ActionNode): readonly StatementNode[] {
  const pipe = tryCutPipe(cut, node.pipe);
  return pipe === undefined ? [] : [{ ...node, pipe }];
}

function tryCutPipe(cut: Cut, pipe: PipeNode): PipeNode | undefined {
  const commands: CommandNode[] = [];
  for (const command of pipe.commands) {
    const [first, ...rest] = command.args.flatMap((arg) => cutOperand(cut, arg));
    if (first === undefined) return undefined;
    commands.push({ ...command, args: [first, ...rest] });
  }
  return { ...pipe, commands };
}

function cutOperand(cut: Cut, arg: OperandNode): readonly OperandNode[] {
  if (arg.kind === "field" && arg.names.includes("Response")) {
    cut.done = true;
    return [arg];
  }
  if (cut.done) return [];
  if (arg.kind !== "pipe") return [arg];
  const pipe = tryCutPipe(cut, arg);
  return pipe === undefined ? [] : [pipe];
}
