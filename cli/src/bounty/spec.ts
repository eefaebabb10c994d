// SPDX-License-Identifier: MIT
// What people see of a bounty. Short ones are written into the terms themselves, as a data URI, so that they are there as long as the chain is.
import { canonicalJson } from "@commonweight/sdk";
import { type Hex, keccak256, stringToHex } from "viem";

/** Title and what else there is to say. */
export interface Spec {
  title: string;
  kind: string;
  license: string;
  dataCard: string;
}

const PREFIX = "data:application/json;base64,";

/** Bytes that the contract takes of an address. */
export const LARGEST_URI = 1_024;

/** An address that holds what it is of, and the hash of that. */
export function inlineSpec(spec: Spec): { specUri: string; specHash: Hex } {
  const content = canonicalJson(spec);
  return { specUri: `${PREFIX}${Buffer.from(content).toString("base64")}`, specHash: keccak256(stringToHex(content)) };
}

/** What a bounty's terms say of it; undefined where that lies elsewhere, or is not what its hash says. */
export function readInlineSpec({ specUri, specHash }: { specUri: string; specHash: Hex }): Spec | undefined {
  if (!specUri.startsWith(PREFIX)) return undefined;
  const content = Buffer.from(specUri.slice(PREFIX.length), "base64").toString("utf8");
  if (keccak256(stringToHex(content)) !== specHash) return undefined;
  try {
    const spec = JSON.parse(content) as Record<string, unknown> | null;
    const text = (key: string) => (typeof spec?.[key] === "string" ? printable(spec[key]) : "");
    return { title: text("title"), kind: text("kind"), license: text("license"), dataCard: text("dataCard") };
  } catch {
    return undefined;
  }
}

/** Whoever created the bounty wrote this: it is not to move the cursor, nor to look like lines of ours. */
function printable(text: string): string {
  return text.replaceAll(/\p{C}+/gu, " ").slice(0, LARGEST_URI);
}

/** A bounty in one line. */
export function titleOf(terms: { specUri: string; specHash: Hex }): string {
  return readInlineSpec(terms)?.title || printable(terms.specUri).slice(0, 60) || "untitled";
}
