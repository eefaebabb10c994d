// SPDX-License-Identifier: MIT
// Writes small ONNX files for tests, by the field numbers of onnx.proto3: for what PyTorch does not write.
import { Writer } from "protobufjs/minimal.js";

export interface TestNode {
  operator: string;
  inputs: string[];
  output: string;
  name?: string;
  domain?: string;
  attributes?: Record<string, number | number[] | string | TestTensor>;
}

export interface TestTensor {
  name?: string;
  shape: number[];
  values: number[];
  /** TensorProto.DataType: 1 unless given, floats of 32 bits. */
  type?: number;
  /** Whether numbers are given in the field of their type instead of as bytes. */
  isTyped?: boolean;
  externalData?: boolean;
}

export interface TestGraph {
  nodes: TestNode[];
  tensors: TestTensor[];
  inputs?: Record<string, (number | undefined)[]>;
  outputs?: string[];
  operatorSet?: number;
  /** Whether the input is integers. */
  symbols?: boolean;
}

type Write = (writer: Writer) => void;

const message = (writer: Writer, field: number, write: Write) => {
  writer.uint32((field << 3) | 2).fork();
  write(writer);
  writer.ldelim();
};
const text = (writer: Writer, field: number, value: string) => writer.uint32((field << 3) | 2).string(value);
const integer = (writer: Writer, field: number, value: number) => writer.uint32(field << 3).int64(value);
const integers = (writer: Writer, field: number, values: number[]) =>
  message(writer, field, (inner) => {
    for (const value of values) inner.int64(value);
  });

export function encodeOnnx({
  nodes,
  tensors,
  inputs = { x: [undefined, 3] },
  outputs = ["y"],
  operatorSet = 14,
  symbols = false,
}: TestGraph): Uint8Array {
  const writer = Writer.create();
  integer(writer, 1, 8);
  message(writer, 8, (set) => integer(set, 2, operatorSet));
  message(writer, 7, (graph) => {
    for (const node of nodes) message(graph, 1, (inner) => writeNode(inner, node));
    text(graph, 2, "test");
    for (const tensor of tensors) message(graph, 5, (inner) => writeTensor(inner, tensor));
    for (const [name, shape] of Object.entries(inputs))
      message(graph, 11, (inner) => writeValue(inner, name, shape, symbols));
    for (const name of outputs) message(graph, 12, (inner) => writeValue(inner, name, undefined));
  });
  return writer.finish();
}

function writeNode(writer: Writer, { operator, inputs, output, name, domain, attributes = {} }: TestNode): void {
  for (const input of inputs) text(writer, 1, input);
  text(writer, 2, output);
  if (name) text(writer, 3, name);
  text(writer, 4, operator);
  for (const [key, value] of Object.entries(attributes)) {
    message(writer, 5, (inner) => {
      text(inner, 1, key);
      if (Array.isArray(value)) {
        integers(inner, 8, value);
        integer(inner, 20, 7);
      } else if (typeof value === "object") {
        message(inner, 5, (tensor) => writeTensor(tensor, value));
        integer(inner, 20, 4);
      } else if (typeof value === "string") {
        text(inner, 4, value);
        integer(inner, 20, 3);
      } else if (Number.isInteger(value)) {
        integer(inner, 3, value);
        integer(inner, 20, 2);
      } else {
        inner.uint32((2 << 3) | 5).float(value);
        integer(inner, 20, 1);
      }
    });
  }
  if (domain) text(writer, 7, domain);
}

function writeTensor(writer: Writer, { name = "", shape, values, type = 1, isTyped, externalData }: TestTensor): void {
  integers(writer, 1, shape);
  integer(writer, 2, type);
  text(writer, 8, name);
  if (externalData) {
    message(writer, 13, (entry) => text(entry, 1, "location"));
    integer(writer, 14, 1);
    return;
  }
  if (!isTyped) {
    writer.uint32((9 << 3) | 2).bytes(bytesOf(values, type));
    return;
  }
  const field = { 1: 4, 7: 7, 6: 5, 10: 5, 11: 10, 16: 5 }[type]!;
  if (field === 4 || field === 10) {
    message(writer, field, (inner) => {
      for (const value of values) {
        if (field === 4) inner.float(value);
        else inner.double(value);
      }
    });
  } else {
    integers(writer, field, values);
  }
}

function bytesOf(values: number[], type: number): Uint8Array {
  if (type === 7) return new Uint8Array(BigInt64Array.from(values, (value) => BigInt(value)).buffer);
  if (type === 11) return new Uint8Array(Float64Array.from(values).buffer);
  if (type === 6) return new Uint8Array(Int32Array.from(values).buffer);
  // Numbers of 16 bits are given as their bits.
  if (type === 10 || type === 16) return new Uint8Array(Uint16Array.from(values).buffer);
  return new Uint8Array(Float32Array.from(values).buffer);
}

/** @param shape - none of an output, which is left open */
function writeValue(writer: Writer, name: string, shape: (number | undefined)[] | undefined, isSymbols = false): void {
  text(writer, 1, name);
  message(writer, 2, (type) =>
    message(type, 1, (tensor) => {
      integer(tensor, 1, isSymbols ? 7 : 1);
      if (!shape) return;
      message(tensor, 2, (dimensions) => {
        for (const length of shape) {
          message(dimensions, 1, (inner) => {
            if (length === undefined) text(inner, 2, "n");
            else integer(inner, 1, length);
          });
        }
      });
    }),
  );
}
