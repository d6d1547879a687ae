//! All write-offs: what was proposed, by whom, and what became of it; with the digest that an
//! approval repeats.

use crate::fields::{or_dash, table};
use crate::out::Text;
use referral_ledger::Ledger;
use serde::Serialize;

/// All write-offs, in the order they were proposed.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct WriteOffsOut {
    write_offs: Vec<WriteOffLine>,
}

#[derive(Debug, Serialize)]
struct WriteOffLine {
    write_off: String,
    stage: &'static str,
    payee: String,
    amount: String,
    reason: String,
    proposed_by: String,
    decided_by: Option<String>,
    digest: String,
}

impl WriteOffsOut {
    pub(super) fn of(ledger: &Ledger) -> WriteOffsOut {
        let lines = ledger.write_offs().map(|(write_off, view)| WriteOffLine {
            write_off: write_off.to_string(),
            stage: view.stage.word(),
            payee: view.payee.to_string(),
            amount: view.amount.to_string(),
            reason: view.reason.to_string(),
            proposed_by: view.proposed_by.to_string(),
            decided_by: view.decided_by.map(|by| by.to_string()),
            digest: view.digest.to_string(),
        });
        WriteOffsOut { write_offs: lines.collect() }
    }
}

impl Text for WriteOffsOut {
    fn text(&self) -> String {
        let row = |it: &WriteOffLine| {
            [
                it.write_off.clone(),
                it.stage.to_owned(),
                it.payee.clone(),
                it.amount.clone(),
                it.reason.clone(),
                it.proposed_by.clone(),
                or_dash(it.decided_by.as_deref()),
                it.digest.clone(),
            ]
        };
        let head = [
            "write-off",
            "stage",
            "payee",
            "amount",
            "reason",
            "proposed by",
            "decided by",
            "digest",
        ];
        let rows: Vec<_> = self.write_offs.iter().map(row).collect();
        if rows.is_empty() { "no write-offs\n".to_owned() } else { table(head, &rows) }
    }
}
