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

/** Around the content: the nonce before it, and what authenticates it after it. */
const NONCE_BYTES = 16;
const TAG_BYTES = 16;

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
 * Checks what can be known of a ciphertext before its round: that it is a file of the age format that holds whole words, with one key, which
 * says that it is encrypted to this round of this network. Whether it is, and what the words are, shows when it is opened.
 *
 * @throws {@link TimelockCiphertextError} naming the chunk
 */
export function assertLockedTo(network: TimelockNetwork, round: bigint, index: number, ciphertext: string): void {
  const problem = problemOf(network, round, ciphertext);
  if (problem !== undefined) throw new TimelockCiphertextError({ index, problem });
}

function problemOf(network: TimelockNetwork, round: bigint, ciphertext: string): string | undefined {
  const { length } = ciphertext;
  if (length > LARGEST_CIPHERTEXT) return `has ${length} characters; expected at most ${LARGEST_CIPHERTEXT}`;
  if (!BASE64.test(ciphertext)) return "is not base64";
  const { header, body } = readFile(ciphertext) ?? {};
  const [stanza, ...others] = header?.recipients ?? [];
  const isLocked = stanza?.type === "tlock" && stanza.body.length === STANZA_BYTES && others.length === 0;
  if (!isLocked) return "is not a file of the age format with one key, encrypted to a round";
  const [actual, expected] = [stanza.args, stanzaArguments(network, round)].map((args) => args.join(" of "));
  if (actual !== expected) return `is locked to round ${describeValue(actual)}; expected ${describeValue(expected)}`;
  const held = body!.length - NONCE_BYTES - TAG_BYTES;
  if (held <= 0 || held % WORD_BYTES !== 0) return `holds ${held} bytes; expected whole words`;
  return undefined;
}

function readFile(ciphertext: string): ReturnType<typeof readAge> | undefined {
  try {
    return readAge(atob(ciphertext));
  } catch {
    return undefined;
  }
}

/**
 * Decrypts what {@link lockToRound} encrypted.
 *
 * @param signature - of the round, verified
 * @throws {@link TimelockCiphertextError} naming the chunk, where the signature does not open it, or it was changed
 */
export async function unlock(index: number, ciphertext: string, signature: Hex): Promise<Hex> {
  try {
    const bytes = await decryptAge(atob(ciphertext), async ([stanza]) => {
      const body = stanza!.body;
      return decryptOnG2(hexToBytes(signature), {
        U: body.subarray(0, POINT_BYTES),
        V: body.subarray(POINT_BYTES, POINT_BYTES + KEY_BYTES),
        W: body.subarray(POINT_BYTES + KEY_BYTES),
      });
    });
    return bytesToHex(bytes);
  } catch (cause) {
    throw new TimelockCiphertextError({ index, problem: "does not open by its round", cause });
  }
}

/** How a key of the age format names what it is encrypted to. */
function stanzaArguments({ chainHash }: TimelockNetwork, round: bigint): string[] {
  return [String(round), chainHash.slice(2)];
}
