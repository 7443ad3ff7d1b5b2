import type {
  LimitName,
  RenderLimits,
  StatementNode,
  TemplateTree,
  TemplateTreeNode,
} from "../gotemplate/index.js";
import type { ChatLoss } from "./messages/findLosses.js";
import type { Think } from "./messages/messages.js";
import { type ChatTemplate, parseChatTemplate } from "./template/parseChatTemplate.js";

/** What every rendering needs besides what it says. */
export interface PromptRequest {
  /** Parse one that is rendered often beforehand: it is compiled only once then. */
  readonly template: ChatTemplate | string;
  readonly think?: Think | undefined;
  /** The moment that `currentDate` prints, where this machine is. */
  readonly now: Date;
  /** Say of every piece of the prompt where it comes from. */
  readonly explain?: boolean | undefined;
  readonly limits?: Partial<RenderLimits> | undefined;
}

export type PromptResult =
  | {
      readonly kind: "ok";
      /** What the model is given; bytes that are no text are U+FFFD, as Ollama sends them. */
      readonly text: string;
      /** The images, by the number in their marks. */
      readonly media: readonly Uint8Array[];
      readonly losses: readonly ChatLoss[];
      /** In order; there when they were asked for. */
      readonly pieces?: readonly PromptPiece[];
    }
  | PromptError;

export interface PromptError {
  readonly kind: "error";
  /** Ollama reports an error when parsing or rendering, or crashes; or a limit of ours was reached. */
  readonly reason: "parse" | "render" | "panic" | "limit";
  /** Ollama's text; of a crash, a sentence with what Go says. */
  readonly message: string;
  /** Of a crash, what Go says. */
  readonly panic?: string;
  readonly limit?: LimitName;
  readonly node?: TemplateTreeNode;
  readonly tree?: TemplateTree;
  /** UTF-16 offset in the template, where it is known. */
  readonly offset?: number;
}

/** A piece of a prompt, from UTF-16 offset `start` to `end`. */
export interface PromptPiece {
  readonly start: number;
  readonly end: number;
  /** What wrote it; its offsets point into the template's text. */
  readonly node: StatementNode;
  readonly tree: TemplateTree;
  /** Indexes of the messages it is from, as well as that is known. */
  readonly messages: readonly number[];
}

export type OpenedTemplate = { readonly kind: "ok"; readonly template: ChatTemplate } | PromptError;

export function openTemplate(template: ChatTemplate | string): OpenedTemplate {
  if (typeof template !== "string") return { kind: "ok", template };
  const parsed = parseChatTemplate(template);
  if (parsed.kind === "ok") return parsed;
  return { kind: "error", reason: "parse", message: parsed.message, offset: parsed.offset };
}
