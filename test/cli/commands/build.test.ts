import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../../src/base/digest.js";
import { tempFolder } from "../../support/cli/tempFolder.js";
import { type CommandResult, runCommand } from "../../support/cli/testIo.js";

const fixtures = join(import.meta.dirname, "../../../fixtures/build/create");
const pine = readFileSync(join(fixtures, "c01-plain-gguf/files/pine.gguf"));
const modelfile = "FROM ./pine.gguf\nSYSTEM You count trees.\n";

function build(cwd: string, args: readonly string[], more: object = {}): Promise<CommandResult> {
  return runCommand(["build", ...args, "--store", "store", "--isolated"], { cwd, ...more });
}

describe("mf build", () => {
  it("builds and says so", async () => {
    const cwd = tempFolder({ Modelfile: modelfile, "pine.gguf": pine });
    const { exitCode, stdout } = await build(cwd, ["story"]);
    expect(stdout).toMatch(/^built story:latest {2}[0-9a-f]{12} {2}49\.3 KB {2}3 of 3 blobs new\n$/);
    expect(exitCode).toBe(0);
    expect((await build(cwd, ["story"])).stdout).toMatch(/nothing new to store/);
  });

  it("gives a model every name that it is given", async () => {
    const cwd = tempFolder({ Modelfile: modelfile, "pine.gguf": pine });
    const { stdout } = await build(cwd, ["a", "me/b:1", "--json"]);
    const { models } = JSON.parse(stdout) as { models: { name: string; id: string }[] };
    expect(models.map(({ name }) => name)).toEqual(["a:latest", "me/b:1"]);
    expect(models[0]?.id).toBe(models[1]?.id);
  });

  it("names a model after its folder or its file", async () => {
    const cwd = tempFolder({
      "Oak/Modelfile": modelfile,
      "Oak/elm.modelfile": modelfile,
      "Oak/pine.gguf": pine,
    });
    expect((await build(cwd, ["-f", "Oak/Modelfile"])).stdout).toMatch(/^built oak:latest/);
    expect((await build(cwd, ["-f", "Oak/elm.modelfile"])).stdout).toMatch(/^built elm:latest/);
  });

  it("puts the type into the tag when there are several", async () => {
    const cwd = tempFolder({ Modelfile: modelfile, "pine.gguf": pine });
    const names = async (name: string): Promise<string[]> => {
      const { stdout } = await build(cwd, [name, "-q", "Q8_0", "-q", "q4_k_m", "--json"]);
      return (JSON.parse(stdout) as { models: { name: string }[] }).models.map((model) => model.name);
    };
    expect(await names("a")).toEqual(["a:q8_0", "a:q4_K_M"]);
    expect(await names("a:1b")).toEqual(["a:1b-q8_0", "a:1b-q4_K_M"]);
  });

  it("reads the standard input", async () => {
    const cwd = tempFolder({ "models/pine.gguf": pine });
    const { exitCode } = await build(cwd, ["a", "-f", "-", "--context", "models"], { stdin: modelfile });
    expect(exitCode).toBe(0);
  });

  it("stops at what lint calls an error, before anything is written", async () => {
    const cwd = tempFolder({ Modelfile: `${modelfile}PARAMETER temprature 1\n`, "pine.gguf": pine });
    const { exitCode, stderr } = await build(cwd, ["a"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(/temprature/) });
    expect(existsSync(join(cwd, "store"))).toBe(false);
  });

  it("lets warnings pass, unless they count", async () => {
    const cwd = tempFolder({ Modelfile: `${modelfile}PARAMETER mirostat 2\n`, "pine.gguf": pine });
    const lenient = await build(cwd, ["a"]);
    expect(lenient).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/warning/) });
    expect(await build(cwd, ["b", "--strict"])).toMatchObject({ exitCode: 1 });
  });

  it("shows the plan and writes nothing", async () => {
    const cwd = tempFolder({ Modelfile: modelfile, "pine.gguf": pine });
    const { stdout } = await build(cwd, ["story", "-q", "q4_K_M", "--dry-run"]);
    expect(stdout).toBe(`story:latest  21.4 KB
  model   21.4 KB  pine.gguf as Q4_K_M (tensors: 3 q8_0, 5 f32, 13 q5_0; 15 had to fall back)
  system     16 B  new

reads 49.2 KB of weights, writes 21.4 KB
`);
    expect(existsSync(join(cwd, "store"))).toBe(false);
    const plan = JSON.parse((await build(cwd, ["story", "--dry-run", "--json"])).stdout) as object;
    expect(plan).toMatchObject({
      version: 1,
      digest: expect.stringMatching(/^sha256:/),
      plan: { works: [{ change: "keep", sizeBytes: pine.length }], writtenBytes: pine.length },
      present: [],
    });
  });

  it("shares the file on demand", async () => {
    const cwd = tempFolder({ Modelfile: modelfile, "pine.gguf": pine });
    await build(cwd, ["a", "--hard-link"]);
    const blob = join(cwd, "store/blobs", digestOf(pine).replace(":", "-"));
    const isOneFile = statSync(blob).ino === statSync(join(cwd, "pine.gguf")).ino;
    // A file system that can clone does that instead.
    expect(isOneFile || statSync(blob).nlink === 1).toBe(true);
  });

  it.each([
    [["a", "-f", "nosuch"], 3, /there is no nosuch/],
    [["bad name"], 3, /invalid model name "bad name"/],
    [["a", "-q", "q9_9"], 3, /no file type "q9_9"/],
    [["a", "--compat", "docker"], 2, /choices|Allowed/i],
  ])("%j fails with %d", async (args, exitCode, message) => {
    const cwd = tempFolder({ Modelfile: modelfile, "pine.gguf": pine });
    const result = await build(cwd, args);
    expect(result).toMatchObject({ exitCode, stderr: expect.stringMatching(message) });
  });

  it("leaves nothing behind when it is interrupted", async () => {
    const cwd = tempFolder({ Modelfile: modelfile, "pine.gguf": pine });
    const stop = new AbortController();
    stop.abort();
    const { exitCode } = await build(cwd, ["a", "-q", "q8_0"], { signal: stop.signal });
    expect(exitCode).toBe(130);
    expect(readdirSync(join(cwd, "store/blobs"))).toEqual([]);
  });
});
