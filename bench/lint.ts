/** How long does it take to parse and lint 10,000 Modelfiles of 2 KB on one core? Goal: under 2 s. */
import { fileURLToPath } from "node:url";
import { elapsedMs, printSpread, spreadOf } from "./measure.js";

const root = fileURLToPath(new URL("..", import.meta.url));
// The bundle is what people run; it must be there (`npm run build`).
const { lintModelfile } = (await import(`${root}dist/index.js`)) as typeof import("../src/index.js");

/** Files as people write them (facts of a field study): most set a few parameters, a system text, a template. */
function realisticFile(n: number): string {
  const parameters = [
    "temperature 0.7",
    "num_ctx 8192",
    "top_p 0.9",
    'stop "<|eot_id|>"',
    'stop "<|start_header_id|>"',
    "repeat_penalty 1.1",
    "num_predict 512",
    "top_k 40",
  ];
  const template = `TEMPLATE """{{- range .Messages }}<|start_header_id|>{{ .Role }}<|end_header_id|>\n\n{{ .Content }}<|eot_id|>{{ end }}<|start_header_id|>assistant<|end_header_id|>\n\n"""`;
  const system = `SYSTEM """\nYou are assistant number ${n}.\n${"- Answer in full sentences, name your sources, and say when you do not know.\n".repeat(17)}"""`;
  return [
    `# A helper, version ${n}`,
    n % 3 === 0 ? `FROM ./model-${n}.gguf` : `FROM llama3.2:${n % 9}b`,
    "",
    ...parameters.slice(0, 4 + (n % 5)).map((line) => `PARAMETER ${line}`),
    "",
    ...(n % 2 === 0 ? [template, ""] : ["# no template: the model's own", ""]),
    system,
    "",
    "MESSAGE user hello",
    "MESSAGE assistant Hello! What can I do for you?",
    "",
  ].join("\n");
}

const files = Array.from({ length: 10_000 }, (_, n) => realisticFile(n));
const bytes = files.reduce((sum, file) => sum + file.length, 0);
const once = (): number =>
  elapsedMs(() => {
    for (const file of files) lintModelfile(file);
  });
once();
const times = spreadOf(Array.from({ length: 5 }, once));
const speeds = spreadOf([times.min, times.median, times.max].map((ms) => bytes / 1000 / ms));
console.log(
  `10,000 files, ${(bytes / 1e6).toFixed(1)} MB: ${printSpread(times, 0)} ms, ${printSpread(speeds, 1)} MB/s`,
);
