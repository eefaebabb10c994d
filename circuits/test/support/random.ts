// SPDX-License-Identifier: GPL-3.0-or-later

/** Repeatable randomness. */
export interface Random {
  /** An integer from `minimum` to `maximum`, both included. */
  integer(minimum: number, maximum: number): number;
  /** As integer, but the ends of the range come up as often as all between them. */
  edgy(minimum: number, maximum: number): number;
  /** In [0, limit). */
  bigint(limit: bigint): bigint;
}

/** Mulberry32. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const word = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const integer = (minimum: number, maximum: number) =>
    minimum + Math.floor((word() / 2 ** 32) * (maximum - minimum + 1));
  return {
    integer,
    edgy: (minimum, maximum) =>
      [minimum, maximum, integer(minimum, maximum), integer(minimum, maximum)][integer(0, 3)]!,
    bigint(limit) {
      let value = 0n;
      for (let i = 0; i < 9; i++) value = (value << 32n) | BigInt(word());
      return value % limit;
    },
  };
}
