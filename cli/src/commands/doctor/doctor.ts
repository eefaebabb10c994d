// SPDX-License-Identifier: MIT
import { freemem, totalmem } from "node:os";
import { BaseError } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { checkArtifacts, checkBalance, checkClock, checkDeployment, checkEndpoints } from "../../doctor/chain.ts";
import type { Check } from "../../doctor/check.ts";
import { checkMachine, freeDisk, type Machine } from "../../doctor/machine.ts";
import { checkContent, checkJournal, checkKeys, checkStore } from "../../doctor/secrets.ts";
import { type Result, toJson } from "../../output.ts";

const thisMachine: Machine = {
  nodeVersion: process.version,
  freeMemory: freemem(),
  totalMemory: totalmem(),
  freeDisk,
};

/** Looks at everything that commands need, and says what to do about what is missing. Nothing is changed, sent or unlocked. */
export async function doctor(context: Context, machine: Machine = thisMachine): Promise<Result | undefined> {
  const { io, isJson, settings, output } = context;
  const checks = await output.progress("Looking", async (update) => {
    const found: Check[] = await checkMachine(machine, settings.store);
    update(1, 5, "the chain");
    const endpoints = await checkEndpoints(context);
    const isReachable = endpoints.some(({ state }) => state === "ok");
    found.push(...endpoints);
    if (isReachable) found.push(await checkDeployment(context));
    const isDeployed = found.at(-1)!.name === "deployment" && found.at(-1)!.state === "ok";
    if (isDeployed) found.push(await checkClock(context));
    update(2, 5, "keys");
    const { check, address } = await checkKeys(context);
    found.push(check);
    if (isDeployed && address) found.push(await checkBalance(context, address));
    update(3, 5, "the store");
    found.push(await checkStore(context), await checkJournal(context));
    update(4, 5, "artifacts");
    if (isDeployed) found.push(...(await checkArtifacts(context)));
    found.push(await checkContent(context));
    return found;
  });
  const failed = checks.filter(({ state }) => state === "fail").length;
  if (failed === 0) return { json: { checks, failed }, text: checksText(checks) };
  // The findings are the result, whatever they are; the exit code tells that some are failures.
  io.stdout.write(`${isJson ? toJson({ checks, failed }) : checksText(checks)}\n`);
  throw new BaseError(failed === 1 ? "One check failed." : `${failed} checks failed.`);
}

const SIGNS = { ok: "✓", warn: "!", fail: "✗" } as const;

function checksText(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .map(({ name, state, found, advice }) => {
      const line = `${SIGNS[state]} ${name.padEnd(width)}  ${found}`;
      return advice === undefined ? line : `${line}\n  ${" ".repeat(width)}  ${advice}`;
    })
    .join("\n");
}
