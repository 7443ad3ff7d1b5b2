/** Go's text/template: parse, compile once, render many times. */
export { compileGoTemplate, type GoTemplate } from "./execute/compileGoTemplate.js";
export type { GoFunctions } from "./execute/functionCalls.js";
export {
  type OutputPiece,
  type RenderOptions,
  type RenderResult,
  renderGoTemplate,
} from "./execute/renderGoTemplate.js";
export type { Iteration, LimitName, MissingKey } from "./execute/state.js";
export { sprint, sprintln } from "./format/print.js";
export { sprintf } from "./format/printf.js";
export { tryPrintJson } from "./format/printJson.js";
export { defaultParseLimits, defaultRenderLimits, type ParseLimits, type RenderLimits } from "./limits.js";
export { type ParseOptions, type ParseResult, parseGoTemplate } from "./syntax/parseGoTemplate.js";
export { isPredeclaredName, type PredeclaredName, predeclaredNames } from "./syntax/predeclared.js";
export { printNode } from "./syntax/printNode.js";
export type * from "./syntax/tree.js";
export { childrenOf, walkTree } from "./syntax/walkTree.js";
export { decodeGoText, encodeGoText, toWellFormed } from "./text/goText.js";
export { type FromJsonOptions, goValueFromJson } from "./values/fromJson.js";
export * from "./values/makeValue.js";
export { goMapOf, sortedEntries } from "./values/maps.js";
export * from "./values/types.js";
export * from "./values/values.js";
