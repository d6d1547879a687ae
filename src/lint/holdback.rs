//! Holdback: a part and not all, released in parts that come to all of it, on days and milestones
//! that go with the trigger.

use super::trigger::may_follow;
use super::{Lint, RuleAt};
use crate::deal::Milestone;
use crate::plan::holdback::{Instalment, Release};
use crate::plan::parse::Step::{At, Key};
use crate::rate::Rate;

impl Lint<'_, '_> {
    /// What is held back can be released.
    pub(super) fn holdback_at(&mut self, at: RuleAt<'_>, on: Milestone) {
        let Some(Some(holdback)) = &at.rule.holdback else { return };
        if holdback.share.is_zero() || holdback.share >= Rate::HUNDRED {
            let sentence = format!("{} is no part that can be held back", holdback.share);
            let help = "write more than 0% and less than 100%; what is all held back has a hold";
            self.wrong("P0803", &at.path(&[Key("holdback"), Key("share")]), sentence, help);
        }
        match &holdback.release {
            Release::Until(until) if !may_follow(*until, on) => {
                let sentence =
                    format!("{until} does not come after {on}, which triggers the component");
                let help = "release it at a milestone that is still to come, or in another way";
                self.wrong("P0806", &at.path(&[Key("holdback"), Key("until")]), sentence, help);
            }
            Release::Until(_) => {}
            Release::Instalments(instalments) => self.instalments(at, on, instalments),
            Release::Collected
                if !matches!(on, Milestone::Won | Milestone::Installed | Milestone::Invoiced) =>
            {
                let sentence = format!("on {on} there is no value to collect the rest of");
                let help = "trigger it on won, installed or invoiced, or release it in another way";
                self.wrong("P0807", &at.path(&[Key("holdback"), Key("pro_rata")]), sentence, help);
            }
            Release::Collected => {}
        }
    }

    fn instalments(&mut self, at: RuleAt<'_>, on: Milestone, instalments: &[Instalment]) {
        let path = |steps: &[_]| at.path(&[&[Key("holdback"), Key("instalments")], steps].concat());
        let sum: i64 = instalments.iter().map(|it| it.share.millionths()).sum();
        let has_none = instalments.iter().any(|it| it.share.is_zero());
        if sum != Rate::HUNDRED.millionths() || has_none {
            let sentence = match has_none {
                true => "an instalment of 0% releases nothing".to_owned(),
                false => {
                    let percent = |millionths: i64| {
                        let digits = format!("{}.{:04}", millionths / 10_000, millionths % 10_000);
                        digits.trim_end_matches('0').trim_end_matches('.').to_owned()
                    };
                    format!("the instalments come to {}% of what is held back", percent(sum))
                }
            };
            let help = "write shares that sum to 100%, each more than 0%";
            self.wrong("P0804", &path(&[]), sentence, help);
        }
        for (index, instalment) in instalments.iter().enumerate() {
            let after = instalment.after;
            if !self.has_happened(after, on) {
                let sentence =
                    format!("{after} may not have happened when {on} triggers the component");
                let help = format!("count from {on}, the trigger, or release it at {after}");
                self.wrong("P0805", &path(&[At(index), Key("after")]), sentence, &help);
            }
        }
    }
}
