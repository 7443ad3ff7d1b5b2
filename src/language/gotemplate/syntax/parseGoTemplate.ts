import type { ParseLimits } from "../limits.js";
import { addTemplate, createParser, ParseFailure } from "./parser.js";
import { parseFile } from "./parseStatements.js";
import { isPredeclaredName } from "./predeclared.js";
import type { GoTemplateTree } from "./tree.js";

export interface ParseOptions {
  /** Name of the template: what errors show and what `{{template}}` can call. */
  readonly name?: string;
  /** Names of the functions that exist besides the predeclared ones. */
  readonly functions?: Iterable<string>;
  /** Left and right delimiter, where they are not `{{` and `}}`. */
  readonly delimiters?: readonly [left: string, right: string];
  /** Keep comments in the tree. They change nothing when rendered. */
  readonly comments?: boolean;
  readonly limits?: ParseLimits;
}

export type ParseResult =
  | { readonly kind: "ok"; readonly tree: GoTemplateTree }
  | {
      readonly kind: "error";
      /** Go's text. */
      readonly message: string;
      /** UTF-16 offset of what is wrong, as well as it is known. */
      readonly offset: number;
      /** The line that the message names, from 1. */
      readonly line: number;
    };

/** Parses a template as Go 1.26 does: same tree, same errors. */
export function parseGoTemplate(text: string, options: ParseOptions = {}): ParseResult {
  const name = options.name ?? "";
  const extra = new Set(options.functions ?? []);
  const parser = createParser(text, {
    fileName: name,
    delimiters: { left: options.delimiters?.[0] || "{{", right: options.delimiters?.[1] || "}}" },
    comments: options.comments ?? false,
    hasFunction: (word) => extra.has(word) || isPredeclaredName(word),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  try {
    addTemplate(parser, name, parseFile(parser));
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error;
    return { kind: "error", message: error.message, offset: error.offset, line: error.line };
  }
  return { kind: "ok", tree: { name, templates: parser.templates } };
}
