//! The pipeline: from a fact under a rule to amounts, stage by stage in the order the plan lists
//! them.
//!
//! An amount is one whole until a stage divides it; from then on each part goes its own way. Each
//! stage that could have changed something writes its step. The stages themselves stand in `rate`,
//! `bound`, `pool` and `divide`.

use super::{Before, Fact, Funds, Move, OutOfBounds, Part};
use crate::id::{CapId, PayeeId, RuleId};
use crate::money::{Amount, ExactAmount, Unit};
use crate::plan::Plan;
use crate::plan::rule::{Payees, Terms};
use crate::plan::stage::{Basis, Stage};
use crate::rate::Rate;
use crate::reading::Reading;
use crate::time::Date;
use crate::why::{Step, ZeroReason};

/// What is asked of the pipeline.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The version of the plan.
    pub plan: &'a Plan,
    /// The rule that applies.
    pub rule: &'a RuleId,
    /// Its terms.
    pub terms: &'a Terms,
    /// The fact.
    pub fact: &'a Fact<'a>,
    /// Who gets which share.
    pub parts: &'a [Part],
    /// What was counted before.
    pub before: &'a dyn Before,
    /// In place of what the fact's lines say: base and measure of a formula that is run anew.
    pub read: Option<(Reading, Reading)>,
}

impl Asked<'_> {
    /// The unit of what is paid.
    pub(super) fn unit(&self) -> Unit {
        self.terms.unit(self.plan.unit)
    }
}

/// What a fact comes to under a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What the rule paid on.
    pub base: Option<Reading>,
    /// What a table measured, where that is something else.
    pub measure: Option<Reading>,
    /// The steps all parts have in common.
    pub steps: Vec<Step>,
    /// How the counters of the deal move; caps are moved by what accrues in the end.
    pub moves: Vec<Move>,
    /// What went into cumulative rounding of the whole.
    pub exact: Option<ExactAmount>,
    /// What each part comes to, in the order of the parts.
    pub parts: Vec<MadePart>,
    /// What caps pass on to others.
    pub passed: Vec<Passed>,
}

impl Made {
    /// Nothing for each of so many parts, with the steps that say why.
    pub(crate) fn nothing(unit: Unit, parts: usize, steps: Vec<Step>) -> Made {
        let part = MadePart::of(Amount::zero(unit), Vec::new());
        Made {
            base: None,
            measure: None,
            steps,
            moves: Vec::new(),
            exact: None,
            parts: vec![part; parts],
            passed: Vec::new(),
        }
    }
}

/// What one part comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadePart {
    /// The amount.
    pub amount: Amount,
    /// What the split gave it.
    pub allotted: Amount,
    /// The steps of this part alone.
    pub steps: Vec<Step>,
    /// How the counters of its payee move.
    pub moves: Vec<Move>,
    /// What went into cumulative rounding of the part.
    pub exact: Option<ExactAmount>,
    /// What of the amount no reversal takes back: what a floor added, by the plan's word.
    pub kept: Amount,
    /// What a cap carries, and to which day.
    pub carried: Option<(CapId, Amount, Date)>,
    /// What waits in the rule's pool.
    pub queued: Option<Amount>,
}

impl MadePart {
    /// An amount that no split gave, with its steps.
    pub(crate) fn of(amount: Amount, steps: Vec<Step>) -> MadePart {
        let zero = Amount::zero(amount.unit());
        let (moves, exact, carried, queued) = (Vec::new(), None, None, None);
        MadePart { amount, allotted: zero, steps, moves, exact, kept: zero, carried, queued }
    }
}

/// What a cap passes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// The cap.
    pub cap: CapId,
    /// To whom.
    pub to: PayeeId,
    /// How much.
    pub amount: Amount,
}

/// Runs the stages for one fact.
///
/// What it comes to without any journal, for somebody who asks what a deal would pay:
///
/// ```
/// use referral_ledger::accrual::{Asked, Days, Fact, NothingBefore, make, parts_of};
/// use referral_ledger::deal::{Line, Milestone};
/// use referral_ledger::plan::{Plan, rule::Pays};
/// use referral_ledger::{amount, date, lead::LeadKind};
///
/// let plan = Plan::read(include_str!("../../examples/plans/harbour-machines-2026.toml"))?;
/// let (_, rule) = plan.rule(&"equipment-commission".parse()?).ok_or("the plan has it")?;
/// let Pays::Money(terms) = &rule.pays else { panic!("it pays money") };
/// let days = Days {
///     accepted: Some(date!("2026-06-22")),
///     won: Some(date!("2026-07-15")), // in the summer campaign
///     paid: Some(date!("2026-08-10")),
///     ..Days::since(date!("2026-06-20"))
/// };
/// let (kind, lines) = (LeadKind::NewSite, [Line::of_net(amount!(30_000.00 USD))]);
/// let milestone = Milestone::Paid;
/// let (told, lines_are_gone) = (&[], false);
/// let fact = Fact { milestone, kind: &kind, days, told, lines: &lines, lines_are_gone };
/// let nobody_else = |role: &referral_ledger::id::RoleId| role == plan.split.originator();
/// let (parts, _) = parts_of(&plan.split, &terms.to, nobody_else);
/// let made = make(&Asked {
///     plan: &plan,
///     rule: &rule.id,
///     terms,
///     fact: &fact,
///     parts: &parts,
///     before: &NothingBefore,
///     read: None,
/// });
/// // 2 % of 25,000.00 and 3 % of 5,000.00, half as much again: 650.00 x 150 %.
/// assert_eq!(made.expect("within the bound").parts[0].amount, amount!(975.00 USD));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`OutOfBounds`] when an amount on the way leaves the bound.
pub fn make(asked: &Asked<'_>) -> Result<Made, OutOfBounds> {
    let mut flow = Flow::begin(asked);
    for stage in &asked.plan.order {
        match stage {
            Stage::CreditSplit => flow.credit_split()?,
            Stage::Rate => flow.rate()?,
            Stage::Campaign => flow.campaigns()?,
            Stage::Floor => flow.floor()?,
            Stage::DealCap => flow.deal_caps()?,
            Stage::PaySplit => flow.pay_split()?,
            Stage::PayeeCap => flow.payee_caps()?,
            Stage::Pool => flow.pool()?,
            Stage::Round => flow.round()?,
        }
        flow.is_whole = match stage {
            Stage::Round => true,
            Stage::Rate | Stage::Campaign => false,
            _ => flow.is_whole,
        };
        if let Some(reason) = flow.nothing.take() {
            return Ok(flow.end_at_zero(reason));
        }
    }
    flow.finish()
}

/// An amount on its way, the whole or one part.
pub(super) struct Run {
    /// The part; `None` for the whole of several.
    pub(super) part: Option<usize>,
    /// What it stands for of the whole, where the base was divided.
    pub(super) share: Rate,
    /// Its base, and what its table measures.
    pub(super) base: Option<Reading>,
    pub(super) measure: Option<Reading>,
    pub(super) amount: ExactAmount,
    pub(super) allotted: Option<Amount>,
    pub(super) steps: Vec<Step>,
    pub(super) moves: Vec<Move>,
    pub(super) exact: Option<ExactAmount>,
    /// What a floor added for good, and what it came to then.
    pub(super) kept: Option<(ExactAmount, ExactAmount)>,
    /// What its caps leave room for, in minor units.
    pub(super) room: Vec<(usize, i64)>,
    pub(super) carried: Option<(usize, ExactAmount)>,
    /// What waits in the rule's pool.
    pub(super) queued: Option<Amount>,
    /// Why it is nothing, whatever else happens.
    pub(super) nothing: Option<ZeroReason>,
}

impl Run {
    /// A part of it, before it has steps and moves of its own.
    pub(super) fn part(&self, part: usize, share: Rate) -> Run {
        let Run { base, measure, amount, allotted, kept, carried, .. } = *self;
        Run {
            part: Some(part),
            share,
            base,
            measure,
            amount,
            allotted,
            steps: Vec::new(),
            moves: Vec::new(),
            exact: None,
            kept,
            room: Vec::new(),
            carried,
            queued: self.queued,
            nothing: self.nothing.clone(),
        }
    }
}

/// The pipeline at work.
pub(super) struct Flow<'a> {
    pub(super) asked: &'a Asked<'a>,
    /// One for the whole, or one for each part.
    pub(super) runs: Vec<Run>,
    pub(super) is_divided: bool,
    /// The steps of the whole, once it is divided.
    pub(super) common: Vec<Step>,
    /// The moves and the exact amount of the whole, once it is divided.
    pub(super) moves: Vec<Move>,
    pub(super) exact: Option<ExactAmount>,
    /// How often it was rounded.
    pub(super) rounds: usize,
    /// Whether the order has rounded since it last made fractions.
    pub(super) is_whole: bool,
    /// What caps on the whole leave room for, in minor units.
    pub(super) room: Vec<(usize, i64)>,
    /// What the rule's pool had left, once it was asked.
    pub(super) funds: Option<Funds>,
    /// What caps pass on: the cap, the run it was cut from, how much.
    pub(super) excess: Vec<(usize, Option<usize>, ExactAmount)>,
    /// Base and measure of the whole, once they are read.
    pub(super) is_read: bool,
    pub(super) read: (Option<Reading>, Option<Reading>),
    /// Why the fact pays nothing.
    pub(super) nothing: Option<ZeroReason>,
}

impl<'a> Flow<'a> {
    fn begin(asked: &'a Asked<'a>) -> Flow<'a> {
        let zero = ExactAmount::from(Amount::zero(asked.unit()));
        let run = |part: Option<usize>| Run {
            part,
            share: Rate::HUNDRED,
            base: None,
            measure: None,
            amount: zero,
            allotted: None,
            steps: Vec::new(),
            moves: Vec::new(),
            exact: None,
            kept: None,
            room: Vec::new(),
            carried: None,
            queued: None,
            nothing: None,
        };
        let in_full = asked.terms.to == Payees::EachInFull;
        let runs = if in_full {
            (0..asked.parts.len()).map(|part| run(Some(part))).collect()
        } else if let [_] = asked.parts {
            vec![run(Some(0))]
        } else {
            vec![run(None)]
        };
        let is_divided = in_full && asked.parts.len() > 1;
        Flow {
            asked,
            runs,
            is_divided,
            common: Vec::new(),
            moves: Vec::new(),
            exact: None,
            rounds: 0,
            is_whole: false,
            room: Vec::new(),
            funds: None,
            excess: Vec::new(),
            is_read: false,
            read: (None, None),
            nothing: None,
        }
    }

    /// Whether each run is an amount of its own, not a part of one.
    pub(super) fn is_in_full(&self) -> bool {
        self.asked.terms.to == Payees::EachInFull
    }

    /// Nothing, in the unit of what is paid.
    pub(super) fn zero(&self) -> ExactAmount {
        ExactAmount::from(Amount::zero(self.asked.unit()))
    }

    /// The runs together.
    pub(super) fn total(&self) -> Result<ExactAmount, OutOfBounds> {
        self.sum(self.runs.iter())
    }

    /// Whether a run is paid on top of the whole.
    pub(super) fn is_on_top(&self, run: &Run) -> bool {
        !self.is_in_full() && run.part.is_some_and(|part| self.asked.parts[part].on_top)
    }

    /// The runs together, without what is paid on top of the whole.
    pub(super) fn within(&self) -> Result<ExactAmount, OutOfBounds> {
        self.sum(self.runs.iter().filter(|run| !self.is_on_top(run)))
    }

    fn sum<'r>(&self, runs: impl Iterator<Item = &'r Run>) -> Result<ExactAmount, OutOfBounds> {
        let mut amounts = runs.map(|run| run.amount);
        amounts.try_fold(self.zero(), ExactAmount::plus).ok_or(OutOfBounds)
    }

    /// Whether the rate stage counts the whole base so far, so that rounding sees all of it.
    pub(super) fn rates_so_far(&self) -> bool {
        let plan = self.asked.plan;
        let between = |stage: &Stage| !matches!(stage, Stage::Rate | Stage::PaySplit);
        let first = plan.order.iter().find(|stage| between(stage));
        plan.rounding().basis == Basis::Cumulative
            && plan.roundings.len() == 1
            && first == Some(&Stage::Round)
            && self.base_caps().next().is_none()
    }

    /// A step of a stage that looks at the whole: where it is divided it stands with all parts.
    pub(super) fn say(&mut self, step: Step) {
        if self.is_divided {
            self.runs.iter_mut().for_each(|run| run.steps.push(step.clone()));
        } else {
            self.runs[0].steps.push(step);
        }
    }

    /// A zero for everybody, with its reason.
    fn end_at_zero(self, reason: ZeroReason) -> Made {
        let mut steps = self.common;
        if !self.is_divided {
            steps.extend(self.runs.into_iter().flat_map(|run| run.steps));
        }
        steps.push(Step::Nothing(reason));
        Made::nothing(self.asked.unit(), self.asked.parts.len(), steps)
    }

    /// The end: whole amounts, within what caps leave room for.
    fn finish(mut self) -> Result<Made, OutOfBounds> {
        self.keep_within_caps()?;
        self.keep_within_pool()?;
        let passed = self.passed()?;
        let plan = self.asked.plan;
        let (base, measure) = self.read;
        let mut made = Made {
            base,
            measure,
            steps: self.common,
            moves: self.moves,
            exact: self.exact,
            parts: Vec::with_capacity(self.runs.len()),
            passed,
        };
        for mut run in self.runs {
            if let Some(reason) = run.nothing.take() {
                run.steps.push(Step::Nothing(reason));
            }
            let amount = run.amount.to_amount().ok_or(OutOfBounds)?;
            let kept = kept_of(amount, run.kept)?;
            let carried = match run.carried {
                Some((cap, excess)) => carried(plan, self.asked.fact, cap, excess)?,
                None => None,
            };
            if !self.is_divided {
                // What was never divided is the deal's, but for what counts for the payee alone.
                if made.steps.is_empty() {
                    made.steps = std::mem::take(&mut run.steps);
                } else {
                    made.steps.append(&mut run.steps);
                }
                made.exact = run.exact.take();
                made.moves.extend(run.moves.extract_if(.., |it| is_of_deal(it)));
            }
            made.parts.push(MadePart {
                amount,
                allotted: run.allotted.unwrap_or(amount),
                steps: run.steps,
                moves: run.moves,
                exact: run.exact,
                kept,
                carried,
                queued: run.queued,
            });
        }
        Ok(made)
    }
}

/// Whether a move counts for the deal as a whole while nothing is divided: such a counter is read
/// as the deal's, also where one part is all there is.
fn is_of_deal(moved: &Move) -> bool {
    match moved {
        Move::Tiers(_, period, ..) | Move::Floor(_, period, ..) | Move::Cap(_, period, _) => {
            period.is_none()
        }
        Move::Pool(..) | Move::Minimum(_) => false,
    }
}

/// What a floor added for good, as a part of what it has become.
fn kept_of(
    amount: Amount,
    kept: Option<(ExactAmount, ExactAmount)>,
) -> Result<Amount, OutOfBounds> {
    let Some((uplift, out)) = kept else { return Ok(Amount::zero(amount.unit())) };
    let weights = ExactAmount::weights(&[uplift, out]).ok_or(OutOfBounds)?;
    let (uplift, out) = (weights[0], weights[1]);
    let minor = i128::from(amount.minor()).checked_mul(uplift).ok_or(OutOfBounds)? / out.max(1);
    let minor = i64::try_from(minor).map_err(|_| OutOfBounds)?;
    Amount::from_minor(minor.min(amount.minor()), amount.unit()).map_err(|_| OutOfBounds)
}

/// What a cap carries, rounded as the plan rounds; `None` for less than a unit.
fn carried(
    plan: &Plan,
    fact: &Fact<'_>,
    cap: usize,
    excess: ExactAmount,
) -> Result<Option<(CapId, Amount, Date)>, OutOfBounds> {
    let Some(day) = plan.caps[cap].next_period(fact.on()) else { return Ok(None) };
    let amount = excess.round(plan.rounding().mode).map_err(|_| OutOfBounds)?;
    Ok(amount.is_positive().then(|| (plan.caps[cap].id.clone(), amount, day)))
}
