//! The journal: the book of original entry over a store, and the one door to submit through.
//!
//! It looks the key up, drafts, appends and accepts. One writer, no lock inside: a server wraps it
//! as it likes. Two journals may write to one store; the slower one gets what it missed, decides
//! again, and each command is answered once.

use crate::command::{Command, first_difference};
use crate::digest::Digest;
use crate::event::Event;
use crate::id::PayeeId;
use crate::ledger::{Answer, Ledger};
use crate::merkle::CompactRange;
use crate::money::Amount;
use crate::record::{Group, RecordError, Records};
use crate::refusal::Refusal;
use crate::store::{Appended, MemoryStore, Store, StoreError, StoreRecords};
use crate::told::Told;
use crate::why::Why;

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
}

/// Proof that a command is in the journal: the place of its first record, and that record's leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Receipt {
    /// The sequence of part 1.
    pub sequence: u64,
    /// The RFC 6962 leaf hash of part 1.
    pub leaf: Digest,
}

/// What an accepted command came to, now or when it was first submitted.
#[must_use = "an outcome says whether the command was new, and what it earned whom"]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    group: Group,
    leaf: Digest,
    new: bool,
}

/// A reward, a zero or a reversal that a command caused, with its Why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewarded {
    why: Why,
}

impl Rewarded {
    /// Whom it is about.
    pub fn payee(&self) -> PayeeId {
        self.why.payee.clone()
    }

    /// What accrued; negative for what was taken back; `None` when no plan was in force.
    pub fn amount(&self) -> Option<Amount> {
        let back = self.why.fate == crate::why::Fate::TakenBack;
        self.why.amount.map(|amount| if back { amount.negated() } else { amount })
    }

    /// Why.
    pub fn why(&self) -> &Why {
        &self.why
    }
}

impl Outcome {
    /// The place of the command in the journal.
    pub fn receipt(&self) -> Receipt {
        Receipt { sequence: self.group.records[0].sequence, leaf: self.leaf }
    }

    /// Whether the command was new; `false` when it was already on file.
    pub fn is_new(&self) -> bool {
        self.new
    }

    /// Everything the command caused.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.group.events().map(|(_, event)| event)
    }

    /// The rewards, zeros and reversals it caused, each with its Why.
    pub fn rewards(&self) -> impl Iterator<Item = Rewarded> {
        let command = &self.group.command;
        let whys = self.group.events().flat_map(|(_, event)| event.whys(command));
        whys.map(|why| Rewarded { why })
    }
}

/// Why a command was not accepted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SubmitError {
    /// Business says no. Nothing was changed, and the command is not remembered.
    #[error("{code}: {0}", code = .0.code())]
    Refused(Refusal),
    /// Other writers were faster, time and again.
    #[error("other writers were faster {tries} times: submit it again")]
    Contended {
        /// How often the command was decided.
        tries: u32,
    },
    /// The store failed. Whether the command is on file is known when it is submitted again.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
}

impl SubmitError {
    /// Whether the same command may be accepted when it is simply sent again, under its key and
    /// told at the time of sending it.
    pub fn is_transient(&self) -> bool {
        match self {
            SubmitError::Contended { .. } => true,
            SubmitError::Store(fault) => fault.is_transient(),
            SubmitError::Record(RecordError::Unreadable { transient, .. }) => *transient,
            SubmitError::Refused(_) | SubmitError::Record(_) => false,
        }
    }
}

impl Journal<MemoryStore> {
    /// A journal that is gone when it is dropped: for tests and for trying things out.
    pub fn in_memory() -> Journal<MemoryStore> {
        Journal { store: MemoryStore::default(), ledger: Ledger::default() }
    }
}

impl<S: Store> Journal<S> {
    /// Opens the journal in a store: replays its records, each leaf checked, and compares the tree
    /// of the leaves with the compact range stored in the last commit.
    ///
    /// # Errors
    /// A store that fails, or a record that is damaged or was written by a newer release.
    pub fn open(store: S) -> Result<Journal<S>, SubmitError> {
        let ledger = Ledger::replay(&StoreRecords::new(&store))?;
        the_tree_is_theirs(&store)?;
        Ok(Journal { store, ledger })
    }

    /// The ledger, as of the last command submitted or caught up with.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
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
        let task = [(told.clone(), command.into())];
        for _ in 0..TRIES_MAX {
            if let Some(first) = self.store.find(&told.key)? {
                return self.on_file(first, told, &task[0].1);
            }
            let draft = self.ledger.draft(&task);
            if let Some(Answer::Refused(refusal)) = draft.answers().first() {
                let refusal = refusal.clone();
                let expected = draft.batch().expected;
                drop(draft);
                if self.store.end()? == expected {
                    return Err(SubmitError::Refused(refusal));
                }
                self.catch_up()?; // decided on an old state: decide again
                continue;
            }
            match self.store.append(draft.batch())? {
                Appended::Done => return Ok(outcome(draft.accept())),
                Appended::Behind { .. } | Appended::KeyOnFile { .. } => drop(draft),
            }
            self.catch_up()?;
        }
        Err(SubmitError::Contended { tries: TRIES_MAX })
    }

    /// The outcome of a command whose key is on file, if it is the same command.
    fn on_file(
        &mut self,
        first: u64,
        told: &Told,
        command: &Command,
    ) -> Result<Outcome, SubmitError> {
        self.catch_up()?;
        let group = Group::read(&self.records(), first)?;
        if let Some(field) = first_difference(&group.command, command) {
            let key = told.key.clone();
            return Err(SubmitError::Refused(Refusal::KeyReused { key, field, first }));
        }
        let stored = self.store.read(first)?.ok_or(RecordError::Missing { sequence: first })?;
        Ok(Outcome { group, leaf: stored.leaf, new: false })
    }
}

/// Checks that the stored compact range is the one over the stored leaves.
fn the_tree_is_theirs(store: &impl Store) -> Result<(), StoreError> {
    const RECORDS_AT_ONCE: u64 = 1_000;
    let stored = store.compact_range()?; // asked first: another writer may be adding
    let mut range = CompactRange::new();
    while range.size() < stored.size() {
        let count = RECORDS_AT_ONCE.min(stored.size() - range.size());
        let some = store.read_from(range.size(), usize::try_from(count).unwrap_or(usize::MAX))?;
        if some.is_empty() {
            let what = format!("record {} is missing", range.size());
            return Err(StoreError::Damaged { what });
        }
        range.extend(some.into_iter().map(|stored| stored.leaf));
    }
    if range != stored {
        let what = "the leaves do not come to its compact range".to_owned();
        return Err(StoreError::Damaged { what });
    }
    Ok(())
}

/// The outcome of the one command of a draft that was accepted.
fn outcome(answers: Vec<Answer>) -> Outcome {
    match answers.into_iter().next() {
        Some(Answer::Accepted(drafted)) => {
            Outcome { group: drafted.group, leaf: drafted.leaf, new: true }
        }
        _ => panic!("an accepted draft of one command has one accepted answer"),
    }
}

impl<S: Store> Records for Journal<S> {
    fn end(&self) -> Result<u64, RecordError> {
        self.records().end()
    }
    fn record(&self, sequence: u64) -> Result<crate::record::Record, RecordError> {
        self.records().record(sequence)
    }
    fn records_from(
        &self,
        sequence: u64,
        count_max: usize,
    ) -> Result<Vec<crate::record::Record>, RecordError> {
        self.records().records_from(sequence, count_max)
    }
    fn blob(&self, digest: &Digest) -> Result<std::sync::Arc<str>, RecordError> {
        self.records().blob(digest)
    }
}
