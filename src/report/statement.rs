//! The statement: what one payee is told about one month, each line with its Why.
//!
//! It is gathered from the payee's page in the ledger and from the records the page points to, and
//! owns everything it holds. It computes nothing but sums: amounts, reasons and days are those
//! frozen in the events. How it looks on paper is in `statement_text`.

use super::cause::Cause;
use super::statement_draws::{DrawLine, DrawTold, draw_clause};
use super::statement_in_kind::InKindLine;
use super::statement_left_out::LeftOutLine;
use super::statement_lines::{DebtChange, DebtLine, HoldLine, PaidLine, VestedLine, Waited};
use super::statement_pay_caps::PayCapLine;
use super::statement_places::{given_back, set_off_and_owed, taken_from};
use crate::command::{Command, ReleaseReward};
use crate::event::{Event, Reversed, ReversedShare, TakenFrom, VestedTotal};
use crate::id::PayeeId;
use crate::ledger::Ledger;
use crate::ledger::view::{InKindView, PageView, event_at};
use crate::money::Amount;
use crate::record::{At, RecordError, Records};
use crate::reward::Source;
use crate::time::{Date, Period};
use crate::why::{Fate, Step, Why};

/// What one payee is told about one calendar month of the books.
///
/// ```
/// use referral_ledger::Journal;
/// use referral_ledger::report::{Statement, StatementError};
/// let journal = Journal::in_memory();
/// let (nobody, march) = ("T07".parse()?, "2026-03".parse()?);
/// let refused = Statement::of(journal.ledger(), &journal, &nobody, march).unwrap_err();
/// assert_eq!(refused.to_string(), "payee T07 is not on file: register them first");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub(super) payee: PayeeId,
    pub(super) month: Period,
    pub(super) closed: bool,
    pub(super) earned: Vec<ReasonedLine>,
    pub(super) taken_back: Vec<ReasonedLine>,
    pub(super) nothing: Vec<ReasonedLine>,
    pub(super) vested: Vec<VestedLine>,
    pub(super) holds: Vec<HoldLine>,
    pub(super) draws: Vec<DrawLine>,
    pub(super) left_out: Vec<LeftOutLine>,
    pub(super) pay_caps: Vec<PayCapLine>,
    pub(super) paid: Vec<PaidLine>,
    pub(super) debts: Vec<DebtLine>,
    pub(super) in_kind: Vec<InKindLine>,
    pub(super) in_kind_stands: Vec<InKindView>,
    pub(super) sums: Sums,
    pub(super) stands: Option<Stands>,
    pub(super) paid_in_year: Option<Amount>,
}

/// The figures of the month:
/// `opening + earned - taken back - paid + repaid + written off = closing`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    /// What stood at the start: owed to the payee, less what they owe back.
    pub opening: Amount,
    /// What accrued.
    pub earned: Amount,
    /// What was taken back; never negative.
    pub taken_back: Amount,
    /// What was paid out in money; never negative.
    pub paid: Amount,
    /// What was paid back in money; never negative.
    pub repaid: Amount,
    /// What was written off of what the payee owed, less what was paid or never owed of that.
    pub written_off: Amount,
    /// What stands at the end. Negative when the payee owes more than is owed to them.
    pub closing: Amount,
}

/// An amount or a zero, with its Why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonedLine {
    /// What was booked, and why.
    pub why: Why,
    /// The fact that caused it.
    pub cause: Cause,
    /// The clause of the policy behind the rule; `None` when no plan was in force.
    pub clause: Option<String>,
    /// For an amount taken back: where it was. Empty otherwise.
    pub taken_from: Vec<(TakenFrom, Amount)>,
}

/// Where the closing balance is at the moment of asking, while the month is open:
/// `held back + carried + queued + held + payable + in run - owed back - draws owed - former debt -
/// later = closing`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stands {
    /// Held back until later.
    pub held_back: Amount,
    /// Carried by a cap to a later period.
    pub carried: Amount,
    /// Waiting in a pool.
    pub queued: Amount,
    /// Accrued, and waiting for its day.
    pub held: Amount,
    /// Waiting for a run.
    pub payable: Amount,
    /// What of it is on hold by hand, and enters no run.
    pub on_hold: Amount,
    /// To be paid by runs that are locked and not settled.
    pub in_run: Amount,
    /// Owed back by the payee, but for draws, and not in a run yet.
    pub owed_back: Amount,
    /// Owed by who has left, and moved out of payroll's reach.
    pub former_debt: Amount,
    /// Owed back of draws, and not in a run yet.
    pub draws_owed: Amount,
    /// What was booked after the month: earned, less taken back, less paid.
    pub later: Amount,
}

/// Why there is no statement.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StatementError {
    /// The payee is not on file.
    #[error("payee {payee} is not on file: register them first")]
    PayeeUnknown {
        /// The payee asked for.
        payee: PayeeId,
    },
    /// The period is not one calendar month.
    #[error(
        "a statement is made for a calendar month, and {period} is none: ask for one such as {}",
        period.from().month()
    )]
    NotAMonth {
        /// The period asked for.
        period: Period,
    },
    /// The records do not tell what the ledger holds.
    #[error(
        "the records tell {told} where the ledger holds {held}: \
         pass the records that the ledger was posted from"
    )]
    OtherRecords {
        /// The sum the records come to.
        told: Amount,
        /// The sum in the ledger.
        held: Amount,
    },
    /// A record cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
}

impl Statement {
    /// The statement of a payee for a month, from the ledger and the records it was posted from.
    ///
    /// Once the month is closed it never changes again (law L13).
    ///
    /// # Errors
    /// [`StatementError`]: an unknown payee, a period that is no month, or a record that cannot be
    /// read.
    pub fn of(
        ledger: &Ledger,
        records: &impl Records,
        payee: &PayeeId,
        month: Period,
    ) -> Result<Statement, StatementError> {
        if !month.is_month() {
            return Err(StatementError::NotAMonth { period: month });
        }
        let page = ledger
            .page(payee, month)
            .ok_or_else(|| StatementError::PayeeUnknown { payee: payee.clone() })?;
        let sums = Sums::of(&page);
        let mut statement = Statement {
            payee: payee.clone(),
            month,
            closed: page.closed,
            earned: Vec::new(),
            taken_back: Vec::new(),
            nothing: Vec::new(),
            vested: Vec::new(),
            holds: Vec::new(),
            draws: Vec::new(),
            left_out: Vec::new(),
            pay_caps: Vec::new(),
            paid: Vec::new(),
            debts: Vec::new(),
            in_kind: Vec::new(),
            in_kind_stands: Vec::new(),
            sums,
            stands: None,
            paid_in_year: ledger.paid_in_year(payee, month),
        };
        let mut told: Option<At> = None;
        for at in page.events {
            // A payee with two shares of one event has it on the page twice.
            if told != Some(at) {
                let (command, event) = event_at(records, at)?;
                statement.tell(ledger, &command, &event);
                told = Some(at);
            }
        }
        statement.check()?;
        if !statement.closed {
            statement.stands = stands(ledger, payee, sums.closing);
            statement.in_kind_stands = ledger.payee(payee).map_or_else(Vec::new, |it| it.in_kind);
        }
        Ok(statement)
    }

    /// Puts what one event tells the payee into its section.
    fn tell(&mut self, ledger: &Ledger, command: &Command, event: &Event) {
        let draw = DrawLine::of(event);
        let is_owed = matches!(draw.as_ref().map(|it| &it.told), Some(DrawTold::Given { .. }));
        self.draws.extend(draw);
        if is_owed {
            return; // it is owed back as it is given, and earns nothing
        }
        for why in event.whys(command).into_iter().filter(|why| why.payee == self.payee) {
            let clause = why.rule.as_ref().and_then(|(plan, rule)| {
                let plan = ledger.plan(plan)?;
                plan.rule(rule).map(|(_, rule)| rule.because.clone())
            });
            let clause = clause.or_else(|| draw_clause(ledger, event));
            let is_zero = why.amount.is_none_or(Amount::is_zero);
            let taken = why.fate == Fate::TakenBack;
            let reversed = match event {
                Event::Reversed(it) => Some(it),
                Event::Reckoned(it) => it.taken.as_ref(),
                _ => None,
            };
            let reversed = reversed.filter(|_| taken && !is_zero);
            // What is owed for a gift that was handed over was nowhere to be taken from.
            let is_claim = |it: &Reversed| {
                let given = |share: &ReversedShare| !share.amount.unit().is_money();
                it.shares.iter().any(given) && why.amount.is_some_and(|it| it.unit().is_money())
            };
            let reversed = reversed.filter(|it| !is_claim(it));
            let taken_from = match (reversed, event) {
                (Some(it), _) => taken_from(it, &self.payee),
                (None, Event::Adjusted(it)) => set_off_and_owed(it),
                (None, Event::Restated(it)) => given_back(it),
                (None, _) => Vec::new(),
            };
            let cause = match (why.steps.first(), why.source, event) {
                (Some(Step::Forfeited(last_day)), ..) => Cause::Left { last_day: *last_day },
                (Some(Step::Lapsed(..)), ..) => Cause::Lapsed,
                (_, Source::Period(period), _) => Cause::Closed { period },
                (_, Source::Draw(_), _) => Cause::Draw,
                (_, _, Event::Accrued(it)) if it.source.is_some() => Cause::Unanswered,
                _ => Cause::of(command),
            };
            let line = ReasonedLine { why, cause, clause, taken_from };
            if is_zero {
                if self.nothing.last() != Some(&line) {
                    self.nothing.push(line);
                }
            } else if line.why.amount.is_some_and(|amount| !amount.unit().is_money()) {
                self.in_kind.push(InKindLine::Reasoned(Box::new(line)));
            } else if taken {
                self.taken_back.push(line);
            } else {
                self.earned.push(line);
            }
        }
        self.left_out.extend(LeftOutLine::of(command, event, &self.payee));
        self.pay_caps.extend(PayCapLine::of(command, event, &self.payee));
        let zero = Amount::zero(self.unit());
        self.debts.extend(DebtLine::of(ledger, (command, event), &self.payee, zero));
        self.in_kind.extend(InKindLine::of(event, command, &self.payee));
        match (event, command) {
            (Event::Vested(it), _) => self.vest(it.on, it.due, Waited::Day, &it.totals),
            (Event::Reached(it), _) => {
                self.vest(it.on, it.day, Waited::Milestone(it.milestone), &it.totals);
            }
            (Event::CapVested(it), _) if it.payee == self.payee => {
                let zero = Amount::zero(self.unit());
                self.vested.extend(VestedLine::of_cap(it, zero));
            }
            (Event::CarriedReleased(it), _) => {
                let amounts = it.lots.iter().map(|lot| lot.amount);
                let amount = sum(Amount::zero(self.unit()), amounts);
                let lots = u32::try_from(it.lots.len()).unwrap_or(u32::MAX);
                let (on, due, after) = (it.on, it.due, Waited::Cap);
                if amount.is_positive() {
                    self.vested.push(VestedLine { on, due, after, amount, lots });
                }
            }
            (Event::PoolReleased(it), _) if it.payee == self.payee => {
                let zero = Amount::zero(self.unit());
                self.vested.extend(VestedLine::of_pool(it, zero));
            }
            (Event::HoldbackReleased(it), _) if it.payee == self.payee => {
                let zero = Amount::zero(self.unit());
                self.vested.extend(VestedLine::of_holdback(it, zero));
            }
            (Event::RewardApproved(it), _) => {
                self.vest(it.on, it.day, Waited::Approval, std::slice::from_ref(&it.total));
            }
            (Event::RewardHeld(it), Command::HoldReward(told)) => {
                let (reward, reason) = (told.reward.clone(), told.reason.clone());
                self.holds.push(HoldLine { on: it.on, reward, reason, is_release: false });
            }
            (Event::RewardReleased(it), Command::ReleaseReward(told)) => {
                self.holds.extend(released(ledger, it.on, told));
            }
            (Event::RunSettled(it), Command::SettleRun(settle)) => {
                let line = ledger.run_line(&settle.run, &self.payee);
                self.paid.extend(line.map(|line| PaidLine {
                    on: it.on,
                    run: settle.run.clone(),
                    gross: line.gross,
                    draws: line.draws,
                    recovered: line.recovered,
                    paid: line.net(),
                    exchanged: line.exchanged.clone().map(|quote| (quote, line.paid)),
                    instead_of: line.instead_of,
                    draws_recovered: line.draws_recovered,
                    kept_at_most: line.kept_at_most,
                }));
            }
            _ => {}
        }
    }

    /// What became payable for the payee.
    fn vest(&mut self, on: Date, due: Date, after: Waited, totals: &[VestedTotal]) {
        let totals = totals.iter().filter(|total| total.payee == self.payee);
        for total in totals {
            let VestedTotal { amount, lots, .. } = *total;
            let line = VestedLine { on, due, after, amount, lots };
            if amount.unit().is_money() {
                self.vested.push(line);
            } else {
                self.in_kind.push(InKindLine::Vested(line));
            }
        }
    }

    /// Checks that the lines add up to what the ledger holds.
    fn check(&self) -> Result<(), StatementError> {
        let zero = Amount::zero(self.unit());
        let reasons = |lines: &[ReasonedLine]| {
            let amounts = lines.iter().filter_map(|line| line.why.amount);
            sum(zero, amounts)
        };
        let paid = sum(zero, self.paid.iter().map(|line| line.paid));
        let debts = |change| {
            let its = self.debts.iter().filter(|line| line.change == change);
            sum(zero, its.map(|line| line.amount))
        };
        let again = debts(DebtChange::NoLongerWrittenOff).negated();
        for (told, held) in [
            (debts(DebtChange::Repaid), self.sums.repaid),
            (sum(again, std::iter::once(debts(DebtChange::WrittenOff))), self.sums.written_off),
            (reasons(&self.earned), self.sums.earned),
            (reasons(&self.taken_back), self.sums.taken_back),
            (paid, self.sums.paid),
        ] {
            if told != held {
                return Err(StatementError::OtherRecords { told, held });
            }
        }
        Ok(())
    }
}

/// A sum of amounts that were all booked within the bound.
pub(super) fn sum(zero: Amount, mut amounts: impl Iterator<Item = Amount>) -> Amount {
    amounts.try_fold(zero, Amount::checked_add).expect("L2: what was booked is within the bound")
}

/// The release of a hold that is on file.
fn released(ledger: &Ledger, on: Date, told: &ReleaseReward) -> Option<HoldLine> {
    let (reward, reason) = (ledger.hold(told.hold)?.reward, told.reason.clone());
    Some(HoldLine { on, reward, reason, is_release: true })
}

/// Where the balance is now: what stands on all pages, by place.
fn stands(ledger: &Ledger, payee: &PayeeId, closing: Amount) -> Option<Stands> {
    let view = ledger.payee(payee)?;
    let last = Period::month(2199, 12)?;
    let now = Sums::of(&ledger.page(payee, last)?).closing;
    // A run keeps what is owed when it is locked; what is left in it is what it will pay.
    let in_run = view.in_run.checked_sub(view.kept_in_run)?;
    Some(Stands {
        held_back: view.held_back,
        carried: view.carried,
        queued: view.queued,
        held: view.held,
        payable: view.payable,
        on_hold: view.on_hold,
        in_run,
        owed_back: view.owes,
        former_debt: view.former_debt,
        draws_owed: view.draws_owed,
        later: now.checked_sub(closing)?,
    })
}

impl Sums {
    fn of(page: &PageView) -> Sums {
        let (opening, earned) = (page.opening, page.accrued);
        let (taken_back, paid) = (page.taken_back, page.paid);
        let (repaid, written_off) = (page.repaid, page.written_off);
        let more = [earned, taken_back.negated(), paid.negated(), repaid, written_off];
        let closing = sum(opening, more.into_iter());
        Sums { opening, earned, taken_back, paid, repaid, written_off, closing }
    }
}
