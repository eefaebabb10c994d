// SPDX-License-Identifier: MIT
// The road: three bounties from deployment to shares, with every function of the escrow, its records, the registry and the beacon, and of each
// that takes a batch or words the largest. Checks of what transactions cost or use listen to it.
import { beaconAbi, piecesOf, signPermit, trainingBountiesAbi } from "@commonweight/sdk";
import { type Address, encodeFunctionData, keccak256, parseEventLogs } from "viem";
import { playAdministration } from "./administration.ts";
import type { RoadChain } from "./chain.ts";
import { architectures, deployRoad, type RoadDeployment, tasks } from "./deployment.ts";
import { makeModel } from "./inputs.ts";
import { playOwnership } from "./ownership.ts";
import { recordOf, training } from "./records.ts";
import { stepsOf, UNIT } from "./steps.ts";

/** A round that drand's evmnet published. */
const published = {
  round: 513n,
  signature:
    "0x06ded8c05af23042a0caf9b404c6140f9ec64adbaf82f04d5c37153e8412ed580f827c7d5ac7d02ca0bbd989d07594729bdcde7d6dc1001191c59dc9033d31b2",
} as const;

/** Plays all of it. @returns what was deployed */
export async function playRoad(chain: RoadChain): Promise<RoadDeployment> {
  const [owner, guardian, treasury, sponsor, backer, otherBacker, operator, otherOperator, payee, receiver] =
    chain.accounts as [Address, Address, Address, Address, Address, Address, Address, Address, Address, Address];
  const deployment = await deployRoad(chain, { owner, guardian, treasury });
  const { escrow, evmnetBeacon, token } = deployment;
  const { send } = chain;
  const steps = stepsOf(chain, deployment, sponsor, backer);
  const { call, fund, create, seal, openDrawn, commit, proveModel, proveScore, passTo } = steps;

  await send("proveRound", backer, evmnetBeacon, beaconAbi, "proveRound", [published.round, published.signature]);
  for (const account of [sponsor, backer, otherBacker, operator, otherOperator]) await fund(account, 10_000n * UNIT);

  const bounty = await create("createBounty", tasks.small, { chunks: 64, drawnChunks: 16 });
  const ofLarge = await create(undefined, tasks.large, { chunks: 6, drawnChunks: 4, training });
  const ofLargest = await create(undefined, tasks.largest, {
    chunks: 6,
    drawnChunks: 4,
    anyArchitecture: true,
    prizesBps: [6_000, 4_000],
  });

  await seal(undefined, bounty, bounty.chunks.slice(0, 1)); // It pays for what all share.
  await seal("sealChunks, 1 chunk", bounty, bounty.chunks.slice(1, 2));
  for (let i = 2; i < 64; i += 8)
    await seal(i === 2 ? "sealChunks, 8 chunks" : undefined, bounty, bounty.chunks.slice(i, i + 8));
  for (const other of [ofLarge, ofLargest]) await seal(undefined, other, other.chunks);
  await openDrawn(bounty, { draw: "drawChunks, sample of 64" });
  for (const other of [ofLarge, ofLargest]) await openDrawn(other);

  await call("contribute, first", backer, "contribute", [bounty.id, 100n * UNIT, backer]);
  await call("contribute, again", backer, "contribute", [bounty.id, 50n * UNIT, backer]);
  await call(undefined, otherBacker, "contribute", [bounty.id, 850n * UNIT, otherBacker]);
  for (const { id } of [ofLarge, ofLargest])
    await call(undefined, otherBacker, "contribute", [id, 150n * UNIT, backer]);
  await call(undefined, backer, "contribute", [ofLargest.id, 850n * UNIT, backer]);
  const { deadline, v, r, s } = await signPermit(chain.client, {
    account: backer,
    token,
    spender: escrow,
    value: 850n * UNIT,
  });
  await call("contributeWithPermit", backer, "contributeWithPermit", [
    ofLarge.id,
    850n * UNIT,
    backer,
    deadline,
    v,
    r,
    s,
  ]);

  const own = makeModel({ operator, payee }, architectures.small);
  const other = makeModel({ operator: otherOperator, payee }, architectures.small);
  const onePiece = makeModel({ operator, payee }, architectures.onePiece);
  const largest = makeModel({ operator: otherOperator, payee }, architectures.largest);
  await commit("commit", bounty, own.model);
  await commit(undefined, bounty, other.model);
  await commit(undefined, ofLarge, own.model);
  await commit(undefined, ofLarge, other.model);
  await call(undefined, otherOperator, "withdrawSubmission", [ofLarge.id]);
  await commit(undefined, ofLargest, onePiece.model);
  await commit(undefined, ofLargest, largest.model);
  const { architecture, modelCommitment, bytesHash } = other.model;
  await call("replace", otherOperator, "replace", [bounty.id, architecture, modelCommitment, bytesHash, payee]);

  const record = recordOf(chain, deployment, ofLarge.id, own.model);
  await record.openAndPost();

  await passTo(ofLargest, "trainingEnds"); // It was created last.
  const scored = await openDrawn(bounty, {
    draw: "drawChunks, 16 for the score",
    open: "openChunks, one of 28 samples",
  });
  const scoredOfLarge = await openDrawn(ofLarge, { open: "openChunks, one of 84 samples" });
  const scoredOfLargest = await openDrawn(ofLargest, { open: "openChunks, one of 750 words" });

  await proveModel("proveModel", bounty, own.model, own.words);
  await proveScore(undefined, bounty, own.model, scored.slice(0, 1));
  await proveScore("proveScore, 1 chunk", bounty, own.model, scored.slice(1, 2));
  await proveScore(undefined, bounty, own.model, scored.slice(2, 8));
  await proveScore(undefined, bounty, own.model, scored.slice(8, 15));
  await proveScore("proveScore, 1 chunk, completing", bounty, own.model, scored.slice(15));
  await proveModel(undefined, bounty, other.model, other.words);
  await proveScore("proveScore, 8 chunks", bounty, other.model, scored.slice(0, 8));
  await proveScore("proveScore, 8 chunks, completing", bounty, other.model, scored.slice(8));
  for (const { model, words } of [onePiece, largest]) {
    await proveModel(undefined, ofLargest, model, words);
    await proveScore(undefined, ofLargest, model, scoredOfLargest);
  }

  await proveModel(undefined, ofLarge, own.model, own.words);
  await proveScore(undefined, ofLarge, own.model, scoredOfLarge);
  await record.proveAll(backer);

  await passTo(ofLargest, "provingEnds");
  await call("claim, 80 words", operator, "claim", [bounty.id, own.model, own.words]);
  await call("claim, 80 words, with a stipend", operator, "claim", [ofLarge.id, own.model, own.words]);
  await call("claim, 750 words", operator, "claim", [ofLargest.id, onePiece.model, onePiece.words]);
  const pieces = piecesOf(largest.words);
  const hashes = pieces.map((piece) => keccak256(piece));
  for (const [i, piece] of pieces.entries()) {
    // The first stores what was empty; the last takes the highest power.
    const name = { 0: "publishWeights, first piece", [pieces.length - 1]: "publishWeights, last of 16 pieces" }[i];
    const piecesCall = [ofLargest.id, largest.model, hashes, BigInt(i), piece] as const;
    await call(name, otherOperator, "publishWeights", piecesCall);
  }
  await call("claim, published in pieces", otherOperator, "claim", [ofLargest.id, largest.model, "0x"]);

  const settled = await call("settle", backer, "settle", [bounty.id]);
  const [event] = parseEventLogs({ abi: trainingBountiesAbi, eventName: "Settled", logs: settled.logs });
  const { shares } = event!.args;
  await fund(payee, UNIT);
  const owners = { sponsor, backer, otherBacker, payee, receiver };
  await playOwnership(chain, deployment, { bounty, shares, owners });

  await call("credit", sponsor, "credit", [bounty.id, sponsor]);
  await call("withdraw", payee, "withdraw", [token, payee]);
  const credits = [bounty, ofLargest].map(({ id }) =>
    encodeFunctionData({ abi: trainingBountiesAbi, functionName: "credit", args: [id, otherOperator] }),
  );
  await call(undefined, otherOperator, "multicall", [credits]);
  const cancelled = await create(undefined, tasks.small, { chunks: 64, drawnChunks: 16 });
  await call(undefined, sponsor, "cancel", [cancelled.id]);
  await playAdministration(chain, deployment, { owner, guardian, nextOwner: receiver });
  return deployment;
}
