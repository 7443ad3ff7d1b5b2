/** The public library: everything here is pure, holds no state and runs in a browser as well as in Node. */
export { type ModelReference, parseModelReference } from "./base/modelReference.js";
export {
  type ChatPromptRequest,
  type Conversation,
  type GeneratePromptRequest,
  type PromptResult,
  parseChatTemplate,
  parseConversation,
  renderChat,
  renderGenerate,
} from "./language/chat/index.js";
export type { Diagnostic, Fix, RelatedPlace, Severity } from "./language/diagnostics/diagnostic.js";
export { type FormatResult, formatModelfile } from "./language/format/formatModelfile.js";
export {
  compileGoTemplate,
  type GoTemplate,
  type GoTemplateTree,
  parseGoTemplate,
  renderGoTemplate,
} from "./language/gotemplate/index.js";
export { applyFixes } from "./language/lint/applyFixes.js";
export { type LintOptions, type LintResult, lintModelfile } from "./language/lint/lintModelfile.js";
export type { DirectoryEntry, GgufFact, ModelFact, ModelPeek, PathFact } from "./language/lint/modelPeek.js";
export { type OllamaRange, tryParseOllamaRange } from "./language/lint/ollamaVersion.js";
export type { Finding, Rule } from "./language/lint/rule.js";
export { rules } from "./language/lint/rules.js";
export {
  type CreateRequest,
  type CreateRequestResult,
  createRequest,
  type FilesAtPath,
  printCreateRequest,
} from "./language/modelfile/createRequest.js";
export {
  type InstructionInfo,
  type InstructionName,
  instructions,
} from "./language/modelfile/instructions.js";
export { type ParameterInfo, parameters, retiredParameters } from "./language/modelfile/parameters.js";
export { parseModelfile } from "./language/modelfile/parseModelfile.js";
export { printModelfile } from "./language/modelfile/printModelfile.js";
export { type OllamaCommand, type OllamaReading, readAsOllama } from "./language/modelfile/readAsOllama.js";
export type {
  CommentItem,
  Instruction,
  Item,
  JunkItem,
  ModelfileTree,
  NamePart,
  SyntaxProblem,
  ValueNode,
} from "./language/modelfile/tree.js";
export type { TextEdit } from "./language/text/edit.js";
export { openSource, type SourceFile } from "./language/text/sourceFile.js";
export type { Span } from "./language/text/span.js";
