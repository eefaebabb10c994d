// SPDX-License-Identifier: MIT
// The backers' part: one approves, one signs a permit, and one offers more than fits under the cap.
import { expectEqual } from "./books.ts";
import type { Stage } from "./stage.ts";
import { formatDollars } from "./summary.ts";
import { CAP, OFFERS } from "./terms.ts";

/** Fills the bounty to its cap, with which Training begins. */
export async function fundBounty({ world, journal, gas }: Stage, bounty: bigint): Promise<void> {
  const first = world.party("backer 1").client;
  const second = world.party("backer 2").client;
  const third = world.party("backer 3").client;

  await journal.step(`backer 1 approves and contributes ${formatDollars(OFFERS[0])}`, async () => {
    const sent = gas.record("contribute", await first.contribute({ bounty, amount: OFFERS[0] }));
    if (sent.approval) gas.record("approve", sent.approval);
    expectEqual("What backer 1 contributed", sent.accepted, OFFERS[0]);
  });
  await journal.step(`backer 2 signs a permit and contributes ${formatDollars(OFFERS[1])}`, async () => {
    const sent = await second.contributeWithPermit({ bounty, amount: OFFERS[1] });
    expectEqual("What backer 2 contributed", gas.record("contribute with permit", sent).accepted, OFFERS[1]);
  });
  await journal.step(
    `backer 3 offers ${formatDollars(OFFERS[2])}`,
    async () => {
      const sent = gas.record("contribute", await third.contribute({ bounty, amount: OFFERS[2] }));
      if (sent.approval) gas.record("approve", sent.approval);
      expectEqual("What backer 3 contributed", sent.accepted, CAP - OFFERS[0] - OFFERS[1]);
      return sent.accepted;
    },
    (accepted) => `cut to ${formatDollars(accepted)}, the cap is reached`,
  );
  await world.expectStatus(bounty, "Training");
}
