// SPDX-License-Identifier: MIT
import { InvalidFileError } from "../../errors/InvalidFileError.ts";
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import { writeFileAtomic } from "../../utils/files.ts";
import { readBounded } from "../../utils/readBounded.ts";
import type { Architecture } from "../architecture.ts";
import { importGraph } from "./graph.ts";
import type { TensorMapping } from "./matching.ts";
import { decodeOnnx, type OnnxGraph } from "./onnx/decode.ts";
import { decodeSafetensors, encodeSafetensors, type TensorToWrite } from "./safetensors.ts";
import { DEFAULT_MAXIMUM_BYTES, type Tensor } from "./tensor.ts";
import { type ImportedModel, type ImportOptions, importTensors } from "./tensors.ts";

/** Limits of what is read. */
export interface LoadOptions {
  /** The most bytes of the file; 64 MiB unless given. Nothing is read of a larger one. */
  maximumBytes?: number | undefined;
}

/**
 * The tensors of a safetensors file.
 *
 * @throws {@link InvalidFileError} naming the file and what is wrong with it
 * @example
 * const tensors = await loadSafetensors("model.safetensors");
 */
export async function loadSafetensors(path: string, options: LoadOptions = {}): Promise<Tensor[]> {
  return decodeSafetensors(await readBounded(path, options.maximumBytes ?? DEFAULT_MAXIMUM_BYTES), path);
}

/**
 * The graph of an ONNX file.
 *
 * @throws {@link InvalidFileError} naming the file and what is wrong with it
 * @example
 * const graph = await loadOnnx("model.onnx");
 */
export async function loadOnnx(path: string, options: LoadOptions = {}): Promise<OnnxGraph> {
  return decodeOnnx(await readBounded(path, options.maximumBytes ?? DEFAULT_MAXIMUM_BYTES), path);
}

/**
 * Writes tensors as a safetensors file of numbers of 32 bits, whole or not at all. Weights are secret until they are published, so that only
 * its owner can read it.
 *
 * @throws {@link InvalidValueError} if a name is used twice, or a shape has another number of values; then nothing is written
 * @throws {@link InvalidFileError} naming the file, where it cannot be written
 */
export async function saveSafetensors(path: string, tensors: readonly TensorToWrite[]): Promise<void> {
  await writeFileAtomic(path, encodeSafetensors(tensors), { mode: 0o600 });
}

/** What {@link importFile} needs. */
export type ImportFileParameters = ImportOptions &
  LoadOptions & {
    /** Of a file that ends with `.safetensors` or `.onnx`. */
    path: string;
    architecture: Architecture;
    /** Of a safetensors file: which tensor is which, where names and shapes do not say. */
    mapping?: TensorMapping | undefined;
  };

/**
 * The network of a registered architecture that a file has, whichever of the two kinds it is.
 *
 * @throws {@link InvalidFileError} naming the file and what is wrong with it; {@link ModelImportError} listing everything that does
 * not fit the architecture; {@link InvalidValueError} for a mapping of an ONNX file, whose graph says which tensor is which
 * @example
 * const { network, unused } = await importFile({ path: "digits.safetensors", architecture });
 * const model = quantise({ architecture, network, calibration });
 */
export async function importFile(parameters: ImportFileParameters): Promise<ImportedModel> {
  const { path, mapping, ...others } = parameters;
  if (path.endsWith(".safetensors")) {
    return importTensors({ ...others, tensors: await loadSafetensors(path, others), mapping: mapping ?? {} });
  }
  if (!path.endsWith(".onnx")) {
    throw new InvalidFileError(path, "The name has another ending; expected .safetensors or .onnx.");
  }
  if (mapping && Object.keys(mapping).length > 0) {
    const expected = "none for an ONNX file: its graph says which tensor is which";
    throw new InvalidValueError({ subject: "mapping", value: mapping, expected });
  }
  return importGraph({ ...others, graph: await loadOnnx(path, others) });
}
