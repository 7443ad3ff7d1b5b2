import { MfError } from "../../base/errors.js";
import { type ModelName, printShortestModelName } from "../../base/modelName.js";
import { printable } from "../../base/redact.js";
import { mediaTypeOf } from "../../store/mediaTypes.js";
import type { StoredParams } from "../../store/textLayers.js";
import { getArchitecture, type HasMetadata } from "../../weights/gguf/metadata.js";
import { parseGgufHeader } from "../../weights/gguf/parseGgufHeader.js";
import type { FileType } from "../../weights/quantize/recipe/fileTypes.js";
import type { BaseLayer } from "../inputs/openBaseModel.js";
import type { BuildInputs } from "../inputs/openBuildInputs.js";
import type { OpenWeights } from "../inputs/openWeights.js";
import { tryArchitectureDefaults } from "./architectureDefaults.js";
import {
  type BuildPlan,
  mediaTypeOfLayer,
  type PlannedLayer,
  type PlannedModel,
  type WeightsChange,
} from "./buildPlan.js";
import { planConfig, type WeightsFacts } from "./planConfig.js";
import { mergeParams, planTexts, textLayer } from "./planTexts.js";
import { planWeights } from "./planWeights.js";
import { createWorkList, type WorkList } from "./workList.js";

/** One model that is wanted from the inputs. */
export interface BuildTarget {
  readonly names: readonly ModelName[];
  readonly fileType: FileType | undefined;
}

export interface BuildOptions {
  readonly targets: readonly BuildTarget[];
  /** Every choice as Ollama makes it. */
  readonly compat: boolean;
  readonly normalize: boolean;
  readonly allowRequantize: boolean;
}

/** What a build asks of the template language. */
export interface TemplatePort {
  /** A template for a model whose Modelfile has none, made from what its header says. */
  chooseTemplate?(header: HasMetadata): TemplateChoice | undefined;
  /** Why Go's text/template cannot parse a template, in its words. */
  detectTemplateError?(template: string): string | undefined;
}

export interface TemplateChoice {
  readonly template: string;
  readonly stops: readonly string[];
  /** For people: how it was found. */
  readonly why: string;
}

/** Everything that the build will do. Pure: nothing is read that `inputs` does not hold. */
export function planBuild(
  inputs: BuildInputs,
  options: BuildOptions,
  templates: TemplatePort = {},
): BuildPlan {
  checkTemplate(inputs.request.template, templates);
  const works = createWorkList();
  const notices = new Set<string>();
  const models = options.targets.map((target) =>
    planModel({ inputs, options, templates, works, notices }, target),
  );
  return { sources: works.sources, works: works.works, models, notices: [...notices] };
}

interface Planning {
  readonly inputs: BuildInputs;
  readonly options: BuildOptions;
  readonly templates: TemplatePort;
  readonly works: WorkList;
  readonly notices: Set<string>;
}

/** A layer with weights, and what the config has to know of them. */
interface WeightsLayer {
  readonly layer: PlannedLayer;
  readonly facts: WeightsFacts | undefined;
}

function planModel(planning: Planning, target: BuildTarget): PlannedModel {
  const { base, request, weights, adapters, drafts } = planning.inputs;
  const inherited = (base?.layers ?? []).map((layer) => planBaseLayer(planning, layer, target));
  const own = weights.map((one) => planFileLayer(planning, one, target));
  const beside = [...adapters, ...drafts].map((one) => planFileLayer(planning, one, target));
  const all = [...inherited, ...own, ...beside];
  const ofKind = (kind: "model" | "draft"): WeightsFacts[] =>
    all.flatMap(({ layer, facts }) =>
      mediaTypeOfLayer(layer) === mediaTypeOf(kind) && facts ? [facts] : [],
    );
  const models = ofKind("model");
  const chosen = weights.map((one) => chooseTemplate(planning, one));
  const config = planConfig({
    request,
    base: base?.config,
    models,
    drafts: ofKind("draft"),
    compat: planning.options.compat,
  });
  const defaults =
    config.renderer && config.parser ? undefined : tryArchitectureDefaults(models.map(getArchitecture));
  const inheritedParams: readonly StoredParams[] = base?.params ?? [];
  const chosenParams = chosen.flatMap((one) => (one === undefined ? [] : [one.params]));
  const params = mergeParams([
    request.parameters,
    defaults?.params ?? {},
    ...inheritedParams,
    ...chosenParams,
  ]);
  const layers = [
    ...inherited.map(({ layer }) => layer),
    ...own.flatMap(({ layer }, index) => [layer, ...(chosen[index]?.layers ?? [])]),
    ...beside.map(({ layer }) => layer),
  ];
  return {
    names: target.names,
    fileType: target.fileType,
    layers: planTexts(layers, request, params),
    config: {
      ...config,
      renderer: config.renderer || defaults?.renderer,
      parser: config.parser || defaults?.parser,
    },
  };
}

function planBaseLayer(planning: Planning, { layer, weights }: BaseLayer, target: BuildTarget): WeightsLayer {
  const { base } = planning.inputs;
  const from = base === undefined ? "" : printShortestModelName(base.name);
  const stored: PlannedLayer = { kind: "stored", layer: { ...layer, from } };
  if (weights === undefined) return { layer: stored, facts: undefined };
  const change = changeOf(planning, weights, target);
  if (change.kind === "keep") return { layer: stored, facts: weights.opened.model };
  return weightsLayer(planning, weights, change);
}

function planFileLayer(planning: Planning, weights: OpenWeights, target: BuildTarget): WeightsLayer {
  return weightsLayer(planning, weights, changeOf(planning, weights, target));
}

function changeOf({ options }: Planning, weights: OpenWeights, { fileType }: BuildTarget): WeightsChange {
  return planWeights(weights, { ...options, fileType });
}

function weightsLayer(
  { works, options }: Planning,
  weights: OpenWeights,
  change: WeightsChange,
): WeightsLayer {
  const work = works.add(weights, change);
  const sizeBytes = works.works[work]?.sizeBytes ?? 0;
  const mediaType = mediaTypeOf(weights.kind);
  // Ollama leaves the file's name behind as the model that the layer comes from; a push then tells it the registry.
  const leaked =
    options.compat && change.kind === "keep" && weights.origin.kind === "files"
      ? { from: weights.origin.clientName }
      : {};
  return {
    layer: { kind: "weights", mediaType, work, sizeBytes, ...leaked },
    facts: { metadata: metadataAfter(weights, change), tensors: weights.opened.model.tensors },
  };
}

function metadataAfter({ opened }: OpenWeights, change: WeightsChange): HasMetadata["metadata"] {
  if (change.kind !== "quantize") return opened.model.metadata;
  const header = change.plan.files[0]?.layout.header;
  const parsed = header && parseGgufHeader(header);
  if (parsed?.kind !== "ok") throw new Error("the planned header cannot be read back");
  return parsed.header.metadata;
}

interface ChosenTexts {
  readonly layers: readonly PlannedLayer[];
  readonly params: StoredParams;
}

function chooseTemplate(
  { inputs, options, templates, notices }: Planning,
  { opened, label }: OpenWeights,
): ChosenTexts | undefined {
  if (inputs.base !== undefined) return undefined;
  // Ollama looks for one even when the Modelfile has its own, and keeps the stops of the one that it then drops.
  if (inputs.request.template && !options.compat) return undefined;
  const choice = templates.chooseTemplate?.(opened.model);
  if (choice === undefined) return undefined;
  notices.add(`template of ${printable(label)}: ${choice.why}`);
  return {
    layers: [textLayer("template", choice.template)],
    params: choice.stops.length > 0 ? { stop: choice.stops } : {},
  };
}

function checkTemplate(template: string | undefined, { detectTemplateError }: TemplatePort): void {
  const error = template ? detectTemplateError?.(template) : undefined;
  if (error === undefined) return;
  throw new MfError("MF_E_BUILD_TEMPLATE", `template error: ${printable(error, 500)}`, {
    hint: "`mf lint` shows the place.",
  });
}
