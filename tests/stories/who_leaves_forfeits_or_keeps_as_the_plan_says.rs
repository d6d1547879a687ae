//! Leavers, word by word: what who leaves forfeits, keeps, or is still paid later, told on the day,
//! ahead of it or late. The arithmetic stands beside the amounts.

use crate::options::{CLAWBACK, plan, under};
use crate::support::forms::{payment, propose};
use crate::support::{Company, day, forms, id, said, whys};
use referral_ledger::adjustment::Direction;
use referral_ledger::amount;
use referral_ledger::command::{OpenHeld, OpenPayeeBalance, PlanText, PublishPlan};
use referral_ledger::deal::Line;
use referral_ledger::id::DealId;
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;

/// The word under which what has not vested is forfeited.
const FORFEITS: (&str, &str) =
    ("leaver", "\"forfeits_what_is_not_vested\"\nclawback_after_exit = \"pursued\"");
const KEEPS_ALL: (&str, &str) =
    ("leaver", "\"keeps_all_that_matures\"\nclawback_after_exit = \"pursued\"");
const THIRTY_DAYS: (&str, &str) = ("hold", "{ days = 30, after = \"paid\" }");

/// Held back, carried, held, payable.
fn stands(company: &Company) -> [String; 4] {
    let it = company.payee("ana");
    [it.held_back, it.carried, it.held, it.payable].map(Amount::digits)
}

/// Ana sells a press and is paid 10 % of each payment 30 days after it: 100.00 on 9 February,
/// 200.00 on 3 March.
fn ana_has_sold_a_press(word: (&'static str, &'static str)) -> Company {
    let mut company = under(&[word, THIRTY_DAYS]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(1_000.00 USD));
    company.on("2026-02-01").receives("p2", "press", amount!(2_000.00 USD));
    assert_eq!(stands(&company), ["0.00", "0.00", "300.00", "0.00"]);
    company
}

#[test]
fn who_forfeits_keeps_what_was_payable_by_the_last_day() {
    let mut company = ana_has_sold_a_press(FORFEITS);
    // Told ten days ahead: nothing happens yet.
    assert_eq!(said(&company.on("2026-02-05").leaves("ana", "2026-02-15")), Vec::<String>::new());
    assert_eq!(said(&company.on("2026-02-15").passes_days()), Vec::<String>::new());
    assert_eq!(stands(&company), ["0.00", "0.00", "200.00", "100.00"]);
    // Her last day passes: the 200.00 would have vested on 3 March.
    let passed = company.on("2026-02-16").passes_days();
    assert_eq!(said(&passed), ["ana -200.00"]);
    assert_eq!(
        whys(&passed),
        ["200.00 USD taken back from ana for deal 45a365c6, 2026-02-15: rule main of plan@1\n  \
          left on 2026-02-15: what had not vested by then is forfeited\n  \
          200.00 USD is there, 0.00 USD should remain: 200.00 USD is taken back"]
    );
    assert_eq!(stands(&company), ["0.00", "0.00", "0.00", "100.00"]);
    assert_eq!(company.balance("Liabilities:Incentives:Held:ana"), "0");
    assert_eq!(company.balance("Expenses:Incentives"), "100.00"); // 300.00 - 200.00
    // Nothing accrues after it.
    let paid = company.on("2026-02-20").receives("p3", "press", amount!(5_000.00 USD));
    assert_eq!(said(&paid), ["ana 0.00"]);
    assert!(whys(&paid)[0].contains("not employed on 2026-02-20: 500.00 USD does not accrue"));
    // What was payable is paid.
    assert_eq!(company.on("2026-03-02").pays("2026-02"), amount!(100.00 USD));
    let page = company.statement_page("ana", "2026-02");
    assert!(page.contains("2026-02-15  deal 45a365c6, left on 2026-02-15"), "{page}");
    assert!(page.contains("200.00 USD of it was held and is gone"), "{page}");
    company.obeys_the_laws();
}

#[test]
fn many_days_at_once_come_to_the_same_as_one_after_the_other() {
    let mut company = ana_has_sold_a_press(FORFEITS);
    company.on("2026-02-05").leaves("ana", "2026-02-15");
    let passed = company.on("2026-04-01").passes_days();
    assert_eq!(said(&passed), ["ana -200.00"]);
    assert_eq!(stands(&company), ["0.00", "0.00", "0.00", "100.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_leaving_told_late_acts_at_once_on_what_was_vested_by_the_last_day() {
    let mut company = ana_has_sold_a_press(FORFEITS);
    // Her last day was 15 February. By 10 March the 200.00 have become payable; they are not hers.
    company.on("2026-03-10").passes_days();
    company.receives("p3", "press", amount!(4_000.00 USD));
    assert_eq!(stands(&company), ["0.00", "0.00", "400.00", "300.00"]);
    let left = company.leaves("ana", "2026-02-15");
    assert_eq!(said(&left), ["ana -600.00"]); // 200.00 payable since and 400.00 held
    assert_eq!(stands(&company), ["0.00", "0.00", "0.00", "100.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_was_paid_before_anybody_told_stays_paid() {
    let mut company = ana_has_sold_a_press(FORFEITS);
    assert_eq!(company.on("2026-04-01").pays("2026-03"), amount!(300.00 USD));
    assert_eq!(said(&company.leaves("ana", "2026-02-15")), Vec::<String>::new());
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "300.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_fact_told_after_the_leaving_accrues_what_would_have_vested() {
    let held = |received_on| {
        let mut company = under(&[FORFEITS, THIRTY_DAYS]);
        company.sells("ana", "press", LeadKind::NewEquipment);
        company.on("2026-03-01").leaves("ana", "2026-02-28");
        company.passes_days();
        let told = payment("p1", "press", received_on, amount!(1_000.00 USD));
        let told = company.tell("bank", told).unwrap();
        company.obeys_the_laws();
        (said(&told), whys(&told), stands(&company))
    };
    // 20 January + 30 days lies before her last day, 20 February + 30 days after it.
    let (hers, _, stands) = held("2026-01-20");
    assert_eq!(
        (hers, stands),
        (vec!["ana 100.00".into()], ["0.00", "0.00", "0.00", "100.00"].map(String::from))
    );
    let (lost, why, _) = held("2026-02-20");
    assert_eq!(lost, ["ana 0.00"]);
    assert!(
        why[0].contains(
            "left on 2026-02-28: 100.00 USD had not vested by then and is forfeited, 0.00 USD stays"
        ),
        "{}",
        why[0]
    );
}

#[test]
fn what_is_held_back_is_forfeited_where_its_milestone_has_not_come() {
    let back = "holdback = { share = \"20%\", until = \"installed\" }";
    let mut company = under(&[FORFEITS, ("back", back)]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(1_000.00 USD));
    company.sells("ana", "lathe", LeadKind::NewEquipment);
    company.receives("p2", "lathe", amount!(500.00 USD));
    assert_eq!(stands(&company), ["30.00", "0.00", "0.00", "120.00"]); // 20 % of 100 and of 50
    company.on("2026-01-20").installs("lathe");
    company.leaves("ana", "2026-01-20");
    let passed = company.on("2026-01-21").passes_days();
    assert_eq!(said(&passed), ["ana -20.00"]);
    assert_eq!(company.balance("Liabilities:Incentives:HeldBack:ana"), "0");
    assert_eq!(stands(&company), ["0.00", "0.00", "0.00", "130.00"]);
    // It is too late to install the press.
    assert_eq!(said(&company.installs("press")), Vec::<String>::new());
    company.obeys_the_laws();
}

#[test]
fn instalments_are_hers_up_to_the_last_day() {
    let back = "holdback = { share = \"40%\", instalments = [{ days = 30, after = \"paid\", share \
                = \"50%\" }, { days = 60, after = \"paid\", share = \"50%\" }] }";
    let mut company = under(&[FORFEITS, ("back", back)]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(1_000.00 USD));
    assert_eq!(stands(&company), ["40.00", "0.00", "0.00", "60.00"]);
    // 20.00 on 9 February, 20.00 on 11 March.
    company.leaves("ana", "2026-02-28");
    assert_eq!(said(&company.on("2026-04-01").passes_days()), ["ana -20.00"]);
    assert_eq!(stands(&company), ["0.00", "0.00", "0.00", "80.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_waits_for_a_milestone_or_an_approval_is_forfeited() {
    for hold in ["{ until = \"installed\" }", "{ until = \"approved\" }"] {
        let mut company = under(&[FORFEITS, ("hold", hold)]);
        company.sells("ana", "press", LeadKind::NewEquipment);
        company.receives("p1", "press", amount!(1_000.00 USD));
        company.leaves("ana", "2026-01-31");
        assert_eq!(said(&company.on("2026-02-01").passes_days()), ["ana -100.00"]);
        assert_eq!(stands(&company), ["0.00", "0.00", "0.00", "0.00"]);
        company.obeys_the_laws();
    }
}

#[test]
fn what_a_cap_would_carry_past_the_last_day_is_forfeited() {
    let cap = "[[cap]]\nid = \"monthly\"\nbecause = \"a story\"\nrules = [\"main\"]\non = \"amount\"\n\
               at_most = \"60 USD\"\nper = { per = \"payee\", period = \"month\" }\n\
               excess = \"carried\"\nafter_reversal = \"freed\"";
    let order = ("order", "[\"rate\", \"round\", \"payee_cap\"]");
    let capped = |days: &[&str]| {
        let mut company = under(&[FORFEITS, order, ("tables", cap)]);
        company.sells("ana", "press", LeadKind::NewEquipment);
        company.receives("p1", "press", amount!(2_000.00 USD));
        // 60.00 in January; 60.00 in February; 60.00 in March; 20.00 in April.
        assert_eq!(stands(&company), ["0.00", "140.00", "0.00", "60.00"]);
        company.leaves("ana", "2026-02-15");
        for day in days {
            company.on(day).passes_days();
        }
        company.obeys_the_laws();
        (stands(&company), company.balance("Liabilities:Incentives:CapCarried:ana"))
    };
    let expected = (["0.00", "0.00", "0.00", "120.00"].map(String::from), "0".to_owned());
    assert_eq!(capped(&["2026-01-15", "2026-02-02", "2026-02-16"]), expected);
    assert_eq!(capped(&["2026-06-01"]), expected);
}

#[test]
fn what_is_forfeited_of_a_contract_cost_comes_off_the_asset_and_what_was_written_off() {
    let books = "books = { capitalised = { months = 10, from = \"won\", first_part = \
                 \"month_end\", late = \"caught_up\" } }";
    let hold = ("hold", "{ days = 120, after = \"paid\" }");
    let mut company = under(&[FORFEITS, ("back", books), hold]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(1_000.00 USD));
    company.leaves("ana", "2026-03-15");
    // January and February: two tenths of 100.00 are written off.
    company.on("2026-03-01").passes_days();
    let asset = format!("Assets:ContractCosts:{}", DealId::named("press"));
    assert_eq!(company.balance(&asset), "80.00");
    assert_eq!(company.balance("Expenses:Amortisation"), "20.00");
    assert_eq!(said(&company.on("2026-03-16").passes_days()), ["ana -100.00"]);
    for account in [&asset, "Expenses:Amortisation", "Expenses:Incentives"] {
        assert_eq!(company.balance(account), "0");
    }
    company.obeys_the_laws();
}

#[test]
fn who_keeps_what_was_triggered_has_it_vest_after_the_last_day() {
    let mut company = ana_has_sold_a_press(("leaver", "\"keeps_what_was_triggered\""));
    company.on("2026-02-05").leaves("ana", "2026-02-15");
    assert_eq!(said(&company.on("2026-04-01").passes_days()), Vec::<String>::new());
    assert_eq!(stands(&company), ["0.00", "0.00", "0.00", "300.00"]);
    let paid = company.receives("p3", "press", amount!(5_000.00 USD));
    assert_eq!(said(&paid), ["ana 0.00"]);
}

#[test]
fn who_keeps_all_that_matures_is_paid_for_leads_reported_by_the_last_day() {
    let mut company = ana_has_sold_a_press(KEEPS_ALL);
    company.reports("ana", "lathe", LeadKind::NewEquipment);
    company.on("2026-02-05").leaves("ana", "2026-02-15");
    // A payment, and a deal that is won, after her last day: 10 % of each.
    company.on("2026-04-01");
    assert_eq!(said(&company.receives("p3", "press", amount!(5_000.00 USD))), ["ana 500.00"]);
    company.wins("lathe");
    assert_eq!(said(&company.receives("p4", "lathe", amount!(700.00 USD))), ["ana 70.00"]);
    // A lead that is reported after it is not hers.
    company.reports("ana", "crane", LeadKind::NewEquipment);
    company.wins("crane");
    let paid = company.receives("p5", "crane", amount!(900.00 USD));
    assert_eq!(said(&paid), ["ana 0.00"]);
    assert!(whys(&paid)[0].contains("not employed on 2026-04-01: 90.00 USD does not accrue"));
    company.obeys_the_laws();
}

/// A press for 1,000.00 whose 100.00 were paid, and 50.00 more held until 3 March; ana's last day
/// was 15 February, and on 20 February all of the money goes back.
fn all_goes_back(after_exit: &str) -> Company {
    let leaver = format!("\"keeps_what_was_triggered\"\nclawback_after_exit = \"{after_exit}\"");
    let words = [("leaver", &*leaver), THIRTY_DAYS, ("clawback", crate::options::CLAWBACK)];
    let mut company = under(&words);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(1_000.00 USD));
    company.on("2026-02-01").receives("p2", "press", amount!(500.00 USD));
    assert_eq!(company.on("2026-02-10").pays("2026-02"), amount!(100.00 USD));
    company.leaves("ana", "2026-02-15");
    company.on("2026-02-20");
    company
}

#[test]
fn a_clawback_after_exit_is_pursued() {
    let mut company = all_goes_back("pursued");
    assert_eq!(said(&company.refunds("r1", "p1", amount!(1_000.00 USD))), ["ana -100.00"]);
    assert_eq!(said(&company.refunds("r2", "p2", amount!(500.00 USD))), ["ana -50.00"]);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "100.00", "100.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_clawback_after_exit_may_take_only_what_is_unpaid() {
    let mut company = all_goes_back("only_what_is_unpaid");
    let kept = company.refunds("r1", "p1", amount!(1_000.00 USD));
    assert_eq!(said(&kept), ["ana 0.00"]);
    let why = &whys(&kept)[0];
    assert!(
        why.contains(
            "left on 2026-02-15: by the plan's word 100.00 USD of that stays theirs, 0.00 USD goes"
        ),
        "{why}"
    );
    // The 50.00 are held, and go.
    assert_eq!(said(&company.refunds("r2", "p2", amount!(500.00 USD))), ["ana -50.00"]);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "100.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_clawback_after_exit_may_be_waived_and_what_is_held_still_vests() {
    let mut company = all_goes_back("waived");
    assert_eq!(said(&company.refunds("r1", "p1", amount!(1_000.00 USD))), ["ana 0.00"]);
    assert_eq!(said(&company.refunds("r2", "p2", amount!(500.00 USD))), ["ana 0.00"]);
    assert_eq!(company.places("ana"), ["50.00", "0.00", "0.00", "100.00", "0.00"]);
    // Nor does a cancellation take it.
    assert_eq!(said(&company.cancels("press")), Vec::<String>::new());
    company.on("2026-03-10").passes_days();
    assert_eq!(company.places("ana"), ["0.00", "50.00", "0.00", "100.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_refund_of_before_the_last_day_and_a_mistake_take_all_they_should() {
    let mut company = all_goes_back("waived");
    let earlier = forms::refund("r1", "p2", "2026-02-14", amount!(500.00 USD));
    assert_eq!(said(&company.tell("bank", earlier).unwrap()), ["ana -50.00"]);
    // A payment that never was is no clawback.
    assert_eq!(said(&company.retracts_payment("p1")), ["ana -100.00"]);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "100.00", "100.00"]);
    company.obeys_the_laws();
}

#[test]
fn each_reward_follows_the_word_of_its_own_plan() {
    let mut company = under(&[FORFEITS, THIRTY_DAYS]);
    let other = plan(&[
        ("id", "\"other\""),
        ("pays", "{ rate = \"1%\", of = \"collected\" }"),
        THIRTY_DAYS,
    ]);
    company.tell("finance", PublishPlan { text: PlanText::new(&other) }).unwrap();
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(1_000.00 USD));
    assert_eq!(stands(&company), ["0.00", "0.00", "110.00", "0.00"]);
    company.leaves("ana", "2026-01-31");
    // 100.00 of the plan that lets it be forfeited; the 10.00 of the other vest on 9 February.
    assert_eq!(said(&company.on("2026-03-01").passes_days()), ["ana -100.00"]);
    assert_eq!(stands(&company), ["0.00", "0.00", "0.00", "10.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_no_rule_made_is_under_no_plans_word() {
    let mut company = under(&[FORFEITS]);
    let held = vec![OpenHeld { amount: amount!(80.00 USD), until: day("2026-03-01") }];
    let opened = OpenPayeeBalance {
        payee: id("ana"),
        as_of: day("2026-01-09"),
        held,
        payable: None,
        owes: None,
        paid_this_year: None,
    };
    company.tell("finance", opened).unwrap();
    company.tell("lena", propose("case-1", "ana", Direction::Up, amount!(5.00 USD))).unwrap();
    company.on("2026-02-01").leaves("ana", "2026-01-31");
    company.passes_days();
    // Approved after her last day: it is hers, and so is what stood before.
    company.approves_adjustment("max", "case-1");
    company.on("2026-03-02").passes_days();
    assert_eq!(stands(&company), ["0.00", "0.00", "0.00", "85.00"]);
    company.obeys_the_laws();
}

/// Two per cent of what a payee collected in a quarter, reckoned five days after it.
fn by_quarters(word: (&str, &str), hold: &str) -> Company {
    let measure = "[[measure]]\nid = \"sold\"\nof = \"collected\"\non = \"paid\"\nlead = \
                   \"all\"\ncredit = \"originator\"\nrefunds = \"lowers_its_period\"\nquota = \"none\"";
    let on = "{ closes = \"quarter\", whose = \"payee\", counts = \"period\", days_after = 5, \
              late_facts = \"trued_up\", when_lower = \"taken_back\" }";
    let words = [
        word,
        ("tables", measure),
        ("on", on),
        ("payee", "\"measured\""),
        ("pays", "{ rate = \"2%\", of = \"sold\" }"),
        ("hold", hold),
    ];
    let text = plan(&words).replace("  clawback = \"none\"\n", "");
    let mut company = Company::with_plan(&text);
    company.on("2026-01-20").sells("ana", "press", LeadKind::NewEquipment);
    let lines = vec![Line::of_net(amount!(20_000.00 USD))];
    company.collects("p1", "press", lines);
    company
}

#[test]
fn what_a_close_pays_is_forfeited_unless_it_was_payable_by_the_last_day() {
    // Who leaves at the end of the quarter is gone when it is reckoned on 5 April.
    let mut company = by_quarters(FORFEITS, "\"none\"");
    company.leaves("ana", "2026-03-31");
    let closed = company.on("2026-04-06").passes_days();
    assert_eq!(said(&closed), ["ana 0.00"]);
    assert!(whys(&closed)[0].contains("left on 2026-03-31: 400.00 USD had not vested by then"));
    // Who leaves on 5 April has it.
    let mut company = by_quarters(FORFEITS, "\"none\"");
    company.leaves("ana", "2026-04-05");
    assert_eq!(said(&company.on("2026-05-01").passes_days()), ["ana 400.00"]);
    assert_eq!(stands(&company), ["0.00", "0.00", "0.00", "400.00"]);
    company.obeys_the_laws();
    // Held until approved: forfeited with the last day.
    let mut company = by_quarters(FORFEITS, "{ until = \"approved\" }");
    company.on("2026-04-06").passes_days();
    company.leaves("ana", "2026-04-30");
    assert_eq!(said(&company.on("2026-05-01").passes_days()), ["ana -400.00"]);
    assert_eq!(stands(&company), ["0.00", "0.00", "0.00", "0.00"]);
    // A late fact has the quarter reckoned again: there is nothing for her.
    let late = payment("p2", "press", "2026-03-30", amount!(1_000.00 USD));
    company.tell("bank", late).unwrap();
    assert_eq!(said(&company.on("2026-05-02").passes_days()), ["ana 0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_close_reckoned_lower_after_exit_takes_nothing_where_that_is_waived() {
    let lower = |word: (&'static str, &'static str)| {
        let mut company = by_quarters(word, "\"none\"");
        company.on("2026-04-06").passes_days();
        company.leaves("ana", "2026-04-10");
        company.on("2026-05-01").passes_days();
        assert_eq!(stands(&company), ["0.00", "0.00", "0.00", "400.00"]);
        // Half of the money goes back: the quarter is worth 200.00.
        company.on("2026-05-02").refunds("r1", "p1", amount!(10_000.00 USD));
        let again = said(&company.on("2026-05-03").passes_days());
        company.obeys_the_laws();
        (again, stands(&company)[3].clone())
    };
    assert_eq!(lower(FORFEITS), (vec!["ana -200.00".to_owned()], "200.00".to_owned()));
    let waived = ("leaver", "\"keeps_what_was_triggered\"\nclawback_after_exit = \"waived\"");
    assert_eq!(lower(waived), (vec!["ana 0.00".to_owned()], "400.00".to_owned()));
}

/// A debt for what was paid stayed when its refund had never been, as if who has left would have
/// forfeited what they were paid.
#[test]
fn a_refund_of_pay_that_never_was_leaves_no_debt_with_who_has_left() {
    let mut company = under(&[FORFEITS, ("clawback", CLAWBACK)]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(200.00 USD)); // 10 % = 20.00
    assert_eq!(company.on("2026-03-02").pays("2026-02"), amount!(20.00 USD));
    company.on("2026-04-15").leaves("ana", "2026-04-10");
    company.on("2026-05-04").passes_days();
    company.refunds("r1", "p1", amount!(200.00 USD));
    // Held, payable, in a run, paid, owes.
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "20.00", "20.00"]);
    company.retracts_refund("r1");
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "20.00", "0.00"]);
    company.obeys_the_laws();
}
