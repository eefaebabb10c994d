// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { getPool, getPriceHistory, localChain } from "@commonweight/sdk";
import { privateKeyToAccount } from "viem/accounts";
import { deployMarket } from "../../../sdk/test/support/market.ts";
import { serveProvider } from "../serveProvider.ts";

/** Hardhat's second account, whose key is published. */
const KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

/** Uniswap on a local chain, with an account that has shares and money. */
export async function market() {
  const { at, publicClient, provider } = await deployMarket({ sharesFirst: true, decimals: 6 });
  const server = await serveProvider(provider as Parameters<typeof serveProvider>[0]);
  const { uniswap, shares, token } = at;
  const account = privateKeyToAccount(KEY);
  const { timestamp } = await publicClient.getBlock();
  const amounts = { sharesAmount: 1_000n * 10n ** 18n, tokenAmount: 250_000_000n };
  return {
    fixtures: {
      account,
      chain: localChain,
      url: server.url,
      uniswap,
      shares,
      token,
      fromBlock: 0n,
      treasury: account.address,
      deadline: timestamp + 86_400n,
      ...amounts,
    },
    check: async () => {
      const trades = await getPriceHistory(publicClient, at);
      assert.deepEqual(
        trades.map(({ side }) => side),
        ["buy", "buy", "sell"],
      );
      assert.equal((await getPool(publicClient, at)).liquidity, 0n, "liquidity that is left");
    },
    close: server.close,
  };
}
