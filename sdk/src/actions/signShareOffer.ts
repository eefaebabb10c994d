// SPDX-License-Identifier: MIT
import { type Address, bytesToBigInt, zeroAddress } from "viem";
import { getBlock, getChainId, signTypedData } from "viem/actions";
import { shareOffersAbi } from "../abis/shareOffers.ts";
import { withTypedErrors } from "../errors/toTypedError.ts";
import type { AccountMissingError } from "../errors/transactions.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { shareOfferTypedData } from "../ownership/shareOffer.ts";
import { checkedCall } from "./internal/checkedCall.ts";
import { offersAt, read } from "./internal/contract.ts";
import { senderOf } from "./internal/send.ts";
import type { CommonweightClient, OffersParameters, SenderParameters, SignedShareOffer } from "./types.ts";

export interface SignShareOfferParameters extends OffersParameters, SenderParameters {
  sellToken: Address;
  /** In the smallest unit of `sellToken`. */
  sellAmount: bigint;
  buyToken: Address;
  /** For all of `sellAmount`, in the smallest unit of `buyToken`. */
  buyAmount: bigint;
  /** Who sells, where that is a contract that takes the sender's signature (ERC-1271); the sender unless given. */
  maker?: Address | undefined;
  /** The one account that may fill the offer; anyone unless given. */
  taker?: Address | undefined;
  /** First second in which the offer can no longer be filled; a week from the latest block unless given. */
  expiry?: number | undefined;
  /** Tells apart two offers that are otherwise equal; random unless given. */
  nonce?: bigint | undefined;
}
export type SignShareOfferReturnType = SignedShareOffer;
export type SignShareOfferErrorType = ReadErrorType | AccountMissingError;

const WEEK = 604_800n;

/**
 * Signs an offer (EIP-712) of shares for a token, or of a token for shares. It can be filled once the maker has approved the
 * contract for what it sells, see `approveToken`.
 *
 * @example
 * const signed = await signShareOffer(client, { offers, sellToken: shares, sellAmount, buyToken: token, buyAmount });
 * await fillShareOffer(taker, { offers, ...signed });
 */
export async function signShareOffer(
  client: CommonweightClient,
  parameters: SignShareOfferParameters,
): Promise<SignShareOfferReturnType> {
  const { offers, sellToken, sellAmount, buyToken, buyAmount, taker = zeroAddress } = parameters;
  const account = senderOf(client, parameters, "signShareOffer");
  const maker = parameters.maker ?? account.address;
  const epoch = await read(client, offersAt(offers), "epochOf", [maker]);
  return withTypedErrors(async () => {
    const [chainId, { timestamp }] = await Promise.all([getChainId(client), getBlock(client)]);
    const expiry = parameters.expiry ?? Number(timestamp + WEEK);
    const nonce = parameters.nonce ?? bytesToBigInt(crypto.getRandomValues(new Uint8Array(32)));
    const offer = { maker, taker, sellToken, buyToken, sellAmount, buyAmount, expiry, epoch, nonce };
    checkedCall({ abi: shareOffersAbi, address: offers, functionName: "hashOf", args: [offer] });
    const signature = await signTypedData(client, { account, ...shareOfferTypedData({ chainId, offers, offer }) });
    return { offer, signature };
  });
}
