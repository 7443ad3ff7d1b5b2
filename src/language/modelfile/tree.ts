import type { SourceFile } from "../text/sourceFile.js";
import type { Span } from "../text/span.js";
import type { InstructionName } from "./instructions.js";
import type { DroppedRune } from "./printable.js";
import type { Quote } from "./scanValue.js";

/** A piece of the text as the lexer cut it: a chevrotain token, as far as anybody needs to know. */
export interface Token {
  readonly startOffset: number;
  readonly image: string;
  readonly tokenType: { readonly name: string };
}

/** A Modelfile, every character of it. */
export interface ModelfileTree {
  readonly source: SourceFile;
  readonly tokens: readonly Token[];
  readonly items: readonly Item[];
  readonly instructions: readonly Instruction[];
}

/** What a line, or several lines of one value, turned out to be. */
export type Item = Instruction | CommentItem | JunkItem;

export interface CommentItem {
  readonly kind: "comment";
  readonly span: Span;
}

/** A line that is no instruction: Ollama stops here. */
export interface JunkItem {
  readonly kind: "junk";
  readonly span: Span;
  readonly problem: SyntaxProblem;
}

export interface Instruction {
  readonly kind: "instruction";
  /** Undefined when the word is none that Ollama knows. */
  readonly name: InstructionName | undefined;
  /** The word as written. */
  readonly word: string;
  readonly wordSpan: Span;
  /** PARAMETER's name or MESSAGE's role, empty when two blanks stand before it. */
  readonly argument: NamePart | undefined;
  /** Undefined when the line breaks off before a value. */
  readonly value: ValueNode | undefined;
  readonly span: Span;
  readonly problem: SyntaxProblem | undefined;
}

export interface NamePart {
  readonly text: string;
  readonly span: Span;
}

export interface ValueNode {
  /** Ollama's reading of the value: quotes off, unprintable runes dropped. */
  readonly text: string;
  readonly quote: Quote;
  /** Quotes included, blanks around not. */
  readonly span: Span;
  /** Inside the quotes. */
  readonly contentSpan: Span;
  readonly dropped: readonly DroppedRune[];
  readonly closed: boolean;
}

/** Where Ollama's parser stops, in its own terms. The first one of a file is Ollama's error. */
export type SyntaxProblem =
  | { readonly kind: "unknown-command"; readonly offset: number }
  | { readonly kind: "bad-role"; readonly offset: number }
  | { readonly kind: "bad-name"; readonly offset: number; readonly read: string }
  | { readonly kind: "unexpected-end"; readonly offset: number };
