//! Decides payout runs: lock, approve, export, settle, void.

use super::Desk;
use super::pay_cap::Taken;
use super::recovery::{self, Netted, Payable};
use super::vesting::digest_of_parts;
use super::{pay_cap, threshold};
use crate::command::{ApproveRun, LockRun, RecordExport, SettleRun, VoidRun};
use crate::digest::Digest;
use crate::event::{Event, LineVoided, PayCapped, RunLine, RunLocked, RunSettled, RunTotal};
use crate::ledger::state::{RunRow, State};
use crate::money::Amount;
use crate::payee::WorkerClass;
use crate::payout::{RunId, RunStage};
use crate::refusal::Refusal;
use crate::time::{Date, Period};

/// How many days after its period a run's cut-off may lie; a longer stretch is a wrong year.
const CUT_OFF_DAYS_AFTER_MAX: i64 = 31;

pub(super) fn lock(desk: &Desk<'_>, command: &LockRun) -> Result<Vec<Event>, Refusal> {
    let state = desk.state;
    let run = &command.run;
    if let Some((_, row)) = state.runs.get(run) {
        return Err(Refusal::RunOnFile { run: run.clone(), first: row.sequence });
    }
    let Some((group_number, group)) = state.groups.get(&run.group) else {
        return Err(Refusal::PayGroupUnknown { group: run.group.clone() });
    };
    if !run.period.is_month() {
        return Err(Refusal::RunPeriodNotMonth { period: run.period });
    }
    in_sequence(desk, run, group_number)?;
    let (cut_off, today) = (command.cut_off, desk.today()?);
    if cut_off >= today {
        return Err(Refusal::CutOffNotPassed { cut_off, today });
    }
    let passed = state.head.value().passed;
    if passed.is_none_or(|passed| passed < cut_off) {
        let passed = passed.map_or_else(|| "none".to_owned(), |day| day.to_string());
        return Err(Refusal::DaysNotPassed { cut_off, passed });
    }
    let days_after = cut_off.days_since(run.period.last_day());
    if cut_off < run.period.from() || days_after > CUT_OFF_DAYS_AFTER_MAX {
        return Err(Refusal::CutOffOutsidePeriod { cut_off, period: run.period });
    }
    // After this point the command must succeed.
    let (on, _) = desk.booked(today);
    let (lines, capped) = lines_of(desk, command, group_number, on);
    let (lines, left_out) = threshold::parted(desk.state, group_number, run.period, lines);
    // Who is left out uses no room, and loses nothing.
    let is_left_out =
        |it: &PayCapped| left_out.binary_search_by(|other| other.payee.cmp(&it.payee)).is_ok();
    let capped: Vec<PayCapped> = capped.into_iter().filter(|it| !is_left_out(it)).collect();
    let zero = Amount::zero(group.unit);
    let sum = |part: &dyn Fn(&RunLine) -> Amount| {
        let mut parts = lines.iter().map(part);
        let sum = parts.try_fold(zero, Amount::checked_add);
        sum.expect("L2: all that ever accrued is within the bound")
    };
    let paid_to = |class| move |line: &RunLine| if line.class == class { line.paid } else { zero };
    let locked = RunLocked {
        on,
        entity: group.entity.clone(),
        lines: u32::try_from(lines.len()).expect("a journal holds fewer than 2^32 payees"),
        left_out: u32::try_from(left_out.len()).ok().filter(|left_out| *left_out > 0),
        gross: sum(&|line| line.gross),
        draws: Some(sum(&|line| line.draws.unwrap_or(zero))).filter(|it| it.is_positive()),
        recovered: sum(&|line| payable(line).checked_sub(line.paid).unwrap_or(zero)),
        employees: sum(&paid_to(WorkerClass::Employee)),
        contractors: sum(&paid_to(WorkerClass::Contractor)),
        digest: digest_of_lines(&lines),
    };
    let lines = lines.into_iter().map(Event::RunLine);
    let left_out = left_out.into_iter().map(Event::LeftOut);
    let capped = capped.into_iter().map(Event::PayCapped);
    let locked = std::iter::once(Event::RunLocked(locked));
    Ok(locked.chain(capped).chain(lines).chain(left_out).collect())
}

/// A run is the first of its group and period, or the next after a void one.
fn in_sequence(desk: &Desk<'_>, run: &RunId, group: u32) -> Result<(), Refusal> {
    let newest = desk.state.newest_runs.get(&(group, run.period)).map(|(_, number)| *number);
    let next = match newest {
        None => 1,
        Some(number) => {
            let (live, row) = (desk.state.runs.key(number), desk.state.runs.row(number));
            if row.stage == RunStage::Settled {
                return Err(Refusal::RunIsSettled { run: run.clone(), settled: live.clone() });
            }
            if row.stage.is_live() {
                let (run, live, stage) = (run.clone(), live.clone(), row.stage);
                return Err(Refusal::RunIsLive { run, live, stage });
            }
            live.next().sequence
        }
    };
    if run.sequence != next {
        return Err(Refusal::RunOutOfSequence { run: run.clone(), next });
    }
    Ok(())
}

/// A line for every payee of the group with something that the run pays, and how caps measured it;
/// both sorted by payee id.
fn lines_of(
    desk: &Desk<'_>,
    command: &LockRun,
    group: u32,
    on: Date,
) -> (Vec<RunLine>, Vec<PayCapped>) {
    let payees =
        desk.state.payees.iter().filter(|(_, _, row)| row.group == group && row.payable > 0);
    let (month, cut_off) = (command.run.period, command.cut_off);
    let (mut lines, mut capped) = (Vec::new(), Vec::new());
    for (number, _, _) in payees {
        let (line, its) = line_of(desk, (month, cut_off), number, on);
        lines.extend(line);
        capped.extend(its);
    }
    lines.sort_by(|one, other| one.payee.cmp(&other.payee));
    capped.sort_by(|one, other| one.payee.cmp(&other.payee));
    (lines, capped)
}

/// The lots that a line takes, once caps have measured them. Applying a line finds the same.
pub(in crate::ledger) fn lots_by(state: &State, payee: u32, cut_off: Date) -> Vec<u32> {
    let mut lots = payable_by(state, payee, cut_off);
    if state.any_pay_cap() {
        lots.retain(|lot| state.cap_to_measure(*lot).is_none());
    }
    lots
}

/// The lots of a payee that became payable by the end of a day and are not on hold.
pub(in crate::ledger) fn payable_by(state: &State, payee: u32, cut_off: Date) -> Vec<u32> {
    let on_hold = state.on_hold_of(payee);
    let is_on_hold = |reward: u32| on_hold.binary_search(&reward).is_ok();
    let payable = state.payable.range((payee, 0)..=(payee, u32::MAX)).map(|(_, lot)| lot);
    let is_in = |lot: &u32| {
        let row = state.lots.row(*lot);
        row.day <= cut_off && !is_on_hold(row.reward)
    };
    payable.filter(is_in).collect()
}

/// One payee's line: what is payable, what is kept against receivables, and what is paid. Beside it
/// how caps measured it, also where they let nothing in.
pub(super) fn line_of(
    desk: &Desk<'_>,
    (month, cut_off): (Period, Date),
    payee: u32,
    on: Date,
) -> (Option<RunLine>, Option<PayCapped>) {
    let state = desk.state;
    let group = state.group_of(payee);
    let Taken { lots, capped } = pay_cap::taken(desk, (month, cut_off), payee, on);
    if lots.is_empty() {
        return (None, capped);
    }
    let amount = |minor| {
        Amount::from_minor(minor, group.unit).expect("L2: what is payable was accrued in bounds")
    };
    let has_draws = state.draws_of(payee).next().is_some(); // most have none, and many lots
    let is_draw = |(lot, _): &&(u32, i64)| has_draws && state.is_draw(*lot);
    let draws: i64 = lots.iter().filter(is_draw).map(|(_, minor)| minor).sum();
    let gross = lots.iter().map(|(_, minor)| minor).sum::<i64>() - draws;
    let Netted { recovered, draws_recovered, paid } =
        recovery::net(state, &Payable { payee, month, gross, draws }, amount);
    let line = RunLine {
        on,
        payee: state.payees.key(payee).clone(),
        entity: group.entity.clone(),
        class: state.payees.row(payee).class,
        lots: u32::try_from(lots.len()).expect("a journal holds fewer than 2^32 lots"),
        digest: digest_of_parts(lots.iter().copied()),
        gross: amount(gross),
        draws: (draws > 0).then(|| amount(draws)),
        paid: amount(paid),
        recovered,
        draws_recovered,
    };
    (Some(line), capped)
}

/// What is payable of a line, draws among it.
pub(super) fn payable(line: &RunLine) -> Amount {
    let sum = line.draws.map_or(Some(line.gross), |draws| line.gross.checked_add(draws));
    sum.expect("L2: all that ever accrued is within the bound")
}

/// SHA-256 over the lines: payee, class, gross with draws, paid and lots of each, in order.
fn digest_of_lines(lines: &[RunLine]) -> Digest {
    let mut text = String::new();
    for line in lines {
        let (payee, class) = (&line.payee, line.class.word());
        text += &format!("{payee},{class},{},{},{}\n", payable(line), line.paid, line.digest);
    }
    Digest::sha256(text.as_bytes())
}

/// The run, or the refusal that it is not on file.
fn on_file<'a>(desk: &Desk<'a>, run: &RunId) -> Result<(u32, &'a RunRow), Refusal> {
    desk.state.runs.get(run).ok_or_else(|| Refusal::RunUnknown { run: run.clone() })
}

/// The refusal of a run that is at another stage than this takes.
fn stage_wrong(run: &RunId, row: &RunRow, wanted: &'static str) -> Refusal {
    Refusal::RunStageWrong { run: run.clone(), stage: row.stage, wanted }
}

fn amount_of(desk: &Desk<'_>, row: &RunRow, minor: i64) -> Amount {
    let unit = desk.state.groups.row(row.group).unit;
    Amount::from_minor(minor, unit).expect("L7: the totals of a locked run are in bounds")
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
    let total = amount_of(desk, row, row.employees + row.contractors);
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
    let frozen = amount_of(desk, row, row.employees + row.contractors);
    if command.total != frozen {
        let given = command.total;
        return Err(Refusal::ExportTotalDiffers { run: run.clone(), given, frozen });
    }
    // After this point the command must succeed.
    Ok(vec![Event::RunExported])
}

pub(super) fn settle(desk: &Desk<'_>, command: &SettleRun) -> Result<Vec<Event>, Refusal> {
    let (number, row) = on_file(desk, &command.run)?;
    if row.stage != RunStage::Exported {
        return Err(stage_wrong(&command.run, row, "exported"));
    }
    let today = desk.today()?;
    let (on, _) = desk.booked(today);
    // After this point the command must succeed.
    let entity = desk.state.groups.row(row.group).entity.clone();
    let employees = amount_of(desk, row, row.employees);
    let contractors = amount_of(desk, row, row.contractors);
    let settled = Event::RunSettled(RunSettled { on, entity, employees, contractors });
    let forfeited = pay_cap::forfeited(desk, number, today);
    Ok(std::iter::once(settled).chain(forfeited).collect())
}

pub(super) fn void(desk: &Desk<'_>, command: &VoidRun) -> Result<Vec<Event>, Refusal> {
    let run = &command.run;
    let (_, row) = on_file(desk, run)?;
    if matches!(row.stage, RunStage::Settled | RunStage::Void) {
        return Err(stage_wrong(run, row, "locked, approved or exported"));
    }
    desk.by_person(|actor| Refusal::VoidByProgram { run: run.clone(), actor })?;
    let (on, _) = desk.booked(desk.today()?);
    // After this point the command must succeed.
    let entity = &desk.state.groups.row(row.group).entity;
    let lines = row.each_line().map(|number| {
        let line = desk.state.lines.row(number);
        Event::LineVoided(LineVoided {
            on,
            payee: desk.state.payees.key(line.payee).clone(),
            entity: entity.clone(),
            paid: amount_of(desk, row, line.paid),
            recovered: amount_of(desk, row, line.recovered),
            draws_recovered: (line.draws_recovered > 0)
                .then(|| amount_of(desk, row, line.draws_recovered)),
            approved: row.approved,
        })
    });
    Ok(std::iter::once(Event::RunVoided).chain(lines).collect())
}
