// SPDX-License-Identifier: MIT
export { type BeaconNetwork, evmnet, firstRoundFrom, type RoundSchedule, roundTime } from "./network.ts";
export { developmentNetwork, developmentRounds, drandRounds, type RoundSource } from "./rounds.ts";
export { verifyRound } from "./signature.ts";
