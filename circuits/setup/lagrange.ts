// SPDX-License-Identifier: GPL-3.0-or-later
import { FIELD_ORDER, toField } from "@commonweight/sdk/proving";

/** base^exponent in the scalar field. */
export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = toField(base);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % FIELD_ORDER;
    square = (square * square) % FIELD_ORDER;
  }
  return result;
}

/** 1/value in the scalar field; 0 for 0. */
export function inverse(value: bigint): bigint {
  return power(value, FIELD_ORDER - 2n);
}

/**
 * Values at a point of Lagrange polynomials over the powers of a root of unity: L_i(x) = w^i·(x^n − 1) / (n·(x − w^i)).
 *
 * @param x - the point, itself no power of the root
 * @param domain - the root w and its order n
 * @param indices - which polynomials: `count` of them, from `first` on, every `step`-th
 */
export function lagrangeValues(
  x: bigint,
  domain: { root: bigint; order: number },
  indices: { first: number; step: number; count: number },
): bigint[] {
  const { root, order } = domain;
  const scale = toField((power(x, BigInt(order)) - 1n) * inverse(BigInt(order)));
  const stride = power(root, BigInt(indices.step));
  const nodes = new Array<bigint>(indices.count);
  let node = power(root, BigInt(indices.first));
  for (let i = 0; i < indices.count; i++) {
    nodes[i] = node;
    node = (node * stride) % FIELD_ORDER;
  }
  const inverses = invertAll(nodes.map((value) => toField(x - value)));
  return nodes.map((value, i) => (((value * scale) % FIELD_ORDER) * inverses[i]!) % FIELD_ORDER);
}

/** Inverses of many non-zero elements, for three products each and a single inversion. */
function invertAll(values: readonly bigint[]): bigint[] {
  const products = new Array<bigint>(values.length);
  let product = 1n;
  for (const [i, value] of values.entries()) {
    products[i] = product;
    product = (product * value) % FIELD_ORDER;
  }
  const inverses = new Array<bigint>(values.length);
  let rest = inverse(product);
  for (let i = values.length - 1; i >= 0; i--) {
    inverses[i] = (rest * products[i]!) % FIELD_ORDER;
    rest = (rest * values[i]!) % FIELD_ORDER;
  }
  return inverses;
}
