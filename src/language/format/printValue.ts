import { parseModelfile } from "../modelfile/parseModelfile.js";
import { type Quote, scanValue } from "../modelfile/scanValue.js";
import type { ValueNode } from "../modelfile/tree.js";

/**
 * Writes a value with the least quoting that keeps it exact. Ollama has no escapes, so not every quote
 * can hold every text: each candidate is read back, and what was written stays when none reads the same.
 */
export function printValue(text: string, value: ValueNode): string {
  const content = text.slice(value.contentSpan.start, value.contentSpan.end);
  const hasLines = /[\r\n]/.test(content);
  const candidates: readonly Quote[] = hasLines ? ['"""', '"'] : ["", '"', '"""'];
  for (const quote of candidates) {
    const candidate = `${quote}${content}${quote}`;
    if (isPlain(content, quote) || readsAs(candidate, content)) return candidate;
  }
  return text.slice(value.span.start, value.span.end);
}

/** Surely exact without reading it back: one line of ASCII with ink at both ends and no quote. */
function isPlain(content: string, quote: Quote): boolean {
  return quote === "" && /^[!#-~](?:[ !#-~]*[!#-~])?$/.test(content);
}

/** Whether Ollama reads the same content back, the characters that it drops included. */
function readsAs(candidate: string, content: string): boolean {
  // An empty bare value would leave a blank at the line's end that editors take away.
  if (candidate === "") return false;
  const scanned = scanValue(candidate, 0);
  if (!scanned.closed || scanned.end !== candidate.length) return false;
  const { source, instructions } = parseModelfile(`FROM ${candidate}\n`);
  const read = instructions[0]?.value?.contentSpan;
  return read !== undefined && source.text.slice(read.start, read.end) === content;
}
