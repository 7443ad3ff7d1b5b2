import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { type EditorDocument, type LintedDocument, parseDocument } from "./editorDocument.js";

/** How far the work on a document has come. A later state includes the earlier ones; a change goes back to the first. */
export const documentState = { changed: 0, parsed: 1, linted: 2 } as const;

export type DocumentState = (typeof documentState)[keyof typeof documentState];

export interface OpenDocumentsPorts {
  /** Finds what is wrong; may have to ask for the configuration first. */
  lint(document: EditorDocument): Promise<readonly Diagnostic[]>;
  /** Called for each text that stayed long enough to be linted, and with no findings when a document closes. */
  publish(document: LintedDocument): void;
  /** Runs something later, and gives the way to call that off. */
  after(delayMs: number, run: () => void): () => void;
  failed(error: unknown): void;
}

export interface OpenDocuments {
  /** A document that was just opened is linted at once, a changed one when it rests. */
  set(uri: string, version: number, text: string): void;
  close(uri: string): void;
  stateOf(uri: string): DocumentState | undefined;
  parsed(uri: string): EditorDocument | undefined;
  /** Undefined when the document changed or closed meanwhile: an answer about an old text helps nobody. */
  linted(uri: string): Promise<LintedDocument | undefined>;
  /** Lints all again: the configuration or the files around them changed. */
  refresh(): void;
  closeAll(): void;
}

/** Longer than the pause between two keys of a fast typist, shorter than people wait for. */
const lintDelayMs = 150;

interface Entry {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  document?: EditorDocument;
  linted?: LintedDocument;
  /** The lint on its way, so that nobody starts a second one. */
  linting?: Promise<LintedDocument | undefined>;
  callOff?: () => void;
}

export function createOpenDocuments(ports: OpenDocumentsPorts): OpenDocuments {
  const entries = new Map<string, Entry>();

  function replace(uri: string, version: number, text: string): Entry {
    entries.get(uri)?.callOff?.();
    const entry: Entry = { uri, version, text };
    entries.set(uri, entry);
    return entry;
  }

  function parse(entry: Entry): EditorDocument {
    entry.document ??= parseDocument(entry.uri, entry.version, entry.text);
    return entry.document;
  }

  function lint(entry: Entry): Promise<LintedDocument | undefined> {
    entry.callOff?.();
    entry.linting ??= runLint(entry);
    return entry.linting;
  }

  async function runLint(entry: Entry): Promise<LintedDocument | undefined> {
    try {
      const diagnostics = await ports.lint(parse(entry));
      if (entries.get(entry.uri) !== entry) return undefined;
      entry.linted = { ...parse(entry), diagnostics };
      ports.publish(entry.linted);
      return entry.linted;
    } catch (error) {
      if (entries.get(entry.uri) === entry) ports.failed(error);
      return undefined;
    }
  }

  function lintLater(entry: Entry): void {
    entry.callOff = ports.after(lintDelayMs, () => void lint(entry));
  }

  return {
    set(uri, version, text) {
      const isNew = !entries.has(uri);
      const entry = replace(uri, version, text);
      if (isNew) void lint(entry);
      else lintLater(entry);
    },
    close(uri) {
      const entry = entries.get(uri);
      if (!entry) return;
      entry.callOff?.();
      entries.delete(uri);
      ports.publish({ ...parse(entry), diagnostics: [] });
    },
    stateOf(uri) {
      const entry = entries.get(uri);
      if (!entry) return undefined;
      if (entry.linted) return documentState.linted;
      return entry.document ? documentState.parsed : documentState.changed;
    },
    parsed(uri) {
      const entry = entries.get(uri);
      return entry && parse(entry);
    },
    async linted(uri) {
      const entry = entries.get(uri);
      return entry && (entry.linted ?? lint(entry));
    },
    refresh() {
      for (const old of [...entries.values()]) {
        const entry = replace(old.uri, old.version, old.text);
        if (old.document) entry.document = old.document;
        lintLater(entry);
      }
    },
    closeAll() {
      for (const entry of entries.values()) entry.callOff?.();
      entries.clear();
    },
  };
}
