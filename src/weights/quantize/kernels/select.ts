import { MfError } from "../../../base/errors.js";
import { printable } from "../../../base/redact.js";
import type { TensorTypeName } from "../../gguf/tensorTypes.js";
import type { Kernel } from "./kernel.js";
import { loadAddon } from "./native/addon.js";
import { nativeKernels } from "./native/nativeKernels.js";
import { referenceKernel } from "./reference/referenceKernel.js";
import { wasmKernel } from "./wasm/wasmKernel.js";

let known: readonly Kernel[] | undefined;

/** The kernels of this installation on this machine, fastest first. */
export function availableKernels(): readonly Kernel[] {
  known ??= [...nativeKernels(), wasmKernel, referenceKernel];
  return known;
}

/**
 * The kernel for a tensor type: the fastest that supports it, or the one that `forced` (by default
 * MF_FORCE_KERNEL) names. Types that a forced kernel does not know fall to the reference, so that a whole
 * model can be forced; `name` of the result tells.
 */
export function selectKernel(type: TensorTypeName, forced = process.env.MF_FORCE_KERNEL): Kernel {
  const candidates =
    forced === undefined || forced === "" ? availableKernels() : [resolveKernel(forced), referenceKernel];
  const kernel = candidates.find((candidate) => candidate.supports(type));
  if (kernel !== undefined) return kernel;
  const who = [...new Set(candidates.map((candidate) => candidate.name))].join(", ");
  throw new MfError("MF_E_KERNEL_TYPE", `no kernel can quantize to ${type} (asked: ${who})`, {
    hint: "IQ1, IQ2 and IQ3 need ggml's own library, which comes with node-llama-cpp.",
    details: { type },
  });
}

/** What there is to say about the choice of kernels, for `mf doctor`. */
export interface KernelReport {
  readonly kernels: readonly string[];
  /** What MF_FORCE_KERNEL names, if anything. */
  readonly forced: string | undefined;
  /** Why there is no native kernel, when there is none. */
  readonly nativeMissing: string | undefined;
}

export function reportKernels(): KernelReport {
  const addon = loadAddon();
  return {
    kernels: availableKernels().map((kernel) => kernel.name),
    forced: process.env.MF_FORCE_KERNEL || undefined,
    nativeMissing: addon.kind === "missing" ? addon.reason : undefined,
  };
}

function resolveKernel(name: string): Kernel {
  const kernel = availableKernels().find((candidate) => candidate.name === name);
  if (kernel !== undefined) return kernel;
  const names = availableKernels().map((candidate) => candidate.name);
  const message = `MF_FORCE_KERNEL names "${printable(name)}", which is not a kernel of this installation`;
  throw new MfError("MF_E_KERNEL_UNKNOWN", message, {
    hint: `Use one of: ${names.join(", ")}. Or unset MF_FORCE_KERNEL to let the fastest be chosen.`,
    details: { known: names },
  });
}
