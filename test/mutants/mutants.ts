// SPDX-License-Identifier: MIT

// Sources with one thing changed each, from the compiler's syntax tree.
import { childrenOf, type Node, placeOf, type Span, spanOf } from "./ast.ts";
import { ASSEMBLY, BINARY, MEMBERS } from "./operators.ts";

/** One change of a file. */
export interface Mutant extends Span {
  /** file:line:column kind: it stays the same as long as the file does. */
  id: string;
  file: string;
  /** The change and what it makes, such as "comparison to <=". */
  kind: string;
  line: number;
  /** Counted from 1, in characters. */
  column: number;
  /** The contract and the function that it is in, or only the contract; it stays the same when lines are added elsewhere. */
  place: string;
  /** What stands in the place of the bytes from `start` to `end`. */
  replacement: string;
  /** The lines that it changes, before and after, without the space at both ends. */
  original: string;
  mutated: string;
}

/** What a mutator finds at a node. */
interface Change extends Span {
  kind: string;
  replacement: string;
  /** Where the mutant is said to be, if not at its start: parts of an expression may begin at the same place. */
  at?: number;
}

/** A node, what it is in, and the text of its file. */
interface Site {
  node: Node;
  parent: Node | undefined;
  text(node: Node): string;
  /** A statement's own span lacks its `;`. */
  statement(node: Node): Span;
}

type Mutator = (site: Site) => Change[];

const MUTATORS: readonly Mutator[] = [
  binaryOperators,
  assignmentOperators,
  unaryOperators,
  conditions,
  literals,
  ends,
  members,
  removedStatements,
  removedModifiers,
  earlyReturns,
  assembly,
];

/** All mutants of a file, in the order of the text. */
export function mutantsOf(file: string, text: string, tree: Node): Mutant[] {
  const bytes = Buffer.from(text);
  const textAt = (node: Node): string => slice(bytes, spanOf(node.src));
  const statement = (node: Node): Span => {
    const { start, end } = spanOf(node.src);
    return { start, end: bytes[end] === ";".charCodeAt(0) ? end + 1 : end };
  };
  const mutants: Mutant[] = [];
  const visit = (node: Node, parent: Node | undefined, place: string): void => {
    const here = placeOf(node, place);
    const site = { node, parent, text: textAt, statement };
    for (const change of MUTATORS.flatMap((mutate) => mutate(site))) mutants.push(mutantOf(file, bytes, here, change));
    for (const child of childrenOf(node)) visit(child, node, here);
  };
  visit(tree, undefined, "");
  return mutants.sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));
}

/** A file's text with a mutant in it. */
export function mutate(text: string, { start, end, replacement }: Span & { replacement: string }): string {
  const bytes = Buffer.from(text);
  return slice(bytes, { start: 0, end: start }) + replacement + slice(bytes, { start: end, end: bytes.length });
}

function slice(bytes: Buffer, { start, end }: Span): string {
  return bytes.toString("utf8", start, end);
}

function mutantOf(file: string, bytes: Buffer, place: string, { at, ...change }: Change): Mutant {
  const before = slice(bytes, { start: 0, end: change.start });
  const lineStart = before.lastIndexOf("\n") + 1;
  const rest = slice(bytes, { start: change.end, end: bytes.length });
  const lineEnd = rest.split("\n", 1)[0]!;
  const head = before.slice(lineStart);
  const until = slice(bytes, { start: 0, end: at ?? change.start }).split("\n");
  const line = until.length;
  const column = until.at(-1)!.length + 1;
  return {
    ...change,
    id: `${file}:${line}:${column} ${change.kind}`,
    file,
    line,
    column,
    place,
    original: (head + slice(bytes, change) + lineEnd).trim(),
    mutated: (head + change.replacement + lineEnd).trim(),
  };
}

// ------------------------------------------------------------------ operators

function binaryOperators({ node, parent, text }: Site): Change[] {
  if (node.nodeType !== "BinaryOperation") return [];
  const [left, right] = [node.leftExpression!, node.rightExpression!];
  return BINARY.flatMap(([kind, table]) =>
    (table[node.operator!] ?? [])
      .filter((operator) => kind !== "comparison" || isComparable(operator, left, right, text))
      .filter((operator) => operator !== "!=" || !isCounted(node, parent, text))
      .map((operator) => {
        const replaced = `${inParentheses(left, text)} ${operator} ${inParentheses(right, text)}`;
        const replacement = parent?.nodeType === "BinaryOperation" ? `(${replaced})` : replaced;
        const at = spanOf(left.src).end + 1; // of the operator, after a space
        return { ...spanOf(node.src), at, kind: `${kind} to ${operator}`, replacement };
      }),
  );
}

/** What a part was before, it stays: another operator may bind more or less. */
function inParentheses(node: Node, text: Site["text"]): string {
  const isOpen = ["BinaryOperation", "Conditional", "Assignment"].includes(node.nodeType);
  return isOpen ? `(${text(node)})` : text(node);
}

/** Booleans have no order; and of a number without a sign and zero, an order says no more than equality. */
function isComparable(operator: string, left: Node, right: Node, text: Site["text"]): boolean {
  if (operator === "==" || operator === "!=") return true;
  const type = left.typeDescriptions?.typeString ?? "";
  if (type === "bool") return false;
  const isZero = [left, right].some((side) => ["0", "address(0)", "bytes32(0)"].includes(text(side)));
  return !isZero || type.startsWith("int");
}

/** A loop that counts up by one from zero: whether it goes on below a number or until it meets it is the same. */
function isCounted(condition: Node, loop: Node | undefined, text: Site["text"]): boolean {
  if (loop?.nodeType !== "ForStatement" || loop.condition !== condition || condition.operator !== "<") return false;
  const start = loop.initializationExpression?.initialValue;
  return start !== undefined && text(start) === "0" && loop.loopExpression?.expression?.operator === "++";
}

function assignmentOperators({ node, text }: Site): Change[] {
  if (node.nodeType !== "Assignment" || node.operator === "=") return [];
  const operator = node.operator!.slice(0, -1);
  const [left, right] = [text(node.leftHandSide!), text(node.rightHandSide!)];
  return BINARY.flatMap(([kind, table]) =>
    (table[operator] ?? []).map((other) => ({
      ...spanOf(node.src),
      kind: `${kind} to ${other}=`,
      replacement: `${left} ${other}= ${right}`,
    })),
  );
}

function unaryOperators({ node, text }: Site): Change[] {
  if (node.nodeType !== "UnaryOperation") return [];
  const operand = text(node.subExpression!);
  const other = ({ "++": "--", "--": "++" } as Record<string, string>)[node.operator!];
  if (other !== undefined) {
    const replacement = node.prefix ? `${other}${operand}` : `${operand}${other}`;
    return [{ ...spanOf(node.src), kind: `arithmetic to ${other}`, replacement }];
  }
  if (!["-", "~"].includes(node.operator!)) return [];
  return [{ ...spanOf(node.src), kind: `removed ${node.operator}`, replacement: operand }];
}

/**
 * The other way at `if`, `while`, `for` and `? :`, and for whoever gets a truth value returned. Equalities and the literals have
 * their opposites without it.
 */
function conditions({ node, text }: Site): Change[] {
  const isReturned = node.nodeType === "Return" && node.expression?.typeDescriptions?.typeString === "bool";
  const condition = isReturned ? node.expression : node.condition;
  if (!condition || node.nodeType.startsWith("Yul")) return [];
  if (condition.nodeType === "Literal" || ["==", "!="].includes(condition.operator!)) return [];
  const isNegation = condition.nodeType === "UnaryOperation" && condition.operator === "!";
  const replacement = isNegation ? text(condition.subExpression!) : `!(${text(condition)})`;
  const span = spanOf(condition.src);
  // What `if` decides on may be `? :`, with a condition that begins at the same place.
  const at = node.nodeType === "Conditional" ? span.end + 1 : span.start;
  return [{ ...span, at, kind: isReturned ? "negated result" : "negated condition", replacement }];
}

// ------------------------------------------------------------------ values

/** Not of the length of a type: another type seldom compiles. */
function literals({ node, parent, text }: Site): Change[] {
  const isLength = parent?.nodeType === "ArrayTypeName" || parent?.typeDescriptions?.typeString?.startsWith("type(");
  if (node.nodeType !== "Literal" || isLength) return [];
  const span = spanOf(node.src);
  if (node.kind === "bool") {
    const replacement = node.value === "true" ? "false" : "true";
    return [{ ...span, kind: `literal to ${replacement}`, replacement }];
  }
  if (node.kind === "string") return node.value === "" ? [] : [{ ...span, kind: "emptied literal", replacement: '""' }];
  const unit = node.subdenomination ? ` ${node.subdenomination}` : "";
  return neighbours(node.value ?? text(node)).map(([kind, value]) => ({ ...span, kind, replacement: value + unit }));
}

/** One more and one less than a whole number that is written in any of the language's ways. */
function neighbours(written: string): [kind: string, value: string][] {
  const value = numberOf(written.replaceAll("_", ""));
  if (value === undefined) return [];
  const write = (n: bigint): string => (written.startsWith("0x") ? `0x${n.toString(16)}` : `${n}`);
  const more: [string, string] = ["literal + 1", write(value + 1n)];
  return value === 0n ? [more] : [more, ["literal - 1", write(value - 1n)]];
}

function numberOf(digits: string): bigint | undefined {
  const [mantissa = "", exponent] = digits.startsWith("0x") ? [digits] : digits.split("e");
  if (mantissa.includes(".") || exponent?.startsWith("-")) return undefined;
  return BigInt(mantissa) * 10n ** BigInt(exponent ?? "0");
}

/** `type(T).max`, one less; `type(T).min`, one more. */
function ends({ node, text }: Site): Change[] {
  const { nodeType, memberName, expression } = node;
  if (nodeType !== "MemberAccess" || !expression?.typeDescriptions?.typeString?.startsWith("type(")) return [];
  if (expression.nodeType !== "FunctionCall" || !["min", "max"].includes(memberName!)) return [];
  const sign = memberName === "max" ? "-" : "+";
  return [{ ...spanOf(node.src), kind: `literal ${sign} 1`, replacement: `(${text(node)} ${sign} 1)` }];
}

/** The other of two functions or ways of rounding, such as `Math.min` and `Math.max`. */
function members({ node }: Site): Change[] {
  const other = MEMBERS.get(node.memberName ?? "");
  if (node.nodeType !== "MemberAccess" || other === undefined || node.expression?.nodeType === "FunctionCall")
    return [];
  return [{ ...spanOf(node.memberLocation!), kind: `${node.memberName} to ${other}`, replacement: other }];
}

// ------------------------------------------------------------------ statements

function removedStatements({ node, parent, statement }: Site): Change[] {
  const kind = removalOf(node, parent);
  // A block without statements may stand wherever a statement may.
  return kind === undefined ? [] : [{ ...statement(node), kind: `removed ${kind}`, replacement: "{}" }];
}

function removalOf(node: Node, parent: Node | undefined): string | undefined {
  switch (node.nodeType) {
    case "IfStatement":
      return leaves(node.trueBody!) && !node.falseBody ? "check" : undefined;
    case "RevertStatement":
      // All that there is where it stands: the same as without the whole check.
      return parent?.nodeType === "IfStatement" || parent?.statements?.length === 1 ? undefined : "revert";
    case "EmitStatement":
      return "event";
    case "ExpressionStatement":
      // A loop without its step would only show that it never ends.
      if (node === parent?.loopExpression) return undefined;
      return node.expression!.nodeType === "FunctionCall" ? "call" : "effect";
    default:
      return undefined;
  }
}

/** Whether a statement only reverts, returns, or leaves a loop. */
function leaves(node: Node): boolean {
  if (node.nodeType === "Block") return node.statements!.length === 1 && leaves(node.statements![0]!);
  return ["RevertStatement", "Return", "Break", "Continue"].includes(node.nodeType);
}

function removedModifiers({ node }: Site): Change[] {
  return (node.modifiers ?? [])
    .filter(({ kind }) => kind === "modifierInvocation")
    .map(({ src }) => ({ ...spanOf(src), kind: "removed modifier", replacement: "" }));
}

/** A function that returns at once: zero, false, nothing. */
function earlyReturns({ node }: Site): Change[] {
  if (node.nodeType !== "FunctionDefinition" || node.kind === "constructor" || !node.body?.statements?.length)
    return [];
  const values = node.returnParameters!.parameters!.map(emptyValue);
  if (values.includes(undefined)) return [];
  const inside = spanOf(node.body.src).start + 1;
  const replacement = values.length === 0 ? " return;" : ` return (${values.join(", ")});`;
  return [{ start: inside, end: inside, kind: "early return", replacement }];
}

function emptyValue({ name, typeDescriptions }: Node): string | undefined {
  if (name) return name;
  const type = typeDescriptions?.typeString ?? "";
  if (type === "bool") return "false";
  if (type === "string") return '""';
  return /^(uint|int|address|bytes)\d*$/.test(type) ? `${type}(0)` : undefined;
}

// ------------------------------------------------------------------ assembly

function assembly({ node, text }: Site): Change[] {
  const span = spanOf(node.src);
  switch (node.nodeType) {
    case "YulFunctionCall":
      return assemblyCall(node, text);
    case "YulIf":
    case "YulForLoop":
      return [
        { ...spanOf(node.condition!.src), kind: "negated condition", replacement: `iszero(${text(node.condition!)})` },
      ];
    case "YulLiteral":
      if (node.kind !== "number") return [];
      return neighbours(node.value!).map(([kind, replacement]) => ({ ...span, kind, replacement }));
    case "YulAssignment":
    case "YulExpressionStatement":
      return [{ ...span, kind: "removed assembly", replacement: "{}" }];
    default:
      return [];
  }
}

function assemblyCall(node: Node, text: Site["text"]): Change[] {
  const name = node.functionName!;
  const other = ASSEMBLY.get(name.name!);
  if (other !== undefined)
    return [{ ...spanOf(name.src), kind: `assembly ${name.name} to ${other}`, replacement: other }];
  if (name.name === "iszero") {
    return [{ ...spanOf(node.src), kind: "negated condition", replacement: text(node.arguments![0]!) }];
  }
  if (name.name === "eq")
    return [{ ...spanOf(node.src), kind: "negated condition", replacement: `iszero(${text(node)})` }];
  return [];
}
