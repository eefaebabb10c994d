// SPDX-License-Identifier: MIT
// A mixture of experts is trained in two phases. At first every expert answers, weighted by the router's softmax, so that the
// router learns who answers what; the temperature falls, and the weights approach a choice. Then the router is fixed, only
// the expert that it chooses answers, as in the integer network, and the experts settle on the samples that are theirs.
import type { ExpertsLayer } from "@commonweight/sdk/model";
import { apply, applyBackward, createMatrix } from "../parameter.ts";
import { type Making, reluDeviation, type TrainedLayer } from "./layer.ts";

const FIRST_TEMPERATURE = 1;
const LAST_TEMPERATURE = 0.1;
/** Share of the training after which the router is fixed. */
const FIXED_FROM = 0.6;
/** How strongly, at first, the router is pulled towards asking all experts equally often; it fades until the router is fixed. */
const BALANCE = 0.5;
/** Weight of a sample in the running mean of how often experts are asked. */
const MEAN_RATE = 0.005;

export function createExperts({ placed, input, output, random }: Making, layer: ExpertsLayer): TrainedLayer {
  const { experts: count, outputs } = layer;
  const deviation = reluDeviation(input.values.length);
  const [router, ...experts] = placed.matrices.map((shape) => createMatrix(shape, deviation, random));
  const routed = new Float64Array(count);
  const routedErrors = new Float64Array(count);
  const shares = new Float64Array(count);
  const meanShares = new Float64Array(count).fill(1 / count);
  const sums = experts.map(() => new Float64Array(outputs));
  const sumErrors = new Float64Array(outputs);
  let temperature = FIRST_TEMPERATURE;
  let balance = 0;
  let isFixed = false;

  return {
    matrices: [router!, ...experts],
    onProgress(share) {
      isFixed = share >= FIXED_FROM;
      const reached = Math.min(1, share / FIXED_FROM);
      temperature = FIRST_TEMPERATURE * (LAST_TEMPERATURE / FIRST_TEMPERATURE) ** reached;
      balance = BALANCE * (1 - reached);
    },
    forward() {
      apply(router!, input.values, routed);
      if (isFixed) choose(routed, shares);
      else softmax(routed, temperature, shares);
      output.values.fill(0);
      for (const [e, share] of shares.entries()) {
        if (share === 0) continue;
        apply(experts[e]!, input.values, sums[e]!);
        for (let i = 0; i < outputs; i++) output.values[i]! += share * Math.max(sums[e]![i]!, 0);
      }
    },
    backward() {
      for (const [e, share] of shares.entries()) {
        routedErrors[e] = 0;
        if (share === 0) continue;
        for (let i = 0; i < outputs; i++) {
          const isActive = sums[e]![i]! > 0;
          sumErrors[i] = isActive ? share * output.errors[i]! : 0;
          if (isActive) routedErrors[e]! += output.errors[i]! * sums[e]![i]!;
        }
        applyBackward(experts[e]!, input.values, sumErrors, input.errors);
      }
      if (isFixed) return;
      for (const [e, share] of shares.entries()) {
        meanShares[e]! += MEAN_RATE * (share - meanShares[e]!);
        routedErrors[e]! += balance * count * meanShares[e]!;
      }
      softmaxErrors(shares, temperature, routedErrors);
      applyBackward(router!, input.values, routedErrors, input.errors);
    },
  };
}

/** One for the largest value, of equals the first, and zero for the others. */
function choose(values: Float64Array, shares: Float64Array): void {
  shares.fill(0);
  shares[values.indexOf(Math.max(...values))] = 1;
}

function softmax(values: Float64Array, temperature: number, shares: Float64Array): void {
  const largest = Math.max(...values);
  let total = 0;
  for (let e = 0; e < values.length; e++) {
    shares[e] = Math.exp((values[e]! - largest) / temperature);
    total += shares[e]!;
  }
  for (let e = 0; e < values.length; e++) shares[e]! /= total;
}

/** Turns errors of the shares, in place, into errors of the values that they are the softmax of. */
function softmaxErrors(shares: Float64Array, temperature: number, errors: Float64Array): void {
  let mean = 0;
  for (let e = 0; e < errors.length; e++) mean += shares[e]! * errors[e]!;
  for (let e = 0; e < errors.length; e++) errors[e] = (shares[e]! * (errors[e]! - mean)) / temperature;
}
