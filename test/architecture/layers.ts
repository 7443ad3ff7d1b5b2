/** Who may import whom, and why not otherwise. The longest matching room counts. */
export interface Room {
  readonly may: readonly string[];
  readonly because: string;
}

const language = ["base", "language/text", "language/diagnostics"];

export const rooms: Readonly<Record<string, Room>> = {
  base: { may: [], because: "base has no domain: everything stands on it" },
  "language/text": { may: ["base"], because: "a text knows nothing of what is written in it" },
  "language/diagnostics": {
    may: ["base", "language/text"],
    because: "a finding is a place and words, whoever found it",
  },
  "language/modelfile": {
    may: language,
    because: "the parser must run anywhere, and before anything else exists",
  },
  "language/gotemplate": {
    may: language,
    because: "Go's template language knows nothing of Modelfiles or chats",
  },
  "language/chat": {
    may: [...language, "language/gotemplate"],
    because: "a prompt is made from messages and a template, whatever file they came from",
  },
  "language/format": {
    may: [...language, "language"],
    because: "language never looks into weights, stores or registries",
  },
  "language/lint": {
    may: [...language, "language"],
    because:
      "lint asks about the world through its port ModelPeek; language never looks into weights, stores or registries",
  },
  "language/configuration": {
    may: [...language, "language"],
    because: "configuration names rules and is data; who reads files hands it the text",
  },
  "language/report": {
    may: [...language, "language"],
    because: "a reporter turns findings into text and touches nothing else",
  },
  "language/lsp": {
    may: [...language, "language"],
    because: "the editor asks about models through ports, so it starts at once",
  },
  "weights/gguf": { may: ["base"], because: "a file format knows nothing of who reads it" },
  "weights/safetensors": { may: ["base"], because: "a file format knows nothing of who reads it" },
  "weights/tokenizer": {
    may: ["base", "weights/gguf"],
    because: "a tokenizer becomes metadata and needs no weights",
  },
  "weights/convert": {
    may: ["base", "weights/gguf", "weights/safetensors", "weights/tokenizer"],
    because: "conversion gives tensors and metadata; where they go is the builder's business",
  },
  "weights/quantize": {
    may: ["base", "weights/gguf", "weights/safetensors", "weights/tokenizer"],
    because: "quantizing gives bytes; where they go is the builder's business",
  },
  store: { may: ["base"], because: "the store keeps bytes under names and does not care what they mean" },
  registry: { may: ["base", "store"], because: "a registry moves what the store holds" },
  build: {
    may: [
      "base",
      "language/modelfile",
      "language/text",
      "language/diagnostics",
      "language/chat",
      "weights",
      "store",
    ],
    because:
      "a build turns a parsed Modelfile and weights into a model in the store; it neither lints nor travels",
  },
  runtime: { may: ["base"], because: "it is handed a model file and a rendered prompt" },
  serve: {
    may: ["base", "runtime", "language/chat", "store", "registry", "build"],
    because: "HTTP shapes over the other rooms",
  },
  pages: { may: ["base"], because: "a page is handed plain data" },
  cli: {
    may: ["base", "language", "weights", "store", "registry", "build", "runtime", "serve", "pages"],
    because: "the command uses everything and nothing uses it",
  },
  "index.ts": {
    may: ["base", "language", "weights", "store", "registry", "build"],
    because: "the library re-exports and does nothing",
  },
};

/** Third-party packages and the one room that each lives in. */
export const packageRooms: Readonly<Record<string, readonly string[]>> = {
  chevrotain: ["language/modelfile"],
  commander: ["cli"],
  "jsonc-parser": ["language/configuration"],
  picomatch: ["language/configuration", "cli/files"],
  ignore: ["cli/files"],
  undici: ["registry"],
  "tar-stream": ["registry/archive"],
  handlebars: ["pages"],
  "node-llama-cpp": ["runtime"],
  "vscode-languageserver": ["language/lsp"],
  "vscode-languageserver-textdocument": ["language/lsp"],
  "vscode-languageserver-types": ["language/lsp"],
};

/** Where Node's own modules may be used: the rest runs in a browser as well. */
export const nodeRooms: readonly string[] = [
  "base/digest.ts",
  "base/files.ts",
  "language/lsp/server.ts",
  "weights",
  "store",
  "registry",
  "build",
  "runtime",
  "serve",
  "pages",
  "cli",
];
