import { tryFindBuiltinOf } from "../../modelfile/builtins.js";
import type { Span } from "../../text/span.js";
import type { LintFile, ValuedInstruction } from "../lintFile.js";
import { architectureOf, baseModelOf } from "./baseModel.js";

/** The RENDERER or PARSER that counts: the last one, unless it is empty, which counts as absent. */
export function tryFindBuiltin(
  file: Pick<LintFile, "last">,
  name: "RENDERER" | "PARSER",
): ValuedInstruction | undefined {
  const instruction = file.last(name);
  return instruction?.value.closed && instruction.value.text !== "" ? instruction : undefined;
}

/** A renderer that writes the prompt, and where it comes from. */
export interface RendererUse {
  readonly name: string;
  readonly origin: "file" | "base model" | "architecture";
  readonly span: Span;
}

/** As far as the file and a look at its base tell. */
export function tryFindRendererUse(file: LintFile): RendererUse | undefined {
  const own = tryFindBuiltin(file, "RENDERER");
  if (own) return { name: own.value.text, origin: "file", span: own.wordSpan };
  const base = baseModelOf(file);
  if (base.kind === "none") return undefined;
  const { span } = base.from.value;
  const inherited = base.kind === "model" ? base.fact?.renderer : undefined;
  if (inherited) return { name: inherited, origin: "base model", span };
  const filledIn = tryFindBuiltinOf(architectureOf(base));
  return filledIn === undefined ? undefined : { name: filledIn, origin: "architecture", span };
}
