import { join } from "node:path";
import { resolveModelName } from "../../../src/base/modelName.js";
import { type BuildInputs, openBuildInputs } from "../../../src/build/inputs/openBuildInputs.js";
import type { BuildPlan } from "../../../src/build/plan/buildPlan.js";
import { type BuildOptions, planBuild, type TemplatePort } from "../../../src/build/plan/planBuild.js";
import { readBuildRequest } from "../../../src/build/request/readBuildRequest.js";
import { type BuiltModel, runBuild } from "../../../src/build/run/runBuild.js";
import { parseModelfile } from "../../../src/language/modelfile/parseModelfile.js";
import { openStore, type Store } from "../../../src/store/layout.js";
import { openStoreWriter } from "../../../src/store/writer.js";

export interface BuildHere extends Partial<Omit<BuildOptions, "targets">> {
  readonly name?: string;
  readonly targets?: BuildOptions["targets"];
  readonly templates?: TemplatePort;
}

export function storeIn(folder: string): Store {
  return openStore(join(folder, "store"));
}

/** Plans a Modelfile that lies in `folder`, and hands plan and inputs over while these are open. */
export async function planHere<T>(
  folder: string,
  modelfile: string,
  {
    name = "here",
    compat = false,
    normalize = compat,
    allowRequantize = false,
    templates,
    targets,
  }: BuildHere,
  work: (plan: BuildPlan, inputs: BuildInputs) => Promise<T> | T,
): Promise<T> {
  const { request } = readBuildRequest(parseModelfile(modelfile), { folder, compat });
  const inputs = await openBuildInputs(request, storeIn(folder), { compat });
  try {
    const plan = planBuild(
      inputs,
      {
        compat,
        normalize,
        allowRequantize,
        targets: targets ?? [{ names: [resolveModelName(name)], fileType: undefined }],
      },
      templates,
    );
    return await work(plan, inputs);
  } finally {
    await inputs.close();
  }
}

/** Plans and builds into the store below `folder`. */
export async function buildHere(
  folder: string,
  modelfile: string,
  options: BuildHere = {},
): Promise<BuiltModel[]> {
  return await planHere(folder, modelfile, options, async (plan, inputs) => {
    const writer = await openStoreWriter(inputs.store, { purpose: "test" });
    try {
      return await runBuild(plan, inputs, writer);
    } finally {
      await writer.close();
    }
  });
}

/** `model sha256:…` for every layer of the first model. */
export function layersOf([built]: readonly BuiltModel[]): string[] {
  const layers = built?.stored[0]?.manifest.layers ?? [];
  return layers.map(({ mediaType, digest }) => `${mediaType.replace(/^.*\./, "")} ${digest}`);
}
