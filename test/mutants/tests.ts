// SPDX-License-Identifier: MIT

// The Solidity tests: which there are, and how they are run.
import { existsSync, globSync } from "node:fs";
import { basename, join } from "node:path";
import {
  type Artifact,
  EdrContext,
  L1_CHAIN_TYPE,
  l1GenesisState,
  l1HardforkLatest,
  l1HardforkToString,
  l1SolidityTestRunnerFactory,
  type ObservabilityConfig,
  type SolidityTestRunnerConfigArgs,
  type SuiteResult,
} from "@nomicfoundation/edr";
import config from "../../hardhat.config.ts";
import { CORE, ROOT } from "./compiler.ts";

export const TESTS = globSync("test/**/*.t.sol", { cwd: ROOT }).sort();

/** Files of the core whose tests have another name than theirs, or not theirs alone. */
const NEAREST: Readonly<Record<string, readonly string[]>> = {
  TrainingBounties: ["Administration", "Money", "Multicall"],
  Accrual: ["Revenue"],
  Batch: ["Evaluation", "Scoring"],
  Claims: ["Claims", "Stipends"],
  Division: ["Money", "Claims", "Settlement"],
  Entries: ["Scoring", "Submissions"],
  ExactTransfer: ["Contribute", "ShareOffers"],
  Funding: ["Contribute", "Money"],
  GovernorDeployer: ["ModelGovernance"],
  Ledger: ["Money"],
  LicenseTiers: ["ModelLicenses", "CreateBounty"],
  ModelShares: ["ModelShares", "Revenue"],
  Pools: ["ModelShares", "Revenue"],
  Pot: ["Money", "Claims", "Stipends"],
  RevenueStream: ["Revenue"],
  Settlement: ["Settlement", "Money"],
  Statements: ["Scoring", "Records"],
  Terms: ["CreateBounty", "Terms"],
  TrainingRecords: ["Records", "Attacks", "Terms"],
  TreasuryDeployer: ["ModelGovernance"],
};

/** Tests of how much gas is used: they are compiled without the optimizer here. */
const GAS = "TakesLittleGas";

/** Fewer than the project's own: each mutant has hundreds of tests to face, and these take most of the time. */
const FUZZ_RUNS = 32;
const INVARIANT_RUNS = 4;

/** Where a mutant loops for ever, this ends it. No test of the project needs as much. */
const GAS_LIMIT = 1_000_000_000n;

/**
 * A test that fails is run again to trace its steps, which nothing can switch off: one that loops would take all memory. What passes
 * comes nowhere near these.
 */
const MEMORY_LIMIT = 3 * 2 ** 30; // bytes, more than before the tests
const TIME_LIMIT = 180_000; // milliseconds

/** So much is shown of why a test fails: reasons may hold whole structures in hex. */
const REASON_LENGTH = 100;

/** The tests of a file of the core, the nearest first: what is run before what. */
export function stagesOf(file: string, imports: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const names = nearestOf(file);
  const reaching = TESTS.filter((test) => imports.get(test)!.has(file));
  const nearest = reaching.filter((test) => names.includes(basename(test, ".t.sol")));
  const others = reaching.filter((test) => !nearest.includes(test));
  const units = others.filter((test) => !isOfInvariants(test));
  const invariants = others.filter(isOfInvariants);
  return [nearest, units, invariants].filter((tests) => tests.length > 0);
}

export function isOfInvariants(test: string): boolean {
  return test.startsWith("test/invariants/");
}

/** The tests of a file that is tested by its own name, or by those that NEAREST names. */
function nearestOf(file: string): readonly string[] {
  const name = basename(file, ".sol");
  return NEAREST[name] ?? [name];
}

/** @throws if a file of the core has no tests, or is said to be tested by some that there are not */
export function assertNearestExist(): void {
  const names = new Set(TESTS.map((test) => basename(test, ".t.sol")));
  const missing = CORE.flatMap((file) =>
    nearestOf(file)
      .filter((name) => !names.has(name))
      .map((name) => `${name}.t.sol of ${file}`),
  );
  if (missing.length > 0)
    throw new Error(`There is no ${missing.join(", ")}; expected tests of this name, or in NEAREST.`);
}

const context = new EdrContext();
const ready = context.registerSolidityTestRunnerFactory(L1_CHAIN_TYPE, l1SolidityTestRunnerFactory());

/** The tests went over a limit, and still run: the process is of no more use. */
export class LimitExceeded extends Error {}

/**
 * Runs the contracts of test files.
 * @returns the first test that fails, if one does, by its contract's name
 * @throws LimitExceeded
 */
export async function firstFailure(artifacts: Artifact[], tests: readonly string[]): Promise<string | undefined> {
  return (await failuresIn(artifacts, tests))[0];
}

/**
 * Runs the contracts of test files.
 * @param onHits - is told of the probes that were met, whether or not what met them reverts
 * @returns the tests that fail, by their contract's name
 * @throws LimitExceeded
 */
export async function failuresIn(
  artifacts: Artifact[],
  tests: readonly string[],
  onHits?: (hits: Uint8Array[]) => void,
): Promise<string[]> {
  await ready;
  const suites = artifacts
    .filter(({ id, contract }) => tests.includes(id.source) && isSuite(contract))
    .map(({ id }) => id);
  const watch = watchLimits();
  try {
    const results = await Promise.race([runSuites(artifacts, suites, onHits), watch.exceeded]);
    return failuresOf(results).sort();
  } finally {
    watch.end();
  }
}

async function runSuites(
  artifacts: Artifact[],
  suites: Artifact["id"][],
  onHits?: (hits: Uint8Array[]) => void,
): Promise<SuiteResult[]> {
  const results: SuiteResult[] = [];
  const runner = { ...runnerConfig(suites), ...(onHits && { observability: observabilityOf(onHits) }) };
  await new Promise<void>((resolve, reject) => {
    // The run itself may end before the last result comes, or after it: with the last hits.
    let missing = suites.length + 1;
    const onPart = (): void => {
      missing--;
      if (missing === 0) resolve();
    };
    const onResult = (result: SuiteResult): void => {
      results.push(result);
      onPart();
    };
    context.runSolidityTests(L1_CHAIN_TYPE, artifacts, suites, runner, {}, onResult).then(onPart, reject);
  });
  return results;
}

function failuresOf(results: readonly SuiteResult[]): string[] {
  return results.flatMap(({ id, testResults }) =>
    testResults
      .filter(({ status }) => status === "Failure")
      .map(({ name, reason = "" }) => `${id.name}.${name}: ${reason.slice(0, REASON_LENGTH)}`),
  );
}

function watchLimits(): { exceeded: Promise<never>; end(): void } {
  const before = process.memoryUsage.rss();
  const timers: NodeJS.Timeout[] = [];
  const exceeded = new Promise<never>((_, reject) => {
    const onTime = (): void => reject(new LimitExceeded(`tests that take longer than ${TIME_LIMIT / 1_000} s`));
    const onTick = (): void => {
      if (process.memoryUsage.rss() - before > MEMORY_LIMIT) reject(new LimitExceeded("a test of too many steps"));
    };
    timers.push(setTimeout(onTime, TIME_LIMIT), setInterval(onTick, 100));
  });
  return { exceeded, end: () => timers.forEach(clearTimeout) };
}

function observabilityOf(onHits: (hits: Uint8Array[]) => void): ObservabilityConfig {
  return { codeCoverage: { onCollectedCoverageCallback: async (hits) => onHits(hits) } };
}

function isSuite({ abi, bytecode }: Artifact["contract"]): boolean {
  if (bytecode === "0x") return false;
  const functions = JSON.parse(abi) as { name?: string }[];
  return functions.some(({ name = "" }) => /^(test|invariant)/.test(name));
}

function runnerConfig(suites: readonly Artifact["id"][]): SolidityTestRunnerConfigArgs {
  const { fuzz, invariant } = (config.test as { solidity: { fuzz: { seed: string }; invariant: object } }).solidity;
  const hardfork = l1HardforkLatest();
  return {
    projectRoot: ROOT,
    hardfork: l1HardforkToString(hardfork),
    localPredeploys: l1GenesisState(hardfork),
    disableBlockGasLimit: true,
    disableTransactionGasCap: true,
    gasLimit: GAS_LIMIT,
    fuzz: { ...fuzz, runs: FUZZ_RUNS },
    invariant: { ...invariant, runs: INVARIANT_RUNS, shrinkRunLimit: 0 },
    excludeTestPattern: GAS,
    // Comments in test files may configure the runner. What is only in memory has none.
    testSourcePaths: Object.fromEntries(
      suites.map(({ source }) => [source, join(ROOT, source)]).filter(([, path]) => existsSync(path!)),
    ),
  };
}
