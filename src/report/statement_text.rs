//! A statement as a page of plain text: for the person it is about, who may mistrust a zero, and
//! who can check every figure on it with a pocket calculator.
//!
//! Knows widths, words and order; the figures and reasons are the statement's. All amounts of a
//! page have one currency, so figures stand in one column under its name, without digit groups.

use super::cause::Cause;
use super::directory::Directory;
use super::page::{Page, WIDTH, one_line};
use super::statement::{ReasonedLine, Stands, Statement, sum};
use super::statement_draws::DrawLine;
use super::statement_in_kind;
use super::statement_left_out::LeftOutLine;
use super::statement_lines::{DebtChange, DebtLine, HoldLine, PaidLine, VestedLine, Waited};
use super::statement_pay_caps::PayCapLine;
use crate::event::{HeldBackUntil, TakenFrom};
use crate::ledger::view_draws::DrawRecovered;
use crate::money::{Amount, ExactAmount, Unit};
use crate::reward::RewardId;
use crate::why::{Fate, Step, ZeroReason};

impl Statement {
    /// The statement as plain text, 80 columns wide. The same statement and name give the same
    /// bytes.
    ///
    /// Sections without lines are left out. A payee whom the directory does not name stands under
    /// their id alone.
    ///
    /// ```
    /// # use referral_ledger::{Journal, command::*, money::Unit, payee::WorkerClass, told::*};
    /// # use referral_ledger::date;
    /// use referral_ledger::report::{Directory, Statement};
    /// # let mut journal = Journal::in_memory();
    /// # let mut tell = |key: &str, command: Command| -> Result<(), Box<dyn std::error::Error>> {
    /// #     let (at, by) = ("2026-03-02T08:00:00.000Z".parse()?, Actor::human("hr".parse()?));
    /// #     journal.submit(&Told { at, by, key: key.parse()? }, command).map(drop)?;
    /// #     Ok(())
    /// # };
    /// # let (group, entity) = ("us-field".parse()?, "acme".parse()?);
    /// # tell("1", DefinePayGroup { group, entity, unit: "USD".parse::<Unit>()? }.into())?;
    /// # let (group, class) = ("us-field".parse()?, WorkerClass::Employee);
    /// # let employed_from = date!(2026-01-01);
    /// # tell("2", RegisterPayee { payee: "T07".parse()?, group, class, employed_from }.into())?;
    /// let ana = "T07".parse()?;
    /// let statement = Statement::of(journal.ledger(), &journal, &ana, "2026-03".parse()?)?;
    /// let page = statement.render(&Directory::new().with(&ana, "Ana Ruiz"));
    /// assert!(page.starts_with("Rewards of Ana Ruiz (T07), 2026-03, open: may still change\n"));
    /// assert!(page.contains("Nothing was booked in this month."));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn render(&self, names: &Directory) -> String {
        let mut page = Page::default();
        let who = match names.name(&self.payee) {
            Some(name) => format!("{} ({})", one_line(name), self.payee),
            None => self.payee.to_string(),
        };
        let state = if self.closed { "closed" } else { "open: may still change" };
        page.line(&format!("Rewards of {who}, {}, {state}", self.month));
        page.line(&"=".repeat(WIDTH));
        self.sections(&mut page);
        self.sum_up(&mut page);
        if let Some(stands) = self.stands {
            self.stand(&mut page, &stands);
        }
        page.text
    }

    fn sections(&self, page: &mut Page) {
        let unit = self.unit();
        let start = page.text.len();
        let sections = [
            ("EARNED", &self.earned, Some(("earned in all", self.sums.earned))),
            ("TAKEN BACK", &self.taken_back, Some(("taken back in all", self.sums.taken_back))),
            ("NOTHING, AND WHY", &self.nothing, None),
        ];
        for (title, lines, total) in sections.into_iter().filter(|(_, lines, _)| !lines.is_empty())
        {
            page.heading(title, unit.code());
            for line in lines {
                page.reasoned(line, Amount::zero(unit));
            }
            if let Some((words, amount)) = total {
                page.total(words, amount);
            }
        }
        if !self.vested.is_empty() {
            page.heading("BECAME PAYABLE (counted in the month it was earned)", unit.code());
            self.vested.iter().for_each(|line| page.vested(line));
        }
        if !self.holds.is_empty() {
            page.heading("ON HOLD, AND RELEASED", "");
            self.holds.iter().for_each(|line| page.held(line));
        }
        if !self.draws.is_empty() {
            page.heading("DRAWS (to be paid back: they change nothing in the sum)", unit.code());
            self.draws.iter().for_each(|line| page.drawn(line));
        }
        if !self.left_out.is_empty() {
            page.heading("LEFT OUT OF A RUN, AND WHY", unit.code());
            self.left_out.iter().for_each(|line| page.left_out(line));
        }
        if !self.pay_caps.is_empty() {
            page.heading("ABOVE A CAP WHEN A RUN WAS LOCKED", unit.code());
            self.pay_caps.iter().for_each(|line| page.above_cap(line));
        }
        if !self.paid.is_empty() {
            page.heading("PAID", unit.code());
            self.paid.iter().for_each(|line| page.paid(line));
            page.total("paid in all", self.sums.paid);
        }
        if !self.debts.is_empty() {
            page.heading("WHAT WAS OWED BACK AFTER THE LAST DAY", unit.code());
            self.debts.iter().for_each(|line| page.debt(line));
        }
        statement_in_kind::sections(page, &self.in_kind, &self.in_kind_stands);
        if page.text.len() == start {
            page.line("");
            page.line("Nothing was booked in this month.");
        }
    }

    fn sum_up(&self, page: &mut Page) {
        let sums = self.sums;
        page.heading("THE SUM", self.unit().code());
        page.term(' ', &format!("brought in from before {}", self.month), sums.opening);
        page.term('+', "earned", sums.earned);
        page.term('-', "taken back", sums.taken_back);
        page.term('-', "paid", sums.paid);
        if !sums.repaid.is_zero() {
            page.term('+', "paid back", sums.repaid);
        }
        if !sums.written_off.is_zero() {
            page.term('+', "written off", sums.written_off);
        }
        page.rule();
        page.term('=', &format!("carried out of {}", self.month), sums.closing);
        if let Some(paid) = self.paid_in_year {
            let words = format!(
                "paid in {} so far, with what was paid before this journal",
                self.month.from().year()
            );
            page.term(' ', &words, paid);
        }
        if sums.closing.is_negative() {
            page.line("  (below zero: more is owed back than is to come)");
        }
    }

    fn stand(&self, page: &mut Page, stands: &Stands) {
        page.heading("WHERE THAT STANDS NOW", self.unit().code());
        page.term(' ', "held, each amount until its day", stands.held);
        if !stands.held_back.is_zero() {
            page.term('+', "held back", stands.held_back);
        }
        if !stands.carried.is_zero() {
            page.term('+', "carried by a cap to a later period", stands.carried);
        }
        if !stands.queued.is_zero() {
            page.term('+', "waiting in a pool", stands.queued);
        }
        page.term('+', "payable, waiting for a run", stands.payable);
        if !stands.on_hold.is_zero() {
            page.figure("  (of it on hold by hand, and in no run)", &stands.on_hold.digits());
        }
        page.term('+', "in a run that is not settled, to be paid", stands.in_run);
        page.term('-', "owed back, to be kept from a run", stands.owed_back);
        if !stands.former_debt.is_zero() {
            page.term('-', "owed back, and kept from no run", stands.former_debt);
        }
        if !stands.draws_owed.is_zero() {
            page.term('-', "owed back of draws", stands.draws_owed);
        }
        if stands.later.is_positive() {
            let words =
                format!("earned after {}, less what was paid or taken back then", self.month);
            page.term('-', &words, stands.later);
        }
        if stands.later.is_negative() {
            let words =
                format!("paid or taken back after {}, less what was earned then", self.month);
            page.term('+', &words, stands.later.negated());
        }
        page.rule();
        page.term('=', &format!("carried out of {}", self.month), self.sums.closing);
    }
}

impl Page {
    /// What became of a debt.
    fn debt(&mut self, line: &DebtLine) {
        let words = match line.change {
            DebtChange::Moved => "moved: no run keeps anything for it any more",
            DebtChange::Repaid => "paid back in money",
            DebtChange::WrittenOff => "written off",
            DebtChange::NoLongerWrittenOff => "written off before: now paid, or never owed",
        };
        self.figure(&format!("{}  {words}", line.on), &line.amount.digits());
        let by = line.by.as_ref().map(|(proposed, approved)| {
            format!(": proposed by {proposed}, approved by {approved}")
        });
        if let Some(reason) = &line.reason {
            self.detail(&format!("reason {reason}{}", by.unwrap_or_default()));
        }
    }

    /// An amount or a zero: date, source and fact; which rule, and its clause; the steps; what
    /// became of it.
    pub(super) fn reasoned(&mut self, line: &ReasonedLine, zero: Amount) {
        let why = &line.why;
        let head = format!("{}  {}, {}", why.booked_on, why.source.short(), line.cause);
        self.figure(&head, &why.amount.unwrap_or(zero).digits());
        if why.fact_on != why.booked_on {
            self.detail(&format!("(belongs to {}, a closed month)", why.fact_on));
        }
        match &line.cause {
            Cause::Refund { payment, .. } => {
                self.detail(&format!("it takes back from payment {}", payment.short()));
            }
            Cause::Cancelled { reason } | Cause::Retracted { reason, .. } => {
                self.detail(&format!("reason given: {reason}"));
            }
            _ => {}
        }
        let unmet = |step: &&Step| matches!(step, Step::Unmet(..));
        why.steps.iter().filter(unmet).for_each(|step| self.detail(&step.to_string()));
        if let Some((plan, rule)) = &why.rule {
            let pays_nothing =
                why.steps.last() == Some(&Step::Nothing(ZeroReason::RulePaysNothing));
            let pays = if pays_nothing { ", which pays nothing" } else { "" };
            self.detail(&format!("rule {rule} of {plan}{pays}"));
        }
        if let Some(clause) = &line.clause {
            self.detail(&format!("\"{}\"", one_line(clause)));
        }
        self.steps(line);
        for (from, amount) in &line.taken_from {
            self.detail(&match from {
                TakenFrom::HeldBack => format!("{amount} of it was held back and is gone"),
                TakenFrom::Carried => format!("{amount} of it was carried and is gone"),
                TakenFrom::Queued => format!("{amount} of it waited in a pool and is gone"),
                TakenFrom::Held => format!("{amount} of it was held and is gone"),
                TakenFrom::Payable if !amount.unit().is_money() => {
                    let could = statement_in_kind::of_unit(amount.unit()).could_be;
                    format!("{amount} of it {could} and is gone")
                }
                TakenFrom::Receivable if amount.unit() == Unit::GIFT => {
                    format!("{amount} of it was handed over and stays")
                }
                TakenFrom::Payable => format!("{amount} of it was payable and is gone"),
                TakenFrom::Receivable if by_hand(&line.cause) => {
                    format!("{amount} of it was not there to take: owed back")
                }
                TakenFrom::Receivable => format!("{amount} of it was in a run or paid: owed back"),
            });
        }
        match why.fate {
            Fate::PayableFrom(day) => self.detail(&format!("{} {day}", why.payable_from())),
            Fate::HeldUntil(day) => {
                self.detail(&format!("held, and {} {day}", why.payable_from()));
            }
            Fate::HeldUntilReached(milestone) => {
                self.detail(&format!("held until {milestone}"));
            }
            Fate::HeldUntilApproved => self.detail("held until approved"),
            Fate::CarriedTo(_)
            | Fate::Queued
            | Fate::HeldBack
            | Fate::Nothing
            | Fate::TakenBack
            | Fate::Forgiven
            | Fate::Restored => {}
        }
    }

    /// The steps of the calculation, each with what a calculator needs beside it.
    fn steps(&mut self, line: &ReasonedLine) {
        let mut before: Option<&Step> = None;
        for step in &line.why.steps {
            if let Some(sum) = counted_so_far(step, &line.cause) {
                self.detail(&sum);
            }
            let said = matches!(step, Step::Unmet(..))
                || matches!(step, Step::Nothing(ZeroReason::RulePaysNothing));
            if !said {
                self.detail(&format!("{step}{}", remark(step, before)));
            }
            before = Some(step);
        }
    }

    pub(super) fn vested(&mut self, line: &VestedLine) {
        let count = match line.lots {
            1 => "1 amount".to_owned(),
            lots => format!("{lots} amounts"),
        };
        let waited = match line.after {
            Waited::Day => "held until this day".to_owned(),
            Waited::Milestone(milestone) => format!("held until {milestone}"),
            Waited::Pool => "waited in a pool".to_owned(),
            Waited::Cap => "carried by a cap to this day".to_owned(),
            Waited::Approval => "approved".to_owned(),
            Waited::HeldBack(HeldBackUntil::Until(milestone)) => {
                format!("held back until {milestone}")
            }
            Waited::HeldBack(HeldBackUntil::On(_)) => "held back until this day".to_owned(),
            Waited::HeldBack(HeldBackUntil::Collected) => {
                "held back until this was collected".to_owned()
            }
        };
        let words = format!("{}  {count} {waited}", line.due);
        self.figure(&words, &line.amount.digits());
        if line.due != line.on {
            self.detail(&format!("(booked on {}: its own month was closed)", line.on));
        }
    }

    fn held(&mut self, line: &HoldLine) {
        let RewardId { source, plan, rule, .. } = &line.reward;
        let what = if line.is_release { "released" } else { "put on hold" };
        self.line(&format!("{}  {what}: {}", line.on, source.short()));
        self.detail(&format!("rule {rule} of {plan}"));
        self.detail(&format!("reason given: {}", line.reason));
    }

    fn paid(&mut self, line: &PaidLine) {
        self.figure(&format!("{}  run {}", line.on, line.run), &line.paid.digits());
        if !(line.recovered.is_zero() && line.draws.is_zero() && line.kept_at_most.is_none()) {
            self.kept(line);
        }
        if let Some((quote, paid)) = &line.exchanged {
            self.detail(&format!("{} x {quote} = {paid}", line.paid));
        }
        if let Some(unit) = line.instead_of {
            self.detail(&format!("not in {unit}: no rate was told for the cut-off of the run"));
        }
    }

    /// What a run kept of what was payable.
    fn kept(&mut self, line: &PaidLine) {
        self.detail(&format!("{} was payable", line.gross));
        if !line.draws.is_zero() {
            self.detail(&format!("and {} of draws", line.draws));
        }
        let of_draws = line.draws_recovered.iter().map(|it| it.amount.negated());
        let owed_back = sum(line.recovered, of_draws);
        if !owed_back.is_zero() {
            self.detail(&format!("less {owed_back} kept against what was owed back"));
        }
        for DrawRecovered { draw, period, amount } in &line.draws_recovered {
            self.detail(&format!("less {amount} kept against the draw {draw} of {period}"));
        }
        if let Some(most) = line.kept_at_most {
            self.detail(&format!("(a run keeps at most {most}: the rest stays owed)"));
        }
        self.detail(&format!("= {} paid", line.paid));
    }

    fn left_out(&mut self, line: &LeftOutLine) {
        self.figure(&format!("{}  run {}", line.on, line.run), &line.payable.digits());
        line.sentences().iter().for_each(|sentence| self.detail(sentence));
    }

    fn above_cap(&mut self, line: &PayCapLine) {
        self.figure(&format!("{}  run {}", line.on, line.run), &line.above.digits());
        line.sentences().iter().for_each(|sentence| self.detail(sentence));
    }

    fn drawn(&mut self, line: &DrawLine) {
        let (head, amount, below) = line.words();
        self.figure(&head, &amount.map(|amount| amount.digits()).unwrap_or_default());
        below.iter().for_each(|sentence| self.detail(sentence));
    }
}

/// Whether two persons decided it: what was not there was not looked for in runs.
fn by_hand(cause: &Cause) -> bool {
    matches!(cause, Cause::Adjusted | Cause::Restated)
}

/// With cumulative rounding a rate is applied to all that was counted so far: the sum that leads
/// to it, where this payment is not all of it.
fn counted_so_far(step: &Step, cause: &Cause) -> Option<String> {
    let (Step::Rate(base, ..), Cause::Payment { net: Some(net), .. }) = (step, cause) else {
        return None;
    };
    let before = base.minus(ExactAmount::from(*net))?;
    (!before.is_zero()).then(|| format!("{before} counted before + {net} now = {base}"))
}

/// The formula behind a step that does not say it: a part of what is taken back from several.
fn remark(step: &Step, before: Option<&Step>) -> String {
    match (step, before) {
        (Step::Part(had, whole, _), Some(Step::TakeBack(there, ..)))
            if had != there && whole != there =>
        {
            format!(" ({whole} x {had} / {there})")
        }
        _ => String::new(),
    }
}
