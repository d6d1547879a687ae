//! What is taken back: it goes with the trigger, the window and what the rule pays.

use super::{Lint, RuleAt};
use crate::deal::Milestone;
use crate::plan::clawback::{Clawback, ClawbackTerms, RefundTarget, TakeBack, TakeStep, Window};
use crate::plan::parse::PaysDraft;
use crate::plan::parse::Step::{self, At, Key};
use crate::plan::rule::Formula;
use crate::plan::stage::Basis;
use crate::plan::tiers::Accumulate;
use crate::rate::Rate;
use crate::time::Date;

impl Lint<'_, '_> {
    /// Only money of a deal is taken back, and a payment's window needs a payment.
    pub(super) fn clawback(&mut self, at: RuleAt<'_>) {
        let Some(Clawback::Terms(terms)) = &at.rule.clawback else { return };
        match at.component.on {
            Some(on) if on < Milestone::Won => {
                let sentence = format!("on {on} there is no deal yet that could be taken back");
                let help = "write clawback = \"none\", or trigger the component on won or later";
                self.wrong("P0901", &at.path(&[Key("clawback")]), sentence, help);
                return;
            }
            Some(on) if on != Milestone::Paid && terms.window.after() == Some(Milestone::Paid) => {
                let sentence = format!("no payment triggers the component, {on} does");
                let help = "count the window from won, installed or invoiced, or trigger the \
                            component on paid";
                let path = [Key("clawback"), Key("window"), Key("after")];
                self.wrong("P0902", &at.path(&path), sentence, help);
            }
            _ => {}
        }
        self.take(at, terms);
        if terms.refund_target == RefundTarget::Recompute {
            self.recompute(at);
        }
    }

    /// A part of the window is counted as the window is.
    fn take(&mut self, at: RuleAt<'_>, terms: &ClawbackTerms) {
        let fits = match (&terms.take, terms.window) {
            (TakeBack::Full, _) => return,
            (TakeBack::ProRataDays, window) => matches!(window, Window::Days { .. }),
            (TakeBack::ProRataMonths, window) => matches!(window, Window::Months { .. }),
            (TakeBack::Stepped(_), window) => window != Window::WithoutEnd,
        };
        if !fits {
            let (sentence, help) = match terms.take {
                TakeBack::ProRataDays => (
                    "a part of the days is taken back, and the window does not count days",
                    "write window = { days = .., after = .., last_day = .. }, or take = \"full\"",
                ),
                TakeBack::ProRataMonths => (
                    "a part of the months is taken back, and the window does not count months",
                    "write window = { months = .., after = .. }, or take = \"full\"",
                ),
                _ => (
                    "steps count days, and the window has neither a first day nor a last",
                    "write window = { days = .. } or { months = .. }, or take = \"full\"",
                ),
            };
            let (take, window) = (Key("take"), Key("window"));
            let (here, there) =
                (at.path(&[Key("clawback"), take]), at.path(&[Key("clawback"), window]));
            self.conflict("P0903", &here, &there, sentence.to_owned(), help);
            return;
        }
        if let TakeBack::Stepped(steps) = &terms.take {
            self.take_steps(at, steps, terms.window);
        }
    }

    fn take_steps(&mut self, at: RuleAt<'_>, steps: &[TakeStep], window: Window) {
        let path = |index, key| {
            at.path(&[Key("clawback"), Key("take"), Key("steps"), At(index), Key(key)])
        };
        let last = last_day(window);
        for (index, step) in steps.iter().enumerate() {
            let here: Vec<Step> = path(index, "from_day");
            match index.checked_sub(1) {
                None if step.from_day != 0 => {
                    let sentence = "before the first step nothing is said".to_owned();
                    self.wrong("P0904", &here, sentence, "write from_day = 0 in the first step");
                }
                Some(before) if step.from_day <= steps[before].from_day => {
                    let sentence = "the step does not begin after the one before it".to_owned();
                    let help = "write the steps in rising order of their days";
                    self.conflict("P0904", &here, &path(before, "from_day"), sentence, help);
                }
                _ if last.is_some_and(|last| i64::from(step.from_day) > last) => {
                    let sentence = format!(
                        "day {} lies behind the window, so this step never applies",
                        step.from_day
                    );
                    let window = at.path(&[Key("clawback"), Key("window")]);
                    let help = "lengthen the window, or take the step out";
                    self.conflict("P0905", &here, &window, sentence, help);
                }
                _ => {}
            }
            if step.take > Rate::HUNDRED {
                let sentence = format!("{} is more than there is to take back", step.take);
                let help = "write a share of 0% to 100%";
                self.wrong("P0906", &path(index, "take"), sentence, help);
            }
        }
    }

    /// The rule must be able to make an amount of the money that remains.
    fn recompute(&mut self, at: RuleAt<'_>) {
        let here = at.path(&[Key("clawback"), Key("refund_target")]);
        let help = "write refund_target = \"proportional\"";
        match at.rule.pays {
            Some(PaysDraft::Money(Formula::Flat(_)) | PaysDraft::InKind(..)) => {
                let sentence = "a flat amount is the same whatever remains".to_owned();
                let flat = at.path(&[Key("pays")]);
                self.conflict("P0907", &here, &flat, sentence, help);
            }
            Some(PaysDraft::Money(Formula::Tiers { tiers, .. })) => {
                let index = usize::from(tiers);
                let table = self.draft.tiers.as_ref().and_then(|tables| tables.get(index));
                let accumulate = table.and_then(|table| table.accumulate);
                if matches!(accumulate, Some(Accumulate::Period(..))) {
                    let sentence =
                        "computing a period of a payee or a team anew would change what \
                                    other deals paid"
                            .to_owned();
                    let other = [Key("tiers"), At(index), Key("accumulate")];
                    self.conflict("P0907", &here, &other, sentence, help);
                }
            }
            _ => {}
        }
        let roundings = self.draft.head.roundings.as_ref();
        let last = roundings.and_then(|roundings| roundings.last());
        if last.is_none_or(|words| words.basis != Basis::Cumulative) {
            return;
        }
        let is_for_it = |campaign: &&crate::plan::parse::CampaignDraft| {
            let rules = campaign.rules.as_deref().unwrap_or_default();
            campaign.dated_by == Some(Milestone::Paid)
                && at.rule.id.as_ref().is_some_and(|id| rules.contains(id))
        };
        let campaigns = self.draft.campaigns.as_deref().unwrap_or_default();
        if let Some(index) = campaigns.iter().position(|campaign| is_for_it(&campaign)) {
            let sentence =
                "a campaign is for some payments only, and the rounding looks at all of \
                            them together"
                    .to_owned();
            let other = [Key("campaign"), At(index), Key("dated_by")];
            let help = "write refund_target = \"proportional\", date the campaign by another \
                        milestone, or round each fact";
            self.conflict("P0907", &here, &other, sentence, help);
        }
    }
}

/// The last day of a window, counted from its milestone; of months the latest it can be.
fn last_day(window: Window) -> Option<i64> {
    // Four years of first days have the longest run of any number of months among them.
    let firsts =
        (2000..2004).flat_map(|year| (1..=12).filter_map(move |month| Date::new(year, month, 1)));
    match window {
        Window::WithoutEnd => None,
        Window::Days { days, last_day_in, .. } => Some(i64::from(days) - i64::from(!last_day_in)),
        Window::Months { months, .. } => {
            firsts.filter_map(|first| Some(first.plus_months(months)?.days_since(first) - 1)).max()
        }
    }
}
