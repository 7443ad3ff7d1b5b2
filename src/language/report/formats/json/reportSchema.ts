import { schemaVersion } from "./findingRecord.js";

/** What `mf lint --format json` prints. Readers must allow properties that they don't know. */
export function reportSchema(): object {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Report of mf lint",
    description: "What `mf lint --format json` prints. Later versions may add properties.",
    type: "object",
    required: ["schemaVersion", "tool", "totals", "files"],
    properties: {
      schemaVersion: { const: schemaVersion },
      tool: object({ name: { const: "mf" }, version: string("The version of mf.") }),
      totals: { $ref: "#/$defs/totals" },
      files: list(
        "Every file that was looked at, clean ones too.",
        object({
          path: string("Relative to the folder that mf ran in, with / between names."),
          encoding: { enum: ["utf-8", "utf-16le", "utf-16be"] },
          findings: list("In the order of the file.", { $ref: "#/$defs/finding" }),
        }),
      ),
    },
    $defs: { ...definitions },
  };
}

/** One line of what `mf lint --format jsonl` prints. */
export function reportLineSchema(): object {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A line of the report of mf lint",
    description: "What `mf lint --format jsonl` prints for each finding.",
    type: "object",
    required: ["schemaVersion", "path"],
    properties: {
      schemaVersion: { const: schemaVersion },
      path: string("Relative to the folder that mf ran in, with / between names."),
    },
    allOf: [{ $ref: "#/$defs/finding" }],
    $defs: { ...definitions },
  };
}

function string(description: string): object {
  return { type: "string", description };
}

function number(description: string, minimum: number): object {
  return { type: "integer", minimum, description };
}

function list(description: string, items: object): object {
  return { type: "array", description, items };
}

/** All properties but the optional ones are always there. */
function object(properties: Readonly<Record<string, object>>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", required, properties };
}

const place = { $ref: "#/$defs/place" };

const definitions: Readonly<Record<string, object>> = {
  totals: {
    description: "Counts of all findings, also of those that --max-diagnostics left out of the list.",
    ...object({
      files: number("Files that were looked at.", 0),
      errors: number("Findings of severity error.", 0),
      warnings: number("Findings of severity warning.", 0),
      infos: number("Findings of severity info.", 0),
      safeFixes: number("Findings that --fix would mend.", 0),
      unsafeFixes: number("Findings that only --unsafe-fixes would mend.", 0),
      fixed: number("Findings that this run has mended, in none of the other counts.", 0),
    }),
  },
  place: object({
    line: number("From 1.", 1),
    column: number("From 1, in UTF-16 units; a byte-order mark takes none.", 1),
    offset: number("From 0, in UTF-16 units of the decoded text, a byte-order mark included.", 0),
    byteOffset: number("From 0, in bytes of the file.", 0),
  }),
  finding: object(
    {
      code: { type: "string", pattern: "^MF[0-9]{3}$", description: "The rule's number." },
      rule: string("The rule's name."),
      severity: { enum: ["error", "warning", "info"] },
      message: string("What is wrong, without a full stop at its end."),
      start: place,
      end: { ...place, description: "The place after the last character." },
      notes: list("Why it matters and what to do next.", { type: "string" }),
      related: list(
        "Other places of the same story.",
        object({ message: { type: "string" }, start: place, end: place }),
      ),
      fixes: list("Ways to mend it, the best first.", { $ref: "#/$defs/fix" }),
      fingerprint: string("Stays the same while lines above come and go; unique in the file."),
      helpUri: string("The page of the rule."),
    },
    ["helpUri"],
  ),
  fix: object({
    title: string("What the fix does."),
    applicability: {
      enum: ["safe", "unsafe", "display"],
      description: "Applied by --fix, only by --unsafe-fixes, or never.",
    },
    edits: list(
      "Replacements that belong together and don't overlap.",
      object({ start: place, end: place, text: string("Takes the place of what was there.") }),
    ),
  }),
};
