/** Draws what a command prints, colours included, as an SVG picture of a terminal. */

const colours: Readonly<Record<number, string>> = {
  31: "#f47067",
  32: "#8ddb8c",
  33: "#f0c674",
  34: "#6cb6ff",
  36: "#76e3ea",
};

const cell = { width: 8.43, height: 19 };
const margin = 18;

export function drawTerminal(command: string, output: string): string {
  const lines = [`\u001b[1m$ ${command}\u001b[22m`, ...output.replace(/\n+$/, "").split("\n")];
  const columns = Math.max(...lines.map((line) => withoutColours(line).length));
  const width = Math.ceil(columns * cell.width + margin * 2);
  const height = Math.ceil(lines.length * cell.height + margin * 2);
  const rows = lines.map((line, index) => drawLine(line, margin + (index + 0.75) * cell.height)).join("\n");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(command)}">
<rect width="100%" height="100%" rx="8" fill="#1c2128"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="14" fill="#cdd9e5" xml:space="preserve">
${rows}
</g>
</svg>
`;
}

function withoutColours(line: string): string {
  return piecesOf(line)
    .map(({ text }) => text)
    .join("");
}

interface Piece {
  readonly text: string;
  readonly fill: string | undefined;
  readonly isBold: boolean;
  readonly isDim: boolean;
}

/** Splits a line at its escape sequences (SGR only: mf prints no others). */
function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let look: Omit<Piece, "text"> = { fill: undefined, isBold: false, isDim: false };
  const [start = "", ...parts] = line.split("\u001b[");
  if (start !== "") pieces.push({ text: start, ...look });
  for (const part of parts) {
    const end = part.indexOf("m");
    look = changeLook(look, Number(part.slice(0, end)));
    const text = part.slice(end + 1);
    if (text !== "") pieces.push({ text, ...look });
  }
  return pieces;
}

function changeLook(look: Omit<Piece, "text">, code: number): Omit<Piece, "text"> {
  if (code === 1) return { ...look, isBold: true };
  if (code === 2) return { ...look, isDim: true };
  if (code === 22) return { ...look, isBold: false, isDim: false };
  if (code === 39) return { ...look, fill: undefined };
  return { ...look, fill: colours[code] };
}

function drawLine(line: string, y: number): string {
  let column = 0;
  const spans = piecesOf(line).map(({ text, fill, isBold, isDim }) => {
    const x = (margin + column * cell.width).toFixed(1);
    column += text.length;
    const look = `${fill ? ` fill="${fill}"` : ""}${isBold ? ' font-weight="bold"' : ""}${isDim ? ' opacity="0.6"' : ""}`;
    return `<tspan x="${x}"${look}>${escapeXml(text)}</tspan>`;
  });
  return `<text y="${y.toFixed(1)}">${spans.join("")}</text>`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
