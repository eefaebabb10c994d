// SPDX-License-Identifier: MIT
// Points of BN254 as contracts have them, in the order of EIP-197, for computing with them here.
import { bn254 } from "@noble/curves/bn254.js";

/** @throws unless the point is on the curve, and not at infinity */
export function toG1([x, y]: readonly [bigint, bigint]) {
  const point = bn254.G1.Point.fromAffine({ x, y });
  point.assertValidity();
  return point;
}

/** @throws unless the point is of the group of order p, and not at infinity */
export function toG2([x, y]: readonly [readonly [bigint, bigint], readonly [bigint, bigint]]) {
  const point = bn254.G2.Point.fromAffine({ x: { c0: x[1], c1: x[0] }, y: { c0: y[1], c1: y[0] } });
  point.assertValidity();
  return point;
}
