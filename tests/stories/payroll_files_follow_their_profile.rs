//! Payroll files follow their profile: a clerk's month with each, read by eye, and what is refused
//! before a byte is written.
//!
//! The bytes of the shipped profiles are in `golden/payroll`.
#![allow(clippy::unwrap_used)] // a helper of a test may panic, as the test may

use crate::support::*;
use proptest::prelude::*;
use referral_ledger::amount;
use referral_ledger::books::post;
use referral_ledger::command::*;
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::payee::WorkerClass;
use referral_ledger::payout::Acknowledgement;
use referral_ledger::record::Groups;
use referral_ledger::report::acknowledgement::{KeyedBy, read_acknowledgement};
use referral_ledger::report::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// February pays ana 25.00 for the lead and 120.00 for the deal, ben 80.00, and cleo, a contractor,
/// 25.00 and 100.00: 350.00 in all. In March 500.00 of the
/// 10,000.00 that ana and ben were paid for goes back: 6.00 of ana's 120.00, which March keeps from
/// the 15.00 that she earns with paper.
fn by_march() -> Company {
    let mut company = Company::new();
    company.on("2026-01-12");
    company.reports_with("ana", "branch", LeadKind::NewSite, &[("co_source", "ben")]);
    company.on("2026-01-14").accepts("branch");
    company.on("2026-01-20").wins("branch");
    company.on("2026-01-26").receives("first", "branch", amount!(10000.00 USD));
    company.on("2026-02-10").sells("ana", "paper", LeadKind::Consumables);
    company.on("2026-02-12").sells("cleo", "care", LeadKind::ServiceContract);
    company.receives("yearly", "care", amount!(2000.00 USD));
    company.on("2026-03-02").locks("2026-02");
    company.approves(&run("2026-02"));
    company
}

fn march() -> (Company, PaySheet) {
    let mut company = by_march();
    let sheet = sheet_of(&company, "2026-02");
    let file = sheet.render(&Profile::generic_long(), &names()).unwrap();
    company.tell("payroll", sheet.export(&[file])).unwrap();
    company.settles(&run("2026-02"));
    company.on("2026-03-03").refunds("some", "first", amount!(500.00 USD));
    company.on("2026-03-10");
    company.receives("late", "paper", amount!(300.00 USD));
    company.on("2026-04-02").locks("2026-03");
    company.approves(&run("2026-03"));
    let sheet = sheet_of(&company, "2026-03");
    (company, sheet)
}

fn sheet_of(company: &Company, month: &str) -> PaySheet {
    company.journal.ledger().pay_sheet(&run(month)).unwrap()
}

fn names() -> Directory {
    let mut names =
        Directory::new().with_constant("company_code", "XY").with_constant("client_id", "12345678");
    for (payee, first, last, adp) in [
        ("ana", "Ana", "Ruiz", "000042"),
        ("ben", "Ben", "O'Neil", "7"),
        ("cleo", "Cleo", "Sons, Inc.", "105"),
    ] {
        let payee = id(payee);
        names.insert(&payee, &format!("{first} {last}"));
        for (system, key) in [
            ("adp", adp),
            ("paychex", adp),
            ("first_name", first),
            ("last_name", last),
            ("gusto_employee_id", &format!("{adp:0>6}")),
        ] {
            names.insert_external(&payee, system, key);
        }
    }
    names
}

/// A profile of the company's own: a row per thing that is paid, changed as a story needs it.
const OWN: &str = r#"
schema     = 1
id         = "acme-long"
version    = 3
title      = "Acme's own"
kind       = "long"
lines      = "itemised"
layout     = "table"
workers    = ["employee", "contractor"]
currency   = "USD"
file_name  = "pay_{period}.csv"
split_by   = []
sort       = ["payee", "code"]
delimiter  = "semicolon"
line_end   = "lf"
header     = true
zero_lines = "omit"
negatives  = "allow"
column = [
  { header = "key",  from = "external:adp", text = { of = "digits", max = 6, guard = "refuse" } },
  { header = "code", from = "code", text = { of = "ascii", max = 12, guard = "refuse" } },
  { header = "code", from = "worker_class", text = { of = "ascii", max = 12, guard = "refuse" } },
  { header = "pay",  from = "amount", money = { scale = 2, sign = "minus", zero = "written" } },
]
code = [
  { pays = ["rewards"], rule = "equipment-commission", code = "EQUIP" },
  { pays = ["rewards"], worker = "contractor", code = "INVOICE" },
  { pays = ["rewards"], code = "COMM" },
  { pays = ["draws", "adjustments", "restatements", "balances"], code = "OTHER" },
  { pays = ["recovered"], code = "BACK" },
]
"#;

fn own(edits: &[(&str, &str)]) -> Profile {
    let text = edits.iter().fold(OWN.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "{from:?} stands once");
        text.replace(from, to)
    });
    Profile::read(&text).unwrap_or_else(|findings| panic!("{findings}"))
}

fn text(file: &PayrollFile) -> &str {
    std::str::from_utf8(file.bytes()).unwrap()
}

/// The bytes of a file are those of the golden; where they are not, the new ones are put beside it.
fn golden(file: &PayrollFile) {
    let name = format!("{}_{}", file.profile().as_str().replace('@', "-"), file.name());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/payroll").join(&name);
    if fs::read(&path).unwrap_or_default() != file.bytes() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("payroll");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(&name), file.bytes()).unwrap();
        panic!("{} differs: look at {}", path.display(), folder.join(&name).display());
    }
}

#[test]
fn every_shipped_profile_writes_the_bytes_it_promises() {
    let sheet = sheet_of(&by_march(), "2026-02");
    let (names, mut written) = (names(), Vec::new());
    for name in Profile::shipped_names() {
        let profile = Profile::shipped(name).unwrap();
        let file = sheet.render(&profile, &names).unwrap();
        assert_eq!(file, sheet.render(&profile, &names).unwrap(), "the same again");
        written.push(file.name());
        golden(&file);
        let totals = file.totals();
        let net = match name {
            // A journal adds nothing to pay.
            "qbo-journal-csv" | "iif-journal" => amount!(0.00 USD),
            // Only employees: 145.00 + 80.00.
            "gusto-wide" => amount!(225.00 USD),
            _ => amount!(350.00 USD),
        };
        assert_eq!(totals.net, net, "{name}");
    }
    let expected = "us-field_2026-02_1.csv PRXY_EPI.csv 12345678_2026-02_1.csv \
                    gusto_us-field_2026-02_1.csv qbo_us-field_2026-02_1.csv us-field_2026-02_1.iif";
    assert_eq!(written.join(" "), expected);
}

#[test]
fn a_clerk_counts_a_file_and_finds_what_it_says_of_itself() {
    let (_, sheet) = march();
    let file = sheet.render(&own(&[]), &names()).unwrap();
    // ana: 15.00 for paper, less 6.00; ben's 4.00 are owed and he earned nothing.
    assert_eq!(
        text(&file),
        "key;code;code;pay\n\
         000042;BACK;employee;-6.00\n\
         000042;COMM;employee;15.00\n"
    );
    let totals = file.totals();
    assert_eq!((totals.rows, totals.payees), (2, 1));
    assert_eq!((totals.positive, totals.negative), (amount!(15.00 USD), amount!(-6.00 USD)));
    assert_eq!((totals.net, sheet.total()), (amount!(9.00 USD), amount!(9.00 USD)));
    let codes: Vec<String> =
        totals.codes.iter().map(|(code, total)| format!("{code} {total}")).collect();
    assert_eq!(codes, ["BACK -6.00 USD", "COMM 15.00 USD"]);
    assert_eq!(totals.id_hash, 42 + 42);
    assert_eq!(file.profile().as_str(), "acme-long@3");
}

#[test]
fn what_a_rule_pays_has_a_code_of_its_own() {
    let sheet = sheet_of(&by_march(), "2026-02");
    let file = sheet.render(&own(&[]), &names()).unwrap();
    assert_eq!(
        text(&file),
        "key;code;code;pay\n\
         000042;COMM;employee;25.00\n\
         000042;EQUIP;employee;120.00\n\
         7;EQUIP;employee;80.00\n\
         105;INVOICE;contractor;125.00\n"
    ); // the lead's 25.00 and the contract's 100.00 of cleo stand under one code
}

#[test]
fn what_is_kept_is_written_as_the_profile_says() {
    let (_, sheet) = march();
    let written = |edits: &[(&str, &str)]| {
        let file = sheet.render(&own(edits), &names()).unwrap();
        assert_eq!(file.totals().net, amount!(9.00 USD), "the signs of cells are the target's");
        text(&file).lines().nth(1).unwrap().to_owned()
    };
    assert_eq!(written(&[]), "000042;BACK;employee;-6.00");
    assert_eq!(written(&[("\"minus\"", "\"parentheses\"")]), "000042;BACK;employee;(6.00)");
    let deducts = [("\"allow\"", "\"as_deduction\"")];
    assert_eq!(written(&deducts), "000042;BACK;employee;6.00");
    let refused = sheet.render(&own(&[("\"allow\"", "\"refuse\"")]), &names()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "something is kept from ana, and the profile takes no negative amounts"
    );
    // What is left to take is carried by the ledger, and a net amount is never negative.
    let net = sheet.render(&Profile::generic_long(), &names()).unwrap();
    assert!(text(&net).ends_with(",15.00,6.00,9.00\r\n"), "{}", text(&net));
}

#[test]
fn a_wide_file_has_a_column_for_each_code() {
    let (_, sheet) = march();
    let wide = own(&[
        ("\"long\"", "\"wide\""),
        ("[\"payee\", \"code\"]", "[\"payee\"]"),
        (
            "header = \"code\", from = \"code\", text = { of = \"ascii\", max = 12, guard = \"refuse\" }",
            "header = \"equipment\", from = \"amount:EQUIP\", money = { scale = 2, sign = \"minus\", zero = \"empty\" }",
        ),
        (
            "header = \"code\", from = \"worker_class\", text = { of = \"ascii\", max = 12, guard = \"refuse\" }",
            "header = \"other\", from = \"amount:COMM\", money = { scale = 2, sign = \"minus\", zero = \"empty\" }",
        ),
        (
            "from = \"amount\", money = { scale = 2, sign = \"minus\", zero = \"written\" }",
            "from = \"amount:BACK\", money = { scale = 3, sign = \"minus\", zero = \"written\" }",
        ),
        ("worker = \"contractor\", code = \"INVOICE\"", "worker = \"contractor\", code = \"COMM\""),
        ("code = \"OTHER\"", "code = \"COMM\""),
    ]);
    let file = sheet.render(&wide, &names()).unwrap();
    assert_eq!(text(&file), "key;equipment;other;pay\n000042;;15.00;-6.000\n");
    assert_eq!(file.totals().net, amount!(9.00 USD));
}

#[test]
fn files_are_divided_and_recorded_in_one_export_that_pays_the_run_once() {
    let mut company = by_march();
    let sheet = sheet_of(&company, "2026-02");
    let divides = own(&[
        ("split_by   = []", "split_by   = [\"worker_class\"]"),
        ("pay_{period}.csv", "{worker_class}_{period}.csv"),
    ]);
    let one = sheet.render(&divides, &names()).unwrap_err();
    let said = "the run comes to 2 files, and one was asked for: render all of them";
    assert_eq!(one.to_string(), said);
    let mut files = sheet.render_all(&divides, &names()).unwrap();
    let named: Vec<String> = files.iter().map(PayrollFile::name).collect();
    assert_eq!(named, ["contractor_2026-02.csv", "employee_2026-02.csv"]);
    assert_eq!(text(&files[0]), "key;code;code;pay\n105;INVOICE;contractor;125.00\n");

    // A file that is left out, and one that pays the same again, are seen before they are recorded.
    let short = company.refused("payroll", sheet.export(&files[..1]));
    assert!(short.starts_with("run us-field/2026-02/1 pays 350.00 USD and the file pays 125.00"));
    let twice = [files.clone(), vec![sheet.render(&Profile::generic_long(), &names()).unwrap()]];
    let twice = company.refused("payroll", sheet.export(&twice.concat()));
    assert!(twice.contains("and the file pays 700.00 USD"), "{twice}");

    // A journal adds nothing to pay, and stands in the same export.
    let journal = Profile::shipped("qbo-journal-csv").unwrap();
    files.push(sheet.render(&journal, &names()).unwrap());
    let export = sheet.export(&files);
    assert_eq!(export.files.len(), 3);
    assert!(company.tell("payroll", export.clone()).unwrap().is_new());
    assert!(!company.tell("payroll", export.clone()).unwrap().is_new());
    // Nothing but these files can follow.
    let drift = company.refused("payroll", sheet.export(&files[1..]));
    assert!(drift.contains("the same run renders to the same bytes"), "{drift}");
    company.settles(&run("2026-02"));
    company.obeys_the_laws();
}

impl Company {
    /// The sentence of a refusal.
    fn refused(&mut self, by: &str, command: impl Into<Command>) -> String {
        self.tell(by, command).unwrap_err().to_string()
    }
}

#[test]
fn a_journal_has_the_entries_of_the_books() {
    let (company, sheet) = march();
    // What the books were posted when the run was locked and approved, without the account that
    // stands between.
    let mut booked: BTreeMap<String, Amount> = BTreeMap::new();
    for group in Groups::of(&company.journal) {
        let group = group.unwrap();
        let of_run = match group.command() {
            Command::LockRun(it) => it.run == run("2026-03"),
            Command::ApproveRun(it) => it.run == run("2026-03"),
            _ => false,
        };
        for (_, event) in group.events().filter(|_| of_run) {
            for entry in post(group.command(), event) {
                let account = entry.account.to_string();
                let sum = booked.entry(account).or_insert(Amount::zero(entry.amount.unit()));
                *sum = sum.checked_add(entry.amount).unwrap();
            }
        }
    }
    booked.retain(|_, sum| !sum.is_zero());
    let file = sheet.render(&Profile::shipped("iif-journal").unwrap(), &names()).unwrap();
    let amounts: BTreeMap<String, Amount> = file.totals().codes.clone();
    let expected = [
        ("Assets:ClawbackReceivable:ana", "Clawback Receivable"),
        ("Liabilities:Incentives:Payable:ana", "Incentives Payable"),
        ("Liabilities:PayrollClearing", "Payroll Clearing"),
    ];
    assert_eq!(booked.len(), 3, "{booked:?}");
    for (account, name) in expected {
        assert_eq!(booked[account], amounts[name], "{account}");
    }
    assert_eq!(file.totals().net, amount!(0.00 USD));
    // 15.00 was payable: 9.00 goes to payroll, 6.00 is kept for what is owed.
    assert_eq!(
        text(&file),
        "!TRNS\tTRNSTYPE\tDATE\tACCNT\tNAME\tAMOUNT\tMEMO\r\n\
         !SPL\tTRNSTYPE\tDATE\tACCNT\tNAME\tAMOUNT\tMEMO\r\n\
         !ENDTRNS\r\n\
         TRNS\tGENERAL JOURNAL\t03/31/2026\tIncentives Payable\tAna Ruiz\t15.00\tus-field/2026-03/1\r\n\
         SPL\tGENERAL JOURNAL\t03/31/2026\tPayroll Clearing\tAna Ruiz\t-9.00\tus-field/2026-03/1\r\n\
         SPL\tGENERAL JOURNAL\t03/31/2026\tClawback Receivable\tAna Ruiz\t-6.00\tus-field/2026-03/1\r\n\
         ENDTRNS\r\n"
    );
}

#[test]
fn everything_that_is_missing_is_told_at_once() {
    let sheet = sheet_of(&by_march(), "2026-02");
    let profile = own(&[
        ("external:adp\", text = { of = \"digits\"", "name\", text = { of = \"any\""),
        ("from = \"worker_class\"", "from = \"external:adp\""),
        ("pay_{period}", "{constant:client}_{constant:company_code}_{period}"),
        ("  { pays = [\"rewards\"], code = \"COMM\" },\n", ""),
        ("worker = \"contractor\"", "worker = \"employee\""),
    ]);
    let directory = Directory::new().with(&id("ben"), "Ben").with_external(&id("ana"), "adp", "42");
    let refused = sheet.render(&profile, &directory).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the profile has no code for rewards by rule qualified-lead of field-leads of contractors: \
         it is paid to cleo; the profile has no code for rewards by rule service-commission of field-leads of \
         contractors: it is paid to cleo; \
         the directory does not name 1 of 2 payees: ana; \
         the directory has no adp id of 1 of 2 payees: ben; \
         the constant client is not given; the constant company_code is not given"
    );
    assert_eq!(refused.problems().len(), 6);
}

#[test]
fn a_cell_that_its_column_does_not_take_is_told_without_it() {
    let sheet = sheet_of(&by_march(), "2026-02");
    let adp = Profile::shipped("adp-epi").unwrap();
    let names = names()
        .with_constant("company_code", "WXYZ")
        .with_external(&id("ana"), "adp", "=1+1")
        .with_external(&id("ben"), "adp", "1234567");
    let refused = sheet.render(&adp, &names).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "column 1 (Co Code) of run us-field/2026-02/1: what it is filled with has 4 characters, \
         and the column takes 2 to 3; \
         column 3 (File #) of ana: what it is filled with has other characters than digits; \
         column 3 (File #) of ben: what it is filled with has 7 characters, and the column takes \
         1 to 6"
    );
    // A name is guarded where it identifies nobody, and refused where it does.
    let formula =
        self::names().with(&id("ana"), "=1+1").with_external(&id("ana"), "last_name", "=1");
    let file = sheet.render(&Profile::shipped("qbo-journal-csv").unwrap(), &formula).unwrap();
    assert!(text(&file).contains(",'=1+1\r\n"));
    let gusto = sheet.render(&Profile::shipped("gusto-wide").unwrap(), &formula).unwrap_err();
    assert!(gusto.to_string().ends_with("begins like a formula of a spreadsheet"), "{gusto}");
    // QuickBooks' blocks cannot quote.
    let quoted = self::names().with(&id("ana"), "Ana \"Annie\" Ruiz");
    let iif = sheet.render(&Profile::shipped("iif-journal").unwrap(), &quoted).unwrap_err();
    assert!(iif.to_string().ends_with("which the format cannot hold"), "{iif}");
}

#[test]
fn a_run_in_another_currency_is_not_squeezed_into_the_file() {
    let mut company = Company::empty();
    company.tell("hr", forms::define("kw", "KWD")).unwrap();
    let plan = include_str!("../../examples/plans/field-service-2026.toml").replace("USD", "KWD");
    company.tell("finance", PublishPlan { text: PlanText::new(&plan) }).unwrap();
    company.tell("hr", forms::register("ana", "kw")).unwrap();
    company.on("2026-02-02").reports("ana", "tip", LeadKind::Upgrade);
    company.accepts("tip");
    company.on("2026-03-01").passes_days();
    let run = referral_ledger::payout::RunId::first(id("kw"), id("2026-02"));
    company.tell("payroll", LockRun::regular(run.clone(), day("2026-02-28"))).unwrap();
    company.approves(&run);
    let sheet = company.journal.ledger().pay_sheet(&run).unwrap();
    let names = Directory::new().with(&id("ana"), "Ana").with_external(&id("ana"), "adp", "1");
    let refused = sheet.render(&own(&[]), &names).unwrap_err();
    assert_eq!(refused.to_string(), "the run pays in KWD and the profile takes USD");
    let any = own(&[("currency   = \"USD\"", "currency   = \"any\"")]);
    let refused = sheet.render(&any, &names).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "column 4 (pay) of ana: what it is filled with has 3 decimals, and the column takes 2"
    );
    let exact = own(&[
        ("currency   = \"USD\"", "currency   = \"any\""),
        ("scale = 2", "scale = \"currency\""),
    ]);
    let file = sheet.render(&exact, &names).unwrap();
    assert_eq!(text(&file), "key;code;code;pay\n1;COMM;employee;25.000\n");
}

#[test]
fn dates_and_constants_are_written_in_the_words_of_the_target() {
    let sheet = sheet_of(&by_march(), "2026-02");
    let dated = |format: &str| {
        own(&[(
            "from = \"worker_class\", text = { of = \"ascii\", max = 12, guard = \"refuse\" }",
            &format!("from = \"constant:paid_on\", date = \"{format}\""),
        )])
    };
    let names = names().with_constant("paid_on", "2026-03-06");
    for (format, written) in [
        ("iso", "2026-03-06"),
        ("us", "03/06/2026"),
        ("us_short", "03/06/26"),
        ("european", "06.03.2026"),
        ("compact", "20260306"),
    ] {
        let file = sheet.render(&dated(format), &names).unwrap();
        let row = format!("000042;COMM;{written};25.00");
        assert_eq!(text(&file).lines().nth(1), Some(row.as_str()));
    }
    let wrong = names.with_constant("paid_on", "6 March");
    let refused = sheet.render(&dated("iso"), &wrong).unwrap_err().to_string();
    assert!(refused.ends_with("what it is filled with is no date such as 2026-03-31"), "{refused}");
}

#[test]
fn a_line_that_pays_nothing_is_left_out_or_kept() {
    // All of ana's next 15.00 is kept when the 10,000.00 go back as a whole: 120.00 are owed.
    let mut company = by_march();
    let sheet = sheet_of(&company, "2026-02");
    let file = sheet.render(&Profile::generic_long(), &names()).unwrap();
    company.tell("payroll", sheet.export(&[file])).unwrap();
    company.settles(&run("2026-02"));
    company.on("2026-03-03").refunds("all", "first", amount!(10000.00 USD));
    company.on("2026-03-10");
    company.receives("late", "paper", amount!(300.00 USD));
    company.on("2026-04-02").locks("2026-03");
    company.approves(&run("2026-03"));
    let sheet = sheet_of(&company, "2026-03");
    let net = ("lines      = \"itemised\"", "lines      = \"net\"");
    let none = ("negatives  = \"allow\"\n", "");
    let codes = OWN.split_once("code = [\n").unwrap().1;
    let paid = "  { pays = [\"paid\"], code = \"COMM\" },\n]\n";
    for (zero_lines, rows) in [("omit", ""), ("keep", "000042;COMM;employee;0.00\n")] {
        let word = format!("\"{zero_lines}\"");
        let profile = own(&[net, none, ("\"omit\"", &word), (codes, paid)]);
        let file = sheet.render(&profile, &names()).unwrap();
        assert_eq!(text(&file), format!("key;code;code;pay\n{rows}"));
        assert_eq!(file.totals().net, amount!(0.00 USD));
    }
}

#[test]
fn an_answer_of_payroll_is_read_back_line_by_line() {
    let sheet = sheet_of(&by_march(), "2026-02");
    let answer =
        "\u{feff}key,status,reason\r\n105,accepted,\r\n000042,rejected,unknown-file-number\r\n";
    let lines = read_acknowledgement(answer, &sheet, &names(), KeyedBy::External("adp")).unwrap();
    let said: Vec<(&str, &Acknowledgement)> =
        lines.iter().map(|line| (line.payee.as_str(), &line.answer)).collect();
    let rejected = Acknowledgement::Rejected(id("unknown-file-number"));
    assert_eq!(said, [("ana", &rejected), ("cleo", &Acknowledgement::Accepted)]); // ben has no answer yet
    let wrong = "key,status,reason\nana,accepted,fine\nana,rejected,not on file\nben\nzoe,accepted,\n\
                 ben,accepted,\nben,accepted,\n";
    let faults = read_acknowledgement(wrong, &sheet, &names(), KeyedBy::Payee).unwrap_err();
    let lines: Vec<usize> = faults.faults.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 7], "{faults}");
    let twice = names().with_external(&id("ben"), "adp", "105");
    let faults =
        read_acknowledgement(answer, &sheet, &twice, KeyedBy::External("adp")).unwrap_err();
    assert_eq!(faults.to_string(), "line 2: several payees have this key");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_names_are_read_back_cell_by_cell(
        names in prop::collection::vec("[ -~\t\r\n\u{feff}\u{e9}\u{ff1d}\u{1f600}]{0,12}[a-z=,\";\t]", 3),
        delimiter in prop::sample::select(vec![("comma", b','), ("semicolon", b';'), ("tab", b'\t')]),
        line_end in prop::sample::select(vec!["lf", "crlf"]),
        header in any::<bool>(),
    ) {
        let sheet = sheet_of(&by_march(), "2026-02");
        let mut directory = self::names();
        for (payee, name) in ["ana", "ben", "cleo"].into_iter().zip(&names) {
            directory.insert(&id(payee), name);
        }
        let profile = own(&[
            ("\"semicolon\"", &format!("\"{}\"", delimiter.0)),
            ("\"lf\"", &format!("\"{line_end}\"")),
            ("header     = true", &format!("header     = {header}")),
            ("external:adp\", text = { of = \"digits\", max = 6, guard = \"refuse\"",
             "name\", text = { of = \"any\", max = 40, guard = \"apostrophe\""),
        ]);
        if names.iter().any(|name| name.trim().is_empty()) {
            prop_assert!(sheet.render(&profile, &directory).is_err(), "a blank name is no name");
            return Ok(());
        }
        let file = sheet.render(&profile, &directory).unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter.1)
            .has_headers(header)
            .from_reader(file.bytes());
        let mut sum = 0;
        let rows = [(0, "25.00"), (0, "120.00"), (1, "80.00"), (2, "125.00")];
        for (row, (whose, paid)) in reader.records().zip(rows) {
            let (row, name) = (row.unwrap(), &names[whose]);
            let runs = name.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}']);
            let meant = if runs { format!("'{name}") } else { name.clone() };
            prop_assert_eq!(&row[0], &meant);
            prop_assert_eq!(&row[3], paid);
            sum += row[3].replace('.', "").parse::<i64>().unwrap();
        }
        prop_assert_eq!(sum, sheet.total().minor());
        prop_assert_eq!(file.totals().net, sheet.total());
        prop_assert_eq!(file.totals().rows, 4);
    }
}

#[test]
fn who_is_in_a_file_is_said_by_its_profile() {
    let sheet = sheet_of(&by_march(), "2026-02");
    for (class, net) in [
        (WorkerClass::Employee, amount!(225.00 USD)),
        (WorkerClass::Contractor, amount!(125.00 USD)),
    ] {
        let only = format!("[\"{}\"]", class.word());
        let file =
            sheet.render(&own(&[("[\"employee\", \"contractor\"]", &only)]), &names()).unwrap();
        assert_eq!(file.totals().net, net);
    }
}
