import {
  decodeGoText,
  defaultRenderLimits,
  encodeGoText,
  type GoTemplate,
  type GoValue,
  goMap,
  type MissingKey,
  type OutputPiece,
  type RenderLimits,
  renderGoTemplate,
  toWellFormed,
} from "../gotemplate/index.js";
import type { CollatedConversation } from "./messages/collateMessages.js";
import type { Think, Tool } from "./messages/messages.js";
import { planTurns, type Turn } from "./messages/planTurns.js";
import type { PromptError, PromptPiece } from "./prompt.js";
import { type PieceSources, sourcesInMessages, sourcesInTurn } from "./promptPieces.js";
import { compileChatTemplate } from "./template/compileChatTemplate.js";
import { type ChatTemplate, usesVariable } from "./template/parseChatTemplate.js";
import { templateDatesAt } from "./values/goFunctions.js";
import { goText } from "./values/methods.js";
import { toGoMessages, toGoTools } from "./values/toGoValues.js";

/** What Ollama hands to a template (template/template.go, Values). */
export interface TemplateValues {
  readonly conversation: CollatedConversation;
  readonly tools: readonly Tool[] | undefined;
  readonly prompt: string;
  readonly suffix: string;
  readonly think: Think | undefined;
}

export interface ExecuteOptions {
  readonly now: Date;
  readonly explain: boolean;
  readonly limits: Partial<RenderLimits> | undefined;
}

export type Executed =
  | { readonly kind: "ok"; readonly text: string; readonly pieces: readonly PromptPiece[] }
  | PromptError;

/** How a template is run: over a text and what follows it, over all messages at once, or turn by turn. */
export type ExecutionMode = "insert" | "messages" | "legacy";

export function executionModeOf(
  template: ChatTemplate,
  { prompt, suffix }: Pick<TemplateValues, "prompt" | "suffix">,
): ExecutionMode {
  if (prompt !== "" && suffix !== "") return "insert";
  return usesVariable(template, "messages") ? "messages" : "legacy";
}

/** Runs a template as Ollama v0.33 does (template/template.go, Execute). */
export function executeTemplate(
  template: ChatTemplate,
  values: TemplateValues,
  options: ExecuteOptions,
): Executed {
  const compiled = compileChatTemplate(template, templateDatesAt(options.now));
  const mode = executionModeOf(template, values);
  if (mode === "legacy") {
    return executeTurns(compiled, planTurns(values.conversation.messages), values.think, options);
  }
  const pass = mode === "insert" ? insertPass(values) : messagesPass(values);
  return runPasses([{ ...pass, template: compiled.whole, missingKey: "zero" }], options);
}

/** One rendering of a template; a prompt is what all of them write. */
interface Pass {
  readonly template: GoTemplate;
  readonly missingKey: MissingKey;
  readonly data: GoValue;
  readonly sources: PieceSources;
  /** UTF-16 units of text that it is given. */
  readonly size: number;
}

function insertPass({ prompt, suffix, think }: TemplateValues): Pick<Pass, "data" | "sources" | "size"> {
  const data = { Prompt: goText(prompt), Suffix: goText(suffix), Response: "" };
  return { data: root(data, think), sources: () => [], size: prompt.length + suffix.length };
}

function messagesPass({
  conversation,
  tools,
  think,
}: TemplateValues): Pick<Pass, "data" | "sources" | "size"> {
  const messages = toGoMessages(conversation.messages.map(({ message }) => message));
  const data = {
    System: goText(conversation.system),
    Messages: messages,
    Tools: toGoTools(tools),
    Response: "",
  };
  return {
    data: root(data, think),
    sources: sourcesInMessages(conversation, messages),
    size: 0,
  };
}

function executeTurns(
  { whole, cut }: ReturnType<typeof compileChatTemplate>,
  turns: readonly Turn[],
  think: Think | undefined,
  options: ExecuteOptions,
): Executed {
  const passes = turns.map((turn): Omit<Pass, "template" | "missingKey"> => {
    const [System, Prompt, Response] = [turn.system, turn.prompt, turn.response].map(({ text }) =>
      goText(text),
    );
    return {
      data: root({ System, Prompt, Response }, think),
      sources: sourcesInTurn(turn),
      size: turn.system.text.length + turn.prompt.text.length + turn.response.text.length,
    };
  });
  const done = passes.slice(0, -1).map((pass): Pass => ({ ...pass, template: whole, missingKey: "zero" }));
  if (cut.kind === "ok") {
    const last = passes
      .slice(-1)
      .map((pass): Pass => ({ ...pass, template: cut.template, missingKey: "default" }));
    return runPasses([...done, ...last], options);
  }
  const before = runPasses(done, options);
  if (before.kind === "error") return before;
  return {
    kind: "error",
    reason: "panic",
    message: `Ollama crashes over this template: ${cut.message}`,
    panic: cut.message,
    node: cut.node,
    offset: cut.node.start,
  };
}

function root(values: Readonly<Record<string, GoValue>>, think: Think | undefined): GoValue {
  const level = think === true ? "medium" : think || "";
  return goMap(
    Object.entries({
      ...values,
      Think: think !== undefined && think !== false,
      ThinkLevel: level,
      IsThinkSet: think !== undefined,
    }),
  );
}

function runPasses(passes: readonly Pass[], { explain, limits: given }: ExecuteOptions): Executed {
  const limits = { ...defaultRenderLimits, ...given };
  const pieces: PromptPiece[] = [];
  let text = "";
  for (const { template, missingKey, data, sources, size } of passes) {
    const offset = text.length;
    const observe = (piece: OutputPiece): void => {
      const { node, tree, start, end } = piece;
      pieces.push({ start: start + offset, end: end + offset, node, tree, messages: sources(piece) });
    };
    const result = renderGoTemplate(template, data, {
      missingKey,
      limits: {
        ...limits,
        maxSteps: passes.length === 1 ? limits.maxSteps : stepsOfPass(limits.maxSteps, passes.length, size),
        maxOutputLength: limits.maxOutputLength - offset,
      },
      ...(explain ? { observe } : {}),
    });
    if (result.kind === "error") return errorOf(result);
    text += result.text;
  }
  return { kind: "ok", text: toWellFormed(decodeGoText(encodeGoText(text))), pieces };
}

/**
 * Turns share the steps of a prompt, so that a hostile template is not given all of them ten thousand times.
 * Each has 10,000 besides, and four for every character, which is more than printing its texts several times takes.
 */
function stepsOfPass(maxSteps: number, passCount: number, size: number): number {
  return Math.min(maxSteps, Math.ceil(maxSteps / passCount) + 10_000 + 4 * size);
}

function errorOf(result: Extract<ReturnType<typeof renderGoTemplate>, { kind: "error" }>): PromptError {
  const { message, limit, node, tree } = result;
  return {
    kind: "error",
    reason: limit === undefined || limit === "templates" ? "render" : "limit",
    message,
    ...(limit === undefined ? {} : { limit }),
    ...(node === undefined ? {} : { node, offset: node.pos }),
    ...(tree === undefined ? {} : { tree }),
  };
}
