import { readFileSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeExampleModel } from "../../scripts/make-example.js";
import { digestOf } from "../../src/base/digest.js";
import { resolveModelName } from "../../src/base/modelName.js";
import { describePlan, digestOfPlan } from "../../src/build/plan/describePlan.js";
import { blobPathOf } from "../../src/store/layout.js";
import { printMessages, printParams } from "../../src/store/textLayers.js";
import { resolveFileType } from "../../src/weights/quantize/recipe/fileTypes.js";
import { buildHere, layersOf, planHere, storeIn } from "../support/build/buildHere.js";
import { tempFolder } from "../support/cli/tempFolder.js";

const fixtures = join(import.meta.dirname, "../../fixtures/build/create");
const fixture = (path: string): Buffer => readFileSync(join(fixtures, path));
const pine = fixture("c01-plain-gguf/files/pine.gguf");
const lora = fixture("c16-adapter/files/lora.gguf");
const lora2 = fixture("c16-adapter/files/lora2.gguf");
const mmproj = fixture("c20-projector-untyped/files/mmproj.gguf");

const q8 = { names: [resolveModelName("a:q8")], fileType: resolveFileType("q8_0") };
const q4 = { names: [resolveModelName("a:q4")], fileType: resolveFileType("q4_K_M") };

describe("what is kept", () => {
  it("is the user's file: the blob has its digest", async () => {
    const folder = tempFolder({ "pine.gguf": pine });
    const built = await buildHere(folder, "FROM ./pine.gguf\n");
    expect(layersOf(built)).toEqual([`model ${digestOf(pine)}`]);
    expect(readFileSync(blobPathOf(storeIn(folder), digestOf(pine))).equals(pine)).toBe(true);
  });

  it("is the type that was asked for", async () => {
    const folder = tempFolder({ "pine.gguf": pine });
    const target = { names: [resolveModelName("a")], fileType: resolveFileType("f16") };
    expect(layersOf(await buildHere(folder, "FROM ./pine.gguf\n", { targets: [target] }))).toEqual([
      `model ${digestOf(pine)}`,
    ]);
  });

  it("does not say where the file came from", async () => {
    const folder = tempFolder({ "pine.gguf": pine, "lora.gguf": lora, "mmproj.gguf": mmproj });
    const [built] = await buildHere(folder, "FROM ./pine.gguf\nFROM ./mmproj.gguf\nADAPTER ./lora.gguf\n");
    expect(built?.stored[0]?.manifest.layers.map(({ from }) => from)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("becomes Ollama's blob when it is normalised", async () => {
    const folder = tempFolder({ "pine.gguf": pine });
    // Of fixtures/build/create/c01-plain-gguf/expected.json.
    expect(layersOf(await buildHere(folder, "FROM ./pine.gguf\n", { normalize: true }))).toEqual([
      "model sha256:9bcb052f14b0e27fa4a1917e0a60a58e266abca60cc91f76de9daf0b492eec29",
    ]);
  });
});

describe("sources", () => {
  it("take every ADAPTER", async () => {
    const folder = tempFolder({ "pine.gguf": pine, "l1.gguf": lora, "l2.gguf": lora2 });
    const built = await buildHere(folder, "FROM ./pine.gguf\nADAPTER ./l1.gguf\nADAPTER ./l2.gguf\n");
    expect(layersOf(built)).toEqual([
      `model ${digestOf(pine)}`,
      `adapter ${digestOf(lora)}`,
      `adapter ${digestOf(lora2)}`,
    ]);
  });

  it("add files to a model that FROM names", async () => {
    const folder = tempFolder({ "pine.gguf": pine, "mmproj.gguf": mmproj });
    await buildHere(folder, "FROM ./pine.gguf\nSYSTEM s\n", { name: "base" });
    const built = await buildHere(folder, "FROM base\nFROM ./mmproj.gguf\n");
    expect(layersOf(built)).toEqual([
      `model ${digestOf(pine)}`,
      `system ${digestOf("s")}`,
      `projector ${digestOf(mmproj)}`,
    ]);
    expect(built[0]?.stored[0]?.manifest.layers[0]?.from).toBe("base:latest");
  });

  it("find the other parts of a split model by one of them", async () => {
    const parts = ["pine-00001-of-00002.gguf", "pine-00002-of-00002.gguf"];
    const files = parts.map((name) => [name, fixture(`c44-split-gguf/files/sp/${name}`)] as const);
    const folder = tempFolder(Object.fromEntries(files));
    const [one] = await buildHere(folder, `FROM ./${parts[1]}\n`);
    const [all] = await buildHere(folder, "FROM .\n");
    expect(one?.stored[0]?.id).toBe(all?.stored[0]?.id);
    expect(one?.stored[0]?.manifest.layers).toHaveLength(1);
  });

  it("need not be alone in a folder", async () => {
    const folder = tempFolder({ "m/pine.gguf": pine, "m/config.json": "{}" });
    expect(layersOf(await buildHere(folder, "FROM ./m\n"))).toEqual([`model ${digestOf(pine)}`]);
  });

  it.each([
    ["FROM ./pine.gguf\nFROM ./oak.gguf\n", "MF_E_BUILD_SOURCES", /2 models/],
    ["FROM ./nosuch.gguf\n", "MF_E_FROM_NOT_FOUND", /no such file/],
    ["FROM nosuch\n", "MF_E_FROM_NOT_FOUND", /neither a file nor a model/],
    ["FROM ./note.txt\n", "MF_E_BUILD_FORMAT", /not a GGUF file/],
    ["FROM ./pine.gguf\nADAPTER ./oak.gguf\n", "MF_E_BUILD_ADAPTER", /not an adapter/],
    ["FROM ./st\n", "MF_E_BUILD_CONVERSION", /Safetensors/],
    ["SYSTEM x\n", "MF_E_BUILD_MODELFILE", /no FROM line/],
  ])("%j stops with %s", async (modelfile, code, message) => {
    const oak = fixture("c13-recreate/files/oak.gguf");
    const folder = tempFolder({
      "pine.gguf": pine,
      "oak.gguf": oak,
      "note.txt": "hello",
      "st/model.safetensors": "x",
    });
    const failing = buildHere(folder, modelfile);
    await expect(failing).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

describe("a plan", () => {
  it("says what then happens", async () => {
    const folder = tempFolder();
    await writeExampleModel(join(folder, "tiny.gguf"));
    const modelfile = "FROM ./tiny.gguf\nSYSTEM hi\nPARAMETER seed 3\n";
    const plan = await planHere(folder, modelfile, { targets: [q8, q4] }, describePlan);
    const built = await buildHere(folder, modelfile, { targets: [q8, q4] });
    expect(plan.readBytes).toBe(readFileSync(join(folder, "tiny.gguf")).length);
    for (const [at, { stored }] of built.entries()) {
      const layers = stored[0]?.manifest.layers ?? [];
      expect(plan.models[at]?.layers.map(({ mediaType, sizeBytes }) => ({ mediaType, sizeBytes }))).toEqual(
        layers.map(({ mediaType, sizeBytes }) => ({ mediaType, sizeBytes })),
      );
      for (const [layer, { digest }] of layers.entries()) {
        expect(plan.models[at]?.layers[layer]?.digest ?? digest).toBe(digest);
      }
    }
    const weights = built.map(({ stored }) => stored[0]?.manifest.layers[0]?.sizeBytes ?? 0);
    expect(plan.writtenBytes).toBe(weights.reduce((sum, bytes) => sum + bytes, 0));
  });

  it("writes nothing and touches no store", async () => {
    const folder = tempFolder({ "pine.gguf": pine });
    await planHere(folder, "FROM ./pine.gguf\n", { targets: [q8] }, describePlan);
    expect(() => readFileSync(join(folder, "store"))).toThrow(/ENOENT/);
  });

  it("has one digest as long as it does the same, whatever the model is called", async () => {
    const folder = tempFolder({ "pine.gguf": pine });
    const digest = (modelfile: string, name = "a"): Promise<string> =>
      planHere(folder, modelfile, { name }, digestOfPlan);
    const plain = await digest("FROM ./pine.gguf\n");
    expect(await digest("FROM ./pine.gguf\n", "b")).toBe(plain);
    expect(await digest("# again\nFROM pine.gguf\n")).toBe(plain);
    expect(await digest("FROM ./pine.gguf\nSYSTEM x\n")).not.toBe(plain);
    expect(await planHere(folder, "FROM ./pine.gguf\n", { targets: [q8] }, digestOfPlan)).not.toBe(plain);
  });

  it("makes what two models share once", async () => {
    const folder = tempFolder({ "pine.gguf": pine });
    const f16 = { names: [resolveModelName("a:f16")], fileType: resolveFileType("f16") };
    const works = await planHere(folder, "FROM ./pine.gguf\n", { targets: [q8, f16, q8] }, (plan) =>
      plan.works.map(({ change }) => change.kind),
    );
    expect(works).toEqual(["quantize", "keep"]);
  });
});

describe("the choice of a template", () => {
  const templates = {
    chooseTemplate: () => ({ template: "T{{ .Prompt }}", stops: ["</s>"], why: "it fits" }),
    detectTemplateError: (template: string) =>
      template.includes("{{ end") ? "unexpected {{end}}" : undefined,
  };

  it("gives template and stops", async () => {
    const folder = tempFolder({ "pine.gguf": pine });
    expect(layersOf(await buildHere(folder, "FROM ./pine.gguf\nPARAMETER seed 1\n", { templates }))).toEqual([
      `model ${digestOf(pine)}`,
      `template ${digestOf("T{{ .Prompt }}")}`,
      `params ${digestOf(printParams({ seed: 1, stop: ["</s>"] }))}`,
    ]);
    const notices = await planHere(folder, "FROM ./pine.gguf\n", { templates }, (plan) => plan.notices);
    expect(notices).toEqual([expect.stringMatching(/pine\.gguf: it fits$/)]);
  });

  it("is not made where there is one, and leaves nothing behind", async () => {
    const folder = tempFolder({ "pine.gguf": pine });
    expect(layersOf(await buildHere(folder, "FROM ./pine.gguf\nTEMPLATE own\n", { templates }))).toEqual([
      `model ${digestOf(pine)}`,
      `template ${digestOf("own")}`,
    ]);
  });

  it("refuses what Go cannot parse", async () => {
    const folder = tempFolder({ "pine.gguf": pine });
    await expect(
      buildHere(folder, "FROM ./pine.gguf\nTEMPLATE {{ end }}\n", { templates }),
    ).rejects.toMatchObject({
      code: "MF_E_BUILD_TEMPLATE",
    });
  });
});

describe("a base", () => {
  it("that is gone in part stops the build", async () => {
    const folder = tempFolder({ "pine.gguf": pine });
    await buildHere(folder, "FROM ./pine.gguf\n", { name: "base" });
    unlinkSync(blobPathOf(storeIn(folder), digestOf(pine)));
    const failing = buildHere(folder, "FROM base\nSYSTEM x\n");
    await expect(failing).rejects.toMatchObject({ code: "MF_E_BLOB_MISSING" });
  });

  it("passes its messages on", async () => {
    const folder = tempFolder({ "pine.gguf": pine });
    await buildHere(folder, "FROM ./pine.gguf\nMESSAGE user a\nMESSAGE assistant b\n", { name: "base" });
    const messages = printMessages([
      { role: "user", content: "a" },
      { role: "assistant", content: "b" },
    ]);
    expect(layersOf(await buildHere(folder, "FROM base\nSYSTEM x\n"))).toContain(
      `messages ${digestOf(messages)}`,
    );
  });

  it("that runs elsewhere stays elsewhere", async () => {
    const folder = tempFolder();
    await buildHere(folder, "FROM big:7b-cloud\n", { name: "stub" });
    const [child] = await buildHere(folder, "FROM stub\nSYSTEM x\n");
    expect(child?.plan.config).toMatchObject({ remoteModel: "big:7b", remoteHost: "https://ollama.com:443" });
  });
});
