//! Reports can be read and checked: a statement with a pocket calculator, a payroll file byte by
//! byte, the books against the trial balance and by the rules of another tool.
#![allow(clippy::unwrap_used)] // a helper of a test may panic, as the test may

use crate::support::*;
use referral_ledger::amount;
use referral_ledger::command::*;
use referral_ledger::id::PayeeId;
use referral_ledger::lead::LeadKind;
use referral_ledger::ledger::Ledger;
use referral_ledger::payout::{RunId, RunStage};
use referral_ledger::report::*;
use std::collections::BTreeMap;

/// A new branch, heard by ana with ben's help, and paper for cleo's customer; by 20 March one
/// payment was refunded after it was paid out, one came late for a closed month, one is held, and
/// the run of March is locked.
fn by_march() -> Company {
    let mut company = Company::new();
    company.on("2026-01-12");
    company.reports_with("ana", "branch", LeadKind::NewSite, &[("co_source", "ben")]);
    company.on("2026-01-14").accepts("branch");
    company.on("2026-01-20").wins("branch");
    company.on("2026-01-26").receives("first", "branch", amount!(10000.00 USD));
    company.on("2026-02-03").pays("2026-01");
    company.tell("finance", ClosePeriod { period: id("2026-01") }).unwrap();
    company.on("2026-02-10").sells("ana", "paper", LeadKind::Consumables);
    company.on("2026-02-12").sells("cleo", "care", LeadKind::ServiceContract);
    company.receives("yearly", "care", amount!(2000.00 USD));
    company.on("2026-03-02").pays("2026-02");
    company.tell("finance", ClosePeriod { period: id("2026-02") }).unwrap();
    company.on("2026-03-03").refunds("some", "first", amount!(500.00 USD));
    company.on("2026-03-05").receives("second", "branch", amount!(1234.56 USD));
    company.on("2026-03-10");
    let late = forms::payment("late", "paper", "2026-02-27", amount!(300.00 USD));
    company.tell("bank", late).unwrap();
    company.on("2026-03-12").reports("ana", "ink", LeadKind::Consumables);
    company.accepts("ink");
    company.on("2026-03-20").locks("2026-03");
    company
}

fn names() -> Directory {
    Directory::new()
        .with(&id("ana"), "Ana Ruiz")
        .with(&id("ben"), "Ben O'Neil")
        .with(&id("cleo"), "Cleo & Sons, Inc.")
}

fn statement(company: &Company, payee: &str, month: &str) -> Statement {
    let (ledger, records) = (company.journal.ledger(), &company.journal);
    Statement::of(ledger, records, &id(payee), id(month)).unwrap()
}

const ANA_IN_MARCH: &str = r#"Rewards of Ana Ruiz (ana), 2026-03, open: may still change
================================================================================

EARNED                                                                       USD
2026-03-05  deal 2d86baa0, payment e95f561d of 1234.56 USD                 14.81
            rule equipment-commission of field-leads@2026
            "FS-112 section 3.2: 2 % of what is collected in the first year"
            10000.00 USD counted before + 1234.56 USD now = 11234.56 USD
            11234.56 USD x 2% = 224.6912 USD
            rounded half to even = 224.69 USD
            less 200.00 USD posted before = 24.69 USD
            originator's 60% of 24.69 USD = 14.814 USD, taken as 14.81 USD so
              that the parts add up
            held, and payable from 2026-04-04
2026-03-01  deal b5dbb5e0, payment 02dab286 of 300.00 USD                  15.00
            (belongs to 2026-02-27, a closed month)
            rule service-commission of field-leads@2026
            "FS-112 section 3.3: 5 % of service contracts and consumables in the
              first year"
            nobody is co_source: its 40% goes to the originator
            300.00 USD x 5% = 15.00 USD
            payable from 2026-02-27
                                                                ----------------
            earned in all                                                  29.81

TAKEN BACK                                                                   USD
2026-03-03  deal 2d86baa0, refund b98c332d of 500.00 USD                    6.00
            it takes back from payment 6fffac34
            rule equipment-commission of field-leads@2026
            "FS-112 section 3.2: 2 % of what is collected in the first year"
            500.00 USD of 10000.00 USD went back: of 200.00 USD accrued,
              190.00 USD should remain
            200.00 USD is there, 190.00 USD should remain: 10.00 USD is taken
              back
            6.00 USD of the 10.00 USD falls on 120.00 USD still there (10.00 USD
              x 120.00 USD / 200.00 USD)
            6.00 USD of it was in a run or paid: owed back
                                                                ----------------
            taken back in all                                               6.00

NOTHING, AND WHY                                                             USD
2026-03-12  lead 36a3315d, taken on by sales                                0.00
            rule qualified-lead did not hold: the lead is consumables
            rule no-lead-fee of field-leads@2026, which pays nothing
            "FS-112 section 3.1: other kinds earn when they are won"

PAID                                                                         USD
2026-03-02  run us-field/2026-02/1                                        120.00
                                                                ----------------
            paid in all                                                   120.00

THE SUM                                                                      USD
  brought in from before 2026-03                                          120.00
+ earned                                                                   29.81
- taken back                                                                6.00
- paid                                                                    120.00
                                                                ----------------
= carried out of 2026-03                                                   23.81

WHERE THAT STANDS NOW                                                        USD
  held, each amount until its day                                          14.81
+ payable, waiting for a run                                                0.00
+ in a run that is not settled, to be paid                                  9.00
- owed back, to be kept from a run                                          0.00
                                                                ----------------
= carried out of 2026-03                                                   23.81
"#;

#[test]
fn a_statement_tells_every_amount_and_every_zero() {
    let page = statement(&by_march(), "ana", "2026-03").render(&names());
    assert_eq!(page, ANA_IN_MARCH, "\n{page}");
}

#[test]
fn a_closed_statement_says_so_and_not_where_the_rest_stands() {
    let mut company = by_march();
    company.on("2026-04-02").passes_days();
    company.tell("finance", ClosePeriod { period: id("2026-03") }).unwrap();
    let statement = statement(&company, "cleo", "2026-03");
    assert!(statement.is_closed() && statement.stands().is_none());
    let page = statement.render(&Directory::new());
    assert!(page.starts_with("Rewards of cleo, 2026-03, closed\n====="), "{page}");
    assert!(page.contains("PAID") && !page.contains("WHERE THAT STANDS NOW"), "{page}");
    check_by_hand(&page);
}

/// The figure at the end of a line, in cents; `None` for a line that ends in words.
fn cents(line: &str) -> Option<i64> {
    let (whole, part) = line.split_whitespace().last()?.split_once('.')?;
    if part.len() != 2 {
        return None;
    }
    format!("{whole}{part}").parse().ok()
}

/// Checks a page as its reader would: with a calculator, from the text alone.
fn check_by_hand(page: &str) {
    let (mut sum, mut closing) = (0, Vec::new());
    for line in page.lines() {
        assert!(line.chars().count() <= 80 && line == line.trim_end(), "{line:?}");
        if line.starts_with(|first: char| first.is_ascii_uppercase()) {
            sum = 0; // a heading
        }
        let Some(figure) = cents(line) else { continue };
        if line.starts_with("= ") || line.trim_start().contains(" in all ") {
            assert_eq!(sum, figure, "{line}\n{page}");
            closing.extend(line.strip_prefix("= "));
        } else if line.starts_with("- ") {
            sum -= figure;
        } else {
            sum += figure;
        }
    }
    assert!(!closing.is_empty());
    assert!(closing.iter().all(|line| *line == closing[0]), "both sums end alike: {closing:?}");
}

#[test]
fn every_page_adds_up_and_hands_its_closing_to_the_next() {
    let company = by_march();
    for payee in ["ana", "ben", "cleo"] {
        let mut carried = amount!(0.00 USD);
        for month in ["2026-01", "2026-02", "2026-03", "2026-04"] {
            let statement = statement(&company, payee, month);
            check_by_hand(&statement.render(&names()));
            assert_eq!(statement.opening(), carried, "{payee} {month}");
            carried = statement.closing();
        }
        let it = company.payee(payee);
        let stands = statement(&company, payee, "2026-03").stands().unwrap();
        assert_eq!((stands.held, stands.payable), (it.held, it.payable));
        assert_eq!((stands.owed_back, stands.later), (it.owes, amount!(0.00 USD)));
        let line = company.journal.ledger().run(&run("2026-03")).unwrap().lines;
        let line = line.into_iter().find(|line| line.payee == it.payee);
        assert_eq!(stands.in_run, line.map_or(amount!(0.00 USD), |line| line.paid));
    }
}

#[test]
fn law_13_a_closed_statement_never_changes() {
    let mut company = by_march();
    company.on("2026-04-02").passes_days();
    company.tell("finance", ClosePeriod { period: id("2026-03") }).unwrap();
    let pages = |company: &Company, ledger: &Ledger| -> Vec<String> {
        let mut pages = Vec::new();
        for payee in ["ana", "ben", "cleo"] {
            for month in ["2026-01", "2026-02", "2026-03"] {
                let (payee, month) = (id(payee), id(month));
                let statement = Statement::of(ledger, &company.journal, &payee, month).unwrap();
                assert!(statement.is_closed());
                pages.push(statement.render(&names()));
            }
        }
        pages
    };
    let before = pages(&company, company.journal.ledger());
    company.approves_and_exports(&run("2026-03"));
    company.tell("payroll", SettleRun { run: run("2026-03") }).unwrap();
    let late = forms::payment("later", "paper", "2026-03-30", amount!(80.00 USD));
    company.tell("bank", late).unwrap();
    let back = forms::refund("back", "first", "2026-03-31", amount!(1000.00 USD));
    company.tell("bank", back).unwrap();
    company.on("2026-05-04").pays("2026-04");
    company.cancels("branch");
    company.tell("finance", ClosePeriod { period: id("2026-04") }).unwrap();
    assert_eq!(pages(&company, company.journal.ledger()), before);
    let replayed = Ledger::replay(&company.journal).unwrap();
    assert_eq!(pages(&company, &replayed), before);

    let april = statement(&company, "ana", "2026-04").render(&names());
    assert!(april.contains("(belongs to 2026-03-30, a closed month)"), "{april}");
    assert!(april.contains("(belongs to 2026-03-31, a closed month)"), "{april}");
    check_by_hand(&april);
}

#[test]
fn a_zero_without_a_plan_has_its_reason_too() {
    let mut company = Company::new();
    company.on("2026-01-05");
    let old =
        ReportLead { heard_on: day("2025-12-30"), ..forms::report("ana", "old", "2026-01-05") };
    company.tell("ana", old).unwrap();
    company.accepts("old");
    let page = statement(&company, "ana", "2026-01").render(&names());
    assert!(page.contains("taken on by sales"), "{page}");
    assert!(page.contains("            nothing: no plan is in force on 2025-12-30\n"), "{page}");
    check_by_hand(&page);
}

#[test]
fn a_statement_needs_a_payee_a_month_and_the_right_records() {
    let (company, other) = (by_march(), Company::new());
    let ledger = company.journal.ledger();
    let ask = |payee: &str, month: &str| {
        Statement::of(ledger, &company.journal, &id(payee), id(month)).unwrap_err().to_string()
    };
    assert_eq!(ask("dora", "2026-03"), "payee dora is not on file: register them first");
    assert_eq!(
        ask("ana", "2026Q1"),
        "a statement is made for a calendar month, and 2026Q1 is none: ask for one such as 2026-01"
    );
    let short = Statement::of(ledger, &other.journal, &id("ana"), id("2026-03"));
    assert!(matches!(short, Err(StatementError::Record(_))), "{short:?}");

    let of_one_payment = |net| {
        let mut company = Company::new();
        company.on("2026-03-02").sells("ana", "care", LeadKind::ServiceContract);
        company.receives("yearly", "care", net);
        company
    };
    let (ours, theirs) = (of_one_payment(amount!(100.00 USD)), of_one_payment(amount!(200.00 USD)));
    let ledger = ours.journal.ledger();
    let wrong = Statement::of(ledger, &theirs.journal, &id("ana"), id("2026-03")).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "the records tell 35.00 USD where the ledger holds 30.00 USD: \
         pass the records that the ledger was posted from"
    );
}

#[test]
fn what_is_not_taken_back_has_its_reason_too() {
    let mut company = by_march();
    company.on("2026-09-30").refunds("too late", "first", amount!(9000.00 USD));
    let statement = statement(&company, "ana", "2026-09");
    assert!(statement.taken_back().is_empty() && statement.nothing().len() == 1);
    let page = statement.render(&names());
    let why = "            nothing is taken back: the clawback window ended on 2026-07-25\n";
    assert!(page.contains(why), "{page}");
    check_by_hand(&page);
}

/// The run of February: ana and ben for the first payment, cleo for the service contract.
const PAYROLL_FILE: &str = "\
run,period,pay_group,payee,name,worker_class,earning_code,unit,gross,recovered,amount\r\n\
us-field/2026-02/1,2026-02,us-field,ana,Ana Ruiz,employee,referral-reward,USD,120.00,0.00,120.00\r\n\
us-field/2026-02/1,2026-02,us-field,ben,Ben O'Neil,employee,referral-reward,USD,80.00,0.00,80.00\r\n\
us-field/2026-02/1,2026-02,us-field,cleo,\"Cleo & Sons, Inc.\",contractor,referral-reward,USD,\
125.00,0.00,125.00\r\n";

/// One column of a file, as another reader of CSV sees it.
fn cells(file: &PayrollFile, column: usize) -> Vec<String> {
    let rows = csv::Reader::from_reader(file.bytes()).into_records();
    rows.map(|row| row.unwrap()[column].to_owned()).collect()
}

#[test]
fn a_payroll_file_has_the_bytes_it_promises() {
    let company = by_march();
    let sheet = company.journal.ledger().pay_sheet(&run("2026-02")).unwrap();
    assert_eq!(sheet.total(), amount!(325.00 USD));
    assert_eq!((sheet.cut_off(), sheet.lines().len()), (day("2026-03-01"), 3));
    let file = sheet.render(&Profile::generic_long(), &names()).unwrap();
    assert_eq!(std::str::from_utf8(file.bytes()).unwrap(), PAYROLL_FILE);
    assert_eq!(file.name(), "us-field_2026-02_1.csv");
    assert_eq!(file.profile().as_str(), "generic-long@1");
    assert_eq!(file.digest(), referral_ledger::digest::Digest::sha256(PAYROLL_FILE.as_bytes()));

    assert_eq!(cells(&file, 4), ["Ana Ruiz", "Ben O'Neil", "Cleo & Sons, Inc."]);
    assert_eq!(cells(&file, 10), ["120.00", "80.00", "125.00"]);
}

#[test]
fn the_job_may_die_and_write_the_same_file_again() {
    let mut company = by_march();
    let run = run("2026-03");
    let digest = company.journal.ledger().run(&run).unwrap().digest;
    company.tell("controller", ApproveRun { run: run.clone(), digest }).unwrap();
    let sheet = company.journal.ledger().pay_sheet(&run).unwrap();
    let file = sheet.render(&Profile::generic_long(), &names()).unwrap();
    let export = sheet.export(std::slice::from_ref(&file));
    assert!(company.tell("payroll", export.clone()).unwrap().is_new());
    for _ in 0..2 {
        company.on("2026-04-20").refunds("more", "first", amount!(700.00 USD));
        let again = company.journal.ledger().pay_sheet(&run).unwrap();
        assert_eq!(again, sheet);
        assert_eq!(again.render(&Profile::generic_long(), &names()).unwrap(), file);
        assert!(!company.tell("payroll", export.clone()).unwrap().is_new());
        company.tell("payroll", SettleRun { run: run.clone() }).unwrap();
    }
    let text = std::str::from_utf8(file.bytes()).unwrap();
    let kept = "us-field/2026-03/1,2026-03,us-field,ana,Ana Ruiz,employee,referral-reward,USD,\
                15.00,6.00,9.00\r\n";
    assert!(text.ends_with(kept), "{text}");
}

#[test]
fn only_an_approved_run_has_a_pay_sheet() {
    let mut company = by_march();
    let ask = |company: &Company, run| company.journal.ledger().pay_sheet(&run).unwrap_err();
    let unknown = PaySheetError::Unknown { run: run("2026-04") };
    assert_eq!(ask(&company, run("2026-04")), unknown);
    let locked = "run us-field/2026-03/1 is locked: a person approves it before it has a pay sheet";
    assert_eq!(ask(&company, run("2026-03")).to_string(), locked);
    company.tell("controller", forms::void("us-field/2026-03/1")).unwrap();
    let void = PaySheetError::NotApproved { run: run("2026-03"), stage: RunStage::Void };
    assert_eq!(ask(&company, run("2026-03")), void);
    let said = "run us-field/2026-03/1 is void: lock and approve the run that follows it";
    assert_eq!(void.to_string(), said);
}

#[test]
fn a_name_cannot_run_as_a_formula() {
    let company = by_march();
    let sheet = company.journal.ledger().pay_sheet(&run("2026-02")).unwrap();
    let names =
        names().with(&id("ana"), "=HYPERLINK(\"http://x\",\"y\")").with(&id("ben"), "-Ben\r\n@x");
    let file = sheet.render(&Profile::generic_long(), &names).unwrap();
    let guarded = ["'=HYPERLINK(\"http://x\",\"y\")", "'-Ben\r\n@x", "Cleo & Sons, Inc."];
    assert_eq!(cells(&file, 4), guarded);
    assert_eq!(cells(&file, 10), ["120.00", "80.00", "125.00"]);
}

#[test]
fn missing_names_are_listed_all_together() {
    let company = by_march();
    let sheet = company.journal.ledger().pay_sheet(&run("2026-02")).unwrap();
    let names = Directory::new().with(&id("ben"), "Ben O'Neil").with(&id("cleo"), "  ");
    let refused = sheet.render(&Profile::generic_long(), &names).unwrap_err();
    let payees: Vec<PayeeId> = vec![id("ana"), id("cleo")];
    assert_eq!(refused.problems(), [Problem::NamesMissing { payees, lines: 3 }]);
    assert_eq!(refused.to_string(), "the directory does not name 2 of 3 payees: ana, cleo");
}

/// A company whose host chose ids that other programs give a meaning.
fn of_strange_ids() -> Company {
    let mut company = Company::new();
    let group = DefinePayGroup { entity: id("a:b;c"), ..forms::define("eu/@field", "USD") };
    company.tell("hr", group).unwrap();
    for payee in ["cmd|'/c'!A1", "1+1", "x,y", "a:b", ";", "(v)", "\"q\"", "100%"] {
        company.tell("hr", forms::register(payee, "eu/@field")).unwrap();
        company.on("2026-01-10").reports(payee, payee, LeadKind::Upgrade);
        company.accepts(payee);
    }
    company.on("2026-02-02").passes_days();
    let run = RunId::first(id("eu/@field"), id("2026-01"));
    company.tell("payroll", LockRun::regular(run.clone(), day("2026-02-01"))).unwrap();
    let digest = company.journal.ledger().run(&run).unwrap().digest;
    company.tell("controller", ApproveRun { run, digest }).unwrap();
    company
}

/// The sums of an exported text by account and unit, each transaction checked on the way. It knows
/// the grammar only, as another program does.
fn sums_of(text: &str) -> BTreeMap<(String, String), i128> {
    let mut sums = BTreeMap::new();
    let mut declared = Vec::new();
    let mut last_day = "";
    for block in text.split("\n\n").skip(1) {
        if !block.starts_with("20") {
            declared.extend(block.lines().filter_map(|line| line.strip_prefix("account ")));
            continue;
        }
        let mut lines = block.lines();
        let (day, rest) = lines.next().unwrap().split_once(" * ").unwrap();
        let (_, name) = rest.split_once(") ").unwrap();
        assert!(text.contains(&format!("\npayee {name}\n")), "{name} is not declared");
        assert!(last_day <= day, "{day} stands after {last_day}");
        last_day = day;
        let mut open: BTreeMap<&str, i128> = BTreeMap::new();
        for line in lines {
            if let Some(tag) = line.trim_start().strip_prefix("; ") {
                let tag = tag.split_once(": ").unwrap().0;
                assert!(text.contains(&format!("\ntag {tag}\n")), "{tag} is not declared");
                continue;
            }
            let (account, amount) = line.trim().split_once("  ").unwrap();
            assert!(declared.contains(&account), "{account} is not declared");
            let (amount, asserted) = amount.split_once(" = ").unwrap_or((amount, ""));
            let (digits, unit) = amount.trim().split_once(' ').unwrap();
            if !asserted.is_empty() {
                let minor: i128 =
                    asserted.split_once(' ').unwrap().0.replace('.', "").parse().unwrap();
                let stands = sums.get(&(account.to_owned(), unit.to_owned())).copied();
                assert_eq!(stands.unwrap_or(0), minor, "{block}");
            }
            let minor: i128 = digits.replace('.', "").parse().unwrap();
            *open.entry(unit).or_default() += minor;
            *sums.entry((account.to_owned(), unit.to_owned())).or_default() += minor;
        }
        assert!(open.values().all(|sum| *sum == 0), "{block}");
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

fn exported(company: &Company) -> String {
    let mut text = Vec::new();
    write_books(&company.journal, &AccountMap::plain(Grammar::Hledger), &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn the_exported_books_are_the_trial_balance() {
    let mut company = by_march();
    company.cancels("care");
    company.tell("controller", forms::void("us-field/2026-03/1")).unwrap();
    let text = exported(&company);
    let trial = company.journal.ledger().trial_balance();
    let rows = trial.rows().iter();
    let held = rows.map(|row| ((row.account.to_string(), row.unit.to_string()), row.minor));
    assert_eq!(sums_of(&text), held.collect());
    let names = "accrued|reversed|vested|run locked|run approved|run settled|line voided";
    for name in names.split('|') {
        assert!(text.contains(&format!(") {name}\n")), "{name}");
    }
    assert!(text.contains("    ; of: 2026-02-27\n"), "a late fact says what it belongs to");
    assert!(!text.lines().any(|line| line.contains(';') && line.contains(',')), "a second tag");
    assert_eq!(text, exported(&company), "the same records give the same bytes");
}

#[test]
fn several_entities_have_books_of_their_own_under_any_id() {
    let mut company = of_strange_ids();
    company.on("2026-02-03").reports("ana", "tip", LeadKind::Upgrade);
    company.accepts("tip");
    let text = exported(&company);
    let sums = sums_of(&text);
    let minor = |account: &str| sums.get(&(account.to_owned(), "USD".to_owned())).copied();
    assert_eq!(minor("Expenses:acme:Incentives"), Some(2_500));
    assert_eq!(minor("Expenses:a%3Ab%3Bc:Incentives"), Some(20_000));
    assert_eq!(minor("Liabilities:a%3Ab%3Bc:PayrollClearing"), Some(-20_000));
    let trial = company.journal.ledger().trial_balance();
    assert_eq!(sums.len(), trial.rows().len());
    let strange = "account Liabilities:a%3Ab%3Bc:Incentives:Payable:cmd%7C%27/c%27%21A1\n";
    assert!(text.contains(strange));
}
