// SPDX-License-Identifier: MIT
import { type Address, createClient, getAddress, http, type JsonRpcAccount, type Transport } from "viem";
import { toAccount } from "viem/accounts";
import { WalletError } from "../errors.ts";

/**
 * What a signer is asked: `eth_accounts` once, `eth_sendTransaction` for each transaction, which it signs and sends by a node of its own, and
 * `eth_signTypedData_v4` for permits, votes and offers. Everything else goes to the chain.
 */
const SIGNER_METHODS: ReadonlySet<string> = new Set([
  "eth_accounts",
  "eth_requestAccounts",
  "eth_sendTransaction",
  "wallet_sendTransaction",
  "eth_signTransaction",
  "eth_sign",
  "personal_sign",
  "eth_signTypedData_v4",
]);

/**
 * An account whose key an external signer holds, such as Clef, web3signer or a node with unlocked accounts.
 *
 * @param parameters - `url`: of the signer's JSON-RPC endpoint. `address`: which of its accounts; the only one unless given.
 * `chainId`: the chain that is meant; a signer that says it is on another is refused
 * @throws {@link WalletError} where the signer does not answer, has no such account, has several and none was named, or is on
 * another chain. A user and password in the address are in no message
 */
export async function openSigner(parameters: {
  url: string;
  address?: Address | undefined;
  chainId?: number | undefined;
  timeoutMs?: number | undefined;
}): Promise<{ account: JsonRpcAccount; transport: Transport }> {
  const { url, address, chainId, timeoutMs = 10_000 } = parameters;
  const server = describeUrl(url);
  const transport = http(url, { retryCount: 0, timeout: timeoutMs });
  const client = createClient({ transport });

  const accounts = await client.request({ method: "eth_accounts" }).catch(() => {
    // The error has the address of the signer in it, with its password.
    throw new WalletError(
      `The signer ${server} does not say which accounts it has; expected an answer to eth_accounts.`,
    );
  });
  const known = accounts.map((account) => getAddress(account));
  const wanted = address === undefined ? known : known.filter((account) => account === getAddress(address));
  const list = known.length === 0 ? "It has none." : `Its accounts: ${known.join(", ")}`;
  const [only] = wanted;
  if (only === undefined) {
    throw new WalletError(`The signer ${server} has no account ${address ?? ""}`.trimEnd().concat("; expected one."), [
      list,
    ]);
  }
  if (wanted.length > 1) {
    throw new WalletError(`The signer ${server} has ${wanted.length} accounts; expected the address of one of them.`, [
      list,
    ]);
  }
  if (chainId !== undefined) await assertChain(server, chainId, () => client.request({ method: "eth_chainId" }));
  return { account: toAccount(only), transport };
}

/** A transport that asks the signer what takes a key, and the chain everything else. */
export function signerTransport(signer: Transport, chain: Transport): Transport {
  return (parameters) => {
    const [signing, reading] = [signer({ ...parameters, retryCount: 0 }), chain(parameters)];
    const request = ((args, options) =>
      (SIGNER_METHODS.has(args.method) ? signing : reading).request(args, options)) as typeof reading.request;
    return { ...reading, request };
  };
}

/** A signer that does not tell its chain is taken at the chain's word: transactions name their chain. */
async function assertChain(server: string, expected: number, ask: () => Promise<string>): Promise<void> {
  const answer = await ask().catch(() => undefined);
  if (answer === undefined || Number(answer) === expected) return;
  throw new WalletError(`The signer ${server} is on chain ${Number(answer)}; expected chain ${expected}.`);
}

function describeUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed !== null && /^https?:$/.test(parsed.protocol)) return parsed.origin;
  throw new WalletError("The signer's address is malformed; expected a URL that begins with http:// or https://.");
}
