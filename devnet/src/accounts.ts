// SPDX-License-Identifier: MIT
import { type Address, type Hex, toHex } from "viem";
import { type HDAccount, mnemonicToAccount } from "viem/accounts";

/** The published phrase from which Hardhat funds its accounts: whoever reads this has their keys, on every chain. */
const MNEMONIC = "test test test test test test test test test test test junk";

/** Somebody on a local chain. Never send anything of worth to the address: its key is published. */
export interface DevnetAccount {
  name: string;
  address: Address;
  privateKey: Hex;
}

/** Accounts of a development chain, unless others are named. The first three own, guard and earn from the protocol. */
export const DEVNET_ACCOUNTS = [
  "owner",
  "guardian",
  "treasury",
  "sponsor",
  "backer",
  "backer2",
  "operator",
  "operator2",
  "operator3",
  "customer",
] as const;

/** The account with this number, 0 to 19, of a chain of Hardhat's. */
export function accountOf(number: number): HDAccount {
  return mnemonicToAccount(MNEMONIC, { addressIndex: number });
}

/** Names for the first accounts of a chain of Hardhat's, with their keys. */
export function nameAccounts(names: readonly string[]): DevnetAccount[] {
  return names.map((name, number) => {
    const account = accountOf(number);
    return { name, address: account.address, privateKey: toHex(account.getHdKey().privateKey!) };
  });
}
