// SPDX-License-Identifier: MIT
export type { StoredBits } from "./draft.ts";
export { type Mismatch, ModelImportError } from "./errors.ts";
export {
  type ImportFileParameters,
  importFile,
  type LoadOptions,
  loadOnnx,
  loadSafetensors,
  saveSafetensors,
} from "./files.ts";
export { importGraph } from "./graph.ts";
export type { ImportedInput, ImportedLayer, ImportedNetwork } from "./layered.ts";
export type { TensorMapping, TensorSource } from "./matching.ts";
export { decodeOnnx, type OnnxGraph, type OnnxNode, type OnnxValue } from "./onnx/decode.ts";
export { OPERATORS, type Operator } from "./onnx/operators.ts";
export { recogniseLayers } from "./onnx/recognise.ts";
export { type Proposal, proposeArchitecture } from "./propose.ts";
export { type LoadRuntime, MissingRuntimeError, runOnnx } from "./runOnnx.ts";
export { decodeSafetensors, encodeSafetensors, type TensorToWrite } from "./safetensors.ts";
export { type Slot, slotsOf } from "./slots.ts";
export type { FloatType, Tensor } from "./tensor.ts";
export { type ImportedModel, type ImportOptions, importTensors } from "./tensors.ts";
