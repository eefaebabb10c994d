// SPDX-License-Identifier: MIT
import { BaseError } from "@commonweight/sdk";

type DevnetModule = typeof import("@commonweight/devnet");

/** Thrown where the development chain, which needs the contracts and circuits, is not at hand. */
export class DevnetMissingError extends BaseError {
  constructor(cause: unknown) {
    super("The development chain is not installed; it builds the contracts and circuits from their sources.", {
      name: "DevnetMissingError",
      metaMessages: ["Work from a clone of the repository: npm ci, then npm exec -- commonweight devnet."],
      cause,
    });
  }
}

/**
 * The development chain's package.
 *
 * @param load - imports it; for tests
 * @throws {@link DevnetMissingError} where it is not installed
 */
export async function loadDevnet(
  load: () => Promise<DevnetModule> = () => import("@commonweight/devnet"),
): Promise<DevnetModule> {
  try {
    return await load();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") throw new DevnetMissingError(cause);
    throw cause;
  }
}
