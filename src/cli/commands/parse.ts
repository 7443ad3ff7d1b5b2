import { dirname } from "node:path";
import type { Command } from "commander";
import { lintModelfile } from "../../language/lint/lintModelfile.js";
import { createRequest, printCreateRequest } from "../../language/modelfile/createRequest.js";
import { parseModelfile } from "../../language/modelfile/parseModelfile.js";
import { readAsOllama } from "../../language/modelfile/readAsOllama.js";
import type { Instruction, ModelfileTree } from "../../language/modelfile/tree.js";
import type { SourceFile } from "../../language/text/sourceFile.js";
import type { Span } from "../../language/text/span.js";
import type { CommandContext } from "../commandContext.js";
import { findModelfiles } from "../files/findModelfiles.js";
import { findRequestFiles } from "../files/findRequestFiles.js";
import { openModelfile, readModelfile } from "../files/readModelfile.js";
import { exitCodes } from "../io.js";

interface ParseOptions {
  readonly request: boolean;
  readonly stdinFilename: string;
}

/** The output's version: grows when a field changes its meaning or goes. schemas/parse.schema.json describes it. */
const outputVersion = 1;

export function defineParse(command: Command, context: CommandContext): void {
  command
    .argument("<paths...>", "files, folders or globs; - reads the standard input")
    .option("--request", "add the create request that Ollama's client would send, or its error", false)
    .option("--stdin-filename <path>", "what to call the standard input", "Modelfile")
    .addHelpText(
      "after",
      `
One JSON line a file: Ollama's reading (its commands, or the exact text of the error it stops at), every instruction
with its ranges, and the syntax findings. Offsets count UTF-16 units; "bytes" counts bytes of the file.

Exit codes: 0 when Ollama reads every file, 1 when it refuses one.

Examples:
  mf parse Modelfile | jq .ollama
  mf parse --request Modelfile | jq .request.json`,
    )
    .action(async (paths: string[], options: ParseOptions) => {
      const { io } = context;
      const named = paths.filter((path) => path !== "-");
      const sources: [SourceFile, string][] = [];
      if (paths.includes("-"))
        sources.push([openModelfile(await io.readStdin(), options.stdinFilename), io.cwd]);
      const search = { paths: named, cwd: io.cwd, include: [], exclude: [], folder: io.cwd };
      for (const path of named.length > 0 ? await findModelfiles(search) : []) {
        sources.push([await readModelfile(path, io.cwd), dirname(path)]);
      }
      for (const [source, folder] of sources) {
        const tree = parseModelfile(source);
        if (readAsOllama(tree).kind === "error") context.exitCode = exitCodes.findings;
        io.stdout.write(`${describeFile(tree, options.request ? folder : undefined)}\n`);
      }
    });
}

function describeFile(tree: ModelfileTree, requestFolder: string | undefined): string {
  const reading = readAsOllama(tree);
  const fields: Record<string, unknown> = {
    version: outputVersion,
    path: tree.source.path,
    encoding: tree.source.encoding,
    ollama: reading.kind === "ok" ? { commands: reading.commands } : { error: reading.error },
    instructions: tree.instructions.map((instruction) => describeInstruction(tree, instruction)),
    diagnostics: lintModelfile(tree)
      .diagnostics.filter(({ severity, code }) => severity === "error" || code.startsWith("MF0"))
      .map(({ code, rule, severity, message, span, notes }) => ({
        code,
        rule,
        severity,
        message,
        notes,
        ...describeSpan(tree, span),
      })),
  };
  const text = JSON.stringify(fields);
  if (requestFolder === undefined || reading.kind === "error") return text;
  const made = createRequest(reading.commands, (path) => findRequestFiles(path, requestFolder));
  // The request is Ollama's own JSON text: a 64-bit seed would not survive JSON.parse.
  const request =
    made.kind === "ok"
      ? `{"json":${printCreateRequest(made.request)},"warnings":${JSON.stringify(made.warnings)}}`
      : JSON.stringify({ error: made.error, warnings: made.warnings });
  return `${text.slice(0, -1)},"request":${request}}`;
}

function describeInstruction(tree: ModelfileTree, instruction: Instruction): object {
  const { name, word, argument, value, span } = instruction;
  return {
    name: name ?? null,
    word,
    ...(argument && name === "PARAMETER" ? { parameter: argument.text } : {}),
    ...(argument && name === "MESSAGE" ? { role: argument.text } : {}),
    value: value?.text ?? null,
    quote: value?.quote ?? null,
    ...describeSpan(tree, span),
    valueRange: value ? describeSpan(tree, value.contentSpan).range : null,
    dropped: value?.dropped.map(({ offset, rune }) => ({ offset, rune })) ?? [],
  };
}

function describeSpan({ source }: ModelfileTree, { start, end }: Span): { range: object } {
  const at = (offset: number): object => {
    const { line, column } = source.lines.positionAt(offset);
    return { offset, byte: source.byteOffsetAt(offset), line: line + 1, column: column + 1 };
  };
  return { range: { start: at(start), end: at(end) } };
}
