// SPDX-License-Identifier: MIT
import { existsSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type CodeBlock, codeBlocksOf } from "../../scripts/docs/codeBlocks.ts";

const root = join(import.meta.dirname, "../..");

/** Every block of code of a language in the documentation, in the order of its documents. */
export async function documentedBlocks(language: string): Promise<(CodeBlock & { document: string })[]> {
  const documents = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "sdk/README.md", "cli/README.md"];
  for await (const document of glob("docs/**/*.md", { cwd: root })) documents.push(document);
  const present = documents.filter((document) => existsSync(join(root, document)));
  const all = await Promise.all(
    present.map(async (document) => {
      const blocks = codeBlocksOf(await readFile(join(root, document), "utf8"));
      return blocks.map((block) => ({ ...block, document }));
    }),
  );
  return all.flat().filter((block) => block.language === language);
}
