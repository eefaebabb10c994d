// SPDX-License-Identifier: MIT
import { type Account, createWalletClient, custom } from "viem";
import type { World } from "./chain.ts";

/** A client of an account, before whose transaction something else always comes first, after its simulation had passed. */
export function overtaken(
  { provider, publicClient }: Pick<World, "provider" | "publicClient">,
  account: Account,
  overtake: () => Promise<unknown>,
) {
  const request = async ({ method, params }: { method: string; params?: unknown[] }) => {
    const send = () => provider.request({ method, ...(params ? { params } : {}) });
    if (method !== "eth_sendTransaction") return send();
    await overtake();
    // A node that mines at once would tell of the revert when it is handed the transaction; others do not.
    await provider.request({ method: "evm_setAutomine", params: [false] });
    const hash = await send();
    await provider.request({ method: "evm_mine" });
    await provider.request({ method: "evm_setAutomine", params: [true] });
    return hash;
  };
  return createWalletClient({ account, chain: publicClient.chain, transport: custom({ request }) });
}
