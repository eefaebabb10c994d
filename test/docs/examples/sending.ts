// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import {
  createSealedBounty,
  fileJournal,
  getContribution,
  localChain,
  memoryStore,
  sealChunks,
} from "@commonweight/sdk";
import { createWalletClient, http, keccak256 } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { deployWorld, drawAndOpen, sealedSet, sealProofs, termsOf } from "../../../sdk/test/support/chain.ts";
import { recordingConsole } from "../recordingConsole.ts";
import { serveProvider } from "../serveProvider.ts";
import { KEY } from "./quickStart.ts";

/** Nobody else pays it. */
const PAYEE = "0x00000000000000000000000000000000000000aa";

/** A bounty in Funding, on a chain that goes on by a block whenever somebody asks for a receipt. */
export async function sending() {
  const world = await deployWorld();
  const { actors, escrow, registry, publicClient, provider } = world;
  const set = await sealedSet(world, 1);
  const terms = await termsOf(world);
  const { bounty } = await createSealedBounty(actors.sponsor, { escrow, terms, set, store: memoryStore() });
  await sealChunks(actors.sponsor, { escrow, bounty, chunks: await sealProofs(world, set) });
  await drawAndOpen(world, bounty, "sample", set);
  const server = await serveProvider({
    request: async (call) => {
      if (call.method === "eth_getTransactionReceipt") await provider.request({ method: "evm_mine" });
      return provider.request(call);
    },
  });
  const account = privateKeyToAccount(KEY);
  // The client asks again after half of a block's time.
  const chain = { ...localChain, blockTime: 1_000 };
  // The one of the example, in its working folder.
  const journal = fileJournal(".commonweight");
  const { console, lines } = recordingConsole();
  const paid = () => getContribution(publicClient, { escrow, bounty, account: account.address });
  return {
    fixtures: { account, chain, escrow, registry, bounty, console },
    replace: [
      ["https://rpc.example", server.url],
      ["https://other.example", server.url],
    ] as [string, string][],
    steps: [
      async () => undefined,
      async () => {
        assert.deepEqual(lines, ["sent", "mined", "sent", "mined"], "an approval and a contribution");
        assert.equal(await paid(), 1_000_000n);
        // One more that was signed, and never left the machine.
        const wallet = createWalletClient({ account, chain, transport: http(server.url) });
        const request = await wallet.prepareTransactionRequest({ to: PAYEE, value: 5n });
        const rawTransaction = await wallet.signTransaction(request);
        const signed = { chainId: chain.id, account: account.address, nonce: request.nonce, functionName: "transfer" };
        await journal.write({ ...signed, rawTransaction, hash: keccak256(rawTransaction) });
        lines.length = 0;
      },
    ],
    check: async () => {
      assert.deepEqual(lines, ["mined", "2: done"], "done, and told");
      assert.deepEqual(await journal.list(), [], "nothing is open any more");
      assert.equal(await paid(), 1_000_000n);
      assert.equal(await publicClient.getBalance({ address: PAYEE }), 5n);
    },
    close: server.close,
  };
}
