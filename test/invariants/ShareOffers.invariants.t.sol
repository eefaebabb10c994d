// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Test} from "forge-std/Test.sol";
import {ShareOffers} from "../../contracts/ownership/ShareOffers.sol";
import {ShareOffer} from "../../contracts/types/ShareOffer.sol";
import {OfferPlayers} from "./OfferPlayers.sol";

/// @dev The test runner only calls contracts whose artifacts it has: those of the file that it is asked to run.
contract TargetedOfferPlayers is OfferPlayers {
    constructor(ShareOffers offers_) OfferPlayers(offers_) {}
}

/// @title Every offer fills at most once, under random calls of makers, takers and who would like to be either
contract ShareOffersInvariants is Test {
    OfferPlayers private players;

    function setUp() public {
        vm.warp(1_800_000_000);
        players = new TargetedOfferPlayers(new ShareOffers());
        bytes4[] memory calls = new bytes4[](6);
        calls[0] = players.make.selector;
        calls[1] = players.fill.selector;
        calls[2] = players.fill.selector; // as often again
        calls[3] = players.forge.selector;
        calls[4] = players.cancel.selector;
        calls[5] = players.passTime.selector;
        targetContract(address(players));
        targetSelector(FuzzSelector({addr: address(players), selectors: calls}));
    }

    function invariant_OffersFillAtMostOnce() external view {
        players.offersFillAtMostOnce();
    }
}

/// @dev The bug: what was filled is noted after the tokens have moved, and nothing guards the way there.
contract LateRecord is EIP712 {
    struct State {
        uint128 filled;
        bool cancelled;
    }

    mapping(bytes32 hash => State) public stateOf;

    constructor() EIP712("Commonweight Share Offers", "1") {}

    function fill(ShareOffer calldata offer, bytes calldata, uint128 amount) external returns (uint256 paid) {
        State storage state = stateOf[hashOf(offer)];
        require(amount <= offer.sellAmount - state.filled);
        paid = (uint256(amount) * offer.buyAmount) / offer.sellAmount + 1;
        offer.buyToken.transferFrom(msg.sender, offer.maker, paid);
        offer.sellToken.transferFrom(offer.maker, msg.sender, amount);
        state.filled += amount;
    }

    function hashOf(ShareOffer calldata offer) public view returns (bytes32) {
        bytes32 offerType = keccak256(
            "ShareOffer(address maker,address taker,address sellToken,address buyToken,uint128 sellAmount,"
            "uint128 buyAmount,uint40 expiry,uint256 epoch,uint256 nonce)"
        );
        return _hashTypedDataV4(keccak256(abi.encode(offerType, offer)));
    }
}

/// @title The invariant fails where a bug is put in
contract OfferMutants is Test {
    ShareOffers private offers;
    OfferPlayers private players;

    /// @dev Makes an offer of a key's account, for anybody, of the hostile token against the first one.
    uint256 private constant SEED = 0x202;

    function setUp() public {
        vm.warp(1_800_000_000);
        offers = new ShareOffers();
        players = new OfferPlayers(offers);
    }

    /// @dev What is shown below to fail holds before, and offers do get filled.
    function test_OffersFillAtMostOnce_HoldsWithoutABug() external {
        _play();
        assertEq(players.filledCount(), 1, "filled");
        players.offersFillAtMostOnce();
    }

    function test_OffersFillAtMostOnceCatches_FillsNotedTooLate() external {
        vm.etch(address(offers), address(new LateRecord()).code);
        _play();
        _assertCaught();
    }

    function test_OffersFillAtMostOnceCatches_SignaturesThatNobodyGave() external {
        // The bug: every signature is found to be the bystander's.
        _play();
        vm.mockCall(address(0x01), bytes(""), abi.encode(players.bystander()));
        players.forge(0, 0, 10);
        _assertCaught();
    }

    function test_OffersFillAtMostOnceCatches_CancellationsThatAreForgotten() external {
        // The bug: the note of a cancellation gets lost.
        players.make(SEED, 100, 100, 1 days);
        vm.record();
        players.cancel(0, false);
        (, bytes32[] memory written) = vm.accesses(address(offers));
        vm.store(address(offers), written[0], 0);
        players.fill(0, 0, 10, 1, 0);
        _assertCaught();
    }

    // ------------------------------------------------------------------ helpers

    /// @dev All of an offer is taken in one fill, in the middle of which the hostile token takes all of it again.
    function _play() private {
        players.make(SEED, 100, 100, 1 days);
        players.fill(0, 0, 100, 1, 0);
    }

    function _assertCaught() private {
        (bool held, ) = address(players).call(abi.encodeCall(players.offersFillAtMostOnce, ()));
        assertFalse(held, "the invariant holds in spite of the bug");
    }
}
