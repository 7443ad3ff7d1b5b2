import picomatch from "picomatch";
import type { Severity } from "../diagnostics/diagnostic.js";
import type { Layer } from "./mergeConfigurations.js";

/** The severities that hold for one file, overrides applied; of layers and overrides the later wins. */
export function severitiesForFile(
  layers: readonly Layer[],
  path: string,
): ReadonlyMap<string, Severity | "off"> {
  const severities = new Map<string, Severity | "off">();
  const set = (rules: Readonly<Record<string, Severity | "off">>): void => {
    for (const [rule, severity] of Object.entries(rules)) severities.set(rule, severity);
  };
  for (const { configuration, folder } of layers) {
    set(configuration.lint.rules);
    for (const { files, rules } of configuration.overrides) {
      if (matchesGlobs(files, folder, path)) set(rules);
    }
  }
  return severities;
}

/** Whether a path matches one of the globs, each relative to `folder`. A glob without `/` matches at any depth. */
export function matchesGlobs(globs: readonly string[], folder: string, path: string): boolean {
  const base = folder === "" || folder.endsWith("/") ? folder : `${folder}/`;
  if (!path.startsWith(base)) return false;
  const relative = path.slice(base.length);
  return globs.some((glob) => {
    const pattern = glob.replace(/^\.\//, "");
    return picomatch.isMatch(relative, pattern.includes("/") ? pattern : [pattern, `**/${pattern}`], {
      dot: true,
    });
  });
}
