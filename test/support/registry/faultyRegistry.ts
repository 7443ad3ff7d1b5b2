import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { digestOf } from "../../../src/base/digest.js";

/** Answers a request itself (true) or leaves it to the registry (false). `count`: how many like it came before. */
export type Fault = (request: IncomingMessage, response: ServerResponse, count: number) => boolean;

export interface FaultyRegistry {
  readonly host: string;
  readonly blobs: Map<string, Buffer>;
  readonly manifests: Map<string, Buffer>;
  /** Every request: method and path, with the size of its body. */
  readonly log: {
    readonly method: string;
    readonly path: string;
    readonly bodyBytes: number;
    readonly headers: IncomingMessage["headers"];
  }[];
  fault: Fault | undefined;
}

/** A registry of the OCI distribution specification in memory, on loopback, whose faults a test chooses. */
export async function startFaultyRegistry(): Promise<FaultyRegistry> {
  const blobs = new Map<string, Buffer>();
  const manifests = new Map<string, Buffer>();
  const uploads = new Map<string, Buffer>();
  const counts = new Map<string, number>();
  const registry: Omit<FaultyRegistry, "host"> = { blobs, manifests, log: [], fault: undefined };
  const server = createServer((request, response) => {
    void handle(request, response);
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "" } = request;
    const { pathname, searchParams } = new URL(url, "http://registry");
    const key = `${method} ${pathname.replace(/uploads\/.*/, "uploads/")}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    if (registry.fault?.(request, response, count)) return;
    const body = await readBody(request);
    registry.log.push({ method, path: pathname, bodyBytes: body.length, headers: request.headers });
    answer(method, pathname, searchParams, body, request, response);
  }

  function answer(
    method: string,
    path: string,
    query: URLSearchParams,
    body: Buffer,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const upload = /\/blobs\/uploads\/(.+)$/.exec(path)?.[1];
    const name = path.split("/").at(-1) ?? "";
    if (method === "POST") {
      const id = `u${uploads.size}`;
      uploads.set(id, Buffer.alloc(0));
      response.writeHead(202, { location: `${path}${id}` }).end();
    } else if (upload !== undefined && method === "PATCH") {
      const have = uploads.get(upload) ?? Buffer.alloc(0);
      const start = Number(/^(\d+)-/.exec(String(request.headers["content-range"]))?.[1] ?? have.length);
      const isNext = start === have.length;
      if (isNext) uploads.set(upload, Buffer.concat([have, body]));
      response.writeHead(isNext ? 202 : 416, { location: path, range: rangeOf(uploads.get(upload)) }).end();
    } else if (upload !== undefined && method === "GET") {
      response.writeHead(204, { location: path, range: rangeOf(uploads.get(upload)) }).end();
    } else if (upload !== undefined && method === "PUT") {
      const content = Buffer.concat([uploads.get(upload) ?? Buffer.alloc(0), body]);
      const digest = query.get("digest") ?? "";
      const isRight = digestOf(content) === digest;
      if (isRight) blobs.set(digest, content);
      response.writeHead(isRight ? 201 : 400).end();
    } else if (path.includes("/manifests/")) answerManifest(method, name, body, response);
    else answerBlob(method, blobs.get(name), request, response);
  }

  function answerManifest(method: string, tag: string, body: Buffer, response: ServerResponse): void {
    if (method === "PUT") {
      manifests.set(tag, body);
      response.writeHead(201, { "docker-content-digest": digestOf(body) }).end();
    } else {
      const found = manifests.get(tag);
      response.writeHead(found ? 200 : 404).end(found);
    }
  }

  function answerBlob(
    method: string,
    blob: Buffer | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    if (!blob) return void response.writeHead(404).end();
    const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const part = blob.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, { "content-length": part.length });
    response.end(method === "HEAD" ? undefined : part);
  }

  server.listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return Object.assign(registry, { host: `127.0.0.1:${address.port}` });
}

function rangeOf(bytes: Buffer | undefined): string {
  return `0-${Math.max(0, (bytes?.length ?? 0) - 1)}`;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  try {
    for await (const part of request) parts.push(part as Buffer);
  } catch {
    // The client went away: what came is what there is.
  }
  return Buffer.concat(parts);
}
