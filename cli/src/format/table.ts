// SPDX-License-Identifier: MIT

/** Columns as wide as their widest cell, the first to the left, the others to the right unless `left` names them. */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { left = [] }: { left?: readonly string[] } = {},
): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const isLeft = (column: number): boolean => column === 0 || left.includes(head[column]!);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (isLeft(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd();
  return [line(head), ...rows.map(line)].join("\n");
}

/** A name and a value a line, values under each other; values that are undefined have no line. */
export function formatFacts(facts: readonly (readonly [name: string, value: string | undefined])[]): string {
  const present = facts.filter(([, value]) => value !== undefined);
  const width = Math.max(...present.map(([name]) => name.length));
  return present.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}
