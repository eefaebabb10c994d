// SPDX-License-Identifier: MIT

/** A block of code in a document. */
export interface CodeBlock {
  /** What stands behind the fence: `ts`, for example; empty where nothing does. */
  language: string;
  code: string;
  /** Line of the fence, from 1. */
  line: number;
  /** From the comment before the block, `<!-- example: NAME -->`; undefined where there is none. */
  example: string | undefined;
}

/**
 * The blocks of code of a document, in order. A comment `<!-- example: NAME -->` on a line of its own before a block says what has to be there for it
 * to run; blank lines may lie between.
 *
 * @throws where a block does not end, or a comment stands before no block
 */
export function codeBlocksOf(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: (CodeBlock & { lines: string[]; fence: string }) | undefined;
  let named: { example: string; line: number } | undefined;
  for (const [i, text] of markdown.split("\n").entries()) {
    const fence = /^\s*(`{3,})(.*)$/.exec(text);
    if (open !== undefined) {
      if (fence?.[1] === open.fence && fence[2]!.trim() === "") {
        const { language, line, example, lines } = open;
        blocks.push({ language, line, example, code: `${lines.join("\n")}\n` });
        open = undefined;
      } else {
        open.lines.push(text);
      }
      continue;
    }
    const example = /^\s*<!-- example: (\S+) -->\s*$/.exec(text)?.[1];
    if (fence) {
      open = {
        language: fence[2]!.trim(),
        code: "",
        line: i + 1,
        example: named?.example,
        lines: [],
        fence: fence[1]!,
      };
      named = undefined;
    } else if (named !== undefined && text.trim() !== "") {
      throw new Error(`Line ${named.line} names the example ${named.example}, but no block of code follows.`);
    } else if (example !== undefined) {
      named = { example, line: i + 1 };
    }
  }
  if (open !== undefined) throw new Error(`The block of code of line ${open.line} does not end.`);
  return blocks;
}
