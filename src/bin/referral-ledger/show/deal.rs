//! A deal as a page and as JSON, with what it earned.

use super::reward::rewards_of;
use crate::fault::Fault;
use crate::fields::{or_dash, page, plans_or_dash};
use crate::out::Text;
use crate::reward_row::{RewardRow, rewards_table};
use referral_ledger::Ledger;
use referral_ledger::id::DealId;
use referral_ledger::refusal::Refusal;
use referral_ledger::reward::Source;
use serde::Serialize;

/// Where a deal stands.
#[derive(Debug, Serialize)]
pub(crate) struct DealOut {
    deal: String,
    lead: String,
    value: Option<String>,
    /// The day it was won, or the customer retained.
    won_on: String,
    /// Whether it is a customer who stayed.
    retained: bool,
    installed_on: Option<String>,
    invoiced_on: Option<String>,
    cancelled_on: Option<String>,
    retracted: bool,
    plans: Vec<String>,
    rewards: Vec<RewardRow>,
}

impl DealOut {
    pub(crate) fn of(ledger: &Ledger, deal: DealId) -> Result<DealOut, Fault> {
        let view = ledger.deal(deal).ok_or(Refusal::DealUnknown { deal })?;
        Ok(DealOut {
            deal: deal.to_string(),
            lead: view.lead.to_string(),
            value: view.value.map(|value| value.to_string()),
            won_on: view.won_on.to_string(),
            retained: view.retained,
            installed_on: view.installed_on.map(|day| day.to_string()),
            invoiced_on: view.invoiced_on.map(|day| day.to_string()),
            cancelled_on: view.cancelled_on.map(|day| day.to_string()),
            retracted: view.retracted,
            plans: view.plans.iter().map(ToString::to_string).collect(),
            rewards: rewards_of(ledger, &[Source::Deal(deal)]),
        })
    }
}

impl Text for DealOut {
    fn text(&self) -> String {
        let mut fields = vec![
            ("lead", self.lead.clone()),
            ("value", or_dash(self.value.as_deref())),
            (if self.retained { "retained on" } else { "won on" }, self.won_on.clone()),
            ("installed on", or_dash(self.installed_on.as_deref())),
            ("invoiced on", or_dash(self.invoiced_on.as_deref())),
            ("cancelled on", or_dash(self.cancelled_on.as_deref())),
            ("plans", plans_or_dash(&self.plans)),
        ];
        if self.retracted {
            fields.push(("retracted", "its win was told by mistake".to_owned()));
        }
        page(&format!("deal {}", self.deal), &fields) + &rewards_table(&self.rewards)
    }
}
