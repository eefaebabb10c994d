// SPDX-License-Identifier: MIT
// What owners do with a settled model: shares claimed and moved while revenue streams, its governor created, licences sold, and
// shares sold by a signed offer and on Uniswap.
import {
  addLiquidity,
  createPool,
  modelGovernanceAbi,
  modelLicensesAbi,
  modelSharesAbi,
  priceOf,
  type ShareOffer,
  sellShares,
  shareOffersAbi,
  shareOfferTypedData,
  tokenAbi,
  trainingBountiesAbi,
} from "@commonweight/sdk";
import { type Address, zeroAddress } from "viem";
import { signTypedData } from "viem/actions";
import { hardhat } from "viem/chains";
import type { RoadChain } from "./chain.ts";
import type { RoadDeployment } from "./deployment.ts";
import { DAY, type RoadBounty, UNIT } from "./steps.ts";

const SHARE = 10n ** 18n;
const REVENUE = 1_000n * UNIT;

/** Accounts that hold tokens; those of the bounty are backers of it, and `payee` its winner's. */
export interface Owners {
  sponsor: Address;
  backer: Address;
  otherBacker: Address;
  payee: Address;
  /** Holds no shares before. */
  receiver: Address;
}

export async function playOwnership(
  chain: RoadChain,
  deployment: RoadDeployment,
  { bounty, shares, owners }: { bounty: RoadBounty; shares: Address; owners: Owners },
): Promise<void> {
  const { client, record, send, travelTo } = chain;
  const { escrow, governance, licenses, offers, token, uniswap } = deployment;
  const { sponsor, backer, otherBacker, payee, receiver } = owners;
  const approve = (account: Address, spender: Address, amount: bigint) =>
    send(undefined, account, token, tokenAbi, "approve", [spender, amount]);
  const claimShares = (name: string | undefined, account: Address) =>
    send(name, account, escrow, trainingBountiesAbi, "claimShares", [bounty.id, account]);

  // A stream runs from here on: every transfer settles what both sides have earned.
  await approve(sponsor, shares, 2n * REVENUE);
  await send(undefined, sponsor, shares, modelSharesAbi, "pay", [REVENUE]);
  await claimShares("claimShares", backer);
  await send("create the governor and the treasury", backer, governance, modelGovernanceAbi, "create", [shares]);
  for (const account of [backer, receiver])
    await send(undefined, account, shares, modelSharesAbi, "delegate", [account]);
  const transfer = [receiver, SHARE] as const;
  await send("transfer of shares, first", backer, shares, modelSharesAbi, "transfer", transfer);
  await send("transfer of shares, again", backer, shares, modelSharesAbi, "transfer", transfer);
  await send("pay", sponsor, shares, modelSharesAbi, "pay", [REVENUE]);
  await travelTo((await client.getBlock()).timestamp + DAY);
  await send("claimRevenue", payee, shares, modelSharesAbi, "claimRevenue", [backer]);

  await approve(otherBacker, licenses, 100n * UNIT);
  const buy = (name: string, recipient: Address) =>
    send(name, otherBacker, licenses, modelLicensesAbi, "buy", [shares, 0n, 1n, UNIT, recipient]);
  await buy("purchase of a licence, the model's first", backer);
  await buy("purchase of a licence, first", otherBacker);
  await buy("purchase of a licence, again", otherBacker);
  await send("renewal of a licence", otherBacker, licenses, modelLicensesAbi, "renew", [1n, 1n, UNIT]);

  // Both sides hold both tokens, and the taker has approved what it pays. Neither delegates: votes that move cost what they cost in
  // any transfer of shares.
  for (const account of [payee, otherBacker]) await claimShares(undefined, account);
  const offer: ShareOffer = {
    maker: payee,
    taker: zeroAddress,
    sellToken: shares,
    buyToken: token,
    sellAmount: 100n * SHARE,
    buyAmount: 250n * UNIT,
    expiry: 2 ** 32,
    epoch: 0n,
    nonce: 1n,
  };
  const typedData = shareOfferTypedData({ chainId: hardhat.id, offers, offer });
  const signature = await signTypedData(client, { account: payee, ...typedData });
  await send(undefined, payee, shares, modelSharesAbi, "approve", [offers, offer.sellAmount]);
  const fill = async (name: string) => {
    await approve(otherBacker, offers, offer.buyAmount / 100n);
    await send(name, otherBacker, offers, shareOffersAbi, "fill", [offer, signature, SHARE]);
  };
  await fill("fill of an offer, first");
  await fill("fill of an offer, again");

  // Into a pool that earns no revenue, by an owner who has given votes to nobody. The first sale pays for what all share.
  const market = { uniswap, shares, token };
  const price = priceOf({ tokenAmount: UNIT / 100n, sharesAmount: SHARE });
  const { pool } = await createPool(client, { ...market, account: otherBacker, price });
  const liquidity = { sharesAmount: 10_000n * SHARE, tokenAmount: 100n * UNIT };
  await addLiquidity(client, { ...market, account: otherBacker, ...liquidity });
  await send(undefined, receiver, shares, modelSharesAbi, "exclude", [pool]);
  const sell = async (name: string) => {
    const { hash } = await sellShares(client, { ...market, account: payee, sharesAmount: SHARE });
    await record(name, "sellShares", hash);
  };
  await sell("share sale on Uniswap, a pool's first");
  await sell("share sale on Uniswap");

  // The same once the seller's shares vote: a checkpoint more.
  await send(undefined, payee, shares, modelSharesAbi, "delegate", [payee]);
  await fill("fill of an offer, of shares that vote");
  await sell("share sale on Uniswap, of shares that vote");
}
