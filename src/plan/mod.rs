//! The incentive plan as data: a version, its components, and in each component the rules of
//! which exactly one applies.
//!
//! A [`Plan`] is read from a file with [`Plan::read`](crate::plan::Plan::read) (parse plus lint)
//! and never built by hand. Nothing in it computes: the pipeline is in [`crate::accrual`].
//!
//! | file | idea |
//! |---|---|
//! | `version` | which version applies, and when |
//! | `stage` | the order of operations, rounding |
//! | `split` | roles and their shares, overlays |
//! | `rule` | component, trigger, terms, payee |
//! | `condition`, `fact` | when a rule holds; facts the host may tell |
//! | `base`, `tiers` | what is multiplied, and by which step of which table |
//! | `campaign`, `floor`, `cap`, `pool` | what multiplies, raises or cuts the amount |
//! | `measure`, `close` | what is counted month by month, and the close that pays on it |
//! | `hold` | when an accrued amount becomes payable |
//! | `holdback` | what part of it is kept back, and until when |
//! | `books` | an expense, or a cost that is written off over months |
//! | `gift` | gifts with a fair value, and recognition |
//! | `in_kind` | points and time off: what they cost, and how long they last |
//! | `clawback` | what a refund or a cancellation takes back |
//! | `ground` | which leads count, and whose they are |
//! | `parse` | from the file to the data, each error with its place |

pub mod answer;
pub mod base;
pub mod books;
pub mod campaign;
pub mod cap;
pub mod clawback;
pub mod close;
pub mod condition;
pub mod draw;
pub mod exchange;
pub mod fact;
pub mod finding;
pub mod floor;
pub mod gift;
pub mod ground;
pub mod hold;
pub mod holdback;
pub mod in_kind;
pub mod measure;
pub(crate) mod parse;
pub mod pool;
pub mod rule;
pub mod split;
pub mod stage;
pub mod tiers;
pub mod version;

use crate::deal::Milestone;
use crate::digest::Digest;
use crate::id::{KindId, RuleId};
use crate::lead::LeadKind;
use crate::money::{Amount, Unit};
use crate::reading::Reading;
use crate::time::Zone;
use base::{Base, Counted, NamedBase};
use campaign::{Campaign, Meeting};
use cap::{AtMost, Cap, CapPer, MeasuredAt, PeriodCap};
use draw::{Draw, DrawOrder};
use exchange::Exchange;
use fact::DeclaredFact;
pub use finding::{Finding, Findings};
use floor::Floor;
use gift::{Gift, Recognition};
use ground::GroundRules;
use in_kind::InKind;
use measure::{Counts, Measured};
use pool::Pool;
use rule::{Component, Formula, Rule};
use split::Split;
use stage::{Leftover, RoundingWords, Stage};
use tiers::Tiers;
use version::{Accumulators, AppliesTo, ChosenBy, Effective, PlanRef};

/// The most bytes a plan file may have.
pub const PLAN_BYTES_MAX: usize = 262_144;

/// What happens to a payee's rewards when they leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Leaver {
    /// What has vested by their last day is theirs; what is held, held back, carried or waits in
    /// a pool then is forfeited, and nothing accrues after it.
    ForfeitsWhatIsNotVested,
    /// What was triggered by their last day is theirs, held or not; nothing accrues after it.
    KeepsWhatWasTriggered,
    /// All that leads bring that were reported by their last day is theirs, also what is triggered
    /// after it.
    KeepsAllThatMatures,
}

/// What a clawback after a payee's last day takes of what they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AfterExit {
    /// It takes as ever, and what they were paid they owe.
    Pursued,
    /// It takes what they were not paid yet; what is in a run or paid stays theirs.
    OnlyWhatIsUnpaid,
    /// It takes nothing.
    Waived,
}

/// Whether a win needs the lead's acceptance first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Acceptance {
    /// A lead is won from accepted only.
    Required,
    /// A lead may be won straight from reported.
    NotNeeded,
}

/// What the plan says of leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadWords {
    /// Whether a win needs an acceptance.
    pub acceptance: Acceptance,
    /// By how many days a deal's win may lie before its lead's report; 0 refuses it.
    pub win_before_report_days_max: u32,
    /// Kinds the plan declares beside the built-in ones.
    pub declared_kinds: Vec<KindId>,
    /// Which leads count, and whose they are.
    pub ground: GroundRules,
}

/// One version of an incentive plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plan {
    /// The plan and its version.
    pub name: PlanRef,
    /// What people call it.
    pub title: String,
    /// The policy it follows.
    pub because: String,
    /// The days it is in force for.
    pub effective: Effective,
    /// Whose date picks the version.
    pub chosen_by: ChosenBy,
    /// What it does with the accumulators of the version before it; `None` where it does not say,
    /// which is to start anew on the first day of everything that is counted.
    pub accumulators: Option<Accumulators>,
    /// Whom it is for.
    pub applies_to: AppliesTo,
    /// The currency it pays in and is told money in.
    pub unit: Unit,
    /// The zone that turns an instant into a business day.
    pub zone: Zone,
    /// The order of operations.
    pub order: Vec<Stage>,
    /// How amounts are rounded: one for each `round` of the order. Only the last may be
    /// cumulative.
    pub roundings: Vec<RoundingWords>,
    /// Where units go that a split leaves over; `None` when no split leaves any.
    pub leftover: Option<Leftover>,
    /// What happens when campaigns meet; `None` without campaigns.
    pub meeting: Option<Meeting>,
    /// In which order draws are recovered; `None` where there are not several to recover.
    pub draws_recovered: Option<DrawOrder>,
    /// What it says of other currencies; `None` where it knows only its own.
    pub exchange: Option<Exchange>,
    /// What happens when a payee leaves.
    pub leaver: Leaver,
    /// What a clawback takes from somebody who has left.
    pub after_exit: AfterExit,
    /// What the plan says of leads.
    pub leads: LeadWords,
    /// Roles and their shares, in the plan's order.
    pub split: Split,
    /// Facts the host may tell.
    pub facts: Vec<DeclaredFact>,
    /// Bases the plan names.
    pub bases: Vec<NamedBase>,
    /// What is counted for payees and teams.
    pub measures: Vec<Measured>,
    /// Tables of tiers.
    pub tiers: Vec<Tiers>,
    /// Campaigns, in the order of the file.
    pub campaigns: Vec<Campaign>,
    /// Floors.
    pub floors: Vec<Floor>,
    /// Caps, in the order they cut.
    pub caps: Vec<Cap>,
    /// Draws, in the order of the file.
    pub draws: Vec<Draw>,
    /// Budget pools.
    pub pools: Vec<Pool>,
    /// What it says of points and of time off, where its rules award any.
    pub in_kind: Vec<InKind>,
    /// The gifts its rules give.
    pub gifts: Vec<Gift>,
    /// The recognitions its rules give.
    pub recognitions: Vec<Recognition>,
    /// Components add; inside one exactly one rule applies.
    pub components: Vec<Component>,
    /// SHA-256 of the file's bytes: the plan is stored under it.
    pub text_digest: Digest,
}

impl Plan {
    /// Whether who leaves forfeits what has not vested by their last day.
    pub(crate) fn forfeits_unvested(&self) -> bool {
        self.leaver == Leaver::ForfeitsWhatIsNotVested
    }

    /// The caps that count a rule, with their positions in [`Plan::caps`].
    pub(crate) fn caps_of<'a>(
        &'a self,
        rule: &'a RuleId,
    ) -> impl Iterator<Item = (u16, &'a cap::Cap)> {
        (0_u16..).zip(&self.caps).filter(|(_, cap)| cap.rules.contains(rule))
    }

    /// The cap that a rule's amounts are measured against when they vest.
    pub(crate) fn vesting_cap_of(&self, rule: &RuleId) -> Option<PeriodCap<'_>> {
        self.cap_at(MeasuredAt::Vesting, rule)
    }

    /// The cap that a rule's amounts are measured against when a run takes them.
    pub(crate) fn payout_cap_of(&self, rule: &RuleId) -> Option<PeriodCap<'_>> {
        self.cap_at(MeasuredAt::Payout, rule)
    }

    /// The cap on amounts of a payee and period that measures a rule's amounts then.
    pub(crate) fn cap_at(&self, at: MeasuredAt, rule: &RuleId) -> Option<PeriodCap<'_>> {
        let mut its = (0_u16..).zip(&self.caps).filter(|(_, cap)| cap.measured_at == at);
        let (number, cap) = its.find(|(_, cap)| cap.rules.contains(rule))?;
        match (cap.at_most, cap.per) {
            (AtMost::Amount(most), CapPer::Payee(span)) => Some((number, cap, most, span)),
            _ => None,
        }
    }

    /// The pool that funds a rule.
    pub(crate) fn pool_of(&self, rule: &RuleId) -> Option<&Pool> {
        self.pools.iter().find(|pool| pool.rules.contains(rule))
    }

    /// The rule of this id, with its component.
    pub fn rule(&self, id: &RuleId) -> Option<(&Component, &Rule)> {
        self.components.iter().find_map(|component| {
            component.rules.iter().find(|rule| rule.id == *id).map(|rule| (component, rule))
        })
    }

    /// Whether a milestone triggers one of its components, or counts in one of its measures.
    pub(crate) fn is_triggered_by(&self, milestone: Milestone) -> bool {
        let counts = |it: &Measured| match &it.counts {
            Counts::Facts(facts) => facts.on == milestone,
            _ => false,
        };
        self.components.iter().any(|it| it.on == milestone) || self.measures.iter().any(counts)
    }

    /// Whether the rule of a close looks at a measure, by its position.
    pub(crate) fn looks_at(&self, rule: &Rule, measure: usize) -> bool {
        let Some(terms) = rule.pays.terms() else { return false };
        let by_table = match terms.formula {
            Formula::Tiers { tiers, .. } => {
                self.tiers[usize::from(tiers)].measure.looks_at(measure)
            }
            _ => false,
        };
        let by_base = terms.formula.of().is_some_and(|base| base.is_measured(measure));
        by_table || by_base || terms.to.weighs_by(measure)
    }

    /// Whether a base of a fact is money, and no count. What a close measures is no base of a fact.
    pub(crate) fn is_money(&self, base: Base) -> bool {
        match base {
            Base::Value | Base::Collected | Base::Quoted | Base::Retained => true,
            Base::Named(at) => self.bases[usize::from(at)].of != Counted::Quantity,
            Base::Quantity | Base::Count | Base::Measured(_) => false,
        }
    }

    /// In what a measure counts: one thing, or one unit of the plan's currency.
    pub fn measures_in(&self, measure: &Measured) -> Reading {
        let of_money = match &measure.counts {
            Counts::Rules(_) => true,
            Counts::Facts(facts) => self.is_money(facts.of),
        };
        let one = Amount::from_minor(10_i64.pow(self.unit.decimals()), self.unit);
        match one {
            Ok(one) if of_money => Reading::Money(one),
            _ => Reading::Count(1),
        }
    }

    /// What the plan says of points or hours; `None` for money, and where no rule awards any.
    pub fn in_kind(&self, unit: Unit) -> Option<&InKind> {
        self.in_kind.iter().find(|it| it.unit == unit)
    }

    /// Where a rule stands: its component and its place in it.
    pub(crate) fn place_of(&self, id: &RuleId) -> Option<(u16, u16)> {
        let components = self.components.iter().zip(0_u16..);
        let mut rules = components.flat_map(|(component, index)| {
            component.rules.iter().zip(0_u16..).map(move |(rule, at)| (&rule.id, (index, at)))
        });
        rules.find(|(other, _)| *other == id).map(|(_, place)| place)
    }

    /// Whether every part of a split is rounded by itself: `pay_split` stands before the last
    /// `round`. If not, the whole is rounded and its parts add up to it.
    pub fn rounds_each_part(&self) -> bool {
        let place = |stage| self.order.iter().rposition(|other| *other == stage);
        let last_round = place(Stage::Round);
        place(Stage::PaySplit).is_some_and(|split| Some(split) < last_round)
    }

    /// How the amount that is posted is rounded: the last rounding of the order.
    ///
    /// # Panics
    /// Never for a plan that loads: its order rounds.
    pub fn rounding(&self) -> &RoundingWords {
        self.roundings.last().expect("lint: the order rounds")
    }

    /// Whether leads of this kind may be reported under this plan.
    pub fn knows_kind(&self, kind: &LeadKind) -> bool {
        match kind {
            LeadKind::Declared(declared) => self.leads.declared_kinds.contains(declared),
            _ => true,
        }
    }
}
