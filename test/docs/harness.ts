// SPDX-License-Identifier: MIT
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CodeBlock } from "../../scripts/docs/codeBlocks.ts";

/** What an example of the documentation needs to run: its free variables, and what happens around it. */
export interface Harness {
  /** The free variables of the example. */
  fixtures: Record<string, unknown>;
  /** What happens in the world before each block of the example, by its number; nothing where there is none. */
  steps?: (() => Promise<unknown>)[];
  /** Addresses of the document that stand for one of this machine, with that. */
  replace?: [from: string, to: string][];
  /** What this machine lacks, and how to get it: then the example does not run, but its types are checked. */
  missing?: string | false;
  /** Asserts that the example did what its document says. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Makes what an example needs. @param folder - an empty one, in which the example will work */
export type MakeHarness = (folder: string) => Promise<Harness>;

/** Blocks of one document that run one after the other, and share their variables. */
export interface Example {
  document: string;
  name: string;
  blocks: CodeBlock[];
}

/** `quick-start` is the example of `examples/quickStart.ts`, which exports a function `quickStart` that makes its harness. */
export function harnessOf(name: string): { file: string; function: string } {
  const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return { file: `examples/${camel}.ts`, function: camel };
}

const importStatement = /^import [^;]*;$/gm;

/** The folder of the modules that examples become: inside the repository, so that packages are found. */
export const MODULES = join(import.meta.dirname, "../../build/docs-examples");

/** Writes the module of an example: its blocks as one function, of the fixtures. @returns its path */
export async function writeModule({ document, name, blocks }: Example, harness: Harness): Promise<string> {
  const { file, function: make } = harnessOf(name);
  const replaced = (text: string) =>
    (harness.replace ?? []).reduce((whole, [from, to]) => whole.replaceAll(from, to), text);
  const imports = blocks.flatMap(({ code }) => code.match(importStatement) ?? []);
  const bodies = blocks.map(
    ({ code, line }, i) =>
      `    // ${document}:${line}\n    await step(${i});\n${replaced(code.replace(importStatement, ""))}`,
  );
  const source = `${imports.join("\n")}
import type { ${make} } from "../../test/docs/${file}";

type Fixtures = Awaited<ReturnType<typeof ${make}>>["fixtures"];

export async function run(
  { ${Object.keys(harness.fixtures).join(", ")} }: Fixtures,
  step: (number: number) => Promise<unknown>,
): Promise<void> {
  // What the example declares hides fixtures of the same name.
  {
${bodies.join("\n")}
  }
}
`;
  await mkdir(MODULES, { recursive: true });
  const path = join(MODULES, `${name}.ts`);
  await writeFile(path, source);
  return path;
}
