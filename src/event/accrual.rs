//! Events of accruals: what one rule made of a fact, for whom, and where it lands.

use super::{AwardedInKind, Capitalised, joined, source_of};
use crate::accrual::Move;
use crate::command::Command;
use crate::deal::Milestone;
use crate::exchange::Quote;
use crate::id::{CapId, EntityId, PayeeId, PoolId, RuleId};
use crate::money::{Amount, ExactAmount};
use crate::plan::version::PlanRef;
use crate::reading::Reading;
use crate::reward::Source;
use crate::time::{Date, Period};
use crate::why::{Fate, Step, Why};
use serde::{Deserialize, Serialize};

/// One rule made an amount for one or more payees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accrued {
    /// What it is for, where no command beside it says so: a lead whose answer did not come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The version of the plan.
    pub plan: PlanRef,
    /// The rule that applied.
    pub rule: RuleId,
    /// The day it stands under in the books.
    pub on: Date,
    /// The day of the fact, where that book period was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Date>,
    /// How the fact was converted, which was told in another currency than the plan's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchanged: Option<Box<FactExchanged>>,
    /// What the rule paid on; `None` for a flat amount or for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Reading>,
    /// What a table measured, where that is something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Reading>,
    /// What went into cumulative rounding of the whole, where it is not base times rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exact: Option<ExactAmount>,
    /// How counters of the deal move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Move>,
    /// How the amount is written off as a cost of the contract; `None` for an expense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capitalised: Option<Capitalised>,
    /// The steps all shares have in common.
    pub steps: Vec<Step>,
    /// Each payee's part, in the plan's order of roles.
    pub shares: Vec<AccruedShare>,
}

/// A fact that was told in another currency than the plan's, and converted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactExchanged {
    /// The net amount of its lines, as it was told.
    pub net: Amount,
    /// The rate.
    pub quote: Quote,
    /// The net amount in the plan's currency.
    pub in_plan: Amount,
}

/// One payee's part of an accrual.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccruedShare {
    /// Who it accrues to.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// What accrues; may be zero.
    pub amount: Amount,
    /// The same in the plan's currency, where it was converted from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_plan: Option<Amount>,
    /// What the split gave the role, where that is another amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allotted: Option<Amount>,
    /// What of it no reversal takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Amount>,
    /// What went into cumulative rounding of this part, where it is not base times rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exact: Option<ExactAmount>,
    /// How counters of the payee move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Move>,
    /// What accrues besides and is carried by a cap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<Carried>,
    /// What accrues besides and waits in a pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queued: Option<Queued>,
    /// What of it is held back, part by part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held_back: Vec<HeldBack>,
    /// What goes with points or hours; `None` for money, and where none accrue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_kind: Option<AwardedInKind>,
    /// Where the rest goes; `None` when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lands: Option<Lands>,
    /// The steps of this share alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// Where an accrued amount goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lands {
    /// Payable from this day, which has come.
    Payable(Date),
    /// Held, and vesting at the start of this day.
    Held(Date),
    /// Held until the lead or its deal reaches this milestone.
    Until(Milestone),
    /// Held until a person approves it.
    UntilApproved,
}

impl Lands {
    /// Held until a day, or payable from it where that day has passed.
    pub(crate) fn due(day: Date, passed: Option<Date>) -> Lands {
        match passed {
            Some(passed) if day <= passed => Lands::Payable(day),
            _ => Lands::Held(day),
        }
    }

    /// Its day, if it is known.
    pub(crate) fn day(self) -> Option<Date> {
        match self {
            Lands::Payable(day) | Lands::Held(day) => Some(day),
            Lands::Until(_) | Lands::UntilApproved => None,
        }
    }
}

/// A part of an accrued amount that is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldBack {
    /// How much.
    pub amount: Amount,
    /// When it is released.
    pub until: HeldBackUntil,
    /// What of the part was not held back, because its share of the value had been collected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<Amount>,
}

/// When what is held back is released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldBackUntil {
    /// When the lead or its deal reaches this milestone.
    Until(Milestone),
    /// On this day.
    On(Date),
    /// As the value of the deal is collected.
    Collected,
}

/// What a cap carries for a payee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// The cap.
    pub cap: CapId,
    /// How much.
    pub amount: Amount,
    /// To which day: the first of the cap's next period.
    pub until: Date,
    /// Where it would go now if it were not carried: its hold is counted from the fact.
    pub lands: Lands,
}

/// What waits in a pool for a payee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Queued {
    /// The pool.
    pub pool: PoolId,
    /// How much.
    pub amount: Amount,
    /// The day by which it belongs to a period of the pool; who waits from an earlier day is paid
    /// first.
    pub on: Date,
    /// Its period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The day at whose end the pool of that period closes, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<Date>,
    /// Where it would go now if it did not wait: its hold is counted from the fact.
    pub lands: Lands,
}

/// Nothing accrued because no plan version applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unrewarded {
    /// The day it stands under.
    pub on: Date,
    /// The day of the fact, where that book period was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Date>,
    /// Why.
    pub steps: Vec<Step>,
    /// Who is told so: everybody credited.
    pub payees: Vec<PayeeId>,
}

impl AccruedShare {
    /// What of its amount is not held back.
    ///
    /// # Panics
    /// Never for what was decided: no more is held back than accrues.
    pub fn at_once(&self) -> Amount {
        let mut back = self.held_back.iter().map(|it| it.amount);
        let rest = back.try_fold(self.amount, Amount::checked_sub);
        rest.expect("L2: what is held back is a part of what accrues")
    }

    /// What accrues besides its amount: carried by a cap, or waiting in a pool.
    ///
    /// # Panics
    /// Never for what was decided: both are parts of what a rule made, which is an amount.
    pub fn beside(&self) -> Amount {
        let zero = Amount::zero(self.amount.unit());
        let carried = self.carried.as_ref().map_or(zero, |it| it.amount);
        let queued = self.queued.as_ref().map_or(zero, |it| it.amount);
        carried.checked_add(queued).expect("L2: what accrues beside it is within the bound")
    }

    /// All that accrues, in minor units: its amount, and what accrues beside it.
    pub(crate) fn accrued(&self) -> i64 {
        self.amount.minor() + self.beside().minor()
    }

    /// The steps of its Why: those all shares have in common, its own, and how long it lasts.
    fn explained(&self, common: &[Step]) -> Vec<Step> {
        let mut steps = joined(common, &self.steps);
        let Some(it) = &self.in_kind else { return steps };
        steps.extend(it.thing.as_ref().and_then(|thing| thing.step(it.cost)));
        let lasts = if it.thing.is_some() { Step::GivenWithin } else { Step::Expires };
        steps.extend(it.expire_months.map(lasts));
        steps
    }

    /// What the split gave the role, in the plan's currency.
    pub fn given(&self) -> Amount {
        self.allotted.or(self.in_plan).unwrap_or(self.amount)
    }

    /// Whether a cap cut it from somebody else and passed it on. No cap counts it.
    pub fn is_passed_on(&self) -> bool {
        matches!(self.steps.first(), Some(Step::PassedHere(..)))
    }
}

impl Accrued {
    /// What it is for, beside a command.
    pub(crate) fn source_beside(&self, command: &Command) -> Source {
        self.source.unwrap_or_else(|| source_of(command))
    }

    /// The steps after the one that converts the fact, if it was converted.
    fn exchanged_first(&self, mut steps: Vec<Step>) -> Vec<Step> {
        if let Some(it) = &self.exchanged {
            let Quote { rate, on, source } = it.quote.clone();
            let step = Step::FactExchanged(it.net.into(), rate, on, source, it.in_plan.into());
            steps.insert(0, step);
        }
        steps
    }

    pub(super) fn whys(&self, source: Source) -> Vec<Why> {
        let why = |share: &AccruedShare| Why {
            source,
            payee: share.payee.clone(),
            rule: Some((self.plan.clone(), self.rule.clone())),
            fact_on: self.of.unwrap_or(self.on),
            booked_on: self.on,
            amount: Some(share.amount),
            steps: self.exchanged_first(share.explained(&self.steps)),
            fate: match share.lands {
                Some(Lands::Payable(day)) => Fate::PayableFrom(day),
                Some(Lands::Held(day)) => Fate::HeldUntil(day),
                Some(Lands::Until(milestone)) => Fate::HeldUntilReached(milestone),
                Some(Lands::UntilApproved) => Fate::HeldUntilApproved,
                None if !share.held_back.is_empty() => Fate::HeldBack,
                None => Fate::Nothing,
            },
        };
        let of_share = self.shares.iter().map(why);
        let beside = self.shares.iter().filter_map(|share| {
            let mut one = why(share);
            if let Some(it) = &share.queued {
                let queued = Step::Queued(it.pool.clone(), it.period, it.closes, it.amount.into());
                one.steps.retain(|step| matches!(step, Step::Pool(..)));
                one.steps.push(queued);
                (one.amount, one.fate) = (Some(it.amount), Fate::Queued);
                return Some(one);
            }
            let carried = share.carried.as_ref()?;
            let amount = carried.amount;
            // The rest of the story is told with what was not carried.
            let cut = |step: &Step| matches!(step, Step::Cap(cap, ..) if *cap == carried.cap);
            let from = one.steps.iter().rposition(cut).unwrap_or(0);
            one.steps = one.steps.drain(from..=from).collect();
            one.steps.push(Step::Carried(carried.cap.clone(), carried.until, amount.into()));
            (one.amount, one.fate) = (Some(amount), Fate::CarriedTo(carried.until));
            Some(one)
        });
        of_share.chain(beside).collect()
    }

    /// Which of its Whys explains what accrues beside the amount of a share.
    pub(crate) fn why_beside(&self, share: usize) -> usize {
        let before = self.shares[..share].iter().filter(|it| it.beside().is_positive());
        self.shares.len() + before.count()
    }
}

impl Unrewarded {
    pub(super) fn whys(&self, source: Source) -> Vec<Why> {
        let why = |payee: &PayeeId| Why {
            source,
            payee: payee.clone(),
            rule: None,
            fact_on: self.of.unwrap_or(self.on),
            booked_on: self.on,
            amount: None,
            steps: self.steps.clone(),
            fate: Fate::Nothing,
        };
        self.payees.iter().map(why).collect()
    }
}
