//! Events of draws: what was given for a period, what the period's earnings cover, and what is
//! forgiven when one ends.

use crate::id::{DrawId, EntityId, PayeeId};
use crate::money::Amount;
use crate::plan::version::PlanRef;
use crate::reward::Source;
use crate::time::{Date, Period};
use crate::why::{Fate, Step, Why};
use serde::{Deserialize, Serialize};

/// Which draw, for which period: together they name one assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawFor {
    /// Whose.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// The version of the plan whose terms hold.
    pub plan: PlanRef,
    /// The draw.
    pub draw: DrawId,
    /// The period.
    pub period: Period,
    /// The day it was due.
    pub due: Date,
    /// The day it stands under in the books.
    pub on: Date,
}

/// A draw was given for a period, or not, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawGiven {
    /// Which, and for when.
    pub of: DrawFor,
    /// How much. It is payable from the day it was due.
    pub amount: Amount,
    /// What the payee owes for it.
    pub as_what: GivenAs,
    /// Whether what is owed of the draw is recovered from this period on, since none is given.
    #[serde(default, skip_serializing_if = "is_not")]
    pub starts: bool,
    /// The steps of its Why.
    pub steps: Vec<Step>,
}

/// What a payee owes for a draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GivenAs {
    /// Nothing: it need not be paid back.
    Guarantee,
    /// All of it, until the period is reckoned and says what was earned.
    Advance,
    /// All of it, recovered from runs for the month of this day on; with no day, from the first
    /// period on in which none is given.
    Owed(Option<Date>),
}

/// A period was reckoned for which a draw was given in advance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawReckoned {
    /// Which, and for when.
    pub of: DrawFor,
    /// What was given.
    pub given: Amount,
    /// What of it was earned in the period: it is kept from pay at once.
    pub covered: Amount,
    /// What of it need not be paid back.
    pub guaranteed: Amount,
    /// From when on the rest is recovered: see [`GivenAs::Owed`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// See [`DrawGiven::starts`].
    #[serde(default, skip_serializing_if = "is_not")]
    pub starts: bool,
    /// The steps of its Why.
    pub steps: Vec<Step>,
}

/// A draw has ended: none is given any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawEnded {
    /// Which, and the last period.
    pub of: DrawFor,
    /// Whether the payee left while it ran.
    #[serde(default, skip_serializing_if = "is_not")]
    pub left: bool,
    /// What of the rest is forgiven: all that is owed, but what earnings covered.
    pub forgiven: Amount,
    /// From when on what waited for a period without a draw is recovered.
    pub from: Date,
    /// The steps of its Why; empty when nothing is forgiven.
    pub steps: Vec<Step>,
}

fn is_not(flag: &bool) -> bool {
    !*flag
}

impl DrawFor {
    fn why(&self, amount: Amount, steps: &[Step], fate: Fate) -> Why {
        Why {
            source: Source::Draw(self.period),
            payee: self.payee.clone(),
            rule: None,
            fact_on: self.due,
            booked_on: self.on,
            amount: Some(amount),
            steps: steps.to_vec(),
            fate,
        }
    }
}

impl DrawGiven {
    pub(super) fn why(&self) -> Why {
        let fate = match self.amount.is_zero() {
            true => Fate::Nothing,
            false => Fate::PayableFrom(self.of.due),
        };
        self.of.why(self.amount, &self.steps, fate)
    }
}

impl DrawReckoned {
    /// What it explains: that something need not be paid back.
    pub(super) fn why(&self) -> Option<Why> {
        let is_guaranteed = !self.guaranteed.is_zero();
        is_guaranteed.then(|| self.of.why(self.guaranteed, &self.steps, Fate::Forgiven))
    }
}

impl DrawEnded {
    /// What it explains: that something is forgiven.
    pub(super) fn why(&self) -> Option<Why> {
        let is_forgiven = !self.forgiven.is_zero();
        is_forgiven.then(|| self.of.why(self.forgiven, &self.steps, Fate::Forgiven))
    }
}
