import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../../src/language/diagnostics/diagnostic.js";
import type { LintedDocument } from "../../../src/language/lsp/document/editorDocument.js";
import { createOpenDocuments, documentState } from "../../../src/language/lsp/document/openDocuments.js";
import { createClock } from "../../support/lsp/clock.js";

const uri = "file:///m/Modelfile";

/** Documents whose lint finishes when the test says so. */
function start() {
  const clock = createClock();
  const published: LintedDocument[] = [];
  const errors: unknown[] = [];
  const waiting: { version: number; finish(): void; fail(error: Error): void }[] = [];
  const documents = createOpenDocuments({
    lint: ({ version }) =>
      new Promise<readonly Diagnostic[]>((resolve, reject) => {
        waiting.push({ version, finish: () => resolve([]), fail: reject });
      }),
    publish: (document) => published.push(document),
    after: clock.after,
    failed: (error) => errors.push(error),
  });
  const finishAll = async () => {
    for (const { finish } of waiting.splice(0)) finish();
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { clock, published, errors, waiting, documents, finishAll };
}

describe("states", () => {
  test("a new document is linted at once", async () => {
    const { documents, waiting, published, finishAll, clock } = start();
    documents.set(uri, 1, "FROM x");
    expect(clock.waiting).toBe(0);
    expect(waiting.map(({ version }) => version)).toEqual([1]);
    expect(documents.stateOf(uri)).toBe(documentState.parsed);
    await finishAll();
    expect(documents.stateOf(uri)).toBe(documentState.linted);
    expect(published.map(({ version, text }) => [version, text])).toEqual([[1, "FROM x"]]);
  });

  test("a change goes back to the first state and waits for rest", async () => {
    const { documents, waiting, published, finishAll, clock } = start();
    documents.set(uri, 1, "FROM x");
    await finishAll();
    documents.set(uri, 2, "FROM xy");
    expect(documents.stateOf(uri)).toBe(documentState.changed);
    documents.set(uri, 3, "FROM xyz");
    expect(clock.waiting).toBe(1);
    expect(waiting).toEqual([]);
    clock.runAll();
    await finishAll();
    expect(published.map(({ version }) => version)).toEqual([1, 3]);
  });

  test("parsing is done once, when somebody asks", () => {
    const { documents } = start();
    expect(documents.parsed(uri)).toBeUndefined();
    documents.set(uri, 1, "FROM x");
    documents.set(uri, 2, "FROM y");
    const first = documents.parsed(uri);
    expect(first?.text).toBe("FROM y");
    expect(documents.stateOf(uri)).toBe(documentState.parsed);
    expect(documents.parsed(uri)).toBe(first);
  });
});

describe("lint that is overtaken", () => {
  test("by a change: nothing is published for the old text", async () => {
    const { documents, published, finishAll } = start();
    documents.set(uri, 1, "FROM x");
    const asked = documents.linted(uri);
    documents.set(uri, 2, "FROM y");
    await finishAll();
    expect(await asked).toBeUndefined();
    expect(published).toEqual([]);
  });

  test("by closing: the findings are cleared and no later ones come", async () => {
    const { documents, published, finishAll, clock } = start();
    documents.set(uri, 1, "FROM x");
    documents.set(uri, 2, "FROM y");
    documents.close(uri);
    expect(clock.waiting).toBe(0);
    await finishAll();
    expect(published.map(({ version, diagnostics }) => [version, diagnostics])).toEqual([[2, []]]);
    expect(documents.stateOf(uri)).toBeUndefined();
  });
});

test("who needs the findings does not wait for rest, and shares the one lint", async () => {
  const { documents, waiting, finishAll, clock } = start();
  documents.set(uri, 1, "FROM x");
  await finishAll();
  documents.set(uri, 2, "FROM y");
  const asked = Promise.all([documents.linted(uri), documents.linted(uri)]);
  await Promise.resolve();
  expect(waiting.map(({ version }) => version)).toEqual([2]);
  expect(clock.waiting).toBe(0);
  await finishAll();
  const [one, two] = await asked;
  expect(one?.version).toBe(2);
  expect(two).toBe(one);
});

test("a refresh lints all again", async () => {
  const { documents, published, finishAll, clock } = start();
  documents.set(uri, 1, "FROM x");
  documents.set("file:///m/other", 7, "FROM y");
  await finishAll();
  documents.refresh();
  expect(documents.stateOf(uri)).toBe(documentState.parsed);
  clock.runAll();
  await finishAll();
  expect(published.map(({ version }) => version)).toEqual([1, 7, 1, 7]);
});

test("a lint that fails is told and publishes nothing", async () => {
  const { documents, waiting, published, errors, finishAll } = start();
  documents.set(uri, 1, "FROM x");
  const asked = documents.linted(uri);
  waiting.splice(0)[0]?.fail(new Error("broken"));
  await finishAll();
  expect(await asked).toBeUndefined();
  expect(errors).toEqual([new Error("broken")]);
  expect(published).toEqual([]);
});

test("a lint that fails for a text of yesterday is nobody's concern", async () => {
  const { documents, waiting, errors, finishAll } = start();
  documents.set(uri, 1, "FROM x");
  documents.closeAll();
  waiting.splice(0)[0]?.fail(new Error("broken"));
  await finishAll();
  expect(errors).toEqual([]);
});

test("closing all calls off what waits", () => {
  const { documents, clock } = start();
  documents.set(uri, 1, "FROM x");
  documents.set(uri, 2, "FROM y");
  documents.closeAll();
  expect(clock.waiting).toBe(0);
  expect(documents.parsed(uri)).toBeUndefined();
});
