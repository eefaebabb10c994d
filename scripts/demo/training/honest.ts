// SPDX-License-Identifier: MIT
// The honest operator's record: every step is taken, on the batch that the seed gives, and the model is what the last step left.
import { proveRecord } from "@commonweight/sdk";
import { modelOfRecord, train } from "@commonweight/sdk/training";
import { hardhat } from "viem/chains";
import { expectEqual } from "../books.ts";
import { accuracyOf } from "../networks.ts";
import { type Committed, percent, type Trained } from "../operators.ts";
import type { DemoSamples } from "../samples.ts";
import type { Stage } from "../stage.ts";
import { formatAmount } from "../tables.ts";
import type { SeededRecord } from "./seeds.ts";
import type { RecordedBounty } from "./terms.ts";

/** Trains, keeps every checkpoint's commitment, and posts their root. @param folder Where the record is kept. */
export async function keepRecord(
  { world, journal, gas }: Stage,
  { bounty, recipe, terms, batches }: RecordedBounty,
  { party, seed, salt }: SeededRecord,
  { folder, samples }: { folder: string; samples: DemoSamples },
): Promise<Trained> {
  const { steps } = terms;
  const count = formatAmount(BigInt(steps), 0);
  const { model, root } = await journal.step(
    `the ${party.name} takes ${count} steps of integer SGD from its seed`,
    async (update) => {
      const trained = await train({
        recipe,
        batches,
        seed,
        steps,
        operator: party.address,
        salt,
        folder,
        onProgress: ({ step }) => update(`${step} of ${steps} steps`),
      });
      return { model: await modelOfRecord({ folder, batches }), root: trained.root };
    },
    (kept) => `${percent(accuracyOf(kept.model, samples.test))} right on ${samples.test.labels.length} others`,
  );
  await journal.step(
    `the ${party.name} posts the root of its ${formatAmount(BigInt(steps + 1), 0)} checkpoints`,
    async () => {
      gas.record("postRecord", await party.client.postRecord({ bounty, root }));
    },
  );
  return { party, payee: world.party("strong operator's cold wallet"), model };
}

/** Proves the drawn steps and both ends from the disk, and has the chain verify them. */
export async function proveHonestRecord(
  { world, journal, gas, store }: Stage,
  { bounty, batches, circuits }: RecordedBounty,
  { party, submission }: Committed,
  { folder, drawn }: { folder: string; drawn: readonly number[] },
): Promise<void> {
  const operator = party.address;
  const { steps, ends } = await journal.step(
    `the ${party.name} proves its record: ${drawn.length} steps, its start and its model`,
    async (update) => {
      const [secret] = await store.listSubmissions({ chainId: hardhat.id, escrow: world.escrow, bounty, operator });
      return proveRecord({
        folder,
        batches,
        drawn,
        secret: secret!,
        artifacts: circuits,
        onProgress: (done, total) => update(`${done} of ${total} proofs`),
      });
    },
  );
  await journal.step(
    `the ${party.name} sends them`,
    async () => {
      const { transactions } = await party.client.proveSteps({ bounty, operator, steps });
      for (const sent of transactions) gas.record(`proveSteps, ${steps.length} in one call`, sent);
      gas.record("finishRecord", await party.client.finishRecord({ bounty, submission, ends }));
      const record = await party.client.getTrainingRecord({ bounty, operator });
      expectEqual(`The status of the ${party.name}'s record`, record?.status ?? "none", "Proven");
      return record!.provenSteps;
    },
    (proven) => `its record is proven, by steps ${proven.join(", ")}`,
  );
}
