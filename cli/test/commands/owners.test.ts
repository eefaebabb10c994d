// SPDX-License-Identifier: MIT
// The commands of owners and licensees, all on one chain: to settle a bounty takes longer than all of them.
import { after, before, describe } from "node:test";
import { type SettledChain, startSettledChain } from "../support/settledChain.ts";
import { describeGovernance } from "./owners/governance.ts";
import { describeLicense } from "./owners/license.ts";
import { describeMarket } from "./owners/market.ts";
import { describeMoney } from "./owners/money.ts";
import { describeOffers } from "./owners/offers.ts";
import { describePage } from "./owners/page.ts";
import { describeShares } from "./owners/shares.ts";

describe("owners and licensees", () => {
  let chain: SettledChain;
  before(async () => {
    chain = await startSettledChain();
  });
  after(() => chain.close());

  describeShares(() => chain);
  describeLicense(() => chain);
  describeMoney(() => chain);
  describeMarket(() => chain);
  describeOffers(() => chain);
  describeGovernance(() => chain);
  describePage(() => chain);
});
