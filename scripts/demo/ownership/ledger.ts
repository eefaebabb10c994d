// SPDX-License-Identifier: MIT
// Who ended up with what. Every movement of the token is read from the chain, and every account that took part has a line, so
// that all dollars and all shares must be on the page.
import { type Address, getAddress, zeroAddress } from "viem";
import { expectEqual, readTransfers, UnexpectedResultError } from "../books.ts";
import { SHARE_SUPPLY } from "../payout.ts";
import type { Stage } from "../stage.ts";
import { formatDollars, formatShares } from "../summary.ts";
import { formatTable } from "../tables.ts";
import { PARTIES } from "../world.ts";

/** What an account was minted, paid, got and has of the token, and its shares of each model. */
export interface LedgerLine {
  name: string;
  minted: bigint;
  paid: bigint;
  got: bigint;
  has: bigint;
  shares: readonly bigint[];
}

/**
 * Reads every account's line, and checks that the lines add up.
 * @param models The shares of each model.
 * @param others Accounts besides the parties, the escrow and the shares.
 */
export async function readLedger(
  { world, journal }: Stage,
  models: readonly Address[],
  others: ReadonlyMap<string, Address>,
): Promise<LedgerLine[]> {
  return journal.step("all dollars and all shares are where the chain's transfers say", async () => {
    const { token, escrow } = world;
    const accounts = new Map<string, Address>([
      ...PARTIES.map((name) => [name, world.party(name).address] as const),
      ["the escrow", escrow],
      ...models.map((shares, number) => [`model ${number + 1}'s contract`, shares] as const),
      ...others,
    ]);
    const lines = new Map<Address, LedgerLine>();
    for (const [name, address] of accounts) {
      const shares = await Promise.all(models.map((model) => world.balanceOf(model, address)));
      const has = await world.balanceOf(token, address);
      lines.set(getAddress(address), { name, minted: 0n, paid: 0n, got: 0n, has, shares });
    }
    const lineOf = (address: Address) => {
      const line = lines.get(getAddress(address));
      if (line) return line;
      throw new UnexpectedResultError(`The token moved from or to ${address}; expected accounts of the demo only.`);
    };
    let supply = 0n;
    for (const { from, to, value } of await readTransfers(world.chain.publicClient, token)) {
      if (from === zeroAddress) {
        lineOf(to).minted += value;
        supply += value;
        continue;
      }
      lineOf(from).paid += value;
      lineOf(to).got += value;
    }
    const ledger = [...lines.values()];
    expectAddsUp(ledger, models.length, supply);
    return ledger;
  });
}

/** The ledger for people; accounts that nothing moved to are left out. */
export function ledgerTable(ledger: readonly LedgerLine[]): string {
  const models = ledger[0]!.shares.map((_, number) => number);
  const row = ({ name, minted, paid, got, has, shares }: LedgerLine) => [
    name,
    ...[minted, paid, got, has].map(formatDollars),
    ...shares.map(formatShares),
  ];
  const took = ledger.filter(({ minted, got, shares }) => minted > 0n || got > 0n || shares.some((held) => held > 0n));
  const together: LedgerLine = {
    name: "together",
    minted: sum(ledger.map(({ minted }) => minted)),
    paid: sum(ledger.map(({ paid }) => paid)),
    got: sum(ledger.map(({ got }) => got)),
    has: sum(ledger.map(({ has }) => has)),
    shares: models.map((number) => sum(ledger.map(({ shares }) => shares[number]!))),
  };
  const head = ["", "had", "paid", "got", "has", ...models.map((number) => `model ${number + 1}`)];
  return formatTable(head, [...took, together].map(row));
}

/** @throws UnexpectedResultError unless each line follows from its transfers, and all lines hold every dollar and every share. */
export function expectAddsUp(ledger: readonly LedgerLine[], models: number, supply: bigint): void {
  for (const { name, minted, paid, got, has } of ledger) {
    expectEqual(`What ${name} has, by the transfers`, minted + got - paid, has);
  }
  expectEqual("All dollars together", sum(ledger.map(({ has }) => has)), supply);
  for (let model = 0; model < models; model++) {
    expectEqual(`All shares of model ${model + 1}`, sum(ledger.map(({ shares }) => shares[model]!)), SHARE_SUPPLY);
  }
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
