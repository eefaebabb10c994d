// SPDX-License-Identifier: MIT
// What no bounty waits for: entry paused, entries retired, ownership handed over and given up.
import { architectureRegistryAbi, trainingBountiesAbi } from "@commonweight/sdk";
import type { Address } from "viem";
import type { RoadChain } from "./chain.ts";
import { architectures, type RoadDeployment, recipe, tasks } from "./deployment.ts";
import { definitionHash } from "./inputs.ts";

export async function playAdministration(
  { send }: RoadChain,
  { escrow, registry }: RoadDeployment,
  { owner, guardian, nextOwner }: { owner: Address; guardian: Address; nextOwner: Address },
): Promise<void> {
  await send(undefined, guardian, escrow, trainingBountiesAbi, "pauseEntry", [true]);

  const task = definitionHash(tasks.small.name);
  const architecture = definitionHash(architectures.small.name);
  await send(undefined, owner, registry, architectureRegistryAbi, "retirePair", [task, architecture]);
  await send(undefined, owner, registry, architectureRegistryAbi, "retireTask", [task]);
  await send(undefined, owner, registry, architectureRegistryAbi, "retireRecipe", [definitionHash(recipe.name)]);

  // Both are owned alike, so that one interface serves for both.
  for (const address of [escrow, registry]) {
    await send(undefined, owner, address, trainingBountiesAbi, "transferOwnership", [nextOwner]);
    await send(undefined, nextOwner, address, trainingBountiesAbi, "acceptOwnership", []);
    await send(undefined, nextOwner, address, trainingBountiesAbi, "renounceOwnership", []);
  }
}
