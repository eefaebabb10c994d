// SPDX-License-Identifier: MIT
import { type Address, concat, type Hex } from "viem";
import type { InvalidValueError } from "../errors/InvalidValueError.ts";
import { EventMissingError } from "../errors/transactions.ts";
import type { ReadErrorType } from "../errors/types.ts";
import type { IntegerModel } from "../model/network.ts";
import { decodeModel } from "../model/words.ts";
import { bytesToWords } from "../utils/bytes.ts";
import { getArchitectureDefinition } from "./getArchitectureDefinition.ts";
import { getCommittedSubmission } from "./getCommittedSubmission.ts";
import { escrowLogs, readEscrow } from "./internal/escrow.ts";
import type { BountyParameters, CommonweightClient, LogRangeParameters } from "./types.ts";

export interface GetPublishedModelParameters extends BountyParameters, LogRangeParameters {
  /** Whose model; the best-ranked published one of a settled bounty unless given. */
  operator?: Address | undefined;
}
export interface GetPublishedModelReturnType {
  operator: Address;
  model: IntegerModel;
  /** Salt of the model's commitment. */
  salt: bigint;
  /** The words as published: salt, packed weights, packed biases, 32 bytes each. */
  words: Hex;
}
export type GetPublishedModelErrorType = ReadErrorType | EventMissingError | InvalidValueError;

/**
 * A model that was published by `claim`, at once or in pieces, read back from the chain alone: its words from the escrow's events, its architecture from
 * the registry's.
 *
 * @throws {@link EventMissingError} where the operator published none, or, without an operator, the bounty is not settled
 * @example
 * const { model } = await getPublishedModel(client, { escrow, bounty: 1n });
 */
export async function getPublishedModel(
  client: CommonweightClient,
  parameters: GetPublishedModelParameters,
): Promise<GetPublishedModelReturnType> {
  const { escrow, bounty, fromBlock } = parameters;
  const operator = parameters.operator ?? (await bestOperator(client, parameters));
  const search = { escrow, args: { bounty, operator }, fromBlock };
  const [[claimed], pieces, submission, registry] = await Promise.all([
    escrowLogs(client, { ...search, eventName: "Claimed" }),
    escrowLogs(client, { ...search, eventName: "WeightsPublished" }),
    getCommittedSubmission(client, { ...parameters, operator }),
    readEscrow(client, escrow, "registry", []),
  ]);
  if (claimed === undefined || submission === undefined) {
    const where = `for bounty ${bounty} and the operator ${operator} since block ${fromBlock ?? 0n}`;
    throw new EventMissingError({ eventName: "Claimed", address: escrow, where });
  }
  const inOrder = pieces.map(({ args }) => args).sort((left, right) => Number(left.piece - right.piece));
  const words = claimed.args.words === "0x" ? concat(inOrder.map((piece) => piece.words)) : claimed.args.words;
  const architecture = await getArchitectureDefinition(client, {
    registry,
    architecture: submission.architecture,
    fromBlock,
  });
  return { operator, words, ...decodeModel(architecture, bytesToWords(words)) };
}

async function bestOperator(
  client: CommonweightClient,
  { escrow, bounty, fromBlock }: GetPublishedModelParameters,
): Promise<Address> {
  const [settled] = await escrowLogs(client, { escrow, eventName: "Settled", args: { bounty }, fromBlock });
  if (settled === undefined) {
    const where = `for bounty ${bounty} since block ${fromBlock ?? 0n}`;
    throw new EventMissingError({ eventName: "Settled", address: escrow, where });
  }
  return settled.args.bestOperator;
}
