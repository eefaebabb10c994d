// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import {
  type Address,
  createClient,
  custom,
  decodeAbiParameters,
  defineChain,
  deploylessCallViaBytecodeBytecode,
  type Hex,
  parseAbiParameters,
} from "viem";
import { multicall } from "viem/actions";
import { bountyEventNames, creditEventName } from "../../src/actions/internal/bountyEvents.ts";
import {
  type BountyEvent,
  type BountyStatus,
  cancel,
  contribute,
  createSealedBounty,
  getBounties,
  getBountyEvents,
  getFacts,
  getNextAction,
  getTerms,
  listBounties,
  localChain,
  memoryStore,
  sealChunks,
  trainingBountiesAbi,
  watchBountyEvents,
  watchBountyStatus,
} from "../../src/index.ts";
import { assertRejects } from "../fixtures.ts";
import { DOLLAR, deployWorld, drawAndOpen, sealedSet, sealProofs, termsOf, type World } from "../support/chain.ts";
import { deferred } from "../support/deferred.ts";
import { fakeEndpoint, RpcRefusal } from "../support/fakeEndpoint.ts";

const bounty = 1n;

describe("what happens in bounties", () => {
  let world: World;
  let asked: string[];

  /** A client that reads the chain, and counts what it asks. */
  const clientOf = (chain = localChain as Parameters<typeof createClient>[0]["chain"] & object) => {
    const request = ({ method, params }: { method: string; params?: unknown }) => {
      asked.push(method);
      return world.provider.request({ method, params: params as unknown[] });
    };
    return createClient({ chain, transport: custom({ request }), pollingInterval: 5, cacheTime: 0 });
  };
  const at = () => ({ escrow: world.escrow, bounty });

  before(async () => {
    asked = [];
    world = await deployWorld();
    const { actors, escrow } = world;
    const set = await sealedSet(world, 1);
    const store = memoryStore();
    await createSealedBounty(actors.sponsor, { escrow, terms: await termsOf(world), set, store });
    // A second one, which is cancelled: its events are not the first one's.
    const terms = await termsOf(world, { minimumScore: 2 });
    const second = await createSealedBounty(actors.sponsor, { escrow, terms, set, store });
    await cancel(actors.sponsor, { escrow, bounty: second.bounty });
    const third = await termsOf(world, { minimumScore: 3 });
    await createSealedBounty(actors.sponsor, { escrow, terms: third, set, store });
    await sealChunks(actors.sponsor, { ...at(), chunks: await sealProofs(world, set) });
    await drawAndOpen(world, bounty, "sample", set);
  });

  describe("lists", () => {
    it("tell of each bounty what it is asked alone", async () => {
      const client = clientOf();
      const [summary] = await getBounties(client, { escrow: world.escrow, bounties: [bounty] });
      const [terms, facts] = [await getTerms(client, at()), await getFacts(client, at())];
      assert.deepEqual(summary, { bounty, status: "Funding", terms, facts });
    });

    it("go through all, the newest first, page by page", async () => {
      const { escrow } = world;
      const numbers = async (parameters: Omit<Parameters<typeof listBounties>[1], "escrow">) => {
        const { bounties, next } = await listBounties(clientOf(), { escrow, ...parameters });
        return [bounties.map((one) => one.bounty), next];
      };
      assert.deepEqual(await numbers({}), [[3n, 2n, 1n], undefined]);
      assert.deepEqual(await numbers({ limit: 2 }), [[3n, 2n], 2n]);
      assert.deepEqual(await numbers({ limit: 2, before: 2n }), [[1n], undefined]);
      assert.deepEqual(await numbers({ before: 1n }), [[], undefined]);
      assert.deepEqual(await numbers({ before: 99n, limit: 3 }), [[3n, 2n, 1n], undefined]);
      assert.deepEqual(await numbers({ statuses: ["Funding", "Draft"] }), [[3n, 1n], undefined]);
      assert.deepEqual(await numbers({ statuses: ["Funding", "Draft"], limit: 1 }), [[3n], 3n]);
      assert.deepEqual(await numbers({ statuses: ["Failed"] }), [[2n], undefined]);
      assert.deepEqual(await numbers({ statuses: ["Settled"] }), [[], undefined]);
      const message = "limit is 0; expected a whole number from 1.";
      await assertRejects(listBounties(clientOf(), { escrow, limit: 0 }), "InvalidValueError", message);
    });

    it("take one request a view where the chain has Multicall3", async () => {
      const address = await deployMulticall3();
      const { chain: _, ...rest } = { ...localChain, chain: undefined };
      const chain = defineChain({ ...rest, contracts: { multicall3: { address } } });
      const bounties = [1n, 2n, 3n];
      const plain = await getBounties(clientOf(), { escrow: world.escrow, bounties });
      asked = [];
      assert.deepEqual(await getBounties(clientOf(chain), { escrow: world.escrow, bounties }), plain);
      assert.deepEqual(asked, ["eth_call", "eth_call", "eth_call"]);
      const unknown = getBounties(clientOf(chain), { escrow: world.escrow, bounties: [9n] });
      await assert.rejects(unknown, { name: "ContractRevertError", errorName: "BountyUnknown" });
    });

    /** Its code comes with viem, which sends it along where it is told that a chain has none. */
    async function deployMulticall3(): Promise<Address> {
      let data: Hex = "0x";
      const request = async ({ params }: { params?: unknown }) => {
        ({ data } = (params as [{ data: Hex }])[0]);
        throw new Error("Not to be sent.");
      };
      const client = createClient({ transport: custom({ request }, { retryCount: 0 }) });
      const call = { abi: trainingBountiesAbi, address: world.escrow, functionName: "bountyCount" } as const;
      await multicall(client, { contracts: [call], deployless: true });
      const encoded: Hex = `0x${data.slice(deploylessCallViaBytecodeBytecode.length)}`;
      const [bytecode] = decodeAbiParameters(parseAbiParameters("bytes, bytes"), encoded);
      const { deployer } = world.actors;
      const hash = await deployer.deployContract({ abi: [], bytecode });
      return (await world.publicClient.waitForTransactionReceipt({ hash })).contractAddress!;
    }
  });

  describe("events", () => {
    it("are all those of the ABI that name a bounty", () => {
      const events = trainingBountiesAbi.filter((item) => item.type === "event");
      const ofBounties = events.filter(({ inputs }) => inputs.some((input) => input.name === "bounty"));
      assert.deepEqual(ofBounties.map(({ name }) => name).sort(), [...bountyEventNames, creditEventName].sort());
      for (const { name, inputs } of ofBounties) {
        const position = inputs.filter((input) => input.indexed).findIndex((input) => input.name === "bounty");
        assert.equal(position, name === creditEventName ? 2 : 0, name);
      }
    });

    it("are read in the order of the chain, of one bounty alone", async () => {
      const names = (events: BountyEvent[]) => events.map(({ eventName }) => eventName);
      const events = await getBountyEvents(clientOf(), at());
      assert.deepEqual(names(events), [
        "BountyCreated",
        "ChunkSealed",
        "ChunkSealed",
        "ChunkSealed",
        "EvaluationSetSealed",
        "ChunksDrawn",
        "ChunkOpened",
      ]);
      const [created] = events;
      assert.ok(created?.eventName === "BountyCreated" && created.args.terms.goal === 100n * DOLLAR);
      const second = await getBountyEvents(clientOf(), { ...at(), bounty: 2n });
      assert.deepEqual(names(second), ["BountyCreated", "BountyCancelled"]);

      const progress: [bigint, bigint][] = [];
      const onProgress = (done: bigint, total: bigint) => progress.push([done, total]);
      const pieces = await getBountyEvents(clientOf(), { ...at(), blocksPerRequest: 7n, onProgress });
      assert.deepEqual(pieces, events);
      assert.ok(progress.length > 1);
      const [done, total] = progress.at(-1)!;
      assert.equal(done, total);
      const range = { fromBlock: created.blockNumber, toBlock: created.blockNumber };
      assert.deepEqual(await getBountyEvents(clientOf(), { ...at(), ...range }), [created]);
    });

    it("refuse what is no range, no bounty and no address", async () => {
      const client = clientOf();
      await assertRejects(
        getBountyEvents(client, { ...at(), blocksPerRequest: 0n }),
        "InvalidValueError",
        "blocksPerRequest is 0; expected 1 or more.",
      );
      await assertRejects(
        getBountyEvents(client, { ...at(), bounty: -1n }),
        "InvalidValueError",
        /number of the bounty/,
      );
      await assertRejects(getBountyEvents(client, { ...at(), escrow: "0x1" }), "InvalidValueError", /address/);
    });

    it("are told as they happen, of one bounty alone, until watching stops", async () => {
      const { actors, escrow } = world;
      const client = clientOf();
      const fromBlock = (await world.publicClient.getBlockNumber()) + 1n;
      const seen = deferred<BountyEvent[]>();
      const stop = watchBountyEvents(client, { ...at(), fromBlock, onEvents: seen.resolve, onError: seen.reject });
      await cancel(actors.sponsor, { escrow, bounty: 3n });
      await contribute(actors.alice, { ...at(), amount: 5n * DOLLAR });
      const [event, ...more] = await seen.promise;
      stop();
      assert.deepEqual(more, []);
      assert.ok(event?.eventName === "Contributed");
      assert.deepEqual([event.args.amount, event.args.bounty], [5n * DOLLAR, bounty]);
      assert.equal(event.args.account.toLowerCase(), actors.alice.account.address);
    });

    it("tell what fails while watching", async () => {
      const request = async () => {
        throw Object.assign(new Error("no"), { code: -32_000 });
      };
      const client = createClient({ transport: custom({ request }, { retryCount: 0 }), pollingInterval: 5 });
      const failed = deferred<unknown>();
      const nothing = () => failed.reject(new Error("There were events."));
      const stop = watchBountyEvents(client, { ...at(), onEvents: nothing, onError: failed.resolve });
      assert.match(String(await failed.promise), /no/);
      stop();
      const status = deferred<unknown>();
      const unwatch = watchBountyStatus(client, { ...at(), onStatus: nothing, onError: status.resolve });
      assert.match(String(await status.promise), /no/);
      unwatch();
      assert.throws(() => watchBountyStatus(client, { ...at(), bounty: -1n, onStatus: nothing }), {
        name: "InvalidValueError",
      });
    });

    it("are not asked for once watching has stopped, even where the node does not take back its filter", async (t) => {
      t.mock.timers.enable({ apis: ["setTimeout"] });
      const refusal = new RpcRefusal(-32_000, "no");
      const node = fakeEndpoint({ eth_newFilter: "0x1", eth_getFilterChanges: [], eth_uninstallFilter: refusal });
      const client = createClient({ transport: node.transport, pollingInterval: 5 });
      const failures: unknown[] = [];
      const onError = (error: unknown) => failures.push(error);
      const stop = watchBountyEvents(client, { ...at(), onEvents: () => assert.fail("events"), onError });
      /** How often changes are asked for in twenty intervals. */
      const asks = async () => {
        const before = node.calls.length;
        for (let i = 0; i < 20; i++) {
          t.mock.timers.tick(5);
          await new Promise((resolve) => setImmediate(resolve));
        }
        return node.calls.slice(before).filter((method) => method === "eth_getFilterChanges").length;
      };
      assert.ok((await asks()) > 10);
      stop();
      assert.equal(await asks(), 0);
      assert.equal(node.calls.at(-1), "eth_uninstallFilter");
      assert.deepEqual(failures, []);
    });
  });

  it("is due next for each account, read from the chain", async () => {
    const { actors, publicClient, networkHelpers } = world;
    const due = async (account: Address, role?: "operator") => getNextAction(publicClient, { ...at(), account, role });
    const { windows } = await getTerms(publicClient, at());
    const [sponsor, alice, bob] = [actors.sponsor, actors.alice, actors.bob].map(({ account }) => account.address);
    assert.deepEqual(await due(bob!), { action: "contribute", until: windows.fundingEnds, role: undefined });
    assert.deepEqual(await due(alice!), { action: "wait", until: windows.fundingEnds, role: "backer" });
    assert.deepEqual(await due(sponsor!), { action: "wait", until: windows.fundingEnds, role: "sponsor" });
    assert.deepEqual(await due(bob!, "operator"), { action: "wait", until: windows.fundingEnds, role: "operator" });
    assert.deepEqual(await getNextAction(actors.bob, at()), await due(bob!));
    await assertRejects(getNextAction(publicClient, at()), "AccountMissingError", /getNextAction/);

    // The status changes by the clock alone, and who watches it is told.
    const statuses: BountyStatus[] = [];
    const failed = deferred<void>();
    const stop = watchBountyStatus(clientOf(), {
      ...at(),
      onError: failed.reject,
      onStatus: (status, previous) => {
        statuses.push(status);
        if (previous === undefined) networkHelpers.time.increaseTo(windows.fundingEnds).catch(failed.reject);
        else failed.resolve();
      },
    });
    await failed.promise;
    stop();
    assert.deepEqual(statuses, ["Funding", "Failed"]);
    assert.deepEqual(await due(alice!), { action: "credit", until: undefined, role: "backer" });
    assert.deepEqual(await due(bob!), { action: "none", until: undefined, role: undefined });
  });
});
