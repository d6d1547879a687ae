//! Measures and the closes that pay on them, in sentences.

use super::rule::credited;
use super::{ids, list, triggered};
use referral_ledger::plan::Plan;
use referral_ledger::plan::close::{Close, CloseOf, CountsOver, LateFacts, WhenLower};
use referral_ledger::plan::measure::{Counts, Measured, PartPeriod, RefundedMeasure};

/// When a close pays, and for what time.
pub(super) fn when(close: &Close) -> String {
    let span = close.closes.word();
    let whose = match close.whose {
        CloseOf::Payee => "for each payee",
        CloseOf::Team => "for each team",
        CloseOf::Everyone => "for everyone together",
    };
    let over = match close.counts {
        CountsOver::Period => String::new(),
        CountsOver::YearToDate => {
            ", on the year to date less what was posted for it before".to_owned()
        }
    };
    format!("{} days after a calendar {span} ends, {whose}{over}", close.days_after)
}

/// What later facts do.
pub(super) fn later(close: &Close) -> String {
    let late = match close.late_facts {
        LateFacts::TruedUp => "A fact that is told later has its period reckoned again.",
        LateFacts::LeftOut => "A fact that is told later changes nothing there.",
    };
    let lower = match close.when_lower {
        WhenLower::TakenBack => "What was posted too much is taken back.",
        WhenLower::Left => "What was posted too much stays.",
    };
    format!("{late} {lower}")
}

/// What is counted.
pub(super) fn measure(plan: &Plan, measure: &Measured) -> String {
    let id = &measure.id;
    let counted = match &measure.counts {
        Counts::Rules(rules) => {
            format!("{id} is what the rules {} made, less what was taken back", ids(rules, "and"))
        }
        Counts::Facts(facts) => {
            let base = super::base_words(plan, facts.of);
            let kinds = facts.kinds.as_ref().map(|kinds| {
                let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
                format!(" of leads of kind {}", list(&kinds, "or"))
            });
            let (on, kinds) = (triggered(facts.on), kinds.unwrap_or_default());
            let refunds = match facts.refunds {
                RefundedMeasure::Kept => "a refund lowers nothing",
                RefundedMeasure::LowersLater => "a refund lowers the month it is made in",
                RefundedMeasure::LowersItsPeriod => "a refund lowers the month of its payment",
            };
            let credit = credited(&facts.credit);
            format!("{id} counts {base} {on}{kinds}, {credit}; {refunds}")
        }
    };
    let quota = measure.quota.map(|quota| {
        let part = match quota.part {
            PartPeriod::ProratedByDays => "divided by days where it or the payee was not there",
            PartPeriod::InFull => "not divided",
        };
        format!(" It has a quota for each calendar {}, {part}.", quota.each.word())
    });
    format!("{counted}.{}", quota.unwrap_or_default())
}
