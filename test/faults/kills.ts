// SPDX-License-Identifier: MIT

import { KILLS, sweepKills } from "./kills/sweep.ts";
import type { FaultOptions, FaultPart, FaultReport } from "./part.ts";

/** An `operator run` from commitment to prize, killed at each line of its log and each request to the chain. */
export const operatorKills: FaultPart = {
  name: "kills",
  title: "An operator killed with -9 at every step",
  run: runOperatorKills,
};

async function runOperatorKills({ every = 1, onRun }: FaultOptions): Promise<FaultReport> {
  const { kills, losses } = await sweepKills({ every, onKill: (count) => onRun(count) });
  const rows = KILLS.map((fault) => {
    const injected = kills.get(fault) ?? 0;
    return { fault, injected, survived: losses.length === 0 ? injected : 0 };
  });
  const runs = rows.reduce((sum, { injected }) => sum + injected, 0);
  // Every killed run is begun again; none of its steps fails.
  return { rows, runs, repeated: 0, losses };
}
