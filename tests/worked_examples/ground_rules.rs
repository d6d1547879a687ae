//! Worked examples from public sources: whose a lead is, for how long, and which leads count.

use crate::support::{changed, day, forms, id, said};
use crate::worked::{Plan, Shop, pays, plan};
use referral_ledger::command::*;
use referral_ledger::id::{CustomerId, LeadId};

/// The first who reports a customer has a claim for 90 days that nothing extends or releases.
const PROTECTION: &str = "[leads.protection]\nof = \"customer\"\ndays = 90\nlast_day = \"in\"\n\
                          after = \"reported\"\nextended_by = \"nothing\"\n\
                          released_by = \"nothing\"\ncompeting = \"first_protected\"\n";

/// A plan that pays 100 USD for a deal under a protection with some of its words changed.
fn protected(changes: &[(&str, &str)]) -> Plan {
    pays("{ flat = \"100 USD\" }").table(&changed(PROTECTION, changes))
}

/// A lead about the customer `c`, heard and told on a day: taken, or the code of the refusal.
fn lead(shop: &mut Shop, by: &str, lead: &str, on: &str) -> &'static str {
    shop.on(on);
    let report = ReportLead { customer: CustomerId::named("c"), ..forms::report(by, lead, on) };
    shop.tell(by, report).map_or_else(|refusal| refusal.code(), |_| "taken")
}

/// A lead is won on a day: what it accrues, or the code of the refusal.
fn win(shop: &mut Shop, lead: &str, on: &str) -> String {
    shop.on(on);
    let won = shop.tell("sales", forms::win(lead, on));
    won.map_or_else(|refusal| refusal.code().to_owned(), |it| said(&it).join(", "))
}

/// Steinbach Credit Union, referral FAQ 9 (scu.mb.ca): if two members refer the same person, the
/// reward goes to the one whose referral was submitted first.
#[test]
fn the_first_who_submits() {
    let mut shop = Shop::under(&protected(&[]));
    assert_eq!(lead(&mut shop, "ana", "one", "2026-01-10"), "taken");
    assert_eq!(lead(&mut shop, "ben", "two", "2026-01-10"), "R1023");
    assert_eq!(win(&mut shop, "one", "2026-01-20"), "ana 100.00");
    shop.obeys_the_laws();
}

/// Gumdrop, "Deal Registration Program Terms" (gumdropcases.com): protected for 90 days; a second
/// partner's registration for the same opportunity may have half of what the first has. (100 USD:
/// not the source's.)
#[test]
fn the_second_has_half_of_what_the_first_has() {
    let plan = plan()
        .head("order = [\"rate\", \"round\", \"pay_split\"]\nleftover = \"largest_remainder\"")
        .table(&changed(PROTECTION, &[("\"first_protected\"", "{ shared_with = \"second\" }")]))
        .overlay("second", "50%")
        .rule("won", "pays = { flat = \"100 USD\" }\npayee = \"each_by_share\"");
    let mut shop = Shop::under(&plan);
    assert_eq!(lead(&mut shop, "ana", "one", "2026-01-10"), "taken");
    assert_eq!(lead(&mut shop, "ben", "two", "2026-02-10"), "taken");
    assert_eq!(lead(&mut shop, "cleo", "three", "2026-02-10"), "R1023");
    assert_eq!(win(&mut shop, "one", "2026-03-01"), "ana 100.00, ben 50.00");
    shop.obeys_the_laws();
}

/// Cirrus, "Deal Registration Policy" (cirrustsi.com): protected for 90 days from the registration;
/// the customer can override it by writing that they wish to work with a specific partner.
#[test]
fn the_customer_may_choose_somebody_else() {
    let plan = protected(&[("released_by = \"nothing\"", "released_by = [\"customer_wish\"]")]);
    let mut shop = Shop::under(&plan);
    assert_eq!(lead(&mut shop, "ana", "one", "2026-01-10"), "taken");
    assert_eq!(lead(&mut shop, "ben", "two", "2026-02-01"), "R1023");
    let (lead_id, released_on) = (LeadId::named("one"), day("2026-02-01"));
    let wish = ReleaseClaim { lead: lead_id, released_on, reason: id("letter-of-the-customer") };
    shop.tell("sales", wish).unwrap();
    assert_eq!(lead(&mut shop, "ben", "two", "2026-02-01"), "taken");
    assert_eq!(win(&mut shop, "two", "2026-02-20"), "ben 100.00");
    shop.obeys_the_laws();
}

/// H3C, "Deal Registration Policy" (h3c.com.hk): the reseller updates the deal monthly; without an
/// update for over a month it can be released to another one. (A month as 30 days.)
#[test]
fn a_claim_without_an_update_for_a_month() {
    let plan = protected(&[
        ("days = 90", "days = 30"),
        ("extended_by = \"nothing\"", "extended_by = { touch_days = 30 }"),
    ]);
    let mut shop = Shop::under(&plan);
    assert_eq!(lead(&mut shop, "ana", "one", "2026-01-10"), "taken");
    shop.on("2026-02-05");
    let update = TouchLead { lead: LeadId::named("one"), touched_on: day("2026-02-05") };
    shop.tell("ana", update).unwrap();
    // 5 February + 30 days is 7 March.
    assert_eq!(lead(&mut shop, "ben", "two", "2026-03-07"), "R1023");
    assert_eq!(lead(&mut shop, "ben", "two", "2026-03-08"), "taken");
    shop.obeys_the_laws();
}

/// compliance.ai, "Referrer Deal Registration": decided in three business days, approved deals are
/// valid for 60 days; the first referrer has it, unless there is a direct engagement already.
#[test]
fn sixty_days_from_the_approval() {
    let plan = protected(&[("days = 90", "days = 60"), ("\"reported\"", "\"accepted\"")])
        .leads("acceptance = \"required\"\nexisting_opportunity = \"excluded\"");
    let mut shop = Shop::under(&plan);
    assert_eq!(lead(&mut shop, "ana", "one", "2026-01-10"), "taken");
    shop.on("2026-01-13").tell("sales", forms::accept("one", "2026-01-13")).unwrap();
    // 13 January + 60 days is 14 March.
    assert_eq!(lead(&mut shop, "ben", "two", "2026-03-14"), "R1023");
    assert_eq!(lead(&mut shop, "ben", "two", "2026-03-15"), "taken");
    let exclude = ExcludeLead {
        lead: LeadId::named("two"),
        excluded_on: day("2026-03-15"),
        worked_on: day("2026-01-02"),
        evidence: id("opportunity-17"),
    };
    shop.tell("sales", exclude).unwrap();
    assert_eq!(win(&mut shop, "two", "2026-03-16").as_bytes()[0], b'R');
    shop.obeys_the_laws();
}

/// Topaz, "Referral Program Agreement" (topaz.net/10468): 50 a seat; not for prospects with whom
/// the company has corresponded within three months before. (92 days; twelve seats are not the
/// source's.)
#[test]
fn nothing_for_a_prospect_of_the_last_three_months() {
    let plan = pays("{ per_unit = \"50 USD\", of = \"quantity\" }")
        .leads("existing_opportunity = { worked_within = 92 }");
    let mut shop = Shop::under(&plan);
    shop.on("2026-04-10");
    for name in ["known", "forgotten"] {
        shop.tell("ana", forms::report("ana", name, "2026-04-10")).unwrap();
    }
    // 92 days before 10 April is 8 January.
    let mut exclude = |name: &str, worked_on: &str| {
        let exclude = ExcludeLead {
            lead: LeadId::named(name),
            excluded_on: day("2026-04-10"),
            worked_on: day(worked_on),
            evidence: id("correspondence-3"),
        };
        shop.tell("sales", exclude).is_ok()
    };
    assert!(exclude("known", "2026-01-08"));
    assert!(!exclude("forgotten", "2026-01-07"));
    assert_eq!(shop.won("forgotten", "0 x 12"), "ana 600.00"); // 12 x 50
    shop.obeys_the_laws();
}

/// Tapfiliate support, "What does 'last cookie counts' mean?": Tom comes by Ahmed's link and
/// leaves, and a few days later by Sandra's and buys: Sandra has the commission.
#[test]
fn the_last_link_counts() {
    let plan = protected(&[("\"first_protected\"", "{ last_touch_within = 30 }")]);
    let mut shop = Shop::under(&plan);
    // ana is Ahmed, ben is Sandra.
    assert_eq!(lead(&mut shop, "ana", "one", "2026-01-10"), "taken");
    assert_eq!(lead(&mut shop, "ben", "two", "2026-01-14"), "taken");
    assert_eq!(win(&mut shop, "one", "2026-01-14"), "R1028");
    assert_eq!(win(&mut shop, "two", "2026-01-14"), "ben 100.00");
    shop.obeys_the_laws();
}

/// HillHost, "Cookie Tracking Information" (hillhost.net): the cookie is valid for 90 days and the
/// last click has it.
#[test]
fn the_last_click_for_ninety_days() {
    let plan = protected(&[("\"first_protected\"", "{ last_touch_within = 90 }")]);
    // 10 January + 90 days is 10 April.
    for (won_on, said) in [("2026-04-10", "ana 100.00"), ("2026-04-11", "R1027")] {
        let mut shop = Shop::under(&plan);
        assert_eq!(lead(&mut shop, "ana", "one", "2026-01-10"), "taken");
        assert_eq!(win(&mut shop, "one", won_on), said);
    }
}

/// bitcoincloudservices, FAQ 58: the first link is stored and the second one does not override it
/// unless the cookie expires. (30 days: not the source's.)
#[test]
fn the_first_link_until_it_expires() {
    let mut shop = Shop::under(&protected(&[("days = 90", "days = 30")]));
    assert_eq!(lead(&mut shop, "ana", "one", "2026-01-10"), "taken");
    assert_eq!(lead(&mut shop, "ben", "two", "2026-02-09"), "R1023");
    assert_eq!(lead(&mut shop, "ben", "two", "2026-02-10"), "taken");
    assert_eq!(win(&mut shop, "two", "2026-02-11"), "ben 100.00");
}

/// Employus, "Example Employee Referral Program Policy": the bonus is paid 90 days after the start,
/// and void if the new hire leaves before; a referral expires after six months, when another
/// employee may refer the candidate. (182 days, and 1,000 USD, which the policy does not name.)
#[test]
fn a_referral_that_expires_after_half_a_year() {
    let terms = "{ flat = \"1_000 USD\" }\nhold = { days = 90, after = \"won\" }\n\
                 clawback = { on = [\"cancelled\"], take = \"full\", flat_part = \"returned\", \
                 window = { days = 90, after = \"won\", last_day = \"out\" }, \
                 refund_target = \"proportional\" }";
    let plan = pays(terms).table(&changed(PROTECTION, &[("days = 90", "days = 182")]));
    let mut shop = Shop::under(&plan);
    assert_eq!(lead(&mut shop, "ana", "one", "2026-01-10"), "taken");
    // 10 January + 182 days is 11 July.
    assert_eq!(lead(&mut shop, "ben", "two", "2026-07-11"), "R1023");
    assert_eq!(lead(&mut shop, "ben", "two", "2026-07-12"), "taken");
    assert_eq!(win(&mut shop, "two", "2026-08-01"), "ben 1000.00");
    // 1 August + 90 days is 30 October.
    shop.on("2026-10-29");
    assert_eq!(shop.off("two"), "ben -1000.00");
    assert_eq!(shop.places("ben"), ["0.00"; 5]);
    shop.obeys_the_laws();
}

/// RecruitiFi, "A Summary of the Terms": a candidate belongs to the agency for 180 days; the
/// employer may reject one with whom there was active communication in the 180 days before.
#[test]
fn a_candidate_belongs_to_who_brought_them() {
    let plan = protected(&[("days = 90", "days = 180")])
        .leads("existing_opportunity = { worked_within = 180 }");
    let mut shop = Shop::under(&plan);
    assert_eq!(lead(&mut shop, "ana", "one", "2026-01-10"), "taken");
    // 10 January + 180 days is 9 July.
    assert_eq!(lead(&mut shop, "ben", "two", "2026-07-09"), "R1023");
    assert_eq!(lead(&mut shop, "ben", "two", "2026-07-10"), "taken");
    let exclude = |worked_on: &str| ExcludeLead {
        lead: LeadId::named("two"),
        excluded_on: day("2026-07-10"),
        worked_on: day(worked_on),
        evidence: id("mail-9"),
    };
    // 180 days before 10 July is 11 January.
    assert!(shop.tell("sales", exclude("2026-01-10")).is_err());
    shop.tell("sales", exclude("2026-01-11")).unwrap();
    shop.obeys_the_laws();
}

/// FundedNext help, 10597743: a referral code counts once per new customer and only on the first
/// purchase.
#[test]
fn once_for_a_customer() {
    let plan = pays("{ flat = \"100 USD\" }").leads("same_technician_and_customer = \"once\"");
    let mut shop = Shop::under(&plan);
    assert_eq!(lead(&mut shop, "ana", "one", "2026-01-10"), "taken");
    assert_eq!(win(&mut shop, "one", "2026-01-11"), "ana 100.00");
    assert_eq!(lead(&mut shop, "ana", "again", "2026-06-01"), "R1020");
    shop.obeys_the_laws();
}

/// DirectScale help, "How Do Associate Statuses Affect Commissions?": pay; hold, where payments are
/// created but not sent until the status changes; forfeit, where none are created and never will
/// be.
#[test]
fn paid_held_or_forfeited_by_status() {
    let plan = pays("{ flat = \"100 USD\" }").leads("blocked = \"earns_nothing\"");
    let mut shop = Shop::under(&plan);
    let (payee, from) = (id("cleo"), day("2026-01-01"));
    shop.tell("hr", BlockPayee { payee, from, reason: id("inactive") }).unwrap();
    assert_eq!(shop.sale("ana", ""), "ana 100.00");
    assert_eq!(shop.sale("ben", ""), "ben 100.00");
    assert_eq!(shop.sale("cleo", ""), "cleo 0.00");
    let held = shop.journal.ledger().rewards().find(|it| it.id().payee.as_str() == "ben");
    let held = held.unwrap().id().clone();
    shop.tell("auditor", forms::hold_reward("status", held)).unwrap();
    shop.on("2026-02-01");
    assert_eq!(shop.pays("2026-01"), shop.money("100"));
    // ben's status changes, and what waited is sent; cleo's changes nothing that was forfeited.
    shop.tell("controller", forms::release_reward("status")).unwrap();
    let unblock = UnblockPayee { payee: id("cleo"), from: day("2026-02-01") };
    shop.tell("hr", unblock).unwrap();
    shop.on("2026-03-01");
    assert_eq!(shop.pays("2026-02"), shop.money("100"));
    assert_eq!(shop.earned("cleo"), "0.00");
    assert_eq!(shop.sale("cleo", ""), "cleo 100.00");
    shop.obeys_the_laws();
}

/// AffiliateWP/AffiliateWP, issue 1752: a referral was rejected when the card was declined, and
/// then the customer completed the order: the same referral must be payable again. (100 USD: not
/// the source's.)
#[test]
fn a_rejected_referral_is_payable_again() {
    let plan = pays("{ flat = \"100 USD\" }").leads("acceptance = \"required\"");
    let mut shop = Shop::under(&plan);
    assert_eq!(lead(&mut shop, "ana", "one", "2026-01-10"), "taken");
    shop.tell("sales", forms::reject("one", "2026-01-10")).unwrap();
    assert_eq!(win(&mut shop, "one", "2026-01-11").as_bytes()[0], b'R');
    let restore = RestoreLead {
        lead: LeadId::named("one"),
        restored_on: day("2026-01-11"),
        reason: id("card-was-corrected"),
    };
    shop.tell("controller", restore).unwrap();
    shop.tell("sales", forms::accept("one", "2026-01-11")).unwrap();
    assert_eq!(win(&mut shop, "one", "2026-01-11"), "ana 100.00");
    shop.obeys_the_laws();
}

/// LeadCandy help, 2227759: 20 % of what a customer pays in the first year; Sam signs up on July 15
/// and counts through July 14.
#[test]
fn what_a_customer_pays_in_the_first_year() {
    let plan = plan().rule(
        "paid",
        "when = { elapsed = [{ from = \"won\", to = \"paid\", days = { from = 0, until = 365 } }] }\n\
         pays = { rate = \"20%\", of = \"collected\" }",
    );
    let mut shop = Shop::under(&plan);
    shop.on("2026-07-15");
    shop.deal("ana", "Sam", "");
    assert_eq!(shop.paid("P1", "Sam", "50"), "ana 10.00");
    shop.on("2027-07-14");
    assert_eq!(shop.paid("P2", "Sam", "50"), "ana 10.00"); // 364 days
    shop.on("2027-07-15");
    assert_eq!(shop.paid("P3", "Sam", "50"), "ana 0.00"); // 365 days
    shop.obeys_the_laws();
}

/// MSP Sales Revolution, "Referral Program terms & conditions": 10 % of the monthly fee for up to
/// twelve months, if the deal closes within 100 days of the submission, after 30 days of waiting;
/// on a refund nothing, and what was paid out before is not repaid. (A fee of 1,500: not the
/// source's.)
#[test]
fn within_a_hundred_days_and_after_thirty() {
    let terms = "when = { elapsed = [{ from = \"reported\", to = \"won\", days = { from = 0, until = 101 } }] }\n\
                 pays = { rate = \"10%\", of = \"collected\" }\n\
                 hold = { days = 30, after = \"paid\" }\n\
                 clawback = { on = [\"refunded\"], take = \"full\", \
                 window = { days = 30, after = \"paid\", last_day = \"out\" }, \
                 refund_target = \"proportional\" }";
    let plan = plan()
        .head("order = [\"rate\", \"deal_cap\", \"round\"]")
        .rule("paid", terms)
        .cap("on = \"count\"\nat_most = 12\nper = \"deal\"");
    let mut shop = Shop::under(&plan);
    shop.tell("ana", forms::report("ana", "soon", "2026-01-01")).unwrap();
    shop.tell("ben", forms::report("ben", "late", "2026-01-01")).unwrap();
    // 1 January + 100 days is 11 April.
    shop.on("2026-04-11");
    shop.won("soon", "");
    shop.on("2026-04-12");
    shop.won("late", "");
    assert_eq!(shop.paid("P1", "soon", "1_500"), "ana 150.00");
    assert_eq!(shop.paid("P2", "soon", "1_500"), "ana 150.00");
    assert_eq!(shop.paid("Q1", "late", "1_500"), "ben 0.00");
    // Refunded while it waits, and refunded after it was payable.
    shop.on("2026-05-01");
    assert_eq!(shop.returned("R1", "P1", "1_500"), "ana -150.00");
    shop.on("2026-05-13");
    shop.passes_days();
    assert_eq!(shop.returned("R2", "P2", "1_500"), "ana 0.00");
    assert_eq!(shop.earned("ana"), "150.00");
    shop.obeys_the_laws();
}
