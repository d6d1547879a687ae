//! Ground rules say which leads count: which kinds qualify and what they must carry, one lead per
//! technician and customer, nobody for themselves, nobody who is blocked. A story for every choice.

use crate::support::{day, forms, id, said};
use crate::worked::{Plan, Shop, pays, plan};
use referral_ledger::attribution::Credit;
use referral_ledger::command::*;
use referral_ledger::deal::FactRef;
use referral_ledger::id::{CustomerId, LeadId};
use referral_ledger::lead::LeadKind;
use referral_ledger::plan::fact::ToldFact;

/// Ana's tip of a kind about a customer, heard on 2026-01-05.
fn tip(lead: &str, kind: &str, customer: &str) -> ReportLead {
    let (kind, customer) = (id::<LeadKind>(kind), CustomerId::named(customer));
    ReportLead { kind, customer, ..forms::report("ana", lead, "2026-01-05") }
}

/// A shop on 2026-01-05 that pays 100 USD when a deal is won.
fn shop(leads: &str) -> Shop {
    shop_under(&pays("{ flat = \"100 USD\" }").leads(leads))
}

fn shop_under(plan: &Plan) -> Shop {
    let mut shop = Shop::under(plan);
    shop.on("2026-01-05");
    shop
}

/// The code with which a report is refused; `-` when it is taken.
fn answer(shop: &mut Shop, report: ReportLead) -> &'static str {
    let by = report.by.to_string();
    shop.tell(&by, report).map_or_else(|refusal| refusal.code(), |_| "-")
}

#[test]
fn without_ground_rules_everything_counts() {
    let mut shop = shop("");
    assert_eq!(answer(&mut shop, tip("one", "upgrade", "c")), "-");
    assert_eq!(answer(&mut shop, tip("two", "upgrade", "c")), "-");
    let block = BlockPayee { payee: id("ana"), from: day("2026-01-01"), reason: id("review") };
    shop.tell("hr", block).unwrap();
    assert_eq!(answer(&mut shop, tip("three", "upgrade", "c")), "-");
    assert_eq!(shop.won("three", ""), "ana 100.00");
}

#[test]
fn only_kinds_that_qualify_are_taken() {
    let of = "[[leads.qualify]]\nkinds = [\"upgrade\", \"new_site\"]\nmust_carry = \"nothing\"\n";
    let mut shop = shop_under(&pays("{ flat = \"100 USD\" }").table(of));
    assert_eq!(answer(&mut shop, tip("one", "upgrade", "c")), "-");
    assert_eq!(answer(&mut shop, tip("two", "new_site", "c")), "-");
    assert_eq!(answer(&mut shop, tip("three", "consumables", "c")), "R1018");
}

#[test]
fn a_lead_must_carry_what_its_kind_asks_for() {
    let facts = "[[fact]]\nname = \"contact\"\nvalues = [\"named\", \"unknown\"]\ntold = \"report\"\n\
                 [[fact]]\nname = \"model\"\nvalues = [\"old\", \"new\"]\ntold = \"report\"\n";
    let of = "[[leads.qualify]]\nkinds = [\"upgrade\"]\nmust_carry = [\"contact\", \"model\"]\n\
              [[leads.qualify]]\nkinds = [\"new_site\"]\nmust_carry = [\"contact\"]\n\
              [[leads.qualify]]\nkinds = [\"consumables\"]\nmust_carry = \"nothing\"\n";
    let mut shop = shop_under(&pays("{ flat = \"100 USD\" }").table(facts).table(of));
    let fact = |fact: &str, value: &str| ToldFact { fact: id(fact), value: id(value) };
    let contact = || vec![fact("contact", "named")];
    // An upgrade needs both facts, a new site the contact alone, consumables none.
    let some = ReportLead { facts: contact(), ..tip("one", "upgrade", "c") };
    assert_eq!(answer(&mut shop, some.clone()), "R1019");
    let both = ReportLead { facts: [contact(), vec![fact("model", "old")]].concat(), ..some };
    assert_eq!(answer(&mut shop, both), "-");
    assert_eq!(answer(&mut shop, tip("two", "new_site", "c")), "R1019");
    let site = ReportLead { facts: contact(), ..tip("two", "new_site", "c") };
    assert_eq!(answer(&mut shop, site), "-");
    assert_eq!(answer(&mut shop, tip("three", "consumables", "c")), "-");
    assert_eq!(answer(&mut shop, tip("four", "new_equipment", "c")), "R1018");
}

#[test]
fn all_kinds_may_have_to_carry_a_fact() {
    let fact = "[[fact]]\nname = \"contact\"\nvalues = [\"named\"]\ntold = \"report\"\n";
    let of = "[[leads.qualify]]\nkinds = \"all\"\nmust_carry = [\"contact\"]\n";
    let mut shop = shop_under(&pays("{ flat = \"100 USD\" }").table(fact).table(of));
    assert_eq!(answer(&mut shop, tip("one", "competitor_visit", "c")), "R1019");
    let facts = vec![ToldFact { fact: id("contact"), value: id("named") }];
    assert_eq!(answer(&mut shop, ReportLead { facts, ..tip("one", "consumables", "c") }), "-");
}

#[test]
fn once_per_technician_and_customer() {
    let mut shop = shop("same_technician_and_customer = \"once\"");
    assert_eq!(answer(&mut shop, tip("one", "upgrade", "c")), "-");
    assert_eq!(answer(&mut shop, tip("two", "new_site", "c")), "R1020");
    // Another customer, or another technician, is another matter.
    assert_eq!(answer(&mut shop, tip("three", "upgrade", "d")), "-");
    let by_ben = ReportLead { by: id("ben"), ..tip("four", "upgrade", "c") };
    assert_eq!(answer(&mut shop, by_ben), "-");
    // It stays so after the win, also after the deal is told to be a mistake.
    assert_eq!(shop.won("one", ""), "ana 100.00");
    assert_eq!(answer(&mut shop, tip("two", "new_site", "c")), "R1020");
    // What was rejected, or never was, does not count.
    shop.tell("sales", forms::reject("three", "2026-01-05")).unwrap();
    assert_eq!(answer(&mut shop, tip("five", "upgrade", "d")), "-");
    let fact = FactRef::Lead(LeadId::named("five"));
    shop.tell("hr", Retract { fact, reason: id("mistyped") }).unwrap();
    assert_eq!(answer(&mut shop, tip("six", "upgrade", "d")), "-");
    // What came to nothing counts.
    let (lead, lost_on) = (LeadId::named("six"), day("2026-01-05"));
    shop.tell("sales", LoseLead { lead, lost_on, reason: id("price") }).unwrap();
    assert_eq!(answer(&mut shop, tip("seven", "upgrade", "d")), "R1020");
    shop.obeys_the_laws();
}

#[test]
fn once_per_technician_customer_and_kind() {
    let mut shop = shop("same_technician_and_customer = \"once_per_kind\"");
    assert_eq!(answer(&mut shop, tip("one", "upgrade", "c")), "-");
    assert_eq!(answer(&mut shop, tip("two", "new_site", "c")), "-");
    assert_eq!(answer(&mut shop, tip("three", "upgrade", "c")), "R1020");
    shop.won("one", "");
    assert_eq!(answer(&mut shop, tip("three", "upgrade", "c")), "R1020");
}

#[test]
fn one_lead_at_a_time_per_technician_and_customer() {
    let mut shop = shop("same_technician_and_customer = \"one_at_a_time\"");
    assert_eq!(answer(&mut shop, tip("one", "upgrade", "c")), "-");
    assert_eq!(answer(&mut shop, tip("two", "new_site", "c")), "R1020");
    shop.won("one", "");
    assert_eq!(answer(&mut shop, tip("two", "new_site", "c")), "-");
    // The win of the first was told by mistake: both are open, and a third is too many.
    let fact = FactRef::Deal(referral_ledger::id::DealId::named("one"));
    shop.tell("hr", Retract { fact, reason: id("mistyped") }).unwrap();
    shop.tell("sales", forms::reject("two", "2026-01-05")).unwrap();
    assert_eq!(answer(&mut shop, tip("three", "new_site", "c")), "R1020");
    shop.obeys_the_laws();
}

/// From a day on, a customer is somebody's own, or is not.
fn tie(payee: &str, customer: &str, from: &str, tied: bool) -> TieCustomer {
    let (payee, customer) = (id(payee), CustomerId::named(customer));
    TieCustomer { payee, customer, from: day(from), tied }
}

#[test]
fn nobody_reports_themselves() {
    let plan = plan()
        .split(&[("originator", "60%"), ("co_source", "40%")])
        .head("order = [\"rate\", \"round\", \"pay_split\"]\nleftover = \"largest_remainder\"")
        .leads("self_referral = \"refused_for_the_reporter\"")
        .rule("won", "pays = { flat = \"100 USD\" }\npayee = \"each_by_share\"");
    let mut shop = shop_under(&plan);
    shop.tell("hr", tie("ana", "ana's farm", "2026-01-05", true)).unwrap();
    assert_eq!(answer(&mut shop, tip("one", "upgrade", "ana's farm")), "R1021");
    // The day before it was not hers yet, and from the 7th it is not any more.
    let before = ReportLead { heard_on: day("2026-01-04"), ..tip("two", "upgrade", "ana's farm") };
    assert_eq!(answer(&mut shop, before), "-");
    shop.tell("hr", tie("ana", "ana's farm", "2026-01-07", false)).unwrap();
    shop.on("2026-01-07");
    let after = ReportLead { heard_on: day("2026-01-07"), ..tip("three", "upgrade", "ana's farm") };
    assert_eq!(answer(&mut shop, after), "-");
    // Ben reports it, and she may be credited: 60 % and 40 % of 100.
    shop.tell("hr", tie("ana", "ana's flat", "2026-01-01", true)).unwrap();
    let credits = vec![Credit { role: id("co_source"), payee: id("ana") }];
    let by_ben = ReportLead { by: id("ben"), credits, ..tip("four", "upgrade", "ana's flat") };
    assert_eq!(answer(&mut shop, by_ben), "-");
    assert_eq!(shop.won("four", ""), "ben 60.00, ana 40.00");
}

#[test]
fn nobody_is_credited_for_themselves() {
    let plan = plan()
        .split(&[("originator", "60%"), ("co_source", "40%")])
        .head("order = [\"rate\", \"round\", \"pay_split\"]\nleftover = \"largest_remainder\"")
        .leads("self_referral = \"refused_for_all_credited\"")
        .rule("won", "pays = { flat = \"100 USD\" }\npayee = \"each_by_share\"");
    let mut shop = shop_under(&plan);
    shop.tell("hr", tie("ana", "ana's farm", "2026-01-01", true)).unwrap();
    assert_eq!(answer(&mut shop, tip("one", "upgrade", "ana's farm")), "R1021");
    let credits = vec![forms::credit("co_source", "ana")];
    let by_ben = ReportLead { by: id("ben"), ..tip("two", "upgrade", "ana's farm") };
    let with_her = ReportLead { credits: credits.clone(), ..by_ben.clone() };
    assert_eq!(answer(&mut shop, with_her), "R1021");
    // Nor is she credited later, at the win.
    assert_eq!(answer(&mut shop, by_ben), "-");
    let win = WinDeal { credits, ..forms::win("two", "2026-01-05") };
    assert_eq!(shop.tell("sales", win).unwrap_err().code(), "R1021");
    // Without her all of it is ben's: nobody holds the other role.
    assert_eq!(shop.won("two", ""), "ben 100.00");
}

#[test]
fn who_is_blocked_brings_nothing_new() {
    let mut shop = shop("blocked = \"refused\"");
    assert_eq!(answer(&mut shop, tip("one", "upgrade", "c")), "-");
    let from = day("2026-01-10");
    shop.on("2026-01-12");
    shop.tell("hr", BlockPayee { payee: id("ana"), from, reason: id("review") }).unwrap();
    let heard =
        |lead: &str, on: &str| ReportLead { heard_on: day(on), ..tip(lead, "upgrade", "c") };
    assert_eq!(answer(&mut shop, heard("two", "2026-01-09")), "-");
    assert_eq!(answer(&mut shop, heard("three", "2026-01-10")), "R1022");
    // What she brought before goes on, and pays.
    assert_eq!(shop.won("one", ""), "ana 100.00");
    shop.on("2026-01-20");
    let from = day("2026-01-20");
    shop.tell("hr", UnblockPayee { payee: id("ana"), from }).unwrap();
    assert_eq!(answer(&mut shop, heard("three", "2026-01-19")), "R1022");
    assert_eq!(answer(&mut shop, heard("three", "2026-01-20")), "-");
}

#[test]
fn who_is_blocked_earns_nothing() {
    let mut shop = shop("blocked = \"earns_nothing\"");
    for lead in ["one", "two", "three"] {
        assert_eq!(answer(&mut shop, tip(lead, "upgrade", "c")), "-");
    }
    assert_eq!(shop.won("one", ""), "ana 100.00");
    shop.on("2026-01-10");
    let from = day("2026-01-08");
    shop.tell("hr", BlockPayee { payee: id("ana"), from, reason: id("review") }).unwrap();
    // A win while she is blocked is zero, and says why; what accrued before stays.
    let won = shop.tell("sales", forms::win("two", "2026-01-10")).unwrap();
    assert_eq!(said(&won), ["ana 0.00"]);
    let why = crate::support::whys(&won).join("\n");
    assert!(why.contains("blocked since 2026-01-08: 100.00 USD does not accrue"), "{why}");
    assert_eq!(shop.earned("ana"), "100.00");
    shop.on("2026-01-20");
    shop.tell("hr", UnblockPayee { payee: id("ana"), from: day("2026-01-15") }).unwrap();
    assert_eq!(shop.won("three", ""), "ana 100.00");
    assert_eq!(shop.earned("ana"), "200.00");
    shop.obeys_the_laws();
}

#[test]
fn what_ground_rules_name_must_be_in_the_plan() {
    let found = |leads: &str, tables: &str| {
        let text = pays("{ flat = \"100 USD\" }").leads(leads).table(tables).text();
        let findings = referral_ledger::plan::Plan::read(&text).unwrap_err();
        findings.iter().map(|it| it.code).collect::<Vec<_>>().join(" ")
    };
    let qualify = |kinds: &str, facts: &str| {
        format!("[[leads.qualify]]\nkinds = {kinds}\nmust_carry = {facts}\n")
    };
    let upgrade = qualify("[\"upgrade\"]", "\"nothing\"");
    assert_eq!(found("", &format!("{upgrade}{upgrade}")), "P1501");
    assert_eq!(found("", &(upgrade + &qualify("\"all\"", "\"nothing\""))), "P1501");
    assert_eq!(found("", &qualify("[\"seller\"]", "\"nothing\"")), "P1502");
    assert_eq!(found("", &qualify("\"all\"", "[\"contact\"]")), "P1503");
    let win = "[[fact]]\nname = \"contact\"\nvalues = [\"named\"]\ntold = \"win\"\n";
    assert_eq!(found("", &(win.to_owned() + &qualify("\"all\"", "[\"contact\"]"))), "P1503");
    // Inside a rule nothing has a default.
    assert_eq!(found("", "[[leads.qualify]]\nkinds = \"all\"\n"), "P0108");
    assert_eq!(found("", "[[leads.qualify]]\nmust_carry = \"nothing\"\n"), "P0108");
    assert_eq!(found("self_referral = \"allowed\"", ""), "P0109");
    assert_eq!(found("same_technician_and_customer = \"twice\"", ""), "P0109");
    assert_eq!(found("blocked = \"no\"", ""), "P0109");
}
