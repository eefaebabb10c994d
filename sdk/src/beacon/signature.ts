// SPDX-License-Identifier: MIT
// Signatures of rounds: BLS over BN254 with signatures in G1, drand's scheme bls-bn254-unchained-on-g1. A round's signature is the
// network's secret times the point that the round hashes to.

import type { AffinePoint } from "@noble/curves/abstract/curve.js";
import { createHasher } from "@noble/curves/abstract/hash-to-curve.js";
import { bn254 } from "@noble/curves/bn254.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { concat, type Hex, hexToBigInt, numberToHex, size, slice, toBytes } from "viem";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { toG1, toG2 } from "../utils/points.ts";
import type { BeaconNetwork } from "./network.ts";

const { G1, G2 } = bn254;
const { Fp, Fp12 } = bn254.fields;
type G1Point = InstanceType<typeof G1.Point>;

const SIGNATURE_BYTES = 64;
const DOMAIN = "BLS_SIG_BN254G1_XMD:KECCAK-256_SVDW_RO_NUL_";

/** Constants of the map for y² = x³ + 3 and Z = 1, by the names of RFC 9380, section 6.6.1. */
const Z = 1n;
const c1 = curveAt(Z);
const c2 = Fp.div(Fp.neg(Z), 2n);
const c3 = evenOf(Fp.sqrt(Fp.neg(Fp.mul(c1, 3n))));
const c4 = Fp.div(Fp.neg(Fp.mul(4n, c1)), 3n);

const hasher = createHasher(G1.Point, ([u]) => mapToCurve(u!), {
  DST: DOMAIN,
  encodeDST: DOMAIN,
  p: Fp.ORDER,
  m: 1,
  k: 128,
  expand: "xmd",
  hash: keccak_256,
});

/** What a network signs for a round: keccak256 of its number as eight bytes, hashed to G1. */
function messageOf(round: bigint): G1Point {
  return hasher.hashToCurve(keccak_256(toBytes(round, { size: 8 })));
}

/** The map of Shallue and van de Woestijne: a point of the curve for every field element. RFC 9380, section 6.6.1. */
function mapToCurve(u: bigint): AffinePoint<bigint> {
  const square = Fp.mul(Fp.sqr(u), c1);
  const [tv1, tv2] = [Fp.sub(Fp.ONE, square), Fp.add(Fp.ONE, square)];
  const product = Fp.mul(tv1, tv2);
  const tv3 = Fp.is0(product) ? Fp.ZERO : Fp.inv(product);
  const tv4 = Fp.mul(Fp.mul(Fp.mul(u, tv1), tv3), c3);
  const x1 = Fp.sub(c2, tv4);
  const x2 = Fp.add(c2, tv4);
  const x3 = Fp.add(Z, Fp.mul(c4, Fp.sqr(Fp.mul(Fp.sqr(tv2), tv3))));
  const x = [x1, x2].find(isOnCurve) ?? x3;
  const y = Fp.sqrt(curveAt(x));
  return { x, y: (u & 1n) === (y & 1n) ? y : Fp.neg(y) };
}

function curveAt(x: bigint): bigint {
  return Fp.add(Fp.mul(Fp.sqr(x), x), 3n);
}

/** Whether some point of the curve has this x: by Euler's criterion. */
function isOnCurve(x: bigint): boolean {
  return !Fp.eql(Fp.pow(curveAt(x), (Fp.ORDER - 1n) / 2n), Fp.neg(Fp.ONE));
}

function evenOf(root: bigint): bigint {
  return (root & 1n) === 0n ? root : Fp.neg(root);
}

/**
 * The signature of a round by a network whose secret is known: of a development beacon.
 *
 * @returns the point's coordinates, 32 bytes each, as `proveRound` and `drawChunks` take them
 */
export function signRound(secret: bigint, round: bigint): Hex {
  const { x, y } = messageOf(round).multiply(secret).toAffine();
  return concat([numberToHex(x, { size: 32 }), numberToHex(y, { size: 32 })]);
}

/** The public key of a secret. */
export function beaconKeyOf(secret: bigint): BeaconNetwork["key"] {
  const { x, y } = G2.Point.BASE.multiply(secret).toAffine();
  return { x: [x.c1, x.c0], y: [y.c1, y.c0] };
}

/**
 * Whether a signature is a network's of a round: e(signature, −G2)·e(message, key) = 1. Says offline what the contract would say.
 *
 * @param signature - the point's coordinates, 32 bytes each
 * @throws {@link InvalidValueError} where the signature has not 64 bytes
 */
export function verifyRound({ key }: Pick<BeaconNetwork, "key">, round: bigint, signature: Hex): boolean {
  if (size(signature) !== SIGNATURE_BYTES) {
    throw new InvalidValueError({
      subject: "The length of the signature",
      value: size(signature),
      expected: `${SIGNATURE_BYTES} bytes`,
    });
  }
  const coordinates = [hexToBigInt(slice(signature, 0, 32)), hexToBigInt(slice(signature, 32))] as const;
  try {
    const product = bn254.pairingBatch([
      { g1: toG1(coordinates), g2: G2.Point.BASE.negate() },
      { g1: messageOf(round), g2: toG2([key.x, key.y]) },
    ]);
    return Fp12.eql(product, Fp12.ONE);
  } catch {
    // Points that are none: off the curve, at infinity, outside the subgroup, not canonical.
    return false;
  }
}
