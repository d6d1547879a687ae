//! A study that changes nothing finds what the ledger has, over generated plans of the whole
//! language and histories for them: nothing would be refused, nobody would have earned otherwise.

use crate::histories::scribe::{Company, id};
use crate::histories::{
    Act, BY_HAND, DAYS, FACTS, HANDS, MISTAKES, MONEY, PEOPLE, RUNS, SHOP, Step, THRESHOLDS, WILD,
    steps,
};
use crate::whole::making::{Kind, programs};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use referral_ledger::Ledger;
use referral_ledger::approval::ApprovalStage;
use referral_ledger::id::{PayeeId, PlanId, RuleId};
use referral_ledger::restatement::Proposal;
use referral_ledger::study::{StudyError, again, restate, simulate};
use referral_ledger::time::Period;
use std::collections::BTreeMap;

const ALL: &[&[(usize, Act)]] =
    &[FACTS, MONEY, DAYS, RUNS, PEOPLE, HANDS, SHOP, MISTAKES, BY_HAND, THRESHOLDS, WILD];

fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    prop_oneof![3 => steps(ALL, 40), 2 => steps(&[MONEY, MONEY, DAYS, RUNS, MISTAKES], 40)]
}

/// So many cases, unless the environment asks for another number.
fn cases(cases: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    let file = "tests/proptest-regressions/studies_agree_with_the_ledger.txt";
    ProptestConfig {
        cases: if asked.cases == 256 { cases } else { asked.cases },
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(file))),
        ..asked
    }
}

fn broken(what: impl std::fmt::Display, company: &Company) -> TestCaseError {
    TestCaseError::fail(format!("{what}{}", company.tale()))
}

type Sums = BTreeMap<(PayeeId, PlanId, RuleId), i64>;

/// What everybody earned by each rule, as the ledger counts it.
fn earned(ledger: &Ledger) -> Sums {
    let mut sums = Sums::new();
    for it in ledger.earned().into_iter().filter(|it| it.accrued.unit().is_money()) {
        let minor = it.accrued.minor() - it.taken_back.minor();
        *sums.entry((it.payee, it.plan, it.rule)).or_default() += minor;
    }
    sums
}

/// What approved restatements of some months came to.
fn restated(ledger: &Ledger, over: Period) -> Sums {
    let mut sums = Sums::new();
    let approved = ledger.restatements().filter(|(_, it)| it.stage == ApprovalStage::Approved);
    for line in approved.flat_map(|(_, it)| it.lines) {
        if over.from() <= line.month.from() && line.month.until() <= over.until() {
            let minor = line.would_be.minor() - line.was.minor();
            *sums.entry((line.payee, line.plan, line.rule)).or_default() += minor;
        }
    }
    sums
}

/// The sums of one and the other, without those of nothing.
fn together(one: &Sums, other: &Sums) -> Sums {
    let mut sums = one.clone();
    for (key, minor) in other {
        *sums.entry(key.clone()).or_default() += minor;
    }
    sums.retain(|_, minor| *minor != 0);
    sums
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_study_without_a_change_finds_what_the_ledger_has(
        program in programs(Kind::Any),
        steps in any_steps(),
    ) {
        let mut company = Company::whole(&program.texts());
        company.perform_all(&steps);
        let always: Period = id("2000-01-01/2100-01-01");
        let found = simulate(&company.journal, always, &[]);
        let found = found.map_err(|fault| broken(fault, &company))?;
        if !found.refused.is_empty() {
            return Err(broken(format!("would be refused: {:?}", found.refused), &company));
        }
        let ledger = company.journal.ledger();
        let (earned, none) = (earned(ledger), Sums::new());
        let mut sums = [Sums::new(), Sums::new()];
        for row in found.rows {
            let key = (row.payee, row.plan, row.rule);
            sums[0].insert(key.clone(), row.was.minor());
            sums[1].insert(key, row.would_be.minor());
        }
        // What was told is read with what was restated of it; deciding again knows nothing of that.
        let has = [together(&earned, &restated(ledger, always)), together(&earned, &none)];
        for ((sums, has), of) in sums.iter().zip(has).zip(["told", "decided again"]) {
            if together(sums, &none) != has {
                return Err(broken(format!("the ledger has {has:?}, {of} is {sums:?}"), &company));
            }
        }
        // The first month, which most of these histories close.
        let january: Period = id("2026-01");
        match restate(&company.journal, january, &[]) {
            Ok(it) => {
                let mut back = Sums::new();
                for line in &it.lines {
                    let key = (line.payee.clone(), line.plan.clone(), line.rule.clone());
                    *back.entry(key).or_default() += line.difference.minor();
                }
                // Without a change, all that was restated would go back.
                let is_all = together(&back, &restated(ledger, january)).is_empty();
                let same = is_all && again(&company.journal, &it).unwrap() == it;
                let read = Proposal::read(&it.text()).unwrap();
                if !same || read != it || read.digest() != it.digest() {
                    return Err(broken(format!("{it:?}"), &company));
                }
            }
            Err(StudyError::NotClosed { .. }) => {}
            Err(fault) => return Err(broken(fault, &company)),
        }
    }
}
