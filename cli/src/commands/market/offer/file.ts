// SPDX-License-Identifier: MIT
// A signed offer as a file: amounts as decimal texts in the smallest units, the expiry in seconds.
import { resolve } from "node:path";
import { ChainMismatchError, InvalidFileError, type ShareOffer, shareOfferTypedData } from "@commonweight/sdk";
import { type Address, type Hex, isAddressEqual } from "viem";
import { verifyTypedData } from "viem/actions";
import { z } from "zod";
import type { Context } from "../../../context.ts";
import { readDocument } from "../../../documents.ts";
import { addressSchema, bytesSchema, exactly, integerSchema } from "../../../schemas.ts";
import { type SettledModel, settledModel } from "../../../settledModel.ts";
import { SHARE, type Token } from "../../../token.ts";

const KIND = "commonweight.shareOffer";

/** What the file holds. */
export interface OfferFile {
  kind: typeof KIND;
  version: "1";
  chainId: bigint;
  /** Address of `ShareOffers`. */
  offers: Address;
  /** Of the model whose shares are traded. */
  bounty: bigint;
  offer: ShareOffer;
  signature: Hex;
}

const schema: z.ZodType<OfferFile> = z.strictObject({
  kind: exactly(KIND),
  version: exactly("1"),
  chainId: integerSchema(53),
  offers: addressSchema,
  bounty: integerSchema(),
  offer: z.strictObject({
    maker: addressSchema,
    taker: addressSchema,
    sellToken: addressSchema,
    buyToken: addressSchema,
    sellAmount: integerSchema(128),
    buyAmount: integerSchema(128),
    expiry: integerSchema(40).transform(Number),
    epoch: integerSchema(),
    nonce: integerSchema(),
  }),
  signature: bytesSchema,
});

/** An offer with what it is about, all of it checked but the maker's means. */
export interface CheckedOffer {
  file: OfferFile;
  model: SettledModel;
  /** Whether shares are sold; else they are bought. */
  isSale: boolean;
  sells: Pick<Token, "symbol" | "decimals">;
  buys: Pick<Token, "symbol" | "decimals">;
}

/** The content of a file of an offer. */
export function offerFile(content: Omit<OfferFile, "kind" | "version">): OfferFile {
  return { kind: KIND, version: "1", ...content };
}

/**
 * Reads an offer, and checks that it is one of this chain's, about shares of the model that it names, signed by its maker: the contract itself
 * would move any token.
 *
 * @throws {@link InvalidFileError}, {@link ChainMismatchError}
 */
export async function readOffer(context: Context, path: string): Promise<CheckedOffer> {
  const full = resolve(context.io.cwd, path);
  const file = readDocument(full, "a signed offer of shares", schema);
  const { offer, signature, offers } = file;
  const { chainId, shareOffers } = await context.deployment();
  if (file.chainId !== BigInt(chainId))
    throw new ChainMismatchError({ expected: Number(file.chainId), actual: chainId });
  if (!isAddressEqual(offers, shareOffers)) {
    throw new InvalidFileError(full, `The offer is for the contract ${offers}; expected ${shareOffers}.`);
  }
  const model = await settledModel(context, file.bounty);
  const isSale = isAddressEqual(offer.sellToken, model.shares);
  if (isSale === isAddressEqual(offer.buyToken, model.shares)) {
    const problem = `The offer sells ${offer.sellToken} for ${offer.buyToken}; expected one of them to be ${model.shares}, the shares of bounty ${file.bounty}.`;
    throw new InvalidFileError(full, problem);
  }
  const data = shareOfferTypedData({ chainId, offers, offer });
  if (!(await verifyTypedData(await context.reader(), { ...data, address: offer.maker, signature }))) {
    throw new InvalidFileError(full, `The signature is not that of ${offer.maker} under this offer.`);
  }
  const other = await context.token(isSale ? offer.buyToken : offer.sellToken);
  return { file, model, isSale, sells: isSale ? SHARE : other, buys: isSale ? other : SHARE };
}
