// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IModelGovernance} from "../interfaces/IModelGovernance.sol";
import {IModelShares} from "../interfaces/IModelShares.sol";
import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";
import {BountyStatus, Owed} from "../types/Bounty.sol";
import {Account, Bounty, Entry, Escrow} from "../types/BountyStorage.sol";
import {BountyId} from "../types/Ids.sol";
import {Model} from "../types/Model.sol";
import {Division} from "./Division.sol";
import {Entries} from "./Entries.sol";
import {Ledger} from "./Ledger.sol";
import {Pot} from "./Pot.sol";
import {Ranking} from "./Ranking.sol";
import {Status} from "./Status.sol";

/// @title What everybody gets: shares of the model, refunds, bonds, left-overs and forfeits
/// @dev All of it follows from facts that no longer change, account by account; nobody's part waits for anybody else's.
library Settlement {
    /// @dev The fixed supply that `ModelShares` mints: 1,000,000 shares of 18 decimals. It divides by 10,000 twice, so
    /// that only the division among backers leaves a remainder, which stays unclaimed.
    uint256 internal constant SHARES = 1_000_000e18;

    // ------------------------------------------------------------------ shares

    /// @notice Implements `ITrainingBounties.settle`.
    function settle(
        Escrow storage escrow,
        BountyId id,
        address sharesImplementation,
        IModelGovernance governance
    ) external returns (IModelShares shares) {
        Bounty storage bounty = escrow.bounties[id];
        Status.check(bounty, id, BountyStatus.Settled);
        if (address(bounty.shares) != address(0)) revert ITrainingBounties.AlreadySettled(id);

        shares = IModelShares(Clones.cloneDeterministic(sharesImplementation, bytes32(BountyId.unwrap(id))));
        bounty.shares = shares;
        emit ITrainingBounties.Settled(id, shares, bounty.bestOperator);
        shares.initialize(
            Model({
                bounty: id,
                token: bounty.token,
                parent: escrow.bounties[BountyId.wrap(bounty.parent)].shares, // of no bounty: none
                royaltyBps: bounty.royaltyBps,
                treasury: governance.treasuryOf(shares)
            })
        );
    }

    /// @notice Implements `ITrainingBounties.claimShares`.
    function claimShares(Escrow storage escrow, BountyId id, address account) external returns (uint256 amount) {
        Bounty storage bounty = Status.load(escrow, id);
        IModelShares shares = bounty.shares;
        if (address(shares) == address(0)) revert ITrainingBounties.NotSettled(id);
        amount = _sharesOf(bounty, account);
        if (amount == 0) return 0;

        bounty.accounts[account].sharesClaimed = true;
        emit ITrainingBounties.SharesClaimed(id, account, amount);
        shares.release(account, amount);
    }

    // ------------------------------------------------------------------ money

    /// @notice Implements `ITrainingBounties.credit`.
    function credit(
        Escrow storage escrow,
        BountyId id,
        address account,
        address protocolTreasury
    ) external returns (uint256 amount) {
        Bounty storage bounty = Status.load(escrow, id);
        Owed memory due = _moneyOf(bounty, account, protocolTreasury);
        uint256 finalDue = due.refund + due.leftOver + due.sponsorBond + due.forfeits;
        amount = finalDue + due.operatorBond + due.entryFee;

        if (finalDue > 0) bounty.accounts[account].credited = true;
        if (due.operatorBond > 0) bounty.entries[account].bondReturned = true;
        if (due.entryFee > 0) bounty.entries[account].feeReturned = true;
        Ledger.credit(escrow, id, bounty.token, account, amount);
    }

    /// @notice Implements `ITrainingBounties.owedTo`.
    function owedTo(
        Escrow storage escrow,
        BountyId id,
        address account,
        address protocolTreasury
    ) external view returns (Owed memory due) {
        Bounty storage bounty = Status.load(escrow, id);
        due = _moneyOf(bounty, account, protocolTreasury);
        if (address(bounty.shares) != address(0)) due.shares = _sharesOf(bounty, account);
    }

    // ------------------------------------------------------------------ who gets what

    function _moneyOf(
        Bounty storage bounty,
        address account,
        address protocolTreasury
    ) private view returns (Owed memory due) {
        BountyStatus status = Status.derive(bounty);
        Entry storage entry = bounty.entries[account];
        if (_isBondFree(bounty, entry, status)) due.operatorBond = bounty.operatorBond;
        if (status == BountyStatus.Voided && entry.feePaid && !entry.feeReturned) due.entryFee = bounty.entryFee;

        if (!Status.isFinal(status) || bounty.accounts[account].credited) return due;
        (uint256 sponsorForfeit, uint256 toBackers, uint256 toTreasury) = _forfeits(bounty, status);
        if (account == protocolTreasury) due.forfeits = toTreasury;
        if (account == bounty.sponsor) due.sponsorBond = bounty.sponsorBond - sponsorForfeit;

        uint256 contributed = bounty.accounts[account].contributed;
        if (contributed == 0) return due;
        if (status != BountyStatus.Settled) due.refund = contributed;
        uint256 forfeitsPart;
        (due.leftOver, forfeitsPart) = Division.splitRest(
            _leftOver(bounty, status),
            toBackers,
            contributed,
            bounty.contributed
        );
        due.forfeits += forfeitsPart;
    }

    /// @dev Whether a bond is held for the entry and `credit` may return it. The bond of a rank within the prizes is
    /// returned by its `claim` or never; that of a reserve rank once its turn is over.
    function _isBondFree(Bounty storage bounty, Entry storage entry, BountyStatus status) private view returns (bool) {
        if (entry.submissionHash == 0 || entry.bondReturned) return false;
        if (status == BountyStatus.Voided) return true;
        bool provingEnded =
            status == BountyStatus.Claiming ||
                status == BountyStatus.Reserve ||
                status == BountyStatus.Settled ||
                status == BountyStatus.Unmet;
        if (!provingEnded) return false;

        uint256 rank = Entries.rankOf(bounty, entry);
        if (rank == Ranking.CAPACITY) return true;
        if (rank < bounty.prizes || status == BountyStatus.Claiming) return false;
        return status != BountyStatus.Reserve || rank < Status.runningRank(bounty);
    }

    /// @dev Bonds lost, and who gets them. Half to the backers and half to the protocol treasury: the sponsor's where chunks were
    /// drawn for the score and not opened, an operator's where it is ranked within the prizes and did not publish. To the
    /// protocol treasury alone: a tenth of the sponsor's, for a sample that was seen and led to nothing.
    function _forfeits(
        Bounty storage bounty,
        BountyStatus status
    ) private view returns (uint256 sponsorForfeit, uint256 toBackers, uint256 toTreasury) {
        if (status == BountyStatus.Failed) {
            if (_wastedSample(bounty)) sponsorForfeit = Division.sampleForfeit(bounty.sponsorBond);
            return (sponsorForfeit, 0, sponsorForfeit);
        }
        // Without a draw nobody can say which chunks the sponsor should have opened.
        if (status == BountyStatus.Voided && bounty.scoredChunks != 0) sponsorForfeit = bounty.sponsorBond;
        (toBackers, toTreasury) = Division.splitForfeits(sponsorForfeit, _missingClaims(bounty), bounty.operatorBond);
    }

    /// @dev Whether a bounty failed with nothing paid in, by its sponsor or the clock, at or after the time of the round that draws
    /// its sample, proven or not. So to seal until the sample pleases costs something each time.
    function _wastedSample(Bounty storage bounty) private view returns (bool) {
        if (bounty.cancelled) return bounty.cancelledAfterSample;
        uint256 sampleTime = bounty.sampleTime;
        uint256 failedAt = bounty.sampleOpen ? bounty.fundingEnds : bounty.draftEnds;
        return sampleTime != 0 && sampleTime <= failedAt && bounty.contributed == 0;
    }

    /// @dev Ranks within the prizes that did not claim.
    function _missingClaims(Bounty storage bounty) private view returns (uint256 missing) {
        uint256 claimedRanks = bounty.claimedRanks;
        uint256 prizeRanks = Status.prizeRanks(bounty);
        for (uint256 rank = 0; rank < prizeRanks; ++rank) {
            if ((claimedRanks >> rank) & 1 == 0) ++missing;
        }
    }

    /// @dev What the backers get of the pot besides their refund: what prizes and stipends did not take of it, or the entry fees.
    function _leftOver(Bounty storage bounty, BountyStatus status) private view returns (uint256) {
        if (status == BountyStatus.Unmet) return Pot.entryFees(bounty);
        if (status != BountyStatus.Settled) return 0;
        return Pot.total(bounty) - Pot.claimed(bounty);
    }

    /// @dev Shares that an account has not taken yet, as backer, payee, sponsor and the model's treasury together. The operators'
    /// part goes by claimed prizes; that of prizes not claimed goes to the backers.
    function _sharesOf(Bounty storage bounty, address account) private view returns (uint256 amount) {
        Account storage holder = bounty.accounts[account];
        if (holder.sharesClaimed) return 0;
        uint256 operatorsBps = bounty.operatorsBps;
        amount = Division.operatorShares(SHARES, operatorsBps, holder.prizesBps);
        if (account == bounty.sponsor) amount += Division.inBps(SHARES, bounty.sponsorBps);
        uint256 treasuryBps = bounty.treasuryBps;
        if (treasuryBps != 0 && account == bounty.shares.treasury()) amount += Division.inBps(SHARES, treasuryBps);

        uint256 claimedBps = Pot.claimedBps(bounty);
        uint256 backers = Division.backersShares(SHARES, bounty.backersBps, operatorsBps, claimedBps);
        amount += Division.proRata(backers, holder.contributed, bounty.contributed);
    }
}
