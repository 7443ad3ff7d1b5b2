import { rules } from "../lint/rules.js";
import { configurationKeys, fileKeys, lintKeys, overrideKeys, severities } from "./configuration.js";

/** The JSON Schema of mf.json, made from the same tables that the reader uses. */
export function configurationSchema(): object {
  const strings = { type: "array", items: { type: "string" } };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "mf configuration",
    description: "Settings of mf, the toolchain for Modelfiles (mf.json or mf.jsonc).",
    ...object({
      $schema: [configurationKeys.$schema, { type: "string" }],
      extends: [configurationKeys.extends, { anyOf: [{ type: "string" }, strings] }],
      ollama: [configurationKeys.ollama, { type: "string", examples: ["0.33", ">=0.12"] }],
      files: [
        configurationKeys.files,
        object({ include: [fileKeys.include, strings], exclude: [fileKeys.exclude, strings] }),
      ],
      lint: [
        configurationKeys.lint,
        object({
          rules: [lintKeys.rules, { $ref: "#/definitions/rules" }],
          "allow-pragmas": [lintKeys["allow-pragmas"], { type: "boolean", default: true }],
          "max-diagnostics": [lintKeys["max-diagnostics"], { type: "integer", minimum: 0, default: 200 }],
          "error-on-warnings": [lintKeys["error-on-warnings"], { type: "boolean", default: false }],
          baseline: [lintKeys.baseline, { type: "string" }],
        }),
      ],
      overrides: [
        configurationKeys.overrides,
        {
          type: "array",
          items: {
            ...object({
              files: [overrideKeys.files, strings],
              rules: [overrideKeys.rules, { $ref: "#/definitions/rules" }],
            }),
            required: ["files"],
          },
        },
      ],
    }),
    definitions: { rules: rulesSchema() },
  };
}

function object(
  properties: Readonly<Record<string, readonly [description: string, schema: object]>>,
): object {
  return {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, [description, schema]]) => [key, { description, ...schema }]),
    ),
  };
}

function rulesSchema(): object {
  const severity = (fatal: boolean): object => ({ enum: fatal ? ["error"] : severities });
  const entries = rules.flatMap(({ number, name, docs, fatal }) => {
    const schema = { description: docs.what, ...severity(fatal === true) };
    return [
      [number, schema],
      [name, schema],
    ];
  });
  return { type: "object", additionalProperties: false, properties: Object.fromEntries(entries) };
}
