//! Payout runs and their lines, as they were locked and as payroll answered. Owned values, as in
//! `view`.

use super::Ledger;
use super::state::RunRow;
use super::view_draws::DrawRecovered;
use super::view_pay_caps::PayCapView;
use super::view_thresholds::LeftOutView;
use crate::digest::Digest;
use crate::exchange::Quote;
use crate::id::{PayGroupId, PayeeId, ReasonCode};
use crate::money::{Amount, Unit};
use crate::payee::WorkerClass;
use crate::payout::recovery::RecoveryLimit;
use crate::payout::{Acknowledgement, RunId, RunStage};
use crate::time::{Date, Period};

/// A payout run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunView {
    /// Which run.
    pub run: RunId,
    /// Where it stands.
    pub stage: RunStage,
    /// What became payable by the end of this day is in it.
    pub cut_off: Date,
    /// The digest of its lines.
    pub digest: Digest,
    /// What was payable, but for draws.
    pub gross: Amount,
    /// What draws gave.
    pub draws: Amount,
    /// What was kept against receivables, draws among them.
    pub recovered: Amount,
    /// What is paid, if payroll takes every line, in the currency the run pays in.
    pub paid: Amount,
    /// What of it payroll rejected, and is payable again.
    pub rejected: Amount,
    /// Its lines, sorted by payee id.
    pub lines: Vec<RunLineView>,
    /// Who has none, for they were below the threshold; sorted by payee id.
    pub left_out: Vec<LeftOutView>,
    /// Who was pulled from it by name; sorted by payee id.
    pub pulled: Vec<PulledView>,
    /// Whether it stands beside the regular run of its period.
    pub off_cycle: bool,
    /// How caps at payout measured what it takes, sorted by payee id.
    pub pay_caps: Vec<PayCapView>,
}

/// Somebody who was pulled from a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PulledView {
    /// Who.
    pub payee: PayeeId,
    /// What was payable, draws among it.
    pub payable: Amount,
    /// What would have been paid.
    pub net: Amount,
    /// Why, as a code.
    pub reason: ReasonCode,
}

/// One payee's line of a run: `gross + draws = paid + recovered`. Where what is left is converted
/// before it is paid, that is before it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunLineView {
    /// Who is paid.
    pub payee: PayeeId,
    /// How they are engaged, frozen when the run was locked.
    pub class: WorkerClass,
    /// How many lots are in it.
    pub lots: usize,
    /// What was payable, but for draws.
    pub gross: Amount,
    /// What draws gave.
    pub draws: Amount,
    /// What was kept against receivables, draws among them.
    pub recovered: Amount,
    /// What of it was kept against draws, in the order it was kept.
    pub draws_recovered: Vec<DrawRecovered>,
    /// The recovery limit, where it let less be kept than was owed.
    pub kept_at_most: Option<Amount>,
    /// What is paid, in the currency the run pays in.
    pub paid: Amount,
    /// By which rate that was converted; `None` where it was not, or nothing was left to pay.
    pub exchanged: Option<Quote>,
    /// The currency of the pay group, where the run pays in the plans' because no rate was told.
    pub instead_of: Option<Unit>,
    /// What payroll said of it; `None` while it did not.
    pub answer: Option<Acknowledgement>,
}

impl RunLineView {
    /// Whether payroll did not take it, so that it is payable again.
    pub fn is_rejected(&self) -> bool {
        matches!(self.answer, Some(Acknowledgement::Rejected(_)))
    }

    /// What was payable, draws among it.
    pub fn payable(&self) -> Amount {
        let sum = self.gross.checked_add(self.draws);
        sum.expect("L2: what is payable was accrued within the bound")
    }

    /// What of it is left to pay, in the currency of the payee's account.
    pub fn net(&self) -> Amount {
        let left = self.payable().checked_sub(self.recovered);
        left.expect("L7: a line keeps no more than is payable")
    }
}

impl Ledger {
    /// A payout run with its lines; `None` when it is not on file.
    pub fn run(&self, run: &RunId) -> Option<RunView> {
        let (number, row) = self.state.runs.get(run)?;
        let unit = self.state.account_unit(self.state.groups.row(row.group));
        let amount = |minor| Self::amount(minor, unit);
        Some(RunView {
            run: run.clone(),
            stage: row.stage,
            cut_off: row.cut_off,
            digest: row.digest,
            gross: amount(row.gross),
            draws: amount(row.draws),
            recovered: amount(row.recovered),
            paid: Self::amount(row.employees + row.contractors, row.unit),
            rejected: Self::amount(self.rejected(row), row.unit),
            lines: row.each_line().map(|line| self.line_view(line)).collect(),
            left_out: row.each_left_out().map(|number| self.left_out_view(number)).collect(),
            pulled: row.each_pulled().map(|number| self.pulled_view(number, unit)).collect(),
            off_cycle: row.off_cycle,
            pay_caps: self.pay_cap_views(number),
        })
    }

    /// One payee's line of a run; `None` when the run has none for them.
    pub fn run_line(&self, run: &RunId, payee: &PayeeId) -> Option<RunLineView> {
        let (number, payee) = (self.state.runs.find(run)?, self.state.payees.find(payee)?);
        Some(self.line_view(self.state.line_of(number, payee)?))
    }

    fn pulled_view(&self, number: u32, unit: Unit) -> PulledView {
        let row = self.state.pulled.row(number);
        PulledView {
            payee: self.state.payees.key(row.payee).clone(),
            payable: Self::amount(row.payable, unit),
            net: Self::amount(row.net, unit),
            reason: row.reason.clone(),
        }
    }

    /// What the lines come to that payroll rejected.
    fn rejected(&self, row: &RunRow) -> i64 {
        let lines = row.each_line().map(|line| self.state.lines.row(line));
        lines.filter(|line| line.is_rejected()).map(|line| line.paid).sum()
    }

    fn line_view(&self, number: u32) -> RunLineView {
        let line = self.state.lines.row(number);
        let (unit, run) = (self.state.account_in(line.payee), self.state.runs.row(line.run));
        let paid_in = self.state.groups.row(run.group).unit;
        RunLineView {
            payee: self.state.payees.key(line.payee).clone(),
            class: line.class,
            lots: line.lots.len(),
            gross: Self::amount(line.gross, unit),
            draws: Self::amount(line.draws, unit),
            recovered: Self::amount(line.recovered, unit),
            draws_recovered: self.draws_recovered(&line.recoveries),
            kept_at_most: line.kept_at_most.map(|most| Self::amount(most, unit)),
            paid: Self::amount(line.paid, run.unit),
            exchanged: self.state.line_rates.get(&number).map(|(_, quote)| quote.clone()),
            instead_of: (run.unit != paid_in).then_some(paid_in),
            answer: line.answer.clone(),
        }
    }

    /// The period of a pay group that a day lies in, by its calendar or by months; `None` for a
    /// group that is not on file.
    ///
    /// ```
    /// use referral_ledger::{Ledger, date};
    /// assert_eq!(Ledger::default().pay_period(&"us-field".parse()?, date!(2026-03-31)), None);
    /// # Ok::<(), referral_ledger::id::IdError>(())
    /// ```
    pub fn pay_period(&self, group: &PayGroupId, day: Date) -> Option<Period> {
        self.state.pay_period_of(self.state.groups.find(group)?, day)
    }

    /// The recovery limit of a pay group on a day; `None` where it has none.
    pub fn recovery_limit(&self, group: &PayGroupId, day: Date) -> Option<RecoveryLimit> {
        self.state.recovery_limit_on(self.state.groups.find(group)?, day)
    }

    /// All payout runs, in the order they were locked.
    pub fn runs(&self) -> impl Iterator<Item = RunView> {
        self.state.runs.iter().filter_map(|(_, run, _)| self.run(run))
    }
}
