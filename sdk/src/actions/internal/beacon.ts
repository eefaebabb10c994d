// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { beaconAbi } from "../../abis/beacon.ts";
import type { CommonweightClient } from "../types.ts";
import { readEscrow } from "./escrow.ts";

/** The beacon whose rounds draw the chunks of an escrow's bounties. */
export async function beaconOf(client: CommonweightClient, escrow: Address) {
  return { abi: beaconAbi, address: await readEscrow(client, escrow, "beacon", []) } as const;
}
