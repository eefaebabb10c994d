// SPDX-License-Identifier: MIT

/**
 * Public inputs of each statement, in the order in which the circuits declare them, which is the order in which verifiers
 * take them. The one source: the order in Solidity is generated from here, and the circuits are tested against it.
 */
export const statements = {
  /**
   * The model behind `modelCommitment`, bound to `operator`, is strictly right on at least `correct` of the samples
   * behind `dataCommitment`.
   */
  EvaluateModel: ["modelCommitment", "dataCommitment", "correct", "operator"],
  /**
   * The words that will be published for the model behind `modelCommitment` have the polynomial value `digest` at
   * `challenge`; weights and biases are in range and cost at most `bits`.
   */
  SealModel: ["modelCommitment", "challenge", "digest", "bits", "operator"],
  /**
   * The words that will be published for the samples behind `dataCommitment` have the polynomial value `digest` at
   * `challenge`; features are in range and labels one-hot.
   */
  SealChunk: ["dataCommitment", "challenge", "digest"],
  /**
   * One step of the recipe, on the batch behind `dataCommitment`, takes the checkpoint behind `commitmentBefore`, which is that of
   * `step`, to the one behind `commitmentAfter`, which is that of step + 1; both are the operator's.
   */
  TrainStep: ["commitmentBefore", "commitmentAfter", "dataCommitment", "step", "operator"],
  /** The checkpoint of step 0 behind `commitment`, the operator's, follows from `seed`. */
  InitStep: ["commitment", "seed", "operator"],
  /**
   * The checkpoint of step 0 behind `commitment`, the operator's, begins with the model behind `parentCommitment`, which is bound to
   * `parentOperator`.
   */
  InheritModel: ["commitment", "parentCommitment", "parentOperator", "operator"],
  /** The checkpoint of `step` behind `commitmentLast` rounds to the model behind `modelCommitment`; both are the operator's. */
  QuantiseModel: ["commitmentLast", "modelCommitment", "step", "operator"],
} as const;

/** Name of a statement, which is the name of its circuit template. */
export type StatementName = keyof typeof statements;

/** Public inputs of a statement by name. */
export type PublicInputs<name extends StatementName> = Record<(typeof statements)[name][number], bigint>;

/**
 * Public inputs by name, put in the order of the verifier.
 *
 * @example
 * orderPublicInputs("SealChunk", { digest: 3n, challenge: 2n, dataCommitment: 1n }); // [1n, 2n, 3n]
 */
export function orderPublicInputs<name extends StatementName>(statement: name, inputs: PublicInputs<name>): bigint[] {
  const order: readonly (keyof PublicInputs<name>)[] = statements[statement];
  return order.map((input) => inputs[input]);
}
