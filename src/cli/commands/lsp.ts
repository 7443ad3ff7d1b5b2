import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Command } from "commander";
import { emptySurroundings, type FolderEntry } from "../../language/lsp/document/surroundings.js";
import type { DocumentSettings, ServerPorts } from "../../language/lsp/ports.js";
import { startServer } from "../../language/lsp/server.js";
import { type CommandContext, globalOptions } from "../commandContext.js";
import { createConfigurationLoader } from "../configuration/loadConfiguration.js";
import { exitCodes, type Io } from "../io.js";
import { optionsFor } from "../lint/lintFiles.js";
import { expandPath } from "../peek/filePeek.js";
import { listModelNames } from "../peek/peekStore.js";
import { storeRoot } from "../storeRoot.js";
import { version } from "../version.js";

export function defineLsp(command: Command, context: CommandContext): void {
  command
    .option("--stdio", "speak over stdin and stdout (the default, and what editors ask for)", true)
    .addHelpText(
      "after",
      `
Findings while typing, completion, hover, quick fixes, formatting, symbols, folding, links. docs/editors.md has the
settings for VS Code, Neovim, Helix, Zed and Emacs.

Example (Neovim):
  vim.lsp.config("mf", { cmd = { "mf", "lsp" }, filetypes = { "modelfile" } })`,
    )
    .action(async () => {
      const code = await startServer(
        { input: process.stdin, output: process.stdout },
        createPorts(context.io, globalOptions(command)),
      );
      context.exitCode = code === 0 ? exitCodes.clean : exitCodes.findings;
    });
}

function createPorts(io: Io, globals: ReturnType<typeof globalOptions>): ServerPorts {
  let load = createConfigurationLoader(io, globals);
  return {
    version,
    openSettings: (uri) => openSettings(uri, load, storeRoot(io).path),
    changed() {
      load = createConfigurationLoader(io, globals);
    },
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  };
}

async function openSettings(
  uri: string,
  load: ReturnType<typeof createConfigurationLoader>,
  store: string,
): Promise<DocumentSettings> {
  const path = uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
  if (path === undefined) return { lint: {}, surroundings: emptySurroundings };
  const folder = dirname(path);
  const { peek, ...lint } = optionsFor(path, await load(folder), { ollama: undefined, fix: "none", store });
  return {
    lint,
    surroundings: {
      peek: peek ?? emptySurroundings.peek,
      listModels: () => listModelNames(store),
      listFolder: (written) => tryListFolder(expandPath(written, folder)),
      findUri: (written) => pathToFileURL(expandPath(written, folder)).href,
    },
  };
}

function tryListFolder(path: string): FolderEntry[] | undefined {
  try {
    return readdirSync(path, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      kind: entry.isDirectory() ? "folder" : "file",
    }));
  } catch {
    return undefined;
  }
}
