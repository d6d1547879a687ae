//! What a statement says of points, time off, gifts and recognition: they stand apart from money,
//! each in its own unit.

use super::page::Page;
use super::statement::{ReasonedLine, sum};
use super::statement_lines::VestedLine;
use crate::command::Command;
use crate::event::{Event, Expired, Redeemed, UsedLot};
use crate::id::{ActorId, GiftId, PayeeId, RedemptionId};
use crate::ledger::view::InKindView;
use crate::money::{Amount, Unit};
use crate::plan::in_kind::UNITS;
use crate::time::Date;
use crate::why::Fate;

/// What happened to points, hours, gifts or badges of a payee.
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
    /// A gift was handed over.
    HandedOver {
        /// The day it stands under.
        on: Date,
        /// The handing over.
        redemption: RedemptionId,
        /// Which gift.
        gift: GiftId,
        /// Who gave it.
        given_by: ActorId,
    },
    /// They were not redeemed or handed over in time.
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
    /// Points, hours, gifts or badges.
    pub fn unit(&self) -> Unit {
        match self {
            InKindLine::Reasoned(line) => line.why.amount.map_or(Unit::POINTS, Amount::unit),
            InKindLine::Vested(line) => line.amount.unit(),
            InKindLine::HandedOver { .. } => Unit::GIFT,
            InKindLine::Redeemed { amount, .. } | InKindLine::Expired { amount, .. } => {
                amount.unit()
            }
        }
    }

    /// What an event says of the points and hours of a payee, beside what has a Why.
    pub(super) fn of(event: &Event, command: &Command, payee: &PayeeId) -> Vec<InKindLine> {
        let told = match command {
            Command::Redeem(told) => Some(told.redemption),
            _ => None,
        };
        let redeemed = |it: &Redeemed, redemption| {
            let (on, mut lines) = (it.on, Vec::new());
            for amount in of_units(&it.lots) {
                lines.push(InKindLine::Redeemed { on, redemption, amount });
            }
            lines
        };
        match event {
            Event::Redeemed(it) if it.payee == *payee => match command {
                Command::HandOver(told) => vec![InKindLine::HandedOver {
                    on: it.on,
                    redemption: told.redemption,
                    gift: told.gift.clone(),
                    given_by: told.given_by.clone(),
                }],
                _ => redeemed(it, told),
            },
            Event::PutBack(it) if it.payee == *payee => redeemed(it, None),
            Event::Expired(Expired { due, on, payee: whose, lots, .. }) if whose == payee => {
                let line = |amount| InKindLine::Expired { on: *on, due: *due, amount };
                of_units(lots).into_iter().map(line).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// What lots come to, each unit apart.
fn of_units(lots: &[UsedLot]) -> Vec<Amount> {
    let of = |unit: Unit| {
        let amounts = lots.iter().map(|lot| lot.amount).filter(|amount| amount.unit() == unit);
        Some(sum(Amount::zero(unit), amounts)).filter(|sum| sum.is_positive())
    };
    UNITS.into_iter().filter_map(of).collect()
}

/// The sections of each unit, and what of it there is now.
pub(super) fn sections(page: &mut Page, lines: &[InKindLine], stands: &[InKindView]) {
    for unit in UNITS {
        let words = of_unit(unit);
        let its: Vec<&InKindLine> = lines.iter().filter(|line| line.unit() == unit).collect();
        let now = stands.iter().find(|it| it.held.unit() == unit);
        let title = words.title;
        for (part_title, wanted) in words.parts() {
            let mut part = its.iter().filter(|line| wanted(line)).peekable();
            if part.peek().is_some() {
                page.heading(&format!("{title}: {part_title}"), unit.code());
                part.for_each(|line| page.in_kind(line));
            }
        }
        if let Some(now) = now {
            page.heading(&format!("{title}: WHERE THEY STAND NOW"), unit.code());
            page.term(' ', "held, each until its day", now.held);
            page.term('+', words.usable, now.usable);
            if now.on_hold.is_positive() {
                page.figure("  (of it on hold by hand)", &now.on_hold.digits());
            }
        }
    }
}

type IsPart = fn(&InKindLine) -> bool;

/// How a page speaks of what is counted in a unit.
pub(super) struct Words {
    title: &'static str,
    taken_back: &'static str,
    vested: &'static str,
    gone: &'static str,
    usable: &'static str,
    /// What could be done with what was taken back.
    pub(super) could_be: &'static str,
}

/// The words of a unit that is not money.
pub(super) fn of_unit(unit: Unit) -> Words {
    let redeemed = Words {
        title: if unit == Unit::POINTS { "POINTS" } else { "TIME OFF" },
        taken_back: "TAKEN BACK",
        vested: "CAN BE REDEEMED NOW",
        gone: "REDEEMED, AND EXPIRED",
        usable: "to be redeemed",
        could_be: "could be redeemed",
    };
    match unit {
        Unit::GIFT => Words {
            title: "GIFTS",
            vested: "CAN BE HANDED OVER NOW",
            gone: "HANDED OVER, AND FORFEITED",
            usable: "to be handed over",
            could_be: "could be handed over",
            ..redeemed
        },
        Unit::BADGE => Words {
            title: "RECOGNITION",
            taken_back: "WITHDRAWN",
            vested: "GIVEN NOW",
            usable: "given",
            could_be: "was given",
            ..redeemed
        },
        _ => redeemed,
    }
}

impl Words {
    /// The sections of a unit, in their order.
    fn parts(&self) -> [(&'static str, IsPart); 4] {
        [
            (
                "AWARDED",
                |line| matches!(line, InKindLine::Reasoned(it) if it.why.fate != Fate::TakenBack),
            ),
            (
                self.taken_back,
                |line| matches!(line, InKindLine::Reasoned(it) if it.why.fate == Fate::TakenBack),
            ),
            (self.vested, |line| matches!(line, InKindLine::Vested(_))),
            (self.gone, |line| !matches!(line, InKindLine::Reasoned(_) | InKindLine::Vested(_))),
        ]
    }
}

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
            InKindLine::HandedOver { on, redemption, gift, given_by } => {
                self.figure(&format!("{on}  {gift} was handed over"), "1");
                self.detail(&format!("by {given_by}; redemption {}", redemption.short()));
            }
            InKindLine::Redeemed { on, redemption: None, amount } => {
                let what = match amount.unit() {
                    Unit::GIFT => "handing over",
                    _ => "redemption",
                };
                let words = format!("{on}  a {what} was told by mistake: there again");
                self.figure(&words, &amount.negated().digits());
            }
            InKindLine::Expired { on, due, amount } => {
                let what = if amount.unit() == Unit::GIFT { "handed over" } else { "redeemed" };
                self.figure(&format!("{due}  not {what} in time"), &amount.digits());
                if due != on {
                    self.detail(&format!("(booked on {on}: its own month was closed)"));
                }
            }
        }
    }
}
