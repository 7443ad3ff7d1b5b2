import { execFileSync } from "node:child_process";
import { access, constants, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, availableParallelism, cpus, platform, totalmem } from "node:os";
import type { Command } from "commander";
import { formatBytes } from "../../base/bytes.js";
import { printable } from "../../base/redact.js";
import { reportKernels } from "../../weights/quantize/kernels/select.js";
import { type CommandContext, globalOptions, paintsFor } from "../commandContext.js";
import { createConfigurationLoader } from "../configuration/loadConfiguration.js";
import { exitCodes, type Io } from "../io.js";
import { storeRoot } from "../storeRoot.js";
import { version } from "../version.js";

interface Check {
  readonly name: string;
  readonly state: "ok" | "note" | "bad";
  readonly value: string;
  /** Where the value comes from, or what to do. */
  readonly detail?: string;
}

export function defineDoctor(command: Command, context: CommandContext): void {
  command.addHelpText("after", "\nExamples:\n  mf doctor\n  mf doctor --json").action(async () => {
    const { io } = context;
    const globals = globalOptions(command);
    const checks = [
      checkNode(),
      ...(await checkCpu()),
      checkKernels(),
      await checkStore(io),
      await checkConfiguration(io, globals),
      checkOllama(),
      checkRuntime(),
    ];
    if (checks.some(({ state }) => state === "bad")) context.exitCode = exitCodes.findings;
    if (globals.json) {
      io.stdout.write(`${JSON.stringify({ version, checks })}\n`);
      return;
    }
    const { out } = paintsFor(io, globals);
    const marks = { ok: out("green", "✓"), note: out("yellow", "-"), bad: out("red", "✗") };
    io.stdout.write(`mf ${version}\n\n`);
    for (const { name, state, value, detail } of checks) {
      const more = detail === undefined ? "" : `  ${out("dim", detail)}`;
      io.stdout.write(`${marks[state]} ${name.padEnd(14)} ${value}${more}\n`);
    }
  });
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isEnough = major > 20 || (major === 20 && minor >= 18);
  const base = { name: "Node", value: `${process.versions.node} (${platform()} ${arch()})` };
  return isEnough ? { ...base, state: "ok" } : { ...base, state: "bad", detail: "20.18 or later is needed" };
}

/** The instruction sets that kernels are written for. */
const kernelFlags = ["avx2", "avx512f", "avx512bw", "fma", "f16c", "neon", "asimd"];

async function checkCpu(): Promise<Check[]> {
  const [first] = cpus();
  const info = await readFile("/proc/cpuinfo", "utf8").catch(() => "");
  const flags = new Set(/^(?:flags|Features)\s*:\s*(.*)$/m.exec(info)?.[1]?.split(" ") ?? []);
  const found = kernelFlags.filter((flag) => flags.has(flag));
  return [
    {
      name: "CPU",
      state: "ok",
      value: `${printable(first?.model.trim() ?? "unknown")}, ${availableParallelism()} threads, ${formatBytes(totalmem())} memory`,
    },
    {
      name: "CPU features",
      state: found.length > 0 ? "ok" : "note",
      value: found.join(" ") || "not known here",
    },
  ];
}

function checkKernels(): Check {
  const { kernels, forced, nativeMissing } = reportKernels();
  const value = forced === undefined ? kernels.join(" ") : `${forced} (MF_FORCE_KERNEL)`;
  const detail = nativeMissing === undefined ? "fastest first" : `no native one: ${printable(nativeMissing)}`;
  return { name: "Kernels", state: nativeMissing === undefined ? "ok" : "note", value, detail };
}

async function checkStore(io: Io): Promise<Check> {
  const { path, origin } = storeRoot(io);
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return {
      name: "Store",
      state: (await stat(path)).isDirectory() ? "ok" : "bad",
      value: path,
      detail: origin,
    };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") {
      return {
        name: "Store",
        state: "note",
        value: path,
        detail: `${origin}; made by the first build or pull`,
      };
    }
    return { name: "Store", state: "bad", value: path, detail: `${origin}; not writable (${code})` };
  }
}

async function checkConfiguration(io: Io, globals: ReturnType<typeof globalOptions>): Promise<Check> {
  try {
    const { layers } = await createConfigurationLoader(io, globals)(io.cwd);
    const files = layers.map(({ origin }) => origin).reverse();
    const value = files.join(", extends ") || "none (defaults)";
    return { name: "Configuration", state: "ok", value, detail: "mf config show lists the values" };
  } catch (error) {
    return { name: "Configuration", state: "bad", value: (error as Error).message };
  }
}

function checkOllama(): Check {
  try {
    const text = execFileSync("ollama", ["--version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 5000,
    });
    return { name: "Ollama", state: "ok", value: printable(text.trim().split("\n").at(-1) ?? "") };
  } catch {
    return { name: "Ollama", state: "note", value: "not found", detail: "only needed to run what mf builds" };
  }
}

function checkRuntime(): Check {
  let isFound = true;
  try {
    createRequire(import.meta.url).resolve("node-llama-cpp/package.json");
  } catch {
    isFound = false;
  }
  return {
    name: "node-llama-cpp",
    state: isFound ? "ok" : "note",
    value: isFound ? "installed" : "not installed",
    detail: "only needed to run models",
  };
}
