// SPDX-License-Identifier: MIT
// A chunk's ciphertext: a file of the age format whose key is encrypted to a round of quicknet, in base64 without line breaks.
// drand's own tools open it. tlock-js does the cryptography; of its parts are used those below its entry points, as the decrypting one
// asks a server, goes by this machine's clock, and writes what it got to the console.

import { decryptAge, encryptAge } from "tlock-js/age/age-encrypt-decrypt.js";
import { readAge } from "tlock-js/age/age-reader-writer.js";
import { decryptOnG2, encryptOnG2RFC9380 } from "tlock-js/crypto/ibe.js";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { describeValue } from "../errors/InvalidValueError.ts";
import { TimelockCiphertextError } from "../errors/timelock.ts";
import { WORD_BYTES } from "../utils/bytes.ts";
import { roundIdentity, type TimelockNetwork } from "./network.ts";

/** Bytes of a key that is encrypted to a round: a compressed point of G2, and two halves of the key's length. */
const POINT_BYTES = 96;
const KEY_BYTES = 16;
const STANZA_BYTES = POINT_BYTES + 2 * KEY_BYTES;

/** The base64 of the largest chunk's ciphertext: 750 words are 24,000 bytes, with less than 500 around them. */
export const LARGEST_CIPHERTEXT = 32_800;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Encrypts bytes to a round of a network. */
export async function lockToRound(network: TimelockNetwork, round: bigint, bytes: Hex): Promise<string> {
  const file = await encryptAge(hexToBytes(bytes), async (fileKey) => {
    const { U, V, W } = await encryptOnG2RFC9380(hexToBytes(network.key), roundIdentity(round), fileKey);
    const body = Uint8Array.from([...U, ...V, ...W]);
    return [{ type: "tlock", args: stanzaArguments(network, round), body }];
  });
  return btoa(file);
}

/**
 * Checks what can be known of a ciphertext before its round: that it is a file of the age format, with one key, which says that it is
 * encrypted to this round of this network. Whether it is, and what is in it, shows when it is opened.
 *
 * @throws {@link TimelockCiphertextError} naming the chunk
 */
export function assertLockedTo(network: TimelockNetwork, round: bigint, index: number, ciphertext: string): void {
  if (ciphertext.length > LARGEST_CIPHERTEXT) {
    const problem = `has ${ciphertext.length} characters; expected at most ${LARGEST_CIPHERTEXT}`;
    throw new TimelockCiphertextError({ index, problem });
  }
  if (!BASE64.test(ciphertext)) throw new TimelockCiphertextError({ index, problem: "is not base64" });
  const [stanza, ...others] = orThrow(index, () => readAge(atob(ciphertext)).header.recipients);
  const isTimelock = stanza?.type === "tlock" && stanza.body.length === STANZA_BYTES && others.length === 0;
  if (!isTimelock) {
    throw new TimelockCiphertextError({ index, problem: "is not a file with one key that is encrypted to a round" });
  }
  const [actual, expected] = [stanza.args, stanzaArguments(network, round)].map((args) => args.join(" of "));
  if (actual === expected) return;
  const problem = `is locked to round ${describeValue(actual)}; expected ${describeValue(expected)}`;
  throw new TimelockCiphertextError({ index, problem });
}

/**
 * Decrypts what {@link lockToRound} encrypted.
 *
 * @param signature - of the round, verified
 * @throws {@link TimelockCiphertextError} naming the chunk, where the signature does not open it, or what is in it is not words
 */
export async function unlock(index: number, ciphertext: string, signature: Hex): Promise<Hex> {
  const bytes = await decryptAge(atob(ciphertext), async ([stanza]) => {
    const body = stanza!.body;
    return decryptOnG2(hexToBytes(signature), {
      U: body.subarray(0, POINT_BYTES),
      V: body.subarray(POINT_BYTES, POINT_BYTES + KEY_BYTES),
      W: body.subarray(POINT_BYTES + KEY_BYTES),
    });
  }).catch((cause: unknown) => {
    throw new TimelockCiphertextError({ index, problem: "does not open by its round", cause });
  });
  if (bytes.length === 0 || bytes.length % WORD_BYTES !== 0) {
    throw new TimelockCiphertextError({ index, problem: `holds ${bytes.length} bytes; expected whole words` });
  }
  return bytesToHex(bytes);
}

/** How a key of the age format names what it is encrypted to. */
function stanzaArguments({ chainHash }: TimelockNetwork, round: bigint): string[] {
  return [String(round), chainHash.slice(2)];
}

function orThrow<value>(index: number, read: () => value): value {
  try {
    return read();
  } catch (cause) {
    throw new TimelockCiphertextError({ index, problem: "is not a file of the age format", cause });
  }
}
