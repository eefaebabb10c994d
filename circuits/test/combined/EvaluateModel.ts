// SPDX-License-Identifier: GPL-3.0-or-later

// Kinds of layers that `npm test` meets one by one, in combinations.
import { combinations } from "../support/definitions.ts";
import { describeEvaluateModel } from "../support/evaluations.ts";

for (const shape of combinations) describeEvaluateModel(shape);
