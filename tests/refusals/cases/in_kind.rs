//! R44xx: points and time off.

use super::{Reproducer, tells};
use crate::options::plan;
use crate::support::Company;
use crate::support::forms::redeem;
use referral_ledger::amount;
use referral_ledger::lead::LeadKind;

/// Ana has 50 points that never expire.
pub(super) fn fifty() -> Company {
    let points = "[points]\ncost = \"none\"\nexpire = \"never\"";
    let words = [("pays", "{ points = \"50 points\" }"), ("tables", points)];
    let mut company = Company::with_plan(&plan(&words));
    company.on("2026-02-10");
    company.sells("ana", "D", LeadKind::NewEquipment);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company
}

pub(super) const CASES: &[Reproducer] = &[
    ("R4701", || {
        let mut company = fifty();
        let command = redeem("R1", "ana", amount!(20 points), "2026-02-10");
        company.tell("shop", command.clone()).unwrap();
        tells(company, "shop", command).anew()
    }),
    ("R4702", || tells(fifty(), "shop", redeem("R1", "ana", amount!(5.00 USD), "2026-02-10"))),
    ("R4703", || tells(fifty(), "shop", redeem("R1", "ana", amount!(51 points), "2026-02-10"))),
    // They were awarded on the day after.
    ("R4703", || tells(fifty(), "shop", redeem("R1", "ana", amount!(1 points), "2026-02-09"))),
    ("R4703", || tells(fifty(), "shop", redeem("R1", "ben", amount!(1 points), "2026-02-10"))),
    ("R4703", || tells(fifty(), "shop", redeem("R1", "ana", amount!(1.00 hours), "2026-02-10"))),
    ("R6005", || tells(fifty(), "shop", redeem("R1", "eva", amount!(1 points), "2026-02-10"))),
    ("R0011", || tells(fifty(), "shop", redeem("R1", "ana", amount!(0 points), "2026-02-10"))),
    ("R0006", || tells(fifty(), "shop", redeem("R1", "ana", amount!(1 points), "2026-02-11"))),
];
