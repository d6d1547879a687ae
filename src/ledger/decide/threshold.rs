//! Decides thresholds: what a pay group's is, whom a run leaves out, and what two persons say of
//! that lapses.
//!
//! A run is held against the word of the last day of its period. What stays below it is touched
//! by nothing: it stays payable, and nothing is kept of it against what is owed.

use super::reversal::lapsed;
use super::{Desk, amount_of, run};
use crate::approval::ApprovalStage;
use crate::command::{ApproveLapse, DeclineLapse, ProposeLapse, SetThreshold};
use crate::digest::Digest;
use crate::event::{Event, LeftOut, RunLine};
use crate::id::{LapseId, PayeeId};
use crate::ledger::state::{LapseRow, State};
use crate::money::Amount;
use crate::payout::threshold::{Counted, ForLeavers};
use crate::refusal::Refusal;
use crate::time::Period;
use crate::why::Step;

pub(super) fn set(desk: &Desk<'_>, command: &SetThreshold) -> Result<Vec<Event>, Refusal> {
    let (state, group, from) = (desk.state, command.group.clone(), command.from);
    let (number, row) = desk.pay_group(&group)?;
    if let Some(threshold) = command.threshold {
        let (amount, paid_in, given) =
            (threshold.amount, state.account_unit(row), threshold.amount.unit());
        if given != paid_in {
            return Err(Refusal::ThresholdInOther { group, paid_in, given });
        }
        if !amount.is_positive() {
            return Err(Refusal::ThresholdNotPositive { group, amount });
        }
    }
    let words = state.thresholds.words.get(&number);
    if words.is_some_and(|(_, dated)| dated.iter().any(|(day, _)| *day == from)) {
        return Err(Refusal::ThresholdAlreadySet { group, from });
    }
    // After this point the command must succeed.
    Ok(vec![Event::ThresholdSet])
}

/// Parts the lines that a run pays from those of whom it leaves out.
pub(super) fn parted(
    state: &State,
    group: u32,
    period: Period,
    lines: Vec<RunLine>,
) -> (Vec<RunLine>, Vec<LeftOut>) {
    let Some(threshold) = state.threshold_on(group, period.last_day()) else {
        return (lines, Vec::new());
    };
    let is_waived = |line: &RunLine| {
        let left = state.payees.get(&line.payee).and_then(|(_, row)| row.employment.last_day);
        threshold.leavers == ForLeavers::Waived
            && left.is_some_and(|last_day| last_day <= period.last_day())
    };
    let (mut paid, mut left_out) = (Vec::new(), Vec::new());
    for line in lines {
        let counted = match threshold.counted {
            Counted::Gross => run::payable(&line),
            Counted::Net => line.paid,
        };
        let missing = threshold.missing(counted);
        match missing.filter(|_| !is_waived(&line)) {
            None => paid.push(line),
            Some(missing) => left_out.push(LeftOut {
                on: line.on,
                payee: line.payee,
                entity: line.entity,
                lots: line.lots,
                digest: line.digest,
                gross: line.gross,
                draws: line.draws,
                net: line.paid,
                threshold,
                missing,
            }),
        }
    }
    (paid, left_out)
}

pub(super) fn propose(desk: &Desk<'_>, command: &ProposeLapse) -> Result<Vec<Event>, Refusal> {
    let (state, lapse) = (desk.state, command.lapse);
    if let Some((_, row)) = state.thresholds.lapses.get(&lapse) {
        return Err(Refusal::LapseOnFile { lapse, first: row.sequence });
    }
    by_another_person(desk, &command.payee)?;
    lots(desk, desk.payee(&command.payee)?, command.amount)?;
    // After this point the command must succeed.
    let bytes = serde_json::to_vec(command).expect("a command has a JSON form");
    Ok(vec![Event::LapseProposed(Digest::sha256(&bytes))])
}

pub(super) fn approve(desk: &Desk<'_>, command: &ApproveLapse) -> Result<Vec<Event>, Refusal> {
    let lapse = command.lapse;
    let row = open(desk, lapse)?;
    let actor = desk.told.by.id.clone();
    if actor == row.proposed_by {
        return Err(Refusal::LapseProposerApproves { lapse, actor });
    }
    if command.digest != row.digest {
        let (given, proposed) = (command.digest, row.digest);
        return Err(Refusal::LapseDiffers { lapse, given, proposed });
    }
    let unit = desk.state.account_in(row.payee);
    let (run, lots) = lots(desk, row.payee, amount_of(row.amount, unit))?;
    let today = desk.today()?;
    // After this point the command must succeed.
    let run = desk.state.runs.key(run).clone();
    let (reason, proposed_by) = (row.reason.clone(), row.proposed_by.clone());
    let step = Step::Lapsed(run, reason, proposed_by, actor);
    let taken = lapsed(desk, &lots, &step, today);
    Ok(std::iter::once(Event::LapseApproved).chain(taken).collect())
}

pub(super) fn decline(desk: &Desk<'_>, command: &DeclineLapse) -> Result<Vec<Event>, Refusal> {
    open(desk, command.lapse)?;
    // After this point the command must succeed.
    Ok(vec![Event::LapseDeclined])
}

/// The lapse, if whoever tells may decide on it.
fn open<'a>(desk: &Desk<'a>, lapse: LapseId) -> Result<&'a LapseRow, Refusal> {
    let Some((_, row)) = desk.state.thresholds.lapses.get(&lapse) else {
        return Err(Refusal::LapseUnknown { lapse });
    };
    if row.stage != ApprovalStage::Proposed {
        let (stage, since) = (row.stage, row.since);
        return Err(Refusal::LapseIsDecided { lapse, stage, since });
    }
    by_another_person(desk, desk.state.payees.key(row.payee))?;
    Ok(row)
}

/// Refuses a program, and the payee.
fn by_another_person(desk: &Desk<'_>, payee: &PayeeId) -> Result<(), Refusal> {
    desk.by_person(|actor| Refusal::LapseByProgram { actor })?;
    if desk.told.by.id.as_str() == payee.as_str() {
        return Err(Refusal::LapseByPayee { payee: payee.clone() });
    }
    Ok(())
}

/// The lots that lapse, and the run that left them out: they come to this amount, and a run of this
/// month would leave the payee out as well.
fn lots(desk: &Desk<'_>, payee: u32, amount: Amount) -> Result<(u32, Vec<u32>), Refusal> {
    let (state, id) = (desk.state, desk.state.payees.key(payee).clone());
    let Some((row, lots)) = state.may_lapse(payee) else {
        return Err(Refusal::NothingLapses { payee: id });
    };
    let today = desk.today()?;
    let group = state.payees.row(payee).group;
    let period = state.pay_period_of(group, today).unwrap_or_else(|| today.month());
    let (line, _) = run::line_of(desk, (period, today), payee, today);
    let payable = line.as_ref().map(run::payable);
    let (paid, _) = parted(state, group, period, line.into_iter().collect());
    if let (Some(payable), [_]) = (payable, &paid[..]) {
        return Err(Refusal::NextRunPays { payee: id, payable });
    }
    let there = lots.iter().map(|lot| state.lots.row(*lot).left()).sum();
    let there = amount_of(there, state.account_in(payee));
    if amount != there {
        return Err(Refusal::LapseAmountDiffers { payee: id, given: amount, there });
    }
    Ok((row.run, lots))
}
