//! One reward as a row: what accrued, what was taken back, and where the rest is.

use referral_ledger::ledger::view_rewards::RewardView;
use serde::Serialize;

/// A reward, its amounts as their canonical text.
#[derive(Debug, Serialize)]
pub(crate) struct RewardRow {
    pub(crate) reward: String,
    pub(crate) payee: String,
    pub(crate) rule: String,
    pub(crate) plan: String,
    pub(crate) accrued: String,
    pub(crate) taken_back: String,
    pub(crate) held_back: String,
    pub(crate) carried: String,
    pub(crate) queued: String,
    pub(crate) held: String,
    pub(crate) payable: String,
    pub(crate) in_run: String,
    pub(crate) paid: String,
    pub(crate) expired: String,
    pub(crate) reversed: String,
}

impl RewardRow {
    pub(crate) fn of(view: &RewardView) -> RewardRow {
        let (id, places) = (view.id(), view.places());
        RewardRow {
            reward: id.to_string(),
            payee: id.payee.to_string(),
            rule: id.rule.to_string(),
            plan: id.plan.to_string(),
            accrued: view.accrued().to_string(),
            taken_back: view.taken_back().to_string(),
            held_back: places.held_back.to_string(),
            carried: places.carried.to_string(),
            queued: places.queued.to_string(),
            held: places.held.to_string(),
            payable: places.payable.to_string(),
            in_run: places.in_run.to_string(),
            paid: places.paid.to_string(),
            expired: places.expired.to_string(),
            reversed: places.reversed.to_string(),
        }
    }
}

/// The rewards, each under the text that `explain` takes; places that hold nothing are left out.
pub(crate) fn rewards_table(rewards: &[RewardRow]) -> String {
    if rewards.is_empty() {
        return "  no rewards\n".to_owned();
    }
    rewards.iter().map(RewardRow::lines).collect()
}

impl RewardRow {
    /// What identifies it, and below that its amounts.
    pub(crate) fn lines(&self) -> String {
        let (there, gone, lost) = match self.accrued.rsplit(' ').next() {
            Some("points" | "hours") => ("to be redeemed", "redeemed", "expired"),
            Some("gift") => ("to be handed over", "handed over", "forfeited"),
            Some("badge") => ("given", "redeemed", "expired"),
            _ => ("payable", "paid", "expired"),
        };
        let places = [
            ("taken back", &self.taken_back),
            ("held back", &self.held_back),
            ("carried by a cap", &self.carried),
            ("queued in a pool", &self.queued),
            ("held", &self.held),
            (there, &self.payable),
            ("in a run", &self.in_run),
            (gone, &self.paid),
            (lost, &self.expired),
        ];
        let some = places.iter().filter(|(_, amount)| amount.bytes().any(is_digit_of_some));
        let told = some.fold(format!("{} accrued", self.accrued), |line, (words, amount)| {
            line + &format!(", {amount} {words}")
        });
        format!("  reward {}\n    {told}\n", self.reward)
    }
}

fn is_digit_of_some(byte: u8) -> bool {
    (b'1'..=b'9').contains(&byte)
}
