/**
 * The type that Go's net/http sees in the first 512 bytes of a file (the WHATWG sniffing rules), as far as files of
 * a model's folder can have it. Ollama's client sorts files by it.
 */
export function sniffContentType(start: Uint8Array): string {
  const bytes = start.subarray(0, 512);
  const text = Buffer.from(bytes).toString("latin1");
  const afterBlanks = text.replace(/^[\t\n\f\r ]+/, "");
  if (isHtml(afterBlanks)) return "text/html";
  if (afterBlanks.startsWith("<?xml")) return "text/xml";
  for (const [magic, type] of magics) if (text.startsWith(magic)) return type;
  return binaryByte.test(text) ? "application/octet-stream" : "text/plain";
}

const tags = "!DOCTYPE HTML|HTML|HEAD|SCRIPT|IFRAME|H1|DIV|FONT|TABLE|A|STYLE|TITLE|B|BODY|BR|P".replaceAll(
  " ",
  "\\x20",
);
const html = new RegExp(`^<(?:(?:${tags})[ >]|!--)`, "i");

function isHtml(text: string): boolean {
  return html.test(text);
}

const magics: readonly (readonly [string, string])[] = [
  ["%PDF-", "application/pdf"],
  ["%!PS-Adobe-", "application/postscript"],
  ["\xfe\xff", "text/plain"],
  ["\xff\xfe", "text/plain"],
  ["\xef\xbb\xbf", "text/plain"],
  ["PK\x03\x04", "application/zip"],
  ["\x1f\x8b\x08", "application/x-gzip"],
  ["Rar!\x1a\x07", "application/x-rar-compressed"],
  ["\x89PNG\r\n\x1a\n", "image/png"],
  ["\xff\xd8\xff", "image/jpeg"],
  ["GIF87a", "image/gif"],
  ["GIF89a", "image/gif"],
  ["BM", "image/bmp"],
  ["\x00\x00\x01\x00", "image/x-icon"],
  ["OggS\x00", "application/ogg"],
  ["ID3", "audio/mpeg"],
  ["\x00asm", "application/wasm"],
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: these bytes are what makes a file binary
const binaryByte = /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]/;
