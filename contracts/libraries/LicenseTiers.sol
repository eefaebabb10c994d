// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";
import {LicenseTier} from "../types/Model.sol";

/// @title The bounds of licence tiers
library LicenseTiers {
    uint256 internal constant MAXIMUM_TIERS = 8;
    uint256 internal constant MAXIMUM_URI_BYTES = 1_024;

    /// @notice Reverts with the first that is out of bounds.
    function check(LicenseTier[] calldata tiers) internal pure {
        _bound("licenseTiers", tiers.length, 0, MAXIMUM_TIERS);
        for (uint256 i = 0; i < tiers.length; ++i) {
            _bound("licensePrice", tiers[i].price, 1, type(uint96).max);
            _bound("licenseTermsUri", bytes(tiers[i].termsUri).length, 0, MAXIMUM_URI_BYTES);
        }
    }

    function _bound(string memory term, uint256 value, uint256 minimum, uint256 maximum) private pure {
        if (value < minimum || value > maximum) {
            revert ITrainingBounties.TermOutOfBounds(term, value, minimum, maximum);
        }
    }
}
