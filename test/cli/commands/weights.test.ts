import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../../src/base/digest.js";
import { tempFolder } from "../../support/cli/tempFolder.js";
import { type CommandResult, runCommand } from "../../support/cli/testIo.js";

const fixtures = join(import.meta.dirname, "../../../fixtures/build/create");
const pine = readFileSync(join(fixtures, "c01-plain-gguf/files/pine.gguf"));

// What Ollama's llama-quantize made of pine.gguf: fixtures/build/create c01, c23, c24.
const recorded = {
  copy: "sha256:9bcb052f14b0e27fa4a1917e0a60a58e266abca60cc91f76de9daf0b492eec29",
  q8_0: "sha256:d501e084972536842a92380c8c3417fbabf29aafbf0efae444abdee00288bf6e",
  q4_K_M: "sha256:653e9e248df71cd329e3ad6f071827169941a0cd4af6111da5af9ca482099a14",
};

function mf(cwd: string, ...args: string[]): Promise<CommandResult> {
  return runCommand([...args, "--store", "store", "--isolated"], { cwd });
}

function digestIn(cwd: string, file: string): string {
  return digestOf(readFileSync(join(cwd, file)));
}

describe("mf quantize", () => {
  it("writes beside the source, named after the type", async () => {
    const cwd = tempFolder({ "m/pine-F16.gguf": pine });
    const { exitCode, stdout } = await mf(cwd, "quantize", "m/pine-F16.gguf", "--type", "q4_K_M");
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^wrote m\/pine-Q4_K_M\.gguf/),
    });
    expect(digestIn(cwd, "m/pine-Q4_K_M.gguf")).toBe(recorded.q4_K_M);
  });

  it("makes several types from one read", async () => {
    const cwd = tempFolder({ "pine.gguf": pine });
    await mf(
      cwd,
      "quantize",
      "pine.gguf",
      "out-{type}.gguf",
      "--type",
      "q8_0",
      "--type",
      "copy",
      "--type",
      "Q4_K_M",
    );
    expect(digestIn(cwd, "out-Q8_0.gguf")).toBe(recorded.q8_0);
    expect(digestIn(cwd, "out-copy.gguf")).toBe(recorded.copy);
    expect(digestIn(cwd, "out-Q4_K_M.gguf")).toBe(recorded.q4_K_M);
  });

  it.each([
    [["pine.gguf", "o.gguf", "q8_0"], "o.gguf"],
    [["pine.gguf", "o.gguf", "Q8_0", "4"], "o.gguf"],
    [["pine.gguf", "7"], "pine-Q8_0.gguf"],
    [["--token-embedding-type", "q8_0", "pine.gguf", "o.gguf", "q8_0"], "o.gguf"],
  ])("takes llama-quantize's %j", async (args, file) => {
    const cwd = tempFolder({ "pine.gguf": pine });
    expect(await mf(cwd, "quantize", ...args)).toMatchObject({ exitCode: 0 });
    expect(digestIn(cwd, file)).toBe(recorded.q8_0);
  });

  it("takes a model of the store", async () => {
    const cwd = tempFolder({ Modelfile: "FROM ./pine.gguf\n", "pine.gguf": pine });
    await mf(cwd, "build", "oak");
    await mf(cwd, "quantize", "oak", "--type", "q8_0");
    expect(digestIn(cwd, "oak-Q8_0.gguf")).toBe(recorded.q8_0);
  });

  it("shows what every tensor would become", async () => {
    const cwd = tempFolder({ "pine.gguf": pine });
    const { stdout } = await mf(cwd, "quantize", "pine.gguf", "--type", "q4_K_M", "--dry-run");
    expect(stdout).toBe(`Q4_K_M  21.4 KB  6.30 bits a weight
  f16 → q8_0                   1 tensor
  f32 kept                     5 tensors
  f16 → q5_0, instead of q4_K  13 tensors
  f16 → q8_0, instead of q6_K  2 tensors
`);
    const plan = JSON.parse(
      (await mf(cwd, "quantize", "pine.gguf", "q4_K_M", "--dry-run", "--json")).stdout,
    ) as object;
    expect(plan).toMatchObject({ outputs: [{ type: "Q4_K_M", sizeBytes: 21376 }] });
    expect(readdirSync(cwd)).toEqual(["pine.gguf"]);
  });

  it.each([
    [["pine.gguf"], 2, /which type/],
    [
      ["pine.gguf", "--type", "q4_K_M", "--fail-on-fallback"],
      3,
      /instead of q[46]_K: its rows have (32|64) weights/,
    ],
    [["pine.gguf", "o.gguf", "--type", "q8_0", "--type", "q4_0"], 2, /\{type\}/],
    [["nosuch.gguf", "--type", "q8_0"], 3, /neither a file nor a model/],
    [["pine.gguf", "--type", "q8_0", "--tensor", "attn_v=q99"], 3, /not a tensor type/],
  ])("%j fails with %d and leaves nothing", async (args, exitCode, message) => {
    const cwd = tempFolder({ "pine.gguf": pine });
    expect(await mf(cwd, "quantize", ...args)).toMatchObject({
      exitCode,
      stderr: expect.stringMatching(message),
    });
    expect(readdirSync(cwd)).toEqual(["pine.gguf"]);
  });
});

describe("mf inspect", () => {
  it("answers the first questions", async () => {
    const cwd = tempFolder({ "pine.gguf": pine });
    const { stdout } = await mf(cwd, "inspect", "pine.gguf");
    expect(stdout).toMatch(/^pine\.gguf\n/);
    for (const [label, value] of [
      ["architecture", "llama"],
      ["parameters", "23K (22688)"],
      ["file type", "F16"],
      ["context", "512"],
      ["heads", "4, 2 for keys and values, 8 long"],
    ]) {
      expect(stdout).toContain(`  ${label?.padEnd(13)} ${value}\n`);
    }
    expect(stdout).toMatch(/f16 +16 tensors +22 528 weights +45\.1 KB +98\.6 %/);
  });

  it("lists tensors and metadata", async () => {
    const cwd = tempFolder({ "pine.gguf": pine });
    expect((await mf(cwd, "inspect", "pine.gguf", "--tensors")).stdout).toMatch(
      /^blk\.1\.ffn_up\.weight +f16 +32 × 64 +2 048 +4\.1 KB +36768$/m,
    );
    expect((await mf(cwd, "inspect", "pine.gguf", "--metadata")).stdout).toMatch(
      /^llama\.attention\.layer_norm_rms_epsilon +f32 +0\.00001$/m,
    );
    expect((await mf(cwd, "inspect", "pine.gguf", "--metadata", "general.architecture")).stdout).toBe(
      "llama\n",
    );
  });

  it("prints JSON", async () => {
    const cwd = tempFolder({ "pine.gguf": pine });
    const { stdout } = await mf(cwd, "inspect", "pine.gguf", "--json", "--tensors");
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, architecture: "llama", tensorCount: 21 });
    expect((JSON.parse(stdout) as { tensors: object[] }).tensors).toHaveLength(21);
  });

  it("corrects a misspelt key", async () => {
    const cwd = tempFolder({ "pine.gguf": pine });
    expect(await mf(cwd, "inspect", "pine.gguf", "--metadata", "general.architectur")).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/Did you mean general\.architecture\?/),
    });
    expect(existsSync(join(cwd, "store"))).toBe(false);
  });
});
