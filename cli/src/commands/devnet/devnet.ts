// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { InvalidValueError } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { claimFolder, clearFolder, writeFolder } from "../../devnet/folder.ts";
import { loadDevnet } from "../../devnet/load.ts";
import { devnetText } from "../../devnet/text.ts";
import { type Result, toJson } from "../../output.ts";

export interface DevnetOptions {
  port: number;
  fastTime: number;
  withUniswap?: boolean;
  withRecipes?: boolean;
  folder: string;
}

/** Runs a development chain until it is interrupted. What it wrote goes with it. */
export async function devnet(context: Context, options: DevnetOptions): Promise<Result | undefined> {
  const { io, isJson, output } = context;
  const { shippedDefinitions, startDevnet } = await loadDevnet();
  const folder = resolve(io.cwd, options.folder);
  await claimFolder(folder);
  try {
    const chain = await output.progress("Starting", (update) =>
      startDevnet({
        ...options,
        definitions: shippedDefinitions(options),
        folder,
        onStep: (step) => update(0, 1, step),
      }).catch((cause: unknown) => {
        throw isTaken(cause) ? portTaken(options.port, cause) : cause;
      }),
    );
    try {
      const paths = await writeFolder(folder, chain);
      const { url, token, accounts, deployment, uniswap } = chain;
      const json = { url, chainId: deployment.chainId, token, accounts, uniswap, ...paths };
      const text = devnetText({ ...json, fastTime: options.fastTime });
      io.stdout.write(`${isJson ? toJson(json) : text}\n`);
      await io.interrupted();
      output.note("\nStopping.");
    } finally {
      await chain.close();
    }
  } finally {
    await clearFolder(folder);
  }
  return undefined;
}

function isTaken(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause as unknown) {
    if ((cause as NodeJS.ErrnoException).code === "EADDRINUSE") return true;
  }
  return false;
}

function portTaken(port: number, cause: unknown): InvalidValueError {
  return new InvalidValueError({
    subject: "--port",
    value: port,
    expected: "a port that no program listens on",
    cause,
  });
}
