//! R44xx: credit that is somebody else's.

use super::{Reproducer, company, tells, with_deal, with_lead};
use crate::support::forms::{accept, reassign, report};
use crate::support::{Company, id};
use referral_ledger::command::Retract;
use referral_ledger::deal::FactRef;
use referral_ledger::id::LeadId;

/// Ana's lead that ben took on, under a plan that pays nothing for that.
fn accepted_by_ben() -> Company {
    let mut company = Company::with_plan(&crate::options::plan(&[]));
    company.on("2026-02-10");
    company.tell("ana", report("ana", "L1", "2026-02-10")).unwrap();
    company.tell("ben", accept("L1", "2026-02-10")).unwrap();
    company
}

pub(super) const CASES: &[Reproducer] = &[
    ("R4501", || tells(with_lead(), "finance", reassign("L1", "ben", "cleo", None))),
    ("R4502", || tells(with_lead(), "ben", reassign("L1", "ana", "ben", None))),
    ("R4503", || tells(with_deal(), "finance", reassign("D1", "ana", "ben", None))), // its fee
    ("R1002", || tells(company(), "finance", reassign("L1", "ana", "ben", None))),
    ("R1010", || tells(with_lead(), "finance", reassign("L1", "ana", "ana", None))),
    ("R1013", || tells(accepted_by_ben(), "finance", reassign("L1", "ana", "ben", None))),
    ("R2017", || {
        let mut company = with_lead();
        let fact = FactRef::Lead(LeadId::named("L1"));
        company.tell("finance", Retract { fact, reason: id("no-such-tip") }).unwrap();
        tells(company, "finance", reassign("L1", "ana", "ben", None))
    }),
    ("R6005", || tells(with_lead(), "finance", reassign("L1", "nobody", "ben", None))),
    ("R6005", || tells(with_lead(), "finance", reassign("L1", "ana", "nobody", None))),
];
