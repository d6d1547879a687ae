//! The journal: the book of original entry over a store, and the one door to submit through.
//!
//! It drafts, appends and accepts. [`Journal`] has one writer and no lock inside;
//! [`SharedJournal`] is the same for many threads. Two journals may write to one store; the slower
//! one gets what it missed, decides again, and each command is answered once.
//!
//! | file | idea |
//! |---|---|
//! | `task` | from decided commands to durable ones |
//! | `shared` | many threads, one commit for all that wait |
//! | `opening` | from a store to a ledger, with a snapshot or without |
//! | `outcome` | what a command came to, or why it did not |

mod opening;
mod outcome;
mod shared;
mod task;

pub use opening::Opened;
pub use outcome::{Outcome, Receipt, Rewarded, SubmitError};
pub use shared::SharedJournal;

use crate::command::Command;
use crate::digest::Digest;
use crate::ledger::Ledger;
use crate::record::{Group, Record, RecordError, Records};
use crate::refusal::Refusal;
use crate::store::{MemoryStore, Store, StoreRecords};
use crate::told::Told;
use crate::why::Why;
use std::sync::Arc;
use task::{Filed, Task, alone, file};

/// How often a command is decided anew because another writer was faster.
const TRIES_MAX: u32 = 16;

/// A journal over a store, with the ledger posted from it.
///
/// ```
/// use referral_ledger::command::{DefinePayGroup, RegisterPayee};
/// use referral_ledger::money::Unit;
/// use referral_ledger::payee::WorkerClass;
/// use referral_ledger::told::{Actor, Told};
/// use referral_ledger::{Journal, SubmitError, date};
///
/// let mut journal = Journal::in_memory();
/// let told = |key: &str| -> Result<Told, Box<dyn std::error::Error>> {
///     let at = "2026-01-02T08:00:00.000Z".parse()?;
///     Ok(Told { at, by: Actor::system("hr-sync".parse()?), key: key.parse()? })
/// };
/// let group = "us-field".parse()?;
/// let define = DefinePayGroup { group, entity: "acme-us".parse()?, unit: "USD".parse::<Unit>()? };
/// let first = journal.submit(&told("group-1")?, define.clone())?;
/// let again = journal.submit(&told("group-1")?, define)?;
/// assert!(first.is_new() && !again.is_new());           // a retry changes nothing
/// assert_eq!(first.receipt(), again.receipt());         // and gets the first receipt
///
/// let nobody = RegisterPayee {
///     payee: "T07".parse()?,
///     group: "eu-field".parse()?,
///     class: WorkerClass::Employee,
///     employed_from: date!("2026-01-01"),
/// };
/// let Err(SubmitError::Refused(no)) = journal.submit(&told("payee-1")?, nobody) else {
///     panic!("there is no such group")
/// };
/// assert_eq!(no.code(), "R6002");
/// assert_eq!(no.to_string(), "pay group eu-field is not on file: define it first");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Journal<S> {
    store: S,
    ledger: Ledger,
    opened: Opened,
}

impl Journal<MemoryStore> {
    /// A journal that is gone when it is dropped: for tests and for trying things out.
    pub fn in_memory() -> Journal<MemoryStore> {
        let (store, ledger) = (MemoryStore::default(), Ledger::default());
        Journal { store, ledger, opened: Opened::InFull }
    }
}

impl<S: Store> Journal<S> {
    /// Opens the journal in a store.
    ///
    /// Where the store keeps a snapshot (see [`Journal::keep_snapshot`]), the ledger is read from
    /// it, and only the records after it are replayed, once the snapshot's tree and their leaves
    /// came to the tree of the store and the number of keys is right. The bytes of the records
    /// before it are not read here; each is checked when it is. A snapshot that is damaged, of
    /// another release or of other records is dropped: [`Journal::opened`] says so.
    ///
    /// # Errors
    /// As [`Journal::open_in_full`].
    pub fn open(mut store: S) -> Result<Journal<S>, SubmitError> {
        let (ledger, opened) = opening::open(&mut store)?;
        Ok(Journal { store, ledger, opened })
    }

    /// Opens the journal from its records alone: replays all of them, each leaf checked and each
    /// key looked up, and compares the tree of the leaves with the compact range stored in the last
    /// commit. An auditor opens it so.
    ///
    /// # Errors
    /// A store that fails, or a record that is damaged or was written by a newer release.
    pub fn open_in_full(store: S) -> Result<Journal<S>, SubmitError> {
        let ledger = opening::in_full(&store)?;
        Ok(Journal { store, ledger, opened: Opened::InFull })
    }

    /// How it was opened.
    pub fn opened(&self) -> &Opened {
        &self.opened
    }

    /// Keeps a snapshot of the ledger in the store, so that the journal opens faster from now on.
    /// It replaces the one before. Everything in it comes from the records: it may be deleted at
    /// any time.
    ///
    /// ```
    /// use referral_ledger::journal::Opened;
    /// use referral_ledger::store::MemoryStore;
    /// use referral_ledger::Journal;
    ///
    /// let store = MemoryStore::new();
    /// let mut journal = Journal::open(store.clone())?;
    /// journal.keep_snapshot()?;
    /// let again = Journal::open(store.clone())?;
    /// assert_eq!(again.opened(), &Opened::FromSnapshot { records: 0 });
    /// assert_eq!(Journal::open_in_full(store)?.ledger(), again.ledger());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A store that fails, or other writers that are faster time and again.
    pub fn keep_snapshot(&mut self) -> Result<(), SubmitError> {
        let bytes = opening::newest_snapshot(&self.store, &mut self.ledger)?;
        Ok(self.store.keep_snapshot(&bytes)?)
    }

    /// The ledger, as of the last command submitted or caught up with.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What commands would come to, told one after the other now: see [`Ledger::rehearse`].
    pub fn rehearse(
        &mut self,
        commands: impl IntoIterator<Item = (Told, Command)>,
    ) -> Vec<Result<Group, Refusal>> {
        self.ledger.rehearse(commands)
    }

    /// The records, each read with its leaf checked.
    pub fn records(&self) -> StoreRecords<'_, S> {
        StoreRecords::new(&self.store)
    }

    /// The store.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// The Why of every lot of a reward, oldest first.
    ///
    /// # Errors
    /// A record that cannot be read.
    pub fn why(&self, reward: &crate::reward::RewardId) -> Result<Vec<Why>, RecordError> {
        self.ledger.why(&self.records(), reward)
    }

    /// Applies what other writers appended.
    ///
    /// # Errors
    /// A record that cannot be read.
    pub fn catch_up(&mut self) -> Result<(), RecordError> {
        self.ledger.catch_up(&StoreRecords::new(&self.store))
    }

    /// Submits a command. A command already on file under this key gets its first outcome.
    ///
    /// # Errors
    /// See [`SubmitError`]. After any error the ledger is as it was, or caught up with other
    /// writers; nothing of the command is half done.
    pub fn submit(
        &mut self,
        told: &Told,
        command: impl Into<Command>,
    ) -> Result<Outcome, SubmitError> {
        alone(self.submit_many([(told.clone(), command.into())])?)
    }

    /// Submits commands in order, in one durable commit. Each comes to what it would have come to
    /// alone; a refused one does not abort the rest.
    ///
    /// # Errors
    /// See [`SubmitError`]; a refusal is an outcome of its command. After any error none of the
    /// commands is on file, or, where the store cannot tell, all or none of those that were new.
    ///
    /// ```
    /// use referral_ledger::Journal;
    /// use referral_ledger::command::{Command, DefinePayGroup};
    /// use referral_ledger::told::{Actor, Key, Told};
    ///
    /// let define = |key: &str, unit: &str| -> Result<_, Box<dyn std::error::Error>> {
    ///     let (group, entity, unit) = ("us".parse()?, "acme".parse()?, unit.parse()?);
    ///     let (at, by) = ("2026-01-02T08:00:00.000Z".parse()?, Actor::system("hr".parse()?));
    ///     let command = Command::from(DefinePayGroup { group, entity, unit });
    ///     Ok((Told { at, by, key: key.parse()? }, command))
    /// };
    /// let mut journal = Journal::in_memory();
    /// let many = [define("1", "USD")?, define("2", "EUR")?, define("1", "USD")?];
    /// let outcomes = journal.submit_many(many)?;
    /// assert!(outcomes[0].as_ref().is_ok_and(|outcome| outcome.is_new()));
    /// assert!(outcomes[1].as_ref().is_err_and(|no| no.code() == "R6001"));
    /// assert!(outcomes[2].as_ref().is_ok_and(|outcome| !outcome.is_new())); // repeats the first
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn submit_many(
        &mut self,
        commands: impl IntoIterator<Item = (Told, Command)>,
    ) -> Result<Vec<Result<Outcome, Refusal>>, SubmitError> {
        let mut task = Task::new(commands);
        for _ in 0..TRIES_MAX {
            let draft = self.ledger.draft(task.take_open());
            match file(&mut self.store, draft.decided())? {
                Filed::Appended(on_file) => return Ok(task.done(draft.accept(), on_file)),
                Filed::Nothing(on_file) => {
                    let answers = draft.accept();
                    if !on_file.is_empty() {
                        self.catch_up()?;
                    }
                    return Ok(task.done(answers, on_file));
                }
                Filed::Again(on_file) => task.again(draft.set_aside(), on_file),
            }
            self.catch_up()?; // another writer was faster, or a key is on file: decide again
        }
        Err(SubmitError::Contended { tries: TRIES_MAX })
    }
}

impl<S: Store> Records for Journal<S> {
    fn end(&self) -> Result<u64, RecordError> {
        self.records().end()
    }
    fn record(&self, sequence: u64) -> Result<Record, RecordError> {
        self.records().record(sequence)
    }
    fn records_from(&self, sequence: u64, count_max: usize) -> Result<Vec<Record>, RecordError> {
        self.records().records_from(sequence, count_max)
    }
    fn records_without_whys(
        &self,
        sequence: u64,
        count_max: usize,
    ) -> Result<Vec<Record>, RecordError> {
        self.records().records_without_whys(sequence, count_max)
    }
    fn blob(&self, digest: &Digest) -> Result<Arc<str>, RecordError> {
        self.records().blob(digest)
    }
}
