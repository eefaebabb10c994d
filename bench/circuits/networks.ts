// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadArchitecture, loadTask } from "@commonweight/circuits";
import { parseTask, type Task } from "@commonweight/sdk/data";
import { type Architecture, parseArchitecture } from "@commonweight/sdk/model";

/** An architecture on a task, which fixes the samples of a circuit and how they are packed. */
export interface Pair {
  task: Task;
  architecture: Architecture;
}

/** A row of the comparison. */
export interface Network {
  name: string;
  /** What is committed to, sealed and proven. */
  bound: Pair;
  /** The same network in the form that is cheapest where nothing is bound. */
  arithmetic: Pair;
  /** Whether a proof is measured, where the circuit fits the ceiling of the keys. */
  proven: boolean;
  limits: Limits;
}

/** The most constraints a sample, or the largest part of the peer's. */
export interface Limits {
  bound?: number;
  arithmetic?: number;
  boundOfPeer?: number;
  arithmeticOfPeer?: number;
}

/** Networks that ship with the repository, each on the task of its example, and public benchmark networks. */
export function listNetworks(): Network[] {
  return [
    shipped("digits-mlp", "digits-84", { bound: 1_390 }),
    shipped("digits-mlp-int4", "digits-84", { bound: 1_200 }),
    shipped("digits-cnn", "digits-28"),
    shipped("digits-moe", "digits-28"),
    shipped("digits-lora", "digits-28"),
    shipped("keywords-mlp", "keywords-28"),
    shipped("denoiser", "denoise-28"),
    shipped("next-byte", "text-64"),
    benchmark("mlp-196-25-10", "pixels-196", { arithmetic: 1_500, bound: 5_000 }),
    benchmark("mlp-196-25-10-4bit", "pixels-196-4bit", { arithmetic: 1_500, bound: 5_000 }),
    // A model of this size has no SealModel below the ceiling of the keys, so that a proof would be of no use.
    { ...benchmark("mlp-784-56-10", "pixels-784", { arithmetic: 6_500, bound: 24_500 }), proven: false },
    { ...benchmark("mlp-784-56-10-4bit", "pixels-784-4bit", { arithmetic: 6_500, bound: 24_500 }), proven: false },
    {
      name: "cnn-28x28",
      ...samePair({ task: readTask("images"), architecture: readArchitecture("cnn-28x28") }),
      proven: true,
      limits: { arithmeticOfPeer: 1 / 10, boundOfPeer: 1 / 5 },
    },
  ];
}

function shipped(name: string, task: string, limits: Limits = {}): Network {
  return { name, ...samePair({ task: loadTask(task), architecture: loadArchitecture(name) }), proven: true, limits };
}

/** Features in range one by one and weights packed over outputs where they are bound; else packed over samples. */
function benchmark(name: string, task: string, limits: Limits): Network {
  return {
    name,
    bound: { task: readTask(task), architecture: readArchitecture(name) },
    arithmetic: { task: readTask(`${task}-packed`), architecture: readArchitecture(`${name}-packed`) },
    proven: true,
    limits,
  };
}

/**
 * The arithmetic of one group of packed samples: products are then checked as they are. With several groups some would be
 * checked at a challenge, which fixes nothing where weights are not committed to.
 */
function samePair(bound: Pair): Pick<Network, "bound" | "arithmetic"> {
  const { task, architecture } = bound;
  if (task.encoding.kind !== "lanes") return { bound, arithmetic: bound };
  const single = parseTask({ ...task, encoding: { ...task.encoding, groups: 1 } });
  return { bound, arithmetic: { task: single, architecture } };
}

const readTask = (name: string): Task => parseTask(readDefinition("tasks", name));

const readArchitecture = (name: string): Architecture => parseArchitecture(readDefinition("architectures", name));

function readDefinition(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, folder, `${name}.json`), "utf8"));
}
