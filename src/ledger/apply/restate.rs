//! Applies restatements: what is given is a lot of its own, what is taken is set off against lots
//! of the same reward and what is payable, and then owed.

use super::{Beside, add};
use crate::approval::ApprovalStage;
use crate::command::{Command, PostRestatement};
use crate::deal::FactRef;
use crate::event::{Restated, RestatementLine, RestatementPosted};
use crate::id::RestatementId;
use crate::ledger::state::{Place, RestatedRow, RestatementRow, SourceRow, Span, State};
use crate::record::At;
use crate::time::{Date, Period};

impl State {
    pub(super) fn restatement_posted(
        &mut self,
        beside: Beside<'_>,
        told: &PostRestatement,
        it: &RestatementPosted,
    ) {
        let first = self.restated.next();
        let row = RestatementRow {
            sequence: beside.first,
            since: beside.first,
            stage: ApprovalStage::Proposed,
            period: it.period,
            as_of: it.as_of,
            digest: it.digest,
            proposal: told.proposal.digest(),
            reason: told.reason.clone(),
            lands: told.lands,
            posted_by: beside.told.by.id.clone(),
            decided_by: None,
            lines: Span::new(first, first + it.lines),
        };
        self.restatements.insert(told.restatement, row);
    }

    pub(super) fn restatement_line(&mut self, told: &PostRestatement, it: &RestatementLine) {
        let restatement = self.restatements.find(&told.restatement);
        self.restated.push(RestatedRow {
            restatement: restatement.expect("a line follows what it is of"),
            month: it.month,
            payee: self.payees.find(&it.payee).expect("a line names a payee"),
            plan: it.plan.clone(),
            rule: it.rule.clone(),
            source: it.source,
            was: it.was.minor(),
            would_be: it.would_be.minor(),
            at: None,
            owed: 0,
        });
    }

    /// Notes what became of a restatement.
    pub(super) fn restatement_decided(
        &mut self,
        beside: Beside<'_>,
        restatement: RestatementId,
        stage: ApprovalStage,
    ) {
        let number = self.restatements.find(&restatement).expect("what is decided is on file");
        let row = self.restatements.edit(number);
        (row.stage, row.since) = (stage, beside.first);
        row.decided_by = Some(beside.told.by.id.clone());
    }

    pub(super) fn restated(&mut self, beside: Beside<'_>, at: At, it: &Restated) {
        let Command::ApproveRestatement(told) = beside.command else {
            panic!("nothing is restated by {}", beside.command.kind())
        };
        let number = self.restatements.find(&told.restatement).expect("it is on file");
        let line = self.restatements.row(number).lines.numbers().start + it.line;
        let owed = it.owed.map_or(0, |owed| owed.minor());
        let row = self.restated.edit(line);
        (row.at, row.owed) = (Some(at.into()), owed);
        let (payee, minor, booked_in) = (row.payee, it.amount().minor(), it.on.month());
        if let Some(lands) = it.lands {
            self.lot_of_no_rule(SourceRow::Restatement(line), at, payee, minor, lands);
            self.note(payee, booked_in, at, |page| add(&mut page.accrued, minor));
        } else {
            for take in &it.takes {
                let taken = (take.lot, take.amount.minor(), take.from);
                self.set_off(payee, taken, Place::GivenBack(line));
            }
            if owed > 0 {
                self.owe(payee, owed);
            }
            self.note(payee, booked_in, at, |page| add(&mut page.taken_back, minor));
        }
        self.month_moved(it.month, beside.first);
    }

    /// Notes that a closed month is not what it was.
    pub(super) fn month_moved(&mut self, month: Period, sequence: u64) {
        let open_from = self.head.value().open_from;
        if open_from.is_some_and(|open_from| month.until() <= open_from) {
            let number = self.moved.find_or_insert(&month, || sequence);
            *self.moved.edit(number) = sequence;
        }
    }

    /// Notes what a command tells of a closed month, whether or not it earned something.
    pub(in crate::ledger) fn told_of_closed(&mut self, command: &Command, sequence: u64) {
        if self.head.value().open_from.is_none() {
            return;
        }
        if let Some(day) = self.day_of(command) {
            self.month_moved(day.month(), sequence);
        }
    }

    /// The day of the fact a command tells, or takes back.
    fn day_of(&self, command: &Command) -> Option<Date> {
        let day = match command {
            Command::ReportLead(it) => it.heard_on,
            Command::AcceptLead(it) => it.accepted_on,
            Command::MeetLead(it) => it.met_on,
            Command::QuoteLead(it) => it.quoted_on,
            Command::RetainCustomer(it) => it.retained_on,
            Command::WinDeal(it) => it.won_on,
            Command::InstallDeal(it) => it.installed_on,
            Command::InvoiceDeal(it) => it.invoiced_on,
            Command::RecordPayment(it) => it.received_on,
            Command::RecordRefund(it) => it.refunded_on,
            Command::CancelDeal(it) => it.cancelled_on,
            Command::ClosePeriod(it) => it.period.from(),
            Command::Retract(it) => match &it.fact {
                FactRef::Lead(lead) => self.leads.get(lead)?.1.heard_on,
                FactRef::Deal(deal) => self.deals.get(deal)?.1.won_on,
                FactRef::Payment(payment) => self.payments.get(payment)?.1.received_on,
                FactRef::Refund(refund) => {
                    let payment = self.refunds.get(refund)?.1.payment;
                    self.payments.row(payment).received_on
                }
                FactRef::Redemption(redemption) => self.redemptions.get(redemption)?.1.redeemed_on,
            },
            _ => return None,
        };
        Some(day)
    }
}
