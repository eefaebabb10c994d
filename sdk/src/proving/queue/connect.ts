// SPDX-License-Identifier: MIT
import { Redis } from "ioredis";
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import { QueueKeyError, QueueUnreachableError } from "../../errors/queue.ts";
import { nameSchema, parseWith } from "../../utils/parse.ts";
import { assertKey, keyFingerprint } from "./seal.ts";

/** Where a queue is, and the key that its users share. */
export interface QueuePlace {
  /** Address of the Redis: `redis://user:password@host:port/database`, or `rediss://…` for TLS. */
  connection: string;
  /** 32 random bytes, the same for the queue and its workers. Who holds it sees the models and samples that are proven. */
  key: Uint8Array;
  /** One name has one key, for good; `proofs` unless given. */
  name?: string | undefined;
}

/** Options of BullMQ's classes for a place, and the name of the queue. */
export interface ConnectedQueue {
  name: string;
  options: { connection: { url: string; maxRetriesPerRequest: null }; prefix: string };
}

const PREFIX = "commonweight";

/**
 * Sees that a Redis answers, and that nobody uses the queue with another key: without this, one would wait for the other in vain.
 *
 * @throws {@link InvalidValueError} where address, key or name are none
 * @throws {@link QueueUnreachableError} where nothing answers
 * @throws {@link QueueKeyError} where the queue has another key
 */
export async function connectQueue(place: QueuePlace): Promise<ConnectedQueue> {
  const { connection: url, key } = place;
  assertKey(key);
  const name = parseWith(nameSchema, place.name ?? "proofs", "name");
  const server = serverOf(url);
  const fingerprint = keyFingerprint(key);

  // BullMQ tries for ever; the first connection tells whether there is anything to try.
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  let problem: unknown;
  client.on("error", (error) => {
    problem = error;
  });
  try {
    const place = `${PREFIX}-key:${name}`;
    await client.connect();
    await client.setnx(place, fingerprint);
    const expected = String(await client.get(place));
    if (expected !== fingerprint) throw new QueueKeyError({ queue: name, expected, actual: fingerprint });
  } catch (cause) {
    if (cause instanceof QueueKeyError) throw cause;
    throw new QueueUnreachableError({ server, cause: problem ?? cause });
  } finally {
    client.disconnect();
  }
  return { name, options: { connection: { url, maxRetriesPerRequest: null }, prefix: PREFIX } };
}

/** Host and port of an address, which may hold a password. */
function serverOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && /^rediss?:$/.test(parsed.protocol) && parsed.hostname !== "") return parsed.host;
  const expected = "redis://host:port, or rediss:// for TLS";
  throw new InvalidValueError({ subject: "connection", value: parsed?.protocol ?? "no address", expected });
}
