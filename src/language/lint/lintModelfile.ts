import { compareDiagnostics, type Diagnostic, type Severity } from "../diagnostics/diagnostic.js";
import { parseModelfile } from "../modelfile/parseModelfile.js";
import type { ModelfileTree } from "../modelfile/tree.js";
import type { SourceFile } from "../text/sourceFile.js";
import { judgePragmas } from "./judgePragmas.js";
import { createLintFile, type LintFile } from "./lintFile.js";
import { type ModelPeek, noPeek } from "./modelPeek.js";
import { anyKnown, isInRange, type OllamaRange } from "./ollamaVersion.js";
import { readPragmas } from "./pragmas.js";
import { diagnosticOf, type Rule } from "./rule.js";
import { rules as allRules } from "./rules.js";

export interface LintOptions {
  readonly path?: string;
  /** Number or name of a rule to its severity; fatal rules keep theirs. */
  readonly severities?: ReadonlyMap<string, Severity | "off">;
  readonly ollama?: OllamaRange;
  readonly peek?: ModelPeek;
  readonly allowPragmas?: boolean;
}

export interface LintResult {
  readonly tree: ModelfileTree;
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds what is wrong in a Modelfile. Pure: what it may know of the world comes through `peek`. */
export function lintModelfile(
  input: string | Uint8Array | SourceFile | ModelfileTree,
  options: LintOptions = {},
): LintResult {
  const tree =
    typeof input === "object" && "instructions" in input ? input : parseModelfile(input, options.path);
  const allowPragmas = options.allowPragmas ?? true;
  const pragmas = readPragmas(tree);
  const file = createLintFile(tree, {
    peek: options.peek ?? noPeek,
    ollama: options.ollama ?? anyKnown,
    pragmas: pragmas.filter((pragma) => pragma.kind !== "malformed"),
    allowPragmas,
  });
  const severityOf = (rule: Rule): Severity | "off" => {
    if (rule.fatal) return rule.severity;
    const chosen =
      options.severities?.get(rule.number) ?? options.severities?.get(rule.name) ?? rule.severity;
    return isInRange(file.ollama, rule.since, rule.until) ? chosen : "off";
  };
  const found = file.foreign ? runRule(foreignRule, file, severityOf) : runRules(file, severityOf);
  const judged = judgePragmas({ found, pragmas, allowPragmas, severityOf });
  return { tree, diagnostics: judged.sort(compareDiagnostics) };
}

const foreignRule = allRules.find(({ name }) => name === "foreign-file");

function runRules(file: LintFile, severityOf: (rule: Rule) => Severity | "off"): Diagnostic[] {
  return allRules.flatMap((rule) => runRule(rule, file, severityOf));
}

function runRule(
  rule: Rule | undefined,
  file: LintFile,
  severityOf: (rule: Rule) => Severity | "off",
): Diagnostic[] {
  const severity = rule ? severityOf(rule) : "off";
  if (!rule || severity === "off") return [];
  const found: Diagnostic[] = [];
  rule.check(file, (finding) => found.push(diagnosticOf(rule, severity, finding)));
  return found;
}
