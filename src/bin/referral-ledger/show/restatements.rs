//! All restatements: what was posted, by whom, and what became of it; with the digest that an
//! approval repeats.

use crate::fields::{or_dash, table};
use crate::out::Text;
use referral_ledger::Ledger;
use serde::Serialize;

/// All restatements, in the order they were posted.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct RestatementsOut {
    restatements: Vec<RestatementLine>,
}

#[derive(Debug, Serialize)]
struct RestatementLine {
    restatement: String,
    stage: &'static str,
    period: String,
    reason: String,
    posted_by: String,
    decided_by: Option<String>,
    digest: String,
    proposal: String,
    lines: Vec<DifferenceLine>,
}

#[derive(Debug, Serialize)]
struct DifferenceLine {
    month: String,
    payee: String,
    plan: String,
    rule: String,
    source: String,
    was: String,
    would_be: String,
    owed: String,
}

impl RestatementsOut {
    pub(super) fn of(ledger: &Ledger) -> RestatementsOut {
        let restatements = ledger.restatements().map(|(restatement, view)| RestatementLine {
            restatement: restatement.to_string(),
            stage: view.stage.word(),
            period: view.period.to_string(),
            reason: view.reason.to_string(),
            posted_by: view.posted_by.to_string(),
            decided_by: view.decided_by.map(|by| by.to_string()),
            digest: view.digest.to_string(),
            proposal: view.proposal.to_string(),
            lines: view
                .lines
                .into_iter()
                .map(|line| DifferenceLine {
                    month: line.month.to_string(),
                    payee: line.payee.to_string(),
                    plan: line.plan.to_string(),
                    rule: line.rule.to_string(),
                    source: line.source.to_string(),
                    was: line.was.to_string(),
                    would_be: line.would_be.to_string(),
                    owed: line.owed.to_string(),
                })
                .collect(),
        });
        RestatementsOut { restatements: restatements.collect() }
    }
}

impl Text for RestatementsOut {
    fn text(&self) -> String {
        if self.restatements.is_empty() {
            return "no restatements\n".to_owned();
        }
        let one = |it: &RestatementLine| {
            let head = format!(
                "restatement {} of {}: {}\n  reason {}, posted by {}, decided by {}\n  digest {}\n",
                it.restatement,
                it.period,
                it.stage,
                it.reason,
                it.posted_by,
                or_dash(it.decided_by.as_deref()),
                it.digest,
            );
            let row = |line: &DifferenceLine| {
                [
                    line.month.clone(),
                    line.payee.clone(),
                    line.rule.clone(),
                    line.source.clone(),
                    line.was.clone(),
                    line.would_be.clone(),
                ]
            };
            let rows: Vec<_> = it.lines.iter().map(row).collect();
            head + &table(["month", "payee", "rule", "source", "was", "as restated"], &rows)
        };
        self.restatements.iter().map(one).collect::<Vec<_>>().join("\n")
    }
}
