// SPDX-License-Identifier: MIT
// How the road ends: prizes are claimed with the weights, the shares are created, and everybody takes what it is owed.
// What each party should get is computed from the terms (awards.ts), and compared with what the token moved.
import { getModel } from "@commonweight/sdk";
import type { Address, Hex } from "viem";
import { hardhat } from "viem/chains";
import { type Awards, expectedMoney } from "./awards.ts";
import { expectEqual, type MoneyBook, readMoneyBook, UnexpectedResultError } from "./books.ts";
import type { Committed, Proven } from "./operators.ts";
import type { Stage } from "./stage.ts";
import { OPERATOR_BOND, PRIZES_BPS } from "./terms.ts";
import { PARTIES, type PartyName } from "./world.ts";

/** Shares of every model, of 18 decimals. */
export const SHARE_SUPPLY = 1_000_000n * 10n ** 18n;

/** What an account paid into the escrow, what it got out, and its shares. */
export interface Position {
  name: PartyName | "the model's treasury";
  paid: bigint;
  got: bigint;
  shares: bigint;
}

/** The words that an operator's store has kept for its claim. */
export async function wordsOf({ world, store }: Stage, bounty: bigint, { submission }: Committed): Promise<Hex> {
  const { operator } = submission;
  const kept = await store.listSubmissions({ chainId: hardhat.id, escrow: world.escrow, bounty, operator });
  return kept.find((secret) => secret.submission.bytesHash === submission.bytesHash)!.words;
}

/** The remaining prizes are claimed by their ranks, and nothing is left to wait for. */
export async function claimRemaining(stage: Stage, bounty: bigint, byRank: readonly Proven[]): Promise<void> {
  const { world, journal, gas } = stage;
  for (const operator of byRank.slice(1, PRIZES_BPS.length)) {
    const { party, submission } = operator;
    await journal.step(`the ${party.name} claims with its weights`, async () => {
      const words = await wordsOf(stage, bounty, operator);
      gas.record("claim", await party.client.claim({ bounty, submission, words }));
    });
  }
  await world.expectStatus(bounty, "Settled");
  for (const { party } of byRank.slice(PRIZES_BPS.length)) {
    await journal.step(
      `the ${party.name} waited in reserve in vain`,
      async () => gas.record("credit", await party.client.credit({ bounty })).amount,
      (amount) => {
        expectEqual(`What the ${party.name} gets back`, amount, OPERATOR_BOND);
        return "its bond is free";
      },
    );
  }
}

/**
 * Creates the shares; everybody claims its shares, takes its credit, and withdraws. Contracts that have a part, the model's
 * treasury and another's that sponsored it, are handed theirs; what they are owed waits for them to withdraw it.
 * @returns The shares' address.
 */
export async function payOut({ world, journal, gas }: Stage, bounty: bigint): Promise<Address> {
  const { token } = world;
  const { client } = world.party("backer 1");
  const { sponsor } = await client.getTerms({ bounty });
  const shares = await journal.step("anybody settles: the model's shares are created", async () => {
    const sent = gas.record("settle, with the shares", await client.settle({ bounty }));
    return sent.shares;
  });
  const { treasury } = await client.getGovernance({ bounty });
  await journal.step("everybody claims its shares", async () => {
    for (const name of PARTIES) gas.record("claimShares", await world.party(name).client.claimShares({ bounty }));
    for (const beneficiary of [treasury, sponsor]) {
      gas.record("claimShares", await client.claimShares({ bounty, beneficiary }));
    }
  });
  await journal.step("everybody takes its credit, and withdraws", async () => {
    for (const name of PARTIES) {
      const party = world.party(name);
      gas.record("credit", await party.client.credit({ bounty }));
      if ((await client.getOwed({ token, account: party.address })) === 0n) continue;
      gas.record("withdraw", await party.client.withdraw({ token }));
    }
    gas.record("credit", await client.credit({ bounty, beneficiary: sponsor }));
  });
  return shares;
}

/**
 * Compares what everybody paid and got with the terms, and the sums with each other.
 */
export async function checkMoney({ world, journal }: Stage, awards: Awards, shares: Address): Promise<Position[]> {
  return journal.step("what everybody paid and got is what the terms say", async () => {
    const { chain, token, escrow } = world;
    const money = await readMoneyBook(chain.publicClient, { token, escrow });
    const expected = expectedMoney(awards);
    const positions: Position[] = [];
    for (const name of PARTIES) {
      const { address } = world.party(name);
      const { paid, got } = expected.get(name) ?? { paid: 0n, got: 0n };
      expectEqual(`What the ${name} paid`, money.paid(address), paid);
      expectEqual(`What the ${name} got`, money.got(address), got);
      positions.push({ name, paid, got, shares: await world.balanceOf(shares, address) });
    }
    const { treasury } = await getModel(chain.publicClient, { shares });
    const treasuryShares = treasury ? await world.balanceOf(shares, treasury) : 0n;
    positions.push({ name: "the model's treasury", paid: 0n, got: 0n, shares: treasuryShares });
    const remainder = await world.balanceOf(token, escrow);
    expectConserved(money, remainder);
    expectSharesFixed(positions, await world.balanceOf(shares, shares));
    return positions;
  });
}

/** Divisions round down: at most a unit an account stays in the escrow, owed to nobody. */
function expectConserved(money: MoneyBook, remainder: bigint): void {
  expectEqual("Money in, less money out", money.totalPaid - money.totalGot, remainder);
  if (remainder > BigInt(PARTIES.length)) {
    throw new UnexpectedResultError(`The escrow still holds ${remainder}; expected at most ${PARTIES.length} units.`);
  }
}

function expectSharesFixed(positions: readonly Position[], unclaimed: bigint): void {
  const claimed = positions.reduce((sum, { shares }) => sum + shares, 0n);
  expectEqual("All shares together", claimed + unclaimed, SHARE_SUPPLY);
  if (unclaimed > BigInt(PARTIES.length)) {
    throw new UnexpectedResultError(`${unclaimed} shares are unclaimed; expected at most ${PARTIES.length} units.`);
  }
}
