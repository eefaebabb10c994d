// SPDX-License-Identifier: MIT
import { getAddress, type Hex, isAddress } from "viem";
import { z } from "zod";
import { InvalidValueError } from "../errors/InvalidValueError.ts";

/** Schema of an integer in a range, whose message is what was expected. */
export function integerFrom(minimum: number, maximum: number): z.ZodType<number> {
  return z.custom<number>(
    (value) => Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum,
    { error: `an integer from ${minimum} to ${maximum}` },
  );
}

/** Schema of a name that is safe as a part of a file name on every system. */
export const nameSchema: z.ZodType<string> = z.custom<string>(
  (value) => typeof value === "string" && value.length <= 64 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value),
  { error: "at most 64 lower-case letters and digits, with single hyphens between them" },
);

/** Schema of a text that passes a test. */
export function textMatching(matches: (value: string) => boolean, error: string): z.ZodType<string> {
  return z.custom<string>((value) => typeof value === "string" && matches(value), { error });
}

/** Schema of an address; one with upper and lower case has to have its checksum. */
export const addressSchema = textMatching((value) => isAddress(value), "an address").transform((value) =>
  getAddress(value),
);

/** Schema of a hash. */
export const hashSchema = textMatching((value) => /^0x[0-9a-f]{64}$/.test(value), "32 bytes in hexadecimal").transform(
  (value) => value as Hex,
);

/**
 * A value checked against a schema whose messages say what was expected.
 *
 * @param subject - what the value is, as the start of the path in messages
 * @throws {@link InvalidValueError} for the first thing wrong: its path, its value and what was expected
 */
export function parseWith<output>(schema: z.ZodType<output>, value: unknown, subject: string): output {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const path = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]!] : issue.path;
  throw new InvalidValueError({
    subject: subject + path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join(""),
    value: path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key], value),
    expected: expectedOf(issue),
  });
}

function expectedOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return "no such key";
  // Schemas of objects, lists and unknown values have no message of their own.
  if (issue.code === "invalid_type") return typeNames[issue.expected] ?? issue.message;
  return issue.message;
}

const typeNames: Partial<Record<string, string>> = {
  object: "an object",
  record: "an object",
  array: "a list",
  nonoptional: "a value",
};
