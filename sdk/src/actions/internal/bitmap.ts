// SPDX-License-Identifier: MIT

/** The positions of the bits that are set, lowest first. */
export function bitPositions(bitmap: bigint | number): number[] {
  const positions: number[] = [];
  for (let rest = BigInt(bitmap), position = 0; rest > 0n; rest >>= 1n, position += 1) {
    if (rest & 1n) positions.push(position);
  }
  return positions;
}
