// SPDX-License-Identifier: MIT
import { type Hex, keccak256, stringToHex } from "viem";
import { z } from "zod";
import { StoreConflictError, StoreRecordError, StoreRecordMissingError } from "../errors/storage.ts";
import { canonicalJson } from "../utils/canonicalJson.ts";
import { parseWith } from "../utils/parse.ts";
import type { StoreMedium } from "./medium.ts";

/** A kind of record: its mark in the file, and how its value reads as JSON of objects, lists, strings and safe integers. */
export interface RecordKind<value> {
  kind: string;
  version: number;
  toJson(value: value): unknown;
  /** @throws where the JSON is not of this kind, or its parts contradict each other */
  fromJson(json: unknown): value;
}

const envelopeSchema = z.strictObject({
  kind: z.string({ error: "a kind of record" }),
  version: z.int({ error: "a version" }),
  checksum: z.custom<Hex>((value) => /^0x[0-9a-f]{64}$/.test(String(value)), { error: "32 bytes in hexadecimal" }),
  content: z.custom<NonNullable<unknown>>((value) => typeof value === "object" && value !== null, {
    error: "an object",
  }),
});

/**
 * Keeps a value under a name, unless the same value is there already, and reads it back.
 *
 * @throws {@link StoreConflictError} where another value is there
 * @throws {@link StoreRecordError} where what is there cannot be trusted, or does not read back as it was written
 */
export async function writeRecord<value>(
  medium: StoreMedium,
  kind: RecordKind<value>,
  name: string,
  value: value,
): Promise<void> {
  const text = serialise(kind, value);
  if (await medium.create(name, text)) {
    if (serialise(kind, await readRecord(medium, kind, name)) === text) return;
    const expected = "what was just written to it";
    throw new StoreRecordError({ location: medium.locate(name), problem: "reads back changed", expected });
  }
  if (serialise(kind, await readRecord(medium, kind, name)) !== text) {
    throw new StoreConflictError({ location: medium.locate(name) });
  }
}

/**
 * The value under a name.
 *
 * @throws {@link StoreRecordMissingError} where there is none
 * @throws {@link StoreRecordError} where the record is cut short, was changed, or is of another kind or version
 */
export async function readRecord<value>(medium: StoreMedium, kind: RecordKind<value>, name: string): Promise<value> {
  const location = medium.locate(name);
  const text = await medium.read(name);
  if (text === undefined) throw new StoreRecordMissingError({ location });

  const envelope = openEnvelope(location, text);
  if (envelope.kind !== kind.kind || envelope.version !== kind.version) {
    const problem = `holds ${envelope.kind} of version ${envelope.version}`;
    throw new StoreRecordError({ location, problem, expected: `${kind.kind} of version ${kind.version}` });
  }
  assertChecksum(location, envelope);
  return attempt(location, "contradicts itself", `a sound ${kind.kind}`, () => kind.fromJson(envelope.content));
}

/**
 * Checks that a text is a whole record, of whatever kind, with the content that it was written with.
 *
 * @throws {@link StoreRecordError}
 */
export function assertWholeRecord(location: string, text: string): void {
  assertChecksum(location, openEnvelope(location, text));
}

function openEnvelope(location: string, text: string): z.infer<typeof envelopeSchema> {
  return attempt(location, "is cut short or not of this format", "a whole record, as it was written", () =>
    parseWith(envelopeSchema, JSON.parse(text), "record"),
  );
}

function assertChecksum(location: string, envelope: z.infer<typeof envelopeSchema>): void {
  const checksum = attempt(location, "was changed", "content as it was written", () => checksumOf(envelope.content));
  if (checksum === envelope.checksum) return;
  const problem = `was changed: its content has the checksum ${checksum}`;
  throw new StoreRecordError({ location, problem, expected: envelope.checksum });
}

/** The text of a record. */
export function serialise<value>(kind: RecordKind<value>, value: value): string {
  const content = kind.toJson(value);
  const envelope = { kind: kind.kind, version: kind.version, checksum: checksumOf(content), content };
  return `${JSON.stringify(envelope, null, 2)}\n`;
}

function checksumOf(content: unknown): Hex {
  return keccak256(stringToHex(canonicalJson(content)));
}

function attempt<value>(location: string, problem: string, expected: string, read: () => value): value {
  try {
    return read();
  } catch (cause) {
    throw new StoreRecordError({ location, problem, expected, cause });
  }
}
