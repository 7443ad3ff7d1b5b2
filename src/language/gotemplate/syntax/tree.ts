/**
 * The tree of a template. Every node has three UTF-16 offsets into the source: `start` and `end` are the
 * whole of it, `pos` is the place that Go's errors name (inside an action, for instance, the first word).
 */
interface Located {
  readonly pos: number;
  readonly start: number;
  readonly end: number;
}

export interface ListNode extends Located {
  readonly kind: "list";
  readonly nodes: readonly StatementNode[];
}

export interface TextNode extends Located {
  readonly kind: "text";
  /** What is left after trimming. */
  readonly text: string;
}

export interface CommentNode extends Located {
  readonly kind: "comment";
  /** With its `/*` and closing mark. */
  readonly text: string;
}

export interface ActionNode extends Located {
  readonly kind: "action";
  readonly pipe: PipeNode;
}

interface Branch extends Located {
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly elseList: ListNode | undefined;
}

export interface IfNode extends Branch {
  readonly kind: "if";
}

export interface RangeNode extends Branch {
  readonly kind: "range";
}

export interface WithNode extends Branch {
  readonly kind: "with";
}

export interface TemplateNode extends Located {
  readonly kind: "template";
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

export interface BreakNode extends Located {
  readonly kind: "break";
}

export interface ContinueNode extends Located {
  readonly kind: "continue";
}

export interface PipeNode extends Located {
  readonly kind: "pipe";
  /** `$x = …` and not `$x := …`. */
  readonly assigns: boolean;
  readonly declarations: readonly VariableNode[];
  readonly commands: readonly CommandNode[];
}

export interface CommandNode extends Located {
  readonly kind: "command";
  /** At least one: what is called or evaluated, then its arguments. */
  readonly args: readonly [OperandNode, ...OperandNode[]];
}

export interface FieldNode extends Located {
  readonly kind: "field";
  readonly names: readonly string[];
}

export interface VariableNode extends Located {
  readonly kind: "variable";
  /** With its dollar sign. */
  readonly name: string;
  readonly fields: readonly string[];
}

export interface IdentifierNode extends Located {
  readonly kind: "identifier";
  readonly name: string;
}

/** Fields of something that is no field or variable itself: `(index .a 1).b`. */
export interface ChainNode extends Located {
  readonly kind: "chain";
  readonly node: PipeNode | IdentifierNode;
  readonly fields: readonly string[];
}

export interface DotNode extends Located {
  readonly kind: "dot";
}

export interface NilNode extends Located {
  readonly kind: "nil";
}

export interface BoolNode extends Located {
  readonly kind: "bool";
  readonly value: boolean;
}

export interface StringNode extends Located {
  readonly kind: "string";
  readonly value: string;
  /** As written, with its quotes. */
  readonly literal: string;
}

/** A number has no type of its own: it holds a value of each type that can represent it. */
export interface NumberNode extends Located, NumberValues {
  readonly kind: "number";
  readonly literal: string;
}

export interface NumberValues {
  readonly int?: bigint;
  readonly uint?: bigint;
  readonly float?: number;
  readonly complex?: ComplexValue;
}

export interface ComplexValue {
  readonly real: number;
  readonly imaginary: number;
}

export type BranchNode = IfNode | RangeNode | WithNode;

/** What stands in a list. */
export type StatementNode =
  | TextNode
  | CommentNode
  | ActionNode
  | BranchNode
  | TemplateNode
  | BreakNode
  | ContinueNode;

export type LiteralNode = BoolNode | StringNode | NumberNode;

/** What stands in a command. */
export type OperandNode =
  | LiteralNode
  | NilNode
  | DotNode
  | FieldNode
  | VariableNode
  | IdentifierNode
  | ChainNode
  | PipeNode;

export type TemplateTreeNode = StatementNode | OperandNode | ListNode | CommandNode;

/** One named template: the whole file, or what a `define` or `block` in it holds. */
export interface TemplateTree {
  readonly name: string;
  /** Name of the file, which errors show. */
  readonly fileName: string;
  /** The whole file's text, which the offsets point into. */
  readonly text: string;
  readonly root: ListNode;
}

/** What a file defines: itself under its own name, and its `define`s and `block`s. */
export interface GoTemplateTree {
  readonly name: string;
  readonly templates: ReadonlyMap<string, TemplateTree>;
}
