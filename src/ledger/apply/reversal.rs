//! Applies reversals, what comes back of them, and retractions: amounts leave lots or are in them
//! again, and counters move back.

use super::{Beside, add};
use crate::accrual::Move;
use crate::command::{Command, Retract};
use crate::deal::FactRef;
use crate::event::{Give, GivenTo, Lands, Restored, Reversed, Take, TakenFrom};
use crate::lead::LeadStage;
use crate::ledger::state::{
    AccrualRow, Link, Place, ReceivableRow, SourceRow, State, TakenRow, Whose,
};
use crate::record::At;

impl State {
    pub(super) fn reversed(&mut self, beside: Beside<'_>, at: At, it: &Reversed) {
        self.reversed_of(self.source_row(it.source), beside, at, it);
    }

    /// Takes back from the awards of a source.
    pub(super) fn reversed_of(
        &mut self,
        source: SourceRow,
        beside: Beside<'_>,
        at: At,
        it: &Reversed,
    ) {
        let award = self.award(source, &it.plan, &it.rule);
        let refund = match beside.command {
            Command::RecordRefund(told) => self.refunds.find(&told.refund),
            _ => None,
        };
        self.cost_taken(&it.costs);
        // It was earned, and stays so.
        let is_lapse = self.lapses(beside, it) || self.forfeits_above(beside, it);
        let whose = self.whose(award, None);
        let mut moved: Vec<(u32, Option<u32>, Move)> = Vec::new();
        let mut taken: Vec<TakenRow> = Vec::new();
        self.moved_back(whose, award, refund, &it.moves, &mut moved);
        if let (Some(returned), Some(refund)) = (it.returned, refund) {
            add(&mut self.awards.edit(award).returned, returned.minor());
            let payment = self.refunds.row(refund).payment;
            self.returned(payment, award, returned.minor());
        }
        let booked_in = it.on.month();
        let month = it.of.map_or(booked_in, crate::time::Date::month);
        for share in &it.shares {
            let payee = self.payees.find(&share.payee).expect("a reversal names a payee");
            let of_payee = Whose { payee: Some(payee), ..whose };
            self.moved_back(of_payee, award, refund, &share.moves, &mut moved);
            let parts: Vec<_> = share.takes.iter().map(|it| (it.lot, it.amount.minor())).collect();
            self.counted_less(whose.plan, &share.moves, &parts);
            taken.extend(share.takes.iter().map(|take| self.take(payee, take)));
            let minor = share.amount.minor();
            if !is_lapse {
                self.earn(payee, month, award, |row| add(&mut row.taken_back, minor));
            }
            let claimed = share.claimed().map_or(0, |it| it.minor());
            let money = if share.amount.unit().is_money() { minor } else { claimed };
            self.note(payee, booked_in, at, |page| add(&mut page.taken_back, money));
        }
        if let Some(refund) = refund {
            let counts = it.returned.map(|returned| (award, returned.minor()));
            let row = self.refunds.edit(refund);
            row.takes = row.takes.iter().copied().chain(taken).collect();
            row.awards = row.awards.iter().copied().chain(counts).collect();
            row.moves = row.moves.iter().cloned().chain(moved).collect();
        }
    }

    pub(super) fn whose(&self, award: u32, payee: Option<u32>) -> Whose {
        let row = self.awards.row(award);
        let (plan, rule) = (row.plan(), (row.component, row.rule));
        Whose { plan, rule, lead: self.lead_of(row.source), payee }
    }

    /// Moves counters back. A position in tiers that goes down with a refund is remembered with
    /// its accrual.
    fn moved_back(
        &mut self,
        whose: Whose,
        award: u32,
        refund: Option<u32>,
        moves: &[Move],
        moved: &mut Vec<(u32, Option<u32>, Move)>,
    ) {
        for one in moves {
            self.move_counter(whose, one);
            if let Some(refund) = refund {
                let payment = Some(self.refunds.row(refund).payment);
                self.lowered(award, payment, whose.payee, one);
            }
            moved.push((award, whose.payee, one.clone()));
        }
    }

    /// Counts what was returned of a payment against the accruals it caused under one award.
    fn returned(&mut self, payment: u32, award: u32, minor: i64) {
        let its: Vec<u32> = self
            .each_accrual_of_payment(payment)
            .filter(|(_, it)| it.award == award)
            .map(|(number, _)| number)
            .collect();
        for number in its {
            add(&mut self.accruals.edit(number).returned, minor);
        }
    }

    /// Remembers how far a move lowered what an accrual counts in tiers: the accrual of the
    /// payment, or the only one of a rule that is triggered once per deal.
    fn lowered(&mut self, award: u32, payment: Option<u32>, payee: Option<u32>, moved: &Move) {
        let Move::Tiers(id, of, _, measure, base, _) = moved else { return };
        let payment = Link::from(payment);
        let of_payment = |it: &AccrualRow| it.payment == Link::NONE || it.payment == payment;
        let found = self.each_accrual(award).find(|(_, it)| !it.retracted && of_payment(it));
        let Some((_, accrual)) = found else { return };
        for number in accrual.counted.numbers() {
            let counted = self.counted.row(number);
            let is_it = matches!(&counted.moved, Move::Tiers(other, period, ..)
                if other == id && period == of && counted.payee == payee);
            if is_it {
                let row = self.counted.edit(number);
                add(&mut row.lowered.0, -measure);
                add(&mut row.lowered.1, -base);
            }
        }
    }

    /// Takes an amount from a lot.
    fn take(&mut self, payee: u32, take: &Take) -> TakenRow {
        let (minor, spared) = (take.amount.minor(), take.spared.map_or(0, |it| it.minor()));
        let lot = self.lots.edit(take.lot);
        add(&mut lot.reversed, minor);
        add(&mut lot.spared, spared);
        let reward = lot.reward;
        if take.from == TakenFrom::Receivable {
            add(&mut lot.clawed, minor);
        }
        let gone = lot.left() == 0;
        self.spares_redeemed(take.lot, spared);
        let (unit, cost) = (take.amount.unit(), take.cost.map_or(0, |cost| cost.minor()));
        if cost != 0 {
            self.add_cost(take.lot, -cost);
        }
        add(&mut self.rewards.edit(reward).reversed, minor);
        self.exchanged_back(take.lot, take.in_plan.map_or(0, |it| it.minor()));
        let mut receivable = Link::NONE;
        if take.from != TakenFrom::Receivable {
            self.less_in(payee, unit, take.from, minor);
            if gone {
                self.leaves_its_queue(take.lot, payee);
                self.above_is_gone(take.lot);
            }
        } else if minor > 0 {
            let owed = take.claimed.map_or(minor, |it| it.minor());
            receivable = Link::to(self.owe(payee, owed));
        }
        self.list_unvested(take.lot);
        TakenRow { lot: take.lot, amount: minor, spared, cost, receivable }
    }

    /// Raises a receivable: what a payee owes and no lot could give.
    pub(super) fn owe(&mut self, payee: u32, minor: i64) -> u32 {
        let number = self.receivables.push(ReceivableRow::new(payee, minor));
        self.owed.insert((payee, number));
        add(&mut self.payees.edit(payee).owes, minor);
        number
    }

    pub(super) fn lead_of_reward(&self, reward: u32) -> u32 {
        let source = self.awards.row(self.rewards.row(reward).award).source;
        self.lead_of(source).expect("what waits for a milestone has a lead")
    }

    pub(super) fn restored(&mut self, beside: Beside<'_>, at: At, it: &Restored) {
        let source = self.source_row(it.source);
        let award = self.award(source, &it.plan, &it.rule);
        self.cost_given(&it.costs, it.on);
        let whose = self.whose(award, None);
        let number = match beside.command {
            Command::Retract(Retract { fact: FactRef::Refund(refund), .. }) => {
                self.refunds.find(refund)
            }
            _ => None,
        };
        let refund = number.map(|refund| self.refunds.row(refund));
        let refund = refund.map(|row| (row.payment, row.sequence));
        let payment = refund.map(|(payment, _)| payment);
        for moved in &it.moves {
            self.move_counter(whose, moved);
            self.lowered(award, payment, None, moved);
        }
        if let (Some(returned), Some(payment)) = (it.returned, payment) {
            add(&mut self.awards.edit(award).returned, -returned.minor());
            self.returned(payment, award, -returned.minor());
        }
        let booked_in = it.on.month();
        let month = it.of.map_or(booked_in, crate::time::Date::month);
        for share in &it.shares {
            let payee = self.payees.find(&share.payee).expect("what comes back names a payee");
            let whose = Whose { payee: Some(payee), ..whose };
            for moved in &share.moves {
                self.move_counter(whose, moved);
                self.lowered(award, payment, Some(payee), moved);
            }
            if let Some((_, sequence)) = refund {
                self.spares_no_more(sequence, &share.gives);
            }
            let mut again = Vec::new();
            for give in &share.gives {
                let next = self.lots.next();
                self.give(payee, give, it.on);
                let now = if next < self.lots.next() { next } else { give.lot };
                if number.is_some_and(|refund| self.had_measured(refund, give)) {
                    again.push((give.lot, now, give.amount.minor()));
                }
            }
            self.counted_again(whose.plan, &share.moves, &again);
            let minor = share.amount.minor();
            self.earn(payee, month, award, |row| add(&mut row.taken_back, -minor));
            let is_written_off = |give: &&Give| matches!(give.to, GivenTo::WrittenOff(_));
            let never_owed = share.gives.iter().filter(is_written_off);
            let never_owed: i64 = never_owed.map(|give| give.amount.minor()).sum();
            let claimed = share.claimed().map_or(0, |it| it.minor());
            let money = if share.amount.unit().is_money() { minor } else { claimed };
            self.note(payee, booked_in, at, |page| {
                add(&mut page.accrued, money);
                add(&mut page.written_off, -never_owed);
            });
        }
    }

    /// Puts an amount back into a lot.
    fn give(&mut self, payee: u32, give: &Give, on: crate::time::Date) {
        let minor = give.amount.minor();
        let row = self.lots.edit(give.lot);
        add(&mut row.reversed, -minor);
        add(&mut row.spared, -give.spared.map_or(0, |it| it.minor()));
        let (reward, day, place) = (row.reward, row.day, row.place);
        let unit = give.amount.unit();
        add(&mut self.rewards.edit(reward).reversed, -minor);
        self.exchanged_back(give.lot, -give.in_plan.map_or(0, |it| it.minor()));
        if minor == 0 {
            return;
        }
        let cost = give.cost.map_or(0, |cost| cost.minor());
        if cost != 0 {
            self.add_cost(give.lot, cost);
        }
        match (give.to, place) {
            (GivenTo::HeldBack, Place::HeldBack(back)) => {
                add(&mut self.payees.edit(payee).held_back, minor);
                self.held_back.insert(self.back_key(give.lot, back));
            }
            (GivenTo::Carried, Place::Carried(_, until)) => {
                add(&mut self.payees.edit(payee).carried, minor);
                self.carried.insert((until, payee, give.lot));
            }
            (GivenTo::Queued, Place::Queued(pool, since)) => {
                add(&mut self.payees.edit(payee).queued, minor);
                self.queued.insert((pool, since, give.lot));
            }
            (GivenTo::Held, place) => {
                let lands = match place {
                    Place::Waiting(milestone) => Lands::Until(milestone),
                    Place::Unapproved => Lands::UntilApproved,
                    _ => Lands::Held(day),
                };
                self.land((payee, reward, give.lot), minor, lands);
            }
            (GivenTo::Receivable(number), _) => {
                add(&mut self.lots.edit(give.lot).clawed, -minor);
                let owed = give.claimed.map_or(minor, |it| it.minor());
                let row = self.receivables.edit(number);
                add(&mut row.amount, -owed);
                add(&mut row.outstanding, -owed);
                if row.outstanding == 0 {
                    self.owed.remove((payee, number));
                }
                add(&mut self.payees.edit(payee).owes, -owed);
            }
            (GivenTo::FormerDebt(number), _) => {
                add(&mut self.lots.edit(give.lot).clawed, -minor);
                let row = self.receivables.edit(number);
                add(&mut row.amount, -minor);
                add(&mut row.former, -minor);
                add(&mut self.payees.edit(payee).former, -minor);
                self.list_former(payee, number);
            }
            (GivenTo::WrittenOff(number), _) => {
                add(&mut self.lots.edit(give.lot).clawed, -minor);
                let row = self.receivables.edit(number);
                add(&mut row.amount, -minor);
                add(&mut row.written_off, -minor);
                add(&mut self.payees.edit(payee).written_off, -minor);
                self.list_former(payee, number);
            }
            (GivenTo::NewLot, _) => {
                // What its lot was paid, or will be by its run, it keeps; what was given back of
                // that since comes as a lot of its own.
                let number = self.split_off(give.lot, minor, on);
                if !give.amount.unit().is_money() {
                    self.cost_goes_to(give.lot, number, cost);
                }
                self.land((payee, reward, number), minor, Lands::Payable(on));
            }
            (GivenTo::Payable, Place::Above(_)) => self.add_payable(payee, unit, minor),
            (GivenTo::Payable | GivenTo::Carried | GivenTo::HeldBack | GivenTo::Queued, _) => {
                self.land((payee, reward, give.lot), minor, Lands::Payable(day));
            }
        }
        self.list_unvested(give.lot);
    }

    /// A fact never was: nothing is counted of it any more. What it had accrued is taken back by
    /// the events beside this one.
    pub(super) fn retracted(&mut self, sequence: u64, fact: FactRef) {
        match fact {
            FactRef::Lead(lead) => {
                let number = self.leads.find(&lead).expect("a retracted lead is on file");
                self.forget_awards(SourceRow::Lead(number));
                let row = self.leads.edit(number);
                (row.stage, row.since) = (LeadStage::Retracted, sequence);
                self.stage_counts(number);
                self.claim_retracted(number);
                self.answer_void(number);
            }
            FactRef::Deal(deal) => {
                let number = self.deals.find(&deal).expect("a retracted deal is on file");
                self.forget_awards(SourceRow::Deal(number));
                let row = self.deals.edit(number);
                row.retracted = true;
                let of = row.lead;
                let lead = self.leads.edit(of);
                let stage = match lead.accepted_on {
                    Some(_) => LeadStage::Accepted,
                    None => LeadStage::Reported,
                };
                (lead.stage, lead.since, lead.deal) = (stage, sequence, Link::NONE);
                self.stage_counts(of);
                self.second_is_open(of, sequence);
                self.answer_again(of);
            }
            FactRef::Payment(payment) => {
                let number = self.payments.find(&payment).expect("a retracted payment is on file");
                let its: Vec<u32> =
                    self.each_accrual_of_payment(number).map(|(accrual, _)| accrual).collect();
                its.into_iter().for_each(|accrual| self.forget(accrual));
                let row = self.payments.edit(number);
                row.retracted = true;
                let (deal, net) = (row.deal, row.net);
                add(&mut self.deals.edit(deal).collected, -net);
            }
            FactRef::Refund(refund) => {
                let number = self.refunds.find(&refund).expect("a retracted refund is on file");
                let row = self.refunds.edit(number);
                row.retracted = true;
                let (payment, net) = (row.payment, row.net);
                let row = self.payments.edit(payment);
                add(&mut row.returned, -net);
                let deal = row.deal;
                add(&mut self.deals.edit(deal).returned, -net);
                self.come_again(deal, number, net);
            }
            FactRef::Redemption(redemption) => {
                let number = self.redemptions.find(&redemption);
                let number = number.expect("a retracted redemption is on file");
                self.redemptions.edit(number).retracted = true;
            }
        }
    }

    /// What had gone back of a deal before something was accrued for it had not, as far as it was
    /// this refund.
    fn come_again(&mut self, deal: u32, refund: u32, net: i64) {
        let told = self.refunds.row(refund).sequence;
        let is_later = |award: &u32| {
            let first = self.each_accrual(*award).last();
            first.is_some_and(|(_, accrual)| accrual.at.at().sequence > told)
        };
        let awards = self.each_award(SourceRow::Deal(deal)).map(|(award, _)| award);
        let later: Vec<u32> = awards.filter(is_later).collect();
        later.into_iter().for_each(|award| add(&mut self.awards.edit(award).gone_before, -net));
    }

    fn forget_awards(&mut self, source: SourceRow) {
        let awards: Vec<u32> = self.each_award(source).map(|(award, _)| award).collect();
        for award in awards {
            let its: Vec<u32> = self.each_accrual(award).map(|(accrual, _)| accrual).collect();
            its.into_iter().for_each(|accrual| self.forget(accrual));
        }
    }

    /// What an accrual counted for later facts of its award is counted no longer.
    fn forget(&mut self, accrual: u32) {
        let row = self.accruals.edit(accrual);
        if row.retracted {
            return;
        }
        row.retracted = true;
        let (award, base, exact, shares) = (row.award, row.base, row.exact, row.shares);
        let exact = self.exact(exact).map(|exact| exact.negated());
        let row = self.awards.edit(award);
        add(&mut row.base, -base);
        let sum = row.exact;
        self.awards.edit(award).exact = self.add_exact(sum, exact);
        for share in shares.numbers() {
            let share = self.shares.row(share);
            let (reward, allotted, exact) = (share.reward, share.allotted, share.exact);
            let exact = self.exact(exact).map(|exact| exact.negated());
            let row = self.rewards.edit(reward);
            add(&mut row.allotted, -allotted);
            let sum = row.exact;
            self.rewards.edit(reward).exact = self.add_exact(sum, exact);
        }
    }
}
