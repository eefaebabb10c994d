// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IModelShares} from "../../../contracts/interfaces/IModelShares.sol";
import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {ModelShares} from "../../../contracts/ownership/ModelShares.sol";
import {BountyTerms} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {LicenseTier, Model} from "../../../contracts/types/Model.sol";
import {SharesFixture} from "./SharesFixture.sol";

/// @title What licences ask the escrow, and nothing else of it
contract EscrowOfModels {
    mapping(BountyId bounty => IModelShares) private _shares;
    mapping(BountyId bounty => LicenseTier[]) private _tiers;

    function settle(ModelShares implementation, Model calldata model, LicenseTier[] calldata tiers) external {
        ModelShares shares = ModelShares(Clones.clone(address(implementation)));
        shares.initialize(model);
        _shares[model.bounty] = shares;
        for (uint256 i = 0; i < tiers.length; ++i) {
            _tiers[model.bounty].push(tiers[i]);
        }
    }

    function factsOf(BountyId bounty) external view returns (ITrainingBounties.BountyFacts memory facts) {
        facts.shares = _shares[bounty];
    }

    function termsOf(BountyId bounty) external view returns (BountyTerms memory terms) {
        terms.licenseTiers = _tiers[bounty];
    }

    function licenseTierOf(BountyId bounty, uint256 tier) external view returns (LicenseTier memory) {
        uint256 tiers = _tiers[bounty].length;
        if (tier >= tiers) revert ITrainingBounties.LicenseTierUnknown(bounty, tier, tiers);
        return _tiers[bounty][tier];
    }
}

/// @title Models with shares and licence tiers, whose bounties are settled
abstract contract ModelsFixture is SharesFixture {
    EscrowOfModels internal escrow;

    function setUp() public virtual override {
        super.setUp();
        escrow = new EscrowOfModels();
        shares = settle(BOUNTY);
    }

    function settle(BountyId bounty) internal returns (ModelShares) {
        return settle(modelOf(bounty), termsTiers());
    }

    function settle(Model memory model, LicenseTier[] memory tiers) internal returns (ModelShares) {
        escrow.settle(implementation, model, tiers);
        return ModelShares(address(escrow.factsOf(model.bounty).shares));
    }

    /// @dev Research for 10 dollars, and products for 250, a period.
    function termsTiers() internal pure returns (LicenseTier[] memory tiers) {
        tiers = new LicenseTier[](2);
        tiers[0] = LicenseTier({price: 10e6, termsUri: "ipfs://research", termsHash: keccak256("research")});
        tiers[1] = LicenseTier({price: 250e6, termsUri: "ipfs://products", termsHash: keccak256("products")});
    }

    function oneTier(uint96 price) internal pure returns (LicenseTier[] memory tiers) {
        tiers = new LicenseTier[](1);
        tiers[0] = LicenseTier({price: price, termsUri: "ipfs://later", termsHash: keccak256("later")});
    }
}
