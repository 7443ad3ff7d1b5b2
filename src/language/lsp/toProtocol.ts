/** From offsets and names to the plain data of the Language Server Protocol (3.17), whose numbers stand here. */
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.js";
import type { TextEdit } from "../text/edit.js";
import type { LineIndex, Position } from "../text/lineIndex.js";
import type { Span } from "../text/span.js";
import {
  type CompletionItem,
  type CompletionKind,
  isPlain,
  printPlain,
  printSnippet,
} from "./completion/completionItem.js";
import type { Folding } from "./requests/listFoldings.js";
import { type SemanticToken, semanticTokenTypes } from "./requests/listSemanticTokens.js";
import type { DocumentSymbol } from "./requests/listSymbols.js";

export interface ProtocolPosition {
  readonly line: number;
  readonly character: number;
}

export interface ProtocolRange {
  readonly start: ProtocolPosition;
  readonly end: ProtocolPosition;
}

export function toRange(lines: LineIndex, span: Span): ProtocolRange {
  return { start: toPosition(lines.positionAt(span.start)), end: toPosition(lines.positionAt(span.end)) };
}

function toPosition({ line, column }: Position): ProtocolPosition {
  return { line, character: column };
}

export function offsetOf(lines: LineIndex, { line, character }: ProtocolPosition): number {
  return lines.offsetAt({ line, column: character });
}

export function spanOfRange(lines: LineIndex, { start, end }: ProtocolRange): Span {
  return { start: offsetOf(lines, start), end: offsetOf(lines, end) };
}

export function toTextEdit(lines: LineIndex, { span, text }: TextEdit) {
  return { range: toRange(lines, span), newText: text };
}

const severities: Readonly<Record<Severity, 1 | 2 | 3>> = { error: 1, warning: 2, info: 3 };

export function toDiagnostic(uri: string, lines: LineIndex, diagnostic: Diagnostic) {
  const { code, rule, severity, message, notes = [], span, related = [] } = diagnostic;
  return {
    range: toRange(lines, span),
    severity: severities[severity],
    code,
    source: "mf",
    message: [message, ...notes].join("\n"),
    data: { rule },
    ...(related.length > 0
      ? {
          relatedInformation: related.map((place) => ({
            location: { uri, range: toRange(lines, place.span) },
            message: place.message,
          })),
        }
      : {}),
  };
}

/** CompletionItemKind. */
const completionKinds = {
  instruction: 14,
  parameter: 10,
  role: 20,
  value: 12,
  model: 9,
  file: 17,
  folder: 19,
  rule: 18,
  snippet: 15,
} as const satisfies Record<CompletionKind, number>;

/** InsertTextFormat. */
const plainText = 1;
const snippet = 2;

export function toCompletionItem(lines: LineIndex, item: CompletionItem, hasSnippets: boolean) {
  const { label, kind, detail, documentation, span, insert, rank } = item;
  const isSnippet = hasSnippets && !isPlain(insert);
  return {
    label,
    kind: completionKinds[kind],
    sortText: `${rank}${label}`,
    insertTextFormat: isSnippet ? (snippet as 2) : (plainText as 1),
    textEdit: {
      range: toRange(lines, span),
      newText: isSnippet ? printSnippet(insert) : printPlain(insert),
    },
    ...(detail ? { detail } : {}),
    ...(documentation ? { documentation: toMarkdown(documentation) } : {}),
  };
}

export function toMarkdown(value: string) {
  return { kind: "markdown" as const, value };
}

/** SymbolKind. */
const symbolKinds = {
  model: 2,
  parameter: 7,
  text: 15,
  message: 24,
  setting: 20,
} as const satisfies Record<DocumentSymbol["kind"], number>;

export function toDocumentSymbol(lines: LineIndex, { name, detail, kind, span, nameSpan }: DocumentSymbol) {
  return {
    name,
    detail,
    kind: symbolKinds[kind],
    range: toRange(lines, span),
    selectionRange: toRange(lines, nameSpan),
  };
}

export function toFoldingRange({ firstLine, lastLine, kind }: Folding) {
  return { startLine: firstLine, endLine: lastLine, ...(kind === "comment" ? { kind } : {}) };
}

/** Five numbers a token, places relative to the token before. */
export function encodeSemanticTokens(lines: LineIndex, tokens: readonly SemanticToken[]): number[] {
  const encoded: number[] = [];
  let before: Position = { line: 0, column: 0 };
  for (const { span, type, isDeprecated } of tokens) {
    const at = lines.positionAt(span.start);
    const columns = at.line === before.line ? at.column - before.column : at.column;
    const modifiers = isDeprecated ? 1 : 0;
    encoded.push(
      at.line - before.line,
      columns,
      span.end - span.start,
      semanticTokenTypes.indexOf(type),
      modifiers,
    );
    before = at;
  }
  return encoded;
}

/** A selection that grows: each one in the next. */
export interface ProtocolSelection {
  readonly range: ProtocolRange;
  readonly parent?: ProtocolSelection;
}

export function toSelectionRange(lines: LineIndex, spans: readonly Span[]): ProtocolSelection {
  let selection: ProtocolSelection | undefined;
  for (const span of [...spans].reverse()) {
    const range = toRange(lines, span);
    selection = selection ? { range, parent: selection } : { range };
  }
  return selection ?? { range: toRange(lines, { start: 0, end: 0 }) };
}
