// SPDX-License-Identifier: MIT
// How a record begins, an honest one or not: its salt is kept, it is opened, and the beacon gives it a seed that nobody chose.
import { keepRecordSalt } from "@commonweight/sdk";
import { hardhat } from "viem/chains";
import { UnexpectedResultError } from "../books.ts";
import type { Stage } from "../stage.ts";
import type { Party, PartyName } from "../world.ts";

/** A record that an operator has opened. */
export interface OpenedRecord {
  party: Party;
  salt: bigint;
  /** The beacon's round that the seed follows from. */
  seedRound: bigint;
}

/** A record that can be trained. */
export interface SeededRecord extends OpenedRecord {
  seed: bigint;
}

/** Opens an operator's record, whose salt is on the disk before anything is sent. */
export async function openRecord(
  { world, journal, gas, store }: Stage,
  bounty: bigint,
  name: PartyName,
): Promise<OpenedRecord> {
  const party = world.party(name);
  return journal.step(
    `the ${name} opens a record, its salt on the disk`,
    async () => {
      const key = { chainId: hardhat.id, escrow: world.escrow, bounty, operator: party.address };
      const salt = await keepRecordSalt({ store, ...key });
      const { seedRound } = gas.record("openRecord", await party.client.openRecord({ bounty }));
      return { party, salt, seedRound };
    },
    ({ seedRound }) => `round ${seedRound} gives its seed`,
  );
}

/** Anyone proves the rounds of the seeds, half an hour after the records were opened. */
export async function drawSeeds(
  { world, journal, gas }: Stage,
  bounty: bigint,
  opened: readonly OpenedRecord[],
): Promise<SeededRecord[]> {
  const { client } = world.party("backer 1");
  return journal.step("a backer proves the beacon's rounds, half an hour later: each record has its seed", async () => {
    const seeded: SeededRecord[] = [];
    for (const record of opened) {
      const { party, seedRound: round } = record;
      const time = await client.getRoundTime({ round });
      if (time > (await world.chain.now())) await world.chain.travelTo(time);
      gas.record("proveRound", await client.proveRound({ round }));
      const seed = await client.getRecordSeed({ bounty, operator: party.address });
      if (seed === undefined) {
        throw new UnexpectedResultError(`The ${party.name}'s record has no seed; expected one from round ${round}.`);
      }
      seeded.push({ ...record, seed });
    }
    return seeded;
  });
}
