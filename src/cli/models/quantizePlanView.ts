import { formatBytes } from "../../base/bytes.js";
import { MfError } from "../../base/errors.js";
import { count } from "../../base/plural.js";
import { printable } from "../../base/redact.js";
import { countElements } from "../../weights/gguf/ggufHeader.js";
import type { QuantizePlan, QuantizeStep } from "../../weights/quantize/plan/planQuantize.js";
import type { Paint } from "../style.js";
import { type TargetType, typeName } from "./quantizeArguments.js";
import { printTable } from "./table.js";

function stepsOf({ files }: QuantizePlan): QuantizeStep[] {
  return files.flatMap(({ steps }) => steps);
}

export function bitsPerWeight(plan: QuantizePlan): number {
  const tensors = plan.files.flatMap(({ layout }) => layout.tensors);
  const weights = tensors.reduce((sum, { dims }) => sum + countElements(dims), 0);
  const sizeBytes = tensors.reduce((sum, tensor) => sum + tensor.sizeBytes, 0);
  return weights === 0 ? 0 : (sizeBytes * 8) / weights;
}

export function typeNameOf(type: TargetType | undefined): string {
  return type === undefined ? "" : typeName(type);
}

export function describeQuantizePlan(plan: QuantizePlan, type: TargetType | undefined): object {
  return {
    type: typeNameOf(type),
    sizeBytes: plan.sizeBytes,
    bitsPerWeight: bitsPerWeight(plan),
    tensors: plan.files.flatMap(({ layout, steps }) =>
      steps.map(({ name, source, to, fallbackFrom }, at) => ({
        name,
        dims: source.dims,
        from: source.type.name,
        to: to.name,
        sizeBytes: layout.tensors[at]?.sizeBytes ?? 0,
        ...(fallbackFrom && { fallbackFrom: fallbackFrom.name }),
      })),
    ),
  };
}

export function printQuantizePlan(
  plan: QuantizePlan,
  type: TargetType | undefined,
  isVerbose: boolean,
  paint: Paint,
): string {
  const title = `${paint("bold", typeNameOf(type))}  ${formatBytes(plan.sizeBytes)}  ${bitsPerWeight(plan).toFixed(2)} bits a weight\n`;
  const rows = isVerbose ? tensorRows(plan) : typeRows(plan);
  return title + printTable(rows, { indent: 2 });
}

function tensorRows(plan: QuantizePlan): string[][] {
  return stepsOf(plan).map(({ name, source, to, fallbackFrom }) => [
    printable(name),
    source.dims.join(" × "),
    source.type === to ? `${to.name} kept` : `${source.type.name} → ${to.name}`,
    fallbackFrom ? `instead of ${fallbackFrom.name}: rows of ${source.dims[0] ?? 1}` : "",
  ]);
}

/** One row for each way that tensors go. */
function typeRows(plan: QuantizePlan): string[][] {
  const counts = new Map<string, number>();
  for (const { source, to, fallbackFrom } of stepsOf(plan)) {
    const way = source.type === to ? `${to.name} kept` : `${source.type.name} → ${to.name}`;
    const shown = fallbackFrom ? `${way}, instead of ${fallbackFrom.name}` : way;
    counts.set(shown, (counts.get(shown) ?? 0) + 1);
  }
  return [...counts].map(([way, tensors]) => [way, count(tensors, "tensor")]);
}

export function requireNoFallback(plan: QuantizePlan): void {
  const step = stepsOf(plan).find(({ fallbackFrom }) => fallbackFrom !== undefined);
  if (step?.fallbackFrom === undefined) return;
  const { name, source, to, fallbackFrom } = step;
  throw new MfError(
    "MF_E_QUANTIZE_FALLBACK",
    `"${printable(name)}" would become ${to.name} instead of ${fallbackFrom.name}: its rows have ${source.dims[0] ?? 1} weights`,
    { hint: "Without --fail-on-fallback the recipe takes the next type that fits." },
  );
}

export function countFallbacks(plan: QuantizePlan): number {
  return stepsOf(plan).filter(({ fallbackFrom }) => fallbackFrom !== undefined).length;
}
