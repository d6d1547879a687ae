//! Decides exchange rates, and converts facts of another currency before the stages, and what
//! payees of another currency get: when it accrues, or when a run pays it.
//!
//! Stages, caps and counters know the plan's currency alone; what comes out of them is converted
//! last of all, share by share. What a share was converted from stays with its lots, and goes back
//! with them. Where a run converts, lots never are: only what is left to pay of a line is.

use super::Desk;
use super::trigger::Trigger;
use crate::command::RecordExchangeRate;
use crate::deal::{Line, net_of};
use crate::event::{Accrued, AccruedShare, Event, FactExchanged, PayExchanged, RunLine};
use crate::exchange::{ExchangeRate, Quote};
use crate::ledger::state::GroupRow;
use crate::money::{Amount, Unit, allocate};
use crate::plan::Plan;
use crate::plan::exchange::{Exchange, MissingRate};
use crate::plan::measure::{Counts, Measured};
use crate::refusal::Refusal;
use crate::time::Date;
use crate::why::Step;

pub(super) fn record(desk: &Desk<'_>, command: &RecordExchangeRate) -> Result<Vec<Event>, Refusal> {
    let RecordExchangeRate { from, to, on, rate, source } = command;
    let (from, to, on) = (*from, *to, *on);
    if from == to || !from.is_money() || !to.is_money() {
        return Err(Refusal::NothingToExchange { from, to });
    }
    desk.happened("on", on)?;
    if let Some((_, row)) = desk.state.rates.get(&(from, to, on)) {
        let quote = &row.quote;
        if (quote.rate, &quote.source) != (*rate, source) {
            let (told, first) = (Box::new(quote.clone()), row.sequence);
            return Err(Refusal::ExchangeRateDiffers { from, to, told, first });
        }
    }
    // After this point the command must succeed.
    Ok(vec![Event::ExchangeRateRecorded])
}

/// Whether what a plan pays stands on the account of who is paid in a currency as it is: in that
/// currency, or in the plan's until a run pays it.
pub(super) fn pays_unconverted(plan: &Plan, paid_in: Unit) -> bool {
    plan.unit == paid_in || plan.exchange.as_ref().is_some_and(Exchange::is_at_payout)
}

/// Refuses whose lead is under a plan that pays in another currency than their pay group and
/// converts none: nothing that a day brings by itself may fail for it.
pub(super) fn paid_by<'a>(
    desk: &Desk<'_>,
    payee: u32,
    mut plans: impl Iterator<Item = &'a Plan>,
) -> Result<(), Refusal> {
    let paid_in = desk.state.group_of(payee).unit;
    match plans.find(|plan| plan.unit != paid_in && plan.exchange.is_none()) {
        None => Ok(()),
        Some(plan) => {
            let (payee, unit) = (desk.state.payees.key(payee).clone(), plan.unit);
            Err(Refusal::PayeePaidInOther { payee, paid_in, unit })
        }
    }
}

/// The rate between two currencies on a day, by the words of a plan.
fn rate_on<'a>(
    desk: &Desk<'a>,
    words: &Exchange,
    (from, to): (Unit, Unit),
    day: Date,
) -> Result<&'a Quote, Refusal> {
    let days = words.rate_days_max;
    let missing = Refusal::ExchangeRateMissing { from, to, day, days };
    desk.state.rate_on((from, to), day, days).ok_or(missing)
}

/// Converts the shares of payees whom their pay group pays in another currency than the plan's.
///
/// # Errors
/// A payee of another currency under a plan that converts none, a rate that was not told, or an
/// amount beyond the bound.
pub(super) fn converted(
    desk: &Desk<'_>,
    plan: &Plan,
    day: Date,
    accrued: &mut Accrued,
) -> Result<(), Refusal> {
    // Points, hours, gifts and badges are the same everywhere.
    let of_money = accrued.shares.iter_mut().filter(|share| share.amount.unit().is_money());
    for share in of_money {
        let payee = desk.state.payees.find(&share.payee);
        let payee = payee.expect("an accrual names a payee on file");
        let paid_in = desk.state.group_of(payee).unit;
        if pays_unconverted(plan, paid_in) {
            continue;
        }
        if share.accrued() == 0 {
            // Of nothing there is nothing to convert.
            share.amount = Amount::zero(desk.state.account_in(payee));
            continue;
        }
        let Some(words) = &plan.exchange else {
            let (payee, unit) = (share.payee.clone(), plan.unit);
            return Err(Refusal::PayeePaidInOther { payee, paid_in, unit });
        };
        let quote = rate_on(desk, words, (plan.unit, paid_in), day)?;
        let rule = &accrued.rule;
        convert(words, quote, paid_in, share)
            .ok_or_else(|| Refusal::RewardOutOfBounds { rule: rule.clone() })?;
    }
    Ok(())
}

/// Converts a share: its amount once, and what is held back of it in proportion.
fn convert(words: &Exchange, quote: &Quote, to: Unit, share: &mut AccruedShare) -> Option<()> {
    let of = |amount: Amount| quote.rate.convert(amount, to, words.rounding).ok();
    let whole = share.amount;
    let amount = of(whole)?;
    let mut weights = vec![i128::from(share.at_once().minor())];
    weights.extend(share.held_back.iter().map(|it| i128::from(it.amount.minor())));
    let parts = allocate(amount.minor(), &weights)?;
    for (back, minor) in share.held_back.iter_mut().zip(&parts[1..]) {
        let all = back.released.map_or(Some(back.amount), |it| it.checked_add(back.amount))?;
        let released = of(all)?.minor() - minor;
        back.amount = Amount::from_minor(*minor, to).ok()?;
        back.released = match back.released {
            Some(_) if released > 0 => Some(Amount::from_minor(released, to).ok()?),
            _ => None,
        };
    }
    share.held_back.retain(|back| back.amount.is_positive());
    share.lands = share.lands.filter(|_| parts[0] > 0);
    let kept = share.kept.and_then(of).filter(|kept| kept.is_positive());
    share.kept = kept.map(|kept| if kept.minor() > amount.minor() { amount } else { kept });
    share.amount = amount;
    if amount.is_positive() {
        share.in_plan = Some(whole);
    } else {
        share.allotted = share.allotted.or(Some(whole)); // less than a minor unit
    }
    let (rate, source) = (quote.rate, quote.source.clone());
    share.steps.push(Step::Exchanged(whole.into(), rate, quote.on, source, amount.into()));
    Some(())
}

/// Converts what is left to pay of the lines of a run, where the plans convert then. Says in what
/// the run pays: the currency of its group, or without a rate the plan's, by the plan's word.
///
/// # Errors
/// A rate that was not told, or an amount beyond the bound.
pub(super) fn paid(
    desk: &Desk<'_>,
    group: &GroupRow,
    cut_off: Date,
    lines: &mut [RunLine],
) -> Result<Unit, Refusal> {
    let (from, to) = (desk.state.account_unit(group), group.unit);
    let Some(words) = desk.state.exchanged_at_payout().filter(|_| from != to) else {
        return Ok(to);
    };
    let quote = match rate_on(desk, words, (from, to), cut_off) {
        Ok(quote) => quote,
        Err(_) if words.missing == MissingRate::PlanCurrency => return Ok(from),
        Err(_) if lines.iter().all(|line| line.paid.is_zero()) => {
            lines.iter_mut().for_each(|line| line.paid = Amount::zero(to));
            return Ok(to);
        }
        Err(no) => return Err(no),
    };
    let too_much = || Refusal::AmountOutOfBounds { what: "what the run pays" };
    let mut all = Amount::zero(to);
    for line in lines {
        let net = line.paid;
        line.paid = quote.rate.convert(net, to, words.rounding).map_err(|_| too_much())?;
        all = all.checked_add(line.paid).ok_or_else(too_much)?;
        let exchanged = || Box::new(PayExchanged { net, quote: quote.clone() });
        line.exchanged = net.is_positive().then(exchanged);
    }
    Ok(to)
}

/// In what a deal is told: what its first money was told in. Before there is any, what these lines
/// are in, if some plan converts it.
pub(super) fn told_in(desk: &Desk<'_>, deal: Option<u32>, lines: &[Line]) -> Result<Unit, Refusal> {
    let state = desk.state;
    let unit = desk.unit()?;
    if let Some(told_in) = deal.and_then(|deal| state.told_in(deal)) {
        return Ok(told_in);
    }
    let given = lines.first().map_or(unit, |line| line.net.unit());
    let converts = || state.plans.iter().any(|(_, _, row)| row.plan.exchange.is_some());
    Ok(if given == unit || !given.is_money() || !converts() { unit } else { given })
}

/// The lines of a fact in the plan's currency, where they were told in another and something of the
/// plan looks at them.
///
/// # Errors
/// Lines of another currency under a plan that converts none, a rate that was not told, or an
/// amount beyond the bound.
pub(super) fn fact(
    desk: &Desk<'_>,
    plan: &Plan,
    trigger: &Trigger<'_>,
) -> Result<Option<(Vec<Line>, FactExchanged)>, Refusal> {
    let Ok(Some(net)) = net_of(trigger.lines) else { return Ok(None) };
    let (on, given, wanted) = (trigger.milestone, net.unit(), plan.unit);
    let measures = |it: &Measured| matches!(&it.counts, Counts::Facts(facts) if facts.on == on);
    let looks = plan.components.iter().any(|it| it.on == on) || plan.measures.iter().any(measures);
    if given == wanted || !looks {
        return Ok(None);
    }
    let Some(words) = &plan.exchange else {
        return Err(Refusal::WrongCurrency { given, wanted });
    };
    let quote = rate_on(desk, words, (given, wanted), trigger.fact_on)?;
    let too_much = || Refusal::AmountOutOfBounds { what: "the fact in the plan's currency" };
    let told = (net, trigger.lines);
    let (lines, in_plan) = lines_in(words, quote.rate, wanted, told).ok_or_else(too_much)?;
    Ok(Some((lines, FactExchanged { net, quote: quote.clone(), in_plan })))
}

/// Lines in another currency. Their net amounts come to what all of it does; what else they say is
/// converted by itself.
pub(super) fn lines_in(
    words: &Exchange,
    rate: ExchangeRate,
    to: Unit,
    (net, lines): (Amount, &[Line]),
) -> Option<(Vec<Line>, Amount)> {
    let of = |amount: Amount| rate.convert(amount, to, words.rounding).ok();
    let whole = of(net)?;
    let weights: Vec<i128> = lines.iter().map(|line| line.net.minor().into()).collect();
    let nets = match whole.is_zero() {
        true => vec![0; lines.len()],
        false => allocate(whole.minor(), &weights)?,
    };
    let mut converted = Vec::with_capacity(lines.len());
    for (line, minor) in lines.iter().zip(nets) {
        let mut line = line.clone();
        line.net = Amount::from_minor(minor, to).ok()?;
        let rest = [&mut line.cost, &mut line.tax, &mut line.freight, &mut line.discount];
        for amount in rest.into_iter().flatten() {
            *amount = of(*amount)?;
        }
        converted.push(line);
    }
    Some((converted, whole))
}
