//! Applies accruals: lots come into being, and counters move.

use super::{Beside, add};
use crate::accrual::Move;
use crate::command::Command;
use crate::event::{Accrued, AccruedShare, Lands, Unrewarded};
use crate::id::RuleId;
use crate::ledger::state::{
    AccrualRow, AwardRow, CountedRow, CounterRow, Link, LotRow, Place, PooledRow, RewardRow,
    ShareRow, SourceRow, Span, State, Whose,
};
use crate::money::ExactAmount;
use crate::plan::version::PlanRef;
use crate::reading::Reading;
use crate::record::At;
use crate::reward::Source;
use crate::time::Date;
use std::sync::Arc;

/// What the lots of one share have in common.
pub(super) struct NewLot {
    pub(super) reward: u32,
    pub(super) payee: u32,
    pub(super) accrual: u32,
    index: u32,
    /// Whether caps count it.
    is_capped: bool,
}

impl State {
    pub(super) fn accrued(&mut self, beside: Beside<'_>, at: At, it: &Accrued) {
        let source = self.source_row(it.source_beside(beside.command));
        self.accrued_to(source, beside, at, it);
    }

    /// Accrues to the awards of a source.
    pub(super) fn accrued_to(
        &mut self,
        source: SourceRow,
        beside: Beside<'_>,
        at: At,
        it: &Accrued,
    ) {
        let award = self.award(source, &it.plan, &it.rule);
        let given = self.shares.next();
        let accrual = self.accrual(beside, at, award, it);
        if let SourceRow::Deal(deal) = source {
            self.capitalised(deal, accrual, it);
        }
        let booked_in = it.on.month();
        let month = it.of.map_or(booked_in, crate::time::Date::month);
        for (share, index) in it.shares.iter().zip(0..) {
            let reward = self.shares.row(given + index).reward;
            let payee = self.rewards.row(reward).payee;
            let accrued = share.accrued();
            let row = self.rewards.edit(reward);
            add(&mut row.allotted, share.given().minor());
            add(&mut row.accrued, accrued);
            let sum = row.exact;
            if share.exact.is_some() {
                self.rewards.edit(reward).exact = self.add_exact(sum, share.exact);
            }
            add(&mut self.head.edit().accrued, accrued);
            // With cumulative rounding a payment may add nothing to a reward and yet be counted
            // for it. A lot of zero says so: the refund of that payment counts as well.
            let is_counted = it.base.is_some() && share.allotted.is_none();
            let is_capped = !share.is_passed_on();
            let new = NewLot { reward, payee, accrual, index, is_capped };
            let kept = share.kept.map_or(0, |kept| kept.minor());
            let of_rest = kept.min(share.at_once().minor());
            let first = self.lots.next();
            if share.lands.is_some() || (is_counted && share.held_back.is_empty()) {
                self.lot(&new, share, of_rest);
            }
            self.held_back_lots(&new, share, kept - of_rest);
            self.pooled_lots(first, award, share);
            self.exchanged_lots(first, share);
            if accrued > share.amount.minor() {
                let index = u32::try_from(it.why_beside(index as usize)).unwrap_or(index);
                let new = NewLot { index, ..new };
                self.carried_lot(&new, it, share);
                self.queued_lot(&new, it, share);
            }
            self.earn(payee, month, award, |row| add(&mut row.accrued, accrued));
            let money = if share.amount.unit().is_money() { accrued } else { 0 };
            self.note(payee, booked_in, at, |page| add(&mut page.accrued, money));
        }
    }

    /// The row of an accrual; its counters move. What it gives stands in a row for each share, in
    /// their order.
    fn accrual(&mut self, beside: Beside<'_>, at: At, award: u32, it: &Accrued) -> u32 {
        let payment = match beside.command {
            Command::RecordPayment(told) => self.payments.find(&told.payment),
            _ => None,
        };
        let whose = self.whose(award, None);
        let (counted, shares) = (self.counted.next(), self.shares.next());
        self.count(whose, &it.moves);
        for share in &it.shares {
            let payee = self.payees.find(&share.payee).expect("an accrual names a payee");
            self.count(Whose { payee: Some(payee), ..whose }, &share.moves);
            let allotted = share.given().minor();
            let reward = self.reward(award, payee);
            let exact = self.add_exact(Link::NONE, share.exact);
            self.shares.push(ShareRow { reward, allotted, exact });
        }
        let base = it.base.map_or(0, Reading::grains);
        let row = AccrualRow {
            award,
            at: at.into(),
            payment: payment.into(),
            fact_on: it.of.unwrap_or(it.on),
            base,
            measure: it.measure.map(|it| self.measures.push(it.grains())).into(),
            exact: self.add_exact(Link::NONE, it.exact),
            returned: 0,
            counted: Span::new(counted, self.counted.next()),
            shares: Span::new(shares, self.shares.next()),
            retracted: false,
            next_of_award: self.awards.row(award).accruals,
            next_of_payment: payment
                .map_or(Link::NONE, |number| self.payments.row(number).accruals),
        };
        let number = self.accruals.push(row);
        if let Some(exchanged) = &it.exchanged {
            self.fact_rates.insert(number, exchanged.quote.rate);
        }
        let row = self.awards.edit(award);
        add(&mut row.base, base);
        row.accruals = Link::to(number);
        let sum = row.exact;
        if it.exact.is_some() {
            self.awards.edit(award).exact = self.add_exact(sum, it.exact);
        }
        if let Some(payment) = payment {
            self.payments.edit(payment).accruals = Link::to(number);
        }
        number
    }

    /// Adds to what is under a link, and says under which link the sum is.
    pub(super) fn add_exact(&mut self, link: Link, more: Option<ExactAmount>) -> Link {
        let Some(more) = more else { return link };
        match link.get() {
            None => Link::to(self.exacts.push(more)),
            Some(number) => {
                let sum = self.exacts.edit(number);
                *sum = sum.plus(more).expect("L2: sums of exact amounts fit");
                link
            }
        }
    }

    /// Moves counters, and keeps how.
    fn count(&mut self, whose: Whose, moves: &[Move]) {
        for moved in moves {
            self.move_counter(whose, moved);
            let (payee, moved) = (whose.payee, moved.clone());
            self.counted.push(CountedRow { payee, moved, lowered: (0, 0) });
        }
    }

    /// Moves a counter.
    pub(super) fn move_counter(&mut self, whose: Whose, moved: &Move) {
        let key = self.counter_of(whose, moved);
        let plan = Arc::clone(&self.plans.row(whose.plan).plan);
        let number = self.counters.find_or_insert(&key, || CounterRow::new(&plan, key.1));
        self.counters.edit(number).add(moved);
    }

    pub(super) fn unrewarded(&mut self, at: At, it: &Unrewarded) {
        for payee in &it.payees {
            let payee = self.payees.find(payee).expect("a zero is told to a payee");
            self.note(payee, it.on.month(), at, |_| {});
        }
    }

    /// Remembers out of which pool the lots of a share are paid, from the first on.
    fn pooled_lots(&mut self, first: u32, award: u32, share: &AccruedShare) {
        let plan = self.awards.row(award).plan();
        for moved in &share.moves {
            if let Move::Pool(pool, period, _) = moved {
                let row = PooledRow { pool: self.pool(plan, pool), period: *period };
                for lot in first..self.lots.next() {
                    self.pooled.insert(lot, row.clone());
                }
            }
        }
    }

    /// Brings a lot into being. One of zero is in no queue, so that its day says nothing.
    fn lot(&mut self, new: &NewLot, share: &AccruedShare, kept: i64) {
        let (minor, number, payee) = (share.at_once().minor(), self.lots.next(), new.payee);
        if let Some(it) = &share.in_kind {
            self.awarded_in_kind(number, it);
        }
        let accrual = self.accruals.row(new.accrual);
        let (fact_on, payment) = (accrual.fact_on, accrual.payment);
        let (place, day) = match (share.lands, payment.get()) {
            (None, None) => return,
            (None, Some(payment)) => (Place::Payable, self.payments.row(payment).received_on),
            (Some(lands), _) => {
                let place = self.land((payee, new.reward, number), minor, lands);
                (place, lands.day().unwrap_or(fact_on))
            }
        };
        self.push_lot(new, minor, (place, day), kept);
    }

    /// Puts what lands into its queue and among what is held or payable. Says its place, which is
    /// the lot's.
    pub(super) fn land(
        &mut self,
        (payee, reward, lot): (u32, u32, u32),
        minor: i64,
        lands: Lands,
    ) -> Place {
        let unit = self.rewards.row(reward).unit;
        let place = match lands {
            Lands::Held(due) => {
                self.due.insert((due, payee, lot));
                Place::Held
            }
            Lands::Until(milestone) => {
                let lead = self.lead_of_reward(reward);
                self.waiting.insert((lead, milestone, payee, lot));
                Place::Waiting(milestone)
            }
            Lands::UntilApproved => {
                self.unapproved.insert((payee, lot));
                Place::Unapproved
            }
            Lands::Payable(day) => {
                self.queue_payable((payee, unit, lot), day);
                self.add_payable(payee, unit, minor);
                return Place::Payable;
            }
        };
        self.add_held(payee, unit, minor);
        place
    }

    /// Brings a lot into being that a cap carries. Its hold is counted as that of the rest.
    fn carried_lot(&mut self, new: &NewLot, it: &Accrued, share: &AccruedShare) {
        let Some(carried) = &share.carried else { return };
        let plan = self.plans.find(&it.plan).expect("a reward's plan is on file");
        let caps = &self.plans.row(plan).plan.caps;
        let cap = caps.iter().zip(0_u16..).find(|(cap, _)| cap.id == carried.cap);
        let cap = cap.expect("a cap that carries is in its plan").1;
        let day = carried.lands.day().unwrap_or(it.of.unwrap_or(it.on));
        let (minor, number) = (carried.amount.minor(), self.lots.next());
        self.carried.insert((carried.until, new.payee, number));
        add(&mut self.payees.edit(new.payee).carried, minor);
        self.push_lot(new, minor, (Place::Carried(cap, carried.until), day), 0);
    }

    /// Brings a lot into being that waits in a pool. Its hold is counted as that of the rest.
    fn queued_lot(&mut self, new: &NewLot, it: &Accrued, share: &AccruedShare) {
        let Some(queued) = &share.queued else { return };
        let plan = self.plans.find(&it.plan).expect("a reward's plan is on file");
        let pool = self.pool(plan, &queued.pool);
        let day = queued.lands.day().unwrap_or(it.of.unwrap_or(it.on));
        let (minor, number) = (queued.amount.minor(), self.lots.next());
        self.queued.insert((pool, queued.on, number));
        add(&mut self.payees.edit(new.payee).queued, minor);
        self.push_lot(new, minor, (Place::Queued(pool, queued.on), day), 0);
    }

    pub(super) fn push_lot(
        &mut self,
        new: &NewLot,
        amount: i64,
        (place, day): (Place, crate::time::Date),
        kept: i64,
    ) {
        let number = self.lots.push(LotRow {
            reward: new.reward,
            accrual: new.accrual,
            share: new.index,
            amount,
            reversed: 0,
            clawed: 0,
            kept,
            spared: 0,
            place,
            day,
            counted_on: new.is_capped.then(|| self.counted_on(new, (place, day))),
            next_of_reward: self.rewards.row(new.reward).lots,
        });
        self.rewards.edit(new.reward).lots = Link::to(number);
        self.list_unvested(number);
    }

    /// The day by which caps of the payee count a lot: of one that vests as it accrues under a cap
    /// that is measured then, that day.
    fn counted_on(&self, new: &NewLot, (place, day): (Place, Date)) -> Date {
        let fact_on = self.accruals.row(new.accrual).fact_on;
        if place != Place::Payable || day == fact_on {
            return fact_on;
        }
        let (plan, _, rule) = self.rule_of(self.awards.row(self.rewards.row(new.reward).award));
        if plan.vesting_cap_of(&rule.id).is_some() { day } else { fact_on }
    }

    /// Puts a part of a lot into a lot of its own, payable from a day. What was reversed of it
    /// stays behind.
    pub(super) fn split_off(&mut self, lot: u32, minor: i64, day: crate::time::Date) -> u32 {
        let row = self.lots.edit(lot);
        add(&mut row.amount, -minor);
        let new = LotRow {
            amount: minor,
            reversed: 0,
            clawed: 0,
            kept: 0,
            spared: 0,
            place: Place::Payable,
            day,
            ..row.clone()
        };
        let reward = new.reward;
        let number =
            self.lots.push(LotRow { next_of_reward: self.rewards.row(reward).lots, ..new });
        self.rewards.edit(reward).lots = Link::to(number);
        if let Some((_, row)) = self.pooled.get(&lot) {
            let row = row.clone();
            self.pooled.insert(number, row);
        }
        self.exchanged_apart(lot, number, minor);
        self.measured_apart(lot, number, minor);
        number
    }

    pub(super) fn source_row(&self, source: Source) -> SourceRow {
        match source {
            Source::Lead(lead) => {
                SourceRow::Lead(self.leads.find(&lead).expect("a reward's lead is on file"))
            }
            Source::Deal(deal) => {
                SourceRow::Deal(self.deals.find(&deal).expect("a reward's deal is on file"))
            }
            Source::Period(_) => panic!("what a period pays says whose period it is"),
            Source::Draw(_) | Source::Adjustment(_) | Source::Restatement(_) | Source::Opening => {
                panic!("no rule pays for {source}")
            }
        }
    }

    /// The award of a rule for a source; a new one where there is none.
    pub(super) fn award(&mut self, source: SourceRow, plan: &PlanRef, rule: &RuleId) -> u32 {
        let plan = self.plans.find(plan).expect("a reward's plan is on file");
        let place = self.plans.row(plan).plan.place_of(rule);
        let (component, rule) = place.expect("a reward's rule is in its plan");
        let found = self.each_award(source).find(|(_, award)| {
            (award.plan(), award.component, award.rule) == (plan, component, rule)
        });
        if let Some((number, _)) = found {
            return number;
        }
        let next = self.awards_of(source);
        let gone_before = match source {
            SourceRow::Period(_) => 0,
            SourceRow::Deal(deal) => self.deals.row(deal).returned,
            _ => 0,
        };
        let row = AwardRow {
            source,
            plan: Link::to(plan),
            component,
            rule,
            base: 0,
            exact: Link::NONE,
            returned: 0,
            gone_before,
            rewards: Link::NONE,
            accruals: Link::NONE,
            next,
        };
        let number = self.awards.push(row);
        match source {
            SourceRow::Lead(lead) => self.leads.edit(lead).awards = Link::to(number),
            SourceRow::Deal(deal) => self.deals.edit(deal).awards = Link::to(number),
            SourceRow::Period(period) => *self.periods.edit(period) = Link::to(number),
            SourceRow::Draw(_)
            | SourceRow::Adjustment(_)
            | SourceRow::Restatement(_)
            | SourceRow::Opening => {
                panic!("no rule pays for {source:?}")
            }
        }
        number
    }

    /// The reward of a payee in an award; a new one where there is none.
    fn reward(&mut self, award: u32, payee: u32) -> u32 {
        let found = self.each_reward(award).find(|(_, reward)| reward.payee == payee);
        if let Some((number, _)) = found {
            return number;
        }
        let next = self.awards.row(award).rewards;
        let (plan, _, rule) = self.rule_of(self.awards.row(award));
        let unit = self.paid_in(payee, rule.pays.unit(plan.unit));
        let row = RewardRow {
            award,
            payee,
            unit,
            exact: Link::NONE,
            allotted: 0,
            accrued: 0,
            reversed: 0,
            lots: Link::NONE,
            next,
        };
        let number = self.rewards.push(row);
        self.awards.edit(award).rewards = Link::to(number);
        number
    }
}
