//! Generated histories of a plan that pays at closes: whatever comes in, goes back and is told late
//! or by mistake, what was posted for a period is what its facts are worth, reckoned anew from the
//! facts alone.

use crate::support::{Company, changed, day, forms, id};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use referral_ledger::command::{AssignQuota, AssignTeam, LockRun, PassDay, QuotaOf, Retract};
use referral_ledger::deal::FactRef;
use referral_ledger::id::{PaymentId, RefundId};
use referral_ledger::lead::LeadKind;
use referral_ledger::ledger::laws;
use referral_ledger::money::{Amount, Rounding};
use referral_ledger::time::Date;
use std::collections::BTreeMap;

const PEOPLE: [&str; 3] = ["ana", "ben", "cleo"];

/// The quarter's commission of each payee, one of a team, and a pool.
const PLAN: &str = include_str!("../plan_files/closing.toml");

/// What happens, in the order it is told.
#[derive(Debug, Clone)]
enum Act {
    /// This many days pass.
    Wait(u32),
    /// Somebody sells something that is paid so many days ago, for so much.
    Sell(usize, u32, i64),
    /// Of that payment a part in a hundred goes back.
    Refund(usize, i64),
    /// That payment or refund was told by mistake.
    Forget(bool, usize),
    /// A run pays everybody.
    Pay,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => (1_u32..50).prop_map(Act::Wait),
        5 => (0_usize..3, 0_u32..60, 1_i64..40_000).prop_map(|(who, ago, of)| Act::Sell(who, ago, of)),
        2 => (0_usize..8, 1_i64..=100).prop_map(|(which, part)| Act::Refund(which, part)),
        1 => (any::<bool>(), 0_usize..8).prop_map(|(is_refund, which)| Act::Forget(is_refund, which)),
        1 => Just(Act::Pay),
    ];
    prop::collection::vec(act, 1..40)
}

/// A payment as the reckoning by hand keeps it, in cents.
struct Paid {
    by: usize,
    on: Date,
    net: i64,
    returned: i64,
    is_gone: bool,
}

struct Told {
    company: Company,
    today: Date,
    paid: Vec<Paid>,
    /// The payment, how much, and whether it was taken back.
    refunds: Vec<(usize, i64, bool)>,
    runs: u32,
}

impl Told {
    fn new(plan: &str) -> Told {
        let plan = changed(plan, &[("from = 2026-04-01", "from = 2026-01-01")]);
        let mut company = Company::with_plan(&plan);
        for (payee, quota) in [("ana", 2_000_000), ("ben", 900_000)] {
            let (plan, measure, from) = (id("quota"), id("sold"), day("2026-01-01"));
            let quota = Amount::from_minor(quota, "USD".parse().unwrap()).unwrap();
            let (of, quota) = (QuotaOf::Payee(id(payee)), Some(quota.into()));
            company.tell("hr", AssignQuota { plan, measure, of, quota, from }).unwrap();
        }
        for payee in PEOPLE {
            let (payee, team, from) = (id(payee), Some(id("north")), day("2026-01-01"));
            company.tell("hr", AssignTeam { payee, team, from }).unwrap();
        }
        let today = day("2026-03-01");
        Told { company, today, paid: vec![], refunds: vec![], runs: 0 }
    }

    fn tell(&mut self, act: &Act) {
        let text = self.today.to_string();
        self.company.on(&text);
        let amount = |minor| Amount::from_minor(minor, "USD".parse().unwrap()).unwrap();
        match act {
            Act::Wait(days) => {
                self.today = self.today.plus_days(*days).unwrap();
                let through = self.today.previous().unwrap();
                let text = self.today.to_string();
                self.company.on(&text).tell("cron", PassDay { through }).unwrap();
            }
            Act::Sell(by, ago, net) => {
                let deal = format!("D{}", self.paid.len());
                // Reported and won on the first of March at the latest, so that money may be late.
                let on = (0..*ago).fold(self.today, |day, _| day.previous().unwrap());
                let on = on.max(day("2026-03-01"));
                self.company.sells_on(PEOPLE[*by], &deal, "2026-03-01");
                let payment = forms::payment(&deal, &deal, &on.to_string(), amount(*net));
                self.company.tell("bank", payment).unwrap();
                self.paid.push(Paid { by: *by, on, net: *net, returned: 0, is_gone: false });
            }
            Act::Refund(which, part) => {
                let Some(paid) = self.paid.get_mut(*which) else { return };
                let net = ((paid.net - paid.returned) * part + 99) / 100;
                if paid.is_gone || net <= 0 {
                    return;
                }
                paid.returned += net;
                let refund = format!("R{}", self.refunds.len());
                let of = format!("D{which}");
                let told = forms::refund(&refund, &of, &text, amount(net));
                self.company.tell("bank", told).unwrap();
                self.refunds.push((*which, net, false));
            }
            Act::Forget(true, which) => {
                let Some((of, net, is_gone)) = self.refunds.get_mut(*which) else { return };
                if !std::mem::replace(is_gone, true) {
                    self.paid[*of].returned -= *net;
                    let fact = FactRef::Refund(RefundId::named(&format!("R{which}")));
                    self.company.tell("bank", Retract { fact, reason: id("wrong-row") }).unwrap();
                }
            }
            Act::Forget(false, which) => {
                let Some(paid) = self.paid.get_mut(*which) else { return };
                let is_named = self.refunds.iter().any(|(of, _, gone)| of == which && !gone);
                if !is_named && !std::mem::replace(&mut paid.is_gone, true) {
                    let fact = FactRef::Payment(PaymentId::named(&format!("D{which}")));
                    self.company.tell("bank", Retract { fact, reason: id("wrong-row") }).unwrap();
                }
            }
            Act::Pay => {
                let passed = self.company.journal.ledger().passed_through();
                let cut_off = self.today.previous().unwrap();
                if passed != Some(cut_off) {
                    return;
                }
                self.runs += 1;
                // One run for each month of a year of its own, so that any day may have one.
                let run = format!("us-field/{}/1", cut_off.month());
                let run: referral_ledger::payout::RunId = id(&run);
                if self.company.journal.ledger().run(&run).is_some() {
                    return;
                }
                self.company.tell("payroll", LockRun::regular(run.clone(), cut_off)).unwrap();
                self.company.approves_and_exports(&run);
                self.company.settles(&run);
            }
        }
    }

    /// What one payment counts, in cents: what came in, less the part that went back.
    fn counts(paid: &Paid) -> i64 {
        if paid.is_gone { 0 } else { paid.net - paid.returned }
    }

    /// What was counted for somebody in the second quarter.
    fn sold(&self, by: usize) -> i64 {
        let quarter = day("2026-06-01").quarter();
        let here = self.paid.iter().filter(|it| it.by == by && quarter.contains(it.on));
        here.map(Told::counts).sum()
    }
}

impl Company {
    /// Reported, taken on and won on an earlier day, told today.
    fn sells_on(&mut self, by: &str, deal: &str, on: &str) {
        let mut report = forms::report(by, deal, on);
        report.kind = LeadKind::NewEquipment;
        self.tell(by, report).unwrap();
        self.tell("sales", forms::accept(deal, on)).unwrap();
        self.tell("sales", forms::win(deal, on)).unwrap();
    }
}

/// Two per cent up to the quota, three beyond it, in cents, rounded half to even.
fn worth(sold: i64, quota: i64) -> i64 {
    let (below, beyond) = (sold.min(quota), (sold - quota).max(0));
    let exact = i128::from(below) * 2 + i128::from(beyond) * 3;
    i64::try_from(Rounding::HalfEven.divide(exact, 100).unwrap()).unwrap()
}

/// What each payee got for the second quarter by a rule, less what was taken back.
fn posted(company: &Company, rule: &str) -> BTreeMap<String, i64> {
    let mut posted = BTreeMap::new();
    for reward in company.journal.ledger().rewards() {
        let is_it =
            reward.id().rule.as_str() == rule && reward.id().source.short() == "period 2026Q2";
        if is_it {
            let minor = reward.accrued().minor() - reward.taken_back().minor();
            posted.insert(reward.id().payee.to_string(), minor);
        }
    }
    posted
}

fn told_to_the_end(plan: &str, acts: &[Act]) -> Told {
    let mut told = Told::new(plan);
    acts.iter().for_each(|act| told.tell(act));
    // Everything is told; days pass until the quarter has been reckoned with all of it.
    let end = told.today.max(day("2026-08-01"));
    told.today = end;
    told.tell(&Act::Wait(1));
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_quarter_comes_to_what_its_facts_are_worth(acts in acts()) {
        let told = told_to_the_end(PLAN, &acts);
        laws::check_history(told.company.journal.ledger(), &told.company.journal).unwrap();
        let posted = posted(&told.company, "quarter-commission");
        for (by, quota) in [(0, 2_000_000), (1, 900_000)] {
            let got = posted.get(PEOPLE[by]).copied().unwrap_or(0);
            prop_assert_eq!(got, worth(told.sold(by), quota), "{} sold {}", PEOPLE[by], told.sold(by));
        }
        // cleo has no quota.
        prop_assert_eq!(posted.get("cleo").copied().unwrap_or(0), 0);
    }

    #[test]
    fn the_parts_of_a_team_add_up_to_what_it_earned(acts in acts()) {
        in_parts(&acts)?;
    }
}

/// The same for a team, whose amount is divided by what each brought.
fn in_parts(acts: &[Act]) -> TestCaseResult {
    let team = changed(
        PLAN,
        &[
            ("closes = \"quarter\", whose = \"payee\"", "closes = \"quarter\", whose = \"team\""),
            (
                "payee   = \"measured\"\n  pays    = { tiers",
                "payee   = { members = \"sold\" }\n  pays    = { tiers",
            ),
            ("measure    = { attainment_of = \"sold\" }", "measure    = \"sold\""),
            ("above = \"0%\"", "above = \"0 USD\""),
            ("above = \"100%\"", "above = \"20_000 USD\""),
        ],
    );
    let told = told_to_the_end(&team, acts);
    laws::check_history(told.company.journal.ledger(), &told.company.journal).unwrap();
    let sold: Vec<i64> = (0..3).map(|by| told.sold(by)).collect();
    let posted = posted(&told.company, "quarter-commission");
    let total: i64 = posted.values().sum();
    prop_assert_eq!(total, worth(sold.iter().sum(), 2_000_000), "{:?} {:?}", sold, posted);
    Ok(())
}
