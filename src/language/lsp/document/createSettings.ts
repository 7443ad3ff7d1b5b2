import { isMfError } from "../../../base/errors.js";
import type { LintOptions } from "../../lint/lintModelfile.js";
import type { DocumentSettings } from "../ports.js";
import { emptySurroundings } from "./surroundings.js";

const noSettings: DocumentSettings = { lint: {}, surroundings: emptySurroundings };

/** A configuration that cannot be read is told once, and the defaults hold until it can. */
export function createSettings(
  open: (uri: string) => Promise<DocumentSettings>,
  tell: (message: string) => void,
): (uri: string) => Promise<DocumentSettings> {
  let told: string | undefined;
  return async (uri) => {
    try {
      const settings = await open(uri);
      told = undefined;
      return settings;
    } catch (error) {
      const message = printError(error);
      if (message !== told) tell(message);
      told = message;
      return noSettings;
    }
  };
}

export function lintOptionsOf({ lint, surroundings }: DocumentSettings): LintOptions {
  return { ...lint, peek: surroundings.peek };
}

export function printError(error: unknown): string {
  if (isMfError(error) && error.hint) return `${error.message}\n${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}
