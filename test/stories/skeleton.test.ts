import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeExampleModel } from "../../scripts/make-example.js";
import { tempFolder } from "../support/cli/tempFolder.js";
import { runCommand } from "../support/cli/testIo.js";
import { noDockerRegistry, startDockerRegistry } from "../support/registry/dockerRegistry.js";

const example = join(import.meta.dirname, "../../examples/tiny");

interface Shown {
  readonly name: string;
  readonly id: string;
  readonly layers: readonly { readonly mediaType: string; readonly digest: string }[];
}

/** Runs a command that must succeed and gives its JSON. */
async function json<T>(cwd: string, argv: readonly string[]): Promise<T> {
  const { exitCode, stdout, stderr } = await runCommand([...argv, "--json", "--isolated"], { cwd });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.anything() });
  return JSON.parse(stdout) as T;
}

async function makeModel(): Promise<string> {
  const folder = tempFolder({ Modelfile: readFileSync(join(example, "Modelfile")) });
  await writeExampleModel(join(folder, "tiny.gguf"));
  return folder;
}

describe("from a Modelfile to another machine", () => {
  it("ships the example as the script makes it", async () => {
    const folder = await makeModel();
    const made = readFileSync(join(folder, "tiny.gguf"));
    expect(made.equals(readFileSync(join(example, "tiny.gguf")))).toBe(true);
  });

  it("builds two types from one read, lists and shows them", async () => {
    const folder = await makeModel();
    const args = ["build", "tiny", "-q", "q8_0", "-q", "q4_K_M", "--store", "store"];
    const { models } = await json<{ models: Shown[] }>(folder, args);
    expect(models.map(({ name }) => name)).toEqual(["tiny:q8_0", "tiny:q4_K_M"]);

    const listed = await runCommand(["ls", "--store", "store"], { cwd: folder });
    for (const { name, id } of models)
      expect(listed.stdout).toContain(`${name.padEnd(11)}  ${id.slice(0, 12)}`);

    const shown = await json<{ details: object; tensors: { name: string; type: string }[]; system: string }>(
      folder,
      ["show", "tiny:q4_K_M", "--store", "store"],
    );
    expect(shown.details).toMatchObject({ quantization_level: "Q4_K_M", family: "llama" });
    expect(shown.system).toBe("You are tiny.");
    const types = new Map(shown.tensors.map(({ name, type }) => [name, type]));
    expect(types.get("blk.0.ffn_gate.weight")).toBe("Q4_K");
    // A tied embedding stands for the output, which the recipe gives more bits.
    expect(types.get("token_embd.weight")).toBe("Q6_K");
  });

  it("builds the same again without storing anything", async () => {
    const folder = await makeModel();
    const args = ["build", "tiny", "-q", "q4_K_M", "--store", "store"];
    const [first] = (await json<{ models: Shown[] }>(folder, args)).models;
    const blobs = readdirSync(join(folder, "store/blobs"));
    const [second] = (await json<{ models: Shown[] }>(folder, args)).models;
    expect(second?.id).toBe(first?.id);
    expect(readdirSync(join(folder, "store/blobs"))).toEqual(blobs);
  });

  const skipped = noDockerRegistry === undefined ? "" : ` (skipped: ${noDockerRegistry})`;
  it.skipIf(noDockerRegistry !== undefined)(`travels through a registry${skipped}`, async () => {
    const folder = await makeModel();
    const registry = await startDockerRegistry();
    const build = ["build", "tiny", "-q", "q8_0", "-q", "q4_K_M", "--store", "store"];
    const { models } = await json<{ models: Shown[] }>(folder, build);
    for (const { name } of models) {
      const remote = `${registry}/team/${name}`;
      await json(folder, ["push", remote, "--from", name, "--plain-http", "--store", "store"]);
      await json(folder, ["pull", remote, "--as", name, "--plain-http", "--store", "other"]);
      const [here, there] = ["store", "other"].map((store) => readManifest(folder, store, name));
      expect(there).toEqual(here);
      for (const { digest } of here?.layers ?? [])
        expect(readBlob(folder, "other", digest)).toEqual(readBlob(folder, "store", digest));
      const of = (store: string) => json<object>(folder, ["show", name, "--store", store]);
      const { modified_at: _, modelfile: __, ...shown } = (await of("other")) as Record<string, unknown>;
      expect(await of("store")).toMatchObject(shown);
    }
  });
});

interface Manifest {
  readonly layers: readonly { readonly digest: string }[];
}

function readManifest(folder: string, store: string, name: string): Manifest {
  const path = join(folder, store, "manifests/registry.ollama.ai/library", ...name.split(":"));
  return JSON.parse(readFileSync(path, "utf8")) as Manifest;
}

function readBlob(folder: string, store: string, digest: string): Buffer {
  return readFileSync(join(folder, store, "blobs", digest.replace(":", "-")));
}
