// SPDX-License-Identifier: MIT

// npm run bench:circuits -- [--count-only] [--check] [--update] [--only NAME]…
import { createRequire } from "node:module";
import { arch, availableParallelism, cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { countEvaluateModel, MAX_CONSTRAINTS } from "@commonweight/circuits";
import { BaseError } from "@commonweight/sdk/proving";
import { buildCircuit } from "../../circuits/setup/build.ts";
import { COMPILER_FLAGS } from "../../circuits/setup/compile.ts";
import { createLimit } from "../../circuits/setup/concurrency.ts";
import { countCircuit } from "../../circuits/setup/count.ts";
import { ownInputs, samplesOf, smallInputs } from "./inputs.ts";
import { keySizes, measure, type Subject } from "./measure.ts";
import { listNetworks, type Network } from "./networks.ts";
import { PEER, peerNetwork } from "./peer.ts";
import {
  aSample,
  assertCounts,
  type Count,
  type Counts,
  exceededLimits,
  type Proofs,
  type Proven,
  readResults,
  writeResults,
} from "./results.ts";
import { formatResults } from "./table.ts";

const USAGE = `Compares our circuits with those that ${PEER} makes of the same networks, by the same compiler. Fails
where ours are above their limits. What was compiled before, and has not changed, is not compiled again.

  npm run bench:circuits                    counts constraints, then proves three times what fits the keys; some 20 minutes
  npm run bench:circuits -- --count-only    counts only
  npm run bench:circuits -- --check         counts, and fails where bench/peers.json says otherwise
  npm run bench:circuits -- --update        writes bench/peers.json
  npm run bench:circuits -- --only NAME     this network; can be repeated
  npm run bench:circuits -- --help          this text
`;

// The compiler takes one core.
const limitCompiling = createLimit(availableParallelism());

async function main(): Promise<void> {
  const values = parseArguments();
  if (values.help) return void process.stdout.write(USAGE);
  const networks = selectNetworks(values.only ?? []);
  const committed = await readResults();
  const counts: Record<string, Counts> = {};
  const proofs: Record<string, Proofs> = {};
  const counted = await Promise.all(networks.map(countNetwork));
  for (const [i, { name }] of networks.entries()) counts[name] = counted[i]!;
  if (!values["count-only"] && !values.check) {
    for (const network of networks) {
      const proven = await proveNetwork(network, counts[network.name]!);
      if (proven) proofs[network.name] = proven;
    }
  }
  process.stdout.write(`\n${formatResults(counts, proofs)}\n`);
  assertLimits(networks, counts);
  if (values.update) {
    const names = listNetworks().map(({ name }) => name);
    const keep = <value>(all: Record<string, value>): Record<string, value> =>
      Object.fromEntries(names.filter((name) => name in all).map((name) => [name, all[name]!]));
    const machine = Object.keys(proofs).length > 0 ? describeMachine() : committed?.machine;
    await writeResults({
      peer: `${PEER} ${versionOf(PEER)}`,
      compiler: `circom2 ${versionOf("circom2")} ${COMPILER_FLAGS[0]}`,
      counts: keep({ ...committed?.counts, ...counts }),
      ...(machine === undefined ? {} : { machine }),
      proofs: keep({ ...committed?.proofs, ...proofs }),
    });
  }
  if (values.check) assertCounts(counts, committed);
}

function parseArguments() {
  try {
    return parseArgs({
      options: {
        help: { type: "boolean" },
        "count-only": { type: "boolean" },
        check: { type: "boolean" },
        update: { type: "boolean" },
        only: { type: "string", multiple: true },
      },
    }).values;
  } catch (cause) {
    throw new BaseError("The arguments are not understood.", { cause, metaMessages: [USAGE] });
  }
}

function selectNetworks(names: readonly string[]): Network[] {
  const networks = listNetworks();
  const known = networks.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new BaseError(`There is no network ${JSON.stringify(unknown)}.`, {
      metaMessages: ["Networks:", ...known.map((name) => `  ${name}`)],
    });
  }
  return names.length === 0 ? networks : networks.filter(({ name }) => names.includes(name));
}

async function countNetwork({ name, bound, arithmetic }: Network): Promise<Counts> {
  const count = async (circuit: string, main: string, samples: number): Promise<Count> => {
    const costs = await limitCompiling(() =>
      countCircuit({ name: circuit, main }, () => tell(`${circuit}: compiling`)),
    );
    return { samples, constraints: costs.constraints.total };
  };
  const boundPlan = countEvaluateModel(bound.task, bound.architecture);
  const arithmeticPlan = countEvaluateModel(arithmetic.task, arithmetic.architecture, { binding: false });
  if (arithmeticPlan.products.some(({ check }) => check === "freivalds")) {
    throw new BaseError(`The arithmetic of ${name} has products that are checked at a challenge; expected none.`, {
      metaMessages: ["Without a commitment to the weights the challenge fixes nothing. Fewer samples need none."],
    });
  }
  const network = peerNetwork(bound.architecture);
  const peer: Counts["peer"] =
    "missing" in network
      ? network
      : {
          ...(await count(`${PEER}.${name}`, network.compose(1).main, 1)),
          ...(network.note === undefined ? {} : { note: network.note }),
        };
  return {
    peer,
    arithmetic: await count(`arithmetic.${name}`, arithmeticPlan.main, samplesOf(arithmetic)),
    bound: await count(boundPlan.name, boundPlan.main, samplesOf(bound)),
  };
}

/** Proofs of what fits the keys. */
async function proveNetwork({ name, bound, proven }: Network, counts: Counts): Promise<Proofs | undefined> {
  if (!proven || counts.bound.constraints > MAX_CONSTRAINTS) return undefined;
  tell(`${name}: keys`);
  const plan = countEvaluateModel(bound.task, bound.architecture);
  const own: Subject & Count = {
    ...counts.bound,
    artifacts: await buildCircuit({ name: plan.name, main: plan.main }),
    inputs: ownInputs(bound),
  };
  const peer = await peerSubject({ name, bound }, counts);
  tell(`${name}: proofs`);
  const subjects = peer === undefined ? [own] : [own, peer];
  const measured = await measure(subjects);
  const [ownProven, peerProven] = await Promise.all(
    subjects.map(async ({ samples, constraints, artifacts }, i): Promise<Proven> => {
      return { samples, constraints, ...measured[i]!, ...(await keySizes(artifacts)) };
    }),
  );
  return { bound: ownProven!, ...(peerProven === undefined ? {} : { peer: peerProven }) };
}

/** The peer's circuit of as many samples as fit the domain of ours, whose size rules the time of a proof. */
async function peerSubject(
  { name, bound }: Pick<Network, "name" | "bound">,
  { bound: own, peer }: Counts,
): Promise<(Subject & Count) | undefined> {
  const network = peerNetwork(bound.architecture);
  if ("missing" in network || "missing" in peer) return undefined;
  const domain = 2 ** Math.ceil(Math.log2(own.constraints));
  const outputs = bound.architecture.output.kind === "values" ? bound.architecture.output.values : 1;
  const samples = Math.floor((domain - 1) / (aSample(peer) + outputs));
  if (samples === 0) return undefined;
  const { main, inputs } = network.compose(samples);
  const artifacts = await buildCircuit({ name: `${PEER}-${samples}.${name}`, main });
  return { samples, constraints: samples * peer.constraints, artifacts, inputs: smallInputs(inputs) };
}

function assertLimits(networks: readonly Network[], counts: Record<string, Counts>): void {
  const exceeded = networks.flatMap(({ name, limits }) => exceededLimits(name, counts[name]!, limits));
  if (exceeded.length === 0) return;
  throw new BaseError("Circuits are above their limits of constraints.", { metaMessages: exceeded });
}

function describeMachine(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores of ${cpus()[0]?.model.trim() || arch()}, ${memory} GiB, Node.js ${process.version}`;
}

function versionOf(name: string): string {
  return (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof BaseError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
