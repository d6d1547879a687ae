//! Whatever is earned, refunded, retracted, set off, held and paid under a cap at payout: the laws
//! hold after every command, no period's runs take more than the cap allows, and what is taken back
//! in full leaves nothing payable.

use crate::options::{CLAWBACK, under};
use crate::support::{Company, day, forms, id};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use referral_ledger::adjustment::Direction;
use referral_ledger::command::{
    AcknowledgeLines, AcknowledgedLine, ApproveRun, CancelDeal, LockRun, RecordExport,
    RecordPayment, RecordRefund, Retract, SetCalendar, SetThreshold,
};
use referral_ledger::deal::{FactRef, Line};
use referral_ledger::id::{DealId, PaymentId, RefundId};
use referral_ledger::money::Amount;
use referral_ledger::payout::calendar::Calendar;
use referral_ledger::payout::threshold::{Below, Counted, ForLeavers, PaidFrom, Threshold};
use referral_ledger::payout::{Acknowledgement, Pulled, RunId, RunStage, Whom};
use std::collections::BTreeMap;

/// What happens next.
#[derive(Debug, Clone)]
enum Act {
    Earns { deal: u8, cents: i64 },
    Refunds { payment: Index, part: i64 },
    RetractsRefund(Index),
    RetractsPayment(Index),
    Adjusts { up: bool, cents: i64 },
    Holds,
    Releases,
    NextMonth,
    Locks { day: i64, whom: u8, off_cycle: bool },
    Approves(Index),
    Answers { run: Index, rejects: bool },
    Settles(Index),
    Voids(Index),
}

fn act() -> impl Strategy<Value = Act> {
    let index = any::<Index>;
    prop_oneof![
        5 => (0_u8..3, 100_i64..200_000).prop_map(|(deal, cents)| Act::Earns { deal, cents }),
        3 => (index(), 1_i64..=100).prop_map(|(payment, part)| Act::Refunds { payment, part }),
        2 => index().prop_map(Act::RetractsRefund),
        1 => index().prop_map(Act::RetractsPayment),
        1 => (any::<bool>(), 1_i64..9_000).prop_map(|(up, cents)| Act::Adjusts { up, cents }),
        1 => Just(Act::Holds),
        1 => Just(Act::Releases),
        3 => Just(Act::NextMonth),
        4 => (1_i64..=28, 0_u8..9, any::<bool>())
            .prop_map(|(day, whom, off_cycle)| Act::Locks { day, whom, off_cycle }),
        3 => index().prop_map(Act::Approves),
        2 => (index(), any::<bool>()).prop_map(|(run, rejects)| Act::Answers { run, rejects }),
        3 => index().prop_map(Act::Settles),
        2 => index().prop_map(Act::Voids),
    ]
}

#[derive(Default)]
struct Told {
    months: i64,
    /// Each payment with its cents, and what of them went back.
    payments: Vec<(i64, i64)>,
    refunds: u32,
    adjustments: u32,
    holds: u32,
    runs: Vec<RunId>,
    /// Whether something went back, or was put right by hand.
    is_plain: bool,
}

fn usd(cents: i64) -> Amount {
    Amount::from_minor(cents, "USD".parse().unwrap()).unwrap()
}

/// Tells one thing; much of it is refused, and changes nothing.
fn tell(company: &mut Company, told: &mut Told, act: &Act) {
    let today = day(&company.today());
    match act {
        Act::Earns { deal, cents } => {
            let payment = RecordPayment {
                payment: PaymentId::named(&format!("P{}", told.payments.len())),
                deal: DealId::named(&format!("D{deal}")),
                received_on: today,
                lines: vec![Line::of_net(usd(*cents))],
            };
            let said = company.tell("bank", payment);
            told.payments.push((*cents, if said.is_ok() { 0 } else { *cents }));
        }
        Act::Refunds { payment, part } if !told.payments.is_empty() => {
            let at = payment.index(told.payments.len());
            let (cents, back) = told.payments[at];
            let minor = (cents - back) * part / 100;
            let refund = RecordRefund {
                refund: RefundId::named(&format!("F{}", told.refunds)),
                payment: PaymentId::named(&format!("P{at}")),
                refunded_on: today,
                lines: vec![Line::of_net(usd(minor))],
            };
            told.refunds += 1;
            told.is_plain = false;
            if minor > 0 && company.tell("bank", refund).is_ok() {
                told.payments[at].1 += minor;
            }
        }
        Act::RetractsRefund(refund) if told.refunds > 0 => {
            let number = refund.index(told.refunds as usize);
            let fact = FactRef::Refund(RefundId::named(&format!("F{number}")));
            let _maybe = company.tell("finance", Retract { fact, reason: id("mistake") });
        }
        Act::RetractsPayment(payment) if !told.payments.is_empty() => {
            let number = payment.index(told.payments.len());
            let fact = FactRef::Payment(PaymentId::named(&format!("P{number}")));
            told.is_plain = false;
            let _maybe = company.tell("finance", Retract { fact, reason: id("mistake") });
        }
        Act::Adjusts { up, cents } => {
            let direction = if *up { Direction::Up } else { Direction::Down };
            let name = format!("A{}", told.adjustments);
            told.adjustments += 1;
            told.is_plain = false;
            let proposed = forms::propose(&name, "ana", direction, usd(*cents));
            company.tell("lena", proposed).unwrap();
            company.approves_adjustment("max", &name);
        }
        Act::Holds => {
            let hold = forms::hold_reward(&format!("H{}", told.holds), forms::reward("D0", "ana"));
            told.holds += u32::from(company.tell("lena", hold).is_ok());
        }
        Act::Releases if told.holds > 0 => {
            let release = forms::release_reward(&format!("H{}", told.holds - 1));
            let _maybe = company.tell("lena", release);
        }
        Act::NextMonth => {
            told.months += 1;
            company.on(&format!("{}-{:02}-10", 2026 + told.months / 12, 1 + told.months % 12));
            company.passes_days();
        }
        Act::Locks { day: at, whom, off_cycle } if told.months > 0 => {
            let month = told.months - 1;
            let at = day(&format!("{}-{:02}-{at:02}", 2026 + month / 12, 1 + month % 12));
            let group = id("us-field");
            let period = company.journal.ledger().pay_period(&group, at).unwrap();
            let last = told.runs.iter().rfind(|run| run.period == period);
            let run = last.map_or_else(|| RunId::first(group, period), RunId::next);
            let whom = match whom {
                0 => Whom::Only(vec![id("ana")]),
                1 => Whom::AllBut(vec![Pulled { payee: id("ana"), reason: id("identity-check") }]),
                _ => Whom::Everybody,
            };
            let cut_off = period.last_day();
            let lock = LockRun { run: run.clone(), cut_off, whom, off_cycle: *off_cycle };
            if company.tell("payroll", lock).is_ok() {
                told.runs.push(run);
            }
        }
        Act::Answers { run, rejects } if !told.runs.is_empty() => {
            let run = told.runs[run.index(told.runs.len())].clone();
            let answer = match rejects {
                true => Acknowledgement::Rejected(id("no-account")),
                false => Acknowledgement::Accepted,
            };
            let lines = vec![AcknowledgedLine { payee: id("ana"), answer }];
            let _maybe = company.tell("payroll", AcknowledgeLines { run, lines });
        }
        Act::Approves(run) if !told.runs.is_empty() => {
            let run = told.runs[run.index(told.runs.len())].clone();
            let view = company.journal.ledger().run(&run).unwrap();
            let approve = ApproveRun { run: run.clone(), digest: view.digest };
            if company.tell("controller", approve).is_ok() {
                let (profile, total) = (id("generic-long@1"), view.paid);
                let (file, lines) = (view.digest, view.digest);
                let export = RecordExport { run, profile, file, lines, total, files: vec![] };
                company.tell("payroll", export).unwrap();
            }
        }
        Act::Settles(run) if !told.runs.is_empty() => {
            let run = &told.runs[run.index(told.runs.len())];
            let _maybe = company.tell("payroll", forms::settle(&run.to_string()));
        }
        Act::Voids(run) if !told.runs.is_empty() => {
            let run = &told.runs[run.index(told.runs.len())];
            let _maybe = company.tell("payroll", forms::void(&run.to_string()));
        }
        _ => {}
    }
}

/// What live runs pay for each period of the cap.
fn paid_by_period(company: &Company, period: &str) -> BTreeMap<i32, i64> {
    let mut sums: BTreeMap<i32, i64> = BTreeMap::new();
    for run in company.journal.ledger().runs().filter(|run| run.stage != RunStage::Void) {
        let text = run.run.period.last_day().to_string();
        let (year, month): (i32, i32) = (text[..4].parse().unwrap(), text[5..7].parse().unwrap());
        let of = match period {
            "month" => year * 12 + month,
            "quarter" => year * 4 + (month - 1) / 3,
            _ => year,
        };
        let taken = run.lines.iter().filter(|line| !line.is_rejected());
        *sums.entry(of).or_default() += taken.map(|line| line.gross.minor()).sum::<i64>();
    }
    sums
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn whatever_comes_no_period_pays_more_than_the_cap(
        acts in prop::collection::vec(act(), 1..45),
        period in select(&["month", "quarter", "year"][..]),
        excess in select(&["carried", "forfeited"][..]),
        after_reversal in select(&["freed", "kept_used"][..]),
        most in select(&[37_i64, 100, 250][..]),
        calendar in select(&[Calendar::Monthly, Calendar::Weekly, Calendar::Semimonthly][..]),
        threshold in any::<bool>(),
        cumulative in any::<bool>(),
        is_cancelled in any::<bool>(),
        floored in any::<bool>(),
    ) {
        let floor = "[[floor]]\nid = \"least\"\nbecause = \"a law\"\nrules = [\"main\"]\n\
                     at_least = \"60 USD\"\nper = \"deal\"\nfrom = \"first_fact\"\n\
                     uplift = \"kept\"\n\n";
        let tables = format!(
            "{}[[cap]]\nid = \"most\"\nbecause = \"a law\"\nrules = [\"main\"]\non = \"amount\"\n\
             at_most = \"{most} USD\"\nper = {{ per = \"payee\", period = \"{period}\" }}\n\
             excess = \"{excess}\"\nafter_reversal = \"{after_reversal}\"\n\
             measured_at = \"payout\"\n\n",
            if floored { floor } else { "" },
        );
        let basis = if cumulative { "cumulative" } else { "each_fact" };
        let rounding = format!("{{ mode = \"half_even\", basis = \"{basis}\" }}");
        let order =
            if floored { "[\"rate\", \"floor\", \"round\"]" } else { "[\"rate\", \"round\"]" };
        let words = [
            ("tables", tables.as_str()),
            ("clawback", CLAWBACK),
            ("rounding", rounding.as_str()),
            ("order", order),
        ];
        let mut company = under(&words);
        for deal in ["D0", "D1", "D2"] {
            company.sells_for(deal, vec![]);
        }
        if calendar != Calendar::Monthly {
            let (group, from) = (id("us-field"), day("2026-01-01"));
            company.tell("finance", SetCalendar { group, calendar, from }).unwrap();
        }
        if threshold {
            let (group, from) = (id("us-field"), day("2026-01-01"));
            let threshold = Some(Threshold {
                amount: usd(2_500),
                counted: Counted::Gross,
                paid_from: PaidFrom::AtLeast,
                below: Below::MayLapse,
                leavers: ForLeavers::Waived,
            });
            company.tell("finance", SetThreshold { group, threshold, from }).unwrap();
        }
        let mut told = Told { is_plain: true, ..Told::default() };
        acts.iter().for_each(|act| tell(&mut company, &mut told, act));
        if told.is_plain {
            for (_, paid) in paid_by_period(&company, period) {
                prop_assert!(paid <= most * 100, "{paid} of {most}.00 were paid");
            }
        }
        company.obeys_the_laws();
        for deal in ["D0", "D1", "D2"] {
            let (deal, reason) = (DealId::named(deal), id("machine-returned"));
            let cancelled_on = day(&company.today());
            if is_cancelled {
                company.tell("sales", CancelDeal { deal, cancelled_on, reason }).unwrap();
            }
        }
        company.obeys_the_laws();
        // All that no floor added for good is gone, or owed back.
        if is_cancelled && !floored && told.adjustments == 0 {
            let it = company.payee("ana");
            let has = [it.held, it.payable, it.in_run, it.paid].map(|it| it.minor());
            let kept = company.journal.ledger().runs().filter(|run| run.stage == RunStage::Settled);
            let kept = kept.flat_map(|run| run.lines).filter(|line| !line.is_rejected());
            let kept: i64 = kept.map(|line| line.recovered.minor()).sum();
            let owes = it.owes.minor() + it.kept_in_run.minor() + kept;
            prop_assert_eq!(has.iter().sum::<i64>(), owes);
        }
    }
}
