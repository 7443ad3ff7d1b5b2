import type { StoredParams } from "../../store/textLayers.js";

export interface ArchitectureDefaults {
  readonly renderer: string;
  readonly parser: string;
  readonly params?: StoredParams;
}

const nemotron: ArchitectureDefaults = { renderer: "nemotron-3-nano", parser: "nemotron-3-nano" };

/** What Ollama v0.33 fills in for models whose prompts no template can write. */
const defaults: Readonly<Record<string, ArchitectureDefaults>> = {
  gemma4: { renderer: "gemma4", parser: "gemma4", params: { stop: ["<turn|>"] } },
  laguna: { renderer: "laguna", parser: "laguna" },
  nemotron_h: nemotron,
  nemotron_h_moe: nemotron,
  nemotron_h_omni: nemotron,
};

export function tryArchitectureDefaults(
  architectures: readonly (string | undefined)[],
): ArchitectureDefaults | undefined {
  const known = architectures.find((name) => name !== undefined && Object.hasOwn(defaults, name));
  return known === undefined ? undefined : defaults[known];
}
