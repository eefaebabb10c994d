// SPDX-License-Identifier: MIT
import { InvalidFileError } from "../../../errors/InvalidFileError.ts";
import {
  assertFinite,
  bfloatToNumber,
  decodeFloats,
  elementsOf,
  FLOAT_BYTES,
  type FloatType,
  halfToNumber,
  type Tensor,
} from "../tensor.ts";
import { type Message, modelTable, readMessage } from "./messages.ts";
import { adviceOn, isKnownOperator, OPERATORS } from "./operators.ts";

/** An operation of a graph. */
export interface OnnxNode {
  /** For messages: the file's own name for it, or its place. */
  name: string;
  operator: string;
  /** Names of values; one that is left out is empty. */
  inputs: string[];
  outputs: string[];
  attributes: Record<string, number | string | number[] | Tensor>;
}

/** What a graph reads or gives. Lengths that the file leaves open are undefined. */
export interface OnnxValue {
  name: string;
  shape: (number | undefined)[];
}

/** A computation as a file describes it; nodes stand after those that they read. */
export interface OnnxGraph {
  name: string;
  inputs: OnnxValue[];
  outputs: OnnxValue[];
  nodes: OnnxNode[];
  /** Constants by name. */
  tensors: Map<string, Tensor>;
}

/** The largest version of ONNX's operator set whose operators, as far as we read them, have not changed their meaning. */
const NEWEST_OPERATOR_SET = 25;
const OLDEST_OPERATOR_SET = 7;

/**
 * The graph of an ONNX file. Sizes that the file claims are compared with what there is before anything is allocated by them.
 *
 * @param bytes - the whole file
 * @param path - of the file, for messages
 * @throws {@link InvalidFileError} if it is no ONNX model, has data outside the file, numbers that are not finite, two values of one
 * name, nodes before what they read, or operators that we do not know: all of those are listed
 */
export function decodeOnnx(bytes: Uint8Array, path = "onnx"): OnnxGraph {
  let model: Message;
  try {
    model = readMessage(bytes, modelTable);
  } catch (cause) {
    throw new InvalidFileError(path, "It is no ONNX model; expected a whole ModelProto.", { cause });
  }
  const graph = model.graph as Message | undefined;
  if (!graph) throw new InvalidFileError(path, "It has no graph; expected an ONNX model.");
  assertOperatorSet(path, list(model.operatorSets));
  if (list(graph.sparseInitializers).length > 0) {
    throw new InvalidFileError(path, "It has sparse constants; expected dense ones.");
  }
  const nodes = list(graph.nodes).map((node, n) => nodeOf(path, node, n));
  assertKnownOperators(path, nodes);
  const tensors = new Map<string, Tensor>();
  for (const initializer of list(graph.initializers)) {
    const tensor = tensorOf(path, initializer);
    if (tensors.has(tensor.name)) {
      throw new InvalidFileError(path, `It has two constants ${tensor.name}; expected one of each name.`);
    }
    tensors.set(tensor.name, tensor);
  }
  const inputs = list(graph.inputs).map(ioOf);
  const decoded: OnnxGraph = {
    name: text(graph.name),
    // Before IR version 4 constants were listed as inputs too.
    inputs: inputs.filter(({ name }) => !tensors.has(name)),
    outputs: list(graph.outputs).map(ioOf),
    nodes,
    tensors,
  };
  assertOrder(path, decoded);
  return decoded;
}

function list(value: unknown): Message[] {
  return (value as Message[] | undefined) ?? [];
}

function text(value: unknown): string {
  return (value as string | undefined) ?? "";
}

function assertOperatorSet(path: string, sets: readonly Message[]): void {
  const own = sets.find(({ domain }) => text(domain) === "" || domain === "ai.onnx");
  const version = own?.version as number | undefined;
  if (version !== undefined && version >= OLDEST_OPERATOR_SET && version <= NEWEST_OPERATOR_SET) return;
  const expected = `from ${OLDEST_OPERATOR_SET} to ${NEWEST_OPERATOR_SET}`;
  throw new InvalidFileError(
    path,
    `Its version of ONNX's operators is ${version ?? "missing"}; expected one ${expected}.`,
  );
}

/** More kinds of unknown operators than any real file has. */
const MOST_LISTED = 50;

/** Someone who has to change a model wants to know of everything at once. */
function assertKnownOperators(path: string, nodes: readonly OnnxNode[]): void {
  const unknown = new Map<string, string[]>();
  for (const { operator, name } of nodes) {
    if (isKnownOperator(operator)) continue;
    const names = unknown.get(operator);
    if (names) names.push(name);
    else unknown.set(operator, [name]);
  }
  if (unknown.size === 0) return;
  const listed = [...unknown].slice(0, MOST_LISTED).map(([operator, names]) => {
    const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
    return `${operator} (${names.slice(0, 3).join(", ")}${more})${adviceOn(operator)}`;
  });
  const expected = Object.keys(OPERATORS).join(", ");
  throw new InvalidFileError(
    path,
    `It has operators that cannot be imported: ${listed.join("; ")}; expected only ${expected}.`,
  );
}

function nodeOf(path: string, node: Message, n: number): OnnxNode {
  const domain = text(node.domain);
  const isOwn = domain === "" || domain === "ai.onnx";
  const name = text(node.name) || `node ${n}`;
  return {
    name,
    operator: isOwn ? text(node.operator) : `${domain}.${text(node.operator)}`,
    inputs: (node.inputs as string[] | undefined) ?? [],
    outputs: (node.outputs as string[] | undefined) ?? [],
    attributes: Object.fromEntries(list(node.attributes).map((attribute) => attributeOf(path, name, attribute))),
  };
}

/** AttributeProto.AttributeType. */
const ATTRIBUTES: Record<number, "f" | "i" | "s" | "t" | "floats" | "ints"> = {
  1: "f",
  2: "i",
  3: "s",
  4: "t",
  6: "floats",
  7: "ints",
};

const EMPTY = { f: 0, i: 0, s: "", t: undefined, floats: [], ints: [] };

function attributeOf(path: string, node: string, attribute: Message): [string, number | string | number[] | Tensor] {
  const name = text(attribute.name);
  const field = ATTRIBUTES[attribute.type as number];
  const value = field && (attribute[field] ?? EMPTY[field]);
  if (value === undefined) {
    const problem = `The attribute ${name} of ${node} is of type ${attribute.type}; expected numbers, a text or a tensor.`;
    throw new InvalidFileError(path, problem);
  }
  return [name, field === "t" ? tensorOf(path, value as Message) : (value as number | string | number[])];
}

function ioOf(value: Message): OnnxValue {
  const tensor = (value.type as Message | undefined)?.tensor as Message | undefined;
  const dimensions = list((tensor?.shape as Message | undefined)?.dimensions);
  const shape = dimensions.map(({ value: length }) => length as number | undefined);
  return { name: text(value.name), shape };
}

/** TensorProto.DataType: the types of numbers of a model, and of the integers that shapes and axes are given in. */
const FLOAT_TYPES: Record<number, FloatType> = { 1: "F32", 10: "F16", 11: "F64", 16: "BF16" };
const INT32 = 6;
const INT64 = 7;

/** Where numbers of a type are that are not given as raw bytes. */
const NUMBER_FIELDS: Record<number, string> = {
  1: "floatData",
  6: "int32Data",
  7: "int64Data",
  10: "int32Data",
  11: "doubleData",
  16: "int32Data",
};

/** TensorProto.DataLocation. */
const IN_FILE = 0;

function tensorOf(path: string, message: Message): Tensor {
  const name = text(message.name);
  const fail = (problem: string): never => {
    throw new InvalidFileError(path, `The constant ${name} ${problem}`);
  };
  if ((message.dataLocation ?? IN_FILE) !== IN_FILE || message.externalData) {
    fail("has its numbers outside the file; expected them in it.");
  }
  if (message.segment) fail("is a segment; expected it whole.");
  const shape = (message.dims as number[] | undefined) ?? [];
  const count = elementsOf(shape);
  if (count === undefined)
    return fail(`has the shape [${shape.slice(0, 9).join(", ")}]; expected at most 8 lengths of one or more.`);
  const values = numbersOf(message, count, fail);
  if (values.length !== count)
    fail(`has ${values.length} numbers; expected ${count}, for its shape [${shape.join(", ")}].`);
  const tensor = { name, shape, values };
  assertFinite(path, tensor);
  return tensor;
}

function numbersOf(message: Message, count: number, fail: (problem: string) => never): Float64Array {
  const dataType = message.dataType as number;
  const floatType = FLOAT_TYPES[dataType];
  const raw = message.rawData as Uint8Array | undefined;
  if (raw && (floatType || dataType === INT64 || dataType === INT32)) {
    const width = floatType ? FLOAT_BYTES[floatType] : dataType === INT64 ? 8 : 4;
    if (raw.byteLength !== count * width)
      fail(`has ${raw.byteLength} bytes; expected ${count * width}, for its shape.`);
    return floatType ? decodeFloats(raw, floatType) : decodeIntegers(raw, width);
  }
  const field = NUMBER_FIELDS[dataType];
  if (field === undefined)
    return fail(`is of type ${dataType}; expected floats of 16, 32 or 64 bits, or integers of 32 or 64.`);
  const numbers = (message[field] as number[] | undefined) ?? [];
  // Numbers of 16 bits are given as the integers of their bits.
  if (floatType === "F16") return Float64Array.from(numbers, (bits) => halfToNumber(bits & 0xffff));
  if (floatType === "BF16") return Float64Array.from(numbers, (bits) => bfloatToNumber(bits & 0xffff));
  return Float64Array.from(numbers);
}

function decodeIntegers(bytes: Uint8Array, width: number): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float64Array(bytes.byteLength / width);
  for (let i = 0; i < values.length; i++) {
    values[i] = width === 8 ? Number(view.getBigInt64(i * 8, true)) : view.getInt32(i * 4, true);
  }
  return values;
}

/** Every value has one origin, and is there before it is read: then the graph has no cycle. */
function assertOrder(path: string, { inputs, outputs, nodes, tensors }: OnnxGraph): void {
  const known = new Set<string>([...tensors.keys()]);
  const define = (name: string, what: string) => {
    if (known.has(name))
      throw new InvalidFileError(path, `${what} gives the value ${name} again; expected one of each name.`);
    known.add(name);
  };
  for (const { name } of inputs) define(name, "An input");
  for (const node of nodes) {
    for (const name of node.inputs) {
      if (name === "" || known.has(name)) continue;
      throw new InvalidFileError(path, `${node.name} reads the value ${name}; expected one that is given before.`);
    }
    for (const name of node.outputs) if (name !== "") define(name, node.name);
  }
  for (const { name } of outputs) {
    if (!known.has(name))
      throw new InvalidFileError(path, `The output ${name} is given by no node; expected one that is.`);
  }
}
