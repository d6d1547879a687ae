//! Views of gifts and recognition: what is owed to whom, what was handed over and is taxed, and
//! what a host has to tell. The rest of what can be asked is in `view`.

use super::Ledger;
use super::state::{LotRow, Place};
use crate::id::{ActorId, BadgeId, EntityId, GiftId, PayeeId, RedemptionId, RoleId};
use crate::money::{Amount, Unit};
use crate::reward::RewardId;
use crate::time::{Date, Period};
use std::collections::BTreeMap;

/// A gift of a payee that is not handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftView {
    /// Which.
    pub gift: GiftId,
    /// The reward it is.
    pub reward: RewardId,
    /// What it is worth.
    pub fair_value: Amount,
    /// The day from which it can be handed over; `None` while it is held.
    pub owed_from: Option<Date>,
    /// The day it is forfeited, where it is owed and not for ever.
    pub forfeited_on: Option<Date>,
}

/// A gift that was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenView {
    /// The handing over.
    pub redemption: RedemptionId,
    /// To whom.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// Which.
    pub gift: GiftId,
    /// The reward it is.
    pub reward: RewardId,
    /// When.
    pub handed_on: Date,
    /// Who gave it.
    pub given_by: ActorId,
    /// What it is worth.
    pub fair_value: Amount,
    /// Whether its fair value is taxed as pay.
    pub taxable: bool,
    /// Whether it is as good as money.
    pub cash_equivalent: bool,
    /// Whether a reversal claimed its fair value since.
    pub is_claimed: bool,
}

/// What a payee was given in a month that is taxed as pay, and never part of what a run pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxableGifts {
    /// Who.
    pub payee: PayeeId,
    /// The month the gifts were handed over in.
    pub month: Period,
    /// Their fair value.
    pub fair_value: Amount,
}

/// A recognition that was given, for the host to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecognitionView {
    /// To whom.
    pub payee: PayeeId,
    /// Which badge.
    pub badge: BadgeId,
    /// The reward it is.
    pub reward: RewardId,
    /// The day it was given: when its hold ended.
    pub given_on: Date,
    /// Whom the host tells.
    pub tell: Vec<RoleId>,
    /// Whether it was withdrawn since.
    pub is_withdrawn: bool,
}

impl Ledger {
    /// The gifts of a payee that are held or owed, in the order they were awarded.
    pub fn gifts(&self, payee: &PayeeId) -> Vec<GiftView> {
        let Some(payee) = self.state.payees.find(payee) else { return Vec::new() };
        let state = &self.state;
        let view = |(_, lot, row): (u32, &u32, &super::state::GiftRow)| {
            let lot_row = state.lots.row(*lot);
            let is_there = lot_row.left() > 0 && !lot_row.is_gone();
            let is_owed = lot_row.place == Place::Payable;
            (is_there && state.rewards.row(lot_row.reward).payee == payee).then(|| GiftView {
                gift: row.gift.clone(),
                reward: self.reward_view(lot_row.reward).id().clone(),
                fair_value: self.money_of(lot_row, row.fair_value),
                owed_from: is_owed.then_some(lot_row.day),
                forfeited_on: state.in_kind.get(lot).and_then(|(_, kind)| kind.expires),
            })
        };
        state.gifts.iter().filter_map(view).collect()
    }

    /// The gifts that were handed over on these days, both included, in the order they were told;
    /// what was told by mistake is not among them.
    pub fn gifts_given(&self, from: Date, through: Date) -> Vec<GivenView> {
        let mut views = Vec::new();
        for (number, id, row) in self.state.redemptions.iter() {
            let is_then = from <= row.redeemed_on && row.redeemed_on <= through;
            let Some((_, given_by)) = self.state.handovers.get(&number) else { continue };
            for lot in row.lots.iter().filter(|_| is_then && !row.retracted) {
                let Some((_, gift)) = self.state.gifts.get(lot) else { continue };
                let lot = self.state.lots.row(*lot);
                views.push(GivenView {
                    redemption: *id,
                    payee: self.state.payees.key(row.payee).clone(),
                    entity: self.state.group_of(row.payee).entity.clone(),
                    gift: gift.gift.clone(),
                    reward: self.reward_view(lot.reward).id().clone(),
                    handed_on: row.redeemed_on,
                    given_by: given_by.clone(),
                    fair_value: self.money_of(lot, gift.fair_value),
                    taxable: gift.taxable,
                    cash_equivalent: gift.cash_equivalent,
                    is_claimed: lot.clawed > 0,
                });
            }
        }
        views
    }

    /// The fair value of taxable gifts by payee and month of the handing over, over these days,
    /// both included: what payroll adds to taxable pay and never to net. Gifts whose fair value was
    /// claimed since are counted: what is owed for them is money.
    pub fn taxable_gifts(&self, from: Date, through: Date) -> Vec<TaxableGifts> {
        let mut sums: BTreeMap<(PayeeId, Period), Amount> = BTreeMap::new();
        for given in self.gifts_given(from, through).into_iter().filter(|it| it.taxable) {
            let key = (given.payee, given.handed_on.month());
            let sum = sums.entry(key).or_insert(Amount::zero(given.fair_value.unit()));
            let both = sum.checked_add(given.fair_value);
            *sum = both.expect("L2: what was handed over was booked within the bound");
        }
        let one = |((payee, month), fair_value)| TaxableGifts { payee, month, fair_value };
        sums.into_iter().map(one).collect()
    }

    /// The recognitions given on these days, both included, in the order they were awarded: what a
    /// host has to tell, and whether it was withdrawn since.
    pub fn recognitions(&self, from: Date, through: Date) -> Vec<RecognitionView> {
        let view = |(_, lot, row): (u32, &u32, &super::state::BadgeRow)| {
            let lot = self.state.lots.row(*lot);
            let is_given = lot.place == Place::Payable && from <= lot.day && lot.day <= through;
            is_given.then(|| RecognitionView {
                payee: self.state.payees.key(self.state.rewards.row(lot.reward).payee).clone(),
                badge: row.badge.clone(),
                reward: self.reward_view(lot.reward).id().clone(),
                given_on: lot.day,
                tell: row.tell.to_vec(),
                is_withdrawn: lot.left() == 0,
            })
        };
        self.state.badges.iter().filter_map(view).collect()
    }

    fn money_of(&self, lot: &LotRow, minor: i64) -> Amount {
        let payee = self.state.rewards.row(lot.reward).payee;
        let unit: Unit = self.state.account_in(payee);
        Self::amount(minor, unit)
    }
}
