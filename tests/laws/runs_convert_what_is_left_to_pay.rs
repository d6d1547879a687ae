//! The laws over generated histories of plans that convert when a run pays: most payees are paid in
//! EUR, everything up to a run is in USD, and rates are told on some days.
//!
//! A failure prints the steps, and the commands they became.

use crate::histories::plan_variants::variants_with_minimums;
use crate::histories::scribe::{Company, id, submit};
use crate::histories::{
    Act, BY_HAND, COURSE, DAYS, DRAWS, FACTS, HOLDS, MISTAKES, MONEY, RUNS, Step, THRESHOLDS, steps,
};
use crate::whole::making::{Kind, programs};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use referral_ledger::Journal;
use referral_ledger::command::RecordExchangeRate;
use referral_ledger::event::Event;
use referral_ledger::ledger::laws;
use referral_ledger::money::Unit;
use referral_ledger::plan::Plan;
use referral_ledger::record::{Group, Records};
use referral_ledger::report::Statement;
use referral_ledger::time::Period;
use std::collections::BTreeSet;

const CODES: [&str; 3] = ["EUR", "USD", "JPY"];

/// A plan's text, as one that converts when a run pays.
fn converting(text: &str, missing: &str) -> String {
    let exchange = format!(
        "[exchange]\nat = \"payout\"\nmissing = \"{missing}\"\nrate_days_max = 2\n\
         rounding = \"half_even\"\n\n[leads]"
    );
    text.replacen("[leads]", &exchange, 1).replace("\"recompute\"", "\"proportional\"")
}

/// So many cases, unless the environment asks for another number.
fn cases(cases: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    ProptestConfig { cases: if asked.cases == 256 { cases } else { asked.cases }, ..asked }
}

fn any_missing() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["refuse", "plan_currency"][..])
}

fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    let all: &[&[(usize, Act)]] =
        &[FACTS, COURSE, DAYS, RUNS, RUNS, DRAWS, HOLDS, MISTAKES, BY_HAND, THRESHOLDS];
    prop_oneof![
        2 => steps(all, 40),
        2 => steps(&[FACTS, MONEY, RUNS, RUNS, MISTAKES], 40),
        1 => steps(&[FACTS, MONEY, RUNS, RUNS, DRAWS, DRAWS], 40),
    ]
}

/// Tells the steps; a rate of the day is told after most of them.
fn perform(company: &mut Company, steps: &[Step]) {
    for step in steps {
        company.perform(step);
        if step.which % 4 != 3 {
            let (from, on) = (id("USD"), company.today);
            let to: Unit = id(["EUR", "EUR", "EUR", "JPY"][step.who % 4]);
            let rate = id(["0.9187", "0.5", "1.3", "149.5"][step.who % 4]);
            company.tell("bank", RecordExchangeRate { from, to, on, rate, source: id("ECB") });
        }
    }
}

/// Tells the company's history anew; every law holds after every command.
fn obeys(company: &Company) -> Result<(), TestCaseError> {
    let broken = |what: String| TestCaseError::fail(format!("{what}{}", company.tale()));
    let mut journal = Journal::in_memory();
    for said in &company.said {
        let before = journal.ledger().digest();
        let outcome = submit(&mut journal, &said.told, &said.command);
        laws::check(journal.ledger()).map_err(|breach| broken(breach.to_string()))?;
        let is_new = outcome.is_ok_and(|outcome| outcome.is_new());
        if !is_new && journal.ledger().digest() != before {
            return Err(broken("a command that was not new changed the ledger".to_owned()));
        }
    }
    let checked = laws::check_history(journal.ledger(), &journal);
    checked.map_err(|fault| broken(fault.to_string()))
}

/// A company of this history under variants of the field plan.
fn told(texts: &[String], missing: &str, steps: &[Step]) -> Company {
    told_in(CODES, texts, missing, steps)
}

/// The same with pay groups of these currencies.
fn told_in(codes: [&str; 3], texts: &[String], missing: &str, steps: &[Step]) -> Company {
    let texts: Vec<String> = texts.iter().map(|text| converting(text, missing)).collect();
    let mut company = Company::paid_in("", None, codes);
    company.publish(&texts);
    perform(&mut company, steps);
    company
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn the_laws_hold_after_every_command(
        variant in variants_with_minimums(),
        missing in any_missing(),
        steps in any_steps(),
    ) {
        let company = told(&variant.texts(), missing, &steps);
        obeys(&company)?;
        // What a statement tells adds up to what the ledger holds, in the account's currency.
        let last = company.today.month();
        for payee in &company.payees {
            let mut month: Period = id("2026-01");
            while month.from() <= last.from() {
                let told = Statement::of(company.journal.ledger(), &company.journal, payee, month);
                prop_assert!(told.is_ok(), "{:?}{}", told.err(), company.tale());
                month = month.following_month();
            }
        }
    }

    /// Only what a run pays is in another currency: where everybody is paid in the plan's, and all
    /// else is the same, everybody has and owes the same, and every reward is in the same places.
    #[test]
    fn what_a_group_is_paid_in_changes_nothing_but_what_its_runs_pay(
        variant in variants_with_minimums(),
        steps in any_steps(),
    ) {
        let texts = variant.texts();
        let company = told(&texts, "plan_currency", &steps);
        let plain = told_in(["USD"; 3], &texts, "plan_currency", &steps);
        let (ledger, other) = (company.journal.ledger(), plain.journal.ledger());
        for (one, other) in ledger.payees().zip(other.payees()) {
            prop_assert_eq!(one, other, "{}", company.tale());
        }
        prop_assert!(ledger.rewards().eq(other.rewards()), "{}", company.tale());
        prop_assert_eq!(ledger.earned(), other.earned());
        let says = |company: &Company| -> Vec<bool> {
            company.said.iter().map(|said| said.accepted).collect()
        };
        prop_assert_eq!(says(&company), says(&plain), "{}", company.tale());
    }

    /// Those plans whose every word may stand beside the table.
    #[test]
    fn the_laws_hold_under_plans_of_the_whole_language(
        program in programs(Kind::Any),
        missing in any_missing(),
        steps in any_steps(),
    ) {
        let texts = program.texts().into_iter().map(|text| converting(&text, missing));
        let texts: Vec<String> = texts.filter(|text| Plan::read(text).is_ok()).collect();
        prop_assume!(!texts.is_empty());
        let mut company = Company::whole_paid_in(&texts, CODES);
        perform(&mut company, &steps);
        obeys(&company)?;
    }
}

/// What happened in a history.
fn corners(company: &Company, seen: &mut BTreeSet<String>) {
    let mut note = |so: bool, name: &str| {
        if so {
            seen.insert(name.to_owned());
        }
    };
    let mut next = 0;
    while next < company.journal.end().unwrap() {
        let group = Group::read(&company.journal, next).unwrap();
        for (_, event) in group.events() {
            match event {
                Event::RunLine(it) => {
                    note(it.exchanged.is_some(), "converted");
                    let to = it.paid.unit().code();
                    note(it.exchanged.is_some(), &format!("converted to {to}"));
                    let kept = !it.recovered.is_empty();
                    note(kept && it.exchanged.is_some(), "kept, and the rest converted");
                    let nothing = it.paid.unit() != it.gross.unit() && it.exchanged.is_none();
                    note(nothing, "nothing left to convert");
                    let is_euros = it.entity.as_str() == "acme";
                    note(is_euros && it.paid.unit() == it.gross.unit(), "paid in the plan's");
                }
                Event::LineVoided(it) => {
                    note(it.net.is_some() && it.approved, "voided after approval");
                    note(it.net.is_some() && !it.approved, "voided before");
                }
                Event::RunSettled(it) => {
                    note(it.employees.unit().code() == "EUR", "settled in EUR");
                }
                Event::LeftOut(_) => note(true, "left out"),
                _ => {}
            }
        }
        next = group.end();
    }
    for said in company.said.iter().filter(|said| !said.accepted) {
        note(said.command.kind() == "lock_run", "a lock refused");
    }
}

/// A generator that reaches nothing proves nothing.
#[test]
fn generated_histories_reach_every_corner() {
    let mut runner = TestRunner::deterministic();
    let histories = (variants_with_minimums(), any_missing(), any_steps());
    let mut missing = vec![
        "converted",
        "converted to EUR",
        "kept, and the rest converted",
        "nothing left to convert",
        "paid in the plan's",
        "voided after approval",
        "voided before",
        "settled in EUR",
        "left out",
        "a lock refused",
    ];
    let (mut seen, mut number) = (BTreeSet::new(), 0);
    while !missing.is_empty() && number < 3_000 {
        let (variant, word, steps) = histories.new_tree(&mut runner).unwrap().current();
        corners(&told(&variant.texts(), word, &steps), &mut seen);
        missing.retain(|corner| !seen.contains(*corner));
        number += 1;
    }
    assert!(missing.is_empty(), "never reached: {missing:?}; reached: {seen:?}");
}
