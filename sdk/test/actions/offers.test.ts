// SPDX-License-Identifier: MIT
// Shares sold by signed offers.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Address } from "viem";
import {
  approveToken,
  ContractRevertError,
  cancelAllShareOffers,
  cancelShareOffer,
  fillShareOffer,
  getShareOfferState,
  hashShareOffer,
  InsufficientBalanceError,
  InvalidValueError,
  signShareOffer,
  tokenAbi,
  transferShares,
} from "../../src/index.ts";
import { DOLLAR, deployWorld, type World } from "../support/chain.ts";
import { settledModel } from "../support/settledModel.ts";

const SHARE = 10n ** 18n;
const reverts = (name: string) => (error: unknown) => error instanceof ContractRevertError && error.errorName === name;

describe("signed offers", () => {
  let world: World;
  let offers: Address;
  let shares: Address;

  before(async () => {
    world = await deployWorld();
    offers = await world.deploy("contracts/ownership/ShareOffers.sol:ShareOffers");
    shares = await settledModel(world);
  });

  /** Alice offers 100 shares for 250 dollars. */
  const sign = (changes: object = {}) =>
    signShareOffer(world.actors.alice, {
      offers,
      sellToken: shares,
      sellAmount: 100n * SHARE,
      buyToken: world.token,
      buyAmount: 250n * DOLLAR,
      ...changes,
    });
  const balance = (token: Address, account: Address) =>
    world.publicClient.readContract({ abi: tokenAbi, address: token, functionName: "balanceOf", args: [account] });

  it("have the same hash in the contract and here", async () => {
    const { offer } = await sign();
    const { hash } = await getShareOfferState(world.publicClient, { offers, offer });
    assert.equal(hash, hashShareOffer({ chainId: 31_337, offers, offer }));
  });

  it("are filled in parts, each approved first, until nothing is left", async () => {
    const { actors, publicClient, token } = world;
    const [alice, bob] = [actors.alice.account.address, actors.bob.account.address];
    const signed = await sign({ taker: bob });
    await approveToken(actors.alice, { token: shares, spender: offers, amount: 100n * SHARE });
    const [sharesBefore, dollarsBefore] = [await balance(shares, bob), await balance(token, alice)];
    assert.deepEqual(await state(), { status: "Open", filled: 0n, left: 100n * SHARE });

    const first = await fillShareOffer(actors.bob, { offers, ...signed, amount: 40n * SHARE });
    assert.deepEqual([first.sold, first.paid], [40n * SHARE, 100n * DOLLAR]);
    assert.ok(first.approval, "approved first");
    assert.deepEqual(await state(), { status: "Open", filled: 40n * SHARE, left: 60n * SHARE });
    const second = await fillShareOffer(actors.bob, { offers, ...signed });
    assert.deepEqual([second.sold, second.paid], [60n * SHARE, 150n * DOLLAR]);
    assert.deepEqual(await state(), { status: "Filled", filled: 100n * SHARE, left: 0n });
    assert.equal((await balance(shares, bob)) - sharesBefore, 100n * SHARE);
    assert.equal((await balance(token, alice)) - dollarsBefore, 250n * DOLLAR);
    const again = fillShareOffer(actors.bob, { offers, ...signed, amount: 1n });
    await assert.rejects(again, reverts("OfferOverfilled"));

    async function state() {
      const { hash: _, ...rest } = await getShareOfferState(publicClient, { offers, offer: signed.offer });
      return rest;
    }
  });

  it("buy shares as well as they sell them", async () => {
    const { actors, token } = world;
    const bob = actors.bob.account.address;
    const signed = await signShareOffer(actors.bob, {
      offers,
      sellToken: token,
      sellAmount: 10n * DOLLAR,
      buyToken: shares,
      buyAmount: 4n * SHARE,
    });
    await approveToken(actors.bob, { token, spender: offers, amount: 10n * DOLLAR });
    const before = await balance(shares, bob);
    const { paid } = await fillShareOffer(actors.alice, { offers, ...signed });
    assert.equal(paid, 4n * SHARE);
    assert.equal((await balance(shares, bob)) - before, 4n * SHARE);
  });

  it("are cancelled one by one, or all at once, by their maker", async () => {
    const { actors, publicClient } = world;
    const [one, other] = [await sign(), await sign()];
    const status = async ({ offer }: typeof one) => (await getShareOfferState(publicClient, { offers, offer })).status;
    await assert.rejects(cancelShareOffer(actors.bob, { offers, offer: one.offer }), reverts("OnlyMaker"));
    await cancelShareOffer(actors.alice, { offers, offer: one.offer });
    assert.deepEqual([await status(one), await status(other)], ["Cancelled", "Open"]);
    await assert.rejects(
      fillShareOffer(actors.bob, { offers, ...one, amount: SHARE }),
      reverts("OfferAlreadyCancelled"),
    );

    const { epoch } = await cancelAllShareOffers(actors.alice, { offers });
    assert.equal(epoch, 1n);
    assert.equal(await status(other), "Cancelled");
    await assert.rejects(
      fillShareOffer(actors.bob, { offers, ...other, amount: SHARE }),
      reverts("OfferEpochMismatch"),
    );
    assert.equal(await status(await sign()), "Open", "an offer of the new epoch");
  });

  it("are refused once expired, to another taker, without money, and out of range", async () => {
    const { actors, publicClient, networkHelpers } = world;
    const expiry = (await networkHelpers.time.latest()) + 100;
    const signed = await sign({ expiry, taker: actors.bob.account.address });
    await assert.rejects(fillShareOffer(actors.sponsor, { offers, ...signed }), reverts("OnlyTaker"));
    await assert.rejects(fillShareOffer(actors.poor, { offers, ...(await sign()) }), InsufficientBalanceError);
    await assert.rejects(sign({ sellAmount: 2n ** 128n }), InvalidValueError);
    await networkHelpers.time.increaseTo(expiry);
    await assert.rejects(fillShareOffer(actors.bob, { offers, ...signed, amount: 1n }), reverts("OfferExpired"));
    assert.equal((await getShareOfferState(publicClient, { offers, offer: signed.offer })).status, "Expired");
  });

  it("are one way to pass shares on; the other is to give them away", async () => {
    const { actors } = world;
    const [bob, poor] = [actors.bob.account.address, actors.poor.account.address];
    const before = await balance(shares, bob);
    assert.ok((await transferShares(actors.bob, { shares, to: poor, amount: 3n * SHARE })).hash);
    assert.deepEqual([await balance(shares, bob), await balance(shares, poor)], [before - 3n * SHARE, 3n * SHARE]);
    await assert.rejects(
      transferShares(actors.poor, { shares, to: bob, amount: 3n * SHARE + 1n }),
      (error) => error instanceof InsufficientBalanceError && error.balance === 3n * SHARE,
    );
    await assert.rejects(transferShares(actors.bob, { shares, to: bob, amount: -1n }), InvalidValueError);
  });
});
