// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  getEscrowSettings,
  getRegistryPair,
  InvalidValueError,
  isTokenAllowed,
  loadArtifacts,
  loadDeployment,
  prove,
  sealChunkInputs,
  terminateProver,
} from "@commonweight/sdk";
import { erc20Abi, parseEther } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { randomChunk, seededRandom, tinyArchitecture, tinyTask } from "../../sdk/test/fixtures.ts";
import { DEVNET_ACCOUNTS, type Devnet, DOLLAR, startDevnet } from "../src/index.ts";

const definitions = { tasks: [tinyTask], architectures: [tinyArchitecture] };

describe("startDevnet", () => {
  let devnet: Devnet;
  const steps: string[] = [];

  before(async () => {
    devnet = await startDevnet({ definitions, withUniswap: true, onStep: (step) => steps.push(step) });
  });
  after(async () => {
    await devnet.close();
    await terminateProver();
  });

  it("registers the definitions and every pair of them", async () => {
    const { deployment, publicClient } = devnet;
    const pair = await getRegistryPair(publicClient, {
      registry: deployment.architectureRegistry,
      task: deployment.tasks.tiny!,
      architecture: deployment.architectures["tiny-mlp"]!,
    });
    assert.ok(pair.registeredAt > 0);
  });

  it("deploys with the minimums of local chains, the owner first, and a token that is allowed", async () => {
    const { deployment, publicClient, token } = devnet;
    const escrow = deployment.trainingBounties;
    const settings = await getEscrowSettings(publicClient, { escrow });
    assert.equal(settings.minimumWindow, 1);
    assert.equal(settings.minimumSamples, 1);
    assert.equal(settings.protocolTreasury, devnet.account("treasury").address);
    assert.equal(await isTokenAllowed(publicClient, { escrow, token }), true);
  });

  it("gives every account ether, dollars and the key of its address", async () => {
    const { accounts, publicClient, token } = devnet;
    assert.deepEqual(
      accounts.map(({ name }) => name),
      DEVNET_ACCOUNTS,
    );
    for (const { name, address, privateKey } of accounts) {
      assert.equal(privateKeyToAddress(privateKey), address, name);
      const [ether, dollars] = await Promise.all([
        publicClient.getBalance({ address }),
        publicClient.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [address] }),
      ]);
      assert.ok(ether > parseEther("1000"), name);
      assert.equal(dollars, 10_000n * DOLLAR, name);
    }
  });

  it("writes the deployment, and a folder in which artifacts are found by name and prove in under a second", async () => {
    assert.deepEqual(await loadDeployment(devnet.deploymentPath), devnet.deployment);
    const names = ["seal-chunk.tiny", "seal-model.tiny-mlp", "evaluate-model.tiny.tiny-mlp"];
    for (const name of names) assert.equal((await loadArtifacts(join(devnet.artifacts, name))).name, name);
    const artifacts = await loadArtifacts(join(devnet.artifacts, names[0]!));
    const inputs = sealChunkInputs({ task: tinyTask, chunk: randomChunk(tinyTask, seededRandom(1)), challenge: 7n });
    await prove({ artifacts, ...inputs });
  });

  it("deploys Uniswap where asked for, and says what it does", async () => {
    const code = await devnet.publicClient.getCode({ address: devnet.uniswap!.factory });
    assert.ok(code !== undefined && code.length > 2);
    assert.ok(steps.includes("Start the chain"));
  });

  it("travels to a time, and by itself a second a block", async () => {
    const time = (await devnet.now()) + 3_600n;
    await devnet.travelTo(time);
    assert.equal(await devnet.now(), time);
    const wallet = devnet.wallet("backer");
    await wallet.sendTransaction({ to: devnet.account("sponsor").address, value: 1n });
    assert.equal(await devnet.now(), time + 1n);
  });

  it("names the accounts there are where one is not", () => {
    assert.throws(() => devnet.account("nobody"), /The account is "nobody"; expected one of owner, guardian/);
  });

  it("refuses names that are too few, or there twice, before anything is built", async () => {
    for (const accounts of [["owner", "guardian"], ["a", "b", "b"], Array.from({ length: 21 }, (_, i) => `${i}`)]) {
      await assert.rejects(startDevnet({ accounts }), InvalidValueError);
    }
  });

  it("leaves nothing of its temporary folder", async () => {
    const other = await startDevnet({ definitions, accounts: ["owner", "guardian", "treasury"] });
    assert.equal(other.uniswap, undefined);
    await other.close();
    await assert.rejects(access(other.deploymentPath));
    await assert.rejects(other.now());
  });
});
