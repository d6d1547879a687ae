//! Components and rules: what triggers a reward, what it pays and to whom.

use super::base::Base;
use super::books::Amortisation;
use super::clawback::Clawback;
use super::close::Trigger;
use super::condition::Condition;
use super::gift::Thing;
use super::hold::Hold;
use super::holdback::Holdback;
use super::measure::PartPeriod;
use crate::deal::Milestone;
use crate::id::{ComponentId, RoleId, RuleId};
use crate::money::{Amount, Unit};
use crate::rate::Rate;

/// A component of a plan. Components add; inside one, exactly one rule applies to a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Its id, unique in the plan.
    pub id: ComponentId,
    /// What triggers it.
    pub on: Trigger,
    /// Its rules; one that says `otherwise` stands last.
    pub rules: Vec<Rule>,
}

/// A rule: when it holds, what it pays, to whom, and on which terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its id, unique in the plan.
    pub id: RuleId,
    /// The clause of the policy it follows.
    pub because: String,
    /// When it holds.
    pub when: When,
    /// What it pays.
    pub pays: Pays,
}

/// When a rule holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// For every fact of the component.
    Always,
    /// When every one of these holds; not empty.
    All(Vec<Condition>),
    /// When no other rule of the component holds.
    Otherwise,
}

/// What a rule pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pays {
    /// Nothing: a zero with its reason.
    Nothing {
        /// Who is told so.
        to: Payees,
    },
    /// Money.
    Money(Terms),
    /// Points or hours of time off: a flat amount of them; or one gift, or one badge.
    InKind(Terms),
}

impl Pays {
    /// Who is paid, or told that nothing is.
    pub fn to(&self) -> &Payees {
        match self {
            Pays::Nothing { to } => to,
            Pays::Money(terms) | Pays::InKind(terms) => &terms.to,
        }
    }

    /// The terms of a rule that pays; `None` for one that pays nothing.
    pub fn terms(&self) -> Option<&Terms> {
        match self {
            Pays::Nothing { .. } => None,
            Pays::Money(terms) | Pays::InKind(terms) => Some(terms),
        }
    }

    /// The unit of what it pays, in a plan of a currency.
    pub fn unit(&self, currency: Unit) -> Unit {
        self.terms().map_or(currency, |terms| terms.unit(currency))
    }
}

/// The terms of a rule that pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The formula.
    pub formula: Formula,
    /// Of what gift or recognition it gives one.
    pub thing: Option<Thing>,
    /// Who is paid.
    pub to: Payees,
    /// What part of an accrued amount is held back; `None` for none of it.
    pub holdback: Option<Holdback>,
    /// When an accrued amount becomes payable; of a part that is held back when it is released.
    pub hold: Hold,
    /// What is taken back, and until when.
    pub clawback: Clawback,
    /// How it is written off as a cost of the contract; `None` for an expense at once.
    pub books: Option<Amortisation>,
}

impl Terms {
    /// The unit of what is paid, in a plan of a currency.
    pub fn unit(&self, currency: Unit) -> Unit {
        match self.formula {
            Formula::Flat(amount) => amount.unit(),
            _ => currency,
        }
    }
}

/// How a fact becomes an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// A fixed amount per fact.
    Flat(Amount),
    /// A share of a base.
    Percent {
        /// The rate.
        rate: Rate,
        /// What it is multiplied with.
        of: Base,
    },
    /// An amount for each thing of a base.
    PerUnit {
        /// The amount for one.
        amount: Amount,
        /// How many: a quantity or a count.
        of: Base,
    },
    /// What a table makes of its measure.
    Tiers {
        /// The table, by its position in [`Plan::tiers`](super::Plan::tiers).
        tiers: u16,
        /// What the table's rates are multiplied with; `None` when all its steps are flat.
        of: Option<Base>,
    },
    /// What a measure is short of an amount: a guarantee. Paid at a close alone.
    TopUp {
        /// Up to which amount.
        to: Amount,
        /// What is there already.
        of: Base,
        /// What becomes of the amount in a part of a period.
        part: PartPeriod,
    },
}

impl Formula {
    /// What its rate or amount is multiplied with; `None` for fixed amounts.
    pub fn of(&self) -> Option<Base> {
        match *self {
            Formula::Flat(_) => None,
            Formula::Percent { of, .. }
            | Formula::PerUnit { of, .. }
            | Formula::TopUp { of, .. } => Some(of),
            Formula::Tiers { of, .. } => of,
        }
    }
}

/// Who is paid by a rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Payees {
    /// Everyone credited, each by the share of their role; overlays on top.
    EachByShare,
    /// Everyone credited, each the whole.
    EachInFull,
    /// One role in full; when nobody holds it, the role that covers it.
    OneRole(RoleId),
    /// The manager of whoever holds a role, by the hierarchy on the day of a milestone.
    ManagerOf {
        /// Whose manager.
        role: RoleId,
        /// On the day of this milestone.
        on: Milestone,
    },
    /// At a close: the payee whose measure it is.
    Measured,
    /// At a close: each member on the last day, in equal parts or in proportion to what was
    /// counted for each in this measure of [`Plan::measures`](super::Plan::measures).
    Members(Option<u16>),
}

impl Payees {
    /// Whether members are paid in proportion to a measure, by its position.
    pub(crate) fn weighs_by(&self, measure: usize) -> bool {
        matches!(self, Payees::Members(Some(at)) if usize::from(*at) == measure)
    }
}
