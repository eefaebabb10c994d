// SPDX-License-Identifier: MIT
// Who should pay and get what, computed from the terms alone.
import { PROTOCOL_FEE_BPS } from "@commonweight/devnet";
import { BPS, CAP, ENTRY_FEE, OFFERS, OPERATOR_BOND, PRIZES_BPS, SPONSOR_BOND } from "./terms.ts";
import type { Party, PartyName } from "./world.ts";

/** A ranked operator, and where it is paid. */
export interface Ranked {
  party: Pick<Party, "name">;
  payee: Pick<Party, "name">;
}

/** What decides over the money: everybody claimed whose rank has a prize, and nobody lost a bond. */
export interface Awards {
  /** The ranked operators, best first. */
  byRank: readonly Ranked[];
  /** Who committed to a model. */
  entrants: readonly PartyName[];
  /** Part of the pot that is set aside for stipends; none unless given. */
  stipendBps?: number;
  /** Whose training records are proven. */
  recorded?: readonly PartyName[];
}

/** What a rank's prize comes to. */
export interface Award {
  /** Without the protocol's fee. */
  prize: bigint;
  fee: bigint;
  /** Zero where the record is not proven. */
  stipend: bigint;
}

/** What a rank should get of the pot. @param rank From 0; one that has a prize. */
export function awardOf(awards: Awards, rank: number): Award {
  const { byRank, stipendBps = 0, recorded = [] } = awards;
  const pot = potOf(awards);
  const stipends = (pot * BigInt(stipendBps)) / BPS;
  const part = (amount: bigint, bps: bigint) => (amount * bps) / BPS;
  const bps = BigInt(PRIZES_BPS[rank]!);
  const whole = part(pot - stipends, bps);
  const isRecorded = recorded.includes(byRank[rank]!.party.name);
  return {
    prize: part(whole, BPS - BigInt(PROTOCOL_FEE_BPS)),
    fee: part(whole, BigInt(PROTOCOL_FEE_BPS)),
    stipend: isRecorded ? part(stipends, bps) : 0n,
  };
}

function potOf({ entrants }: Awards): bigint {
  return CAP + BigInt(entrants.length) * ENTRY_FEE;
}

/** Who should have paid and got what. */
export function expectedMoney(awards: Awards): Map<PartyName, { paid: bigint; got: bigint }> {
  const book = new Map<PartyName, { paid: bigint; got: bigint }>();
  const add = (name: PartyName, paid: bigint, got: bigint) => {
    const entry = book.get(name) ?? { paid: 0n, got: 0n };
    book.set(name, { paid: entry.paid + paid, got: entry.got + got });
  };
  add("sponsor", SPONSOR_BOND, SPONSOR_BOND);
  // Nobody loses a bond: who had a prize claimed it, and the others waited in reserve or were never ranked.
  for (const name of awards.entrants) add(name, OPERATOR_BOND + ENTRY_FEE, OPERATOR_BOND);
  let left = potOf(awards);
  for (const rank of PRIZES_BPS.keys()) {
    const { prize, fee, stipend } = awardOf(awards, rank);
    add(awards.byRank[rank]!.payee.name, 0n, prize + stipend);
    add("protocol treasury", 0n, fee);
    left -= prize + fee + stipend;
  }
  // Stipends that nobody has earned go back to the backers, by what they contributed.
  const contributed = [OFFERS[0], OFFERS[1], CAP - OFFERS[0] - OFFERS[1]];
  for (const [index, name] of (["backer 1", "backer 2", "backer 3"] as const).entries()) {
    const amount = contributed[index]!;
    add(name, amount, (left * amount) / CAP);
  }
  return book;
}
