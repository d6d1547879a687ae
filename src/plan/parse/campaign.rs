//! `[[campaign]]`: for which rules, when, and what it adds.
//!
//! Whether its rules are there, and whether campaigns meet, is for [`crate::lint`].

use super::draft::CampaignDraft;
use super::reader::{Field, Reader, Table};
use super::shape::{CAMPAIGN, CAMPAIGN_DAYS, EXTRA};
use crate::deal::Milestone;
use crate::id::RuleId;
use crate::plan::campaign::Bonus;

/// The most rules of one campaign, floor or cap.
const RULES_MAX: usize = 50;

impl<'s> Reader<'s> {
    /// One campaign.
    pub(super) fn campaign(&mut self, field: Field<'s>) -> CampaignDraft {
        let Some(table) = self.table(field, &CAMPAIGN) else { return CampaignDraft::default() };
        CampaignDraft {
            id: self.required(&table, "id").and_then(|id| self.id(id)),
            because: self.required(&table, "because").and_then(|because| self.line(because)),
            rules: self.rule_ids(&table),
            effective: self
                .required(&table, "effective")
                .and_then(|days| self.effective(days, &CAMPAIGN_DAYS)),
            dated_by: self
                .required(&table, "dated_by")
                .and_then(|word| self.milestone(word, &Milestone::TOLD)),
            bonus: self.bonus(&table),
        }
    }

    /// The rules that a campaign, a floor or a cap is for.
    pub(super) fn rule_ids(&mut self, table: &Table<'s>) -> Option<Vec<RuleId>> {
        let field = self.required(table, "rules")?;
        self.distinct(field, RULES_MAX, Reader::id)
    }

    fn bonus(&mut self, table: &Table<'s>) -> Option<Bonus> {
        let why = "a campaign multiplies or adds an extra amount, not both";
        let field = self.one_of(table, &["multiply", "extra"], why)?;
        if field.key == "multiply" {
            return self.rate(field).map(Bonus::Multiply);
        }
        let extra = self.table(field, &EXTRA)?;
        let amount = self.required(&extra, "amount").and_then(|amount| self.amount(amount));
        let per_deal = self
            .required(&extra, "per")
            .and_then(|word| self.word(word, &[("fact", false), ("deal", true)], &[]));
        let amount = amount?;
        Some(if per_deal? { Bonus::ExtraPerDeal(amount) } else { Bonus::ExtraPerFact(amount) })
    }
}
