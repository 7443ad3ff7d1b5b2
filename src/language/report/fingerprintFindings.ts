import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceFile } from "../text/sourceFile.js";
import { clampSpan } from "./places.js";
import type { ReportedFile } from "./reportInput.js";

/** Characters of a line, on either side of where a finding starts, that its fingerprint looks at. */
const reach = 120;

/**
 * A name for each finding of a file that stays when lines above it come and go: its rule, what it points at and
 * the line around that. Findings that look the same are told apart by their order. The path is not in it, nor the
 * message, which may speak of other lines.
 */
export function fingerprintFindings({ source, diagnostics }: ReportedFile): string[] {
  const seen = new Map<string, number>();
  return diagnostics.map((diagnostic) => {
    const hash = hashText(describe(source, diagnostic));
    const occurrence = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, occurrence);
    return `${hash}:${occurrence}`;
  });
}

function describe(source: SourceFile, { code, span }: Diagnostic): string {
  const { start, end } = clampSpan(source, span);
  const line = source.lines.lineSpan(source.lines.positionAt(start).line);
  const marked = source.text.slice(start, Math.min(end, start + reach));
  const around = source.text.slice(Math.max(line.start, start - reach), Math.min(line.end, start + reach));
  return [code, marked, around].map((text) => text.replace(/[\s\ufeff]+/g, " ").trim()).join("\0");
}

/** 64-bit FNV-1a (draft-eastlake-fnv) of the text's UTF-16 units, low byte first, as 16 hex digits. */
export function hashText(text: string): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  const mix = (byte: number): void => {
    low = (low ^ byte) >>> 0;
    // The prime is 2^40 + 0x1b3: one small product, and a shift by 40 that only the high half sees.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 0x1_0000_0000) + (low << 8)) >>> 0;
    low = product >>> 0;
  };
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    mix(unit & 0xff);
    mix(unit >>> 8);
  }
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}
