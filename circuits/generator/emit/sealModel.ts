// SPDX-License-Identifier: GPL-3.0-or-later
import { type Architecture, frozenBits, matricesOf } from "@commonweight/sdk/model";
import { layoutId, statements } from "@commonweight/sdk/proving";
import { argument, header } from "./text.ts";

/** The main component of SealModel for an architecture. */
export function emitSealModel(architecture: Architecture): string {
  const matrices = matricesOf(architecture);
  const list = <value>(value: (matrix: (typeof matrices)[number]) => value) => matrices.map(value);
  const parameters: [value: unknown, meaning: string][] = [
    [layoutId(architecture), `architectureLayoutId: low 120 bits of the id of ${architecture.name}`],
    [matrices.length, `matrices: ${list(({ layer, role }) => `${role} of layer ${layer}`).join(", ")}`],
    [list(({ rows }) => rows), "rows: stored outputs; class 0 is not stored"],
    [list(({ columns }) => columns), "columns: inputs"],
    [list(({ weightBits }) => weightBits), "weightBits"],
    [list(({ biasBits }) => biasBits), "biasBits; 0: no biases"],
    [list(({ lanes }) => (lanes.over === "outputs" ? lanes.stride : 0)), "stride; 0: lanes over samples"],
    [frozenBits(architecture), "constantBits: of frozen bases"],
  ];
  const lines = parameters.map(([value, meaning], i) => {
    const separator = i < parameters.length - 1 ? "," : "";
    return `    ${`${argument(value)}${separator}`.padEnd(40)} // ${meaning}`;
  });
  return [
    ...header("SealModel", `the architecture ${architecture.name}`),
    'include "circuits/src/model/SealModel.circom";',
    "",
    `component main {public [${statements.SealModel.join(", ")}]} = SealModel(`,
    ...lines,
    ");",
    "",
  ].join("\n");
}
