//! Campaigns, choice by choice: what they add, whose day must lie in their days, and what happens
//! when they meet. The arithmetic stands beside the amounts.

use crate::options::{plan, under};
use crate::support::{Company, said, whys};
use referral_ledger::amount;
use referral_ledger::lead::LeadKind;
use referral_ledger::plan::Plan;

/// A campaign on the first rule, of some days.
fn campaign(id: &str, from: &str, until: &str, dated_by: &str, bonus: &str) -> String {
    format!(
        "[[campaign]]\nid = \"{id}\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
         effective = {{ from = {from}, until = {until} }}\ndated_by = \"{dated_by}\"\n{bonus}\n\n"
    )
}

const ORDER: (&str, &str) = ("order", "[\"rate\", \"campaign\", \"round\"]");
const DOUBLE: &str = "multiply = \"200%\"";

fn of_january(bonus: &str) -> String {
    campaign("january", "2026-01-01", "2026-02-01", "paid", bonus)
}

#[test]
fn a_campaign_multiplies_or_adds_with_each_fact_or_once_a_deal() {
    let paid = |bonus: &str| {
        let head = ("head", "campaigns = \"never_meet\"");
        let mut company = under(&[ORDER, head, ("tables", &of_january(bonus))]);
        company.sells("ana", "D1", LeadKind::NewEquipment);
        let mut earned = Vec::new();
        for (payment, on) in [("P1", "2026-01-10"), ("P2", "2026-01-31"), ("P3", "2026-02-01")] {
            company.on(on);
            earned.extend(said(&company.receives(payment, "D1", amount!(100.00 USD))));
        }
        company.obeys_the_laws();
        earned
    };
    // 10.00 each; the campaign ends before the third.
    assert_eq!(paid(DOUBLE), ["ana 20.00", "ana 20.00", "ana 10.00"]);
    let per_fact = paid("extra = { amount = \"5 USD\", per = \"fact\" }");
    assert_eq!(per_fact, ["ana 15.00", "ana 15.00", "ana 10.00"]);
    let per_deal = paid("extra = { amount = \"5 USD\", per = \"deal\" }");
    assert_eq!(per_deal, ["ana 15.00", "ana 10.00", "ana 10.00"]);
}

#[test]
fn the_day_of_the_milestone_that_dates_it_must_lie_in_its_days() {
    // A milestone a day, from 10 to 13 January, and a campaign of one day.
    let days = ["2026-01-09", "2026-01-10", "2026-01-11", "2026-01-12", "2026-01-13", "2026-01-14"];
    let paid = |dated_by: &str, at: usize| {
        let tables = campaign("a-day", days[at], days[at + 1], dated_by, DOUBLE);
        let head = ("head", "campaigns = \"never_meet\"");
        let words = [ORDER, head, ("tables", &*tables), ("acceptance", "\"required\"")];
        let mut company = under(&words);
        company.on(days[1]).reports("ana", "D1", LeadKind::NewEquipment);
        company.on(days[2]).accepts("D1");
        company.on(days[3]).wins("D1");
        company.on(days[4]);
        let paid = company.receives("P1", "D1", amount!(100.00 USD));
        company.obeys_the_laws();
        (said(&paid), whys(&paid))
    };
    for (dated_by, at) in ["reported", "accepted", "won", "paid"].into_iter().zip(1..) {
        assert_eq!(paid(dated_by, at).0, ["ana 20.00"], "{dated_by}");
        let (earned, why) = paid(dated_by, at - 1);
        assert_eq!(earned, ["ana 10.00"], "{dated_by}");
        let (before, day) = (days[at - 1], days[at]);
        let missed =
            format!("\n  campaign a-day is not for {day}: it runs from {before} until {day}\n");
        assert!(why[0].contains(&missed), "{}", why[0]);
    }
}

#[test]
fn campaigns_that_meet_all_apply_or_only_the_largest() {
    let paid = |meeting: &str, net| {
        let extra = "extra = { amount = \"5 USD\", per = \"fact\" }";
        let half = campaign("half", "2026-01-01", "2026-02-01", "won", "multiply = \"150%\"");
        let extra = campaign("extra", "2026-01-01", "2026-02-01", "paid", extra);
        let double = campaign("double", "2026-01-10", "2026-01-11", "reported", DOUBLE);
        let tables = [half, extra, double].concat();
        let head = format!("campaigns = \"{meeting}\"");
        let mut company = under(&[ORDER, ("head", &head), ("tables", &tables)]);
        company.sells("ana", "D1", LeadKind::NewEquipment);
        let paid = company.receives("P1", "D1", net);
        let earned = said(&paid);
        company.obeys_the_laws();
        (earned, whys(&paid))
    };
    // 10.00 x 150% = 15.00, and 5.00 = 20.00, x 200% = 40.00: in the order of the file.
    assert_eq!(paid("multiply", amount!(100.00 USD)).0, ["ana 40.00"]);
    // 15.00, 15.00 or 20.00.
    let (earned, why) = paid("largest", amount!(100.00 USD));
    assert_eq!(earned, ["ana 20.00"]);
    let steps = "\n  campaign half would pay less and does not apply\n  campaign extra would pay \
                 less and does not apply\n  campaign double: x 200% = 20.00 USD\n";
    assert!(why[0].contains(steps), "{}", why[0]);
    // Of 2.00 it is 3.00, 7.00 or 4.00.
    assert_eq!(paid("largest", amount!(20.00 USD)).0, ["ana 7.00"]);
    // Of 5.00 it is 7.50, 10.00 or 10.00: of equal ones the first of the file.
    let (earned, why) = paid("largest", amount!(50.00 USD));
    assert_eq!(earned, ["ana 10.00"]);
    assert!(why[0].contains("\n  campaign extra: 5.00 USD extra = 10.00 USD\n"), "{}", why[0]);
}

#[test]
fn a_campaign_stands_before_a_cap_and_is_cut_with_the_rest() {
    let cap = "[[cap]]\nid = \"most\"\nbecause = \"a story\"\nrules = [\"main\"]\non = \"amount\"\n\
               at_most = \"80 USD\"\nper = \"deal\"\nexcess = \"forfeited\"\n\
               after_reversal = \"freed\"\n\n";
    let text = |order: &str| {
        let tables = format!("{}{cap}", of_january(DOUBLE));
        let head = ("head", "campaigns = \"never_meet\"");
        plan(&[("order", order), head, ("tables", &tables)])
    };
    let mut company =
        Company::with_plan(&text("[\"rate\", \"campaign\", \"deal_cap\", \"round\"]"));
    company.on("2026-01-10").sells("ana", "D1", LeadKind::NewEquipment);
    // 60.00 and 200% of it, of which 80.00 stay; then nothing more.
    assert_eq!(said(&company.receives("P1", "D1", amount!(600.00 USD))), ["ana 80.00"]);
    assert_eq!(said(&company.receives("P2", "D1", amount!(600.00 USD))), ["ana 0.00"]);
    company.obeys_the_laws();
    // A cap is never exceeded: a campaign after it would add nothing where the cap cuts. What a
    // campaign is to add whatever else is paid is a component of its own, which no cap counts.
    let after = Plan::read(&text("[\"rate\", \"deal_cap\", \"campaign\", \"round\"]"));
    let said = after.unwrap_err().to_string();
    assert!(said.contains("P0308") && said.contains("deal_cap cuts what campaign"), "{said}");
}

#[test]
fn an_extra_is_divided_like_the_rest() {
    let tables = of_january("extra = { amount = \"5 USD\", per = \"deal\" }");
    let paid = |order: &str, head: &str| {
        let head = format!("campaigns = \"never_meet\"\n{head}");
        let words = [("order", order), ("head", &*head), ("tables", &*tables)];
        let mut company = under(&[&words[..], &[("payee", "\"each_by_share\"")]].concat());
        company.sells_with("ana", "D1", &[("co_source", "ben")]);
        let paid = said(&company.receives("P1", "D1", amount!(100.00 USD)));
        let again = said(&company.receives("P2", "D1", amount!(100.00 USD)));
        company.obeys_the_laws();
        [paid, again].concat()
    };
    // 10.00 and 5.00 are 15.00: 9.00 and 6.00, before or after the split.
    let expected = ["ana 9.00", "ben 6.00", "ana 6.00", "ben 4.00"];
    assert_eq!(paid("[\"rate\", \"campaign\", \"pay_split\", \"round\"]", ""), expected);
    let leftover = "leftover = \"largest_remainder\"";
    assert_eq!(paid("[\"credit_split\", \"rate\", \"campaign\", \"round\"]", leftover), expected);
}
