// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {License} from "../types/License.sol";
import {LicenseTier} from "../types/Model.sol";
import {IModelShares} from "./IModelShares.sol";
import {ITrainingBounties} from "./ITrainingBounties.sol";

/// @title Licences of models
/// @notice One contract for all models of one escrow. A licence is an ERC-721 token that holds for periods of 30 days, at most twelve
/// of them ahead. What it costs is revenue of the model: it goes on to `IModelShares.pay` in the same call, and this contract never holds
/// money. Nobody administers it.
///
/// A model's tiers are numbered for ever: those of its bounty's terms from 0; and each time its treasury, which only its governor moves,
/// puts others on sale, they get the next numbers from 8 on. So a number stands for one price and one text, whatever is sold later: nobody
/// can change either in front of a buyer, or after a sale.
interface IModelLicenses is IERC721 {
    // ------------------------------------------------------------------ events

    /// @dev `price` is for all periods together, in the model's token.
    event LicenseSold(
        IModelShares indexed shares,
        uint256 indexed tokenId,
        address indexed recipient,
        address buyer,
        uint256 tier,
        uint256 periods,
        uint256 price,
        uint256 expiry
    );
    event LicenseRenewed(
        uint256 indexed tokenId,
        address indexed payer,
        uint256 periods,
        uint256 price,
        uint256 expiry
    );
    /// @dev From now on the model sells these, numbered from `first` on, and no others.
    event LicenseTiersSet(IModelShares indexed shares, uint256 first, LicenseTier[] tiers);

    // ------------------------------------------------------------------ errors

    /// @dev The escrow knows no such shares.
    error SharesUnknown(address shares);
    /// @dev Only the model's treasury sets tiers.
    error OnlyTreasury(address treasury, address sender);
    /// @dev Never on sale, or not any more.
    error LicenseTierNotSold(address shares, uint256 tier);
    error LicensePeriodsOutOfBounds(uint256 periods, uint256 minimum, uint256 maximum);
    /// @dev Renewed so far, the licence would end more than twelve periods from now.
    error LicenseTooLong(uint256 tokenId, uint256 expiry, uint256 latest);
    error LicensePriceTooHigh(uint256 price, uint256 maximum);
    error OnlyLicensee(uint256 tokenId, address licensee, address sender);

    // ------------------------------------------------------------------ sale

    /// @notice Buys a licence for `recipient`, from now on. Anyone.
    /// @dev The sender has approved this contract for the price. A recipient that is a contract must take ERC-721 tokens.
    /// @param tier Number of one that is on sale.
    /// @param periods Of 30 days, 1 to 12.
    /// @param maxPrice For all periods together, in the model's token; more is not paid.
    function buy(
        IModelShares shares,
        uint256 tier,
        uint256 periods,
        uint256 maxPrice,
        address recipient
    ) external returns (uint256 tokenId);

    /// @notice As `buy`, with an EIP-2612 permit of the sender for `maxPrice`. A permit that somebody else has already spent does no harm:
    /// what counts is the allowance.
    function buyWithPermit(
        IModelShares shares,
        uint256 tier,
        uint256 periods,
        uint256 maxPrice,
        address recipient,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 tokenId);

    /// @notice Adds periods to a licence whose tier is still on sale; to one that has expired, from now on. Anyone.
    /// @return expiry The new one, at most twelve periods from now.
    function renew(uint256 tokenId, uint256 periods, uint256 maxPrice) external returns (uint256 expiry);

    /// @notice Puts other tiers on sale, bounded as those of a bounty's terms are; none ends the sale. The model's treasury only.
    /// What was sold stays what it is, but cannot be renewed any more: sell the same text again under a new number.
    function setTiers(IModelShares shares, LicenseTier[] calldata tiers) external returns (uint256 first);

    // ------------------------------------------------------------------ who is licensed

    /// @notice Whether an account holds an unexpired licence of a model.
    /// @dev Takes the same gas however many licences there are: of those of one model, an account's four that end last count. True is
    /// always true. It is false in spite of a licence only for an account that held more than four at once and gave those four away: `count`
    /// mends that, and `isLicensedBy` does not need it. What others send to an account cannot make it false.
    function isLicensed(IModelShares shares, address account) external view returns (bool);

    /// @notice Whether an account holds this licence, unexpired, of this model.
    function isLicensedBy(uint256 tokenId, IModelShares shares, address account) external view returns (bool);

    /// @notice Makes a licence of the sender count for `isLicensed`, in place of the one that ends first.
    function count(uint256 tokenId) external;

    // ------------------------------------------------------------------ views

    function escrow() external view returns (ITrainingBounties);

    /// @notice What a licence is for.
    function licenseOf(uint256 tokenId) external view returns (License memory);

    /// @notice A tier by its number, on sale or not: it never changes.
    function tierOf(IModelShares shares, uint256 tier) external view returns (LicenseTier memory);

    /// @notice What a model sells now.
    /// @return first Number of the first tier; the others follow.
    function tiersOnSale(IModelShares shares) external view returns (uint256 first, LicenseTier[] memory tiers);
}
