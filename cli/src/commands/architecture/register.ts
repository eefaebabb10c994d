// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { canonicalJson, definitionId, modelWordCount, parseArchitecture, readJsonFile } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { UnknownNameError } from "../../errors.ts";
import type { Result } from "../../output.ts";
import { requireOwner, verifyingKeyOf } from "../../registration.ts";

/** Registers an architecture and the pairs with tasks, with the keys of their artifacts; the registry's owner alone may. */
export async function register(context: Context, file: string, options: { task: string[] }): Promise<Result> {
  const architecture = await readJsonFile(resolve(context.io.cwd, file), "architecture", parseArchitecture);
  const [writer, deployment] = [await context.writer(), await context.deployment()];
  const unknown = options.task.find((name) => deployment.tasks[name] === undefined);
  if (unknown !== undefined) {
    throw new UnknownNameError({ what: "task", name: unknown, known: Object.keys(deployment.tasks) });
  }
  await requireOwner(context, "To register an architecture");

  // All of them, before the first is sent.
  const sealModelKey = await verifyingKeyOf(context, `seal-model.${architecture.name}`);
  const pairs = [];
  for (const name of options.task) {
    pairs.push({
      name,
      evaluateModelKey: await verifyingKeyOf(context, `evaluate-model.${name}.${architecture.name}`),
    });
  }
  const { hash } = await writer.registerArchitecture({
    definition: canonicalJson(architecture),
    modelWords: modelWordCount(architecture),
    sealModelKey,
  });
  const id = definitionId(architecture);
  const hashes = [hash];
  for (const { name, evaluateModelKey } of pairs) {
    const sent = await writer.registerPair({ task: deployment.tasks[name]!, architecture: id, evaluateModelKey });
    hashes.push(sent.hash);
  }
  const sent = hashes.filter((one) => one !== undefined);
  const what = `${architecture.name}, ${id}, for ${options.task.join(", ") || "no task"}`;
  const text =
    sent.length === 0 ? `It was registered before: ${what}.` : `Registered ${what} (${sent.length} transactions).`;
  return { json: { architecture: id, tasks: options.task, hashes: sent }, text };
}
