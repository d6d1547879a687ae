//! What is put right in a history: each change checked against the journal, and laid out in the
//! order in which a study comes across it.

use super::StudyError;
use crate::command::Command;
use crate::plan::version::PlanRef;
use crate::record::{Group, RecordError, Records};
use crate::restatement::Change;
use crate::time::Timestamp;
use crate::told::Told;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Changes as a study needs them. A change is known by its number, counted from 1.
#[derive(Debug)]
pub(super) struct Changes<'a> {
    /// Texts in the place of published ones; taken out when the version is published.
    pub(super) plans: BTreeMap<&'a PlanRef, (usize, &'a str)>,
    /// What is told besides, in the order it is told.
    pub(super) told: VecDeque<(usize, Told, Command)>,
    /// What a command reads instead, by its sequence.
    pub(super) instead: BTreeMap<u64, (usize, &'a Command)>,
    /// Commands that are not told where they were.
    pub(super) left_out: BTreeSet<u64>,
}

impl<'a> Changes<'a> {
    /// Looks up what the changes name. `end` is where the history ends.
    pub(super) fn of(
        changes: &'a [Change],
        records: &(impl Records + ?Sized),
        end: u64,
    ) -> Result<Changes<'a>, StudyError> {
        let mut it = Changes {
            plans: BTreeMap::new(),
            told: VecDeque::new(),
            instead: BTreeMap::new(),
            left_out: BTreeSet::new(),
        };
        let mut sequences = BTreeSet::new();
        for (change, number) in changes.iter().zip(1..) {
            let unfit = |problem: String| StudyError::Unfit { change: number, problem };
            if let Change::Instead { sequence, .. }
            | Change::Moved { sequence, .. }
            | Change::LeftOut { sequence } = change
                && !sequences.insert(*sequence)
            {
                let problem = format!("is the second one of sequence {sequence}: put it in one");
                return Err(unfit(problem));
            }
            match change {
                Change::Plan { published, text } => {
                    if it.plans.insert(published, (number, text)).is_some() {
                        return Err(unfit(format!(
                            "is the second text for {published}: leave one"
                        )));
                    }
                }
                Change::Told { told, command } => {
                    decided_again(command).map_err(unfit)?;
                    it.told.push_back((number, told.clone(), (**command).clone()));
                }
                Change::Instead { sequence, command } => {
                    decided_again(command).map_err(unfit)?;
                    let found = named(records, *sequence, end, number)?;
                    let (was, is) = (found.command().kind(), command.kind());
                    if was != is {
                        let problem = format!("tells {is} where sequence {sequence} told {was}");
                        return Err(unfit(format!(
                            "{problem}: tell another {was}, or leave it out"
                        )));
                    }
                    it.instead.insert(*sequence, (number, command));
                }
                Change::Moved { sequence, at } => {
                    let (told, command) = named(records, *sequence, end, number)?.into_told();
                    it.left_out.insert(*sequence);
                    it.told.push_back((number, Told { at: *at, ..told }, command));
                }
                Change::LeftOut { sequence } => {
                    named(records, *sequence, end, number)?;
                    it.left_out.insert(*sequence);
                }
            }
        }
        let mut told: Vec<_> = it.told.into();
        told.sort_by_key(|(_, told, _)| told.at);
        Ok(Changes { told: told.into(), ..it })
    }

    /// The next of what is told besides, if the history has come past its time.
    pub(super) fn told_before(&mut self, at: Option<Timestamp>) -> Option<(usize, Told, Command)> {
        let (_, told, _) = self.told.front()?;
        let is_past = at.is_none_or(|at| told.at < at);
        if is_past { self.told.pop_front() } else { None }
    }

    /// What is left at the end of a history: a plan that was never published.
    pub(super) fn check_all_met(&self) -> Result<(), StudyError> {
        let Some((published, (change, _))) = self.plans.iter().next() else { return Ok(()) };
        let problem = format!("is for {published}, which is not published: name one that is");
        Err(StudyError::Unfit { change: *change, problem })
    }
}

/// The command a change names by its sequence.
fn named(
    records: &(impl Records + ?Sized),
    sequence: u64,
    end: u64,
    change: usize,
) -> Result<Group, StudyError> {
    let unfit = |problem: String| StudyError::Unfit { change, problem };
    let none = || unfit(format!("names sequence {sequence}, at which no command begins"));
    if sequence >= end {
        return Err(none());
    }
    let group = match Group::read(records, sequence) {
        Err(RecordError::Malformed { .. }) => return Err(none()),
        read => read?,
    };
    decided_again(group.command()).map_err(unfit)?;
    Ok(group)
}

/// Refuses a change of what a study does not decide again, or has another word for.
fn decided_again(command: &Command) -> Result<(), String> {
    let kind = command.kind();
    match command {
        Command::PublishPlan(_) => Err(format!("is about {kind}: give the plan another text")),
        _ if is_decided_again(command) => Ok(()),
        _ => Err(format!("is about {kind}, which moves nothing that was earned: leave it")),
    }
}

/// Whether a study decides a command again: what people, plans, facts and days earn. The rest moves
/// amounts from place to place, and closes what a study leaves open.
pub(super) fn is_decided_again(command: &Command) -> bool {
    match command {
        Command::DefinePayGroup(_)
        | Command::RegisterPayee(_)
        | Command::LeavePayee(_)
        | Command::AssignManager(_)
        | Command::AssignTeam(_)
        | Command::AssignPlan(_)
        | Command::UnassignPlan(_)
        | Command::AssignQuota(_)
        | Command::BlockPayee(_)
        | Command::UnblockPayee(_)
        | Command::TieCustomer(_)
        | Command::RecordExchangeRate(_)
        | Command::PublishPlan(_)
        | Command::ReportLead(_)
        | Command::AcceptLead(_)
        | Command::RejectLead(_)
        | Command::LoseLead(_)
        | Command::ExpireLead(_)
        | Command::TouchLead(_)
        | Command::ReleaseClaim(_)
        | Command::ExcludeLead(_)
        | Command::RestoreLead(_)
        | Command::MeetLead(_)
        | Command::QuoteLead(_)
        | Command::ReassignCredit(_)
        | Command::WinDeal(_)
        | Command::RetainCustomer(_)
        | Command::InstallDeal(_)
        | Command::InvoiceDeal(_)
        | Command::RecordPayment(_)
        | Command::RecordRefund(_)
        | Command::CancelDeal(_)
        | Command::Retract(_)
        | Command::Redeem(_)
        | Command::HandOver(_)
        | Command::OpenPayeeBalance(_)
        | Command::OpenLead(_)
        | Command::OpenDeal(_)
        | Command::OpenCounter(_)
        | Command::PassDay(_) => true,
        Command::ProposeAdjustment(_)
        | Command::ApproveAdjustment(_)
        | Command::DeclineAdjustment(_)
        | Command::AssignDraw(_)
        | Command::EndDraw(_)
        | Command::TransferDebt(_)
        | Command::RecordRepayment(_)
        | Command::ProposeWriteOff(_)
        | Command::ApproveWriteOff(_)
        | Command::DeclineWriteOff(_)
        | Command::PostRestatement(_)
        | Command::ApproveRestatement(_)
        | Command::DeclineRestatement(_)
        | Command::ApproveReward(_)
        | Command::HoldReward(_)
        | Command::ReleaseReward(_)
        | Command::SetCalendar(_)
        | Command::SetRecoveryLimit(_)
        | Command::SetThreshold(_)
        | Command::ProposeLapse(_)
        | Command::ApproveLapse(_)
        | Command::DeclineLapse(_)
        | Command::ClosePeriod(_)
        | Command::LockRun(_)
        | Command::ApproveRun(_)
        | Command::RecordExport(_)
        | Command::AcknowledgeLines(_)
        | Command::SettleRun(_)
        | Command::VoidRun(_) => false,
    }
}
