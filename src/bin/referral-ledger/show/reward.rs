//! A reward as a page and as JSON, and the rewards of a lead or a deal.

use crate::fault::Fault;
use crate::fields::page;
use crate::out::Text;
use crate::reward_row::RewardRow;
use referral_ledger::Ledger;
use referral_ledger::reward::Source;
use serde::Serialize;

/// One reward.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct RewardPage {
    row: RewardRow,
}

impl RewardPage {
    pub(crate) fn of(ledger: &Ledger, text: &str) -> Result<RewardPage, Fault> {
        // Ids may hold a slash, so the text is compared and never taken apart.
        let found = ledger.rewards().find(|reward| reward.id().to_string() == text);
        let reward = found.ok_or_else(|| {
            let help = "`show payee` and `show deal` list the rewards that have an amount";
            Fault::new("C1002", format!("nothing accrued under {text}: {help}"))
        })?;
        Ok(RewardPage { row: RewardRow::of(&reward) })
    }
}

/// The rewards of these leads and deals, in the order they came into being.
pub(super) fn rewards_of(ledger: &Ledger, sources: &[Source]) -> Vec<RewardRow> {
    let theirs = ledger.rewards().filter(|reward| sources.contains(&reward.id().source));
    theirs.map(|reward| RewardRow::of(&reward)).collect()
}

impl Text for RewardPage {
    fn text(&self) -> String {
        let it = &self.row;
        let fields = [
            ("accrued", it.accrued.clone()),
            ("taken back", it.taken_back.clone()),
            ("held back", it.held_back.clone()),
            ("carried by a cap", it.carried.clone()),
            ("queued in a pool", it.queued.clone()),
            ("held", it.held.clone()),
            ("payable", it.payable.clone()),
            ("in a run", it.in_run.clone()),
            ("paid", it.paid.clone()),
            ("taken back unpaid", it.reversed.clone()),
        ];
        page(&format!("reward {}", it.reward), &fields)
    }
}
