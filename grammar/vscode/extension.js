const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { workspace } = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

async function activate(context) {
  client = new LanguageClient("mf", "mf", findServer(context), { documentSelector: [{ language: "modelfile" }] });
  await client.start();
}

/** The program that the user chose, else the one that was packed with the extension, else the one on the PATH. */
function findServer(context) {
  const chosen = workspace.getConfiguration("mf").get("path");
  const packed = join(context.extensionPath, "server", "bin", "mf.js");
  if (!chosen && existsSync(packed)) return { module: packed, args: ["lsp"], transport: TransportKind.stdio };
  // Windows starts npm's mf.cmd only through its shell.
  const options = { shell: process.platform === "win32" };
  return { command: chosen || "mf", args: ["lsp"], options };
}

function deactivate() {
  return client?.stop();
}

module.exports = { activate, deactivate };
