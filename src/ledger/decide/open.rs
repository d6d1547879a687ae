//! Decides openings: what stood in the system before, as long as nothing has accrued here.

use super::lead::{credited, facts_known, on_file, open as lead_is_open, payable};
use super::version::{Picks, names_of};
use super::{Desk, net_in};
use crate::accrual::Move;
use crate::command::{Counts, OpenCounter, OpenDeal, OpenLead, OpenPayeeBalance};
use crate::deal::Milestone;
use crate::event::{BalanceOpened, Event};
use crate::ledger::state::{State, Whose};
use crate::money::{Amount, Unit};
use crate::plan::Plan;
use crate::plan::base::Base;
use crate::plan::cap::{AtMost, CapPer};
use crate::plan::fact::ToldWith;
use crate::plan::floor::FloorPer;
use crate::plan::pool::Each;
use crate::plan::rule::{Formula, Pays};
use crate::plan::tiers::{Accumulate, Measure, PeriodOf, Span};
use crate::plan::version::PlanRef;
use crate::reading::Reading;
use crate::refusal::Refusal;

/// Refuses what is opened after something has accrued.
fn is_before_all(state: &State) -> Result<(), Refusal> {
    let opened = state.head.value().opened;
    if state.accruals.next() > opened {
        let first = state.accruals.row(opened).at.at().sequence;
        return Err(Refusal::OpenedTooLate { first });
    }
    Ok(())
}

pub(super) fn balance(desk: &Desk<'_>, command: &OpenPayeeBalance) -> Result<Vec<Event>, Refusal> {
    let (state, payee) = (desk.state, &command.payee);
    is_before_all(state)?;
    let number = desk.payee(payee)?;
    if let Some((_, row)) = state.opened.get(&number) {
        return Err(Refusal::BalanceOnFile { payee: payee.clone(), first: row.sequence });
    }
    if desk.told.by.id.as_str() == payee.as_str() {
        return Err(Refusal::OpensOwnBalance { payee: payee.clone() });
    }
    let as_of = command.as_of;
    desk.happened("as_of", as_of)?;
    let unit = state.group_of(number).unit;
    let held = command.held.iter().map(|it| ("held", it.amount));
    let one = |field, amount: Option<Amount>| amount.map(|amount| (field, amount));
    let has = held.chain(one("payable", command.payable));
    let owes = [one("owes", command.owes), one("paid_this_year", command.paid_this_year)];
    for (field, amount) in has.clone().chain(owes.into_iter().flatten()) {
        opened_amount(field, amount, unit)?;
    }
    if let Some(held) = command.held.iter().find(|it| it.until <= as_of) {
        return Err(Refusal::HeldUntilPast { until: held.until, as_of });
    }
    desk.within_bound(has.map(|(_, amount)| i128::from(amount.minor())).sum())?;
    // After this point the command must succeed.
    let entity = state.group_of(number).entity.clone();
    Ok(vec![Event::BalanceOpened(BalanceOpened { on: desk.booked(as_of).0, entity })])
}

/// Refuses an amount that is not more than zero, or in another currency.
fn opened_amount(field: &'static str, amount: Amount, wanted: Unit) -> Result<(), Refusal> {
    if amount.unit() != wanted {
        return Err(Refusal::WrongCurrency { given: amount.unit(), wanted });
    }
    if !amount.is_positive() {
        return Err(Refusal::OpenedNotPositive { field, amount });
    }
    Ok(())
}

pub(super) fn lead(desk: &Desk<'_>, command: &OpenLead) -> Result<Vec<Event>, Refusal> {
    let state = desk.state;
    if let Some((_, row)) = state.leads.get(&command.lead) {
        return Err(Refusal::LeadOnFile { lead: command.lead, first: row.sequence });
    }
    is_before_all(state)?;
    let (heard_on, accepted_on) = (command.heard_on, command.accepted_on);
    desk.happened("heard_on", heard_on)?;
    if let Some(date) = accepted_on {
        desk.happened("accepted_on", date)?;
        if date < heard_on {
            return Err(Refusal::BeforeReport { field: "accepted_on", date, heard_on });
        }
    }
    let by = payable(desk, &command.by)?;
    if !state.plans.iter().any(|(_, _, row)| row.plan.knows_kind(&command.kind)) {
        return Err(Refusal::LeadKindUnknown { kind: command.kind.clone() });
    }
    facts_known(state, &command.facts, ToldWith::Report)?;
    let told = versions(state, &command.plans)?;
    let picks = Picks { by, heard_on, accepted_on, won_on: None, frozen: &told };
    let reached = if accepted_on.is_some() { Milestone::Accepted } else { Milestone::Reported };
    let frozen = with_told(state, &told, &picks.freeze(state, reached));
    credited(desk, &command.by, &[], &command.credits, &frozen)?;
    // After this point the command must succeed.
    Ok(vec![Event::LeadOpened(names_of(state, &frozen))])
}

pub(super) fn deal(desk: &Desk<'_>, command: &OpenDeal) -> Result<Vec<Event>, Refusal> {
    let state = desk.state;
    if let Some((_, row)) = state.deals.get(&command.deal) {
        return Err(Refusal::DealOnFile { deal: command.deal, first: row.sequence });
    }
    is_before_all(state)?;
    let (_, lead) = on_file(desk, command.lead)?;
    if let Some(deal) = lead.deal.get() {
        let first = state.deals.row(deal).sequence;
        let deal = *state.deals.key(deal);
        return Err(Refusal::LeadAlreadyWon { lead: command.lead, deal, first });
    }
    lead_is_open(command.lead, lead)?;
    let won_on = command.won_on;
    desk.happened("won_on", won_on)?;
    let later = [("installed_on", command.installed_on), ("invoiced_on", command.invoiced_on)];
    for (field, date) in later.into_iter().filter_map(|(field, day)| Some((field, day?))) {
        desk.happened(field, date)?;
        if date < won_on {
            return Err(Refusal::BeforeWin { field, date, won_on });
        }
    }
    facts_known(state, &command.facts, ToldWith::Win)?;
    net_in(&command.lines, desk.unit()?)?;
    if let Some(collected) = command.collected {
        opened_amount("collected", collected, desk.unit()?)?;
    }
    let mut told = state.frozen.list(lead.plans).to_vec();
    let of = |number: u32| state.plans.row(number).of;
    let new = versions(state, &command.plans)?;
    if let Some(twice) = new.iter().find(|it| told.iter().any(|had| of(*had) == of(**it))) {
        return Err(Refusal::PlanNamedTwice { plan: state.plans.key(*twice).clone() });
    }
    told.extend(new);
    let picks = Picks { won_on: Some(won_on), frozen: &told, ..Picks::of_lead(state, lead) };
    let frozen = with_told(state, &told, &picks.freeze(state, Milestone::Won));
    let originator = state.payees.key(lead.by);
    let on_file = state.credits.list(lead.credits);
    credited(desk, originator, on_file, &command.credits, &frozen)?;
    // After this point the command must succeed.
    Ok(vec![Event::DealOpened(names_of(state, &frozen))])
}

/// The numbers of versions that are named, at most one of a plan.
fn versions(state: &State, named: &[PlanRef]) -> Result<Vec<u32>, Refusal> {
    let mut all: Vec<u32> = Vec::new();
    for name in named {
        let plan = name.clone();
        let Some((number, row)) = state.plans.get(name) else {
            return Err(Refusal::PlanVersionUnknown { plan });
        };
        if all.iter().any(|other| state.plans.row(*other).of == row.of) {
            return Err(Refusal::PlanNamedTwice { plan });
        }
        all.push(number);
    }
    Ok(all)
}

/// What is told, and what is picked of the plans that are not; in the order of the plans.
fn with_told(state: &State, told: &[u32], picked: &[u32]) -> Vec<u32> {
    let of = |number: &u32| state.plans.row(*number).of;
    let mut all = told.to_vec();
    all.extend(picked.iter().filter(|it| !told.iter().any(|had| of(had) == of(it))));
    all.sort_by_key(of);
    all
}

pub(super) fn counter(desk: &Desk<'_>, command: &OpenCounter) -> Result<Vec<Event>, Refusal> {
    let state = desk.state;
    is_before_all(state)?;
    let Some((number, row)) = state.plans.get(&command.plan) else {
        return Err(Refusal::PlanVersionUnknown { plan: command.plan.clone() });
    };
    let moved = moved(command, &row.plan)?;
    let counter = command.counts.name();
    if let Some(payee) = &command.payee {
        desk.payee(payee)?;
    }
    if let Some(lead) = command.lead.filter(|lead| state.leads.find(lead).is_none()) {
        return Err(Refusal::LeadUnknown { lead });
    }
    if let Some(team) = command.team.as_ref().filter(|it| state.teams.find(*it).is_none()) {
        return Err(Refusal::TeamUnknown { team: team.clone() });
    }
    let key = state.counter_of(whose(state, number, command), &moved);
    if state.counters.find(&key).is_some() {
        return Err(Refusal::CounterOnFile { plan: command.plan.clone(), counter });
    }
    // After this point the command must succeed.
    Ok(vec![Event::CounterOpened(moved)])
}

/// Whose counter a command opens. What it names is on file.
pub(in crate::ledger) fn whose(state: &State, plan: u32, command: &OpenCounter) -> Whose {
    let rule = match &*command.counts {
        Counts::Floor { rule, .. } => state.plans.row(plan).plan.place_of(rule),
        _ => None,
    };
    Whose {
        plan,
        rule: rule.unwrap_or_default(),
        lead: command.lead.and_then(|lead| state.leads.find(&lead)),
        payee: command.payee.as_ref().and_then(|payee| state.payees.find(payee)),
    }
}

/// Over what a counter runs.
enum Over {
    Payee(Span),
    Team(Span),
    Deal,
    /// Everybody's, in a period of a pool or in none.
    Everyone(Option<Span>),
}

/// How the counter moves from nothing to where it stands.
fn moved(command: &OpenCounter, plan: &Plan) -> Result<Move, Refusal> {
    let name = || (command.plan.clone(), command.counts.name());
    let unknown = || {
        let (plan, counter) = name();
        Refusal::CounterUnknown { plan, counter }
    };
    match &*command.counts {
        Counts::Tiers { tiers, measure, base } => {
            let mut tables = plan.tiers.iter().zip(0_u16..);
            let (table, at) = tables.find(|(it, _)| it.id == *tiers).ok_or_else(unknown)?;
            let over = match table.accumulate {
                Accumulate::EachFact | Accumulate::Close => return Err(unknown()),
                Accumulate::Deal => Over::Deal,
                Accumulate::Period(PeriodOf::Payee, span) => Over::Payee(span),
                Accumulate::Period(PeriodOf::Team, span) => Over::Team(span),
            };
            runs_over(command, &over)?;
            let Measure::Of(measured) = table.measure else { return Err(unknown()) };
            reads(command, plan, *measure, measured)?;
            let other = other_base(plan, at, measured);
            let base = match (other, base) {
                (None, None) => *measure,
                (Some(other), Some(base)) => {
                    reads(command, plan, *base, other)?;
                    *base
                }
                (Some(_), None) => return Err(misread(command, *measure, "a base beside it")),
                (None, Some(base)) => return Err(misread(command, *base, "no base of its own")),
            };
            let (period, team) = (command.period, command.team.clone());
            let (measure, base) = (measure.grains(), base.grains());
            Ok(Move::Tiers(tiers.clone(), period, team, measure, base, None))
        }
        Counts::Cap { cap, used } => {
            let found = plan.caps.iter().find(|it| it.id == *cap).ok_or_else(unknown)?;
            let over = match found.per {
                CapPer::Fact => return Err(unknown()),
                CapPer::Deal => Over::Deal,
                CapPer::Payee(span) => Over::Payee(span),
            };
            runs_over(command, &over)?;
            let (fits, wants) = match (found.at_most, used) {
                (AtMost::Amount(most) | AtMost::Base(most), Reading::Money(it)) => {
                    (it.unit() == most.unit(), "money")
                }
                (AtMost::Count(_), Reading::Count(_)) => (true, "a count"),
                (AtMost::Amount(_) | AtMost::Base(_), _) => (false, "money"),
                (AtMost::Count(_), _) => (false, "a count"),
            };
            let minor = used.grains();
            if !fits || minor < 0 {
                return Err(misread(command, *used, wants));
            }
            if minor > found.at_most.bound() {
                return Err(misread(command, *used, "no more than the cap allows"));
            }
            Ok(Move::Cap(cap.clone(), command.period, minor))
        }
        Counts::Pool { pool, used } => {
            let found = plan.pools.iter().find(|it| it.id == *pool).ok_or_else(unknown)?;
            let over = match found.each {
                Each::Period(span, _) => Over::Everyone(Some(span)),
                Each::Plan => Over::Everyone(None),
            };
            runs_over(command, &over)?;
            if used.unit() != plan.unit || used.is_negative() {
                return Err(misread(command, Reading::Money(*used), "money"));
            }
            if used.minor() > found.amount.minor() {
                return Err(misread(command, Reading::Money(*used), "no more than the pool holds"));
            }
            Ok(Move::Pool(pool.clone(), command.period, used.minor()))
        }
        Counts::Floor { floor, rule, came, paid } => {
            let found = plan.floors.iter().find(|it| it.id == *floor).ok_or_else(unknown)?;
            if !found.rules.contains(rule) {
                return Err(unknown());
            }
            let over = match found.per {
                FloorPer::Fact => return Err(unknown()),
                FloorPer::PayeeFromFirstFact(span) => Over::Payee(span),
                _ => Over::Deal,
            };
            runs_over(command, &over)?;
            for amount in [came, paid] {
                if amount.unit() != plan.unit || amount.is_negative() {
                    return Err(misread(command, Reading::Money(*amount), "money"));
                }
            }
            let (came, paid) = ((*came).into(), (*paid).into());
            Ok(Move::Floor(floor.clone(), command.period, came, paid))
        }
    }
}

/// Refuses a counter of somebody else than the plan says, or of no period of its own.
fn runs_over(command: &OpenCounter, over: &Over) -> Result<(), Refusal> {
    let named = (command.payee.is_some(), command.team.is_some(), command.lead.is_some());
    let is_period =
        |span: Span| command.period.is_some_and(|period| period == span.of(period.from()));
    let (fits, wants) = match over {
        Over::Payee(span) => (named == (true, false, false) && is_period(*span), "a payee"),
        Over::Team(span) => (named == (false, true, false) && is_period(*span), "a team"),
        Over::Deal => (!named.1 && named.2 && command.period.is_none(), "a lead"),
        Over::Everyone(span) => {
            let fits = span.map_or(command.period.is_none(), is_period);
            (named == (false, false, false) && fits, "everybody")
        }
    };
    if fits {
        return Ok(());
    }
    let period = match over {
        Over::Payee(span) | Over::Team(span) | Over::Everyone(Some(span)) => span.word(),
        Over::Deal | Over::Everyone(None) => "no period",
    };
    let counter = command.counts.name();
    Err(Refusal::CounterOfOther { counter, wants, period })
}

/// Refuses a reading of another sort than a base.
fn reads(command: &OpenCounter, plan: &Plan, reading: Reading, base: Base) -> Result<(), Refusal> {
    let is_money = plan.is_money(base);
    match reading {
        Reading::Money(amount) if is_money && amount.unit() == plan.unit => Ok(()),
        Reading::Count(_) if !is_money => Ok(()),
        _ => Err(misread(command, reading, if is_money { "money" } else { "a count" })),
    }
}

fn misread(command: &OpenCounter, given: Reading, wants: &'static str) -> Refusal {
    Refusal::CounterMisread { counter: command.counts.name(), given, wants }
}

/// What a table's rates are multiplied with, where that is not what it measures.
fn other_base(plan: &Plan, tiers: u16, measured: Base) -> Option<Base> {
    let rules = plan.components.iter().flat_map(|it| &it.rules);
    let mut bases = rules.filter_map(|rule| match &rule.pays {
        Pays::Money(terms) => match terms.formula {
            Formula::Tiers { tiers: other, of } if other == tiers => of,
            _ => None,
        },
        Pays::Nothing { .. } | Pays::InKind(_) => None,
    });
    bases.find(|base| *base != measured)
}
