//! Pay in stages: a part when the customer is met, a part for an offer, a part at the win, a part
//! as money comes in. A story for every choice.

use crate::support::{day, forms, id, said, whys};
use crate::worked::{Plan, Shop, plan};
use referral_ledger::amount;
use referral_ledger::command::Retract;
use referral_ledger::deal::FactRef;
use referral_ledger::id::{DealId, LeadId};

/// A shop in which ana has reported a lead on 2026-01-05; it is 2026-01-07.
fn shop(plan: &Plan) -> Shop {
    let mut shop = Shop::under(plan);
    shop.on("2026-01-05");
    shop.tell("ana", forms::report("ana", "one", "2026-01-05")).unwrap();
    shop.on("2026-01-07");
    shop
}

fn meets(shop: &mut Shop, on: &str) -> String {
    said(&shop.tell("sales", forms::meet("one", on)).unwrap()).join(", ")
}

#[test]
fn fifty_when_the_lead_runs_and_a_percent_when_it_sells() {
    // ServiceTitan, technician-generated leads: two rules, one on the visit, one on the sale.
    let plan = plan()
        .rule("met", "pays = { flat = \"50 USD\" }")
        .rule("won", "pays = { rate = \"3%\", of = \"value\" }");
    let mut shop = shop(&plan);
    assert_eq!(meets(&mut shop, "2026-01-07"), "ana 50.00");
    // 3 % of 8,000 are 240.
    assert_eq!(shop.won("one", "8_000"), "ana 240.00");
    assert_eq!(shop.earned("ana"), "290.00");
    shop.obeys_the_laws();
}

#[test]
fn a_part_at_the_meeting_a_part_at_the_win_and_a_part_at_the_collection() {
    let plan = plan()
        .rule("met", "pays = { flat = \"50 USD\" }")
        .rule("won", "pays = { rate = \"1%\", of = \"value\" }")
        .rule("paid", "pays = { rate = \"2%\", of = \"collected\" }");
    let mut shop = shop(&plan);
    assert_eq!(meets(&mut shop, "2026-01-06"), "ana 50.00");
    // 1 % of 10,000 are 100; then 2 % of 4,000 and of 6,000.
    assert_eq!(shop.won("one", "10_000"), "ana 100.00");
    assert_eq!(shop.paid("p1", "one", "4_000"), "ana 80.00");
    assert_eq!(shop.paid("p2", "one", "6_000"), "ana 120.00");
    assert_eq!(shop.earned("ana"), "350.00");
}

#[test]
fn an_offer_is_paid_on_what_was_offered() {
    let mut shop = shop(&plan().rule("quoted", "pays = { rate = \"0.5%\", of = \"quoted\" }"));
    let heard =
        shop.tell("sales", forms::quote("one", "2026-01-07", amount!(9_000.00 USD))).unwrap();
    // 0.5 % of 9,000 are 45, whatever is signed later.
    assert_eq!(said(&heard), ["ana 45.00"]);
    let short = LeadId::named("one").short();
    assert_eq!(
        whys(&heard),
        [format!(
            "45.00 USD to ana for lead {short}, 2026-01-07: rule r1 of worked@1\n  \
             9000.00 USD x 0.5% = 45.00 USD\n  payable from 2026-01-07"
        )]
    );
    assert_eq!(shop.won("one", "7_000"), "");
    shop.obeys_the_laws();
}

#[test]
fn an_offer_has_lines_that_a_base_of_the_plan_counts() {
    // Of an offer the machines count, with their freight: 5,000 and 100; the service does not.
    let base = "id = \"machines\"\nof = \"quoted\"\nclasses = { only = [\"machine\"] }\n\
                freight = \"counted\"";
    let rule = "pays = { rate = \"1%\", of = \"machines\" }";
    let mut shop = shop(&plan().base(base).rule("quoted", rule));
    let lines = shop.lines("5_000 class machine freight 100; 2_000 class service");
    let quote = forms::quote("one", "2026-01-07", amount!(1.00 USD));
    let quote = referral_ledger::command::QuoteLead { lines, ..quote };
    assert_eq!(said(&shop.tell("sales", quote).unwrap()), ["ana 51.00"]);
}

#[test]
fn a_rule_may_look_at_how_soon_the_customer_was_met() {
    let soon = "pays = { flat = \"50 USD\" }\nwhen = { elapsed = [{ from = \"reported\", to = \
                \"met\", days = { from = 0, until = 2 } }] }";
    for (on, paid) in [("2026-01-06", "ana 50.00"), ("2026-01-07", "ana 0.00")] {
        let mut shop = shop(&plan().rule("met", soon));
        assert_eq!(meets(&mut shop, on), paid);
    }
    // At the win a meeting that never was is no soon one.
    let mut shop = shop(&plan().rule("won", soon));
    assert_eq!(shop.won("one", ""), "ana 0.00");
}

#[test]
fn what_a_meeting_pays_may_be_held_until_the_win() {
    let rule = "pays = { flat = \"50 USD\" }\nhold = { until = \"won\" }";
    let mut sold = shop(&plan().rule("met", rule));
    meets(&mut sold, "2026-01-07");
    assert_eq!(sold.places("ana"), ["50.00", "0.00", "0.00", "0.00", "0.00"]);
    sold.won("one", "");
    assert_eq!(sold.places("ana"), ["0.00", "50.00", "0.00", "0.00", "0.00"]);
    // A lead that is lost gives it back.
    let mut lost = shop(&plan().rule("met", rule));
    meets(&mut lost, "2026-01-07");
    let (lead, lost_on) = (LeadId::named("one"), day("2026-01-07"));
    let lose = referral_ledger::command::LoseLead { lead, lost_on, reason: id("price") };
    assert_eq!(said(&lost.tell("sales", lose).unwrap()), ["ana -50.00"]);
    lost.obeys_the_laws();
}

#[test]
fn a_meeting_and_an_offer_are_told_once_and_of_open_leads() {
    let mut shop = shop(&plan().rule("met", "pays = { flat = \"50 USD\" }"));
    meets(&mut shop, "2026-01-06");
    let again = shop.tell("sales", forms::meet("one", "2026-01-07")).unwrap_err();
    assert_eq!(again.code(), "R0001"); // the natural key names the first one
    let offer = |on| forms::quote("one", on, amount!(10.00 USD));
    shop.tell("sales", offer("2026-01-07")).unwrap();
    let view = shop.journal.ledger().lead(LeadId::named("one")).unwrap();
    assert_eq!((view.met_on, view.quoted_on), (Some(day("2026-01-06")), Some(day("2026-01-07"))));
    shop.tell("ana", forms::report("ana", "two", "2026-01-07")).unwrap();
    shop.won("two", "");
    let late = shop.tell("sales", forms::meet("two", "2026-01-07")).unwrap_err();
    assert_eq!(late.code(), "R1003");
}

#[test]
fn a_meeting_answers_a_lead() {
    let answer = "[leads.answer]\nwithin = { business_days = 3 }\nfrom = \"reported\"\n\
                  holidays = \"none\"\ncompeting = \"no_deadline\"\nwhen_missed = \"on_record\"\n";
    let mut shop = shop(&plan().table(answer).rule("won", "pays = { flat = \"50 USD\" }"));
    meets(&mut shop, "2026-01-07");
    shop.on("2026-02-01").passes_days();
    assert_eq!(shop.journal.ledger().answers_missed(id("2026-01")), []);
}

#[test]
fn meetings_and_offers_can_be_counted_for_a_close() {
    // One meeting and an offer of 9,000 in January: 10 USD for each meeting, 0.1 % of offers.
    let measures = "[[measure]]\nid = \"meetings\"\nof = \"count\"\non = \"met\"\nlead = \"all\"\n\
                    credit = \"originator\"\nrefunds = \"kept\"\nquota = \"none\"\n\
                    [[measure]]\nid = \"offers\"\nof = \"quoted\"\non = \"quoted\"\nlead = \"all\"\n\
                    credit = \"originator\"\nrefunds = \"kept\"\nquota = \"none\"\n";
    let close = |id: &str, pays: &str| {
        format!(
            "[[component]]\nid = \"{id}\"\non = {{ closes = \"month\", whose = \"payee\", counts = \
             \"period\", days_after = 0, late_facts = \"left_out\", when_lower = \"left\" }}\n\
             [[component.rule]]\nid = \"{id}\"\nbecause = \"-\"\nwhen = \"always\"\n\
             payee = \"measured\"\nhold = \"none\"\npays = {pays}\n"
        )
    };
    let plan = plan()
        .table(measures)
        .table(&close("m", "{ per_unit = \"10 USD\", of = \"meetings\" }"))
        .table(&close("o", "{ rate = \"0.1%\", of = \"offers\" }"));
    let mut shop = shop(&plan);
    meets(&mut shop, "2026-01-07");
    shop.tell("sales", forms::quote("one", "2026-01-07", amount!(9_000.00 USD))).unwrap();
    shop.on("2026-02-01").passes_days();
    assert_eq!(shop.earned("ana"), "19.00");
    shop.obeys_the_laws();
}

#[test]
fn a_report_that_was_told_by_mistake_takes_its_meeting_and_offer_with_it() {
    let plan = plan()
        .rule("met", "pays = { flat = \"50 USD\" }")
        .rule("quoted", "pays = { rate = \"1%\", of = \"quoted\" }")
        .rule("won", "pays = { flat = \"10 USD\" }");
    let mut shop = shop(&plan);
    meets(&mut shop, "2026-01-07");
    shop.tell("sales", forms::quote("one", "2026-01-07", amount!(1_000.00 USD))).unwrap();
    shop.won("one", "");
    let retract = |fact| Retract { fact, reason: id("mistyped") };
    let deal = shop.tell("hr", retract(FactRef::Deal(DealId::named("one")))).unwrap();
    assert_eq!(said(&deal), ["ana -10.00"]);
    let lead = shop.tell("hr", retract(FactRef::Lead(LeadId::named("one")))).unwrap();
    assert_eq!(said(&lead), ["ana -50.00", "ana -10.00"]);
    assert_eq!(shop.earned("ana"), "0.00");
    shop.obeys_the_laws();
}
