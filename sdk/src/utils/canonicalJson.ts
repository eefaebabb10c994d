// SPDX-License-Identifier: MIT
import { type Hex, keccak256, stringToHex } from "viem";
import { InvalidValueError } from "../errors/InvalidValueError.ts";

/**
 * The one text of a definition: keys sorted by UTF-16 code unit at every depth, no white space, safe integers and strings only.
 *
 * @param value - a JSON value made of objects, lists, strings and safe integers
 * @returns the text whose hash identifies the definition
 * @throws {@link InvalidValueError} naming the first part that is none of these
 * @example
 * canonicalJson({ b: 1, a: ["x"] }); // '{"a":["x"],"b":1}'
 */
export function canonicalJson(value: unknown): string {
  return write(value, "definition");
}

function write(value: unknown, subject: string): string {
  if (typeof value === "string") return JSON.stringify(value);
  // The sum turns −0, which JSON would write as 0 anyway, into 0.
  if (Number.isSafeInteger(value)) return String((value as number) + 0);
  if (Array.isArray(value)) return `[${value.map((item, i) => write(item, `${subject}[${i}]`)).join(",")}]`;
  if (isPlainObject(value)) {
    const entries = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${write(value[key], `${subject}.${key}`)}`);
    return `{${entries.join(",")}}`;
  }
  throw new InvalidValueError({ subject, value, expected: "an object, a list, a string or a safe integer" });
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * The identity of a task (TaskId) or an architecture (ArchitectureId): keccak256 of the UTF-8 bytes of its canonical JSON.
 *
 * @param definition - see {@link canonicalJson}
 * @returns 32 bytes
 */
export function definitionId(definition: unknown): Hex {
  return keccak256(stringToHex(canonicalJson(definition)));
}

const LAYOUT_ID_BITS = 120;

/**
 * What a commitment says about the layout it packs: the low 120 bits of the definition's identity.
 *
 * @param definition - a task for data, an architecture for weights
 */
export function layoutId(definition: unknown): bigint {
  return BigInt.asUintN(LAYOUT_ID_BITS, BigInt(definitionId(definition)));
}
