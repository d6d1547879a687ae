//! The entries of points and time off. What they cost is booked in money; how many there are moves
//! between memo accounts beside it, which mean nothing in money.

use super::AccountOf;
use super::post::{To, transfer};
use crate::event::{AccruedShare, Expired, Redeemed, RestoredShare, ReversedShare, UsedLot};
use crate::event::{GivenTo, Lands, TakenFrom};
use crate::id::{EntityId, PayeeId};
use crate::money::{Amount, Unit};
use crate::time::Date;
use std::fmt;

/// An account of what is not money, of which some are one payee's.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum InKindAccount<P> {
    /// What points or hours cost, in money.
    Cost(Unit),
    /// What the points or hours a payee has will cost, in money.
    Owed(Unit, P),
    /// What was awarded.
    Awarded,
    /// What a payee will be able to redeem.
    Held(P),
    /// What a payee can redeem.
    Usable(P),
    /// What was redeemed.
    Redeemed,
    /// What expired.
    Expired,
}

impl<P> InKindAccount<P> {
    /// The same account, where a payee is called otherwise.
    pub(crate) fn map<Q>(self, payee: impl FnOnce(P) -> Q) -> InKindAccount<Q> {
        match self {
            InKindAccount::Cost(unit) => InKindAccount::Cost(unit),
            InKindAccount::Owed(unit, it) => InKindAccount::Owed(unit, payee(it)),
            InKindAccount::Awarded => InKindAccount::Awarded,
            InKindAccount::Held(it) => InKindAccount::Held(payee(it)),
            InKindAccount::Usable(it) => InKindAccount::Usable(payee(it)),
            InKindAccount::Redeemed => InKindAccount::Redeemed,
            InKindAccount::Expired => InKindAccount::Expired,
        }
    }

    /// The payee whose account it is, if it is one person's.
    pub fn payee(&self) -> Option<&P> {
        match self {
            InKindAccount::Owed(_, payee)
            | InKindAccount::Held(payee)
            | InKindAccount::Usable(payee) => Some(payee),
            _ => None,
        }
    }

    /// The parts of its name from the root down, without the payee.
    pub(crate) fn parts(&self) -> &'static [&'static str] {
        match self {
            InKindAccount::Cost(Unit::POINTS) => &["Expenses", "Points"],
            InKindAccount::Cost(Unit::GIFT) => &["Expenses", "Gifts"],
            InKindAccount::Cost(_) => &["Expenses", "TimeOff"],
            InKindAccount::Owed(Unit::POINTS, _) => &["Liabilities", "Incentives", "Points"],
            InKindAccount::Owed(Unit::GIFT, _) => &["Liabilities", "Incentives", "Gifts"],
            InKindAccount::Owed(..) => &["Liabilities", "AccruedTimeOff"],
            InKindAccount::Awarded => &["Memo", "Awarded"],
            InKindAccount::Held(_) => &["Memo", "Held"],
            InKindAccount::Usable(_) => &["Memo", "Usable"],
            InKindAccount::Redeemed => &["Memo", "Redeemed"],
            InKindAccount::Expired => &["Memo", "Expired"],
        }
    }
}

impl<P: fmt::Display> fmt::Display for InKindAccount<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.parts().join(":"))?;
        self.payee().map_or(Ok(()), |payee| write!(f, ":{payee}"))
    }
}

/// Whose books, and under which day.
#[derive(Clone, Copy)]
struct Of<'a> {
    on: Date,
    entity: &'a EntityId,
    payee: &'a PayeeId,
}

impl<'a> Of<'a> {
    fn held(self) -> AccountOf<'a> {
        AccountOf::InKind(InKindAccount::Held(self.payee))
    }

    fn usable(self) -> AccountOf<'a> {
        AccountOf::InKind(InKindAccount::Usable(self.payee))
    }

    /// So many move between memo accounts, and what they cost between two in money.
    fn moves(
        self,
        (amount, memo): (Amount, (AccountOf<'a>, AccountOf<'a>)),
        (cost, money): (Option<Amount>, (AccountOf<'a>, AccountOf<'a>)),
        to: To<'a, '_>,
    ) {
        if amount.unit() == Unit::BADGE {
            return; // a badge has no value, and no account counts it
        }
        transfer(self.on, self.entity, amount, memo, to);
        if let Some(cost) = cost {
            transfer(self.on, self.entity, cost, money, to);
        }
    }

    fn owed(self, unit: Unit) -> AccountOf<'a> {
        AccountOf::InKind(InKindAccount::Owed(unit, self.payee))
    }
}

const AWARDED: AccountOf<'_> = AccountOf::InKind(InKindAccount::Awarded);

fn cost_of(unit: Unit) -> AccountOf<'static> {
    AccountOf::InKind(InKindAccount::Cost(unit))
}

pub(super) fn accrued<'a>(on: Date, share: &'a AccruedShare, to: To<'a, '_>) {
    let of = Of { on, entity: &share.entity, payee: &share.payee };
    let unit = share.amount.unit();
    let credit = match share.lands {
        Some(Lands::Payable(_)) | None => of.usable(),
        Some(Lands::Held(_) | Lands::Until(_) | Lands::UntilApproved) => of.held(),
    };
    let cost = share.in_kind.as_ref().and_then(|it| it.cost);
    of.moves((share.amount, (AWARDED, credit)), (cost, (cost_of(unit), of.owed(unit))), to);
}

pub(super) fn reversed<'a>(on: Date, share: &'a ReversedShare, to: To<'a, '_>) {
    let of = Of { on, entity: &share.entity, payee: &share.payee };
    for take in &share.takes {
        let unit = take.amount.unit();
        if let Some(claimed) = take.claimed {
            let accounts = (AccountOf::ClawbackReceivable(of.payee), cost_of(unit));
            transfer(on, of.entity, claimed, accounts, to);
            continue;
        }
        let debit = match take.from {
            TakenFrom::Payable => of.usable(),
            _ => of.held(),
        };
        let money = (of.owed(unit), cost_of(unit));
        of.moves((take.amount, (debit, AWARDED)), (take.cost, money), to);
    }
}

pub(super) fn restored<'a>(on: Date, share: &'a RestoredShare, to: To<'a, '_>) {
    let of = Of { on, entity: &share.entity, payee: &share.payee };
    for give in &share.gives {
        let unit = give.amount.unit();
        if let Some(claimed) = give.claimed {
            let accounts = (cost_of(unit), AccountOf::ClawbackReceivable(of.payee));
            transfer(on, of.entity, claimed, accounts, to);
            continue;
        }
        let credit = match give.to {
            GivenTo::Held => of.held(),
            _ => of.usable(),
        };
        let money = (cost_of(unit), of.owed(unit));
        of.moves((give.amount, (AWARDED, credit)), (give.cost, money), to);
    }
}

pub(super) fn vested<'a>(
    on: Date,
    (entity, payee): (&'a EntityId, &'a PayeeId),
    amount: Amount,
    to: To<'a, '_>,
) {
    let of = Of { on, entity, payee };
    of.moves((amount, (of.held(), of.usable())), (None, (of.held(), of.usable())), to);
}

/// Points and gifts are owed to whoever gives something for them, hours are paid as wages.
pub(super) fn redeemed<'a>(it: &'a Redeemed, is_back: bool, to: To<'a, '_>) {
    let of = Of { on: it.on, entity: &it.entity, payee: &it.payee };
    for UsedLot { amount, cost, .. } in &it.lots {
        let unit = amount.unit();
        let gone = AccountOf::InKind(InKindAccount::Redeemed);
        let paid_by =
            if unit == Unit::HOURS { AccountOf::Wages } else { AccountOf::AccountsPayable };
        let turned = |(debit, credit)| if is_back { (credit, debit) } else { (debit, credit) };
        let (memo, money) = (turned((of.usable(), gone)), turned((of.owed(unit), paid_by)));
        of.moves((*amount, memo), (*cost, money), to);
    }
}

pub(super) fn expired<'a>(it: &'a Expired, to: To<'a, '_>) {
    let of = Of { on: it.on, entity: &it.entity, payee: &it.payee };
    let gone = AccountOf::InKind(InKindAccount::Expired);
    for UsedLot { amount, cost, .. } in &it.lots {
        let unit = amount.unit();
        of.moves((*amount, (of.usable(), gone)), (*cost, (of.owed(unit), cost_of(unit))), to);
    }
}
