//! Contract costs: how each deal's stand now, or how a period moved them.

use crate::fields::{or_dash, table};
use crate::out::Text;
use referral_ledger::Ledger;
use referral_ledger::ledger::view_costs::ContractCostView;
use referral_ledger::report::RollForward;
use referral_ledger::report::roll_forward::RollForwardRow;
use serde::Serialize;

/// The contract costs of every deal, as they stand.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct CostsOut {
    costs: Vec<CostLine>,
}

#[derive(Debug, Serialize)]
struct CostLine {
    deal: String,
    entity: String,
    capitalised: String,
    taken_back: String,
    amortised: String,
    impaired: String,
    left: String,
    next: Option<String>,
}

impl CostsOut {
    pub(super) fn of(ledger: &Ledger) -> CostsOut {
        let line = |it: ContractCostView| CostLine {
            deal: it.deal.to_string(),
            entity: it.entity.to_string(),
            capitalised: it.capitalised.to_string(),
            taken_back: it.taken_back.to_string(),
            amortised: it.amortised.to_string(),
            impaired: it.impaired.to_string(),
            left: it.left.to_string(),
            next: it.next.map(|day| day.to_string()),
        };
        CostsOut { costs: ledger.contract_costs().into_iter().map(line).collect() }
    }
}

impl Text for CostsOut {
    fn text(&self) -> String {
        let row = |it: &CostLine| {
            [
                it.deal.clone(),
                it.capitalised.clone(),
                it.taken_back.clone(),
                it.amortised.clone(),
                it.impaired.clone(),
                it.left.clone(),
                or_dash(it.next.as_deref()),
            ]
        };
        let head =
            ["deal", "capitalised", "taken back", "amortised", "impaired", "left", "next on"];
        let rows: Vec<_> = self.costs.iter().map(row).collect();
        if rows.is_empty() { "no contract costs\n".to_owned() } else { table(head, &rows) }
    }
}

/// How a period moved the contract costs of every deal.
#[derive(Debug, Serialize)]
pub(super) struct RollForwardOut {
    period: String,
    rows: Vec<RowOut>,
    #[serde(skip)]
    table: String,
}

#[derive(Debug, Serialize)]
struct RowOut {
    deal: String,
    entity: String,
    opening: String,
    added: String,
    taken_back: String,
    amortised: String,
    impaired: String,
    closing: String,
}

impl RollForwardOut {
    pub(super) fn of(it: &RollForward) -> RollForwardOut {
        let row = |it: &RollForwardRow| RowOut {
            deal: it.deal.to_string(),
            entity: it.entity.to_string(),
            opening: it.opening.to_string(),
            added: it.added.to_string(),
            taken_back: it.taken_back.to_string(),
            amortised: it.amortised.to_string(),
            impaired: it.impaired.to_string(),
            closing: it.closing.to_string(),
        };
        let rows = it.rows.iter().map(row).collect();
        RollForwardOut { period: it.period.to_string(), rows, table: it.to_string() }
    }
}

impl Text for RollForwardOut {
    fn text(&self) -> String {
        self.table.clone()
    }
}
