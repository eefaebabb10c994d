// SPDX-License-Identifier: MIT
import type { TensorMapping, TensorSource } from "@commonweight/sdk/import";
import { z } from "zod";
import { readDocument } from "../../documents.ts";
import { exactly } from "../../schemas.ts";

const nameSchema = z.string({ error: "the name of a tensor" }).min(1, "the name of a tensor");

const sourceSchema: z.ZodType<TensorSource> = z.union(
  [
    nameSchema.transform((name) => (name === "null" ? null : name)),
    z.strictObject({ tensor: nameSchema, transpose: exactly("true").transform((): true => true) }),
    z.array(nameSchema),
  ],
  { error: "a tensor's name, a list of names, null for zeros, or tensor: with transpose: true" },
);

/**
 * Which tensor of a file is which, such as `layers.0.weights: body.weight`.
 *
 * @throws {@link InvalidFileError} naming the file and the first entry that is wrong
 */
export function readMapping(path: string): TensorMapping {
  return readDocument(path, "a mapping from places to tensors", z.record(z.string(), sourceSchema));
}
