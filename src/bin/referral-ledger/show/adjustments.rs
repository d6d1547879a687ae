//! All adjustments: what was proposed, by whom, and what became of it; with the digest that an
//! approval repeats.

use crate::fields::{or_dash, table};
use crate::out::Text;
use referral_ledger::Ledger;
use serde::Serialize;

/// All adjustments, in the order they were proposed.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct AdjustmentsOut {
    adjustments: Vec<AdjustmentLine>,
}

#[derive(Debug, Serialize)]
struct AdjustmentLine {
    adjustment: String,
    stage: &'static str,
    payee: String,
    direction: &'static str,
    amount: String,
    reason: String,
    about: Option<String>,
    proposed_by: String,
    decided_by: Option<String>,
    owed: String,
    digest: String,
}

impl AdjustmentsOut {
    pub(super) fn of(ledger: &Ledger) -> AdjustmentsOut {
        let lines = ledger.adjustments().map(|(adjustment, view)| AdjustmentLine {
            adjustment: adjustment.to_string(),
            stage: view.stage.word(),
            payee: view.payee.to_string(),
            direction: view.direction.word(),
            amount: view.amount.to_string(),
            reason: view.reason.to_string(),
            about: view.about.map(|about| about.to_string()),
            proposed_by: view.proposed_by.to_string(),
            decided_by: view.decided_by.map(|by| by.to_string()),
            owed: view.owed.to_string(),
            digest: view.digest.to_string(),
        });
        AdjustmentsOut { adjustments: lines.collect() }
    }
}

impl Text for AdjustmentsOut {
    fn text(&self) -> String {
        let row = |it: &AdjustmentLine| {
            [
                it.adjustment.clone(),
                it.stage.to_owned(),
                it.payee.clone(),
                format!("{} {}", it.direction, it.amount),
                it.reason.clone(),
                it.proposed_by.clone(),
                or_dash(it.decided_by.as_deref()),
                it.digest.clone(),
            ]
        };
        let head = [
            "adjustment",
            "stage",
            "payee",
            "amount",
            "reason",
            "proposed by",
            "decided by",
            "digest",
        ];
        let rows: Vec<_> = self.adjustments.iter().map(row).collect();
        if rows.is_empty() { "no adjustments\n".to_owned() } else { table(head, &rows) }
    }
}
