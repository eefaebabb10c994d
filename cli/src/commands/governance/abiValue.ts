// SPDX-License-Identifier: MIT
// Values of calls, as people write them.
import { InvalidValueError } from "@commonweight/sdk";
import { type AbiParameter, type Address, getAddress, isAddress } from "viem";
import { parseAmount, SHARE, type Token } from "../../token.ts";

/** What texts may stand for in a proposal. */
export interface Words {
  /** Addresses by name, such as `treasury`. */
  addresses: ReadonlyMap<string, Address>;
  /** Units by the word behind an amount, such as `token` in `12.5 token`. */
  units: ReadonlyMap<string, Pick<Token, "symbol" | "decimals">>;
}

const ETHER = { symbol: "ether", decimals: 18 };

/** The words of a model's proposals. */
export function wordsOf(addresses: Record<string, Address>, token: Token): Words {
  return {
    addresses: new Map(Object.entries(addresses)),
    units: new Map([
      ["token", token],
      ["shares", SHARE],
      ["ether", ETHER],
    ]),
  };
}

/** An address, or the name of one. @throws {@link InvalidValueError} */
export function addressOf(subject: string, value: unknown, { addresses }: Words): Address {
  const named = typeof value === "string" ? addresses.get(value) : undefined;
  if (named !== undefined) return named;
  if (typeof value === "string" && isAddress(value)) return getAddress(value);
  throw new InvalidValueError({
    subject,
    value,
    expected: `an address, or one of ${[...addresses.keys()].join(", ")}`,
  });
}

/**
 * What a text, a list or an object stands for as a value of an ABI type.
 *
 * @throws {@link InvalidValueError} naming the part that is wrong
 */
export function abiValue(subject: string, parameter: AbiParameter, value: unknown, words: Words): unknown {
  const { type } = parameter;
  const refuse = (expected: string) => new InvalidValueError({ subject, value, expected });
  const array = /^(.*)\[(\d*)\]$/.exec(type);
  if (array) {
    const [, inner, length] = array;
    const isRight = Array.isArray(value) && (length === "" || value.length === Number(length));
    if (!isRight) throw refuse(`a list of ${length === "" ? "" : `${length} `}${inner}`);
    const item = { ...parameter, type: inner! } as AbiParameter;
    return value.map((part, i) => abiValue(`${subject}[${i}]`, item, part, words));
  }
  if (type === "tuple") return tupleValue(subject, parameter as Tuple, value, words);
  if (type === "address") return addressOf(subject, value, words);
  if (typeof value !== "string") throw refuse(`a text for the type ${type}`);
  if (type === "bool") {
    if (value === "true" || value === "false") return value === "true";
    throw refuse("true or false");
  }
  if (/^u?int/.test(type)) return integerValue(subject, value, words);
  return value;
}

type Tuple = AbiParameter & { components: readonly AbiParameter[] };

function tupleValue(subject: string, { components }: Tuple, value: unknown, words: Words): unknown {
  const names = components.map(({ name }) => name).join(", ");
  const isList = Array.isArray(value) && value.length === components.length;
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isList && !isObject) throw new InvalidValueError({ subject, value, expected: `the fields ${names}` });
  const parts = components.map((component, i) => {
    const part = isList ? (value as unknown[])[i] : (value as Record<string, unknown>)[component.name!];
    return [component.name!, abiValue(`${subject}.${component.name}`, component, part, words)] as const;
  });
  return isList && components.some(({ name }) => !name) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}

function integerValue(subject: string, value: string, { units }: Words): bigint {
  if (/^-?\d+$/.test(value)) return BigInt(value);
  const [amount, word, ...more] = value.split(" ");
  const unit = word === undefined ? undefined : units.get(word);
  if (unit === undefined || more.length > 0) {
    const expected = `a whole number in the smallest unit, or an amount of ${[...units.keys()].join(", ")} such as 12.5 token`;
    throw new InvalidValueError({ subject, value, expected });
  }
  return parseAmount(subject, amount!, unit);
}
