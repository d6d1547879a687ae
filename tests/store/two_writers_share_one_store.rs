//! Two journals over one store: the slower one gets what it missed and decides again, a command
//! told to both is answered once, and nothing is lost.
//!
//! The stories run over clones of a memory store and, with the feature `file`, of a file store.

use crate::support::forms::*;
use crate::support::{FIELD_PLAN, id, said};
use referral_ledger::command::Command;
use referral_ledger::ledger::laws;
use referral_ledger::merkle::CompactRange;
use referral_ledger::money::Amount;
use referral_ledger::store::{Appended, MemoryStore, Store, StoreError, Stored};
use referral_ledger::told::{Actor, Key, Told};
use referral_ledger::{Journal, Outcome, SubmitError, amount};
use std::sync::Arc;

const HUNDRED: Amount = amount!(100.25 USD);

fn told(by: &str, command: &Command) -> Told {
    let at = id("2026-01-10T17:00:00.000Z");
    Told { at, by: Actor::human(id(by)), key: Key::of(command) }
}

fn tell<S: Store>(
    journal: &mut Journal<S>,
    command: impl Into<Command>,
) -> Result<Outcome, SubmitError> {
    let command = command.into();
    journal.submit(&told("host", &command), command)
}

/// Writes the company, and a deal of ana's, through one journal.
fn set_up<S: Store>(journal: &mut Journal<S>) {
    let commands: [Command; 6] = [
        define("us-field", "USD").into(),
        register("ana", "us-field").into(),
        publish(FIELD_PLAN).into(),
        report("ana", "D1", "2026-01-10").into(),
        accept("D1", "2026-01-10").into(),
        win("D1", "2026-01-10").into(),
    ];
    for command in commands {
        assert!(tell(journal, command).unwrap().is_new());
    }
}

/// Both journals, caught up, and a third that opens the store anew, have the same ledger, which
/// obeys the laws.
fn agree<S: Store + Clone>(mut one: Journal<S>, mut other: Journal<S>) {
    one.catch_up().unwrap();
    other.catch_up().unwrap();
    let third = Journal::open(one.store().clone()).unwrap();
    assert_eq!(one.ledger().digest(), third.ledger().digest());
    assert_eq!(other.ledger().digest(), third.ledger().digest());
    laws::check_history(third.ledger(), &third).unwrap();
}

fn both<S: Store + Clone>(store: &S) -> (Journal<S>, Journal<S>) {
    (Journal::open(store.clone()).unwrap(), Journal::open(store.clone()).unwrap())
}

fn the_slower_is_caught_up_and_decides_again(store: impl Store + Clone) {
    let (mut fast, mut slow) = both(&store);
    set_up(&mut fast);
    // The slow one knows nothing of the company yet, and would refuse.
    // 2% of 100.25 = 2.005 -> 2.00.
    assert_eq!(slow.ledger().next_sequence(), 0);
    let first = tell(&mut slow, payment("P1", "D1", "2026-01-10", HUNDRED)).unwrap();
    assert_eq!(said(&first), ["ana 2.00"]);
    // Now the fast one is behind, and would accept the wrong amount: 4.01 - 2.00 = 2.01, not 2.00.
    let second = tell(&mut fast, payment("P2", "D1", "2026-01-10", HUNDRED)).unwrap();
    assert_eq!(said(&second), ["ana 2.01"]);
    assert_eq!(store.end().unwrap(), 8);
    agree(fast, slow);
}

fn a_command_told_to_both_is_answered_once(store: impl Store + Clone) {
    let (mut one, mut other) = both(&store);
    set_up(&mut one);
    let command = payment("P1", "D1", "2026-01-10", HUNDRED);
    let first = tell(&mut other, command.clone()).unwrap();
    let again = tell(&mut one, command.clone()).unwrap();
    let once_more = tell(&mut other, command).unwrap();
    assert!(first.is_new() && !again.is_new() && !once_more.is_new());
    assert_eq!([again.receipt(), once_more.receipt()], [first.receipt(); 2]);
    assert_eq!(said(&again), ["ana 2.00"]);
    assert_eq!(store.end().unwrap(), 7);
    // In other words it is refused by both, with the sequence of the first.
    let changed = payment("P1", "D1", "2026-01-10", amount!(100.00 USD));
    for journal in [&mut one, &mut other] {
        match tell(journal, changed.clone()) {
            Err(SubmitError::Refused(refusal)) => assert_eq!(refusal.code(), "R0001"),
            other => panic!("a changed retry was {other:?}"),
        }
    }
    agree(one, other);
}

fn what_the_other_wrote_decides_what_is_refused(store: impl Store + Clone) {
    let (mut one, mut other) = both(&store);
    set_up(&mut one);
    other.catch_up().unwrap();
    let _cancelled = tell(&mut one, cancel("D1", "2026-01-10")).unwrap();
    // The other has not seen the cancellation, and refuses all the same.
    match tell(&mut other, payment("P1", "D1", "2026-01-10", HUNDRED)) {
        Err(SubmitError::Refused(refusal)) => assert_eq!(refusal.code(), "R2005"),
        other => panic!("a payment for a cancelled deal was {other:?}"),
    }
    assert_eq!(other.ledger().digest(), one.ledger().digest());
    agree(one, other);
}

/// The commands of two writers: those of both, and those of each.
fn in_parallel(store: impl Store + Clone + Send) {
    set_up(&mut Journal::open(store.clone()).unwrap());
    let write = |name: &'static str| {
        let mut journal = Journal::open(store.clone()).unwrap();
        move || {
            let mut new = 0;
            for number in 0..20 {
                let shared = format!("shared-{number}");
                let own = format!("{name}-{number}");
                for payment_id in [shared, own] {
                    let cent = payment(&payment_id, "D1", "2026-01-10", amount!(0.01 USD));
                    let outcome = loop {
                        match tell(&mut journal, cent.clone()) {
                            Err(error) if error.is_transient() => continue,
                            outcome => break outcome.unwrap(),
                        }
                    };
                    new += usize::from(outcome.is_new());
                }
            }
            (journal, new)
        }
    };
    let (one, other) = (write("one"), write("other"));
    let ((one, news), (other, others)) = std::thread::scope(|scope| {
        let (one, other) = (scope.spawn(one), scope.spawn(other));
        (one.join().unwrap(), other.join().unwrap())
    });
    // 20 of each, and the 20 of both once: 60 payments of 0.01.
    assert_eq!(news + others, 60);
    assert_eq!(store.end().unwrap(), 66);
    // 25.00 for the lead, and 2% of 0.60 = 0.012 -> 0.01, whoever wrote what in which order.
    let all = Journal::open(store).unwrap();
    assert_eq!(all.ledger().owed_to_payees(id("USD")), amount!(25.01 USD));
    agree(one, other);
}

macro_rules! stories {
    ($room:ident, $store:expr) => {
        mod $room {
            #[test]
            fn the_slower_is_caught_up_and_decides_again() {
                let (_guard, store) = $store;
                super::the_slower_is_caught_up_and_decides_again(store);
            }

            #[test]
            fn a_command_told_to_both_is_answered_once() {
                let (_guard, store) = $store;
                super::a_command_told_to_both_is_answered_once(store);
            }

            #[test]
            fn what_the_other_wrote_decides_what_is_refused() {
                let (_guard, store) = $store;
                super::what_the_other_wrote_decides_what_is_refused(store);
            }

            #[test]
            fn in_parallel_nothing_is_lost_and_nothing_is_written_twice() {
                let (_guard, store) = $store;
                super::in_parallel(store);
            }
        }
    };
}

stories!(in_memory, ((), super::MemoryStore::new()));

#[cfg(feature = "file")]
stories!(in_a_file, {
    let folder = tempfile::tempdir().unwrap();
    let store = referral_ledger::store::FileStore::open(folder.path().join("journal")).unwrap();
    (folder, store)
});

/// What another writer does while this one is about to append.
type Meanwhile = Arc<dyn Fn(&mut MemoryStore)>;

/// A store in which another writer is always a moment faster.
#[derive(Clone)]
struct Busy {
    store: MemoryStore,
    meanwhile: Meanwhile,
}

impl Store for Busy {
    hand_on!(store: find end read blob compact_range);

    fn append(&mut self, batch: &referral_ledger::batch::Batch) -> Result<Appended, StoreError> {
        (self.meanwhile)(&mut self.store);
        self.store.append(batch)
    }
}

#[test]
fn the_same_command_written_a_moment_earlier_is_the_first_outcome() {
    let store = MemoryStore::new();
    set_up(&mut Journal::open(store.clone()).unwrap());
    let command = payment("P1", "D1", "2026-01-10", HUNDRED);
    let theirs = command.clone();
    let meanwhile: Meanwhile = Arc::new(move |store| {
        let mut journal = Journal::open(store.clone()).unwrap();
        let _outcome = tell(&mut journal, theirs.clone()).unwrap();
    });
    let mut ours = Journal::open(Busy { store: store.clone(), meanwhile }).unwrap();
    let outcome = tell(&mut ours, command).unwrap();
    assert!(!outcome.is_new());
    assert_eq!((outcome.receipt().sequence, said(&outcome)), (6, vec!["ana 2.00".to_owned()]));
    assert_eq!(store.end().unwrap(), 7);
    laws::check_history(ours.ledger(), &ours).unwrap();
}

#[test]
fn a_writer_that_is_never_fast_enough_is_told_to_submit_again() {
    let store = MemoryStore::new();
    set_up(&mut Journal::open(store.clone()).unwrap());
    let meanwhile: Meanwhile = Arc::new(|store| {
        let mut journal = Journal::open(store.clone()).unwrap();
        let row = format!("of-{}", store.end().unwrap());
        let outcome = tell(&mut journal, payment(&row, "D1", "2026-01-10", amount!(1.00 USD)));
        assert!(outcome.unwrap().is_new());
    });
    let mut ours = Journal::open(Busy { store: store.clone(), meanwhile }).unwrap();
    let command = payment("P1", "D1", "2026-01-10", HUNDRED);
    let error = tell(&mut ours, command.clone()).unwrap_err();
    assert!(matches!(error, SubmitError::Contended { tries: 16 }), "{error}");
    assert!(error.is_transient());
    assert_eq!(error.to_string(), "other writers were faster 16 times: submit it again");
    // Nothing of ours is on file, and the ledger has what the others wrote.
    assert_eq!((store.end().unwrap(), ours.ledger().next_sequence()), (22, 22));
    let mut quiet = Journal::open(store).unwrap();
    assert_eq!(ours.ledger().digest(), quiet.ledger().digest());
    assert!(tell(&mut quiet, command).unwrap().is_new());
    laws::check_history(quiet.ledger(), &quiet).unwrap();
}

#[test]
fn a_draft_on_an_old_state_is_told_that_it_is_behind_and_leaves_no_trace() {
    let store = MemoryStore::new();
    let (mut one, mut other) = both(&store);
    set_up(&mut one);
    other.catch_up().unwrap();
    let command: Command = payment("P1", "D1", "2026-01-10", HUNDRED).into();
    let before = other.ledger().digest();
    // An asynchronous host drafts with a ledger of its own.
    let mut ledger = referral_ledger::Ledger::replay(&other).unwrap();
    let draft = ledger.draft([(told("host", &command), command.clone())]);
    let outcome = tell(&mut one, payment("P2", "D1", "2026-01-10", HUNDRED)).unwrap();
    assert_eq!(outcome.receipt().sequence, 6);
    let answer = store.clone().append(draft.batch()).unwrap();
    assert_eq!(answer, Appended::Behind { end: 7 });
    drop(draft); // rolled back (law L15)
    assert_eq!(ledger.digest(), before);
    ledger.catch_up(&one).unwrap();
    assert_eq!(ledger.digest(), one.ledger().digest());
    let draft = ledger.draft([(told("host", &command), command)]);
    assert_eq!(store.clone().append(draft.batch()).unwrap(), Appended::Done);
    let _answers = draft.accept();
    one.catch_up().unwrap();
    assert_eq!(ledger.digest(), one.ledger().digest());
    agree(one, other);
}

/// A store to which another writer adds a payment right after one of the questions it is asked.
struct Growing {
    store: MemoryStore,
    /// After how many more questions.
    after: std::cell::Cell<Option<u32>>,
}

impl Growing {
    fn then<T>(&self, answer: T) -> T {
        let now = self.after.get() == Some(0);
        self.after.set(self.after.get().and_then(|after| after.checked_sub(1)));
        if now {
            let mut journal = Journal::open(self.store.clone()).unwrap();
            let row = format!("of-{}", self.store.end().unwrap());
            let outcome = tell(&mut journal, payment(&row, "D1", "2026-01-10", amount!(1.00 USD)));
            assert!(outcome.unwrap().is_new());
        }
        answer
    }
}

impl Store for Growing {
    hand_on!(store: find append blob);

    fn end(&self) -> Result<u64, StoreError> {
        self.then(self.store.end())
    }
    fn read(&self, sequence: u64) -> Result<Option<Stored>, StoreError> {
        self.then(self.store.read(sequence))
    }
    fn read_from(&self, sequence: u64, count_max: usize) -> Result<Vec<Stored>, StoreError> {
        self.then(self.store.read_from(sequence, count_max))
    }
    fn compact_range(&self) -> Result<CompactRange, StoreError> {
        self.then(self.store.compact_range())
    }
}

/// What another writer adds while a journal is being opened is not there yet, or there in full: it
/// is never taken for a gap, nor for damage to the tree.
#[test]
fn a_journal_is_opened_while_another_writer_goes_on() {
    for after in 0..12 {
        let store = MemoryStore::new();
        set_up(&mut Journal::open(store.clone()).unwrap());
        let growing = Growing { store: store.clone(), after: Some(after).into() };
        let mut journal = Journal::open(growing).unwrap();
        journal.store().after.set(None); // the other writer is quiet now
        journal.catch_up().unwrap();
        let quiet = Journal::open(store).unwrap();
        assert_eq!(journal.ledger().digest(), quiet.ledger().digest());
    }
}
