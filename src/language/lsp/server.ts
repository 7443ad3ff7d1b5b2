import {
  type CodeAction,
  CodeActionTriggerKind,
  type Connection,
  createConnection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  type Logger,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  type ShowMessageParams,
  TextDocumentSyncKind,
  TextDocuments,
  type WatchDog,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { createProtocolConnection } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { LintOptions } from "../lint/lintModelfile.js";
import { lintModelfile } from "../lint/lintModelfile.js";
import type { TextEdit } from "../text/edit.js";
import type { EditorDocument } from "./document/editorDocument.js";
import { createOpenDocuments, type OpenDocuments } from "./document/openDocuments.js";
import { emptySurroundings } from "./document/surroundings.js";
import type { DocumentSettings, ServerPorts } from "./ports.js";
import { completeAt } from "./requests/completeAt.js";
import { formatDocument } from "./requests/formatDocument.js";
import { formatRange } from "./requests/formatRange.js";
import { hoverAt } from "./requests/hoverAt.js";
import { codeActionKinds, listCodeActions } from "./requests/listCodeActions.js";
import { listFoldings } from "./requests/listFoldings.js";
import { listLinks } from "./requests/listLinks.js";
import {
  listSemanticTokens,
  semanticTokenModifiers,
  semanticTokenTypes,
} from "./requests/listSemanticTokens.js";
import { listSymbols } from "./requests/listSymbols.js";
import { findRenameTarget, renameAt } from "./requests/renameAt.js";
import { selectAround } from "./requests/selectAround.js";
import * as protocol from "./toProtocol.js";

export interface ServerStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Serves one editor until it leaves, and gives the exit code: 0 when it said so first (`shutdown`), else 1. */
export function startServer(streams: ServerStreams, ports: ServerPorts): Promise<number> {
  return new Promise((resolve) => {
    const watchDog: WatchDog = { shutdownReceived: false, initialize() {}, exit: finish };
    let isOpen = true;
    const connection = createConnection((logger) => {
      const say =
        (level: keyof Logger) =>
        (message: string): void => {
          if (isOpen) logger[level](message);
        };
      const inner = createProtocolConnection(streams.input, streams.output, {
        error: say("error"),
        warn: say("warn"),
        info: say("info"),
        log: say("log"),
      });
      inner.onClose(() => finish(watchDog.shutdownReceived ? 0 : 1));
      return inner;
    }, watchDog);
    const session = openSession(connection, ports);
    connection.listen();

    function finish(exitCode: number): void {
      isOpen = false;
      session.documents.closeAll();
      resolve(exitCode);
    }
  });
}

/** What the handlers share. */
interface Session {
  readonly connection: Connection;
  readonly documents: OpenDocuments;
  settingsOf(uri: string): Promise<DocumentSettings>;
  readonly client: ClientAbilities;
}

interface ClientAbilities {
  hasSnippets: boolean;
  hasVersionedEdits: boolean;
  canWatchFiles: boolean;
}

function openSession(connection: Connection, ports: ServerPorts): Session {
  const settingsOf = createSettings(connection, ports);
  const documents = createOpenDocuments({
    lint: async (document) => {
      const settings = await settingsOf(document.uri);
      return lintModelfile(document.tree, lintOptionsOf(settings)).diagnostics;
    },
    publish: ({ uri, version, tree, diagnostics }) =>
      send(
        connection.sendDiagnostics({
          uri,
          version,
          diagnostics: diagnostics.map((one) => protocol.toDiagnostic(uri, tree.source.lines, one)),
        }),
      ),
    after: ports.after,
    failed: (error) => connection.console.error(textOf(error)),
  });
  const client: ClientAbilities = { hasSnippets: false, hasVersionedEdits: false, canWatchFiles: false };
  const session: Session = { connection, documents, settingsOf, client };
  connection.onInitialize((params) => initialize(session, params, ports.version));
  connection.onInitialized(() => watchFiles(session));
  connection.onDidChangeWatchedFiles(({ changes }) => {
    ports.changed?.(changes.map(({ uri }) => uri));
    documents.refresh();
  });
  synchronize(session);
  answerAboutPlaces(session);
  answerAboutDocuments(session);
  answerWithEdits(session);
  return session;
}

const noSettings: DocumentSettings = { lint: {}, surroundings: emptySurroundings };

/** A configuration that cannot be read is told once, and the defaults hold until it can. */
function createSettings(connection: Connection, ports: ServerPorts): Session["settingsOf"] {
  let told: string | undefined;
  return async (uri) => {
    try {
      const settings = await ports.openSettings(uri);
      told = undefined;
      return settings;
    } catch (error) {
      const message = textOf(error);
      const params: ShowMessageParams = { type: MessageType.Error, message };
      if (message !== told) send(connection.sendNotification(ShowMessageNotification.type, params));
      told = message;
      return noSettings;
    }
  };
}

/** An editor may leave at any time; nobody is left to be told then. */
function send(sending: Promise<unknown>): void {
  sending.catch(() => undefined);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function lintOptionsOf({ lint, surroundings }: DocumentSettings): LintOptions {
  return { ...lint, peek: surroundings.peek };
}

function initialize(session: Session, { capabilities }: InitializeParams, version: string): InitializeResult {
  const { client } = session;
  client.hasSnippets = capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
  client.hasVersionedEdits = capabilities.workspace?.workspaceEdit?.documentChanges === true;
  client.canWatchFiles = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  return {
    serverInfo: { name: "mf", version },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
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
    },
  };
}

/** Files that findings depend on besides the Modelfile itself. */
const watchedFiles = "**/{mf.json,mf.jsonc,*.gguf,*.safetensors}";

function watchFiles({ client, connection }: Session): void {
  if (!client.canWatchFiles) return;
  const options = { watchers: [{ globPattern: watchedFiles }] };
  send(connection.client.register(DidChangeWatchedFilesNotification.type, options));
}

function synchronize({ connection, documents }: Session): void {
  const texts = new TextDocuments(TextDocument);
  texts.onDidChangeContent(({ document }) =>
    documents.set(document.uri, document.version, document.getText()),
  );
  texts.onDidClose(({ document }) => documents.close(document.uri));
  texts.listen(connection);
}

/** Requests about one offset of a document. */
function answerAboutPlaces({ connection, documents, settingsOf, client }: Session): void {
  connection.onCompletion(async ({ textDocument, position }) => {
    const { surroundings } = await settingsOf(textDocument.uri);
    const document = documents.parsed(textDocument.uri);
    if (!document) return null;
    const { lines } = document.tree.source;
    return completeAt(document, protocol.offsetOf(lines, position), surroundings).map((item) =>
      protocol.toCompletionItem(lines, item, client.hasSnippets),
    );
  });
  connection.onHover(async ({ textDocument, position }) => {
    const { surroundings } = await settingsOf(textDocument.uri);
    const document = documents.parsed(textDocument.uri);
    if (!document) return null;
    const { lines } = document.tree.source;
    const hover = hoverAt(document, protocol.offsetOf(lines, position), surroundings);
    return hover
      ? { contents: protocol.toMarkdown(hover.text), range: protocol.toRange(lines, hover.span) }
      : null;
  });
  connection.onSelectionRanges(({ textDocument, positions }) => {
    const document = documents.parsed(textDocument.uri);
    if (!document) return null;
    const { lines } = document.tree.source;
    return positions.map((position) =>
      protocol.toSelectionRange(lines, selectAround(document, protocol.offsetOf(lines, position))),
    );
  });
}

/** Requests about a whole document. */
function answerAboutDocuments({ connection, documents, settingsOf }: Session): void {
  connection.onDocumentSymbol(({ textDocument }) => {
    const document = documents.parsed(textDocument.uri);
    if (!document) return null;
    return listSymbols(document).map((one) => protocol.toDocumentSymbol(document.tree.source.lines, one));
  });
  connection.onFoldingRanges(({ textDocument }) => {
    const document = documents.parsed(textDocument.uri);
    return document ? listFoldings(document).map(protocol.toFoldingRange) : null;
  });
  connection.onDocumentLinks(async ({ textDocument }) => {
    const { surroundings } = await settingsOf(textDocument.uri);
    const document = documents.parsed(textDocument.uri);
    if (!document) return null;
    return listLinks(document, surroundings).map(({ span, target }) => ({
      range: protocol.toRange(document.tree.source.lines, span),
      target,
    }));
  });
  connection.languages.semanticTokens.on(({ textDocument }) => {
    const document = documents.parsed(textDocument.uri);
    if (!document) return { data: [] };
    return { data: protocol.encodeSemanticTokens(document.tree.source.lines, listSemanticTokens(document)) };
  });
}

/** Requests whose answers change a document. */
function answerWithEdits(session: Session): void {
  const { connection, documents, settingsOf } = session;
  connection.onCodeAction(async ({ textDocument, range, context }): Promise<CodeAction[]> => {
    const document = await documents.linted(textDocument.uri);
    if (!document) throw new ResponseError(LSPErrorCodes.ContentModified, "the text changed meanwhile");
    const { lines } = document.tree.source;
    // A kind contains its sub-kinds: who asks for source.fixAll gets source.fixAll.mf.
    const isWanted = (kind: string): boolean =>
      context.only?.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`)) ??
      // What was not asked for by name must not show up while somebody types.
      (kind === "quickfix" || context.triggerKind !== CodeActionTriggerKind.Automatic);
    const options = lintOptionsOf(await settingsOf(textDocument.uri));
    return listCodeActions(document, protocol.spanOfRange(lines, range), isWanted, options).map(
      ({ title, kind, edits, diagnostic, isPreferred }) => ({
        title,
        kind,
        edit: workspaceEdit(session, document, edits),
        ...(diagnostic ? { diagnostics: [protocol.toDiagnostic(document.uri, lines, diagnostic)] } : {}),
        ...(isPreferred ? { isPreferred } : {}),
      }),
    );
  });
  connection.onDocumentFormatting(({ textDocument }) => {
    const document = documents.parsed(textDocument.uri);
    return document ? textEdits(document, formatDocument(document)) : null;
  });
  connection.onDocumentRangeFormatting(({ textDocument, range }) => {
    const document = documents.parsed(textDocument.uri);
    if (!document) return null;
    return textEdits(
      document,
      formatRange(document, protocol.spanOfRange(document.tree.source.lines, range)),
    );
  });
  connection.onPrepareRename(({ textDocument, position }) => {
    const document = documents.parsed(textDocument.uri);
    if (!document) return null;
    const { lines } = document.tree.source;
    const target = findRenameTarget(document, protocol.offsetOf(lines, position));
    if (target.kind === "refused") throw new ResponseError(LSPErrorCodes.RequestFailed, target.reason);
    return { range: protocol.toRange(lines, target.span), placeholder: target.name };
  });
  connection.onRenameRequest(({ textDocument, position, newName }) => {
    const document = documents.parsed(textDocument.uri);
    if (!document) return null;
    const renamed = renameAt(document, protocol.offsetOf(document.tree.source.lines, position), newName);
    if (renamed.kind === "refused") throw new ResponseError(LSPErrorCodes.RequestFailed, renamed.reason);
    return workspaceEdit(session, document, renamed.edits);
  });
}

function textEdits({ tree }: EditorDocument, edits: readonly TextEdit[]) {
  return edits.map((edit) => protocol.toTextEdit(tree.source.lines, edit));
}

/** With the version of the text that it is for, where the editor can tell old from new by it. */
function workspaceEdit(
  { client }: Session,
  document: EditorDocument,
  edits: readonly TextEdit[],
): WorkspaceEdit {
  const { uri, version } = document;
  const changes = textEdits(document, edits);
  return client.hasVersionedEdits
    ? { documentChanges: [{ textDocument: { uri, version }, edits: changes }] }
    : { changes: { [uri]: changes } };
}
