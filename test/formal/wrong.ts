// SPDX-License-Identifier: MIT

// Wrong formulas, and wrong bounds, of which each property must say that it is violated: so the proofs are known to be able to fail.
import { textOf } from "../mutants/compiler.ts";
import { nameOf, type Property } from "./properties.ts";
import { type Options, type Proof, prove } from "./prove.ts";

export interface Wrong {
  /** Contract and function of the property that it breaks. */
  property: string;
  file: string;
  /** Text of the file, once in it. */
  original: string;
  mutated: string;
}

const DIVISION = "contracts/libraries/Division.sol";
const ACCRUAL = "contracts/libraries/Accrual.sol";

export const wrongs: readonly Wrong[] = [
  inDivision("Backers.allGetTheWhole", "(amount * part) / whole", "(amount / whole) * part"),
  inDivision("Backers.partIsWithinAmount", "(amount * part) / whole", "(amount * part) / whole + 1"),
  inDivision("Backers.partsAddUp", "(amount * part) / whole", "(amount * part + whole - 1) / whole"),
  inDivision("Backers.restIsItsPart", "proRata(leftOver + toBackers, ", "proRata(leftOver, "),
  inDivision("Forfeits.halvesAreTheWhole", "forfeited - toTreasury", "forfeited - forfeited / 3"),
  inDivision("Forfeits.toBackersHas104Bits", "missingClaims * operatorBond", "64 * missingClaims * operatorBond"),
  inDivision(
    "Forfeits.sampleForfeitIsATenth",
    "sponsorBond / SAMPLE_FORFEIT_PARTS",
    "sponsorBond * SAMPLE_FORFEIT_PARTS",
  ),
  inDivision("Prizes.potHas129Bits", "entrants * entryFee", "2 * entrants * entryFee"),
  inDivision("Prizes.stipendsAndPrizesAreThePot", "prizes = pot - stipends", "prizes = inBps(pot, BPS - stipendBps)"),
  inDivision("Prizes.prizeIsWithinPot", "(amount * bps) / BPS", "amount * bps"),
  inDivision("Prizes.onePrizeMoreIsWithinPot", "prizes = pot - stipends", "prizes = pot"),
  inDivision("Prizes.bothAreWithinTheirPart", "prizes = pot - stipends", "prizes = pot"),
  {
    property: "Prizes.eightPrizesAreWithinPot",
    file: "test/formal/Prizes.sol",
    original: "require(sum <= Division.BPS)",
    mutated: "require(sum <= Division.BPS + 1)",
  },
  inDivision("Prizes.splitIsWithinPrize", "inBps(prize, BPS - feeBps)", "inBps(prize, BPS)"),
  inDivision("Prizes.feeIsAtMostAFortieth", "inBps(prize, feeBps)", "inBps(prize, feeBps + 1)"),
  inAccrual("Revenue.restIsWithinStream", "(timeLeft - elapsed)", "(timeLeft + elapsed)"),
  inAccrual("Revenue.meanTimeIsWithinSevenDays", "+ added * DURATION", "+ 2 * added * DURATION"),
  inAccrual("Revenue.growthHas132Bits", "LEAST_ELIGIBLE = 1e18", "LEAST_ELIGIBLE = 1e17"),
  inAccrual("Revenue.earnedFits", "(shares * grown) / SUPPLY", "(2 * shares * grown) / SUPPLY"),
  inAccrual("Revenue.holdersAddUp", "(shares * grown) / SUPPLY", "(shares * grown + SUPPLY - 1) / SUPPLY"),
  inAccrual("Revenue.nothingIsEarnedTwice", "/ (timeLeft * eligible)", "/ (timeLeft * eligible) + 1"),
  inDivision("Shares.partsAreTheSupply", "BPS - claimedBps", "BPS"),
  inDivision("Shares.payeesAddUp", "inBps(inBps(supply, operatorsBps), prizesBps)", "inBps(supply, prizesBps) / 3"),
  inDivision("Shares.backersAreWithinSupply", "return inBps(supply, backersBps) +", "return supply +"),
  inDivision("Turns.turnIsOfAReserveRank", "turn < turns ? prizes + turn : ranked - 1", "prizes + turn"),
  inDivision("Turns.turnIsOfAReserveRank", "length == 0 ? turns : (time", "(time"),
  inDivision(
    "Turns.turnsAdvance",
    "turn < turns ? prizes + turn : ranked - 1",
    "turn < turns ? ranked - turn : prizes",
  ),
];

/** What becomes of the property that it breaks. */
export function proveWrong(property: Property, wrong: Wrong, options: Options = {}): Proof {
  const isInProperty = wrong.file === property.file;
  const text = mutate(isInProperty ? property.text : textOf(wrong.file), wrong);
  return prove(isInProperty ? { ...property, text } : property, { ...options, texts: { [wrong.file]: text } });
}

export function wrongsOf(property: Property): Wrong[] {
  return wrongs.filter((wrong) => wrong.property === nameOf(property));
}

function mutate(text: string, { file, original, mutated }: Wrong): string {
  const count = text.split(original).length - 1;
  if (count !== 1) throw new Error(`${file} has "${original}" ${count} times; expected once.`);
  return text.replace(original, mutated);
}

function inDivision(property: string, original: string, mutated: string): Wrong {
  return { property, file: DIVISION, original, mutated };
}

function inAccrual(property: string, original: string, mutated: string): Wrong {
  return { property, file: ACCRUAL, original, mutated };
}
