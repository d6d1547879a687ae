//! The steps and reasons of a Why in plain words: how a technician reads them.

use super::{KeptReason, Step, Unmet, ZeroReason};
use crate::adjustment::Direction;
use crate::money::ExactAmount;
use crate::reading::Reading;
use crate::time::Period;
use std::fmt;

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Unmet(rule, unmet) => write!(f, "rule {rule} did not hold: {unmet}"),
            Step::Absent(role, share, to) => {
                write!(f, "nobody is {role}: its {share} goes to the {to}")
            }
            Step::Manager(of, manager, day) => {
                write!(f, "{manager} is the manager of the {of} on {day}")
            }
            Step::NotEmployed(day, lost) => {
                write!(f, "not employed on {day}: {lost} does not accrue")
            }
            Step::Unanswered(due) => write!(f, "sales did not answer the lead by {due}"),
            Step::Blocked(since, lost) => {
                write!(f, "blocked since {since}: {lost} does not accrue")
            }
            Step::NotVested(day, lost, out) => {
                write!(
                    f,
                    "left on {day}: {lost} had not vested by then and is forfeited, {out} stays"
                )
            }
            Step::Nothing(reason) => write!(f, "nothing: {reason}"),
            Step::Expires(1) => f.write_str("what is not redeemed within a month expires"),
            Step::Expires(months) => {
                write!(f, "what is not redeemed within {months} months expires")
            }
            Step::Gift(..)
            | Step::GivenWithin(_)
            | Step::Recognised(..)
            | Step::Claimed(_)
            | Step::Unclaimed(_) => given(self, f),
            Step::Target(..)
            | Step::Recomputed(..)
            | Step::Cancelled(_)
            | Step::Retracted
            | Step::NeverReached(_)
            | Step::NeverCollected
            | Step::Forfeited(_)
            | Step::Lapsed(..)
            | Step::Waived(..)
            | Step::TakeBack(..)
            | Step::TakePart(..)
            | Step::DaysLeft(..)
            | Step::MonthsLeft(..)
            | Step::Part(..)
            | Step::Gone(..)
            | Step::Kept(_)
            | Step::Restored(_) => reversal(self, f),
            Step::Campaign(..)
            | Step::CampaignExtra(..)
            | Step::CampaignMissed(..)
            | Step::CampaignSmaller(_)
            | Step::FloorBefore(..)
            | Step::Floor(..)
            | Step::Cap(..)
            | Step::BaseCap(..)
            | Step::Pool(..)
            | Step::AllWaits(..)
            | Step::Queued(..)
            | Step::PoolClosed(..)
            | Step::PoolEnded(..)
            | Step::Carried(..)
            | Step::PassedOn(..)
            | Step::PassedHere(..) => bound(self, f),
            Step::Measured(..)
            | Step::Attained(..)
            | Step::Prorated(..)
            | Step::TopUp(..)
            | Step::Member(..) => close(self, f),
            Step::Credited(..) | Step::Share(..) | Step::OnTop(..) => share(self, f),
            Step::Adjusted(reason, proposed, approved)
            | Step::Restated(reason, proposed, approved) => {
                write!(f, "reason {reason}: proposed by {proposed}, approved by {approved}")
            }
            Step::About(about) => write!(f, "it is about {}", about.short()),
            Step::AdjustedBy(out) => write!(f, "adjusted by {out}"),
            Step::RestatedFrom(plan, rule, source, was, would_be) => {
                let source = source.short();
                write!(f, "{source}, rule {rule} of {plan}: {was} as told, {would_be} as restated")
            }
            Step::RestatedBy(out) => write!(f, "restated by {out}"),
            Step::HeldBack(..)
            | Step::BackUntil(_)
            | Step::BackOn(..)
            | Step::BackCollected(..)
            | Step::NotHeldBack(_) => held_back(self, f),
            Step::Opened(day, Direction::Up, out) => {
                write!(f, "{out} stood to the payee's credit on {day}, in the system before")
            }
            Step::Opened(day, Direction::Down, out) => {
                write!(f, "{out} was owed back on {day}, in the system before")
            }
            Step::Exchanged(from, rate, on, source, out) => {
                write!(f, "{from} x {rate} ({source} of {on}) = {out}")
            }
            Step::FactExchanged(from, rate, on, source, out) => {
                write!(f, "the fact is {from} x {rate} ({source} of {on}) = {out}")
            }
            Step::ExchangedBack(paid, in_plan) => {
                write!(f, "{paid} accrued as {in_plan}, and goes back as that")
            }
            Step::Draw(draw, whole) => write!(f, "draw {draw}: {whole} for the whole period"),
            Step::DrawEarned(period, out) => write!(f, "earned in {period}: {out}"),
            Step::DrawGives(out) => write!(f, "given as a draw: {out}"),
            Step::DrawKept(out) => write!(f, "{out} of it need not be paid back"),
            Step::DrawForgiven(None, out) => write!(f, "the draw has ended: {out} is forgiven"),
            Step::DrawForgiven(Some(day), out) => {
                write!(f, "the payee left on {day}: {out} is forgiven")
            }
            other => amount(other, f),
        }
    }
}

/// How a base becomes an amount.
fn amount(step: &Step, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match step {
        Step::Base(base, reading) => write!(f, "{base}: {reading}"),
        Step::Flat(out) => write!(f, "flat {out}"),
        Step::Rate(base, rate, out) => write!(f, "{base} x {rate} = {out}"),
        Step::PerUnit(count, each, out) => write!(f, "{count} x {each} = {out}"),
        Step::Position(tiers, period, team, before, after) => {
            write!(f, "{tiers}")?;
            if let Some(team) = team {
                write!(f, ", team {team}")?;
            }
            if let Some(period) = period {
                write!(f, ", {period}")?;
            }
            write!(f, ": from {before} to {after}")
        }
        Step::Slice(above, until, base, rate, out) => {
            write!(f, "{}: {base} x {rate} = {out}", range(above, until.as_ref()))
        }
        Step::SliceUnits(above, until, count, each, out) => {
            write!(f, "{}: {count} x {each} = {out}", range(above, until.as_ref()))
        }
        Step::Reached(above, out) => write!(f, "above {above}: flat {out}"),
        Step::Between(at, rate) => write!(f, "at {at} the rate is {rate}"),
        Step::FurtherTiers(now, before, out) => {
            write!(f, "{now} so far, less {before} before = {out}")
        }
        Step::Together(out) => write!(f, "together {out}"),
        Step::FillsUp(hole, out) => write!(f, "{hole} fills up what was below zero: {out} is left"),
        Step::BelowZero(sum, out) => write!(f, "{sum} is below zero and pays {out}"),
        Step::SoFar(before, out) => write!(f, "with {before} before = {out} so far"),
        Step::Round(_, mode, out) => write!(f, "rounded {} = {out}", mode.describe()),
        Step::MinimumDeducted(minimum, out) => {
            write!(f, "less {minimum} that was paid because sales did not answer = {out}")
        }
        Step::Less(before, out) => write!(f, "less {before} posted before = {out}"),
        _ => Ok(()),
    }
}

/// A step of a table, by its ends.
fn range(above: &Reading, until: Option<&Reading>) -> String {
    match until {
        Some(until) => format!("above {above} to {until}"),
        None => format!("above {above}"),
    }
}

/// Who gets which part.
fn share(step: &Step, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match step {
        Step::Credited(role, share, whole, part) => {
            write!(f, "{role} is credited {share} of {whole} = {part}")
        }
        Step::OnTop(role, share, whole, out) => {
            write!(f, "{role} gets {share} of {whole} on top = {out}")
        }
        Step::Share(role, share, whole, out) => match whole.times(*share) {
            Some(exact) if exact != *out => write!(
                f,
                "{role}'s {share} of {whole} = {exact}, taken as {out} so that the parts add up"
            ),
            _ => write!(f, "{role}'s {share} of {whole} = {out}"),
        },
        _ => Ok(()),
    }
}

/// What is held back of it.
fn held_back(step: &Step, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match step {
        Step::HeldBack(share, out) => write!(f, "{share} of it is held back: {out}"),
        Step::BackUntil(milestone) => write!(f, "that is released when it is {milestone}"),
        Step::BackOn(share, out, day) => write!(f, "{share} of that on {day}: {out}"),
        Step::BackCollected(collected, value, out) => write!(
            f,
            "that is released as {value} is collected: of {collected} so far, {out} is not held \
             back"
        ),
        Step::NotHeldBack(Some(milestone)) => {
            write!(f, "nothing is held back: it is {milestone} already")
        }
        Step::NotHeldBack(None) => {
            f.write_str("nothing is held back: the deal was won without a value")
        }
        _ => Ok(()),
    }
}

/// What a close looks at.
fn close(step: &Step, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match step {
        Step::Measured(measure, team, over, reading) => {
            write!(f, "{measure}")?;
            if let Some(team) = team {
                write!(f, ", team {team}")?;
            }
            write!(f, ", {over}: {reading}")
        }
        Step::Attained(measure, quota, attained) => {
            write!(f, "of a quota of {quota} {measure} that is {attained}")
        }
        Step::Prorated(out, days, of) => write!(f, "for {days} of {of} days: {out}"),
        Step::TopUp(to, there, out) if out.is_zero() => {
            write!(f, "{there} is not short of {to}: {out}")
        }
        Step::TopUp(to, there, out) => write!(f, "{there} is short of {to} by {out}"),
        Step::Member(whole, weight, all, out) => {
            write!(f, "{weight} of {all}: {out} of {whole}")
        }
        _ => Ok(()),
    }
}

/// Campaigns, floors, caps and pools.
fn bound(step: &Step, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match step {
        Step::Campaign(campaign, factor, out) => {
            write!(f, "campaign {campaign}: x {factor} = {out}")
        }
        Step::CampaignExtra(campaign, extra, out) => {
            write!(f, "campaign {campaign}: {extra} extra = {out}")
        }
        Step::CampaignMissed(campaign, Some(day), from, until) => {
            write!(f, "campaign {campaign} is not for {day}: it runs from {from}")?;
            until.map_or(Ok(()), |until| write!(f, " until {until}"))
        }
        Step::CampaignMissed(campaign, None, ..) => {
            write!(f, "campaign {campaign} is dated by what has not happened yet")
        }
        Step::CampaignSmaller(campaign) => {
            write!(f, "campaign {campaign} would pay less and does not apply")
        }
        Step::FloorBefore(floor, came, paid) => {
            write!(f, "floor {floor}: {came} came before, and {paid} was paid of it")
        }
        Step::Floor(floor, least, amount, out) if amount == out => {
            write!(f, "floor {floor} of {least} not needed: {out}")
        }
        Step::Floor(floor, least, amount, out)
            if out.minus(*amount).is_some_and(ExactAmount::is_negative) =>
        {
            write!(f, "floor {floor} of {least} was paid in advance: of {amount} stays {out}")
        }
        Step::Floor(floor, least, _, out) => write!(f, "floor {floor} of {least}: {out}"),
        Step::Cap(cap, used, most, amount, out) if amount == out => {
            write!(f, "cap {cap} not reached: {used} of {most} used before = {out}")
        }
        Step::Cap(cap, used, most, amount, out) => {
            write!(f, "cap {cap}: {used} of {most} used before, so of {amount} stays {out}")
        }
        Step::BaseCap(cap, used, most, base, out) if base == out => {
            write!(f, "cap {cap} not reached: of {most} are {used} used before, and {out} count")
        }
        Step::BaseCap(cap, used, most, base, out) => {
            write!(f, "cap {cap}: {used} of {most} used before, so of {base} count {out}")
        }
        Step::Carried(cap, day, out) => write!(f, "above cap {cap}, carried to {day}: {out}"),
        Step::PassedOn(cap, excess, to) => write!(f, "{excess} above cap {cap} goes to {to}"),
        Step::PassedHere(cap, out) => write!(f, "above cap {cap} of somebody else: {out}"),
        _ => pool(step, f),
    }
}

/// Pools: what is left of them, what waits in them, and what comes of that.
fn pool(step: &Step, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let of = |period: &Option<Period>| match period {
        Some(period) => format!(" for {period}"),
        None => String::new(),
    };
    match step {
        Step::Pool(pool, period, holds, left, amount, out) => {
            write!(f, "the pool {pool} of {holds}{} had {left} left", of(period))?;
            if amount == out {
                write!(f, ": {out}")
            } else {
                write!(f, ", so of {amount} stays {out}")
            }
        }
        Step::AllWaits(pool, period, day, amount, _) => {
            let of = of(period);
            write!(f, "all of {amount} waits in the pool {pool}{of}, which closes on {day}")
        }
        Step::Queued(pool, period, Some(day), out) => {
            write!(f, "waits in the pool {pool}{} until it closes on {day}: {out}", of(period))
        }
        Step::Queued(pool, _, None, out) => {
            write!(f, "waits in the pool {pool} until it has room: {out}")
        }
        Step::PoolClosed(pool, period, holds, waited, had, out) => write!(
            f,
            "the pool {pool}{} closed with {holds} for the {waited} that waited: {out} of {had}",
            of(period)
        ),
        Step::PoolEnded(pool, day) => {
            write!(f, "the pool {pool} ended on {day}: what waited in it lapses")
        }
        _ => Ok(()),
    }
}

/// What a refund, a cancellation or a retraction takes back.
fn given(step: &Step, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match step {
        Step::Gift(gift, value, taxable, cash_equivalent) => {
            let taxed = if *taxable { "taxable" } else { "not taxable" };
            let cash = if *cash_equivalent { "as good as money" } else { "no cash equivalent" };
            write!(f, "the gift is {gift}, of a fair value of {value}: {taxed}, {cash}")
        }
        Step::GivenWithin(1) => {
            f.write_str("it is forfeited when it is not handed over within a month")
        }
        Step::GivenWithin(months) => {
            write!(f, "it is forfeited when it is not handed over within {months} months")
        }
        Step::Recognised(badge, tell) => {
            let tell: Vec<&str> = tell.iter().map(|role| role.as_str()).collect();
            write!(f, "the badge is {badge}; told to {}", tell.join(", "))
        }
        Step::Claimed(out) => {
            write!(f, "the gift was handed over and stays: its fair value of {out} is owed back")
        }
        Step::Unclaimed(out) => {
            write!(
                f,
                "what claimed the gift was told by mistake: its fair value of {out} is not owed"
            )
        }
        _ => Ok(()),
    }
}

fn reversal(step: &Step, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match step {
        Step::Target(accrued, returned, original, out) => write!(
            f,
            "{returned} of {original} went back: of {accrued} accrued, {out} should remain"
        ),
        Step::Recomputed(base, out) => {
            write!(f, "{base} remains, and the rule makes {out} of it")
        }
        Step::Cancelled(day) => write!(f, "cancelled on {day}: nothing should remain"),
        Step::Retracted => write!(f, "the fact was told by mistake: nothing should remain of it"),
        Step::NeverReached(milestone) => {
            write!(f, "it was held until {milestone}, which cannot come any more")
        }
        Step::Forfeited(day) => {
            write!(f, "left on {day}: what had not vested by then is forfeited")
        }
        Step::Lapsed(run, reason, proposed, approved) => write!(
            f,
            "below the threshold of run {run}, and lapses, reason {reason}: \
             proposed by {proposed}, approved by {approved}"
        ),
        Step::Waived(day, kept, out) => {
            write!(f, "left on {day}: by the plan's word {kept} of that stays theirs, {out} goes")
        }
        Step::NeverCollected => f.write_str(
            "it was held back until more of the deal's value is collected, and no more comes in",
        ),
        Step::TakeBack(there, remain, out) => {
            write!(f, "{there} is there, {remain} should remain: {out} is taken back")
        }
        Step::TakePart(all, share, out) => {
            write!(f, "by the day, {share} of the {all} is taken back: {out}")
        }
        Step::DaysLeft(all, left, of, out) => {
            write!(f, "{left} of {of} days are left: {out} of the {all} is taken back")
        }
        Step::MonthsLeft(all, left, of, out) => {
            write!(f, "{left} of {of} months are left: {out} of the {all} is taken back")
        }
        Step::Part(had, whole, out) => {
            write!(f, "{out} of the {whole} falls on {had} still there")
        }
        Step::Gone(gone, out) => {
            write!(f, "{gone} of it was redeemed or has expired and stays: {out} is taken back")
        }
        Step::Kept(reason) => write!(f, "nothing is taken back: {reason}"),
        Step::Restored(out) => {
            write!(f, "the refund was told by mistake: {out} is there again")
        }
        _ => Ok(()),
    }
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unmet::LeadKind(kind) => write!(f, "the lead is {kind}"),
            Unmet::Elapsed(from, to, days, least, Some(until)) => {
                let most = until.saturating_sub(1);
                write!(f, "{days} days from {from} to {to}, the rule asks for {least} to {most}")
            }
            Unmet::Elapsed(from, to, days, least, None) => {
                write!(f, "{days} days from {from} to {to}, the rule asks for {least} or more")
            }
            Unmet::NotYet(milestone) => write!(f, "not {milestone} yet"),
            Unmet::Fact(name, value) => write!(f, "{name} is {value}"),
            Unmet::FactUntold(name) => write!(f, "{name} was not told"),
        }
    }
}

impl fmt::Display for ZeroReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ZeroReason::RulePaysNothing => f.write_str("this rule pays nothing"),
            ZeroReason::NoPlanInForce(day) => write!(f, "no plan is in force on {day}"),
            ZeroReason::PlanNotChosen(milestone) => {
                write!(
                    f,
                    "the plan is the one in force when {milestone}, and it was not {milestone}"
                )
            }
            ZeroReason::NotAssigned(day) => write!(f, "assigned to no plan on {day}"),
            ZeroReason::NoValue => f.write_str("the deal was won without a value"),
            ZeroReason::NoQuantity(line) => write!(f, "line {line} has no quantity"),
            ZeroReason::NoCost(line) => write!(f, "line {line} has no cost"),
            ZeroReason::NoPercent => {
                f.write_str("there is no price or cost that a percentage could be taken of")
            }
            ZeroReason::CannotBeReached(milestone) => {
                write!(f, "it would be held until {milestone}, which cannot come any more")
            }
            ZeroReason::NoManager(day) => write!(f, "there was no manager on {day}"),
            ZeroReason::NoTeam(day) => write!(f, "in no team on {day}"),
            ZeroReason::NoQuota(measure) => {
                write!(f, "no quota of {measure} was assigned for these days")
            }
            ZeroReason::NothingCounted => f.write_str("nothing was counted for any member"),
            ZeroReason::DrawUnneeded => f.write_str("enough was earned to need no draw"),
            ZeroReason::PaidInOther(unit) => {
                write!(f, "the payee is paid in {unit}, and the plan does not convert")
            }
            ZeroReason::LinesNotKept => f.write_str(
                "what the deal was won with was not kept when it was installed, for no plan was \
                 triggered by an invoice then: pay it by an adjustment",
            ),
        }
    }
}

impl fmt::Display for KeptReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeptReason::NoClawback => f.write_str("the rule never takes back"),
            KeptReason::NotOnRefund => f.write_str("the rule does not take back for a refund"),
            KeptReason::NotOnCancellation => {
                f.write_str("the rule does not take back for a cancellation")
            }
            KeptReason::FlatIsKept => f.write_str("the rule lets a flat amount be kept"),
            KeptReason::WindowEnded(day) => write!(f, "the clawback window ended on {day}"),
        }
    }
}
