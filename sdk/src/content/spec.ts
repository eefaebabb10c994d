// SPDX-License-Identifier: MIT
import { type Hex, keccak256 } from "viem";
import type { BountyTerms } from "../actions/types.ts";
import { ContentMismatchError } from "../errors/content.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { ContentSource, ContentStore } from "./contentStore.ts";
import { assertWithin } from "./limits.ts";

/** What the terms of a bounty say of its spec: where it is, and the keccak256 of its bytes. */
export type SpecReference = Pick<BountyTerms, "specUri" | "specHash">;

/** A spec is text that people read. */
const MAX_SPEC_BYTES = 2 ** 20;

/**
 * Keeps the spec of a bounty, and gives what its terms need.
 *
 * @param spec - text, kept as UTF-8, or bytes
 * @throws {@link ContentLimitError} where it has more than 1 MiB, which {@link readSpec} would not read
 * @example
 * const terms = { ...others, ...(await putSpec(kuboContentStore("http://127.0.0.1:5001"), spec)) };
 */
export async function putSpec(store: ContentStore, spec: string | Uint8Array): Promise<SpecReference> {
  const bytes = typeof spec === "string" ? new TextEncoder().encode(spec) : spec;
  assertWithin("The number of bytes of the spec", bytes.length, MAX_SPEC_BYTES);
  return { specUri: `ipfs://${await store.put(bytes)}`, specHash: keccak256(bytes) };
}

/**
 * The spec of a bounty, checked against the hash in its terms.
 *
 * @param source - where `ipfs://` is looked up; `data:` holds its content itself. Nothing else is fetched: a sponsor must not make who
 * reads its terms ask servers of its choice
 * @param terms - of the bounty, see `getTerms`
 * @throws {@link InvalidValueError} where the URI is of another kind
 * @throws {@link ContentMismatchError} where the content is not that of the hash
 * @throws as {@link ContentSource.get}
 * @example
 * const spec = new TextDecoder().decode(await readSpec(gatewayContentStore("https://ipfs.io"), terms));
 */
export async function readSpec(source: ContentSource, terms: SpecReference): Promise<Uint8Array> {
  const { specUri, specHash } = terms;
  const bytes = await fetchSpec(source, specUri);
  assertSpec(bytes, { specUri, specHash });
  return bytes;
}

/**
 * Checks that bytes are the spec that the terms name.
 *
 * @throws {@link ContentMismatchError}
 */
export function assertSpec(bytes: Uint8Array, { specUri, specHash }: SpecReference): void {
  const hash: Hex = keccak256(bytes);
  if (hash === specHash.toLowerCase()) return;
  const cid = "The spec";
  throw new ContentMismatchError({
    cid,
    location: specUri.slice(0, 100),
    problem: `has the hash ${hash}`,
    expected: specHash,
  });
}

async function fetchSpec(source: ContentSource, uri: string): Promise<Uint8Array> {
  if (uri.startsWith("ipfs://")) return source.get(uri, { maxBytes: MAX_SPEC_BYTES });
  if (uri.startsWith("data:")) {
    assertWithin("The number of characters of the spec's URI", uri.length, 4 * MAX_SPEC_BYTES);
    // Of a `data:` URI fetch makes bytes, and asks nobody.
    const response = await fetch(uri).catch((cause: unknown) => {
      throw new InvalidValueError({ subject: "specUri", value: uri, expected: "a whole data: URI", cause });
    });
    return new Uint8Array(await response.arrayBuffer());
  }
  throw new InvalidValueError({ subject: "specUri", value: uri, expected: "a URI that begins with ipfs:// or data:" });
}
