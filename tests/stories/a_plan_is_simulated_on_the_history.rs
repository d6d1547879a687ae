//! What another plan would have paid for the same history, beside what was paid: asked before it is
//! decided, of months that are closed or open.

use crate::support::{Company, FIELD_PLAN, changed, id};
use referral_ledger::amount;
use referral_ledger::lead::LeadKind;
use referral_ledger::restatement::Change;
use referral_ledger::study::{Simulation, simulate};

/// Two presses of ana and ben, paid in February and March.
fn two_months() -> Company {
    let mut company = Company::new();
    company.on("2026-02-02");
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.sells("ben", "mill", LeadKind::NewEquipment);
    company.on("2026-02-20").receives("P1", "press", amount!(10_000.00 USD));
    company.on("2026-03-20").receives("P2", "mill", amount!(4_000.00 USD));
    company
}

/// The rows that differ.
fn rows(simulation: &Simulation) -> Vec<String> {
    let row = |it: &referral_ledger::study::Simulated| {
        format!("{} {}: {} -> {}", it.payee, it.rule, it.was.digits(), it.would_be.digits())
    };
    let differs = |it: &&referral_ledger::study::Simulated| it.was != it.would_be;
    simulation.rows.iter().filter(differs).map(row).collect()
}

#[test]
fn a_candidate_plan_is_laid_beside_what_was_paid() {
    let company = two_months();
    let before = company.journal.ledger().digest();
    let text = changed(FIELD_PLAN, &[("rate = \"2%\"", "rate = \"2.5%\"")]);
    let candidate = [Change::Plan { published: id("field-leads@2026"), text }];
    let first_half = simulate(&company.journal, id("2026-01-01/2026-07-01"), &candidate).unwrap();
    // 2 % and 2.5 % of 10,000.00 and of 4,000.00.
    assert_eq!(
        rows(&first_half),
        ["ana equipment-commission: 200.00 -> 250.00", "ben equipment-commission: 80.00 -> 100.00"]
    );
    // Both have the fee of 25.00 for a lead as well, in either case.
    assert_eq!(first_half.totals(), Some((amount!(330.00 USD), amount!(400.00 USD))));
    assert_eq!(first_half.refused, []);
    // Of some days alone.
    let february = simulate(&company.journal, id("2026-02-20/2026-02-21"), &candidate).unwrap();
    assert_eq!(rows(&february), ["ana equipment-commission: 200.00 -> 250.00"]);
    assert_eq!(company.journal.ledger().digest(), before);
}

#[test]
fn a_candidate_of_another_name_has_rows_of_its_own() {
    let company = two_months();
    let words = [
        ("id        = \"field-leads\"", "id = \"next-leads\""),
        ("rate = \"2%\"", "rate = \"1%\""),
    ];
    let text = changed(FIELD_PLAN, &words);
    let candidate = [Change::Plan { published: id("field-leads@2026"), text }];
    let found = simulate(&company.journal, id("2026"), &candidate).unwrap();
    let commissions = found.rows.iter().filter(|it| it.rule.as_str() == "equipment-commission");
    let said: Vec<_> = commissions
        .map(|it| format!("{} {} {} {}", it.payee, it.plan, it.was.digits(), it.would_be.digits()))
        .collect();
    assert_eq!(
        said,
        [
            "ana field-leads 200.00 0.00",
            "ana next-leads 0.00 100.00",
            "ben field-leads 80.00 0.00",
            "ben next-leads 0.00 40.00",
        ]
    );
}

#[test]
fn nothing_told_is_nothing_simulated() {
    let company = Company::new();
    let found = simulate(&company.journal, id("2026"), &[]).unwrap();
    assert_eq!((found.rows.len(), found.totals()), (0, None));
}
