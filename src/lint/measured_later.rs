//! Caps that are measured after the trigger, at vesting or at payout: an amount of a payee and a
//! period, whose excess is nobody else's.

use super::Lint;
use crate::plan::cap::{AtMost, CapPer, Excess};
use crate::plan::parse::CapDraft;
use crate::plan::parse::Step::{At, Key};

/// What is said of a cap that is measured at one moment and counts what only the trigger knows.
pub(super) struct Later {
    /// Why it counts neither facts nor bases.
    pub(super) amounts: &'static str,
    /// Why it is of a payee and a period.
    pub(super) of_payee: &'static str,
    /// Why its excess passes to nobody.
    pub(super) own: &'static str,
    /// What becomes of its excess instead.
    pub(super) excess: &'static str,
}

impl Lint<'_, '_> {
    pub(super) fn measured_later(&mut self, index: usize, cap: &CapDraft, why: &Later) {
        let path = |key| [Key("cap"), At(index), Key(key)];
        let here = path("measured_at");
        match cap.at_most {
            Some(AtMost::Amount(amount)) => {
                self.amount_above_zero(&path("at_most"), amount);
            }
            Some(AtMost::Count(_) | AtMost::Base(_)) => {
                let help = "write on = \"amount\", or measured_at = \"trigger\"";
                self.conflict("P1216", &here, &path("on"), why.amounts.to_owned(), help);
            }
            None => {}
        }
        if matches!(cap.per, Some(CapPer::Fact | CapPer::Deal)) {
            let help = "write per = { per = \"payee\", period = \"month\" }, or measured_at = \
                        \"trigger\"";
            self.conflict("P1216", &here, &path("per"), why.of_payee.to_owned(), help);
        }
        if matches!(cap.excess, Some(Excess::PassedTo(_))) {
            let help = format!("write excess = {}, or measured_at = \"trigger\"", why.excess);
            self.conflict("P1217", &here, &path("excess"), why.own.to_owned(), &help);
        }
    }
}
