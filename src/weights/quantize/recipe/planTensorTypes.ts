import { resolveTensorType, type TensorType } from "../../gguf/tensorTypes.js";
import type { FileType } from "./fileTypes.js";
import type { ModelFacts } from "./modelFacts.js";
import { pickType, type RuleInput } from "./rules.js";
import { resolveShapeFallback } from "./shapeFallback.js";
import {
  detectCategory,
  isQuantizable,
  isValueLike,
  type TensorCategory,
  tryLayerOf,
} from "./tensorNames.js";

export interface RecipeTensor {
  readonly name: string;
  /** In ggml's order: the first is the length of a row. */
  readonly dims: readonly number[];
  readonly type: TensorType;
}

export interface RecipeModel extends ModelFacts {
  /** In the order of the output file: the rules count tensors of a kind as they come. */
  readonly tensors: readonly RecipeTensor[];
}

/** A type for the tensors whose name the pattern matches anywhere. */
export interface TensorTypeOverride {
  readonly pattern: RegExp;
  readonly type: TensorType;
}

export interface RecipeOptions {
  /** `undefined` copies every tensor as it is (llama-quantize's COPY). */
  readonly fileType: FileType | undefined;
  readonly hasImatrix?: boolean;
  /** No rules: every tensor gets the file type's base type. */
  readonly pure?: boolean;
  /** Leaves `output.weight` as it is. */
  readonly keepOutput?: boolean;
  readonly outputType?: TensorType;
  readonly embeddingType?: TensorType;
  /** The first pattern that matches decides. */
  readonly overrides?: readonly TensorTypeOverride[];
}

export interface PlannedType {
  readonly name: string;
  readonly from: TensorType;
  readonly to: TensorType;
  /** The type the recipe wanted when the row length does not allow it. */
  readonly fallbackFrom?: TensorType;
}

/** Which type every tensor gets. Pure; `to` equals `from` where a tensor is copied. */
export function planTensorTypes(model: RecipeModel, options: RecipeOptions): PlannedType[] {
  const context = createContext(model, options);
  return model.tensors.map((tensor) => {
    const wanted = wantedType(tensor, context);
    const to = wanted.isFixed ? wanted.type : fitToShape(tensor, wanted.type);
    const planned = { name: tensor.name, from: tensor.type, to };
    return to === wanted.type ? planned : { ...planned, fallbackFrom: wanted.type };
  });
}

interface Context {
  readonly model: RecipeModel;
  readonly options: RecipeOptions;
  readonly isTied: boolean;
  readonly valueTensors: number;
  /** How many tensors of a kind the rules have seen; overridden ones do not count. */
  readonly seen: Map<string, number>;
}

function createContext(model: RecipeModel, options: RecipeOptions): Context {
  const categories = model.tensors.map((tensor) => detectCategory(tensor.name));
  return {
    model,
    options,
    isTied: !categories.includes("output"),
    valueTensors: categories.filter(isValueLike).length,
    seen: new Map(),
  };
}

/** `isFixed`: the shape fallback does not apply, because the type is the source's or was named outright. */
interface WantedType {
  readonly type: TensorType;
  readonly isFixed: boolean;
}

function wantedType(tensor: RecipeTensor, context: Context): WantedType {
  const { fileType, ...options } = context.options;
  const category = detectCategory(tensor.name);
  const isKept = category === "output" && options.keepOutput === true;
  if (fileType === undefined || isKept || !isQuantizable(tensor.name, tensor.dims)) {
    return { type: tensor.type, isFixed: true };
  }

  const override = options.overrides?.find(({ pattern }) => pattern.test(tensor.name));
  const isPerLayer = tensor.name === "per_layer_token_embd.weight";
  if (category === "token-embedding" && options.embeddingType && !(isPerLayer && override)) {
    return { type: options.embeddingType, isFixed: true };
  }
  if (category === "output" && options.outputType) return { type: options.outputType, isFixed: true };

  // Float targets know neither patterns nor rules.
  if (fileType.base.blockSize === 1) return { type: fileType.base, isFixed: true };
  if (override) return { type: override.type, isFixed: false };
  if (options.pure) return { type: fileType.base, isFixed: false };
  return { type: typeByRules(tensor, category, fileType, context), isFixed: false };
}

function typeByRules(
  tensor: RecipeTensor,
  category: TensorCategory,
  fileType: FileType,
  context: Context,
): TensorType {
  const { model, options } = context;
  // A tied embedding follows the rules of the output and with them the output's type.
  if (category === "token-embedding" && context.isTied && options.outputType) return options.outputType;
  const count = countOfKind(category, context);
  const input: RuleInput = {
    fileType: fileType.name,
    base: fileType.base.name,
    baseBlockSize: fileType.base.blockSize,
    category,
    dims: tensor.dims,
    architecture: model.architecture,
    is70B: model.is70B,
    layers: model.layers,
    experts: model.experts,
    headsPerKeyValue: model.headsPerKeyValue,
    isTied: context.isTied,
    hasImatrix: options.hasImatrix ?? false,
    count,
    index: isValueLike(category) || model.experts <= 1 ? count : (tryLayerOf(tensor.name) ?? count),
    valueTensors: context.valueTensors,
  };
  return resolveTensorType(pickType(input));
}

/**
 * How many tensors of the kind the rules have seen so far. Mixtures of experts may keep several of a
 * kind per layer, which is why their feed-forward tensors go by the layer in the name instead.
 */
function countOfKind(category: TensorCategory, context: Context): number {
  const kind = isValueLike(category) ? "value" : category;
  const count = context.seen.get(kind) ?? 0;
  context.seen.set(kind, count + 1);
  return count;
}

function fitToShape(tensor: RecipeTensor, wanted: TensorType): TensorType {
  return resolveShapeFallback(wanted, tensor.dims[0] ?? 1, tensor.name);
}
