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

/** A part in per cent, with at most two decimals. @returns bps */
export function parsePercent(text: string): number {
  const bps = Math.round(Number(text) * 100);
  if (!/^\d+(\.\d{1,2})?$/.test(text) || bps > 10_000) {
    throw new InvalidArgumentError(
      `It is ${text}; expected per cent from 0 to 100 with at most two decimals, such as 0.5.`,
    );
  }
  return bps;
}

/** A whole number from 0 of any size, such as the number of a proposal. */
export function parseNumber(text: string): bigint {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError(`It is ${text}; expected a whole number from 0.`);
  return BigInt(text);
}

/** One of some words. @returns how an argument with such a value is read */
export function parseOneOf<word extends string>(words: readonly word[]): (text: string) => word {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) throw new InvalidArgumentError(`It is ${text}; expected ${words.join(", or ")}.`);
    return word;
  };
}

/** A factor above 0. */
export function parseScale(text: string): number {
  const scale = Number(text);
  if (text.trim() !== "" && Number.isFinite(scale) && scale > 0) return scale;
  throw new InvalidArgumentError(`It is ${text}; expected a number above 0, such as 0.0588.`);
}
