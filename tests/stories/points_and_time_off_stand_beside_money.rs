//! Points and time off: awarded, held, redeemed, expired and taken back like money, and never mixed
//! with it. The arithmetic stands beside the amounts.

use crate::options::under;
use crate::support::forms::{
    approve_reward, hold_reward, lock, publish, redeem, release_reward, reward,
};
use crate::support::{Company, day, id, said, whys};
use referral_ledger::amount;
use referral_ledger::command::Retract;
use referral_ledger::deal::FactRef;
use referral_ledger::id::{LeadId, RedemptionId};
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::report::{AccountMap, Directory, Grammar, Statement, write_books};
use referral_ledger::reward::{RewardId, Source};

/// 100 points cost 0.80 USD, and what is not redeemed within a year expires.
const POINTS: &str = "[points]\n\
    cost   = { amount = \"0.80 USD\", for = \"100 points\" }\n\
    expire = { months = 12 }";

/// All of it goes back with a refund or a cancellation.
const RETURNED: &str = "{ on = [\"refunded\", \"cancelled\"], take = \"full\", window = \
    \"without_end\", refund_target = \"proportional\", flat_part = \"returned\" }";

/// A plan that awards 50 points for each payment, with some of its words said otherwise.
fn fifty(words: &[(&str, &str)]) -> Company {
    let plain = [("pays", "{ points = \"50 points\" }"), ("tables", POINTS)];
    let is_said = |word: &str| words.iter().any(|(said, _)| *said == word);
    let rest = plain.into_iter().filter(|(word, _)| !is_said(word));
    under(&rest.chain(words.iter().copied()).collect::<Vec<_>>())
}

/// Points held, to be redeemed, redeemed, expired.
fn points(company: &Company, payee: &str) -> [i64; 4] {
    let its = company.payee(payee).in_kind;
    let its = its.into_iter().find(|it| it.held.unit() == amount!(0 points).unit()).unwrap();
    [its.held, its.usable, its.redeemed, its.expired].map(Amount::minor)
}

/// What Ana's points cost and are owed for, what they cost in all, and what a shop is owed.
fn books(company: &Company) -> [String; 3] {
    ["Liabilities:Incentives:Points:ana", "Expenses:Points", "Liabilities:AccountsPayable"]
        .map(|account| company.balance(account))
}

/// Ana's deal `D`, and 50 points for each of so many payments of 1,000.00.
fn earns(company: &mut Company, payments: &[&str]) {
    if company.journal.ledger().deal(referral_ledger::id::DealId::named("D")).is_none() {
        company.sells("ana", "D", LeadKind::NewEquipment);
    }
    for payment in payments {
        let heard = company.receives(payment, "D", amount!(1_000.00 USD));
        assert_eq!(said(&heard), ["ana 50"]);
    }
}

#[test]
fn points_are_awarded_at_their_cost_and_no_run_pays_them() {
    let mut company = fifty(&[]);
    earns(&mut company, &["P1", "P2", "P3"]);
    assert_eq!(points(&company, "ana"), [0, 150, 0, 0]);
    // 50 x 0.80 / 100 = 0.40 each, three times.
    assert_eq!(books(&company), ["-1.20", "1.20", "0"]);
    assert_eq!(company.balance("Memo:Awarded"), "150");
    assert_eq!(company.balance("Memo:Usable:ana"), "-150");
    // They are no money: nothing is payable, and a run pays nothing.
    assert_eq!(company.payee("ana").payable, amount!(0.00 USD));
    company.on("2026-02-01");
    assert_eq!(company.pays("2026-01"), amount!(0.00 USD));
    assert_eq!(points(&company, "ana"), [0, 150, 0, 0]);
    company.obeys_the_laws();
}

#[test]
fn the_why_says_how_many_from_when_and_for_how_long() {
    let mut company = fifty(&[("hold", "{ days = 30, after = \"paid\" }")]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    let heard = company.receives("P1", "D", amount!(1_000.00 USD));
    let why = &whys(&heard)[0];
    assert!(why.starts_with("50 points to ana for deal "), "{why}");
    let end = "\n  flat 50 points\
               \n  what is not redeemed within 12 months expires\
               \n  held, and can be redeemed from 2026-02-09";
    assert!(why.ends_with(end), "{why}");
    company.obeys_the_laws();
}

#[test]
fn points_with_a_hold_vest_on_their_day() {
    let mut company = fifty(&[("hold", "{ days = 30, after = \"paid\" }")]);
    earns(&mut company, &["P1", "P2"]);
    assert_eq!(points(&company, "ana"), [100, 0, 0, 0]);
    assert_eq!(company.balance("Memo:Held:ana"), "-100");
    // 10 January and 30 days: 9 February.
    let early =
        company.on("2026-02-08").tell("shop", redeem("R", "ana", amount!(1 points), "2026-02-08"));
    assert_eq!(early.unwrap_err().code(), "R4703");
    company.on("2026-02-10").passes_days();
    assert_eq!(points(&company, "ana"), [0, 100, 0, 0]);
    assert_eq!(company.balance("Memo:Held:ana"), "0");
    company.obeys_the_laws();
}

#[test]
fn points_that_wait_for_an_approval_are_approved_as_points() {
    let mut company = fifty(&[("hold", "{ until = \"approved\" }")]);
    earns(&mut company, &["P1"]);
    let waits = company.journal.ledger().awaiting_approval();
    assert_eq!(waits[0].1, amount!(50 points));
    company
        .tell("controller", approve_reward("A1", reward("D", "ana"), amount!(50 points)))
        .unwrap();
    assert_eq!(points(&company, "ana"), [0, 50, 0, 0]);
    company.obeys_the_laws();
}

#[test]
fn points_that_wait_for_a_milestone_vest_when_it_is_reached() {
    let mut company = fifty(&[("on", "\"accepted\""), ("hold", "{ until = \"won\" }")]);
    company.reports("ana", "D", LeadKind::NewEquipment);
    assert_eq!(said(&company.accepts("D")), ["ana 50"]);
    assert_eq!(points(&company, "ana"), [50, 0, 0, 0]);
    company.wins("D");
    assert_eq!(points(&company, "ana"), [0, 50, 0, 0]);
    company.obeys_the_laws();
}

#[test]
fn redeeming_takes_the_oldest_points_first_at_what_they_cost() {
    let mut company = fifty(&[]);
    earns(&mut company, &["P1", "P2"]);
    // The next version's points cost twice as much: 50 x 1.60 / 100 = 0.80.
    let dearer = crate::options::plan(&[
        ("version", "\"2\""),
        ("effective", "{ from = 2026-02-01 }"),
        ("pays", "{ points = \"50 points\" }"),
        ("tables", &POINTS.replace("0.80", "1.60")),
    ]);
    company.tell("finance", publish(&dearer)).unwrap();
    company.on("2026-02-10");
    company.sells("ana", "E", LeadKind::NewEquipment);
    company.receives("P3", "E", amount!(10.00 USD));
    assert_eq!(books(&company), ["-1.60", "1.60", "0"]);
    // 120 = 50 of the first, 50 of the second, 20 of the third: 0.40 + 0.40 + 20/50 of 0.80.
    company.tell("shop", redeem("R1", "ana", amount!(120 points), "2026-02-10")).unwrap();
    assert_eq!(points(&company, "ana"), [0, 30, 120, 0]);
    assert_eq!(books(&company), ["-0.48", "1.60", "-1.12"]);
    assert_eq!(company.balance("Memo:Redeemed"), "-120");
    company.tell("shop", redeem("R2", "ana", amount!(30 points), "2026-02-10")).unwrap();
    assert_eq!(points(&company, "ana"), [0, 0, 150, 0]);
    assert_eq!(books(&company), ["0", "1.60", "-1.60"]);
    company.obeys_the_laws();
}

#[test]
fn no_more_is_redeemed_than_has_vested_and_nothing_on_hold() {
    let mut company = fifty(&[]);
    earns(&mut company, &["P1", "P2"]);
    let refused = |company: &mut Company, amount: Amount| {
        let no = company.tell("shop", redeem("R1", "ana", amount, "2026-01-10"));
        no.unwrap_err().to_string()
    };
    let said = refused(&mut company, amount!(101 points));
    assert!(said.starts_with("payee ana has 100 points to redeem on 2026-01-10"), "{said}");
    company.tell("auditor", hold_reward("H1", reward("D", "ana"))).unwrap();
    assert_eq!(company.payee("ana").in_kind[0].on_hold, amount!(100 points));
    assert_eq!(company.payee("ana").on_hold, amount!(0.00 USD));
    let said = refused(&mut company, amount!(1 points));
    assert!(said.starts_with("payee ana has 0 points to redeem"), "{said}");
    company.tell("controller", release_reward("H1")).unwrap();
    company.tell("shop", redeem("R1", "ana", amount!(100 points), "2026-01-10")).unwrap();
    company.obeys_the_laws();
}

#[test]
fn points_expire_months_after_they_vested_and_the_cost_comes_back() {
    let mut company = fifty(&[]);
    earns(&mut company, &["P1"]);
    company.on("2026-03-10");
    earns(&mut company, &["P2"]);
    company.tell("shop", redeem("R1", "ana", amount!(20 points), "2026-03-10")).unwrap();
    // 30 of January's are left: they can be redeemed through 9 January 2027.
    company.on("2027-01-09").passes_days();
    assert_eq!(points(&company, "ana"), [0, 80, 20, 0]);
    company.on("2027-01-10");
    let too_many = company.tell("shop", redeem("R2", "ana", amount!(51 points), "2027-01-10"));
    assert!(too_many.unwrap_err().to_string().starts_with("payee ana has 50 points to redeem"));
    company.on("2027-01-11").passes_days();
    assert_eq!(points(&company, "ana"), [0, 50, 20, 30]);
    // 0.80 in all; the shop has 20/50 of 0.40 = 0.16, and 0.24 comes back to the cost.
    assert_eq!(books(&company), ["-0.40", "0.56", "-0.16"]);
    assert_eq!(company.balance("Memo:Expired"), "-30");
    company.obeys_the_laws();
}

#[test]
fn points_that_never_expire_stay_and_points_without_a_cost_are_booked_as_points_alone() {
    let free = "[points]\ncost   = \"none\"\nexpire = \"never\"";
    let mut company = fifty(&[("tables", free)]);
    earns(&mut company, &["P1"]);
    company.on("2027-02-01").passes_days();
    assert_eq!(points(&company, "ana"), [0, 50, 0, 0]);
    company.tell("shop", redeem("R1", "ana", amount!(50 points), "2027-02-01")).unwrap();
    assert_eq!(books(&company), ["0", "0", "0"]);
    assert_eq!(company.balance("Memo:Redeemed"), "-50");
    company.obeys_the_laws();
}

#[test]
fn points_that_vest_and_expire_while_nobody_passed_days_are_gone() {
    let soon = POINTS.replace("12", "1");
    let hold = [("hold", "{ days = 30, after = \"paid\" }"), ("tables", soon.as_str())];
    let mut company = fifty(&hold);
    earns(&mut company, &["P1"]);
    // Vested on 9 February, expired on 9 March.
    company.on("2026-05-01").passes_days();
    assert_eq!(points(&company, "ana"), [0, 0, 0, 50]);
    assert_eq!(books(&company), ["0", "0", "0"]);
    company.obeys_the_laws();
}

#[test]
fn a_clawback_takes_held_points_first_then_those_that_vested() {
    let words = [("hold", "{ days = 30, after = \"paid\" }"), ("clawback", RETURNED)];
    let mut company = fifty(&words);
    earns(&mut company, &["P1"]);
    company.on("2026-02-20").passes_days();
    earns(&mut company, &["P2"]);
    assert_eq!(points(&company, "ana"), [50, 50, 0, 0]);
    // Half of the second payment goes back: 25 of its 50 points, which are held.
    assert_eq!(said(&company.refunds("F1", "P2", amount!(500.00 USD))), ["ana -25"]);
    assert_eq!(points(&company, "ana"), [25, 50, 0, 0]);
    // 0.40 + 0.40 x 25/50 = 0.60.
    assert_eq!(books(&company), ["-0.60", "0.60", "0"]);
    assert_eq!(said(&company.cancels("D")), ["ana -75"]);
    assert_eq!(points(&company, "ana"), [0, 0, 0, 0]);
    assert_eq!(books(&company), ["0", "0", "0"]);
    company.obeys_the_laws();
}

#[test]
fn what_was_redeemed_is_not_taken_back_and_becomes_no_debt() {
    let mut company = fifty(&[("clawback", RETURNED)]);
    earns(&mut company, &["P1"]);
    company.tell("shop", redeem("R1", "ana", amount!(40 points), "2026-01-10")).unwrap();
    // Half went back, so 25 should go; 10 are there, and 15 were turned into something.
    let heard = company.refunds("F1", "P1", amount!(500.00 USD));
    assert_eq!(said(&heard), ["ana -10"]);
    let why = &whys(&heard)[0];
    let end = "\n  50 points is there, 25 points should remain: 25 points is taken back\
               \n  15 points of it was redeemed or has expired and stays: 10 points is taken back";
    assert!(why.ends_with(end), "{why}");
    assert_eq!(points(&company, "ana"), [0, 0, 40, 0]);
    assert_eq!(company.payee("ana").owes, amount!(0.00 USD));
    // 10/50 of 0.40 comes back; the shop is owed the rest.
    assert_eq!(books(&company), ["0", "0.32", "-0.32"]);
    company.obeys_the_laws();
}

#[test]
fn a_part_by_the_day_is_taken_of_points_as_of_money() {
    let by_day = RETURNED
        .replace("\"full\"", "{ pro_rata = \"days\" }")
        .replace("\"without_end\"", "{ days = 100, after = \"paid\", last_day = \"out\" }");
    let mut company = fifty(&[("clawback", by_day.as_str())]);
    earns(&mut company, &["P1"]);
    // 40 of 100 days are left after 60: 20 of the 50 points go.
    company.on("2026-03-11");
    assert_eq!(said(&company.cancels("D")), ["ana -20"]);
    assert_eq!(points(&company, "ana"), [0, 30, 0, 0]);
    // What should have gone and stays is redeemed in two parts, and goes no more.
    company.tell("shop", redeem("R1", "ana", amount!(25 points), "2026-03-11")).unwrap();
    company.tell("shop", redeem("R2", "ana", amount!(5 points), "2026-03-11")).unwrap();
    company.obeys_the_laws();
}

#[test]
fn a_refund_told_by_mistake_gives_the_points_back_at_their_cost() {
    let mut company = fifty(&[("clawback", RETURNED)]);
    earns(&mut company, &["P1"]);
    company.refunds("F1", "P1", amount!(200.00 USD));
    assert_eq!(points(&company, "ana"), [0, 40, 0, 0]);
    // Meanwhile the rest is redeemed; what comes back is there again beside it.
    company.tell("shop", redeem("R1", "ana", amount!(40 points), "2026-01-10")).unwrap();
    company.retracts_refund("F1");
    assert_eq!(points(&company, "ana"), [0, 10, 40, 0]);
    assert_eq!(books(&company), ["-0.08", "0.40", "-0.32"]);
    company.obeys_the_laws();
}

#[test]
fn a_payment_told_by_mistake_takes_what_is_left_of_its_points() {
    let mut company = fifty(&[]);
    earns(&mut company, &["P1", "P2"]);
    company.tell("shop", redeem("R1", "ana", amount!(60 points), "2026-01-10")).unwrap();
    // All 50 of the first are redeemed, and 10 of the second.
    assert_eq!(said(&company.retracts_payment("P2")), ["ana -40"]);
    assert_eq!(said(&company.retracts_payment("P1")), ["ana 0"]);
    assert_eq!(points(&company, "ana"), [0, 0, 60, 0]);
    company.obeys_the_laws();
}

#[test]
fn a_redemption_told_by_mistake_is_put_back_and_expires_as_it_would_have() {
    let mut company = fifty(&[]);
    earns(&mut company, &["P1"]);
    company.tell("shop", redeem("R1", "ana", amount!(20 points), "2026-01-10")).unwrap();
    let fact = FactRef::Redemption(RedemptionId::named("R1"));
    let retract = Retract { fact, reason: id("wrong-person") };
    company.tell("shop", retract.clone()).unwrap();
    assert_eq!(points(&company, "ana"), [0, 50, 0, 0]);
    assert_eq!(books(&company), ["-0.40", "0.40", "0"]);
    assert_eq!(company.balance("Memo:Redeemed"), "0");
    company.on("2027-01-11").passes_days();
    assert_eq!(points(&company, "ana"), [0, 0, 0, 50]);
    company.obeys_the_laws();
}

/// What a refund spared because it was redeemed came back when the redemption had never been, so
/// that points were there for a payment that was refunded in full.
#[test]
fn a_redemption_that_never_was_revives_nothing_a_refund_should_have_taken() {
    let mut company = fifty(&[("clawback", RETURNED)]);
    earns(&mut company, &["P1"]);
    // A typing error: 40 of the 50.
    company.tell("shop", redeem("R1", "ana", amount!(40 points), "2026-01-10")).unwrap();
    // All 50 should go: 10 are there, and 40 stay because they were redeemed.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(1_000.00 USD))), ["ana -10"]);
    let fact = FactRef::Redemption(RedemptionId::named("R1"));
    let retract = Retract { fact, reason: id("typing-mistake") };
    let no = company.tell("shop", retract.clone()).unwrap_err();
    assert_eq!(no.code(), "R4715");
    assert_eq!(points(&company, "ana"), [0, 0, 40, 0]);
    // The refund is retracted, then the redemption, and then the refund is told again.
    company.retracts_refund("F1");
    assert_eq!(points(&company, "ana"), [0, 10, 40, 0]);
    company.tell("shop", retract).unwrap();
    assert_eq!(points(&company, "ana"), [0, 50, 0, 0]);
    assert_eq!(said(&company.refunds("F2", "P1", amount!(1_000.00 USD))), ["ana -50"]);
    assert_eq!(points(&company, "ana"), [0, 0, 0, 0]);
    assert_eq!(books(&company), ["0", "0", "0"]);
    company.obeys_the_laws();
}

/// The same of a payment that never was.
#[test]
fn a_redemption_that_never_was_revives_nothing_of_a_payment_that_never_was() {
    let mut company = fifty(&[]);
    earns(&mut company, &["P1"]);
    company.tell("shop", redeem("R1", "ana", amount!(50 points), "2026-01-10")).unwrap();
    assert_eq!(said(&company.retracts_payment("P1")), ["ana 0"]);
    let fact = FactRef::Redemption(RedemptionId::named("R1"));
    let no = company.tell("shop", Retract { fact, reason: id("typing-mistake") }).unwrap_err();
    assert_eq!(no.code(), "R4715");
    assert_eq!(points(&company, "ana"), [0, 0, 50, 0]);
    company.obeys_the_laws();
}

/// What a clawback left for good before it was redeemed is the payee's, redeemed or not.
#[test]
fn what_stayed_before_it_was_redeemed_is_put_back() {
    let by_day = RETURNED
        .replace("\"full\"", "{ pro_rata = \"days\" }")
        .replace("\"without_end\"", "{ days = 100, after = \"paid\", last_day = \"out\" }");
    let mut company = fifty(&[("clawback", by_day.as_str())]);
    earns(&mut company, &["P1"]);
    // 40 of 100 days are left after 60: 20 of the 50 points go, and 30 stay for good.
    company.on("2026-03-11").cancels("D");
    company.tell("shop", redeem("R1", "ana", amount!(25 points), "2026-03-11")).unwrap();
    let fact = FactRef::Redemption(RedemptionId::named("R1"));
    company.tell("shop", Retract { fact, reason: id("typing-mistake") }).unwrap();
    assert_eq!(points(&company, "ana"), [0, 30, 0, 0]);
    company.obeys_the_laws();
}

#[test]
fn points_are_shared_rounded_and_doubled_like_money() {
    // 60 % and 40 % of 50 x 2: the campaign doubles them.
    let campaign = format!(
        "{POINTS}\n[[campaign]]\nid = \"double\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
         effective = {{ from = 2026-01-01 }}\ndated_by = \"paid\"\nmultiply = \"200%\""
    );
    let words = [
        ("order", "[\"rate\", \"campaign\", \"round\", \"pay_split\"]"),
        ("head", "leftover = \"largest_remainder\"\ncampaigns = \"never_meet\""),
        ("payee", "\"each_by_share\""),
        ("tables", campaign.as_str()),
    ];
    let mut company = fifty(&words);
    company.sells_with("ana", "D", &[("co_source", "ben")]);
    assert_eq!(said(&company.receives("P1", "D", amount!(1.00 USD))), ["ana 60", "ben 40"]);
    company.obeys_the_laws();
}

#[test]
fn points_for_a_report_stay_when_the_lead_comes_to_nothing() {
    let mut company = fifty(&[("on", "\"reported\"")]);
    assert_eq!(said(&company.reports("ana", "L", LeadKind::CompetitorVisit)), ["ana 50"]);
    let (source, plan) = (Source::Lead(LeadId::named("L")), id("plan@1"));
    let id = RewardId { source, plan, rule: id("main"), payee: id("ana") };
    let view = company.journal.ledger().reward(&id).unwrap();
    assert_eq!((view.accrued(), view.places().payable), (amount!(50 points), amount!(50 points)));
    assert_eq!(view.places().total(), amount!(50 points));
    company.obeys_the_laws();
}

#[test]
fn money_and_points_of_one_payee_vest_together_and_are_never_added() {
    let more = "[[component]]\nid = \"second\"\non = \"paid\"\n[[component.rule]]\nid = \"cash\"\n\
        because = \"a story\"\nwhen = \"always\"\npayee = \"originator\"\n\
        pays = { rate = \"10%\", of = \"collected\" }\nhold = { days = 30, after = \"paid\" }\n\
        clawback = \"none\"";
    let hold = [("hold", "{ days = 30, after = \"paid\" }"), ("more", more)];
    let mut company = fifty(&hold);
    company.sells("ana", "D", LeadKind::NewEquipment);
    let heard = company.receives("P1", "D", amount!(1_000.00 USD));
    assert_eq!(said(&heard), ["ana 50", "ana 100.00"]);
    assert_eq!(points(&company, "ana"), [50, 0, 0, 0]);
    assert_eq!(company.payee("ana").held, amount!(100.00 USD));
    company.on("2026-02-10").passes_days();
    assert_eq!(points(&company, "ana"), [0, 50, 0, 0]);
    assert_eq!(company.payee("ana").payable, amount!(100.00 USD));
    company.on("2026-03-01");
    assert_eq!(company.pays("2026-02"), amount!(100.00 USD));
    let earned = company.journal.ledger().earned();
    let earned: Vec<String> = earned.iter().map(|it| it.accrued.to_string()).collect();
    assert_eq!(earned, ["100.00 USD", "50 points"]);
    company.obeys_the_laws();
}

/// 4 hours for each payment, with some words of the plan said otherwise.
fn hours(words: &[(&str, &str)]) -> Company {
    let pays = ("pays", "{ time_off = \"4.00 hours\" }");
    under(&[&[pays], words].concat())
}

/// Hours held, to be taken, taken, expired.
fn time_off(company: &Company) -> [String; 4] {
    let its = company.payee("ana").in_kind[0];
    [its.held, its.usable, its.redeemed, its.expired].map(Amount::digits)
}

#[test]
fn time_off_with_a_cost_is_accrued_and_paid_as_wages_when_it_is_taken() {
    let cost = "[time_off]\ncost   = { amount = \"32.50 USD\", for = \"1.00 hours\" }\n\
                expire = \"never\"";
    let mut company = hours(&[("tables", cost)]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    assert_eq!(said(&company.receives("P1", "D", amount!(10.00 USD))), ["ana 4.00"]);
    // 4 x 32.50 = 130.00.
    assert_eq!(company.balance("Expenses:TimeOff"), "130.00");
    assert_eq!(company.balance("Liabilities:AccruedTimeOff:ana"), "-130.00");
    company.tell("hr", redeem("R1", "ana", amount!(1.50 hours), "2026-01-10")).unwrap();
    // 1.5 x 32.50 = 48.75 is payroll's to pay.
    assert_eq!(company.balance("Liabilities:AccruedTimeOff:ana"), "-81.25");
    assert_eq!(company.balance("Liabilities:Wages"), "-48.75");
    assert_eq!(time_off(&company), ["0.00", "2.50", "1.50", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn time_off_without_a_cost_is_counted_in_hours_alone() {
    let free = "[time_off]\ncost   = \"none\"\nexpire = { months = 6 }";
    let mut company = hours(&[("tables", free)]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    company.receives("P1", "D", amount!(10.00 USD));
    assert_eq!(company.balance("Expenses:TimeOff"), "0");
    assert_eq!(company.balance("Memo:Usable:ana"), "-4.00");
    company.tell("hr", redeem("R1", "ana", amount!(4.00 hours), "2026-01-10")).unwrap();
    assert_eq!(time_off(&company), ["0.00", "0.00", "4.00", "0.00"]);
    company.obeys_the_laws();
}

const ANA_IN_FEBRUARY: &str = r#"Rewards of ana, 2026-02, open: may still change
================================================================================

POINTS: AWARDED                                                           points
2026-02-01  deal 2a3e3807, payment dd2f82a8 of 1000.00 USD                    50
            rule main of plan@1
            "a story"
            flat 50 points
            what is not redeemed within 12 months expires
            held, and can be redeemed from 2026-02-11

POINTS: TAKEN BACK                                                        points
2026-02-20  deal 2a3e3807, refund c3343dd9 of 500.00 USD                      25
            it takes back from payment dd2f82a8
            rule main of plan@1
            "a story"
            500.00 USD of 1000.00 USD went back: of 50 points accrued, 25 points
              should remain
            50 points is there, 25 points should remain: 25 points is taken back
            25 points of it could be redeemed and is gone

POINTS: CAN BE REDEEMED NOW                                               points
2026-02-11  1 amount held until this day                                      50

POINTS: REDEEMED, AND EXPIRED                                             points
2026-02-01  redemption 7ec8175b                                               40

POINTS: WHERE THEY STAND NOW                                              points
  held, each until its day                                                     0
+ to be redeemed                                                              35

THE SUM                                                                      USD
  brought in from before 2026-02                                            0.00
+ earned                                                                    0.00
- taken back                                                                0.00
- paid                                                                      0.00
                                                                ----------------
= carried out of 2026-02                                                    0.00

WHERE THAT STANDS NOW                                                        USD
  held, each amount until its day                                           0.00
+ payable, waiting for a run                                                0.00
+ in a run that is not settled, to be paid                                  0.00
- owed back, to be kept from a run                                          0.00
                                                                ----------------
= carried out of 2026-02                                                    0.00
"#;

#[test]
fn a_statement_tells_points_apart_from_money() {
    let words = [("hold", "{ days = 10, after = \"paid\" }"), ("clawback", RETURNED)];
    let mut company = fifty(&words);
    earns(&mut company, &["P1"]);
    company.on("2026-02-01").passes_days();
    earns(&mut company, &["P2"]);
    company.tell("shop", redeem("R1", "ana", amount!(40 points), "2026-02-01")).unwrap();
    company.on("2026-02-20").passes_days();
    company.refunds("F1", "P2", amount!(500.00 USD));
    company.on("2026-03-01").passes_days();
    let (ledger, ana) = (company.journal.ledger(), id("ana"));
    let statement = Statement::of(ledger, &company.journal, &ana, id("2026-02")).unwrap();
    assert_eq!(statement.render(&Directory::new()), ANA_IN_FEBRUARY);
    assert_eq!(statement.in_kind().len(), 4);
}

#[test]
fn the_books_have_points_as_a_commodity_of_their_own() {
    let mut company = fifty(&[]);
    earns(&mut company, &["P1"]);
    company.tell("shop", redeem("R1", "ana", amount!(20 points), "2026-01-10")).unwrap();
    let mut text = Vec::new();
    write_books(&company.journal, &AccountMap::plain(Grammar::Hledger), &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    for line in [
        "commodity points\n",
        "account Liabilities:Incentives:Points:ana\n",
        " redeemed\n",
        "    Memo:Usable:ana                             20 points\n",
        "    Memo:Redeemed                              -20 points\n",
        "    Liabilities:Incentives:Points:ana            0.16 USD\n",
        "    Liabilities:AccountsPayable                 -0.16 USD\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
}

#[test]
fn a_lock_with_only_points_to_show_has_no_line() {
    let mut company = fifty(&[]);
    earns(&mut company, &["P1"]);
    company.on("2026-02-01").passes_days();
    company.tell("payroll", lock("us-field/2026-01/1", "2026-01-31")).unwrap();
    let run = company.journal.ledger().run(&crate::support::run("2026-01")).unwrap();
    assert_eq!(run.lines, []);
    assert_eq!(company.journal.ledger().passed_through(), Some(day("2026-01-31")));
}

/// Points of 10 January and of 1 February that vest 30 days later, under a plan whose leavers forfeit.
fn ana_has_points_that_wait() -> Company {
    let forfeits = ("leaver", "\"forfeits_what_is_not_vested\"\nclawback_after_exit = \"pursued\"");
    let mut company = fifty(&[forfeits, ("hold", "{ days = 30, after = \"paid\" }")]);
    earns(&mut company, &["P1"]);
    company.on("2026-02-01");
    earns(&mut company, &["P2"]);
    company
}

#[test]
fn who_leaves_forfeits_the_points_that_had_not_vested() {
    let mut company = ana_has_points_that_wait();
    company.leaves("ana", "2026-02-15");
    // 50 vested on 9 February and are hers; 50 would have on 3 March.
    let passed = company.on("2026-02-16").passes_days();
    assert_eq!(said(&passed), ["ana -50"]);
    assert_eq!(points(&company, "ana"), [0, 50, 0, 0]);
    assert_eq!(books(&company)[..2], ["-0.40", "0.40"]); // 0.80 - 0.40
    // What is hers can be redeemed after the last day, too.
    company.tell("shop", redeem("R", "ana", amount!(50 points), "2026-02-16")).unwrap();
    company.obeys_the_laws();
}

#[test]
fn a_leaving_told_late_takes_what_vested_since_and_was_not_redeemed() {
    let mut company = ana_has_points_that_wait();
    company.on("2026-03-10").passes_days();
    assert_eq!(points(&company, "ana"), [0, 100, 0, 0]);
    // The oldest go first: 50 of February, and 20 of March, which stay redeemed.
    company.tell("shop", redeem("R", "ana", amount!(70 points), "2026-03-10")).unwrap();
    assert_eq!(said(&company.leaves("ana", "2026-02-15")), ["ana -30"]);
    assert_eq!(points(&company, "ana"), [0, 0, 70, 0]);
    company.obeys_the_laws();
}

#[test]
fn points_that_a_waived_clawback_leaves_keep_their_cost() {
    let leaver = "\"keeps_what_was_triggered\"\nclawback_after_exit = \"waived\"";
    let mut company = fifty(&[("clawback", RETURNED), ("leaver", leaver)]);
    earns(&mut company, &["P1"]);
    company.leaves("ana", "2026-01-10");
    let heard = company.on("2026-01-12").refunds("F1", "P1", amount!(1_000.00 USD));
    assert_eq!(said(&heard), ["ana 0"]);
    assert_eq!(points(&company, "ana"), [0, 50, 0, 0]);
    assert_eq!(books(&company)[..2], ["-0.40", "0.40"]); // 50 x 0.80 / 100
    company.obeys_the_laws();
}
