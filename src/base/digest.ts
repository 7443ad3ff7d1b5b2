import { createHash } from "node:crypto";

/** A blob's name: `sha256:` and 64 lower-case hex digits. */
export type Digest = `sha256:${string}`;

const canonical = /^sha256:[0-9a-f]{64}$/;

export function isDigest(text: string): text is Digest {
  return canonical.test(text);
}

export function digestOf(bytes: Uint8Array | string): Digest {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

export interface Hasher {
  update(bytes: Uint8Array): void;
  digest(): Digest;
}

export function createHasher(): Hasher {
  const hash = createHash("sha256");
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => `sha256:${hash.digest("hex")}`,
  };
}
