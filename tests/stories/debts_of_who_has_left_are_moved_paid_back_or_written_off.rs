//! What somebody owes who has left: moved out of payroll's reach, paid back in money, or written
//! off by two persons; in whole or in part, and every unit of it can be found.

use crate::options::{CLAWBACK, under};
use crate::support::{Company, day, forms, id, said};
use referral_ledger::amount;
use referral_ledger::approval::ApprovalStage;
use referral_ledger::command::{
    ApproveWriteOff, DeclineWriteOff, ProposeWriteOff, RecordRepayment, TransferDebt,
};
use referral_ledger::id::{RepaymentId, TransferId, WriteOffId};
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::report::{AccountMap, Grammar, write_books};

impl Company {
    /// Finance moves what ana owes.
    fn moves(&mut self, transfer: &str, amount: Amount) {
        let (transfer, payee) = (TransferId::named(transfer), id("ana"));
        let reason = id("last-pay-is-out");
        self.tell("finance", TransferDebt { transfer, payee, amount, reason }).unwrap();
    }

    /// Ana pays back today.
    fn gets_back(&mut self, repayment: &str, amount: Amount) {
        let (repayment, payee) = (RepaymentId::named(repayment), id("ana"));
        let received_on = day(&self.today());
        let command = RecordRepayment { repayment, payee, received_on, amount };
        self.tell("bank", command).unwrap();
    }

    /// Lena proposes to write off what ana owes, and max approves.
    fn writes_off(&mut self, write_off: &str, amount: Amount) {
        let (write_off, payee) = (WriteOffId::named(write_off), id("ana"));
        let reason = id("cannot-be-found");
        self.tell("lena", ProposeWriteOff { write_off, payee, amount, reason }).unwrap();
        let digest = self.journal.ledger().write_off(write_off).unwrap().digest;
        self.tell("max", ApproveWriteOff { write_off, digest }).unwrap();
    }

    /// Owed to payroll, moved, written off.
    fn debts(&self) -> [String; 3] {
        let it = self.payee("ana");
        [it.owes, it.former_debt, it.written_off].map(Amount::digits)
    }
}

/// Ana was paid 100.00 and 60.00 for two presses, left on 31 March, and all of the money went back:
/// she owes 160.00. It is 10 April.
fn ana_owes(leaver: &str) -> Company {
    let mut company = under(&[("leaver", leaver), ("clawback", CLAWBACK)]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.sells("ana", "lathe", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(1_000.00 USD));
    company.receives("p2", "lathe", amount!(600.00 USD));
    assert_eq!(company.on("2026-02-01").pays("2026-01"), amount!(160.00 USD));
    company.on("2026-03-20").leaves("ana", "2026-03-31");
    company.on("2026-04-10").refunds("r1", "p1", amount!(1_000.00 USD));
    company.refunds("r2", "p2", amount!(600.00 USD));
    assert_eq!(company.debts(), ["160.00", "0.00", "0.00"]);
    company
}

const KEEPS: &str = "\"keeps_what_was_triggered\"";

#[test]
fn a_debt_is_moved_paid_back_in_part_and_the_rest_written_off() {
    let mut company = ana_owes(KEEPS);
    company.moves("t1", amount!(160.00 USD));
    assert_eq!(company.debts(), ["0.00", "160.00", "0.00"]);
    assert_eq!(company.balance("Assets:ClawbackReceivable:ana"), "0");
    assert_eq!(company.balance("Assets:FormerTechnicians:ana"), "160.00");

    company.on("2026-05-20").gets_back("m1", amount!(110.00 USD));
    assert_eq!(company.debts(), ["0.00", "50.00", "0.00"]);
    assert_eq!(company.balance("Assets:Bank"), "110.00");

    company.on("2026-06-30").writes_off("w1", amount!(50.00 USD));
    assert_eq!(company.debts(), ["0.00", "0.00", "50.00"]);
    assert_eq!(company.balance("Assets:FormerTechnicians:ana"), "0");
    assert_eq!(company.balance("Expenses:Uncollectable"), "50.00");
    // 160.00 of pay, 110.00 of it back: the lost 50.00 are the cost that is left.
    assert_eq!(company.balance("Expenses:Incentives"), "0");
    company.obeys_the_laws();

    let page = company.statement_page("ana", "2026-06");
    for line in [
        "2026-06-30  written off                                                    50.00",
        "reason cannot-be-found: proposed by lena, approved by max",
        "+ written off                                                              50.00",
        "= carried out of 2026-06                                                    0.00",
    ] {
        assert!(page.contains(line), "{page}");
    }
    assert!(
        company
            .statement_page("ana", "2026-04")
            .contains("moved: no run keeps anything for it any more")
    );
    assert!(company.statement_page("ana", "2026-05").contains("2026-05-20  paid back in money"));
    let mut books = Vec::new();
    write_books(&company.journal, &AccountMap::plain(Grammar::Hledger), &mut books).unwrap();
    let books = String::from_utf8(books).unwrap();
    assert!(books.contains(") debt written off"), "{books}");
    assert!(books.contains("account Assets:FormerTechnicians:ana"), "{books}");
}

#[test]
fn a_part_is_moved_and_the_oldest_receivable_goes_first() {
    let mut company = ana_owes(KEEPS);
    // All of the 100.00 for the press and 20.00 of the 60.00 for the lathe.
    company.moves("t1", amount!(120.00 USD));
    assert_eq!(company.debts(), ["40.00", "120.00", "0.00"]);
    company.writes_off("w1", amount!(30.00 USD));
    assert_eq!(company.debts(), ["40.00", "90.00", "30.00"]);
    company.moves("t2", amount!(40.00 USD));
    assert_eq!(company.debts(), ["0.00", "130.00", "30.00"]);
    company.obeys_the_laws();
}

#[test]
fn runs_keep_what_was_not_moved_and_nothing_else() {
    let leaver = "\"keeps_all_that_matures\"\nclawback_after_exit = \"pursued\"";
    let mut company = ana_owes(leaver);
    company.moves("t1", amount!(100.00 USD));
    // Her lead brings 90.00 more: the run keeps the 60.00 that stayed with payroll.
    company.receives("p3", "press", amount!(900.00 USD));
    assert_eq!(company.on("2026-05-01").pays("2026-04"), amount!(30.00 USD));
    assert_eq!(company.debts(), ["0.00", "100.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_was_written_off_does_not_come_back_when_they_earn_again() {
    let leaver = "\"keeps_all_that_matures\"\nclawback_after_exit = \"pursued\"";
    let mut company = ana_owes(leaver);
    company.moves("t1", amount!(160.00 USD));
    company.writes_off("w1", amount!(160.00 USD));
    // A lead of before her last day brings 90.00: all of it is paid.
    company.receives("p3", "press", amount!(900.00 USD));
    assert_eq!(company.on("2026-05-01").pays("2026-04"), amount!(90.00 USD));
    assert_eq!(company.debts(), ["0.00", "0.00", "160.00"]);
    // She pays 25.00 of it after all: less is lost.
    company.gets_back("m1", amount!(25.00 USD));
    assert_eq!(company.debts(), ["0.00", "0.00", "135.00"]);
    assert_eq!(company.balance("Expenses:Uncollectable"), "135.00");
    assert_eq!(company.balance("Assets:Bank"), "25.00");
    let page = company.statement_page("ana", "2026-05");
    assert!(page.contains("written off before: now paid, or never owed"), "{page}");
    company.obeys_the_laws();
}

#[test]
fn money_pays_what_is_outstanding_before_what_was_written_off() {
    let mut company = ana_owes(KEEPS);
    company.moves("t1", amount!(160.00 USD));
    company.writes_off("w1", amount!(60.00 USD));
    // 100.00 are outstanding: 100.00 of the 120.00 pay them, 20.00 what was written off.
    company.gets_back("m1", amount!(120.00 USD));
    assert_eq!(company.debts(), ["0.00", "0.00", "40.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_refund_told_by_mistake_shrinks_what_was_moved_and_written_off() {
    let mut company = ana_owes(KEEPS);
    company.moves("t1", amount!(130.00 USD)); // 100.00 of r1, 30.00 of r2
    company.gets_back("m1", amount!(10.00 USD)); // of r1
    company.writes_off("w1", amount!(70.00 USD)); // of r1: 20.00 of it are outstanding
    assert_eq!(company.debts(), ["30.00", "50.00", "70.00"]);
    // Nothing of r1 was owed: 20.00 and 70.00 are gone, and the 10.00 she paid are hers again.
    let retracted = company.retracts_refund("r1");
    assert_eq!(said(&retracted), ["ana 100.00"]);
    assert_eq!(company.debts(), ["30.00", "30.00", "0.00"]);
    assert_eq!(company.places("ana")[1], "10.00");
    assert_eq!(company.balance("Expenses:Uncollectable"), "0");
    assert_eq!(company.balance("Assets:FormerTechnicians:ana"), "30.00");
    let page = company.statement_page("ana", "2026-04");
    assert!(page.contains("- owed back, and kept from no run"), "{page}");
    company.obeys_the_laws();
}

#[test]
fn what_an_adjustment_left_owed_is_moved_too() {
    use referral_ledger::adjustment::Direction;
    let mut company = under(&[]);
    company.tell("lena", forms::propose("c1", "ana", Direction::Down, amount!(25.00 USD))).unwrap();
    company.approves_adjustment("max", "c1");
    company.leaves("ana", "2026-01-31");
    company.on("2026-02-01").moves("t1", amount!(25.00 USD));
    company.writes_off("w1", amount!(25.00 USD));
    assert_eq!(company.debts(), ["0.00", "0.00", "25.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_write_off_may_be_declined_and_is_decided_once() {
    let mut company = ana_owes(KEEPS);
    company.moves("t1", amount!(160.00 USD));
    let (write_off, payee) = (WriteOffId::named("w1"), id("ana"));
    let (amount, reason) = (amount!(160.00 USD), id("goodwill"));
    company.tell("lena", ProposeWriteOff { write_off, payee, amount, reason }).unwrap();
    let declined = DeclineWriteOff { write_off, reason: id("she-can-pay") };
    company.tell("max", declined).unwrap();
    let view = company.journal.ledger().write_off(write_off).unwrap();
    assert_eq!(view.stage, ApprovalStage::Declined);
    assert_eq!(company.debts(), ["0.00", "160.00", "0.00"]);
    company.obeys_the_laws();
}
