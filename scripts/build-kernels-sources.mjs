/** Where the C++ of the kernels lies, and what all its builds have in common. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const sourceFolder = `${root}src/weights/quantize/kernels/native/src/`;

/**
 * The bytes follow from strict IEEE arithmetic: nothing may be fused or reordered. (Without errno for a
 * negative root, a root is one instruction.)
 */
export const exactFlags = ["-std=c++17", "-ffp-contract=off", "-fno-math-errno", "-fno-fast-math"];

/** A digest of all sources, by which a build and the files it was made from are known to belong together. */
export function hashSources() {
  const hash = createHash("sha256");
  const files = readdirSync(sourceFolder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /\.[ch]pp$/.test(file))
    .sort();
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(sourceFolder + file));
  return hash.digest("hex").slice(0, 16);
}
