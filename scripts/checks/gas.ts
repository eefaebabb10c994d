// SPDX-License-Identifier: MIT
/**
 * Gas of whole transactions, base and calldata included, of the contracts compiled with the production profile: the road of
 * a bounty, with valid proofs made from published trapdoors, against the protocol's limits and the snapshot in bench/gas.json.
 *
 *   npm run gas                  prints the table, and the gas price at which each costs a cent, ether being at 3,000 dollars
 *   npm run gas -- --eth-usd 2500 --gwei 0.05    at another price of ether, with costs at this price of gas
 *   npm run gas -- --check       also fails on a change of more than a tenth
 *   npm run gas -- --update      also writes the snapshot
 */
import { size } from "viem";
import { centAt, priceTable, type Transaction, takePrices } from "./prices.ts";
import { openChain, type PlayedTransaction } from "./road/chain.ts";
import { playRoad } from "./road/road.ts";
import { type Measurement, report, snapshotAt } from "./snapshot.ts";

/** The protocol's limits; a call without one is measured all the same. */
const limits: Record<string, number> = {
  proveRound: 260_000,
  "contribute, first": 95_000,
  "contribute, again": 72_000,
  commit: 125_000,
  "sealChunks, 8 chunks": 800_000,
  "openChunks, one of 28 samples": 130_000,
  "openChunks, one of 84 samples": 230_000,
  proveModel: 310_000,
  "proveScore, 1 chunk": 290_000,
  "proveScore, 1 chunk, completing": 350_000,
  "proveScore, 8 chunks": 720_000,
  "proveScore, 8 chunks, completing": 780_000,
  "claim, 80 words": 260_000,
  postRecord: 120_000,
  "proveSteps, 4 steps": 520_000,
  "publishWeights, first piece": 1_050_000,
  "publishWeights, last of 16 pieces": 1_050_000,
  settle: 450_000,
  claimShares: 120_000,
  "transfer of shares, first": 200_000,
  "transfer of shares, again": 125_000,
  claimRevenue: 80_000,
  "purchase of a licence, first": 190_000,
  "purchase of a licence, again": 190_000,
  "fill of an offer, first": 130_000,
  "fill of an offer, again": 130_000,
  "share sale on Uniswap": 170_000,
};

/** The gas price, in gwei, at which each may cost a cent at most, ether being at 3,000 dollars. */
const centsAt: Record<string, number> = {
  "contribute, first": 0.027,
  "contribute, again": 0.027,
  claimShares: 0.027,
  claimRevenue: 0.027,
  commit: 0.026,
  "transfer of shares, again": 0.026,
  "transfer of shares, first": 0.016,
  "claim, 80 words": 0.012,
};
const STATED_ETH_USD = 3_000;

const { prices, rest: mode } = pricesOrExit();
const measured: Measurement[] = [];
const transactions: Transaction[] = [];
const chain = await openChain({ onTransaction: measure });
try {
  await playRoad(chain);
} finally {
  await chain.close();
}
process.exitCode = await report(measured, {
  path: snapshotAt("gas.json"),
  script: "scripts/checks/gas.ts",
  unit: "gas",
  mode,
});
console.log(`\n${priceTable(transactions, prices)}`);
for (const { name, gas } of transactions) {
  const [most, price] = [centsAt[name], centAt(gas, STATED_ETH_USD)];
  if (most === undefined || price >= most) continue;
  console.error(`${name}: a cent at ${price.toFixed(4)} gwei, expected at ${most} or more`);
  process.exitCode = 1;
}

function pricesOrExit(): ReturnType<typeof takePrices> {
  try {
    return takePrices(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    process.exit(2);
  }
}

function measure({ name, input, receipt }: PlayedTransaction): void {
  if (name === undefined) return;
  const gas = Number(receipt.gasUsed);
  const limit = limits[name];
  measured.push({ name, value: gas, ...(limit === undefined ? {} : { limit }) });
  transactions.push({ name, gas, bytes: size(input) });
}
