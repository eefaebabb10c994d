// SPDX-License-Identifier: MIT
import { z } from "zod";
import { BaseError } from "../errors/BaseError.ts";
import { definitionId } from "../utils/canonicalJson.ts";
import { readJsonFile, writeFileAtomic } from "../utils/files.ts";
import { parseWith } from "../utils/parse.ts";
import { type Architecture, parseArchitecture } from "./architecture.ts";
import { assertModel, type IntegerModel } from "./network.ts";

const FORMAT = "commonweight-model";
const VERSION = 1;

const number = z.number({ error: "a number" });

/** The frame of a model file; shapes and ranges are checked against the architecture that it holds. */
const fileSchema = z.strictObject({
  format: z.literal(FORMAT, { error: `"${FORMAT}"` }),
  version: z.literal(VERSION, { error: `${VERSION}, the only version there is` }),
  architectureId: z.string({ error: "the identity of the architecture" }),
  architecture: z.unknown(),
  matrices: z.array(z.strictObject({ weights: z.array(z.array(number)), biases: z.array(number) })),
});

/**
 * Saves a model as JSON, whole or not at all. The file holds the weights, so it is secret until they are published, and
 * is readable by its owner only.
 *
 * @throws {@link InvalidValueError} if the model is malformed; then nothing is written
 * @throws {@link InvalidFileError} naming the file, where it cannot be written
 */
export async function saveModel(path: string, model: IntegerModel): Promise<void> {
  assertModel(model);
  const { architecture, matrices } = model;
  const architectureId = definitionId(architecture);
  const content = { format: FORMAT, version: VERSION, architectureId, architecture, matrices };
  await writeFileAtomic(path, `${JSON.stringify(content)}\n`, { mode: 0o600 });
}

/**
 * Loads a model that {@link saveModel} saved.
 *
 * @param path - of the file
 * @param expected - the architecture the model must have; without it any is taken
 * @throws {@link InvalidFileError} naming the file and what in it is wrong: it is missing or truncated, of another format,
 * version or architecture, or a shape or range is violated
 */
export async function loadModel(path: string, expected?: Architecture): Promise<IntegerModel> {
  return readJsonFile(path, "model file", (json) => modelOf(json, expected));
}

function modelOf(json: unknown, expected: Architecture | undefined): IntegerModel {
  const file = parseWith(fileSchema, json, "file");
  const architecture = parseArchitecture(file.architecture);
  assertIdentity(file.architectureId, architecture, "of the architecture in the file");
  if (expected) assertIdentity(file.architectureId, expected, `of ${expected.name}`);
  const model = { architecture, matrices: file.matrices };
  assertModel(model);
  return model;
}

function assertIdentity(value: string, architecture: Architecture, whose: string): void {
  const identity = definitionId(architecture);
  if (value === identity) return;
  throw new BaseError(`architectureId is ${value}; expected ${identity}, the identity ${whose}.`);
}
