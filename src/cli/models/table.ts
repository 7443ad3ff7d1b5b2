/** Columns as wide as their widest cell, two blanks between them, none at the ends of lines. */
export function printTable(rows: readonly (readonly string[])[], options: TableOptions = {}): string {
  const { indent = 0, alignRight = [] } = options;
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  const lines = rows.map((row) => {
    const cells = row.map((cell, column) =>
      alignRight.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    );
    return `${" ".repeat(indent)}${cells.join("  ").trimEnd()}\n`;
  });
  return lines.join("");
}

export interface TableOptions {
  readonly indent?: number;
  /** Numbers of columns. */
  readonly alignRight?: readonly number[];
}
