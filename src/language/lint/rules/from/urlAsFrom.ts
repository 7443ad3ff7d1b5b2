import { printable, redactSecrets } from "../../../../base/redact.js";
import type { Fix } from "../../../diagnostics/diagnostic.js";
import { defineRule, type Finding } from "../../rule.js";
import type { ModelSource, SourceForm } from "../../views/modelSource.js";
import { hasCredentials } from "../../views/urls.js";

export const urlAsFrom = defineRule({
  number: "MF125",
  name: "url-as-from",
  severity: "error",
  fix: "display",
  docs: {
    what: "FROM, ADAPTER or DRAFT has a web address, as it is copied from a browser.",
    why: "Ollama downloads nothing from addresses. It takes the text for a model's name: with just host, user and model in it that works, and the scheme is dropped; any other address is an invalid name.",
    instead:
      "Name the model: `hf.co/user/repository:Q4_K_M` for Hugging Face, `name:tag` for Ollama's own library. Download single files first.",
  },
  examples: {
    bad: "FROM https://huggingface.co/acorn/pine-gguf/resolve/main/pine.Q4_K_M.gguf\n",
    good: "FROM hf.co/acorn/pine-gguf:Q4_K_M\n",
  },
  check({ sources }, report) {
    for (const source of sources) {
      if (source.form.kind !== "url" || hasCredentials(source.text)) continue;
      const finding = tryJudge(source, source.form);
      if (finding) report(finding);
    }
  },
});

type UrlForm = Extract<SourceForm, { kind: "url" }>;

function tryJudge(source: ModelSource, { scheme, name }: UrlForm): Finding | undefined {
  const { text, instruction } = source;
  const { span } = instruction.value;
  const shown = redactSecrets(printable(text, 100));
  if (instruction.name !== "FROM") {
    return { message: `${instruction.name} takes a local path, not an address: ${shown}`, span };
  }
  // MF603 tells what becomes of plain http.
  if (name && scheme === "http") return undefined;
  const instead = tryFindInstead(text);
  const fix: Fix | undefined =
    instead === undefined
      ? undefined
      : {
          title: `Write ${instead}`,
          applicability: "display",
          edits: [{ span: instruction.value.contentSpan, text: instead }],
        };
  return {
    ...(name ? describeName(text, shown) : describeAddress(scheme, shown)),
    span,
    ...(fix ? { fixes: [fix] } : {}),
  };
}

/** Host, user and model: such an address works, by accident. */
function describeName(text: string, shown: string): Omit<Finding, "span"> {
  const isFile = /\.(?:gguf|safetensors|bin)$/i.test(text);
  return {
    message: `Ollama drops the scheme and takes the rest for a model's name: ${shown}`,
    notes: isFile ? ["It does not download the file: it asks the host for a registry."] : [],
    severity: isFile ? "warning" : "info",
  };
}

function describeAddress(scheme: string, shown: string): Omit<Finding, "span"> {
  return {
    message: `an address is no model's name: ${shown}`,
    notes: [
      scheme === "file"
        ? "Write the path alone."
        : "Ollama downloads no files from addresses. Name the model, or download the file and name that.",
    ],
  };
}

/** What browsers take; longer text is no address, and costs the patterns below dearly. */
const longestAddress = 2000;

const huggingFace =
  /^https?:\/\/(?:www\.)?(?:huggingface\.co|hf\.co)\/([\w.-]+)\/([\w.-]+?)(?::([\w.-]+))?(?:\/.*)?(?:[?#].*)?$/i;
const library =
  /^https?:\/\/(?:www\.)?ollama\.com\/(?:library\/)?([\w.-]+(?:\/[\w.-]+)?(?::[\w.-]+)?)\/?(?:[?#].*)?$/i;

/** The name that the address of a page or a file belongs to, or the path of a local one. */
function tryFindInstead(url: string): string | undefined {
  if (url.length > longestAddress) return undefined;
  const [, user, repository, tag] = huggingFace.exec(url) ?? [];
  if (user && repository) {
    const quantization = tag ?? /[-._]((?:I?Q\d\w*|BF16|F16|F32))\.gguf(?:[?#].*)?$/i.exec(url)?.[1];
    return `hf.co/${user}/${repository}${quantization ? `:${quantization}` : ""}`;
  }
  return library.exec(url)?.[1] ?? /^file:\/\/(?:localhost)?(\/.+)$/i.exec(url)?.[1];
}
