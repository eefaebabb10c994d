// SPDX-License-Identifier: MIT
export type { PriceRange } from "./mint.ts";
export { formatPrice, ONE_SHARE, PRICE_SCALE, priceOf } from "./price.ts";
export { DEFAULT_SLIPPAGE_BPS, leastOf, mostOf } from "./slippage.ts";
export { DEFAULT_FEE, type FeeTier, type TickRange } from "./ticks.ts";
