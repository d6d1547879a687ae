//! R5xxx: refusals of payout runs.

use super::{Case, Reproducer, tells, with_deal};
use crate::support::forms::*;
use crate::support::{Company, day, id, run};
use referral_ledger::command::{
    AcknowledgeLines, AcknowledgedLine, ApproveRun, DefinePayGroup, ExportedFile, LockRun,
    RecordExport, RegisterPayee, SetCalendar, SetRecoveryLimit,
};
use referral_ledger::digest::Digest;
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::payee::WorkerClass;
use referral_ledger::payout::calendar::Calendar;
use referral_ledger::payout::recovery::{LeaversLimit, MostKept, RecoveryLimit};
use referral_ledger::payout::{Acknowledgement, Whom};
use referral_ledger::{amount, rate};

const RUN: &str = "us-field/2026-02/1";
const PAID: Amount = amount!(25.00 USD);

/// The company on 2026-03-01, days passed through 2026-02-10: 25.00 USD are payable to ana.
fn payable() -> Company {
    let mut company = with_deal();
    company.on("2026-02-11");
    company.passes_days();
    company.on("2026-03-01");
    company
}

/// The first run of February, locked by payroll on 2026-03-01.
fn locked() -> Company {
    let mut company = payable();
    company.locks("2026-02");
    company
}

/// The first run of February, approved and exported.
fn exported() -> Company {
    let mut company = locked();
    company.approves_and_exports(&run("2026-02"));
    company
}

/// What payroll said of lines of the run.
fn answers(lines: &[(&str, Acknowledgement)]) -> AcknowledgeLines {
    let line = |(payee, answer): &(&str, Acknowledgement)| AcknowledgedLine {
        payee: id(payee),
        answer: answer.clone(),
    };
    AcknowledgeLines { run: id(RUN), lines: lines.iter().map(line).collect() }
}

/// The exported run, of which payroll took ana's line.
fn answered() -> Company {
    let mut company = exported();
    company.tell("payroll", answers(&[("ana", Acknowledgement::Accepted)])).unwrap();
    company
}

/// The exported run of ana and ben, of which payroll took ana's line alone.
fn half_answered() -> Company {
    let mut company = with_deal();
    company.sells("ben", "D2", LeadKind::NewEquipment);
    company.on("2026-02-11").passes_days();
    company.on("2026-03-01").locks("2026-02");
    company.approves_and_exports(&run("2026-02"));
    company.tell("payroll", answers(&[("ana", Acknowledgement::Accepted)])).unwrap();
    company
}

fn calendar(calendar: Calendar, from: &str) -> SetCalendar {
    SetCalendar { group: id("us-field"), calendar, from: day(from) }
}

/// What a run keeps at most of anybody.
pub(super) fn limit(at_most: MostKept) -> SetRecoveryLimit {
    let limit = RecoveryLimit { at_most, leavers: LeaversLimit::Same };
    SetRecoveryLimit { group: id("us-field"), limit: Some(limit), from: day("2026-02-01") }
}

/// A run of these alone.
fn lock_only(payees: &[&str]) -> LockRun {
    let whom = Whom::Only(payees.iter().map(|payee| id(payee)).collect());
    LockRun { whom, off_cycle: true, ..lock(RUN, "2026-02-10") }
}

/// Approves the run with the right digest.
fn approve(company: Company, by: &str) -> Case {
    let digest = company.journal.ledger().run(&run("2026-02")).unwrap().digest;
    tells(company, by, ApproveRun { run: id(RUN), digest })
}

/// Exports the approved run, in a file of these bytes.
fn export(company: &Company, file: &str, total: Amount) -> RecordExport {
    let lines = company.journal.ledger().run(&run("2026-02")).unwrap().digest;
    let (run, profile) = (id(RUN), id("generic-long@1"));
    RecordExport {
        run,
        profile,
        file: Digest::sha256(file.as_bytes()),
        lines,
        total,
        files: vec![],
    }
}

/// A file of these bytes that pays so much.
fn file(bytes: &str, net: Amount) -> ExportedFile {
    ExportedFile {
        name: id("pay.csv"),
        profile: id("generic-long@1"),
        layout: Digest::sha256(b"a profile"),
        digest: Digest::sha256(bytes.as_bytes()),
        bytes: 6,
        rows: 1,
        payees: 1,
        positive: net,
        negative: Amount::zero(net.unit()),
        net,
        codes: vec![],
        id_hash: 0,
    }
}

/// A calendar from the first day of a month that has a run.
pub(super) fn calendar_behind_a_run() -> Case {
    tells(locked(), "finance", calendar(Calendar::Semimonthly, "2026-02-01"))
}

/// The regular run of a month, for one alone.
pub(super) fn only_and_regular() -> Case {
    tells(payable(), "payroll", LockRun { off_cycle: false, ..lock_only(&["ana"]) })
}

/// Exports "a file" and tells files of these bytes, of which the first pays all.
pub(super) fn exports_other_files(files: &[&str]) -> Case {
    let company = approved();
    let mut export = export(&company, "a file", PAID);
    let paid = |at| if at == 0 { PAID } else { amount!(0.00 USD) };
    export.files = files.iter().enumerate().map(|(at, bytes)| file(bytes, paid(at))).collect();
    tells(company, "payroll", export)
}

/// A locked run that the controller approved.
fn approved() -> Company {
    let Case { mut company, told, command } = approve(locked(), "controller");
    company.submit(&told, command).unwrap();
    company
}

pub(super) const CASES: &[Reproducer] = &[
    ("R5001", || tells(locked(), "payroll", lock(RUN, "2026-02-28")).anew()),
    ("R5002", || {
        tells(payable(), "controller", ApproveRun { run: id(RUN), digest: Digest::sha256(b"") })
    }),
    ("R5002", || tells(payable(), "payroll", settle(RUN))),
    ("R5002", || tells(payable(), "payroll", void(RUN))),
    ("R5003", || tells(locked(), "payroll", lock("us-field/2026-02/2", "2026-02-28"))),
    ("R5004", || tells(payable(), "payroll", lock("us-field/2026-02/2", "2026-02-10"))),
    ("R5004", || {
        let mut company = locked();
        company.tell("payroll", void(RUN)).unwrap();
        tells(company, "payroll", lock("us-field/2026-02/3", "2026-02-28"))
    }),
    ("R5005", || tells(payable(), "payroll", lock(RUN, "2026-03-01"))),
    ("R5006", || tells(payable(), "payroll", lock(RUN, "2026-02-27"))),
    ("R5006", || {
        let mut company = with_deal();
        company.on("2026-03-01");
        tells(company, "payroll", lock(RUN, "2026-02-28"))
    }),
    ("R5007", || tells(payable(), "payroll", lock("us-field/2026-03/1", "2026-02-10"))),
    ("R5007", || tells(payable(), "payroll", lock("us-field/2025-12/1", "2026-02-01"))),
    ("R5008", || tells(locked(), "payroll", settle(RUN))),
    // The file of a void run is never "already exported": it must not be sent.
    ("R5008", || {
        let mut company = exported();
        let file = export(&company, "a file", PAID);
        company.tell("payroll", void(RUN)).unwrap();
        tells(company, "payroll", file).anew()
    }),
    ("R5008", || {
        let company = locked();
        let export = export(&company, "a file", PAID);
        tells(company, "payroll", export)
    }),
    ("R5008", || approve(approved(), "controller").anew()),
    ("R5008", || {
        let mut company = exported();
        company.tell("payroll", settle(RUN)).unwrap();
        tells(company, "payroll", void(RUN))
    }),
    ("R5009", || {
        tells(locked(), "controller", ApproveRun { run: id(RUN), digest: Digest::sha256(b"") })
    }),
    ("R5009", || {
        let company = approved();
        let mut export = export(&company, "a file", PAID);
        export.lines = Digest::sha256(b"other lines");
        tells(company, "payroll", export)
    }),
    ("R5010", || approve(locked(), "robot").by_program()),
    ("R5011", || approve(locked(), "payroll")),
    ("R5012", || approve(locked(), "ana")),
    ("R5013", || {
        let company = approved();
        let export = export(&company, "a file", amount!(25.01 USD));
        tells(company, "payroll", export)
    }),
    // Files that are told one by one pay less than the run.
    ("R5013", || {
        let company = approved();
        let mut export = export(&company, "a file", PAID);
        export.files = vec![file("a file", amount!(20.00 USD))];
        tells(company, "payroll", export)
    }),
    // Files in another currency pay nothing of it.
    ("R5013", || {
        let company = approved();
        let mut export = export(&company, "a file", PAID);
        export.files = vec![file("a file", amount!(25.00 EUR))];
        tells(company, "payroll", export)
    }),
    ("R5014", || {
        let company = exported();
        let export = export(&company, "another file", PAID);
        tells(company, "payroll", export)
    }),
    ("R5015", || {
        let mut company = approved();
        let export = export(&company, "a file", PAID);
        company.tell("payroll", export.clone()).unwrap();
        tells(company, "payroll", export).anew()
    }),
    ("R5016", || tells(locked(), "robot", void(RUN)).by_program()),
    ("R5017", || tells(payable(), "payroll", lock("us-field/2026Q1/1", "2026-02-10"))),
    ("R5018", || {
        let mut company = exported();
        company.tell("payroll", settle(RUN)).unwrap();
        tells(company, "payroll", lock("us-field/2026-02/2", "2026-02-28"))
    }),
    ("R5019", || tells(exported(), "payroll", answers(&[("cleo", Acknowledgement::Accepted)]))),
    ("R5019", || tells(exported(), "payroll", answers(&[("nobody", Acknowledgement::Accepted)]))),
    ("R5020", || {
        let twice = [("ana", Acknowledgement::Accepted), ("ana", Acknowledgement::Accepted)];
        tells(exported(), "payroll", answers(&twice))
    }),
    ("R5021", || {
        let rejected = Acknowledgement::Rejected(id("no-account"));
        tells(answered(), "payroll", answers(&[("ana", rejected)]))
    }),
    ("R5022", || tells(exported(), "payroll", answers(&[]))),
    ("R5022", || {
        tells(answered(), "payroll", answers(&[("ana", Acknowledgement::Accepted)])).anew()
    }),
    ("R5023", || tells(half_answered(), "payroll", settle(RUN))),
    ("R5024", || tells(half_answered(), "controller", void(RUN))),
    ("R5024", || tells(answered(), "controller", void(RUN))),
    ("R5025", || {
        let mut company = payable();
        let (group, entity, unit) = (id("us-other"), id("acme"), id("USD"));
        company.tell("hr", DefinePayGroup { group, entity, unit }).unwrap();
        let (payee, group) = (id("zoe"), id("us-other"));
        let (class, employed_from) = (WorkerClass::Employee, day("2026-01-01"));
        let zoe = RegisterPayee { payee, group, class, employed_from };
        company.tell("hr", zoe).unwrap();
        tells(company, "payroll", lock_only(&["zoe"]))
    }),
    ("R5026", || tells(payable(), "payroll", lock_only(&["ana", "ana"]))),
    ("R5027", || {
        let mut company = payable();
        company.tell("finance", calendar(Calendar::Weekly, "2026-02-01")).unwrap();
        tells(company, "finance", calendar(Calendar::Monthly, "2026-02-01")).anew()
    }),
    ("R5028", || tells(payable(), "finance", calendar(Calendar::Weekly, "2026-02-02"))),
    ("R5029", || tells(payable(), "finance", limit(MostKept::Share(rate!(100.5%))))),
    ("R5029", || tells(payable(), "finance", limit(MostKept::Amount(amount!(1.00 EUR))))),
];
