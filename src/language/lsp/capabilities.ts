import { codeActionKinds } from "./requests/listCodeActions.js";
import { semanticTokenModifiers, semanticTokenTypes } from "./requests/listSemanticTokens.js";

/** TextDocumentSyncKind (LSP 3.17). */
const incremental = 2 as const;

/** What the server tells an editor that it can do. */
export const capabilities = {
  textDocumentSync: { openClose: true, change: incremental },
  completionProvider: { triggerCharacters: [" ", "/", "[", ","] },
  hoverProvider: true,
  codeActionProvider: { codeActionKinds: [...codeActionKinds] },
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentLinkProvider: {},
  renameProvider: { prepareProvider: true },
  semanticTokensProvider: {
    legend: { tokenTypes: [...semanticTokenTypes], tokenModifiers: [...semanticTokenModifiers] },
    full: true,
  },
};
