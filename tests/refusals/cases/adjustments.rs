//! R41xx: refusals of adjustments.

use super::{Case, Reproducer, company, tells};
use crate::support::forms::*;
use crate::support::{Company, id};
use referral_ledger::adjustment::{About, BasedOn, Direction};
use referral_ledger::command::{ApproveAdjustment, ProposeAdjustment};
use referral_ledger::digest::Digest;
use referral_ledger::id::{AdjustmentId, DealId, LeadId};
use referral_ledger::money::Amount;
use referral_ledger::{amount, rate};

/// 40.00 for ana, in the adjustment `A1`.
fn forty() -> ProposeAdjustment {
    propose("A1", "ana", Direction::Up, amount!(40.00 USD))
}

/// The company on 2026-02-10, with the adjustment that lena proposed.
fn proposed() -> Company {
    let mut company = company();
    company.tell("lena", forty()).unwrap();
    company
}

/// The same, and max approved it.
fn approved() -> Company {
    let mut company = proposed();
    company.approves_adjustment("max", "A1");
    company
}

/// Approves it as it stands.
fn approve(company: Company, by: &str) -> Case {
    let adjustment = AdjustmentId::named("A1");
    let digest = company.journal.ledger().adjustment(adjustment).unwrap().digest;
    tells(company, by, ApproveAdjustment { adjustment, digest })
}

pub(super) const CASES: &[Reproducer] = &[
    ("R4101", || tells(proposed(), "lena", forty()).anew()),
    ("R4102", || {
        let (adjustment, digest) = (AdjustmentId::named("A1"), Digest::sha256(b""));
        tells(company(), "max", ApproveAdjustment { adjustment, digest })
    }),
    ("R4102", || tells(company(), "max", decline("A1"))),
    ("R4103", || approve(approved(), "eve").anew()),
    ("R4103", || tells(approved(), "eve", decline("A1"))),
    ("R4104", || tells(company(), "crm", forty()).by_program()),
    ("R4104", || approve(proposed(), "crm").by_program()),
    ("R4104", || tells(proposed(), "crm", decline("A1")).by_program()),
    ("R4105", || approve(proposed(), "lena")),
    ("R4106", || approve(proposed(), "ana")),
    ("R4106", || tells(proposed(), "ana", decline("A1"))),
    ("R4107", || {
        let (adjustment, digest) = (AdjustmentId::named("A1"), Digest::sha256(b"another"));
        tells(proposed(), "max", ApproveAdjustment { adjustment, digest })
    }),
    ("R4108", || {
        tells(company(), "lena", ProposeAdjustment { amount: amount!(0.00 USD), ..forty() })
    }),
    ("R4108", || {
        tells(company(), "lena", ProposeAdjustment { amount: amount!(-4.00 USD), ..forty() })
    }),
    ("R4109", || {
        tells(company(), "lena", ProposeAdjustment { amount: amount!(4.00 EUR), ..forty() })
    }),
    // 2 % of 1,000.00 is 20.00.
    ("R4110", || {
        let based_on = Some(BasedOn { base: amount!(1_000.00 USD), rate: rate!(2%) });
        tells(company(), "lena", ProposeAdjustment { based_on, ..forty() })
    }),
    ("R6005", || tells(company(), "lena", ProposeAdjustment { payee: id("nobody"), ..forty() })),
    ("R1002", || {
        let about = Some(About::Lead(LeadId::named("nowhere")));
        tells(company(), "lena", ProposeAdjustment { about, ..forty() })
    }),
    ("R2002", || {
        let about = Some(About::Deal(DealId::named("nowhere")));
        tells(company(), "lena", ProposeAdjustment { about, ..forty() })
    }),
    // All that ever accrued would be more than one amount can be.
    ("R0012", || {
        let mut company = company();
        let most = Amount::from_minor(Amount::BOUND_MINOR, id("USD")).unwrap();
        company.tell("lena", propose("A0", "ana", Direction::Up, most)).unwrap();
        company.approves_adjustment("max", "A0");
        company.tell("lena", forty()).unwrap();
        approve(company, "max")
    }),
];
