/**
 * Throws random and mutated input at everything that reads foreign text: `npm run fuzz -- [SECONDS] [SEED] [TARGET]`.
 * What breaks is kept in fixtures/fuzz/, which `npm test` replays.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { fuzzTargets } from "../test/support/fuzz/targets.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const [seconds = "60", seed = String(Date.now() % 2 ** 31), only] = process.argv.slice(2);
const goldens = readFileSync(join(root, "fixtures/modelfile/cases.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map(
    (line) => new Uint8Array(Buffer.from((JSON.parse(line) as { bytes_b64: string }).bytes_b64, "base64")),
  );

const targets = fuzzTargets.filter(({ name }) => only === undefined || name === only);
const share = (Number(seconds) * 1000) / targets.length;
let failures = 0;
console.log(`seed ${seed}`);
for (const { name, check, arbitrary } of targets) {
  const end = Date.now() + share;
  let runs = 0;
  const mutated = fc
    .tuple(fc.constantFrom(...goldens), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }))
    .map(mutate);
  const inputs = fc.sample(fc.oneof(arbitrary, mutated, fc.uint8Array({ maxLength: 400 })), {
    numRuns: 1,
    seed: Number(seed),
  });
  for (let round = 0; Date.now() < end; round++) {
    inputs.push(
      ...fc.sample(fc.oneof(arbitrary, mutated, fc.uint8Array({ maxLength: 400 })), {
        numRuns: 500,
        seed: Number(seed) + round,
      }),
    );
    for (const input of inputs.splice(0)) {
      runs++;
      try {
        check(input);
      } catch (error) {
        failures++;
        const folder = join(root, "fixtures/fuzz", name);
        const file = `${createHash("sha256").update(input).digest("hex").slice(0, 16)}.bin`;
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, file), input);
        console.log(`${name}: ${file}: ${(error as Error).message.split("\n")[0]}`);
      }
    }
  }
  console.log(`${name}: ${runs} inputs`);
}
process.exitCode = failures > 0 ? 1 : 0;

/** Overwrites, inserts or cuts at a few places. */
function mutate([bytes, changes]: [Uint8Array, [number, number][]]): Uint8Array {
  const out = [...bytes];
  for (const [at, byte] of changes) {
    const place = at % (out.length + 1);
    if (byte % 3 === 0) out.splice(place, 1);
    else if (byte % 3 === 1) out.splice(place, 0, byte);
    else out[place] = byte;
  }
  return new Uint8Array(out);
}
