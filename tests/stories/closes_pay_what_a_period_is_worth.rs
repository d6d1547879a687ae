//! Measures, quotas and the close of a period, choice by choice: the same months under plans that
//! differ in one word, with the arithmetic beside the amounts.

use crate::support::{Company, Heard, changed, day, forms, id, said, whys};
use referral_ledger::amount;
use referral_ledger::command::{AssignQuota, AssignTeam, QuotaOf, Retract};
use referral_ledger::deal::FactRef;
use referral_ledger::id::PaymentId;
use referral_ledger::lead::LeadKind;
use referral_ledger::report::{Directory, Statement};

/// Two per cent of what a payee collected in a quarter, three beyond the quota.
pub(crate) const PLAN: &str = r#"
schema = 1

[plan]
id         = "quota"
version    = "2026"
title      = "A commission by quarters"
because    = "Policy Q"
effective  = { from = 2026-01-01 }
chosen_by  = "reported"
applies_to = "everyone"
currency   = "USD"
timezone   = "America/New_York"
order      = ["rate", "round", "pay_split"]
rounding   = { mode = "half_even", basis = "each_fact" }
leftover   = "largest_remainder"
leaver     = "keeps_what_was_triggered"

[leads]
acceptance        = "required"
win_before_report = "refused"

[[split]]
role  = "originator"
share = "60%"

[[split]]
role        = "co_source"
share       = "40%"
when_absent = "originator"

[[measure]]
id      = "sold"
of      = "collected"
on      = "paid"
lead    = "all"
credit  = "each_by_share"
refunds = "kept"
quota   = { each = "quarter", part_period = "prorated_by_days" }

[[tiers]]
id         = "over-quota"
measure    = { attainment_of = "sold" }
accumulate = "close"
boundary   = "upper"
steps      = [
  { above = "0%",   rate = "2%", way = "marginal" },
  { above = "100%", rate = "3%", way = "marginal" },
]

[[component]]
id = "quarter"
on = { closes = "quarter", whose = "payee", counts = "period", days_after = 5, late_facts = "trued_up", when_lower = "taken_back" }

  [[component.rule]]
  id      = "quarter-commission"
  because = "Policy Q, clause 1"
  when    = "always"
  payee   = "measured"
  pays    = { tiers = "over-quota", of = "sold" }
  hold    = "none"
"#;

/// A company under a plan in which ana has a quota of 30,000 a quarter.
fn under(plan: &str) -> Company {
    let mut company = Company::with_plan(plan);
    company.assigns("ana", amount!(30_000.00 USD), "2026-01-01");
    company
}

impl Company {
    fn assigns(&mut self, payee: &str, quota: referral_ledger::money::Amount, from: &str) {
        let (plan, measure, of) = (id("quota"), id("sold"), QuotaOf::Payee(id(payee)));
        let quota = Some(quota.into());
        self.tell("hr", AssignQuota { plan, measure, of, quota, from: day(from) }).unwrap();
    }

    fn joins(&mut self, payee: &str, team: &str, from: &str) {
        let (payee, team, from) = (id(payee), Some(id(team)), day(from));
        self.tell("hr", AssignTeam { payee, team, from }).unwrap();
    }

    /// A payee sells something, and it is paid at once.
    fn collects_on(&mut self, by: &str, deal: &str, on: &str, net: referral_ledger::money::Amount) {
        self.on(on).sells(by, deal, LeadKind::NewEquipment);
        let _nothing_yet = self.receives(&format!("payment of {deal}"), deal, net);
    }

    fn closes(&mut self, on: &str) -> Heard {
        let heard = self.on(on).passes_days();
        self.obeys_the_laws();
        heard
    }
}

#[test]
fn a_quarter_pays_two_per_cent_and_three_beyond_the_quota() {
    let mut company = under(PLAN);
    company.collects_on("ana", "D1", "2026-01-20", amount!(20_000.00 USD));
    company.collects_on("ana", "D2", "2026-03-10", amount!(25_000.00 USD));
    // The quarter ends on 31 March, and is reckoned once five more days have passed.
    assert_eq!(said(&company.closes("2026-04-05")), Vec::<String>::new());
    let closed = company.closes("2026-04-06");
    // 45,000 of 30,000 is 150%: 30,000 x 2% + 15,000 x 3%.
    assert_eq!(said(&closed), ["ana 1050.00"]);
    assert_eq!(
        whys(&closed),
        ["1050.00 USD to ana for period 2026Q1, 2026-03-31: rule quarter-commission of quota@2026
  sold, 2026Q1: 45000.00 USD
  of a quota of 30000.00 USD sold that is 150%
  above 0.00 USD to 30000.00 USD: 30000.00 USD x 2% = 600.00 USD
  above 30000.00 USD: 15000.00 USD x 3% = 450.00 USD
  together 1050.00 USD
  payable from 2026-04-05"]
    );
    assert_eq!(company.balance("Liabilities:Incentives:Payable:ana"), "-1050.00");
    let month = "2026-03".parse().unwrap();
    let ledger = company.journal.ledger();
    let statement = Statement::of(ledger, &company.journal, &id("ana"), month).unwrap();
    let page = statement.render(&Directory::new());
    assert!(page.contains("period 2026Q1, closed"), "{page}");
    // Who counted nothing and has no quota is told nothing; who has one is told why it is zero.
    company.assigns("ben", amount!(9_000.00 USD), "2026-04-01");
    let closed = company.closes("2026-07-06");
    assert_eq!(said(&closed), ["ana 0.00", "ben 0.00"]);
    assert!(
        whys(&closed)[1].ends_with(
            "sold, 2026Q2: 0.00 USD
  of a quota of 9000.00 USD sold that is 0%
  together 0.00 USD"
        ),
        "{}",
        whys(&closed)[1]
    );
}

#[test]
fn without_a_quota_nothing_is_attained_and_the_zero_says_so() {
    let mut company = Company::with_plan(PLAN);
    company.collects_on("ben", "D1", "2026-02-03", amount!(8_000.00 USD));
    let closed = company.closes("2026-04-06");
    assert_eq!(said(&closed), ["ben 0.00"]);
    let why = &whys(&closed)[0];
    assert!(why.ends_with("nothing: no quota of sold was assigned for these days"), "{why}");
}

#[test]
fn what_two_people_sell_counts_for_each_by_their_share_or_for_each_in_full() {
    let sell = |plan: &str| {
        let mut company = under(plan);
        company.assigns("ben", amount!(10_000.00 USD), "2026-01-01");
        company.on("2026-02-02").reports_with(
            "ana",
            "D",
            LeadKind::NewEquipment,
            &[("co_source", "ben")],
        );
        company.accepts("D");
        company.wins("D");
        let _counted = company.receives("P", "D", amount!(10_000.01 USD));
        said(&company.closes("2026-04-06"))
    };
    // 6,000.01 and 4,000.00 (the largest remainder), both below their quotas: at 2%.
    assert_eq!(sell(PLAN), ["ana 120.00", "ben 80.00"]);
    // 10,000.01 for each; ben attains 100.0001%: a cent of it lies above his quota.
    let in_full = changed(PLAN, &[("\"each_by_share\"", "\"each_in_full\"")]);
    assert_eq!(sell(&in_full), ["ana 200.00", "ben 200.00"]);
    let one = changed(PLAN, &[("\"each_by_share\"", "\"originator\"")]);
    assert_eq!(sell(&one), ["ana 200.00", "ben 0.00"]);
    let manager = "{ manager_of = \"originator\", on = \"won\" }";
    let managed = changed(PLAN, &[("\"each_by_share\"", manager)]);
    assert_eq!(sell(&managed), ["ana 0.00", "ben 0.00"]); // nobody is the manager
}

#[test]
fn a_late_fact_has_the_quarter_reckoned_again_or_is_left_out() {
    let late = |plan: &str| {
        let mut company = under(plan);
        company.collects_on("ana", "D1", "2026-01-20", amount!(20_000.00 USD));
        assert_eq!(said(&company.closes("2026-04-06")), ["ana 400.00"]);
        // Told in April: money that came in on 30 March.
        company.on("2026-04-07");
        let late = forms::payment("P2", "D1", "2026-03-30", amount!(15_000.00 USD));
        let told = company.tell("bank", late).unwrap();
        assert_eq!(said(&told), Vec::<String>::new());
        let again = company.closes("2026-04-08");
        (said(&again), whys(&again))
    };
    // 35,000 of 30,000: 600 + 5,000 x 3% = 750, less 400.
    let (amounts, whys) = late(PLAN);
    assert_eq!(amounts, ["ana 350.00"]);
    assert!(whys[0].contains("together 750.00 USD\n  less 400.00 USD posted before = 350.00 USD"));
    let (left_out, _) = late(&changed(PLAN, &[("\"trued_up\"", "\"left_out\"")]));
    assert_eq!(left_out, Vec::<String>::new());
}

#[test]
fn a_refund_is_kept_out_or_lowers_the_month_of_either() {
    let refund = |word: &str, lower: &str| {
        let plan =
            changed(PLAN, &[("refunds = \"kept\"", word), ("when_lower = \"taken_back\"", lower)]);
        let mut company = under(&plan);
        company.collects_on("ana", "D1", "2026-01-20", amount!(20_000.00 USD));
        let first = said(&company.closes("2026-04-06"));
        let _refunded =
            company.on("2026-04-20").refunds("R1", "payment of D1", amount!(5_000.00 USD));
        let again = said(&company.closes("2026-04-21"));
        company.collects_on("ana", "D2", "2026-05-20", amount!(12_000.00 USD));
        let second = said(&company.closes("2026-07-06"));
        [first, again, second].concat()
    };
    let taken_back = "when_lower = \"taken_back\"";
    // Kept: 20,000 and 12,000 at 2%.
    let kept = refund("refunds = \"kept\"", taken_back);
    assert_eq!(kept, ["ana 400.00", "ana 240.00"]);
    // It lowers April, so the second quarter counts 7,000.
    let later = refund("refunds = \"lowers_later\"", taken_back);
    assert_eq!(later, ["ana 400.00", "ana 140.00"]);
    // It lowers January: 15,000 x 2% = 300, so 100 is taken back.
    let its = refund("refunds = \"lowers_its_period\"", taken_back);
    assert_eq!(its, ["ana 400.00", "ana -100.00", "ana 240.00"]);
    // The same, but what was posted stays.
    let left = refund("refunds = \"lowers_its_period\"", "when_lower = \"left\"");
    assert_eq!(left, ["ana 400.00", "ana 240.00"]);
}

#[test]
fn a_refund_told_by_mistake_counts_again_and_a_payment_told_by_mistake_no_longer() {
    let plan = changed(PLAN, &[("refunds = \"kept\"", "refunds = \"lowers_its_period\"")]);
    let mut company = under(&plan);
    company.collects_on("ana", "D1", "2026-01-20", amount!(20_000.00 USD));
    let _refunded = company.refunds("R1", "payment of D1", amount!(5_000.00 USD));
    let fact = FactRef::Refund(referral_ledger::id::RefundId::named("R1"));
    company.tell("bank", Retract { fact, reason: id("wrong-row") }).unwrap();
    assert_eq!(said(&company.closes("2026-04-06")), ["ana 400.00"]);
    let fact = FactRef::Payment(PaymentId::named("payment of D1"));
    company.tell("bank", Retract { fact, reason: id("wrong-row") }).unwrap();
    let again = company.closes("2026-04-08");
    assert_eq!(said(&again), ["ana -400.00"]);
    assert!(whys(&again)[0].contains("taken back from ana"), "{}", whys(&again)[0]);
    assert_eq!(company.places("ana")[1], "0.00");
}

#[test]
fn year_to_date_pays_what_the_year_is_worth_less_what_it_paid() {
    let plan = changed(
        PLAN,
        &[
            ("counts = \"period\"", "counts = \"year_to_date\""),
            ("when_lower = \"taken_back\"", "when_lower = \"left\""),
        ],
    );
    let mut company = under(&plan);
    company.collects_on("ana", "D1", "2026-02-20", amount!(40_000.00 USD));
    // 40,000 of 30,000: 30,000 x 2% + 10,000 x 3% = 900.
    assert_eq!(said(&company.closes("2026-04-06")), ["ana 900.00"]);
    company.collects_on("ana", "D2", "2026-05-20", amount!(2_000.00 USD));
    // 42,000 of 60,000 by the half of the year: 840, and 900 was posted. It stays.
    let half = company.closes("2026-07-06");
    assert_eq!(said(&half), ["ana 0.00"]);
    assert!(
        whys(&half)[0].ends_with("less 900.00 USD posted before = 0.00 USD"),
        "{}",
        whys(&half)[0]
    );
    company.collects_on("ana", "D3", "2026-08-20", amount!(60_000.00 USD));
    // 102,000 of 90,000: 90,000 x 2% + 12,000 x 3% = 2,160, less 900.
    assert_eq!(said(&company.closes("2026-10-06")), ["ana 1260.00"]);
}

#[test]
fn a_quota_counts_by_the_days_it_was_assigned_or_in_full() {
    let changing = |plan: &str| {
        let mut company = under(plan);
        // From 1 February on 48,000 a quarter.
        company.assigns("ana", amount!(48_000.00 USD), "2026-02-01");
        company.collects_on("ana", "D1", "2026-02-20", amount!(48_000.00 USD));
        whys(&company.closes("2026-04-06"))[0].clone()
    };
    // 31 of 90 days of 30,000 and 59 of 48,000: 10,333.33 + 31,466.67.
    let prorated = changing(PLAN);
    assert!(prorated.contains("a quota of 41800.00 USD sold that is 114.8325%"), "{prorated}");
    let in_full = changing(&changed(PLAN, &[("\"prorated_by_days\"", "\"in_full\"")]));
    assert!(in_full.contains("a quota of 48000.00 USD sold that is 100%"), "{in_full}");
}

#[test]
fn who_joins_or_leaves_in_a_quarter_has_a_part_of_the_quota() {
    let mut company = under(PLAN);
    company.collects_on("ana", "D1", "2026-01-20", amount!(20_000.00 USD));
    company.on("2026-02-15").leaves("ana", "2026-02-14");
    // 45 of 90 days: 15,000. What she sold by her last day is hers: 300 + 150.
    assert_eq!(said(&company.closes("2026-04-06")), ["ana 450.00"]);
}

const TEAM: &[(&str, &str)] = &[
    ("whose = \"payee\"", "whose = \"team\""),
    ("payee   = \"measured\"", "payee   = { members = \"equally\" }"),
    ("{ attainment_of = \"sold\" }", "\"sold\""),
    ("above = \"0%\"", "above = \"0 USD\""),
    ("above = \"100%\"", "above = \"30_000 USD\""),
];

#[test]
fn a_team_divides_what_it_earns_equally_or_by_what_each_brought() {
    let team = |by: &str| {
        let plan = changed(&changed(PLAN, TEAM), &[("\"equally\"", by)]);
        let mut company = Company::with_plan(&plan);
        for payee in ["ana", "ben", "cleo"] {
            company.joins(payee, "north", "2026-01-01");
        }
        company.collects_on("ana", "D1", "2026-01-20", amount!(30_000.00 USD));
        company.collects_on("ben", "D2", "2026-01-21", amount!(10_000.00 USD));
        company.closes("2026-04-06")
    };
    // 40,000: 30,000 x 2% + 10,000 x 3% = 900, in three parts.
    let equally = team("\"equally\"");
    assert_eq!(said(&equally), ["ana 300.00", "ben 300.00", "cleo 300.00"]);
    assert!(whys(&equally)[0].contains("sold, team north, 2026Q1: 40000.00 USD"));
    assert!(whys(&equally)[2].contains("\n  1 of 3: 300.00 USD of 900.00 USD\n"));
    // Three quarters and one quarter of it.
    let by_measure = team("\"sold\"");
    assert_eq!(said(&by_measure), ["ana 675.00", "ben 225.00", "cleo 0.00"]);
}

#[test]
fn a_pool_of_a_fixed_amount_is_divided_in_proportion_to_what_each_brought() {
    let plan = changed(
        &changed(PLAN, TEAM),
        &[
            ("whose = \"team\"", "whose = \"everyone\""),
            ("\"equally\"", "\"sold\""),
            ("{ tiers = \"over-quota\", of = \"sold\" }", "{ flat = \"1_000 USD\" }"),
        ],
    );
    let (start, end) = (plan.find("[[tiers]]").unwrap(), plan.find("[[component]]").unwrap());
    let plan = format!("{}{}", &plan[..start], &plan[end..]);
    let mut company = Company::with_plan(&plan);
    company.collects_on("ana", "D1", "2026-01-20", amount!(20_000.00 USD));
    company.collects_on("ben", "D2", "2026-01-21", amount!(10_000.00 USD));
    // Two thirds and one third of 1,000: 666.67 + 333.33.
    assert_eq!(said(&company.closes("2026-04-06")), ["ana 666.67", "ben 333.33", "cleo 0.00"]);
    // Nobody brought anything: nothing is divided, and each hears so.
    assert_eq!(said(&company.closes("2026-07-06")), ["ana 0.00", "ben 0.00", "cleo 0.00"]);
}

const GUARANTEE: &str = r#"
[[measure]]
id    = "earned"
of    = { rules = ["commission"] }
quota = "none"

[[component]]
id = "commission"
on = "paid"

  [[component.rule]]
  id       = "commission"
  because  = "Policy Q, clause 2"
  when     = "always"
  payee    = "originator"
  pays     = { rate = "5%", of = "collected" }
  hold     = "none"
  clawback = { on = ["refunded"], take = "full", window = "without_end", refund_target = "proportional" }

[[component]]
id = "guarantee"
on = { closes = "month", whose = "payee", counts = "period", days_after = 0, late_facts = "left_out", when_lower = "left" }

  [[component.rule]]
  id      = "guarantee"
  because = "Policy Q, clause 3: 2,000 a month at the least"
  when    = "always"
  payee   = "measured"
  pays    = { top_up_to = "2_000 USD", of = "earned", part_period = "prorated_by_days" }
  hold    = { days = 10, after = "close" }
"#;

#[test]
fn a_guarantee_fills_up_what_other_rules_made() {
    let start = PLAN.find("[[measure]]").unwrap();
    let plan = format!("{}{GUARANTEE}", &PLAN[..start]);
    let mut company = Company::with_plan(&plan);
    company.collects_on("ana", "D1", "2026-01-20", amount!(30_000.00 USD));
    company.collects_on("ben", "D2", "2026-01-21", amount!(60_000.00 USD));
    company.on("2026-01-22").leaves("cleo", "2026-01-21");
    // ana made 1,500, ben 3,000; cleo was there for 21 of 31 days: 1,354.84.
    let closed = company.closes("2026-02-01");
    assert_eq!(said(&closed), ["ana 500.00", "ben 0.00", "cleo 1354.84"]);
    assert!(whys(&closed)[0].contains("1500.00 USD is short of 2000.00 USD by 500.00 USD"));
    assert!(whys(&closed)[1].contains("3000.00 USD is not short of 2000.00 USD"));
    assert!(whys(&closed)[2].contains("for 21 of 31 days: 1354.84 USD"));
    // Held until the tenth day after the last one, and payable from then on.
    assert_eq!(company.places("ana")[..2], ["500.00", "1500.00"]);
    let _vested = company.closes("2026-02-11");
    assert_eq!(company.places("ana")[..2], ["0.00", "2000.00"]);
}

#[test]
fn a_close_that_comes_after_several_periods_pays_each_of_them() {
    let mut company = under(PLAN);
    company.collects_on("ana", "D1", "2026-01-20", amount!(20_000.00 USD));
    company.collects_on("ana", "D2", "2026-05-20", amount!(10_000.00 USD));
    let closed = company.closes("2026-08-01");
    assert_eq!(said(&closed), ["ana 400.00", "ana 200.00"]);
    assert!(whys(&closed)[1].contains("sold, 2026Q2: 10000.00 USD"));
}

#[test]
fn what_a_close_pays_may_wait_for_an_approval() {
    let plan = changed(PLAN, &[("hold    = \"none\"", "hold    = { until = \"approved\" }")]);
    let mut company = under(&plan);
    company.collects_on("ana", "D1", "2026-01-20", amount!(20_000.00 USD));
    let closed = company.closes("2026-04-06");
    assert_eq!(said(&closed), ["ana 400.00"]);
    assert_eq!(company.places("ana")[..2], ["400.00", "0.00"]);
    let reward = closed.rewards().next().unwrap().why().reward().unwrap();
    let approve = forms::approve_reward("A1", reward, amount!(400.00 USD));
    company.tell("controller", approve).unwrap();
    assert_eq!(company.places("ana")[..2], ["0.00", "400.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_late_fact_and_the_next_close_of_the_year_pay_it_once() {
    let to_date = |lower: &str| {
        changed(
            PLAN,
            &[("counts = \"period\"", "counts = \"year_to_date\""), ("\"taken_back\"", lower)],
        )
    };
    let mut company = under(&to_date("\"taken_back\""));
    company.collects_on("ana", "D1", "2026-01-20", amount!(20_000.00 USD));
    assert_eq!(said(&company.closes("2026-04-06")), ["ana 400.00"]);
    // Told on the day before the second quarter is reckoned: money of 30 March.
    let late = forms::payment("P2", "D1", "2026-03-30", amount!(15_000.00 USD));
    company.on("2026-07-05").tell("bank", late).unwrap();
    // 35,000 of 60,000 by the half of the year: 700, less 400. And it is not paid again for March.
    assert_eq!(said(&company.closes("2026-07-06")), ["ana 300.00"]);
    assert_eq!(said(&company.closes("2026-07-07")), Vec::<String>::new());

    // The same with money that goes back: it is taken once.
    let plan = changed(&to_date("\"taken_back\""), &[("\"kept\"", "\"lowers_its_period\"")]);
    let mut company = under(&plan);
    company.collects_on("ana", "D1", "2026-01-20", amount!(20_000.00 USD));
    assert_eq!(said(&company.closes("2026-04-06")), ["ana 400.00"]);
    company.on("2026-07-05").refunds("R1", "payment of D1", amount!(20_000.00 USD));
    assert_eq!(said(&company.closes("2026-07-06")), ["ana -400.00"]);
    assert_eq!(company.places("ana")[1], "0.00");
}

#[test]
fn who_is_no_member_any_more_gives_a_part_back() {
    let plan = changed(PLAN, TEAM);
    let mut company = Company::with_plan(&plan);
    company.joins("ana", "north", "2026-01-01");
    company.joins("ben", "north", "2026-01-01");
    company.collects_on("ana", "D1", "2026-01-20", amount!(30_000.00 USD));
    assert_eq!(said(&company.closes("2026-04-06")), ["ana 300.00", "ben 300.00"]);
    // Told in April: ben left in March. The next late fact has the quarter reckoned again.
    company.on("2026-04-07").leaves("ben", "2026-03-15");
    let late = forms::payment("P2", "D1", "2026-03-30", amount!(1_000.00 USD));
    company.tell("bank", late).unwrap();
    // 30,000 x 2% + 1,000 x 3% = 630, all of it ana's.
    assert_eq!(said(&company.closes("2026-04-08")), ["ana 330.00", "ben -300.00"]);
}

#[test]
fn an_attainment_is_not_rounded_before_it_picks_a_step() {
    // Three machines are the quota; two are two thirds of it, above half and below 80 %.
    let reached = |boundary: &str, table: &str| {
        let (start, end) = (PLAN.find("[[tiers]]").unwrap(), PLAN.find("[[component]]").unwrap());
        let tiers = format!(
            "[[tiers]]\nid = \"over-quota\"\nmeasure = {{ attainment_of = \"sold\" }}\n\
             accumulate = \"close\"\n{boundary}{table}\n\n"
        );
        let plan = format!("{}{tiers}{}", &PLAN[..start], &PLAN[end..]);
        let plan = changed(&plan, &[("of      = \"collected\"", "of      = \"count\"")]);
        let is_flat = table.contains("flat");
        let plan = if is_flat { changed(&plan, &[(", of = \"sold\"", "")]) } else { plan };
        let mut company = Company::with_plan(&plan);
        let (plan, measure, of) = (id("quota"), id("sold"), QuotaOf::Payee(id("ana")));
        let quota = Some(referral_ledger::reading::Reading::Count(3));
        let from = day("2026-01-01");
        company.tell("hr", AssignQuota { plan, measure, of, quota, from }).unwrap();
        company.collects_on("ana", "D1", "2026-01-20", amount!(1.00 USD));
        company.collects_on("ana", "D2", "2026-01-21", amount!(1.00 USD));
        said(&company.closes("2026-04-06"))
    };
    let steps = |way: &str| {
        format!(
            "steps = [{{ above = \"0%\", flat = \"0 USD\", way = \"whole\" }}, \
             {{ above = \"{way}\", flat = \"50 USD\", way = \"whole\" }}]"
        )
    };
    assert_eq!(reached("boundary = \"lower\"\n", &steps("50%")), ["ana 50.00"]);
    assert_eq!(reached("boundary = \"upper\"\n", &steps("50%")), ["ana 50.00"]);
    assert_eq!(reached("boundary = \"upper\"\n", &steps("80%")), ["ana 0.00"]);
}
