//! Views of rewards: where each stands, and why. The rest of what can be asked is in `view`.

use super::Ledger;
use super::state::{Link, Place};
use super::view::event_at;
use crate::money::Amount;
use crate::record::{RecordError, Records};
use crate::reward::{Places, RewardId};
use crate::why::Why;
use std::collections::BTreeSet;

/// A reward: what accrued, what was taken back, and where the rest is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RewardView {
    id: RewardId,
    accrued: Amount,
    taken_back: Amount,
    places: Places,
}

impl RewardView {
    /// What identifies it.
    pub fn id(&self) -> &RewardId {
        &self.id
    }

    /// What accrued in all.
    pub fn accrued(&self) -> Amount {
        self.accrued
    }

    /// What was taken back, before or after it was paid.
    pub fn taken_back(&self) -> Amount {
        self.taken_back
    }

    /// Where it is.
    pub fn places(&self) -> Places {
        self.places
    }
}

impl Ledger {
    /// Every reward that has a lot, in the order they came into being.
    pub fn rewards(&self) -> impl Iterator<Item = RewardView> {
        let is_of_rule = |award: u32| self.state.awards.row(award).plan != Link::NONE;
        let rows = self.state.rewards.iter();
        let rows = rows.filter(move |(_, row)| row.lots != Link::NONE && is_of_rule(row.award));
        rows.map(|(number, _)| self.reward_view(number))
    }

    /// One reward; `None` when nothing accrued under this id.
    pub fn reward(&self, id: &RewardId) -> Option<RewardView> {
        self.state.reward_number(id).map(|number| self.reward_view(number))
    }

    pub(super) fn reward_view(&self, number: u32) -> RewardView {
        let row = self.state.rewards.row(number);
        let award = self.state.awards.row(row.award);
        let (plan, _, rule) = self.state.rule_of(award);
        let mut places = Places::empty(row.unit);
        for (_, lot) in self.state.each_lot(number) {
            let place = match lot.place {
                Place::HeldBack(_) => &mut places.held_back,
                Place::Carried(..) => &mut places.carried,
                Place::Queued(..) => &mut places.queued,
                Place::Held | Place::Waiting(_) | Place::Unapproved => &mut places.held,
                Place::Payable | Place::Above(_) => &mut places.payable,
                Place::InRun(_) => &mut places.in_run,
                Place::Paid(_) | Place::SetOff(_) | Place::GivenBack(_) | Place::Redeemed(_) => {
                    &mut places.paid
                }
                Place::Expired => &mut places.expired,
            };
            // What was given back of a paid lot and came again is another lot's.
            let (there, unpaid) = (lot.left().min(lot.amount), lot.reversed - lot.clawed);
            *place = Self::amount(place.minor() + there, row.unit);
            let unpaid = places.reversed.minor() + unpaid.max(0);
            places.reversed = Self::amount(unpaid, row.unit);
        }
        let id = RewardId {
            source: self.state.source(award.source),
            plan: plan.name.clone(),
            rule: rule.id.clone(),
            payee: self.state.payees.key(row.payee).clone(),
        };
        let (accrued, taken_back) =
            (Self::amount(row.accrued, row.unit), Self::amount(row.reversed, row.unit));
        RewardView { id, accrued, taken_back, places }
    }

    /// The Why of everything that accrued to a reward, oldest first. The ledger keeps where they
    /// are; the records keep their text.
    ///
    /// # Errors
    /// A record that cannot be read.
    pub fn why(
        &self,
        records: &(impl Records + ?Sized),
        id: &RewardId,
    ) -> Result<Vec<Why>, RecordError> {
        let Some(number) = self.state.reward_number(id) else { return Ok(Vec::new()) };
        let (mut whys, mut told) = (Vec::new(), BTreeSet::new());
        for (_, lot) in self.state.each_lot(number) {
            // What accrued at once may be in several lots.
            if !told.insert((lot.accrual, lot.share)) {
                continue;
            }
            let at = self.state.accruals.row(lot.accrual).at.at();
            let (command, event) = event_at(records, at)?;
            let why = event.whys(&command).into_iter().nth(lot.share as usize);
            whys.extend(why);
        }
        whys.reverse();
        Ok(whys)
    }
}
