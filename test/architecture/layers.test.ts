import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { nodeRooms, packageRooms, rooms } from "./layers.js";

const root = join(import.meta.dirname, "../../src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts"))
  .sort();

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;"']*?from\s+["']([^"']+)["']|(?:^|\n)import\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;
  return [...text.matchAll(pattern)].map((match) => {
    const written = match[2] ?? match[3] ?? match[4] ?? "";
    const to = written.startsWith(".") ? posix.join(dirname(file), written).replace(/\.js$/, ".ts") : written;
    return { from: file, to, isType: match[1] !== undefined };
  });
}

const imports = files.flatMap(importsOf);
const isWithin = (path: string, room: string): boolean => path === room || path.startsWith(`${room}/`);
const roomOf = (path: string): string | undefined =>
  Object.keys(rooms)
    .filter((room) => isWithin(path, room))
    .sort((a, b) => b.length - a.length)[0];

describe("the house", () => {
  test("every file has a room", () => {
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });

  test("rooms import only what the table allows", () => {
    const broken = imports.flatMap(({ from, to }) => {
      if (!files.includes(to)) return [];
      const room = roomOf(from) ?? "";
      const target = roomOf(to) ?? "";
      if (room === target || rooms[room]?.may.some((allowed) => isWithin(target, allowed))) return [];
      return [`${from} imports ${to}: ${room} may not import ${target}, because ${rooms[room]?.because}`];
    });
    expect(broken).toEqual([]);
  });

  test("every relative import names a file", () => {
    const missing = imports.filter(({ to }) => to.endsWith(".ts") && !files.includes(to));
    expect(missing.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  test("each third-party package lives in its room", () => {
    const broken = imports.flatMap(({ from, to }) => {
      if (files.includes(to) || to.startsWith("node:") || to.startsWith("../")) return [];
      const name = to.startsWith("@") ? to.split("/").slice(0, 2).join("/") : (to.split("/")[0] ?? to);
      const allowed = packageRooms[name];
      if (!allowed)
        return [
          `${from} imports ${name}, which no room owns: add it to test/architecture/layers.ts with its room`,
        ];
      return allowed.some((room) => isWithin(from, room))
        ? []
        : [`${from} imports ${name}, which lives in ${allowed.join(", ")}`];
    });
    expect(broken).toEqual([]);
  });

  test("what must run in a browser uses no module of Node, not even through others", () => {
    const usesNode = new Set(imports.filter(({ to }) => to.startsWith("node:")).map(({ from }) => from));
    const direct = [...usesNode].filter((file) => !nodeRooms.some((room) => isWithin(file, room)));
    expect(direct).toEqual([]);
    const reached = new Set<string>();
    const visit = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { from, to, isType } of imports)
        if (from === file && files.includes(to) && !isType) visit(to);
    };
    for (const file of files)
      if (file.startsWith("language/") && file !== "language/lsp/server.ts") visit(file);
    expect([...reached].filter((file) => usesNode.has(file))).toEqual([]);
  });

  test("names say something", () => {
    const empty = /(?:^|\/)(?:utils?|helpers?|common|misc|managers?)(?:\/|\.ts$)/i;
    expect(files.filter((file) => empty.test(file))).toEqual([]);
  });
});
