import type { Span } from "../../text/span.js";

/** What the list shows beside an item. */
export type CompletionKind =
  | "instruction"
  | "parameter"
  | "role"
  | "value"
  | "model"
  | "file"
  | "folder"
  | "rule"
  | "snippet";

export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** One line beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** What is replaced. */
  readonly span: Span;
  readonly insert: Insertion;
  /** Items of a lower rank come first; the same rank is sorted by label. */
  readonly rank: number;
}

/** Text with places to fill in, for editors that can step through them. */
export type Insertion = readonly InsertionPart[];

export type InsertionPart =
  | string
  | { readonly kind: "field"; readonly text: string }
  | { readonly kind: "choice"; readonly texts: readonly string[] };

export function field(text: string): InsertionPart {
  return { kind: "field", text };
}

/** As plain text: fields hold their proposal, choices their first. */
export function printPlain(insertion: Insertion): string {
  return insertion
    .map((part) =>
      typeof part === "string" ? part : part.kind === "field" ? part.text : (part.texts[0] ?? ""),
    )
    .join("");
}

export function isPlain(insertion: Insertion): boolean {
  return insertion.every((part) => typeof part === "string");
}

/** In the snippet syntax of the Language Server Protocol (3.17, "Snippet Syntax"). */
export function printSnippet(insertion: Insertion): string {
  let fields = 0;
  return insertion
    .map((part) => {
      if (typeof part === "string") return escapeSpecial(part, /[\\$}]/g);
      fields++;
      if (part.kind === "field") return `\${${fields}:${escapeSpecial(part.text, /[\\$}]/g)}}`;
      return `\${${fields}|${part.texts.map((text) => escapeSpecial(text, /[\\$},|]/g)).join(",")}|}`;
    })
    .join("");
}

function escapeSpecial(text: string, special: RegExp): string {
  return text.replace(special, (character) => `\\${character}`);
}
