//! Applies draws: what is given is a lot of its own, and what is owed of it a receivable.

use super::add;
use crate::command::{AssignDraw, EndDraw};
use crate::event::{DrawEnded, DrawFor, DrawGiven, DrawReckoned, GivenAs, Lands, Recovery};
use crate::ledger::state::{
    DebtRow, DebtStage, DrawMoment, DrawRow, GivenRow, ReceivableRow, SourceRow, State,
};
use crate::plan::version::PlanRef;
use crate::record::At;
use crate::time::Date;
use std::sync::Arc;

impl State {
    pub(super) fn draw_assigned(&mut self, first: u64, it: &AssignDraw, plan: &PlanRef) {
        let payee = self.payees.find(&it.payee).expect("who has a draw is a payee");
        let plan = self.plans.find(plan).expect("a draw is of a plan on file");
        let draws = self.plans.row(plan).plan.draws.iter().zip(0_u16..);
        let draw = draws.into_iter().find(|(draw, _)| draw.id == it.draw);
        let last_day = self.payees.row(payee).employment.last_day;
        let row = DrawRow {
            sequence: first,
            payee,
            plan,
            draw: draw.expect("a draw is in its plan").1,
            from: it.from,
            through: it.through,
            last: last_day.map_or(it.through, |left| left.min(it.through)),
            moments: Arc::from([]),
            given: 0,
            guaranteed: 0,
            forgiven: 0,
            owed: 0,
            covered: 0,
            is_over: false,
        };
        let moments = self.first_moments(&row);
        let number = self.draws.push(row);
        self.draws_of_payee.insert((payee, number));
        self.set_moments(number, moments);
    }

    pub(super) fn draw_shortened(&mut self, it: &EndDraw) {
        let payee = self.payees.find(&it.payee).expect("who has a draw is a payee");
        let number = self.draw_on(payee, &it.plan, &it.draw, it.through);
        let number = number.expect("a draw that ends is on file");
        let row = self.draws.edit(number);
        (row.through, row.last) = (it.through, row.last.min(it.through));
        let moments = self.moments_until_end(self.draws.row(number));
        self.set_moments(number, moments);
    }

    /// Draws of a payee who leaves end in the period of their last day.
    pub(super) fn draws_left(&mut self, payee: u32, last_day: Date) {
        let cut = |row: &DrawRow| !row.is_over && last_day < row.last;
        let cut: Vec<u32> = self.draws_of(payee).filter(|it| cut(it.1)).map(|it| it.0).collect();
        for number in cut {
            self.draws.edit(number).last = last_day;
            let moments = self.moments_until_end(self.draws.row(number));
            self.set_moments(number, moments);
        }
    }

    fn set_moments(&mut self, number: u32, moments: Vec<(Date, DrawMoment)>) {
        for (due, moment) in self.draws.row(number).moments.iter() {
            self.draws_due.remove((*due, *moment, number));
        }
        for (due, moment) in &moments {
            self.draws_due.insert((*due, *moment, number));
        }
        self.draws.edit(number).moments = moments.into();
    }

    /// A moment of a draw has come: what follows stands in the queue.
    fn moment_passed(&mut self, number: u32, is_given: bool, is_it: impl Fn(&DrawMoment) -> bool) {
        let row = self.draws.row(number);
        let (passed, stay): (Vec<_>, Vec<_>) =
            row.moments.iter().copied().partition(|(_, moment)| is_it(moment));
        let next = passed.iter().flat_map(|(_, moment)| self.next_moments(row, *moment, is_given));
        let moments = stay.into_iter().chain(next).collect();
        self.set_moments(number, moments);
    }

    fn draw_of(&self, of: &DrawFor) -> u32 {
        let payee = self.payees.find(&of.payee).expect("who has a draw is a payee");
        let number = self.draw_on(payee, &of.plan.plan, &of.draw, of.period.from());
        number.expect("a draw that is given is on file")
    }

    pub(super) fn draw_given(&mut self, at: At, it: &DrawGiven) {
        let number = self.draw_of(&it.of);
        let (payee, period, minor) =
            (self.draws.row(number).payee, it.of.period, it.amount.minor());
        let is_it = |moment: &DrawMoment| match moment {
            DrawMoment::Starts(other) | DrawMoment::Closes(other) => *other == period,
            DrawMoment::Ends => false,
        };
        self.moment_passed(number, minor > 0, is_it);
        let mut debt = None;
        if minor > 0 {
            let lot = self.lots.next();
            let lands = Lands::Payable(it.of.due);
            let source = SourceRow::Draw(self.draws_given.next());
            self.lot_of_no_rule(source, at, payee, minor, lands);
            debt = match it.as_what {
                GivenAs::Guarantee => None,
                GivenAs::Advance => Some(DebtStage::Unreckoned),
                GivenAs::Owed(None) => Some(DebtStage::Waiting),
                GivenAs::Owed(Some(from)) => Some(DebtStage::From(from)),
            }
            .map(|stage| self.draw_debt(number, it.of.period, minor, stage, lot));
        }
        self.draws_given.insert((number, it.of.period), GivenRow { amount: minor, debt });
        let row = self.draws.edit(number);
        add(&mut row.given, minor);
        let is_guarantee = debt.is_none();
        if is_guarantee {
            add(&mut row.guaranteed, minor);
        }
        if it.starts {
            self.draw_recovery_starts(number, period.from());
        }
        self.note(payee, it.of.on.month(), at, |page| {
            add(&mut page.accrued, if is_guarantee { minor } else { 0 });
        });
    }

    /// A receivable for a part of a draw.
    fn draw_debt(
        &mut self,
        number: u32,
        period: crate::time::Period,
        minor: i64,
        stage: DebtStage,
        lot: u32,
    ) -> u32 {
        let row = self.draws.row(number);
        let recovery = self.draw_words(row).recovery.as_ref();
        let (payee, rank) = (row.payee, recovery.map_or(0, |recovery| recovery.rank));
        let row = ReceivableRow::new(payee, minor);
        let receivable = self.receivables.push(row);
        let debt = DebtRow { draw: number, period, stage, lot, rank, forgiven: 0 };
        self.debts.insert(receivable, debt);
        self.draws_owed.insert((payee, rank, receivable));
        self.draw_owes(number, stage, minor);
        receivable
    }

    /// Counts what is owed of a draw.
    fn draw_owes(&mut self, number: u32, stage: DebtStage, minor: i64) {
        let row = self.draws.edit(number);
        let payee = row.payee;
        match stage {
            DebtStage::Covered => add(&mut row.covered, minor),
            _ => add(&mut row.owed, minor),
        }
        add(&mut self.payees.edit(payee).draws_owed, minor);
    }

    pub(super) fn draw_reckoned(&mut self, at: At, it: &DrawReckoned) {
        let number = self.draw_of(&it.of);
        let period = it.of.period;
        self.moment_passed(number, true, |moment| *moment == DrawMoment::Closes(period));
        let given = self.draws_given.get(&(number, period)).map(|(_, row)| row.debt);
        let receivable = given.flatten().expect("what is reckoned was given in advance");
        let stage = it.from.map_or(DebtStage::Waiting, DebtStage::From);
        let debts = self.debts.find(&receivable).expect("a draw in advance is a debt");
        let debt = self.debts.edit(debts);
        debt.stage = stage;
        let (lot, covered, guaranteed) = (debt.lot, it.covered.minor(), it.guaranteed.minor());
        add(&mut debt.forgiven, guaranteed);
        let row = self.receivables.edit(receivable);
        add(&mut row.amount, -covered);
        add(&mut row.outstanding, -covered - guaranteed);
        self.draw_is_settled(receivable);
        self.draw_owes(number, stage, -covered - guaranteed);
        if covered > 0 {
            self.draw_debt(number, period, covered, DebtStage::Covered, lot);
        }
        let row = self.draws.edit(number);
        add(&mut row.guaranteed, guaranteed);
        let payee = row.payee;
        if it.starts {
            self.draw_recovery_starts(number, period.from());
        }
        self.note(payee, it.of.on.month(), at, |page| add(&mut page.accrued, guaranteed));
    }

    pub(super) fn draw_ended(&mut self, at: At, it: &DrawEnded) {
        let number = self.draw_of(&it.of);
        self.set_moments(number, Vec::new());
        self.draws.edit(number).is_over = true;
        let payee = self.draws.row(number).payee;
        let minor = it.forgiven.minor();
        if minor > 0 {
            for receivable in self.open_debts(number) {
                let debts = self.debts.find(&receivable).expect("an open debt is one");
                let outstanding = self.receivables.row(receivable).outstanding;
                let debt = self.debts.edit(debts);
                add(&mut debt.forgiven, outstanding);
                let stage = debt.stage;
                self.receivables.edit(receivable).outstanding = 0;
                self.draw_is_settled(receivable);
                self.draw_owes(number, stage, -outstanding);
            }
            add(&mut self.draws.edit(number).forgiven, minor);
        }
        self.draw_recovery_starts(number, it.from);
        self.note(payee, it.of.on.month(), at, |page| add(&mut page.accrued, minor));
    }

    /// The debts of a draw that are open and were not earned.
    fn open_debts(&self, number: u32) -> Vec<u32> {
        let payee = self.draws.row(number).payee;
        let owed = self.draws_owed.range((payee, 0, 0)..=(payee, u16::MAX, u32::MAX));
        let is_its = |receivable: &u32| {
            let debt = self.debt(*receivable);
            debt.is_some_and(|it| it.draw == number && it.stage != DebtStage::Covered)
        };
        owed.map(|(_, _, receivable)| receivable).filter(is_its).collect()
    }

    /// What waited for a period without a draw is recovered from a day on.
    fn draw_recovery_starts(&mut self, number: u32, from: Date) {
        for receivable in self.open_debts(number) {
            let debts = self.debts.find(&receivable).expect("an open debt is one");
            if self.debts.row(debts).stage == DebtStage::Waiting {
                self.debts.edit(debts).stage = DebtStage::From(from);
            }
        }
    }

    /// A receivable without anything outstanding is owed no more.
    fn draw_is_settled(&mut self, receivable: u32) {
        let row = self.receivables.row(receivable);
        if row.outstanding == 0 {
            let rank = self.debt(receivable).expect("it is a draw's").rank;
            self.draws_owed.remove((row.payee, rank, receivable));
        }
    }

    /// A run keeps something against draws.
    pub(super) fn draws_kept(&mut self, recovered: &[Recovery]) {
        for Recovery { receivable, amount } in recovered {
            add(&mut self.receivables.edit(*receivable).outstanding, -amount.minor());
            self.draw_is_settled(*receivable);
            let debt = self.debt(*receivable).expect("what is kept against a draw is a draw's");
            self.draw_owes(debt.draw, debt.stage, -amount.minor());
        }
    }

    /// What a void run kept against a draw is owed again.
    pub(super) fn draw_owed_again(&mut self, receivable: u32, minor: i64) {
        let row = self.receivables.edit(receivable);
        add(&mut row.outstanding, minor);
        let payee = row.payee;
        let debt = self.debt(receivable).expect("what was kept against a draw is a draw's");
        let (draw, rank, stage) = (debt.draw, debt.rank, debt.stage);
        self.draws_owed.insert((payee, rank, receivable));
        self.draw_owes(draw, stage, minor);
    }
}
