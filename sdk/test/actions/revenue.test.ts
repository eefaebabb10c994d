// SPDX-License-Identifier: MIT
// Revenue through the actions: two models, the one made from the other, and a pool of Uniswap's own factory.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { before, describe, it } from "node:test";
import { type Abi, type Address, concat, getAddress, type Hex, parseAbi, zeroAddress } from "viem";
import { readArtifact } from "../../../scripts/deploy/artifacts.ts";
import {
  claimRevenue,
  commonweightActions,
  distributeRoyalty,
  excludePool,
  getClaimableRevenue,
  getLineage,
  getModel,
  modelSharesAbi,
  payRevenue,
} from "../../src/index.ts";
import { assertRejects } from "../fixtures.ts";
import { DAY, DOLLAR, deployWorld, type World } from "../support/chain.ts";

const SHARE = 10n ** 18n;
const WEEK = 7 * DAY;
const uniswapFactory = createRequire(import.meta.url)(
  "@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json",
) as { abi: Abi; bytecode: Hex };
const factoryAbi = parseAbi([
  "function createPool(address tokenA, address tokenB, uint24 fee) returns (address pool)",
  "function getPool(address tokenA, address tokenB, uint24 fee) view returns (address pool)",
]);

describe("the revenue of models", () => {
  let world: World;
  let factory: Address;
  let parent: Address;
  let child: Address;
  let grandchild: Address;

  before(async () => {
    world = await deployWorld();
    factory = await deploy(uniswapFactory);
    const { abi, bytecode } = await readArtifact("contracts/ownership/ModelShares.sol:ModelShares");
    const implementation = await deploy({ abi, bytecode: bytecode as Hex, args: [factory] });
    const { token, actors } = world;
    const treasury = actors.treasury.account.address;
    parent = await clone(implementation, {
      bounty: 1n,
      token,
      parent: zeroAddress,
      royaltyBps: 0,
      treasury: zeroAddress,
    });
    child = await clone(implementation, { bounty: 2n, token, parent, royaltyBps: 1_000, treasury });
    grandchild = await clone(implementation, { bounty: 3n, token, parent: child, royaltyBps: 500, treasury });
    for (const shares of [parent, child]) {
      await release(shares, actors.alice.account.address, 600_000n * SHARE);
      await release(shares, actors.bob.account.address, 300_000n * SHARE);
    }
  });

  it("begins with what the model was created with", async () => {
    const { actors, publicClient, token } = world;
    const { settledAt, ...model } = await getModel(publicClient, { shares: child });
    assert.ok(settledAt > 0);
    assert.deepEqual(model, {
      name: "Commonweight Model 2",
      symbol: "CWM-2",
      escrow: getAddress(actors.deployer.account.address),
      bounty: 2n,
      token,
      parent,
      royaltyBps: 1_000,
      treasury: getAddress(actors.treasury.account.address),
      pendingRoyalty: 0n,
      received: 0n,
      unstreamed: 0n,
      timeLeft: 0n,
      eligible: 1_000_000n * SHARE,
    });
    const first = await getModel(publicClient, { shares: parent });
    assert.deepEqual([first.parent, first.treasury], [undefined, undefined]);
    assert.deepEqual(await getLineage(publicClient, { shares: parent }), []);
    assert.deepEqual(await getLineage(publicClient, { shares: child }), [{ shares: parent, royaltyBps: 1_000 }]);
    const line = [
      { shares: child, royaltyBps: 500 },
      { shares: parent, royaltyBps: 1_000 },
    ];
    assert.deepEqual(await getLineage(publicClient, { shares: grandchild }), line);
  });

  it("is paid by anyone, less a royalty, after an approval where it is needed", async () => {
    const { actors, publicClient } = world;
    const paid = await payRevenue(actors.sponsor, { shares: child, amount: 1_000n * DOLLAR });
    assert.ok(paid.approval);
    assert.deepEqual([paid.royalty, paid.timeLeft], [100n * DOLLAR, BigInt(WEEK)]);
    const { unstreamed, pendingRoyalty, received } = await getModel(publicClient, { shares: child });
    assert.deepEqual([unstreamed, pendingRoyalty, received], [900n * DOLLAR, 100n * DOLLAR, 1_000n * DOLLAR]);
  });

  it("is refused with the reason, and nothing is sent", async () => {
    const { actors } = world;
    await assert.rejects(payRevenue(actors.sponsor, { shares: child, amount: 0n }), { errorName: "AmountZero" });
    await assert.rejects(payRevenue(actors.poor, { shares: child, amount: 1n }), { name: "InsufficientBalanceError" });
    await assert.rejects(payRevenue(actors.sponsor, { shares: child, amount: 1n, approve: false }), {
      name: "InsufficientAllowanceError",
    });
    await assert.rejects(payRevenue(actors.sponsor, { shares: child, amount: 2n ** 96n }), {
      errorName: "RevenueTooLarge",
    });
  });

  it("is claimed by the holder, by anyone for the holder, and to another address", async () => {
    const { actors, networkHelpers, publicClient, token } = world;
    await networkHelpers.time.increase(2 * WEEK);
    const [alice, bob] = [actors.alice.account.address, actors.bob.account.address];
    const due = await getClaimableRevenue(publicClient, { shares: child, account: alice });
    assert.ok(due > 540n * DOLLAR - 2n && due <= 540n * DOLLAR, `${due}`);
    const unclaimed = await getClaimableRevenue(publicClient, { shares: child, account: child });
    assert.ok(unclaimed > 90n * DOLLAR - 2n && unclaimed <= 90n * DOLLAR, `${unclaimed}`);

    const before = await balanceOf(token, alice);
    assert.equal((await claimRevenue(actors.poor, { shares: child, beneficiary: alice })).amount, due);
    assert.equal(await balanceOf(token, alice), before + due);
    const again = await claimRevenue(actors.alice, { shares: child });
    assert.deepEqual([again.hash, again.amount], [undefined, 0n]);

    const to = actors.poor.account.address;
    const { amount } = await claimRevenue(actors.bob, { shares: child, to });
    assert.equal(await balanceOf(token, to), amount);
    assert.ok(amount > 270n * DOLLAR - 2n);
    await assertRejects(
      claimRevenue(actors.bob, { shares: child, beneficiary: bob, to }),
      "InvalidValueError",
      `to is "${to}"; expected none beside a beneficiary, who is paid itself.`,
    );
    await assert.rejects(claimRevenue(actors.bob, { shares: child, to: child }), { errorName: "RecipientIsShares" });
  });

  it("passes the royalty on, once", async () => {
    const { actors, publicClient } = world;
    const { amount } = await distributeRoyalty(actors.poor, { shares: child });
    assert.equal(amount, 100n * DOLLAR);
    const again = await distributeRoyalty(actors.poor, { shares: child });
    assert.deepEqual([again.hash, again.amount], [undefined, 0n]);
    const { received, unstreamed } = await getModel(publicClient, { shares: parent });
    assert.deepEqual([received, unstreamed], [100n * DOLLAR, 100n * DOLLAR]);
  });

  it("leaves out a pool of Uniswap's, and nothing that only says it is one", async () => {
    const { actors, networkHelpers, publicClient, token } = world;
    const pool = await createPool(parent, token, 3_000);
    const otherPool = await createPool(child, token, 3_000);
    const pretender = await deploy(await mock("Pool.sol:Pool", [factory, ...sorted(parent, token), 3_000]));
    await release(parent, pool, 100_000n * SHARE);
    await networkHelpers.time.increase(2 * WEEK);

    const earned = await getClaimableRevenue(publicClient, { shares: parent, account: pool });
    assert.ok(earned > 10n * DOLLAR - 2n && earned <= 10n * DOLLAR, `${earned}`);
    await assert.rejects(claimRevenue(actors.poor, { shares: parent, beneficiary: pool }), {
      errorName: "AccountIsPool",
    });
    for (const account of [otherPool, pretender, actors.bob.account.address]) {
      await assert.rejects(excludePool(actors.poor, { shares: parent, pool: account }), { errorName: "NotAPool" });
    }
    assert.equal((await excludePool(actors.poor, { shares: parent, pool })).returned, earned);
    const again = await excludePool(actors.poor, { shares: parent, pool });
    assert.deepEqual([again.hash, again.returned], [undefined, 0n]);
    const { unstreamed, eligible } = await getModel(publicClient, { shares: parent });
    assert.deepEqual([unstreamed, eligible], [earned, 900_000n * SHARE]);
    assert.equal(await getClaimableRevenue(publicClient, { shares: parent, account: pool }), 0n);
  });

  it("is told by bound actions as well", async () => {
    const { actors, escrow, registry } = world;
    const client = actors.sponsor.extend(commonweightActions({ escrow, registry }));
    assert.equal((await client.payRevenue({ shares: parent, amount: 9n })).royalty, 0n);
    assert.deepEqual(await client.getModel({ shares: parent }), await getModel(client, { shares: parent }));
    const account = actors.alice.account.address;
    const { amount } = await client.claimRevenue({ shares: parent, beneficiary: account });
    assert.ok(amount > 0n);
    assert.equal(await client.getClaimableRevenue({ shares: parent, account }), 0n);
    assert.equal((await client.distributeRoyalty({ shares: parent })).amount, 0n);
    await assert.rejects(client.excludePool({ shares: parent, pool: account }), { errorName: "NotAPool" });
  });

  // ------------------------------------------------------------------ contracts

  async function deploy(contract: { abi: Abi; bytecode: Hex; args?: readonly unknown[] }): Promise<Address> {
    return created(await world.actors.deployer.deployContract(contract));
  }

  async function created(hash: Hex): Promise<Address> {
    const { contractAddress } = await world.publicClient.waitForTransactionReceipt({ hash });
    return getAddress(contractAddress!);
  }

  async function mock(name: string, args: readonly unknown[]) {
    const { abi, bytecode } = await readArtifact(`contracts/mocks/${name}`);
    return { abi, bytecode: bytecode as Hex, args };
  }

  /** A minimal proxy (EIP-1167) of the implementation, for which the deployer is the escrow. */
  async function clone(
    implementation: Address,
    model: { bounty: bigint; token: Address; parent: Address; royaltyBps: number; treasury: Address },
  ): Promise<Address> {
    const { deployer } = world.actors;
    const data = concat([
      "0x3d602d80600a3d3981f3363d3d373d3d3d363d73",
      implementation,
      "0x5af43d82803e903d91602b57fd5bf3",
    ]);
    const address = await created(await deployer.sendTransaction({ data }));
    await deployer.writeContract({ abi: modelSharesAbi, address, functionName: "initialize", args: [model] });
    return address;
  }

  async function release(shares: Address, account: Address, amount: bigint): Promise<void> {
    const { deployer } = world.actors;
    await deployer.writeContract({
      abi: modelSharesAbi,
      address: shares,
      functionName: "release",
      args: [account, amount],
    });
  }

  async function createPool(shares: Address, token: Address, fee: number): Promise<Address> {
    const args = [shares, token, fee] as const;
    await world.actors.poor.writeContract({ abi: factoryAbi, address: factory, functionName: "createPool", args });
    return world.publicClient.readContract({ abi: factoryAbi, address: factory, functionName: "getPool", args });
  }

  function balanceOf(token: Address, account: Address): Promise<bigint> {
    return world.publicClient.readContract({
      abi: modelSharesAbi,
      address: token,
      functionName: "balanceOf",
      args: [account],
    });
  }
});

const sorted = (a: Address, b: Address): Address[] => (BigInt(a) < BigInt(b) ? [a, b] : [b, a]);
