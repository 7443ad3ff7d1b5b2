import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tempFolder } from "../support/cli/tempFolder.js";
import { runCommand } from "../support/cli/testIo.js";

const retired = "FROM llama3.2\nPARAMETER mirostat 1\n";

describe("mf lint", () => {
  test("finds Modelfiles by name, respects .gitignore, leaves others alone", async () => {
    const cwd = tempFolder({
      Modelfile: retired,
      "a/Modelfile.q4": retired,
      "a/chat.modelfile": retired,
      "a/Modelfile.md": retired,
      "a/Makefile": retired,
      "ignored/Modelfile": retired,
      "node_modules/x/Modelfile": retired,
      ".gitignore": "ignored/\n",
    });
    const { stdout } = await runCommand(["lint", "--format", "concise"], { cwd });
    const files = stdout
      .split("\n")
      .map((line) => line.split(":")[0])
      .filter((file) => file?.includes("odelfile"));
    expect(files.sort()).toEqual(["Modelfile", "a/Modelfile.q4", "a/chat.modelfile"]);
  });

  test("takes a file that is named outright, whatever its name", async () => {
    const cwd = tempFolder({ "x.txt": "FORM x\n" });
    const { exitCode, stdout } = await runCommand(["lint", "x.txt"], { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("MF001");
  });

  test("takes globs", async () => {
    const cwd = tempFolder({ "m/one.mf": "FORM x\n", "m/two.txt": "FORM x\n" });
    const { stdout } = await runCommand(["lint", "m/*.mf", "--format", "concise"], { cwd });
    expect(stdout).toContain("m/one.mf");
    expect(stdout).not.toContain("two.txt");
  });

  test("names a path that is not there", async () => {
    const { exitCode, stderr } = await runCommand(["lint", "nowhere"], { cwd: tempFolder() });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("nowhere does not exist");
  });

  test("warnings do not fail unless asked to", async () => {
    const cwd = tempFolder({ Modelfile: retired });
    expect((await runCommand(["lint"], { cwd })).exitCode).toBe(0);
    expect((await runCommand(["lint", "--error-on-warnings"], { cwd })).exitCode).toBe(1);
  });

  test("--fix writes, a second run finds nothing, the rest stays to the byte", async () => {
    const cwd = tempFolder({ Modelfile: "FROM llama3.2\r\nPARAMETER mirostat 1\r\nSYSTEM hi\r\n" });
    const first = await runCommand(["lint", "--fix"], { cwd });
    expect(first.stdout).toContain("1 problem fixed");
    expect(readFileSync(join(cwd, "Modelfile"), "utf8")).toBe("FROM llama3.2\r\nSYSTEM hi\r\n");
    expect((await runCommand(["lint", "--fix"], { cwd })).stdout).toContain("No problems");
  });

  test("--diff shows and writes nothing", async () => {
    const cwd = tempFolder({ Modelfile: retired });
    const { exitCode, stdout } = await runCommand(["lint", "--diff"], { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("-PARAMETER mirostat 1");
    expect(readFileSync(join(cwd, "Modelfile"), "utf8")).toBe(retired);
  });

  test("reports in several formats at once", async () => {
    const cwd = tempFolder({ Modelfile: "FORM x\n" });
    const { stdout } = await runCommand(
      ["lint", "--format", "github", "--format", "sarif=out.sarif", "--format", "junit=out.xml"],
      { cwd },
    );
    expect(stdout).toMatch(/^::error file=Modelfile,line=1/m);
    expect(JSON.parse(readFileSync(join(cwd, "out.sarif"), "utf8")).version).toBe("2.1.0");
    expect(readFileSync(join(cwd, "out.xml"), "utf8")).toContain("<testsuites");
  });

  test("two formats for stdout are refused", async () => {
    const { exitCode, stderr } = await runCommand(["lint", "--format", "json", "--format", "text"], {
      cwd: tempFolder(),
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("only one format");
  });

  test("reads the standard input under a name", async () => {
    const { stdout } = await runCommand(
      ["lint", "-", "--stdin-filename", "sub/Modelfile", "--format", "concise"],
      {
        cwd: tempFolder(),
        stdin: "FORM x\n",
      },
    );
    expect(stdout).toMatch(/^sub\/Modelfile:1:1/);
  });

  test("--max-diagnostics keeps the errors and says what is hidden", async () => {
    const cwd = tempFolder({ Modelfile: `FROM x\n${"PARAMETER mirostat 1\n".repeat(30)}PARAMETER nope 1\n` });
    const { stdout } = await runCommand(["lint", "--max-diagnostics", "1"], { cwd });
    expect(stdout).toContain("MF201");
    expect(stdout).not.toContain("MF202");
    expect(stdout).toMatch(/\b\d+ (?:more|not shown|hidden)|not shown/);
  });

  test("a baseline hides what is known, wherever it moves", async () => {
    const cwd = tempFolder({ Modelfile: retired });
    await runCommand(["lint", "--write-baseline", "known.json"], { cwd });
    writeFileSync(join(cwd, "Modelfile"), `# moved\n\n${retired}PARAMETER nope 1\n`);
    const { stdout, exitCode } = await runCommand(
      ["lint", "--baseline", "known.json", "--format", "concise"],
      { cwd },
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain("MF201");
    expect(stdout).not.toContain("MF202");
    writeFileSync(join(cwd, "Modelfile"), "FROM llama3.2\n");
    expect((await runCommand(["lint", "--baseline", "known.json"], { cwd })).stderr).toContain(
      "1 finding of the baseline is gone",
    );
  });

  test("pragmas silence, and unused ones are found and removed", async () => {
    const cwd = tempFolder({
      Modelfile:
        "FROM llama3.2\n# mf: ignore[MF202] for old versions\nPARAMETER mirostat 1\n# mf: ignore[MF206] no longer\nSYSTEM hi\n",
    });
    const { stdout } = await runCommand(["lint", "--format", "concise"], { cwd });
    expect(stdout).not.toContain("MF202 ");
    expect(stdout).toContain("MF902");
    await runCommand(["lint", "--fix"], { cwd });
    expect((await runCommand(["lint"], { cwd })).stdout).toContain("No problems");
  });

  test("a file as large as weights is refused with a way on", async () => {
    const cwd = tempFolder({ Modelfile: new Uint8Array(9_000_000).fill(35) });
    const { exitCode, stderr } = await runCommand(["lint"], { cwd });
    expect(exitCode).toBe(3);
    expect(stderr).toContain("Modelfile has 9000000 bytes");
  });

  test.each(["text", "json", "sarif", "github", "markdown", "rdjson"])(
    "%s never shows a secret",
    async (format) => {
      const secret = ["hf", "kJ8sLq2ZxV0bN5mT7yRw4pCfGhD1aEuIoS"].join("_");
      const stdin = `FROM llama3.2\nSYSTEM token ${secret} # and more\nPARAMETER mirostat 1\n`;
      const { stdout } = await runCommand(["lint", "-", "--format", format], { cwd: tempFolder(), stdin });
      expect(stdout).toContain("MF601");
      expect(stdout).not.toContain(secret);
    },
  );

  test("--ollama decides what is too new", async () => {
    const cwd = tempFolder({ Modelfile: "FROM llama3.2\nREQUIRES 0.14.0\n" });
    expect((await runCommand(["lint", "--ollama", "0.12"], { cwd })).exitCode).toBe(1);
    expect((await runCommand(["lint", "--ollama", "0.14"], { cwd })).exitCode).toBe(0);
    expect((await runCommand(["lint", "--ollama", "new"], { cwd })).exitCode).toBe(2);
  });
});

describe("mf.json", () => {
  test("the nearest one holds, extends builds on others, overrides win for their files", async () => {
    const cwd = tempFolder({
      "mf.json": '{ "lint": { "rules": { "MF202": "error" } } }',
      Modelfile: retired,
      "old/mf.jsonc":
        '{ // kept\n "extends": ["../mf.json"], "overrides": [{ "files": ["legacy/**"], "rules": { "deprecated-parameter": "off" } }] }',
      "old/Modelfile": retired,
      "old/legacy/Modelfile": retired,
    });
    const { stdout } = await runCommand(["lint", "--format", "concise"], { cwd });
    expect(stdout).toContain("Modelfile:2:11: error MF202");
    expect(stdout).toContain("old/Modelfile:2:11: error MF202");
    expect(stdout).not.toContain("legacy");
    const isolated = await runCommand(["lint", "--isolated", "--format", "concise"], { cwd });
    expect(isolated.stdout).not.toContain("error MF202");
  });

  test.each([
    ['{ "lint": { "rules": { "MF20": "off" } } }', "no rule is called", "1:24"],
    ['{ "lnit": {} }', 'did you mean "lint"', "1:3"],
    ['{ "lint": { "rules": { "MF201": "off" } } }', "cannot be lowered", "1:33"],
    ['{ "lint": ', "not valid JSON", "1:"],
    ['{ "extends": ["mf.json"] }', "extends itself", ""],
    ['{ "ollama": "soon" }', "is not a version", "1:13"],
  ])("%s is refused with its place", async (text, message, place) => {
    const { exitCode, stderr } = await runCommand(["lint"], {
      cwd: tempFolder({ "mf.json": text, Modelfile: "FROM x\n" }),
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(place);
  });

  test("config show tells where a value comes from", async () => {
    const cwd = tempFolder({ "mf.json": '{ "ollama": ">=0.12" }' });
    const { stdout } = await runCommand(["config", "show", "--json"], { cwd });
    const { settings } = JSON.parse(stdout) as {
      settings: { key: string; value: unknown; origin: string }[];
    };
    expect(settings.find(({ key }) => key === "ollama")).toEqual({
      key: "ollama",
      value: ">=0.12",
      origin: join(cwd, "mf.json"),
    });
    expect(settings.find(({ key }) => key === "lint.allow-pragmas")?.origin).toBe("default");
  });
});

describe("mf fmt", () => {
  test("--check lists, plain fmt writes, then all is quiet", async () => {
    const cwd = tempFolder({ Modelfile: "from x\nsystem hi" });
    const check = await runCommand(["fmt", "--check"], { cwd });
    expect(check).toMatchObject({ exitCode: 1 });
    expect(check.stderr).toContain("Modelfile");
    expect((await runCommand(["fmt"], { cwd })).exitCode).toBe(0);
    expect(readFileSync(join(cwd, "Modelfile"), "utf8")).toBe("FROM x\n\nSYSTEM hi\n");
    expect((await runCommand(["fmt", "--check"], { cwd })).exitCode).toBe(0);
  });

  test("leaves what Ollama cannot read as it is", async () => {
    const cwd = tempFolder({ Modelfile: "FORM x\n" });
    const { exitCode, stderr } = await runCommand(["fmt"], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("not formatted");
    expect(readFileSync(join(cwd, "Modelfile"), "utf8")).toBe("FORM x\n");
  });

  test("pipes", async () => {
    const { stdout } = await runCommand(["fmt", "-"], { cwd: tempFolder(), stdin: "from x" });
    expect(stdout).toBe("FROM x\n");
  });

  test("--diff shows a patch", async () => {
    const { stdout, exitCode } = await runCommand(["fmt", "--diff", "-"], {
      cwd: tempFolder(),
      stdin: "from x\n",
    });
    expect(exitCode).toBe(1);
    expect(stdout).toBe("--- Modelfile\n+++ Modelfile\n@@ -1,1 +1,1 @@\n-from x\n+FROM x\n");
  });
});

describe("mf parse", () => {
  test("prints Ollama's reading and the request, one JSON line a file", async () => {
    const cwd = tempFolder({
      Modelfile: "FROM x\nPARAMETER seed 9223372036854775807\n",
      "bad.modelfile": "SYSTEM hi\n",
    });
    const { stdout, exitCode } = await runCommand(["parse", "--request", "."], { cwd });
    expect(exitCode).toBe(1);
    const [good, bad] = stdout.trim().split("\n");
    expect(good).toContain('"parameters":{"seed":9223372036854775807}');
    expect(JSON.parse(good ?? "")).toMatchObject({
      path: "Modelfile",
      ollama: { commands: [{ name: "model", args: "x" }, { name: "seed" }] },
    });
    expect(JSON.parse(bad ?? "")).toMatchObject({ path: "bad.modelfile", ollama: { error: "no FROM line" } });
  });
});
