import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GoTemplateCase, GoTemplateOutcome } from "../conformance/gotemplate.js";

/** Go's own text/template, ready to be asked. */
export type Oracle =
  | {
      readonly kind: "ready";
      readonly run: (cases: readonly GoTemplateCase[]) => readonly OracleOutcome[];
      readonly close: () => void;
    }
  | { readonly kind: "absent"; readonly reason: string };

export type OracleOutcome = GoTemplateOutcome & {
  /** Go itself failed on the case's data. */
  readonly panic?: string;
};

/** Builds oracle.go, where Go is installed. */
export function openOracle(): Oracle {
  const go = ["go", "/usr/local/go/bin/go"].find((path) => spawnSync(path, ["version"]).status === 0);
  if (go === undefined) return { kind: "absent", reason: "no go command" };
  const folder = mkdtempSync(join(tmpdir(), "mf-oracle-"));
  const close = (): void => rmSync(folder, { recursive: true, force: true });
  const program = join(folder, "oracle");
  const built = spawnSync(go, ["build", "-o", program, join(import.meta.dirname, "oracle.go")], {
    encoding: "utf8",
  });
  if (built.status === 0) return { kind: "ready", run: (cases) => ask(program, cases), close };
  close();
  return { kind: "absent", reason: `go build failed: ${built.stderr}` };
}

function ask(program: string, cases: readonly GoTemplateCase[]): readonly OracleOutcome[] {
  const input = cases.map((one) => JSON.stringify(one)).join("\n");
  const { stdout, stderr, status } = spawnSync(program, { input, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`oracle.go failed: ${stderr}`);
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as OracleOutcome);
}
