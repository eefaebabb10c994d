// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {IModelShares} from "../../../contracts/interfaces/IModelShares.sol";
import {LicenseMetadata} from "../../../contracts/libraries/LicenseMetadata.sol";
import {License} from "../../../contracts/types/License.sol";
import {LicenseTier} from "../../../contracts/types/Model.sol";

contract LicenseMetadataTest is Test {
    string private constant HEADER = "data:application/json;base64,";

    function test_date() external pure {
        assertEq(LicenseMetadata.date(0), "1970-01-01", "the first");
        assertEq(LicenseMetadata.date(1 days - 1), "1970-01-01", "its last second");
        assertEq(LicenseMetadata.date(951_782_399), "2000-02-28", "before a leap day of a century");
        assertEq(LicenseMetadata.date(951_782_400), "2000-02-29", "the leap day");
        assertEq(LicenseMetadata.date(951_868_800), "2000-03-01", "after it");
        assertEq(LicenseMetadata.date(1_798_761_599), "2026-12-31", "the end of a year");
        assertEq(LicenseMetadata.date(1_800_000_000), "2027-01-15", "an ordinary day");
        assertEq(LicenseMetadata.date(4_107_456_000), "2100-02-28", "a century without a leap day");
        assertEq(LicenseMetadata.date(4_107_542_400), "2100-03-01", "the day after");
    }

    /// @dev The next day is the next date: one more, or the first of a month.
    function testFuzz_date_FollowsOnTheOneBefore(uint32 day) external pure {
        bytes memory before = bytes(LicenseMetadata.date(uint256(day % 1_000_000) * 1 days));
        bytes memory next = bytes(LicenseMetadata.date(uint256((day % 1_000_000) + 1) * 1 days));
        uint256 dayBefore = _lastTwo(before);
        uint256 dayNext = _lastTwo(next);
        assertTrue(
            dayNext == dayBefore + 1 || (dayNext == 1 && dayBefore >= 28 && dayBefore <= 31),
            "day of the month"
        );
    }

    function test_uri() external pure {
        License memory license = License({shares: IModelShares(address(0)), expiry: 1_800_000_000, tier: 3});
        LicenseTier memory tier = LicenseTier({price: 1, termsUri: "ipfs://terms", termsHash: bytes32(uint256(0xab))});
        string memory uri = LicenseMetadata.uri(7, "Commonweight Model 12", license, tier);
        string memory json = string(
            abi.encodePacked(
                '{"name":"Commonweight Model 12: Licence 7, tier 3",',
                '"description":"A licence to use Commonweight Model 12 until 2027-01-15.",',
                '"image":"data:image/svg+xml;base64,',
                vm.toBase64(
                    bytes(
                        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 240" font-family="sans-serif" fill="#fff">'
                        '<rect width="400" height="240" rx="16" fill="#1d3557"/>'
                        '<text x="24" y="52" font-size="22">Commonweight Model 12</text>'
                        '<text x="24" y="116" font-size="16">Licence 7, tier 3</text>'
                        '<text x="24" y="204" font-size="16">Until 2027-01-15</text></svg>'
                    )
                ),
                '","attributes":[{"trait_type":"Model","value":"Commonweight Model 12"},{"trait_type":"Tier","value":3},',
                '{"trait_type":"Expiry","display_type":"date","value":1800000000},',
                '{"trait_type":"Terms","value":"ipfs://terms"},{"trait_type":"Hash of the terms","value":',
                '"0x00000000000000000000000000000000000000000000000000000000000000ab"}]}'
            )
        );
        assertEq(uri, string.concat(HEADER, vm.toBase64(bytes(json))), "metadata");
    }

    /// @dev A tier's URI cannot leave the string that it stands in.
    function test_uri_GivenAHostileText() external pure {
        License memory license;
        LicenseTier memory tier;
        tier.termsUri = '"}],"image":"https://evil.example/x.svg","y":[{"z":"\\';
        string memory hostile = LicenseMetadata.uri(1, "M", license, tier);
        tier.termsUri = "PLACE";
        string memory harmless = LicenseMetadata.uri(1, "M", license, tier);
        string memory escaped = '\\"}],\\"image\\":\\"https://evil.example/x.svg\\",\\"y\\":[{\\"z\\":\\"\\\\';
        string memory expected = vm.replace(_decode(harmless), "PLACE", escaped);
        assertEq(hostile, string.concat(HEADER, vm.toBase64(bytes(expected))), "escaped");
    }

    function _lastTwo(bytes memory date) private pure returns (uint256) {
        uint256 length = date.length;
        return (uint8(date[length - 2]) - 48) * 10 + uint8(date[length - 1]) - 48;
    }

    /// @dev What a data: URI of this library holds.
    function _decode(string memory uri) private pure returns (string memory) {
        bytes memory data = bytes(uri);
        bytes memory text = new bytes(((data.length - bytes(HEADER).length) / 4) * 3);
        uint256 length = 0;
        for (uint256 i = bytes(HEADER).length; i < data.length; i += 4) {
            uint256 bits = 0;
            uint256 padding = 0;
            for (uint256 j = 0; j < 4; ++j) {
                bytes1 char = data[i + j];
                if (char == "=") ++padding;
                bits = (bits << 6) | _valueOf(uint8(char));
            }
            for (uint256 j = 0; j < 3 - padding; ++j) {
                text[length++] = bytes1(uint8(bits >> (16 - 8 * j)));
            }
        }
        assembly ("memory-safe") {
            mstore(text, length)
        }
        return string(text);
    }

    function _valueOf(uint8 char) private pure returns (uint256) {
        if (char >= 97) return char - 71;
        if (char >= 65) return char - 65;
        if (char == 61) return 0;
        if (char >= 48) return char + 4;
        return char == 43 ? 62 : 63;
    }
}
