import { basename, dirname } from "node:path";
import { MfError } from "../../base/errors.js";
import { detectModelNameProblem, type ModelName, parseModelName } from "../../base/modelName.js";
import { parseModelReference } from "../../base/modelReference.js";
import type { BuildTarget } from "../../build/plan/planBuild.js";
import { type FileType, resolveFileType } from "../../weights/quantize/recipe/fileTypes.js";
import { readModelArgument } from "./openCommandStore.js";

/** A model per requested type; with several, the type is in the tag. */
export function chooseTargets(names: readonly string[], types: readonly string[]): BuildTarget[] {
  const models = names.map((text) => ({
    name: readModelArgument(text),
    hasTag: parseModelReference(text).hasExplicitTag,
  }));
  const fileTypes = [...new Set(types.map(resolveFileType))];
  if (fileTypes.length <= 1) return [{ names: models.map(({ name }) => name), fileType: fileTypes[0] }];
  return fileTypes.map((fileType) => ({
    fileType,
    names: models.map(({ name, hasTag }) => withTypeTag(name, hasTag, fileType)),
  }));
}

function withTypeTag(name: ModelName, hasTag: boolean, fileType: FileType): ModelName {
  const tag = printTypeTag(fileType);
  return { ...name, tag: hasTag ? `${name.tag}-${tag}` : tag };
}

/** As tags in Ollama's library spell types: `q4_K_M`, `iq4_XS`, `f16`. */
function printTypeTag({ name }: FileType): string {
  return name.replace(/^[A-Z]+/, (letters) => letters.toLowerCase());
}

/** What to call a model that was given no name: `story.modelfile` → story, `story/Modelfile` → story. */
export function defaultModelName(modelfilePath: string): string {
  const file = basename(modelfilePath);
  const stem = /^(.+)\.modelfile$/i.exec(file)?.[1] ?? basename(dirname(modelfilePath));
  const name = stem.toLowerCase();
  if (detectModelNameProblem(parseModelName(name)) === undefined && !/[/:]/.test(name)) return name;
  throw new MfError("MF_E_USAGE", "the model needs a name", {
    hint: "For example: mf build my-model -f Modelfile",
  });
}
