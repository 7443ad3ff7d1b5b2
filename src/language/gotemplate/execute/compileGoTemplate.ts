import { isEmptyList } from "../syntax/parser.js";
import type { GoTemplateTree, TemplateTree } from "../syntax/tree.js";
import { compileProgram } from "./compileProgram.js";
import type { GoFunctions } from "./functionCalls.js";
import type { Program } from "./state.js";

/** A template that is ready to be rendered, any number of times. */
export interface GoTemplate {
  readonly name: string;
  readonly programs: ReadonlyMap<string, Program>;
}

/**
 * Compiles a file, and others whose templates it may call: those first in the list are replaced by those of
 * the same name behind them, unless the later ones are empty. The last one is the template itself.
 */
export function compileGoTemplate(
  trees: GoTemplateTree | readonly [GoTemplateTree, ...GoTemplateTree[]],
  functions: GoFunctions = new Map(),
): GoTemplate {
  const files = "templates" in trees ? [trees] : trees;
  const templates = new Map<string, TemplateTree>();
  let name = "";
  for (const file of files) {
    name = file.name;
    for (const [key, tree] of file.templates) {
      if (!templates.has(key) || !isEmptyList(tree.root)) templates.set(key, tree);
    }
  }
  const programs = new Map<string, Program>();
  for (const [key, tree] of templates) programs.set(key, compileProgram(tree, functions));
  return { name, programs };
}
