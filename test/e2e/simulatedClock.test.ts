// SPDX-License-Identifier: MIT
// The local chain's clock: what tests and the demo see does not depend on when they run.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import hre from "hardhat";

describe("the clock of a simulated chain", () => {
  it("starts at one date, goes on a second a block, and travels where it is sent", async () => {
    const { networkHelpers, provider, viem } = await hre.network.create();
    const publicClient = await viem.getPublicClient();
    const [wallet] = await viem.getWalletClients();
    const now = async () => (await publicClient.getBlock()).timestamp;
    const start = await now();
    assert.equal(start, BigInt(Date.parse("2027-01-01T00:00:00Z") / 1_000));

    await wallet!.sendTransaction({ to: wallet!.account.address });
    assert.equal(await now(), start + 1n, "a transaction");
    await provider.request({ method: "evm_mine" });
    assert.equal(await now(), start + 2n, "an empty block");

    await provider.request({ method: "evm_setNextBlockTimestamp", params: [Number(start) + 3_600] });
    await provider.request({ method: "evm_mine" });
    assert.equal(await now(), start + 3_600n, "travelled");
    await wallet!.sendTransaction({ to: wallet!.account.address });
    assert.equal(await now(), start + 3_601n, "a transaction after the travel");

    await networkHelpers.time.increaseTo(start + 7_200n);
    await networkHelpers.mine();
    assert.equal(await now(), start + 7_201n, "a block after the helpers' travel");
    const to = wallet!.account.address;
    await Promise.all([1, 2, 3, 4].map(() => wallet!.sendTransaction({ to })));
    assert.equal(await now(), start + 7_205n, "transactions sent at once");
  });
});
