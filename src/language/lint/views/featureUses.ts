import { type BuiltinInfo, parsers, renderers } from "../../modelfile/builtins.js";
import { instructions } from "../../modelfile/instructions.js";
import { tryFindParameter } from "../../modelfile/parameters.js";
import type { Span } from "../../text/span.js";
import type { LintFile, ValuedInstruction } from "../lintFile.js";
import { compareVersions, tryParseVersion, type Version } from "../ollamaVersion.js";
import { tryFindMeantBuiltin } from "./unknownBuiltin.js";

/** Something in the file that not every Ollama knows. */
export interface FeatureUse {
  readonly label: string;
  readonly since: Version;
  readonly span: Span;
}

/** What each line needs: the newest of its instruction, parameter, renderer or parser. */
export function featureUses({ valued }: Pick<LintFile, "valued">): FeatureUse[] {
  return valued.map(featureOf);
}

function featureOf(instruction: ValuedInstruction): FeatureUse {
  const { name, wordSpan, value, argument } = instruction;
  const own: FeatureUse = { label: name, since: versionOf(instructions[name].since), span: wordSpan };
  const part = tryFindPart(instruction);
  if (!part) return own;
  const since = versionOf(part.since);
  if (compareVersions(since, own.since) <= 0) return own;
  const span = name === "PARAMETER" && argument ? argument.span : value.span;
  return { label: `${name} ${part.name}`, since, span };
}

function tryFindPart({ name, value, argument }: ValuedInstruction): BuiltinInfo | undefined {
  switch (name) {
    case "PARAMETER":
      return argument && tryFindParameter(argument.text);
    case "RENDERER":
      return value.text === "" ? undefined : tryFindMeantBuiltin(value.text, renderers);
    case "PARSER":
      return value.text === "" ? undefined : tryFindMeantBuiltin(value.text, parsers);
    default:
      return undefined;
  }
}

/** The tables hold nothing else; their test says so. */
function versionOf(text: string): Version {
  return tryParseVersion(text) ?? [0, 0, 0];
}
