// SPDX-License-Identifier: MIT
// Deploying, and what must not be deployed: development keys and the minimums of a demonstration are for local chains.
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { buildCircuits, loadArchitecture, loadTask } from "@commonweight/circuits";
import { buildContracts } from "@commonweight/devnet";
import {
  beaconAbi,
  developmentNetwork,
  evmnet,
  getEscrowSettings,
  getRegistryTask,
  getVerifyingKey,
  loadDeployment,
  modelLicensesAbi,
  modelSharesAbi,
  shareOffersAbi,
  toContractVerifyingKey,
} from "@commonweight/sdk";
import type { SnarkjsVerifyingKey } from "@commonweight/sdk/proving";
import { network } from "hardhat";
import {
  type Account,
  type Address,
  createPublicClient,
  createWalletClient,
  custom,
  defineChain,
  type PublicClient,
  parseAbi,
  zeroAddress,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { ArtifactMissingError, linkBytecode, readArtifact } from "../../scripts/deploy/artifacts.ts";
import type { DeployerWallet } from "../../scripts/deploy/contracts.ts";
import {
  DevelopmentBeaconError,
  DevelopmentKeyError,
  MinimumTooSmallError,
  minimumsFor,
  PoolFactoryMissingError,
} from "../../scripts/deploy/limits.ts";
import { type DeployProtocolParameters, deployProtocol, type ProtocolKeys } from "../../scripts/deploy/protocol.ts";

const LOCAL = 31_337;
/** OP Mainnet's, but here a chain of Hardhat's own. */
const PUBLIC = 10;

const owner: Address = "0x00000000000000000000000000000000000000A1";
const guardian: Address = "0x00000000000000000000000000000000000000A2";
const protocolTreasury: Address = "0x00000000000000000000000000000000000000A3";
const noKeys: ProtocolKeys = { tasks: [], architectures: [], pairs: [] };
const ownableAbi = parseAbi([
  "function owner() view returns (address)",
  "function pendingOwner() view returns (address)",
]);

interface TestChain {
  walletClient: DeployerWallet;
  publicClient: PublicClient;
  deployer: Account;
  close(): Promise<void>;
}

async function startChain(chainId: number): Promise<TestChain> {
  const connection = await network.create({ network: "default", override: { chainId } });
  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [] } },
  });
  const deployer = mnemonicToAccount("test test test test test test test test test test test junk");
  const options = { chain, transport: custom(connection.provider), pollingInterval: 20, cacheTime: 0 };
  return {
    walletClient: createWalletClient({ ...options, account: deployer }),
    publicClient: createPublicClient(options),
    deployer,
    close: () => connection.close(),
  };
}

describe("deployProtocol", () => {
  let local: TestChain;
  let foreign: TestChain;
  let folder: string;
  let sealChunk: SnarkjsVerifyingKey;
  const task = loadTask("digits-28");

  before(async () => {
    await buildContracts();
    const circuits = await buildCircuits({ names: ["seal-chunk.digits-28"] });
    sealChunk = circuits.get("seal-chunk.digits-28")!.verifyingKey;
    [local, foreign] = [await startChain(LOCAL), await startChain(PUBLIC)];
    folder = await mkdtemp(join(tmpdir(), "commonweight-deployments-"));
  });
  after(async () => {
    await Promise.all([local.close(), foreign.close()]);
    await rm(folder, { recursive: true });
  });

  function deploy({ walletClient, publicClient }: TestChain, others: Partial<DeployProtocolParameters> = {}) {
    return deployProtocol({
      walletClient,
      publicClient,
      owner,
      guardian,
      protocolTreasury,
      keys: noKeys,
      record: folder,
      ...others,
    });
  }

  describe("given a local chain", () => {
    it("deploys development keys, and registers what belongs to them", async () => {
      const { publicClient, deployer } = local;
      const steps: string[] = [];
      const deployment = await deploy(local, {
        owner: deployer.address,
        keys: { ...noKeys, tasks: [{ task, sealChunk }] },
        onStep: (step) => steps.push(step),
      });
      const { trainingBounties: escrow, architectureRegistry: registry } = deployment;

      const settings = await getEscrowSettings(publicClient, { escrow });
      assert.equal(settings.minimumWindow, 1);
      assert.equal(settings.minimumSamples, 1);
      assert.equal(settings.guardian, guardian);
      assert.equal(settings.protocolTreasury, protocolTreasury);
      assert.equal(settings.registry.toLowerCase(), registry.toLowerCase());
      assert.equal(settings.governance.toLowerCase(), deployment.modelGovernance.toLowerCase());
      const sells = { abi: modelLicensesAbi, address: deployment.modelLicenses, functionName: "escrow" } as const;
      assert.equal(await publicClient.readContract(sells), deployment.trainingBounties);
      const fills = { abi: shareOffersAbi, address: deployment.shareOffers, functionName: "epochOf" } as const;
      assert.equal(await publicClient.readContract({ ...fills, args: [owner] }), 0n);

      const entry = await getRegistryTask(publicClient, { registry, task: deployment.tasks[task.name]! });
      assert.equal(entry?.samples, 28);
      assert.equal(entry?.chunkWords, 32);
      const key = await getVerifyingKey(publicClient, { registry, dataContract: entry!.sealChunkKey });
      assert.deepEqual(key, toContractVerifyingKey(sealChunk));

      assert.deepEqual(
        steps.map((step) => step[0]),
        ["1", "2", "3", "4", "5", "6", "7"],
      );
    });

    it("writes a record that the SDK reads", async () => {
      const deployment = await deploy(local);
      assert.deepEqual(await loadDeployment(join(folder, `${LOCAL}.json`)), deployment);
      assert.deepEqual(await readdir(folder), [`${LOCAL}.json`]);
    });

    it("offers both contracts to an owner that is not the deployer", async () => {
      const { trainingBounties, architectureRegistry } = await deploy(local);
      for (const address of [trainingBounties, architectureRegistry]) {
        const contract = { address, abi: ownableAbi } as const;
        assert.equal(
          await local.publicClient.readContract({ ...contract, functionName: "owner" }),
          local.deployer.address,
        );
        assert.equal(await local.publicClient.readContract({ ...contract, functionName: "pendingOwner" }), owner);
      }
    });
  });

  describe("given another chain", () => {
    const refusals: [string, Partial<DeployProtocolParameters>, new (...args: never[]) => Error, RegExp][] = [
      ["a window of a second", { minimumWindow: 1 }, MinimumTooSmallError, /minimumWindow is 1 .* at least 3600/],
      ["a single sample", { minimumSamples: 1 }, MinimumTooSmallError, /minimumSamples is 1 .* at least 256/],
      [
        "silence about the pools",
        {},
        PoolFactoryMissingError,
        /pool factory is missing and the chain id is 10; expected/,
      ],
      ["a pool factory without code", { poolFactory: guardian }, PoolFactoryMissingError, /factory is 0x0+A2 and/],
    ];
    for (const [what, parameters, type, message] of refusals) {
      it(`refuses ${what}, and sends nothing`, async () => {
        await assert.rejects(
          deploy(foreign, parameters),
          (error) => error instanceof type && message.test(error.message),
        );
        assert.equal(await foreign.publicClient.getBlockNumber(), 0n);
      });
    }

    it("refuses a development key, and sends nothing", async () => {
      await assert.rejects(
        deploy(foreign, { keys: { ...noKeys, tasks: [{ task, sealChunk }] } }),
        (error) =>
          error instanceof DevelopmentKeyError &&
          error.circuit === "seal-chunk.digits-28" &&
          error.chainId === PUBLIC &&
          /chain id is 10; expected one of the local chains 31337, 1337/.test(error.message),
      );
      assert.equal(await foreign.publicClient.getBlockNumber(), 0n);
    });

    it("refuses a development key whatever circuit it is of", async () => {
      const architecture = loadArchitecture("digits-mlp");
      const keySets: Partial<ProtocolKeys>[] = [
        { architectures: [{ architecture, sealModel: sealChunk }] },
        { pairs: [{ task, architecture, evaluateModel: sealChunk }] },
      ];
      for (const keys of keySets) {
        await assert.rejects(deploy(foreign, { keys: { ...noKeys, ...keys } }), { name: "DevelopmentKeyError" });
      }
    });

    it("refuses the development beacon, and sends nothing", async () => {
      await assert.rejects(
        deploy(foreign, { beacon: developmentNetwork }),
        (error) => error instanceof DevelopmentBeaconError && /chain id is 10; expected one of/.test(error.message),
      );
      // Another schedule does not make its rounds unknown.
      await assert.rejects(deploy(foreign, { beacon: { ...developmentNetwork, period: 30n } }), DevelopmentBeaconError);
      assert.equal(await foreign.publicClient.getBlockNumber(), 0n);
    });

    it("deploys shares that know the pool factory", async () => {
      // Any contract will do.
      const { beacon: poolFactory } = await deploy(foreign, { poolFactory: zeroAddress });
      const { modelShares } = await deploy(foreign, { poolFactory });
      const call = { address: modelShares, abi: modelSharesAbi, functionName: "poolFactory" } as const;
      assert.equal(await foreign.publicClient.readContract(call), poolFactory);
    });

    it("deploys with drand's evmnet, an hour and 256 samples", async () => {
      const { trainingBounties: escrow, beacon } = await deploy(foreign, { poolFactory: zeroAddress });
      const key = await foreign.publicClient.readContract({ address: beacon, abi: beaconAbi, functionName: "key" });
      assert.deepEqual(key, evmnet.key);
      const { beacon: used } = await getEscrowSettings(foreign.publicClient, { escrow });
      assert.equal(used, beacon);
      const settings = await getEscrowSettings(foreign.publicClient, { escrow });
      assert.equal(settings.minimumWindow, 3600);
      assert.equal(settings.minimumSamples, 256);
    });
  });
});

describe("minimumsFor", () => {
  it("admits more than the least", () =>
    assert.deepEqual(minimumsFor(PUBLIC, { minimumWindow: 7200, minimumSamples: 300 }), {
      minimumWindow: 7200,
      minimumSamples: 300,
    }));

  it("admits anything from one on where the chain is local", () => {
    assert.deepEqual(minimumsFor(1337, { minimumWindow: 2 }), { minimumWindow: 2, minimumSamples: 1 });
    assert.throws(() => minimumsFor(1337, { minimumWindow: 0 }), /minimumWindow is 0 .* at least 1 there/);
  });
});

describe("artifacts", () => {
  it("says what was not built", () =>
    assert.rejects(
      readArtifact("contracts/Nothing.sol:Nothing"),
      (error) => error instanceof ArtifactMissingError && /npm run build/.test(error.message),
    ));

  it("puts each library's address wherever it is linked, and nothing else", () => {
    const address: Address = "0xABCDEFabcdefabcdefabcdefabcdefabcdefabcd";
    const hole = "__$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa$__";
    const artifact = {
      contractName: "Linked",
      sourceName: "contracts/Linked.sol",
      abi: [],
      bytecode: `0x11${hole}22${hole}33`,
      linkReferences: { "project/contracts/L.sol": { L: [1, 22].map((start) => ({ start, length: 20 })) } },
    } as const;
    const digits = address.slice(2).toLowerCase();
    assert.equal(linkBytecode(artifact, new Map([["contracts/L.sol:L", address]])), `0x11${digits}22${digits}33`);
    assert.throws(() => linkBytecode(artifact, new Map()), /Linked needs the library contracts\/L\.sol:L/);
  });
});
