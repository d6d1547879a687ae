//! Caps: the most that some rules pay together, and what becomes of the excess.

use super::tiers::Span;
use crate::id::{CapId, PayeeId, RuleId};
use crate::money::Amount;
use crate::time::Date;

/// A cap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    /// Its id, unique among the caps.
    pub id: CapId,
    /// The clause it follows.
    pub because: String,
    /// The rules it counts together.
    pub rules: Vec<RuleId>,
    /// How much at the most.
    pub at_most: AtMost,
    /// For what.
    pub per: CapPer,
    /// What becomes of what is above it.
    pub excess: Excess,
    /// What a reversal does with the room.
    pub after_reversal: Headroom,
    /// When an amount is measured against it.
    pub measured_at: MeasuredAt,
}

/// When an amount is measured against a cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MeasuredAt {
    /// When it accrues, in the period of the fact.
    Trigger,
    /// When it vests, in the period of that day.
    Vesting,
    /// When a payout run takes it, in the period that holds the last day of the run's.
    Payout,
}

/// How much a cap allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AtMost {
    /// This much money.
    Amount(Amount),
    /// This many facts that pay more than nothing.
    Count(u32),
    /// This much of what the rules are paid on; what is beyond it counts for nothing.
    Base(Amount),
}

impl AtMost {
    /// The bound as a cap counts it: in minor units, or facts.
    pub(crate) fn bound(self) -> i64 {
        match self {
            AtMost::Amount(most) | AtMost::Base(most) => most.minor(),
            AtMost::Count(most) => i64::from(most),
        }
    }
}

/// For what a cap counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CapPer {
    /// Each fact alone.
    Fact,
    /// All facts of a deal and of its lead, all roles of the split together; overlays are not
    /// counted.
    Deal,
    /// A payee's facts in a calendar period of the facts' own dates.
    Payee(Span),
}

/// What becomes of what is above a cap.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Excess {
    /// Nobody gets it.
    Forfeited,
    /// The payee gets it in the next periods, as far as the cap has room there.
    Carried,
    /// Somebody else gets it.
    PassedTo(PayeeId),
}

/// What a reversal does with the room under a cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Headroom {
    /// What is taken back makes room for later facts; what was cut is not raised again.
    Freed,
    /// The room stays used.
    KeptUsed,
}

/// A cap on amounts of a payee and period, with its position; the most it allows, and of which
/// periods.
pub(crate) type PeriodCap<'a> = (u16, &'a Cap, Amount, Span);

impl Cap {
    /// Whether it looks at what accrues, and not at what vests.
    pub(crate) fn is_at_trigger(&self) -> bool {
        self.measured_at == MeasuredAt::Trigger
    }

    /// Whether it cuts what the rules are paid on, before there is an amount.
    pub(crate) fn is_on_base(&self) -> bool {
        matches!(self.at_most, AtMost::Base(_))
    }

    /// The first day of the payee's period after that of a day; `None` where no period is counted.
    pub(crate) fn next_period(&self, on: Date) -> Option<Date> {
        match self.per {
            CapPer::Payee(span) => Some(span.of(on).until()),
            CapPer::Fact | CapPer::Deal => None,
        }
    }
}
