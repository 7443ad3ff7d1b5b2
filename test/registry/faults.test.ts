import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { digestOf } from "../../src/base/digest.js";
import { isMfError } from "../../src/base/errors.js";
import type { ModelName } from "../../src/base/modelName.js";
import { openRepository } from "../../src/registry/openRegistry.js";
import { pullModel } from "../../src/registry/pullModel.js";
import { pushModel } from "../../src/registry/pushModel.js";
import { openStore } from "../../src/store/layout.js";
import { listModels, readModel } from "../../src/store/manifests.js";
import { openStoreWriter, readFolder } from "../../src/store/writer.js";
import { tempFolder } from "../support/cli/tempFolder.js";
import { type FaultyRegistry, startFaultyRegistry } from "../support/registry/faultyRegistry.js";
import { storeModel } from "../support/registry/storedModel.js";

const sizeBytes = 300_000;

async function setUp() {
  const registry = await startFaultyRegistry();
  const { store, name } = await storeModel(`${registry.host}/team/story:1`, sizeBytes);
  const waits: number[] = [];
  const connect = (credentials?: () => Promise<{ username: string; password: string }>) => {
    const repository = openRepository(name, {
      plainHttp: true,
      userAgent: "mf/test",
      delay: async (delayMs) => void waits.push(delayMs),
      random: () => 0.5,
      ...(credentials ? { credentials } : {}),
    });
    onTestFinished(() => repository.client.close());
    return repository;
  };
  return { registry, store, name, connect, waits, push: () => pushModel(store, name, name, connect()) };
}

async function pullInto(
  registry: FaultyRegistry,
  name: ModelName,
  connect: () => ReturnType<typeof openRepository>,
) {
  const store = openStore(tempFolder());
  const writer = await openStoreWriter(store, { purpose: "test" });
  onTestFinished(() => writer.close());
  return { store, registry, pull: () => pullModel(writer, name, name, connect()) };
}

describe("push", () => {
  test("sends every blob, the manifest last, and nothing the second time", async () => {
    const { registry, push, store, name } = await setUp();
    expect(await push()).toMatchObject({ sentBlobs: 3 });
    expect(registry.log.at(-1)).toMatchObject({ method: "PUT", path: "/v2/team/story/manifests/1" });
    const { bytes } = await readModel(store, name);
    expect(registry.manifests.get("1")?.toString()).toBe(Buffer.from(bytes).toString().trimEnd());
    registry.log.length = 0;
    expect(await push()).toMatchObject({ sentBlobs: 0, sentBytes: 0 });
    expect(registry.log.map(({ method }) => method)).toEqual(["HEAD", "HEAD", "HEAD", "PUT"]);
  });

  test.each([
    ["a 500", 500, {}],
    ["a 429 with Retry-After", 429, { "retry-after": "7" }],
  ])("%s is tried again", async (_, status, headers) => {
    const { registry, push, waits } = await setUp();
    registry.fault = (request, response, count) => {
      if (request.method !== "PATCH" || count > 0) return false;
      request.resume();
      response.writeHead(status, headers).end("later");
      return true;
    };
    expect(await push()).toMatchObject({ sentBlobs: 3 });
    expect(waits).toEqual([status === 429 ? 7000 : 500]);
  });

  test("a connection that drops in the middle of a chunk", async () => {
    const { registry, push } = await setUp();
    registry.fault = (request, _, count) => {
      if (request.method !== "PATCH" || count > 0) return false;
      request.once("data", () => request.socket.destroy());
      return true;
    };
    expect(await push()).toMatchObject({ sentBlobs: 3 });
    for (const [digest, bytes] of registry.blobs) expect(digestOf(bytes)).toBe(digest);
  });

  test("an answer that gets lost: the registry is asked where it stands", async () => {
    const { registry, push } = await setUp();
    let lost = false;
    registry.fault = (request, response) => {
      if (request.method !== "PATCH" || lost || Number(request.headers["content-length"]) < sizeBytes)
        return false;
      lost = true;
      const end = response.end.bind(response);
      response.end = ((...args: unknown[]) => {
        request.socket.destroy();
        return end(...(args as []));
      }) as typeof response.end;
      return false;
    };
    expect(await push()).toMatchObject({ sentBlobs: 3 });
    expect(
      registry.log.filter(({ method, path }) => method === "GET" && path.includes("uploads")),
    ).toHaveLength(1);
  });

  test("what does not get better is told, with what the registry says", async () => {
    const { registry, push } = await setUp();
    registry.fault = (request, response) => {
      if (request.method !== "POST") return false;
      response.writeHead(403).end('{"errors":[{"code":"DENIED","message":"no \\u001b[31mwrite"}]}');
      return true;
    };
    const error = await push().catch((one: unknown) => one);
    expect(isMfError(error, "MF_E_REGISTRY_DENIED")).toBe(true);
    expect((error as Error).message).toContain("DENIED no \\u{1b}[31mwrite");
    expect(registry.manifests.size).toBe(0);
  });
});

describe("pull", () => {
  test("brings the same bytes", async () => {
    const { registry, push, name, connect, store } = await setUp();
    await push();
    const target = await pullInto(registry, name, connect);
    expect(await target.pull()).toMatchObject({ receivedBlobs: 3 });
    const [before, after] = [await readModel(store, name), await readModel(target.store, name)];
    expect(after.manifest).toEqual(before.manifest);
    expect(await target.pull()).toMatchObject({ receivedBlobs: 0 });
  });

  test.each([
    ["goes on with a range", false],
    ["passes over what it has when the range is ignored", true],
  ])("a connection that drops: %s", async (_, ignoresRange) => {
    const { registry, push, name, connect } = await setUp();
    await push();
    registry.log.length = 0;
    registry.fault = (request, response, count) => {
      if (request.method !== "GET" || !request.url?.includes("/blobs/")) return false;
      const blob = registry.blobs.get(request.url.split("/").at(-1) ?? "");
      if (!blob || blob.length < sizeBytes) return false;
      if (count === 0) {
        response.writeHead(200, { "content-length": blob.length });
        response.write(blob.subarray(0, 100_000), () => request.socket.destroy());
        return true;
      }
      if (ignoresRange) response.writeHead(200, { "content-length": blob.length }).end(blob);
      return ignoresRange;
    };
    const target = await pullInto(registry, name, connect);
    expect(await target.pull()).toMatchObject({ receivedBlobs: 3 });
    const ranges = registry.log.map(({ headers }) => headers.range).filter(Boolean);
    // How much of the first answer got through is the network's affair.
    if (!ignoresRange) expect(ranges).toEqual([expect.stringMatching(/^bytes=[1-9]\d*-299999$/)]);
  });

  test.each([
    ["wrong bytes", (blob: Buffer) => Buffer.from(blob).fill(7, 10, 20), "MF_E_DIGEST_MISMATCH"],
    [
      "more bytes than the manifest says",
      (blob: Buffer) => Buffer.concat([blob, blob]),
      "MF_E_REGISTRY_PROTOCOL",
    ],
  ])("%s: nothing becomes visible", async (_, change, code) => {
    const { registry, push, name, connect } = await setUp();
    await push();
    registry.fault = (request, response) => {
      const blob = registry.blobs.get(request.url?.split("/").at(-1) ?? "");
      if (request.method !== "GET" || !blob || blob.length < sizeBytes) return false;
      response.writeHead(200).end(change(blob));
      return true;
    };
    const target = await pullInto(registry, name, connect);
    const error = await target.pull().catch((one: unknown) => one);
    expect(isMfError(error) && error.code).toBe(code);
    expect((await listModels(target.store)).models).toEqual([]);
    const weights = [...registry.blobs].find(([, blob]) => blob.length === sizeBytes)?.[0].slice(7);
    for (const file of await readFolder(target.store.blobs)) {
      expect(digestOf(readFileSync(join(target.store.blobs, file)))).toBe(file.replace("-", ":"));
      expect(file).not.toContain(weights);
    }
  });

  test("a short body again and again comes to an end", async () => {
    const { registry, push, name, connect } = await setUp();
    await push();
    registry.fault = (request, response) => {
      if (request.method !== "GET" || !request.url?.includes("/blobs/")) return false;
      response.writeHead(200, { "content-length": 0 }).end();
      return true;
    };
    const target = await pullInto(registry, name, connect);
    await expect(target.pull()).rejects.toThrow("ended at byte 0");
  });

  test("an endless manifest is refused", async () => {
    const { registry, name, connect } = await setUp();
    registry.fault = (request, response) => {
      if (!request.url?.includes("/manifests/")) return false;
      response.writeHead(200);
      const write = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65536, 32)));
      };
      response.on("drain", write);
      write();
      return true;
    };
    const target = await pullInto(registry, name, connect);
    await expect(target.pull()).rejects.toThrow("larger than");
  });

  test("redirects in a circle come to an end", async () => {
    const { registry, name, connect } = await setUp();
    registry.fault = (request, response) => {
      response.writeHead(302, { location: request.url ?? "" }).end();
      return true;
    };
    const target = await pullInto(registry, name, connect);
    await expect(target.pull()).rejects.toThrow("more than 5 redirects");
  });

  test("a blob that is not there is told at once", async () => {
    const { registry, push, name, connect, waits } = await setUp();
    await push();
    registry.blobs.clear();
    const target = await pullInto(registry, name, connect);
    const error = await target.pull().catch((one: unknown) => one);
    expect(isMfError(error, "MF_E_REGISTRY_NOT_FOUND")).toBe(true);
    expect(waits).toEqual([]);
  });
});

describe("credentials", () => {
  test("a token is fetched once and goes to the registry alone, not where it redirects to", async () => {
    const { registry, push, name, connect } = await setUp();
    await push();
    const elsewhere: (string | undefined)[] = [];
    const data = createServer((request, response) => {
      elsewhere.push(request.headers.authorization);
      response.end(registry.blobs.get(request.url?.slice(1) ?? ""));
    }).listen(0, "127.0.0.1");
    await new Promise((done) => data.once("listening", done));
    onTestFinished(() => void data.close());
    const { port } = data.address() as { port: number };
    let tokens = 0;
    registry.fault = (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://x");
      if (pathname === "/token") {
        tokens++;
        expect(request.headers.authorization).toBe(`Basic ${Buffer.from("me:secret").toString("base64")}`);
        expect(searchParams.get("scope")).toBe("repository:team/story:pull");
        response.end('{"access_token":"t0ken"}');
      } else if (request.headers.authorization !== "Bearer t0ken") {
        const challenge = `Bearer realm="http://${registry.host}/token",service="s",scope="repository:team/story:pull"`;
        response.writeHead(401, { "www-authenticate": challenge }).end();
      } else if (pathname.includes("/blobs/")) {
        response.writeHead(307, { location: `http://127.0.0.1:${port}/${pathname.split("/").at(-1)}` }).end();
      } else return false;
      return true;
    };
    const target = await pullInto(registry, name, () =>
      connect(async () => ({ username: "me", password: "secret" })),
    );
    expect(await target.pull()).toMatchObject({ receivedBlobs: 3 });
    expect(tokens).toBe(1);
    expect(elsewhere).toEqual([undefined, undefined, undefined]);
  });

  test("a second 401 is an answer", async () => {
    const { registry, push } = await setUp();
    registry.fault = (_, response) => {
      response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end("who are you?");
      return true;
    };
    await expect(push()).rejects.toThrow("the registry answers 401");
  });
});
