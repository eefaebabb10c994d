// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { getBlock, getChainId, readContract } from "viem/actions";
import { beaconAbi } from "../../abis/beacon.ts";
import { developmentRounds, drandRounds, type RoundSource } from "../../beacon/rounds.ts";
import { localChain } from "../../chains/local.ts";
import { RoundToComeError } from "../../errors/beacon.ts";
import { withTypedErrors } from "../../errors/toTypedError.ts";
import type { CommonweightClient } from "../types.ts";
import { readEscrow } from "./escrow.ts";

/** The beacon whose rounds draw the chunks of an escrow's bounties. */
export async function beaconOf(client: CommonweightClient, escrow: Address) {
  return { abi: beaconAbi, address: await readEscrow(client, escrow, "beacon", []) } as const;
}

/**
 * The signature of a round of an escrow's beacon; undefined where the beacon has the round already.
 *
 * @param parameters - `bounty`: whose chunks the round draws, if any; `rounds`: drand's servers unless given, and the development beacon
 * on a local chain
 * @throws {@link RoundToComeError} before the time of the round
 */
export async function signatureOfRound(
  client: CommonweightClient,
  parameters: { escrow: Address; round: bigint; bounty?: bigint | undefined; rounds?: RoundSource | undefined },
): Promise<Hex | undefined> {
  const { escrow, round, bounty } = parameters;
  const contract = await beaconOf(client, escrow);
  const args = [round] as const;
  const [time, isProven, { timestamp: now }] = await withTypedErrors(() =>
    Promise.all([
      readContract(client, { ...contract, functionName: "timeOf", args }),
      readContract(client, { ...contract, functionName: "isProven", args }),
      getBlock(client),
    ]),
  );
  if (isProven) return undefined;
  if (now < time) throw new RoundToComeError({ bounty, round, time, now });
  const { rounds = await defaultRounds(client) } = parameters;
  return rounds(round);
}

async function defaultRounds(client: CommonweightClient): Promise<RoundSource> {
  const chainId = await withTypedErrors(() => getChainId(client));
  return chainId === localChain.id ? developmentRounds : drandRounds();
}
