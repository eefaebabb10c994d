// SPDX-License-Identifier: MIT
import { CsvError, type InfoRecord, parse } from "csv-parse/sync";
import { InvalidFileError } from "../errors/InvalidFileError.ts";
import { readFileBytes } from "../utils/files.ts";
import type { Samples } from "./samples.ts";

/** Plain decimal notation: no hexadecimal, no infinity, no empty text, all of which Number() would take. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * Labelled samples from a file of comma-separated numbers, one sample a line, the label last, without a header.
 * Spaces around numbers, empty lines and a byte-order mark are passed over.
 *
 * @param path - of the file, UTF-8
 * @returns features as they are in the file, and labels
 * @throws {@link InvalidFileError} with the line, the value and what was expected, if the file is missing or empty, a row has
 * another length than the first, a value is not a number, or a label is not an integer of zero or more
 * @example
 * const { features, labels } = await readCsv("digits.csv");
 */
export async function readCsv(path: string): Promise<Samples> {
  const rows = parseRows(path, await readFileBytes(path));
  const first = rows[0];
  if (!first) throw new InvalidFileError(path, "The file has no row; expected at least one sample.");
  const columns = first.record.length;
  if (columns < 2) {
    const problem = `The row has ${columns} column; expected at least 2, separated by commas, the last of which is the label.`;
    throw new InvalidFileError(path, problem, { line: first.line });
  }
  const samples: Samples = { features: [], labels: [] };
  for (const { record, line } of rows) {
    if (record.length !== columns) {
      const problem = `The row has ${record.length} columns; expected ${columns}, as in the first row.`;
      throw new InvalidFileError(path, problem, { line });
    }
    const values = record.map((text, column) => numberOf(text, column, path, line));
    const label = values.pop()!;
    if (!Number.isSafeInteger(label) || label < 0) {
      const problem = `The label in column ${columns} is ${record.at(-1)}; expected an integer of zero or more.`;
      throw new InvalidFileError(path, problem, { line });
    }
    samples.features.push(values);
    samples.labels.push(label);
  }
  return samples;
}

interface Row {
  record: string[];
  line: number;
}

function parseRows(path: string, bytes: Uint8Array): Row[] {
  try {
    const rows = parse(new TextDecoder().decode(bytes), {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: InfoRecord }[];
    return rows.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = typeof cause.lines === "number" ? cause.lines : undefined;
    throw new InvalidFileError(path, "The text is not well-formed CSV.", { cause, line });
  }
}

function numberOf(text: string, column: number, path: string, line: number): number {
  const value = Number(text);
  if (DECIMAL.test(text) && Number.isFinite(value)) return value;
  throw new InvalidFileError(path, `Column ${column + 1} is ${JSON.stringify(text)}; expected a number.`, { line });
}
