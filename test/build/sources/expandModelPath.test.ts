import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { findRequestFiles } from "../../../src/cli/files/findRequestFiles.js";
import { createRequest, printCreateRequest } from "../../../src/language/modelfile/createRequest.js";
import { parseModelfile } from "../../../src/language/modelfile/parseModelfile.js";
import { readAsOllama } from "../../../src/language/modelfile/readAsOllama.js";

interface Recorded {
  readonly id: string;
  readonly about: string;
  readonly files: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly modelfile: string;
  readonly request: { readonly json?: string; readonly error?: string };
}

const cases = readFileSync(
  join(import.meta.dirname, "../../../fixtures/build/directory-expansion.jsonl"),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Recorded);

/** Recorded with Ollama's own client (fixtures/build/directory-expansion.jsonl). */
describe("expandModelPath", () => {
  test.each(cases.map((one) => [`${one.id} ${one.about}`, one] as const))("%s", (_, recorded) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "mf-expand-")));
    try {
      for (const [path, content] of Object.entries(recorded.files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), Buffer.from(content, "base64"));
      }
      for (const [path, target] of Object.entries(recorded.links ?? {})) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        symlinkSync(target.replaceAll("<dir>", folder), join(folder, path));
      }
      const reading = readAsOllama(parseModelfile(recorded.modelfile));
      if (reading.kind === "error") throw new Error(reading.error);
      const made = createRequest(reading.commands, (path) => findRequestFiles(path, folder));
      const shown = (text: string): string => text.replaceAll(folder, "<dir>");
      if (recorded.request.json === undefined) {
        expect(made.kind === "error" && shown(made.error)).toBe(recorded.request.error);
      } else {
        expect(made.kind === "ok" && JSON.parse(shown(printCreateRequest(made.request)))).toEqual(
          JSON.parse(recorded.request.json),
        );
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
