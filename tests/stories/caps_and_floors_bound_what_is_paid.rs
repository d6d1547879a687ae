//! Caps and floors, choice by choice: the same facts under plans that differ in one word, with the
//! arithmetic beside the amounts.

use crate::options::{CLAWBACK, under};
use crate::support::{Company, said, whys};
use referral_ledger::amount;
use referral_ledger::deal::Line;

/// A cap on the first rule.
fn cap(at_most: &str, per: &str, excess: &str, after_reversal: &str) -> String {
    let on = if at_most.contains("USD") { "amount" } else { "count" };
    format!(
        "[[cap]]\nid = \"most\"\nbecause = \"a story\"\nrules = [\"main\"]\non = \"{on}\"\n\
         at_most = {at_most}\nper = {per}\nexcess = {excess}\nafter_reversal = \"{after_reversal}\"\n"
    )
}

/// A floor under the first rule.
fn floor(at_least: &str, per: &str, uplift: &str) -> String {
    format!(
        "[[floor]]\nid = \"least\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
         at_least = \"{at_least}\"\n{per}\nuplift = \"{uplift}\"\n"
    )
}

const DEAL_CAP: &str = "[\"rate\", \"deal_cap\", \"round\"]";
const PAYEE_CAP: &str = "[\"rate\", \"payee_cap\", \"round\"]";
const FLOOR: &str = "[\"rate\", \"floor\", \"round\"]";
const MONTH: &str = "{ per = \"payee\", period = \"month\" }";

/// 10% of what comes in under a cap, taken back for refunds; ana has the deals D1 and D2.
fn capped(order: &str, cap: &str) -> Company {
    let mut company = under(&[("order", order), ("tables", cap), ("clawback", CLAWBACK)]);
    company.sells_for("D1", vec![]);
    company.sells_for("D2", vec![]);
    company
}

/// What four payments of 600.00 bring: of D1 and D2 in January, of D1 in February and in April.
fn four_payments(order: &str, cap: &str) -> Vec<String> {
    let mut company = capped(order, cap);
    let mut earned = Vec::new();
    for (payment, deal, on) in [
        ("P1", "D1", "2026-01-10"),
        ("P2", "D2", "2026-01-20"),
        ("P3", "D1", "2026-02-10"),
        ("P4", "D1", "2026-04-10"),
    ] {
        company.on(on);
        earned.extend(said(&company.receives(payment, deal, amount!(600.00 USD))));
    }
    company.obeys_the_laws();
    earned
}

#[test]
fn a_cap_counts_a_fact_a_deal_or_a_period_of_the_payee() {
    // Each payment makes 60.00. At most 50.00 a fact; at most 100.00 for all else.
    let paid = |order: &str, most: &str, per: &str| {
        four_payments(order, &cap(most, per, "\"forfeited\"", "freed"))
    };
    assert_eq!(paid(DEAL_CAP, "\"50 USD\"", "\"fact\""), ["ana 50.00"; 4]);
    let of_deal = paid(DEAL_CAP, "\"100 USD\"", "\"deal\"");
    assert_eq!(of_deal, ["ana 60.00", "ana 60.00", "ana 40.00", "ana 0.00"]);
    let per = |period: &str| format!("{{ per = \"payee\", period = \"{period}\" }}");
    let of_month = paid(PAYEE_CAP, "\"100 USD\"", &per("month"));
    assert_eq!(of_month, ["ana 60.00", "ana 40.00", "ana 60.00", "ana 60.00"]);
    let of_quarter = paid(PAYEE_CAP, "\"100 USD\"", &per("quarter"));
    assert_eq!(of_quarter, ["ana 60.00", "ana 40.00", "ana 0.00", "ana 60.00"]);
    let of_year = paid(PAYEE_CAP, "\"100 USD\"", &per("year"));
    assert_eq!(of_year, ["ana 60.00", "ana 40.00", "ana 0.00", "ana 0.00"]);
}

#[test]
fn a_cap_on_a_count_pays_so_many_facts_and_no_more() {
    let paid = |order, per| four_payments(order, &cap("2", per, "\"forfeited\"", "freed"));
    // Of D1 the third payment is one too many; in the first quarter it is that of February.
    let of_deal = paid(DEAL_CAP, "\"deal\"");
    assert_eq!(of_deal, ["ana 60.00", "ana 60.00", "ana 60.00", "ana 0.00"]);
    let of_quarter = paid(PAYEE_CAP, "{ per = \"payee\", period = \"quarter\" }");
    assert_eq!(of_quarter, ["ana 60.00", "ana 60.00", "ana 0.00", "ana 60.00"]);
}

#[test]
fn several_rules_share_a_cap() {
    let cap = cap("\"100 USD\"", "\"deal\"", "\"forfeited\"", "freed");
    let cap = cap.replace("[\"main\"]", "[\"main\", \"won-fee\"]");
    let more = "[[component]]\nid = \"fee\"\non = \"won\"\n\n  [[component.rule]]\n  \
                id = \"won-fee\"\n  because = \"a story\"\n  when = \"always\"\n  \
                payee = \"originator\"\n  pays = { flat = \"70 USD\" }\n  hold = \"none\"\n  \
                clawback = \"none\"\n";
    let mut company = under(&[("order", DEAL_CAP), ("tables", &cap), ("more", more)]);
    company.reports("ana", "D", referral_ledger::lead::LeadKind::NewEquipment);
    assert_eq!(said(&company.wins("D")), ["ana 70.00"]);
    // 60.00, of which the fee of the win left room for 30.00.
    let paid = company.receives("P1", "D", amount!(600.00 USD));
    assert_eq!(said(&paid), ["ana 30.00"]);
    let step = "cap most: 70.00 USD of 100.00 USD used before, so of 60.00 USD stays 30.00 USD";
    assert!(whys(&paid)[0].contains(step), "{}", whys(&paid)[0]);
    company.obeys_the_laws();
}

#[test]
fn what_a_reversal_takes_back_makes_room_or_does_not() {
    let third = |after_reversal| {
        let cap = cap("\"100 USD\"", "\"deal\"", "\"forfeited\"", after_reversal);
        let mut company = capped(DEAL_CAP, &cap);
        let first = company.receives("P1", "D1", amount!(600.00 USD));
        let second = company.receives("P2", "D1", amount!(600.00 USD));
        assert_eq!([said(&first), said(&second)].concat(), ["ana 60.00", "ana 40.00"]);
        assert_eq!(said(&company.refunds("F1", "P1", amount!(600.00 USD))), ["ana -60.00"]);
        let third = said(&company.receives("P3", "D1", amount!(600.00 USD)));
        company.obeys_the_laws();
        third
    };
    // Freed, 40.00 of the 100.00 are used; what the second was cut by is not raised again.
    assert_eq!(third("freed"), ["ana 60.00"]);
    // Kept used, all 100.00 are.
    assert_eq!(third("kept_used"), ["ana 0.00"]);
}

#[test]
fn a_fact_that_is_taken_back_in_full_frees_its_place_under_a_cap_on_a_count() {
    let last = |after_reversal, refund| {
        let cap = cap("2", "\"deal\"", "\"forfeited\"", after_reversal);
        let mut company = capped(DEAL_CAP, &cap);
        company.receives("P1", "D1", amount!(600.00 USD));
        company.receives("P2", "D1", amount!(600.00 USD));
        company.refunds("F1", "P1", refund);
        let last = said(&company.receives("P3", "D1", amount!(600.00 USD)));
        company.obeys_the_laws();
        last
    };
    assert_eq!(last("freed", amount!(600.00 USD)), ["ana 60.00"]);
    assert_eq!(last("freed", amount!(599.00 USD)), ["ana 0.00"]); // 0.10 of it is there
    assert_eq!(last("kept_used", amount!(600.00 USD)), ["ana 0.00"]);
}

#[test]
fn what_a_cap_cuts_is_nobodys_or_somebody_elses() {
    let paid = |excess: &str| {
        let cap = cap("\"100 USD\"", "\"deal\"", excess, "freed");
        let mut company = capped(DEAL_CAP, &cap);
        let paid = company.receives("P1", "D1", amount!(1_800.00 USD));
        let (earned, why) = (said(&paid), whys(&paid));
        // 900.00 of 1,800.00 go back: half of what each has.
        let back = said(&company.refunds("F1", "P1", amount!(900.00 USD)));
        company.obeys_the_laws();
        (earned, back, why)
    };
    // 180.00, of which 100.00 stay.
    let (earned, back, _) = paid("\"forfeited\"");
    assert_eq!((earned, back), (vec!["ana 100.00".to_owned()], vec!["ana -50.00".to_owned()]));
    let (earned, back, why) = paid("{ passed_to = \"cleo\" }");
    assert_eq!(earned, ["ana 100.00", "cleo 80.00"]);
    assert_eq!(back, ["ana -50.00", "cleo -40.00"]);
    assert!(why[0].contains("\n  80.00 USD above cap most goes to cleo\n"), "{}", why[0]);
    assert!(why[1].contains("\n  above cap most of somebody else: 80.00 USD\n"), "{}", why[1]);
}

/// The caps counted what was passed on only when it was taken back.
#[test]
fn what_is_passed_on_to_somebody_is_counted_by_no_cap() {
    let cap = cap("\"100 USD\"", MONTH, "{ passed_to = \"cleo\" }", "freed");
    let mut company = capped(PAYEE_CAP, &cap);
    let paid = company.receives("P1", "D1", amount!(1_800.00 USD));
    assert_eq!(said(&paid), ["ana 100.00", "cleo 80.00"]);
    let back = company.refunds("F1", "P1", amount!(1_800.00 USD));
    assert_eq!(said(&back), ["ana -100.00", "cleo -80.00"]);
    // Cleo has 100.00 of her own to come, and what is above is not passed on to herself.
    company.sells_with("cleo", "D3", &[]);
    let own = company.receives("P2", "D3", amount!(1_800.00 USD));
    assert_eq!(said(&own), ["cleo 100.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_a_cap_carries_is_theirs_when_a_later_period_has_room() {
    let cap = cap("\"100 USD\"", MONTH, "\"carried\"", "freed");
    let mut company = capped(PAYEE_CAP, &cap);
    // 250.00, of which January has room for 100.00.
    let paid = company.receives("P1", "D1", amount!(2_500.00 USD));
    assert_eq!(said(&paid), ["ana 100.00", "ana 150.00"]);
    assert_eq!(company.places("ana"), ["0.00", "100.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.carried("ana"), "150.00");
    let carried = "\n  above cap most, carried to 2026-02-01: 150.00 USD";
    assert!(whys(&paid)[1].ends_with(carried), "{}", whys(&paid)[1]);
    // February: 100.00 of the 150.00 fill it, so that its own 60.00 are carried to March.
    company.on("2026-02-02").passes_days();
    assert_eq!(company.places("ana"), ["0.00", "200.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.carried("ana"), "50.00");
    let paid = company.receives("P2", "D1", amount!(600.00 USD));
    assert_eq!(said(&paid), ["ana 0.00", "ana 60.00"]);
    assert_eq!(company.carried("ana"), "110.00");
    // March: 100.00 of the 110.00, oldest first. April: the last 10.00.
    company.on("2026-03-02").passes_days();
    assert_eq!(company.carried("ana"), "10.00");
    company.on("2026-04-02").passes_days();
    assert_eq!(company.places("ana"), ["0.00", "310.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.carried("ana"), "0.00");
    // April has 90.00 left for its own.
    let paid = company.receives("P3", "D1", amount!(1_000.00 USD));
    assert_eq!(said(&paid), ["ana 90.00", "ana 10.00"]);
    company.obeys_the_laws();
}

#[test]
fn days_that_pass_at_once_release_period_by_period() {
    let cap = cap("\"100 USD\"", MONTH, "\"carried\"", "freed");
    let mut company = capped(PAYEE_CAP, &cap);
    company.receives("P1", "D1", amount!(3_500.00 USD));
    assert_eq!(company.carried("ana"), "250.00");
    // February and March have room for 100.00 each, April for the rest.
    company.on("2026-04-10").passes_days();
    assert_eq!(company.places("ana"), ["0.00", "350.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

/// What one cap carried was lost where another cut what it had left.
#[test]
fn what_two_caps_carry_is_carried_together() {
    let named = |id: &str, at_most: &str, period: &str| {
        format!(
            "[[cap]]\nid = \"{id}\"\nbecause = \"a story\"\nrules = [\"main\"]\non = \"amount\"\n\
             at_most = \"{at_most}\"\nper = {{ per = \"payee\", period = \"{period}\" }}\n\
             excess = \"carried\"\nafter_reversal = \"freed\"\n\n"
        )
    };
    let tables = [named("a-month", "100 USD", "month"), named("a-quarter", "150 USD", "quarter")];
    let mut company =
        under(&[("order", PAYEE_CAP), ("tables", &tables.concat()), ("clawback", CLAWBACK)]);
    company.sells_for("D", vec![]);
    assert_eq!(said(&company.receives("P1", "D", amount!(900.00 USD))), ["ana 90.00"]);
    // In February 200.00: the month has room for 100.00, and of these the quarter for 60.00.
    company.on("2026-02-10").passes_days();
    let paid = company.receives("P2", "D", amount!(2_000.00 USD));
    assert_eq!(said(&paid), ["ana 60.00", "ana 140.00"]);
    // March is of the same quarter. In April the month has room for 100.00, in May for the rest.
    company.on("2026-03-10").passes_days();
    assert_eq!(company.carried("ana"), "140.00");
    company.on("2026-04-10").passes_days();
    assert_eq!(company.carried("ana"), "40.00");
    company.on("2026-05-10").passes_days();
    assert_eq!(company.places("ana"), ["0.00", "290.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_refund_takes_first_what_a_cap_carries() {
    let cap = cap("\"100 USD\"", MONTH, "\"carried\"", "freed");
    let mut company = capped(PAYEE_CAP, &cap);
    company.receives("P1", "D1", amount!(2_500.00 USD));
    // 1,000 of 2,500: of 250.00 accrued 150.00 should remain.
    let back = company.refunds("F1", "P1", amount!(1_000.00 USD));
    assert_eq!(said(&back), ["ana -100.00"]);
    assert_eq!(company.places("ana"), ["0.00", "100.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.carried("ana"), "50.00");
    // The rest goes back: 50.00 carried and 100.00 payable, whose room is January's again.
    let back = company.refunds("F2", "P1", amount!(1_500.00 USD));
    assert_eq!(said(&back), ["ana -150.00"]);
    let paid = company.receives("P2", "D1", amount!(900.00 USD));
    assert_eq!(said(&paid), ["ana 90.00"]);
    company.obeys_the_laws();
}

/// What was carried in full lost its hold, and was payable on the first day of the next month.
#[test]
fn what_a_cap_carries_is_held_as_if_it_were_not() {
    let cap = cap("\"100 USD\"", MONTH, "\"carried\"", "freed");
    let held = |hold: &str| {
        let mut company = under(&[("order", PAYEE_CAP), ("tables", &cap), ("hold", hold)]);
        company.sells_for("D1", vec![]);
        company.receives("P1", "D1", amount!(1_000.00 USD)); // fills January
        let paid = company.receives("P2", "D1", amount!(500.00 USD));
        assert_eq!(said(&paid), ["ana 0.00", "ana 50.00"]);
        company
    };
    // Held 90 days after the payment of 10 January: until 10 April, carried or not.
    let mut company = held("{ days = 90, after = \"paid\" }");
    company.on("2026-02-02").passes_days();
    assert_eq!(company.places("ana"), ["150.00", "0.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.carried("ana"), "0.00");
    company.on("2026-04-11").passes_days();
    assert_eq!(company.places("ana"), ["0.00", "150.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
    // Held until the machine runs: on 20 February, after the release.
    let mut company = held("{ until = \"installed\" }");
    company.on("2026-02-20").passes_days();
    assert_eq!(company.places("ana"), ["150.00", "0.00", "0.00", "0.00", "0.00"]);
    company.installs("D1");
    assert_eq!(company.places("ana"), ["0.00", "150.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
    // Or in January, before it.
    let mut company = held("{ until = \"installed\" }");
    company.installs("D1");
    assert_eq!(company.places("ana"), ["0.00", "100.00", "0.00", "0.00", "0.00"]);
    company.on("2026-02-20").passes_days();
    assert_eq!(company.places("ana"), ["0.00", "150.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
    // Or never: the deal is cancelled while 50.00 are carried.
    let mut company = held("{ until = \"installed\" }");
    let off = company.cancels("D1");
    assert_eq!(said(&off).last().unwrap(), "ana -150.00");
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.carried("ana"), "0.00");
    company.obeys_the_laws();
}

/// 10% of what comes in above a floor of 50.00, taken back for refunds, for a deal won for
/// 1,000.00.
fn floored(per: &str, uplift: &str) -> Company {
    let floor = floor("50 USD", per, uplift);
    let rounding = "{ mode = \"half_even\", basis = \"cumulative\" }";
    let words =
        [("order", FLOOR), ("rounding", rounding), ("tables", &floor), ("clawback", CLAWBACK)];
    let mut company = under(&words);
    company.sells_for("D1", vec![Line::of_net(amount!(1_000.00 USD))]);
    company
}

#[test]
fn a_floor_is_the_least_for_a_fact_or_for_a_deal_from_its_first_fact_or_its_completion() {
    let paid = |per| {
        let mut company = floored(per, "returned");
        let mut earned = Vec::new();
        for (number, net) in
            [amount!(200.00 USD), amount!(200.00 USD), amount!(600.00 USD)].into_iter().enumerate()
        {
            earned.extend(said(&company.receives(&format!("P{number}"), "D1", net)));
        }
        company.obeys_the_laws();
        earned
    };
    // They make 20.00, 20.00 and 60.00.
    assert_eq!(paid("per = \"fact\""), ["ana 50.00", "ana 50.00", "ana 60.00"]);
    // 50.00 with the first; 40.00 so far is below it; 100.00 so far, less the 50.00.
    let first = paid("per = \"deal\"\nfrom = \"first_fact\"");
    assert_eq!(first, ["ana 50.00", "ana 0.00", "ana 50.00"]);
    // Complete, it is 100.00 and needs no floor.
    let completion = paid("per = \"deal\"\nfrom = \"completion\"");
    assert_eq!(completion, ["ana 20.00", "ana 20.00", "ana 60.00"]);
}

#[test]
fn a_deal_that_is_complete_below_the_floor_is_raised_then() {
    let mut company = under(&[
        ("order", FLOOR),
        ("tables", &floor("50 USD", "per = \"deal\"\nfrom = \"completion\"", "returned")),
    ]);
    company.sells_for("D1", vec![Line::of_net(amount!(300.00 USD))]);
    assert_eq!(said(&company.receives("P1", "D1", amount!(100.00 USD))), ["ana 10.00"]);
    // 300.00 are collected: 30.00 so far, raised to 50.00, less the 10.00.
    assert_eq!(said(&company.receives("P2", "D1", amount!(200.00 USD))), ["ana 40.00"]);
    // What comes in beyond it: 45.00 so far is below what was paid, 60.00 so far less 50.00.
    assert_eq!(said(&company.receives("P3", "D1", amount!(150.00 USD))), ["ana 0.00"]);
    assert_eq!(said(&company.receives("P4", "D1", amount!(150.00 USD))), ["ana 10.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_a_floor_added_goes_back_or_stays() {
    let back = |uplift| {
        let mut company = floored("per = \"fact\"", uplift);
        assert_eq!(said(&company.receives("P1", "D1", amount!(200.00 USD))), ["ana 50.00"]);
        let half = said(&company.refunds("F1", "P1", amount!(100.00 USD)));
        let rest = said(&company.refunds("F2", "P1", amount!(100.00 USD)));
        company.obeys_the_laws();
        [half, rest].concat()
    };
    // Half of 50.00, twice. Kept, 30.00 of it stay: half of 20.00, twice.
    assert_eq!(back("returned"), ["ana -25.00", "ana -25.00"]);
    assert_eq!(back("kept"), ["ana -10.00", "ana -10.00"]);
}

#[test]
fn a_floor_is_divided_by_the_shares_on_top_of_what_each_makes() {
    let mut company = under(&[
        ("order", "[\"credit_split\", \"rate\", \"floor\", \"round\"]"),
        ("head", "leftover = \"largest_remainder\""),
        ("payee", "\"each_by_share\""),
        ("tables", &floor("50 USD", "per = \"deal\"\nfrom = \"first_fact\"", "returned")),
    ]);
    company.sells_with("ana", "D1", &[("co_source", "ben")]);
    // 12.00 and 8.00; the floor adds 30.00, 60% and 40% of it.
    let first = company.receives("P1", "D1", amount!(200.00 USD));
    assert_eq!(said(&first), ["ana 30.00", "ben 20.00"]);
    // 60.00 and 40.00, less the 30.00 that were paid before they were made: 18.00 and 12.00.
    let second = company.receives("P2", "D1", amount!(1_000.00 USD));
    assert_eq!(said(&second), ["ana 42.00", "ben 28.00"]);
    company.obeys_the_laws();
}

/// Who cannot be paid was paid by the floor, and the Why ended elsewhere.
#[test]
fn a_floor_raises_nobody_who_cannot_be_paid() {
    let table = "[[tiers]]\nid = \"t\"\nmeasure = \"collected\"\nboundary = \"upper\"\n\
                 accumulate = { per = \"team\", period = \"month\" }\n\
                 steps = [{ above = \"0 USD\", rate = \"10%\", way = \"marginal\" }]\n\n";
    let floor = floor("50 USD", "per = \"deal\"\nfrom = \"first_fact\"", "returned");
    let mut company = under(&[
        ("order", "[\"credit_split\", \"rate\", \"floor\", \"round\"]"),
        ("head", "leftover = \"largest_remainder\""),
        ("payee", "\"each_by_share\""),
        ("pays", "{ tiers = \"t\", of = \"collected\" }"),
        ("tables", &format!("{table}{floor}")),
    ]);
    company.is_in("ana", Some("north"), "2026-01-01");
    company.sells_with("ana", "D1", &[("co_source", "ben")]);
    // Ana's 60% makes 12.00; the deal lacks 38.00, and 60% of it is hers: 22.80.
    let paid = company.receives("P1", "D1", amount!(200.00 USD));
    assert_eq!(said(&paid), ["ana 34.80", "ben 0.00"]);
    assert!(whys(&paid)[1].ends_with("\n  nothing: in no team on 2026-01-10"));
    company.obeys_the_laws();
}

#[test]
fn a_floor_for_a_payee_and_a_month_begins_with_the_month_s_first_payment() {
    // 10% under a floor of 50.00 a month, over both deals of ana.
    let per = "per = { per = \"payee\", period = \"month\" }\nfrom = \"first_fact\"";
    let floor = floor("50 USD", per, "returned");
    let mut company = under(&[("order", FLOOR), ("tables", &floor), ("clawback", CLAWBACK)]);
    company.sells_for("D1", vec![]);
    company.sells_for("D2", vec![]);
    // January: 20.00 is raised to 50.00; 20.00 more are 40.00 so far, which the floor covers;
    // 30.00 more are 70.00 so far, 20.00 above what was given.
    company.on("2026-01-10");
    let first = company.receives("P1", "D1", amount!(200.00 USD));
    assert_eq!(said(&first), ["ana 50.00"]);
    assert!(whys(&first)[0].contains("floor least of 50.00 USD: 50.00 USD"));
    company.on("2026-01-20");
    assert_eq!(said(&company.receives("P2", "D2", amount!(200.00 USD))), ["ana 0.00"]);
    company.on("2026-01-25");
    assert_eq!(said(&company.receives("P3", "D1", amount!(300.00 USD))), ["ana 20.00"]);
    // February begins anew, and its first payment of 60.00 needs no floor.
    company.on("2026-02-02");
    let february = company.receives("P4", "D1", amount!(600.00 USD));
    assert_eq!(said(&february), ["ana 60.00"]);
    assert!(whys(&february)[0].contains("floor least of 50.00 USD not needed"));
    // March has no payment: a floor is no guarantee.
    // What was told by mistake is mirrored, and February's floor begins with the right payment.
    company.retracts_payment("P4");
    assert_eq!(said(&company.receives("P5", "D1", amount!(100.00 USD))), ["ana 50.00"]);
    company.obeys_the_laws();
}
