//! Rehearsals: what commands would come to, without a journal knowing of it.

use super::Ledger;
use super::decide::{Desk, decide, recorded};
use super::draft::{apply_group, plan_of};
use super::pack::unpacked;
use super::state::State;
use crate::command::Command;
use crate::record::Group;
use crate::refusal::Refusal;
use crate::time::Timestamp;
use crate::told::Told;

impl Ledger {
    /// Decides commands, one after the other, and puts the ledger back as it was: what this payment
    /// would earn, what that plan would have paid. Keys play no part, and no bytes are made: each
    /// group is one record, however large, so that a command which is refused for its size (R0004)
    /// is not refused here.
    ///
    /// ```
    /// use referral_ledger::command::{Command, DefinePayGroup};
    /// use referral_ledger::ledger::Ledger;
    /// use referral_ledger::told::{Actor, Key, Told};
    ///
    /// let define = |unit: &str| -> Result<_, Box<dyn std::error::Error>> {
    ///     let (group, entity, unit) = ("us".parse()?, "acme".parse()?, unit.parse()?);
    ///     let command = Command::from(DefinePayGroup { group, entity, unit });
    ///     let (at, by) = ("2026-01-02T08:00:00.000Z".parse()?, Actor::system("hr".parse()?));
    ///     Ok((Told { at, by, key: Key::of(&command) }, command))
    /// };
    /// let mut ledger = Ledger::default();
    /// let rehearsed = ledger.rehearse([define("USD")?, define("EUR")?]);
    /// assert_eq!(rehearsed[0].as_ref().map(|group| group.events().count()), Ok(1));
    /// assert!(rehearsed[1].as_ref().is_err_and(|no| no.code() == "R6001")); // after the first
    /// assert_eq!(ledger, Ledger::default());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rehearse(
        &mut self,
        told: impl IntoIterator<Item = (Told, Command)>,
    ) -> Vec<Result<Group, Refusal>> {
        self.state.begin();
        let rehearsal = Rehearsal(&mut self.state);
        let state = &mut *rehearsal.0;
        told.into_iter().map(|(told, command)| play(state, told, command)).collect()
    }

    /// Decides a command and keeps what it causes. For a ledger that no journal stands behind: what
    /// it holds is what would have been.
    pub(crate) fn play(&mut self, told: Told, command: Command) -> Result<Group, Refusal> {
        play(&mut self.state, told, command)
    }

    /// Passes over a command that was accepted at an instant and causes nothing here: time went on.
    pub(crate) fn pass_over(&mut self, at: Timestamp) {
        let next = self.state.head.value().next;
        self.state.advance(at, next);
    }
}

/// Decides a command on what came before it, and applies what it causes.
fn play(state: &mut State, told: Told, command: Command) -> Result<Group, Refusal> {
    let recorded = recorded(state, told.at)?;
    let events = decide(&Desk { state, told: &told, recorded }, &command)?;
    let group = unpacked(state.head.value().next, told, command, events);
    apply_group(state, &group, plan_of(group.command()).as_ref());
    Ok(group)
}

/// Puts the state back when it is dropped, also by a panic of whoever hands the commands in.
struct Rehearsal<'a>(&'a mut State);

impl Drop for Rehearsal<'_> {
    fn drop(&mut self) {
        self.0.rollback();
    }
}
