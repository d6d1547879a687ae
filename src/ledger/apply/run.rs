//! Applies payout runs: lots go into lines, out of them again, or are paid.

use super::{Beside, add};
use crate::books::run_of;
use crate::command::Command;
use crate::event::{LinePulled, LineVoided, RunLine, RunLocked, RunSettled};
use crate::ledger::decide::lots_by;
use crate::ledger::state::{LineRow, Place, PulledRow, RunRow, State};
use crate::payout::RunStage;
use crate::record::At;
use std::sync::Arc;

impl State {
    /// The run a command names.
    pub(super) fn run(&self, beside: Beside<'_>) -> u32 {
        let run = run_of(beside.command).expect("an event of a run stands beside its command");
        self.runs.find(run).expect("the run is on file")
    }

    pub(super) fn run_locked(&mut self, beside: Beside<'_>, it: &RunLocked) {
        let Command::LockRun(told) = beside.command else {
            panic!("a run is locked by {}", beside.command.kind())
        };
        let group = self.groups.find(&told.run.group).expect("a run has a pay group");
        let row = RunRow {
            sequence: beside.first,
            stage: RunStage::Locked,
            group,
            unit: it.employees.unit(),
            cut_off: told.cut_off,
            locked_by: beside.told.by.id.clone(),
            gross: it.gross.minor(),
            draws: it.draws.map_or(0, |draws| draws.minor()),
            recovered: it.recovered.minor(),
            employees: it.employees.minor(),
            contractors: it.contractors.minor(),
            digest: it.digest,
            approved: false,
            export: None,
            paying: 0,
            answered: 0,
            first_line: self.lines.next(),
            lines: it.lines,
            first_left_out: self.thresholds.left_out.next(),
            left_out: it.left_out.unwrap_or(0),
            first_pay_cap: self.pay_caps.rows.next(),
            pay_caps: 0,
            first_pulled: self.pulled.next(),
            pulled: it.pulled.unwrap_or(0),
            off_cycle: told.off_cycle,
        };
        let number = self.runs.insert(told.run.clone(), row);
        let last_day = told.run.period.last_day();
        let through = self.pay_group_words.run_through.find_or_insert(&group, || last_day);
        let through = self.pay_group_words.run_through.edit(through);
        *through = last_day.max(*through);
        let newest = self.newest_runs.find_or_insert(&(group, told.run.period), || number);
        *self.newest_runs.edit(newest) = number;
    }

    pub(super) fn run_line(&mut self, beside: Beside<'_>, it: &RunLine) {
        let run = self.run(beside);
        let payee = self.payees.find(&it.payee).expect("a line names a payee");
        let lots = lots_by(self, payee, self.runs.row(run).cut_off);
        self.runs.edit(run).paying += u32::from(it.paid.is_positive());
        let line = self.lines.next();
        for lot in &lots {
            self.payable.remove((payee, *lot));
            self.lots.edit(*lot).place = Place::InRun(line);
        }
        let recoveries: Arc<[(u32, i64)]> =
            it.recovered.iter().map(|it| (it.receivable, it.amount.minor())).collect();
        let mut recovered = 0;
        for (receivable, minor) in recoveries.iter() {
            recovered += minor;
            let row = self.receivables.edit(*receivable);
            add(&mut row.outstanding, -minor);
            if row.outstanding == 0 {
                self.owed.remove((payee, *receivable));
            }
        }
        add(&mut self.payees.edit(payee).owes, -recovered);
        self.draws_kept(&it.draws_recovered);
        let of_draws = it.draws_recovered.iter().map(|it| (it.receivable, it.amount.minor()));
        let recoveries: Arc<[(u32, i64)]> =
            recoveries.iter().copied().chain(of_draws.clone()).collect();
        let draws_recovered: i64 = of_draws.map(|(_, minor)| minor).sum();
        recovered += draws_recovered;
        let draws = it.draws.map_or(0, |draws| draws.minor());
        let payable = it.gross.minor() + draws;
        let row = self.payees.edit(payee);
        add(&mut row.payable, -payable);
        add(&mut row.in_run, payable);
        add(&mut row.kept_in_run, recovered);
        if let Some(exchanged) = &it.exchanged {
            self.line_rates.insert(line, exchanged.quote.clone());
        }
        self.lines.push(LineRow {
            run,
            payee,
            class: it.class,
            gross: it.gross.minor(),
            draws,
            paid: it.paid.minor(),
            recovered,
            draws_recovered,
            kept_at_most: it.kept_at_most.map(|most| most.minor()),
            recoveries,
            lots: lots.into(),
            answer: None,
        });
    }

    pub(super) fn line_pulled(&mut self, beside: Beside<'_>, at: At, it: &LinePulled) {
        let payee = self.payees.find(&it.payee).expect("who is pulled is a payee");
        self.pulled.push(PulledRow {
            run: self.run(beside),
            payee,
            payable: it.payable.minor(),
            net: it.net.minor(),
            reason: it.reason.clone(),
        });
        self.note(payee, it.on.month(), at, |_| {});
    }

    pub(super) fn run_approved(&mut self, beside: Beside<'_>) {
        let run = self.run(beside);
        let row = self.runs.edit(run);
        (row.stage, row.approved) = (RunStage::Approved, true);
    }

    pub(super) fn run_exported(&mut self, beside: Beside<'_>) {
        let Command::RecordExport(told) = beside.command else {
            panic!("a run is exported by {}", beside.command.kind())
        };
        let run = self.run(beside);
        let row = self.runs.edit(run);
        (row.stage, row.export) = (RunStage::Exported, Some((beside.first, told.file)));
    }

    pub(super) fn run_settled(&mut self, beside: Beside<'_>, at: At, it: &RunSettled) {
        let run = self.run(beside);
        self.runs.edit(run).stage = RunStage::Settled;
        self.above_settled(run);
        let month = it.on.month();
        for number in self.runs.row(run).each_line() {
            let line = self.lines.row(number);
            if line.is_rejected() {
                continue;
            }
            let (payee, gross, paid, lots) =
                (line.payee, line.payable(), line.net(), Arc::clone(&line.lots));
            let recovered = line.recovered;
            for lot in lots.iter() {
                self.lots.edit(*lot).place = Place::Paid(number);
            }
            let row = self.payees.edit(payee);
            add(&mut row.in_run, -gross);
            add(&mut row.kept_in_run, -recovered);
            add(&mut row.paid, gross);
            self.note(payee, month, at, |page| add(&mut page.paid, paid));
        }
    }

    pub(super) fn lines_acknowledged(&mut self, beside: Beside<'_>) {
        let Command::AcknowledgeLines(told) = beside.command else {
            panic!("lines are acknowledged by {}", beside.command.kind())
        };
        let run = self.run(beside);
        for told in &told.lines {
            let payee = self.payees.find(&told.payee).expect("a line names a payee");
            let line = self.line_of(run, payee).expect("an answered line was locked");
            if self.lines.row(line).answer.is_none() {
                let row = self.lines.edit(line);
                row.answer = Some(told.answer.clone());
                self.runs.edit(run).answered += u32::from(row.paid > 0);
            }
        }
        let row = self.runs.row(run);
        if row.answered == row.paying {
            self.runs.edit(run).stage = RunStage::Acknowledged;
        }
    }

    pub(super) fn line_rejected(&mut self, beside: Beside<'_>, at: At, it: &LineVoided) {
        self.line_voided(beside, it);
        let payee = self.payees.find(&it.payee).expect("a line names a payee");
        self.never_measured_for(self.run(beside), payee);
        self.note(payee, it.on.month(), at, |_| {});
    }

    pub(super) fn run_voided(&mut self, beside: Beside<'_>) {
        let run = self.run(beside);
        self.runs.edit(run).stage = RunStage::Void;
        self.measured_never(run);
    }

    /// Puts a line's lots and receivables back where they were.
    pub(super) fn line_voided(&mut self, beside: Beside<'_>, it: &LineVoided) {
        let run = self.run(beside);
        let payee = self.payees.find(&it.payee).expect("a line names a payee");
        let line = self.line_of(run, payee).expect("a void line was locked");
        let gross = self.lines.row(line).payable();
        let lots = Arc::clone(&self.lines.row(line).lots);
        for lot in lots.iter() {
            self.lots.edit(*lot).place = Place::Payable;
            self.payable.insert((payee, *lot));
        }
        let recoveries = Arc::clone(&self.lines.row(line).recoveries);
        for (receivable, minor) in recoveries.iter() {
            if self.debt(*receivable).is_some() {
                self.draw_owed_again(*receivable, *minor);
                continue;
            }
            add(&mut self.receivables.edit(*receivable).outstanding, *minor);
            self.owed.insert((payee, *receivable));
        }
        let row = self.payees.edit(payee);
        add(&mut row.in_run, -gross);
        add(&mut row.payable, gross);
        add(&mut row.kept_in_run, -it.recovered.minor());
        let draws = it.draws_recovered.map_or(0, |draws| draws.minor());
        add(&mut row.owes, it.recovered.minor() - draws);
    }
}
