//! Applies that the credit for a lead and its deal is somebody else's from a day on.

use super::Beside;
use crate::command::Command;
use crate::event::CreditReassigned;
use crate::ledger::state::{HandOver, State};
use crate::time::Date;
use std::sync::Arc;

impl State {
    pub(super) fn credit_reassigned(&mut self, beside: Beside<'_>, it: &CreditReassigned) {
        let Command::ReassignCredit(told) = beside.command else {
            panic!("no credit is given on by {}", beside.command.kind())
        };
        let lead = self.leads.find(&told.lead).expect("a lead whose credit is given on is on file");
        let to = self.payees.find(&told.to).expect("credit is given to a payee");
        let since = told.since.unwrap_or(Date::FIRST);
        let number = self.handed_over.find_or_insert(&lead, || Arc::from([]));
        let row = self.handed_over.edit(number);
        let mut handed = row.to_vec();
        // Of two told for one day the later one holds.
        let at = handed.partition_point(|before| before.since <= since);
        handed.insert(at, HandOver { since, role: it.role.clone(), to });
        *row = handed.into();
    }
}
