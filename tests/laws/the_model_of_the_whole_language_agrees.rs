//! A second opinion on tiers, campaigns, floors, caps and splits: a model in whole fractions says
//! what each payee earned by each rule in each month, and the ledger agrees.

use crate::histories::scribe::{Company, submit};
use crate::histories::{Act, FACTS, MONEY, PEOPLE, Step, steps};
use crate::whole::making::{Kind, programs};
use crate::whole::model::Model;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use referral_ledger::Journal;
use referral_ledger::store::MemoryStore;
use std::collections::BTreeMap;

/// What the ledger says.
fn told_by(journal: &Journal<MemoryStore>) -> BTreeMap<String, i128> {
    let mut totals = BTreeMap::<String, i128>::new();
    for it in journal.ledger().earned() {
        let sum = totals.entry(format!("{} {} {}", it.payee, it.rule, it.month)).or_default();
        *sum += i128::from(it.accrued.minor());
    }
    totals.retain(|_, sum| *sum != 0);
    totals
}

fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let file = "tests/proptest-regressions/the_model_of_the_whole_language_agrees.txt";
    ProptestConfig {
        cases: if asked.cases == 256 { 400 } else { asked.cases },
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(file))),
        max_shrink_iters: 20_000,
        ..asked
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_payee_earns_what_the_model_says(
        program in programs(Kind::Modelled),
        steps in steps(&[FACTS, MONEY, PEOPLE], 40),
    ) {
        // Nothing is taken back: no refund, and no lead that ends while something waits for it.
        let ends = [Act::Reject, Act::Lose, Act::Expire];
        let out = [&ends[..], &[Act::Refund, Act::Cancel, Act::Hire, Act::Leave]].concat();
        let steps: Vec<Step> = steps.iter().filter(|it| !out.contains(&it.act)).copied().collect();
        let mut company = Company::whole(&program.texts());
        company.perform_all(&steps);
        let mut journal = Journal::in_memory();
        let mut model = Model::new(&program.0[0]);
        for said in company.said.iter().filter(|said| said.accepted) {
            let outcome = submit(&mut journal, &said.told, &said.command).unwrap();
            model.hear(&said.command);
            let mut wanted = model.totals.clone();
            wanted.retain(|_, sum| *sum != 0);
            let whys: Vec<String> =
                outcome.rewards().map(|rewarded| format!("\n{}", rewarded.why())).collect();
            let told = told_by(&journal);
            prop_assert_eq!(&told, &wanted, "ledger and model{}{}", whys.concat(), company.tale());
        }
    }
}
