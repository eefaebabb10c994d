// SPDX-License-Identifier: MIT
// Plays the road under Osaka's rules, under which the node itself refuses transactions of more than 16,777,216 gas, and looks at
// everything that it left: what each transaction did, and the code of every contract that exists since.
import { architectureRegistryAbi, beaconAbi, trainingBountiesAbi, trainingRecordsAbi } from "@commonweight/sdk";
import { type Address, type Hex, isAddressEqual } from "viem";
import { type DeployableContract, deployableContracts } from "../production.ts";
import { openChain, type PlayedTransaction } from "../road/chain.ts";
import { playRoad } from "../road/road.ts";
import { type Counters, countersOf } from "./counters.ts";
import { type Execution, traceTransaction } from "./trace.ts";

export interface ObservedTransaction {
  label: string;
  execution: Execution;
  counts: Counters;
}

export interface ObservedContract {
  label: string;
  code: Hex;
}

export interface Observation {
  transactions: ObservedTransaction[];
  /** Those that are deployed elsewhere too: without the road's stand-ins. */
  contracts: ObservedContract[];
  /** Contracts of ours that the road does not deploy, and functions that it does not call. */
  missing: string[];
}

const DEPLOY = "deploy ";

/** Functions that change the state of the contracts that are ours alone. The shares' are those of the standards besides. */
const functions = [trainingBountiesAbi, trainingRecordsAbi, architectureRegistryAbi, beaconAbi]
  .flat()
  .flatMap((item) => (item.type === "function" && item.stateMutability === "nonpayable" ? [item.name] : []));

export async function observeRoad(): Promise<Observation> {
  const played: PlayedTransaction[] = [];
  const chain = await openChain({ hardfork: "osaka", onTransaction: (transaction) => void played.push(transaction) });
  try {
    const { standIns } = await playRoad(chain);
    const isStandIn = (address: Address) => standIns.some((standIn) => isAddressEqual(standIn, address));
    const deployable = await deployableContracts(chain.hre);
    const transactions: ObservedTransaction[] = [];
    const contracts: ObservedContract[] = [];
    for (const { name, action, input, receipt } of played) {
      const target = receipt.contractAddress ?? receipt.to;
      if (isStandIn(target!)) continue;
      const execution = await traceTransaction(chain.request, receipt.transactionHash);
      const counts = countersOf(execution, { input, gasUsed: receipt.gasUsed });
      transactions.push({ label: name ?? action, execution, counts });
      for (const address of execution.created) {
        const code = await codeAt(address);
        contracts.push({ label: labelOf(action, code, deployable), code });
      }
    }
    const seen = new Set([...contracts.map(({ label }) => label), ...played.map(({ action }) => action)]);
    const expected = [...deployable.map(({ name }) => name), ...functions];
    return { transactions, contracts, missing: expected.filter((name) => !seen.has(name)) };
  } finally {
    await chain.close();
  }

  async function codeAt(address: Address): Promise<Hex> {
    const code = await chain.client.getCode({ address });
    if (code === undefined) throw new Error(`there is no code at ${address}; expected that of a contract`);
    return code;
  }
}

/** A deployed contract's name, or what made one that another contract created and that is not ours. */
function labelOf(action: string, code: Hex, deployable: readonly DeployableContract[]): string {
  if (action.startsWith(DEPLOY)) return action.slice(DEPLOY.length);
  return deployable.find(({ isCodeOf }) => isCodeOf(code))?.name ?? `created by ${action}`;
}
