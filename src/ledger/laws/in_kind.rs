//! L2 and L3 for points and time off: what a payee has of them is in their lots, and what that cost
//! is in the books.

use super::{Breach, holds};
use crate::books::InKindAccount;
use crate::ledger::state::{AccountRow, Place, PurseRow, State};
use crate::money::Unit;
use std::collections::BTreeMap;

/// What lots of points or hours come to.
#[derive(Default)]
struct Sums {
    purse: PurseRow,
    cost: i64,
}

/// Lots, purses, redemptions and accounts agree.
pub(super) fn payees_hold_their_lots(state: &State) -> Result<(), Breach> {
    let mut sums: BTreeMap<(u32, Unit), Sums> = BTreeMap::new();
    for (number, lot) in state.lots.iter() {
        let unit = state.unit_of(lot);
        if unit.is_money() {
            continue;
        }
        let payee = state.rewards.row(lot.reward).payee;
        let row = state.in_kind.get(&number).map(|(_, row)| *row);
        holds("L2", row.is_some(), || {
            format!("lot {number} of {unit} has no cost, not even none")
        })?;
        let Some(row) = row else { continue };
        let its = sums.entry((payee, unit)).or_default();
        let place = match lot.place {
            Place::Payable => &mut its.purse.usable,
            Place::Redeemed(_) => &mut its.purse.redeemed,
            Place::Expired => &mut its.purse.expired,
            _ => &mut its.purse.held,
        };
        *place += lot.left();
        its.cost += if lot.is_gone() { 0 } else { row.cost };
        let is_cost = row.cost >= 0
            && (lot.left() > 0 || row.cost == 0)
            && (lot.clawed == 0 || state.claimed_of(number).is_some());
        holds("L3", is_cost, || {
            format!("lot {number} has {} left and a cost of {}", lot.left(), row.cost)
        })?;
        listed(state, number, payee, unit)?;
    }
    for (_, (payee, unit), row) in state.purses.iter() {
        let its = sums.remove(&(*payee, *unit)).unwrap_or_default();
        let id = state.payees.key(*payee);
        holds("L2", its.purse == *row, || {
            format!("{id} has {row:?} {unit}, lots {:?}", its.purse)
        })?;
        if *unit == Unit::BADGE {
            continue; // no account counts badges
        }
        let group = state.group_of(*payee);
        let stands =
            |account, unit| state.balance(&group.entity, AccountRow::InKind(account), unit);
        let booked = [
            -stands(InKindAccount::Held(*payee), *unit),
            -stands(InKindAccount::Usable(*payee), *unit),
            -stands(InKindAccount::Owed(*unit, *payee), state.account_in(*payee)),
        ];
        let counted = [row.held, row.usable, its.cost].map(i128::from);
        holds("L2", booked == counted, || {
            format!("{id} has {counted:?} of {unit} and their cost, the books {booked:?}")
        })?;
    }
    let has_purse = |(_, its): (&(u32, Unit), &Sums)| its.purse == PurseRow::default();
    holds("L2", sums.iter().all(has_purse), || "points are in nobody's purse".to_owned())?;
    redemptions_hold_their_lots(state)
}

/// What can be redeemed is listed once, and on its day among what expires.
fn listed(state: &State, number: u32, payee: u32, unit: Unit) -> Result<(), Breach> {
    let lot = state.lots.row(number);
    let open = usize::from(lot.place == Place::Payable && lot.left() > 0);
    let key = (payee, unit, lot.day, number);
    let usable = state.usable.range(key..=key).count();
    let expires = state.in_kind.get(&number).and_then(|(_, row)| row.expires);
    let expiring = expires.map_or(open, |day| {
        let key = (day, payee, number);
        state.expiring.range(key..=key).count()
    });
    holds("L2", (usable, expiring) == (open, open), || {
        format!("lot {number} of {unit} is listed {usable} times, and {expiring} times to expire")
    })
}

/// L6 for what is not money: a lot is in one redemption, and what was redeemed is in its lots.
fn redemptions_hold_their_lots(state: &State) -> Result<(), Breach> {
    for (number, id, row) in state.redemptions.iter().filter(|(.., row)| !row.retracted) {
        let mut there = 0;
        for lot in row.lots.iter().map(|lot| state.lots.row(*lot)) {
            let is_its = lot.place == Place::Redeemed(number);
            holds("L6", is_its, || format!("redemption {id} names a lot that is elsewhere"))?;
            there += lot.left();
        }
        holds("L6", there == row.amount, || {
            format!("redemption {id} of {} has {there} in its lots", row.amount)
        })?;
    }
    Ok(())
}
