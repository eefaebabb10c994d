// SPDX-License-Identifier: MIT
import { type Address, type Hex, parseSignature } from "viem";
import { getBlock, readContract, signTypedData } from "viem/actions";
import { tokenAbi } from "../abis/token.ts";
import { withTypedErrors } from "../errors/toTypedError.ts";
import type { AccountMissingError } from "../errors/transactions.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { assertEncodable } from "./internal/checkedCall.ts";
import { senderOf } from "./internal/send.ts";
import type { CommonweightClient, SenderParameters } from "./types.ts";

export interface SignPermitParameters extends SenderParameters {
  token: Address;
  /** Who may take the tokens. */
  spender: Address;
  /** In the token's smallest unit. */
  value: bigint;
  /** Last second in which the permit can be used; an hour from the latest block unless given. */
  deadline?: bigint | undefined;
}
export interface SignPermitReturnType {
  deadline: bigint;
  v: number;
  r: Hex;
  s: Hex;
}
export type SignPermitErrorType = ReadErrorType | AccountMissingError;

const HOUR = 3_600n;

const permitTypes = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/**
 * Signs an EIP-2612 permit: the sender lets a spender take tokens, without a transaction. The token has to say its signing
 * domain by EIP-5267.
 *
 * @example
 * const { deadline, v, r, s } = await signPermit(client, { token, spender: escrow, value: 1_000_000n });
 */
export async function signPermit(
  client: CommonweightClient,
  parameters: SignPermitParameters,
): Promise<SignPermitReturnType> {
  const { token, spender, value } = parameters;
  const account = senderOf(client, parameters, "signPermit");
  assertEncodable("The token", { type: "address" }, token);
  assertEncodable("The spender", { type: "address" }, spender);
  assertEncodable("The value of the permit", { type: "uint256" }, value);
  return withTypedErrors(async () => {
    const [[, name, version, chainId, verifyingContract], nonce, { timestamp }] = await Promise.all([
      readContract(client, { abi: tokenAbi, address: token, functionName: "eip712Domain" }),
      readContract(client, { abi: tokenAbi, address: token, functionName: "nonces", args: [account.address] }),
      getBlock(client),
    ]);
    const deadline = parameters.deadline ?? timestamp + HOUR;
    const signature = await signTypedData(client, {
      account,
      domain: { name, version, chainId: Number(chainId), verifyingContract },
      types: permitTypes,
      primaryType: "Permit",
      message: { owner: account.address, spender, value, nonce, deadline },
    });
    const { r, s, yParity } = parseSignature(signature);
    return { deadline, v: yParity + 27, r, s };
  });
}
