// SPDX-License-Identifier: MIT
import {
  type Abi,
  type AbiEvent,
  type Address,
  type ContractEventArgs,
  type ContractEventName,
  encodeEventTopics,
  type ParseEventLogsReturnType,
} from "viem";
import { architectureRegistryAbi } from "../../abis/architectureRegistry.ts";
import { beaconAbi } from "../../abis/beacon.ts";
import { modelGovernanceAbi } from "../../abis/modelGovernance.ts";
import { modelGovernorAbi } from "../../abis/modelGovernor.ts";
import { modelLicensesAbi } from "../../abis/modelLicenses.ts";
import { modelSharesAbi } from "../../abis/modelShares.ts";
import { shareOffersAbi } from "../../abis/shareOffers.ts";
import { trainingBountiesAbi } from "../../abis/trainingBounties.ts";
import { trainingRecordsAbi } from "../../abis/trainingRecords.ts";
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import { assertEncodable, checkedFilter } from "./checkedCall.ts";
import type { TopicFilter } from "./logs.ts";

const abis = {
  escrow: trainingBountiesAbi,
  /** Of training. */
  records: trainingRecordsAbi,
  registry: architectureRegistryAbi,
  beacon: beaconAbi,
  /** Of one model. */
  shares: modelSharesAbi,
  licenses: modelLicensesAbi,
  offers: shareOffersAbi,
  /** Creates governors. */
  governance: modelGovernanceAbi,
  /** Of one model. */
  governor: modelGovernorAbi,
} as const;

type Abis = typeof abis;

/** The kinds of contract that there are. */
export type EventSource = keyof Abis;

/** Names of the events of a kind of contract. */
export type EventNameOf<source extends EventSource> = ContractEventName<Abis[source]>;

/** An event of a kind of contract: `eventName` tells which, and so what `args` are. */
export type ContractEvent<source extends EventSource, name extends EventNameOf<source> = EventNameOf<source>> = {
  [each in name]: ParseEventLogsReturnType<Abis[source], each, true>[number];
}[name];

/** Which events of which contract. */
export interface EventSelection<source extends EventSource, name extends EventNameOf<source>> {
  /** What kind of contract it is. */
  of: source;
  address: Address;
  /** The only event that is wanted; all unless given. */
  eventName?: name | undefined;
  /** Values of its indexed arguments that are wanted, by their names, each one or any of a list; any unless given. */
  args?: ContractEventArgs<Abis[source], name> | undefined;
}

/**
 * The ABI, and the topics of what was selected.
 *
 * @throws {@link InvalidValueError} where there is no such contract, event or argument, or a value is none of its type
 */
export function filterOf<source extends EventSource, name extends EventNameOf<source>>(
  selection: EventSelection<source, name>,
): { abi: Abi; filter: TopicFilter } {
  const { of, address, eventName, args } = selection;
  assertEncodable("The address of the contract", { type: "address" }, address);
  const abi: Abi | undefined = Object.hasOwn(abis, of) ? abis[of] : undefined;
  if (abi === undefined) {
    throw new InvalidValueError({ subject: "of", value: of, expected: `one of ${Object.keys(abis).join(", ")}` });
  }
  if (eventName === undefined) {
    if (args !== undefined)
      throw new InvalidValueError({ subject: "eventName", value: eventName, expected: "a name, as there are args" });
    return { abi, filter: [] };
  }
  const events = abi.filter((item) => item.type === "event");
  const event = events.find(({ name }) => name === eventName);
  if (event === undefined) {
    throw new InvalidValueError({
      subject: "eventName",
      value: eventName,
      expected: `one of ${events.map(({ name }) => name).join(", ")}`,
    });
  }
  return {
    abi,
    filter: encodeEventTopics({ abi: [event], args: wantedOf(event, address, args) } as never) as TopicFilter,
  };
}

function wantedOf(event: AbiEvent, address: Address, args: unknown = {}): Record<string, unknown> {
  const wanted = args as Record<string, unknown>;
  const indexed = event.inputs.filter((input) => input.indexed === true).map(({ name }) => name);
  for (const [name, value] of Object.entries(wanted)) {
    if (!indexed.includes(name)) {
      const expected = indexed.length > 0 ? `one of ${indexed.join(", ")}` : "none: nothing of it is indexed";
      throw new InvalidValueError({ subject: `An argument to select ${event.name} by`, value: name, expected });
    }
    for (const one of Array.isArray(value) ? value : [value]) {
      checkedFilter({ abi: [event], address, eventName: event.name, args: { [name]: one ?? undefined } });
    }
  }
  return wanted;
}
