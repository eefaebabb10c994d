// SPDX-License-Identifier: MIT

// The compiler's syntax tree, as far as mutants and probes are made of it.

/** A node of the tree. Fields are there or not by `nodeType`: see the compiler's ASTJsonExporter. */
export interface Node {
  nodeType: string;
  /** start:length:file, in bytes */
  src: string;
  name?: string;
  visibility?: string;
  documentation?: { text?: string } | null;
  operator?: string;
  prefix?: boolean;
  /** "function", "constructor", … of functions; "number", "bool", … of literals; "modifierInvocation", … of modifiers. */
  kind?: string;
  value?: string;
  hexValue?: string;
  subdenomination?: string | null;
  /** Of what is imported. */
  absolutePath?: string;
  memberName?: string;
  memberLocation?: string;
  typeDescriptions?: { typeString?: string };
  leftExpression?: Node;
  rightExpression?: Node;
  leftHandSide?: Node;
  rightHandSide?: Node;
  subExpression?: Node;
  expression?: Node;
  condition?: Node;
  trueBody?: Node;
  falseBody?: Node | null;
  initializationExpression?: Node | null;
  initialValue?: Node;
  loopExpression?: Node | null;
  body?: Node | null;
  /** Of a clause of try and catch. */
  block?: Node;
  /** Of `switch` in assembly; a case without a value is called "default". */
  cases?: Node[];
  statements?: Node[];
  modifiers?: Node[];
  arguments?: Node[];
  /** Of a tuple, or of what stands in parentheses. */
  components?: Node[];
  parameters?: Node[];
  returnParameters?: Node;
  functionName?: Node;
}

/** A stretch of a file, in bytes. */
export interface Span {
  start: number;
  end: number;
}

/** Where a node is; or where a field such as `memberLocation` says. */
export function spanOf(src: string): Span {
  const [start, length] = src.split(":").map(Number) as [number, number];
  return { start, end: start + length };
}

/** Whether what a field of a node holds is a node. */
function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "nodeType" in value && "src" in value;
}

/** The nodes directly under a node, in no particular order. */
export function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

/** The contract and the function that a node is in, or only the contract, given where its parent is. */
export function placeOf({ nodeType, name, kind }: Node, place: string): string {
  if (nodeType === "ContractDefinition") return name!;
  if (nodeType === "FunctionDefinition") return [place, name || kind].filter(Boolean).join(".");
  return place;
}
