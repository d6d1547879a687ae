//! Many threads over one journal: whoever waits rides along with the next commit, each command is
//! answered once and as it would be alone, and readers see what is durable while the disk works.

use crate::support::forms::*;
use crate::support::{FIELD_PLAN, id, said};
use referral_ledger::batch::Batch;
use referral_ledger::command::Command;
use referral_ledger::ledger::laws;
use referral_ledger::store::{Appended, MemoryStore, Store, StoreError, StoreRecords};
use referral_ledger::told::{Actor, Key, Told};
use referral_ledger::{Journal, Ledger, SharedJournal, SubmitError, amount};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

fn told(command: &Command) -> Told {
    let at = id("2026-01-10T17:00:00.000Z");
    Told { at, by: Actor::human(id("host")), key: Key::of(command) }
}

fn tell<S: Store + Clone>(
    journal: &SharedJournal<S>,
    command: impl Into<Command>,
) -> Result<referral_ledger::Outcome, SubmitError> {
    let command = command.into();
    journal.submit(&told(&command), command)
}

/// Writes the company, and a deal of ana's.
fn set_up<S: Store + Clone>(store: S) -> SharedJournal<S> {
    let mut journal = Journal::open(store).unwrap();
    let commands: [Command; 6] = [
        define("us-field", "USD").into(),
        register("ana", "us-field").into(),
        publish(FIELD_PLAN).into(),
        report("ana", "D1", "2026-01-10").into(),
        accept("D1", "2026-01-10").into(),
        win("D1", "2026-01-10").into(),
    ];
    let outcomes = journal.submit_many(commands.map(|command| (told(&command), command)));
    assert!(outcomes.unwrap().iter().all(Result::is_ok));
    journal.share()
}

fn cent(name: &str) -> Command {
    payment(name, "D1", "2026-01-10", amount!(0.50 USD)).into()
}

/// Every thread pays parts of its own and parts that all of them pay; the sum is that of one thread.
fn every_command_is_answered_once(store: impl Store + Clone + Send + Sync) {
    const THREADS: usize = 8;
    const EACH: usize = 12;
    let journal = set_up(store.clone());
    let new: usize = std::thread::scope(|scope| {
        let pay = |thread: usize| {
            let journal = journal.clone();
            move || {
                let mut new = 0;
                for number in 0..EACH {
                    for name in [format!("own-{thread}-{number}"), format!("all-{number}")] {
                        let command = cent(&name);
                        let outcome = tell(&journal, command).unwrap();
                        let sequence = outcome.receipt().sequence;
                        assert!(journal.read(|ledger| ledger.next_sequence()) > sequence);
                        new += usize::from(outcome.is_new());
                    }
                }
                new
            }
        };
        let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(pay(thread))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let payments = THREADS * EACH + EACH;
    assert_eq!(new, payments);
    assert_eq!(store.end().unwrap(), 6 + u64::try_from(payments).unwrap());
    let replayed = Ledger::replay(&StoreRecords::new(&store)).unwrap();
    journal.read(|ledger| assert!(*ledger == replayed));
    laws::check_history(&replayed, &StoreRecords::new(&store)).unwrap();
    // 108 payments of 0.50 USD at 2% are 1.08 USD, to the cent, in whatever order they came, beside
    // 25.00 USD for the qualified lead.
    let accrued = replayed.payees().next().unwrap();
    let minor = accrued.held.minor() + accrued.payable.minor();
    assert_eq!(minor, 2_608);
}

/// Two groups of threads, each with a journal of its own over the same store.
fn two_shared_journals_catch_up_with_each_other(store: impl Store + Clone + Send + Sync) {
    let one = set_up(store.clone());
    let other = Journal::open(store.clone()).unwrap().share();
    let new: usize = std::thread::scope(|scope| {
        let pay = |journal: SharedJournal<_>, name: &'static str| {
            move || {
                let mut new = 0;
                for number in 0..10 {
                    for name in [format!("{name}-{number}"), format!("both-{number}")] {
                        let outcome = loop {
                            match tell(&journal, cent(&name)) {
                                Err(fault) if fault.is_transient() => {}
                                outcome => break outcome.unwrap(),
                            }
                        };
                        new += usize::from(outcome.is_new());
                    }
                }
                new
            }
        };
        let threads = [(&one, "a"), (&one, "b"), (&other, "c"), (&other, "d")]
            .map(|(journal, name)| scope.spawn(pay(journal.clone(), name)));
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(new, 50);
    one.catch_up().unwrap();
    other.catch_up().unwrap();
    let replayed = Ledger::replay(&StoreRecords::new(&store)).unwrap();
    assert!(one.read(|ledger| *ledger == replayed) && other.read(|ledger| *ledger == replayed));
}

macro_rules! over_every_store {
    ($($story:ident),+) => {
        mod memory {
            $(#[test] fn $story() { super::$story(super::MemoryStore::new()) })+
        }
        #[cfg(feature = "file")]
        mod file {
            $(#[test] fn $story() {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("journal.redb");
                super::$story(referral_ledger::store::FileStore::open(path).unwrap())
            })+
        }
    };
}

over_every_store!(every_command_is_answered_once, two_shared_journals_catch_up_with_each_other);

/// What a disk that can be watched says and waits for.
enum Disk {
    Works,
    /// Says that a commit is on its way, with so many groups, and waits for what becomes of it.
    Watched(Sender<usize>, Receiver<Result<(), StoreError>>),
    Panics,
}

#[derive(Clone)]
struct Watched {
    store: MemoryStore,
    disk: Arc<Mutex<Disk>>,
}

impl Watched {
    fn set_up() -> (SharedJournal<Watched>, Arc<Mutex<Disk>>) {
        let disk = Arc::new(Mutex::new(Disk::Works));
        (set_up(Watched { store: MemoryStore::new(), disk: Arc::clone(&disk) }), disk)
    }
}

impl Store for Watched {
    hand_on!(store: find end read blob compact_range);

    fn append(&mut self, batch: &Batch) -> Result<Appended, StoreError> {
        match &*self.disk.lock().unwrap() {
            Disk::Works => {}
            Disk::Watched(on_its_way, becomes) => {
                on_its_way.send(batch.groups.len()).unwrap();
                becomes.recv().unwrap()?;
            }
            Disk::Panics => panic!("a bug in a store"),
        }
        self.store.append(batch)
    }
}

/// While a commit is on its way, readers see the ledger before it, and those who come meanwhile
/// gather for the next commit.
#[test]
fn readers_do_not_wait_for_the_disk_and_writers_gather() {
    let (journal, disk) = Watched::set_up();
    let (on_its_way, commits) = channel();
    let (becomes, waits) = channel();
    *disk.lock().unwrap() = Disk::Watched(on_its_way, waits);
    std::thread::scope(|scope| {
        let pay = |name: &str| {
            let (journal, command) = (journal.clone(), cent(name));
            scope.spawn(move || tell(&journal, command).unwrap())
        };
        let first = pay("P1");
        assert_eq!(commits.recv(), Ok(1));
        // The disk works now, and does not come back before it is told to below.
        assert_eq!(journal.read(|ledger| ledger.next_sequence()), 6);
        assert!(journal.read(laws::check).is_ok());

        let gathered: Vec<_> = ["P2", "P3", "P4", "P5"].map(pay).into_iter().collect();
        while journal.waiting() < 4 {
            std::thread::yield_now();
        }
        becomes.send(Ok(())).unwrap();
        assert_eq!(commits.recv(), Ok(4), "one commit for all who waited");
        assert_eq!(journal.read(|ledger| ledger.next_sequence()), 7, "the first is posted");
        becomes.send(Ok(())).unwrap();
        assert_eq!(said(&first.join().unwrap()), ["ana 0.01"]);
        let mut sequences: Vec<_> =
            gathered.into_iter().map(|it| it.join().unwrap().receipt().sequence).collect();
        sequences.sort_unstable();
        assert_eq!(sequences, [7, 8, 9, 10]);
    });
}

/// A disk that fails fails everybody who rode along, changes nothing, and may work again.
#[test]
fn everybody_on_a_commit_that_fails_is_told() {
    let (journal, disk) = Watched::set_up();
    let (on_its_way, commits) = channel();
    let (becomes, waits) = channel();
    *disk.lock().unwrap() = Disk::Watched(on_its_way, waits);
    let full = || StoreError::Backend { problem: String::from("disk full"), transient: true };
    let before = journal.read(Ledger::digest);
    std::thread::scope(|scope| {
        let pay = |name: &str| {
            let (journal, command) = (journal.clone(), cent(name));
            scope.spawn(move || tell(&journal, command))
        };
        let first = pay("P1");
        assert_eq!(commits.recv(), Ok(1));
        let rest = ["P2", "P3"].map(pay);
        while journal.waiting() < 2 {
            std::thread::yield_now();
        }
        becomes.send(Err(full())).unwrap();
        assert_eq!(commits.recv(), Ok(2));
        becomes.send(Err(full())).unwrap();
        for told in [first].into_iter().chain(rest) {
            assert_eq!(told.join().unwrap(), Err(SubmitError::Store(full())));
        }
    });
    assert_eq!(journal.read(Ledger::digest), before);
    *disk.lock().unwrap() = Disk::Works;
    assert!(tell(&journal, cent("P1")).unwrap().is_new());
}

/// A panic in a store is a bug; nobody waits for ever for a thread that is gone.
#[test]
fn nobody_waits_for_a_thread_that_panicked() {
    let (journal, disk) = Watched::set_up();
    *disk.lock().unwrap() = Disk::Panics;
    let pay = |name: &str| {
        let (journal, command) = (journal.clone(), cent(name));
        std::thread::spawn(move || tell(&journal, command)).join()
    };
    assert!(pay("P1").is_err());
    assert!(pay("P2").is_err(), "the journal is to be opened again");
}
