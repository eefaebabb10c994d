// SPDX-License-Identifier: MIT
// Licences of a settled model: sold by its terms, then by its treasury.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Address } from "viem";
import {
  buyLicense,
  buyLicenseWithPermit,
  ContractRevertError,
  getGovernance,
  getLicense,
  getLicensesOf,
  getLicenseTiers,
  InsufficientBalanceError,
  isLicensed,
  modelLicensesAbi,
  modelSharesAbi,
  renewLicense,
  setLicenseTiers,
} from "../../src/index.ts";
import { DAY, DOLLAR, deployWorld, type World } from "../support/chain.ts";
import { licenseTiers, settledModel } from "../support/settledModel.ts";

const PERIOD = 30 * DAY;
const reverts = (name: string) => (error: unknown) => error instanceof ContractRevertError && error.errorName === name;

describe("licences of a model", () => {
  let world: World;
  let licenses: Address;
  let shares: Address;

  before(async () => {
    world = await deployWorld();
    licenses = await world.deploy("contracts/ownership/ModelLicenses.sol:ModelLicenses", [world.escrow]);
    shares = await settledModel(world, { licenseTiers });
  });

  const at = () => ({ licenses, shares });

  it("are sold by the terms of the bounty, and the price is revenue of the shares", async () => {
    const { actors, publicClient, networkHelpers } = world;
    const tiers = await getLicenseTiers(publicClient, at());
    assert.deepEqual(
      tiers,
      licenseTiers.map((tier, i) => ({ ...tier, tier: BigInt(i) })),
    );
    const account = actors.bob.account.address;
    assert.equal(await isLicensed(publicClient, { ...at(), account }), false);

    const bought = await buyLicense(actors.bob, { ...at(), tier: 1n, periods: 2 });
    assert.equal(bought.tokenId, 1n);
    assert.equal(bought.price, 500n * DOLLAR);
    assert.ok(bought.approval, "approved first");
    const expiry = (await networkHelpers.time.latest()) + 2 * PERIOD;
    assert.equal(bought.expiry, BigInt(expiry));
    const revenue = { abi: modelSharesAbi, address: shares, functionName: "revenueFacts" } as const;
    assert.equal((await publicClient.readContract(revenue)).received, 500n * DOLLAR);

    assert.equal(await isLicensed(publicClient, { ...at(), account }), true);
    assert.equal(await isLicensed(publicClient, { ...at(), account, tokenId: 1n }), true);
    assert.equal(
      await isLicensed(publicClient, { ...at(), account: actors.alice.account.address, tokenId: 1n }),
      false,
    );
    const license = await getLicense(publicClient, { licenses, tokenId: 1n });
    assert.equal(license.licensee.toLowerCase(), account);
    assert.deepEqual(
      { ...license, licensee: undefined },
      { ...licenseTiers[1], licensee: undefined, shares, tier: 1n, expiry },
    );
  });

  it("show themselves in JSON that parses, whatever the tier's URI holds", async () => {
    const { publicClient } = world;
    const call = { abi: modelLicensesAbi, address: licenses, functionName: "tokenURI", args: [1n] } as const;
    const [header, data] = (await publicClient.readContract(call)).split(",");
    assert.equal(header, "data:application/json;base64");
    const metadata = JSON.parse(Buffer.from(data!, "base64").toString("utf8"));
    assert.equal(metadata.name, "Commonweight Model 1: Licence 1, tier 1");
    const { expiry } = await getLicense(publicClient, { licenses, tokenId: 1n });
    const date = new Date(1_000 * expiry).toISOString().slice(0, 10);
    assert.equal(metadata.description, `A licence to use Commonweight Model 1 until ${date}.`);
    const values = metadata.attributes.map(({ value }: { value: unknown }) => value);
    assert.deepEqual(values, ["Commonweight Model 1", 1, expiry, licenseTiers[1].termsUri, licenseTiers[1].termsHash]);
    const image = Buffer.from(metadata.image.replace("data:image/svg+xml;base64,", ""), "base64").toString("utf8");
    assert.match(image, /^<svg xmlns.*>Commonweight Model 1<.*>Licence 1, tier 1<.*>Until \d{4}-\d\d-\d\d<.*<\/svg>$/);
  });

  it("are renewed by anybody, at most twelve periods ahead", async () => {
    const { actors, publicClient } = world;
    const before = await getLicense(publicClient, { licenses, tokenId: 1n });
    const renewed = await renewLicense(actors.alice, { licenses, tokenId: 1n, periods: 1 });
    assert.equal(renewed.expiry, BigInt(before.expiry + PERIOD));
    assert.equal(renewed.price, 250n * DOLLAR);
    const tooLong = renewLicense(actors.alice, { licenses, tokenId: 1n, periods: 12 });
    await assert.rejects(tooLong, reverts("LicenseTooLong"));
  });

  it("are bought with a permit, without an approval, and found by who holds them", async () => {
    const { actors, publicClient } = world;
    const sponsor = actors.sponsor.account.address;
    const recipient = actors.alice.account.address;
    const block = await publicClient.getBlockNumber({ cacheTime: 0 });
    const buy = { ...at(), tier: 0n, periods: 2, recipient };
    const bought = await buyLicenseWithPermit(actors.sponsor, { ...buy, maxPrice: 30n * DOLLAR });
    assert.equal(bought.price, 20n * DOLLAR);
    assert.equal(await publicClient.getBlockNumber({ cacheTime: 0 }), block + 1n, "one transaction");
    await assert.rejects(
      buyLicenseWithPermit(actors.sponsor, { ...buy, maxPrice: 20n * DOLLAR - 1n }),
      reverts("LicensePriceTooHigh"),
    );
    await assert.rejects(buyLicenseWithPermit(actors.poor, buy), InsufficientBalanceError);

    const held = await getLicensesOf(publicClient, { ...at(), account: recipient });
    assert.deepEqual(
      held.map(({ tokenId, tier, expiry }) => ({ tokenId, tier, expiry: BigInt(expiry) })),
      [{ tokenId: bought.tokenId, tier: 0n, expiry: bought.expiry }],
    );
    assert.deepEqual(await getLicensesOf(publicClient, { ...at(), account: sponsor }), []);
    const args = [recipient, sponsor, bought.tokenId] as const;
    await actors.alice.writeContract({ abi: modelLicensesAbi, address: licenses, functionName: "transferFrom", args });
    assert.deepEqual(await getLicensesOf(publicClient, { ...at(), account: recipient }), []);
    assert.equal((await getLicensesOf(publicClient, { ...at(), account: sponsor })).length, 1);
  });

  it("are refused above the buyer's price, to a buyer without money, and for too long", async () => {
    const { actors } = world;
    const buy = (changes: object) => buyLicense(actors.poor, { ...at(), tier: 0n, periods: 1, ...changes });
    await assert.rejects(buy({ maxPrice: 10n * DOLLAR - 1n }), reverts("LicensePriceTooHigh"));
    await assert.rejects(buy({}), InsufficientBalanceError);
    await assert.rejects(buy({ periods: 13 }), reverts("LicensePeriodsOutOfBounds"));
  });

  it("are sold by the treasury's tiers once it sets them, and no longer by the terms'", async () => {
    const { actors, publicClient, networkHelpers, viem } = world;
    const tiers = [{ ...licenseTiers[0], price: 20n * DOLLAR }];
    await assert.rejects(setLicenseTiers(actors.bob, { ...at(), tiers }), reverts("OnlyTreasury"));
    const { treasury } = await getGovernance(publicClient, { escrow: world.escrow, bounty: 1n });
    await networkHelpers.impersonateAccount(treasury);
    await networkHelpers.setBalance(treasury, 10n ** 18n);
    const asTreasury = await viem.getWalletClient(treasury);
    const { first } = await setLicenseTiers(asTreasury, { ...at(), tiers });
    assert.deepEqual(await getLicenseTiers(publicClient, at()), [{ ...tiers[0], tier: first }]);

    await assert.rejects(buyLicense(actors.bob, { ...at(), tier: 0n, periods: 1 }), reverts("LicenseTierNotSold"));
    const { price, tokenId } = await buyLicense(actors.bob, { ...at(), tier: first, periods: 1 });
    assert.equal(price, 20n * DOLLAR);
    assert.equal((await getLicense(publicClient, { licenses, tokenId })).tier, first);
    const old = await getLicense(publicClient, { licenses, tokenId: 1n });
    assert.equal(old.termsUri, licenseTiers[1].termsUri);
  });
});
