//! All lapses: what was proposed, by whom, and what became of it; with the digest that an
//! approval repeats.

use crate::fields::{or_dash, table};
use crate::out::Text;
use referral_ledger::Ledger;
use serde::Serialize;

/// All lapses, in the order they were proposed.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct LapsesOut {
    lapses: Vec<LapseLine>,
}

#[derive(Debug, Serialize)]
struct LapseLine {
    lapse: String,
    stage: &'static str,
    payee: String,
    amount: String,
    reason: String,
    proposed_by: String,
    decided_by: Option<String>,
    digest: String,
}

impl LapsesOut {
    pub(super) fn of(ledger: &Ledger) -> LapsesOut {
        let lines = ledger.lapses().map(|(lapse, view)| LapseLine {
            lapse: lapse.to_string(),
            stage: view.stage.word(),
            payee: view.payee.to_string(),
            amount: view.amount.to_string(),
            reason: view.reason.to_string(),
            proposed_by: view.proposed_by.to_string(),
            decided_by: view.decided_by.map(|by| by.to_string()),
            digest: view.digest.to_string(),
        });
        LapsesOut { lapses: lines.collect() }
    }
}

impl Text for LapsesOut {
    fn text(&self) -> String {
        let row = |it: &LapseLine| {
            [
                it.lapse.clone(),
                it.stage.to_owned(),
                it.payee.clone(),
                it.amount.clone(),
                it.reason.clone(),
                it.proposed_by.clone(),
                or_dash(it.decided_by.as_deref()),
                it.digest.clone(),
            ]
        };
        let head =
            ["lapse", "stage", "payee", "amount", "reason", "proposed by", "decided by", "digest"];
        let rows: Vec<_> = self.lapses.iter().map(row).collect();
        if rows.is_empty() { "no lapses\n".to_owned() } else { table(head, &rows) }
    }
}
