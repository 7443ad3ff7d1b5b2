import { MfError } from "../../../base/errors.js";
import { printable } from "../../../base/redact.js";
import type { GgufEntry } from "../ggufValue.js";
import { layoutGguf } from "../layoutGguf.js";
import type { GgufFile } from "../readGguf.js";
import { type CopyPlan, requireLittleEndian } from "./planCopy.js";

/** Changes to a file's metadata, carried out in this order. */
export interface MetadataEdits {
  readonly rename?: readonly { readonly from: string; readonly to: string }[];
  readonly remove?: readonly string[];
  /** A key that exists keeps its place, a new one goes to the end. */
  readonly set?: readonly GgufEntry[];
}

export type EditPlan =
  /** The new header takes exactly the place of the old one: no weight moves. */
  | { readonly kind: "in place"; readonly header: Uint8Array }
  | { readonly kind: "rewrite"; readonly copy: CopyPlan };

/** What changing the metadata of one file means for its bytes. */
export function planEdit(file: GgufFile, edits: MetadataEdits): EditPlan {
  requireLittleEndian([file]);
  const layout = layoutGguf({ metadata: editMetadata(file.metadata, edits), tensors: file.tensors });
  const keepsPlaces =
    file.tensors.length > 0 &&
    layout.dataOffset === file.dataOffset &&
    layout.tensors.every((tensor, index) => tensor.fileOffset === file.tensors[index]?.fileOffset);
  if (keepsPlaces) return { kind: "in place", header: layout.header };
  return {
    kind: "rewrite",
    copy: { layout, tensors: file.tensors.map((tensor) => ({ ...tensor, part: 0 })) },
  };
}

export function editMetadata(metadata: readonly GgufEntry[], edits: MetadataEdits): GgufEntry[] {
  let entries = [...metadata];
  for (const { from, to } of edits.rename ?? []) entries = renameKey(entries, from, to);
  for (const key of edits.remove ?? []) {
    requireKey(entries, key);
    entries = entries.filter((entry) => entry.key !== key);
  }
  for (const { key, value } of edits.set ?? []) {
    const index = entries.findIndex((entry) => entry.key === key);
    entries.splice(index < 0 ? entries.length : index, 1, { key, value });
  }
  return entries;
}

function renameKey(entries: readonly GgufEntry[], from: string, to: string): GgufEntry[] {
  requireKey(entries, from);
  if (from !== to && entries.some((entry) => entry.key === to)) {
    throw new MfError(
      "MF_E_GGUF_KEY",
      `"${printable(from)}" cannot become "${printable(to)}": that key exists`,
    );
  }
  return entries.map((entry) => (entry.key === from ? { ...entry, key: to } : entry));
}

function requireKey(entries: readonly GgufEntry[], key: string): void {
  if (entries.some((entry) => entry.key === key)) return;
  throw new MfError("MF_E_GGUF_KEY", `the metadata has no key "${printable(key)}"`);
}
