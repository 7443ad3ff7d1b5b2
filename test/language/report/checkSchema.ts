interface Schema {
  readonly [keyword: string]: unknown;
}

/** What is wrong with a value, by the keywords of JSON Schema that the schemas here use; unknown ones throw. */
export function checkSchema(root: Schema, value: unknown): string[] {
  const errors: string[] = [];
  const fail = (path: string, why: string): void => void errors.push(`${path || "/"}: ${why}`);
  const resolve = (ref: string): Schema =>
    ref
      .slice(2)
      .split("/")
      .reduce((at, name) => at[name] as Schema, root);

  const fits = (schema: Schema, one: unknown): boolean => {
    const before = errors.length;
    check(schema, one, "");
    return errors.splice(before).length === 0;
  };

  const keywords: Record<string, (wanted: never, one: unknown, path: string, schema: Schema) => void> = {
    $ref: (ref: string, one, path) => check(resolve(ref), one, path),
    allOf: (all: Schema[], one, path) => {
      for (const schema of all) check(schema, one, path);
    },
    anyOf: (all: Schema[], one, path) => {
      if (!all.some((schema) => fits(schema, one))) fail(path, "fits none of anyOf");
    },
    oneOf: (all: Schema[], one, path) => {
      if (all.filter((schema) => fits(schema, one)).length !== 1) fail(path, "does not fit one of oneOf");
    },
    type: (types: string | string[], one, path) => {
      if (![types].flat().some((type) => isOfType(type, one)))
        fail(path, `is no ${[types].flat().join(" or ")}`);
    },
    enum: (values: unknown[], one, path) => {
      if (!values.includes(one)) fail(path, `is none of ${values.join(", ")}`);
    },
    const: (wanted: unknown, one, path) => {
      if (one !== wanted) fail(path, `is not ${String(wanted)}`);
    },
    pattern: (pattern: string, one, path) => {
      if (typeof one === "string" && !new RegExp(pattern, "u").test(one))
        fail(path, `does not match ${pattern}`);
    },
    minimum: (least: number, one, path) => {
      if (typeof one === "number" && one < least) fail(path, `is less than ${least}`);
    },
    maximum: (most: number, one, path) => {
      if (typeof one === "number" && one > most) fail(path, `is more than ${most}`);
    },
    minItems: (least: number, one, path) => {
      if (Array.isArray(one) && one.length < least) fail(path, `has fewer than ${least} items`);
    },
    uniqueItems: (wanted: boolean, one, path) => {
      const items = Array.isArray(one) ? one.map((item) => JSON.stringify(item)) : [];
      if (wanted && new Set(items).size < items.length) fail(path, "has items twice");
    },
    items: (schema: Schema, one, path) => {
      if (!Array.isArray(one)) return;
      for (const [index, item] of one.entries()) check(schema, item, `${path}/${index}`);
    },
    required: (names: string[], one, path) => {
      for (const name of names)
        if (isOfType("object", one) && !(name in (one as object))) fail(path, `lacks ${name}`);
    },
    properties: (schemas: Record<string, Schema>, one, path) => {
      for (const [name, item] of entriesOf(one)) {
        const schema = schemas[name];
        if (schema) check(schema, item, `${path}/${name}`);
      }
    },
    additionalProperties: (schema: Schema | boolean, one, path, { properties = {} }) => {
      for (const [name, item] of entriesOf(one)) {
        if (name in (properties as object) || schema === true) continue;
        if (schema === false) fail(path, `has a property ${name}`);
        else check(schema, item, `${path}/${name}`);
      }
    },
  };

  function check(schema: Schema, one: unknown, path: string): void {
    for (const [keyword, wanted] of Object.entries(schema)) {
      if (annotations.has(keyword)) continue;
      const apply = keywords[keyword];
      if (!apply) throw new Error(`the schema says ${keyword}, which this check does not know`);
      apply(wanted as never, one, path, schema);
    }
  }

  check(root, value, "");
  return errors;
}

const annotations = new Set([
  "$schema",
  "$defs",
  "definitions",
  "id",
  "title",
  "description",
  "default",
  "format",
]);

function entriesOf(value: unknown): [string, unknown][] {
  return isOfType("object", value) ? Object.entries(value as object) : [];
}

function isOfType(type: string, value: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}
