// SPDX-License-Identifier: MIT
export { type BeaconNetwork, evmnet, firstRoundFrom, roundTime } from "./network.ts";
export { developmentNetwork, developmentRounds, drandRounds, type RoundSource } from "./rounds.ts";
export { verifyRound } from "./signature.ts";
