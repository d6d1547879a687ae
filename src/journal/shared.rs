//! A journal for many threads: whoever submits while a commit is on its way to disk waits and
//! rides along with the next one, and readers never wait for the disk.
//!
//! There is no thread of its own. Of the threads that submit, one leads: it takes all that waits,
//! decides it under a lock, sets it aside, appends it with no lock held, posts it, tells everybody
//! what became of theirs, and hands the lead to the first who came meanwhile. Decisions fall in one
//! order, the order in which the commands came, so the results are those of one by one.

use super::opening::{snapshot_of, until_newest};
use super::task::{Answered, Filed, Task, alone, file};
use super::{Journal, Outcome, SubmitError, TRIES_MAX};
use crate::command::Command;
use crate::ledger::Ledger;
use crate::record::{Group, RecordError};
use crate::refusal::Refusal;
use crate::reward::RewardId;
use crate::store::{Store, StoreRecords};
use crate::told::Told;
use crate::why::Why;
use std::collections::VecDeque;
use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockWriteGuard};

/// How many commands share a commit at most, so that nobody waits for a commit without end.
const COMMANDS_AT_ONCE: usize = 1_024;

/// A journal that many threads share: clone it into each of them.
///
/// The clones of its store must be handles on one and the same store, as those of `MemoryStore`
/// and `FileStore` are.
///
/// ```
/// use referral_ledger::command::{Command, DefinePayGroup};
/// use referral_ledger::told::{Actor, Key, Told};
/// use referral_ledger::{Journal, SubmitError};
///
/// let journal = Journal::in_memory().share();
/// let define = |group: &str| -> Result<(Told, Command), Box<dyn std::error::Error>> {
///     let (group, entity, unit) = (group.parse()?, "acme".parse()?, "USD".parse()?);
///     let command = Command::from(DefinePayGroup { group, entity, unit });
///     let at = "2026-01-02T08:00:00.000Z".parse()?;
///     Ok((Told { at, by: Actor::system("hr-sync".parse()?), key: Key::of(&command) }, command))
/// };
/// let commands = [define("us")?, define("eu")?];
/// std::thread::scope(|scope| {
///     for (told, command) in commands {
///         let journal = journal.clone();
///         scope.spawn(move || journal.submit(&told, command).expect("the group is new"));
///     }
/// });
/// assert_eq!(journal.read(|ledger| ledger.next_sequence()), 2);
///
/// // A refusal is the same as alone.
/// let (mut told, command) = define("us")?;
/// told.key = "another".parse()?;
/// let Err(SubmitError::Refused(no)) = journal.submit(&told, command) else { panic!("on file") };
/// assert_eq!(no.code(), "R6001");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct SharedJournal<S> {
    shared: Arc<Shared<S>>,
}

struct Shared<S> {
    /// A handle to read through, also while another one appends.
    store: S,
    /// What is durable: nothing else is ever left in it.
    ledger: RwLock<Ledger>,
    line: Mutex<Line>,
}

/// Who waits for a commit, and whether somebody leads.
#[derive(Default)]
struct Line {
    waiting: VecDeque<Caller>,
    led: bool,
    /// A leader panicked: what was on its way is not known.
    broken: bool,
}

/// A thread that waits: its commands, or none if it wants the lead for something else, and how it
/// is called.
struct Caller {
    commands: Option<Vec<(Told, Command)>>,
    call: Sender<Call>,
}

enum Call {
    /// Take all that waits, and lead.
    Lead,
    /// What your commands came to.
    Done(Result<Vec<Answered>, SubmitError>),
}

const BROKEN: &str = "a thread panicked while it wrote for the others: open the journal again";

impl<S: Store + Clone> Journal<S> {
    /// Shares the journal between threads.
    pub fn share(self) -> SharedJournal<S> {
        let (store, ledger) = (self.store, RwLock::new(self.ledger));
        SharedJournal { shared: Arc::new(Shared { store, ledger, line: Mutex::default() }) }
    }
}

impl<S: Store + Clone> SharedJournal<S> {
    /// Submits a command: as [`Journal::submit`], and durable together with what other threads
    /// submit at the time.
    ///
    /// # Errors
    /// See [`SubmitError`].
    ///
    /// # Panics
    /// When another thread panicked while it wrote.
    pub fn submit(&self, told: &Told, command: impl Into<Command>) -> Result<Outcome, SubmitError> {
        alone(self.submit_many([(told.clone(), command.into())])?)
    }

    /// Submits commands in order, in one commit: as [`Journal::submit_many`].
    ///
    /// # Errors
    /// See [`SubmitError`]; a refusal is an outcome of its command.
    ///
    /// # Panics
    /// When another thread panicked while it wrote.
    pub fn submit_many(
        &self,
        commands: impl IntoIterator<Item = (Told, Command)>,
    ) -> Result<Vec<Result<Outcome, Refusal>>, SubmitError> {
        let (leads, called) = self.stand_in_line(Some(commands.into_iter().collect()));
        if leads {
            self.lead();
        }
        loop {
            match called.recv().expect(BROKEN) {
                Call::Lead => self.lead(),
                Call::Done(outcomes) => return outcomes,
            }
        }
    }

    /// Looks at the ledger: everything that is durable and was posted, and nothing else. Waits
    /// while commands are decided or posted, not while they are on their way to disk; while the
    /// ledger catches up with another writer, it waits for those records to be read.
    ///
    /// Call nothing of this journal from inside but [`SharedJournal::records`]: it would wait for
    /// itself. For a Why, ask the ledger: `ledger.why(&journal.records(), reward)`.
    ///
    /// # Panics
    /// When a thread panicked while it decided or posted.
    pub fn read<T>(&self, view: impl FnOnce(&Ledger) -> T) -> T {
        view(&self.shared.ledger.read().expect(BROKEN))
    }

    /// What commands would come to, told one after the other now: see [`Ledger::rehearse`].
    ///
    /// # Panics
    /// As [`SharedJournal::read`].
    pub fn rehearse(
        &self,
        commands: impl IntoIterator<Item = (Told, Command)>,
    ) -> Vec<Result<Group, Refusal>> {
        let commands: Vec<_> = commands.into_iter().collect(); // before the lock
        self.write().rehearse(commands)
    }

    /// How many callers wait for the next commit: for a host that sheds load before it takes a
    /// command in.
    ///
    /// # Panics
    /// When another thread panicked while it wrote.
    pub fn waiting(&self) -> usize {
        self.line().waiting.len()
    }

    /// The records, each read with its leaf checked.
    pub fn records(&self) -> StoreRecords<'_, S> {
        StoreRecords::new(&self.shared.store)
    }

    /// The Why of every lot of a reward, oldest first.
    ///
    /// # Errors
    /// A record that cannot be read.
    ///
    /// # Panics
    /// As [`SharedJournal::read`].
    pub fn why(&self, reward: &RewardId) -> Result<Vec<Why>, RecordError> {
        self.read(|ledger| ledger.why(&self.records(), reward))
    }

    /// Applies what other writers appended to the same store.
    ///
    /// # Errors
    /// A record that cannot be read.
    ///
    /// # Panics
    /// As [`SharedJournal::read`].
    pub fn catch_up(&self) -> Result<(), RecordError> {
        self.write().catch_up(&self.records())
    }

    /// Keeps a snapshot in the store: as [`Journal::keep_snapshot`]. Commands wait while the ledger
    /// is written down, and go on while the snapshot is on its way to disk.
    ///
    /// # Errors
    /// A store that fails, or other writers that are faster time and again.
    ///
    /// # Panics
    /// When another thread panicked while it wrote.
    pub fn keep_snapshot(&self) -> Result<(), SubmitError> {
        let (leads, called) = self.stand_in_line(None);
        if !leads {
            let Call::Lead = called.recv().expect(BROKEN) else {
                panic!("who has no commands is told to lead");
            };
        }
        let mut leader = Leader { line: &self.shared.line, finished: false };
        let _self = self.line().waiting.pop_front();
        let snapshot = until_newest(|| {
            self.catch_up()?;
            Ok(self.read(|ledger| snapshot_of(&self.shared.store, ledger))?)
        });
        leader.finished = true;
        drop(leader);
        Ok(self.shared.store.clone().keep_snapshot(&snapshot?)?)
    }

    /// Stands in line, and says whether to lead at once.
    fn stand_in_line(&self, commands: Option<Vec<(Told, Command)>>) -> (bool, Receiver<Call>) {
        let (call, called) = channel();
        let mut line = self.line();
        line.waiting.push_back(Caller { commands, call });
        (!std::mem::replace(&mut line.led, true), called)
    }

    /// Takes what waits, makes it durable, tells everybody, and hands the lead on.
    fn lead(&self) {
        let mut leader = Leader { line: &self.shared.line, finished: false };
        self.let_them_come();
        let mut callers = Vec::new();
        let (mut sizes, mut commands) = (Vec::new(), Vec::new());
        {
            let mut line = self.line();
            while let Some(Caller { commands: Some(theirs), .. }) = line.waiting.front()
                && (commands.is_empty() || commands.len() + theirs.len() <= COMMANDS_AT_ONCE)
                && let Some(Caller { commands: Some(mut theirs), call }) = line.waiting.pop_front()
            {
                sizes.push(theirs.len());
                commands.append(&mut theirs);
                callers.push(call);
            }
        }
        match self.commit(commands) {
            Ok(outcomes) => {
                let mut outcomes = outcomes.into_iter();
                for (call, size) in callers.into_iter().zip(sizes) {
                    let theirs = outcomes.by_ref().take(size).collect();
                    let _gone = call.send(Call::Done(Ok(theirs)));
                }
            }
            Err(fault) => {
                for call in callers {
                    let _gone = call.send(Call::Done(Err(fault.clone())));
                }
            }
        }
        leader.finished = true;
    }

    /// Lets those come who were just told what became of theirs and submit again: for as long as
    /// the line grows. Who submits alone is not held up.
    fn let_them_come(&self) {
        let (mut before, mut now) = (0, self.waiting());
        while now > before {
            std::thread::yield_now();
            (before, now) = (now, self.waiting());
        }
    }

    /// Decides under the lock, appends without it, and posts.
    fn commit(&self, commands: Vec<(Told, Command)>) -> Result<Vec<Answered>, SubmitError> {
        let mut store = self.shared.store.clone();
        let mut task = Task::new(commands);
        for _ in 0..TRIES_MAX {
            let decided = self.write().draft(task.take_open()).set_aside();
            match file(&mut store, &decided)? {
                Filed::Appended(on_file) => {
                    return Ok(task.done(self.write().post(decided), on_file));
                }
                Filed::Nothing(on_file) => {
                    let mut ledger = self.write();
                    let answers = ledger.post(decided);
                    if !on_file.is_empty() {
                        ledger.catch_up(&self.records())?;
                    }
                    return Ok(task.done(answers, on_file));
                }
                Filed::Again(on_file) => task.again(decided, on_file),
            }
            self.catch_up()?; // another writer was faster, or a key is on file: decide again
        }
        Err(SubmitError::Contended { tries: TRIES_MAX })
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        let line = self.shared.line.lock().expect(BROKEN);
        assert!(!line.broken, "{BROKEN}");
        line
    }

    fn write(&self) -> RwLockWriteGuard<'_, Ledger> {
        self.shared.ledger.write().expect(BROKEN)
    }
}

/// Hands the lead on when it is dropped, or breaks the line when its thread panics, so that nobody
/// waits for ever.
struct Leader<'a> {
    line: &'a Mutex<Line>,
    finished: bool,
}

impl Drop for Leader<'_> {
    fn drop(&mut self) {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.finished {
            line.broken = true;
            line.waiting.clear(); // whoever waits finds nobody calling any more
            return;
        }
        match line.waiting.front() {
            Some(next) => {
                let _gone = next.call.send(Call::Lead);
            }
            None => line.led = false,
        }
    }
}

impl<S> Clone for SharedJournal<S> {
    fn clone(&self) -> SharedJournal<S> {
        SharedJournal { shared: Arc::clone(&self.shared) }
    }
}

impl<S: fmt::Debug> fmt::Debug for SharedJournal<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SharedJournal({:?})", self.shared.store)
    }
}
