import { ignoreProgress, type OnProgress } from "../../../base/progress.js";
import { openGgufModel } from "../openGgufModel.js";
import { patchFile, recoverPatch } from "./patchFile.js";
import { type EditPlan, type MetadataEdits, planEdit } from "./planEdit.js";
import { runCopy } from "./runCopy.js";

/** Changes the metadata of the file at `path`, which may be one part of a model. */
export async function runEdit(
  path: string,
  edits: MetadataEdits,
  onProgress: OnProgress = ignoreProgress,
): Promise<EditPlan["kind"]> {
  await recoverPatch(path);
  const source = await openGgufModel(path, { alone: true });
  try {
    const [file] = source.model.parts;
    if (file === undefined) throw new Error("an open model has a part");
    const plan = planEdit(file, edits);
    if (plan.kind === "in place") await patchFile(path, plan.header);
    else await runCopy(plan.copy, source, path, onProgress);
    return plan.kind;
  } finally {
    await source.close();
  }
}
