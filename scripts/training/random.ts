// SPDX-License-Identifier: MIT
// A small seeded generator (xoshiro128**, seeded by splitmix32): data and training are the same on every
// machine. It is not for secrets: salts come from the operating system, see the SDK.

/** A seeded stream of numbers. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number;
  /** Orders an array anew, in place. */
  shuffle<T>(items: T[]): T[];
}

/** A stream that depends only on the seed, an integer of 32 bits. */
export function createRandom(seed: number): Random {
  const state = seededState(seed);

  function next(): number {
    const scrambled = Math.imul(rotateLeft(Math.imul(state[1]!, 5), 7), 9) >>> 0;
    const shifted = state[1]! << 9;
    state[2]! ^= state[0]!;
    state[3]! ^= state[1]!;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= shifted;
    state[3] = rotateLeft(state[3]!, 11);
    return scrambled;
  }

  const uniform = () => next() / 2 ** 32;
  const below = (bound: number) => Math.floor(uniform() * bound);

  return {
    uniform,
    below,
    between: (low, high) => low + uniform() * (high - low),
    // Box and Muller; 1 - u lies in (0, 1], so that the logarithm is finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    shuffle(items) {
      for (let last = items.length - 1; last > 0; last--) {
        const other = below(last + 1);
        [items[last], items[other]] = [items[other]!, items[last]!];
      }
      return items;
    },
  };
}

function seededState(seed: number): Int32Array {
  const state = new Int32Array(4);
  let counter = seed | 0;
  for (let word = 0; word < state.length; word++) {
    counter = (counter + 0x9e3779b9) | 0;
    let mixed = counter ^ (counter >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    state[word] = mixed ^ (mixed >>> 15);
  }
  return state;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
