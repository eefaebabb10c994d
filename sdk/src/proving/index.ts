// SPDX-License-Identifier: MIT

export { BaseError } from "../errors/BaseError.ts";
export { InvalidValueError } from "../errors/InvalidValueError.ts";
export { definitionId, layoutId } from "../utils/canonicalJson.ts";
export { hashFile } from "../utils/fileAccess.ts";
export {
  artifactFiles,
  assertKeyOfCircuit,
  type CircuitArtifacts,
  developmentKeyAlpha,
  isDevelopmentKey,
  loadArtifacts,
  type SnarkjsVerifyingKey,
} from "./artifacts.ts";
export {
  type BackendParameters,
  type BackendResult,
  type BackendSettings,
  type ExternalBackendParameters,
  externalBackend,
  type ProverBackend,
  snarkjsBackend,
  terminateProver,
} from "./backends/index.ts";
export {
  fileProofStore,
  type ProofJob,
  type ProofProgress,
  type ProofStore,
  type ProveJobs,
  type ProveJobsOptions,
  type ProveManyParameters,
  proofId,
  proveMany,
} from "./batch/index.ts";
export { type BrowserProverParameters, browserProver } from "./browser/browserProver.ts";
export { type ArtifactBytes, keepArtifacts } from "./browser/keepArtifacts.ts";
export {
  type ContractProof,
  type ContractVerifyingKey,
  toContractProof,
  toContractVerifyingKey,
} from "./calldata.ts";
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
export { bytesHash, digest, piecesOf } from "./digest.ts";
export { addressToField, assertFieldElement, FIELD_ORDER, randomFieldElement, toField } from "./field.ts";
export {
  type CircuitInputs,
  evaluateModelInputs,
  type SignalValue,
  sealChunkInputs,
  sealModelInputs,
} from "./inputs.ts";
export { poseidon, poseidonEx } from "./poseidon.ts";
export { type ProveParameters, prove, statementOf } from "./prove.ts";
export { sponge, spongeTags } from "./sponge.ts";
export { orderPublicInputs, type PublicInputs, type StatementName, statements } from "./statements.ts";
export { type VerifyProofParameters, verifyProof } from "./verify.ts";
export { type G1Coordinates, type G2Coordinates, readZkeyHeader, type ZkeyHeader } from "./zkeyHeader.ts";
