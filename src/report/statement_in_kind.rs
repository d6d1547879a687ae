//! What a statement says of points and time off: they stand apart from money, each in its own unit.

use super::page::Page;
use super::statement::{ReasonedLine, sum};
use super::statement_lines::VestedLine;
use crate::event::{Event, Expired, Redeemed, UsedLot};
use crate::id::{PayeeId, RedemptionId};
use crate::ledger::view::InKindView;
use crate::money::{Amount, Unit};
use crate::time::Date;
use crate::why::Fate;

/// What happened to points or hours of a payee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InKindLine {
    /// They were awarded, or taken back, and why.
    Reasoned(Box<ReasonedLine>),
    /// They were held, and can be redeemed.
    Vested(VestedLine),
    /// They were redeemed.
    Redeemed {
        /// The day it stands under.
        on: Date,
        /// The redemption, where it is one and was not told by mistake.
        redemption: Option<RedemptionId>,
        /// How many.
        amount: Amount,
    },
    /// They were not redeemed in time.
    Expired {
        /// The day it stands under.
        on: Date,
        /// The first day on which they could not be redeemed.
        due: Date,
        /// How many.
        amount: Amount,
    },
}

impl InKindLine {
    /// Points or hours.
    pub fn unit(&self) -> Unit {
        match self {
            InKindLine::Reasoned(line) => line.why.amount.map_or(Unit::POINTS, Amount::unit),
            InKindLine::Vested(line) => line.amount.unit(),
            InKindLine::Redeemed { amount, .. } | InKindLine::Expired { amount, .. } => {
                amount.unit()
            }
        }
    }

    /// What an event says of the points and hours of a payee, beside what has a Why.
    pub(super) fn of(
        event: &Event,
        told: Option<RedemptionId>,
        payee: &PayeeId,
    ) -> Vec<InKindLine> {
        let redeemed = |it: &Redeemed, redemption| {
            let (on, mut lines) = (it.on, Vec::new());
            for amount in of_units(&it.lots) {
                lines.push(InKindLine::Redeemed { on, redemption, amount });
            }
            lines
        };
        match event {
            Event::Redeemed(it) if it.payee == *payee => redeemed(it, told),
            Event::PutBack(it) if it.payee == *payee => redeemed(it, None),
            Event::Expired(Expired { due, on, payee: whose, lots, .. }) if whose == payee => {
                let line = |amount| InKindLine::Expired { on: *on, due: *due, amount };
                of_units(lots).into_iter().map(line).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// What lots come to, hours and points apart.
fn of_units(lots: &[UsedLot]) -> Vec<Amount> {
    let of = |unit: Unit| {
        let amounts = lots.iter().map(|lot| lot.amount).filter(|amount| amount.unit() == unit);
        Some(sum(Amount::zero(unit), amounts)).filter(|sum| sum.is_positive())
    };
    [Unit::POINTS, Unit::HOURS].into_iter().filter_map(of).collect()
}

/// The sections of each unit, and what of it there is now.
pub(super) fn sections(page: &mut Page, lines: &[InKindLine], stands: &[InKindView]) {
    for unit in [Unit::POINTS, Unit::HOURS] {
        let its: Vec<&InKindLine> = lines.iter().filter(|line| line.unit() == unit).collect();
        let now = stands.iter().find(|it| it.held.unit() == unit);
        let title = if unit == Unit::POINTS { "POINTS" } else { "TIME OFF" };
        for (words, wanted) in PARTS {
            let mut part = its.iter().filter(|line| wanted(line)).peekable();
            if part.peek().is_some() {
                page.heading(&format!("{title}: {words}"), unit.code());
                part.for_each(|line| page.in_kind(line));
            }
        }
        if let Some(now) = now {
            page.heading(&format!("{title}: WHERE THEY STAND NOW"), unit.code());
            page.term(' ', "held, each until its day", now.held);
            page.term('+', "to be redeemed", now.usable);
            if now.on_hold.is_positive() {
                page.figure("  (of it on hold by hand)", &now.on_hold.digits());
            }
        }
    }
}

type IsPart = fn(&InKindLine) -> bool;

/// The sections of a unit, in their order.
const PARTS: [(&str, IsPart); 4] = [
    ("AWARDED", |line| matches!(line, InKindLine::Reasoned(it) if it.why.fate != Fate::TakenBack)),
    (
        "TAKEN BACK",
        |line| matches!(line, InKindLine::Reasoned(it) if it.why.fate == Fate::TakenBack),
    ),
    ("CAN BE REDEEMED NOW", |line| matches!(line, InKindLine::Vested(_))),
    ("REDEEMED, AND EXPIRED", |line| {
        matches!(line, InKindLine::Redeemed { .. } | InKindLine::Expired { .. })
    }),
];

impl Page {
    fn in_kind(&mut self, line: &InKindLine) {
        match line {
            InKindLine::Reasoned(line) => {
                let unit = line.why.amount.map_or(Unit::POINTS, Amount::unit);
                self.reasoned(line, Amount::zero(unit));
            }
            InKindLine::Vested(line) => self.vested(line),
            InKindLine::Redeemed { on, redemption: Some(redemption), amount } => {
                let words = format!("{on}  redemption {}", redemption.short());
                self.figure(&words, &amount.digits());
            }
            InKindLine::Redeemed { on, redemption: None, amount } => {
                let words = format!("{on}  a redemption was told by mistake: there again");
                self.figure(&words, &amount.negated().digits());
            }
            InKindLine::Expired { on, due, amount } => {
                self.figure(&format!("{due}  not redeemed in time"), &amount.digits());
                if due != on {
                    self.detail(&format!("(booked on {on}: its own month was closed)"));
                }
            }
        }
    }
}
