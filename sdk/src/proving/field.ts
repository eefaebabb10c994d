// SPDX-License-Identifier: MIT
import { type Address, bytesToBigInt, isAddress } from "viem";
import { InvalidValueError } from "../errors/InvalidValueError.ts";

/** p: order of the scalar field of BN254, in which the circuits compute (EIP-197). */
export const FIELD_ORDER = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

/** The residue of an integer, negative ones included, in [0, p). */
export function toField(value: bigint): bigint {
  const remainder = value % FIELD_ORDER;
  return remainder < 0n ? remainder + FIELD_ORDER : remainder;
}

/**
 * @param subject - what the value is of, for the message
 * @throws {@link InvalidValueError} unless the value is a bigint in [0, p)
 */
export function assertFieldElement(subject: string, value: bigint): void {
  if (typeof value !== "bigint" || value < 0n || value >= FIELD_ORDER) {
    throw new InvalidValueError({ subject, value, expected: `an integer from 0 to p − 1 (p = ${FIELD_ORDER})` });
  }
}

const FIELD_BYTES = 32;
const FIELD_BITS = 254;

/**
 * A secret uniform field element, for salts, from the operating system's generator.
 *
 * @returns an element of [0, p), each equally likely
 */
export function randomFieldElement(): bigint {
  // Rejection, not reduction: reducing would favour small elements. A draw is accepted with probability 0.76.
  for (;;) {
    const candidate = BigInt.asUintN(FIELD_BITS, bytesToBigInt(crypto.getRandomValues(new Uint8Array(FIELD_BYTES))));
    if (candidate < FIELD_ORDER) return candidate;
  }
}

/**
 * An account as a public input: the address as a number below 2^160.
 *
 * @throws {@link InvalidValueError} if the address is malformed, or its mixed-case checksum is wrong
 */
export function addressToField(address: Address): bigint {
  if (!isAddress(address)) {
    const expected = "0x and 40 hexadecimal digits, whose case, if mixed, is the checksum";
    throw new InvalidValueError({ subject: "The address", value: address, expected });
  }
  return BigInt(address);
}
