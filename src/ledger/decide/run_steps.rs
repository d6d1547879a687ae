//! Decides what becomes of a locked run: approve, export, acknowledge, settle, void.

use super::{Desk, pay_cap};
use crate::command::{AcknowledgeLines, ApproveRun, RecordExport, SettleRun, VoidRun};
use crate::event::{Event, LineVoided, RunSettled, RunTotal};
use crate::ledger::state::RunRow;
use crate::money::Amount;
use crate::payee::WorkerClass;
use crate::payout::{Acknowledgement, RunId, RunStage};
use crate::refusal::Refusal;
use crate::time::Date;
use std::collections::BTreeSet;

/// The run, or the refusal that it is not on file.
fn on_file<'a>(desk: &Desk<'a>, run: &RunId) -> Result<(u32, &'a RunRow), Refusal> {
    desk.state.runs.get(run).ok_or_else(|| Refusal::RunUnknown { run: run.clone() })
}

/// The refusal of a run that is at another stage than this takes.
fn stage_wrong(run: &RunId, row: &RunRow, wanted: &'static str) -> Refusal {
    Refusal::RunStageWrong { run: run.clone(), stage: row.stage, wanted }
}

/// An amount in what a run pays in.
fn amount_of(row: &RunRow, minor: i64) -> Amount {
    Amount::from_minor(minor, row.unit).expect("L7: the totals of a locked run are in bounds")
}

pub(super) fn approve(desk: &Desk<'_>, command: &ApproveRun) -> Result<Vec<Event>, Refusal> {
    let run = &command.run;
    let (_, row) = on_file(desk, run)?;
    if row.stage != RunStage::Locked {
        return Err(stage_wrong(run, row, "locked"));
    }
    desk.by_person(|actor| Refusal::ApproverIsProgram { run: run.clone(), actor })?;
    let actor = desk.told.by.id.clone();
    if actor == row.locked_by {
        return Err(Refusal::ApproverLockedIt { run: run.clone(), actor });
    }
    let mut payees =
        row.each_line().map(|line| desk.state.payees.key(desk.state.lines.row(line).payee));
    if payees.any(|payee| payee.as_str() == actor.as_str()) {
        return Err(Refusal::ApproverIsPaid { run: run.clone(), actor });
    }
    if command.digest != row.digest {
        let (given, frozen) = (command.digest, row.digest);
        return Err(Refusal::LinesDiffer { run: run.clone(), given, frozen });
    }
    let (on, _) = desk.booked(desk.today()?);
    // After this point the command must succeed.
    let entity = desk.state.groups.row(row.group).entity.clone();
    let total = amount_of(row, row.employees + row.contractors);
    Ok(vec![Event::RunApproved(RunTotal { on, entity, total })])
}

pub(super) fn export(desk: &Desk<'_>, command: &RecordExport) -> Result<Vec<Event>, Refusal> {
    let run = &command.run;
    let (_, row) = on_file(desk, run)?;
    if row.stage == RunStage::Void {
        return Err(stage_wrong(run, row, "approved"));
    }
    if let Some((first, exported)) = row.export {
        let run = run.clone();
        return Err(if exported == command.file {
            Refusal::AlreadyExported { run, first }
        } else {
            Refusal::ExportDrift { run, first, exported, given: command.file }
        });
    }
    if row.stage != RunStage::Approved {
        return Err(stage_wrong(run, row, "approved"));
    }
    if command.lines != row.digest {
        let (given, frozen) = (command.lines, row.digest);
        return Err(Refusal::LinesDiffer { run: run.clone(), given, frozen });
    }
    let frozen = amount_of(row, row.employees + row.contractors);
    if command.total != frozen {
        let given = command.total;
        return Err(Refusal::ExportTotalDiffers { run: run.clone(), given, frozen });
    }
    files_agree(command, frozen)?;
    // After this point the command must succeed.
    Ok(vec![Event::RunExported])
}

/// Files that are told one by one are those of the digest, and pay together what is frozen.
fn files_agree(command: &RecordExport, frozen: Amount) -> Result<(), Refusal> {
    let RecordExport { run, files, file: given, .. } = command;
    if files.is_empty() {
        return Ok(());
    }
    let listed = RecordExport::digest_of(files.iter().map(|it| (it.name.as_str(), it.digest)));
    if listed != *given {
        return Err(Refusal::ExportFilesDiffer { run: run.clone(), given: *given, listed });
    }
    let zero = Amount::zero(frozen.unit());
    let sum = files.iter().try_fold(zero, |sum, it| sum.checked_add(it.net));
    // Amounts in another currency have no sum; then the first of them is what differs.
    let other = files.iter().map(|it| it.net).find(|net| net.unit() != frozen.unit());
    match sum.or(other) {
        Some(given) if given == frozen => Ok(()),
        given => {
            let given = given.unwrap_or(zero); // out of bounds, and so not what is frozen
            Err(Refusal::ExportTotalDiffers { run: run.clone(), given, frozen })
        }
    }
}

pub(super) fn acknowledge(
    desk: &Desk<'_>,
    command: &AcknowledgeLines,
) -> Result<Vec<Event>, Refusal> {
    let (state, run) = (desk.state, &command.run);
    let (number, row) = on_file(desk, run)?;
    if !matches!(row.stage, RunStage::Exported | RunStage::Acknowledged | RunStage::Settled) {
        return Err(stage_wrong(run, row, "exported"));
    }
    let mut answered = BTreeSet::new();
    let mut rejected = Vec::new();
    let mut is_new = false;
    for told in &command.lines {
        let payee = told.payee.clone();
        if !answered.insert(&told.payee) {
            return Err(Refusal::AnsweredTwice { payee });
        }
        let known = state.payees.find(&told.payee);
        let Some(line) = known.and_then(|payee| state.line_of(number, payee)) else {
            return Err(Refusal::LineUnknown { run: run.clone(), payee });
        };
        match &state.lines.row(line).answer {
            None => is_new = true,
            Some(first) if *first == told.answer => continue,
            Some(first) => {
                let (run, first) = (run.clone(), first.clone());
                return Err(Refusal::AnsweredOtherwise { run, payee, first });
            }
        }
        if matches!(told.answer, Acknowledgement::Rejected(_)) {
            rejected.push(line);
        }
    }
    if !is_new {
        return Err(Refusal::NothingToAcknowledge { run: run.clone() });
    }
    if row.stage == RunStage::Settled {
        return Err(stage_wrong(run, row, "exported"));
    }
    let (on, _) = desk.booked(desk.today()?);
    // After this point the command must succeed.
    rejected.sort_unstable(); // as the run has them: by payee id
    let back = rejected.into_iter().map(|line| Event::LineRejected(put_back(desk, row, line, on)));
    Ok(std::iter::once(Event::LinesAcknowledged).chain(back).collect())
}

/// What the lines come to that payroll did not reject, for one class of payees.
fn taken(desk: &Desk<'_>, row: &RunRow, class: WorkerClass) -> Amount {
    let lines = row.each_line().map(|number| desk.state.lines.row(number));
    let its = lines.filter(|line| line.class == class && !line.is_rejected());
    amount_of(row, its.map(|line| line.paid).sum())
}

pub(super) fn settle(desk: &Desk<'_>, command: &SettleRun) -> Result<Vec<Event>, Refusal> {
    let run = &command.run;
    let (number, row) = on_file(desk, run)?;
    if !matches!(row.stage, RunStage::Exported | RunStage::Acknowledged) {
        return Err(stage_wrong(run, row, "exported or acknowledged"));
    }
    let (answered, lines) = (row.answered, row.paying);
    if 0 < answered && answered < lines {
        return Err(Refusal::LinesUnanswered { run: run.clone(), answered, lines });
    }
    let today = desk.today()?;
    let (on, _) = desk.booked(today);
    // After this point the command must succeed.
    let entity = desk.state.groups.row(row.group).entity.clone();
    let employees = taken(desk, row, WorkerClass::Employee);
    let contractors = taken(desk, row, WorkerClass::Contractor);
    let settled = Event::RunSettled(RunSettled { on, entity, employees, contractors });
    let forfeited = pay_cap::forfeited(desk, number, today);
    Ok(std::iter::once(settled).chain(forfeited).collect())
}

pub(super) fn void(desk: &Desk<'_>, command: &VoidRun) -> Result<Vec<Event>, Refusal> {
    let run = &command.run;
    let (_, row) = on_file(desk, run)?;
    if matches!(row.stage, RunStage::Settled | RunStage::Void) {
        return Err(stage_wrong(run, row, "locked, approved, exported or rejected in full"));
    }
    let accepted =
        |line: &u32| matches!(desk.state.lines.row(*line).answer, Some(Acknowledgement::Accepted));
    if let Some(line) = row.each_line().find(accepted) {
        let payee = desk.state.payees.key(desk.state.lines.row(line).payee).clone();
        return Err(Refusal::LineAccepted { run: run.clone(), payee });
    }
    desk.by_person(|actor| Refusal::VoidByProgram { run: run.clone(), actor })?;
    let (on, _) = desk.booked(desk.today()?);
    // After this point the command must succeed.
    let lines = row.each_line().filter(|number| !desk.state.lines.row(*number).is_rejected());
    let back = lines.map(|number| Event::LineVoided(put_back(desk, row, number, on)));
    Ok(std::iter::once(Event::RunVoided).chain(back).collect())
}

/// What goes back of a line that is not paid after all.
fn put_back(desk: &Desk<'_>, row: &RunRow, number: u32, on: Date) -> LineVoided {
    let (line, group) = (desk.state.lines.row(number), desk.state.groups.row(row.group));
    let unit = desk.state.account_unit(group);
    let amount = |minor| {
        Amount::from_minor(minor, unit).expect("L7: the totals of a locked run are in bounds")
    };
    let is_converted = desk.state.line_rates.find(&number).is_some();
    LineVoided {
        on,
        payee: desk.state.payees.key(line.payee).clone(),
        entity: group.entity.clone(),
        paid: amount_of(row, line.paid),
        net: is_converted.then(|| amount(line.net())),
        recovered: amount(line.recovered),
        draws_recovered: (line.draws_recovered > 0).then(|| amount(line.draws_recovered)),
        approved: row.approved,
    }
}
