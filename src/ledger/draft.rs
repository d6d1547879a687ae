//! Drafts: commands decided one after the other, each on the state its predecessors left, and
//! rolled back exactly unless they are accepted.
//!
//! A draft borrows the ledger, so that no view can show what is not durable yet. The caller
//! appends its batch to a store and then accepts it; a draft that is dropped leaves no trace
//! (law L15). Whoever cannot hold the ledger while a store is busy (an asynchronous store, a
//! transaction of the host's own, a server whose readers must not wait) sets the draft aside,
//! appends, and posts it.

use super::Ledger;
use super::apply::Beside;
use super::decide::{Desk, decide, recorded};
use super::pack::{Declined, packed};
use super::state::State;
use crate::batch::{Batch, NewGroup};
use crate::command::{Command, first_difference};
use crate::digest::Digest;
use crate::plan::Plan;
use crate::record::Group;
use crate::refusal::Refusal;
use crate::told::{Key, Told};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a drafted command came to.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant)] // most commands are accepted
pub enum Answer {
    /// It is accepted once the batch is durable.
    Accepted(Drafted),
    /// It repeats an earlier command of the same draft, by its index, under the same key.
    Repeats(usize),
    /// It is refused; nothing of it is in the batch.
    Refused(Refusal),
}

/// The group a command left in the draft.
#[derive(Debug, Clone)]
pub struct Drafted {
    /// Its records.
    pub group: Group,
    /// The leaf of part 1.
    pub leaf: Digest,
    plan: Option<Arc<Plan>>,
}

/// Commands that were decided, and what they came to. No ledger shows them.
#[must_use = "what was decided is lost unless its batch is appended and it is posted"]
#[derive(Debug)]
pub struct Decided {
    batch: Batch,
    answers: Vec<Answer>,
    /// The commands that are not in the batch, each with its index.
    others: Vec<(usize, (Told, Command))>,
    /// Where each accepted key stands among the answers, as far as they were looked through.
    keys: BTreeMap<Key, usize>,
    looked_through: usize,
}

/// Decided commands that are not durable yet. Dropping it rolls the ledger back.
#[must_use = "a draft that is dropped is rolled back"]
#[derive(Debug)]
pub struct Draft<'a> {
    ledger: &'a mut Ledger,
    /// `None` once it was given away.
    decided: Option<Decided>,
}

impl Ledger {
    /// Decides commands, one after the other. A refused one does not abort the rest.
    ///
    /// The caller answers a command whose key is on file from the store: the ledger does not know
    /// keys.
    ///
    /// ```
    /// use referral_ledger::command::{Command, DefinePayGroup};
    /// use referral_ledger::ledger::{Answer, Ledger};
    /// use referral_ledger::store::{Appended, MemoryStore, Store};
    /// use referral_ledger::told::{Actor, Key, Told};
    ///
    /// let (group, entity, unit) = ("us".parse()?, "acme".parse()?, "USD".parse()?);
    /// let command = Command::from(DefinePayGroup { group, entity, unit });
    /// let at = "2026-01-02T08:00:00.000Z".parse()?;
    /// let told = Told { at, by: Actor::system("hr-sync".parse()?), key: Key::of(&command) };
    ///
    /// let (mut ledger, mut store) = (Ledger::default(), MemoryStore::new());
    /// let decided = ledger.draft([(told, command)]).set_aside();
    /// assert_eq!(ledger.next_sequence(), 0);                  // readers see what is durable
    /// assert_eq!(store.append(decided.batch())?, Appended::Done);
    /// assert!(matches!(ledger.post(decided)[..], [Answer::Accepted(_)]));
    /// assert_eq!(ledger.next_sequence(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn draft(&mut self, told: impl IntoIterator<Item = (Told, Command)>) -> Draft<'_> {
        let expected = self.state.head.value().next;
        self.state.begin();
        let batch = Batch { expected, groups: Vec::new(), blobs: Vec::new() };
        let (answers, others) = (Vec::new(), Vec::new());
        let decided = Decided { batch, answers, others, keys: BTreeMap::new(), looked_through: 0 };
        let mut draft = Draft { ledger: self, decided: Some(decided) };
        for (told, command) in told {
            draft.take(told, command);
        }
        draft
    }

    /// Posts what was set aside and is durable by now, and says what each command came to. What
    /// the ledger has caught up with meanwhile is not posted twice. Never post what a store did not
    /// answer with `Done`.
    ///
    /// # Panics
    /// When the ledger has not seen the records before it, or only a part of its own: post in the
    /// order of the appends.
    pub fn post(&mut self, decided: Decided) -> Vec<Answer> {
        let next = self.state.head.value().next;
        let end = decided.batch.expected + decided.batch.records().count() as u64;
        let in_order = next == decided.batch.expected || next >= end;
        assert!(in_order, "what was decided is posted once it is durable, in order");
        for answer in &decided.answers {
            if let Answer::Accepted(drafted) = answer
                && drafted.group.first() >= next
            {
                apply_group(&mut self.state, &drafted.group, drafted.plan.as_ref());
            }
        }
        decided.answers
    }
}

impl Decided {
    /// What to append, in one commit.
    pub fn batch(&self) -> &Batch {
        &self.batch
    }

    /// What each command came to, in order.
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// A command by its index, and when, by whom and under which key it was told.
    ///
    /// # Panics
    /// When there is no command of this index.
    pub fn told(&self, index: usize) -> (&Told, &Command) {
        if let Answer::Accepted(drafted) = &self.answers[index] {
            return (drafted.group.told(), drafted.group.command());
        }
        let place = self.others.binary_search_by_key(&index, |(index, _)| *index);
        let (_, (told, command)) = &self.others[place.expect(OTHERS)];
        (told, command)
    }

    /// The commands, given back as they were told.
    pub fn into_told(self) -> Vec<(Told, Command)> {
        let mut others = self.others.into_iter();
        let given_back = |answer| match answer {
            Answer::Accepted(drafted) => drafted.group.into_told(),
            Answer::Repeats(_) | Answer::Refused(_) => others.next().expect(OTHERS).1,
        };
        self.answers.into_iter().map(given_back).collect()
    }
}

const OTHERS: &str = "a command that is not in the batch is kept beside it";

impl Draft<'_> {
    /// What to append, in one commit.
    pub fn batch(&self) -> &Batch {
        self.decided().batch()
    }

    /// What each command came to, in order.
    pub fn answers(&self) -> &[Answer] {
        self.decided().answers()
    }

    /// Everything that was decided.
    pub fn decided(&self) -> &Decided {
        self.decided.as_ref().expect(OPEN)
    }

    /// Keeps the draft, which is durable now.
    pub fn accept(mut self) -> Vec<Answer> {
        let decided = self.decided.take().expect(OPEN);
        self.ledger.state.commit();
        decided.answers
    }

    /// Rolls the ledger back and keeps what was decided, to be posted when it is durable.
    pub fn set_aside(mut self) -> Decided {
        self.ledger.state.rollback();
        self.decided.take().expect(OPEN)
    }

    /// Decides a command and applies what it causes.
    fn take(&mut self, told: Told, command: Command) {
        let Draft { ledger, decided: Some(decided) } = self else { panic!("{OPEN}") };
        let index = decided.answers.len();
        // A refused command is not remembered: its key is still free.
        let (answer, given_back) = match decided.earlier(&told.key) {
            Some(earlier) => (decided.repeated(earlier, &told, &command), (told, command)),
            None => match decided.decide(&mut ledger.state, told, command) {
                Ok(drafted) => return decided.answers.push(Answer::Accepted(drafted)),
                Err(it) => (Answer::Refused(it.refusal), (it.told, it.command)),
            },
        };
        decided.answers.push(answer);
        decided.others.push((index, given_back));
    }
}

const OPEN: &str = "a draft holds what was decided until it is accepted or set aside";

impl Decided {
    /// The accepted command of the draft that has this key. A draft of one command needs no index.
    fn earlier(&mut self, key: &Key) -> Option<usize> {
        for index in self.looked_through..self.answers.len() {
            if let Answer::Accepted(drafted) = &self.answers[index] {
                self.keys.insert(drafted.group.told().key.clone(), index);
            }
        }
        self.looked_through = self.answers.len();
        self.keys.get(key).copied()
    }

    /// The answer to a command whose key an earlier, accepted command of the draft has.
    fn repeated(&self, earlier: usize, told: &Told, command: &Command) -> Answer {
        let Answer::Accepted(drafted) = &self.answers[earlier] else {
            panic!("only an accepted command keeps its key")
        };
        match first_difference(drafted.group.command(), command) {
            None => Answer::Repeats(earlier),
            Some(field) => {
                let first = drafted.group.first();
                Answer::Refused(Refusal::KeyReused { key: told.key.clone(), field, first })
            }
        }
    }

    /// Decides a command and applies what it causes; a refused one is given back.
    fn decide(
        &mut self,
        state: &mut State,
        told: Told,
        command: Command,
    ) -> Result<Drafted, Box<Declined>> {
        let decided = recorded(state, told.at)
            .and_then(|recorded| decide(&Desk { state, told: &told, recorded }, &command));
        let events = match decided {
            Ok(events) => events,
            Err(refusal) => return Err(Box::new(Declined { refusal, told, command })),
        };
        let first = state.head.value().next;
        let (group, records) = packed(first, told, command, events)?;
        // After this point the command must succeed.
        if let Some((digest, Some(text))) = group.command().text() {
            self.batch.blobs.push((digest, Arc::clone(text)));
        }
        let plan = plan_of(group.command());
        apply_group(state, &group, plan.as_ref());
        let (leaf, key) = (records[0].leaf, group.told().key.clone());
        self.batch.groups.push(NewGroup { key, first, records });
        Ok(Drafted { group, leaf, plan })
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if self.decided.is_some() {
            self.ledger.state.rollback();
        }
    }
}

/// The plan that a command publishes.
pub(super) fn plan_of(command: &Command) -> Option<Arc<Plan>> {
    let Command::PublishPlan(it) = command else { return None };
    let plan = Plan::parse(it.text.text()?).expect("P: a plan that was read parses again");
    Some(Arc::new(plan))
}

/// Applies all events of a group, and moves the head past it.
pub(super) fn apply_group(state: &mut State, group: &Group, plan: Option<&Arc<Plan>>) {
    let (told, command, first) = (group.told(), group.command(), group.first());
    let beside = Beside { told, command, first, plan };
    for (at, event) in group.events() {
        state.apply(beside, at, event);
    }
    state.told_of_closed(command, first);
    let recorded = state.head.value().recorded.map_or(told.at, |last| last.max(told.at));
    state.advance(recorded, group.end());
}
