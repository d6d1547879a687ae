//! Events of reversals: what was taken back from whom, out of which lots, and what came back.

use super::{CostMoved, joined};
use crate::accrual::Move;
use crate::id::{EntityId, PayeeId, RuleId};
use crate::money::Amount;
use crate::plan::version::PlanRef;
use crate::reward::Source;
use crate::time::Date;
use crate::why::{Fate, Step, Why};
use serde::{Deserialize, Serialize};

/// One rule's rewards of one source were taken back, in part or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reversed {
    /// The lead or deal.
    pub source: Source,
    /// The version of the plan.
    pub plan: PlanRef,
    /// The rule.
    pub rule: RuleId,
    /// The day it stands under in the books.
    pub on: Date,
    /// The day of the fact, where that book period was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Date>,
    /// How counters of the deal move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Move>,
    /// What was returned inside the clawback window; it counts toward later refunds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Amount>,
    /// What it takes off the costs of the contract, where the rule is capitalised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<CostMoved>,
    /// The steps all shares have in common.
    pub steps: Vec<Step>,
    /// Each payee's part.
    pub shares: Vec<ReversedShare>,
}

/// One payee's part of a reversal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReversedShare {
    /// From whom.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// What is taken back; may be zero, never negative.
    pub amount: Amount,
    /// The steps of this share alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// How counters of the payee move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Move>,
    /// From which lots.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<Take>,
}

/// An amount taken from one lot. Lots are numbered by the journal from 0, in order of accrual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Take {
    /// The lot.
    pub lot: u32,
    /// Where the amount was.
    pub from: TakenFrom,
    /// How much.
    pub amount: Amount,
    /// The same in the plan's currency, where it was converted: at the rate at which it accrued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_plan: Option<Amount>,
    /// What should have gone as well and stays for good, by the plan's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spared: Option<Amount>,
    /// What that had cost, of points or hours; `None` for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Amount>,
    /// What is owed for a gift that was handed over: its fair value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed: Option<Amount>,
}

/// Where a reversed amount was, in the order in which amounts are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakenFrom {
    /// Held back.
    HeldBack,
    /// Carried by a cap.
    Carried,
    /// Waiting in a pool.
    Queued,
    /// Held.
    Held,
    /// Payable.
    Payable,
    /// In a live run or paid: it stays there, and the payee owes it as a receivable.
    Receivable,
}

/// A refund was retracted: what it had taken back from one rule's rewards is there again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restored {
    /// The lead or deal.
    pub source: Source,
    /// The version of the plan.
    pub plan: PlanRef,
    /// The rule.
    pub rule: RuleId,
    /// The day it stands under in the books.
    pub on: Date,
    /// The day of the fact, where that book period was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Date>,
    /// How counters of the deal move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Move>,
    /// What counts as returned no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Amount>,
    /// What comes back to the costs of the contract, where the rule is capitalised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<CostMoved>,
    /// Each payee's part.
    pub shares: Vec<RestoredShare>,
}

/// One payee's part of what is there again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestoredShare {
    /// Who.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// How much.
    pub amount: Amount,
    /// How counters of the payee move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Move>,
    /// Into which lots.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gives: Vec<Give>,
}

/// An amount that is in a lot again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Give {
    /// The lot it was taken from.
    pub lot: u32,
    /// Where it is now.
    pub to: GivenTo,
    /// How much.
    pub amount: Amount,
    /// The same in the plan's currency, where it was converted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_plan: Option<Amount>,
    /// What was to stay for good and is an ordinary part of the lot again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spared: Option<Amount>,
    /// What that costs again, of points or hours; `None` for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Amount>,
    /// What is no longer owed for a gift that was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed: Option<Amount>,
}

/// Where an amount is that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GivenTo {
    /// Held back, with its lot.
    HeldBack,
    /// Carried by a cap, with its lot.
    Carried,
    /// Waiting in a pool, with its lot.
    Queued,
    /// Held, with its lot.
    Held,
    /// Payable, with its lot.
    Payable,
    /// Nowhere: this receivable is smaller by it, and the lot stays where it is.
    Receivable(u32),
    /// Nowhere: what was moved of this receivable is smaller by it.
    FormerDebt(u32),
    /// Nowhere: what was written off of this receivable never was owed.
    WrittenOff(u32),
    /// Payable, as a lot of its own: its lot is in a run or paid.
    NewLot,
}

impl ReversedShare {
    /// What it was in the plan's currency, where it was converted.
    fn exchanged_back(&self) -> Option<Step> {
        let mut in_plan = self.takes.iter().filter_map(|take| take.in_plan);
        let first = in_plan.next()?;
        let sum = in_plan.try_fold(first, Amount::checked_add)?;
        let is_something = self.amount.is_positive();
        is_something.then(|| Step::ExchangedBack(self.amount.into(), sum.into()))
    }
}

impl Take {
    /// How much in the plan's currency.
    pub fn in_plan(&self) -> Amount {
        self.in_plan.unwrap_or(self.amount)
    }
}

impl Reversed {
    pub(super) fn whys(&self) -> Vec<Why> {
        let steps = |share: &ReversedShare| {
            let mut steps = joined(&self.steps, &share.steps);
            steps.extend(share.exchanged_back());
            steps
        };
        let why = |share: &ReversedShare| Why {
            source: self.source,
            payee: share.payee.clone(),
            rule: Some((self.plan.clone(), self.rule.clone())),
            fact_on: self.of.unwrap_or(self.on),
            booked_on: self.on,
            amount: Some(share.amount),
            steps: steps(share),
            fate: Fate::TakenBack,
        };
        let claim = |share: &ReversedShare| {
            let amount = share.claimed()?;
            Some(Why {
                amount: Some(amount),
                steps: vec![Step::Claimed(amount.into())],
                ..why(share)
            })
        };
        self.shares.iter().flat_map(|it| std::iter::once(why(it)).chain(claim(it))).collect()
    }
}

impl ReversedShare {
    /// What is owed for gifts that were handed over; `None` for nothing.
    pub fn claimed(&self) -> Option<Amount> {
        claimed(self.takes.iter().filter_map(|take| take.claimed))
    }
}

impl RestoredShare {
    /// What is no longer owed for gifts that were handed over; `None` for nothing.
    pub fn claimed(&self) -> Option<Amount> {
        claimed(self.gives.iter().filter_map(|give| give.claimed))
    }
}

fn claimed(mut amounts: impl Iterator<Item = Amount>) -> Option<Amount> {
    let first = amounts.next()?;
    let sum = amounts.try_fold(first, Amount::checked_add);
    Some(sum.expect("L2: what is claimed was a cost within the bound"))
}

impl Restored {
    pub(super) fn whys(&self) -> Vec<Why> {
        let why = |share: &RestoredShare| Why {
            source: self.source,
            payee: share.payee.clone(),
            rule: Some((self.plan.clone(), self.rule.clone())),
            fact_on: self.of.unwrap_or(self.on),
            booked_on: self.on,
            amount: Some(share.amount),
            steps: vec![Step::Restored(share.amount.into())],
            fate: Fate::Restored,
        };
        let claim = |share: &RestoredShare| {
            let amount = share.claimed()?;
            let steps = vec![Step::Unclaimed(amount.into())];
            Some(Why { amount: Some(amount), steps, ..why(share) })
        };
        self.shares.iter().flat_map(|it| std::iter::once(why(it)).chain(claim(it))).collect()
    }
}
