// SPDX-License-Identifier: MIT
export { type ChallengeParameters, chunkChallenge, modelChallenge } from "./challenge.ts";
export {
  chunkLeaf,
  chunkTreeDepth,
  chunkTreePath,
  chunkTreeRoot,
  isInChunkTree,
  type SealedChunk,
} from "./chunkTree.ts";
export { dataCommitment, modelCommitment } from "./commitments.ts";
export { bytesHash, digest } from "./digest.ts";
export { addressToField, assertFieldElement, FIELD_ORDER, randomFieldElement, toField } from "./field.ts";
export { poseidon, poseidonEx } from "./poseidon.ts";
export { sponge, spongeTags } from "./sponge.ts";
export { orderPublicInputs, type PublicInputs, type StatementName, statements } from "./statements.ts";
