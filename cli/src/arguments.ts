// SPDX-License-Identifier: MIT
// How arguments are read; commander shows the message of what is wrong beside the argument's name.
import { InvalidArgumentError } from "commander";
import { type Address, getAddress, isAddress } from "viem";

/** A bounty's number, from 1. */
export function parseBounty(text: string): bigint {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError(`It is ${text}; expected a bounty's number, from 1.`);
  return BigInt(text);
}

/** An address, with its checksum where it has capitals. */
export function parseAddress(text: string): Address {
  if (!isAddress(text))
    throw new InvalidArgumentError(`It is ${text}; expected an address, 0x and 40 hexadecimal digits.`);
  return getAddress(text);
}

/** A whole number from 0. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count)) {
    throw new InvalidArgumentError(`It is ${text}; expected a whole number from 0.`);
  }
  return count;
}

/** A whole number from 1. */
export function parsePositive(text: string): number {
  const count = parseCount(text);
  if (count === 0) throw new InvalidArgumentError("It is 0; expected a whole number from 1.");
  return count;
}
