//! Applies what becomes of the debts of who has left.

use super::{Beside, add};
use crate::approval::ApprovalStage;
use crate::command::{Command, ProposeWriteOff};
use crate::digest::Digest;
use crate::event::DebtChanged;
use crate::id::WriteOffId;
use crate::ledger::state::{State, WriteOffRow};
use crate::record::At;

impl State {
    /// What runs kept something for waits for money instead.
    pub(super) fn debt_transferred(&mut self, beside: Beside<'_>, at: At, it: &DebtChanged) {
        if let Command::TransferDebt(told) = beside.command {
            self.transfers.find_or_insert(&told.transfer, || beside.first);
        }
        let payee = self.payees.find(&it.payee).expect("a debtor is a payee");
        for part in &it.parts {
            let minor = part.amount.minor();
            let row = self.receivables.edit(part.receivable);
            add(&mut row.outstanding, -minor);
            add(&mut row.former, minor);
            if row.outstanding == 0 {
                self.owed.remove((payee, part.receivable));
            }
            let row = self.payees.edit(payee);
            add(&mut row.owes, -minor);
            add(&mut row.former, minor);
            self.list_former(payee, part.receivable);
        }
        self.note(payee, it.on.month(), at, |_| {});
    }

    pub(super) fn debt_repaid(&mut self, beside: Beside<'_>, at: At, it: &DebtChanged) {
        if let Command::RecordRepayment(told) = beside.command {
            self.repayments.find_or_insert(&told.repayment, || beside.first);
        }
        let payee = self.payees.find(&it.payee).expect("a debtor is a payee");
        let (mut repaid, mut again) = (0, 0);
        for part in &it.parts {
            let minor = part.amount.minor();
            add(&mut repaid, minor);
            let row = self.receivables.edit(part.receivable);
            add(&mut row.repaid, minor);
            let of_payee = self.payees.edit(payee);
            if part.was_written_off {
                add(&mut row.written_off, -minor);
                add(&mut of_payee.written_off, -minor);
                add(&mut again, minor);
            } else {
                add(&mut row.former, -minor);
                add(&mut of_payee.former, -minor);
            }
            self.list_former(payee, part.receivable);
        }
        // What was written off was no debt any more.
        self.note(payee, it.on.month(), at, |page| {
            add(&mut page.repaid, repaid);
            add(&mut page.written_off, -again);
        });
    }

    pub(super) fn write_off_proposed(
        &mut self,
        beside: Beside<'_>,
        it: &ProposeWriteOff,
        digest: Digest,
    ) {
        let row = WriteOffRow {
            sequence: beside.first,
            since: beside.first,
            stage: ApprovalStage::Proposed,
            payee: self.payees.find(&it.payee).expect("a debtor is a payee"),
            amount: it.amount.minor(),
            reason: it.reason.clone(),
            digest,
            proposed_by: beside.told.by.id.clone(),
            decided_by: None,
        };
        self.write_offs.insert(it.write_off, row);
    }

    /// Notes what became of a write-off.
    pub(super) fn write_off_decided(
        &mut self,
        beside: Beside<'_>,
        write_off: WriteOffId,
        stage: ApprovalStage,
    ) {
        let number = self.write_offs.find(&write_off).expect("what is decided is on file");
        let row = self.write_offs.edit(number);
        (row.stage, row.since) = (stage, beside.first);
        row.decided_by = Some(beside.told.by.id.clone());
    }

    pub(super) fn debt_written_off(&mut self, beside: Beside<'_>, at: At, it: &DebtChanged) {
        if let Command::ApproveWriteOff(told) = beside.command {
            self.write_off_decided(beside, told.write_off, ApprovalStage::Approved);
        }
        let payee = self.payees.find(&it.payee).expect("a debtor is a payee");
        let mut sum = 0;
        for part in &it.parts {
            let minor = part.amount.minor();
            add(&mut sum, minor);
            let row = self.receivables.edit(part.receivable);
            add(&mut row.former, -minor);
            add(&mut row.written_off, minor);
            let row = self.payees.edit(payee);
            add(&mut row.former, -minor);
            add(&mut row.written_off, minor);
            self.list_former(payee, part.receivable);
        }
        self.note(payee, it.on.month(), at, |page| add(&mut page.written_off, sum));
    }

    /// Lists a receivable of which something was moved and not paid back, and no other.
    pub(super) fn list_former(&mut self, payee: u32, receivable: u32) {
        let row = self.receivables.row(receivable);
        if row.former > 0 || row.written_off > 0 {
            self.former_debts.insert((payee, receivable));
        } else {
            self.former_debts.remove((payee, receivable));
        }
    }
}
