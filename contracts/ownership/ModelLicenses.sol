// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721Utils} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Utils.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IModelLicenses} from "../interfaces/IModelLicenses.sol";
import {IModelShares} from "../interfaces/IModelShares.sol";
import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";
import {ExactTransfer} from "../libraries/ExactTransfer.sol";
import {LicenseMetadata} from "../libraries/LicenseMetadata.sol";
import {LicenseTiers} from "../libraries/LicenseTiers.sol";
import {License} from "../types/License.sol";
import {LicenseTier} from "../types/Model.sol";

/// @title Licences of models
/// @notice Implements `IModelLicenses`.
contract ModelLicenses is IModelLicenses, ERC721, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint256 public constant PERIOD = 30 days;

    /// @notice Periods that a licence holds ahead, at most.
    uint256 public constant MAXIMUM_PERIODS = 12;

    /// @notice Licences of one account and one model that count for `isLicensed`: their numbers fill a slot.
    uint256 public constant MAXIMUM_COUNTED = 4;

    /// @dev Tiers below are those of the bounty's terms, which has no more of them.
    uint256 private constant FIRST_OWN_TIER = LicenseTiers.MAXIMUM_TIERS;

    /// @notice What a model sells.
    struct Sale {
        /// Number of the first tier on sale; zero while the terms' are.
        uint256 first;
        /// All tiers that the treasury ever set, the first with the number `FIRST_OWN_TIER`.
        LicenseTier[] tiers;
    }

    /// @notice A tier on sale, of genuine shares, as a purchase needs it. Noted by the first one, since asking shares and escrow each
    /// time would cost a quarter of it; forgotten when the tier is taken off sale.
    struct Listing {
        address token;
        /// Never zero in a listing that was noted.
        uint96 price;
    }

    /// @inheritdoc IModelLicenses
    ITrainingBounties public immutable escrow;

    /// @dev Licences are numbered from 1; 64 bits hold every number.
    uint64 private _lastTokenId;

    mapping(uint256 tokenId => License) private _licenses;
    mapping(IModelShares shares => Sale) private _sales;
    mapping(IModelShares shares => mapping(uint256 tier => Listing)) private _listings;
    mapping(IModelShares shares => mapping(address account => uint64[MAXIMUM_COUNTED] tokenIds)) private _counted;

    constructor(ITrainingBounties escrow_) ERC721("Commonweight Licences", "CWL") {
        escrow = escrow_;
    }

    // ------------------------------------------------------------------ sale

    /// @inheritdoc IModelLicenses
    function buy(
        IModelShares shares,
        uint256 tier,
        uint256 periods,
        uint256 maxPrice,
        address recipient
    ) external nonReentrant returns (uint256 tokenId) {
        return _buy(_list(shares, tier), shares, tier, periods, maxPrice, recipient);
    }

    /// @inheritdoc IModelLicenses
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
    ) external nonReentrant returns (uint256 tokenId) {
        // The token of shares that the escrow does not know is not called.
        Listing memory listing = _list(shares, tier);
        // Anybody can spend a permit that they saw; then the allowance is there all the same.
        // prettier-ignore
        // solhint-disable-next-line no-empty-blocks
        try IERC20Permit(listing.token).permit(msg.sender, address(this), maxPrice, deadline, v, r, s) {} catch {}
        return _buy(listing, shares, tier, periods, maxPrice, recipient);
    }

    /// @inheritdoc IModelLicenses
    function renew(uint256 tokenId, uint256 periods, uint256 maxPrice) external nonReentrant returns (uint256 expiry) {
        // Check: the licence exists and is on sale, at that price, for no longer than it may be.
        address licensee = _requireOwned(tokenId);
        License storage license = _licenses[tokenId];
        IModelShares shares = license.shares;
        Listing memory listing = _list(shares, license.tier);
        uint256 price = _priceOf(listing, periods, maxPrice);
        expiry = Math.max(license.expiry, block.timestamp) + periods * PERIOD;
        uint256 latest = block.timestamp + MAXIMUM_PERIODS * PERIOD;
        if (expiry > latest) revert LicenseTooLong(tokenId, expiry, latest);

        // Effect: it ends later.
        license.expiry = uint40(expiry); // Cast: 40 bits of seconds last 34,000 years.
        _count(shares, licensee, tokenId);
        emit LicenseRenewed(tokenId, msg.sender, periods, price, expiry);

        // Interaction: the sender pays the model's shares.
        _pay(listing.token, shares, price);
    }

    /// @inheritdoc IModelLicenses
    function setTiers(IModelShares shares, LicenseTier[] calldata tiers) external returns (uint256 first) {
        _checkShares(shares);
        address treasury = shares.treasury();
        if (msg.sender != treasury) revert OnlyTreasury(treasury, msg.sender);
        LicenseTiers.check(tiers);

        Sale storage sale = _sales[shares];
        first = FIRST_OWN_TIER + sale.tiers.length;
        for (uint256 tier = sale.first; tier < first; ++tier) {
            delete _listings[shares][tier];
        }
        sale.first = first;
        for (uint256 i = 0; i < tiers.length; ++i) {
            sale.tiers.push(tiers[i]);
        }
        emit LicenseTiersSet(shares, first, tiers);
    }

    // ------------------------------------------------------------------ who is licensed

    /// @inheritdoc IModelLicenses
    function isLicensed(IModelShares shares, address account) external view returns (bool) {
        uint64[MAXIMUM_COUNTED] memory tokenIds = _counted[shares][account];
        for (uint256 i = 0; i < MAXIMUM_COUNTED; ++i) {
            // No licence has the number 0, and what has none expired long ago.
            if (block.timestamp < _licenses[tokenIds[i]].expiry) return true;
        }
        return false;
    }

    /// @inheritdoc IModelLicenses
    function isLicensedBy(uint256 tokenId, IModelShares shares, address account) external view returns (bool) {
        License storage license = _licenses[tokenId];
        return license.shares == shares && block.timestamp < license.expiry && _ownerOf(tokenId) == account;
    }

    /// @inheritdoc IModelLicenses
    function count(uint256 tokenId) external {
        address licensee = _requireOwned(tokenId);
        if (msg.sender != licensee) revert OnlyLicensee(tokenId, licensee, msg.sender);
        _count(_licenses[tokenId].shares, licensee, tokenId);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IModelLicenses
    function licenseOf(uint256 tokenId) public view returns (License memory) {
        _requireOwned(tokenId);
        return _licenses[tokenId];
    }

    /// @inheritdoc IModelLicenses
    function tierOf(IModelShares shares, uint256 tier) public view returns (LicenseTier memory) {
        if (tier < FIRST_OWN_TIER) return escrow.licenseTierOf(shares.bounty(), tier);
        LicenseTier[] storage tiers = _sales[shares].tiers;
        if (tier - FIRST_OWN_TIER >= tiers.length) revert LicenseTierNotSold(address(shares), tier);
        return tiers[tier - FIRST_OWN_TIER];
    }

    /// @inheritdoc IModelLicenses
    function tiersOnSale(IModelShares shares) external view returns (uint256 first, LicenseTier[] memory tiers) {
        _checkShares(shares);
        Sale storage sale = _sales[shares];
        first = sale.first;
        if (first == 0) return (0, escrow.termsOf(shares.bounty()).licenseTiers);
        uint256 skipped = first - FIRST_OWN_TIER;
        tiers = new LicenseTier[](sale.tiers.length - skipped);
        for (uint256 i = 0; i < tiers.length; ++i) {
            tiers[i] = sale.tiers[skipped + i];
        }
    }

    /// @notice JSON on the chain, with an image that names the model, the tier and the expiry.
    function tokenURI(uint256 tokenId) public view override returns (string memory) {
        License memory license = licenseOf(tokenId);
        string memory model = IERC20Metadata(address(license.shares)).name();
        return LicenseMetadata.uri(tokenId, model, license, tierOf(license.shares, license.tier));
    }

    // ------------------------------------------------------------------ internals

    /// @dev Genuine are those that the escrow created. They say truly what bounty and token they have, and who their treasury is.
    function _checkShares(IModelShares shares) private view {
        if (escrow.factsOf(shares.bounty()).shares != shares) revert SharesUnknown(address(shares));
    }

    function _buy(
        Listing memory listing,
        IModelShares shares,
        uint256 tier,
        uint256 periods,
        uint256 maxPrice,
        address recipient
    ) private returns (uint256 tokenId) {
        // Check: the tier, which is on sale, costs no more than that.
        uint256 price = _priceOf(listing, periods, maxPrice);

        // Effect: the recipient has it.
        tokenId = ++_lastTokenId;
        uint256 expiry = block.timestamp + periods * PERIOD;
        // Casts: 40 bits of seconds last 34,000 years; a tier's number, see `Sale`.
        _licenses[tokenId] = License({shares: shares, expiry: uint40(expiry), tier: uint32(tier)});
        _mint(recipient, tokenId);
        emit LicenseSold(shares, tokenId, recipient, msg.sender, tier, periods, price, expiry);

        // Interaction: the sender pays the model's shares; then a recipient that is a contract is asked, and may call back.
        _pay(listing.token, shares, price);
        ERC721Utils.checkOnERC721Received(msg.sender, address(0), recipient, tokenId, "");
    }

    /// @dev Reverts unless the tier is on sale, and its shares genuine.
    function _list(IModelShares shares, uint256 tier) private returns (Listing memory listing) {
        listing = _listings[shares][tier];
        if (listing.price != 0) return listing;
        _checkShares(shares);
        uint256 first = _sales[shares].first;
        if (first == 0 ? tier >= FIRST_OWN_TIER : tier < first) revert LicenseTierNotSold(address(shares), tier);
        listing = Listing({token: shares.token(), price: tierOf(shares, tier).price});
        _listings[shares][tier] = listing;
    }

    /// @dev What so many periods cost. Reverts where they are too many, or cost too much.
    function _priceOf(Listing memory listing, uint256 periods, uint256 maxPrice) private pure returns (uint256 price) {
        if (periods == 0 || periods > MAXIMUM_PERIODS) revert LicensePeriodsOutOfBounds(periods, 1, MAXIMUM_PERIODS);
        price = listing.price * periods;
        if (price > maxPrice) revert LicensePriceTooHigh(price, maxPrice);
    }

    /// @dev Takes the price from the sender and hands it on at once; what this contract holds besides, by a donation, is not read.
    /// An allowance stays: genuine shares take nothing but what their caller pays them, which is here alone.
    function _pay(address token_, IModelShares shares, uint256 price) private {
        IERC20 token = IERC20(token_);
        ExactTransfer.move(token, msg.sender, address(this), price);
        if (token.allowance(address(this), address(shares)) < price) {
            token.forceApprove(address(shares), type(uint256).max);
        }
        shares.pay(price);
    }

    /// @dev A licence that changes hands no longer counts for the one, and counts for the other.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address from) {
        from = super._update(to, tokenId, auth);
        IModelShares shares = _licenses[tokenId].shares;
        if (from != address(0)) _discount(shares, from, tokenId);
        _count(shares, to, tokenId);
    }

    /// @dev Puts a licence in the place of that which ends first, an empty one before all, if it ends later itself.
    function _count(IModelShares shares, address account, uint256 tokenId) private {
        uint64[MAXIMUM_COUNTED] storage counted = _counted[shares][account];
        uint256 place = MAXIMUM_COUNTED;
        uint256 earliest = _licenses[tokenId].expiry;
        for (uint256 i = 0; i < MAXIMUM_COUNTED; ++i) {
            uint256 other = counted[i];
            if (other == tokenId) return;
            uint256 expiry = other == 0 ? 0 : _licenses[other].expiry;
            if (expiry < earliest) (place, earliest) = (i, expiry);
        }
        if (place < MAXIMUM_COUNTED) counted[place] = uint64(tokenId); // Cast: see `_lastTokenId`.
    }

    function _discount(IModelShares shares, address account, uint256 tokenId) private {
        uint64[MAXIMUM_COUNTED] storage counted = _counted[shares][account];
        for (uint256 i = 0; i < MAXIMUM_COUNTED; ++i) {
            if (counted[i] == tokenId) counted[i] = 0;
        }
    }
}
