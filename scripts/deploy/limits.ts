// SPDX-License-Identifier: MIT
// What may be deployed where. A development key's toxic waste is published: whoever reads it can prove anything, so such a
// key, and the short windows and small scores of a demonstration, are for chains that nobody else uses.
import { isDeepStrictEqual } from "node:util";
import { type BeaconNetwork, developmentNetwork, evmnet } from "@commonweight/sdk";
import { isDevelopmentKey, type SnarkjsVerifyingKey } from "@commonweight/sdk/proving";
import { type Address, type PublicClient, zeroAddress } from "viem";

/** Chains of Hardhat, Anvil and Ganache. */
export const LOCAL_CHAIN_IDS: readonly number[] = [31337, 1337];

/** The shortest window, in seconds, and the fewest scored samples that a deployment admits. */
export interface Minimums {
  minimumWindow: number;
  minimumSamples: number;
}

export const LOCAL_MINIMUMS: Minimums = { minimumWindow: 1, minimumSamples: 1 };
export const PUBLIC_MINIMUMS: Minimums = { minimumWindow: 3600, minimumSamples: 256 };

/** A verifying key whose secrets are published was about to reach a chain that others use. */
export class DevelopmentKeyError extends Error {
  override readonly name = "DevelopmentKeyError";
  readonly circuit: string;
  readonly chainId: number;
  constructor(circuit: string, chainId: number) {
    super(
      `The verifying key of ${circuit} is a development key, with which anybody can forge proofs, and the chain id is ` +
        `${chainId}; expected one of the local chains ${LOCAL_CHAIN_IDS.join(", ")}, or a key from a ceremony.`,
    );
    this.circuit = circuit;
    this.chainId = chainId;
  }
}

/** A beacon whose secret is published was about to reach a chain that others use. */
export class DevelopmentBeaconError extends Error {
  override readonly name = "DevelopmentBeaconError";
  constructor(chainId: number) {
    super(
      `The beacon is the development beacon, whose rounds anybody can sign ahead of time, and the chain id is ${chainId}; ` +
        `expected one of the local chains ${LOCAL_CHAIN_IDS.join(", ")}, or drand's evmnet.`,
    );
  }
}

/** A minimum is smaller than its chain admits: safe on a local chain, perhaps, but not on one that others use. */
export class MinimumTooSmallError extends Error {
  override readonly name = "MinimumTooSmallError";
  constructor(subject: keyof Minimums, value: number, minimum: number, chainId: number) {
    super(`${subject} is ${value} and the chain id is ${chainId}; expected at least ${minimum} there.`);
  }
}

/** Nothing was said of the pools of a chain where there may be some: they would earn revenue that nobody can collect. */
export class PoolFactoryMissingError extends Error {
  override readonly name = "PoolFactoryMissingError";
  constructor(factory: Address | undefined, chainId: number) {
    super(
      `The pool factory is ${factory ?? "missing"} and the chain id is ${chainId}; expected the address of Uniswap v3's factory, ` +
        `or ${zeroAddress} where the chain has none.`,
    );
  }
}

export function isLocalChain(chainId: number): boolean {
  return LOCAL_CHAIN_IDS.includes(chainId);
}

/** @throws DevelopmentKeyError for the first development key, unless the chain is local. */
export function refuseDevelopmentKeys(chainId: number, keys: ReadonlyMap<string, SnarkjsVerifyingKey>): void {
  if (isLocalChain(chainId)) return;
  for (const [circuit, key] of keys) {
    if (isDevelopmentKey(key)) throw new DevelopmentKeyError(circuit, chainId);
  }
}

/**
 * The beacon of a deployment: drand's evmnet, and on a local chain the development beacon, where none is given.
 * @throws DevelopmentBeaconError where it is the development beacon and the chain is not local.
 */
export function beaconFor(chainId: number, given: BeaconNetwork | undefined): BeaconNetwork {
  const network = given ?? (isLocalChain(chainId) ? developmentNetwork : evmnet);
  const isDevelopment = isDeepStrictEqual(network.key, developmentNetwork.key);
  if (isDevelopment && !isLocalChain(chainId)) throw new DevelopmentBeaconError(chainId);
  return network;
}

/**
 * The factory whose pools can be excluded from revenue: the one given, and none on a local chain where none is given.
 * @throws PoolFactoryMissingError where none is given and the chain is not local, or where the one given has no code.
 */
export async function poolFactoryFor(client: PublicClient, chainId: number, given?: Address): Promise<Address> {
  const factory = given ?? (isLocalChain(chainId) ? zeroAddress : undefined);
  if (factory === zeroAddress) return factory;
  const code = factory && (await client.getCode({ address: factory }));
  if (factory === undefined || code === undefined) throw new PoolFactoryMissingError(factory, chainId);
  return factory;
}

/**
 * The minimums of a deployment: the least that its chain admits, where they are not given.
 * @throws MinimumTooSmallError where they are given, and less than that.
 */
export function minimumsFor(chainId: number, given: Partial<Minimums>): Minimums {
  const floor = isLocalChain(chainId) ? LOCAL_MINIMUMS : PUBLIC_MINIMUMS;
  const minimums = { ...floor, ...given };
  for (const subject of ["minimumWindow", "minimumSamples"] as const) {
    if (minimums[subject] < floor[subject])
      throw new MinimumTooSmallError(subject, minimums[subject], floor[subject], chainId);
  }
  return minimums;
}
