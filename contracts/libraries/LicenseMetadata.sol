// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {LicenseTier} from "../types/Model.sol";
import {License} from "../types/License.sol";

// JSON and SVG are full of double quotes.
/* solhint-disable quotes */

/// @title How a licence shows itself
/// @notice Everything is made on the chain: JSON as a data: URI, with an image in it.
/// @dev The one text that somebody chose is the tier's URI: it is escaped, and no part of the image.
library LicenseMetadata {
    using Strings for uint256;

    /// @param model Name of the model, of letters, digits and spaces.
    function uri(
        uint256 tokenId,
        string memory model,
        License memory license,
        LicenseTier memory tier
    ) internal pure returns (string memory) {
        string memory title = string.concat(
            "Licence ",
            tokenId.toString(),
            ", tier ",
            uint256(license.tier).toString()
        );
        string memory expiry = date(license.expiry);
        // prettier-ignore
        bytes memory json = abi.encodePacked(
            '{"name":"', model, ": ", title,
            '","description":"A licence to use ', model, " until ", expiry,
            '.","image":"data:image/svg+xml;base64,', Base64.encode(_image(model, title, expiry)),
            '","attributes":', _attributes(model, license, tier), "}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(json));
    }

    /// @notice A time as a date of the Gregorian calendar, UTC: 2027-01-15.
    /// @dev Years begin in March here, so that the leap day is the last; 400 of them always have 146,097 days.
    function date(uint256 time) internal pure returns (string memory) {
        uint256 day = time / 1 days + 719_468; // since 1 March of the year 0
        uint256 era = day / 146_097;
        uint256 dayOfEra = day % 146_097;
        uint256 yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        uint256 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        uint256 march = (5 * dayOfYear + 2) / 153; // months since March
        uint256 dayOfMonth = dayOfYear - (153 * march + 2) / 5 + 1;
        uint256 month = march < 10 ? march + 3 : march - 9;
        uint256 year = era * 400 + yearOfEra + (month < 3 ? 1 : 0);
        return string.concat(year.toString(), "-", _twoDigits(month), "-", _twoDigits(dayOfMonth));
    }

    function _twoDigits(uint256 value) private pure returns (string memory) {
        return string.concat(value < 10 ? "0" : "", value.toString());
    }

    function _attributes(
        string memory model,
        License memory license,
        LicenseTier memory tier
    ) private pure returns (bytes memory) {
        // prettier-ignore
        return abi.encodePacked(
            '[{"trait_type":"Model","value":"', model,
            '"},{"trait_type":"Tier","value":', uint256(license.tier).toString(),
            '},{"trait_type":"Expiry","display_type":"date","value":', uint256(license.expiry).toString(),
            '},{"trait_type":"Terms","value":"', Strings.escapeJSON(tier.termsUri),
            '"},{"trait_type":"Hash of the terms","value":"', uint256(tier.termsHash).toHexString(32), '"}]'
        );
    }

    function _image(
        string memory model,
        string memory title,
        string memory expiry
    ) private pure returns (bytes memory) {
        // prettier-ignore
        return abi.encodePacked(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 240" font-family="sans-serif" fill="#fff">',
            '<rect width="400" height="240" rx="16" fill="#1d3557"/>',
            '<text x="24" y="52" font-size="22">', model, "</text>",
            '<text x="24" y="116" font-size="16">', title, "</text>",
            '<text x="24" y="204" font-size="16">Until ', expiry, "</text></svg>"
        );
    }
}
