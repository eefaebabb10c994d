// SPDX-License-Identifier: MIT
import { type Abi, type AbiEvent, type AbiFunction, type AbiParameter, type Address, encodeAbiParameters } from "viem";
import { InvalidValueError } from "../../errors/InvalidValueError.ts";

interface Place {
  abi: Abi;
  address: Address;
}

/**
 * A call of a contract as it is, once every part of it is known to be one that the ABI can encode. Every action makes its
 * calls here or in {@link checkedFilter}, so that a slip such as a negative number is named before a node is asked anything.
 *
 * @throws {@link InvalidValueError} naming the first argument that is wrong
 */
export function checkedCall<call extends Place & { functionName: string; args: unknown }>(call: call): call {
  const { functionName } = call;
  const args = call.args as readonly unknown[];
  const inputs = inputsOf(call, "function", functionName);
  for (const [i, input] of inputs.entries()) {
    assertEncodable(`The argument ${input.name} of ${functionName}`, input, args[i]);
  }
  return call;
}

/**
 * A filter of a contract's events, checked like a call.
 *
 * @throws {@link InvalidValueError} naming the first argument that is wrong
 */
export function checkedFilter<filter extends Place & { eventName: string; args: unknown }>(filter: filter): filter {
  const args = filter.args as Record<string, unknown>;
  for (const input of inputsOf(filter, "event", filter.eventName)) {
    const value = args[input.name ?? ""];
    if (value !== undefined) assertEncodable(`The argument ${input.name} of ${filter.eventName}`, input, value);
  }
  return filter;
}

/**
 * Refuses a value that the ABI cannot encode.
 *
 * @throws {@link InvalidValueError} naming the value, or the first field of a tuple that is to blame
 */
export function assertEncodable(subject: string, parameter: AbiParameter, value: unknown): void {
  try {
    encodeAbiParameters([parameter], [value]);
  } catch (cause) {
    if (parameter.type === "tuple" && "components" in parameter && typeof value === "object" && value !== null) {
      for (const component of parameter.components) {
        assertEncodable(`${subject}.${component.name}`, component, (value as Record<string, unknown>)[component.name!]);
      }
    }
    const expected = `a value of the ABI type ${parameter.type}`;
    throw new InvalidValueError({ subject, value, expected, cause });
  }
}

function inputsOf({ abi, address }: Place, type: "function" | "event", name: string): readonly AbiParameter[] {
  assertEncodable("The address of the contract", { type: "address" }, address);
  // The types of the callers see to it that there is one; none of ours is overloaded.
  const item = abi.find((entry) => entry.type === type && entry.name === name);
  return (item as AbiFunction | AbiEvent).inputs;
}
