import { PassThrough } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import {
  CodeActionRequest,
  CodeActionTriggerKind,
  CompletionRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentFormattingRequest,
  DocumentLinkRequest,
  DocumentRangeFormattingRequest,
  DocumentSymbolRequest,
  ExitNotification,
  FoldingRangeRequest,
  HoverRequest,
  InitializedNotification,
  type InitializeParams,
  InitializeRequest,
  LSPErrorCodes,
  PrepareRenameRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  RegistrationRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensRequest,
  ShowMessageNotification,
  ShutdownRequest,
} from "vscode-languageserver/node";
import type { DocumentSettings } from "../../../src/language/lsp/ports.js";
import { startServer } from "../../../src/language/lsp/server.js";
import { createClock } from "../../support/lsp/clock.js";
import { openMarked, surroundingsOf } from "../../support/lsp/marked.js";

const uri = "file:///m/Modelfile";
const textDocument = { uri };

const fullCapabilities: InitializeParams["capabilities"] = {
  textDocument: { completion: { completionItem: { snippetSupport: true } } },
  workspace: {
    workspaceEdit: { documentChanges: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
};

const settings: DocumentSettings = {
  lint: {},
  surroundings: surroundingsOf({
    models: { "llama3.2:3b": { hasTemplate: true, stops: [] } },
    paths: { "./m.gguf": { kind: "file", format: "gguf", sizeBytes: 10 } },
  }),
};

/** A server and a client that talk over streams in this process. */
async function start(
  capabilities: InitializeParams["capabilities"] = fullCapabilities,
  openSettings: (uri: string) => Promise<DocumentSettings> = async () => settings,
) {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const clock = createClock();
  const changed: (readonly string[])[] = [];
  const exitCode = startServer(
    { input: toServer, output: toClient },
    { openSettings, changed: (uris) => changed.push(uris), after: clock.after, version: "1.2.3" },
  );
  const client = createProtocolConnection(toClient, toServer);
  const diagnostics = createQueue<PublishDiagnosticsParams>();
  const messages = createQueue<string>();
  const registered = createQueue<string>();
  client.onNotification(PublishDiagnosticsNotification.type, diagnostics.put);
  client.onNotification(ShowMessageNotification.type, ({ message }) => messages.put(message));
  client.onRequest(RegistrationRequest.type, ({ registrations }) => {
    for (const { method } of registrations) registered.put(method);
  });
  client.listen();
  const initialized = await client.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: null,
    capabilities,
  });
  await client.sendNotification(InitializedNotification.type, {});
  running.push({ client, toServer });
  return { client, clock, changed, exitCode, diagnostics, messages, registered, initialized, toServer };
}

const running: { client: ProtocolConnection; toServer: PassThrough }[] = [];
afterEach(() => {
  for (const { client, toServer } of running.splice(0)) {
    client.dispose();
    toServer.end();
  }
});

/** What arrives, in order, for those who wait for it. */
function createQueue<T>() {
  const items: T[] = [];
  const waiting: ((item: T) => void)[] = [];
  return {
    items,
    put(item: T) {
      const next = waiting.shift();
      if (next) next(item);
      else items.push(item);
    },
    next: () =>
      new Promise<T>((resolve) => {
        const item = items.shift();
        if (item === undefined) waiting.push(resolve);
        else resolve(item);
      }),
  };
}

async function open(client: ProtocolConnection, text: string, version = 1): Promise<void> {
  await client.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "modelfile", version, text },
  });
}

/** Opens a text with marks and gives the positions of the marks. */
async function openAt(client: ProtocolConnection, marked: string) {
  const { document, offsets } = openMarked(marked, uri);
  await open(client, document.text);
  const positions = offsets.map((offset) => {
    const { line, column } = document.tree.source.lines.positionAt(offset);
    return { line, character: column };
  });
  return { position: positions[0] ?? { line: 0, character: 0 }, positions };
}

describe("life", () => {
  test("says who it is and what it can", async () => {
    const { initialized } = await start();
    expect(initialized.serverInfo).toEqual({ name: "mf", version: "1.2.3" });
    expect(Object.keys(initialized.capabilities).sort()).toEqual([
      "codeActionProvider",
      "completionProvider",
      "documentFormattingProvider",
      "documentLinkProvider",
      "documentRangeFormattingProvider",
      "documentSymbolProvider",
      "foldingRangeProvider",
      "hoverProvider",
      "renameProvider",
      "selectionRangeProvider",
      "semanticTokensProvider",
      "textDocumentSync",
    ]);
  });

  test("leaves with 0 after a shutdown, and calls off what waits", async () => {
    const { client, exitCode, clock, diagnostics, toServer } = await start();
    await open(client, "FROM x");
    await diagnostics.next();
    await client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: "FROM y" }],
    });
    await client.sendRequest(ShutdownRequest.type);
    await client.sendNotification(ExitNotification.type);
    expect(await exitCode).toBe(0);
    expect(clock.waiting).toBe(0);
    expect(toServer.isPaused()).toBe(true);
  });

  test("leaves with 1 when the client goes without a word", async () => {
    const { toServer, exitCode } = await start();
    toServer.destroy();
    expect(await exitCode).toBe(1);
  });

  test("leaves with 1 on exit without shutdown", async () => {
    const { client, exitCode } = await start();
    await client.sendNotification(ExitNotification.type);
    expect(await exitCode).toBe(1);
  });
});

describe("diagnostics", () => {
  test("at once when a file opens, with place, number and severity", async () => {
    const { client, diagnostics } = await start();
    await open(client, "FROM llama3.2:3b\r\nPARAMETER max_tokens 5\r\n");
    const { diagnostics: found, version } = await diagnostics.next();
    expect(version).toBe(1);
    expect(found.find(({ code }) => code === "MF201")).toMatchObject({
      source: "mf",
      severity: 1,
      range: { start: { line: 1, character: 10 }, end: { line: 1, character: 20 } },
    });
  });

  test("after a rest when it changes, for the last text only", async () => {
    const { client, diagnostics, clock } = await start();
    await open(client, "SYSTEM a");
    await diagnostics.next();
    for (const [version, character] of [
      [2, 0],
      [3, 1],
    ] as const) {
      await client.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [
          {
            range: { start: { line: 0, character }, end: { line: 0, character } },
            text: version === 2 ? "#" : "\nFROM x\n#",
          },
        ],
      });
    }
    // An answered request shows that the changes have arrived.
    await client.sendRequest(FoldingRangeRequest.type, { textDocument });
    expect(diagnostics.items).toEqual([]);
    expect(clock.waiting).toBe(1);
    clock.runAll();
    const { diagnostics: found, version } = await diagnostics.next();
    expect(version).toBe(3);
    expect(found.map(({ code }) => code)).not.toContain("MF101");
  });

  test("are cleared when the file closes", async () => {
    const { client, diagnostics } = await start();
    await open(client, "SYSTEM a");
    expect((await diagnostics.next()).diagnostics.length).toBeGreaterThan(0);
    await client.sendNotification(DidCloseTextDocumentNotification.type, { textDocument });
    expect((await diagnostics.next()).diagnostics).toEqual([]);
  });

  test("come again when a watched file changes", async () => {
    let severity: "off" | "error" = "error";
    const { client, diagnostics, clock, changed, registered } = await start(fullCapabilities, async () => ({
      ...settings,
      lint: { severities: new Map([["missing-tag", severity]]) },
    }));
    expect(await registered.next()).toBe(DidChangeWatchedFilesNotification.method);
    await open(client, "FROM x");
    await diagnostics.next();
    severity = "off";
    await client.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: "file:///m/mf.json", type: 2 }],
    });
    await client.sendRequest(FoldingRangeRequest.type, { textDocument });
    clock.runAll();
    await diagnostics.next();
    expect(changed).toEqual([["file:///m/mf.json"]]);
  });

  test("a broken configuration is told once, and the defaults hold", async () => {
    const { client, diagnostics, messages, clock } = await start(fullCapabilities, async () => {
      throw new Error("mf.json is no JSON");
    });
    await open(client, "SYSTEM a");
    expect((await diagnostics.next()).diagnostics.map(({ code }) => code)).toContain("MF101");
    await client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: "FROM y" }],
    });
    await client.sendRequest(FoldingRangeRequest.type, { textDocument });
    clock.runAll();
    await diagnostics.next();
    expect(await messages.next()).toBe("mf.json is no JSON");
    expect(messages.items).toEqual([]);
  });
});

describe("requests", () => {
  test("completion, with snippets for who can use them", async () => {
    const { client } = await start();
    const { position } = await openAt(client, "FROM x\nuse<|>\n");
    const items = await client.sendRequest(CompletionRequest.type, { textDocument, position });
    const item = (Array.isArray(items) ? items : []).find(({ label }) => label === "SYSTEM");
    expect(item).toMatchObject({
      insertTextFormat: 2,
      textEdit: {
        newText: expect.stringMatching(/\$\{1:text\}/),
        range: { start: { line: 1, character: 0 } },
      },
    });
  });

  test("completion, as plain text for who cannot", async () => {
    const { client } = await start({});
    const { position } = await openAt(client, "FROM <|>");
    const models = await client.sendRequest(CompletionRequest.type, { textDocument, position });
    expect(
      (Array.isArray(models) ? models : []).map(({ label, insertTextFormat }) => [label, insertTextFormat]),
    ).toEqual([["llama3.2:3b", 1]]);
  });

  test("hover, symbols, folding, links, selections, colours", async () => {
    const { client } = await start();
    const { position } = await openAt(client, 'FROM ./m.gguf\nPARAMETER se<|>ed 42\nSYSTEM """a\nb"""\n');
    expect(await client.sendRequest(HoverRequest.type, { textDocument, position })).toMatchObject({
      contents: { kind: "markdown", value: expect.stringContaining("PARAMETER seed") },
      range: { start: { line: 1, character: 10 }, end: { line: 1, character: 14 } },
    });
    const symbols = await client.sendRequest(DocumentSymbolRequest.type, { textDocument });
    expect(symbols?.map(({ name }) => name)).toEqual(["FROM", "seed", "SYSTEM"]);
    expect(await client.sendRequest(FoldingRangeRequest.type, { textDocument })).toEqual([
      { startLine: 2, endLine: 3 },
    ]);
    const links = await client.sendRequest(DocumentLinkRequest.type, { textDocument });
    expect(links?.map(({ target }) => target)).toEqual(["file:///m/m.gguf"]);
    const selections = await client.sendRequest(SelectionRangeRequest.type, {
      textDocument,
      positions: [position],
    });
    expect(selections?.[0]).toMatchObject({
      range: { start: { character: 10 } },
      parent: { range: { start: { character: 0 } } },
    });
    const colours = await client.sendRequest(SemanticTokensRequest.type, { textDocument });
    expect(colours?.data.slice(0, 20)).toEqual([0, 0, 4, 0, 0, 0, 5, 8, 3, 0, 1, 0, 9, 0, 0, 0, 10, 4, 1, 0]);
  });

  test("quick fixes with the version that they are for, fix-all only when asked for", async () => {
    const { client } = await start();
    await open(client, "FROM x\nPARAMETER max_tokens 5\n", 4);
    const range = { start: { line: 1, character: 12 }, end: { line: 1, character: 12 } };
    const typing = await client.sendRequest(CodeActionRequest.type, {
      textDocument,
      range,
      context: { diagnostics: [], triggerKind: CodeActionTriggerKind.Automatic },
    });
    const fix = typing?.find((one) => "edit" in one && one.edit !== undefined);
    expect(fix).toMatchObject({
      kind: "quickfix",
      diagnostics: [{ code: "MF201" }],
      edit: { documentChanges: [{ textDocument: { uri, version: 4 } }] },
    });
    const all = await client.sendRequest(CodeActionRequest.type, {
      textDocument,
      range,
      context: { diagnostics: [], only: ["source.fixAll"] },
    });
    expect(all?.every((one) => "kind" in one && one.kind === "source.fixAll.mf")).toBe(true);
    const none = await client.sendRequest(CodeActionRequest.type, {
      textDocument,
      range,
      context: { diagnostics: [], only: ["refactor"] },
    });
    expect(none).toEqual([]);
  });

  test("edits without versions for who does not know them", async () => {
    const { client } = await start({});
    await openAt(client, "FROM x\nPARAMETER max_tokens 5\n");
    const range = { start: { line: 1, character: 12 }, end: { line: 1, character: 12 } };
    const actions = await client.sendRequest(CodeActionRequest.type, {
      textDocument,
      range,
      context: { diagnostics: [] },
    });
    expect(actions?.[0]).toMatchObject({ edit: { changes: { [uri]: [{}] } } });
  });

  test("formatting, whole and in part", async () => {
    const { client } = await start();
    await open(client, "from x\nsystem a\nsystem b\n");
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await client.sendRequest(DocumentFormattingRequest.type, { textDocument, options });
    expect(edits).toHaveLength(1);
    const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 3 } };
    const part = await client.sendRequest(DocumentRangeFormattingRequest.type, {
      textDocument,
      range,
      options,
    });
    expect(part).toEqual([
      { range: { start: { line: 2, character: 0 }, end: { line: 2, character: 6 } }, newText: "SYSTEM" },
    ]);
  });

  test("a variable of the template is renamed, anything else refused with the reason", async () => {
    const { client } = await start();
    const { positions } = await openAt(client, "FR<|>OM x\nTEMPLATE {{ $<|>x := 1 }}{{ $x }}\n");
    const [from, variable] = positions;
    if (!from || !variable) throw new Error("no marks");
    expect(
      await client.sendRequest(PrepareRenameRequest.type, { textDocument, position: variable }),
    ).toMatchObject({
      placeholder: "$x",
    });
    const renamed = await client.sendRequest(RenameRequest.type, {
      textDocument,
      position: variable,
      newName: "$y",
    });
    expect(renamed?.documentChanges?.[0]).toMatchObject({ edits: [{ newText: "$y" }, { newText: "$y" }] });
    await expect(
      client.sendRequest(PrepareRenameRequest.type, { textDocument, position: from }),
    ).rejects.toMatchObject({
      code: LSPErrorCodes.RequestFailed,
      message: "only variables of the template can be renamed",
    });
  });

  test("about a file that is not open: nothing, and no crash", async () => {
    const { client } = await start();
    const position = { line: 0, character: 0 };
    expect(await client.sendRequest(HoverRequest.type, { textDocument, position })).toBeNull();
    expect(await client.sendRequest(DocumentSymbolRequest.type, { textDocument })).toBeNull();
    await expect(
      client.sendRequest(CodeActionRequest.type, {
        textDocument,
        range: { start: position, end: position },
        context: { diagnostics: [] },
      }),
    ).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified });
  });

  test("positions outside of the text", async () => {
    const { client } = await start();
    await open(client, "FROM x");
    const position = { line: 99, character: 99 };
    expect(await client.sendRequest(HoverRequest.type, { textDocument, position })).toBeNull();
    expect(await client.sendRequest(CompletionRequest.type, { textDocument, position })).toBeInstanceOf(
      Array,
    );
  });
});
