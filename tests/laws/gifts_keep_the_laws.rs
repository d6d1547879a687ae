//! The laws over histories of plans that give gifts and badges: handed over, forfeited, claimed and
//! withdrawn.

use crate::histories::scribe::{Company, submit};
use crate::histories::{Act, DAYS, FACTS, HANDS, MISTAKES, MONEY, SHOP, Step, steps};
use crate::whole::making::{Kind, programs};
use crate::whole::plan::Program;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use referral_ledger::Journal;
use referral_ledger::ledger::laws;
use referral_ledger::record::Groups;
use referral_ledger::why::Step as Because;
use std::collections::BTreeSet;

const ACTS: &[&[(usize, Act)]] = &[FACTS, MONEY, DAYS, HANDS, SHOP, SHOP, MISTAKES];

fn told(program: &Program, steps: &[Step]) -> Company {
    let mut company = Company::whole(&program.texts());
    company.perform_all(steps);
    company
}

/// What a Why says of gifts and badges.
fn said(step: &Because) -> Option<&'static str> {
    Some(match step {
        Because::Gift(..) => "a gift",
        Because::Recognised(..) => "a badge",
        Because::Claimed(_) => "a claim",
        _ => return None,
    })
}

#[test]
fn gifts_badges_and_claims_come_up() {
    let mut runner = TestRunner::deterministic();
    let histories = (programs(Kind::Given), steps(ACTS, 60));
    let (mut seen, mut number) = (BTreeSet::new(), 0);
    while number < 3_000 && seen.len() < 3 {
        let (program, steps) = histories.new_tree(&mut runner).unwrap().current();
        let company = told(&program, &steps);
        for group in Groups::of(&company.journal) {
            let group = group.unwrap();
            let whys = group.events().flat_map(|(_, event)| event.whys(group.command()));
            whys.for_each(|why| seen.extend(why.steps.iter().filter_map(said)));
        }
        number += 1;
    }
    assert_eq!(seen.len(), 3, "only {seen:?} came up in {number} histories");
}

fn cases() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if asked.cases == 256 { 96 } else { asked.cases };
    ProptestConfig { cases, failure_persistence: None, ..asked }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_laws_hold_after_every_command_that_moves_a_gift(
        program in programs(Kind::Given),
        steps in steps(ACTS, 40),
    ) {
        let company = told(&program, &steps);
        let mut journal = Journal::in_memory();
        for said in &company.said {
            let before = journal.ledger().digest();
            let outcome = submit(&mut journal, &said.told, &said.command);
            let checked = laws::check(journal.ledger());
            checked.map_err(|it| TestCaseError::fail(format!("{it}{}", company.tale())))?;
            let is_new = outcome.is_ok_and(|outcome| outcome.is_new());
            prop_assert!(is_new || journal.ledger().digest() == before);
        }
        let checked = laws::check_history(journal.ledger(), &journal);
        checked.map_err(|it| TestCaseError::fail(format!("{it}{}", company.tale())))?;
    }
}
