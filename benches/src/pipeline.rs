//! Rewards a second of the pipeline alone: which rule applies, who has which share, and every stage
//! with its step, under the same plan and for the same payments as in `plan`. What was counted
//! before is kept by the deal, as a ledger keeps it; there is no journal, record or balance.

use crate::figures::{Fallible, ROUNDS, Row, Spread, number, short, worked};
use crate::life::HARBOUR;
use crate::plan::PAYMENTS;
use referral_ledger::accrual::{
    Asked, Before, Days, Fact, Made, Move, Position, choose, make, parts_of,
};
use referral_ledger::deal::{Line, Milestone};
use referral_ledger::lead::LeadKind;
use referral_ledger::money::ExactAmount;
use referral_ledger::plan::Plan;
use referral_ledger::plan::rule::{Component, Pays};
use referral_ledger::why::ZeroReason;
use referral_ledger::{amount, date};

const DEALS: u32 = 100_000;

/// What earlier payments of one deal came to.
#[derive(Default)]
struct Earlier {
    is_begun: bool,
    collected: i64,
    exact: Option<ExactAmount>,
    allotted: [i64; 2],
    capped: i64,
    capped_of: [i64; 2],
}

impl Before for Earlier {
    fn base(&self) -> i64 {
        self.collected
    }
    fn exact(&self, part: Option<usize>) -> Option<ExactAmount> {
        if part.is_none() { self.exact } else { None }
    }
    fn allotted(&self, part: usize) -> i64 {
        self.allotted[part]
    }
    fn is_first(&self) -> bool {
        !self.is_begun
    }
    fn position(&self, _tiers: u16, _part: Option<usize>) -> Result<Position, ZeroReason> {
        let (measure, base) = (self.collected, self.collected);
        Ok(Position { measure, base, ..Position::zero() })
    }
    fn used(&self, _cap: u16, part: Option<usize>) -> i64 {
        part.map_or(self.capped, |part| self.capped_of[part])
    }
}

impl Earlier {
    /// Counts what a payment came to.
    fn count(&mut self, made: &Made) -> Option<()> {
        self.is_begun = true;
        for moved in &made.moves {
            if let Move::Tiers(_, _, _, measure, _, _) = moved {
                self.collected += measure;
            }
        }
        self.exact = match (self.exact, made.exact) {
            (Some(one), Some(other)) => Some(one.plus(other)?),
            (one, other) => one.or(other),
        };
        for (part, at) in made.parts.iter().zip(0..) {
            let carried = part.carried.as_ref().map_or(0, |(_, amount, _)| amount.minor());
            self.allotted[at] += part.allotted.minor();
            self.capped += part.amount.minor() + carried;
            self.capped_of[at] += part.amount.minor();
        }
        Some(())
    }
}

/// What one payment comes to.
fn evaluated(
    plan: &Plan,
    commission: &Component,
    fact: &Fact<'_>,
    before: &Earlier,
) -> Fallible<Made> {
    let (rule, steps) = choose(commission, fact).ok_or("the component closes")?;
    let Pays::Money(terms) = &rule.pays else { return Err("it pays money".into()) };
    let (parts, absent) = parts_of(&plan.split, &terms.to, |_| true);
    let (rule, parts) = (&rule.id, parts.as_slice());
    let asked = Asked { plan, rule, terms, fact, parts, before, read: None };
    let mut made = make(&asked).map_err(|_| "within the bound")?;
    made.steps.splice(0..0, absent.into_iter().chain(steps));
    Ok(made)
}

/// Rewards and steps of a Why a second.
fn round(plan: &Plan, deals: u32) -> Fallible<(f64, f64)> {
    let on_payment = |it: &&Component| it.on == Milestone::Paid;
    let commission = plan.components.iter().find(on_payment).ok_or("the plan pays on payments")?;
    let (kind, lines) = (LeadKind::NewSite, [Line::of_net(amount!(10_000.00 USD))]);
    let days = Days {
        accepted: Some(date!("2026-06-23")),
        won: Some(date!("2026-07-15")),
        paid: Some(date!("2026-08-10")),
        ..Days::since(date!("2026-06-22"))
    };
    let fact = Fact {
        milestone: Milestone::Paid,
        kind: &kind,
        days,
        told: &[],
        lines: &lines,
        lines_are_gone: false,
    };
    let (spent, (rewards, steps)) = worked(|| {
        let (mut rewards, mut steps) = (0, 0);
        for _ in 0..deals {
            let mut earlier = Earlier::default();
            for _ in 0..PAYMENTS {
                let made = evaluated(plan, commission, &fact, &earlier)?;
                earlier.count(&made).ok_or("within the bound")?;
                rewards += made.parts.len();
                steps +=
                    made.parts.iter().map(|it| made.steps.len() + it.steps.len()).sum::<usize>();
                std::hint::black_box(made);
            }
        }
        Ok((rewards, steps))
    })?;
    let seconds = spent.as_secs_f64();
    Ok((number(rewards) / seconds, number(steps) / number(rewards)))
}

pub(crate) fn measure(size: f64) -> Fallible<Vec<Row>> {
    let (plan, deals) = (Plan::read(HARBOUR)?, crate::scaled(DEALS, size));
    println!("{PAYMENTS} payments of each of {deals} deals, two payees each, {ROUNDS} rounds");
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(round(&plan, deals)?);
    }
    let rewards = Spread::of(rounds.iter().map(|(rewards, _)| *rewards));
    let steps = Spread::of(rounds.iter().map(|(_, steps)| *steps));
    println!("  rewards a second, each with its Why    {rewards}");
    println!("  steps of a Why                         {}", short(steps.median()));
    println!("  nanoseconds a reward                   {}", short(1e9 / rewards.median()));
    let what = "plan evaluation with the full Why, rewards a second";
    Ok(vec![Row::at_least(what, 1e6, "on one core", rewards)])
}
