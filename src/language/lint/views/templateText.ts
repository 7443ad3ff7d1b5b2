import type { LintFile, ValuedInstruction } from "../lintFile.js";
import { tryFindRendererUse } from "./builtinUses.js";

/**
 * The TEMPLATE that the file's model uses: the last one, unless it is empty (which counts as absent) or a
 * renderer takes its place.
 */
export function tryFindTemplate(file: LintFile): ValuedInstruction | undefined {
  const template = file.last("TEMPLATE");
  if (!template?.value.closed || template.value.text === "") return undefined;
  return tryFindRendererUse(file) === undefined ? template : undefined;
}

/** The text between the actions: what every prompt contains. */
export function literalText(template: string): string {
  return splitTemplate(template).literals.join("");
}

export function hasPlaceForSystem(template: string): boolean {
  return usesVariable(template, "System") || usesVariable(template, "Messages");
}

/** Whether an action of the template mentions a variable such as `.System`. */
export function usesVariable(template: string, name: string): boolean {
  if (!template.includes(`.${name}`)) return false;
  const mention = new RegExp(`(?<![\\w)])\\.${name}\\b`);
  return splitTemplate(template).actions.some((action) => mention.test(action));
}

interface TemplatePieces {
  readonly literals: readonly string[];
  /** Without the braces; comments are left out. */
  readonly actions: readonly string[];
}

/** Cuts at the braces. What is wrong inside them is not judged here. */
function splitTemplate(template: string): TemplatePieces {
  const literals: string[] = [];
  const actions: string[] = [];
  let at = 0;
  for (;;) {
    const open = template.indexOf("{{", at);
    const isComment = /^-?\s*\/\*/.test(template.slice(open + 2, open + 20));
    const bodyEnd = open < 0 || !isComment ? open : template.indexOf("*/", open);
    const close = bodyEnd < 0 ? -1 : template.indexOf("}}", bodyEnd);
    if (close < 0) break;
    literals.push(template.slice(at, open));
    if (!isComment) actions.push(template.slice(open + 2, close));
    at = close + 2;
  }
  literals.push(template.slice(at));
  return { literals, actions };
}
