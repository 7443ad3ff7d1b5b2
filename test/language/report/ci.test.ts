import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isModelfileName } from "../../../src/cli/files/findModelfiles.js";
import { reporters } from "../../../src/language/report/reporters.js";

const root = join(import.meta.dirname, "../../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe.each(["docs/ci.md", "action.yml"])("%s", (path) => {
  test("names only formats that exist", () => {
    const named = [...read(path).matchAll(/--format "?([a-z]+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(Object.keys(reporters)).toEqual(expect.arrayContaining(named));
  });
});

test("docs/ci.md lists every format", () => {
  const listed = [...read("docs/ci.md").matchAll(/^\| `([a-z]+)` \|/gm)].map(([, name]) => name);
  expect(listed).toEqual(Object.keys(reporters));
});

describe("the hooks of pre-commit", () => {
  const hooks = read(".pre-commit-hooks.yaml");
  // Python's inline flag for "any case" is a flag of its own in JavaScript.
  const patterns = [...hooks.matchAll(/files: \(\?i\)(.*)$/gm)].map(
    ([, pattern = ""]) => new RegExp(pattern, "i"),
  );

  test("take the files that mf takes", () => {
    expect(patterns).toHaveLength(2);
    for (const name of [
      "Modelfile",
      "modelfile",
      "Modelfile.txt",
      "x.modelfile",
      "Modelfile.q4",
      "MODELFILE",
      "model",
      "x.gguf",
    ]) {
      for (const pattern of patterns) {
        expect(pattern.test(name), name).toBe(isModelfileName(name));
        expect(pattern.test(`models/${name}`), name).toBe(isModelfileName(name));
      }
    }
  });

  test("run commands of mf", () => {
    expect([...hooks.matchAll(/entry: (.*)$/gm)].map(([, entry]) => entry)).toEqual(["mf lint", "mf fmt"]);
  });
});

const hasBash = spawnSync("bash", ["-c", "exit 0"]).status === 0;

describe.skipIf(!hasBash)(`the action${hasBash ? "" : " (skipped: no bash)"}`, () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "mf-action-"));
    // Stands for npx: writes its arguments down, one a line, and the summary that it was asked for.
    writeFileSync(
      join(folder, "npx"),
      `#!/usr/bin/env bash
printf '%s\\n' "$@" > "$TEST_FOLDER/arguments"
for argument in "$@"; do
  case "$argument" in markdown=*) echo "a table" > "\${argument#markdown=}" ;; esac
done
exit "\${TEST_STATUS:-0}"
`,
    );
    chmodSync(join(folder, "npx"), 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The script of the action's only step, run as the runner does. */
  function runAction(env: Record<string, string>): {
    status: number | null;
    arguments: string[];
    summary: string;
  } {
    const script = read("action.yml").split("      run: |\n")[1]?.replace(/^ {8}/gm, "") ?? "";
    rmSync(join(folder, "summary.md"), { force: true });
    const defaults = {
      MF_PATHS: ".",
      MF_VERSION: "latest",
      MF_ARGS: "",
      MF_SARIF_FILE: "",
      MF_ANNOTATIONS: "true",
      MF_SUMMARY: "true",
    };
    const { status } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd: folder,
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        TEST_FOLDER: folder,
        RUNNER_TEMP: folder,
        GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
        ...defaults,
        ...env,
      },
    });
    const summary = join(folder, "summary.md");
    return {
      status,
      arguments: readFileSync(join(folder, "arguments"), "utf8").split("\n").slice(0, -1),
      summary: existsSync(summary) ? readFileSync(summary, "utf8") : "",
    };
  }

  test("lints with annotations and a summary", () => {
    const run = runAction({});
    expect(run.status).toBe(0);
    const expected = "--yes --package mf@latest -- mf lint --format github --format";
    expect(run.arguments.slice(0, 9)).toEqual(expected.split(" "));
    expect(run.arguments.slice(-2)).toEqual(["--", "."]);
    expect(run.summary).toBe("a table\n");
  });

  test("passes everything on as it was given", () => {
    const run = runAction({
      MF_PATHS: "a b/Modelfile\n$(touch owned)\n\n*.modelfile\n",
      MF_VERSION: "",
      MF_ARGS: "--error-on-warnings --ollama 0.33",
      MF_SARIF_FILE: "out dir/mf.sarif",
      MF_ANNOTATIONS: "false",
      MF_SUMMARY: "false",
    });
    expect(run.arguments).toEqual([
      ...["--no", "mf", "lint", "--format", "text", "--format", "sarif=out dir/mf.sarif"],
      ...["--error-on-warnings", "--ollama", "0.33", "--", "a b/Modelfile", "$(touch owned)", "*.modelfile"],
    ]);
    expect(existsSync(join(folder, "owned"))).toBe(false);
    expect(run.summary).toBe("");
  });

  test("ends as mf ends, with its summary written", () => {
    const run = runAction({ TEST_STATUS: "1" });
    expect(run.status).toBe(1);
    expect(run.summary).toBe("a table\n");
  });
});
