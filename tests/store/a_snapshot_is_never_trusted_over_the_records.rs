//! A snapshot opens a journal faster and says nothing that its records do not: from one that fits,
//! the ledger is the one of a full replay; one that does not fit is dropped, and replaced.

use crate::histories::plan_variants::variants_with_minimums;
use crate::histories::scribe::{Company, submit};
use crate::histories::{
    BY_HAND, COURSE, DAYS, DRAWS, FACTS, HANDS, MISTAKES, MONEY, PEOPLE, RUNS, SHOP, THRESHOLDS,
    WILD, steps,
};
use crate::whole::making::{Kind, programs};
use proptest::prelude::*;
use referral_ledger::Journal;
use referral_ledger::command::{Command, DefinePayGroup, PlanText, PublishPlan};
use referral_ledger::journal::Opened;
use referral_ledger::ledger::laws;
use referral_ledger::store::{MemoryStore, Store};
use referral_ledger::told::{Actor, Key, Told};

const PLAN: &str = include_str!("../../examples/plans/field-service-2026.toml");

fn tell(journal: &mut Journal<MemoryStore>, command: impl Into<Command>) {
    let command = command.into();
    let at = "2026-01-02T08:00:00.000Z".parse().unwrap();
    let by = Actor::human("hr".parse().unwrap());
    let _new = journal.submit(&Told { at, by, key: Key::of(&command) }, command).unwrap();
}

fn group(name: &str) -> DefinePayGroup {
    let (group, entity) = (name.parse().unwrap(), "acme".parse().unwrap());
    DefinePayGroup { group, entity, unit: "USD".parse().unwrap() }
}

/// A journal of three groups and a plan, with a snapshot of all but the last.
fn with_snapshot() -> MemoryStore {
    let store = MemoryStore::new();
    let mut journal = Journal::open(store.clone()).unwrap();
    tell(&mut journal, group("us"));
    tell(&mut journal, PublishPlan { text: PlanText::new(PLAN) });
    tell(&mut journal, group("eu"));
    journal.keep_snapshot().unwrap();
    tell(&mut journal, group("uk"));
    store
}

/// Opens it, and says why its snapshot was dropped.
fn dropped(store: &MemoryStore) -> String {
    let journal = Journal::open(store.clone()).unwrap();
    let full = Journal::open_in_full(store.clone()).unwrap();
    assert!(journal.ledger() == full.ledger());
    match journal.opened() {
        Opened::SnapshotDropped { why, not_replaced: None } => why.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_journal_opens_from_its_snapshot_and_the_records_after_it() {
    let store = with_snapshot();
    let mut journal = Journal::open(store.clone()).unwrap();
    assert_eq!(journal.opened(), &Opened::FromSnapshot { records: 3 });
    assert_eq!(journal.ledger().next_sequence(), 4);
    assert!(journal.ledger() == Journal::open_in_full(store).unwrap().ledger());
    // It goes on as if nothing had been.
    tell(&mut journal, group("ca"));
    laws::check_history(journal.ledger(), &journal).unwrap();
}

#[test]
fn every_bit_of_a_snapshot_is_checked() {
    let mut store = with_snapshot();
    let bytes = store.snapshot().unwrap().unwrap();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            store.keep_snapshot(&flipped).unwrap();
            assert_eq!(dropped(&store), "it is damaged");
        }
    }
    for length in 0..bytes.len() {
        store.keep_snapshot(&bytes[..length]).unwrap();
        assert!(["it is damaged", "it is cut short"].contains(&&*dropped(&store)), "{length}");
    }
    // The last one that was dropped was replaced by one of all records.
    let again = Journal::open(store).unwrap();
    assert_eq!(again.opened(), &Opened::FromSnapshot { records: 4 });
}

#[test]
fn a_snapshot_of_other_records_is_dropped() {
    let mut other = MemoryStore::new();
    let mut journal = Journal::open(other.clone()).unwrap();
    tell(&mut journal, group("us"));
    tell(&mut journal, PublishPlan { text: PlanText::new(PLAN) });
    tell(&mut journal, group("mx"));
    tell(&mut journal, group("uk"));
    // As many records, and not the same ones.
    let theirs = with_snapshot().snapshot().unwrap().unwrap();
    other.keep_snapshot(&theirs).unwrap();
    let why =
        "store is damaged: the leaves do not come to its compact range: restore it from a copy";
    assert_eq!(dropped(&other), why);
}

#[test]
fn a_snapshot_ahead_of_the_records_is_dropped() {
    let theirs = with_snapshot().snapshot().unwrap().unwrap();
    let mut store = MemoryStore::new();
    let mut journal = Journal::open(store.clone()).unwrap();
    tell(&mut journal, group("us"));
    tell(&mut journal, PublishPlan { text: PlanText::new(PLAN) });
    store.keep_snapshot(&theirs).unwrap();
    assert!(dropped(&store).contains("the leaves do not come to its compact range"));
}

#[test]
fn a_snapshot_whose_plan_is_not_on_file_is_dropped() {
    let theirs = with_snapshot().snapshot().unwrap().unwrap();
    let mut store = MemoryStore::new();
    tell(&mut Journal::open(store.clone()).unwrap(), group("us"));
    store.keep_snapshot(&theirs).unwrap();
    assert!(dropped(&store).ends_with("is missing or damaged"));
}

#[cfg(feature = "file")]
#[test]
fn a_snapshot_lies_beside_the_file_and_can_be_deleted() {
    use referral_ledger::store::FileStore;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.redb");
    let opened = || Journal::open(FileStore::open(&path).unwrap()).unwrap();
    let command = Command::from(group("us"));
    let at = "2026-01-02T08:00:00.000Z".parse().unwrap();
    let told = Told { at, by: Actor::human("hr".parse().unwrap()), key: Key::of(&command) };
    {
        let mut journal = opened();
        let _new = journal.submit(&told, command).unwrap();
        journal.keep_snapshot().unwrap();
    }
    assert_eq!(opened().opened(), &Opened::FromSnapshot { records: 1 });
    let beside = folder.path().join("journal.redb.snapshot");
    // What a crash leaves while a new one is written is no snapshot.
    std::fs::write(folder.path().join("journal.redb.snapshot.new"), "half").unwrap();
    assert_eq!(opened().opened(), &Opened::FromSnapshot { records: 1 });
    std::fs::remove_file(&beside).unwrap();
    assert_eq!(opened().opened(), &Opened::InFull);
    // A folder in its place cannot be read and not be replaced; the journal opens all the same.
    std::fs::create_dir(&beside).unwrap();
    let journal = opened();
    let Opened::SnapshotDropped { not_replaced: Some(_), .. } = journal.opened() else {
        panic!("{:?}", journal.opened())
    };
    assert_eq!(journal.ledger().next_sequence(), 1);
}

#[test]
fn a_shared_journal_keeps_snapshots_while_others_write() {
    let store = MemoryStore::new();
    let journal = Journal::open(store.clone()).unwrap().share();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let journal = journal.clone();
            scope.spawn(move || {
                for number in 0..10 {
                    let command = Command::from(group(&format!("g-{thread}-{number}")));
                    let at = "2026-01-02T08:00:00.000Z".parse().unwrap();
                    let by = Actor::human("hr".parse().unwrap());
                    let told = Told { at, by, key: Key::of(&command) };
                    assert!(journal.submit(&told, command).unwrap().is_new());
                    journal.keep_snapshot().unwrap();
                }
            });
        }
    });
    journal.keep_snapshot().unwrap();
    let again = Journal::open(store).unwrap();
    assert_eq!(again.opened(), &Opened::FromSnapshot { records: 40 });
    assert!(journal.read(|ledger| ledger == again.ledger()));
}

/// Opens a journal in the middle of a history from a snapshot, tells it the rest, and opens it
/// again: the ledger is always the one of a full replay.
fn goes_on_from_a_snapshot(company: &Company, cut: usize) -> Result<(), TestCaseError> {
    let store = MemoryStore::new();
    let mut journal = Journal::open(store.clone()).unwrap();
    let (before, after) = company.said.split_at(cut % (company.said.len() + 1));
    for said in before {
        let _ = submit(&mut journal, &said.told, &said.command);
    }
    journal.keep_snapshot().unwrap();
    let mut opened = Journal::open(store.clone()).unwrap();
    prop_assert!(matches!(opened.opened(), Opened::FromSnapshot { .. }), "{:?}", opened.opened());
    prop_assert!(opened.ledger() == journal.ledger(), "another ledger{}", company.tale());
    prop_assert_eq!(opened.ledger().digest(), journal.ledger().digest());
    for said in after {
        let _ = submit(&mut opened, &said.told, &said.command);
    }
    let again = Journal::open(store.clone()).unwrap();
    prop_assert!(again.ledger() == opened.ledger());
    prop_assert!(again.ledger() == Journal::open_in_full(store).unwrap().ledger());
    prop_assert!(again.ledger() == company.journal.ledger(), "another history");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..Default::default() })]

    #[test]
    fn histories_go_on_from_a_snapshot(
        variant in variants_with_minimums(),
        steps in steps(&[FACTS, COURSE, DAYS, RUNS, PEOPLE, DRAWS, MISTAKES, THRESHOLDS, BY_HAND, WILD], 40),
        cut in any::<usize>(),
    ) {
        goes_on_from_a_snapshot(&Company::told(&variant, &steps), cut)?;
    }

    #[test]
    fn histories_of_the_whole_language_go_on_from_a_snapshot(
        program in programs(Kind::Any),
        steps in steps(&[FACTS, MONEY, DAYS, RUNS, PEOPLE, DRAWS, HANDS, SHOP, MISTAKES, BY_HAND, WILD], 40),
        cut in any::<usize>(),
    ) {
        let mut company = Company::whole(&program.texts());
        company.perform_all(&steps);
        goes_on_from_a_snapshot(&company, cut)?;
    }
}
