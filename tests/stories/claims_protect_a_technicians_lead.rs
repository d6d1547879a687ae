//! Claims protect a technician's lead: for how long, against whom, what extends and releases it,
//! and what becomes of another technician's lead meanwhile. A story for every choice.

use crate::support::{day, forms, id, said};
use crate::worked::{Shop, pays, plan};
use referral_ledger::command::*;
use referral_ledger::deal::FactRef;
use referral_ledger::event::Event;
use referral_ledger::id::{CustomerId, DealId, LeadId};
use referral_ledger::lead::LeadStage;
use referral_ledger::ledger::laws;
use referral_ledger::record::Group;

/// The protection of most stories: 90 days from the report, the last one in.
const PROTECTION: &str = "[leads.protection]\nof = \"customer\"\ndays = 90\nlast_day = \"in\"\n\
                          after = \"reported\"\nextended_by = \"nothing\"\n\
                          released_by = \"nothing\"\ncompeting = \"first_protected\"\n";

/// A shop on 2026-01-01 that pays 100 USD when a deal is won, with other words in its protection.
fn shop(changes: &[(&str, &str)]) -> Shop {
    let protection = crate::support::changed(PROTECTION, changes);
    Shop::under(&pays("{ flat = \"100 USD\" }").table(&protection))
}

/// A technician's tip about the customer `c`, heard on a day; the code it is refused with, or `-`.
fn tip(shop: &mut Shop, by: &str, lead: &str, on: &str) -> &'static str {
    tip_of(shop, by, lead, on, "new_equipment")
}

fn tip_of(shop: &mut Shop, by: &str, lead: &str, on: &str, kind: &str) -> &'static str {
    shop.on(on);
    let (customer, kind) = (CustomerId::named("c"), id(kind));
    let report = ReportLead { customer, kind, ..forms::report(by, lead, on) };
    shop.tell(by, report).map_or_else(|refusal| refusal.code(), |_| "-")
}

/// Somebody was at the customer about a lead on a day; the code it is refused with, or `-`.
fn touch(shop: &mut Shop, lead: &str, on: &str) -> &'static str {
    shop.on(on);
    let touch = TouchLead { lead: LeadId::named(lead), touched_on: day(on) };
    shop.tell("ana", touch).map_or_else(|refusal| refusal.code(), |_| "-")
}

/// Until when a lead is protected; `ended` when it is not.
fn through(shop: &Shop, lead: &str) -> String {
    let claim = shop.journal.ledger().lead(LeadId::named(lead)).unwrap().claim.unwrap();
    match (claim.is_live, claim.through) {
        (false, _) => "ended".to_owned(),
        (true, through) => through.map_or("open".to_owned(), |day| day.to_string()),
    }
}

/// The code a win on a day is refused with, or what it accrues.
fn win(shop: &mut Shop, lead: &str, on: &str) -> String {
    shop.on(on);
    let won = shop.tell("sales", forms::win(lead, on));
    won.map_or_else(|refusal| refusal.code().to_owned(), |it| said(&it).join(", "))
}

#[test]
fn the_last_day_is_in() {
    // 2026-01-10 and 90 days is 2026-04-10: 21 days of January, 28, 31, and 10 of April.
    let mut shop = shop(&[]);
    assert_eq!(tip(&mut shop, "ana", "one", "2026-01-10"), "-");
    assert_eq!(through(&shop, "one"), "2026-04-10");
    assert_eq!(tip(&mut shop, "ben", "two", "2026-04-10"), "R1023");
    assert_eq!(tip(&mut shop, "ben", "two", "2026-04-11"), "-");
    shop.obeys_the_laws();
}

#[test]
fn the_last_day_is_out() {
    let mut shop = shop(&[("\"in\"", "\"out\"")]);
    assert_eq!(tip(&mut shop, "ana", "one", "2026-01-10"), "-");
    assert_eq!(through(&shop, "one"), "2026-04-09");
    assert_eq!(tip(&mut shop, "ben", "two", "2026-04-09"), "R1023");
    assert_eq!(tip(&mut shop, "ben", "two", "2026-04-10"), "-");
}

#[test]
fn days_are_counted_from_the_acceptance() {
    let mut shop = shop(&[("after = \"reported\"", "after = \"accepted\"")]);
    assert_eq!(tip(&mut shop, "ana", "one", "2026-01-10"), "-");
    // Until it is answered it is protected without an end.
    assert_eq!(through(&shop, "one"), "open");
    assert_eq!(tip(&mut shop, "ben", "two", "2026-06-01"), "R1023");
    // Accepted on 2026-06-02: 90 days are 28 of June, 31, 31, which is 2026-08-31.
    shop.on("2026-06-02").accepts("one");
    assert_eq!(through(&shop, "one"), "2026-08-31");
    assert_eq!(tip(&mut shop, "ben", "two", "2026-08-31"), "R1023");
    assert_eq!(tip(&mut shop, "ben", "two", "2026-09-01"), "-");
}

#[test]
fn a_claim_is_on_the_customer_or_on_one_kind_of_need() {
    let mut customer = shop(&[]);
    assert_eq!(tip_of(&mut customer, "ana", "one", "2026-01-10", "upgrade"), "-");
    assert_eq!(tip_of(&mut customer, "ben", "two", "2026-01-11", "consumables"), "R1023");
    let mut kind = shop(&[("\"customer\"", "\"customer_and_kind\"")]);
    assert_eq!(tip_of(&mut kind, "ana", "one", "2026-01-10", "upgrade"), "-");
    assert_eq!(tip_of(&mut kind, "ben", "two", "2026-01-11", "consumables"), "-");
    assert_eq!(tip_of(&mut kind, "ben", "three", "2026-01-11", "upgrade"), "R1023");
}

#[test]
fn days_that_pass_end_claims_and_say_so() {
    let mut shop = shop(&[]);
    assert_eq!(tip(&mut shop, "ana", "one", "2026-01-10"), "-");
    assert_eq!(shop.journal.ledger().claims_on(CustomerId::named("c")).len(), 1);
    shop.on("2026-04-11").passes_days();
    assert_eq!(through(&shop, "one"), "ended");
    assert_eq!(shop.journal.ledger().claims_on(CustomerId::named("c")), []);
    let group = Group::read(&shop.journal, shop.journal.ledger().next_sequence() - 1).unwrap();
    let ended = group.events().find_map(|(_, event)| match event {
        Event::ClaimsEnded(it) => Some((it.through, it.leads.clone())),
        _ => None,
    });
    assert_eq!(ended, Some((day("2026-04-10"), vec![LeadId::named("one")])));
    // The lead itself stays open, and wins as long as nobody else has claimed the customer.
    assert_eq!(win(&mut shop, "one", "2026-04-12"), "ana 100.00");
    shop.obeys_the_laws();
}

#[test]
fn who_claims_after_the_end_is_first_then() {
    let mut shop = shop(&[]);
    assert_eq!(tip(&mut shop, "ana", "one", "2026-01-10"), "-");
    assert_eq!(tip(&mut shop, "ben", "two", "2026-04-11"), "-");
    assert_eq!(win(&mut shop, "one", "2026-04-12"), "R1023");
    assert_eq!(win(&mut shop, "two", "2026-04-12"), "ben 100.00");
}

#[test]
fn nothing_extends_a_claim() {
    let mut shop = shop(&[]);
    tip(&mut shop, "ana", "one", "2026-01-10");
    assert_eq!(touch(&mut shop, "one", "2026-03-01"), "R1025");
}

#[test]
fn a_touch_extends_a_claim() {
    let mut shop = shop(&[
        ("days = 90", "days = 30"),
        ("extended_by = \"nothing\"", "extended_by = { touch_days = 30 }"),
    ]);
    // 2026-01-10 and 30 days is 2026-02-09.
    tip(&mut shop, "ana", "one", "2026-01-10");
    assert_eq!(through(&shop, "one"), "2026-02-09");
    // A month after each touch: 2026-02-05 and 30 days is 2026-03-07.
    assert_eq!(touch(&mut shop, "one", "2026-02-05"), "-");
    assert_eq!(through(&shop, "one"), "2026-03-07");
    // An earlier touch that is told late shortens nothing.
    shop.on("2026-02-06");
    let (lead, touched_on) = (LeadId::named("one"), day("2026-01-20"));
    shop.tell("ana", TouchLead { lead, touched_on }).unwrap();
    assert_eq!(through(&shop, "one"), "2026-03-07");
    // Without a touch in that time the claim is lost, and a touch comes too late.
    assert_eq!(tip(&mut shop, "ben", "two", "2026-03-07"), "R1023");
    assert_eq!(touch(&mut shop, "one", "2026-03-08"), "R1024");
    assert_eq!(tip(&mut shop, "ben", "two", "2026-03-08"), "-");
}

#[test]
fn what_releases_a_claim() {
    let all = "released_by = [\"rejected\", \"lost\", \"expired\", \"won\", \"customer_wish\"]";
    for released in [true, false] {
        let changes = [("released_by = \"nothing\"", all)];
        let changes = if released { &changes[..] } else { &[] };
        let (lead, on) = (LeadId::named("one"), day("2026-01-11"));
        let ends: [Command; 4] = [
            RejectLead { lead, rejected_on: on, reason: id("no-budget") }.into(),
            LoseLead { lead, lost_on: on, reason: id("price") }.into(),
            ExpireLead { lead, expired_on: on }.into(),
            forms::win("one", "2026-01-11").into(),
        ];
        for end in ends {
            let mut shop = shop(changes);
            tip(&mut shop, "ana", "one", "2026-01-10");
            shop.on("2026-01-11").tell("sales", end).unwrap();
            // Released, ben may report at once; otherwise ana's 90 days go on.
            let wanted = if released { "-" } else { "R1023" };
            assert_eq!(tip(&mut shop, "ben", "two", "2026-01-11"), wanted);
            shop.obeys_the_laws();
        }
        let mut shop = shop(changes);
        tip(&mut shop, "ana", "one", "2026-01-10");
        let wish = ReleaseClaim { lead, released_on: on, reason: id("letter") };
        shop.on("2026-01-11");
        let answer = shop.tell("sales", wish).map_or_else(|no| no.code(), |_| "-");
        assert_eq!(answer, if released { "-" } else { "R1026" });
        assert_eq!(tip(&mut shop, "ben", "two", "2026-01-11") == "-", released);
    }
}

#[test]
fn a_win_that_was_told_by_mistake_releases_nothing() {
    let mut shop = shop(&[("released_by = \"nothing\"", "released_by = [\"won\"]")]);
    tip(&mut shop, "ana", "one", "2026-01-10");
    assert_eq!(win(&mut shop, "one", "2026-01-11"), "ana 100.00");
    assert_eq!(through(&shop, "one"), "ended");
    let retract = |deal: &str| {
        let fact = FactRef::Deal(DealId::named(deal));
        Retract { fact, reason: id("mistyped") }
    };
    shop.tell("hr", retract("one")).unwrap();
    assert_eq!(through(&shop, "one"), "2026-04-10");
    assert_eq!(tip(&mut shop, "ben", "two", "2026-01-12"), "R1023");
    shop.obeys_the_laws();
}

#[test]
fn a_report_that_was_told_by_mistake_claims_nothing() {
    let mut shop = shop(&[]);
    tip(&mut shop, "ana", "one", "2026-01-10");
    let fact = FactRef::Lead(LeadId::named("one"));
    shop.tell("hr", Retract { fact, reason: id("mistyped") }).unwrap();
    assert_eq!(tip(&mut shop, "ben", "two", "2026-01-10"), "-");
}

#[test]
fn each_lead_stands_for_itself() {
    let mut shop = shop(&[("\"first_protected\"", "\"none\"")]);
    assert_eq!(tip(&mut shop, "ana", "one", "2026-01-10"), "-");
    assert_eq!(tip(&mut shop, "ben", "two", "2026-01-11"), "-");
    assert_eq!(win(&mut shop, "two", "2026-01-12"), "ben 100.00");
    assert_eq!(win(&mut shop, "one", "2026-01-12"), "ana 100.00");
}

#[test]
fn the_last_touch_wins() {
    let mut shop = shop(&[("\"first_protected\"", "{ last_touch_within = 30 }")]);
    assert_eq!(tip(&mut shop, "ana", "one", "2026-01-10"), "-");
    assert_eq!(tip(&mut shop, "ben", "two", "2026-01-15"), "-");
    // Ben heard it last; then ana was there again, on the 20th.
    assert_eq!(win(&mut shop, "one", "2026-01-16"), "R1028");
    assert_eq!(touch(&mut shop, "one", "2026-01-20"), "-");
    assert_eq!(win(&mut shop, "two", "2026-01-21"), "R1028");
    // A touch counts for 30 days: 2026-01-20 and 30 days is 2026-02-19.
    assert_eq!(win(&mut shop, "one", "2026-02-20"), "R1027");
    shop.on("2026-02-20");
    let won_on = day("2026-02-19");
    let won = shop.tell("sales", WinDeal { won_on, ..forms::win("one", "2026-02-19") }).unwrap();
    assert_eq!(said(&won), ["ana 100.00"]);
    shop.obeys_the_laws();
}

/// A shop where the second reporter has 25 % of 100 USD; without one all of it is the first's.
fn shared() -> Shop {
    let protection = crate::support::changed(
        PROTECTION,
        &[("\"first_protected\"", "{ shared_with = \"second\" }")],
    );
    let plan = plan()
        .split(&[("originator", "75%"), ("second", "25%")])
        .head("order = [\"rate\", \"round\", \"pay_split\"]\nleftover = \"largest_remainder\"")
        .table(&protection)
        .rule("won", "pays = { flat = \"100 USD\" }\npayee = \"each_by_share\"");
    Shop::under(&plan)
}

#[test]
fn the_second_reporter_has_a_share() {
    let mut shop = shared();
    assert_eq!(tip(&mut shop, "ana", "one", "2026-01-10"), "-");
    assert_eq!(tip(&mut shop, "ben", "two", "2026-01-11"), "-");
    // There is one second; and the second lead goes on only with the first.
    assert_eq!(tip(&mut shop, "cleo", "three", "2026-01-12"), "R1023");
    assert_eq!(win(&mut shop, "two", "2026-01-12"), "R1023");
    let accept = shop.tell("sales", forms::accept("two", "2026-01-12")).unwrap_err();
    assert_eq!(accept.code(), "R1023");
    // Nor does the second reporter decide on the first lead.
    let accept = shop.tell("ben", forms::accept("one", "2026-01-12")).unwrap_err();
    assert_eq!(accept.code(), "R1007");
    // 75 % and 25 % of 100.
    assert_eq!(win(&mut shop, "one", "2026-01-13"), "ana 75.00, ben 25.00");
    let stage =
        |shop: &Shop, lead: &str| shop.journal.ledger().lead(LeadId::named(lead)).unwrap().stage;
    assert_eq!(stage(&shop, "two"), LeadStage::Shared);
    // What later pays under the deal goes to both as well; a win by mistake takes both back.
    let fact = FactRef::Deal(DealId::named("one"));
    let back = shop.tell("hr", Retract { fact, reason: id("mistyped") }).unwrap();
    assert_eq!(said(&back), ["ana -75.00", "ben -25.00"]);
    assert_eq!(stage(&shop, "two"), LeadStage::Reported);
    assert_eq!((shop.earned("ana"), shop.earned("ben")), ("0.00".into(), "0.00".into()));
    laws::check_history(shop.journal.ledger(), &shop.journal).unwrap();
}

#[test]
fn the_second_is_first_when_the_first_comes_to_nothing() {
    let mut shop = shared();
    tip(&mut shop, "ana", "one", "2026-01-10");
    tip(&mut shop, "ben", "two", "2026-01-11");
    shop.tell("sales", forms::reject("one", "2026-01-11")).unwrap();
    // Nothing released ana's claim, but her lead cannot be won any more: ben's goes on alone.
    assert_eq!(win(&mut shop, "two", "2026-01-12"), "ben 100.00");
}

#[test]
fn the_second_cannot_be_credited_twice() {
    let mut shop = shared();
    tip(&mut shop, "ana", "one", "2026-01-10");
    tip(&mut shop, "ben", "two", "2026-01-11");
    let with = |payee: &str| {
        let credits = vec![forms::credit("second", payee)];
        WinDeal { credits, ..forms::win("one", "2026-01-11") }
    };
    assert_eq!(shop.tell("sales", with("ben")).unwrap_err().code(), "R1010");
    assert_eq!(shop.tell("sales", with("cleo")).unwrap_err().code(), "R1011");
    assert_eq!(win(&mut shop, "one", "2026-01-11"), "ana 75.00, ben 25.00");
}

/// An opportunity on which sales worked last on this day excludes ana's lead of 2026-04-01.
fn exclude(leads: &str, worked_on: &str) -> String {
    let plan = pays("{ flat = \"100 USD\" }").leads(leads).table(PROTECTION);
    let mut shop = Shop::under(&plan);
    tip(&mut shop, "ana", "one", "2026-04-01");
    let (lead, excluded_on) = (LeadId::named("one"), day("2026-04-01"));
    let (worked_on, evidence) = (day(worked_on), id("opportunity-7731"));
    match shop.tell("sales", ExcludeLead { lead, excluded_on, worked_on, evidence }) {
        Err(refusal) => refusal.code().to_owned(),
        Ok(_) => {
            // It protects nothing and is never won.
            assert_eq!(tip(&mut shop, "ben", "two", "2026-04-01"), "-");
            assert_eq!(win(&mut shop, "one", "2026-04-01"), "R1003");
            shop.obeys_the_laws();
            "excluded".to_owned()
        }
    }
}

#[test]
fn an_opportunity_that_was_there_excludes_a_lead() {
    let always = "existing_opportunity = \"excluded\"";
    assert_eq!(exclude(always, "2025-06-01"), "excluded");
    assert_eq!(exclude(always, "2026-04-02"), "R1031");
    // 90 days before 2026-04-01 is 2026-01-01: 31, 28 and 31 days.
    let within = "existing_opportunity = { worked_within = 90 }";
    assert_eq!(exclude(within, "2026-01-01"), "excluded");
    assert_eq!(exclude(within, "2025-12-31"), "R1030");
    assert_eq!(exclude("", "2026-03-31"), "R1029");
}

#[test]
fn a_protection_says_everything() {
    let found = |protection: &str| {
        let text = pays("{ flat = \"100 USD\" }").table(protection).text();
        let findings = referral_ledger::plan::Plan::read(&text).unwrap_err();
        findings.iter().map(|it| it.code).collect::<Vec<_>>().join(" ")
    };
    for line in PROTECTION.lines().skip(1) {
        assert_eq!(found(&PROTECTION.replace(&format!("{line}\n"), "")), "P0108", "{line}");
    }
    let with = |to: &str| PROTECTION.replace("\"first_protected\"", to);
    assert_eq!(found(&with("{ shared_with = \"nobody\" }")), "P1504");
    assert_eq!(found(&with("{ shared_with = \"originator\" }")), "P1504");
    assert_eq!(found(&with("\"last_touch\"")), "P0109");
    assert_eq!(found(&with("{ last_touch_within = 0 }")), "P0111");
    assert_eq!(found(&with("{ last_touch_within = 9, shared_with = \"x\" }")), "P0107");
}
