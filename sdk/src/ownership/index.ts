// SPDX-License-Identifier: MIT
export { hashShareOffer, type ShareOffer, type ShareOfferPlace, shareOfferTypedData } from "./shareOffer.ts";
