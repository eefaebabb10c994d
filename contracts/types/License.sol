// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IModelShares} from "../interfaces/IModelShares.sol";

/// @notice What one licence is for. Its text is that of its tier, which never changes.
struct License {
    /// Shares of the model.
    IModelShares shares;
    /// First second in which the licence no longer holds.
    uint40 expiry;
    /// Number of the tier, see `IModelLicenses.tierOf`.
    uint32 tier;
}
