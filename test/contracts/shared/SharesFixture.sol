// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Test} from "forge-std/Test.sol";
import {IModelShares} from "../../../contracts/interfaces/IModelShares.sol";
import {PoolFactory} from "../../../contracts/mocks/PoolFactory.sol";
import {TestToken} from "../../../contracts/mocks/TestToken.sol";
import {ModelShares} from "../../../contracts/ownership/ModelShares.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {Model} from "../../../contracts/types/Model.sol";

/// @title Shares of models without their bounties: the test is the escrow
abstract contract SharesFixture is Test {
    uint256 internal constant SUPPLY = 1_000_000e18;
    uint256 internal constant WEEK = 7 days;
    BountyId internal constant BOUNTY = BountyId.wrap(12);

    address internal stranger = makeAddr("stranger");
    address internal treasury = makeAddr("treasury");
    address internal payer = makeAddr("payer");
    address internal alice;
    uint256 internal aliceKey;
    address internal bob = makeAddr("bob");
    address internal carol = makeAddr("carol");

    PoolFactory internal poolFactory;
    TestToken internal token;
    ModelShares internal implementation;
    ModelShares internal shares;

    function setUp() public virtual {
        (alice, aliceKey) = makeAddrAndKey("alice");
        vm.warp(1_800_000_000);
        poolFactory = new PoolFactory();
        token = new TestToken();
        implementation = new ModelShares(poolFactory);
        shares = clone(BOUNTY);
    }

    // ------------------------------------------------------------------ models

    function modelOf(BountyId bounty) internal view returns (Model memory) {
        return Model(bounty, address(token), IModelShares(address(0)), 0, treasury);
    }

    function clone(BountyId bounty) internal returns (ModelShares) {
        return clone(modelOf(bounty));
    }

    function clone(Model memory model) internal returns (ModelShares created) {
        created = ModelShares(Clones.clone(address(implementation)));
        created.initialize(model);
    }

    // ------------------------------------------------------------------ money and shares

    function release(address account, uint256 amount) internal {
        shares.release(account, amount);
    }

    function transfer(address from, address to, uint256 amount) internal {
        vm.prank(from);
        shares.transfer(to, amount);
    }

    function pay(uint256 amount) internal {
        payTo(shares, amount);
    }

    function payTo(ModelShares model, uint256 amount) internal {
        token.mint(payer, amount);
        vm.startPrank(payer);
        token.approve(address(model), amount);
        model.pay(amount);
        vm.stopPrank();
    }

    function newPool(uint24 fee) internal returns (address) {
        return poolFactory.createPool(address(shares), address(token), fee);
    }
}
