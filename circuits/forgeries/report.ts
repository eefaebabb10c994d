// SPDX-License-Identifier: GPL-3.0-or-later
import { formatLine, type Line, templateLines } from "../test/support/lines.ts";
import type { RecordedForgery } from "../test/support/record.ts";

/** Forgeries by test: what is tried, how often, and what stops it. */
export function formatForgeries(forgeries: readonly RecordedForgery[]): string {
  const text: string[] = [];
  let file = "";
  for (const [title, alike] of grouped(forgeries, ({ file, test, name }) => JSON.stringify([file, test, name]))) {
    const [of, test, name] = JSON.parse(title) as [string, string, string | null];
    if (of !== file) text.push("", of);
    file = of;
    const times = alike.length > 1 ? ` (${alike.length})` : "";
    text.push(`  ${test}${name === null ? "" : ` › ${name}`}${times}`);
    for (const statement of new Set(alike.flatMap(({ stoppedBy }) => stoppedBy.map(formatAny)))) {
      text.push(`      ${statement}`);
    }
  }
  const tests = new Set(forgeries.map(({ file: of, test }) => `${of} ${test}`)).size;
  return [...text, "", `${forgeries.length} forgeries in ${tests} tests, each stopped as listed.`, ""].join("\n");
}

/** One statement, or the few that cannot be told apart. */
function formatAny(lines: readonly Line[]): string {
  return lines.map(formatLine).join("  or  ");
}

/** Every constraining statement of the templates, and how many forgeries it has stopped. */
export function formatStatements(forgeries: readonly RecordedForgery[]): string {
  const counts = countByLine(forgeries);
  return templateLines()
    .map((line) => `${String(counts.get(key(line)) ?? 0).padStart(6)}  ${formatLine(line)}`)
    .join("\n");
}

/** Assertions of the templates that stopped nothing, in words. An assignment rarely does: what is assigned follows. */
export function idleAssertions(forgeries: readonly RecordedForgery[]): string[] {
  const counts = countByLine(forgeries);
  return templateLines()
    .filter((line) => line.statement.includes("===") && !counts.has(key(line)))
    .map((line) => `No forgery is stopped by ${formatLine(line)}`);
}

function countByLine(forgeries: readonly RecordedForgery[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { stoppedBy } of forgeries) {
    for (const line of new Set(stoppedBy.flat().map(key))) counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return counts;
}

function key({ file, line }: Line): string {
  return `${file}:${line}`;
}

function grouped<item>(items: readonly item[], title: (item: item) => string): Map<string, item[]> {
  const groups = new Map<string, item[]>();
  for (const item of items) groups.set(title(item), [...(groups.get(title(item)) ?? []), item]);
  return groups;
}
