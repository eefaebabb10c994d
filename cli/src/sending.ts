// SPDX-License-Identifier: MIT
// How transactions are sent: what the settings say, and what people are told who wait for one.
import type { SendingEvent, SendingPolicy } from "@commonweight/sdk";
import { formatGwei, parseGwei } from "viem";
import { SettingError } from "./errors.ts";
import type { Output } from "./output.ts";
import type { Settings } from "./settings.ts";

/**
 * The policy of every transaction of a run.
 *
 * @throws SettingError where a number is none
 */
export function readSendingPolicy(
  { confirmations, maximumFee, origins }: Pick<Settings, "confirmations" | "maximumFee" | "origins">,
  output: Pick<Output, "note">,
): SendingPolicy {
  if (!/^[1-9]\d{0,5}$/.test(confirmations)) {
    throw new SettingError(
      `confirmations is "${confirmations}" (${origins.confirmations}); expected a number of blocks, from 1.`,
    );
  }
  if (maximumFee !== undefined && (!/^\d+(\.\d{1,9})?$/.test(maximumFee) || parseGwei(maximumFee) === 0n)) {
    throw new SettingError(`maximumFee is "${maximumFee}" (${origins.maximumFee}); expected gwei, such as 20 or 0.05.`);
  }
  return {
    confirmations: Number(confirmations),
    ...(maximumFee === undefined ? {} : { maximumFeePerGas: parseGwei(maximumFee) }),
    onProgress: (event) => {
      const line = describe(event);
      if (line !== undefined) output.note(line);
    },
  };
}

function describe(event: SendingEvent): string | undefined {
  switch (event.kind) {
    case "sent":
      return `Sent ${event.hash}.`;
    case "raised":
      return `It is not mined yet: sent again as ${event.hash}, for at most ${formatGwei(event.feePerGas)} gwei per gas.`;
    case "notRaised":
      return "It is not mined yet, and no higher fee is allowed: it waits on.";
    case "reorganised":
      return `The block of ${event.hash} has left the chain: it waits again.`;
    case "mined":
      return `Mined in block ${event.blockNumber}.`;
    case "trouble":
      return undefined;
  }
}
