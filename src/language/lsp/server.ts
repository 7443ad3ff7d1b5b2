import {
  type CodeAction,
  type CodeActionParams,
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
  TextDocuments,
  type WatchDog,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { createProtocolConnection } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { lintModelfile } from "../lint/lintModelfile.js";
import type { TextEdit } from "../text/edit.js";
import type { LineIndex } from "../text/lineIndex.js";
import { capabilities } from "./capabilities.js";
import { createSettings, lintOptionsOf, printError } from "./document/createSettings.js";
import type { EditorDocument } from "./document/editorDocument.js";
import { createOpenDocuments, type OpenDocuments } from "./document/openDocuments.js";
import type { DocumentSettings, ServerPorts } from "./ports.js";
import { completeAt } from "./requests/completeAt.js";
import { formatDocument } from "./requests/formatDocument.js";
import { formatRange } from "./requests/formatRange.js";
import { hoverAt } from "./requests/hoverAt.js";
import { listCodeActions } from "./requests/listCodeActions.js";
import { listFoldings } from "./requests/listFoldings.js";
import { listLinks } from "./requests/listLinks.js";
import { listSemanticTokens } from "./requests/listSemanticTokens.js";
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
    const wiring = wireConnection(connection, ports);
    connection.listen();

    function finish(exitCode: number): void {
      isOpen = false;
      // A stream that is still read keeps the process alive.
      streams.input.pause();
      wiring.documents.closeAll();
      resolve(exitCode);
    }
  });
}

/** What the handlers share. */
interface Wiring {
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

function wireConnection(connection: Connection, ports: ServerPorts): Wiring {
  const settingsOf = createSettings(
    (uri) => ports.openSettings(uri),
    (message) => {
      const params: ShowMessageParams = { type: MessageType.Error, message };
      send(connection.sendNotification(ShowMessageNotification.type, params));
    },
  );
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
    failed: (error) => connection.console.error(printError(error)),
  });
  const client: ClientAbilities = { hasSnippets: false, hasVersionedEdits: false, canWatchFiles: false };
  const wiring: Wiring = { connection, documents, settingsOf, client };
  connection.onInitialize((params) => initialize(wiring, params, ports.version));
  connection.onInitialized(() => watchFiles(wiring));
  connection.onDidChangeWatchedFiles(({ changes }) => {
    ports.changed?.(changes.map(({ uri }) => uri));
    documents.refresh();
  });
  synchronize(wiring);
  answerAboutPlaces(wiring);
  answerAboutDocuments(wiring);
  answerWithEdits(wiring);
  return wiring;
}

/** An editor may leave at any time; nobody is left to be told then. */
function send(sending: Promise<unknown>): void {
  sending.catch(() => undefined);
}

function initialize({ client }: Wiring, params: InitializeParams, version: string): InitializeResult {
  const { textDocument, workspace } = params.capabilities;
  client.hasSnippets = textDocument?.completion?.completionItem?.snippetSupport === true;
  client.hasVersionedEdits = workspace?.workspaceEdit?.documentChanges === true;
  client.canWatchFiles = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  return { serverInfo: { name: "mf", version }, capabilities };
}

/** Files that findings depend on besides the Modelfile itself. */
const watchedFiles = "**/{mf.json,mf.jsonc,*.gguf,*.safetensors}";

function watchFiles({ client, connection }: Wiring): void {
  if (!client.canWatchFiles) return;
  const options = { watchers: [{ globPattern: watchedFiles }] };
  send(connection.client.register(DidChangeWatchedFilesNotification.type, options));
}

function synchronize({ connection, documents }: Wiring): void {
  const texts = new TextDocuments(TextDocument);
  texts.onDidChangeContent(({ document }) =>
    documents.set(document.uri, document.version, document.getText()),
  );
  texts.onDidClose(({ document }) => documents.close(document.uri));
  texts.listen(connection);
}

/** Requests about one offset of a document. */
function answerAboutPlaces({ connection, documents, settingsOf, client }: Wiring): void {
  connection.onCompletion(async ({ textDocument, position }) => {
    const { surroundings } = await settingsOf(textDocument.uri);
    return about(documents, textDocument, (document, lines) =>
      completeAt(document, protocol.offsetOf(lines, position), surroundings).map((item) =>
        protocol.toCompletionItem(lines, item, client.hasSnippets),
      ),
    );
  });
  connection.onHover(async ({ textDocument, position }) => {
    const { surroundings } = await settingsOf(textDocument.uri);
    return about(documents, textDocument, (document, lines) => {
      const hover = hoverAt(document, protocol.offsetOf(lines, position), surroundings);
      return (
        hover && { contents: protocol.toMarkdown(hover.text), range: protocol.toRange(lines, hover.span) }
      );
    });
  });
  connection.onSelectionRanges(({ textDocument, positions }) =>
    about(documents, textDocument, (document, lines) =>
      positions.map((position) =>
        protocol.toSelectionRange(lines, selectAround(document, protocol.offsetOf(lines, position))),
      ),
    ),
  );
}

/** Requests about a whole document. */
function answerAboutDocuments({ connection, documents, settingsOf }: Wiring): void {
  connection.onDocumentSymbol(({ textDocument }) =>
    about(documents, textDocument, (document, lines) =>
      listSymbols(document).map((one) => protocol.toDocumentSymbol(lines, one)),
    ),
  );
  connection.onFoldingRanges(({ textDocument }) =>
    about(documents, textDocument, (document) => listFoldings(document).map(protocol.toFoldingRange)),
  );
  connection.onDocumentLinks(async ({ textDocument }) => {
    const { surroundings } = await settingsOf(textDocument.uri);
    return about(documents, textDocument, (document, lines) =>
      listLinks(document, surroundings).map(({ span, target }) => ({
        range: protocol.toRange(lines, span),
        target,
      })),
    );
  });
  connection.languages.semanticTokens.on(({ textDocument }) => {
    const data = about(documents, textDocument, (document, lines) =>
      protocol.encodeSemanticTokens(lines, listSemanticTokens(document)),
    );
    return { data: data ?? [] };
  });
}

/** Requests whose answers change a document. */
function answerWithEdits(wiring: Wiring): void {
  const { connection, documents } = wiring;
  connection.onCodeAction((params) => answerCodeActions(wiring, params));
  connection.onDocumentFormatting(({ textDocument }) =>
    about(documents, textDocument, (document) => textEdits(document, formatDocument(document))),
  );
  connection.onDocumentRangeFormatting(({ textDocument, range }) =>
    about(documents, textDocument, (document, lines) =>
      textEdits(document, formatRange(document, protocol.spanOfRange(lines, range))),
    ),
  );
  connection.onPrepareRename(({ textDocument, position }) =>
    about(documents, textDocument, (document, lines) => {
      const target = findRenameTarget(document, protocol.offsetOf(lines, position));
      if (target.kind === "refused") throw new ResponseError(LSPErrorCodes.RequestFailed, target.reason);
      return { range: protocol.toRange(lines, target.span), placeholder: target.name };
    }),
  );
  connection.onRenameRequest(({ textDocument, position, newName }) =>
    about(documents, textDocument, (document, lines) => {
      const renamed = renameAt(document, protocol.offsetOf(lines, position), newName);
      if (renamed.kind === "refused") throw new ResponseError(LSPErrorCodes.RequestFailed, renamed.reason);
      return workspaceEdit(wiring, document, renamed.edits);
    }),
  );
}

async function answerCodeActions(wiring: Wiring, params: CodeActionParams): Promise<CodeAction[]> {
  const { textDocument, range, context } = params;
  const document = await wiring.documents.linted(textDocument.uri);
  if (!document) throw new ResponseError(LSPErrorCodes.ContentModified, "the text changed meanwhile");
  const { lines } = document.tree.source;
  // A kind contains its sub-kinds: who asks for source.fixAll gets source.fixAll.mf.
  const isWanted = (kind: string): boolean =>
    context.only?.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`)) ??
    // What was not asked for by name must not show up while somebody types.
    (kind === "quickfix" || context.triggerKind !== CodeActionTriggerKind.Automatic);
  const options = lintOptionsOf(await wiring.settingsOf(textDocument.uri));
  return listCodeActions(document, protocol.spanOfRange(lines, range), isWanted, options).map(
    ({ title, kind, edits, diagnostic, isPreferred }) => ({
      title,
      kind,
      edit: workspaceEdit(wiring, document, edits),
      ...(diagnostic ? { diagnostics: [protocol.toDiagnostic(document.uri, lines, diagnostic)] } : {}),
      ...(isPreferred ? { isPreferred } : {}),
    }),
  );
}

/** Answers about a document as it is now; null when it is not open, or when there is nothing to say. */
function about<T>(
  documents: OpenDocuments,
  { uri }: { readonly uri: string },
  answer: (document: EditorDocument, lines: LineIndex) => T | undefined,
): T | null {
  const document = documents.parsed(uri);
  return (document && answer(document, document.tree.source.lines)) ?? null;
}

function textEdits({ tree }: EditorDocument, edits: readonly TextEdit[]) {
  return edits.map((edit) => protocol.toTextEdit(tree.source.lines, edit));
}

/** With the version of the text that it is for, where the editor can tell old from new by it. */
function workspaceEdit(
  { client }: Wiring,
  document: EditorDocument,
  edits: readonly TextEdit[],
): WorkspaceEdit {
  const { uri, version } = document;
  const changes = textEdits(document, edits);
  return client.hasVersionedEdits
    ? { documentChanges: [{ textDocument: { uri, version }, edits: changes }] }
    : { changes: { [uri]: changes } };
}
