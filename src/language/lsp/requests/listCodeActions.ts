import type { Diagnostic, Fix } from "../../diagnostics/diagnostic.js";
import type { LintOptions } from "../../lint/lintModelfile.js";
import type { TextEdit } from "../../text/edit.js";
import type { Span } from "../../text/span.js";
import { fixAll } from "../actions/fixAll.js";
import { tryIgnoreHere } from "../actions/ignoreHere.js";
import type { LintedDocument } from "../document/editorDocument.js";
import { narrowEdit } from "../text/narrowEdit.js";

/** Kinds of the protocol (LSP 3.17, CodeActionKind); the server's own sub-kind lets editors run only its fixes. */
export const codeActionKinds = ["quickfix", "source.fixAll.mf"] as const;

export type CodeActionKind = (typeof codeActionKinds)[number];

export interface CodeAction {
  readonly title: string;
  readonly kind: CodeActionKind;
  readonly edits: readonly TextEdit[];
  /** The finding that it mends. */
  readonly diagnostic?: Diagnostic;
  /** Set for the fix to take without a second look. */
  readonly isPreferred?: true;
}

/** What can be done about the findings that a selection touches, and about all that have a safe fix. */
export function listCodeActions(
  document: LintedDocument,
  range: Span,
  isWanted: (kind: CodeActionKind) => boolean = () => true,
  options: LintOptions = {},
): readonly CodeAction[] {
  const actions: CodeAction[] = [];
  if (isWanted("quickfix")) {
    const touched = document.diagnostics.filter((one) => touches(one.span, range));
    actions.push(...touched.flatMap(fixesOf));
    if (options.allowPragmas !== false) actions.push(...touched.flatMap((one) => ignoreOf(document, one)));
  }
  if (isWanted("source.fixAll.mf")) actions.push(...fixAllOf(document, options));
  return actions;
}

/** Proposals for display are left out: they are to be read, not applied. */
function fixesOf(diagnostic: Diagnostic): CodeAction[] {
  const fixes = (diagnostic.fixes ?? []).filter(({ applicability }) => applicability !== "display");
  const preferred = fixes.find(({ applicability }) => applicability === "safe");
  return fixes.map((fix: Fix) => ({
    title: fix.applicability === "safe" ? fix.title : `${fix.title} (may change what was meant)`,
    kind: "quickfix",
    edits: fix.edits,
    diagnostic,
    ...(fix === preferred ? { isPreferred: true } : {}),
  }));
}

function ignoreOf({ tree }: LintedDocument, diagnostic: Diagnostic): CodeAction[] {
  const edit = tryIgnoreHere(tree, diagnostic);
  if (!edit) return [];
  const where = edit.text.includes("ignore-file") ? "in this file" : "here";
  return [
    {
      title: `Ignore ${diagnostic.code} ${diagnostic.rule} ${where}`,
      kind: "quickfix",
      edits: [edit],
      diagnostic,
    },
  ];
}

function fixAllOf({ text, diagnostics }: LintedDocument, options: LintOptions): CodeAction[] {
  const edits = narrowEdit(text, fixAll(text, diagnostics, options));
  if (edits.length === 0) return [];
  return [{ title: "Fix all that mf can fix safely", kind: "source.fixAll.mf", edits }];
}

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
