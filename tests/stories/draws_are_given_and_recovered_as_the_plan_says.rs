//! Draws are given and recovered as the plan says: in advance or topped up, added or filled up,
//! recovered at once, later, in the first period without one, or never.
//!
//! Ana gets 10 % of what customers pay, at once; so a payment of 15,000.00 earns her 1,500.00. Each
//! month is paid by a run that is locked on the first day of the next one.

use crate::support::forms::propose;
use crate::support::{Company, changed, day, id, run};
use referral_ledger::command::{
    ApproveRun, AssignDraw, EndDraw, LeavePayee, UnassignPlan, VoidRun,
};
use referral_ledger::ledger::view_draws::DrawView;
use referral_ledger::money::Amount;
use referral_ledger::payee::WorkerClass;
use referral_ledger::report::{Directory, Statement};
use referral_ledger::time::Period;
use referral_ledger::{amount, lead::LeadKind};

const PLAN: &str = r#"
schema = 1

[plan]
id         = "field"
version    = "2026"
title      = "Technician rewards"
because    = "Policy 1"
effective  = { from = 2026-01-01 }
chosen_by  = "reported"
applies_to = "everyone"
currency   = "USD"
timezone   = "America/New_York"
order      = ["rate", "round"]
rounding   = { mode = "half_even", basis = "each_fact" }
leaver     = "keeps_what_was_triggered"
"#;

const REST: &str = r#"
[leads]
acceptance        = "not_needed"
win_before_report = "refused"

[[split]]
role  = "originator"
share = "100%"

[[component]]
id = "commission"
on = "paid"

  [[component.rule]]
  id       = "commission"
  because  = "Clause 4"
  when     = "always"
  payee    = "originator"
  pays     = { rate = "10%", of = "collected" }
  hold     = "none"
  clawback = { on = ["refunded"], take = "full", window = "without_end", refund_target = "proportional" }
"#;

/// What was earned and the draw come to 2,000.00; what was given is recovered at once from anything
/// above that.
const SIEBEL: &str = r#"
[[draw]]
id         = "ramp-up"
because    = "6.1 While the territory is new"
amount     = "2_000 USD"
each       = "month"
given      = "at_close"
does       = "fills_up"
rules      = ["commission"]
days_after = 0
recovery   = { starts = "at_once", protects = { pay = "2_000 USD", while = "draw_runs" }, at_end = "owed", on_leaving = "owed" }
"#;

fn company(draws: &str) -> Company {
    company_of(PLAN, draws)
}

fn company_of(plan: &str, draws: &str) -> Company {
    let mut company = Company::with_plan(&format!("{plan}{REST}{draws}"));
    company.on("2026-01-01");
    company.sells("ana", "press", LeadKind::NewEquipment);
    company
}

fn assign(draw: &str, from: &str, through: &str) -> AssignDraw {
    let (payee, plan) = (id("ana"), id("field"));
    AssignDraw { payee, plan, draw: id(draw), from: day(from), through: day(through) }
}

/// On the tenth of the month a payment comes in that earns this much; nothing for zero.
fn earns(company: &mut Company, month: &str, earned: Amount) {
    company.on(&format!("{month}-10"));
    if earned.is_positive() {
        let net = Amount::from_minor(10 * earned.minor(), earned.unit()).unwrap();
        company.receives(&format!("payment of {month}"), "press", net);
    }
}

/// A month of Ana's: what was earned, what the draw gave, what was kept of draws, what was paid,
/// and what she owes of draws afterwards; in whole dollars.
fn month(company: &mut Company, month: &str, earned: i64) -> [i64; 5] {
    earns(company, month, Amount::from_minor(earned * 100, "USD".parse().unwrap()).unwrap());
    paid(company, month)
}

/// The same of a month whose earnings have come in.
fn paid(company: &mut Company, month: &str) -> [i64; 5] {
    let until = month.parse::<Period>().unwrap().until();
    company.on(&until.to_string());
    company.pays(month);
    let line = company.journal.ledger().run_line(&run(month), &id("ana"));
    let dollars = |amount: Amount| amount.minor() / 100;
    let of = |part: fn(&referral_ledger::ledger::view_runs::RunLineView) -> Amount| {
        line.as_ref().map_or(0, |line| dollars(part(line)))
    };
    let owed = dollars(company.payee("ana").draws_owed);
    [of(|it| it.gross), of(|it| it.draws), of(|it| it.recovered), of(|it| it.paid), owed]
}

fn draws(company: &Company) -> Vec<DrawView> {
    company.journal.ledger().draws(&id("ana"))
}

/// What became of the only draw: given, guaranteed, recovered, forgiven, owed; in whole dollars.
fn became(company: &Company) -> [i64; 5] {
    let all = draws(company);
    let [it] = &all[..] else { panic!("Ana has one draw") };
    [it.given, it.guaranteed, it.recovered, it.forgiven, it.owed].map(|it| it.minor() / 100)
}

/// Siebel: recover at once from anything above the draw, and never below it. The good months of
/// January and February are no credit for March.
#[test]
fn what_was_given_is_recovered_at_once_from_what_is_earned_above_the_draw() {
    let mut company = company(SIEBEL);
    company.tell("hr", assign("ramp-up", "2026-01-01", "2026-06-30")).unwrap();
    //                                               earned  draw   kept   paid   owed
    assert_eq!(month(&mut company, "2026-01", 2_750), [2_750, 0, 0, 2_750, 0]);
    assert_eq!(month(&mut company, "2026-02", 3_000), [3_000, 0, 0, 3_000, 0]);
    // 2,000 - 1,500 = 500, whatever January and February brought.
    assert_eq!(month(&mut company, "2026-03", 1_500), [1_500, 500, 0, 2_000, 500]);
    // 2,000 - 1,200 = 800; nothing is above the draw.
    assert_eq!(month(&mut company, "2026-04", 1_200), [1_200, 800, 0, 2_000, 1_300]);
    // 2,900 - 2,000 = 900 are above the draw.
    assert_eq!(month(&mut company, "2026-05", 2_900), [2_900, 0, 900, 2_000, 400]);
    assert_eq!(month(&mut company, "2026-06", 3_000), [3_000, 0, 400, 2_600, 0]);
    assert_eq!(became(&company), [1_300, 0, 1_300, 0, 0]);
    assert!(draws(&company)[0].is_over);
    company.obeys_the_laws();
}

/// Oracle: 1,000.00 a month through the sixth; recovery starts in the fourth period, takes all that
/// is above the minimum, and leaves the minimum while the draw runs.
#[test]
fn recovery_may_start_in_a_later_period() {
    let oracle =
        changed(SIEBEL, &[("2_000 USD", "1_000 USD"), ("\"at_once\"", "{ in_period = 4 }")]);
    let mut company = company(&oracle);
    company.tell("hr", assign("ramp-up", "2026-01-01", "2026-06-30")).unwrap();
    assert_eq!(month(&mut company, "2026-01", 500), [500, 500, 0, 1_000, 500]);
    assert_eq!(month(&mut company, "2026-02", 700), [700, 300, 0, 1_000, 800]);
    // 1,400 - 1,000 = 400 are above the minimum, but it is the third period.
    assert_eq!(month(&mut company, "2026-03", 1_400), [1_400, 0, 0, 1_400, 800]);
    // In the fourth, 1,200 - 1,000 = 200 are kept.
    assert_eq!(month(&mut company, "2026-04", 1_200), [1_200, 0, 200, 1_000, 600]);
    assert_eq!(month(&mut company, "2026-05", 400), [400, 600, 0, 1_000, 1_200]);
    assert_eq!(month(&mut company, "2026-06", 1_700), [1_700, 0, 700, 1_000, 500]);
    // The draw has ended: the minimum is protected no more, and all 300 are kept.
    assert_eq!(month(&mut company, "2026-07", 300), [300, 0, 300, 0, 200]);
    assert_eq!(month(&mut company, "2026-08", 300), [300, 0, 200, 100, 0]);
    assert_eq!(became(&company), [1_400, 0, 1_400, 0, 0]);
    company.obeys_the_laws();
}

/// Xactly's recoverable guarantee: recovered in the first period in which no draw is given. A month
/// in which enough was earned to need none counts as one, or not, as the plan says.
#[test]
fn recovery_may_wait_for_the_first_period_without_a_draw() {
    let xactly = |unneeded: &str| {
        let starts = format!("\"without_a_draw\", unneeded = \"{unneeded}\"");
        let free = "protects = \"nothing\"";
        let was = "protects = { pay = \"2_000 USD\", while = \"draw_runs\" }";
        company(&changed(SIEBEL, &[("\"at_once\"", &starts), (was, free)]))
    };
    let mut counts = xactly("not_given");
    counts.tell("hr", assign("ramp-up", "2026-01-01", "2026-03-31")).unwrap();
    assert_eq!(month(&mut counts, "2026-01", 1_200), [1_200, 800, 0, 2_000, 800]);
    // No draw is needed for February, and so it is recovered; nothing protects 2,000.
    assert_eq!(month(&mut counts, "2026-02", 2_300), [2_300, 0, 800, 1_500, 0]);
    // What March gives waits again, for April.
    assert_eq!(month(&mut counts, "2026-03", 1_900), [1_900, 100, 0, 2_000, 100]);
    assert_eq!(month(&mut counts, "2026-04", 1_000), [1_000, 0, 100, 900, 0]);

    let mut waits = xactly("given");
    waits.tell("hr", assign("ramp-up", "2026-01-01", "2026-03-31")).unwrap();
    assert_eq!(month(&mut waits, "2026-01", 1_200), [1_200, 800, 0, 2_000, 800]);
    assert_eq!(month(&mut waits, "2026-02", 2_300), [2_300, 0, 0, 2_300, 800]);
    assert_eq!(month(&mut waits, "2026-03", 1_900), [1_900, 100, 0, 2_000, 900]);
    // The first month in which none is assigned.
    assert_eq!(month(&mut waits, "2026-04", 1_000), [1_000, 0, 900, 100, 0]);
    counts.obeys_the_laws();
    waits.obeys_the_laws();
}

/// Added in advance, on the first day, whatever is earned; and not to be paid back.
const ON_TOP: &str = r#"
[[draw]]
id       = "stipend"
because  = "6.2 For a new branch"
amount   = "300 USD"
each     = "month"
given    = "at_start"
does     = "adds"
recovery = "none"
"#;

#[test]
fn a_draw_may_come_on_top_and_need_not_be_paid_back() {
    let mut company = company(ON_TOP);
    company.tell("hr", assign("stipend", "2026-01-01", "2026-02-28")).unwrap();
    company.on("2026-01-02");
    company.passes_days();
    // Payable from the first day, at the cost of a guarantee; nothing is owed.
    assert_eq!(company.places("ana")[1], "300.00");
    assert_eq!(company.balance("Expenses:Guarantee"), "300.00");
    assert_eq!(month(&mut company, "2026-01", 1_000), [1_000, 300, 0, 1_300, 0]);
    assert_eq!(month(&mut company, "2026-02", 0), [0, 300, 0, 300, 0]);
    assert_eq!(month(&mut company, "2026-03", 100), [100, 0, 0, 100, 0]);
    assert_eq!(became(&company), [600, 600, 0, 0, 0]);
    assert_eq!(company.balance("Assets:DrawReceivable:ana"), "0");
    company.obeys_the_laws();
}

/// What is added and recovered at once is kept from the next month's earnings, and never from the
/// next month's draw.
#[test]
fn a_draw_is_never_recovered_from_another() {
    let recovery = "{ starts = \"at_once\", protects = \"nothing\", at_end = \"owed\", on_leaving = \"owed\" }";
    let loan = changed(ON_TOP, &[("\"none\"", recovery)]);
    let mut company = company(&loan);
    company.tell("hr", assign("stipend", "2026-01-01", "2026-03-31")).unwrap();
    // The run that pays a draw keeps nothing of it.
    assert_eq!(month(&mut company, "2026-01", 1_000), [1_000, 300, 0, 1_300, 300]);
    assert_eq!(company.balance("Assets:DrawReceivable:ana"), "300.00");
    // 200 were earned, and so 200 of January's 300 are kept; February's 300 are paid.
    assert_eq!(month(&mut company, "2026-02", 200), [200, 300, 200, 300, 400]);
    assert_eq!(month(&mut company, "2026-03", 900), [900, 300, 400, 800, 300]);
    assert_eq!(month(&mut company, "2026-04", 900), [900, 0, 300, 600, 0]);
    company.obeys_the_laws();
}

/// In advance and filling up: 2,000.00 on the first day; what is then earned of them is kept from
/// the earnings, and the rest is recovered from later ones.
const ADVANCE: &str = r#"
[[draw]]
id         = "advance"
because    = "6.3 Paid ahead"
amount     = "2_000 USD"
each       = "month"
given      = "at_start"
does       = "fills_up"
rules      = ["commission"]
days_after = 0
recovery   = { starts = "at_once", protects = { pay = "2_000 USD", while = "draw_runs" }, at_end = "owed", on_leaving = "owed" }
"#;

#[test]
fn earnings_cover_what_was_given_in_advance_and_the_rest_is_recovered() {
    let mut company = company(ADVANCE);
    company.tell("hr", assign("advance", "2026-01-01", "2026-03-31")).unwrap();
    company.on("2026-01-02");
    company.passes_days();
    assert_eq!(company.places("ana")[1], "2000.00");
    // 1,200 of the 2,000 were earned and are kept: paid 1,200 + 2,000 - 1,200.
    assert_eq!(month(&mut company, "2026-01", 1_200), [1_200, 2_000, 1_200, 2_000, 800]);
    // All 2,000 were earned; of the 3,500 - 2,000 above the draw January's 800 are kept.
    assert_eq!(month(&mut company, "2026-02", 3_500), [3_500, 2_000, 2_800, 2_700, 0]);
    assert_eq!(month(&mut company, "2026-03", 500), [500, 2_000, 500, 2_000, 1_500]);
    assert_eq!(month(&mut company, "2026-04", 1_500), [1_500, 0, 1_500, 0, 0]);
    assert_eq!(became(&company), [6_000, 0, 6_000, 0, 0]);
    company.obeys_the_laws();
}

/// The same when it need not be paid back: what was not earned is a guarantee.
#[test]
fn what_is_not_earned_of_an_advance_may_be_a_guarantee() {
    let recovery = "{ starts = \"at_once\", protects = { pay = \"2_000 USD\", while = \"draw_runs\" }, at_end = \"owed\", on_leaving = \"owed\" }";
    let mut company = company(&changed(ADVANCE, &[(recovery, "\"none\"")]));
    company.tell("hr", assign("advance", "2026-01-01", "2026-02-28")).unwrap();
    assert_eq!(month(&mut company, "2026-01", 1_200), [1_200, 2_000, 1_200, 2_000, 0]);
    assert_eq!(company.balance("Expenses:Guarantee"), "800.00"); // 2,000 - 1,200
    assert_eq!(month(&mut company, "2026-02", 2_500), [2_500, 2_000, 2_000, 2_500, 0]);
    assert_eq!(became(&company), [4_000, 800, 3_200, 0, 0]);
    company.obeys_the_laws();
}

/// What was earned of an advance and is still held is kept when it becomes payable, and no sooner.
#[test]
fn what_is_earned_and_held_covers_an_advance_later() {
    let held = REST.replace("hold     = \"none\"", "hold     = { days = 40, after = \"paid\" }");
    let mut company = Company::with_plan(&format!("{PLAN}{held}{ADVANCE}"));
    company.on("2026-01-01");
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.tell("hr", assign("advance", "2026-01-01", "2026-01-31")).unwrap();
    // 1,200 were earned in January and are payable from February 19 on.
    assert_eq!(month(&mut company, "2026-01", 1_200), [0, 2_000, 0, 2_000, 2_000]);
    assert_eq!(month(&mut company, "2026-02", 0), [1_200, 0, 1_200, 0, 800]);
    company.obeys_the_laws();
}

/// Siebel's "recoverable, balance forgiven": what is left some days after the end is let go, once
/// the last run has kept its part.
#[test]
fn the_rest_may_be_forgiven_at_the_end() {
    let mut company = company(&changed(
        SIEBEL,
        &[("at_end = \"owed\"", "at_end = { forgiven_after_days = 10 }")],
    ));
    company.tell("hr", assign("ramp-up", "2026-01-01", "2026-02-28")).unwrap();
    assert_eq!(month(&mut company, "2026-01", 1_000), [1_000, 1_000, 0, 2_000, 1_000]);
    assert_eq!(month(&mut company, "2026-02", 2_400), [2_400, 0, 400, 2_000, 600]);
    assert_eq!(became(&company), [1_000, 0, 400, 0, 600]);
    // February 28 + 10 days = March 10.
    company.on("2026-03-11");
    company.passes_days();
    assert_eq!(became(&company), [1_000, 0, 400, 600, 0]);
    assert_eq!(company.balance("Expenses:DrawForgiven"), "600.00");
    assert_eq!(company.balance("Assets:DrawReceivable:ana"), "0");
    company.on("2026-03-12");
    company.receives("late", "press", amount!(5_000.00 USD));
    company.on("2026-04-01");
    assert_eq!(company.pays("2026-03"), amount!(500.00 USD));
    company.obeys_the_laws();
}

/// Ana leaves on February 15. For February nothing is topped up, and what she owes stays owed or is
/// forgiven when February is reckoned.
#[test]
fn who_leaves_still_owes_a_draw_or_is_let_off() {
    let story = |on_leaving: &str| {
        let word = format!("on_leaving = \"{on_leaving}\"");
        let mut company = company(&changed(SIEBEL, &[("on_leaving = \"owed\"", &word)]));
        company.tell("hr", assign("ramp-up", "2026-01-01", "2026-06-30")).unwrap();
        assert_eq!(month(&mut company, "2026-01", 1_000), [1_000, 1_000, 0, 2_000, 1_000]);
        earns(&mut company, "2026-02", amount!(700.00 USD));
        company.on("2026-02-16");
        company.tell("hr", LeavePayee { payee: id("ana"), last_day: day("2026-02-15") }).unwrap();
        company
    };
    let mut owed = story("owed");
    // 700 are below the 2,000 that February still protects.
    assert_eq!(paid(&mut owed, "2026-02"), [700, 0, 0, 700, 1_000]);
    assert_eq!(became(&owed), [1_000, 0, 0, 0, 1_000]);
    assert!(draws(&owed)[0].is_over);

    let mut forgiven = story("forgiven");
    assert_eq!(paid(&mut forgiven, "2026-02"), [700, 0, 0, 700, 0]);
    assert_eq!(became(&forgiven), [1_000, 0, 0, 1_000, 0]);
    owed.obeys_the_laws();
    forgiven.obeys_the_laws();
}

/// An advance for a month that the payee had already left by then was given before we were told; it
/// is reckoned, and stays owed.
#[test]
fn an_advance_for_days_after_the_last_one_stays_owed() {
    let mut company = company(ADVANCE);
    company.tell("hr", assign("advance", "2026-01-01", "2026-06-30")).unwrap();
    assert_eq!(month(&mut company, "2026-01", 2_000), [2_000, 2_000, 2_000, 2_000, 0]);
    company.on("2026-02-03");
    company.passes_days();
    company.tell("hr", LeavePayee { payee: id("ana"), last_day: day("2026-01-31") }).unwrap();
    assert_eq!(month(&mut company, "2026-02", 0), [0, 2_000, 0, 2_000, 2_000]);
    let [view] = &draws(&company)[..] else { panic!("Ana has one draw") };
    assert!(view.is_over && view.owed == amount!(2_000.00 USD) && view.covered.is_zero());
    assert_eq!(month(&mut company, "2026-03", 0), [0, 0, 0, 0, 2_000]);
    company.obeys_the_laws();
}

/// The pay that a recovery leaves is protected while the draw runs, or until all is recovered.
#[test]
fn pay_may_be_protected_beyond_the_end_of_the_draw() {
    let mut company = company(&changed(SIEBEL, &[("while = \"draw_runs\"", "while = \"owed\"")]));
    company.tell("hr", assign("ramp-up", "2026-01-01", "2026-01-31")).unwrap();
    assert_eq!(month(&mut company, "2026-01", 1_000), [1_000, 1_000, 0, 2_000, 1_000]);
    assert_eq!(month(&mut company, "2026-02", 1_900), [1_900, 0, 0, 1_900, 1_000]);
    assert_eq!(month(&mut company, "2026-03", 2_300), [2_300, 0, 300, 2_000, 700]);
    company.obeys_the_laws();
}

/// Two draws stand. Xactly recovers all of the added one first; a plan may also say oldest first.
#[test]
fn several_draws_are_recovered_as_listed_or_oldest_first() {
    let free =
        "starts = \"at_once\", protects = \"nothing\", at_end = \"owed\", on_leaving = \"owed\"";
    let loan = changed(ON_TOP, &[("recovery = \"none\"", &format!("recovery = {{ {free} }}"))]);
    let was = "starts = \"at_once\", protects = { pay = \"2_000 USD\", while = \"draw_runs\" }, at_end = \"owed\", on_leaving = \"owed\"";
    let filled = changed(SIEBEL, &[(was, free)]);
    let story = |order: &str| {
        let plan = format!("{PLAN}draws_recovered = \"{order}\"\n");
        let mut company = company_of(&plan, &format!("{loan}{filled}"));
        company.tell("hr", assign("ramp-up", "2026-01-01", "2026-01-31")).unwrap();
        company.tell("hr", assign("stipend", "2026-02-01", "2026-02-28")).unwrap();
        // January: 2,000 - 1,500 = 500 filled up. February: 300 on top.
        assert_eq!(month(&mut company, "2026-01", 1_500), [1_500, 500, 0, 2_000, 500]);
        assert_eq!(month(&mut company, "2026-02", 0), [0, 300, 0, 300, 800]);
        // March earns 400: which debt becomes smaller?
        assert_eq!(month(&mut company, "2026-03", 400), [400, 0, 400, 0, 400]);
        company.obeys_the_laws();
        let owed = draws(&company);
        owed.iter().map(|it| (it.draw.to_string(), it.owed.digits())).collect::<Vec<_>>()
    };
    let is = |filled: &str, added: &str| {
        vec![("ramp-up".to_owned(), filled.to_owned()), ("stipend".to_owned(), added.to_owned())]
    };
    assert_eq!(story("oldest_first"), is("100.00", "300.00"));
    // The stipend stands first in the plan: 300 of it, then 100 of the other.
    assert_eq!(story("as_listed"), is("400.00", "0.00"));
}

/// A quarter's draw is topped up once, for all three months.
#[test]
fn a_draw_may_be_for_a_quarter() {
    let mut company =
        company(&changed(SIEBEL, &[("each       = \"month\"", "each       = \"quarter\"")]));
    company.tell("hr", assign("ramp-up", "2026-01-01", "2026-06-30")).unwrap();
    assert_eq!(month(&mut company, "2026-01", 400), [400, 0, 0, 400, 0]);
    assert_eq!(month(&mut company, "2026-02", 500), [500, 0, 0, 500, 0]);
    // 2,000 - (400 + 500 + 600) = 500.
    assert_eq!(month(&mut company, "2026-03", 600), [600, 500, 0, 1_100, 500]);
    company.obeys_the_laws();
}

/// What is told by some days after the month counts; what is told later changes no draw.
#[test]
fn a_month_is_reckoned_some_days_after_its_end() {
    let mut company = company(&changed(SIEBEL, &[("days_after = 0", "days_after = 5")]));
    company.tell("hr", assign("ramp-up", "2026-01-01", "2026-06-30")).unwrap();
    earns(&mut company, "2026-01", amount!(1_500.00 USD));
    company.on("2026-02-07");
    company.passes_days(); // through February 6; January was reckoned on the 5th
    assert_eq!(became(&company), [500, 0, 0, 0, 500]);
    let payable = company.payee("ana").payable;
    assert_eq!(payable, amount!(2_000.00 USD));
    company.obeys_the_laws();
}

#[test]
fn a_draw_ends_sooner_and_what_was_given_stays_given() {
    let mut company = company(SIEBEL);
    company.tell("hr", assign("ramp-up", "2026-01-01", "2026-06-30")).unwrap();
    assert_eq!(month(&mut company, "2026-01", 1_500), [1_500, 500, 0, 2_000, 500]);
    let end = |through: &str| EndDraw {
        payee: id("ana"),
        plan: id("field"),
        draw: id("ramp-up"),
        through: day(through),
    };
    company.tell("hr", end("2026-02-28")).unwrap();
    assert_eq!(month(&mut company, "2026-02", 1_600), [1_600, 400, 0, 2_000, 900]);
    // In March there is no draw: nothing is filled up, and nothing is protected.
    assert_eq!(month(&mut company, "2026-03", 1_000), [1_000, 0, 900, 100, 0]);
    // January was reckoned: the draw cannot end before it any more.
    let refused = company.tell("hr", end("2026-01-31")).unwrap_err();
    assert_eq!(refused.code(), "R6024"); // it is over
    // It may be assigned again, for days it does not have.
    company.tell("hr", assign("ramp-up", "2026-04-01", "2026-04-30")).unwrap();
    assert_eq!(month(&mut company, "2026-04", 1_900), [1_900, 100, 0, 2_000, 100]);
    company.obeys_the_laws();
}

/// Who is taken off the plan gets no draw of it, and is told why.
#[test]
fn who_is_not_under_the_plan_gets_no_draw() {
    let assigned = PLAN.replace("\"everyone\"", "\"assigned\"");
    let mut company = Company::with_plan(&format!("{assigned}{REST}{SIEBEL}"));
    let (payee, plan, from) = (id("ana"), id("field"), day("2026-01-01"));
    company.tell("hr", referral_ledger::command::AssignPlan { payee, plan, from }).unwrap();
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.tell("hr", assign("ramp-up", "2026-01-01", "2026-06-30")).unwrap();
    assert_eq!(month(&mut company, "2026-01", 1_500), [1_500, 500, 0, 2_000, 500]);
    let (payee, plan, from) = (id("ana"), id("field"), day("2026-02-01"));
    company.tell("hr", UnassignPlan { payee, plan, from }).unwrap();
    assert_eq!(month(&mut company, "2026-02", 0), [0, 0, 0, 0, 500]);
    let (ledger, records) = (company.journal.ledger(), &company.journal);
    let page = Statement::of(ledger, records, &id("ana"), id("2026-02")).unwrap();
    let page = page.render(&Directory::new());
    assert!(page.contains("assigned to no plan on 2026-02-28"), "{page}");
    company.obeys_the_laws();
}

/// What a void run kept is owed again, and kept again by the run that follows.
#[test]
fn a_void_run_puts_back_what_it_kept() {
    let mut company = company(SIEBEL);
    company.tell("hr", assign("ramp-up", "2026-01-01", "2026-06-30")).unwrap();
    assert_eq!(month(&mut company, "2026-01", 1_500), [1_500, 500, 0, 2_000, 500]);
    earns(&mut company, "2026-02", amount!(2_300.00 USD));
    company.on("2026-03-01");
    let first = company.locks("2026-02");
    assert_eq!(became(&company), [500, 0, 300, 0, 200]);
    let void = VoidRun { run: first.clone(), reason: id("wrong-cut-off") };
    company.tell("controller", void).unwrap();
    assert_eq!(became(&company), [500, 0, 0, 0, 500]);
    let again = referral_ledger::command::LockRun::regular(first.next(), day("2026-02-28"));
    company.tell("payroll", again).unwrap();
    assert_eq!(became(&company), [500, 0, 300, 0, 200]);
    let digest = company.journal.ledger().run(&first.next()).unwrap().digest;
    company.tell("controller", ApproveRun { run: first.next(), digest }).unwrap();
    company.obeys_the_laws();
}

/// A draw in a run that is under way is not paid yet, and another run keeps nothing of it.
#[test]
fn a_draw_that_is_in_a_run_under_way_is_not_recovered_by_the_next() {
    let mut company = company(SIEBEL);
    company.tell("hr", assign("ramp-up", "2026-01-01", "2026-06-30")).unwrap();
    earns(&mut company, "2026-01", amount!(1_500.00 USD));
    let january = company.on("2026-02-01").locks("2026-01"); // with 500 of draw
    earns(&mut company, "2026-02", amount!(2_300.00 USD));
    let february = company.on("2026-03-01").locks("2026-02");
    assert_eq!(became(&company), [500, 0, 0, 0, 500]);
    // January's is void: the 500 were never paid, and nobody kept them.
    company.tell("controller", VoidRun { run: january, reason: id("wrong-cut-off") }).unwrap();
    let line = company.journal.ledger().run_line(&february, &id("ana")).unwrap();
    assert_eq!((line.paid, line.recovered), (amount!(2_300.00 USD), amount!(0.00 USD)));
    company.obeys_the_laws();
}

/// An adjustment by hand is no part of what was earned: it neither lowers a draw nor carries on. A
/// run may keep a draw of it, as of other pay.
#[test]
fn an_adjustment_by_hand_does_not_fill_up_a_draw() {
    use referral_ledger::adjustment::Direction;
    let mut company = company(SIEBEL);
    company.tell("hr", assign("ramp-up", "2026-01-01", "2026-06-30")).unwrap();
    earns(&mut company, "2026-01", amount!(1_500.00 USD));
    let proposal = propose("case-7", "ana", Direction::Up, amount!(100.00 USD));
    company.tell("lena", proposal).unwrap();
    company.approves_adjustment("max", "case-7");
    company.on("2026-02-01");
    // 2,000 - 1,500 = 500 of draw, and the 100 beside it.
    assert_eq!(company.pays("2026-01"), amount!(2_100.00 USD));
    assert_eq!(became(&company), [500, 0, 0, 0, 500]);
    company.obeys_the_laws();
}

/// Ana's statements say what was given and why, what a run kept of it, and where it stands.
#[test]
fn a_statement_explains_what_was_given_and_what_was_kept() {
    let mut company = company(SIEBEL);
    company.tell("hr", assign("ramp-up", "2026-01-01", "2026-06-30")).unwrap();
    month(&mut company, "2026-01", 1_500);
    month(&mut company, "2026-02", 2_300);
    company.on("2026-03-02");
    let page = |month: &str| {
        let (ledger, records) = (company.journal.ledger(), &company.journal);
        let page = Statement::of(ledger, records, &id("ana"), id(month)).unwrap();
        page.render(&Directory::new())
    };
    let january = page("2026-01");
    for line in [
        "DRAWS (to be paid back: they change nothing in the sum)                      USD",
        "2026-01-31  draw ramp-up of 2026-01, given                                500.00",
        "            draw ramp-up: 2000.00 USD for the whole period",
        "            earned in 2026-01: 1500.00 USD",
        "            1500.00 USD is short of 2000.00 USD by 500.00 USD",
        "            kept from runs for 2026-01 on",
    ] {
        assert!(january.contains(line), "{line}\n{january}");
    }
    let february = page("2026-02");
    assert!(february.contains("enough was earned to need no draw"), "{february}");
    let march = page("2026-03");
    for line in [
        "            2300.00 USD was payable",
        "            less 300.00 USD kept against the draw ramp-up of 2026-01",
        "            = 2000.00 USD paid",
        "- owed back of draws                                                      200.00",
    ] {
        assert!(march.contains(line), "{line}\n{march}");
    }
}

/// Who joins in the middle of a month has no draw for it, where the draw is due on its first day.
#[test]
fn who_is_not_there_yet_gets_no_draw() {
    let mut company = company(ON_TOP);
    company
        .tell(
            "hr",
            referral_ledger::command::RegisterPayee {
                payee: id("dora"),
                group: id("us-field"),
                class: WorkerClass::Employee,
                employed_from: day("2026-01-15"),
            },
        )
        .unwrap();
    let dora = AssignDraw { payee: id("dora"), ..assign("stipend", "2026-01-01", "2026-02-28") };
    company.tell("hr", dora).unwrap();
    company.on("2026-03-01");
    company.passes_days();
    let [view] = &company.journal.ledger().draws(&id("dora"))[..] else { panic!("one draw") };
    assert_eq!((view.given, view.is_over), (amount!(300.00 USD), true)); // February's
    company.obeys_the_laws();
}

/// The same of an advance: what was not given is not reckoned either.
#[test]
fn an_advance_that_was_not_given_is_not_reckoned() {
    let mut company = company(ADVANCE);
    let (payee, group) = (id("dora"), id("us-field"));
    let (class, employed_from) = (WorkerClass::Employee, day("2026-01-15"));
    let dora = referral_ledger::command::RegisterPayee { payee, group, class, employed_from };
    company.tell("hr", dora).unwrap();
    let dora = AssignDraw { payee: id("dora"), ..assign("advance", "2026-01-01", "2026-02-28") };
    company.tell("hr", dora).unwrap();
    company.on("2026-03-01");
    company.passes_days();
    let [view] = &company.journal.ledger().draws(&id("dora"))[..] else { panic!("one draw") };
    assert_eq!((view.given, view.owed), (amount!(2_000.00 USD), amount!(2_000.00 USD)));
    assert!(view.is_over);
    company.obeys_the_laws();
}
