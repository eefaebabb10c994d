// SPDX-License-Identifier: MIT
import type { DevnetAccount } from "@commonweight/devnet";
import type { Address } from "viem";
import { formatTable } from "../format/table.ts";

/** What a person needs to know of a chain that has just started. */
export function devnetText(parameters: {
  url: string;
  chainId: number;
  fastTime: number;
  token: Address;
  accounts: readonly DevnetAccount[];
  config: string;
  accountsFile: string;
}): string {
  const { url, chainId, fastTime, token, accounts, config, accountsFile } = parameters;
  const speed = fastTime === 1 ? "Its clock goes as ours does." : `${fastTime} of its seconds go by in one of ours.`;
  const table = formatTable(
    ["account", "address"],
    accounts.map(({ name, address }) => [name, address]),
    { left: ["address"] },
  );
  const sponsor = accounts.find(({ name }) => name === "sponsor") ?? accounts[0]!;
  return `A development chain runs at ${url}, chain ${chainId}. ${speed}
The token is ${token}, a test dollar (TUSD). Each account has 10,000 of it, and ether:

${table}

Their keys are published, in ${accountsFile}: use them nowhere else.
In another terminal, as the ${sponsor.name}:

  export COMMONWEIGHT_CONFIG=${config}
  export COMMONWEIGHT_PRIVATE_KEY=${sponsor.privateKey}
  commonweight doctor

Ctrl-C ends the chain and removes what it wrote, secrets included.`;
}
