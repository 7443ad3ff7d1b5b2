import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic, Fix, RelatedPlace } from "../../../src/language/diagnostics/diagnostic.js";
import type { ReportedFile } from "../../../src/language/report/reportInput.js";
import { openSource, type SourceFile } from "../../../src/language/text/sourceFile.js";
import type { Span } from "../../../src/language/text/span.js";

export const fixturesRoot = join(import.meta.dirname, "../../../fixtures/report");

/**
 * Where something stands: the first occurrence of a text, a stretch from one text to the end of another, the empty
 * place after a text, or offsets.
 */
type RawPlace = string | { from: string; to: string } | { after: string } | { start: number; end: number };

interface RawFinding extends Omit<Diagnostic, "span" | "related" | "fixes"> {
  readonly at: RawPlace;
  readonly related?: readonly { at: RawPlace; message: string }[];
  readonly fixes?: readonly (Omit<Fix, "edits"> & { edits: readonly { at: RawPlace; text: string }[] })[];
}

/** A folder of findings.json, a list for each file, and the files that it speaks of. */
export function readCase(folder: string): ReportedFile[] {
  const found = JSON.parse(readFileSync(join(folder, "findings.json"), "utf8")) as Record<
    string,
    RawFinding[]
  >;
  return Object.entries(found).map(([path, findings]) => {
    const source = openSource(new Uint8Array(readFileSync(join(folder, path))), path);
    return { source, diagnostics: findings.map((finding) => placeFinding(source, finding)) };
  });
}

export function listFolders(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, "findings.json")))
    .map(({ name }) => name);
}

function placeFinding(source: SourceFile, { at, related = [], fixes = [], ...rest }: RawFinding): Diagnostic {
  return {
    ...rest,
    span: locate(source, at),
    related: related.map((one): RelatedPlace => ({ message: one.message, span: locate(source, one.at) })),
    fixes: fixes.map((fix) => ({
      ...fix,
      edits: fix.edits.map((edit) => ({ span: locate(source, edit.at), text: edit.text })),
    })),
  };
}

function locate({ text }: SourceFile, place: RawPlace): Span {
  const find = (part: string, from = 0): number => {
    const at = text.indexOf(part, from);
    if (at < 0) throw new Error(`${JSON.stringify(part)} does not occur in the fixture`);
    return at;
  };
  if (typeof place === "string") return { start: find(place), end: find(place) + place.length };
  if ("start" in place) return place;
  if ("after" in place) {
    const end = find(place.after) + place.after.length;
    return { start: end, end };
  }
  const start = find(place.from);
  return { start, end: find(place.to, start + place.from.length) + place.to.length };
}
