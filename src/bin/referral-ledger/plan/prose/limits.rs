//! The campaigns, floors and caps that touch a rule, a sentence each.

use super::{day_of, fact_at, ids};
use referral_ledger::deal::Milestone;
use referral_ledger::id::RuleId;
use referral_ledger::plan::Plan;
use referral_ledger::plan::campaign::{Bonus, Campaign};
use referral_ledger::plan::cap::{AtMost, Cap, CapPer, Excess, Headroom};
use referral_ledger::plan::floor::{Floor, FloorPer, Uplift};

/// The sentences, in the order the amount meets them in a plan that lists the stages as usual.
pub(super) fn limits(plan: &Plan, on: Milestone, rule: &RuleId) -> Vec<String> {
    let campaigns = plan.campaigns.iter().filter(|it| it.rules.contains(rule));
    let floors = plan.floors.iter().filter(|it| it.rules.contains(rule));
    let caps = plan.caps.iter().filter(|it| it.rules.contains(rule));
    campaigns
        .map(|it| campaign(it, on))
        .chain(floors.map(|it| floor(it, on)))
        .chain(caps.map(|it| cap(it, on, rule)))
        .collect()
}

fn campaign(campaign: &Campaign, on: Milestone) -> String {
    let fact = fact_at(on);
    let adds = match campaign.bonus {
        Bonus::Multiply(rate) => format!("the amount becomes {rate} of itself"),
        Bonus::ExtraPerFact(extra) => format!("{extra} more is paid with each {fact}"),
        Bonus::ExtraPerDeal(extra) => {
            format!("{extra} more is paid with the first {fact} of a deal")
        }
    };
    let days = match campaign.effective.until.and_then(|until| until.previous()) {
        Some(last) => format!("from {} through {last}", campaign.effective.from),
        None => format!("from {} on", campaign.effective.from),
    };
    let (id, because, day) = (&campaign.id, &campaign.because, day_of(campaign.dated_by));
    format!("Campaign {id} ({because}): if {day} lies {days}, {adds}; to nothing it adds nothing.")
}

fn floor(floor: &Floor, on: Milestone) -> String {
    let what = match floor.per {
        FloorPer::Fact => format!("for each {} that pays anything", fact_at(on)),
        FloorPer::DealFromFirstFact => {
            format!("for a deal, from the first {} that pays anything on", fact_at(on))
        }
        FloorPer::DealOnCompletion => {
            "for a deal, once all that was won has been collected".to_owned()
        }
        FloorPer::PayeeFromFirstFact(span) => {
            let (span, fact) = (span.word(), fact_at(on));
            format!("for a payee in a calendar {span}, from the first {fact} that pays anything on")
        }
    };
    let uplift = match floor.uplift {
        Uplift::Returned => "is taken back like the rest",
        Uplift::Kept => "is never taken back",
    };
    let (id, because, least) = (&floor.id, &floor.because, floor.at_least);
    format!("Floor {id} ({because}): at least {least} {what}; what the floor adds {uplift}.")
}

fn cap(cap: &Cap, on: Milestone, rule: &RuleId) -> String {
    let most = match cap.at_most {
        AtMost::Amount(amount) => format!("at most {amount}"),
        AtMost::Count(count) => format!("at most {count} {}s are paid", fact_at(on)),
    };
    let per = match cap.per {
        CapPer::Fact => format!("for each {}", fact_at(on)),
        CapPer::Deal => "for a deal and all roles of its split".to_owned(),
        CapPer::Payee(span) => format!("for a payee in a calendar {}", span.word()),
    };
    let others: Vec<&RuleId> = cap.rules.iter().filter(|it| *it != rule).collect();
    let together = match others.as_slice() {
        [] => String::new(),
        [one] => format!(", together with rule {one}"),
        some => format!(", together with rules {}", ids(some, "and")),
    };
    let excess = match &cap.excess {
        Excess::Forfeited => "nobody gets what is above it".to_owned(),
        Excess::Carried => "what is above it is carried to the next period".to_owned(),
        Excess::PassedTo(payee) => format!("what is above it goes to {payee}"),
    };
    let room = match cap.after_reversal {
        Headroom::Freed => "what is taken back makes room again",
        Headroom::KeptUsed => "what is taken back makes no room",
    };
    let (id, because) = (&cap.id, &cap.because);
    format!("Cap {id} ({because}): {most} {per}{together}; {excess}, and {room}.")
}
