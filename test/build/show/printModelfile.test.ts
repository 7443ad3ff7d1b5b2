import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveModelName } from "../../../src/base/modelName.js";
import type { BuiltModel } from "../../../src/build/run/runBuild.js";
import { readModelDetails } from "../../../src/build/show/modelDetails.js";
import { printModelfile } from "../../../src/build/show/printModelfile.js";
import { buildHere, layersOf, storeIn } from "../../support/build/buildHere.js";
import { tempFolder } from "../../support/cli/tempFolder.js";

const fixtures = join(import.meta.dirname, "../../../fixtures/build/create");
const pine = readFileSync(join(fixtures, "c01-plain-gguf/files/pine.gguf"));

async function showModelfile(folder: string, name: string): Promise<string> {
  return printModelfile(await readModelDetails(storeIn(folder), resolveModelName(name)));
}

describe("printModelfile", () => {
  it("says what a Modelfile can say, and names the rest", async () => {
    const folder = tempFolder({ "pine.gguf": pine });
    const modelfile = `FROM ./pine.gguf
TEMPLATE """a
b"""
SYSTEM " padded "
RENDERER r
PARSER p
REQUIRES 0.20.1
PARAMETER num_ctx 1048576
PARAMETER temperature 0.7
PARAMETER stop a"b
PARAMETER stop ""
LICENSE MIT
MESSAGE user hi
`;
    await buildHere(folder, modelfile, { name: "m" });
    expect(await showModelfile(folder, "m")).toBe(`FROM m:latest
# Comes with FROM: LICENSE
TEMPLATE """a
b"""
SYSTEM " padded "
RENDERER r
PARSER p
REQUIRES 0.20.1
PARAMETER num_ctx 1048576
PARAMETER stop a"b
PARAMETER stop ""
PARAMETER temperature 0.7
MESSAGE user hi
`);
  });

  it("leaves to FROM what no quotes can hold", async () => {
    const folder = tempFolder({ "pine.gguf": pine });
    await buildHere(folder, 'FROM ./pine.gguf\nSYSTEM """"a" and "b"""" \nPARAMETER seed 1\n', { name: "m" });
    const text = await showModelfile(folder, "m");
    await buildHere(folder, text, { name: "again" });
    const of = async (name: string) =>
      (await readModelDetails(storeIn(folder), resolveModelName(name))).system;
    expect(await of("again")).toBe(await of("m"));
  });

  it("builds the same layers again", async () => {
    const folder = tempFolder({ "pine.gguf": pine });
    const text = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.string({ unit: fc.constantFrom('"', " ", "\n", "a", "#", "\t", "\r"), maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(text, text, text, async (template, system, message) => {
        const request = [
          `TEMPLATE """${template}"""`,
          `SYSTEM """${system}"""`,
          `MESSAGE user """${message}"""`,
          "PARAMETER top_p 0.1",
          "LICENSE L",
        ];
        const first = await tryBuild(folder, `FROM ./pine.gguf\n${request.join("\n")}\n`);
        // Some texts close their quotes early and make no Modelfile.
        fc.pre(first !== undefined);
        const second = await buildHere(folder, await showModelfile(folder, "m"), { name: "again" });
        expect(layersOf(second).sort()).toEqual(layersOf(first).sort());
        expect(second[0]?.plan.config).toEqual(first[0]?.plan.config);
      }),
      { numRuns: 40 },
    );
  });
});

async function tryBuild(folder: string, modelfile: string): Promise<readonly BuiltModel[] | undefined> {
  try {
    return await buildHere(folder, modelfile, { name: "m" });
  } catch {
    return undefined;
  }
}
