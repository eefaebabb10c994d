// SPDX-License-Identifier: MIT
import { access } from "node:fs/promises";
import { type IntegerModel, InvalidFileError, loadModel, saveModel } from "@commonweight/sdk";

/**
 * Saves a model, and never over something else; where the file holds this very model, nothing is written.
 *
 * @throws {@link InvalidFileError} where a file of this name holds anything different
 */
export async function saveModelOnce(path: string, model: IntegerModel): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (!exists) return saveModel(path, model);
  const present = await loadModel(path);
  if (JSON.stringify(present) === JSON.stringify(model)) return;
  throw new InvalidFileError(path, "The file holds another model; expected a name that is free.");
}
