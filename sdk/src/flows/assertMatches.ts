// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../errors/InvalidValueError.ts";

/** @throws {@link InvalidValueError} unless the values are equal, whatever the case of their letters */
export function assertMatches(
  subject: string,
  value: bigint | number | string,
  expected: bigint | number | string,
): void {
  if (String(value).toLowerCase() === String(expected).toLowerCase()) return;
  throw new InvalidValueError({ subject, value, expected: String(expected) });
}
