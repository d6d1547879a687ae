//! Decides restatements: what one person posts, another approves or declines.
//!
//! The lines are those of a study; nothing is reckoned here. What is taken comes out of unpaid lots
//! of the same reward, then out of what is payable, oldest first. It is set off there, as an
//! adjustment is: for the fact that caused the lot it counts as paid. What is not there is owed.

use super::reversal::taken_from;
use super::{Desk, amount_of};
use crate::approval::ApprovalStage;
use crate::command::{ApproveRestatement, DeclineRestatement, PostRestatement, RestatedLands};
use crate::digest::Digest;
use crate::event::{Event, Lands, Restated, RestatementLine, RestatementPosted, Take, TakenFrom};
use crate::id::RestatementId;
use crate::ledger::state::{RestatedRow, RestatementRow, Scope, SourceRow, State};
use crate::money::Unit;
use crate::refusal::Refusal;
use crate::restatement::{DifferenceLine, Proposal};
use crate::reward::Source;
use crate::time::{Date, Period};
use crate::why::Step;
use std::collections::BTreeMap;

/// The most lots one line is set off against, so that its record stays within its bound. What it
/// would take of others is owed.
const LOTS_MAX: usize = 500;

pub(super) fn post(desk: &Desk<'_>, command: &PostRestatement) -> Result<Vec<Event>, Refusal> {
    let (state, restatement) = (desk.state, command.restatement);
    if let Some((_, row)) = state.restatements.get(&restatement) {
        return Err(Refusal::RestatementOnFile { restatement, first: row.sequence });
    }
    desk.by_person(|actor| Refusal::RestatementByProgram { restatement, actor })?;
    let Some(text) = command.proposal.text() else {
        let digest = command.proposal.digest();
        return Err(Refusal::ProposalTextMissing { restatement, digest });
    };
    let proposal = Proposal::read(text).map_err(|wrong| {
        let problem = wrong.to_string();
        Refusal::ProposalUnreadable { restatement, problem }
    })?;
    let (as_of, records) = (proposal.as_of, state.head.value().next);
    if as_of > records {
        let problem = format!("it was made of {as_of} records and there are {records}");
        return Err(Refusal::ProposalUnreadable { restatement, problem });
    }
    if proposal.lines.is_empty() {
        return Err(Refusal::NothingToRestate { restatement, period: proposal.period });
    }
    is_closed(desk, restatement, proposal.period)?;
    is_fresh(state, restatement, proposal.period, as_of)?;
    let mut last = None;
    for (line, number) in proposal.lines.iter().zip(1_usize..) {
        fits(state, &proposal, line, &mut last).map_err(|problem| Refusal::RestatedLineUnfit {
            restatement,
            line: number,
            problem,
        })?;
    }
    // After this point the command must succeed.
    let bytes = serde_json::to_vec(command).expect("a command has a JSON form");
    let lines = u32::try_from(proposal.lines.len()).expect("a text has fewer than 2^32 lines");
    let period = proposal.period;
    let posted = RestatementPosted { digest: Digest::sha256(&bytes), period, as_of, lines };
    let line = |it: DifferenceLine| {
        Event::RestatementLine(Box::new(RestatementLine {
            month: it.month,
            payee: it.payee,
            plan: it.plan,
            rule: it.rule,
            source: it.source,
            was: it.was,
            would_be: it.would_be,
        }))
    };
    let lines = proposal.lines.into_iter().map(line);
    Ok(std::iter::once(Event::RestatementPosted(posted)).chain(lines).collect())
}

pub(super) fn approve(
    desk: &Desk<'_>,
    command: &ApproveRestatement,
) -> Result<Vec<Event>, Refusal> {
    let restatement = command.restatement;
    let row = open(desk, restatement)?;
    let actor = desk.told.by.id.clone();
    if actor == row.posted_by {
        return Err(Refusal::RestaterApproves { restatement, actor });
    }
    if command.digest != row.digest {
        let (given, posted) = (command.digest, row.digest);
        return Err(Refusal::RestatementDiffers { restatement, given, posted });
    }
    is_fresh(desk.state, restatement, row.period, row.as_of)?;
    let lines = || row.lines.numbers().map(|number| desk.state.restated.row(number));
    let given = lines().map(|line| i128::from(line.difference().max(0)));
    desk.within_bound(given.sum())?;
    let (on, _) = desk.booked(desk.today()?);
    // After this point the command must succeed.
    let mut taken = BTreeMap::new();
    let carried_out = |(line, number): (&RestatedRow, u32)| {
        let restated = carried_out(desk, row, (line, number), on, &mut taken);
        Event::Restated(Box::new(restated))
    };
    let lines = lines().zip(0..).map(carried_out);
    Ok(std::iter::once(Event::RestatementApproved).chain(lines).collect())
}

pub(super) fn decline(
    desk: &Desk<'_>,
    command: &DeclineRestatement,
) -> Result<Vec<Event>, Refusal> {
    open(desk, command.restatement)?;
    // After this point the command must succeed.
    Ok(vec![Event::RestatementDeclined])
}

/// The restatement, if whoever tells may decide on it.
fn open<'a>(desk: &Desk<'a>, restatement: RestatementId) -> Result<&'a RestatementRow, Refusal> {
    let state = desk.state;
    let Some((_, row)) = state.restatements.get(&restatement) else {
        return Err(Refusal::RestatementUnknown { restatement });
    };
    if row.stage != ApprovalStage::Proposed {
        let (stage, since) = (row.stage, row.since);
        return Err(Refusal::RestatementIsDecided { restatement, stage, since });
    }
    desk.by_person(|actor| Refusal::RestatementByProgram { restatement, actor })?;
    let actor = &desk.told.by.id;
    let has_a_line = |number| {
        let payee = state.restated.row(number).payee;
        state.payees.key(payee).as_str() == actor.as_str()
    };
    if row.lines.numbers().any(has_a_line) {
        return Err(Refusal::RestatedDecides { restatement, actor: actor.clone() });
    }
    Ok(row)
}

/// Refuses months that are not closed in the books.
fn is_closed(desk: &Desk<'_>, restatement: RestatementId, period: Period) -> Result<(), Refusal> {
    let open_from = desk.state.head.value().open_from;
    if open_from.is_none_or(|open_from| open_from < period.until()) {
        return Err(Refusal::RestatedNotClosed { restatement, period });
    }
    Ok(())
}

/// Refuses a proposal after which its months were moved: it would be something else by now.
fn is_fresh(
    state: &State,
    restatement: RestatementId,
    period: Period,
    as_of: u64,
) -> Result<(), Refusal> {
    if let Some((month, moved)) = state.moved_since(period, as_of) {
        return Err(Refusal::RestatementStale { restatement, as_of, month, moved });
    }
    Ok(())
}

/// What a line is about, by which lines are sorted: no two are about the same.
type About<'a> = (Period, &'a str, &'a str, &'a str, Source);

/// What is wrong with a line, if something is.
fn fits<'a>(
    state: &State,
    proposal: &Proposal,
    line: &'a DifferenceLine,
    last: &mut Option<About<'a>>,
) -> Result<(), &'static str> {
    let here =
        (line.month, line.payee.as_str(), line.plan.as_str(), line.rule.as_str(), line.source);
    if last.replace(here).is_some_and(|last| last >= here) {
        return Err("is not in its place: the lines are sorted, and no two are about the same");
    }
    let period = proposal.period;
    let is_in = period.from() <= line.month.from() && line.month.until() <= period.until();
    if !line.month.is_month() || !is_in {
        return Err("is about no month of the proposal's period");
    }
    let Some(payee) = state.payees.find(&line.payee) else {
        return Err("is about a payee who is not on file: register them first");
    };
    let unit = state.account_in(payee);
    if line.was.unit() != unit || line.would_be.unit() != unit {
        return Err("is not in the currency the payee is paid in");
    }
    if line.difference.is_zero() {
        return Err("differs by nothing");
    }
    if line.would_be.checked_sub(line.was) != Some(line.difference) {
        return Err("does not differ by what it says");
    }
    Ok(())
}

/// One line, carried out.
fn carried_out(
    desk: &Desk<'_>,
    row: &RestatementRow,
    (line, number): (&RestatedRow, u32),
    on: Date,
    taken: &mut BTreeMap<u32, i64>,
) -> Restated {
    let (state, group) = (desk.state, desk.state.group_of(line.payee));
    let unit = state.account_in(line.payee);
    let amount = |minor| amount_of(minor, unit);
    let difference = line.difference();
    let lands = (difference > 0).then(|| match row.lands {
        RestatedLands::Payable => Lands::Payable(on),
        // A day that has passed is no hold.
        RestatedLands::HeldUntil(day) => match Lands::due(day, state.head.value().passed) {
            Lands::Payable(_) => Lands::Payable(on),
            held => held,
        },
    });
    let (takes, owed) = takes(state, line, (-difference).max(0), unit, taken);
    Restated {
        line: number,
        on,
        month: line.month,
        payee: state.payees.key(line.payee).clone(),
        entity: group.entity.clone(),
        plan: line.plan.clone(),
        rule: line.rule.clone(),
        source: line.source,
        difference: amount(difference),
        lands,
        takes,
        owed: (owed > 0).then(|| amount(owed)),
        steps: vec![
            Step::Restated(row.reason.clone(), row.posted_by.clone(), desk.told.by.id.clone()),
            Step::RestatedFrom(
                line.plan.clone(),
                line.rule.clone(),
                line.source,
                amount(line.was).into(),
                amount(line.would_be).into(),
            ),
            Step::RestatedBy(amount(difference.abs()).into()),
        ],
    }
}

/// Out of which lots an amount is taken, and what of it is not there. `taken` is what lines before
/// take of each lot. Of a lot that is taken in part, what a refund could not take back stays.
fn takes(
    state: &State,
    line: &RestatedRow,
    minor: i64,
    unit: Unit,
    taken: &mut BTreeMap<u32, i64>,
) -> (Vec<Take>, i64) {
    let (mut open, mut takes) = (minor, Vec::new());
    if open == 0 {
        return (takes, open);
    }
    let payable = state.payable.range((line.payee, 0)..=(line.payee, u32::MAX));
    let lots = unpaid_of(state, line).into_iter().chain(payable.map(|(_, lot)| lot));
    for lot in lots.take(LOTS_MAX) {
        let (row, before) = (state.lots.row(lot), taken.get(&lot).copied().unwrap_or(0));
        let left = row.left() - before;
        let here = if left <= open { left } else { (row.takeable() - before).clamp(0, open) };
        if here > 0 {
            let from = taken_from(row.place);
            takes.push(Take {
                lot,
                from,
                amount: amount_of(here, unit),
                in_plan: None,
                spared: None,
                cost: None,
                claimed: None,
            });
            *taken.entry(lot).or_default() += here;
            open -= here;
        }
    }
    (takes, open)
}

/// The lots of the reward a line is about that are not payable yet: held back, carried, waiting in
/// a pool and held, each oldest first. None where the reward is not on file.
fn unpaid_of(state: &State, line: &RestatedRow) -> Vec<u32> {
    let Some(rule) = state.rules.find(&(line.plan.clone(), line.rule.clone())) else {
        return Vec::new();
    };
    let mut lots = Vec::new();
    for source in sources(state, line) {
        let is_it = |(award, _): &(u32, _)| state.rule_number(*award) == rule;
        for (award, _) in state.each_award(source).filter(is_it) {
            let its = state.each_reward(award).filter(|(_, it)| it.payee == line.payee);
            for (lot, row) in its.flat_map(|(reward, _)| state.each_lot(reward)) {
                let from = taken_from(row.place);
                let is_money = state.unit_of(row).is_money();
                let is_unpaid = is_money && from < TakenFrom::Payable && row.left() > 0;
                lots.extend(is_unpaid.then_some((from, lot)));
            }
        }
    }
    lots.sort_unstable();
    lots.into_iter().map(|(_, lot)| lot).collect()
}

/// The rows of a line's source: a period may be the payee's, everybody's or a team's.
fn sources(state: &State, line: &RestatedRow) -> Vec<SourceRow> {
    match line.source {
        Source::Lead(lead) => state.leads.find(&lead).map(SourceRow::Lead).into_iter().collect(),
        Source::Deal(deal) => state.deals.find(&deal).map(SourceRow::Deal).into_iter().collect(),
        Source::Period(period) => {
            let teams = state.teams.iter().map(|(team, ..)| Scope::Team(team));
            let scopes = [Scope::Payee(line.payee), Scope::Everyone].into_iter().chain(teams);
            let row = |scope| state.periods.find(&(period, scope)).map(SourceRow::Period);
            scopes.filter_map(row).collect()
        }
        _ => Vec::new(), // no rule made it
    }
}
