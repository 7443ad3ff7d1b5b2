import { MfError } from "../../../base/errors.js";
import { tryLayerOf } from "../recipe/tensorNames.js";
import type { SourceTensor, WeightModel } from "../weightSource.js";

/** A tensor that stays, under the name it has in the output. */
export interface KeptTensor {
  readonly name: string;
  readonly source: SourceTensor;
}

/** Drops the tensors of some layers and moves the numbers of the layers behind them down. */
export function pruneLayers(model: WeightModel, dropped: readonly number[]): KeptTensor[] {
  checkLayers(model, dropped);
  const isDropped = new Set(dropped);
  return model.tensors.flatMap((source) => {
    const layer = tryLayerOf(source.name);
    if (layer === undefined) return [{ name: source.name, source }];
    if (isDropped.has(layer)) return [];
    const before = [...isDropped].filter((number) => number < layer).length;
    return [{ name: source.name.replace(/^blk\.\d+\./, `blk.${layer - before}.`), source }];
  });
}

function checkLayers(model: WeightModel, dropped: readonly number[]): void {
  const layers = new Set(model.tensors.map(({ name }) => tryLayerOf(name)));
  const unknown = dropped.find((layer) => !layers.has(layer));
  if (unknown === undefined) return;
  throw new MfError("MF_E_QUANTIZE_LAYER", `there is no layer ${unknown} to drop`, {
    hint: `The model's layers are numbered from 0; it has ${layers.size - (layers.has(undefined) ? 1 : 0)}.`,
    details: { layer: unknown },
  });
}
