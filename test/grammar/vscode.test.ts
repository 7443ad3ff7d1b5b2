import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "grammar/vscode");
const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

interface Started {
  readonly id: string;
  readonly server: Readonly<Record<string, unknown>>;
  readonly client: unknown;
  isStopped: boolean;
}

/** Runs extension.js with a VS Code of our own. */
function loadExtension(settings: Readonly<Record<string, string>>) {
  const started: Started[] = [];
  class LanguageClient {
    private readonly one: Started;
    constructor(id: string, _: string, server: Started["server"], client: unknown) {
      this.one = { id, server, client, isStopped: false };
    }
    async start() {
      started.push(this.one);
    }
    async stop() {
      this.one.isStopped = true;
    }
  }
  const modules: Readonly<Record<string, unknown>> = {
    vscode: {
      workspace: {
        getConfiguration: (section: string) => ({ get: (key: string) => settings[`${section}.${key}`] }),
      },
    },
    "vscode-languageclient/node": { LanguageClient, TransportKind: { stdio: 0 } },
    "node:fs": { existsSync },
    "node:path": { join },
  };
  interface Extension {
    activate?(context: { extensionPath: string }): Promise<void>;
    deactivate?(): Promise<void> | undefined;
  }
  const module: { exports: Extension } = { exports: {} };
  const source = readFileSync(join(folder, "extension.js"), "utf8");
  new Function("require", "module", source)((name: string) => modules[name], module);
  const { activate, deactivate } = module.exports;
  return { started, activate, deactivate };
}

describe("the extension", () => {
  let place = "";
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), "mf-vscode-"));
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  test("starts the mf on the PATH for Modelfiles, and stops it", async () => {
    const { activate, deactivate, started } = loadExtension({ "mf.path": "" });
    await activate?.({ extensionPath: place });
    expect(started).toMatchObject([
      { server: { command: "mf", args: ["lsp"] }, client: { documentSelector: [{ language: "modelfile" }] } },
    ]);
    await deactivate?.();
    expect(started[0]?.isStopped).toBe(true);
  });

  test("prefers the one that was packed, and the user's choice to both", async () => {
    const program = join(place, "server/bin/mf.js");
    mkdirSync(join(place, "server/bin"), { recursive: true });
    writeFileSync(program, "");
    const packed = loadExtension({ "mf.path": "" });
    await packed.activate?.({ extensionPath: place });
    expect(packed.started).toMatchObject([{ server: { module: program, args: ["lsp"], transport: 0 } }]);
    const chosen = loadExtension({ "mf.path": "/opt/mf" });
    await chosen.activate?.({ extensionPath: place });
    expect(chosen.started).toMatchObject([{ server: { command: "/opt/mf", args: ["lsp"] } }]);
  });

  test("stopping what never started is fine", async () => {
    await loadExtension({}).deactivate?.();
  });
});

test("packing brings every file that the manifest names", () => {
  const copy = mkdtempSync(join(tmpdir(), "mf-pack-"));
  try {
    for (const part of ["grammar", "schemas", "LICENSE"])
      cpSync(join(root, part), join(copy, part), { recursive: true });
    mkdirSync(join(copy, "bin"));
    mkdirSync(join(copy, "dist"));
    writeFileSync(join(copy, "bin/mf.js"), "");
    writeFileSync(join(copy, "dist/mf.js"), "");
    const { status, stderr } = spawnSync(process.execPath, ["pack.mjs"], {
      cwd: join(copy, "grammar/vscode"),
      encoding: "utf8",
    });
    expect(status, stderr).toBe(0);
    const { languages, grammars, jsonValidation } = manifest.contributes;
    const named = [
      manifest.main,
      languages[0].configuration,
      grammars[0].path,
      jsonValidation[0].url,
      "./server/bin/mf.js",
      "./server/dist/mf.js",
      "./server/package.json",
      "./LICENSE",
    ];
    for (const file of named) expect(existsSync(join(copy, "grammar/vscode", file)), file).toBe(true);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

test("manifest, grammar and server mean the same language", () => {
  const grammar = JSON.parse(readFileSync(join(root, "grammar/modelfile.tmLanguage.json"), "utf8"));
  const { languages, grammars } = manifest.contributes;
  expect(grammars[0]).toMatchObject({ language: languages[0].id, scopeName: grammar.scopeName });
  expect(manifest.contributes.configurationDefaults[`[${languages[0].id}]`]).toMatchObject({
    "editor.defaultFormatter": `${manifest.publisher}.${manifest.name}`,
  });
  const configuration = JSON.parse(readFileSync(join(folder, "language-configuration.json"), "utf8"));
  expect(configuration.comments).toEqual({ lineComment: "#" });
  expect("$message num_ctx qwen2.5".match(new RegExp(configuration.wordPattern, "g"))).toEqual([
    "$message",
    "num_ctx",
    "qwen2.5",
  ]);
});
