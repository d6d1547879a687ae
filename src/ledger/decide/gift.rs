//! Decides what goes with a gift or a recognition that is awarded, and that a gift is handed over.

use super::Desk;
use crate::command::HandOver;
use crate::event::{Accrued, AwardedInKind, AwardedThing, Event, Redeemed};
use crate::id::RedemptionId;
use crate::ledger::state::{Link, RedemptionRow, RefundRow};
use crate::money::Unit;
use crate::plan::Plan;
use crate::plan::gift::Thing;
use crate::refusal::Refusal;

/// Says with each share what the thing is, and what it costs.
pub(super) fn described(plan: &Plan, thing: Thing, accrued: &mut Accrued) {
    let of = match thing {
        Thing::Gift(at) => {
            let gift = &plan.gifts[usize::from(at)];
            AwardedInKind {
                cost: Some(gift.fair_value),
                expire_months: gift.forfeited_months,
                thing: Some(AwardedThing::Gift {
                    gift: gift.id.clone(),
                    taxable: gift.taxable,
                    cash_equivalent: gift.cash_equivalent,
                    once_given: gift.once_given,
                }),
            }
        }
        Thing::Recognition(at) => {
            let it = &plan.recognitions[usize::from(at)];
            let (badge, tell) = (it.id.clone(), it.tell.clone());
            let thing = Some(AwardedThing::Recognition { badge, tell });
            AwardedInKind { cost: None, expire_months: None, thing }
        }
    };
    for share in accrued.shares.iter_mut().filter(|share| share.amount.is_positive()) {
        share.in_kind = Some(of.clone());
    }
}

pub(super) fn hand_over(desk: &Desk<'_>, command: &HandOver) -> Result<Vec<Event>, Refusal> {
    let state = desk.state;
    if let Some((_, row)) = state.redemptions.get(&command.redemption) {
        let (redemption, first) = (command.redemption, row.sequence);
        return Err(Refusal::RedemptionOnFile { redemption, first });
    }
    let unknown = || Refusal::PayeeUnknown { payee: command.payee.clone() };
    let payee = state.payees.find(&command.payee).ok_or_else(unknown)?;
    desk.happened("handed_on", command.handed_on)?;
    let none = || {
        let (payee, gift) = (command.payee.clone(), command.gift.clone());
        Refusal::GiftNotThere { payee, gift, day: command.handed_on }
    };
    let lot = state.gift_to_give(payee, &command.gift, command.handed_on).ok_or_else(none)?;
    // After this point the command must succeed.
    let (on, _) = desk.booked(command.handed_on);
    let (payee, entity) = (command.payee.clone(), state.group_of(payee).entity.clone());
    let lots = vec![state.used_up(lot, 1)];
    Ok(vec![Event::Redeemed(Redeemed { on, payee, entity, lots })])
}

/// Refuses to undo a refund that claimed the fair value of a gift, once something was kept for it:
/// a gift is not there again in part.
pub(super) fn claims_are_open(desk: &Desk<'_>, refund: &RefundRow) -> Result<(), Refusal> {
    let state = desk.state;
    for take in refund.takes.iter().filter(|take| take.receivable != Link::NONE) {
        let lot = state.lots.row(take.lot);
        let Some(receivable) = take.receivable.get() else { continue };
        let row = state.receivables.row(receivable);
        if state.unit_of(lot) == Unit::GIFT && row.outstanding != row.amount {
            let payee = state.payees.key(row.payee).clone();
            let unit = state.account_in(row.payee);
            let amount = |minor| crate::money::Amount::from_minor(minor, unit);
            const FITS: &str = "L2: what is owed is within the bound";
            let (claimed, open) =
                (amount(row.amount).expect(FITS), amount(row.outstanding).expect(FITS));
            return Err(Refusal::GiftClaimRecovered { payee, claimed, open });
        }
    }
    Ok(())
}

/// Refuses to undo the handing over of a gift whose fair value was claimed.
pub(super) fn is_not_claimed(
    desk: &Desk<'_>,
    redemption: RedemptionId,
    row: &RedemptionRow,
) -> Result<(), Refusal> {
    let is_claimed = |lot: &u32| desk.state.lots.row(*lot).clawed > 0;
    if row.lots.iter().any(is_claimed) {
        return Err(Refusal::GiftClaimed { redemption });
    }
    Ok(())
}
