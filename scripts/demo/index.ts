// SPDX-License-Identifier: MIT
// npm run demo: the whole road of a bounty on a local chain, with real networks and real proofs. See --help.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadArchitecture, loadRecipe, loadTask } from "@commonweight/circuits";
import { buildContracts, buildDefinitions, startLocalChain } from "@commonweight/devnet";
import { asClassification, samplesPerChunk } from "@commonweight/sdk/data";
import { terminateProver } from "@commonweight/sdk/proving";
import { fileStore } from "@commonweight/sdk/storage";
import { createGasBook } from "./books.ts";
import { createJournal, formatSeconds } from "./journal.ts";
import { parseOptions, type RunOptions, USAGE, UsageError } from "./options.ts";
import { CHILD_SCALE } from "./ownership/child.ts";
import { ledgerTable } from "./ownership/ledger.ts";
import { playOwnership } from "./ownership/play.ts";
import { playRoad } from "./road.ts";
import { loadSamples } from "./samples.ts";
import { gasTable, moneyTable } from "./summary.ts";
import { BRIEF, FULL, OWNERSHIP } from "./terms.ts";
import { playTraining } from "./training/play.ts";
import { RECIPE } from "./training/terms.ts";
import { createWorld } from "./world.ts";

const TASK = "digits-28";
const ARCHITECTURE = "digits-mlp";

async function runDemo({ files, full, ownership, training }: RunOptions): Promise<void> {
  const started = performance.now();
  const journal = createJournal();
  const road = full ? FULL : BRIEF;
  const scale = ownership ? { ...road, ownership: OWNERSHIP } : road;
  const chunks = scale.chunks + (ownership ? CHILD_SCALE.chunks : 0);
  const task = asClassification(loadTask(TASK));
  const architecture = loadArchitecture(ARCHITECTURE);
  const recipe = training ? loadRecipe(RECIPE) : undefined;

  journal.stage("Before the road");
  const samples = await journal.step(
    "read the samples",
    () => loadSamples({ task, evaluationSize: chunks * samplesPerChunk(task), files }),
    ({ description }) => description,
  );
  await journal.step("build the contracts", buildContracts);
  const circuits = await journal.step("build the circuits, with development keys", (update) =>
    buildDefinitions({ tasks: [task], architectures: [architecture], recipes: recipe ? [recipe] : [] }, update),
  );

  const chain = await journal.step(
    "start a local chain",
    () => startLocalChain(),
    ({ url }) => url,
  );
  const folder = await mkdtemp(join(tmpdir(), "commonweight-demo-"));
  try {
    const world = await journal.step("deploy the protocol and a test dollar", (onStep) =>
      createWorld({ chain, task, architecture, recipe, circuits, withUniswap: ownership, onStep }),
    );
    const gas = createGasBook();
    const stage = { world, journal, gas, scale, store: fileStore(folder) };
    const settled = training ? undefined : await playRoad(stage, samples);
    const positions = settled?.positions ?? (await playTraining(stage, samples, folder));
    journal.stage("Who paid and got what, in dollars");
    process.stdout.write(`${moneyTable(positions)}\n`);
    if (ownership && settled) {
      const ledger = await playOwnership(stage, settled, samples);
      journal.stage("Who ended up with what: dollars, and shares of the two models");
      process.stdout.write(`${ledgerTable(ledger)}\n`);
    }
    journal.stage("Gas of each action, with the contracts as tests build them (npm run gas: the production build)");
    process.stdout.write(`${gasTable(gas)}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await chain.close();
    await terminateProver();
  }
  journal.stage(`Done in ${formatSeconds(performance.now() - started)}.`);
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(`${USAGE}\n`);
  else await runDemo(options);
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${USAGE}\n`);
    process.exitCode = 2;
  } else {
    process.stderr.write(`\n${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
    process.exitCode = 1;
  }
}
