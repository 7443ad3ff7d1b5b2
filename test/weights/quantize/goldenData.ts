/**
 * The seeded data of the recorded cases. See fixtures/quantize/README.md: values
 * are computed in double and rounded once to float32.
 */

/** xorshift32, seeded and warmed up as the recorder does. */
export function createDraws(seed: number): Draws {
  let state = (Math.imul(seed, 0x9e3779b1) + 0x7f4a7c15) >>> 0 || 1;
  const draw = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  for (let i = 0; i < 8; i++) draw();
  const unit = (): number => (draw() >>> 8) * 2 ** -24;
  const signed = (): number => 2 * unit() - 1;
  const norm = (): number => {
    let sum = 0;
    for (let i = 0; i < 12; i++) sum += unit();
    return sum - 6;
  };
  return { draw, unit, signed, norm };
}

interface Draws {
  readonly draw: () => number;
  /** 0 ≤ u < 1 */
  readonly unit: () => number;
  readonly signed: () => number;
  readonly norm: () => number;
}

/** One weight: column i of a row of n, the row's number, and what was drawn once for the row. */
type Weight = (d: Draws, i: number, n: number, row: number, rowValue: number) => number;

const weightKinds: Readonly<Record<string, Weight>> = {
  normal: (d) => d.norm() * 2 ** -5,
  normal_big: (d) => d.norm() * 8,
  uniform: (d) => d.signed(),
  heavy: (d) => {
    const a = d.signed();
    return a * 2 ** (4 - Math.clz32(d.draw()));
  },
  positive: (d) => d.unit() * 0.5 + 0.25,
  negative: (d) => -(d.unit() + 2 ** -10),
  zeros: () => 0,
  signed_zeros: (d) => (d.draw() & 1 ? -0 : 0),
  constant: (_d, _i, _n, _row, rowValue) => rowValue,
  altsign: (_d, i, _n, row, rowValue) => ((i + row) % 2 === 0 ? rowValue : -rowValue),
  outlier: (d) => d.norm() * 2 ** -6,
  sparse: (d) => ((d.draw() & 7) !== 0 ? 0 : d.norm()),
  ints: (d) => (d.draw() % 17) - 8,
  grid4: (d, i) => (i % 32 === 0 ? -0.5 : ((d.draw() % 16) - 7.5) / 16),
  grid8: (d, i) => (i % 32 === 0 ? 127 / 128 : ((d.draw() % 254) - 126.5) / 128),
  ramp: (_d, i, n) => (i - n / 2) / 128,
  blockscale: (d, i) => d.norm() * 2 ** (((Math.floor(i / 32) * 5) % 23) - 12),
  f16bits: (d) => {
    const bits = d.draw() & 0xffff;
    return float16ByHand((bits >> 10) % 32 === 31 ? bits & ~0x4000 : bits);
  },
  f32bits: (d) => {
    const bits = d.draw();
    return float32OfBits(((bits >>> 23) & 0xff) === 255 ? bits & ~0x40000000 : bits);
  },
  denorm: (d) => {
    const draw = d.draw();
    const value = (draw & 0x3fff) * 2 ** -149;
    return draw >>> 31 ? -value : value;
  },
  tiny: (d) => d.signed() * 2 ** -130,
  tiny60: (d) => d.signed() * 2 ** -60,
  small: (d) => d.signed() * 2 ** -24,
  big20: (d) => d.signed() * 2 ** 20,
  huge: (d) => d.signed() * 2 ** 100,
  nearmax: (d) => d.signed() * (2 ** 128 - 2 ** 104),
  nan: (d) => d.norm() * 2 ** -5,
  inf: (d) => d.norm() * 2 ** -5,
  ninf: (d) => d.norm() * 2 ** -5,
};

const rowValues: Readonly<Record<string, (d: Draws) => number>> = {
  constant: (d) => d.signed(),
  altsign: (d) => d.unit() + 2 ** -8,
};

/** What one weight of the row is replaced by, after the row was drawn. */
const spikes: Readonly<Record<string, (d: Draws) => number>> = {
  outlier: (d) => 64 * d.signed(),
  nan: () => Number.NaN,
  inf: () => Number.POSITIVE_INFINITY,
  ninf: () => Number.NEGATIVE_INFINITY,
};

export function makeWeights(kind: string, seed: number, rowLength: number, rows: number): Float32Array {
  const weight = weightKinds[kind];
  if (weight === undefined) throw new Error(`unknown kind of weights: ${kind}`);
  const draws = createDraws(seed);
  const weights = new Float32Array(rowLength * rows);
  for (let row = 0; row < rows; row++) {
    const start = row * rowLength;
    const rowValue = rowValues[kind]?.(draws) ?? 0;
    for (let i = 0; i < rowLength; i++) weights[start + i] = weight(draws, i, rowLength, row, rowValue);
    const spike = spikes[kind];
    if (spike !== undefined) {
      const place = draws.draw() % rowLength;
      weights[start + place] = spike(draws);
    }
  }
  return weights;
}

const importanceKinds: Readonly<Record<string, (d: Draws) => number>> = {
  ones: () => 1,
  lognorm: drawLognorm,
  zeros30: (d) => (d.draw() % 10 < 3 ? 0 : drawLognorm(d)),
  allzero: () => 0,
  hot: () => 2 ** -20,
};

function drawLognorm(d: Draws): number {
  const a = d.unit() + 0.5;
  return a * 2 ** ((d.draw() % 13) - 6);
}

export function makeImportance(kind: string, seed: number, length: number): Float32Array {
  const value = importanceKinds[kind];
  if (value === undefined) throw new Error(`unknown kind of importance: ${kind}`);
  const draws = createDraws(seed);
  const importance = Float32Array.from({ length }, () => value(draws));
  if (kind === "hot") importance[draws.draw() % length] = 1000;
  return importance;
}

const scratch = new DataView(new ArrayBuffer(4));

function float32OfBits(bits: number): number {
  scratch.setUint32(0, bits >>> 0);
  return scratch.getFloat32(0);
}

/** Written apart from the product's own conversion, so that the one does not judge itself. */
function float16ByHand(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const mantissa = (bits & 0x3ff) / 1024;
  return exponent === 0 ? sign * mantissa * 2 ** -14 : sign * (1 + mantissa) * 2 ** (exponent - 15);
}
