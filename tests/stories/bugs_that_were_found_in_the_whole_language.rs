//! Bugs that generated plans and histories of the whole language found, each as the shortest story
//! that showed it.

use crate::support::{Company, FIELD_PLAN, changed, day, forms, id, said};
use referral_ledger::amount;
use referral_ledger::command::{InstallDeal, Retract};
use referral_ledger::deal::FactRef;
use referral_ledger::id::{DealId, RefundId};
use referral_ledger::lead::LeadKind;

/// 40 USD when the machine runs, taken back for refunds without end.
const MACHINE_RUNS: &str = r#"
[[component]]
id = "running"
on = "installed"

  [[component.rule]]
  id       = "machine-runs"
  because  = "40 USD when the machine runs"
  when     = "always"
  payee    = "originator"
  pays     = { flat = "40 USD" }
  hold     = "none"
  clawback = { on = ["refunded"], take = "full", window = "without_end", refund_target = "proportional", flat_part = "returned" }
"#;

/// A refund from before the installation that was retracted still counted as gone before it, so
/// that later refunds found too little to be a part of, or nothing at all.
#[test]
fn a_retracted_refund_had_not_gone_back_before_the_installation() {
    let mut company = Company::with_plan(&(FIELD_PLAN.to_owned() + MACHINE_RUNS));
    company.on("2026-02-10").sells("ana", "D", LeadKind::UnhappyCustomer);
    company.receives("P", "D", amount!(100.00 USD));
    company.refunds("R1", "P", amount!(100.00 USD));
    let install = InstallDeal { deal: DealId::named("D"), installed_on: day("2026-02-10") };
    company.tell("sales", install).unwrap();
    let fact = FactRef::Refund(RefundId::named("R1"));
    company.tell("sales", Retract { fact, reason: id("typing-mistake") }).unwrap();
    // 40.00 x (1 - 25 / 100) = 30.00 should remain.
    assert_eq!(said(&company.refunds("R2", "P", amount!(25.00 USD))), ["ana -10.00"]);
    company.obeys_the_laws();
}

/// What a refund had taken from a payable lot came back, once the lot was in a run, as if the run
/// had paid it, and the run's total no longer agreed with its lots.
#[test]
fn what_was_never_in_a_run_does_not_leave_it_when_its_refund_is_retracted() {
    let mut company = Company::new();
    company.on("2026-01-05").sells("ana", "D", LeadKind::Consumables);
    company.receives("P", "D", amount!(100.00 USD)); // 5 % = 5.00
    company.refunds("R1", "P", amount!(40.00 USD)); // 3.00 remain
    company.on("2026-02-01");
    let run = company.locks("2026-01");
    company.refunds("R2", "P", amount!(60.00 USD)); // nothing remains: 3.00 are owed
    let fact = FactRef::Refund(RefundId::named("R1"));
    company.tell("sales", Retract { fact, reason: id("typing-mistake") }).unwrap();
    company.approves_and_exports(&run);
    company.settles(&run);
    // Held 0, payable 2.00 again, in a run 0, paid 3.00, owes 3.00.
    assert_eq!(company.places("ana"), ["0.00", "2.00", "0.00", "3.00", "3.00"]);
    company.obeys_the_laws();
}

/// The field plan with service contracts and consumables paid by a table of the deal.
fn with_table(steps: &str) -> String {
    const SERVICE: &str = r#"when     = { lead = ["service_contract", "consumables"], elapsed = [{ from = "won", to = "paid", days = { from = 0, until = 366 } }] }
  payee    = "each_by_share"
  pays     = { rate = "5%", of = "collected" }
  hold     = "none"
  clawback = { on = ["refunded", "cancelled"], take = "full", window = "without_end", refund_target = "proportional" }"#;
    let by_table = SERVICE
        .replace("rate = \"5%\"", "tiers = \"service\"")
        .replace("\"proportional\"", "\"proportional\", attainment = \"kept\"");
    let table = format!(
        "\n[[tiers]]\nid = \"service\"\nmeasure = \"collected\"\naccumulate = \"deal\"\n\
         boundary = \"upper\"\nsteps = [{steps}]\n"
    );
    changed(FIELD_PLAN, &[(SERVICE, &by_table)]) + &table
}

/// Where one person was paid for a deal, the position in a table of the deal was kept with the
/// person and looked for with the deal, so that every payment began at zero.
#[test]
fn payments_of_one_person_accumulate_for_the_deal() {
    let steps = r#"{ above = "0 USD", rate = "10%", way = "whole" }, { above = "100 USD", rate = "2%", way = "whole" }, { above = "500 USD", rate = "5%", way = "whole" }"#;
    let mut company = Company::with_plan(&with_table(steps));
    company.on("2026-01-05").sells("ana", "D", LeadKind::Consumables);
    // 90.00 x 10 % = 9.00
    assert_eq!(said(&company.receives("P1", "D", amount!(90.00 USD))), ["ana 9.00"]);
    // 110.00 x 2 % = 2.20, and 9.00 were paid: 6.80 too much, to be filled up first.
    assert_eq!(said(&company.receives("P2", "D", amount!(20.00 USD))), ["ana 0.00"]);
    // 1110.00 x 5 % = 55.50, of which 9.00 were paid.
    assert_eq!(said(&company.receives("P3", "D", amount!(1000.00 USD))), ["ana 46.50"]);
    company.obeys_the_laws();
}

/// With cumulative rounding the same happened to what was rounded before.
#[test]
fn fractions_of_one_person_are_rounded_together() {
    let mut company =
        Company::with_plan(&with_table(r#"{ above = "0 USD", rate = "1%", way = "marginal" }"#));
    company.on("2026-01-05").sells("ana", "D", LeadKind::Consumables);
    // 0.40 x 1 % = 0.004, rounded 0.00; 0.008 so far, rounded 0.01; 0.012, rounded 0.01.
    for (payment, amount) in [("P1", "ana 0.00"), ("P2", "ana 0.01"), ("P3", "ana 0.00")] {
        assert_eq!(said(&company.receives(payment, "D", amount!(0.40 USD))), [amount]);
    }
    company.obeys_the_laws();
}

/// A flat first step of a margin percent did not pay at or below zero percent, which belongs to it.
#[test]
fn a_margin_below_zero_percent_belongs_to_the_first_step() {
    let steps = r#"{ above = "0%", flat = "5 USD", way = "whole" }, { above = "20%", flat = "9 USD", way = "whole" }"#;
    let plan = with_table(steps)
        .replace(
            "measure = \"collected\"\naccumulate = \"deal\"",
            "measure = \"margin_percent_of_price\"\naccumulate = \"each_fact\"",
        )
        .replace("{ tiers = \"service\", of = \"collected\" }", "{ tiers = \"service\" }")
        .replace("attainment = \"kept\"", "flat_part = \"returned\"");
    let mut company = Company::with_plan(&plan);
    company.on("2026-01-05").sells("ana", "D", LeadKind::Consumables);
    let mut paid = |number: u32, cost| {
        let mut payment =
            forms::payment(&format!("P{number}"), "D", "2026-01-05", amount!(100.00 USD));
        payment.lines[0].cost = Some(cost);
        said(&company.tell("bank", payment).unwrap())
    };
    assert_eq!(paid(1, amount!(130.00 USD)), ["ana 5.00"]); // -30 %
    assert_eq!(paid(2, amount!(100.00 USD)), ["ana 5.00"]); // 0 %
    assert_eq!(paid(3, amount!(80.00 USD)), ["ana 9.00"]); // 20 %
}

/// Where a campaign made fractions after a rounding, the split asked for whole cents: the payment
/// was refused as if its reward left the bound.
#[test]
fn a_split_between_a_campaign_and_the_last_rounding_divides_fractions() {
    let plan = changed(
        FIELD_PLAN,
        &[
            (
                r#"["rate", "round", "pay_split"]"#,
                r#"["rate", "round", "campaign", "pay_split", "round"]"#,
            ),
            (
                r#"{ mode = "half_even", basis = "cumulative" }"#,
                r#"[{ mode = "half_even", basis = "each_fact" }, { mode = "half_even", basis = "each_fact" }]
campaigns = "never_meet""#,
            ),
            ("leftover  = \"largest_remainder\"\n", ""),
        ],
    ) + r#"
[[campaign]]
id = "half-more"
because = "a letter"
rules = ["service-commission"]
effective = { from = 2026-01-01 }
dated_by = "won"
multiply = "150%"
"#;
    let mut company = Company::with_plan(&plan);
    company.on("2026-01-05").sells("ana", "D", LeadKind::Consumables);
    // 0.90 x 5 % = 0.045, rounded 0.04, x 150 % = 0.06
    assert_eq!(said(&company.receives("P1", "D", amount!(0.90 USD))), ["ana 0.06"]);
    company.reports_with("ana", "E", LeadKind::Consumables, &[("co_source", "ben")]);
    company.accepts("E");
    company.wins("E");
    // 1.00 x 5 % = 0.05, x 150 % = 0.075: 60 % of it 0.045, rounded 0.04; 40 % 0.03
    let paid = company.receives("P2", "E", amount!(1.00 USD));
    assert_eq!(said(&paid), ["ana 0.04", "ben 0.03"]);
    company.obeys_the_laws();
}

/// Where a cap cut parts with different numbers of decimals, they were not cut in proportion: one
/// could even grow.
#[test]
fn a_cap_of_the_deal_cuts_divided_parts_in_proportion() {
    let plan = changed(
        FIELD_PLAN,
        &[
            (r#"["rate", "round", "pay_split"]"#, r#"["rate", "pay_split", "deal_cap", "round"]"#),
            ("\"cumulative\"", "\"each_fact\""),
            ("leftover  = \"largest_remainder\"\n", ""),
            ("share = \"60%\"", "share = \"55%\""),
            (
                "share       = \"40%\"\nwhen_absent = \"originator\"\n",
                "share       = \"30%\"\nwhen_absent = \"originator\"\n\n[[split]]\nrole = \"pre_sales\"\nshare = \"15%\"\nwhen_absent = \"originator\"\n",
            ),
        ],
    ) + r#"
[[cap]]
id = "most"
because = "a letter"
rules = ["service-commission"]
on = "amount"
at_most = "20 USD"
per = "deal"
excess = "forfeited"
after_reversal = "freed"
"#;
    let mut company = Company::with_plan(&plan);
    company.on("2026-01-05");
    let others = [("co_source", "ben"), ("pre_sales", "cleo")];
    company.reports_with("ana", "D", LeadKind::Consumables, &others);
    company.accepts("D");
    company.wins("D");
    // 427.40 x 5 % = 21.37: ana 11.7535, ben 6.411, cleo 3.2055. Of 20.00: 11.00, 6.00, 3.00
    let paid = company.receives("P", "D", amount!(427.40 USD));
    assert_eq!(said(&paid), ["ana 11.00", "ben 6.00", "cleo 3.00"]);
}

/// What waited for an installation and was taken back in part by a cancellation and in part because
/// the installation could not come any more still counted as a fact that is paid.
#[test]
fn a_fact_that_is_taken_back_in_two_steps_makes_room_under_a_cap_on_a_count() {
    const KEPT: &str = r#"  hold     = { days = 60, after = "won" }
  clawback = { on = ["cancelled"], take = "full", window = { days = 60, after = "won", last_day = "out" }, refund_target = "proportional", flat_part = "returned" }"#;
    const WAITS: &str = r#"  hold     = { until = "installed" }
  clawback = { on = ["cancelled"], take = { pro_rata = "days" }, window = { days = 60, after = "won", last_day = "out" }, refund_target = "proportional", flat_part = "returned" }"#;
    let order = r#"["rate", "round", "pay_split"]"#;
    let capped = r#"["rate", "round", "pay_split", "payee_cap"]"#;
    let plan = changed(FIELD_PLAN, &[(KEPT, WAITS), (order, capped)])
        + r#"
[[cap]]
id = "one-a-month"
because = "a letter"
rules = ["customer-kept"]
on = "count"
at_most = 1
per = { per = "payee", period = "month" }
excess = "forfeited"
after_reversal = "freed"
"#;
    let mut company = Company::with_plan(&plan);
    company.on("2026-01-05").sells("ana", "D", LeadKind::UnhappyCustomer);
    company.on("2026-01-25");
    // 20 of 60 days have passed: 150.00 x 40 / 60 = 100.00, and the rest never comes.
    assert_eq!(said(&company.cancels("D")), ["ana -100.00", "ana -50.00"]);
    company.reports("ana", "E", LeadKind::UnhappyCustomer);
    company.accepts("E");
    assert_eq!(said(&company.wins("E")), ["ana 150.00"]);
    company.obeys_the_laws();
}
