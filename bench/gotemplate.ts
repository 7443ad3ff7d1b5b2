/**
 * How fast are chat templates rendered, next to Go's own text/template and to the Jinja engine of Hugging Face?
 * Each renders the same conversation of 20 messages in the same run; texts are compared before times count.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  anyType,
  compileGoTemplate,
  defineStruct,
  type GoValue,
  goFunc,
  goMap,
  goPointer,
  goSlice,
  goStruct,
  goValueFromJson,
  mapOf,
  parseGoTemplate,
  pointerTo,
  renderGoTemplate,
  sliceOf,
  stringType,
  tryPrintJson,
} from "../src/language/gotemplate/index.js";
import { elapsedMs, printSpread, type Spread, spreadOf } from "./measure.js";

const rounds = 7;
const roundMs = 200;

interface ChatTemplate {
  readonly name: string;
  readonly go: string;
  readonly jinja: string;
}

const templates: readonly ChatTemplate[] = [
  {
    name: "ChatML",
    go: `{{- if .System }}<|im_start|>system
{{ .System }}<|im_end|>
{{ end }}{{- range .Messages }}<|im_start|>{{ .Role }}
{{ .Content }}<|im_end|>
{{ end }}<|im_start|>assistant
`,
    jinja: `{% if System %}<|im_start|>system
{{ System }}<|im_end|>
{% endif %}{% for m in Messages %}<|im_start|>{{ m.Role }}
{{ m.Content }}<|im_end|>
{% endfor %}<|im_start|>assistant{{ "\\n" }}`,
  },
  {
    name: "tools and last message",
    go: `{{- if or .System .Tools }}<|start|>system<|end|>
{{- if .System }}

{{ .System }}
{{- end }}
{{- if .Tools }}

You have these functions:
{{ range .Tools }}{{ json . }}
{{ end }}
{{- end }}<|eot|>
{{- end }}
{{- range $i, $_ := .Messages }}
{{- $last := eq (len (slice $.Messages $i)) 1 }}
{{- if eq .Role "user" }}<|start|>user<|end|>

{{ .Content }}<|eot|>{{ if $last }}<|start|>assistant<|end|>

{{ end }}
{{- else if eq .Role "assistant" }}<|start|>assistant<|end|>
{{- if .ToolCalls }}
{{ range .ToolCalls }}
{"name": "{{ .Function.Name }}", "parameters": {{ json .Function.Arguments }}}{{ end }}
{{- else }}

{{ .Content }}
{{- end }}{{ if not $last }}<|eot|>{{ end }}
{{- else if eq .Role "tool" }}<|start|>ipython<|end|>

{{ .Content }}<|eot|>{{ if $last }}<|start|>assistant<|end|>

{{ end }}
{{- end }}
{{- end }}`,
    jinja: `{%- if System or Tools %}<|start|>system<|end|>
{%- if System %}

{{ System }}
{%- endif %}
{%- if Tools %}

You have these functions:
{% for t in Tools %}{{ t | tojson }}
{% endfor %}
{%- endif %}<|eot|>
{%- endif %}
{%- for m in Messages %}
{%- if m.Role == "user" %}<|start|>user<|end|>

{{ m.Content }}<|eot|>{% if loop.last %}<|start|>assistant<|end|>

{% endif %}
{%- elif m.Role == "assistant" %}<|start|>assistant<|end|>
{%- if m.ToolCalls %}
{% for c in m.ToolCalls %}
{"name": "{{ c.Function.Name }}", "parameters": {{ c.Function.Arguments | tojson }}}{% endfor %}
{%- else %}

{{ m.Content }}
{%- endif %}{% if not loop.last %}<|eot|>{% endif %}
{%- elif m.Role == "tool" %}<|start|>ipython<|end|>

{{ m.Content }}<|eot|>{% if loop.last %}<|start|>assistant<|end|>

{% endif %}
{%- endif %}
{%- endfor %}`,
  },
];

interface BenchMessage {
  readonly Role: string;
  readonly Content: string;
  readonly ToolCalls?: readonly { Function: { Name: string; Arguments: Record<string, unknown> } }[];
}

const system = "You are a careful assistant. Answer in full sentences and name your sources.";
const answer = "The capital of France is Paris; about two million people live there. ".repeat(6);
const messages: readonly BenchMessage[] = Array.from({ length: 20 }, (_, i) => {
  if (i % 8 === 5) {
    const call = {
      Function: { Name: "get_weather", Arguments: { city: "Paris", days: 3, units: "metric" } },
    };
    return { Role: "assistant", Content: "", ToolCalls: [call] };
  }
  if (i % 8 === 6) return { Role: "tool", Content: '{"temperature": 21.5, "sky": "clear"}' };
  return {
    Role: i % 2 === 0 ? "user" : "assistant",
    Content: i % 2 === 0 ? `Question ${i}: and then?` : answer,
  };
});
const tools = ["get_weather", "search"].map((name) => ({
  type: "function",
  function: { name, description: `Calls ${name}.`, parameters: { type: "object", properties: {} } },
}));

const functionType = defineStruct("api.Function", () => ({
  fields: [
    { name: "Name", type: stringType },
    { name: "Arguments", type: mapOf(stringType, anyType) },
  ],
}));
const callType = defineStruct("api.ToolCall", () => ({ fields: [{ name: "Function", type: functionType }] }));
const messageType = defineStruct("api.Message", () => ({
  fields: [
    { name: "Role", type: stringType },
    { name: "Content", type: stringType },
    { name: "Thinking", type: stringType },
    { name: "ToolCalls", type: sliceOf(callType) },
  ],
}));

function goMessage({ Role, Content, ToolCalls = [] }: BenchMessage): GoValue {
  const calls = ToolCalls.map(({ Function: { Name, Arguments } }) =>
    goStruct(callType, { Function: goStruct(functionType, { Name, Arguments: goValueFromJson(Arguments) }) }),
  );
  return goPointer(goStruct(messageType, { Role, Content, ToolCalls: goSlice(sliceOf(callType), calls) }));
}

const json = goFunc({ parameters: [anyType], results: [stringType] }, ([value]) => tryPrintJson(value) ?? "");

/** Nanoseconds per rendering in each round. */
function time(render: () => void): number[] {
  render();
  return Array.from({ length: rounds }, () => {
    let count = 0;
    let spentMs = 0;
    while (spentMs < roundMs) {
      spentMs += elapsedMs(() => {
        for (let i = 0; i < 50; i++) render();
      });
      count += 50;
    }
    return (spentMs * 1e6) / count;
  });
}

interface Measured {
  readonly text: string;
  readonly times: Spread;
}

function measureOurs(source: string): Measured {
  const parsed = parseGoTemplate(source, { functions: ["json"] });
  if (parsed.kind === "error") throw new Error(parsed.message);
  const template = compileGoTemplate(parsed.tree, new Map([["json", json]]));
  const data = goMap([
    ["System", system],
    ["Messages", goSlice(sliceOf(pointerTo(messageType)), messages.map(goMessage))],
    [
      "Tools",
      goSlice(
        sliceOf(mapOf(stringType, anyType)),
        tools.map((tool) => goValueFromJson(tool)),
      ),
    ],
    ["Response", ""],
  ]);
  const render = (): string => {
    const result = renderGoTemplate(template, data, { missingKey: "zero" });
    if (result.kind === "error") throw new Error(result.message);
    return result.text;
  };
  return { text: render(), times: spreadOf(time(render)) };
}

/** Go built once; undefined with the reason said when it is not there. */
function tryBuildGo(folder: string): string | undefined {
  const program = join(folder, "gotemplate");
  const source = fileURLToPath(new URL("gotemplate.go", import.meta.url));
  const { status, error } = spawnSync("go", ["build", "-o", program, source], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status === 0) return program;
  console.log(`Go: skipped, ${error === undefined ? "the build failed" : "no go command"}`);
  return undefined;
}

function measureGo(program: string, source: string): Measured {
  const input = JSON.stringify({
    Template: source,
    Messages: messages,
    Tools: tools,
    System: system,
    Rounds: rounds,
    RoundMs: roundMs,
  });
  const { stdout } = spawnSync(program, { input, encoding: "utf8" });
  const { text, times } = JSON.parse(stdout) as { text: string; times: number[] };
  return { text, times: spreadOf(times) };
}

interface JinjaTemplate {
  render(data: Record<string, unknown>): string;
}

/** Not a dependency of this room: measured where it is installed. */
async function tryMeasureJinja(source: string): Promise<Measured | undefined> {
  const name = "@huggingface/jinja";
  const module = (await import(name).catch(() => undefined)) as
    | { Template: new (source: string) => JinjaTemplate }
    | undefined;
  if (module === undefined) {
    console.log(`  ${name}: skipped, not installed`);
    return undefined;
  }
  const template = new module.Template(source);
  const data = { System: system, Messages: messages, Tools: tools };
  const text = template.render(data);
  return { text, times: spreadOf(time(() => template.render(data))) };
}

function report(name: string, measured: Measured, ours: Measured, sameText: boolean): void {
  const ratio = measured.times.median / ours.times.median;
  const note = sameText ? "" : " (its text differs)";
  console.log(
    `  ${name}: ${microseconds(measured.times)} µs, ${ratio.toFixed(2)} times as long as mf${note}`,
  );
}

function microseconds({ min, median, max }: Spread): string {
  return printSpread({ min: min / 1000, median: median / 1000, max: max / 1000 }, 1);
}

const folder = mkdtempSync(join(tmpdir(), "mf-bench-"));
try {
  const program = tryBuildGo(folder);
  for (const { name, go, jinja } of templates) {
    const ours = measureOurs(go);
    console.log(`${name}, ${ours.text.length} characters\n  mf: ${microseconds(ours.times)} µs`);
    if (program !== undefined) {
      const theirs = measureGo(program, go);
      if (theirs.text !== ours.text)
        throw new Error(`Go renders another text:\n${theirs.text}\n---\n${ours.text}`);
      report("Go text/template", theirs, ours, true);
    }
    const other = await tryMeasureJinja(jinja);
    // Arguments are floats in Go's JSON and the spaces of tojson differ, so texts with tools are not the same.
    if (other !== undefined) report("@huggingface/jinja", other, ours, other.text === ours.text);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
