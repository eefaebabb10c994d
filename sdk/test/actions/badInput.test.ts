// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import {
  type Address,
  createClient,
  createWalletClient,
  custom,
  defineChain,
  getAddress,
  http,
  publicActions,
} from "viem";
import {
  allowToken,
  approveToken,
  BaseError,
  bytesHash,
  type CommonweightClient,
  ContractRevertError,
  cancel,
  claim,
  commit,
  commitModel,
  contribute,
  contributeWithPermit,
  createBounty,
  createSealedBounty,
  getBountyStatus,
  getChunks,
  getFacts,
  getTaskDefinition,
  getTerms,
  InsufficientBalanceError,
  InsufficientEtherError,
  memoryStore,
  type OperatorStore,
  proveModel,
  registerTask,
  replace,
  type SponsorStore,
  sealChunks,
  sealModel,
  setFee,
  withdrawSubmission,
} from "../../src/index.ts";
import { randomModel, seededRandom, tinyArchitecture } from "../fixtures.ts";
import { DOLLAR, deployWorld, drawAndOpen, sealedSet, sealProofs, termsOf, type World } from "../support/chain.ts";

const nowhere = "http://127.0.0.1:9";

describe("bad input", () => {
  let world: World;
  let at: { escrow: Address; bounty: bigint };
  const store = memoryStore();

  before(async () => {
    world = await deployWorld();
    const { actors, escrow } = world;
    const set = await sealedSet(world, 1);
    const { bounty } = await createSealedBounty(actors.sponsor, { escrow, terms: await termsOf(world), set, store });
    at = { escrow, bounty };
    await sealChunks(actors.sponsor, { ...at, chunks: await sealProofs(world, set) });
    await drawAndOpen(world, bounty, "sample", set);
  });

  /** Asserts that an action is refused by an error, and that no account sent anything. */
  async function refused(action: () => Promise<unknown>, check: (error: Error) => void): Promise<void> {
    const { publicClient } = world;
    const block = await publicClient.getBlockNumber({ cacheTime: 0 });
    const error = await action().then(
      () => assert.fail("expected a refusal"),
      (caught: unknown) => caught,
    );
    assert.ok(error instanceof BaseError, `expected a typed error, got ${error}`);
    check(error);
    assert.equal(await publicClient.getBlockNumber({ cacheTime: 0 }), block, "no transaction was sent");
  }

  function reverts(errorName: string, message: RegExp): (error: Error) => void {
    return (error) => {
      assert.ok(error instanceof ContractRevertError, `${error}`);
      assert.equal(error.errorName, errorName);
      assert.match(error.shortMessage, message);
    };
  }

  /** Another seed gives another model; the salt is fresh. */
  const sealedBy = (operator: Address, seed: number) => {
    const model = randomModel(tinyArchitecture, seededRandom(seed));
    return sealModel({ chainId: 31_337, escrow: at.escrow, bounty: at.bounty, operator, model });
  };

  const named = (name: string, message: RegExp) => (error: Error) => {
    assert.equal(error.name, name, `${error}`);
    assert.match(error.message, message);
  };

  describe("a chain that is not there", () => {
    const chain = defineChain({
      id: 31_337,
      name: "nowhere",
      nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
      rpcUrls: { default: { http: [nowhere] } },
    });

    it("is named when reading", () => {
      const client = createClient({ chain, transport: http(nowhere, { retryCount: 0 }) });
      return refused(
        () => getBountyStatus(client, at),
        named("ChainUnreachableError", /No chain answers at http:..127.0.0.1:9/),
      );
    });

    it("is named when sending", () => {
      const account = world.actors.alice.account;
      const client = createWalletClient({ account, chain, transport: http(nowhere, { retryCount: 0 }) });
      return refused(() => contribute(client, { ...at, amount: 1n }), named("ChainUnreachableError", /127.0.0.1:9/));
    });
  });

  describe("a place that is not the protocol's", () => {
    it("is named where there is no contract, when reading", () =>
      refused(
        () => getBountyStatus(world.publicClient, { escrow: world.actors.bob.account.address, bounty: 1n }),
        named("ContractMissingError", /no contract at 0x/),
      ));

    it("is named where there is no contract, when sending", () =>
      refused(
        () =>
          allowToken(world.actors.owner, {
            escrow: world.actors.bob.account.address,
            token: world.token,
            allowed: false,
          }),
        named("ContractMissingError", /no contract at 0x/),
      ));

    it("is named where the chain is another than the client's", () => {
      const chain = defineChain({ ...world.publicClient.chain, id: 5 });
      const client = createWalletClient({
        account: world.actors.alice.account,
        chain,
        transport: custom(world.provider),
      });
      const token = world.token;
      return refused(
        () => approveToken(client, { token, spender: at.escrow, amount: 1n }),
        named("ChainMismatchError", /of the chain 31337; expected the chain 5/),
      );
    });

    it("is named where there is no such bounty", async () => {
      assert.equal(await getBountyStatus(world.publicClient, { ...at, bounty: 99n }), "None");
      await refused(
        () => getTerms(world.publicClient, { ...at, bounty: 99n }),
        reverts("BountyUnknown", /no bounty 99/),
      );
    });
  });

  describe("an argument that the ABI cannot encode", () => {
    const malformed: Address = "0x12";

    it("is named when reading", async () => {
      const { publicClient } = world;
      const negative = /bounty of factsOf is -1; expected a value of the ABI type uint256/;
      await refused(() => getFacts(publicClient, { ...at, bounty: -1n }), named("InvalidValueError", negative));
      const address = /The address of the contract is "0x12"; expected a value of the ABI type address/;
      await refused(() => getFacts(publicClient, { ...at, escrow: malformed }), named("InvalidValueError", address));
      await refused(() => getChunks(publicClient, { ...at, escrow: malformed }), named("InvalidValueError", address));
      const registry = { registry: malformed, task: world.task };
      await refused(() => getTaskDefinition(publicClient, registry), named("InvalidValueError", address));
      const task = /task of TaskRegistered is "0x12"; expected a value of the ABI type bytes32/;
      await refused(
        () => getTaskDefinition(publicClient, { registry: world.registry, task: malformed }),
        named("InvalidValueError", task),
      );
    });

    it("is named when sending", async () => {
      const { actors, escrow, token } = world;
      await refused(
        () => cancel(actors.sponsor, { ...at, bounty: -1n }),
        named("InvalidValueError", /bounty .* is -1/),
      );
      await refused(
        () => contribute(actors.alice, { ...at, amount: -1n }),
        named("InvalidValueError", /amount of contribute is -1/),
      );
      await refused(
        () => contributeWithPermit(actors.alice, { ...at, amount: -1n }),
        named("InvalidValueError", /The value of the permit is -1/),
      );
      await refused(
        () => approveToken(actors.alice, { token: malformed, spender: escrow, amount: 1n }),
        named("InvalidValueError", /The address of the contract is "0x12"/),
      );
      await refused(
        () => approveToken(actors.alice, { token, spender: malformed, amount: 1n }),
        named("InvalidValueError", /spender of approve is "0x12"/),
      );
      const submission = { architecture: world.architecture, modelCommitment: -1n, bytesHash: world.task };
      for (const action of [commit, replace]) {
        await refused(
          () => action(actors.alice, { ...at, ...submission }),
          named("InvalidValueError", /modelCommitment of \w+ is -1; expected a value of the ABI type uint256/),
        );
      }
      const { chunksRoot } = await sealedSet(world, 7);
      const sponsor = actors.sponsor.account.address;
      const open = await termsOf(world, { goal: -1n });
      const terms = { ...open, sponsor, task: world.task, chunks: 3, chunksRoot };
      await refused(
        () => createBounty(actors.sponsor, { escrow, terms }),
        named("InvalidValueError", /terms of createBounty\.goal is -1; expected a value of the ABI type uint/),
      );
    });
  });

  describe("too little money", () => {
    it("of the token is refused before anything is sent, with what is needed and what is there", () =>
      refused(
        () => contribute(world.actors.poor, { ...at, amount: 10n * DOLLAR }),
        (error) => {
          assert.ok(error instanceof InsufficientBalanceError, `${error}`);
          assert.deepEqual([error.needed, error.balance, error.token], [10n * DOLLAR, 0n, getAddress(world.token)]);
        },
      ));

    it("counts only what fits under the cap", () =>
      refused(
        () => contribute(world.actors.poor, { ...at, amount: 10_000n * DOLLAR }),
        (error) => {
          assert.ok(error instanceof InsufficientBalanceError, `${error}`);
          assert.equal(error.needed, 1_000n * DOLLAR);
        },
      ));

    it("of the token is refused with a permit as well", () =>
      refused(
        () => contributeWithPermit(world.actors.poor, { ...at, amount: 10n * DOLLAR }),
        named("InsufficientBalanceError", /holds 0 of the token/),
      ));

    it("for the sponsor's bond is refused", async () => {
      const { actors, escrow, task } = world;
      const set = await sealedSet(world, 2);
      const terms = { ...(await termsOf(world)), sponsor: actors.poor.account.address, task };
      await refused(
        () => createBounty(actors.poor, { escrow, terms: { ...terms, chunks: 3, chunksRoot: set.chunksRoot } }),
        named("InsufficientBalanceError", /50000000 are needed, 50000000 are missing/),
      );
    });

    it("of allowance is refused where the caller will not approve", () =>
      refused(
        () => contribute(world.actors.alice, { ...at, amount: 10n * DOLLAR, approve: false }),
        named("InsufficientAllowanceError", /allows 0x.* to take 0 of the token .*; 10000000 are needed/),
      ));

    it("of ether is refused before anything is sent", async () => {
      const account: Address = "0x00000000000000000000000000000000000000aa";
      const { networkHelpers, token, publicClient } = world;
      await networkHelpers.impersonateAccount(account);
      const client = createWalletClient({ account, chain: publicClient.chain, transport: custom(world.provider) });
      await refused(
        () => approveToken(client, { token, spender: at.escrow, amount: 1n }),
        (error) => {
          assert.ok(error instanceof InsufficientEtherError, `${error}`);
          assert.equal(error.balance, 0n);
        },
      );
    });
  });

  describe("a sender who may not", () => {
    it("is told to bring an account", () => {
      const client: CommonweightClient = world.publicClient.extend(publicActions);
      return refused(() => cancel(client, at), named("AccountMissingError", /cancel needs an account/));
    });

    it("is told who may", async () => {
      const { actors, escrow, registry, keys } = world;
      await refused(
        () => setFee(actors.alice, { escrow, feeBps: 1 }),
        reverts("OwnableUnauthorizedAccount", /only the owner/),
      );
      await refused(() => cancel(actors.alice, at), reverts("OnlySponsor", /only the sponsor of bounty 1/));
      const task = { registry, definition: "{}", chunkWords: 3, samples: 1, sealChunkKey: keys.SealChunk };
      await refused(() => registerTask(actors.alice, task), reverts("OwnableUnauthorizedAccount", /only the owner/));
    });
  });

  describe("terms out of bounds", () => {
    it("are refused with the term, its value and its bounds, and not even the approval is sent", async () => {
      const { actors, escrow } = world;
      const set = await sealedSet(world, 3);
      const terms = await termsOf(world, { entryFee: 3n * DOLLAR });
      await refused(
        () => createSealedBounty(actors.sponsor, { escrow, terms, set, store }),
        reverts("TermOutOfBounds", /The term entryFee is 3000000; expected 0 to 2000000\./),
      );
    });

    it("are refused for a set that was sealed for another sponsor", async () => {
      const { actors, escrow } = world;
      const set = await sealedSet(world, 4);
      await refused(
        async () => createSealedBounty(actors.alice, { escrow, terms: await termsOf(world), set, store }),
        named("InvalidValueError", /The evaluation set's sponsor is/),
      );
    });
  });

  describe("a window that is closed", () => {
    it("is named with both statuses while Funding", async () => {
      const { alice } = world.actors;
      const secret = sealedBy(alice.account.address, 9);
      const early = /Bounty 1 is in Funding; the action is possible in Training only\./;
      await refused(() => commitModel(alice, { escrow: at.escrow, secret, store }), reverts("StatusMismatch", early));
      await refused(() => replace(alice, { ...at, ...secret.submission }), reverts("StatusMismatch", early));
      await refused(() => withdrawSubmission(alice, at), reverts("StatusMismatch", early));
      const { submission, words } = secret;
      await refused(
        () => claim(alice, { ...at, submission, words }),
        reverts("StatusMismatch", /is in Funding; the action is possible in Claiming only/),
      );
    });

    it("is named with both statuses once it has passed, and not even the approval is sent", async () => {
      const { actors, networkHelpers } = world;
      const { fundingEnds } = (await getTerms(actors.alice, at)).windows;
      await contribute(actors.alice, { ...at, amount: 150n * DOLLAR });
      await networkHelpers.time.increaseTo(fundingEnds);
      assert.equal(await getBountyStatus(actors.alice, at), "Training");
      const late = /Bounty 1 is in Training; the action is possible in Funding only\./;
      await refused(() => contribute(actors.bob, { ...at, amount: 1n * DOLLAR }), reverts("StatusMismatch", late));
      await refused(
        () => contributeWithPermit(actors.bob, { ...at, amount: 1n * DOLLAR }),
        reverts("StatusMismatch", late),
      );
    });
  });

  describe("a store that fails", () => {
    const failing = (problem: Partial<OperatorStore & SponsorStore>) => ({ ...memoryStore(), ...problem });
    const full = new BaseError("No space is left on the disk.");

    it("keeps a commitment from being sent", async () => {
      const { alice } = world.actors;
      const secret = sealedBy(alice.account.address, 12);
      const other = sealedBy(alice.account.address, 13);
      const unwritable = failing({ saveSubmission: () => Promise.reject(full) });
      await refused(
        () => commitModel(alice, { escrow: at.escrow, secret, store: unwritable }),
        named("BaseError", /No space/),
      );
      const forgetful = failing({ saveSubmission: () => Promise.resolve() });
      await refused(
        () => commitModel(alice, { escrow: at.escrow, secret, store: forgetful }),
        named("StoreRecordMissingError", /does not exist/),
      );
      const wrong = failing({ loadSubmission: () => Promise.resolve({ ...secret, words: other.words }) });
      await refused(
        () => commitModel(alice, { escrow: at.escrow, secret, store: wrong }),
        named("InvalidValueError", /What the store read back as the model's words/),
      );
    });

    it("keeps a bounty from being created", async () => {
      const { actors, escrow } = world;
      const set = await sealedSet(world, 5);
      const terms = await termsOf(world);
      const unwritable = failing({ saveEvaluationSet: () => Promise.reject(full) });
      await refused(
        () => createSealedBounty(actors.sponsor, { escrow, terms, set, store: unwritable }),
        named("BaseError", /No space/),
      );
      const { secret } = await sealedSet(world, 6);
      const wrong = failing({ loadEvaluationSet: () => Promise.resolve(secret) });
      await refused(
        () => createSealedBounty(actors.sponsor, { escrow, terms, set, store: wrong }),
        named("InvalidValueError", /The root of the set read back from the store/),
      );
    });
  });

  describe("a submission that cannot be", () => {
    it("is refused with an architecture that the bounty does not admit", async () => {
      const { alice } = world.actors;
      const call = { ...at, architecture: bytesHash(`0x${"00".repeat(32)}`), modelCommitment: 1n };
      await refused(
        () => commit(alice, { ...call, bytesHash: `0x${"22".repeat(32)}` }),
        reverts("ArchitectureNotAdmitted", /does not admit the architecture/),
      );
    });

    it("is refused with a commitment that is no field element", async () => {
      const { actors, architecture } = world;
      const call = { ...at, architecture, modelCommitment: 2n ** 255n, bytesHash: `0x${"22".repeat(32)}` as const };
      await refused(() => commit(actors.alice, call), reverts("CommitmentNotCanonical", /not below the order/));
    });

    it("is refused with a model that was sealed for another operator", async () => {
      const { actors, escrow } = world;
      const secret = sealedBy(actors.bob.account.address, 10);
      await refused(
        () => commitModel(actors.alice, { escrow, secret, store }),
        named("InvalidValueError", /The sealed model's operator is/),
      );
    });

    it("is refused with a proof of something else", async () => {
      const { actors, escrow, networkHelpers, proofOf } = world;
      const secret = sealedBy(actors.alice.account.address, 11);
      await commitModel(actors.alice, { escrow, secret, store });
      const { windows } = await getTerms(actors.alice, at);
      await networkHelpers.time.increaseTo(windows.trainingEnds);
      await drawAndOpen(world, at.bounty, "score", await sealedSet(world, 1));
      const inputs = { modelCommitment: 1n, challenge: 2n, digest: 3n, bits: 4n, operator: 5n };
      const proof = await proofOf("SealModel", inputs);
      await refused(
        () => proveModel(actors.bob, { ...at, submission: secret.submission, digest: 3n, bits: 4, proof }),
        reverts("ProofInvalid", /The proof does not verify/),
      );
    });
  });
});
