// SPDX-License-Identifier: MIT

// Sources with probes in them: calls that tell the test runner what of the code is reached, and which way its conditions go.
import { getCoverageLibrary } from "@nomicfoundation/edr/coverage";
import { childrenOf, type Node, placeOf, spanOf } from "../mutants/ast.ts";
import type { Texts } from "../mutants/compiler.ts";

/** What a probe is met by: a statement that is run, one outcome of a condition, one way on from `switch` or `try`. */
export type Reached = "run" | "true" | "false" | "taken";

/** Something of the source that tests should reach. */
export interface Probe {
  /** What the runner is told when it is reached. */
  id: number;
  reached: Reached;
  file: string;
  line: number;
  /** The contract and the function that it is in; it stays the same when lines are added elsewhere. */
  place: string;
  /** The condition; or the first line of the statement, the case or the clause. */
  text: string;
}

/** A source with its probes. No line moves. */
export interface Probed {
  text: string;
  probes: Probe[];
}

/** The runner is told a word at a time: the number of a probe, and which of those that follow it, itself the first, are reached. */
const MARKS = 224;

/**
 * Probes call the runner's own library, which is called pure, so that probes may be in any function.
 *
 * In assembly, where no such function can be called, they are marks: bits of the word 0x60, which compiled code expects to be zero but
 * does not look at before the block of assembly ends. What comes after the block reports the marks, and makes the word zero again.
 */
const runner = getCoverageLibrary();
const LIBRARY_FILE = "Probes.sol";
const LIBRARY = `
pragma solidity ^0.8.30;
import {__NomicFoundationCoverage as Runner} from "${runner.filename}";

library Probes__ {
  function hit(uint256 id) internal pure {
    tell(id, 1);
  }

  function branch(bool condition, uint256 whenTrue, uint256 whenFalse) internal pure returns (bool) {
    tell(condition ? whenTrue : whenFalse, 1);
    return condition;
  }

  function report(uint256 id) internal pure {
    uint256 marks;
    assembly {
      marks := mload(0x60)
      mstore(0x60, 0)
    }
    tell(id, marks);
  }

  function tell(uint256 id, uint256 marks) private pure {
    Runner.sendHit((id << ${MARKS}) | marks);
  }
}
`;

const ASSEMBLY_LIBRARY = [
  "function mark__(bit) { mstore(0x60, or(mload(0x60), shl(bit, 1))) }",
  "function branch__(condition, whenTrue, whenFalse) -> same {",
  "same := condition switch condition case 0 { mark__(whenFalse) } default { mark__(whenTrue) } }",
].join(" ");

/** What sources with probes import. */
export const LIBRARIES: Texts = { [LIBRARY_FILE]: LIBRARY, [runner.filename]: runner.content };

/** The ids of the probes that a word speaks of. */
export function idsOf(word: Uint8Array): number[] {
  const bits = BigInt(`0x${Buffer.from(word).toString("hex")}`);
  const firstId = Number(bits >> BigInt(MARKS));
  const marks = BigInt.asUintN(MARKS, bits).toString(2);
  return Array.from(marks)
    .reverse()
    .flatMap((mark, i) => (mark === "1" ? [firstId + i] : []));
}

interface Insertion {
  at: number;
  text: string;
}

/** Puts probes into a file. @param firstId - no other file may have its probes' ids */
export function probe(file: string, text: string, tree: Node, firstId: number): Probed {
  const bytes = Buffer.from(text);
  const probes: Probe[] = [];
  // In the order of the text: where two are at the same byte, what is inserted first stands first.
  const insertions: Insertion[] = [];
  const conditions = new Set<Node>();
  let block: { firstId: number } | undefined; // of assembly

  const insert = (at: number, inserted: string): void => {
    insertions.push({ at, text: inserted });
  };

  const add = (reached: Reached, node: Node, place: string): number => {
    const { start, end } = spanOf(node.src);
    const line = bytes.toString("utf8", 0, start).split("\n").length;
    const id = firstId + probes.length;
    const text = bytes.toString("utf8", start, end);
    probes.push({
      id,
      reached,
      file,
      line,
      place,
      text: ["true", "false"].includes(reached) ? oneLine(text) : text.split("\n", 1)[0]!,
    });
    return block === undefined ? id : markOf(id, block.firstId, `${file}:${line}`);
  };
  const hit = (reached: Reached, node: Node, place: string): string => {
    const id = add(reached, node, place);
    return block === undefined ? `Probes__.hit(${id});` : ` mark__(${id}) `;
  };

  const visit = (node: Node, parent: Node | undefined, outside: string): void => {
    const place = placeOf(node, outside);
    const { start, end } = spanOf(node.src);
    for (const condition of conditionsOf(node)) conditions.add(condition);

    if (isStatement(node, parent)) {
      const isBlock = parent!.nodeType.endsWith("Block");
      // Only a block has room for two statements. A statement's own span lacks its `;`.
      insert(start, (isBlock ? "" : "{") + hit("run", node, place));
      visitInside(node, place);
      if (!isBlock) insert(bytes[end] === ";".charCodeAt(0) ? end + 1 : end, "}");
    } else if (conditions.has(node)) {
      const name = block === undefined ? "Probes__.branch" : "branch__";
      insert(start, `${name}(`);
      const [whenTrue, whenFalse] = [add("true", node, place), add("false", node, place)];
      visitInside(node, place);
      insert(end, `, ${whenTrue}, ${whenFalse})`);
    } else if (node.nodeType === "TryCatchClause" || node.nodeType === "YulCase") {
      insert(spanOf((node.block ?? node.body)!.src).start + 1, hit("taken", node, place));
      visitInside(node, place);
    } else {
      visitInside(node, place);
    }
  };
  const visitInside = (node: Node, place: string): void => {
    const { start, end } = spanOf(node.src);
    if (node.nodeType === "InlineAssembly") {
      block = { firstId: firstId + probes.length };
      insert(bytes.indexOf("{", start) + 1, ASSEMBLY_LIBRARY);
    }
    const children = childrenOf(node).sort((a, b) => spanOf(a.src).start - spanOf(b.src).start);
    for (const child of children) visit(child, node, place);
    if (node.nodeType === "YulSwitch" && !node.cases!.some(isDefault)) {
      insert(end, ` default {${hit("taken", node, place)}}`);
    }
    if (node.nodeType === "InlineAssembly") {
      insert(end, `Probes__.report(${block!.firstId});`);
      block = undefined;
    }
  };
  visit(tree, undefined, "");
  insert(bytes.length, `import {Probes__} from "${LIBRARY_FILE}";\n`);
  return { text: insertInto(bytes, insertions), probes };
}

function insertInto(bytes: Buffer, insertions: readonly Insertion[]): string {
  let [text, done] = ["", 0];
  for (const { at, text: inserted } of insertions.toSorted((a, b) => a.at - b.at)) {
    text += bytes.toString("utf8", done, at) + inserted;
    done = at;
  }
  return text + bytes.toString("utf8", done);
}

function markOf(id: number, firstId: number, where: string): number {
  if (id - firstId < MARKS) return id - firstId;
  throw new Error(`The assembly before ${where} has more than ${MARKS} statements and outcomes of conditions.`);
}

/** Blocks are no statements of their own; functions of assembly are where they are called. */
function isStatement(node: Node, parent: Node | undefined): boolean {
  if (["Block", "UncheckedBlock", "YulBlock", "YulFunctionDefinition"].includes(node.nodeType)) return false;
  if (parent?.statements?.includes(node)) return true;
  return [parent?.trueBody, parent?.falseBody, loopBody(parent)].includes(node);
}

function loopBody(node: Node | undefined): Node | null | undefined {
  return node?.nodeType.endsWith("Statement") ? node.body : undefined;
}

function isDefault({ value }: Node): boolean {
  return value === "default";
}

/** What decides, at a node, which way to go: down to what `&&`, `||` and `!` are made of. */
function conditionsOf(node: Node): Node[] {
  const { nodeType, condition } = node;
  if (nodeType.startsWith("Yul")) return condition && condition.nodeType !== "YulLiteral" ? [condition] : [];
  if (condition) return partsOf(condition);
  if (isJunction(node)) return partsOf(node);
  if (nodeType === "FunctionCall" && ["require", "assert"].includes(node.expression?.name ?? "")) {
    return partsOf(node.arguments![0]!);
  }
  return [];
}

/** The operands of a condition that hold no `&&`, `||` or `!` at their top. What is always so is none. */
function partsOf(node: Node): Node[] {
  if (isJunction(node)) return [node.leftExpression!, node.rightExpression!].flatMap(partsOf);
  if (node.nodeType === "UnaryOperation" && node.operator === "!") return partsOf(node.subExpression!);
  if (node.nodeType === "TupleExpression") return partsOf(node.components![0]!); // parentheses
  return node.nodeType === "Literal" ? [] : [node];
}

function isJunction({ nodeType, operator }: Node): boolean {
  return nodeType === "BinaryOperation" && ["&&", "||"].includes(operator!);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
