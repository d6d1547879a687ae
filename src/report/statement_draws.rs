//! Lines of a statement about draws that are to be paid back: what was given, what earnings
//! covered, and that one has ended.
//!
//! They change nothing in the sum of the month: what is given is owed back. A draw that need not be
//! paid back, and what is forgiven, is earned and stands there.

use crate::event::{DrawFor, Event, GivenAs};
use crate::id::DrawId;
use crate::ledger::Ledger;
use crate::money::Amount;
use crate::time::{Date, Period};
use crate::why::Step;

/// Something that became of a draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawLine {
    /// The day it stands under.
    pub on: Date,
    /// The draw.
    pub draw: DrawId,
    /// The period it is for.
    pub period: Period,
    /// What became of it.
    pub told: DrawTold,
}

/// What became of a draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DrawTold {
    /// It was given, and is to be paid back.
    Given {
        /// How much.
        amount: Amount,
        /// From when on it is recovered.
        as_what: GivenAs,
        /// How it was found.
        steps: Vec<Step>,
    },
    /// Its period was reckoned.
    Reckoned {
        /// What was earned of it, and is kept at once.
        covered: Amount,
        /// What is owed of it beyond that.
        rest: Amount,
        /// From when on that is recovered; `None` for the first period without a draw.
        from: Option<Date>,
    },
    /// It has ended.
    Ended {
        /// Whether the payee left while it ran.
        left: bool,
    },
}

impl DrawLine {
    /// What an event tells of a draw that is to be paid back; `None` for any other event.
    pub(super) fn of(event: &Event) -> Option<DrawLine> {
        let (of, told) = match event {
            Event::DrawGiven(it) if it.as_what != GivenAs::Guarantee && !it.amount.is_zero() => {
                let (amount, as_what, steps) = (it.amount, it.as_what, it.steps.clone());
                (&it.of, DrawTold::Given { amount, as_what, steps })
            }
            Event::DrawReckoned(it) => {
                let rest = it.given.checked_sub(it.covered)?.checked_sub(it.guaranteed)?;
                (&it.of, DrawTold::Reckoned { covered: it.covered, rest, from: it.from })
            }
            Event::DrawEnded(it) => (&it.of, DrawTold::Ended { left: it.left }),
            _ => return None,
        };
        let DrawFor { on, draw, period, .. } = of;
        Some(DrawLine { on: *on, draw: draw.clone(), period: *period, told })
    }

    /// The line, its figure where it has one, and sentences below it.
    pub(super) fn words(&self) -> (String, Option<Amount>, Vec<String>) {
        let DrawLine { on, draw, period, told } = self;
        match told {
            DrawTold::Given { amount, as_what, steps } => {
                let mut below: Vec<String> = steps.iter().map(Step::to_string).collect();
                below.push(match as_what {
                    GivenAs::Owed(from) => recovered(*from),
                    _ => format!("to be paid back from what is earned in {period}"),
                });
                (format!("{on}  draw {draw} of {period}, given"), Some(*amount), below)
            }
            DrawTold::Reckoned { covered, rest, from } => {
                let mut below = vec![format!("{covered} of it was earned, and is kept at once")];
                if !rest.is_zero() {
                    below.push(format!("{rest} of it is still owed: {}", recovered(*from)));
                }
                (format!("{on}  draw {draw} of {period}, reckoned"), None, below)
            }
            DrawTold::Ended { left } => {
                let why = if *left { "ended, for the payee left" } else { "ended" };
                (format!("{on}  draw {draw} {why}"), None, Vec::new())
            }
        }
    }
}

fn recovered(from: Option<Date>) -> String {
    match from {
        Some(from) => format!("kept from runs for {} on", from.month()),
        None => "kept from the first period on in which no draw is given".to_owned(),
    }
}

/// What names the draw of an event.
fn draw_for(event: &Event) -> Option<&DrawFor> {
    match event {
        Event::DrawGiven(it) => Some(&it.of),
        Event::DrawReckoned(it) => Some(&it.of),
        Event::DrawEnded(it) => Some(&it.of),
        _ => None,
    }
}

/// The clause of the policy behind a draw.
pub(super) fn draw_clause(ledger: &Ledger, event: &Event) -> Option<String> {
    let of = draw_for(event)?;
    let plan = ledger.plan(&of.plan)?;
    plan.draws.iter().find(|draw| draw.id == of.draw).map(|draw| draw.because.clone())
}
