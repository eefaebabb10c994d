// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IModelShares} from "../interfaces/IModelShares.sol";
import {BountyId} from "./Ids.sol";

/// @notice What a model's shares are created with, fixed for ever.
struct Model {
    BountyId bounty;
    /// In which revenue arrives: the bounty's.
    address token;
    /// Shares of the model that this one was made from; zero where there is none.
    IModelShares parent;
    /// Part of each payment that goes to the parent.
    uint16 royaltyBps;
    /// The model's own treasury, a timelock that its governor controls: it exists once the governor does. Its shares never vote.
    address treasury;
}

/// @notice One kind of licence that a model sells, for periods of 30 days.
struct LicenseTier {
    /// For one period, in the bounty's token.
    uint96 price;
    /// The licence's text; `termsHash` is keccak256 of its content.
    string termsUri;
    bytes32 termsHash;
}
