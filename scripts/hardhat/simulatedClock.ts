// SPDX-License-Identifier: MIT
import type { HardhatPlugin } from "hardhat/types/plugins";

/** Requests after which the next block's time is the caller's choice. */
const TRAVEL: ReadonlySet<string> = new Set(["evm_setNextBlockTimestamp", "evm_increaseTime"]);
const MINING: ReadonlySet<string> = new Set([
  "eth_sendTransaction",
  "eth_sendRawTransaction",
  "evm_mine",
  "hardhat_mine",
]);

/**
 * Lets a simulated chain's clock run by its blocks alone: each comes a second after the one before, unless a test travels. Left to
 * itself it would follow the machine's clock, and with it the beacon's rounds, what they draw, and every score.
 */
export const simulatedClock: HardhatPlugin = {
  id: "simulated-clock",
  hookHandlers: {
    network: async () => ({
      default: async () => {
        const travelling = new WeakSet<object>();
        const turns = new WeakMap<object, Promise<unknown>>();

        /** One after the other: a block's time is set, and the block mined, before the next one's is. */
        function inTurn<result>(connection: object, work: () => Promise<result>): Promise<result> {
          const before = turns.get(connection) ?? Promise.resolve();
          const done = before.then(work);
          turns.set(
            connection,
            done.catch(() => {}),
          );
          return done;
        }

        return {
          onRequest: async (context, connection, request, next) => {
            const { method } = request;
            const isOfTime = TRAVEL.has(method) || MINING.has(method);
            if (connection.networkConfig.type !== "edr-simulated" || !isOfTime)
              return next(context, connection, request);
            return inTurn(connection, async () => {
              if (TRAVEL.has(method)) travelling.add(connection);
              else if (!travelling.delete(connection)) {
                const ask = (query: string, params: unknown[]) =>
                  next(context, connection, { jsonrpc: "2.0", id: request.id, method: query, params });
                const answer = await ask("eth_getBlockByNumber", ["latest", false]);
                const { timestamp } = ("result" in answer ? answer.result : undefined) as { timestamp: string };
                await ask("evm_setNextBlockTimestamp", [Number(timestamp) + 1]);
              }
              return next(context, connection, request);
            });
          },
        };
      },
    }),
  },
};
