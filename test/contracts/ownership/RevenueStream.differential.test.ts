// SPDX-License-Identifier: MIT
// Revenue against a model in exact fractions: random payments, transfers, exclusions, claims and waits, after each of which every
// holder has what the model says, or less than a unit less, and never more.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { modelSharesAbi } from "@commonweight/sdk";
import { network, tasks } from "hardhat";
import {
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  concat,
  encodeFunctionData,
  getAddress,
  type Log,
  parseAbi,
  parseEventLogs,
  zeroAddress,
} from "viem";

const SUPPLY = 10n ** 24n;
const SHARE = 10n ** 18n;
const WEEK = 604_800n;
const SEQUENCES = 20;
const STEPS = 80;
const HOLDERS = 4;
const POOLS = 2;

const mockAbi = parseAbi([
  "function mint(address account, uint256 amount)",
  "function approve(address spender, uint256 amount) returns (bool)",
  "function createPool(address tokenA, address tokenB, uint24 fee) returns (address)",
  "function getPool(address tokenA, address tokenB, uint24 fee) view returns (address)",
]);

// ------------------------------------------------------------------ exact fractions

interface Fraction {
  n: bigint;
  d: bigint;
}

/** In lowest terms; the denominator is positive. */
function fraction(n: bigint, d = 1n): Fraction {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  return { n: n / a, d: d / a };
}
const plus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { n: -b.n, d: b.d });
const times = (a: Fraction, n: bigint, d = 1n): Fraction => fraction(a.n * n, a.d * d);
const isBelow = (a: Fraction, b: Fraction): boolean => a.n * b.d < b.n * a.d;
const floor = ({ n, d }: Fraction): bigint => n / d;

/** Of each step, at most two updates of the stream and two settlements, which lose less than two and one 65,536ths of a unit. */
const LOSSES = fraction(6n * BigInt(STEPS), 65_536n);

// ------------------------------------------------------------------ the model

/** What the specification says, without a rounding but that of the stream's time, and of what an excluded pool gives back. */
class ExactRevenue {
  readonly balances = new Map<Address, bigint>();
  /** What an account has earned since the beginning, whether it claimed it or not. */
  readonly earned = new Map<Address, Fraction>();
  readonly excluded = new Set<Address>();
  unstreamed = fraction(0n);
  timeLeft = 0n;
  private now: bigint;

  constructor(now: bigint, unclaimed: Address) {
    this.now = now;
    this.balances.set(unclaimed, SUPPLY);
  }

  balanceOf = (account: Address): bigint => this.balances.get(account) ?? 0n;
  earnedBy = (account: Address): Fraction => this.earned.get(account) ?? fraction(0n);

  eligible(): bigint {
    return [...this.balances].reduce((sum, [account, held]) => (this.excluded.has(account) ? sum : sum + held), 0n);
  }

  passTo(time: bigint): void {
    const eligible = this.eligible();
    let elapsed = time - this.now;
    this.now = time;
    if (eligible < SHARE || this.timeLeft === 0n) return;
    if (elapsed > this.timeLeft) elapsed = this.timeLeft;
    const streamed = times(this.unstreamed, elapsed, this.timeLeft);
    for (const [account, held] of this.balances) {
      if (!this.excluded.has(account)) this.add(account, times(streamed, held, eligible));
    }
    this.unstreamed = minus(this.unstreamed, streamed);
    this.timeLeft -= elapsed;
  }

  /** @returns the mean of the times, not rounded */
  stream(amount: bigint): Fraction {
    const after = plus(this.unstreamed, fraction(amount));
    const weighted = plus(times(this.unstreamed, this.timeLeft), fraction(amount * WEEK));
    const mean = fraction(weighted.n * after.d, weighted.d * after.n);
    this.unstreamed = after;
    this.timeLeft = floor(mean);
    return mean;
  }

  transfer(from: Address, to: Address, amount: bigint): void {
    this.balances.set(from, this.balanceOf(from) - amount);
    this.balances.set(to, this.balanceOf(to) + amount);
  }

  /** Shares that nobody had claimed, with what they have earned since the beginning. */
  release(unclaimed: Address, to: Address, amount: bigint): Fraction {
    const carried = times(this.earnedBy(unclaimed), amount, this.balanceOf(unclaimed));
    this.add(unclaimed, times(carried, -1n));
    this.transfer(unclaimed, to, amount);
    return carried;
  }

  add(account: Address, amount: Fraction): void {
    this.earned.set(account, plus(this.earnedBy(account), amount));
  }
}

// ------------------------------------------------------------------ the test

describe("revenue, against exact fractions", () => {
  let connection: Connection;
  before(async () => {
    await tasks.getTask("build").run({ quiet: true, noTests: true });
    connection = await network.create();
  });
  after(() => connection.close());

  for (let sequence = 1; sequence <= SEQUENCES; sequence++) {
    it(`gives everybody its part in sequence ${sequence}`, () => play(connection, makeRandom(`sequence ${sequence}`)));
  }
});

type Connection = Awaited<ReturnType<typeof network.create>>;
type Random = (below: bigint) => bigint;

/** The same pseudo-random numbers in every run. */
function makeRandom(seed: string): Random {
  let count = 0;
  return (below) => {
    const digest = createHash("sha512").update(`${seed} ${count++}`).digest("hex");
    return BigInt(`0x${digest}`) % below;
  };
}

/** Plays random steps on the chain and in the model, and compares them after each. */
async function play({ viem, networkHelpers }: Connection, random: Random): Promise<void> {
  const pick = <item>(items: readonly item[]): item => items[Number(random(BigInt(items.length)))]!;
  const client = await viem.getPublicClient();
  const [escrow, ...others] = (await viem.getWalletClients()).map((wallet) => getAddress(wallet.account.address));
  const sender = escrow!;

  const factory = await viem.deployContract("PoolFactory");
  const token = await viem.deployContract("TestToken");
  const implementation = await viem.deployContract("ModelShares", [factory.address]);
  const shares = await clone(implementation.address);
  await other(token.address, "mint", [sender, 10n ** 24n]);
  await other(token.address, "approve", [shares, 10n ** 24n]);
  const model = { bounty: 1n, token: token.address, parent: zeroAddress, royaltyBps: 0, treasury: zeroAddress };
  const exact = new ExactRevenue((await send(sender, "initialize", [model])).time, shares);

  const holders = others.slice(0, HOLDERS);
  const pools = await Promise.all(Array.from({ length: POOLS }, (_, fee) => createPool(fee)));
  const accounts = [...holders, ...pools];
  /** Money that holders have got, and money that the stream has. */
  const claimed = new Map<Address, bigint>();
  let received = 0n;

  for (const account of [...holders, pools[0]!]) await release(account, SUPPLY / 8n + random(SUPPLY / 30n));
  await pay();
  for (let step = 1; step <= STEPS; step++) {
    const wait = pick([1n, 1n, random(3_600n) + 1n, random(86_400n) + 1n, random(2n * WEEK) + 1n]);
    await networkHelpers.time.setNextBlockTimestamp(BigInt(await networkHelpers.time.latest()) + wait);
    await pick([pay, pay, transfer, transfer, transfer, releaseSome, claim, claim, exclude])();
    await compare(step);
  }
  assert.ok(exact.excluded.size > 0, "a pool was excluded");
  assert.ok(
    [...claimed.values()].some((amount) => amount > 0n),
    "something was claimed",
  );

  /** From dust to a billion dollars. */
  async function pay(): Promise<void> {
    const amount = random(pick([10n, 10n ** 6n, 10n ** 12n, 10n ** 15n])) + 1n;
    const { time, logs } = await send(sender, "pay", [amount]);
    exact.passTo(time);
    received += amount;
    const [paid] = parseEventLogs({ abi: modelSharesAbi, eventName: "RevenuePaid", logs });
    takeTime(exact.stream(amount), paid!.args.timeLeft);
  }

  /** At times of all that somebody holds, so that at times little or nothing is eligible. */
  async function transfer(): Promise<void> {
    const [from, to] = [pick(accounts), pick(accounts)];
    const held = exact.balanceOf(from);
    const amount = random(3n) === 0n ? held : random(held + 1n);
    exact.passTo((await send(from, "transfer", [to, amount])).time);
    exact.transfer(from, to, amount);
  }

  async function releaseSome(): Promise<void> {
    const unclaimed = exact.balanceOf(shares);
    if (unclaimed > 0n) await release(pick(accounts), random(5n) === 0n ? unclaimed : random(unclaimed) + 1n);
  }

  async function release(to: Address, amount: bigint): Promise<void> {
    exact.passTo((await send(sender, "release", [to, amount])).time);
    const carried = exact.release(shares, to, amount);
    if (exact.excluded.has(to)) await streamAgain(carried);
    else exact.add(to, carried);
  }

  async function claim(): Promise<void> {
    const holder = pick(holders);
    const { time, logs } = await send(sender, "claimRevenue", [holder]);
    exact.passTo(time);
    const [paid] = parseEventLogs({ abi: modelSharesAbi, eventName: "RevenueClaimed", logs });
    claimed.set(holder, (claimed.get(holder) ?? 0n) + (paid?.args.amount ?? 0n));
  }

  async function exclude(): Promise<void> {
    const pool = pick(pools);
    if (exact.excluded.has(pool)) return claim();
    exact.passTo((await send(sender, "exclude", [pool])).time);
    const earned = exact.earnedBy(pool);
    exact.earned.set(pool, fraction(0n));
    exact.excluded.add(pool);
    await streamAgain(earned);
  }

  /** What an account had earned that earns no more streams again, in whole units: the model goes on with those of the chain. */
  async function streamAgain(earned: Fraction): Promise<void> {
    const facts = await client.readContract({ abi: modelSharesAbi, address: shares, functionName: "revenueFacts" });
    const returned = facts.received - received;
    assertWithin(returned, earned, "what streams again");
    received = facts.received;
    if (returned > 0n) takeTime(exact.stream(returned), facts.timeLeft);
  }

  /** The mean of the times rounds down; where it is a whole number, what was lost before may make it one less. */
  function takeTime(mean: Fraction, timeLeft: bigint): void {
    const above = minus(mean, fraction(timeLeft));
    const slack = fraction(LOSSES.n * WEEK * exact.unstreamed.d, LOSSES.d * exact.unstreamed.n);
    assert.ok(isBelow(minus(fraction(0n), slack), above), `the time left, ${timeLeft}, is not above ${floor(mean)}`);
    assert.ok(isBelow(above, plus(fraction(1n), slack)), `the time left, ${timeLeft}, is not below ${floor(mean)}`);
    exact.timeLeft = timeLeft;
  }

  async function compare(step: number): Promise<void> {
    for (const account of [...accounts, shares]) {
      const call = { abi: modelSharesAbi, address: shares, functionName: "claimableRevenue", args: [account] } as const;
      const got = (await client.readContract(call)) + (claimed.get(account) ?? 0n);
      assertWithin(got, exact.earnedBy(account), `step ${step}: what ${account} has`);
    }
    const facts = await client.readContract({ abi: modelSharesAbi, address: shares, functionName: "revenueFacts" });
    assert.equal(facts.eligible, exact.eligible(), `step ${step}: eligible`);
    assert.equal(facts.timeLeft, exact.timeLeft, `step ${step}: time left`);
    assertWithin(facts.unstreamed, exact.unstreamed, `step ${step}: unstreamed`);
  }

  async function createPool(fee: number): Promise<Address> {
    const args = [shares, token.address, fee] as const;
    await other(factory.address, "createPool", args);
    const pool = await client.readContract({ abi: mockAbi, address: factory.address, functionName: "getPool", args });
    await networkHelpers.setBalance(pool, 10n ** 20n);
    await networkHelpers.impersonateAccount(pool);
    return getAddress(pool);
  }

  /** A minimal proxy (EIP-1167), as the escrow makes them. */
  async function clone(target: Address): Promise<Address> {
    const data = concat(["0x3d602d80600a3d3981f3363d3d373d3d3d363d73", target, "0x5af43d82803e903d91602b57fd5bf3"]);
    const [wallet] = await viem.getWalletClients();
    const { contractAddress } = await client.waitForTransactionReceipt({
      hash: await wallet!.sendTransaction({ data }),
    });
    return getAddress(contractAddress!);
  }

  async function other<const name extends ContractFunctionName<typeof mockAbi, "nonpayable">>(
    address: Address,
    functionName: name,
    args: ContractFunctionArgs<typeof mockAbi, "nonpayable", name>,
  ): Promise<void> {
    const [wallet] = await viem.getWalletClients();
    await wallet!.writeContract({ abi: mockAbi, address, functionName, args } as never);
  }

  async function send<const name extends ContractFunctionName<typeof modelSharesAbi, "nonpayable">>(
    from: Address,
    functionName: name,
    args: ContractFunctionArgs<typeof modelSharesAbi, "nonpayable", name>,
  ): Promise<{ time: bigint; logs: Log[] }> {
    const data = encodeFunctionData({ abi: modelSharesAbi, functionName, args } as never);
    const wallet = await viem.getWalletClient(from);
    const hash = await wallet.sendTransaction({ to: shares, data, gas: 1_000_000n });
    const { status, blockNumber, logs } = await client.waitForTransactionReceipt({ hash });
    assert.equal(status, "success", functionName);
    return { time: (await client.getBlock({ blockNumber })).timestamp, logs };
  }
}

/** As much as the model says, or less by less than a unit and what the steps before may have lost; never more. */
function assertWithin(actual: bigint, expected: Fraction, label: string): void {
  const missing = minus(expected, fraction(actual));
  assert.ok(missing.n >= 0n, `${label}: ${actual}, more than ${floor(expected)}`);
  assert.ok(
    isBelow(missing, plus(fraction(1n), LOSSES)),
    `${label}: ${actual}, a unit or more below ${floor(expected)}`,
  );
}
