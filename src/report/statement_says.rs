//! What a statement says, part by part.

use super::statement::{ReasonedLine, Stands, Statement, Sums};
use super::statement_draws::DrawLine;
use super::statement_in_kind::InKindLine;
use super::statement_left_out::LeftOutLine;
use super::statement_lines::{DebtLine, HoldLine, PaidLine, VestedLine};
use super::statement_pay_caps::PayCapLine;
use crate::id::PayeeId;
use crate::ledger::view::InKindView;
use crate::money::{Amount, Unit};
use crate::time::Period;

impl Statement {
    /// Whom it is for.
    pub fn payee(&self) -> &PayeeId {
        &self.payee
    }

    /// The month of the books.
    pub fn month(&self) -> Period {
        self.month
    }

    /// Whether the month is closed: then the statement never changes (law L13).
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// The currency of all its figures.
    pub fn unit(&self) -> Unit {
        self.sums.opening.unit()
    }

    /// What was earned, in the order it was booked.
    pub fn earned(&self) -> &[ReasonedLine] {
        &self.earned
    }

    /// What was taken back, in the order it was booked.
    pub fn taken_back(&self) -> &[ReasonedLine] {
        &self.taken_back
    }

    /// Facts that earned or took back nothing, each with its reason.
    pub fn nothing(&self) -> &[ReasonedLine] {
        &self.nothing
    }

    /// What became payable after it was held.
    pub fn vested(&self) -> &[VestedLine] {
        &self.vested
    }

    /// Rewards that were put on hold by hand, or released.
    pub fn holds(&self) -> &[HoldLine] {
        &self.holds
    }

    /// What became of draws that are to be paid back.
    pub fn draws(&self) -> &[DrawLine] {
        &self.draws
    }

    /// Runs that paid them nothing, and why.
    pub fn left_out(&self) -> &[LeftOutLine] {
        &self.left_out
    }

    /// What was above caps that are measured at payout.
    pub fn pay_caps(&self) -> &[PayCapLine] {
        &self.pay_caps
    }

    /// What was paid.
    pub fn paid(&self) -> &[PaidLine] {
        &self.paid
    }

    /// What became of what they owe after they left.
    pub fn debts(&self) -> &[DebtLine] {
        &self.debts
    }

    /// What happened to points and time off, in the order it was booked.
    pub fn in_kind(&self) -> &[InKindLine] {
        &self.in_kind
    }

    /// What there is of points and time off now; empty for a closed month.
    pub fn in_kind_stands(&self) -> &[InKindView] {
        &self.in_kind_stands
    }

    /// What stood at the start: owed to the payee, less what they owe back.
    pub fn opening(&self) -> Amount {
        self.sums.opening
    }

    /// What stands at the end; negative when the payee owes more than is owed to them.
    pub fn closing(&self) -> Amount {
        self.sums.closing
    }

    /// The figures of the month.
    pub fn sums(&self) -> Sums {
        self.sums
    }

    /// Where the closing balance is now; `None` for a closed month, whose statement never changes.
    pub fn stands(&self) -> Option<Stands> {
        self.stands
    }

    /// What was paid in the year so far, with what was paid before this journal; `None` unless it
    /// began with a balance of the payee in that year.
    pub fn paid_in_year(&self) -> Option<Amount> {
        self.paid_in_year
    }
}
