//! A history decided again on a scratch ledger, beside what the journal tells of it.
//!
//! The records are read once, oldest first. What was recorded is counted as it stands in the
//! events; what would be is decided anew, command by command, each on what the ones before it left.
//! A command that would be refused is kept, so that nobody takes its silence for a zero.

use super::StudyError;
use super::changes::{Changes, is_decided_again};
use super::reading::Reading;
use crate::command::{Command, PlanText, PublishPlan};
use crate::ledger::Ledger;
use crate::plan::Plan;
use crate::record::{Group, Groups, Records};
use crate::refusal::Refusal;
use crate::restatement::{Change, RefusedAnew};
use crate::time::{Date, Period, Timestamp};
use crate::told::Told;

/// What a history came to, and what it would have come to.
#[derive(Debug)]
pub(super) struct Scratch {
    ledger: Ledger,
    pub(super) was: Reading,
    pub(super) would_be: Reading,
    pub(super) refused: Vec<RefusedAnew>,
    /// How many records there were.
    pub(super) as_of: u64,
    /// The first day that was open in the books.
    pub(super) open_from: Option<Date>,
}

impl Scratch {
    /// Reads the records up to an end, and decides them again with changes. Of the facts of some
    /// days it says what they earned, with the Whys if these are asked for.
    pub(super) fn run(
        records: &(impl Records + ?Sized),
        end: u64,
        (over, has_whys): (Period, bool),
        changes: &[Change],
    ) -> Result<Scratch, StudyError> {
        let mut changes = Changes::of(changes, records, end)?;
        let mut scratch = Scratch {
            ledger: Ledger::default(),
            was: Reading::new(over, has_whys),
            would_be: Reading::new(over, has_whys),
            refused: Vec::new(),
            as_of: 0,
            open_from: None,
        };
        let mut recorded: Option<Timestamp> = None;
        for group in Groups::of(records) {
            let group = group?;
            if group.first() >= end {
                break;
            }
            let at = recorded.map_or(group.told().at, |last| last.max(group.told().at));
            recorded = Some(at);
            while let Some(besides) = changes.told_before(Some(at)) {
                scratch.tell_besides(besides)?;
            }
            scratch.as_of = group.end();
            scratch.was.count(&group);
            if let Command::ClosePeriod(it) = group.command() {
                scratch.open_from = Some(it.period.until());
            }
            scratch.decide_again(group, at, &mut changes)?;
        }
        while let Some(besides) = changes.told_before(None) {
            scratch.tell_besides(besides)?;
        }
        changes.check_all_met()?;
        Ok(scratch)
    }

    /// Decides a command of the journal again, recorded when it was.
    fn decide_again(
        &mut self,
        group: Group,
        at: Timestamp,
        changes: &mut Changes<'_>,
    ) -> Result<(), StudyError> {
        let sequence = group.first();
        if changes.left_out.contains(&sequence) || !is_decided_again(group.command()) {
            self.ledger.pass_over(at);
            return Ok(());
        }
        let (told, command) = group.into_told();
        let told = Told { at, ..told };
        if let Some((change, instead)) = changes.instead.get(&sequence) {
            let played = self.play(told, (*instead).clone());
            return played.map_err(|refusal| refused(*change, refusal));
        }
        if let Some((change, text)) = corrected(&command, changes) {
            let publish = PublishPlan { text: PlanText::new(text) };
            let played = self.play(told, publish.into());
            return played.map_err(|refusal| refused(change, refusal));
        }
        let kind = command.kind().to_owned();
        if let Err(refusal) = self.play(told, command) {
            let (code, says) = (refusal.code().to_owned(), refusal.to_string());
            self.refused.push(RefusedAnew { sequence, kind, code, says });
        }
        Ok(())
    }

    /// Tells what the journal was not told, or was told later.
    fn tell_besides(
        &mut self,
        (change, told, command): (usize, Told, Command),
    ) -> Result<(), StudyError> {
        self.play(told, command).map_err(|refusal| refused(change, refusal))
    }

    fn play(&mut self, told: Told, command: Command) -> Result<(), Refusal> {
        let group = self.ledger.play(told, command)?;
        self.would_be.count(&group);
        Ok(())
    }
}

fn refused(change: usize, refusal: Refusal) -> StudyError {
    StudyError::Refused { change, refusal: Box::new(refusal) }
}

/// The text in the place of the one a command publishes, and the change that gives it.
fn corrected<'a>(command: &Command, changes: &mut Changes<'a>) -> Option<(usize, &'a str)> {
    if changes.plans.is_empty() {
        return None;
    }
    let Command::PublishPlan(it) = command else { return None };
    let published = Plan::parse(it.text.text()?).ok()?;
    changes.plans.remove(&published.name)
}
