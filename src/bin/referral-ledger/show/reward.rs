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
pub(crate) struct RewardPage {
    #[serde(flatten)]
    row: RewardRow,
    /// What of it was above a cap when the last run was locked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    above_caps: Vec<AboveCap>,
}

#[derive(Debug, Serialize)]
struct AboveCap {
    cap: String,
    run: String,
    amount: String,
    is_lost: bool,
}

impl RewardPage {
    pub(crate) fn of(ledger: &Ledger, text: &str) -> Result<RewardPage, Fault> {
        // Ids may hold a slash, so the text is compared and never taken apart.
        let found = ledger.rewards().find(|reward| reward.id().to_string() == text);
        let reward = found.ok_or_else(|| {
            let help = "`show payee` and `show deal` list the rewards that have an amount";
            Fault::new("C1002", format!("nothing accrued under {text}: {help}"))
        })?;
        let its = ledger.above_caps(&reward.id().payee).into_iter();
        let above_caps = its.filter(|it| it.reward == *reward.id()).map(|it| AboveCap {
            cap: it.cap.to_string(),
            run: it.run.to_string(),
            amount: it.amount.to_string(),
            is_lost: it.is_lost,
        });
        Ok(RewardPage { row: RewardRow::of(&reward), above_caps: above_caps.collect() })
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
        let mut text = page(&format!("reward {}", it.reward), &fields);
        for AboveCap { cap, run, amount, is_lost } in &self.above_caps {
            let becomes = match is_lost {
                true => "nobody's once that is settled",
                false => "payable, and waits for a run of a period that has room",
            };
            text += &format!("  {amount} was above cap {cap} in run {run}: {becomes}\n");
        }
        text
    }
}
