import { digestOf } from "../../base/digest.js";
import { type LayerKind, mediaTypeOf } from "../../store/mediaTypes.js";
import { printMessages, printParams, type StoredParams } from "../../store/textLayers.js";
import type { BuildRequest } from "../request/buildRequest.js";
import { mediaTypeOfLayer, type PlannedLayer, type TextLayer } from "./buildPlan.js";

export function textLayer(kind: LayerKind, text: string): TextLayer {
  return {
    kind: "text",
    mediaType: mediaTypeOf(kind),
    text,
    digest: digestOf(text),
    sizeBytes: Buffer.byteLength(text),
  };
}

/**
 * The layers with the texts that the request asks for, in Ollama v0.33's order: what is replaced goes, and its
 * successor comes last. `params` are those to be kept unless the request has its own.
 */
export function planTexts(
  layers: readonly PlannedLayer[],
  request: Pick<BuildRequest, "template" | "system" | "licenses" | "messages">,
  params: StoredParams,
): PlannedLayer[] {
  let texts = [...layers];
  const replace = (kind: LayerKind, text: string): void => {
    texts = texts.filter((layer) => mediaTypeOfLayer(layer) !== mediaTypeOf(kind));
    texts.push(textLayer(kind, text));
  };
  if (request.template) {
    texts = texts.filter((layer) => mediaTypeOfLayer(layer) !== mediaTypeOf("prompt"));
    replace("template", request.template);
  }
  if (request.system) replace("system", request.system);
  texts.push(...request.licenses.map((text) => textLayer("license", text)));
  if (Object.keys(params).length > 0) replace("params", printParams(params));
  if (request.messages.length > 0) replace("messages", printMessages(request.messages));
  return texts;
}

/** Key by key; of several values for one key the first counts, and a list is never joined. */
export function mergeParams(params: readonly StoredParams[]): StoredParams {
  return Object.assign(Object.create(null), ...[...params].reverse());
}
