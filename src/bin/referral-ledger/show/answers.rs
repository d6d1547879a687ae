//! The answers that sales owe leads, or missed, a row each.

use crate::fields::{or_dash, table};
use crate::out::Text;
use referral_ledger::Ledger;
use referral_ledger::ledger::view_answers::AnswerView;
use referral_ledger::time::Period;
use serde::Serialize;

/// Answers, those first that are or were due first.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct AnswersOut {
    answers: Vec<AnswerLine>,
}

#[derive(Debug, Serialize)]
struct AnswerLine {
    due: String,
    lead: String,
    by: String,
    escalated_to: Option<String>,
    plan: String,
}

impl AnswersOut {
    /// Those that are owed, or those that were due in a period and missed.
    pub(super) fn of(ledger: &Ledger, missed: Option<Period>) -> AnswersOut {
        let answers = match missed {
            Some(period) => ledger.answers_missed(period),
            None => ledger.answers_owed(),
        };
        let line = |it: AnswerView| AnswerLine {
            due: it.due.to_string(),
            lead: it.lead.to_string(),
            by: it.by.to_string(),
            escalated_to: it.escalated_to.map(|to| to.to_string()),
            plan: it.plan.to_string(),
        };
        AnswersOut { answers: answers.into_iter().map(line).collect() }
    }
}

impl Text for AnswersOut {
    fn text(&self) -> String {
        let row = |it: &AnswerLine| {
            [
                it.due.clone(),
                it.lead.clone(),
                it.by.clone(),
                or_dash(it.escalated_to.as_deref()),
                it.plan.clone(),
            ]
        };
        let head = ["due", "lead", "reported by", "put before", "plan"];
        let rows: Vec<_> = self.answers.iter().map(row).collect();
        if rows.is_empty() { "no answers\n".to_owned() } else { table(head, &rows) }
    }
}
