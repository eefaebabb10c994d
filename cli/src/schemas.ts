// SPDX-License-Identifier: MIT
// What the texts in files stand for.
import type { UniswapContracts } from "@commonweight/sdk";
import { type Address, getAddress, type Hex, isAddress } from "viem";
import { z } from "zod";

/** A text that passes a test. @param expected - in words, for messages */
export function textSchema(matches: (text: string) => boolean, expected: string): z.ZodType<string> {
  return z.custom<string>((value) => typeof value === "string" && matches(value), { error: expected });
}

/** Any text that is not empty. */
export const someText = textSchema((text) => text.trim() !== "", "a text");

/** An address; one with upper and lower case has to have its checksum. */
export const addressSchema: z.ZodType<Address> = textSchema((text) => isAddress(text), "an address").transform((text) =>
  getAddress(text),
);

/** Bytes. */
export const bytesSchema: z.ZodType<Hex> = textSchema(
  (text) => /^0x([0-9a-f]{2})*$/i.test(text),
  "bytes in hexadecimal, with 0x",
).transform((text) => text as Hex);

/** A hash. */
export const hashSchema: z.ZodType<Hex> = textSchema(
  (text) => /^0x[0-9a-f]{64}$/i.test(text),
  "32 bytes in hexadecimal, with 0x",
).transform((text) => text.toLowerCase() as Hex);

/** A whole number from 0 in decimal digits. @param bits - how many it may have */
export function integerSchema(bits = 256): z.ZodType<bigint> {
  return textSchema(
    (text) => /^\d+$/.test(text) && BigInt(text) < 1n << BigInt(bits),
    `a whole number from 0, below 2^${bits}, in decimal digits`,
  ).transform(BigInt);
}

/** A number that says which kind of file it is, or which version. */
export function exactly<text extends string>(expected: text): z.ZodType<text> {
  return textSchema((text) => text === expected, expected) as z.ZodType<text>;
}

/** Uniswap v3's contracts. */
export const uniswapSchema: z.ZodType<UniswapContracts> = z.strictObject({
  factory: addressSchema,
  positionManager: addressSchema,
  quoter: addressSchema,
  router: addressSchema,
});
