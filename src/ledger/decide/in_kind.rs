//! Decides what points and time off cost when they are awarded, what is redeemed of them, and what
//! expires.

use super::reversal::Leavers;
use super::{Desk, gift};
use crate::command::Redeem;
use crate::event::{Accrued, AwardedInKind, Event, Expired, Redeemed, UsedLot};
use crate::id::RedemptionId;
use crate::ledger::state::{RedemptionRow, State};
use crate::money::{Amount, Unit};
use crate::plan::Plan;
use crate::plan::rule::Rule;
use crate::refusal::Refusal;
use crate::time::Date;

/// The most lots one event lets expire, so that its record stays within its bound.
const LOTS_PER_EVENT: usize = 400;

/// Says with each share of points or hours what it costs, and how long it lasts.
///
/// # Errors
/// `R4001` for a cost beyond the bound of an amount.
pub(super) fn priced(plan: &Plan, rule: &Rule, accrued: &mut Accrued) -> Result<(), Refusal> {
    if let Some(thing) = rule.pays.terms().and_then(|terms| terms.thing) {
        gift::described(plan, thing, accrued);
        return Ok(());
    }
    let Some(words) = plan.in_kind(rule.pays.unit(plan.unit)) else { return Ok(()) };
    for share in accrued.shares.iter_mut().filter(|share| share.amount.is_positive()) {
        let cost = match words.cost {
            Some(price) => {
                let cost = price.of(share.amount, plan.rounding().mode);
                let rule = || rule.id.clone();
                Some(cost.ok_or_else(|| Refusal::RewardOutOfBounds { rule: rule() })?)
            }
            None => None,
        };
        let cost = cost.filter(|cost| !cost.is_zero());
        share.in_kind =
            Some(AwardedInKind { cost, expire_months: words.expire_months, thing: None });
    }
    Ok(())
}

pub(super) fn redeem(desk: &Desk<'_>, command: &Redeem) -> Result<Vec<Event>, Refusal> {
    let (state, amount) = (desk.state, command.amount);
    if let Some((_, row)) = state.redemptions.get(&command.redemption) {
        let (redemption, first) = (command.redemption, row.sequence);
        return Err(Refusal::RedemptionOnFile { redemption, first });
    }
    let unknown = || Refusal::PayeeUnknown { payee: command.payee.clone() };
    let payee = state.payees.find(&command.payee).ok_or_else(unknown)?;
    if amount.unit().is_money() {
        return Err(Refusal::MoneyIsNotRedeemed { amount });
    }
    if [Unit::GIFT, Unit::BADGE].contains(&amount.unit()) {
        return Err(Refusal::GiftIsHandedOver { amount });
    }
    if !amount.is_positive() {
        return Err(Refusal::AmountNotPositive { amount });
    }
    desk.happened("redeemed_on", command.redeemed_on)?;
    let lots = state.usable_on(payee, amount.unit(), command.redeemed_on);
    let there = lots.iter().map(|lot| state.lots.row(*lot).left()).sum();
    if there < amount.minor() {
        let there = Amount::from_minor(there, amount.unit());
        let there = there.expect("L2: what can be redeemed was accrued within the bound");
        let (payee, day) = (command.payee.clone(), command.redeemed_on);
        return Err(Refusal::RedeemedTooMuch { payee, amount, there, day });
    }
    // After this point the command must succeed.
    let (on, _) = desk.booked(command.redeemed_on);
    let (mut open, mut used) = (amount.minor(), Vec::new());
    for lot in lots {
        let minor = state.lots.row(lot).left().min(open);
        if minor > 0 {
            used.push(state.used_up(lot, minor));
            open -= minor;
        }
    }
    let (payee, entity) = (command.payee.clone(), state.group_of(payee).entity.clone());
    Ok(vec![Event::Redeemed(Redeemed { on, payee, entity, lots: used })])
}

/// Refuses to put back what should have gone since and stays because it was redeemed: had it not
/// been, nothing would be there to be put back.
pub(super) fn spared_nothing(redemption: RedemptionId, row: &RedemptionRow) -> Result<(), Refusal> {
    if row.spared > 0 {
        return Err(Refusal::RedemptionSpared { redemption });
    }
    Ok(())
}

/// What was redeemed by mistake is there again.
pub(super) fn put_back(desk: &Desk<'_>, row: &RedemptionRow) -> Event {
    let state = desk.state;
    let (on, _) = desk.booked(row.redeemed_on);
    let lots = row.lots.iter().map(|lot| state.used_up(*lot, state.lots.row(*lot).left()));
    let (payee, entity) =
        (state.payees.key(row.payee).clone(), state.group_of(row.payee).entity.clone());
    Event::PutBack(Redeemed { on, payee, entity, lots: lots.collect() })
}

/// What expires by the end of a day, day by day and payee by payee; also of what vests by then.
/// What leavers forfeit does not.
pub(super) fn expired(desk: &Desk<'_>, through: Date, leavers: &Leavers<'_>) -> Vec<Event> {
    let state = desk.state;
    let mut lots: Vec<(Date, u32, u32)> =
        state.expiring.range(..=(through, u32::MAX, u32::MAX)).collect();
    let vesting = state.due.range(..=(through, u32::MAX, u32::MAX));
    lots.extend(vesting.filter_map(|(day, payee, lot)| {
        let expires = expires_when_usable_from(state, lot, day)?;
        (expires <= through).then_some((expires, payee, lot))
    }));
    lots.retain(|(_, _, lot)| !leavers.takes(*lot));
    lots.sort_unstable();
    let of_one =
        |one: &(Date, u32, u32), other: &(Date, u32, u32)| (one.0, one.1) == (other.0, other.1);
    let mut events = Vec::new();
    for some in lots.chunk_by(of_one).flat_map(|all| all.chunks(LOTS_PER_EVENT)) {
        let (due, payee, _) = some[0];
        let (on, _) = desk.booked(due);
        let whole = |(_, _, lot): &(Date, u32, u32)| -> UsedLot {
            state.used_up(*lot, state.lots.row(*lot).left())
        };
        events.push(Event::Expired(Expired {
            due,
            on,
            payee: state.payees.key(payee).clone(),
            entity: state.group_of(payee).entity.clone(),
            lots: some.iter().map(whole).collect(),
        }));
    }
    events
}

/// The day a lot expires that can be redeemed from a day on; `None` for never, and for money.
fn expires_when_usable_from(state: &State, lot: u32, day: Date) -> Option<Date> {
    let (_, kind) = state.in_kind.get(&lot)?;
    day.plus_months(kind.expire_months?)
}
