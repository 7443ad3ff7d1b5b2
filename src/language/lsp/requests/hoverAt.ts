import type { ModelPeek } from "../../lint/modelPeek.js";
import { tryFindRule } from "../../lint/rules.js";
import { tryFindParser, tryFindRenderer } from "../../modelfile/builtins.js";
import { type InstructionName, instructions, isMessageRole } from "../../modelfile/instructions.js";
import {
  foreignParameterNames,
  tryFindParameter,
  tryFindRetiredParameter,
} from "../../modelfile/parameters.js";
import type { Instruction, ValueNode } from "../../modelfile/tree.js";
import type { Span } from "../../text/span.js";
import { describeTopic, type Topic } from "../docs/describeTopic.js";
import { detectPlace } from "../document/detectPlace.js";
import type { EditorDocument } from "../document/editorDocument.js";
import { emptySurroundings, type Surroundings } from "../document/surroundings.js";

export interface Hover {
  /** What is spoken about. */
  readonly span: Span;
  /** Markdown. */
  readonly text: string;
}

/** Says what stands at an offset; undefined where there is nothing to say. */
export function hoverAt(
  document: EditorDocument,
  offset: number,
  surroundings: Surroundings = emptySurroundings,
): Hover | undefined {
  const found = topicAt(document, offset, surroundings);
  return found && { span: found.span, text: describeTopic(found.topic) };
}

interface Found {
  readonly span: Span;
  readonly topic: Topic;
}

function topicAt(document: EditorDocument, offset: number, surroundings: Surroundings): Found | undefined {
  const place = detectPlace(document, offset);
  switch (place.kind) {
    case "word":
      return topicOfWord(document, place.span);
    case "parameterName":
      return about(place.span, topicOfParameter(document.text.slice(place.span.start, place.span.end)));
    case "role": {
      const role = document.text.slice(place.span.start, place.span.end);
      return about(place.span, isMessageRole(role) ? { kind: "role", role } : undefined);
    }
    case "value":
      return topicInValue(place.instruction, offset, surroundings.peek);
    case "comment":
      return topicInComment(document, place.span, offset);
    case "none":
      return undefined;
  }
}

function about(span: Span, topic: Topic | undefined): Found | undefined {
  return topic && { span, topic };
}

function topicOfWord({ tree }: EditorDocument, span: Span): Found | undefined {
  const instruction = tree.instructions.find(({ wordSpan }) => wordSpan.start === span.start);
  return about(span, instruction?.name && { kind: "instruction", info: instructions[instruction.name] });
}

function topicOfParameter(name: string): Topic | undefined {
  const info = tryFindParameter(name);
  if (info) return { kind: "parameter", info };
  const retired = tryFindRetiredParameter(name);
  if (retired) return { kind: "retired", info: retired };
  const meant = Object.hasOwn(foreignParameterNames, name) ? foreignParameterNames[name] : undefined;
  const meantInfo = meant === undefined ? undefined : tryFindParameter(meant);
  return meantInfo && { kind: "foreign", name, info: meantInfo };
}

function topicInValue(instruction: Instruction, offset: number, peek: ModelPeek): Found | undefined {
  const { value } = instruction;
  if (!value) return undefined;
  const dropped = value.dropped.find((one) => one.offset === offset);
  if (dropped) {
    const end = dropped.offset + (dropped.rune > 0xffff ? 2 : 1);
    return about({ start: offset, end }, { kind: "dropped", rune: dropped.rune });
  }
  return about(value.contentSpan, topicOfValue(instruction, value, peek));
}

function topicOfValue({ name }: Instruction, value: ValueNode, peek: ModelPeek): Topic | undefined {
  switch (name) {
    case "FROM":
    case "ADAPTER":
    case "DRAFT":
      return value.text === "" ? undefined : topicOfSource(name, value, peek);
    case "RENDERER": {
      const info = tryFindRenderer(value.text);
      return info && { kind: "renderer", info };
    }
    case "PARSER": {
      const info = tryFindParser(value.text);
      return info && { kind: "parser", info };
    }
    default:
      return undefined;
  }
}

/** What exists as a path is one; only then FROM is looked up among the models. */
function topicOfSource(name: InstructionName, value: ValueNode, peek: ModelPeek): Topic | undefined {
  const path = peek.findPath(value.text);
  if (path && path.kind !== "missing") return { kind: "path", path: value.text, fact: path };
  const model = name === "FROM" ? peek.findModel(value.text) : undefined;
  return model && { kind: "model", name: value.text, fact: model };
}

function topicInComment({ text }: EditorDocument, comment: Span, offset: number): Found | undefined {
  const isPragma = /^#\s*mf:/.test(text.slice(comment.start, comment.end));
  if (!isPragma) return undefined;
  const before = /[A-Za-z0-9-]*$/.exec(text.slice(comment.start, offset))?.[0] ?? "";
  const after = /^[A-Za-z0-9-]*/.exec(text.slice(offset, comment.end))?.[0] ?? "";
  const rule = tryFindRule(before + after);
  const span = { start: offset - before.length, end: offset + after.length };
  return about(span, rule && { kind: "rule", rule });
}
