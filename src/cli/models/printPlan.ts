import { basename } from "node:path";
import { formatBytes } from "../../base/bytes.js";
import type { Digest } from "../../base/digest.js";
import { printable } from "../../base/redact.js";
import type {
  LayerDescription,
  ModelDescription,
  PlanDescription,
  WorkDescription,
} from "../../build/plan/describePlan.js";
import type { Paint } from "../style.js";
import { printTable } from "./table.js";

/** The plan of a build for people: every layer of every model, where it comes from, how large it will be. */
export function printPlan(plan: PlanDescription, present: ReadonlySet<Digest>, paint: Paint): string {
  const models = plan.models.map((model) => printModel(plan, model, present, paint));
  const cost = `reads ${formatBytes(plan.readBytes)} of weights, writes ${formatBytes(plan.writtenBytes)}`;
  return `${models.join("\n")}\n${paint("dim", cost)}\n`;
}

function printModel(
  plan: PlanDescription,
  { names, layers, sizeBytes }: ModelDescription,
  present: ReadonlySet<Digest>,
  paint: Paint,
): string {
  const title = names.length > 0 ? names.join(", ") : "(no name)";
  const rows = layers.map((layer) => [
    layer.mediaType.slice(layer.mediaType.lastIndexOf(".") + 1),
    formatBytes(layer.sizeBytes),
    describeLayer(plan, layer, present),
  ]);
  return `${paint("bold", title)}  ${formatBytes(sizeBytes)}\n${printTable(rows, { indent: 2, alignRight: [1] })}`;
}

function describeLayer(plan: PlanDescription, layer: LayerDescription, present: ReadonlySet<Digest>): string {
  const work = layer.work === undefined ? undefined : plan.works[layer.work];
  if (work !== undefined) return describeWork(plan, work);
  const inStore = layer.digest !== undefined && present.has(layer.digest);
  if (layer.from !== undefined) return `from ${printable(layer.from)}`;
  return inStore ? "in the store already" : "new";
}

function describeWork(plan: PlanDescription, work: WorkDescription): string {
  const source = plan.sources[work.source];
  const file =
    source === undefined
      ? ""
      : nameOf(source.origin.kind === "files" ? source.origin.files.map(({ path }) => path) : [source.label]);
  switch (work.change) {
    case "keep":
      return `${file} as it is`;
    case "merge":
      return `${file}, joined`;
    case "describe":
      return `${file}, its header written anew`;
    case "normalize":
      return `${file}, laid out as Ollama does`;
    case "quantize": {
      const types = Object.entries(work.tensors ?? {}).map(([type, count]) => `${count} ${type}`);
      const fallbacks = work.fallbacks ? `; ${work.fallbacks} had to fall back` : "";
      return `${file} as ${work.fileType} (tensors: ${types.join(", ")}${fallbacks})`;
    }
  }
}

function nameOf(paths: readonly string[]): string {
  const first = printable(basename(paths[0] ?? ""));
  return paths.length > 1 ? `${first} and ${paths.length - 1} more` : first;
}
