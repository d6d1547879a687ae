//! Many commands in one durable commit: each comes to what it would have come to alone.

use crate::histories::plan_variants::variants_with_minimums;
use crate::histories::scribe;
use crate::histories::{
    BY_HAND, COURSE, DAYS, DRAWS, FACTS, HANDS, MISTAKES, PEOPLE, RUNS, SHOP, WILD, steps,
};
use crate::support::forms::*;
use crate::support::{FIELD_PLAN, id, said};
use proptest::prelude::*;
use referral_ledger::batch::Batch;
use referral_ledger::command::Command;
use referral_ledger::refusal::Refusal;
use referral_ledger::store::{Appended, MemoryStore, Store, StoreError, StoreRecords};
use referral_ledger::told::{Actor, Key, Told};
use referral_ledger::{Journal, Ledger, Outcome, SubmitError, amount};

fn told(command: impl Into<Command>) -> (Told, Command) {
    let command = command.into();
    let at = id("2026-01-10T17:00:00.000Z");
    (Told { at, by: Actor::human(id("host")), key: Key::of(&command) }, command)
}

/// The company, and a deal of ana's.
fn set_up() -> [(Told, Command); 6] {
    [
        told(define("us-field", "USD")),
        told(register("ana", "us-field")),
        told(publish(FIELD_PLAN)),
        told(report("ana", "D1", "2026-01-10")),
        told(accept("D1", "2026-01-10")),
        told(win("D1", "2026-01-10")),
    ]
}

/// A night's import: a deal from the tip to the money, with a line that was sent before, one that
/// is sent twice, one that is wrong, and one whose key was used for something else.
#[test]
fn an_import_is_one_commit_and_every_line_gets_its_answer() {
    let mut journal = Journal::open(Counting::default()).unwrap();
    journal.submit_many(set_up()).unwrap();
    assert_eq!(journal.store().appends, 1);

    let payment = |name: &str, net| told(payment(name, "D1", "2026-01-10", net));
    let mut reused = payment("P4", amount!(7.00 USD));
    reused.0.key = payment("P1", amount!(1.00 USD)).0.key;
    let lines = [
        payment("P1", amount!(100.25 USD)),
        told(win("D1", "2026-01-10")),      // sent yesterday
        payment("P1", amount!(100.25 USD)), // twice in the file
        told(payment_of_nobody()),          // no such deal
        payment("P2", amount!(100.25 USD)),
        reused, // a key of this very file
    ];
    let outcomes = journal.submit_many(lines).unwrap();
    assert_eq!(journal.store().appends, 2, "one commit for all of them");

    // 2% of 100.25 = 2.005 -> 2.00; 2% of 200.50 = 4.01, less 2.00 = 2.01.
    let new = |outcome: &Result<Outcome, Refusal>| outcome.as_ref().unwrap().is_new();
    assert_eq!(said(outcomes[0].as_ref().unwrap()), ["ana 2.00"]);
    assert!(new(&outcomes[0]));
    assert!(!new(&outcomes[1]), "the win is on file");
    assert_eq!(outcomes[1].as_ref().unwrap().receipt().sequence, 5);
    assert!(!new(&outcomes[2]), "the second line repeats the first");
    assert_eq!(receipt(&outcomes[2]), receipt(&outcomes[0]));
    assert_eq!(outcomes[3].as_ref().unwrap_err().code(), "R2002");
    assert_eq!(said(outcomes[4].as_ref().unwrap()), ["ana 2.01"]);
    assert_eq!(outcomes[5].as_ref().unwrap_err().code(), "R0001");
}

fn payment_of_nobody() -> referral_ledger::command::RecordPayment {
    payment("P3", "D9", "2026-01-10", amount!(5.00 USD))
}

fn receipt(outcome: &Result<Outcome, Refusal>) -> referral_ledger::Receipt {
    outcome.as_ref().unwrap().receipt()
}

/// A key is on file and its command is another one, which the ledger would accept: only the commit
/// notices. The rest of the batch is decided again without it.
#[test]
fn a_key_that_only_the_commit_finds_is_answered_and_the_rest_goes_in() {
    let mut journal = Journal::open(Counting::default()).unwrap();
    journal.submit_many(set_up()).unwrap();
    let first = told(payment("P1", "D1", "2026-01-10", amount!(10.00 USD)));
    let _paid = journal.submit(&first.0, first.1.clone()).unwrap();

    let mut reused = told(payment("P2", "D1", "2026-01-10", amount!(50.00 USD)));
    reused.0.key = first.0.key.clone();
    let rest = told(payment("P3", "D1", "2026-01-10", amount!(100.00 USD)));
    let outcomes = journal.submit_many([reused.clone(), rest, reused, first]).unwrap();
    let Err(Refusal::KeyReused { field, first: sequence, .. }) = &outcomes[0] else {
        panic!("{outcomes:?}")
    };
    assert_eq!((field.as_str(), *sequence), ("record_payment.lines", 6));
    assert_eq!(said(outcomes[1].as_ref().unwrap()), ["ana 2.00"]);
    assert_eq!(outcomes[2], outcomes[0]);
    assert!(!outcomes[3].as_ref().unwrap().is_new());
    assert_eq!(journal.ledger().next_sequence(), 8);
    let replayed = Ledger::replay(&journal.records()).unwrap();
    assert_eq!(replayed, *journal.ledger());
}

#[test]
fn no_commands_are_no_commit() {
    let mut journal = Journal::open(Counting::default()).unwrap();
    assert_eq!(journal.submit_many([]), Ok(vec![]));
    let (told, command) = told(win("D1", "2026-01-10"));
    assert!(matches!(journal.submit(&told, command), Err(SubmitError::Refused(_))));
    assert_eq!(journal.store().appends, 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..Default::default() })]

    /// Batches of a history, each with some of its earlier commands sent once more, come to the
    /// same outcomes, bytes and ledger as one by one.
    #[test]
    fn batches_come_to_what_their_commands_come_to_alone(
        variant in variants_with_minimums(),
        steps in steps(
            &[FACTS, COURSE, DAYS, RUNS, PEOPLE, DRAWS, HANDS, SHOP, MISTAKES, BY_HAND, WILD],
            30,
        ),
        cuts in prop::collection::vec((1..9_usize, 0..40_usize), 1..8),
    ) {
        let company = scribe::Company::told(&variant, &steps);
        let (mut alone, mut together) = (Journal::in_memory(), Journal::in_memory());
        let (mut rest, mut cuts) = (&company.said[..], cuts.iter().cycle());
        while let Some((cut, again)) = cuts.next()
            && !rest.is_empty()
        {
            let (chunk, after) = rest.split_at(rest.len().min(*cut));
            let retried = &company.said[again % company.said.len()];
            let batch = || {
                let said = chunk.iter().chain([retried]);
                said.map(|said| (said.told.clone(), said.command.clone()))
            };
            let one_by_one: Vec<_> = batch().map(|(told, command)| {
                match alone.submit(&told, command) {
                    Err(SubmitError::Refused(refusal)) => Err(refusal),
                    outcome => Ok(outcome.unwrap()),
                }
            }).collect();
            prop_assert_eq!(together.submit_many(batch()).unwrap(), one_by_one);
            prop_assert!(together.ledger() == alone.ledger());
            rest = after;
        }
        prop_assert_eq!(together.store().compact_range(), alone.store().compact_range());
        prop_assert!(Ledger::replay(&together).unwrap() == *together.ledger());
        let again = StoreRecords::new(together.store());
        prop_assert!(Ledger::replay(&again).unwrap() == *alone.ledger());
    }
}

/// A memory store that counts its commits.
#[derive(Default)]
struct Counting {
    store: MemoryStore,
    appends: u32,
}

impl Store for Counting {
    hand_on!(store: find end read blob compact_range);

    fn append(&mut self, batch: &Batch) -> Result<Appended, StoreError> {
        let answer = self.store.append(batch)?;
        self.appends += u32::from(answer == Appended::Done);
        Ok(answer)
    }
}
