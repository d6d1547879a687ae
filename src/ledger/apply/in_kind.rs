//! Applies what happens to points and time off, and says for every amount whether it is money:
//! money is payable by a run, and what is not can be redeemed.

use super::{Beside, add};
use crate::command::Command;
use crate::event::{AwardedInKind, Expired, Give, Redeemed};
use crate::ledger::state::{InKindRow, Place, PurseRow, RedemptionRow, State};
use crate::money::Unit;
use crate::record::At;
use crate::time::Date;
use std::sync::Arc;

impl State {
    fn purse_of(&mut self, payee: u32, unit: Unit) -> &mut PurseRow {
        let number = self.purses.find_or_insert(&(payee, unit), PurseRow::default);
        self.purses.edit(number)
    }

    /// Adds to what of a payee is held until a day, a milestone or an approval.
    pub(super) fn add_held(&mut self, payee: u32, unit: Unit, minor: i64) {
        if unit.is_money() {
            add(&mut self.payees.edit(payee).held, minor);
        } else {
            add(&mut self.purse_of(payee, unit).held, minor);
        }
    }

    /// Adds to what of a payee is payable, or can be redeemed.
    pub(super) fn add_payable(&mut self, payee: u32, unit: Unit, minor: i64) {
        if unit.is_money() {
            add(&mut self.payees.edit(payee).payable, minor);
        } else {
            add(&mut self.purse_of(payee, unit).usable, minor);
        }
    }

    /// Puts a lot among those that are payable from a day. What is not money expires some months
    /// after it.
    pub(super) fn queue_payable(&mut self, (payee, unit, lot): (u32, Unit, u32), day: Date) {
        if unit.is_money() {
            self.payable.insert((payee, lot));
            return;
        }
        self.usable.insert((payee, unit, day, lot));
        let number = self.in_kind.find(&lot).expect("L2: what is not money has its row");
        let months = self.in_kind.row(number).expire_months;
        let expires = months.map(|months| day.plus_months(months).unwrap_or(Date::LAST));
        self.in_kind.edit(number).expires = expires;
        if let Some(expires) = expires {
            self.expiring.insert((expires, payee, lot));
        }
    }

    /// Takes a lot from among those that are payable.
    pub(super) fn unqueue_payable(&mut self, payee: u32, lot: u32) {
        let row = self.lots.row(lot);
        let (unit, day) = (self.unit_of(row), row.day);
        if unit.is_money() {
            self.payable.remove((payee, lot));
            return;
        }
        self.usable.remove((payee, unit, day, lot));
        let expires = self.in_kind.get(&lot).and_then(|(_, kind)| kind.expires);
        if let Some(expires) = expires {
            self.expiring.remove((expires, payee, lot));
        }
    }

    /// Remembers what a lot of points or hours cost.
    pub(super) fn awarded_in_kind(&mut self, lot: u32, it: &AwardedInKind) {
        let cost = it.cost.map_or(0, |cost| cost.minor());
        let row = InKindRow { cost, expire_months: it.expire_months, expires: None };
        self.in_kind.insert(lot, row);
        if let Some(thing) = &it.thing {
            self.awarded_thing(lot, cost, thing);
        }
    }

    /// Puts a part of a lot's cost with a part of it that has become a lot of its own.
    pub(super) fn cost_goes_to(&mut self, lot: u32, part: u32, minor: i64) {
        let number = self.in_kind.find(&lot).expect("L2: what is not money has its row");
        add(&mut self.in_kind.edit(number).cost, -minor);
        let row = *self.in_kind.row(number);
        self.in_kind.insert(part, InKindRow { cost: minor, ..row });
    }

    /// Adds to the cost that goes with what is left of a lot.
    pub(super) fn add_cost(&mut self, lot: u32, minor: i64) {
        if let Some(number) = self.in_kind.find(&lot) {
            add(&mut self.in_kind.edit(number).cost, minor);
        }
    }

    pub(super) fn redeemed(&mut self, beside: Beside<'_>, at: At, it: &Redeemed) {
        let (redemption, amount, redeemed_on) = match beside.command {
            Command::Redeem(told) => (told.redemption, told.amount, told.redeemed_on),
            Command::HandOver(told) => (told.redemption, it.lots[0].amount, told.handed_on),
            other => panic!("nothing is redeemed by {}", other.kind()),
        };
        let payee = self.payees.find(&it.payee).expect("who redeems is a payee");
        let redemption_number = self.redemptions.next();
        if let Command::HandOver(told) = beside.command {
            self.handovers.insert(redemption_number, told.given_by.clone());
        }
        let mut lots = Vec::with_capacity(it.lots.len());
        for used in &it.lots {
            let minor = used.amount.minor();
            let row = self.lots.row(used.lot);
            let number = if minor < row.left() {
                let day = row.day;
                let part = self.part_off(used.lot, minor, day);
                self.cost_goes_to(used.lot, part, used.cost.map_or(0, |cost| cost.minor()));
                part
            } else {
                self.unqueue_payable(payee, used.lot);
                used.lot
            };
            self.lots.edit(number).place = Place::Redeemed(redemption_number);
            lots.push(number);
        }
        let (unit, minor) = (amount.unit(), amount.minor());
        let row = RedemptionRow {
            sequence: beside.first,
            payee,
            unit,
            amount: minor,
            redeemed_on,
            lots: Arc::from(lots),
            spared: 0,
            retracted: false,
        };
        self.redemptions.insert(redemption, row);
        let purse = self.purse_of(payee, unit);
        add(&mut purse.usable, -minor);
        add(&mut purse.redeemed, minor);
        self.note(payee, it.on.month(), at, |_| {});
    }

    /// Remembers with a redemption what of its lots stays because they were redeemed.
    pub(super) fn spares_redeemed(&mut self, lot: u32, spared: i64) {
        if let (Place::Redeemed(number), true) = (self.lots.row(lot).place, spared > 0) {
            add(&mut self.redemptions.edit(number).spared, spared);
        }
    }

    /// The same of a refund that is retracted: what it spared before they were redeemed is no part
    /// of it.
    pub(super) fn spares_no_more(&mut self, refund: u64, gives: &[Give]) {
        for give in gives {
            let Some(spared) = give.spared else { continue };
            let Place::Redeemed(number) = self.lots.row(give.lot).place else { continue };
            if self.redemptions.row(number).sequence < refund {
                add(&mut self.redemptions.edit(number).spared, -spared.minor());
            }
        }
    }

    /// What was redeemed is there again, as lots of their own.
    pub(super) fn put_back(&mut self, at: At, it: &Redeemed) {
        let payee = self.payees.find(&it.payee).expect("who redeemed is a payee");
        for used in &it.lots {
            let row = self.lots.edit(used.lot);
            row.place = Place::Payable;
            let day = row.day;
            let (unit, minor) = (used.amount.unit(), used.amount.minor());
            self.queue_payable((payee, unit, used.lot), day);
            let purse = self.purse_of(payee, unit);
            add(&mut purse.usable, minor);
            add(&mut purse.redeemed, -minor);
        }
        self.note(payee, it.on.month(), at, |_| {});
    }

    pub(super) fn expired(&mut self, at: At, it: &Expired) {
        let payee = self.payees.find(&it.payee).expect("whose points expire is a payee");
        for used in &it.lots {
            self.unqueue_payable(payee, used.lot);
            self.lots.edit(used.lot).place = Place::Expired;
            let (unit, minor) = (used.amount.unit(), used.amount.minor());
            let purse = self.purse_of(payee, unit);
            add(&mut purse.usable, -minor);
            add(&mut purse.expired, minor);
        }
        self.note(payee, it.on.month(), at, |_| {});
    }
}
