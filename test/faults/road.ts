// SPDX-License-Identifier: MIT
import { type Client, createClient, type Hex, type LocalAccount, type Transport } from "viem";
import {
  bytesHash,
  bytesToWords,
  type CommonweightClient,
  claim,
  commitModel,
  contribute,
  createSealedBounty,
  credit,
  decodeChunk,
  digest,
  drawChunks,
  getBountyStatus,
  getContribution,
  getFacts,
  getOwed,
  getSubmission,
  getTerms,
  localChain,
  memoryStore,
  modelBits,
  modelChallenge,
  openChunks,
  proveModel,
  proveScore,
  type SealedEvaluationSet,
  type SendingPolicy,
  type SubmissionSecret,
  score,
  sealChunks,
  sealModel,
  sendingPolicy,
  settle,
  toField,
  tokenAbi,
  withdraw,
} from "../../sdk/src/index.ts";
import { randomModel, seededRandom, tinyArchitecture, tinyTask } from "../../sdk/test/fixtures.ts";
import {
  DOLLAR,
  deployWorld,
  sealedSet,
  sealProofs,
  termsOf,
  type World,
  waitForRound,
} from "../../sdk/test/support/chain.ts";
import { localAccount } from "../../sdk/test/support/sending.ts";

const bounty = 1n;
const ROLES = { sponsor: 4, alice: 5, bob: 6 } as const;
type Role = keyof typeof ROLES;

/** All that a run needs, and that is the same in each: a chain with the protocol, what is sealed, and what is proven. */
export interface Road {
  world: World;
  set: SealedEvaluationSet;
  secret: SubmissionSecret;
  terms: Awaited<ReturnType<typeof termsOf>>;
  accounts: Readonly<Record<Role, LocalAccount>>;
  /** Takes the chain back to where it was before the road. */
  reset: () => Promise<void>;
}

const modelOf = () => randomModel(tinyArchitecture, seededRandom(3));

/** A chain in this process, with everything deployed and nothing done. */
export async function layRoad(): Promise<Road> {
  const world = await deployWorld();
  const set = await sealedSet(world, 1);
  const accounts = Object.fromEntries(
    Object.entries(ROLES).map(([role, index]) => [role, localAccount(index)]),
  ) as Record<Role, LocalAccount>;
  const secret = sealModel({
    chainId: 31_337,
    escrow: world.escrow,
    bounty,
    operator: accounts.alice.address,
    model: modelOf(),
  });
  const terms = await termsOf(world, { minimumScore: 0 });
  const snapshot = await world.networkHelpers.takeSnapshot();
  return { world, set, secret, terms, accounts, reset: () => snapshot.restore() };
}

/** What the chain holds at the end: equal in every run, if nothing is lost and nothing is done twice. */
export interface Outcome {
  status: string;
  transactions: Record<Role, number>;
  dollars: Record<Role, bigint>;
  contributed: bigint;
  prize: number | undefined;
  submissions: number;
}

/** How a run went. */
export interface Drive {
  outcome: Outcome;
  /** Steps that failed, and were done again: what a person or `operator run` does. */
  repeated: number;
  /** Steps that reported a success that the chain does not hold. */
  falseSuccesses: string[];
}

/** How often a step is begun before the run is given up. */
const MOST_TRIES = 12;

/**
 * Goes the whole road, from the bounty to the withdrawals, through a transport. A step that fails is begun again, after it has read
 * from the chain what is done; what can be done twice, a contribution, asks first.
 *
 * @throws the last error of a step that does not succeed
 */
export async function driveRoad(road: Road, transport: Transport, policy: SendingPolicy): Promise<Drive> {
  const { world, set, secret, terms, accounts } = road;
  const { escrow, publicClient, token } = world;
  const at = { escrow, bounty };
  const store = memoryStore();
  const clientOf = (account: LocalAccount): CommonweightClient & Client =>
    createClient({ account, chain: localChain, transport, pollingInterval: 1 }).extend(sendingPolicy(policy));
  const [sponsor, alice, bob] = [clientOf(accounts.sponsor), clientOf(accounts.alice), clientOf(accounts.bob)];
  const drive = { repeated: 0, falseSuccesses: [] as string[] };

  /** Time passes on the chain itself, whatever the network does. */
  const goTo = async (end: "trainingEnds" | "provingEnds" | "claimEnds") =>
    world.networkHelpers.time.increaseTo((await getTerms(publicClient, at)).windows[end]);

  /** @param isDone - asks the chain itself, not through the proxy */
  const step = async (name: string, run: () => Promise<unknown>, isDone: () => Promise<boolean>): Promise<void> => {
    for (let tries = 1; ; tries++) {
      try {
        await run();
        if (!(await isDone())) drive.falseSuccesses.push(name);
        return;
      } catch (error) {
        if (tries === MOST_TRIES) throw error;
        drive.repeated += 1;
      }
    }
  };
  const facts = () => getFacts(publicClient, at);
  const submission = () => getSubmission(publicClient, { ...at, operator: accounts.alice.address });
  const status = (expected: string) => async () => (await getBountyStatus(publicClient, at)) === expected;

  const sealed = await sealProofs(world, set);
  await step(
    "create",
    () => createSealedBounty(sponsor, { escrow, terms, set, store }),
    async () => (await getTerms(publicClient, at)).goal === terms.goal,
  );
  await step(
    "seal",
    () => sealChunks(bob, { ...at, chunks: sealed }),
    async () => (await facts()).sealedChunks.length === 3,
  );
  await waitForRound(world, bounty, "sample");
  await step(
    "draw",
    () => drawChunks(bob, at),
    async () => (await facts()).sampleChunks.length === 1,
  );
  await step("open the sample", () => openChunks(sponsor, { ...at, chunks: set.chunks }), status("Funding"));

  const amount = 1_000n * DOLLAR;
  await step(
    "contribute",
    async () => {
      const account = accounts.bob.address;
      if ((await getContribution(bob, { ...at, account })) < amount) await contribute(bob, { ...at, amount });
    },
    async () => (await facts()).contributed === amount,
  );
  await step(
    "commit",
    () => commitModel(alice, { escrow, secret, store }),
    async () => (await submission()) !== undefined,
  );

  await goTo("trainingEnds");
  await waitForRound(world, bounty, "score");
  await step(
    "draw the chunks",
    () => drawChunks(bob, at),
    async () => (await facts()).scoredChunks.length === 2,
  );
  await step("open", () => openChunks(sponsor, { ...at, chunks: set.chunks }), status("Proving"));

  const proof = await modelProof(world, secret);
  await step(
    "prove the model",
    () => proveModel(alice, { ...at, submission: secret.submission, ...proof }),
    async () => (await submission())?.modelProven === true,
  );
  const scores = await scoreProofs(road);
  await step(
    "prove the score",
    () => proveScore(alice, { ...at, submission: secret.submission, scores }),
    async () => (await submission())?.countedChunks.length === 2,
  );

  await goTo("provingEnds");
  await step(
    "claim",
    () => claim(alice, { ...at, submission: secret.submission, words: secret.words }),
    async () => (await submission())?.claimed === true,
  );
  await goTo("claimEnds");
  await step(
    "settle",
    () => settle(bob, at),
    async () => (await facts()).shares !== undefined,
  );

  for (const client of [sponsor, alice, bob]) {
    const account = client.account!.address;
    const owed = (of: CommonweightClient) => getOwed(of, { escrow, token, account });
    const isOwedMore = async () => (await publicClient.readContract({ ...dueOf(world), args: [bounty, account] })) > 0n;
    await step(
      "credit",
      () => credit(client, at),
      async () => !(await isOwedMore()),
    );
    await step(
      "withdraw",
      async () => {
        if ((await owed(client)) > 0n) await withdraw(client, { escrow, token });
      },
      async () => (await owed(publicClient)) === 0n,
    );
  }
  return { ...drive, outcome: await outcomeOf(road) };
}

/** What `credit` would move: simulated on the chain itself. */
function dueOf({ escrow }: World) {
  const abi = [
    {
      type: "function",
      name: "credit",
      stateMutability: "view",
      inputs: [{ type: "uint256" }, { type: "address" }],
      outputs: [{ type: "uint256" }],
    },
  ] as const;
  return { abi, address: escrow, functionName: "credit" } as const;
}

async function outcomeOf({ world, accounts }: Road): Promise<Outcome> {
  const { publicClient, escrow, token } = world;
  const at = { escrow, bounty };
  const each = async <value>(read: (address: Hex) => Promise<value>) =>
    Object.fromEntries(
      await Promise.all(Object.entries(accounts).map(async ([role, { address }]) => [role, await read(address)])),
    ) as Record<Role, value>;
  const { contributed, submissions } = await getFacts(publicClient, at);
  const facts = await getSubmission(publicClient, { ...at, operator: accounts.alice.address });
  return {
    status: await getBountyStatus(publicClient, at),
    transactions: await each((address) => publicClient.getTransactionCount({ address })),
    dollars: await each((address) =>
      publicClient.readContract({ abi: tokenAbi, address: token, functionName: "balanceOf", args: [address] }),
    ),
    contributed,
    prize: facts?.prize,
    submissions,
  };
}

/** SealModel proof by trapdoor, with the digest and size that the words have. */
async function modelProof(world: World, { chainId, escrow, submission, words }: SubmissionSecret) {
  const { operator, modelCommitment } = submission;
  const challenge = modelChallenge({
    chainId,
    escrow,
    operator,
    commitment: modelCommitment,
    bytesHash: bytesHash(words),
  });
  const value = digest(bytesToWords(words), challenge);
  const bits = modelBits(modelOf());
  const inputs = {
    modelCommitment,
    challenge,
    digest: value,
    bits: BigInt(bits),
    operator: toField(BigInt(operator)),
  };
  return { digest: value, bits, proof: await world.proofOf("SealModel", inputs) };
}

/** EvaluateModel proofs by trapdoor, with the scores that the reference network has. */
async function scoreProofs({ world, set, secret }: Road) {
  const { operator, modelCommitment } = secret.submission;
  const { scoredChunks } = await getFacts(world.publicClient, { escrow: world.escrow, bounty });
  return Promise.all(
    scoredChunks.map(async (index) => {
      const { chunk, words } = set.chunks[index]!;
      const plain = decodeChunk(tinyTask, bytesToWords(words));
      const correct = score({ model: modelOf(), task: tinyTask, chunk: plain });
      const { dataCommitment } = chunk;
      const inputs = { modelCommitment, dataCommitment, correct: BigInt(correct), operator: toField(BigInt(operator)) };
      return { chunk, correct, proof: await world.proofOf("EvaluateModel", inputs) };
    }),
  );
}
