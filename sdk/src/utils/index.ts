// SPDX-License-Identifier: MIT
export { bytesToWords, WORD_BYTES, wordsToBytes } from "./bytes.ts";
export { canonicalJson, definitionId, layoutId } from "./canonicalJson.ts";
export { type Clock, systemClock } from "./clock.ts";
export { readFileBytes, readJsonFile, writeFileAtomic } from "./files.ts";
export { PACKED_BITS, packLanes, packTightly, unpackTightly, valuesPerWord, wordCount } from "./packing.ts";
export { integerFrom, nameSchema, parseWith } from "./parse.ts";
