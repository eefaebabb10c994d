// SPDX-License-Identifier: MIT
// What registering an architecture and registering a recipe have in common: the registry's owner, and keys of built circuits.
import {
  architectureRegistryAbi,
  type ContractVerifyingKey,
  localChain,
  toContractVerifyingKey,
  withTypedErrors,
} from "@commonweight/sdk";
import { isAddressEqual } from "viem";
import { readContract } from "viem/actions";
import { onlyArtifacts } from "./artifacts.ts";
import type { Context } from "./context.ts";
import { DevelopmentKeyRefusedError, NotOwnerError } from "./errors.ts";

/** @param what - begins the message: "To register an architecture" @throws {@link NotOwnerError} where the wallet is not the registry's owner */
export async function requireOwner(context: Context, what: string): Promise<void> {
  const [writer, deployment] = [await context.writer(), await context.deployment()];
  const { address: account } = writer.account;
  const call = {
    abi: architectureRegistryAbi,
    address: deployment.architectureRegistry,
    functionName: "owner",
  } as const;
  const owner = await withTypedErrors(() => readContract(writer, call));
  if (!isAddressEqual(owner, account)) throw new NotOwnerError({ what, owner, account });
}

/**
 * The verifying key of the one built circuit of a name.
 *
 * @throws {@link InvalidFileError} where the artifacts' folder has none or several
 * @throws {@link DevelopmentKeyRefusedError} where its secrets are published and the chain is not local
 */
export async function verifyingKeyOf(context: Context, circuit: string): Promise<ContractVerifyingKey> {
  const { chainId } = await context.deployment();
  const { name, development, verifyingKey } = await onlyArtifacts(context.settings.artifacts, circuit);
  if (development && chainId !== localChain.id) throw new DevelopmentKeyRefusedError({ circuit: name, chainId });
  return toContractVerifyingKey(verifyingKey);
}
