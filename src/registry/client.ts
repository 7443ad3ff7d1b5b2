import { Readable } from "node:stream";
import { Agent, request } from "undici";
import { MfError } from "../base/errors.js";
import { type Challenge, tryParseChallenge } from "./auth/challenge.js";
import type { BasicCredentials, FindCredentials } from "./auth/dockerConfig.js";
import { errorOfStatus, registryError } from "./registryError.js";
import { type Delay, delay as realDelay, tryParseRetryAfter, withRetries } from "./retry.js";

export interface RegistryOptions {
  /** Host and port, as in a model's name. */
  readonly host: string;
  readonly scheme: "https" | "http";
  readonly userAgent: string;
  readonly credentials?: FindCredentials;
  readonly signal?: AbortSignal;
  readonly delay?: Delay;
  readonly random?: () => number;
  readonly now?: () => Date;
}

export interface RegistryRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** A path on the registry, or an absolute URL that it gave. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Made anew for each try; a stream can be sent only once. */
  readonly body?: () => AsyncIterable<Uint8Array> | Uint8Array;
  /** What is being done, for messages: `push blob sha256:…`. */
  readonly what: string;
  /** Statuses that the caller handles; others below 400 are a protocol error. */
  readonly accept: readonly number[];
  /** `pull` or `pull,push`: what a token is asked for when the registry names no scope. */
  readonly scope: string;
}

export interface RegistryAnswer {
  readonly status: number;
  /** Where the answer came from, redirects followed. */
  readonly url: string;
  header(name: string): string | undefined;
  readonly body: AsyncIterable<Uint8Array> & { dump(): Promise<unknown> };
}

export interface RegistryClient {
  readonly host: string;
  send(request: RegistryRequest): Promise<RegistryAnswer>;
  /** A location that the registry gave, relative or not, as an absolute URL. */
  resolve(location: string, base: string): string;
  close(): Promise<void>;
}

const maxRedirects = 5;
/** No byte for so long means that the connection is dead, however slow the link. */
const stallMs = 60_000;
const connectMs = 20_000;
/** Error texts are for people; an endless one is cut. */
const maxErrorBytes = 16 * 1024;
const maxTokenBytes = 64 * 1024;

/** One registry: its authorization, its retries, its connections. */
export function openRegistryClient(options: RegistryOptions): RegistryClient {
  const origin = `${options.scheme}://${options.host}`;
  const agent = new Agent({
    headersTimeout: stallMs,
    bodyTimeout: stallMs,
    connect: { timeout: connectMs },
    connections: 8,
  });
  const tokens = new Map<string, string>();
  const now = options.now ?? (() => new Date());
  const retries = {
    delay: options.delay ?? realDelay,
    random: options.random ?? Math.random,
    signal: options.signal,
  };

  /** One exchange; a redirect to another host goes out without credentials. */
  async function exchange(
    wanted: RegistryRequest,
    authorization: string | undefined,
  ): Promise<RegistryAnswer> {
    let url = new URL(wanted.url, origin).href;
    for (let hop = 0; hop <= maxRedirects; hop++) {
      const answer = await dispatch(url, wanted, new URL(url).origin === origin ? authorization : undefined);
      const location = answer.header("location");
      const isRedirect =
        [301, 302, 303, 307, 308].includes(answer.status) && !wanted.accept.includes(answer.status);
      if (!isRedirect) return answer;
      await answer.body.dump();
      if (location === undefined || wanted.body) {
        throw registryError(
          "MF_E_REGISTRY_PROTOCOL",
          `${wanted.what}: a redirect (${answer.status}) that cannot be followed`,
        );
      }
      url = safeRedirect(url, location, wanted.what);
    }
    throw registryError("MF_E_REGISTRY_PROTOCOL", `${wanted.what}: more than ${maxRedirects} redirects`);
  }

  async function dispatch(
    url: string,
    wanted: RegistryRequest,
    authorization: string | undefined,
  ): Promise<RegistryAnswer> {
    const { method, headers = {}, body, what } = wanted;
    try {
      const content = body?.();
      const answer = await request(url, {
        dispatcher: agent,
        method,
        headers: { "user-agent": options.userAgent, ...headers, ...(authorization ? { authorization } : {}) },
        ...(content === undefined
          ? {}
          : {
              body: content instanceof Uint8Array ? content : Readable.from(content, { objectMode: false }),
            }),
        ...(options.signal ? { signal: options.signal } : {}),
      });
      return {
        status: answer.statusCode,
        url,
        header: (name) => [answer.headers[name]].flat()[0],
        body: answer.body,
      };
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof MfError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw registryError(
        "MF_E_REGISTRY_UNREACHABLE",
        `${what}: ${new URL(url).host} cannot be reached: ${why}`,
        {
          temporary: true,
          cause: error,
        },
      );
    }
  }

  async function sendOnce(wanted: RegistryRequest): Promise<RegistryAnswer> {
    let answer = await exchange(wanted, tokens.get(wanted.scope));
    if (answer.status === 401) {
      const challenge = tryParseChallenge(answer.header("www-authenticate"));
      const body = await readText(answer, maxErrorBytes);
      const authorization = challenge && (await authorize(challenge, wanted));
      if (authorization === undefined) throw errorOfStatus(401, wanted.what, body);
      tokens.set(wanted.scope, authorization);
      answer = await exchange(wanted, authorization);
    }
    if (wanted.accept.includes(answer.status)) return answer;
    const error = errorOfStatus(answer.status, wanted.what, await readText(answer, maxErrorBytes));
    const retryAfterMs = tryParseRetryAfter(answer.header("retry-after"), now().getTime());
    throw retryAfterMs === undefined
      ? error
      : new MfError(error.code, error.message, {
          ...(error.hint ? { hint: error.hint } : {}),
          details: { ...error.details, retryAfterMs },
        });
  }

  async function authorize(challenge: Challenge, wanted: RegistryRequest): Promise<string | undefined> {
    const credentials = await options.credentials?.(options.host);
    if (challenge.scheme === "basic") return credentials && basic(credentials);
    if (challenge.scheme !== "bearer") return undefined;
    return `Bearer ${await fetchToken(challenge, wanted, credentials)}`;
  }

  /** The token protocol of the distribution project: GET realm?service&scope gives {token} or {access_token}. */
  async function fetchToken(
    { parameters }: Challenge,
    wanted: RegistryRequest,
    credentials: BasicCredentials | undefined,
  ): Promise<string> {
    const what = `${wanted.what}: asking for a token`;
    const realm = parseRealm(parameters.realm, options.scheme, what);
    if (parameters.service !== undefined) realm.searchParams.set("service", parameters.service);
    realm.searchParams.set("scope", parameters.scope ?? wanted.scope);
    const asked: RegistryRequest = { method: "GET", url: realm.href, what, accept: [200], scope: "" };
    const answer = await dispatch(realm.href, asked, credentials && basic(credentials));
    const text = await readText(answer, maxTokenBytes);
    if (answer.status !== 200) throw errorOfStatus(answer.status, what, text);
    const token = tryReadToken(text);
    if (token === undefined)
      throw registryError("MF_E_REGISTRY_PROTOCOL", `${what}: the answer holds no token`);
    return token;
  }

  return {
    host: options.host,
    send: (wanted) => withRetries(retries, () => sendOnce(wanted)),
    resolve: (location, base) => safeRedirect(new URL(base, origin).href, location, "upload location"),
    close: () => agent.close(),
  };
}

function basic({ username, password }: BasicCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

function parseRealm(realm: string | undefined, scheme: "https" | "http", what: string): URL {
  const url = realm === undefined ? null : tryUrl(realm);
  // A registry that is reached safely must not send credentials over an open line.
  if (!url || (url.protocol !== "https:" && !(scheme === "http" && url.protocol === "http:"))) {
    throw registryError("MF_E_REGISTRY_PROTOCOL", `${what}: the registry names no usable place for tokens`);
  }
  return url;
}

function tryUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function safeRedirect(from: string, location: string, what: string): string {
  const base = new URL(from);
  const url = tryUrl(location) ?? new URL(location, base);
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && base.protocol === "http:");
  if (isSafe) return url.href;
  throw registryError("MF_E_REGISTRY_PROTOCOL", `${what}: the registry leads from https to ${url.protocol}`);
}

function tryReadToken(text: string): string | undefined {
  try {
    const { token, access_token } = JSON.parse(text) as { token?: unknown; access_token?: unknown };
    const found = typeof token === "string" && token !== "" ? token : access_token;
    return typeof found === "string" && /^[\x21-\x7e]+$/.test(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** A body of at most `maxBytes`; the rest is thrown away. */
export async function readText(answer: RegistryAnswer, maxBytes: number): Promise<string> {
  return Buffer.from(await readBytes(answer, maxBytes)).toString("utf8");
}

export async function readBytes({ body }: RegistryAnswer, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part.subarray(0, maxBytes - size));
    size += part.length;
    if (size >= maxBytes) break;
  }
  return Buffer.concat(parts);
}
