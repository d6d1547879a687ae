//! A journal starts in mid-year: balances, open leads and deals, and counters go on from where they
//! stood in the system before.

use crate::options::plan;
use crate::support::forms::{open_balance, open_counter, open_deal, open_lead, propose};
use crate::support::{Company, day, id, said, whys};
use referral_ledger::amount;
use referral_ledger::command::*;
use referral_ledger::deal::Line;
use referral_ledger::id::{AdjustmentId, DealId, LeadId};
use referral_ledger::ledger::laws;
use referral_ledger::money::Amount;
use referral_ledger::reading::Reading;
use referral_ledger::report::{Directory, Statement};

/// 2 % of what comes in, 3 % above 25,000.00 in the payee's calendar year; 200.00 a quarter at most
/// where a story asks for the cap.
fn by_year(cap: &str) -> String {
    let table = r#"
[[tiers]]
id         = "by-year"
measure    = "collected"
accumulate = { per = "payee", period = "year" }
boundary   = "upper"
steps      = [
  { above = "0 USD", rate = "2%", way = "marginal" },
  { above = "25_000 USD", rate = "3%", way = "marginal" },
]
"#;
    let order = if cap.is_empty() { "[\"rate\", \"round\"]" } else { QUARTER_ORDER };
    let pays = "{ tiers = \"by-year\", of = \"collected\" }";
    plan(&[("tables", &format!("{table}{cap}")), ("pays", pays), ("order", order)])
}

const QUARTER_ORDER: &str = "[\"rate\", \"payee_cap\", \"round\"]";
const QUARTER_CAP: &str = r#"
[[cap]]
id             = "quarterly"
because        = "a story"
rules          = ["main"]
on             = "amount"
at_most        = "200 USD"
per            = { per = "payee", period = "quarter" }
excess         = "forfeited"
after_reversal = "freed"
"#;

/// Ana's counter of the year: so much of collected.
fn year(measure: Amount) -> OpenCounter {
    let counts =
        Counts::Tiers { tiers: id("by-year"), measure: Reading::Money(measure), base: None };
    OpenCounter { period: Some(id("2026")), ..open_counter(counts) }
}

/// On 1 June the company moves: ana stands at 23,000.00 of the step that ends at 25,000.00, 400.00
/// are held until 5 July, 120.00 were payable, she owes 50.00 and was paid 1,500.00 this year. A
/// deal of 30,000.00 was won in April and 10,000.00 of it came in.
fn moved(plan: &str) -> Company {
    let mut company = Company::with_plan(plan);
    company.on("2026-06-01");
    let balance = OpenPayeeBalance {
        held: vec![OpenHeld { amount: amount!(400.00 USD), until: day("2026-07-05") }],
        payable: Some(amount!(120.00 USD)),
        owes: Some(amount!(50.00 USD)),
        paid_this_year: Some(amount!(1_500.00 USD)),
        ..open_balance("ana", "2026-05-31")
    };
    company.tell("finance", balance).unwrap();
    company.tell("import", open_lead("ana", "press", "2026-03-20")).unwrap();
    let deal = OpenDeal {
        lines: vec![Line::of_net(amount!(30_000.00 USD))],
        collected: Some(amount!(10_000.00 USD)),
        ..open_deal("press", "2026-04-02")
    };
    company.tell("import", deal).unwrap();
    company.tell("import", year(amount!(23_000.00 USD))).unwrap();
    company
}

#[test]
fn balances_are_there_and_tiers_go_on() {
    let mut company = moved(&by_year(""));
    assert_eq!(company.places("ana"), ["400.00", "120.00", "0.00", "0.00", "50.00"]);
    // 50.00 - 400.00 - 120.00
    assert_eq!(company.balance("Equity:Opening"), "470.00");
    assert_eq!(company.journal.ledger().rewards().count(), 0);

    company.on("2026-06-10");
    let paid = company.receives("p1", "press", amount!(5_000.00 USD));
    // 2,000.00 are left of the first step: 40.00; 3,000.00 above it: 90.00
    assert_eq!(said(&paid), ["ana 130.00"]);
    assert!(whys(&paid)[0].contains("by-year, 2026: from 23000.00 USD to 28000.00 USD"));

    // June's run pays 120.00 + 130.00 less the 50.00 that she owes.
    company.on("2026-07-01");
    assert_eq!(company.pays("2026-06"), amount!(200.00 USD));
    assert_eq!(company.places("ana"), ["400.00", "0.00", "0.00", "250.00", "0.00"]);
    // The 400.00 vest on their day and are in July's.
    company.on("2026-08-01");
    assert_eq!(company.pays("2026-07"), amount!(400.00 USD));
    company.obeys_the_laws();
}

#[test]
fn statements_tell_what_stood_before_and_what_was_paid_this_year() {
    let mut company = moved(&by_year(""));
    company.on("2026-07-01");
    company.pays("2026-06");
    let ledger = company.journal.ledger();
    let of = |month| Statement::of(ledger, &company.journal, &id("ana"), id(month)).unwrap();
    let may = of("2026-05");
    // 400.00 + 120.00 - 50.00
    assert_eq!(may.closing(), amount!(470.00 USD));
    let page = may.render(&Directory::new());
    assert!(page.contains("2026-05-31  the opening balance, from the system before"), "{page}");
    assert!(
        page.contains("400.00 USD stood to the payee's credit on 2026-05-31, in the system"),
        "{page}"
    );
    assert!(page.contains("50.00 USD was owed back on 2026-05-31, in the system before"), "{page}");
    assert_eq!(may.paid_in_year(), Some(amount!(1_500.00 USD)));
    // June: 470.00 brought in; the run pays 120.00 - 50.00 = 70.00, booked on the day it is paid.
    assert_eq!(of("2026-06").opening(), amount!(470.00 USD));
    assert_eq!(of("2026-07").paid_in_year(), Some(amount!(1_570.00 USD)));
    assert_eq!(of("2026-04").paid_in_year(), None); // that is the other system's statement
    let (ben, year_after) = (id("ben"), id("2027-01"));
    assert_eq!(ledger.paid_in_year(&ben, id("2026-06")), None);
    assert_eq!(ledger.paid_in_year(&id("ana"), year_after), None);
}

/// 200.00 a quarter at most, 150.00 of it used in April and May: 50.00 are left.
#[test]
fn caps_go_on() {
    let mut company = moved(&by_year(QUARTER_CAP));
    let used = Reading::Money(amount!(150.00 USD));
    let counts = Counts::Cap { cap: id("quarterly"), used };
    let cap = OpenCounter { period: Some(id("2026Q2")), ..open_counter(counts) };
    company.tell("import", cap).unwrap();
    company.on("2026-06-10");
    let paid = company.receives("p1", "press", amount!(5_000.00 USD));
    assert_eq!(said(&paid), ["ana 50.00"]); // of 130.00
    company.obeys_the_laws();
}

/// A deal is complete when what was collected before is counted: 29,000.00 came in, 1,000.00 come;
/// and what is paid once for a deal was paid before.
#[test]
fn a_deal_goes_on_from_what_was_collected() {
    let floor = "[[floor]]\nid = \"least\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
                 at_least = \"150 USD\"\nper = \"deal\"\nfrom = \"completion\"\nuplift = \"kept\"\n";
    let words = [("tables", floor), ("order", "[\"rate\", \"floor\", \"round\"]")];
    let mut company = Company::with_plan(&plan(&words));
    company.on("2026-06-01");
    company.tell("import", open_lead("ana", "press", "2026-03-20")).unwrap();
    let deal = OpenDeal {
        lines: vec![Line::of_net(amount!(3_000.00 USD))],
        collected: Some(amount!(2_000.00 USD)),
        ..open_deal("press", "2026-04-02")
    };
    company.tell("import", deal).unwrap();
    // The old system paid 20.00 of what came in: the floor knows.
    let counts = Counts::Floor {
        floor: id("least"),
        rule: id("main"),
        came: amount!(20.00 USD),
        paid: amount!(20.00 USD),
    };
    let lead = Some(LeadId::named("press"));
    company.tell("import", OpenCounter { payee: None, lead, ..open_counter(counts) }).unwrap();
    // 10 % of 1,000.00 is 100.00, with 20.00 before 120.00; complete, so 150.00, less 20.00.
    let paid = company.receives("p1", "press", amount!(1_000.00 USD));
    assert_eq!(said(&paid), ["ana 130.00"]);
    company.obeys_the_laws();
}

/// An opened lead is won as any other, under the version that is named.
#[test]
fn an_open_lead_is_won_under_its_version() {
    let first = plan(&[("effective", "{ from = 2026-01-01, until = 2026-05-01 }")]);
    let second = plan(&[
        ("version", "\"2\""),
        ("effective", "{ from = 2026-05-01 }"),
        ("pays", "{ rate = \"1%\", of = \"collected\" }"),
    ]);
    let mut company = Company::with_plan(&first);
    company.on("2026-06-01");
    company.tell("finance", PublishPlan { text: PlanText::new(&second) }).unwrap();
    let named = OpenLead { plans: vec![id("plan@1")], ..open_lead("ana", "press", "2026-05-20") };
    company.tell("import", named).unwrap();
    company.tell("import", open_lead("ana", "lathe", "2026-05-20")).unwrap();
    for deal in ["press", "lathe"] {
        company.wins(deal);
    }
    // 10 % under the version that was named, 1 % under the one that was in force.
    assert_eq!(said(&company.receives("p1", "press", amount!(100.00 USD))), ["ana 10.00"]);
    assert_eq!(said(&company.receives("p2", "lathe", amount!(100.00 USD))), ["ana 1.00"]);
    let deal = company.journal.ledger().deal(DealId::named("press")).unwrap();
    assert_eq!(deal.plans, [id("plan@1")]);
}

/// A refund of a payment of before has no payment to name: an adjustment takes its part.
#[test]
fn what_goes_back_of_before_is_adjusted() {
    use referral_ledger::adjustment::{BasedOn, Direction};
    let mut company = moved(&by_year(""));
    let mut part = propose("r1", "ana", Direction::Down, amount!(20.00 USD));
    let rate = referral_ledger::rate!(2%);
    part.based_on = Some(BasedOn { base: amount!(1_000.00 USD), rate });
    company.tell("lena", part).unwrap();
    company.approves_adjustment("max", "r1");
    assert_eq!(company.places("ana"), ["400.00", "100.00", "0.00", "20.00", "50.00"]);
    assert_eq!(
        company.journal.ledger().adjustment(AdjustmentId::named("r1")).unwrap().owed,
        amount!(0.00 USD)
    );
    laws::check(company.journal.ledger()).unwrap();
}

/// After the first amount has accrued nothing is opened any more.
#[test]
fn what_stood_before_is_opened_first() {
    let mut company = moved(&by_year(""));
    company.receives("p1", "press", amount!(5_000.00 USD));
    let refused = company.tell("finance", open_balance("ben", "2026-05-31")).unwrap_err();
    assert_eq!(refused.code(), "R4301");
    assert!(refused.to_string().ends_with("put it right by an adjustment"));
}
