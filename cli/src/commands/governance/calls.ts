// SPDX-License-Identifier: MIT
// Proposals as people write them: a description, and calls by function and arguments, or by their data.
import { InvalidValueError, type ProposalContent } from "@commonweight/sdk";
import { type AbiFunction, encodeFunctionData, type Hex, parseAbiItem } from "viem";
import { z } from "zod";
import { bytesSchema, someText } from "../../schemas.ts";
import { parseAmount } from "../../token.ts";
import { abiValue, addressOf, type Words } from "./abiValue.ts";

const callSchema = z.strictObject({
  /** An address, or a name of one. */
  target: someText,
  /** Such as `transfer(address to, uint256 amount)`. */
  function: someText.optional(),
  args: z.array(z.unknown()).optional(),
  /** Instead of function and arguments. */
  data: bytesSchema.optional(),
  /** In ether. */
  value: someText.optional(),
});

/** What the file of a proposal may say. */
export const draftSchema = z.strictObject({
  description: someText,
  calls: z.array(callSchema).min(1, { error: "at least one call" }),
});

export type Draft = z.infer<typeof draftSchema>;

/** A draft as the governor takes it. @throws {@link InvalidValueError} naming the call and the part of it that is wrong */
export function encodeDraft({ description, calls }: Draft, words: Words): ProposalContent {
  return {
    description: description.trimEnd(),
    calls: calls.map((call, i) => {
      const subject = `calls[${i}]`;
      const ether = { symbol: "ether", decimals: 18 };
      return {
        target: addressOf(`${subject}.target`, call.target, words),
        value: call.value === undefined ? 0n : parseAmount(`${subject}.value`, call.value, ether),
        data: dataOf(subject, call, words),
      };
    }),
  };
}

function dataOf(subject: string, call: Draft["calls"][number], words: Words): Hex {
  if ((call.function === undefined) === (call.data === undefined)) {
    const value = call.data === undefined ? "neither of them" : "both of them";
    throw new InvalidValueError({ subject, value, expected: "either a function or data" });
  }
  const { args = [] } = call;
  if (call.data !== undefined) {
    if (args.length === 0) return call.data;
    throw new InvalidValueError({ subject: `${subject}.args`, value: args, expected: "none beside data" });
  }
  const item = functionOf(`${subject}.function`, call.function!);
  if (item.inputs.length !== args.length) {
    const expected = `${item.inputs.length}, as ${call.function} takes`;
    throw new InvalidValueError({ subject: `${subject}.args`, value: args, expected });
  }
  const values = item.inputs.map((input, i) => abiValue(`${subject}.args[${i}]`, input, args[i], words));
  try {
    return encodeFunctionData({ abi: [item], functionName: item.name, args: values });
  } catch (cause) {
    throw new InvalidValueError({
      subject: `${subject}.args`,
      value: args,
      expected: `values for ${call.function}`,
      cause,
    });
  }
}

function functionOf(subject: string, text: string): AbiFunction {
  const expected = "a function's name and the types of its arguments, such as transfer(address to, uint256 amount)";
  try {
    const item = parseAbiItem(`function ${text.replace(/^function\s+/, "")}` as string);
    if ((item as AbiFunction).type === "function") return item as AbiFunction;
  } catch (cause) {
    throw new InvalidValueError({ subject, value: text, expected, cause });
  }
  throw new InvalidValueError({ subject, value: text, expected });
}
