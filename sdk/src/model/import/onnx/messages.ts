// SPDX-License-Identifier: MIT
// The messages of ONNX that models of ours need, as tables: onnx/onnx.proto3, IR version 3 and later. What the tables lack is skipped. Read by
// protobufjs's reader, without generated code, so that it works where code from strings is forbidden.
import { Reader } from "protobufjs/minimal.js";

/** How a field is read; a table: a message of its own. */
type FieldType = "int" | "float" | "bytes" | "text" | "floats" | "doubles" | "ints" | MessageTable;

/** Fields by number. */
export interface MessageTable {
  [number: number]: { name: string; type: FieldType; repeated?: true };
}

/** A message as read: fields that were absent are missing, repeated ones are lists. */
export type Message = Record<string, unknown>;

const dimensionTable: MessageTable = { 1: { name: "value", type: "int" }, 2: { name: "parameter", type: "text" } };

const tensorTable: MessageTable = {
  1: { name: "dims", type: "ints" },
  2: { name: "dataType", type: "int" },
  3: { name: "segment", type: {} },
  4: { name: "floatData", type: "floats" },
  5: { name: "int32Data", type: "ints" },
  7: { name: "int64Data", type: "ints" },
  8: { name: "name", type: "text" },
  9: { name: "rawData", type: "bytes" },
  10: { name: "doubleData", type: "doubles" },
  13: { name: "externalData", type: {}, repeated: true },
  14: { name: "dataLocation", type: "int" },
};

const attributeTable: MessageTable = {
  1: { name: "name", type: "text" },
  2: { name: "f", type: "float" },
  3: { name: "i", type: "int" },
  4: { name: "s", type: "text" },
  5: { name: "t", type: tensorTable },
  // A graph within a graph is named, not read: so messages nest no deeper than these tables.
  6: { name: "g", type: {} },
  7: { name: "floats", type: "floats" },
  8: { name: "ints", type: "ints" },
  20: { name: "type", type: "int" },
};

const nodeTable: MessageTable = {
  1: { name: "inputs", type: "text", repeated: true },
  2: { name: "outputs", type: "text", repeated: true },
  3: { name: "name", type: "text" },
  4: { name: "operator", type: "text" },
  5: { name: "attributes", type: attributeTable, repeated: true },
  7: { name: "domain", type: "text" },
};

const shapeTable: MessageTable = { 1: { name: "dimensions", type: dimensionTable, repeated: true } };
const tensorTypeTable: MessageTable = {
  1: { name: "elementType", type: "int" },
  2: { name: "shape", type: shapeTable },
};
const valueTable: MessageTable = {
  1: { name: "name", type: "text" },
  2: { name: "type", type: { 1: { name: "tensor", type: tensorTypeTable } } },
};

const graphTable: MessageTable = {
  1: { name: "nodes", type: nodeTable, repeated: true },
  2: { name: "name", type: "text" },
  5: { name: "initializers", type: tensorTable, repeated: true },
  11: { name: "inputs", type: valueTable, repeated: true },
  12: { name: "outputs", type: valueTable, repeated: true },
  15: { name: "sparseInitializers", type: {}, repeated: true },
};

const operatorSetTable: MessageTable = { 1: { name: "domain", type: "text" }, 2: { name: "version", type: "int" } };

/** A ModelProto. */
export const modelTable: MessageTable = {
  1: { name: "irVersion", type: "int" },
  7: { name: "graph", type: graphTable },
  8: { name: "operatorSets", type: operatorSetTable, repeated: true },
};

/** The most messages and texts of a file: an empty one takes two bytes of a file, but a hundred of memory. */
const MOST_PARTS = 100_000;

/**
 * A message read by a table. Nothing is allocated by a length that was not compared with the bytes that there are.
 *
 * @throws Error of protobufjs, or one of a sentence, if the bytes are no such message
 */
export function readMessage(bytes: Uint8Array, table: MessageTable): Message {
  const reader = Reader.create(bytes);
  return readUntil(reader, reader.len, table, { parts: MOST_PARTS });
}

function readUntil(reader: Reader, end: number, table: MessageTable, budget: { parts: number }): Message {
  const message: Message = Object.create(null) as Message;
  while (reader.pos < end) {
    const tag = reader.uint32();
    const field = table[tag >>> 3];
    if (field === undefined) {
      reader.skipType(tag & 7);
      continue;
    }
    const { name, type, repeated } = field;
    const value = readField(reader, end, tag & 7, type, budget);
    if (type === "ints" || type === "floats" || type === "doubles") {
      message[name] = append(message[name] as number[] | undefined, value as number[]);
    } else if (repeated) {
      if (message[name]) (message[name] as unknown[]).push(value);
      else message[name] = [value];
    } else {
      message[name] = value;
    }
  }
  if (reader.pos !== end) throw new Error(`A message ends at byte ${reader.pos}; expected ${end}.`);
  return message;
}

/** A list given in several parts is one; almost always there is one part. */
function append(list: number[] | undefined, more: number[]): number[] {
  if (list === undefined) return more;
  for (const value of more) list.push(value);
  return list;
}

function readField(reader: Reader, end: number, wireType: number, type: FieldType, budget: { parts: number }): unknown {
  const isList = type === "ints" || type === "floats" || type === "doubles";
  const single =
    type === "int" || type === "ints" ? 0 : type === "float" || type === "floats" ? 5 : type === "doubles" ? 1 : 2;
  if (wireType !== single && !(isList && wireType === 2)) {
    throw new Error(`A field has the wire type ${wireType}; expected ${single}.`);
  }
  if (isList) return readNumbers(reader, end, wireType, type);
  if (type === "int") return toNumber(reader.int64());
  if (type === "float") return reader.float();
  if (--budget.parts < 0) throw new Error(`There are more than ${MOST_PARTS} parts; expected at most so many.`);
  const length = reader.uint32();
  const last = reader.pos + length;
  if (last > end) throw new Error(`A field of ${length} bytes ends at byte ${last}; expected at most ${end}.`);
  if (typeof type === "object") return readUntil(reader, last, type, budget);
  const bytes = reader.buf.subarray(reader.pos, last);
  reader.pos = last;
  return type === "bytes" ? bytes : new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

function readNumbers(reader: Reader, end: number, wireType: number, type: "ints" | "floats" | "doubles"): number[] {
  const next = () =>
    type === "ints" ? toNumber(reader.int64()) : type === "floats" ? reader.float() : reader.double();
  if (wireType !== 2) return [next()];
  const length = reader.uint32();
  const last = reader.pos + length;
  if (last > end) throw new Error(`A list of ${length} bytes ends at byte ${last}; expected at most ${end}.`);
  const numbers: number[] = [];
  while (reader.pos < last) numbers.push(next());
  if (reader.pos !== last) throw new Error(`A list ends at byte ${reader.pos}; expected ${last}.`);
  return numbers;
}

/** A number, or an object of protobufjs that has its value. Integers beyond 2^53 become inexact, and are then refused as whatever they should have been. */
function toNumber(value: unknown): number {
  return Number(value);
}
