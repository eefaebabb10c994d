// SPDX-License-Identifier: MIT
// A chain, a bounty on it, and an operator whose process can be killed; what everybody else does, and what is there at the end.
import { join } from "node:path";
import { getBountyStatus, getFacts, getOwed, saveModel, trainingBountiesAbi } from "@commonweight/sdk";
import { type Address, erc20Abi } from "viem";
import { startTestBounty, type TestBounty } from "../../../cli/test/support/testBounty.ts";
import { startTestChain, type TestChain } from "../../../cli/test/support/testChain.ts";
import { randomModel, seededRandom, tinyArchitecture } from "../../../sdk/test/fixtures.ts";
import { type Gate, openGate } from "./gate.ts";

/** What an operator's part in a bounty has come to: equal in every run, if nothing is lost and nothing is done twice. */
export interface Outcome {
  status: string;
  /** Transactions of the operator. */
  transactions: number;
  /** Commitments, of which one is enough. */
  commitments: number;
  /** What the operator has less than before, in the token's smallest unit: the entry fee alone, once the bond is back. */
  paid: bigint;
  /** What the payee can withdraw more than before. */
  prize: bigint;
  /** Shares of the payee. */
  shares: bigint;
}

/** A chain with an operator. */
export interface Stage {
  chain: TestChain;
  gate: Gate;
  /** Settings of the operator's command lines, whose chain is behind the gate. */
  env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** A bounty in Training, for the operator of a stage. */
export interface Play {
  bounty: bigint;
  /** Of `operator run`. */
  args: readonly string[];
  /** What a run waits for: others do their part, or the time comes. */
  advance(): Promise<void>;
  outcome(): Promise<Outcome>;
}

export async function setStage(): Promise<Stage> {
  const chain = await startTestChain();
  const gate = await openGate(chain.devnet.url);
  await saveModel(join(chain.folder, "model.json"), randomModel(tinyArchitecture, seededRandom(1)));
  return {
    chain,
    gate,
    env: { ...chain.env("operator"), COMMONWEIGHT_RPC: gate.url },
    async close() {
      await gate.close();
      await chain.close();
    },
  };
}

/** A new bounty, and what it changes of the money that there is. */
export async function startPlay({ chain }: Stage): Promise<Play> {
  const { devnet } = chain;
  const { publicClient, token } = devnet;
  const escrow = devnet.deployment.trainingBounties;
  const [operator, payee] = [devnet.account("operator").address, devnet.account("customer").address];
  const test = await startTestBounty(devnet);
  const at = { escrow, bounty: test.bounty };

  const balanceOf = (address: Address, account: Address) =>
    publicClient.readContract({ abi: erc20Abi, address, functionName: "balanceOf", args: [account] });
  const count = () => publicClient.getTransactionCount({ address: operator });
  const owed = () => getOwed(publicClient, { escrow, token, account: payee });
  const before = { transactions: await count(), dollars: await balanceOf(token, operator), owed: await owed() };

  return {
    bounty: test.bounty,
    args: [String(test.bounty), "--model", "model.json", "--payee", payee, "--poll", "1"],
    advance: () => advance(chain, test),
    async outcome() {
      const [status, facts, commitments] = await Promise.all([
        getBountyStatus(publicClient, at),
        getFacts(publicClient, at),
        publicClient.getContractEvents({
          abi: trainingBountiesAbi,
          address: escrow,
          eventName: "Committed",
          args: { bounty: test.bounty, operator },
          fromBlock: 0n,
        }),
      ]);
      return {
        status,
        transactions: (await count()) - before.transactions,
        commitments: commitments.length,
        paid: before.dollars - (await balanceOf(token, operator)),
        prize: (await owed()) - before.owed,
        shares: facts.shares === undefined ? 0n : await balanceOf(facts.shares, payee),
      };
    },
  };
}

async function advance({ devnet }: TestChain, test: TestBounty): Promise<void> {
  const at = { escrow: devnet.deployment.trainingBounties, bounty: test.bounty };
  const status = await getBountyStatus(devnet.publicClient, at);
  switch (status) {
    case "Training":
      return test.goTo("trainingEnds");
    case "Opening": {
      const { scoredChunks } = await getFacts(devnet.publicClient, at);
      return scoredChunks.length === 0 ? test.waitForRound("score") : test.open();
    }
    case "Proving":
      return test.goTo("provingEnds");
    case "Claiming":
      return test.goTo("claimEnds");
    default:
      throw new Error(`A run waits in ${status}, where nothing is to come.`);
  }
}
