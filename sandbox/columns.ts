/** Rows as lines of a terminal, each column as wide as its widest cell. */
export function inColumns(
  rows: readonly (readonly string[])[],
  toTheRight: (cell: string, column: number) => boolean = () => false,
): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const padded = (cell: string, column: number) => {
    const width = widths[column] ?? 0;
    return toTheRight(cell, column) ? cell.padStart(width) : cell.padEnd(width);
  };
  return rows.map((row) => row.map(padded).join("  ").trimEnd());
}
