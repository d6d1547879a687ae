//! R2xxx: refusals of deals, payments and refunds.

use super::{Case, Reproducer, company, tells, with_deal, with_lead};
use crate::support::forms::*;
use crate::support::{Company, id};
use referral_ledger::amount;
use referral_ledger::command::{Command, Retract};
use referral_ledger::deal::{FactRef, Line};
use referral_ledger::id::{DealId, LeadId, PaymentId, RefundId};
use referral_ledger::money::Amount;

const HUNDRED: Amount = amount!(100.00 USD);

/// The deal `D1`, and the payment `P1` of 100.00 USD on 2026-02-10.
fn with_payment() -> Company {
    let mut company = with_deal();
    company.receives("P1", "D1", HUNDRED);
    company
}

/// The lead, the deal, the payment and the refund of the cases, in the order they are told.
fn facts() -> [FactRef; 4] {
    [
        FactRef::Lead(LeadId::named("D1")),
        FactRef::Deal(DealId::named("D1")),
        FactRef::Payment(PaymentId::named("P1")),
        FactRef::Refund(RefundId::named("F1")),
    ]
}

/// All four of them on file.
fn with_refund() -> Company {
    let mut company = with_payment();
    company.refunds("F1", "P1", amount!(40.00 USD));
    company
}

/// All four of them on file, and retracted down to the one of this number.
fn retracted(down_to: usize) -> Company {
    let mut company = with_refund();
    for fact in facts()[down_to..].iter().rev() {
        company.tell("finance", mistake(*fact)).unwrap();
    }
    company
}

fn mistake(fact: FactRef) -> Command {
    Retract { fact, reason: id("told-by-mistake") }.into()
}

fn retracts(company: Company, number: usize) -> Case {
    tells(company, "finance", mistake(facts()[number]))
}

pub(super) const CASES: &[Reproducer] = &[
    ("R2001", || tells(with_deal(), "sales", win("D1", "2026-02-10")).anew()),
    ("R2002", || tells(company(), "bank", payment("P1", "D1", "2026-02-10", HUNDRED))),
    ("R2002", || tells(company(), "sales", install("D1", "2026-02-10"))),
    ("R2002", || tells(company(), "billing", invoice("D1", "2026-02-10"))),
    ("R2002", || tells(company(), "sales", cancel("D1", "2026-02-10"))),
    ("R2003", || {
        let mut win = win("D1", "2026-02-10");
        win.deal = DealId::named("D2");
        tells(with_deal(), "sales", win)
    }),
    ("R2004", || {
        let mut company = with_lead();
        company.accepts("L1");
        tells(company, "sales", win("L1", "2026-02-08"))
    }),
    ("R2005", || {
        let mut company = with_deal();
        company.cancels("D1");
        tells(company, "bank", payment("P1", "D1", "2026-02-10", HUNDRED))
    }),
    ("R2005", || {
        let mut company = with_deal();
        company.cancels("D1");
        tells(company, "sales", install("D1", "2026-02-10"))
    }),
    ("R2005", || {
        let mut company = with_deal();
        company.cancels("D1");
        tells(company, "sales", cancel("D1", "2026-02-10")).anew()
    }),
    ("R2006", || {
        let mut company = with_deal();
        company.tell("sales", install("D1", "2026-02-10")).unwrap();
        tells(company, "sales", install("D1", "2026-02-10")).anew()
    }),
    ("R2007", || tells(with_deal(), "sales", install("D1", "2026-02-09"))),
    ("R2007", || tells(with_deal(), "billing", invoice("D1", "2026-02-09"))),
    ("R2007", || tells(with_deal(), "sales", cancel("D1", "2026-02-09"))),
    ("R2008", || tells(with_payment(), "bank", payment("P1", "D1", "2026-02-10", HUNDRED)).anew()),
    ("R2009", || tells(with_deal(), "bank", refund("F1", "P1", "2026-02-10", HUNDRED))),
    ("R2010", || {
        let mut company = with_payment();
        company.refunds("F1", "P1", amount!(40.00 USD));
        let again = refund("F1", "P1", "2026-02-10", amount!(40.00 USD));
        tells(company, "bank", again).anew()
    }),
    ("R2011", || {
        let mut company = with_payment();
        company.refunds("F1", "P1", amount!(40.00 USD));
        tells(company, "bank", refund("F2", "P1", "2026-02-10", amount!(60.01 USD)))
    }),
    ("R2012", || tells(with_payment(), "bank", refund("F1", "P1", "2026-02-09", HUNDRED))),
    ("R2013", || {
        tells(with_deal(), "bank", payment("P1", "D1", "2026-02-10", amount!(100.00 EUR)))
    }),
    ("R2013", || {
        let euros = refund("F1", "P1", "2026-02-10", amount!(100.00 EUR));
        tells(with_payment(), "bank", euros)
    }),
    ("R2013", || {
        let mut company = with_lead();
        company.accepts("L1");
        let mut win = win("L1", "2026-02-10");
        win.lines = vec![Line::of_net(amount!(100.00 EUR))];
        tells(company, "sales", win)
    }),
    ("R2014", || tells(retracted(1), "sales", install("D1", "2026-02-10"))),
    ("R2014", || tells(retracted(1), "billing", invoice("D1", "2026-02-10"))),
    ("R2014", || tells(retracted(1), "sales", cancel("D1", "2026-02-10"))),
    ("R2014", || tells(retracted(1), "bank", payment("P2", "D1", "2026-02-10", HUNDRED))),
    ("R2015", || tells(retracted(2), "bank", refund("F2", "P1", "2026-02-10", HUNDRED))),
    ("R2016", || retracts(company(), 0)),
    ("R2016", || retracts(with_lead(), 1)),
    ("R2016", || retracts(with_deal(), 2)),
    ("R2016", || retracts(with_payment(), 3)),
    ("R2017", || retracts(retracted(0), 0).anew()),
    ("R2017", || retracts(retracted(1), 1).anew()),
    ("R2017", || retracts(retracted(2), 2).anew()),
    ("R2017", || retracts(retracted(3), 3).anew()),
    ("R2018", || retracts(with_deal(), 0)),
    ("R2018", || retracts(with_payment(), 1)),
    ("R2018", || retracts(with_refund(), 2)),
    ("R2019", || {
        let mut company = with_deal();
        company.tell("billing", invoice("D1", "2026-02-10")).unwrap();
        tells(company, "billing", invoice("D1", "2026-02-10")).anew()
    }),
];
