// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { z } from "zod";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { addressSchema, hashSchema, integerFrom, parseWith } from "../utils/parse.ts";
import { assertLockedTo, LARGEST_CIPHERTEXT } from "./ciphertext.ts";
import { timelockNetwork } from "./network.ts";

const FORMAT = "commonweight-timelock";
const VERSION = 1;
const FEWEST_CHUNKS = 2;
const MOST_CHUNKS = 64;

/** The largest document: its ciphertexts, and room for what is around them. */
const LARGEST_DOCUMENT = MOST_CHUNKS * LARGEST_CIPHERTEXT + 4_096;

/**
 * An evaluation set that opens by itself: every chunk's words, encrypted to a round. Nothing in it is secret, and nothing is proven:
 * before the round nobody knows what its ciphertexts hold.
 */
export interface Timelock {
  /** The chain of the bounty. */
  chainId: number;
  escrow: Address;
  sponsor: Address;
  /** Root of the tree of chunks, as it stands in the terms. */
  chunksRoot: Hex;
  /** Chain hash of the network that signs the round. */
  network: Hex;
  /** The round whose signature opens every chunk. */
  round: bigint;
  /** By index of the chunk: base64 of a file that drand's tools open. */
  ciphertexts: string[];
}

const schema = z.strictObject({
  format: z.literal(FORMAT, { error: `"${FORMAT}"` }),
  version: z.literal(VERSION, { error: `${VERSION}, the only version there is` }),
  chainId: integerFrom(1, Number.MAX_SAFE_INTEGER),
  escrow: addressSchema,
  sponsor: addressSchema,
  chunksRoot: hashSchema,
  network: hashSchema,
  round: integerFrom(1, Number.MAX_SAFE_INTEGER).transform(BigInt),
  ciphertexts: z
    .array(z.string({ error: "a text" }))
    .refine(({ length }) => length >= FEWEST_CHUNKS && length <= MOST_CHUNKS, {
      error: `${FEWEST_CHUNKS} to ${MOST_CHUNKS} ciphertexts`,
    }),
});

/** The text that a sponsor publishes, anywhere. */
export function formatTimelock(timelock: Timelock): string {
  const { chainId, escrow, sponsor, chunksRoot, network, round, ciphertexts } = timelock;
  const bounty = { chainId, escrow, sponsor, chunksRoot };
  const document = { format: FORMAT, version: VERSION, ...bounty, network, round: Number(round), ciphertexts };
  return `${JSON.stringify(document)}\n`;
}

/**
 * The time-lock in a text from anywhere: sizes first, then shapes, then what each ciphertext says that it is locked to. Whether it belongs to a
 * bounty, and opens in time, is for `checkTimelock`.
 *
 * @throws {@link InvalidValueError} for the first thing of the wrong size or shape
 * @throws {@link TimelockNetworkError} where the network is not known, or is the development one and the chain is not local
 * @throws {@link TimelockCiphertextError} naming the first chunk whose ciphertext is none, or is locked to another round or network
 * @example
 * const timelock = parseTimelock(await (await fetch(url)).text());
 */
export function parseTimelock(text: string): Timelock {
  if (text.length > LARGEST_DOCUMENT) {
    const expected = `at most ${LARGEST_DOCUMENT}`;
    throw new InvalidValueError({ subject: "The number of characters of the time-lock", value: text.length, expected });
  }
  const { format: _, version: __, ...timelock } = parseWith(schema, parseJson(text), "timelock");
  const network = timelockNetwork(timelock.network, timelock.chainId);
  for (const [index, ciphertext] of timelock.ciphertexts.entries()) {
    assertLockedTo(network, timelock.round, index, ciphertext);
  }
  return timelock;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const value = `${text.length} characters that are no complete JSON`;
    throw new InvalidValueError({ subject: "The time-lock", value, expected: "a whole document", cause });
  }
}
