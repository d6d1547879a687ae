//! The campaigns, floors, caps and the pool that touch a rule, a sentence each.

use super::{day_of, fact_at, ids};
use referral_ledger::deal::Milestone;
use referral_ledger::id::RuleId;
use referral_ledger::plan::Plan;
use referral_ledger::plan::campaign::{Bonus, Campaign};
use referral_ledger::plan::cap::{AtMost, Cap, CapPer, Excess, Headroom, MeasuredAt};
use referral_ledger::plan::floor::{Floor, FloorPer, Uplift};
use referral_ledger::plan::pool::{AtEnd, DatedBy, Each, Exceeded, Pool, PoolCounts};

/// The sentences, in the order the amount meets them in a plan that lists the stages as usual.
pub(super) fn limits(plan: &Plan, on: Milestone, rule: &RuleId) -> Vec<String> {
    let campaigns = plan.campaigns.iter().filter(|it| it.rules.contains(rule));
    let floors = plan.floors.iter().filter(|it| it.rules.contains(rule));
    let caps = plan.caps.iter().filter(|it| it.rules.contains(rule));
    campaigns
        .map(|it| campaign(it, on))
        .chain(floors.map(|it| floor(it, on)))
        .chain(caps.map(|it| cap(it, on, rule)))
        .chain(plan.pools.iter().filter(|it| it.rules.contains(rule)).map(|it| pool(it, rule)))
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
        AtMost::Base(base) => format!("at most {base} of what it is paid on count"),
    };
    let per = match cap.per {
        CapPer::Fact => format!("for each {}", fact_at(on)),
        CapPer::Deal => "for a deal and all roles of its split".to_owned(),
        CapPer::Payee(span) if cap.measured_at == MeasuredAt::Vesting => {
            format!("for a payee in a calendar {}, by the day it vests", span.word())
        }
        CapPer::Payee(span) if cap.measured_at == MeasuredAt::Payout => {
            format!("paid to a payee by the runs of a calendar {}", span.word())
        }
        CapPer::Payee(span) => format!("for a payee in a calendar {}", span.word()),
    };
    let together = together(&cap.rules, rule);
    let excess = match &cap.excess {
        Excess::Forfeited if matches!(cap.at_most, AtMost::Base(_)) => {
            "what is above it earns nothing".to_owned()
        }
        Excess::Carried if cap.measured_at == MeasuredAt::Payout => {
            "what is above it stays payable for later runs".to_owned()
        }
        Excess::Forfeited => "nobody gets what is above it".to_owned(),
        Excess::Carried => "what is above it is carried to the next period".to_owned(),
        Excess::PassedTo(payee) => format!("what is above it goes to {payee}"),
    };
    let room = room(cap.after_reversal);
    let (id, because) = (&cap.id, &cap.because);
    format!("Cap {id} ({because}): {most} {per}{together}; {excess}, and {room}.")
}

fn pool(pool: &Pool, rule: &RuleId) -> String {
    let (id, because, amount) = (&pool.id, &pool.because, pool.amount);
    let each = match pool.each {
        Each::Period(span, by) => {
            let day = match by {
                DatedBy::Fact => "the day of the fact",
                DatedBy::Record => "the day it is told",
            };
            format!(" for each calendar {}, that of {day}", span.word())
        }
        Each::Plan => String::new(),
    };
    let together = together(&pool.rules, rule);
    let counts = match pool.counts {
        PoolCounts::AllPayees => "for all payees together",
        PoolCounts::SplitRoles => "for all roles of the split together",
    };
    let exceeded = match pool.exceeded {
        Exceeded::Stop => {
            "who crosses its end gets what is left, who comes later nothing".to_owned()
        }
        Exceeded::Queue(at_end) => {
            let end = match at_end {
                AtEnd::Lapses => "lapses when the pool ends",
                AtEnd::Stays => "goes on waiting when the pool ends",
            };
            format!(
                "what is beyond it waits, first in first out, for the next period or for room, \
                 and {end}"
            )
        }
        Exceeded::ProRataAtClose { days_after } => format!(
            "everything waits until the pool closes {days_after} days after the last day of its \
             period, and then each gets the same part"
        ),
    };
    let room = room(pool.after_reversal);
    format!("Pool {id} ({because}): {amount}{each}, {counts}{together}; {exceeded}, and {room}.")
}

fn together(rules: &[RuleId], rule: &RuleId) -> String {
    let others: Vec<&RuleId> = rules.iter().filter(|it| *it != rule).collect();
    match others.as_slice() {
        [] => String::new(),
        [one] => format!(", together with rule {one}"),
        some => format!(", together with rules {}", ids(some, "and")),
    }
}

fn room(after_reversal: Headroom) -> &'static str {
    match after_reversal {
        Headroom::Freed => "what is taken back makes room again",
        Headroom::KeptUsed => "what is taken back makes no room",
    }
}
