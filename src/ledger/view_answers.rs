//! Answers: which leads sales owe one, until when, and which did not get it in time. Owned values,
//! as in `view`.

use super::Ledger;
use super::state::AnswerRow;
use crate::id::{ActorId, LeadId, PayeeId};
use crate::lead::AnswerStanding;
use crate::plan::version::PlanRef;
use crate::time::{Date, Period};

/// The answer that sales owe a lead, or owed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerView {
    /// The lead.
    pub lead: LeadId,
    /// Who reported it.
    pub by: PayeeId,
    /// The last day on which an answer comes in time.
    pub due: Date,
    /// How it stands.
    pub standing: AnswerStanding,
    /// Whom it is put before when it is missed; `None` where the plan names nobody.
    pub escalated_to: Option<ActorId>,
    /// The plan version whose words hold.
    pub plan: PlanRef,
}

impl Ledger {
    /// The answer that is or was owed to a lead; `None` where none is, or where its report was
    /// told by mistake.
    pub(super) fn answer_view(&self, lead: u32) -> Option<AnswerView> {
        let state = &self.state;
        let (_, AnswerRow { plan, due, standing }) = state.answers.get(&lead)?;
        let words = &state.plans.row(*plan).plan.leads.ground.answer;
        Some(AnswerView {
            lead: *state.leads.key(lead),
            by: state.payees.key(state.leads.row(lead).by).clone(),
            due: *due,
            standing: (*standing)?,
            escalated_to: words.as_ref().and_then(|words| words.escalated_to.clone()),
            plan: state.plans.key(*plan).clone(),
        })
    }

    /// The answers that sales owe, those first that are due first. One whose day lies before the
    /// last day that has passed is not among them: it was missed.
    ///
    /// ```
    /// assert_eq!(referral_ledger::Ledger::default().answers_owed(), []);
    /// ```
    pub fn answers_owed(&self) -> Vec<AnswerView> {
        let owed = self.state.answers_due.range(..);
        owed.filter_map(|(_, lead)| self.answer_view(lead)).collect()
    }

    /// The answers that were due in a period and did not come in time, those first that were due
    /// first.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// assert_eq!(referral_ledger::Ledger::default().answers_missed("2027-03".parse()?), []);
    /// # Ok(())
    /// # }
    /// ```
    pub fn answers_missed(&self, period: Period) -> Vec<AnswerView> {
        let missed = self.state.answers_missed.range((period.from(), 0)..(period.until(), 0));
        missed.filter_map(|(_, lead)| self.answer_view(lead)).collect()
    }
}
