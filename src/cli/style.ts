import { styleText } from "node:util";
import type { Io, Output } from "./io.js";

export type ColorChoice = "auto" | "always" | "never";

type Format = Parameters<typeof styleText>[0];

/** Puts a colour around text, or nothing where colours are not wanted. */
export type Paint = (format: Format, text: string) => string;

/** `--color` wins, then NO_COLOR, then FORCE_COLOR, then whether the stream is a terminal (no-color.org). */
export function hasColor(choice: ColorChoice, output: Output, env: Io["env"]): boolean {
  if (choice !== "auto") return choice === "always";
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "") return env.FORCE_COLOR !== "0";
  return output.isTty && env.TERM !== "dumb";
}

export function createPaint(isColored: boolean): Paint {
  // styleText looks at the process's own streams from Node 22.13 on; the choice is ours here.
  return isColored ? (format, text) => styleText(format, text, { validateStream: false }) : (_, text) => text;
}
