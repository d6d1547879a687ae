//! Campaigns: days that lie on the calendar, rules that are there, and what happens when two meet.

use super::Lint;
use crate::deal::Milestone;
use crate::plan::campaign::{Bonus, Meeting};
use crate::plan::parse::CampaignDraft;
use crate::plan::parse::Step::{At, Key};
use crate::plan::version::Effective;
use crate::time::Date;

/// A campaign's days and whose day must lie in them.
#[derive(Clone, Copy)]
struct Run {
    effective: Effective,
    dated_by: Milestone,
}

impl Lint<'_, '_> {
    /// Each campaign adds something on some day, and no two meet where the plan says so.
    pub(super) fn campaigns(&mut self) {
        let campaigns = self.draft.campaigns.as_deref().unwrap_or_default();
        for (index, campaign) in campaigns.iter().enumerate() {
            self.campaign(index, campaign);
        }
        if self.draft.head.meeting == Some(Some(Meeting::NeverMeet)) {
            self.never_meet(campaigns);
        }
    }

    fn campaign(&mut self, index: usize, campaign: &CampaignDraft) {
        let path = |key| [Key("campaign"), At(index), Key(key)];
        let rules = self.rules_of("campaign", index, &campaign.rules);
        if let Some(Effective { from, until: Some(until) }) = campaign.effective
            && until <= from
        {
            let sentence = format!("the campaign runs from {from} until {until}, on no day");
            let help = "write the day after the last day of the campaign";
            let days = |key| [Key("campaign"), At(index), Key("effective"), Key(key)];
            self.conflict("P1101", &days("until"), &days("from"), sentence, help);
        }
        if let Some(dated_by) = campaign.dated_by {
            let too_early = rules.iter().find_map(|at| {
                let on = at.component.on.filter(|on| !self.has_happened(dated_by, *on))?;
                Some((on, at.component_index, at.name()))
            });
            if let Some((on, component, name)) = too_early {
                let sentence =
                    format!("{dated_by} may not have happened when {on} triggers {name}");
                let help = "date the campaign by the trigger of its rules, or by a milestone that \
                            has always happened by then";
                let trigger = [Key("component"), At(component), Key("on")];
                self.conflict("P1102", &path("dated_by"), &trigger, sentence, help);
            }
        }
        match campaign.bonus {
            Some(Bonus::Multiply(rate)) if rate.is_zero() => {
                let sentence = "a campaign of 0% would take everything away".to_owned();
                let help =
                    "write multiply = \"200%\" to double the amount, or let a rule pay nothing";
                self.wrong("P0410", &path("multiply"), sentence, help);
            }
            Some(Bonus::ExtraPerFact(amount) | Bonus::ExtraPerDeal(amount)) => {
                let path = [Key("campaign"), At(index), Key("extra"), Key("amount")];
                self.amount_above_zero(&path, amount);
            }
            Some(Bonus::Multiply(_)) | None => {}
        }
    }

    fn never_meet(&mut self, campaigns: &[CampaignDraft]) {
        for (index, campaign) in campaigns.iter().enumerate() {
            for (before, other) in campaigns[..index].iter().enumerate() {
                let these = campaign.rules.as_deref().unwrap_or_default();
                let those = other.rules.as_deref().unwrap_or_default();
                let Some(rule) = these.iter().find(|rule| those.contains(rule)) else { continue };
                let (Some(this), Some(that)) = (Run::of(campaign), Run::of(other)) else {
                    continue;
                };
                let Some(case) = this.meets(that) else { continue };
                let sentence = format!("two campaigns are for the rule `{rule}` when it is {case}");
                let help = "part their days or their rules, or write campaigns = \"multiply\" or \
                            \"largest\"";
                let path = |index| [Key("campaign"), At(index), Key("effective")];
                self.conflict("P1103", &path(index), &path(before), sentence, help);
            }
        }
    }
}

impl Run {
    /// `None` when it could not be read, or has no day.
    fn of(campaign: &CampaignDraft) -> Option<Run> {
        let (effective, dated_by) = (campaign.effective?, campaign.dated_by?);
        let has_days = effective.until.is_none_or(|until| effective.from < until);
        has_days.then_some(Run { effective, dated_by })
    }

    /// A case in which both are for one amount, in words. Two milestones may fall on any two days.
    fn meets(self, other: Run) -> Option<String> {
        let holds = |run: Run, day: Date| {
            run.effective.from <= day && run.effective.until.is_none_or(|until| day < until)
        };
        if self.dated_by == other.dated_by {
            let day = self.effective.from.max(other.effective.from);
            let both = holds(self, day) && holds(other, day);
            return both.then(|| format!("{} on {day}", self.dated_by));
        }
        let (first, second) =
            if self.dated_by < other.dated_by { (self, other) } else { (other, self) };
        // The second on a day that is not before the first, where it has one.
        let day = first.effective.from;
        let later = second.effective.from.max(day);
        let later = if holds(second, later) { later } else { second.effective.from };
        Some(format!("{} on {day} and {} on {later}", first.dated_by, second.dated_by))
    }
}
