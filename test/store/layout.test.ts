import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/base/digest.js";
import { resolveModelName } from "../../src/base/modelName.js";
import {
  blobPathOf,
  manifestFileOf,
  openStore,
  resolveStoreRoot,
  tryDigestOfFileName,
} from "../../src/store/layout.js";

describe("resolveStoreRoot", () => {
  it.each([
    [{}, join("/home/ada", ".ollama", "models")],
    [{ OLLAMA_MODELS: "/srv/models" }, "/srv/models"],
    [{ OLLAMA_MODELS: "  \"'/srv/my models'\"  " }, "/srv/my models"],
    [{ OLLAMA_MODELS: ' "" ' }, join("/home/ada", ".ollama", "models")],
  ])("%j", (env, root) => expect(resolveStoreRoot({ env, home: "/home/ada" })).toBe(root));

  it("says what to do where there is no home", () => {
    expect(() => resolveStoreRoot({ env: {}, home: undefined })).toThrow("no home folder");
  });
});

describe("file names", () => {
  const store = openStore("/srv/models");
  const digest = digestOf("");

  it("have a dash for a digest's colon", () => {
    const fileName = "sha256-e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    expect(blobPathOf(store, digest)).toBe(join("/srv/models/blobs", fileName));
    expect(tryDigestOfFileName(fileName)).toBe(digest);
  });

  it.each(["sha256-12", `${digest}`, "sha256-mf-1", `${digest.replace(":", "-")}-partial`])(
    "%s is no blob's",
    (fileName) => expect(tryDigestOfFileName(fileName)).toBeUndefined(),
  );

  it("of manifests follow the name's parts", () => {
    expect(manifestFileOf(store, resolveModelName("localhost:5000/acorn/pine:7b"))).toBe(
      join("/srv/models/manifests/localhost:5000/acorn/pine/7b"),
    );
  });
});
