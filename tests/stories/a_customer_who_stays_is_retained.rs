//! A customer who might have left stays: the lead ends retained, and the customer is a deal from
//! then on. What it pays, of which kinds, and what becomes of it when they leave after all. A story
//! for every choice.

use crate::support::{Heard, day, forms, id, said, whys};
use crate::worked::{Plan, Shop, plan};
use referral_ledger::command::*;
use referral_ledger::deal::FactRef;
use referral_ledger::id::{CustomerId, DealId, LeadId};
use referral_ledger::lead::LeadStage;

/// Two per cent of what a customer brings who stays; back by the days left if they leave in 90.
const STAYS: &str = "pays = { rate = \"2%\", of = \"retained\" }\n\
                     clawback = { on = [\"cancelled\"], take = { pro_rata = \"days\" }, window = { \
                     days = 90, after = \"retained\", last_day = \"in\" }, refund_target = \
                     \"proportional\" }";

/// A shop in which ana has reported a lead of a kind on 2026-01-05.
fn shop(plan: &Plan, kind: &str) -> Shop {
    let mut shop = Shop::under(plan);
    shop.on("2026-01-05");
    let report = ReportLead { kind: id(kind), ..forms::report("ana", "one", "2026-01-05") };
    shop.tell("ana", report).unwrap();
    shop
}

/// The customer stays as of a day, and brings this much.
fn stays(shop: &mut Shop, on: &str, lines: &str) -> Heard {
    shop.on(on);
    let lines = shop.lines(lines);
    shop.tell("sales", RetainCustomer { lines, ..forms::retain("one", on) }).unwrap()
}

fn stage(shop: &Shop) -> LeadStage {
    shop.journal.ledger().lead(LeadId::named("one")).unwrap().stage
}

#[test]
fn a_retained_customer_is_paid_on_what_they_bring() {
    let mut shop = shop(&plan().rule("retained", STAYS), "unhappy_customer");
    // 2 % of 12,000 a year are 240.
    let heard = stays(&mut shop, "2026-01-20", "12_000");
    assert_eq!(said(&heard), ["ana 240.00"]);
    let short = DealId::named("one").short();
    assert_eq!(
        whys(&heard),
        [format!(
            "240.00 USD to ana for deal {short}, 2026-01-20: rule r1 of worked@1\n  \
             12000.00 USD x 2% = 240.00 USD\n  payable from 2026-01-20"
        )]
    );
    assert_eq!(stage(&shop), LeadStage::Retained);
    let deal = shop.journal.ledger().deal(DealId::named("one")).unwrap();
    assert!(deal.retained);
    assert_eq!(deal.won_on, day("2026-01-20"));
    shop.obeys_the_laws();
}

#[test]
fn what_a_win_pays_is_not_paid_for_a_customer_who_stays() {
    let plan = plan().rule("won", "pays = { flat = \"100 USD\" }").rule("retained", STAYS);
    let mut kept = shop(&plan, "unhappy_customer");
    assert_eq!(said(&stays(&mut kept, "2026-01-20", "1_000")), ["ana 20.00"]);
    // And a machine that an unhappy customer buys is a win.
    let mut sold = shop(&plan, "unhappy_customer");
    assert_eq!(sold.won("one", ""), "ana 100.00");
}

#[test]
fn a_customer_of_whom_nobody_knows_what_they_bring_may_be_paid_flat() {
    let plan = plan()
        .rule("retained", "pays = { rate = \"2%\", of = \"retained\" }")
        .rule("retained", "pays = { flat = \"75 USD\" }");
    let mut shop = shop(&plan, "competitor_visit");
    let heard = stays(&mut shop, "2026-01-20", "");
    assert_eq!(said(&heard), ["ana 0.00", "ana 75.00"]);
    assert!(whys(&heard)[0].ends_with("nothing: the deal was won without a value"));
}

#[test]
fn only_kinds_of_customers_who_may_leave_are_retained() {
    for (kind, code) in [
        ("unhappy_customer", "-"),
        ("competitor_visit", "-"),
        ("service_contract", "R1037"),
        ("upgrade", "R1037"),
    ] {
        let mut shop = shop(&plan().rule("retained", STAYS), kind);
        let told = shop.tell("sales", forms::retain("one", "2026-01-05"));
        assert_eq!(told.map_or_else(|no| no.code(), |_| "-"), code, "{kind}");
    }
}

#[test]
fn a_plan_says_which_kinds_are_retained() {
    let plan = plan()
        .leads("kinds = [\"renewal\"]\nretained_kinds = [\"renewal\", \"unhappy_customer\"]")
        .rule("retained", STAYS);
    for (kind, code) in [
        ("renewal", "-"),
        ("unhappy_customer", "-"),
        ("competitor_visit", "R1037"), // the list is the whole of it
    ] {
        let mut shop = shop(&plan, kind);
        let told = shop.tell("sales", forms::retain("one", "2026-01-05"));
        assert_eq!(told.map_or_else(|no| no.code(), |_| "-"), code, "{kind}");
    }
}

#[test]
fn a_customer_who_does_not_stay_is_lost() {
    let mut shop = shop(&plan().rule("retained", STAYS), "unhappy_customer");
    let (lead, lost_on) = (LeadId::named("one"), day("2026-01-05"));
    shop.tell("sales", LoseLead { lead, lost_on, reason: id("left") }).unwrap();
    assert_eq!(stage(&shop), LeadStage::Lost);
    let late = shop.tell("sales", forms::retain("one", "2026-01-05")).unwrap_err();
    assert_eq!(late.code(), "R1003");
}

#[test]
fn a_customer_who_leaves_after_all_gives_it_back_by_the_days_left() {
    let mut shop = shop(&plan().rule("retained", STAYS), "unhappy_customer");
    stays(&mut shop, "2026-01-20", "12_000");
    // Thirty days later 60 of 90 days are left: 240 x 60/90 = 160 go back, 80 stay.
    shop.on("2026-02-19");
    assert_eq!(shop.off("one"), "ana -160.00");
    assert_eq!(shop.earned("ana"), "80.00");
    shop.obeys_the_laws();
}

#[test]
fn a_customer_who_leaves_after_the_window_leaves_it() {
    let mut shop = shop(&plan().rule("retained", STAYS), "unhappy_customer");
    stays(&mut shop, "2026-01-20", "12_000");
    // 2026-01-20 and 90 days is 2026-04-20.
    shop.on("2026-04-21");
    assert_eq!(shop.off("one"), "ana 0.00");
    assert_eq!(shop.earned("ana"), "240.00");
}

#[test]
fn a_retained_customer_told_by_mistake_gives_all_of_it_back() {
    let mut shop = shop(&plan().rule("retained", STAYS), "unhappy_customer");
    stays(&mut shop, "2026-01-20", "12_000");
    let fact = FactRef::Deal(DealId::named("one"));
    let heard = shop.tell("hr", Retract { fact, reason: id("mistyped") }).unwrap();
    assert_eq!(said(&heard), ["ana -240.00"]);
    // The lead is open again, and the customer may still stay.
    assert_eq!(stage(&shop), LeadStage::Reported);
    let again = RetainCustomer { deal: DealId::named("two"), ..forms::retain("one", "2026-01-20") };
    shop.tell("sales", again).unwrap();
    assert_eq!(stage(&shop), LeadStage::Retained);
    shop.obeys_the_laws();
}

#[test]
fn what_a_retained_customer_pays_in_is_collected_like_any_money() {
    let full = "clawback = { on = [\"refunded\"], take = \"full\", window = \"without_end\", \
                refund_target = \"proportional\" }";
    let collected = format!("pays = {{ rate = \"1%\", of = \"collected\" }}\n{full}");
    let plan = plan().rule("retained", STAYS).rule("paid", &collected);
    let mut shop = shop(&plan, "unhappy_customer");
    stays(&mut shop, "2026-01-20", "12_000");
    assert_eq!(shop.paid("p1", "one", "3_000"), "ana 30.00");
    assert_eq!(shop.returned("x1", "p1", "1_000"), "ana -10.00");
    shop.obeys_the_laws();
}

#[test]
fn what_is_held_until_won_is_payable_when_the_customer_stays() {
    let rule = "pays = { flat = \"50 USD\" }\nhold = { until = \"won\" }";
    let mut shop = shop(&plan().rule("reported", rule), "unhappy_customer");
    assert_eq!(shop.places("ana"), ["50.00", "0.00", "0.00", "0.00", "0.00"]);
    stays(&mut shop, "2026-01-20", "");
    assert_eq!(shop.places("ana"), ["0.00", "50.00", "0.00", "0.00", "0.00"]);
}

#[test]
fn staying_needs_the_acceptance_that_a_win_needs() {
    let plan = plan().leads("acceptance = \"required\"").rule("retained", STAYS);
    let mut shop = shop(&plan, "unhappy_customer");
    let told = shop.tell("sales", forms::retain("one", "2026-01-05")).unwrap_err();
    assert_eq!(told.code(), "R1005");
    shop.accepts("one");
    shop.tell("sales", forms::retain("one", "2026-01-05")).unwrap();
    // It has become a deal, and becomes no second one.
    let again = shop.tell("sales", forms::win("one", "2026-01-05")).unwrap_err();
    assert_eq!(again.code(), "R2001");
    let other = WinDeal { deal: DealId::named("other"), ..forms::win("one", "2026-01-05") };
    assert_eq!(shop.tell("sales", other).unwrap_err().code(), "R2003");
}

#[test]
fn who_reported_second_is_credited_with_a_customer_who_stays() {
    let protection = "[leads.protection]\nof = \"customer\"\ndays = 90\nlast_day = \"in\"\n\
                      after = \"reported\"\nextended_by = \"nothing\"\nreleased_by = [\"won\"]\n\
                      competing = { shared_with = \"second\" }\n";
    let rule = format!("{STAYS}\npayee = \"each_by_share\"");
    let plan = plan()
        .head("order = [\"rate\", \"round\", \"pay_split\"]\nleftover = \"originator\"")
        .split(&[("originator", "75%"), ("second", "25%")])
        .table(protection)
        .rule("retained", &rule);
    let mut shop = Shop::under(&plan);
    shop.on("2026-01-05");
    for (by, lead) in [("ana", "one"), ("ben", "two")] {
        let (customer, kind) = (CustomerId::named("c"), id("unhappy_customer"));
        let report = ReportLead { customer, kind, ..forms::report(by, lead, "2026-01-05") };
        shop.tell(by, report).unwrap();
    }
    // 2 % of 1,000 are 20: 15 and 5. The claim is released as by a win.
    assert_eq!(said(&stays(&mut shop, "2026-01-20", "1_000")), ["ana 15.00", "ben 5.00"]);
    assert_eq!(shop.journal.ledger().claims_on(CustomerId::named("c")).len(), 1); // ben's own
    shop.obeys_the_laws();
}
