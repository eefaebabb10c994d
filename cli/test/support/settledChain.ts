// SPDX-License-Identifier: MIT
// A development chain with a settled model, which every test of owners' and licensees' commands starts from.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type BountyTerms,
  claim,
  claimShares,
  commitModel,
  contribute,
  createSealedBounty,
  definitionId,
  developmentNetwork,
  drawChunks,
  getChunks,
  getFacts,
  getGovernance,
  memoryStore,
  openChunks,
  proveEvaluationSet,
  proveModel,
  proveScore,
  proveSubmission,
  roundTime,
  sealChunks,
  sealEvaluationSet,
  sealModel,
  settle,
  tokenAbi,
} from "@commonweight/sdk";
import { type Address, createTestClient, http, keccak256, stringToHex, zeroHash } from "viem";
import { hardhat } from "viem/chains";
import { randomChunk, randomModel, seededRandom, tinyArchitecture, tinyTask } from "../../../sdk/test/fixtures.ts";
import { DOLLAR, termsAt, type UnsealedTerms } from "../../../sdk/test/support/terms.ts";
import { startTestChain, type TestChain } from "./testChain.ts";
import { type Ran, runCli, type TestSurroundings } from "./testIo.ts";

export { DAY, DOLLAR } from "../../../sdk/test/support/terms.ts";
export const ONE_SHARE = 10n ** 18n;

/** The text of the first licence tier. */
export const RESEARCH_TERMS = "Use it for research.\n";
const PRODUCT_TERMS = "Use it in products.\n";

export interface SettledChain extends TestChain {
  bounty: bigint;
  shares: Address;
  /** Runs a test, and then puts the chain back to where it was. */
  isolated(test: () => Promise<void>): () => Promise<void>;
  travel(seconds: number): Promise<void>;
  /** Runs a command line as `as` does, and checks that it sent no transaction. */
  sendingNothing(account: string, args: readonly string[], surroundings?: TestSurroundings): Promise<Ran>;
  /** The same without `--yes`, where nobody can be asked. */
  unconfirmed(account: string, args: readonly string[]): Promise<Ran>;
  /** What an account has of a token, or of the shares, in the smallest unit. */
  balanceOf(token: Address, account: string): Promise<bigint>;
}

/**
 * Starts the chain. Of a million shares of the model of bounty 1, `backer` has 375,000, `backer2` 125,000, `operator`, who won, 300,000, and
 * the model's treasury 100,000; those of `sponsor`, 100,000, are not claimed. `customer` has nothing but money.
 */
export async function startSettledChain(): Promise<SettledChain> {
  const chain = await startTestChain({ withUniswap: true });
  const { devnet, folder } = chain;
  const test = createTestClient({ chain: hardhat, transport: http(devnet.url), mode: "hardhat" });
  await writeFile(join(folder, "uniswap.json"), JSON.stringify(devnet.uniswap));
  const bounty = await settledBounty(chain);
  const { shares } = await getFacts(devnet.publicClient, { escrow: devnet.deployment.trainingBounties, bounty });
  const uniswap = { COMMONWEIGHT_UNISWAP: join(folder, "uniswap.json") };
  const env: TestChain["env"] = (account) => ({ ...chain.env(account), ...uniswap });
  const as: TestChain["as"] = (account, args, surroundings = {}) =>
    chain.as(account, args, { ...surroundings, env: { ...uniswap, ...surroundings.env } });
  const sendingNothing = async (run: () => Promise<Ran>): Promise<Ran> => {
    const before = await devnet.publicClient.getBlockNumber({ cacheTime: 0 });
    const ran = await run();
    assert.equal(await devnet.publicClient.getBlockNumber({ cacheTime: 0 }), before, "a transaction was sent");
    return ran;
  };
  return {
    ...chain,
    env,
    as,
    sendingNothing: (account, args, surroundings) => sendingNothing(() => as(account, args, surroundings)),
    unconfirmed: (account, args) => sendingNothing(() => runCli(args, { cwd: folder, env: env(account) })),
    balanceOf: (token, account) =>
      devnet.publicClient.readContract({
        ...{ abi: tokenAbi, address: token, functionName: "balanceOf" },
        args: [devnet.account(account).address],
      }),
    bounty,
    shares: shares!,
    isolated: (run) => async () => {
      const id = await test.snapshot();
      try {
        await run();
      } finally {
        await test.revert({ id });
      }
    },
    travel: async (seconds) => devnet.travelTo((await devnet.now()) + BigInt(seconds)),
  };
}

/**
 * Plays a bounty to its end by the SDK: what owners find.
 *
 * @param changes - of the terms, for a second bounty
 * @param seed - of samples, salts and weights, which no two bounties share
 */
export async function settledBounty(
  { devnet }: Pick<TestChain, "devnet">,
  changes: Partial<BountyTerms> = {},
  seed = 1,
): Promise<bigint> {
  const { publicClient, deployment, token } = devnet;
  const escrow = deployment.trainingBounties;
  const [sponsor, backer, backer2, operator] = [
    devnet.wallet("sponsor"),
    devnet.wallet("backer"),
    devnet.wallet("backer2"),
    devnet.wallet("operator"),
  ];
  const artifactsOf = (circuit: string) => devnet.circuits.get(circuit)!;
  const store = memoryStore();
  const random = seededRandom(seed);
  const place = { chainId: hardhat.id, escrow };
  const set = sealEvaluationSet({
    ...place,
    sponsor: sponsor.account.address,
    task: tinyTask,
    chunks: Array.from({ length: 3 }, () => randomChunk(tinyTask, random)),
  });
  const terms = { ...ownedTerms(Number(await devnet.now()), token), ...changes };
  const { bounty } = await createSealedBounty(sponsor, { escrow, terms, set, store });
  const at = { escrow, bounty };
  const chunks = await proveEvaluationSet({ set, artifacts: artifactsOf("seal-chunk.tiny") });
  await sealChunks(sponsor, { ...at, chunks });

  const drawAndOpen = async (draw: "sample" | "score") => {
    const { sampleRound, scoreRound } = await getFacts(publicClient, at);
    const time = BigInt(roundTime(developmentNetwork, draw === "sample" ? sampleRound! : scoreRound));
    if ((await devnet.now()) < time) await devnet.travelTo(time);
    await drawChunks(sponsor, at);
    await openChunks(sponsor, { ...at, chunks: set.chunks });
  };
  await drawAndOpen("sample");
  await contribute(backer, { ...at, amount: 750n * DOLLAR });
  await contribute(backer2, { ...at, amount: 250n * DOLLAR });
  const model = randomModel(tinyArchitecture, seededRandom(seed));
  const secret = sealModel({ ...place, bounty, operator: operator.account.address, model });
  await commitModel(operator, { escrow, secret, store });
  await devnet.travelTo(BigInt(terms.windows.trainingEnds));
  await drawAndOpen("score");

  const { submission, words } = secret;
  const artifacts = {
    sealModel: artifactsOf("seal-model.tiny-mlp"),
    evaluateModel: artifactsOf("evaluate-model.tiny.tiny-mlp"),
  };
  const drawn = await getChunks(publicClient, at);
  const proven = await proveSubmission({ secret, task: tinyTask, chunks: drawn, artifacts });
  await proveModel(operator, { ...at, submission, ...proven.model! });
  await proveScore(operator, { ...at, submission, scores: proven.scores });
  await devnet.travelTo(BigInt(terms.windows.provingEnds));
  await claim(operator, { ...at, submission, words });
  await settle(backer, at);
  const { treasury } = await getGovernance(publicClient, at);
  for (const beneficiary of [backer.account.address, backer2.account.address, operator.account.address, treasury]) {
    await claimShares(backer, { ...at, beneficiary });
  }
  return bounty;
}

/** Terms of a bounty that starts now, with windows of a day each. */
function ownedTerms(now: number, token: Address): UnsealedTerms {
  return termsAt(now, {
    token,
    architecture: definitionId(tinyArchitecture),
    minimumScore: 0,
    shares: { backersBps: 5_000, operatorsBps: 3_000, sponsorBps: 1_000, treasuryBps: 1_000 },
    goal: 1_000n * DOLLAR,
    licenseTiers: [
      { price: 10n * DOLLAR, termsUri: "ipfs://research", termsHash: keccak256(stringToHex(RESEARCH_TERMS)) },
      { price: 250n * DOLLAR, termsUri: "ipfs://products", termsHash: keccak256(stringToHex(PRODUCT_TERMS)) },
    ],
    specUri: "",
    specHash: zeroHash,
  });
}
