// SPDX-License-Identifier: MIT
// Puts Uniswap v3 on a local chain: its own contracts, from the artifacts in its packages. Elsewhere it exists already.
import { createRequire } from "node:module";
import type { UniswapContracts } from "@commonweight/sdk";
import { type Address, type PublicClient, stringToHex, zeroAddress } from "viem";
import { type ContractArtifact, type LinkReferences, readArtifact } from "./artifacts.ts";
import { createContractDeployer, type DeployedContract, type DeployerWallet } from "./contracts.ts";

const PACKAGES = "@uniswap/";
const require = createRequire(import.meta.url);

/**
 * Deploys factory, position manager with its descriptor, quoter and router, and the wrapped ether that their constructors ask for.
 * @param onDeployed Called after each contract, libraries included.
 * @param weth Wrapped ether that is there already.
 */
export async function deployUniswap(parameters: {
  walletClient: DeployerWallet;
  publicClient: PublicClient;
  weth?: Address;
  onDeployed?: (contract: DeployedContract) => void;
}): Promise<UniswapContracts> {
  const { deploy } = createContractDeployer({ ...parameters, read });
  const weth = parameters.weth ?? (await deploy("solady/src/tokens/WETH.sol:WETH"));
  const factory = await deploy("@uniswap/v3-core/contracts/UniswapV3Factory.sol:UniswapV3Factory");
  const descriptor = await deploy(
    "@uniswap/v3-periphery/contracts/NonfungibleTokenPositionDescriptor.sol:NonfungibleTokenPositionDescriptor",
    [weth, stringToHex("ETH", { size: 32 })],
  );
  const positionManager = await deploy(
    "@uniswap/v3-periphery/contracts/NonfungiblePositionManager.sol:NonfungiblePositionManager",
    [factory, weth, descriptor],
  );
  const quoter = await deploy("@uniswap/v3-periphery/contracts/lens/QuoterV2.sol:QuoterV2", [factory, weth]);
  // Without Uniswap v2, whose pools are never asked for.
  const router = await deploy("@uniswap/swap-router-contracts/contracts/SwapRouter02.sol:SwapRouter02", [
    zeroAddress,
    factory,
    positionManager,
    weth,
  ]);
  return { factory, positionManager, quoter, router };
}

/** An artifact of Uniswap's from its package, where `artifacts` mirrors the sources; any other from Hardhat's. */
async function read(qualifiedName: string): Promise<ContractArtifact> {
  if (!qualifiedName.startsWith(PACKAGES)) return readArtifact(qualifiedName);
  const [source, contract] = qualifiedName.split(":");
  const [scope, name, ...place] = source!.split("/");
  const folder = `${scope}/${name}`;
  const artifact = require(`${folder}/artifacts/${place.join("/")}/${contract}.json`) as ContractArtifact;
  return { ...artifact, linkReferences: within(folder, artifact.linkReferences) };
}

/** Sources are named within their package; among those of several packages they need its name. */
function within(folder: string, references: LinkReferences): LinkReferences {
  return Object.fromEntries(Object.entries(references).map(([source, places]) => [`${folder}/${source}`, places]));
}
