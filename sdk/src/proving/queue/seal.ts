// SPDX-License-Identifier: MIT
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import { SealedMessageError } from "../../errors/queue.ts";

/** What a message is: bound to it, so that none passes for another. */
export interface MessageContext {
  direction: "request" | "result";
  /** Id of the job. */
  job: string;
  circuit: string;
}

const KEY_BYTES = 32;
/** What GCM takes as it is; drawn at random, it serves 2^32 messages of one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** @throws {@link InvalidValueError} where the key has another length; it is not in the message */
export function assertKey(key: Uint8Array): void {
  if (key instanceof Uint8Array && key.length === KEY_BYTES) return;
  const value = key instanceof Uint8Array ? key.length : undefined;
  throw new InvalidValueError({ subject: "The number of bytes of the queue's key", value, expected: `${KEY_BYTES}` });
}

/** A text under AES-256-GCM, as base64: nonce, ciphertext, tag. */
export function sealMessage(key: Uint8Array, context: MessageContext, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData(context));
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString("base64");
}

/**
 * The text of a message.
 *
 * @throws {@link SealedMessageError} where it was sealed with another key, for another context, or changed since
 */
export function openMessage(key: Uint8Array, context: MessageContext, sealed: unknown): string {
  const what = `The ${context.direction} of ${context.job}`;
  const bytes = Buffer.from(typeof sealed === "string" ? sealed : "", "base64");
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new SealedMessageError({ what });
  const end = bytes.length - TAG_BYTES;
  try {
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(additionalData(context)).setAuthTag(bytes.subarray(end));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, end)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new SealedMessageError({ what, cause });
  }
}

function additionalData({ direction, job, circuit }: MessageContext): Buffer {
  return Buffer.from(JSON.stringify(["commonweight.proof-queue.1", direction, job, circuit]), "utf8");
}

/** Tells a key from others, and nothing else about it. */
export function keyFingerprint(key: Uint8Array): string {
  return keyedHash(key, "fingerprint").slice(0, 16);
}

/** A hash that nobody without the key can compute. */
export function keyedHash(key: Uint8Array, text: string): string {
  return createHmac("sha256", key).update(`commonweight.proof-queue.1 ${text}`).digest("hex");
}
