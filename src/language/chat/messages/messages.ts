/** A conversation as Ollama's chat API holds it (api/types.go, v0.33). `unknown` is any JSON value. */
export interface Conversation {
  readonly messages: readonly Message[];
  /** Undefined where none were given, which a template can tell from an empty list. */
  readonly tools: readonly Tool[] | undefined;
  readonly think: Think | undefined;
}

export interface Message {
  readonly role: string;
  readonly content: string;
  readonly thinking?: string | undefined;
  readonly images?: readonly Uint8Array[] | undefined;
  readonly toolCalls?: readonly ToolCall[] | undefined;
  readonly toolName?: string | undefined;
  readonly toolCallId?: string | undefined;
}

export interface ToolCall {
  readonly id?: string | undefined;
  readonly index?: number | undefined;
  readonly name: string;
  readonly arguments?: Readonly<Record<string, unknown>> | undefined;
}

export interface Tool {
  readonly type: string;
  readonly items?: unknown;
  readonly function: ToolFunction;
}

export interface ToolFunction {
  readonly name: string;
  readonly description?: string | undefined;
  readonly parameters: ToolParameters;
}

export interface ToolParameters {
  readonly type: string;
  readonly defs?: unknown;
  readonly items?: unknown;
  readonly required?: readonly string[] | undefined;
  readonly properties?: ToolProperties | undefined;
}

/** In the order of the request, which nested properties keep when they are printed. */
export type ToolProperties = ReadonlyMap<string, ToolProperty>;

export interface ToolProperty {
  readonly anyOf?: readonly ToolProperty[] | undefined;
  /** One name of a type or several. */
  readonly type?: readonly string[] | undefined;
  readonly items?: unknown;
  readonly description?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly properties?: ToolProperties | undefined;
  readonly required?: readonly string[] | undefined;
}

export const thinkLevels = ["high", "medium", "low", "max"] as const;

/** What a request says about thinking. */
export type Think = boolean | (typeof thinkLevels)[number];

export function isThink(value: unknown): value is Think {
  return typeof value === "boolean" || thinkLevels.some((level) => level === value);
}
