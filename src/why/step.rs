//! The steps of a Why, as data. What they say in words is in `text`.

use super::reason::{KeptReason, Unmet, ZeroReason};
use crate::adjustment::{About, Direction};
use crate::deal::Milestone;
use crate::exchange::ExchangeRate;
use crate::id::{
    ActorId, BadgeId, BaseId, CampaignId, CapId, DrawId, FloorId, GiftId, MeasureId, PayeeId,
    PlanId, PoolId, RateSource, ReasonCode, RoleId, RuleId, TeamId, TiersId,
};
use crate::money::{Amount, ExactAmount, Rounding};
use crate::payout::RunId;
use crate::rate::Rate;
use crate::reading::Reading;
use crate::reward::Source;
use crate::time::{Date, Period};
use serde::{Deserialize, Serialize};

/// One step of a Why. On the wire a step is its name and a tuple.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Step {
    /// Another rule of the component did not hold, and why.
    Unmet(RuleId, Unmet),
    /// Nobody held this role; its share goes to the other role.
    Absent(RoleId, Rate, RoleId),
    /// Whoever holds the role had this manager on this day.
    Manager(RoleId, PayeeId, Date),
    /// What the plan's base comes to for the fact's lines.
    Base(BaseId, Reading),
    /// Role, its share, the whole base, its part of it.
    Credited(RoleId, Rate, Reading, Reading),
    /// The rule pays this much per fact.
    Flat(ExactAmount),
    /// Base, rate, product. With cumulative rounding the base is all that was counted so far.
    Rate(ExactAmount, Rate, ExactAmount),
    /// How many, for each of them, product.
    PerUnit(i64, Amount, ExactAmount),
    /// Where the measure of a table stood before the fact and stands after it; the period and the
    /// team it accumulates over.
    Position(TiersId, Option<Period>, Option<TeamId>, Reading, Reading),
    /// A step of a table, by where it begins and ends, pays a rate on this part of the base.
    Slice(Reading, Option<Reading>, Amount, Rate, ExactAmount),
    /// The same, for each thing of this part of the base.
    SliceUnits(Reading, Option<Reading>, i64, Amount, ExactAmount),
    /// A step of a table, by where it begins, pays a flat amount for being reached.
    Reached(Reading, ExactAmount),
    /// The rate between two points of a table, at this measure.
    Between(Reading, Rate),
    /// What a table pays so far, what it paid before, and the difference.
    FurtherTiers(ExactAmount, ExactAmount, ExactAmount),
    /// The slices together.
    Together(ExactAmount),
    /// What was below zero before is filled up first: that much, and what is left.
    FillsUp(ExactAmount, ExactAmount),
    /// In, and nothing out: a sum below zero pays nothing.
    BelowZero(ExactAmount, ExactAmount),
    /// A campaign multiplies.
    Campaign(CampaignId, Rate, ExactAmount),
    /// A campaign adds.
    CampaignExtra(CampaignId, Amount, ExactAmount),
    /// A campaign is not for this fact: the day that counts, if it has come, and when it runs.
    CampaignMissed(CampaignId, Option<Date>, Date, Option<Date>),
    /// Another campaign pays more.
    CampaignSmaller(CampaignId),
    /// What a floor counted before: what came in and what came out.
    FloorBefore(FloorId, ExactAmount, ExactAmount),
    /// A floor: the least, what came in, what comes out.
    Floor(FloorId, Amount, ExactAmount, ExactAmount),
    /// A cap: what was used of it before, the most, what came in, what comes out.
    Cap(CapId, Reading, Reading, ExactAmount, ExactAmount),
    /// A cap on the base: what was used of it before, the most, what the rule would be paid on,
    /// what of that counts.
    BaseCap(CapId, Reading, Reading, Reading, Reading),
    /// What a cap cut is carried to this day.
    Carried(CapId, Date, ExactAmount),
    /// What a cap cut goes to somebody else.
    PassedOn(CapId, Amount, PayeeId),
    /// What a cap cut from somebody else comes to this payee.
    PassedHere(CapId, ExactAmount),
    /// A pool: its period, what it holds, what was left of that, what came in, what comes out.
    Pool(PoolId, Option<Period>, Amount, ExactAmount, ExactAmount, ExactAmount),
    /// All of an amount waits in a pool of this period until the end of this day; nothing comes out
    /// at once.
    AllWaits(PoolId, Option<Period>, Date, ExactAmount, ExactAmount),
    /// What waits in a pool: its period, and the day at whose end it closes, if it does.
    Queued(PoolId, Option<Period>, Option<Date>, ExactAmount),
    /// A pool closed: its period, what it had to give, what waited in it, what of that was there,
    /// and what comes of it.
    PoolClosed(PoolId, Option<Period>, Amount, Amount, ExactAmount, ExactAmount),
    /// A pool ended on this day, and what waited in it lapses.
    PoolEnded(PoolId, Date),
    /// Role, its share, the whole, the part.
    Share(RoleId, Rate, ExactAmount, ExactAmount),
    /// Role, its share on top of the whole, the whole, what comes of it.
    OnTop(RoleId, Rate, ExactAmount, ExactAmount),
    /// What was counted in a measure over some days, for the payee or this team.
    Measured(MeasureId, Option<TeamId>, Period, Reading),
    /// How much of a measure was expected in them, and which part of that was reached.
    Attained(MeasureId, Reading, Reading),
    /// What is left of a guarantee, for how many days it counts, of how many.
    Prorated(ExactAmount, i64, i64),
    /// A guarantee, what is there already, what it is short of.
    TopUp(Amount, Amount, ExactAmount),
    /// The whole, what counts for this member, of how much, and their part.
    Member(ExactAmount, Reading, Reading, ExactAmount),
    /// What came before, and all so far.
    SoFar(ExactAmount, ExactAmount),
    /// In, direction, out.
    Round(ExactAmount, Rounding, ExactAmount),
    /// What was posted before, and what remains to post.
    Less(ExactAmount, ExactAmount),
    /// What of a minimum reward is deducted, and what remains.
    MinimumDeducted(ExactAmount, ExactAmount),
    /// An amount in the plan's currency, the rate, the day it is of, who says so, and what comes
    /// out in the payee's currency.
    Exchanged(ExactAmount, ExchangeRate, Date, RateSource, ExactAmount),
    /// The same for the lines of a fact, which are in the deal's currency: their net amount.
    FactExchanged(ExactAmount, ExchangeRate, Date, RateSource, ExactAmount),
    /// What is taken back, at the rate at which it accrued: in the payee's currency and the plan's.
    ExchangedBack(ExactAmount, ExactAmount),
    /// Sales did not answer the lead by this day.
    Unanswered(Date),
    /// The payee is not employed on the day of the fact; the amount that does not accrue.
    NotEmployed(Date, ExactAmount),
    /// This share of it is held back, which comes to this.
    HeldBack(Rate, ExactAmount),
    /// What is held back is released at this milestone.
    BackUntil(Milestone),
    /// This share of what is held back, which comes to this, is released on this day.
    BackOn(Rate, ExactAmount, Date),
    /// What is held back is released as the deal's value is collected: what was collected so far,
    /// the value, and what of the part is not held back for that reason.
    BackCollected(ExactAmount, ExactAmount, ExactAmount),
    /// Nothing is held back, because this milestone has come, or because the deal was won without
    /// a value.
    NotHeldBack(Option<Milestone>),
    /// The payee is blocked since a day; the amount that does not accrue.
    Blocked(Date, ExactAmount),
    /// The payee left on this day and had not vested by then: what is forfeited of it, and what is
    /// left.
    NotVested(Date, ExactAmount, ExactAmount),
    /// Nothing is paid, and why.
    Nothing(ZeroReason),
    /// Accrued, returned, original, and what should remain: accrued x (1 - returned / original).
    Target(ExactAmount, ExactAmount, ExactAmount, ExactAmount),
    /// What remains of the base, and what the formula makes of it.
    Recomputed(Reading, ExactAmount),
    /// The deal was cancelled: nothing should remain.
    Cancelled(Date),
    /// The fact was retracted: nothing should remain of what it caused.
    Retracted,
    /// It was held until this milestone, which cannot come any more.
    NeverReached(Milestone),
    /// The payee left on this day, and what had not vested by then is forfeited.
    Forfeited(Date),
    /// This run was the last to leave it out, for it was below the threshold, and it lapses: why,
    /// who proposed it, who approved it.
    Lapsed(RunId, ReasonCode, ActorId, ActorId),
    /// The payee left on this day, and a clawback after it takes less or nothing: how much stays
    /// theirs, and what is taken back.
    Waived(Date, ExactAmount, ExactAmount),
    /// It was held back until its share of the deal's value is collected, and no more comes in.
    NeverCollected,
    /// What was there, what should remain, what is taken back.
    TakeBack(ExactAmount, ExactAmount, ExactAmount),
    /// By the day, this share of what should go is taken back: all of it, the share, the part.
    TakePart(ExactAmount, Rate, ExactAmount),
    /// All that should go; how many days of the window are left, of how many; what is taken back.
    DaysLeft(ExactAmount, u32, u32, ExactAmount),
    /// The same, by completed months.
    MonthsLeft(ExactAmount, u32, u32, ExactAmount),
    /// What this payee still had, what is taken back from all, and this payee's part of it.
    Part(ExactAmount, ExactAmount, ExactAmount),
    /// What of it was redeemed or had expired and stays, and what is taken back.
    Gone(ExactAmount, ExactAmount),
    /// Nothing is taken back, and why.
    Kept(KeptReason),
    /// Points or hours expire so many months after they can be redeemed.
    Expires(u32),
    /// Which gift, its fair value, whether it is taxable, whether it is as good as money.
    Gift(GiftId, Amount, bool, bool),
    /// A gift is forfeited so many months after it could be handed over.
    GivenWithin(u32),
    /// Which badge, and who is told of it.
    Recognised(BadgeId, Vec<RoleId>),
    /// The fair value of a gift that was handed over is owed back.
    Claimed(ExactAmount),
    /// It is not owed any more.
    Unclaimed(ExactAmount),
    /// A refund was told by mistake: what it took is there again.
    Restored(ExactAmount),
    /// Why an amount is adjusted, who proposed it, and who approved it.
    Adjusted(ReasonCode, ActorId, ActorId),
    /// What an adjustment is about.
    About(About),
    /// What an adjustment comes to.
    AdjustedBy(ExactAmount),
    /// The draw, of how much for a whole period.
    Draw(DrawId, Amount),
    /// What was earned in the period, by the rules the draw names.
    DrawEarned(Period, ExactAmount),
    /// How much draw is given.
    DrawGives(ExactAmount),
    /// How much of a draw need not be paid back.
    DrawKept(ExactAmount),
    /// What of a draw is forgiven: at its end, or because the payee left on this day.
    DrawForgiven(Option<Date>, ExactAmount),
    /// A restatement: why, who posted it, who approved it.
    Restated(ReasonCode, ActorId, ActorId),
    /// What a rule of a plan earned for a source, as it was told, and what it should have.
    RestatedFrom(PlanId, RuleId, Source, ExactAmount, ExactAmount),
    /// By how much it is restated.
    RestatedBy(ExactAmount),
    /// What stood at the end of this day in the system before: owed to the payee, or by them.
    Opened(Date, Direction, ExactAmount),
}

impl Step {
    /// What came out of the step; `None` for a step that only explains.
    pub fn out(&self) -> Option<ExactAmount> {
        match self {
            Step::Flat(out)
            | Step::Rate(_, _, out)
            | Step::PerUnit(_, _, out)
            | Step::Slice(_, _, _, _, out)
            | Step::SliceUnits(_, _, _, _, out)
            | Step::Reached(_, out)
            | Step::FurtherTiers(_, _, out)
            | Step::Together(out)
            | Step::FillsUp(_, out)
            | Step::BelowZero(_, out)
            | Step::Campaign(_, _, out)
            | Step::CampaignExtra(_, _, out)
            | Step::Floor(_, _, _, out)
            | Step::Cap(_, _, _, _, out)
            | Step::Pool(_, _, _, _, _, out)
            | Step::AllWaits(_, _, _, _, out)
            | Step::Queued(_, _, _, out)
            | Step::PoolClosed(_, _, _, _, _, out)
            | Step::Carried(_, _, out)
            | Step::PassedHere(_, out)
            | Step::Restored(out)
            | Step::AdjustedBy(out)
            | Step::RestatedBy(out)
            | Step::Opened(_, _, out)
            | Step::DrawGives(out)
            | Step::DrawKept(out)
            | Step::DrawForgiven(_, out)
            | Step::Round(_, _, out)
            | Step::SoFar(_, out)
            | Step::TopUp(_, _, out)
            | Step::Member(_, _, _, out)
            | Step::Less(_, out)
            | Step::MinimumDeducted(_, out)
            | Step::Exchanged(_, _, _, _, out)
            | Step::Share(_, _, _, out)
            | Step::OnTop(_, _, _, out)
            | Step::Target(_, _, _, out)
            | Step::Recomputed(_, out)
            | Step::TakeBack(_, _, out)
            | Step::TakePart(_, _, out)
            | Step::NotVested(_, _, out)
            | Step::Waived(_, _, out)
            | Step::DaysLeft(_, _, _, out)
            | Step::MonthsLeft(_, _, _, out)
            | Step::Part(_, _, out)
            | Step::Gone(_, out)
            | Step::Claimed(out)
            | Step::Unclaimed(out) => Some(*out),
            Step::Unmet(..)
            | Step::Absent(..)
            | Step::Manager(..)
            | Step::Base(..)
            | Step::Credited(..)
            | Step::BaseCap(..)
            | Step::Position(..)
            | Step::Between(..)
            | Step::Measured(..)
            | Step::Attained(..)
            | Step::Draw(..)
            | Step::DrawEarned(..)
            | Step::Prorated(..)
            | Step::CampaignMissed(..)
            | Step::CampaignSmaller(_)
            | Step::FloorBefore(..)
            | Step::PassedOn(..)
            | Step::HeldBack(..)
            | Step::BackUntil(_)
            | Step::BackOn(..)
            | Step::BackCollected(..)
            | Step::NotHeldBack(_)
            | Step::NeverCollected
            | Step::Forfeited(_)
            | Step::Lapsed(..)
            | Step::NotEmployed(..)
            | Step::Unanswered(_)
            | Step::FactExchanged(..)
            | Step::ExchangedBack(..)
            | Step::Blocked(..)
            | Step::Nothing(_)
            | Step::Cancelled(_)
            | Step::Retracted
            | Step::NeverReached(_)
            | Step::PoolEnded(..)
            | Step::Expires(_)
            | Step::Gift(..)
            | Step::GivenWithin(_)
            | Step::Recognised(..)
            | Step::Adjusted(..)
            | Step::Restated(..)
            | Step::RestatedFrom(..)
            | Step::About(_)
            | Step::Kept(_) => None,
        }
    }

    /// Whether the step ends the story at zero.
    pub fn is_zero_with_reason(&self) -> bool {
        matches!(self, Step::NotEmployed(..) | Step::Blocked(..) | Step::Nothing(_) | Step::Kept(_))
    }
}
