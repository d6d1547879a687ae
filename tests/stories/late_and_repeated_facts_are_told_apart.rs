//! When a fact was true, when it was told, and told again: closed months, midnight in New York,
//! clocks that differ, and retries.

use crate::support::forms::{close, pass, payment, report};
use crate::support::{Company, day, forms, id, said, whys};
use referral_ledger::amount;
use referral_ledger::deal::Line;
use referral_ledger::id::{DealId, PaymentId, RuleId};
use referral_ledger::lead::LeadKind;
use referral_ledger::refusal::Refusal;
use referral_ledger::reward::{RewardId, Source};
use referral_ledger::store::Store;
use referral_ledger::told::{Actor, Key, Told};

/// The natural key of the payment `P1`.
fn key_of_p1() -> Key {
    id(&format!("record_payment:{}", PaymentId::named("P1")))
}

#[test]
fn a_late_fact_is_booked_on_the_first_open_day_and_says_where_it_belongs() {
    let mut company = Company::new();
    company.on("2026-01-10");
    company.sells("ana", "D1", LeadKind::NewEquipment); // 25.00, in January
    company.on("2026-02-05");
    company.passes_days();
    company.tell("finance", close("2026-01")).unwrap();
    let page = |company: &Company, month: &str| {
        company.journal.ledger().page(&id("ana"), id(month)).unwrap()
    };
    let january = page(&company, "2026-01");
    assert!(january.closed && january.accrued == amount!(25.00 USD));
    // Told on 6 February, true on 20 January: 20.00, still held 30 days from the payment.
    company.on("2026-02-06");
    let late = payment("P1", "D1", "2026-01-20", amount!(1_000.00 USD));
    let late = company.tell("bank", late).unwrap();
    let rewarded = late.rewards().next().unwrap();
    assert_eq!(rewarded.why().fact_on, day("2026-01-20"));
    assert_eq!(rewarded.why().booked_on, day("2026-02-01"));
    assert!(whys(&late)[0].ends_with("\n  held, and payable from 2026-02-19"));
    // The closed page does not change; February's has it. It was earned in January.
    assert_eq!(page(&company, "2026-01"), january);
    let february = page(&company, "2026-02");
    assert_eq!((february.opening, february.accrued), (amount!(25.00 USD), amount!(20.00 USD)));
    let rule: RuleId = id("equipment-commission");
    let earned = company.journal.ledger().earned();
    let earned: Vec<_> = earned.iter().filter(|it| it.rule == rule).collect();
    assert_eq!(
        (earned.len(), earned[0].month, earned[0].accrued),
        (1, id("2026-01"), amount!(20.00 USD))
    );
    // A refund of the closed month as well.
    let refund = forms::refund("F1", "P1", "2026-01-31", amount!(500.00 USD));
    let refund = company.tell("bank", refund).unwrap();
    assert_eq!(said(&refund), ["ana -10.00"]);
    assert_eq!(refund.rewards().next().unwrap().why().booked_on, day("2026-02-01"));
    assert_eq!(page(&company, "2026-01"), january);
    // A fact of an open day is booked on its own day.
    let on_time = payment("P2", "D1", "2026-02-01", amount!(100.00 USD));
    let on_time = company.tell("bank", on_time).unwrap();
    let why = on_time.rewards().next().unwrap().why().clone();
    assert_eq!((why.fact_on, why.booked_on), (day("2026-02-01"), day("2026-02-01")));
    company.obeys_the_laws();
}

#[test]
fn a_late_fact_whose_hold_has_passed_is_payable_at_once() {
    let mut company = Company::new();
    company.on("2026-01-05");
    company.sells("ana", "D1", LeadKind::NewEquipment); // 25.00
    company.on("2026-03-01");
    company.passes_days();
    let late = payment("P1", "D1", "2026-01-10", amount!(1_000.00 USD));
    let late = company.tell("bank", late).unwrap();
    assert!(whys(&late)[0].ends_with("\n  payable from 2026-02-09"), "{}", whys(&late)[0]);
    assert_eq!(company.places("ana"), ["0.00", "45.00", "0.00", "0.00", "0.00"]);
    // Due tomorrow: held, and vests with the next day that passes.
    let due = payment("P2", "D1", "2026-01-30", amount!(1_000.00 USD));
    let due = company.tell("bank", due).unwrap();
    assert!(whys(&due)[0].ends_with("\n  held, and payable from 2026-03-01"), "{}", whys(&due)[0]);
    assert_eq!(company.places("ana"), ["20.00", "45.00", "0.00", "0.00", "0.00"]);
    company.on("2026-03-02");
    company.passes_days();
    assert_eq!(company.places("ana"), ["0.00", "65.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn the_day_begins_at_midnight_in_new_york_in_winter_and_in_summer() {
    // (the last instant of the day before, the first of the day, the day)
    let midnights = [
        ("2026-03-08T04:59:59.999Z", "2026-03-08T05:00:00.000Z", "2026-03-08"), // clocks go on at 2
        ("2026-03-09T03:59:59.999Z", "2026-03-09T04:00:00.000Z", "2026-03-09"),
        ("2026-11-01T03:59:59.999Z", "2026-11-01T04:00:00.000Z", "2026-11-01"), // and back at 2
        ("2026-11-02T04:59:59.999Z", "2026-11-02T05:00:00.000Z", "2026-11-02"),
    ];
    let mut company = Company::new();
    for (before, after, today) in midnights {
        let yesterday = day(today).previous().unwrap();
        let tip = report("ana", today, today);
        let refusal = company.tell_at(before, "ana", tip.clone()).unwrap_err();
        assert_eq!(
            *refusal,
            Refusal::FactInFuture { field: "heard_on", date: day(today), today: yesterday }
        );
        let refusal = company.tell_at(before, "cron", pass(&yesterday.to_string())).unwrap_err();
        assert_eq!(*refusal, Refusal::DayNotPassed { through: yesterday, today: yesterday });
        company.tell_at(after, "ana", tip).unwrap();
        company.tell_at(after, "cron", pass(&yesterday.to_string())).unwrap();
    }
    company.obeys_the_laws();
}

#[test]
fn a_clock_ten_minutes_behind_is_taken_for_the_last_record() {
    let mut company = Company::new();
    // Recorded at five past midnight of 8 March; an instance tells it is still 7 March.
    company.tell_at("2026-03-08T05:05:00.000Z", "ana", report("ana", "L1", "2026-03-08")).unwrap();
    let tip = report("ana", "L2", "2026-03-08");
    company.tell_at("2026-03-08T04:55:00.000Z", "ana", tip).unwrap();
    // The last record stays where it is: one more millisecond behind is too much.
    let tip = report("ana", "L3", "2026-03-08");
    let refusal = company.tell_at("2026-03-08T04:54:59.999Z", "ana", tip).unwrap_err();
    assert_eq!(refusal.code(), "R0002");
    // 400 days of silence are taken, and not a millisecond more.
    let tip = report("ana", "L4", "2026-03-08");
    let refusal = company.tell_at("2027-04-12T05:05:00.001Z", "ana", tip.clone()).unwrap_err();
    assert_eq!(refusal.code(), "R0003");
    company.tell_at("2027-04-12T05:05:00.000Z", "ana", tip).unwrap();
    company.obeys_the_laws();
}

#[test]
fn a_retry_gets_the_first_outcome_whatever_happened_since() {
    let mut company = Company::new();
    company.on("2026-01-10");
    company.sells("ana", "D1", LeadKind::Consumables);
    let command = payment("P1", "D1", "2026-01-10", amount!(1_000.00 USD));
    let first = company.tell("bank", command.clone()).unwrap();
    company.on("2026-01-20");
    company.refunds("F1", "P1", amount!(1_000.00 USD));
    company.cancels("D1");
    let before = (company.journal.ledger().digest(), company.journal.store().end().unwrap());
    // Another clock, another instance, the same key and words.
    company.on("2026-06-01");
    let by = Actor::system(id("retry-job"));
    let again = Told { at: company.now(), by, key: key_of_p1() };
    let again = company.submit(&again, command.clone()).unwrap();
    assert!(first.is_new() && !again.is_new());
    assert_eq!(first.receipt(), again.receipt());
    assert_eq!(said(&again), ["ana 50.00"]);
    assert!(first.rewards().eq(again.rewards()));
    assert_eq!(before, (company.journal.ledger().digest(), company.journal.store().end().unwrap()));
    // What became of it meanwhile is the ledger's to say, not the outcome's.
    assert_eq!(company.payee("ana").payable, amount!(0.00 USD));
    company.obeys_the_laws();
}

#[test]
fn a_changed_retry_is_refused_and_names_the_field() {
    let mut company = Company::new();
    company.on("2026-01-10");
    company.sells("ana", "D1", LeadKind::Consumables);
    company.sells("ana", "D2", LeadKind::Consumables);
    let command = payment("P1", "D1", "2026-01-10", amount!(1_000.00 USD));
    let first = company.tell("bank", command.clone()).unwrap().receipt().sequence;
    let mut other_net = command.clone();
    other_net.lines = vec![Line::of_net(amount!(1_000.01 USD))];
    let mut other_day = command.clone();
    other_day.received_on = day("2026-01-09");
    let mut other_deal = command.clone();
    other_deal.deal = DealId::named("D2");
    for (changed, expected) in [
        (other_net, "record_payment.lines"),
        (other_day, "record_payment.received_on"),
        (other_deal, "record_payment.deal"),
    ] {
        let refusal = *company.tell("bank", changed).unwrap_err();
        let field = expected.to_owned();
        assert_eq!(refusal, Refusal::KeyReused { key: key_of_p1(), field, first });
    }
    // Another kind of command under the key of the payment.
    let by = Actor::human(id("ana"));
    let told = company.tell_as(by, key_of_p1(), report("ana", "L3", "2026-01-10"));
    let refusal = *told.unwrap_err();
    let field = "command".to_owned();
    assert_eq!(refusal, Refusal::KeyReused { key: key_of_p1(), field, first });
    company.obeys_the_laws();
}

#[test]
fn the_why_of_a_reward_can_be_asked_for_at_any_time() {
    let mut company = Company::new();
    company.on("2026-01-10");
    company.sells("ana", "D1", LeadKind::Consumables);
    let first = company.receives("P1", "D1", amount!(1_000.00 USD));
    let second = company.receives("P2", "D1", amount!(10.10 USD));
    company.on("2026-02-01");
    company.pays("2026-01");
    let reward = RewardId {
        source: Source::Deal(DealId::named("D1")),
        plan: id("field-leads@2026"),
        rule: id("service-commission"),
        payee: id("ana"),
    };
    // The Why of each lot, oldest first, word for word as it was told.
    let whys: Vec<_> = company.journal.why(&reward).unwrap();
    let told: Vec<_> = [&first, &second].into_iter().flat_map(|it| it.rewards()).collect();
    assert!(whys.iter().eq(told.iter().map(|rewarded| rewarded.why())));
    // 5% of 1010.10 = 50.505 -> 50.50 to even, less 50.00.
    assert_eq!(whys[1].amount, Some(amount!(0.50 USD)));
    let view = company.journal.ledger().reward(&reward).unwrap();
    assert_eq!((view.accrued(), view.places().paid), (amount!(50.50 USD), amount!(50.50 USD)));
    company.obeys_the_laws();
}
