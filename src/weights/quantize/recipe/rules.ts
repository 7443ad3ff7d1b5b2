import type { TensorTypeName } from "../../gguf/tensorTypes.js";
import type { FileTypeName } from "./fileTypes.js";
import { isValueLike, type TensorCategory } from "./tensorNames.js";

/** What a rule may look at: one tensor, its model and the file type asked for. */
export interface RuleInput {
  readonly fileType: FileTypeName;
  readonly base: TensorTypeName;
  readonly category: TensorCategory;
  readonly dims: readonly number[];
  /** Weights per block of `base`. */
  readonly baseBlockSize: number;
  readonly architecture: string;
  /** 80 layers with grouped attention, and the like: llama.cpp's "70B". */
  readonly is70B: boolean;
  readonly layers: number;
  readonly experts: number;
  /** Heads per key/value head, rounded down; 0 when there are no key/value heads. */
  readonly headsPerKeyValue: number;
  /** Whether the token embedding is the output matrix too. */
  readonly isTied: boolean;
  readonly hasImatrix: boolean;
  /** How many tensors of its kind came before. */
  readonly count: number;
  /** Which of its kind the tensor is: `count`, or the layer in a mixture of experts. */
  readonly index: number;
  /** How many tensors hold value projections. */
  readonly valueTensors: number;
}

/**
 * A line of a table: for these file types, when the condition holds, the tensor gets `type`. The first
 * line that applies decides. A line without file types is for all of them.
 */
interface Rule {
  readonly for?: readonly FileTypeName[];
  readonly when?: (input: RuleInput) => boolean;
  readonly type: TensorTypeName;
}

/** The type llama.cpp's recipe gives a tensor (`llama_tensor_get_type`, v0.5.0), before the shape fallback. */
export function pickType(input: RuleInput): TensorTypeName {
  if (input.category === "output" || (input.isTied && input.category === "token-embedding")) {
    return firstMatch(outputRules, input) ?? input.base;
  }
  if (input.fileType === "MXFP4_MOE") return firstMatch(mxfp4Rules, input) ?? "q8_0";
  if (input.category === "token-embedding") return firstMatch(embeddingRules, input) ?? input.base;
  if (lowestFileTypes.includes(input.fileType)) return pickLowestType(input);
  if (isValueLike(input.category)) return pickValueType(input);
  return firstMatch(rulesByCategory[input.category] ?? [], input) ?? input.base;
}

function firstMatch(rules: readonly Rule[], input: RuleInput): TensorTypeName | undefined {
  return rules.find((rule) => (rule.for?.includes(input.fileType) ?? true) && (rule.when?.(input) ?? true))
    ?.type;
}

// Conditions. Divisions are C's integer divisions.

const isFalcon = (t: RuleInput): boolean => t.architecture === "falcon";
const has8Experts = (t: RuleInput): boolean => t.experts === 8;
const has4Experts = (t: RuleInput): boolean => t.experts >= 4;
const isGrouped = (t: RuleInput): boolean => t.headsPerKeyValue >= 4;
const isFirstEighth = (t: RuleInput): boolean => t.index < Math.floor(t.layers / 8);
const isFirstSixteenth = (t: RuleInput): boolean => t.index < Math.floor(t.layers / 16);
const isCountInFirstEighth = (t: RuleInput): boolean => t.count < Math.floor(t.layers / 8);
const isMiddle = (t: RuleInput): boolean =>
  t.index >= Math.floor(t.layers / 8) && t.index < Math.floor((7 * t.layers) / 8);

/** The layers that deserve more bits: the first and last eighth and every third between. */
function deservesMoreBits(index: number, count: number): boolean {
  const eighth = Math.floor(count / 8);
  return index < eighth || index >= Math.floor((7 * count) / 8) || (index - eighth) % 3 === 2;
}
const isMore = (t: RuleInput): boolean => deservesMoreBits(t.index, t.layers);

const outputRules: readonly Rule[] = [
  { for: ["MXFP4_MOE"], type: "q8_0" },
  { when: isFalcon, type: "q8_0" },
  { when: (t) => (t.dims[0] ?? 1) % t.baseBlockSize !== 0, type: "q8_0" },
  { for: ["IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ2_M", "IQ3_XXS"], type: "q5_K" },
  { when: (t) => t.base !== "q8_0", type: "q6_K" },
];

/** Only the experts' matrices, which have a third dimension, become MXFP4. */
const mxfp4Rules: readonly Rule[] = [
  {
    when: (t) =>
      (t.dims[2] ?? 1) > 1 && (t.architecture !== "bailingmoe3" || feedForward.includes(t.category)),
    type: "mxfp4",
  },
];
const feedForward: readonly TensorCategory[] = ["ffn-up", "ffn-gate", "ffn-down"];

/** For a token embedding that is not the output too. */
const embeddingRules: readonly Rule[] = [
  { for: ["IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS"], type: "q2_K" },
  { for: ["IQ2_S", "IQ2_M", "IQ3_XXS"], type: "iq3_s" },
  { for: ["TQ1_0", "TQ2_0", "Q2_0"], type: "q4_K" },
];

/** File types below three bits have tables of their own; none of the later ones applies to them. */
const lowestFileTypes: readonly FileTypeName[] = ["IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ2_M"];

function pickLowestType(input: RuleInput): TensorTypeName {
  const rules = isValueLike(input.category) ? lowestValueRules : (lowestRules[input.category] ?? []);
  return firstMatch(rules, input) ?? input.base;
}

const lowestValueRules: readonly Rule[] = [
  { when: isGrouped, type: "q4_K" },
  { when: has4Experts, type: "q4_K" },
  { for: ["IQ2_S", "IQ2_M"], type: "iq3_s" },
  { type: "q2_K" },
];

const lowestRules: Partial<Record<TensorCategory, readonly Rule[]>> = {
  "attention-k": [{ when: has8Experts, type: "q4_K" }],
  // By count even in a mixture of experts, where the other tables go by layer.
  "ffn-down": [
    { for: ["IQ2_S", "IQ2_M"], when: isCountInFirstEighth, type: "iq3_s" },
    { when: isCountInFirstEighth, type: "q2_K" },
  ],
  "attention-output": [
    { when: has8Experts, type: "q5_K" },
    { for: ["IQ1_S", "IQ1_M"], type: "iq2_xxs" },
    { for: ["IQ2_S", "IQ2_M"], type: "iq3_s" },
  ],
};

/** Value projections matter most and are small: larger models afford more bits for them. */
function pickValueType(input: RuleInput): TensorTypeName {
  const type = firstMatch(valueRules, input) ?? input.base;
  if (has8Experts(input)) return "q8_0";
  return input.is70B && (type === "q3_K" || type === "q4_K") ? "q5_K" : type;
}

const valueRules: readonly Rule[] = [
  { for: ["Q2_K"], when: isGrouped, type: "q4_K" },
  { for: ["Q2_K"], type: "q3_K" },
  { for: ["Q2_K_S"], when: isGrouped, type: "q4_K" },
  { for: ["IQ3_XXS"], when: isGrouped, type: "q4_K" },
  { for: ["IQ3_XXS"], when: (t) => t.hasImatrix, type: "iq3_xxs" },
  { for: ["IQ3_XXS"], type: "iq3_s" },
  { for: ["IQ3_XS", "IQ3_S"], when: isGrouped, type: "q4_K" },
  { for: ["IQ3_M"], type: "q4_K" },
  { for: ["Q3_K_M"], when: (t) => t.index < 2, type: "q5_K" },
  { for: ["Q3_K_M"], type: "q4_K" },
  { for: ["Q3_K_L"], type: "q5_K" },
  { for: ["IQ4_NL", "IQ4_XS"], when: isGrouped, type: "q5_K" },
  { for: ["Q4_K_M", "Q5_K_M"], when: (t) => deservesMoreBits(t.index, t.valueTensors), type: "q6_K" },
  { for: ["Q4_K_S"], when: (t) => t.index < 4, type: "q5_K" },
];

const rulesByCategory: Partial<Record<TensorCategory, readonly Rule[]>> = {
  "attention-k": [
    { when: has8Experts, type: "q8_0" },
    { for: ["IQ3_XS"], type: "iq3_xxs" },
    { for: ["IQ3_XXS"], type: "iq2_s" },
  ],
  "attention-q": [
    { for: ["IQ3_XS"], type: "iq3_xxs" },
    { for: ["IQ3_XXS"], type: "iq2_s" },
  ],
  "attention-output": [
    { for: ["Q3_K_L"], when: isFalcon, type: "q4_K" },
    {
      for: [
        "Q2_K",
        "IQ3_XS",
        "IQ3_XXS",
        "Q3_K_S",
        "Q3_K_M",
        "IQ4_NL",
        "Q4_K_S",
        "Q4_K_M",
        "IQ3_S",
        "IQ3_M",
        "IQ4_XS",
      ],
      when: (t) => !isFalcon(t) && has8Experts(t),
      type: "q5_K",
    },
    { for: ["Q2_K"], when: isPlainOutput, type: "q3_K" },
    { for: ["IQ3_XXS"], when: isPlainOutput, type: "iq3_s" },
    { for: ["Q3_K_M"], when: isPlainOutput, type: "q4_K" },
    { for: ["Q3_K_L"], when: isPlainOutput, type: "q5_K" },
    { for: ["IQ3_M"], when: isPlainOutput, type: "q4_K" },
  ],
  "ffn-down": [
    { for: ["Q2_K"], type: "q3_K" },
    { for: ["Q2_K_S"], when: isFirstEighth, type: "q4_K" },
    { for: ["IQ3_XXS"], when: (t) => !t.hasImatrix && isFirstEighth(t), type: "q4_K" },
    { for: ["IQ3_XXS"], when: (t) => !t.hasImatrix, type: "q3_K" },
    { for: ["Q3_K_M"], when: isFirstSixteenth, type: "q5_K" },
    { for: ["Q3_K_M"], when: (t) => !isFalcon(t) || isMore(t), type: "q4_K" },
    { for: ["IQ3_M"], when: (t) => isFirstEighth(t) || (has8Experts(t) && isMore(t)), type: "q4_K" },
    { for: ["Q3_K_L"], when: isFalcon, type: "q4_K" },
    { for: ["Q3_K_L"], type: "q5_K" },
    { for: ["Q4_K_M"], when: (t) => isFalcon(t) && isFirstSixteenth(t), type: "q6_K" },
    { for: ["Q4_K_M"], when: (t) => isFalcon(t) && isMore(t), type: "q5_K" },
    { for: ["Q4_K_M"], when: (t) => !isFalcon(t) && isMore(t), type: "q6_K" },
    { for: ["IQ4_NL", "IQ4_XS"], when: (t) => isFirstEighth(t) && !t.hasImatrix, type: "q5_K" },
    { for: ["Q5_K_M"], when: isMore, type: "q6_K" },
    { for: ["Q4_K_S"], when: (t) => !isFalcon(t) && isFirstEighth(t), type: "q5_K" },
    // With an importance matrix the first layers of these get a minimum of their own.
    { for: ["Q4_0"], when: (t) => t.hasImatrix && isFirstEighth(t), type: "q4_1" },
    { for: ["Q5_0"], when: (t) => t.hasImatrix && isFirstEighth(t), type: "q5_1" },
  ],
  "ffn-gate": [{ for: ["IQ3_XS"], when: isMiddle, type: "iq3_xxs" }],
  "ffn-up": [{ for: ["IQ3_XS"], when: isMiddle, type: "iq3_xxs" }],
};

function isPlainOutput(t: RuleInput): boolean {
  return !isFalcon(t) && !has8Experts(t);
}
