//! Sales answer a lead in business days: which days count, what an answer is, what becomes of one
//! that is missed, late, or of a lead that is taken back. A story for every choice. 2026-01-05 is
//! a Monday.

use crate::support::{changed, day, forms, id};
use crate::worked::{Shop, pays};
use referral_ledger::command::*;
use referral_ledger::deal::FactRef;
use referral_ledger::event::{AnswersMissed, Event};
use referral_ledger::id::{CustomerId, DealId, LeadId};
use referral_ledger::lead::AnswerStanding;
use referral_ledger::ledger::view_answers::AnswerView;
use referral_ledger::record::Group;

/// Three business days from the report; a missed answer is on record.
const ANSWER: &str = "[leads.answer]\nwithin = { business_days = 3 }\nfrom = \"reported\"\n\
                      holidays = \"none\"\ncompeting = \"no_deadline\"\n\
                      when_missed = \"on_record\"\n";

/// A shop that pays 100 USD when a deal is won, with other words on answers.
fn shop(changes: &[(&str, &str)]) -> Shop {
    Shop::under(&pays("{ flat = \"100 USD\" }").table(&changed(ANSWER, changes)))
}

/// Ana reports a lead that she heard on a day, and says so on that day.
fn tip(shop: &mut Shop, lead: &str, on: &str) {
    shop.on(on);
    shop.tell("ana", forms::report("ana", lead, on)).unwrap();
}

fn answer(shop: &Shop, lead: &str) -> Option<AnswerView> {
    shop.journal.ledger().lead(LeadId::named(lead)).unwrap().answer
}

/// By when a lead is to be answered.
fn due(shop: &Shop, lead: &str) -> String {
    answer(shop, lead).unwrap().due.to_string()
}

/// How the answer to a lead stands.
fn standing(shop: &Shop, lead: &str) -> AnswerStanding {
    answer(shop, lead).unwrap().standing
}

/// The days through which everything has passed.
fn pass(shop: &mut Shop, through: &str) {
    shop.on(&day(through).plus_days(1).unwrap().to_string()).passes_days();
}

fn lead(name: &str) -> LeadId {
    LeadId::named(name)
}

#[test]
fn business_days_are_monday_to_friday() {
    let mut shop = shop(&[]);
    // Heard on a Thursday: Friday the 9th is one, Monday the 12th two, Tuesday the 13th three.
    tip(&mut shop, "one", "2026-01-08");
    assert_eq!(due(&shop, "one"), "2026-01-13");
    // On a Saturday: Monday, Tuesday, Wednesday.
    tip(&mut shop, "two", "2026-01-10");
    assert_eq!(due(&shop, "two"), "2026-01-14");
}

#[test]
fn holidays_are_no_business_days() {
    let holidays = "holidays = [2026-01-11, 2026-01-12]";
    let mut shop = shop(&[("holidays = \"none\"", holidays)]);
    // Friday the 9th, Tuesday the 13th, Wednesday the 14th. The 11th is a Sunday anyhow.
    tip(&mut shop, "one", "2026-01-08");
    assert_eq!(due(&shop, "one"), "2026-01-14");
}

#[test]
fn days_are_counted_from_the_report_or_from_when_it_was_told() {
    // Heard on Monday the 5th, told on Thursday the 8th.
    for (from, last) in [("reported", "2026-01-08"), ("told", "2026-01-13")] {
        let mut shop = shop(&[("\"reported\"", &format!("\"{from}\""))]);
        shop.on("2026-01-08");
        shop.tell("ana", forms::report("ana", "one", "2026-01-05")).unwrap();
        assert_eq!(due(&shop, "one"), last);
    }
}

#[test]
fn without_the_word_nothing_is_due() {
    let mut shop = Shop::under(&pays("{ flat = \"100 USD\" }"));
    tip(&mut shop, "one", "2026-01-08");
    assert_eq!(answer(&shop, "one"), None);
    assert_eq!(shop.journal.ledger().answers_owed(), []);
}

#[test]
fn the_day_is_fixed_when_the_lead_is_reported() {
    let plan = pays("{ flat = \"100 USD\" }").table(ANSWER);
    let mut shop = Shop::under(&plan);
    tip(&mut shop, "one", "2026-01-08");
    // The next version gives them one day; the lead of before keeps its three.
    let next = plan.but("\"1\"", "\"2\"").but("business_days = 3", "business_days = 1");
    let next = next.but("from = 2026-01-01", "from = 2026-01-09");
    shop.tell("finance", forms::publish(&next.text())).unwrap();
    tip(&mut shop, "two", "2026-01-09");
    assert_eq!(due(&shop, "one"), "2026-01-13");
    assert_eq!(due(&shop, "two"), "2026-01-12");
    let owed = shop.journal.ledger().answers_owed();
    let owed: Vec<_> = owed.iter().map(|it| (it.lead, it.plan.to_string())).collect();
    assert_eq!(owed, [(lead("two"), "worked@2".into()), (lead("one"), "worked@1".into())]);
}

#[test]
fn whatever_sales_say_by_the_end_of_the_day_is_an_answer() {
    let on = "2026-01-13";
    let (lost_on, expired_on, excluded_on) = (day(on), day(on), day(on));
    let says: [(&str, Command); 6] = [
        ("accepted", forms::accept("one", on).into()),
        ("rejected", forms::reject("one", on).into()),
        ("lost", LoseLead { lead: lead("one"), lost_on, reason: id("price") }.into()),
        ("expired", ExpireLead { lead: lead("one"), expired_on }.into()),
        ("won", forms::win("one", on).into()),
        ("excluded", {
            let (worked_on, evidence) = (day("2026-01-02"), id("opportunity-7"));
            ExcludeLead { lead: lead("one"), excluded_on, worked_on, evidence }.into()
        }),
    ];
    for (what, command) in says {
        let plan = pays("{ flat = \"100 USD\" }").leads("existing_opportunity = \"excluded\"");
        let mut shop = Shop::under(&plan.table(ANSWER));
        tip(&mut shop, "one", "2026-01-08");
        shop.on(on);
        shop.tell("sales", command).unwrap();
        assert_eq!(standing(&shop, "one"), AnswerStanding::InTime, "{what}");
        pass(&mut shop, "2026-01-20");
        assert_eq!(standing(&shop, "one"), AnswerStanding::InTime, "{what}");
        assert_eq!(shop.journal.ledger().answers_missed(id("2026-01")), [], "{what}");
        shop.obeys_the_laws();
    }
}

#[test]
fn a_missed_answer_is_on_record_the_day_it_passes() {
    let mut shop = shop(&[]);
    tip(&mut shop, "one", "2026-01-08");
    pass(&mut shop, "2026-01-12");
    assert_eq!(standing(&shop, "one"), AnswerStanding::Owed);
    pass(&mut shop, "2026-01-13");
    assert_eq!(standing(&shop, "one"), AnswerStanding::Missed);
    let group = Group::read(&shop.journal, shop.journal.ledger().next_sequence() - 1).unwrap();
    let missed = group.events().find_map(|(_, event)| match event {
        Event::AnswersMissed(it) => Some(it.clone()),
        _ => None,
    });
    let (due, leads) = (day("2026-01-13"), vec![lead("one")]);
    assert_eq!(missed, Some(AnswersMissed { due, leads }));
    assert_eq!(shop.journal.ledger().answers_owed(), []);
    let missed = shop.journal.ledger().answers_missed(id("2026-01"));
    assert_eq!(missed.iter().map(|it| it.lead).collect::<Vec<_>>(), [lead("one")]);
    assert_eq!(shop.journal.ledger().answers_missed(id("2026-02")), []);
    // It pays nothing, and a late answer is welcome; the miss stays on record.
    assert_eq!(shop.earned("ana"), "0.00");
    shop.accepts("one");
    assert_eq!(standing(&shop, "one"), AnswerStanding::Missed);
    assert_eq!(shop.won("one", ""), "ana 100.00");
    shop.obeys_the_laws();
}

#[test]
fn an_answer_counts_by_its_own_day_if_it_is_told_before_that_day_has_passed() {
    let mut shop = shop(&[]);
    for name in ["early", "late", "after"] {
        tip(&mut shop, name, "2026-01-08");
    }
    // The cron job was down: on Friday the 16th the 13th has not passed yet.
    shop.on("2026-01-16");
    shop.tell("sales", forms::accept("early", "2026-01-13")).unwrap();
    shop.tell("sales", forms::accept("late", "2026-01-14")).unwrap();
    shop.passes_days();
    // What is told after the day has passed is late, whatever day it names.
    shop.tell("sales", forms::accept("after", "2026-01-13")).unwrap();
    assert_eq!(standing(&shop, "early"), AnswerStanding::InTime);
    assert_eq!(standing(&shop, "late"), AnswerStanding::Missed);
    assert_eq!(standing(&shop, "after"), AnswerStanding::Missed);
    shop.obeys_the_laws();
}

#[test]
fn a_missed_answer_is_put_before_somebody() {
    let mut shop = shop(&[("\"on_record\"", "{ escalated_to = \"head-of-sales\" }")]);
    tip(&mut shop, "one", "2026-01-08");
    pass(&mut shop, "2026-01-13");
    let missed = shop.journal.ledger().answers_missed(id("2026-01"));
    assert_eq!(missed[0].escalated_to, Some(id("head-of-sales")));
    assert_eq!(shop.earned("ana"), "0.00");
}

/// Reports of ana's and then of ben's about one customer, under a claim that shares.
fn second_reporter(competing: &str) -> Shop {
    let protection = "[leads.protection]\nof = \"customer\"\ndays = 90\nlast_day = \"in\"\n\
                      after = \"reported\"\nextended_by = \"nothing\"\n\
                      released_by = \"nothing\"\ncompeting = { shared_with = \"second\" }\n";
    let answer = changed(ANSWER, &[("no_deadline", competing)]);
    let plan = pays("{ flat = \"100 USD\" }\npayee = \"each_by_share\"");
    let plan = plan.head("order = [\"rate\", \"round\", \"pay_split\"]\nleftover = \"originator\"");
    let plan = plan.split(&[("originator", "80%"), ("second", "20%")]);
    let mut shop = Shop::under(&plan.table(protection).table(&answer));
    shop.on("2026-01-08");
    let customer = CustomerId::named("c");
    for by in ["ana", "ben"] {
        let report = ReportLead { customer, ..forms::report(by, by, "2026-01-08") };
        shop.tell(by, report).unwrap();
    }
    shop
}

#[test]
fn a_competing_lead_has_no_deadline() {
    let shop = second_reporter("no_deadline");
    assert_eq!(due(&shop, "ana"), "2026-01-13");
    assert_eq!(answer(&shop, "ben"), None);
}

#[test]
fn a_competing_lead_is_answered_too() {
    let mut shop = second_reporter("answered_too");
    assert_eq!(due(&shop, "ben"), "2026-01-13");
    // The win of the first answers both: the second ends in its deal.
    shop.on("2026-01-13");
    assert_eq!(shop.won("ana", ""), "ana 80.00, ben 20.00");
    assert_eq!(standing(&shop, "ben"), AnswerStanding::InTime);
    // The win was told by mistake: both are owed an answer again, and do not get it.
    let fact = FactRef::Deal(DealId::named("ana"));
    shop.tell("hr", Retract { fact, reason: id("mistyped") }).unwrap();
    assert_eq!(shop.journal.ledger().answers_owed().len(), 2);
    pass(&mut shop, "2026-01-13");
    assert_eq!(standing(&shop, "ana"), AnswerStanding::Missed);
    assert_eq!(standing(&shop, "ben"), AnswerStanding::Missed);
    shop.obeys_the_laws();
}

#[test]
fn a_report_that_was_told_by_mistake_is_owed_nothing() {
    let mut shop = shop(&[]);
    for name in ["one", "two"] {
        tip(&mut shop, name, "2026-01-08");
    }
    let retract = |name| Retract { fact: FactRef::Lead(lead(name)), reason: id("mistyped") };
    shop.tell("hr", retract("one")).unwrap();
    assert_eq!(answer(&shop, "one"), None);
    pass(&mut shop, "2026-01-13");
    assert_eq!(shop.journal.ledger().answers_missed(id("2026-01")).len(), 1);
    shop.tell("hr", retract("two")).unwrap();
    assert_eq!(shop.journal.ledger().answers_missed(id("2026-01")), []);
    shop.obeys_the_laws();
}

#[test]
fn a_lead_that_comes_back_is_owed_no_second_answer() {
    let mut shop = shop(&[]);
    for name in ["in time", "missed"] {
        tip(&mut shop, name, "2026-01-08");
    }
    shop.tell("sales", forms::reject("in time", "2026-01-08")).unwrap();
    pass(&mut shop, "2026-01-13");
    shop.tell("sales", forms::reject("missed", "2026-01-14")).unwrap();
    for name in ["in time", "missed"] {
        let (lead, restored_on, reason) = (lead(name), day("2026-01-14"), id("budget-found"));
        shop.tell("sales", RestoreLead { lead, restored_on, reason }).unwrap();
    }
    pass(&mut shop, "2026-03-01");
    assert_eq!(standing(&shop, "in time"), AnswerStanding::InTime);
    assert_eq!(standing(&shop, "missed"), AnswerStanding::Missed);
    assert_eq!(shop.journal.ledger().answers_owed(), []);
    shop.obeys_the_laws();
}
