// SPDX-License-Identifier: GPL-3.0-or-later
import { lanesOf, type Matrix, matricesOf, matrixElementCount } from "@commonweight/sdk/model";
import { layoutId } from "@commonweight/sdk/proving";
import { frozenMatricesOf, type PlacedTraining, type Recipe, trainedLayersOf } from "@commonweight/sdk/training";
import { assignElements, type Elements } from "../emit/chunk.ts";
import { argument, CircuitText, loop } from "../emit/text.ts";
import { emitCheckpoint, type Masters } from "./emitCheckpoint.ts";

/** InitStep for a recipe: the masters of the checkpoint of step 0 follow from the seed. */
export function emitInitStep(recipe: Recipe): string {
  const text = new CircuitText();
  text.inputs("Public.");
  text.input("commitment", [], "to the checkpoint of step 0, under operator");
  text.input("seed", [], "derived by the contract from a beacon round");
  text.input("operator", [], "the account whose record it is, below 2^160");
  text.inputs("Private.");
  text.input("salt", [], "any field element");
  let first = 0;
  const matrices = trainedLayersOf(recipe).map((placed): Masters => {
    const { index, rows, columns, layer } = placed;
    const count = rows * (columns - 1);
    const middle = 2 ** (recipe.masterBits - 1);
    text.section(`Layer ${index}: weights around the middle of 0, biases in it.`);
    text.component(`numbers${index}`, "SeededNumbers", [first, count, layer.initialBits]);
    text.add(`numbers${index}.seed <== seed;`, `signal offset${index}[${rows * columns}];`);
    const weight = middle + middleOfZero(placed) - 2 ** (layer.initialBits - 1);
    const numbers = `numbers${index}.number[i * ${columns - 1} + j]`;
    text.add(
      ...loop("i", rows, [
        ...loop("j", columns - 1, [`offset${index}[i * ${columns} + j] <== ${numbers} + ${weight};`]),
        `offset${index}[i * ${columns} + ${columns - 1}] <== ${middle + middleOfZeroBias(placed)};`,
      ]),
    );
    first += Math.ceil(count / Math.floor(248 / layer.initialBits));
    return { offset: `offset${index}`, count: rows * columns };
  });
  text.section("The checkpoint.");
  emitCheckpoint(text, recipe, matrices, { name: "checkpoint", step: "0", commitment: "commitment" });
  return text.main("InitStep", `the recipe ${recipe.name}`);
}

/** InheritModel for a recipe: the masters of the checkpoint of step 0 are in the middle of a published model's weights. */
export function emitInheritModel(recipe: Recipe): string {
  const text = new CircuitText();
  text.inputs("Public.");
  text.input("commitment", [], "to the checkpoint of step 0, under operator");
  text.input("parentCommitment", [], "to the model, under parentOperator");
  text.input("parentOperator", [], "the account whose model it was, below 2^160");
  text.input("operator", [], "the account whose record it is, below 2^160");
  text.inputs("Private.");
  text.input("salt", [], "any field element");
  text.input("modelSalt", [], "any field element; published with the model");
  const layers = trainedLayersOf(recipe);
  const matrices = layers.map((placed): Masters => {
    const { index: l, rows, columns, weightBits, biasBits } = placed;
    text.input(`weight${l}`, [rows, columns - 1], `signed, ${weightBits} bits`);
    text.input(`bias${l}`, [rows], `signed, ${biasBits} bits`);
    text.section(`Layer ${l}: weights in range, and masters in their middle.`);
    emitRanges(text, `weightRange${l}`, `weight${l}`, weightBits, [rows, columns - 1]);
    emitRanges(text, `biasRange${l}`, `bias${l}`, biasBits, [rows]);
    const half = 2 ** (recipe.masterBits - 1);
    const [step, biasStep] = [2 ** placed.fraction, 2 ** (placed.fraction - placed.layer.biasShift)];
    text.add(`signal offset${l}[${rows * columns}];`);
    const weight = `weight${l}[i][j] * ${step} + ${half + middleOfZero(placed)}`;
    const bias = `bias${l}[i] * ${biasStep} + ${half + middleOfZeroBias(placed)}`;
    text.add(
      ...loop("i", rows, [
        ...loop("j", columns - 1, [`offset${l}[i * ${columns} + j] <== ${weight};`]),
        `offset${l}[i * ${columns} + ${columns - 1}] <== ${bias};`,
      ]),
    );
    return { offset: `offset${l}`, count: rows * columns };
  });
  text.section("The checkpoint.");
  emitCheckpoint(text, recipe, matrices, { name: "checkpoint", step: "0", commitment: "commitment" });
  const names = (l: number) => ({ weight: `weight${l}`, bias: `bias${l}` });
  emitModel(text, recipe, names, { operator: "parentOperator", commitment: "parentCommitment" });
  return text.main("InheritModel", `the recipe ${recipe.name}`);
}

/** QuantiseModel for a recipe: the masters of a checkpoint round to a model. */
export function emitQuantiseModel(recipe: Recipe): string {
  const text = new CircuitText();
  text.inputs("Public.");
  text.input("commitmentLast", [], "to the checkpoint of step, under operator");
  text.input("modelCommitment", [], "to the model, under operator");
  text.input("step", [], "how many were taken");
  text.input("operator", [], "the account that claims, below 2^160");
  text.inputs("Private.");
  text.input("salt", [], "any field element");
  text.input("modelSalt", [], "any field element");
  const layers = trainedLayersOf(recipe);
  const matrices = layers.map(({ index: l, rows, columns, weightBits, layer }): Masters => {
    text.input(`master${l}`, [rows, columns], "signed; the last of a row is its bias's");
    text.section(`Layer ${l}: masters in range, and the weights that they round to.`);
    text.component(`rounded${l}`, "MasterMatrix", [rows, columns, recipe.masterBits, weightBits, layer.biasShift]);
    text.add(`rounded${l}.master <== master${l};`);
    return { offset: `rounded${l}.offset`, count: rows * columns };
  });
  text.section("The checkpoint.");
  emitCheckpoint(text, recipe, matrices, { name: "checkpoint", step: "step", commitment: "commitmentLast" });
  const names = (l: number) => ({ weight: `rounded${l}.weight`, bias: `rounded${l}.bias` });
  emitModel(text, recipe, names, { operator: "operator", commitment: "modelCommitment" });
  return text.main("QuantiseModel", `the recipe ${recipe.name}`);
}

function emitRanges(text: CircuitText, name: string, signal: string, bits: number, sizes: readonly number[]): void {
  const at = sizes.map((_, depth) => `[${"ij"[depth]}]`).join("");
  text.add(`component ${name}${sizes.map((size) => `[${size}]`).join("")};`);
  const call = text.call("SignedBits", [bits]);
  let lines = [`${name}${at} = ${call};`, `${name}${at}.in <== ${signal}${at};`];
  for (const [depth, size] of [...sizes.entries()].reverse()) lines = loop("ij"[depth]!, size, lines);
  text.add(...lines);
}

/** Names of the weights, [rows][columns], and biases, [rows], of a layer. */
type Names = (layer: number) => { weight: string; bias: string };

/** The commitment to a model of the recipe's architecture, whose weights are in range, as EvaluateModel and SealModel compute it. */
function emitModel(
  text: CircuitText,
  recipe: Recipe,
  namesOf: Names,
  { operator, commitment }: { operator: string; commitment: string },
): void {
  const { architecture } = recipe;
  text.section("The model.");
  const frozen = frozenMatricesOf(recipe);
  const parts = matricesOf(architecture).flatMap((matrix, m): Elements[] => {
    const constants = frozen[m];
    if (!constants) return emitMatrix(text, matrix, m, namesOf(m));
    text.add(`var weight${m}[${matrix.rows}][${matrix.columns}] = ${argument(constants.weights)};`);
    text.add(`var bias${m}[${matrix.rows}] = ${argument(constants.biases)};`);
    return emitMatrix(text, matrix, m, { weight: `weight${m}`, bias: `bias${m}` });
  });
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  text.component("commitModel", "CommitModel", [layoutId(architecture), total]);
  text.add("commitModel.salt <== modelSalt;", `commitModel.operator <== ${operator};`);
  text.add(...assignElements("commitModel.element", parts, 0), `commitModel.commitment === ${commitment};`);
}

/** @returns its elements of the commitment */
function emitMatrix(text: CircuitText, matrix: Matrix, m: number, { weight, bias }: ReturnType<Names>): Elements[] {
  const { rows, columns, weightBits, biasBits } = matrix;
  if (matrix.lanes.over === "outputs") {
    const { stride, perElement } = lanesOf(matrix);
    const count = matrixElementCount(matrix);
    const chunks = count / (columns + 1);
    text.component(`lanes${m}`, "PackVectors", [rows, columns + 1, perElement, stride]);
    text.add(
      ...loop("i", rows, [
        ...loop("j", columns, [`lanes${m}.in[i][j] <== ${weight}[i][j];`]),
        `lanes${m}.in[i][${columns}] <== ${bias}[i];`,
      ]),
      `signal element${m}[${count}];`,
      ...loop("c", chunks, loop("j", columns + 1, [`element${m}[c * ${columns + 1} + j] <== lanes${m}.packed[c][j];`])),
    );
    return [{ name: `element${m}`, count }];
  }
  const words = (name: string, count: number, bits: number): Elements => {
    text.component(name, "PackWords", [248, 1, [count], [bits]]);
    return { name: `${name}.word`, count: Math.ceil(count / Math.floor(248 / bits)) };
  };
  const weights = words(`weightWords${m}`, rows * columns, weightBits);
  const place = `weightWords${m}.in[i * ${columns} + j] <== ${weight}[i][j] + ${2 ** (weightBits - 1)};`;
  text.add(...loop("i", rows, loop("j", columns, [place])));
  const biases = words(`biasWords${m}`, rows, biasBits);
  text.add(...loop("i", rows, [`biasWords${m}.in[i] <== ${bias}[i] + ${2 ** (biasBits - 1)};`]));
  return [weights, biases];
}

function middleOfZero({ fraction }: PlacedTraining): number {
  return 2 ** (fraction - 1);
}

function middleOfZeroBias({ fraction, layer }: PlacedTraining): number {
  const below = fraction - layer.biasShift;
  return below === 0 ? 0 : 2 ** (below - 1);
}
