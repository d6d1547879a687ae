//! A lead as a page and as JSON, with what it and its deal earned.

use super::reward::rewards_of;
use crate::fault::Fault;
use crate::fields::{or_dash, page, plans_or_dash};
use crate::out::Text;
use crate::reward_row::{RewardRow, rewards_table};
use referral_ledger::Ledger;
use referral_ledger::id::LeadId;
use referral_ledger::lead::AnswerStanding;
use referral_ledger::ledger::view_answers::AnswerView;
use referral_ledger::ledger::view_claims::ClaimView;
use referral_ledger::ledger::view_credits::CreditView;
use referral_ledger::refusal::Refusal;
use referral_ledger::reward::Source;
use serde::Serialize;

/// Where a lead stands.
#[derive(Debug, Serialize)]
pub(crate) struct LeadOut {
    lead: String,
    stage: &'static str,
    kind: String,
    by: String,
    heard_on: String,
    accepted_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    met_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quoted_on: Option<String>,
    deal: Option<String>,
    /// The answer that sales owe it: by when, and whether it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    /// What it protects: until when, and after whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<String>,
    /// Who is credited by day, where that was given on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    credits: Vec<String>,
    plans: Vec<String>,
    rewards: Vec<RewardRow>,
}

impl LeadOut {
    pub(crate) fn of(ledger: &Ledger, lead: LeadId) -> Result<LeadOut, Fault> {
        let view = ledger.lead(lead).ok_or(Refusal::LeadUnknown { lead })?;
        let mut sources = vec![Source::Lead(lead)];
        sources.extend(view.deal.map(Source::Deal));
        Ok(LeadOut {
            lead: lead.to_string(),
            stage: view.stage.word(),
            kind: view.kind.to_string(),
            by: view.by.to_string(),
            heard_on: view.heard_on.to_string(),
            accepted_on: view.accepted_on.map(|day| day.to_string()),
            met_on: view.met_on.map(|day| day.to_string()),
            quoted_on: view.quoted_on.map(|day| day.to_string()),
            deal: view.deal.map(|deal| deal.to_string()),
            answer: view.answer.as_ref().map(answer),
            claim: view.claim.as_ref().map(claim),
            credits: credits(ledger, lead),
            plans: view.plans.iter().map(ToString::to_string).collect(),
            rewards: rewards_of(ledger, &sources),
        })
    }
}

/// An answer in a few words.
fn answer(it: &AnswerView) -> String {
    match (it.standing, &it.escalated_to) {
        (AnswerStanding::Owed, _) => format!("owed by {}", it.due),
        (AnswerStanding::InTime, _) => format!("in time, it was due by {}", it.due),
        (AnswerStanding::Missed, None) => format!("missed, it was due by {}", it.due),
        (AnswerStanding::Missed, Some(to)) => {
            format!("missed, it was due by {}: put before {to}", it.due)
        }
    }
}

/// Who is credited by day; empty where everybody is from the beginning.
fn credits(ledger: &Ledger, lead: LeadId) -> Vec<String> {
    let views = ledger.credits(lead);
    if views.iter().all(|it| it.since.is_none()) {
        return Vec::new();
    }
    let told = |it: CreditView| {
        let role = it.role.map_or("originator".to_owned(), |role| role.to_string());
        let since = it.since.map(|day| format!(" since {day}")).unwrap_or_default();
        format!("{role} {}{since}", it.payee)
    };
    views.into_iter().map(told).collect()
}

/// A claim in a few words.
fn claim(it: &ClaimView) -> String {
    let until = match (it.is_live, it.through) {
        (false, _) => "ended".to_owned(),
        (true, Some(through)) => format!("protected through {through}"),
        (true, None) => "protected until it is accepted, and longer".to_owned(),
    };
    let second = it.second_of.map(|first| format!(", second to lead {first}"));
    format!("{until}, last touched on {}{}", it.touched_on, second.unwrap_or_default())
}

impl Text for LeadOut {
    fn text(&self) -> String {
        let mut fields = vec![
            ("stage", self.stage.to_owned()),
            ("kind", self.kind.clone()),
            ("reported by", self.by.clone()),
            ("heard on", self.heard_on.clone()),
            ("accepted on", or_dash(self.accepted_on.as_deref())),
            ("deal", or_dash(self.deal.as_deref())),
            ("plans", plans_or_dash(&self.plans)),
        ];
        fields.extend(self.met_on.iter().map(|day| ("met on", day.clone())));
        fields.extend(self.quoted_on.iter().map(|day| ("quoted on", day.clone())));
        fields.extend(self.answer.iter().map(|answer| ("answer", answer.clone())));
        fields.extend((!self.credits.is_empty()).then(|| ("credits", self.credits.join(", "))));
        fields.extend(self.claim.iter().map(|claim| ("claim", claim.clone())));
        page(&format!("lead {}", self.lead), &fields) + &rewards_table(&self.rewards)
    }
}
