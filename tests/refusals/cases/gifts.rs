//! R471x: gifts.

use super::{Reproducer, tells};
use crate::options::plan;
use crate::support::forms::{hand_over, redeem};
use crate::support::{Company, id};
use referral_ledger::amount;
use referral_ledger::command::Retract;
use referral_ledger::deal::FactRef;
use referral_ledger::id::{RedemptionId, RefundId};
use referral_ledger::lead::LeadKind;

/// All of it goes back with a refund.
const RETURNED: &str = "{ on = [\"refunded\"], take = \"full\", window = \"without_end\", \
    refund_target = \"proportional\", flat_part = \"returned\" }";

/// Ana has a gift card, which is claimed when its cause goes back, and earned 20.00 beside it.
fn card() -> Company {
    let card = "[[gift]]\nid = \"card\"\nfair_value = \"50.00 USD\"\ntaxable = \"yes\"\n\
        cash_equivalent = \"yes\"\nforfeited = \"never\"\nonce_given = \"claimed\"";
    let more = "[[component]]\nid = \"second\"\non = \"paid\"\n[[component.rule]]\n\
        id = \"cash\"\nbecause = \"a case\"\nwhen = \"always\"\npayee = \"originator\"\n\
        pays = { flat = \"20.00 USD\" }\nhold = \"none\"\nclawback = \"none\"";
    let words =
        [("pays", "{ gift = \"card\" }"), ("tables", card), ("clawback", RETURNED), ("more", more)];
    let mut company = Company::with_plan(&plan(&words));
    company.on("2026-02-10");
    company.sells("ana", "D", LeadKind::NewEquipment);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company
}

/// The card is handed over, and claimed.
fn claimed() -> Company {
    let mut company = card();
    company.tell("hr", hand_over("H1", "ana", "card", "2026-02-10")).unwrap();
    company.refunds("F1", "P1", amount!(1_000.00 USD));
    company
}

fn retract(fact: FactRef) -> Retract {
    Retract { fact, reason: id("told-twice") }
}

pub(super) const CASES: &[Reproducer] = &[
    ("R4701", || {
        let mut company = card();
        let command = hand_over("H1", "ana", "card", "2026-02-10");
        company.tell("hr", command.clone()).unwrap();
        tells(company, "hr", command).anew()
    }),
    ("R4711", || tells(card(), "hr", hand_over("H1", "ana", "hamper", "2026-02-10"))),
    // It was awarded on the day after.
    ("R4711", || tells(card(), "hr", hand_over("H1", "ana", "card", "2026-02-09"))),
    ("R4711", || tells(card(), "hr", hand_over("H1", "ben", "card", "2026-02-10"))),
    ("R4712", || tells(card(), "shop", redeem("R1", "ana", amount!(1 gift), "2026-02-10"))),
    ("R4712", || tells(card(), "shop", redeem("R1", "ana", amount!(1 badge), "2026-02-10"))),
    ("R4713", || tells(claimed(), "hr", retract(FactRef::Redemption(RedemptionId::named("H1"))))),
    ("R4714", || {
        let mut company = claimed();
        company.on("2026-03-01");
        company.pays("2026-02");
        tells(company, "bank", retract(FactRef::Refund(RefundId::named("F1"))))
    }),
    ("R4715", || {
        let card = "[[gift]]\nid = \"card\"\nfair_value = \"50.00 USD\"\ntaxable = \"yes\"\n\
            cash_equivalent = \"yes\"\nforfeited = \"never\"\nonce_given = \"kept\"";
        let words = [("pays", "{ gift = \"card\" }"), ("tables", card), ("clawback", RETURNED)];
        let mut company = Company::with_plan(&plan(&words));
        company.on("2026-02-10");
        company.sells("ana", "D", LeadKind::NewEquipment);
        company.receives("P1", "D", amount!(1_000.00 USD));
        company.tell("hr", hand_over("H1", "ana", "card", "2026-02-10")).unwrap();
        company.refunds("F1", "P1", amount!(1_000.00 USD));
        tells(company, "hr", retract(FactRef::Redemption(RedemptionId::named("H1"))))
    }),
    ("R6005", || tells(card(), "hr", hand_over("H1", "eva", "card", "2026-02-10"))),
    ("R0006", || tells(card(), "hr", hand_over("H1", "ana", "card", "2026-02-11"))),
];
