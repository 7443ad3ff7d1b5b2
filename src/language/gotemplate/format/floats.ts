/** Text of floating-point numbers as Go's `strconv.FormatFloat` writes it. */
export type FloatVerb = "b" | "e" | "E" | "f" | "g" | "G" | "x" | "X";

export type FloatSize = 32 | 64;

/** Significant digits without trailing zeros, and where the decimal point stands among them. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/** A precision below 0 asks for as many digits as tell the number from its neighbours. */
export function formatFloat(value: number, verb: FloatVerb, precision: number, size: FloatSize): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  return sign + formatMagnitude(Math.abs(value), verb, precision, size);
}

function formatMagnitude(value: number, verb: FloatVerb, precision: number, size: FloatSize): string {
  if (verb === "b") return formatBinaryExponent(value, size);
  if (verb === "x" || verb === "X") return formatHex(value, verb, precision);
  if (precision < 0) return formatShortest(shortestDecimal(value, size), verb);
  const exact = exactDecimal(value);
  switch (verb) {
    case "f":
      return inFull(roundDecimal(exact, exact.point + precision), precision);
    case "e":
    case "E":
      return withExponent(roundDecimal(exact, precision + 1), precision, verb);
    default:
      return formatGeneral(roundDecimal(exact, Math.max(precision, 1)), Math.max(precision, 1), verb, false);
  }
}

function formatShortest(decimal: Decimal, verb: "e" | "E" | "f" | "g" | "G"): string {
  const { digits, point } = decimal;
  switch (verb) {
    case "f":
      return inFull(decimal, Math.max(digits.length - point, 0));
    case "e":
    case "E":
      return withExponent(decimal, Math.max(digits.length - 1, 0), verb);
    default:
      return formatGeneral(decimal, digits.length, verb, true);
  }
}

/** `%g`: with an exponent when it is below -4 or not below the precision (6 for shortest digits). */
function formatGeneral(decimal: Decimal, precision: number, verb: "g" | "G", shortest: boolean): string {
  const { digits, point } = decimal;
  const exact = precision > digits.length && digits.length >= point ? digits.length : precision;
  const exponent = point - 1;
  if (exponent < -4 || exponent >= (shortest ? 6 : exact)) {
    return withExponent(decimal, Math.min(precision, digits.length) - 1, verb === "g" ? "e" : "E");
  }
  const shown = precision > point ? digits.length : precision;
  return inFull(decimal, Math.max(shown - point, 0));
}

/** `d.ddde±dd` with `places` digits behind the point. */
function withExponent({ digits, point }: Decimal, places: number, letter: "e" | "E"): string {
  const first = digits[0] ?? "0";
  const rest = places > 0 ? `.${digits.slice(1, 1 + places).padEnd(places, "0")}` : "";
  const exponent = digits === "" ? 0 : point - 1;
  return `${first}${rest}${letter}${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** `ddd.ddd` with `places` digits behind the point. */
function inFull({ digits, point }: Decimal, places: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  if (places <= 0) return whole;
  const zeros = "0".repeat(Math.min(Math.max(-point, 0), places));
  const fraction = zeros + digits.slice(Math.max(point, 0));
  return `${whole}.${fraction.slice(0, places).padEnd(places, "0")}`;
}

const zero: Decimal = { digits: "", point: 0 };

/** The fewest digits that read back as the same number of this size. */
function shortestDecimal(value: number, size: FloatSize): Decimal {
  if (value === 0) return zero;
  return size === 64 ? decimalOf(value.toExponential()) : shortestSingle(value);
}

function shortestSingle(value: number): Decimal {
  const exact = exactDecimal(value);
  for (let count = 1; count < 9; count++) {
    const nearest = roundDecimal(exact, count);
    if (isSameSingle(nearest, value)) return nearest;
    // Below a power of two the numbers lie closer: the nearest decimal can miss where the next one up fits.
    const above = nextDecimal(exact, count);
    if (isPowerOfTwo(value) && isSameSingle(above, value)) return above;
  }
  return roundDecimal(exact, 9);
}

function isSameSingle({ digits, point }: Decimal, value: number): boolean {
  return Math.fround(Number(`0.${digits}e${point}`)) === value;
}

/** The decimal of `count` digits above a number that is not one. */
function nextDecimal({ digits, point }: Decimal, count: number): Decimal {
  const next = String(BigInt(digits.slice(0, count).padEnd(count, "0")) + 1n);
  return { digits: next.replace(/0+$/, ""), point: point + next.length - count };
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}

function decimalOf(exponential: string): Decimal {
  const [mantissa = "", exponent = ""] = exponential.split("e");
  const places = mantissa.includes(".") ? (mantissa.split(".")[1]?.length ?? 0) : 0;
  const digits = mantissa.replace(".", "");
  return { digits: digits.replace(/0+$/, ""), point: Number(exponent) + digits.length - places };
}

interface Binary {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const view = new DataView(new ArrayBuffer(8));

/** value = mantissa · 2^exponent with the bits as they are stored. */
function binaryOf(value: number, size: FloatSize): Binary {
  if (size === 32) {
    view.setFloat32(0, value);
    const bits = view.getUint32(0) & 0x7fffffff;
    const stored = bits >>> 23;
    const fraction = bits & 0x7fffff;
    return {
      mantissa: BigInt(stored === 0 ? fraction : fraction | 0x800000),
      exponent: Math.max(stored, 1) - 150,
    };
  }
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0) & 0x7fffffffffffffffn;
  const stored = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  return { mantissa: stored === 0 ? fraction : fraction | (1n << 52n), exponent: Math.max(stored, 1) - 1075 };
}

/** All digits of the number, of which a binary fraction has finitely many. */
function exactDecimal(value: number): Decimal {
  if (value === 0) return zero;
  const { mantissa, exponent } = binaryOf(value, 64);
  const shift = BigInt(Math.abs(exponent));
  const digits = String(exponent >= 0 ? mantissa << shift : mantissa * 5n ** shift);
  const point = digits.length - (exponent < 0 ? -exponent : 0);
  return { digits: digits.replace(/0+$/, ""), point };
}

/** Keeps `count` digits, rounding half to even. */
function roundDecimal(decimal: Decimal, count: number): Decimal {
  const { digits, point } = decimal;
  if (count < 0) return zero;
  if (count >= digits.length) return decimal;
  const kept = digits.slice(0, count);
  if (!roundsUp(digits, count)) {
    const trimmed = kept.replace(/0+$/, "");
    return trimmed === "" ? zero : { digits: trimmed, point };
  }
  const nines = /9*$/.exec(kept)?.[0].length ?? 0;
  const head = kept.slice(0, kept.length - nines);
  if (head === "") return { digits: "1", point: point + 1 };
  const last = Number(head.at(-1)) + 1;
  return { digits: head.slice(0, -1) + last, point };
}

function roundsUp(digits: string, count: number): boolean {
  const next = digits[count] ?? "0";
  const isHalf = next === "5" && count + 1 === digits.length;
  if (!isHalf) return next >= "5";
  return count > 0 && Number(digits[count - 1]) % 2 === 1;
}

/** `%b`: the stored mantissa and a power of two, `4503599627370496p-52`. */
function formatBinaryExponent(value: number, size: FloatSize): string {
  const { mantissa, exponent } = binaryOf(value, size);
  return `${mantissa}p${exponent < 0 ? "" : "+"}${exponent}`;
}

/** `%x`: `0x1.yyyp±dd`; 13 hexadecimal digits hold every bit, more are zeros. */
function formatHex(value: number, verb: "x" | "X", precision: number): string {
  let { mantissa, exponent } = binaryOf(value, 64);
  if (mantissa === 0n) exponent = 0;
  else {
    const shift = 53 - mantissa.toString(2).length;
    mantissa <<= BigInt(shift);
    exponent += 52 - shift;
  }
  if (precision >= 0 && precision < 13) {
    const dropped = BigInt(4 * (13 - precision));
    const half = 1n << (dropped - 1n);
    const rest = mantissa & ((1n << dropped) - 1n);
    mantissa >>= dropped;
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa++;
    mantissa <<= dropped;
    if (mantissa >> 53n !== 0n) {
      mantissa >>= 1n;
      exponent++;
    }
  }
  const text = hexText(mantissa, precision, exponent);
  return verb === "X" ? text.toUpperCase() : text;
}

function hexText(mantissa: bigint, precision: number, exponent: number): string {
  const bits = (mantissa & 0xfffffffffffffn).toString(16).padStart(13, "0");
  const fraction = precision < 0 ? bits.replace(/0+$/, "") : bits.slice(0, precision).padEnd(precision, "0");
  const sign = exponent < 0 ? "-" : "+";
  const power = String(Math.abs(exponent)).padStart(2, "0");
  return `0x${mantissa >> 52n}${fraction === "" ? "" : `.${fraction}`}p${sign}${power}`;
}
