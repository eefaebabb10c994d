// SPDX-License-Identifier: GPL-3.0-or-later

// Which statement of the sources a constraint comes from. The compiler does not say, so it is found by the signals that meet in
// the constraint: in an unsimplified system each comes from one statement, of the template in which all of them are visible.
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { REPOSITORY, sourcesOf } from "../../generator/index.ts";
import type { System } from "./system.ts";

/** A statement that constrains. */
export interface Line {
  /** Relative to the repository; undefined in the circuit itself, which a test or the generator composes. */
  file: string | undefined;
  template: string;
  /** From 1. */
  line: number;
  statement: string;
}

interface Statement extends Line {
  /** Signals that the statement names, or reads through variables: `name`, or `component.name`. Without indices. */
  signals: ReadonlySet<string>;
  isProduct: boolean;
}

interface Template {
  statements: readonly Statement[];
  /** Templates that each component may be of. */
  components: ReadonlyMap<string, readonly string[]>;
}

/** The statements of a circuit. */
export class Lines {
  readonly #templates: ReadonlyMap<string, Template>;
  readonly #main: string;

  /** @param main - circom text with includes relative to the repository */
  constructor(main: string) {
    const files = sourcesOf(main).map((file): [string, string] => [file, readFileSync(join(REPOSITORY, file), "utf8")]);
    const texts: [file: string | undefined, text: string][] = [[undefined, main], ...files];
    this.#templates = new Map(texts.flatMap(([file, text]) => readTemplates(text, file)));
    const [, name] = /^component main\b.*= (\w+)\(/m.exec(main) ?? [];
    if (name === undefined) throw new Error("The circuit has no main component.");
    this.#main = name;
  }

  /**
   * The statement that a constraint comes from; of several that cannot be told apart, all.
   *
   * @param system - unsimplified
   */
  of(system: System, constraint: number): Line[] {
    const { a, b, c } = system.constraints[constraint]!;
    const wires = new Set([...a, ...b, ...c].map(([wire]) => wire).filter((wire) => wire !== 0));
    const paths = [...wires].map((wire) => system.names[wire]!.replace(/\[\d+\]/g, "").split("."));
    const isProduct = a.length > 0 && b.length > 0;
    const deepest = Math.max(...paths.map((path) => path.length)) - 1;
    // Where all signals are of one component, the statement may be in it, or be its caller's.
    for (const depth of [deepest, deepest - 1]) {
      const component = paths[0]!.slice(0, depth);
      const isVisible = (path: string[]) =>
        component.every((part, i) => path[i] === part) && path.length - depth >= 1 && path.length - depth <= 2;
      if (depth < 0 || !paths.every(isVisible)) continue;
      const signals = new Set(paths.map((path) => path.slice(depth).join(".")));
      const found = this.#statementsAt(component).filter((statement) =>
        [...signals].every((s) => statement.signals.has(s)),
      );
      if (found.length > 0) return closest(found, isProduct);
    }
    throw new Error(`No statement is known for the constraint of ${paths.map((path) => path.join(".")).join(", ")}.`);
  }

  /** The statement at a line, as circom's witness generator names it. */
  at(template: string, line: number): Line {
    const found = this.#templates.get(template)?.statements.find((statement) => statement.line === line);
    if (!found) throw new Error(`No statement is known in line ${line} of ${template}.`);
    return lineOf(found);
  }

  /** Statements of the circuit itself, around the templates. */
  own(): Line[] {
    return [...this.#templates.values()]
      .flatMap(({ statements }) => statements.map(lineOf))
      .filter(({ file }) => file === undefined);
  }

  /** Of the templates that a component may be of, by the components on the way to it. */
  #statementsAt(path: readonly string[]): Statement[] {
    let names: readonly string[] = [this.#main];
    for (const component of path) {
      names = names.flatMap((name) => this.#templates.get(name)?.components.get(component) ?? []);
    }
    return [...new Set(names)].flatMap((name) => this.#templates.get(name)?.statements ?? []);
  }
}

/** Those that read nothing that is not in the constraint, as far as there are any, and multiply if it does. */
function closest(statements: readonly Statement[], isProduct: boolean): Line[] {
  const like = statements.filter((statement) => statement.isProduct === isProduct);
  const candidates = like.length > 0 ? like : statements;
  const fewest = Math.min(...candidates.map(({ signals }) => signals.size));
  return candidates.filter(({ signals }) => signals.size === fewest).map(lineOf);
}

/** The constraining statements of all templates, file by file. */
export function templateLines(): Line[] {
  const files = globSync("circuits/src/**/*.circom", { cwd: REPOSITORY }).map((file) => file.replaceAll("\\", "/"));
  return files.sort().flatMap((file) => {
    const templates = readTemplates(readFileSync(join(REPOSITORY, file), "utf8"), file);
    return templates.flatMap(([, { statements }]) => statements.map(lineOf));
  });
}

function lineOf({ file, template, line, statement }: Statement): Line {
  return { file, template, line, statement };
}

/** A line as people read it: of the circuit itself by its main template. */
export function formatLine({ file, template, line, statement }: Line): string {
  return `${file === undefined ? template : basename(file)}:${line}  ${statement}`;
}

function readTemplates(text: string, file: string | undefined): [name: string, template: Template][] {
  const lines = text.split("\n").map((line) => line.replace(/\/\/.*/, "").trim());
  const starts = lines.flatMap((line, i) => (/^template \w+\(/.test(line) ? [i] : []));
  return starts.map((start, n) => {
    const [, name] = /^template (\w+)/.exec(lines[start]!)!;
    const body = lines.slice(start, starts[n + 1] ?? lines.length);
    return [name!, readTemplate(body, { file, template: name!, line: start + 1 })];
  });
}

function readTemplate(body: readonly string[], start: Omit<Line, "statement">): Template {
  const variables = new Map<string, Set<string>>();
  const components = new Map<string, string[]>();
  for (const line of body.map(withoutIndices)) {
    const [, component, template] = /^(?:component )?(\w+) = ([A-Z]\w*)\(/.exec(line) ?? [];
    if (component) components.set(component, [...(components.get(component) ?? []), template!]);
    const [, variable, value] = /^(?:var )?(\w+) \+?= (.*)/.exec(line) ?? [];
    if (variable && !component) {
      variables.set(variable, new Set([...(variables.get(variable) ?? []), ...namesIn(value!)]));
    }
  }
  const statements = body.flatMap((statement, i): Statement[] => {
    if (!/<==|===/.test(statement)) return [];
    const plain = withoutIndices(statement);
    const signals = new Set(namesIn(plain).flatMap((name) => [...expanded(name, variables)]));
    return [{ ...start, line: start.line + i, statement, signals, isProduct: isProductOf(plain) }];
  });
  return { statements, components };
}

function withoutIndices(text: string): string {
  let shorter = text;
  do {
    text = shorter;
    shorter = text.replace(/\[[^[\]]*\]/g, "");
  } while (shorter !== text);
  return text;
}

/** `name` and `component.name`. */
function namesIn(text: string): string[] {
  return [...text.matchAll(/[A-Za-z_]\w*(\.\w+)?/g)].map(([name]) => name);
}

/** What a variable was computed from, or the name itself. */
function expanded(
  name: string,
  variables: ReadonlyMap<string, ReadonlySet<string>>,
  seen = new Set<string>(),
): Set<string> {
  if (!variables.has(name) || seen.has(name)) return new Set([name]);
  seen.add(name);
  return new Set([...variables.get(name)!].flatMap((inner) => [...expanded(inner, variables, seen)]));
}

/** Whether two factors, or more, name something: powers of two do not. */
function isProductOf(statement: string): boolean {
  const factors = statement.replace(/\d+ \*\* (\w+|\([^()]*\))/g, "1").split("*");
  return factors.filter((factor) => /[A-Za-z_]/.test(factor)).length > 1;
}
