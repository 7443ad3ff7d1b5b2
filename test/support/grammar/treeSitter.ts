import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const treeSitterFolder = join(import.meta.dirname, "../../../grammar/tree-sitter");

export interface TreeSitter {
  /** The tree as an S-expression, and what a file of queries captures, in order. */
  parse(text: string, query?: string): { readonly tree: string; readonly captures: readonly Capture[] };
  close(): void;
}

/** Offsets are bytes of UTF-8. */
export interface Capture {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** Compiles the grammar with the system's compiler and runtime; a reason when one of them is missing. */
export function openTreeSitter(): TreeSitter | { readonly missing: string } {
  const folder = mkdtempSync(join(tmpdir(), "mf-tree-sitter-"));
  const program = join(folder, "print");
  const sources = ["test/print.c", "src/parser.c", "src/scanner.c"].map((file) =>
    join(treeSitterFolder, file),
  );
  const compiled = spawnSync(
    "cc",
    ["-I", join(treeSitterFolder, "src"), ...sources, ...librarySwitches(), "-o", program],
    {
      encoding: "utf8",
    },
  );
  const close = (): void => rmSync(folder, { recursive: true, force: true });
  if (compiled.status !== 0) {
    close();
    const isLibrary = /tree_sitter\/api\.h|-ltree-sitter/.test(compiled.stderr ?? "");
    if (compiled.error) return { missing: "no C compiler (cc)" };
    if (isLibrary) return { missing: "no tree-sitter library (libtree-sitter-dev)" };
    throw new Error(compiled.stderr);
  }
  const run = (switches: readonly string[], text: string): string => {
    const { status, stdout, stderr } = spawnSync(program, switches, { input: text, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
  return {
    parse(text, query) {
      const switches = query === undefined ? [] : [join(treeSitterFolder, "queries", query)];
      const [tree = "", ...lines] = run(switches, text).trimEnd().split("\n");
      return { tree, captures: lines.map(readCapture) };
    },
    close,
  };
}

function readCapture(line: string): Capture {
  const [start, end, name = ""] = line.split(" ");
  return { start: Number(start), end: Number(end), name };
}

/** Where the library lies outside of the system's folders, pkg-config knows it. */
function librarySwitches(): string[] {
  const { status, stdout } = spawnSync("pkg-config", ["--cflags", "--libs", "tree-sitter"], {
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim().split(/\s+/) : ["-ltree-sitter"];
}

export interface CorpusTest {
  readonly name: string;
  readonly input: string;
  readonly expected: string;
}

/** A corpus file as `tree-sitter test` reads it. */
export function readCorpus(file: string): CorpusTest[] {
  const text = readFileSync(join(treeSitterFolder, "test/corpus", file), "utf8");
  const test = /^={3,}\n(.+)\n={3,}\n([\s\S]*?)^-{3,}\n([\s\S]*?)(?=^={3,}\n.+\n={3,}\n|(?![\s\S]))/gm;
  return [...text.matchAll(test)].map(([, name = "", input = "", expected = ""]) => ({
    name,
    input: input.replace(/\n$/, ""),
    expected: expected.trim().replace(/\s+/g, " ").replace(/ \)/g, ")"),
  }));
}
