// SPDX-License-Identifier: MIT
import { StoreRecordMissingError } from "../errors/storage.ts";
import { randomFieldElement } from "../proving/field.ts";
import type { OperatorStore, SubmissionsKey } from "../storage/store.ts";
import { assertMatches } from "./assertMatches.ts";

export interface KeepRecordSaltParameters extends SubmissionsKey {
  store: OperatorStore;
}

/**
 * The salt of an operator's training record in a bounty: the one that the store keeps, or one that is drawn, kept, and read back. Before
 * `openRecord`: with the salt, the training can be repeated to the bit; without it nothing can be proven.
 *
 * @throws {@link StoreRecordError} where what the store keeps is damaged
 * @example
 * const salt = await keepRecordSalt({ store, chainId, escrow, bounty: 1n, operator });
 */
export async function keepRecordSalt(parameters: KeepRecordSaltParameters): Promise<bigint> {
  const { store, ...key } = parameters;
  try {
    return (await store.loadTrainingRecord(key)).salt;
  } catch (error) {
    if (!(error instanceof StoreRecordMissingError)) throw error;
  }
  const salt = randomFieldElement();
  await store.saveTrainingRecord({ ...key, salt });
  assertMatches("The salt read back from the store", (await store.loadTrainingRecord(key)).salt, salt);
  return salt;
}
