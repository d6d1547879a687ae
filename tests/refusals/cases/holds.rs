//! R42xx: approvals, and holds by hand.

use super::{Case, Reproducer, tells};
use crate::options::plan;
use crate::support::Company;
use crate::support::forms::{approve_reward, hold_reward, release_reward, reward};
use referral_ledger::amount;
use referral_ledger::command::ApproveReward;
use referral_ledger::lead::LeadKind;

/// Ana has 100.00 that waits for an approval.
fn waits() -> Company {
    let mut company = Company::with_plan(&plan(&[("hold", "{ until = \"approved\" }")]));
    company.on("2026-02-10");
    company.sells("ana", "D", LeadKind::NewEquipment);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company
}

fn approves() -> ApproveReward {
    approve_reward("A1", reward("D", "ana"), amount!(100.00 USD))
}

fn approved() -> Company {
    let mut company = waits();
    company.tell("controller", approves()).unwrap();
    company
}

fn on_hold() -> Company {
    let mut company = waits();
    company.tell("auditor", hold_reward("H1", reward("D", "ana"))).unwrap();
    company
}

pub(super) const CASES: &[Reproducer] = &[
    ("R4201", || tells(waits(), "controller", hold_reward("H1", reward("D", "ben")))),
    ("R4201", || {
        let command = approve_reward("A1", reward("E", "ana"), amount!(100.00 USD));
        tells(waits(), "controller", command)
    }),
    ("R4202", || tells(approved(), "controller", approves()).anew()),
    ("R4203", || {
        let command = approve_reward("A2", reward("D", "ana"), amount!(100.00 USD));
        tells(approved(), "controller", command)
    }),
    ("R4204", || {
        let command = approve_reward("A1", reward("D", "ana"), amount!(99.99 USD));
        tells(waits(), "controller", command)
    }),
    ("R4205", || tells(waits(), "job", approves()).by_program()),
    ("R4205", || tells(on_hold(), "job", release_reward("H1")).by_program()),
    ("R4206", || tells(waits(), "ana", approves())),
    ("R4206", || tells(on_hold(), "ana", release_reward("H1"))),
    ("R4207", || {
        let again: Case = tells(on_hold(), "auditor", hold_reward("H1", reward("D", "ana")));
        again.anew()
    }),
    ("R4208", || tells(waits(), "controller", release_reward("H1"))),
    ("R4209", || {
        let mut company = on_hold();
        company.tell("controller", release_reward("H1")).unwrap();
        tells(company, "controller", release_reward("H1")).anew()
    }),
];
