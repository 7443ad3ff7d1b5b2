import { runeCount } from "../text/goText.js";

/** The flags of one verb, and what has been printed so far. */
export interface Printer {
  out: string;
  /** What `out` may not grow beyond. */
  readonly maxLength: number;
  readonly maxDepth: number;
  flags: Flags;
  /** While the message about a bad verb is printed, methods are not called. */
  erroring: boolean;
}

export interface Flags {
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly minus: boolean;
  readonly plus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  /** `%+v`: struct field names. Then `plus` is not set. */
  readonly plusV: boolean;
  /** `%#v`: Go syntax. Then `sharp` is not set. */
  readonly sharpV: boolean;
}

export const noFlags: Flags = {
  width: undefined,
  precision: undefined,
  minus: false,
  plus: false,
  sharp: false,
  space: false,
  zero: false,
  plusV: false,
  sharpV: false,
};

export interface PrintLimits {
  readonly maxOutputLength: number;
  readonly maxValueDepth: number;
}

/** A print went past a limit of the rendering. */
export class PrintLimitExceeded extends Error {
  readonly limit: "output" | "depth";

  constructor(limit: "output" | "depth", what: string) {
    super(what);
    this.limit = limit;
  }
}

export function createPrinter(limits: PrintLimits): Printer {
  return {
    out: "",
    maxLength: limits.maxOutputLength,
    maxDepth: limits.maxValueDepth,
    flags: noFlags,
    erroring: false,
  };
}

export function write(p: Printer, text: string): void {
  p.out += text;
  if (p.out.length > p.maxLength) {
    throw new PrintLimitExceeded("output", `${p.maxLength} characters of text`);
  }
}

/** Writes text filled up to the width: with zeros only on the left. */
export function writePadded(p: Printer, text: string, zeros = p.flags.zero): void {
  const { width, minus } = p.flags;
  const missing = width === undefined ? 0 : width - runeCount(text);
  if (missing <= 0) write(p, text);
  else if (minus) write(p, text + " ".repeat(missing));
  else write(p, (zeros ? "0" : " ").repeat(missing) + text);
}
