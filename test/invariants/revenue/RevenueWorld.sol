// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Test} from "forge-std/Test.sol";
import {IModelShares} from "../../../contracts/interfaces/IModelShares.sol";
import {BlockingToken} from "../../../contracts/mocks/BlockingToken.sol";
import {PoolFactory} from "../../../contracts/mocks/PoolFactory.sol";
import {ReentrantToken} from "../../../contracts/mocks/ReentrantToken.sol";
import {TestToken} from "../../../contracts/mocks/TestToken.sol";
import {ModelShares} from "../../../contracts/ownership/ModelShares.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {Model} from "../../../contracts/types/Model.sol";

/// @title Three models as the handlers play them, with a record of what they did
/// @notice A parent and its child earn in a token that blocks some accounts, another model in one that calls back. The record
/// holds what was really paid and received, by the balances of the tokens.
contract RevenueWorld is Test {
    /// @notice What the handlers know of a model.
    struct Record {
        uint256 paid; // by anybody, royalties of a child included
        uint256 claimed; // by all accounts
        uint256 royalties; // of its payments, for the parent
        uint256 distributed; // to the parent
        uint256 losses; // at most so many 65,536ths of a unit may be lost by now
        uint256 unclaimed; // shares, when last seen
    }

    uint256 public constant MODELS = 3;
    uint256 public constant ACCOUNTS = 8;
    uint16 public constant ROYALTY_BPS = 1_500;

    PoolFactory public poolFactory = new PoolFactory();
    ModelShares public implementation = new ModelShares(poolFactory);
    ModelShares[3] public models;

    /// @dev What an account has got and can get of a model, when last seen.
    mapping(uint256 model => mapping(address account => uint256)) public earned;
    mapping(uint256 model => mapping(address account => uint256)) public claimedBy;
    mapping(uint256 model => Record) private _records;

    /// @notice Whether an action ever took something from somebody else's revenue.
    bool public robbed;
    /// @notice Whether shares bought just before a payment ever earned more than their part of what streamed.
    bool public jumped;

    constructor() {
        vm.warp(1_800_000_000);
        BlockingToken blocking = new BlockingToken();
        models[0] = _create(1, address(blocking), IModelShares(address(0)), 0);
        models[1] = _create(2, address(blocking), models[0], ROYALTY_BPS);
        models[2] = _create(3, address(new ReentrantToken()), IModelShares(address(0)), 0);
        for (uint256 m = 0; m < MODELS; ++m) {
            _records[m].unclaimed = models[m].FIXED_SUPPLY();
        }
    }

    function _create(
        uint256 bounty,
        address token,
        IModelShares parent,
        uint16 royaltyBps
    ) private returns (ModelShares created) {
        created = ModelShares(Clones.clone(address(implementation)));
        created.initialize(Model(BountyId.wrap(bounty), token, parent, royaltyBps, account(0)));
    }

    // ------------------------------------------------------------------ who takes part

    /// @notice The treasury, four holders, one that the first token blocks at times, and two pools of each model.
    function account(uint256 i) public pure returns (address) {
        return address(uint160(0xacc0 + i));
    }

    /// @notice Every account that can hold shares of a model, its own address, for what is unclaimed, last.
    function holders(uint256 m) public view returns (address[] memory all) {
        all = new address[](ACCOUNTS + 1);
        for (uint256 i = 0; i < 6; ++i) {
            all[i] = account(i);
        }
        (all[6], all[7]) = (pool(m, 0), pool(m, 1));
        all[ACCOUNTS] = address(models[m]);
    }

    /// @notice A pool; zero before it is created.
    function pool(uint256 m, uint256 i) public view returns (address) {
        return poolFactory.getPool(address(models[m]), models[m].token(), uint24(i));
    }

    function createPool(uint256 m, uint256 i) external {
        if (pool(m, i) == address(0)) poolFactory.createPool(address(models[m]), models[m].token(), uint24(i));
    }

    function tokenOf(uint256 m) public view returns (TestToken) {
        return TestToken(models[m].token());
    }

    // ------------------------------------------------------------------ the record

    function recordOf(uint256 m) external view returns (Record memory) {
        return _records[m];
    }

    function recordPayment(uint256 m, uint256 amount) external {
        _records[m].paid += amount;
        _records[m].royalties += (amount * models[m].royaltyBps()) / 10_000;
    }

    function recordClaim(uint256 m, address holder, uint256 amount) external {
        _records[m].claimed += amount;
        claimedBy[m][holder] += amount;
    }

    function recordDistribution(uint256 m, uint256 amount) external {
        _records[m].distributed += amount;
        _records[m - 1].paid += amount;
    }

    /// @notice Hands out shares as the escrow. What they have earned is not the unclaimed shares' any more.
    function release(uint256 m, address to, uint256 amount) external {
        ModelShares shares = models[m];
        uint256 before = shares.claimableRevenue(address(shares));
        shares.release(to, amount);
        _records[m].unclaimed -= amount;
        earned[m][address(shares)] -= before - shares.claimableRevenue(address(shares));
    }

    /// @notice What a pool had earned is not its own any more.
    function forgetPool(uint256 m, address excluded) external {
        earned[m][excluded] = 0;
    }

    /// @notice Sees that nobody has less of what it had. Called after each action; only the passing of time may add.
    function observe() external {
        for (uint256 m = 0; m < MODELS; ++m) {
            // Each call updates the stream, and settles two accounts, a few times at most.
            _records[m].losses += 32;
            address[] memory all = holders(m);
            for (uint256 i = 0; i < all.length; ++i) {
                uint256 present = claimedBy[m][all[i]] + models[m].claimableRevenue(all[i]);
                if (present < earned[m][all[i]]) robbed = true;
                earned[m][all[i]] = present;
            }
        }
    }

    function recordJump() external {
        jumped = true;
    }
}
