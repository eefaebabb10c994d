// SPDX-License-Identifier: MIT
// A file of terms, read term by term. Nothing is thrown at the first mistake: a sponsor gets all of them at once, each with its line.
import { readFile } from "node:fs/promises";
import { BaseError, describeValue, InvalidFileError } from "@commonweight/sdk";
import { type Document, isCollection, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";

/** Something wrong with one term. */
export interface Mistake {
  /** Such as `windows.draftEnds`. */
  term: string;
  /** The first line is 1; undefined where the term is not there. */
  line: number | undefined;
  /** As it is written; undefined where the term is not there. */
  value: string | undefined;
  expected: string;
}

/** Thrown where terms are wrong. Nothing was sent. */
export class InvalidTermsError extends BaseError {
  readonly path: string;
  readonly mistakes: readonly Mistake[];

  constructor(path: string, mistakes: readonly Mistake[]) {
    const count = mistakes.length === 1 ? "One term is" : `${mistakes.length} terms are`;
    super(`${path}: ${count} wrong. Nothing was sent.`, {
      name: "InvalidTermsError",
      metaMessages: mistakes.map(describe),
    });
    this.path = path;
    this.mistakes = mistakes;
  }
}

function describe({ term, line, value, expected }: Mistake): string {
  const place = line === undefined ? "" : `line ${line}: `;
  return `${place}${term} is ${describeValue(value)}; expected ${expected}.`;
}

/** What a value is not: how `parse` says no. */
export interface Refusal {
  expected: string;
}

export function refuse(expected: string): Refusal {
  return { expected };
}

function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "expected" in value && Object.keys(value).length === 1;
}

/** A file of terms. */
export interface TermsDocument {
  path: string;
  /** As it is written. */
  text: string;
  mistakes: readonly Mistake[];
  /**
   * A term's value; undefined where it is wrong, or is missing and has no default, and noted as a mistake then.
   *
   * @param parse - makes the value of its text, or refuses
   */
  read<T>(term: string, parse: (text: string) => T | Refusal, fallback?: { default: T }): T | undefined;
  /** How many entries a list has; undefined where it is none, and noted as a mistake then. 0 where it is not there. */
  length(term: string): number | undefined;
  has(term: string): boolean;
  /** Notes a mistake in a term that was read. */
  refuse(term: string, expected: string): void;
  /** Notes every term that was never asked for. @throws {@link InvalidTermsError} where there are mistakes */
  finish(): void;
}

/** @throws {@link InvalidFileError} where the file cannot be read, or is no YAML with terms */
export async function openTerms(path: string): Promise<TermsDocument> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new InvalidFileError(path, "The file cannot be read; expected terms, as `bounty init` writes them.", {
      cause,
    });
  });
  const lines = new LineCounter();
  // Every value is read as text: no address becomes a number, no large number loses digits.
  const document = parseDocument(text, { schema: "failsafe", lineCounter: lines });
  const [problem] = document.errors;
  if (problem) {
    const line = problem.linePos?.[0].line;
    throw new InvalidFileError(path, "This is not YAML.", { line, cause: problem });
  }
  if (!isMap(document.contents)) {
    throw new InvalidFileError(path, "The file holds no terms; expected one a line, as `bounty init` writes them.");
  }
  return readTerms(path, text, document, lines);
}

function readTerms(path: string, text: string, document: Document, lines: LineCounter): TermsDocument {
  const mistakes: Mistake[] = [];
  const known = new Set<string>();
  const nodeOf = (term: string): unknown => document.getIn(keysOf(term), true);
  const lineOf = (term: string): number | undefined => {
    const node = nodeOf(term);
    return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined;
  };
  const textOf = (term: string): string | undefined => {
    const node = nodeOf(term);
    // What is in quotes is as it stands: an alphabet may begin with a space.
    if (isScalar(node)) return node.type?.startsWith("QUOTE") ? String(node.value) : String(node.value ?? "").trim();
    if (isSeq(node)) return `a list of ${node.items.length}`;
    return isMap(node) ? "several terms" : undefined;
  };
  const note = (term: string, expected: string): void => {
    mistakes.push({ term, line: lineOf(term), value: textOf(term) || undefined, expected });
  };

  return {
    path,
    text,
    mistakes,
    read(term, parse, fallback) {
      known.add(term);
      const node = nodeOf(term);
      const written = isScalar(node) ? textOf(term)! : undefined;
      if (node === undefined || written === "") {
        if (fallback) return fallback.default;
        note(term, expectedOf(parse));
        return undefined;
      }
      const value = written === undefined ? refuse(expectedOf(parse)) : parse(written);
      if (!isRefusal(value)) return value;
      note(term, value.expected);
      return undefined;
    },
    length(term) {
      known.add(term);
      const node = nodeOf(term);
      if (node === undefined || textOf(term) === "") return 0;
      if (isSeq(node)) return node.items.length;
      note(term, "a list");
      return undefined;
    },
    has: (term) => nodeOf(term) !== undefined,
    refuse: note,
    finish() {
      for (const term of termsIn(document.contents, "")) {
        if (!known.has(term)) note(term, `one of the terms that there are: ${siblingsOf(term, known).join(", ")}`);
      }
      mistakes.sort((left, right) => (left.line ?? 0) - (right.line ?? 0));
      if (mistakes.length > 0) throw new InvalidTermsError(path, mistakes);
    },
  };
}

function expectedOf(parse: (text: string) => unknown): string {
  const answer = parse("");
  return isRefusal(answer) ? answer.expected : "a value";
}

function keysOf(term: string): (string | number)[] {
  return term.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

/** The terms of a node: of maps and lists what is in them. */
function termsIn(node: unknown, prefix: string): string[] {
  if (!isCollection(node)) return [prefix];
  const at = (key: string | number) => (prefix === "" ? String(key) : `${prefix}.${key}`);
  if (isMap(node)) {
    return node.items.flatMap(({ key, value }) => termsIn(value, at(isScalar(key) ? String(key.value) : String(key))));
  }
  return isSeq(node) ? node.items.flatMap((item, i) => termsIn(item, at(i))) : [];
}

/** Names beside a term that is unknown. */
function siblingsOf(term: string, known: ReadonlySet<string>): string[] {
  const parent = term.includes(".") ? term.slice(0, term.lastIndexOf(".") + 1) : "";
  const names = [...known].filter((name) => name.startsWith(parent)).map((name) => name.slice(parent.length));
  return [...new Set(names.map((name) => name.split(".")[0]!))];
}
