// SPDX-License-Identifier: MIT
export { type TrainingBounds, trainingBounds } from "./bounds.ts";
export {
  batchCommitments,
  batchesRoot,
  batchIndex,
  batchLeaf,
  batchPath,
  type CheckpointOwner,
  checkpointCommitment,
  checkpointLeaf,
  isInRecord,
  masterElements,
  masterHash,
  recordedStep,
  recordPath,
  recordRoot,
  seedElement,
  stepPath,
  trainingSeed,
} from "./commitments.ts";
export { trainingCurve } from "./curve.ts";
export { drawnStepsOf, FEWEST_DRAWN, MOST_DRAWN, missProbability, stepDrawSeed } from "./draws.ts";
export { inheritModelInputs, initStepInputs, quantiseModelInputs, trainStepInputs } from "./inputs.ts";
export { makeBatches } from "./makeBatches.ts";
export { initialMaster, masterFromModel, quantiseMaster, roundMaster } from "./master.ts";
export {
  type FrozenLayer,
  frozenMatricesOf,
  gainAt,
  inheritsModel,
  type Loss,
  MOST_MASTER_BITS,
  MOST_STEPS,
  type PlacedTraining,
  parseRecipe,
  type Recipe,
  type Rounding,
  recordCircuitNames,
  slower,
  type TrainedLayer,
  trainedLayersOf,
} from "./recipe.ts";
export { type CurvePoint, hasRecord, type RecordProgress, type RecordTerms } from "./recordFiles.ts";
export {
  type Batch,
  type LayerStep,
  type Master,
  type StepTrace,
  stepperOf,
  TrainingOverflowError,
  weightsOf,
} from "./step.ts";
export { stepsOf, type TrainedRecord, type TrainParameters, train, trainSlower } from "./train.ts";
export { checkpointOf, inspectRecord, modelOfRecord, type RecordOnDisk, verifyRecord } from "./verify.ts";
