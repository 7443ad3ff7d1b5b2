import { resolve } from "node:path";
import { MfError } from "../../base/errors.js";
import { writeFileAtomic } from "../../base/files.js";
import { didYouMean } from "../../language/diagnostics/didYouMean.js";
import { type ReporterName, reporters } from "../../language/report/reporters.js";
import type { ReportInput } from "../../language/report/reportInput.js";
import type { Style } from "../../language/report/style.js";
import { type GlobalOptions, paintsFor } from "../commandContext.js";
import type { Io } from "../io.js";
import type { Paint } from "../style.js";

export interface ChosenOutput {
  readonly name: ReporterName;
  /** Undefined for stdout. */
  readonly file: string | undefined;
}

/** Reads `--format name[=file]`; without one it is text, or JSON with --json. */
export function chooseOutputs(
  formats: readonly string[] | undefined,
  globals: GlobalOptions,
): ChosenOutput[] {
  if (!formats || formats.length === 0) return [{ name: globals.json ? "json" : "text", file: undefined }];
  const outputs = formats.map(chooseOutput);
  if (outputs.filter(({ file }) => file === undefined).length > 1) {
    throw new MfError("MF_E_USAGE", "only one format can go to the standard output", {
      hint: "Give the others a file: --format sarif=mf.sarif",
    });
  }
  return outputs;
}

function chooseOutput(format: string): ChosenOutput {
  const cut = format.indexOf("=");
  const name = cut < 0 ? format : format.slice(0, cut);
  const file = cut < 0 ? undefined : format.slice(cut + 1);
  if (isReporterName(name) && file !== "") return { name, file };
  const names = Object.keys(reporters);
  const near = didYouMean(name, names);
  throw new MfError("MF_E_USAGE", `no format is called "${name}"${near ? `; did you mean ${near}?` : ""}`, {
    hint: `The formats are ${names.join(", ")}.`,
  });
}

function isReporterName(name: string): name is ReporterName {
  return Object.hasOwn(reporters, name);
}

export async function writeReports(
  outputs: readonly ChosenOutput[],
  input: ReportInput,
  io: Io,
  globals: GlobalOptions,
): Promise<void> {
  for (const { name, file } of outputs) {
    const { report } = reporters[name];
    if (file !== undefined) await writeFileAtomic(resolve(io.cwd, file), report(input));
    else
      io.stdout.write(
        report(input, { style: styleFrom(paintsFor(io, globals).out), width: io.stdout.columns }),
      );
  }
}

function styleFrom(paint: Paint): Style {
  const painted =
    (format: Parameters<Paint>[0]) =>
    (text: string): string =>
      paint(format, text);
  return {
    error: painted(["red", "bold"]),
    warning: painted(["yellow", "bold"]),
    info: painted(["cyan", "bold"]),
    added: painted("green"),
    removed: painted("red"),
    gutter: painted("blue"),
    related: painted("blue"),
    bold: painted("bold"),
    dim: painted("dim"),
    link: (text) => text,
  };
}
