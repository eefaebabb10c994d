// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { InvalidValueError } from "../errors/InvalidValueError.ts";

/** When a network of drand signs its rounds. */
export interface RoundSchedule {
  /** Time of round 1, in seconds. */
  genesis: bigint;
  /** Seconds from a round to the next. */
  period: bigint;
}

/** A network of drand, scheme bls-bn254-unchained-on-g1: it signs a round every few seconds, and nobody knows a round before. */
export interface BeaconNetwork extends RoundSchedule {
  /** A point of G2 in the order of EIP-197: the imaginary part of a coordinate first. */
  key: { x: readonly [bigint, bigint]; y: readonly [bigint, bigint] };
}

/** drand's evmnet, as drand publishes it. */
export const evmnet = {
  chainHash: "0x04f1e9062b8a81f848fded9c12306733282b2727ecced50032187751166ec8c3" as Hex,
  key: {
    x: [
      0x07e1d1d335df83fa98462005690372c643340060d205306a9aa8106b6bd0b382n,
      0x0557ec32c2ad488e4d4f6008f89a346f18492092ccc0d594610de2732c8b808fn,
    ],
    y: [
      0x0095685ae3a85ba243747b1b2f426049010f6b73a0cf1d389351d5aaaa1047f6n,
      0x297d3a4f9749b33eb2d904c9d9ebf17224150ddd7abd7567a9bec6c74480ee0bn,
    ],
  },
  genesis: 1_727_521_075n,
  period: 3n,
} as const satisfies BeaconNetwork & { chainHash: Hex };

/**
 * The time, in seconds, at which a network signs a round.
 *
 * @throws {@link InvalidValueError} where the round is below 1
 */
export function roundTime({ genesis, period }: RoundSchedule, round: bigint): bigint {
  if (round < 1n) throw new InvalidValueError({ subject: "The round", value: round, expected: "1 or more" });
  return genesis + (round - 1n) * period;
}

/**
 * The first round whose time is not before `time`, in seconds.
 *
 * @throws {@link InvalidValueError} where the time is before the network's first round
 */
export function firstRoundFrom({ genesis, period }: RoundSchedule, time: bigint): bigint {
  if (time < genesis) {
    throw new InvalidValueError({
      subject: "The time",
      value: time,
      expected: `the network's first round, ${genesis}, or later`,
    });
  }
  return (time - genesis + period - 1n) / period + 1n;
}
