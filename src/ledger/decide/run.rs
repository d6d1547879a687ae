//! Decides what a payout run takes when it is locked.

use super::pay_cap::Taken;
use super::recovery::{self, Netted, Payable};
use super::vesting::digest_of_parts;
use super::{Desk, exchange, pay_cap, threshold};
use crate::command::LockRun;
use crate::digest::Digest;
use crate::event::{Event, LinePulled, PayCapped, RunLine, RunLocked};
use crate::id::{PayeeId, ReasonCode};
use crate::ledger::state::State;
use crate::money::Amount;
use crate::payee::WorkerClass;
use crate::payout::calendar::Calendar;
use crate::payout::{RunId, RunStage, Whom};
use crate::plan::cap::MeasuredAt;
use crate::refusal::Refusal;
use crate::time::{Date, Period};
use std::collections::{BTreeMap, BTreeSet};

/// How many days after its period a run's cut-off may lie; a longer stretch is a wrong year.
const CUT_OFF_DAYS_AFTER_MAX: i64 = 31;

pub(super) fn lock(desk: &Desk<'_>, command: &LockRun) -> Result<Vec<Event>, Refusal> {
    let state = desk.state;
    let run = &command.run;
    if let Some((_, row)) = state.runs.get(run) {
        return Err(Refusal::RunOnFile { run: run.clone(), first: row.sequence });
    }
    let (group_number, group) = desk.pay_group(&run.group)?;
    let there = state.pay_period_of(group_number, run.period.from());
    if there != Some(run.period) {
        return Err(unfit(desk, run, group_number, there));
    }
    in_sequence(desk, command, group_number)?;
    if matches!(command.whom, Whom::Only(_)) && !command.off_cycle {
        return Err(Refusal::OnlyIsOffCycle { run: run.clone() });
    }
    of_group(desk, command, group_number)?;
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
    let (on, _) = desk.booked(today);
    let (lines, capped) = lines_of(desk, command, group_number, on);
    let pulled_from_it = pulled_from(&command.whom);
    let (lines, pulled) = parted(&pulled_from_it, lines);
    let (mut lines, left_out) = threshold::parted(state, group_number, run.period, lines);
    // Who is left out or pulled uses no room, and loses nothing.
    let is_left_out =
        |it: &PayCapped| left_out.binary_search_by(|other| other.payee.cmp(&it.payee)).is_ok();
    let stays = |it: &PayCapped| !is_left_out(it) && !pulled_from_it.contains_key(&it.payee);
    let capped: Vec<PayCapped> = capped.into_iter().filter(stays).collect();
    let pays_in = exchange::paid(desk, group, cut_off, &mut lines)?;
    // After this point the command must succeed.
    let (zero, nothing) = (Amount::zero(state.account_unit(group)), Amount::zero(pays_in));
    let sum = |zero: Amount, part: &dyn Fn(&RunLine) -> Amount| {
        let mut parts = lines.iter().map(part);
        let sum = parts.try_fold(zero, Amount::checked_add);
        sum.expect("L2: all that ever accrued is within the bound")
    };
    let paid_to =
        |class| move |line: &RunLine| if line.class == class { line.paid } else { nothing };
    let locked = RunLocked {
        on,
        entity: group.entity.clone(),
        lines: u32::try_from(lines.len()).expect("a journal holds fewer than 2^32 payees"),
        left_out: count_of(&left_out),
        pulled: count_of(&pulled),
        gross: sum(zero, &|line| line.gross),
        draws: Some(sum(zero, &|line| line.draws.unwrap_or(zero))).filter(|it| it.is_positive()),
        recovered: sum(zero, &|line| recovered(line, zero)),
        employees: sum(nothing, &paid_to(WorkerClass::Employee)),
        contractors: sum(nothing, &paid_to(WorkerClass::Contractor)),
        digest: digest_of_lines(&lines),
    };
    let lines = lines.into_iter().map(Event::RunLine);
    let left_out = left_out.into_iter().map(Event::LeftOut);
    let pulled = pulled.into_iter().map(Event::LinePulled);
    let capped = capped.into_iter().map(Event::PayCapped);
    let locked = std::iter::once(Event::RunLocked(locked));
    Ok(locked.chain(capped).chain(lines).chain(left_out).chain(pulled).collect())
}

/// The refusal of a run for no period of its group, with the one that it may have meant.
fn unfit(desk: &Desk<'_>, run: &RunId, group: u32, there: Option<Period>) -> Refusal {
    let calendar = desk.state.calendar_on(group, run.period.from());
    let calendar = calendar.map_or(Calendar::Monthly, |(_, calendar)| calendar);
    let there = there.map_or_else(|| "none".to_owned(), |period| period.to_string());
    Refusal::RunPeriodUnfit { run: run.clone(), calendar, there }
}

/// How many there are; `None` for nobody.
fn count_of<T>(them: &[T]) -> Option<u32> {
    u32::try_from(them.len()).ok().filter(|count| *count > 0)
}

/// Whoever a run names is paid with its group, and is named once.
fn of_group(desk: &Desk<'_>, command: &LockRun, group: u32) -> Result<(), Refusal> {
    let mut named = BTreeSet::new();
    for id in command.whom.named() {
        let (payee, group_id) = (id.clone(), command.run.group.clone());
        if desk.state.payees.row(desk.payee(id)?).group != group {
            return Err(Refusal::NotOfPayGroup { payee, group: group_id });
        }
        if !named.insert(id) {
            return Err(Refusal::NamedTwice { payee });
        }
    }
    Ok(())
}

/// Who is pulled from a run, also where they have no line in it, and why.
fn pulled_from(whom: &Whom) -> BTreeMap<&PayeeId, &ReasonCode> {
    let Whom::AllBut(named) = whom else { return BTreeMap::new() };
    named.iter().map(|it| (&it.payee, &it.reason)).collect()
}

/// Parts the lines of those whom a run pays from those who are pulled from it.
fn parted(
    reasons: &BTreeMap<&PayeeId, &ReasonCode>,
    lines: Vec<RunLine>,
) -> (Vec<RunLine>, Vec<LinePulled>) {
    let (mut paid, mut pulled) = (Vec::new(), Vec::new());
    for line in lines {
        match reasons.get(&line.payee) {
            None => paid.push(line),
            Some(reason) => pulled.push(LinePulled {
                on: line.on,
                payable: payable(&line),
                net: line.paid,
                payee: line.payee,
                entity: line.entity,
                lots: line.lots,
                digest: line.digest,
                reason: (*reason).clone(),
            }),
        }
    }
    (paid, pulled)
}

/// The settled regular run among a run and those before it of its group and period. One of which
/// payroll took nothing is none.
fn regular_of(state: &State, last: &RunId) -> Option<RunId> {
    (1..=last.sequence).rev().map(|sequence| RunId { sequence, ..last.clone() }).find(|run| {
        state.runs.get(run).is_some_and(|(_, row)| {
            let is_settled = row.stage == RunStage::Settled && !row.off_cycle;
            is_settled && !state.is_rejected_in_full(row)
        })
    })
}

/// A run is the first of its group and period, or the next after one that is void or settled. Of a
/// period one regular run is settled, and off-cycle ones beside it.
fn in_sequence(desk: &Desk<'_>, command: &LockRun, group: u32) -> Result<(), Refusal> {
    let run = &command.run;
    let newest = desk.state.newest_runs.get(&(group, run.period)).map(|(_, number)| *number);
    let next = match newest {
        None => 1,
        Some(number) => {
            let (live, row) = (desk.state.runs.key(number), desk.state.runs.row(number));
            if row.stage.is_live() && row.stage != RunStage::Settled {
                let (run, live, stage) = (run.clone(), live.clone(), row.stage);
                return Err(Refusal::RunIsLive { run, live, stage });
            }
            if !command.off_cycle
                && let Some(settled) = regular_of(desk.state, live)
            {
                return Err(Refusal::RunIsSettled { run: run.clone(), settled });
            }
            live.next().sequence
        }
    };
    if run.sequence != next {
        return Err(Refusal::RunOutOfSequence { run: run.clone(), next });
    }
    Ok(())
}

/// A line for every payee of the group with something that the run pays, or for those alone that it
/// names, and how caps measured it; both sorted by payee id.
fn lines_of(
    desk: &Desk<'_>,
    command: &LockRun,
    group: u32,
    on: Date,
) -> (Vec<RunLine>, Vec<PayCapped>) {
    let state = desk.state;
    let (period, cut_off) = (command.run.period, command.cut_off);
    let (mut lines, mut capped) = (Vec::new(), Vec::new());
    let mut add = |number| {
        let (line, its) = line_of(desk, (period, cut_off), number, on);
        lines.extend(line);
        capped.extend(its);
    };
    match &command.whom {
        Whom::Only(payees) => payees.iter().filter_map(|it| state.payees.find(it)).for_each(add),
        Whom::Everybody | Whom::AllBut(_) => {
            let its = state.payees.iter().filter(|(_, _, row)| row.group == group);
            let payable = its.filter(|(_, _, row)| row.payable > 0);
            payable.for_each(|(number, _, _)| add(number));
        }
    }
    lines.sort_by(|one, other| one.payee.cmp(&other.payee));
    capped.sort_by(|one, other| one.payee.cmp(&other.payee));
    (lines, capped)
}

/// The lots that a line takes, once caps have measured them. Applying a line finds the same.
pub(in crate::ledger) fn lots_by(state: &State, payee: u32, cut_off: Date) -> Vec<u32> {
    let mut lots = payable_by(state, payee, cut_off);
    if state.any_cap_at(MeasuredAt::Payout) {
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

/// One payee's line: what is payable, what is kept against receivables, and what is paid, all in
/// the currency of their account. Beside it how caps measured it, also where they let nothing in.
pub(super) fn line_of(
    desk: &Desk<'_>,
    (period, cut_off): (Period, Date),
    payee: u32,
    on: Date,
) -> (Option<RunLine>, Option<PayCapped>) {
    let state = desk.state;
    let group = state.group_of(payee);
    let Taken { lots, capped } = pay_cap::taken(desk, (period, cut_off), payee, on);
    if lots.is_empty() {
        return (None, capped);
    }
    let unit = state.account_unit(group);
    let amount =
        |minor| Amount::from_minor(minor, unit).expect("L2: what is payable was accrued in bounds");
    let has_draws = state.draws_of(payee).next().is_some(); // most have none, and many lots
    let is_draw = |(lot, _): &&(u32, i64)| has_draws && state.is_draw(*lot);
    let draws: i64 = lots.iter().filter(is_draw).map(|(_, minor)| minor).sum();
    let gross = lots.iter().map(|(_, minor)| minor).sum::<i64>() - draws;
    let Netted { recovered, draws_recovered, paid, kept_at_most } =
        recovery::net(state, &Payable { payee, period, gross, draws }, amount);
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
        exchanged: None,
        recovered,
        draws_recovered,
        kept_at_most,
    };
    (Some(line), capped)
}

/// What is payable of a line, draws among it.
pub(super) fn payable(line: &RunLine) -> Amount {
    let sum = line.draws.map_or(Some(line.gross), |draws| line.gross.checked_add(draws));
    sum.expect("L2: all that ever accrued is within the bound")
}

/// What a line keeps, draws among it.
fn recovered(line: &RunLine, zero: Amount) -> Amount {
    let mut kept = line.recovered.iter().chain(&line.draws_recovered).map(|it| it.amount);
    kept.try_fold(zero, Amount::checked_add).expect("L7: a line keeps no more than is payable")
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
