/**
 * Builds the addon with the fast kernels, build/kernels.node, with the C++ compiler of this machine:
 *
 *   node scripts/build-kernels.mjs             build, or say why not and fail
 *   node scripts/build-kernels.mjs --install   the same where `npm install` runs it: never fails, since the
 *                                              WebAssembly kernel does the same work
 *
 * CXX names another compiler; MF_SKIP_NATIVE=1 skips the build at install.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { exactFlags, hashSources, root, sourceFolder } from "./build-kernels-sources.mjs";

const run = promisify(execFile);
const isInstall = process.argv.includes("--install");
const buildFolder = `${root}build/`;
const stampFile = `${buildFolder}kernels.json`;

/** The instruction sets beside the generic one, by Node's name of the processor. */
const targetsByProcessor = {
  x64: [
    { name: "avx2", lanes: "AVX2", flags: ["-mavx2", "-mf16c"] },
    {
      name: "avx512",
      lanes: "AVX512",
      flags: ["-mavx512f", "-mavx512bw", "-mavx512dq", "-mavx512vl", "-mavx2", "-mf16c"],
    },
  ],
  arm64: [{ name: "neon", lanes: "NEON", flags: [] }],
};
const generic = { name: "generic", lanes: "GENERIC", flags: [] };

/** GCC 12 takes the undefined operands inside its own AVX-512 headers for uninitialized variables. */
const warnings = [
  "-Wall",
  "-Wextra",
  "-Wno-ignored-attributes",
  "-Wno-uninitialized",
  "-Wno-maybe-uninitialized",
];

try {
  await build();
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  if (!isInstall) throw error;
  console.log(`mf: no native kernels (${firstLine(reason)}); the WebAssembly kernel is used instead.`);
}

async function build() {
  if (isInstall && process.env.MF_SKIP_NATIVE) throw new Error("MF_SKIP_NATIVE is set");
  if (process.platform !== "linux" && process.platform !== "darwin") {
    throw new Error(`not built on ${process.platform}`);
  }
  const sources = hashSources();
  const stamp = JSON.stringify({ sources, platform: process.platform, processor: process.arch });
  const addon = `${buildFolder}kernels.node`;
  const isFresh = existsSync(addon) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
  if (isFresh && isInstall) return;

  const compiler = await findCompiler();
  mkdirSync(buildFolder, { recursive: true });
  const scratch = mkdtempSync(`${buildFolder}kernels-`);
  try {
    await compileAddon(compiler, sources, scratch, addon);
    writeFileSync(stampFile, stamp);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  if (!isInstall) console.log(`built ${addon} with ${compiler}`);
}

async function compileAddon(compiler, sources, scratch, addon) {
  const shared = ["-O3", "-fPIC", "-fvisibility=hidden", ...exactFlags, ...(isInstall ? ["-w"] : warnings)];
  const compile = async (file, object, flags) => {
    const output = join(scratch, `${object}.o`);
    await run(compiler, [...shared, ...flags, "-c", sourceFolder + file, "-o", output]);
    return output;
  };
  const targets = [...(targetsByProcessor[process.arch] ?? []), generic];
  const objects = await Promise.all([
    ...targets.map(({ name, lanes, flags }) =>
      compile("target.cpp", name, [
        ...flags,
        `-DMF_LANES_${lanes}`,
        `-DMF_TARGET=${name}Target`,
        `-DMF_TARGET_NAME="native-${name}"`,
      ]),
    ),
    compile("targets.cpp", "targets", []),
    compile("threadPool.cpp", "threadPool", []),
    compile("ggml.cpp", "ggml", []),
    compile("addon.cpp", "addon", [`-I${findHeaders()}`, `-DMF_SOURCES="${sources}"`]),
  ]);
  // An addon finds Node's functions in the process that loads it.
  const sharedLibrary =
    process.platform === "darwin"
      ? ["-bundle", "-undefined", "dynamic_lookup"]
      : ["-shared", "-pthread", "-s"];
  const linked = join(scratch, "kernels.node");
  const libraries = process.platform === "linux" ? ["-ldl"] : [];
  await run(compiler, [...sharedLibrary, ...objects, ...libraries, "-o", linked]);
  // A process that runs the old addon keeps it; the next one finds the new one, whole.
  renameSync(linked, addon);
}

async function findCompiler() {
  const names = process.env.CXX ? [process.env.CXX] : ["c++", "g++", "clang++"];
  for (const name of names) {
    const works = await run(name, ["--version"]).then(
      () => true,
      () => false,
    );
    if (works) return name;
  }
  throw new Error(`no C++ compiler: tried ${names.join(", ")}`);
}

/** The folder of node_api.h: the package's, or that of Node's own installation. */
function findHeaders() {
  const require = createRequire(import.meta.url);
  const candidates = [join(dirname(process.execPath), "../include/node")];
  try {
    candidates.unshift(join(dirname(require.resolve("node-api-headers/package.json")), "include"));
  } catch {
    // Installed without it.
  }
  const found = candidates.find((folder) => existsSync(join(folder, "node_api.h")));
  if (found === undefined) throw new Error("node_api.h is missing");
  return found;
}

function firstLine(text) {
  return text.split("\n", 1)[0];
}
