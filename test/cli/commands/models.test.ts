import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tempFolder } from "../../support/cli/tempFolder.js";
import { type CommandResult, runCommand } from "../../support/cli/testIo.js";

const fixtures = join(import.meta.dirname, "../../../fixtures/build/create");
const pine = readFileSync(join(fixtures, "c01-plain-gguf/files/pine.gguf"));

function mf(cwd: string, ...args: string[]): Promise<CommandResult> {
  return runCommand([...args, "--store", "store", "--isolated"], { cwd });
}

async function storeWith(...names: string[]): Promise<string> {
  const cwd = tempFolder({ Modelfile: "FROM ./pine.gguf\nSYSTEM s\nLICENSE A\n", "pine.gguf": pine });
  for (const name of names) expect(await mf(cwd, "build", name)).toMatchObject({ exitCode: 0 });
  return cwd;
}

describe("mf ls", () => {
  it("has a line a model", async () => {
    const cwd = await storeWith("oak", "me/elm:v1");
    const { stdout } = await mf(cwd, "ls");
    const [head, ...rows] = stdout.trimEnd().split("\n");
    expect(head).toMatch(/^NAME +ID +SIZE +MODIFIED$/);
    expect(rows.map((row) => row.split(/ {2,}/)[0]).sort()).toEqual(["me/elm:v1", "oak:latest"]);
    expect((await mf(cwd, "ls", "ME/")).stdout.trimEnd().split("\n")).toHaveLength(2);
  });

  it("is empty without a store", async () => {
    expect(await mf(tempFolder(), "ls")).toMatchObject({ exitCode: 0, stdout: "NAME  ID  SIZE  MODIFIED\n" });
    expect((await mf(tempFolder(), "ls", "--json")).stdout).toBe('{"models":[]}\n');
  });

  it("goes on behind a manifest that it cannot read", async () => {
    const cwd = await storeWith("oak");
    writeFileSync(join(cwd, "store/manifests/registry.ollama.ai/library/oak/broken"), "{");
    const { exitCode, stdout, stderr } = await mf(cwd, "ls");
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 1,
      stdout: expect.stringMatching(/oak:latest/),
      stderr: expect.stringMatching(/unreadable: .*broken/),
    });
  });
});

describe("mf show", () => {
  it("prints one part", async () => {
    const cwd = await storeWith("oak");
    expect((await mf(cwd, "show", "oak", "--system")).stdout).toBe("s");
    expect((await mf(cwd, "show", "oak", "--license")).stdout).toBe("A\n");
    expect((await mf(cwd, "show", "oak", "--modelfile")).stdout).toBe(
      "FROM oak:latest\n# Comes with FROM: LICENSE\nSYSTEM s\n",
    );
  });

  it("does not print two", async () => {
    const cwd = await storeWith("oak");
    expect(await mf(cwd, "show", "oak", "--system", "--license")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/only one part/),
    });
  });

  it("says what is not there", async () => {
    expect(await mf(tempFolder(), "show", "oak")).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/"oak:latest" is not in the store[\s\S]*mf ls/),
    });
  });
});

describe("mf cp and mf rm", () => {
  it("give and take names; blobs go with the last one", async () => {
    const cwd = await storeWith("oak");
    expect((await mf(cwd, "cp", "oak", "me/elm")).stdout).toBe("copied oak:latest to me/elm:latest\n");
    const blobs = readdirSync(join(cwd, "store/blobs"));
    expect((await mf(cwd, "rm", "oak")).stdout).toBe("deleted oak:latest, 0 B freed\n");
    expect(readdirSync(join(cwd, "store/blobs"))).toEqual(blobs);
    expect((await mf(cwd, "rm", "me/elm")).stdout).toMatch(/^deleted me\/elm:latest, 49\.3 KB freed\n$/);
    expect(readdirSync(join(cwd, "store/blobs"))).toEqual([]);
  });

  it("remove all or none", async () => {
    const cwd = await storeWith("oak");
    expect(await mf(cwd, "rm", "oak", "nosuch")).toMatchObject({ exitCode: 3, stdout: "" });
    expect((await mf(cwd, "ls")).stdout).toMatch(/oak/);
    expect((await mf(cwd, "rm", "oak", "oak:latest")).exitCode).toBe(0);
  });
});
