import { MfError } from "../../../base/errors.js";
import { printable } from "../../../base/redact.js";
import type { TensorTypeName } from "../../gguf/tensorTypes.js";
import type { Kernel } from "./kernel.js";
import { referenceKernel } from "./reference/referenceKernel.js";

/** Fastest first. */
const kernels: readonly Kernel[] = [referenceKernel];

/**
 * The kernel for a tensor type: the fastest that supports it, or the one that `forced` (by default
 * MF_FORCE_KERNEL) names and no other.
 */
export function selectKernel(type: TensorTypeName, forced = process.env.MF_FORCE_KERNEL): Kernel {
  const candidates = forced === undefined || forced === "" ? kernels : [resolveKernel(forced)];
  const kernel = candidates.find((candidate) => candidate.supports(type));
  if (kernel !== undefined) return kernel;
  const who = candidates.map((candidate) => candidate.name).join(", ");
  throw new MfError("MF_E_KERNEL_TYPE", `no kernel can quantize to ${type} (asked: ${who})`, {
    hint: "IQ1, IQ2 and IQ3 need ggml's own library, which comes with node-llama-cpp.",
    details: { type },
  });
}

function resolveKernel(name: string): Kernel {
  const kernel = kernels.find((candidate) => candidate.name === name);
  if (kernel !== undefined) return kernel;
  const known = kernels.map((candidate) => candidate.name);
  const message = `MF_FORCE_KERNEL names "${printable(name)}", which is not a kernel of this installation`;
  throw new MfError("MF_E_KERNEL_UNKNOWN", message, {
    hint: `Use one of: ${known.join(", ")}. Or unset MF_FORCE_KERNEL to let the fastest be chosen.`,
    details: { known },
  });
}
