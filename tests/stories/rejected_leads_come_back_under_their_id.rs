//! A rejected or excluded lead comes back under its own id: within the days the plan says, beside
//! the claims others have made since, and paid once. A story for every choice.

use crate::support::{day, forms, id, said};
use crate::worked::{Plan, Shop, pays, plan};
use referral_ledger::command::*;
use referral_ledger::id::{CustomerId, LeadId};
use referral_ledger::lead::LeadStage;

const PROTECTION: &str = "[leads.protection]\nof = \"customer\"\ndays = 90\nlast_day = \"in\"\n\
                          after = \"reported\"\nextended_by = \"nothing\"\n\
                          released_by = [\"rejected\"]\ncompeting = \"first_protected\"\n";

/// A shop where ana's lead `one` about `c` was heard on 2026-01-10 and rejected on the 12th.
fn rejected(plan: &Plan) -> Shop {
    let mut shop = Shop::under(plan);
    shop.on("2026-01-10");
    tip(&mut shop, "ana", "one", "2026-01-10");
    shop.on("2026-01-12").tell("sales", forms::reject("one", "2026-01-12")).unwrap();
    shop
}

fn tip(shop: &mut Shop, by: &str, lead: &str, on: &str) {
    let report = ReportLead { customer: CustomerId::named("c"), ..forms::report(by, lead, on) };
    shop.tell(by, report).unwrap();
}

/// The lead comes back on a day; the code that is refused with, or `-`.
fn restore(shop: &mut Shop, on: &str) -> &'static str {
    shop.on(on);
    let (lead, restored_on) = (LeadId::named("one"), day(on));
    let restore = RestoreLead { lead, restored_on, reason: id("budget-found") };
    shop.tell("sales", restore).map_or_else(|refusal| refusal.code(), |_| "-")
}

fn stage(shop: &Shop) -> LeadStage {
    shop.journal.ledger().lead(LeadId::named("one")).unwrap().stage
}

#[test]
fn a_rejected_lead_comes_back_and_is_paid_once() {
    let mut shop = rejected(&pays("{ flat = \"100 USD\" }"));
    assert_eq!(restore(&mut shop, "2026-06-01"), "-");
    assert_eq!(stage(&shop), LeadStage::Reported);
    // Under its own id it wins once: 100.00.
    assert_eq!(shop.won("one", ""), "ana 100.00");
    assert_eq!(restore(&mut shop, "2026-06-02"), "R1032");
    assert_eq!(shop.earned("ana"), "100.00");
    shop.obeys_the_laws();
}

#[test]
fn it_never_comes_back() {
    let mut shop = rejected(&pays("{ flat = \"100 USD\" }").leads("restored = \"never\""));
    assert_eq!(restore(&mut shop, "2026-01-12"), "R1033");
}

#[test]
fn it_comes_back_within_so_many_days() {
    // 2026-01-10 and 60 days is 2026-03-11: 21 days of January, 28, and 11.
    let plan = pays("{ flat = \"100 USD\" }").leads("restored = { within = 60 }");
    assert_eq!(restore(&mut rejected(&plan), "2026-03-11"), "-");
    assert_eq!(restore(&mut rejected(&plan), "2026-03-12"), "R1033");
}

#[test]
fn its_claim_comes_back_unless_somebody_else_has_one() {
    let plan = pays("{ flat = \"100 USD\" }").table(PROTECTION);
    let through = |shop: &Shop| {
        let claims = shop.journal.ledger().claims_on(CustomerId::named("c"));
        claims.iter().map(|it| format!("{} {:?}", it.by, it.through)).collect::<Vec<_>>()
    };
    // Through 2026-04-10 as before: coming back extends nothing.
    let mut shop = rejected(&plan);
    assert_eq!(through(&shop), Vec::<String>::new());
    assert_eq!(restore(&mut shop, "2026-02-01"), "-");
    assert_eq!(through(&shop), [format!("ana {:?}", Some(day("2026-04-10")))]);
    shop.obeys_the_laws();
    // Ben claimed the customer meanwhile.
    let mut shop = rejected(&plan);
    shop.on("2026-01-20");
    tip(&mut shop, "ben", "two", "2026-01-20");
    assert_eq!(restore(&mut shop, "2026-02-01"), "R1023");
}

#[test]
fn it_does_not_come_back_beside_another_of_the_same() {
    for (word, wanted) in [("once", "R1020"), ("once_per_kind", "R1020"), ("one_at_a_time", "-")] {
        let words = format!("same_technician_and_customer = \"{word}\"");
        let mut shop = rejected(&pays("{ flat = \"100 USD\" }").leads(&words));
        tip(&mut shop, "ana", "two", "2026-01-12");
        assert_eq!(restore(&mut shop, "2026-01-12"), "R1020", "{word}");
        // After the win of the second only one at a time takes the first back.
        shop.won("two", "");
        assert_eq!(restore(&mut shop, "2026-01-12"), wanted, "{word}");
    }
}

#[test]
fn what_was_held_and_taken_back_keeps_it_ended() {
    // 10 USD for the tip, held until the deal is won: nobody gets it once the lead is rejected.
    let plan = plan().rule("reported", "pays = { flat = \"10 USD\" }\nhold = { until = \"won\" }");
    let mut shop = Shop::under(&plan);
    shop.on("2026-01-10");
    tip(&mut shop, "ana", "one", "2026-01-10");
    let rejected = shop.tell("sales", forms::reject("one", "2026-01-10")).unwrap();
    assert_eq!(said(&rejected), ["ana -10.00"]);
    assert_eq!(restore(&mut shop, "2026-01-10"), "R1034");
}

#[test]
fn an_excluded_lead_comes_back() {
    let plan = pays("{ flat = \"100 USD\" }").leads("existing_opportunity = \"excluded\"");
    let mut shop = Shop::under(&plan);
    shop.on("2026-01-10");
    tip(&mut shop, "ana", "one", "2026-01-10");
    shop.accepts("one");
    let (lead, excluded_on) = (LeadId::named("one"), day("2026-01-10"));
    let (worked_on, evidence) = (day("2026-01-02"), id("opportunity-7731"));
    shop.tell("sales", ExcludeLead { lead, excluded_on, worked_on, evidence }).unwrap();
    assert_eq!(restore(&mut shop, "2026-01-11"), "-");
    assert_eq!(stage(&shop), LeadStage::Accepted); // where it stood before
    assert_eq!(shop.won("one", ""), "ana 100.00");
}
