// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { commonweightActions, getGovernance, getProposalState, tokenAbi } from "@commonweight/sdk";
import { parseAbi } from "viem";
import { DAY, DOLLAR, deployWorld } from "../../../sdk/test/support/chain.ts";
import { settledBounty } from "../../../sdk/test/support/settled.ts";

/** How long owners wait before each step: a month after settlement, the delay, the vote, and the treasury's own delay. */
const waits: Record<string, number> = {
  propose: 31 * DAY,
  castVote: 2 * DAY + 1,
  queueProposal: 5 * DAY + 1,
  executeProposal: 2 * DAY,
};

/** A settled model, a treasury that has money, and an owner whose votes carry a proposal. */
export async function owning() {
  const world = await deployWorld();
  const { actors, escrow, registry, token, networkHelpers, publicClient } = world;
  const { bounty } = await settledBounty(world);
  const { governor, treasury } = await getGovernance(publicClient, { escrow, bounty });
  const abi = parseAbi(["function mint(address account, uint256 amount)"]);
  await actors.deployer.writeContract({ abi, address: token, functionName: "mint", args: [treasury, 5n * DOLLAR] });
  const auditor = actors.poor.account.address;
  let proposal: bigint | undefined;
  const plain = actors.alice.extend(commonweightActions({ escrow, registry }));
  const client = new Proxy(plain, {
    get(target, name, receiver) {
      const action: unknown = Reflect.get(target, name, receiver);
      const wait = waits[String(name)];
      if (wait === undefined || typeof action !== "function") return action;
      return async (...parameters: unknown[]) => {
        await networkHelpers.time.increase(wait);
        const done = await action(...parameters);
        if (name === "propose") ({ proposal } = done);
        return done;
      };
    },
  });
  return {
    fixtures: { client, bounty, token, auditor },
    check: async () => {
      assert.equal(await getProposalState(publicClient, { governor, proposal: proposal! }), "Executed");
      const call = { abi: tokenAbi, address: token, functionName: "balanceOf", args: [auditor] } as const;
      assert.equal(await publicClient.readContract(call), DOLLAR);
    },
    close: async () => undefined,
  };
}
