//! Reproducers: for each code of the table a company and the command it refuses.
//!
//! | file | codes |
//! |---|---|
//! | `any` | R0xxx: any command |
//! | `leads` | R1xxx |
//! | `deals` | R2xxx |
//! | `plans` | R3xxx and R4xxx: plans and rewards |
//! | `adjustments` | R41xx |
//! | `credit` | R44xx |
//! | `holds` | R42xx: approvals and holds by hand |
//! | `openings` | R43xx |
//! | `restatements` | R46xx |
//! | `in_kind` | R47xx: points and time off |
//! | `rates` | R48xx |
//! | `gifts` | R471x: gifts |
//! | `runs` | R5xxx |
//! | `thresholds` | R503x and R504x |
//! | `payees` | R6xxx: payees and time |

mod adjustments;
mod any;
mod credit;
mod deals;
mod debts;
mod gifts;
mod holds;
mod in_kind;
mod leads;
mod openings;
mod payees;
mod plans;
mod rates;
mod restatements;
mod runs;
mod thresholds;

use crate::support::{Company, id};
use referral_ledger::command::Command;
use referral_ledger::lead::LeadKind;
use referral_ledger::told::{Actor, ActorKind, Key, Told};

/// A company and what it is told, to be refused.
pub(crate) struct Case {
    pub(crate) company: Company,
    pub(crate) told: Told,
    pub(crate) command: Command,
}

/// A code, and how to come to it. One code may have several cases.
pub(crate) type Reproducer = (&'static str, fn() -> Case);

/// All cases, in the order of their codes.
pub(crate) fn all() -> Vec<Reproducer> {
    let plans = [any::CASES, leads::CASES, deals::CASES, plans::CASES];
    let by_hand = [
        adjustments::CASES,
        holds::CASES,
        openings::CASES,
        debts::CASES,
        credit::CASES,
        restatements::CASES,
        in_kind::CASES,
        rates::CASES,
        gifts::CASES,
    ];
    [&plans[..], &by_hand, &[runs::CASES, thresholds::CASES, payees::CASES]].concat().concat()
}

/// A person tells the company a command today, under its natural key.
fn tells(company: Company, by: &str, command: impl Into<Command>) -> Case {
    let command = command.into();
    let told = Told { at: company.now(), by: Actor::human(id(by)), key: Key::of(&command) };
    Case { company, told, command }
}

impl Case {
    /// Under a key of its own instead: what the key would refuse must not hide the case.
    fn anew(mut self) -> Case {
        self.told.key = id("another-key");
        self
    }

    /// By a program instead of a person.
    fn by_program(mut self) -> Case {
        self.told.by.kind = ActorKind::System;
        self
    }

    /// At this instant instead.
    fn at(mut self, at: &str) -> Case {
        self.told.at = id(at);
        self
    }
}

/// The company on 2026-02-10, with nothing but its plan and its people.
fn company() -> Company {
    let mut company = Company::new();
    company.on("2026-02-10");
    company
}

/// The company on 2026-02-10, with the lead `L1` that ana reported that day.
fn with_lead() -> Company {
    let mut company = company();
    company.reports("ana", "L1", LeadKind::NewEquipment);
    company
}

/// The company on 2026-02-10, with the deal `D1` that ana's lead became that day.
fn with_deal() -> Company {
    let mut company = company();
    company.sells("ana", "D1", LeadKind::NewEquipment);
    company
}
