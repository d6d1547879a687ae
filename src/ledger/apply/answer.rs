//! Applies what becomes of answers that sales owe leads.

use crate::event::{AnswerDue, AnswersMissed};
use crate::id::LeadId;
use crate::lead::{AnswerStanding, LeadStage};
use crate::ledger::state::{AnswerRow, State};
use crate::time::Date;

impl State {
    /// Sales owe the lead an answer.
    pub(super) fn answer_due(&mut self, it: &AnswerDue, lead: LeadId) {
        let plan = self.plans.find(&it.plan).expect("an answer is due under a published plan");
        let lead = self.leads.find(&lead).expect("an answer is due to a lead on file");
        let (due, standing) = (it.due, Some(AnswerStanding::Owed));
        self.answers.insert(lead, AnswerRow { plan, due, standing });
        self.answers_due.insert((due, lead));
    }

    /// Sales answered, on a day. After the day it was due the answer stays owed, and that day's
    /// passing says that it was missed.
    pub(super) fn answered(&mut self, lead: u32, on: Date) {
        let Some((number, row)) = self.answers.get(&lead) else { return };
        if row.standing == Some(AnswerStanding::Owed) && on <= row.due {
            self.answer_stands(number, Some(AnswerStanding::InTime));
        }
    }

    /// Answers that did not come by their day.
    pub(super) fn answers_missed(&mut self, it: &AnswersMissed) {
        for lead in &it.leads {
            let lead = self.leads.find(lead).expect("a missed answer is of a lead on file");
            let number = self.answers.find(&lead).expect("a missed answer was due");
            self.answer_stands(number, Some(AnswerStanding::Missed));
        }
    }

    /// A win was told by mistake: where it was the answer, that is owed again.
    pub(super) fn answer_again(&mut self, lead: u32) {
        let Some((number, row)) = self.answers.get(&lead) else { return };
        let is_reported = self.leads.row(lead).stage == LeadStage::Reported;
        if is_reported && row.standing == Some(AnswerStanding::InTime) {
            self.answer_stands(number, Some(AnswerStanding::Owed));
        }
    }

    /// A report was told by mistake: nobody owed it an answer.
    pub(super) fn answer_void(&mut self, lead: u32) {
        if let Some(number) = self.answers.find(&lead) {
            self.answer_stands(number, None);
        }
    }

    /// An answer stands otherwise than before: it goes into the list it belongs to.
    fn answer_stands(&mut self, number: u32, standing: Option<AnswerStanding>) {
        let lead = *self.answers.key(number);
        let row = self.answers.edit(number);
        row.standing = standing;
        let key = (row.due, lead);
        match standing {
            Some(AnswerStanding::Owed) => self.answers_due.insert(key),
            _ => self.answers_due.remove(key),
        }
        match standing {
            Some(AnswerStanding::Missed) => self.answers_missed.insert(key),
            _ => self.answers_missed.remove(key),
        }
    }
}
