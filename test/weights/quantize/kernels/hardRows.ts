import { createDraws, makeImportance, makeWeights } from "../goldenData.js";

/** The kinds of recorded data that are finite (fixtures/quantize/README.md). */
const recordedKinds = [
  ...["normal", "normal_big", "uniform", "heavy", "positive", "negative", "zeros", "signed_zeros"],
  ...["constant", "altsign", "outlier", "sparse", "ints", "grid4", "grid8", "ramp", "blockscale", "f16bits"],
  ...["f32bits", "denorm", "tiny", "tiny60", "small", "big20", "huge", "nearmax"],
] as const;

/** Kinds that go where the recorded ones do not: each group of 16 or 32 weights its own trouble. */
const groupKinds: Readonly<Record<string, (draws: ReturnType<typeof createDraws>) => () => number>> = {
  /** Groups of any magnitude that float32 has. */
  anyMagnitude: (draws) => {
    const scale = 0.99 * 2 ** ((draws.draw() % 277) - 149);
    return () => scale * draws.signed();
  },
  /** Few steps of the smallest subnormals: step sizes overflow, positions wrap. */
  subnormalSteps: (draws) => {
    const step = 2 ** ((draws.draw() % 40) - 149);
    return () => step * ((draws.draw() % 9) - 4);
  },
  /** Far from zero and near together: the least squares are ill-conditioned. */
  nearlyConstant: (draws) => {
    const center = draws.norm();
    return () => center + draws.norm() * 2 ** -10 - 2 * Math.abs(center);
  },
  /** Neighbours of powers of two. */
  powersOfTwo: (draws) => {
    const power = 2 ** ((draws.draw() % 252) - 126);
    return () => (draws.draw() & 1 ? 1 : -1) * power * (1 - (draws.draw() % 100) * 2 ** -24);
  },
  /** Equal magnitudes of both signs, where the first of equals counts. */
  ties: (draws) => {
    const size = draws.unit();
    return () => (draws.draw() & 1 ? size : -size) * (draws.draw() & 3 ? 1 : 0.5);
  },
};

export const hardKinds: readonly string[] = [...recordedKinds, ...Object.keys(groupKinds)];
export const importanceKinds = ["none", "lognorm", "zeros30", "allzero", "hot"] as const;

export function makeHardRows(kind: string, seed: number, rowLength: number, rows: number): Float32Array {
  const startGroup = groupKinds[kind];
  if (startGroup === undefined) return makeWeights(kind, seed, rowLength, rows);
  const draws = createDraws(seed);
  const weights = new Float32Array(rowLength * rows);
  let weight = startGroup(draws);
  for (let i = 0; i < weights.length; i++) {
    if (i % 16 === 0 && draws.draw() & 1) weight = startGroup(draws);
    weights[i] = weight();
  }
  return weights;
}

export function makeHardImportance(kind: string, seed: number, rowLength: number): Float32Array | undefined {
  return kind === "none" ? undefined : makeImportance(kind, seed, rowLength);
}
