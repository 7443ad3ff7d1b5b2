import { describe, expect, test } from "vitest";
import { commandTable } from "../../src/cli/commandTable.js";
import { tempFolder } from "../support/cli/tempFolder.js";
import { runCommand } from "../support/cli/testIo.js";

describe("mf", () => {
  test("prints its version", async () => {
    const result = await runCommand(["--version"], { cwd: tempFolder() });
    expect(result).toMatchObject({ exitCode: 0, stderr: "" });
    expect(result.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test.each([
    [["lnt"], "Did you mean lint?"],
    [["lint", "--fxi"], "Did you mean --fix?"],
    [["lint", "--color", "blue"], "Allowed choices are auto, always, never"],
    [["completion", "tcsh"], "bash, zsh and fish"],
    [["explain", "MF2001"], "did you mean MF2"],
  ])("%j is wrong usage: exit 2 and a way on", async (argv, hint) => {
    const { exitCode, stderr, stdout } = await runCommand(argv, { cwd: tempFolder() });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(hint);
    expect(stdout).toBe("");
  });

  test.each(commandTable.map(({ name }) => [name]))("%s has help with an example", async (name) => {
    const { exitCode, stdout } = await runCommand([name, "--help"], { cwd: tempFolder() });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Examples?\b/);
    expect(stdout).toContain(`mf ${name}`);
  });

  test("global options count before and behind the command", async () => {
    const cwd = tempFolder({ Modelfile: "FROM x\n" });
    const before = await runCommand(["--json", "lint"], { cwd });
    const behind = await runCommand(["lint", "--json"], { cwd });
    expect(JSON.parse(before.stdout)).toEqual(JSON.parse(behind.stdout));
  });

  test("an interrupted run exits with 130", async () => {
    const cwd = tempFolder({ Modelfile: "FROM x\n" });
    const { exitCode } = await runCommand(["lint"], { cwd, signal: AbortSignal.abort() });
    expect(exitCode).toBe(130);
  });
});

describe("colours", () => {
  const lint = (env: Record<string, string>, isTty: boolean, ...argv: string[]) =>
    runCommand(["lint", "-", ...argv], { cwd: tempFolder(), stdin: "FORM x\n", env, isTty });
  test.each([
    ["a terminal", {}, true, [], true],
    ["a pipe", {}, false, [], false],
    ["NO_COLOR", { NO_COLOR: "1" }, true, [], false],
    ["FORCE_COLOR", { FORCE_COLOR: "1" }, false, [], true],
    ["--color wins over NO_COLOR", { NO_COLOR: "1" }, false, ["--color", "always"], true],
    ["--color never", { FORCE_COLOR: "1" }, true, ["--color", "never"], false],
  ])("%s", async (_, env, isTty, argv, isColored) => {
    const { stdout } = await lint(env as Record<string, string>, isTty, ...argv);
    expect(stdout.includes("\u001b[")).toBe(isColored);
  });
});

describe("completion", () => {
  test.each(["bash", "zsh", "fish"])("%s names every command", async (shell) => {
    const { stdout, exitCode } = await runCommand(["completion", shell], { cwd: tempFolder() });
    expect(exitCode).toBe(0);
    for (const { name } of commandTable) expect(stdout).toContain(name);
    expect(stdout).toContain("unsafe-fixes");
  });
});
