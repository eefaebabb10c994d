// SPDX-License-Identifier: MIT
export { addressToField, assertFieldElement, FIELD_ORDER, randomFieldElement, toField } from "./field.ts";
export { orderPublicInputs, type PublicInputs, type StatementName, statements } from "./statements.ts";
