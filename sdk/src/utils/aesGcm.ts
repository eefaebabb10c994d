// SPDX-License-Identifier: MIT
// AES-256-GCM by WebCrypto, which Node and browsers have alike.
import { concatBytes } from "@noble/hashes/utils.js";

/** Bytes of a key of AES-256. */
export const AES_KEY_BYTES = 32;

/** What GCM takes as it is; drawn at random, it serves 2^32 texts of one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key that encrypts and decrypts here, and cannot be read out again. */
export function importAesKey(key: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", own(key), "AES-GCM", false, ["encrypt", "decrypt"]);
}

/**
 * Encrypts bytes, and binds them to their context.
 *
 * @param context - what the bytes are, so that none pass for others
 * @returns nonce, ciphertext and tag
 */
export async function sealBytes(key: CryptoKey, context: string, bytes: Uint8Array): Promise<Uint8Array> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt(gcm(nonce, context), key, own(bytes));
  return concatBytes(nonce, new Uint8Array(sealed));
}

/**
 * The inverse of {@link sealBytes}.
 *
 * @returns undefined where the bytes were sealed with another key, in another context, or changed since
 */
export async function openBytes(key: CryptoKey, context: string, sealed: Uint8Array): Promise<Uint8Array | undefined> {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const [nonce, rest] = [sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES)];
  try {
    return new Uint8Array(await crypto.subtle.decrypt(gcm(own(nonce), context), key, own(rest)));
  } catch (error) {
    if (error instanceof Error && error.name === "OperationError") return undefined;
    throw error;
  }
}

function gcm(iv: Uint8Array<ArrayBuffer>, context: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(context), tagLength: 8 * TAG_BYTES };
}

/** WebCrypto takes no view of shared memory, and its types say so. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
