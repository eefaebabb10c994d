// SPDX-License-Identifier: MIT
import { type Hex, keccak256 } from "viem";
import { z } from "zod";

const quantity = z.string().regex(/^0x[0-9a-f]+$/i, "not a quantity");
const data = z.string().regex(/^0x([0-9a-f]{2})*$/i, "not bytes");
const hash = z.string().regex(/^0x[0-9a-f]{64}$/i, "not 32 bytes");
const address = z.string().regex(/^0x[0-9a-f]{40}$/i, "not an address");

const log = z.looseObject({
  address,
  topics: z.array(hash).max(4),
  data,
  blockNumber: quantity.nullable(),
  blockHash: hash.nullable(),
  transactionHash: hash.nullable(),
});

const receipt = z.looseObject({
  transactionHash: hash,
  blockHash: hash,
  blockNumber: quantity,
  from: address,
  status: z.enum(["0x0", "0x1"]),
  logs: z.array(log),
});

const block = z.looseObject({
  // A pending block has neither.
  hash: hash.nullable(),
  number: quantity.nullable(),
  timestamp: quantity,
  transactions: z.array(z.unknown()),
});

type Params = readonly unknown[];
/** What an answer has to look like, and what else it has to be to answer the request: a problem, or nothing. */
interface Shape {
  schema: z.ZodType;
  problemOf?: (result: never, params: Params) => string | undefined;
}

const quantityShape: Shape = { schema: quantity };
const dataShape: Shape = { schema: data };

const shapes: Readonly<Record<string, Shape>> = {
  eth_chainId: quantityShape,
  eth_blockNumber: quantityShape,
  eth_gasPrice: quantityShape,
  eth_maxPriorityFeePerGas: quantityShape,
  eth_estimateGas: quantityShape,
  eth_getBalance: quantityShape,
  eth_getTransactionCount: quantityShape,
  eth_call: dataShape,
  eth_getCode: dataShape,
  eth_getStorageAt: dataShape,
  eth_sendRawTransaction: {
    schema: hash,
    problemOf: (result: string, [raw]) =>
      same(result, keccak256(raw as Hex)) ? undefined : `${result} is not the hash of the bytes that were sent`,
  },
  eth_getTransactionReceipt: { schema: receipt.nullable(), problemOf: receiptProblem },
  eth_getTransactionByHash: {
    schema: z.looseObject({ hash }).nullable(),
    problemOf: (result: { hash: string } | null, [wanted]) =>
      result === null || same(result.hash, wanted) ? undefined : `it is the transaction ${result.hash}`,
  },
  eth_getBlockByNumber: { schema: block.nullable(), problemOf: blockProblem },
  eth_getBlockByHash: {
    schema: block.nullable(),
    problemOf: (result: z.infer<typeof block> | null, [wanted]) =>
      result === null || same(result.hash, wanted) ? undefined : `it is the block ${result.hash}`,
  },
  eth_getLogs: { schema: z.array(log), problemOf: logsProblem },
  eth_feeHistory: { schema: z.looseObject({ oldestBlock: quantity, baseFeePerGas: z.array(quantity).optional() }) },
};

/**
 * What is wrong with an answer, if it cannot be one to this request. It may still be false where nothing is.
 *
 * @returns the problem in words; undefined where there is none
 */
export function problemOfResponse(method: string, params: unknown, result: unknown): string | undefined {
  if (result === undefined) return "it holds no result";
  const shape = shapes[method];
  if (shape === undefined) return undefined;
  const parsed = shape.schema.safeParse(result);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue?.path.join(".") || "it"}: ${issue?.message}`;
  }
  return shape.problemOf?.(result as never, Array.isArray(params) ? params : []);
}

function receiptProblem(result: z.infer<typeof receipt> | null, [wanted]: Params): string | undefined {
  if (result === null) return undefined;
  if (!same(result.transactionHash, wanted)) return `it is the receipt of ${result.transactionHash}`;
  const stray = result.logs.find(
    (entry) => !same(entry.transactionHash, result.transactionHash) || !same(entry.blockHash, result.blockHash),
  );
  return stray ? `a log in it is of ${stray.transactionHash} in the block ${stray.blockHash}` : undefined;
}

function blockProblem(result: z.infer<typeof block> | null, [wanted]: Params): string | undefined {
  // Tags such as `latest` name no number.
  if (result === null || typeof wanted !== "string" || !wanted.startsWith("0x")) return undefined;
  return result.number !== null && BigInt(result.number) === BigInt(wanted)
    ? undefined
    : `it is the block ${result.number}`;
}

interface Filter {
  address?: string | string[];
  topics?: (string | string[] | null)[];
  fromBlock?: string;
  toBlock?: string;
  blockHash?: string;
}

function logsProblem(result: z.infer<typeof log>[], [given]: Params): string | undefined {
  const filter = (given ?? {}) as Filter;
  for (const entry of result) {
    if (filter.address !== undefined && !oneOf(filter.address, entry.address)) return `a log is of ${entry.address}`;
    const wrong = (filter.topics ?? []).find((topic, i) => topic !== null && !oneOf(topic, entry.topics[i]));
    if (wrong !== undefined) return `a log has the topics ${entry.topics.join(", ")}`;
    if (filter.blockHash !== undefined && !same(entry.blockHash, filter.blockHash)) {
      return `a log is of the block ${entry.blockHash}`;
    }
    if (entry.blockNumber !== null && !isWithin(BigInt(entry.blockNumber), filter)) {
      return `a log is of block ${BigInt(entry.blockNumber)}`;
    }
  }
  return undefined;
}

function isWithin(number: bigint, { fromBlock, toBlock }: Filter): boolean {
  if (fromBlock?.startsWith("0x") && number < BigInt(fromBlock)) return false;
  return !(toBlock?.startsWith("0x") && number > BigInt(toBlock));
}

function oneOf(wanted: string | string[], actual: string | undefined): boolean {
  return Array.isArray(wanted) ? wanted.some((one) => same(one, actual)) : same(wanted, actual);
}

function same(left: unknown, right: unknown): boolean {
  return typeof left === "string" && typeof right === "string" && left.toLowerCase() === right.toLowerCase();
}
