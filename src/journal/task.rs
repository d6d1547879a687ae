//! Commands on their way into a journal: which are still to be decided, and what the others came
//! to. The one way from decided commands to durable ones, for the journal and its shared form.

use super::{Outcome, SubmitError};
use crate::command::{Command, first_difference};
use crate::ledger::{Answer, Decided};
use crate::record::{Group, RecordError};
use crate::refusal::Refusal;
use crate::store::{Appended, Store, StoreRecords, check_told_under};
use crate::told::Told;

/// What one command came to.
pub(super) type Answered = Result<Outcome, Refusal>;

/// What commands came to that are on file already, by their index in the draft.
pub(super) type OnFile = Vec<(usize, Answered)>;

/// What became of a draft.
pub(super) enum Filed {
    /// Its batch is durable, at the end of the store.
    Appended(OnFile),
    /// It had no batch, and what was refused was refused on the newest state. What is on file may
    /// be newer than the ledger.
    Nothing(OnFile),
    /// Nothing was stored: what is not on file is to be decided again.
    Again(OnFile),
}

/// Commands that were submitted together.
pub(super) struct Task {
    outcomes: Vec<Option<Answered>>,
    /// Which commands are to be decided, in order.
    open: Vec<usize>,
    commands: Vec<(Told, Command)>,
}

impl Task {
    pub(super) fn new(commands: impl IntoIterator<Item = (Told, Command)>) -> Task {
        let commands: Vec<_> = commands.into_iter().collect();
        let outcomes = commands.iter().map(|_| None).collect();
        Task { outcomes, open: (0..commands.len()).collect(), commands }
    }

    /// The commands that are to be decided.
    pub(super) fn take_open(&mut self) -> Vec<(Told, Command)> {
        std::mem::take(&mut self.commands)
    }

    /// After a draft of which nothing was stored.
    pub(super) fn again(&mut self, decided: Decided, on_file: OnFile) {
        let places = std::mem::take(&mut self.open);
        let mut on_file = on_file.into_iter().peekable();
        for (index, (command, place)) in decided.into_told().into_iter().zip(places).enumerate() {
            match on_file.next_if(|(at, _)| *at == index) {
                Some((_, answered)) => self.outcomes[place] = Some(answered),
                None => {
                    self.open.push(place);
                    self.commands.push(command);
                }
            }
        }
    }

    /// After the draft of all that was open is durable: what each command came to, in order.
    pub(super) fn done(mut self, answers: Vec<Answer>, on_file: OnFile) -> Vec<Answered> {
        for (index, answer) in answers.into_iter().enumerate() {
            let answered = match answer {
                Answer::Accepted(it) => Ok(Outcome { leaf: it.leaf, group: it.group, new: true }),
                Answer::Refused(refusal) => Err(refusal),
                Answer::Repeats(earlier) => {
                    let first = self.outcomes[self.open[earlier]].clone();
                    first.expect(ANSWERED).map(|outcome| Outcome { new: false, ..outcome })
                }
            };
            self.outcomes[self.open[index]] = Some(answered);
        }
        for (index, answered) in on_file {
            self.outcomes[self.open[index]] = Some(answered);
        }
        self.outcomes.into_iter().map(|outcome| outcome.expect(ANSWERED)).collect()
    }
}

/// The outcome of a command that was submitted alone.
pub(super) fn alone(outcomes: Vec<Answered>) -> Result<Outcome, SubmitError> {
    let outcome = outcomes.into_iter().next().expect("one command has one outcome");
    outcome.map_err(SubmitError::Refused)
}

const ANSWERED: &str = "every command of a durable draft is answered, in order";

/// Appends what was decided.
///
/// A key is looked up only for a command that was refused: the append looks up all others, inside
/// the commit. So a new command costs no look-up, and a retried one, which the ledger mostly
/// refuses because its fact is on file, still gets its first outcome before any refusal.
pub(super) fn file<S: Store>(store: &mut S, decided: &Decided) -> Result<Filed, SubmitError> {
    let refused = |answer: &Answer| matches!(answer, Answer::Refused(_));
    let on_file = those_on_file(store, decided, refused)?;
    let batch = decided.batch();
    if batch.groups.is_empty() {
        let all = on_file.len() == decided.answers().len();
        let newest = all || store.end()? == batch.expected;
        return Ok(if newest { Filed::Nothing(on_file) } else { Filed::Again(on_file) });
    }
    Ok(match store.append(batch)? {
        Appended::Done => Filed::Appended(on_file),
        Appended::Behind { .. } => Filed::Again(on_file),
        Appended::KeyOnFile { .. } => Filed::Again(those_on_file(store, decided, |_| true)?),
    })
}

/// Those commands whose key is on file, with their first outcomes.
fn those_on_file<S: Store>(
    store: &S,
    decided: &Decided,
    asked: impl Fn(&Answer) -> bool,
) -> Result<OnFile, SubmitError> {
    let mut on_file = OnFile::new();
    for (index, _) in decided.answers().iter().enumerate().filter(|(_, answer)| asked(answer)) {
        let (told, command) = decided.told(index);
        if let Some(first) = store.find(&told.key)? {
            on_file.push((index, first_outcome(store, first, told, command)?));
        }
    }
    Ok(on_file)
}

/// The outcome of a command whose key is on file, if it is the same command.
fn first_outcome<S: Store>(
    store: &S,
    first: u64,
    told: &Told,
    command: &Command,
) -> Result<Answered, SubmitError> {
    let group = Group::read(&StoreRecords::new(store), first)?;
    check_told_under(&told.key, first, &group.told().key)?;
    if let Some(field) = first_difference(group.command(), command) {
        return Ok(Err(Refusal::KeyReused { key: told.key.clone(), field, first }));
    }
    let stored = store.read(first)?.ok_or(RecordError::Missing { sequence: first })?;
    Ok(Ok(Outcome { group, leaf: stored.leaf, new: false }))
}
