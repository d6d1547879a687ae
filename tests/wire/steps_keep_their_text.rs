//! Every step of a Why, every reason and every move of a counter keeps its text on the wire, and
//! its sentence, word by word. When a change is meant, the new text is in the file this test names.

use referral_ledger::accrual::Move;
use referral_ledger::adjustment::{About, Direction};
use referral_ledger::amount;
use referral_ledger::deal::Milestone;
use referral_ledger::lead::LeadKind;
use referral_ledger::money::{Amount, ExactAmount, Rounding};
use referral_ledger::rate;
use referral_ledger::reading::Reading;
use referral_ledger::reward::Source;
use referral_ledger::why::{KeptReason, Step, Unmet, ZeroReason};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs;
use std::path::Path;
use std::str::FromStr;

const GOLDEN: &str = include_str!("../golden/steps.txt");

fn id<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

fn exact(text: &str) -> ExactAmount {
    serde_json::from_value(serde_json::Value::from(text)).unwrap()
}

const SUM: Amount = amount!(1_500.00 USD);
const PART: Amount = amount!(30.00 USD);

fn unmet() -> Vec<Unmet> {
    let (won, paid) = (Milestone::Won, Milestone::Paid);
    vec![
        Unmet::LeadKind(LeadKind::UnhappyCustomer),
        Unmet::Elapsed(won, paid, 400, 0, Some(366)),
        Unmet::Elapsed(won, paid, -1, 0, None),
        Unmet::NotYet(Milestone::Installed),
        Unmet::Fact(id("segment"), id("smb")),
        Unmet::FactUntold(id("segment")),
    ]
}

fn zeros() -> Vec<ZeroReason> {
    let day = id("2026-03-01");
    vec![
        ZeroReason::RulePaysNothing,
        ZeroReason::NoPlanInForce(day),
        ZeroReason::PlanNotChosen(Milestone::Won),
        ZeroReason::NotAssigned(day),
        ZeroReason::NoValue,
        ZeroReason::NoQuantity(2),
        ZeroReason::NoCost(3),
        ZeroReason::NoPercent,
        ZeroReason::CannotBeReached(Milestone::Accepted),
        ZeroReason::NoManager(day),
        ZeroReason::NoTeam(day),
        ZeroReason::NoQuota(id("sold")),
        ZeroReason::NothingCounted,
        ZeroReason::DrawUnneeded,
        ZeroReason::PaidInOther(id("EUR")),
        ZeroReason::LinesNotKept,
    ]
}

fn kept() -> Vec<KeptReason> {
    vec![
        KeptReason::NoClawback,
        KeptReason::NotOnRefund,
        KeptReason::NotOnCancellation,
        KeptReason::FlatIsKept,
        KeptReason::WindowEnded(id("2026-03-01")),
    ]
}

/// Steps about who is paid and what a rule makes.
fn made() -> Vec<Step> {
    let (sum, part) = (Reading::Money(SUM), Reading::Money(PART));
    let (whole, less) = (ExactAmount::from(SUM), exact("12.005 USD"));
    let month = Some(id("2026-03"));
    vec![
        Step::Absent(id("co_source"), rate!(40%), id("originator")),
        Step::Manager(id("originator"), id("cleo"), id("2026-03-01")),
        Step::Base(id("equipment-net"), sum),
        Step::Credited(id("co_source"), rate!(40%), sum, part),
        Step::Flat(PART.into()),
        Step::Rate(whole, rate!(2.5%), PART.into()),
        Step::PerUnit(3, PART, amount!(90.00 USD).into()),
        Step::Position(id("standard"), month, Some(id("north")), part, sum),
        Step::Position(id("by-deal"), None, None, Reading::Count(0), Reading::Count(3)),
        Step::Slice(part, Some(sum), SUM, rate!(2%), PART.into()),
        Step::Slice(part, None, SUM, rate!(2%), PART.into()),
        Step::SliceUnits(Reading::Count(0), Some(Reading::Count(10)), 3, PART, whole),
        Step::Reached(Reading::Count(5), PART.into()),
        Step::Between(Reading::Percent(333_333), rate!(2.5%)),
        Step::FurtherTiers(whole, PART.into(), amount!(1_470.00 USD).into()),
        Step::Together(whole),
        Step::FillsUp(less, PART.into()),
        Step::BelowZero(exact("-12.005 USD"), amount!(0.00 USD).into()),
        Step::Share(id("co_source"), rate!(40%), whole, PART.into()),
        Step::OnTop(id("pre_sales"), rate!(20%), whole, PART.into()),
        Step::SoFar(less, whole),
        Step::Round(less, Rounding::HalfEven, amount!(12.00 USD).into()),
        Step::Less(PART.into(), whole),
        Step::HeldBack(rate!(20%), PART.into()),
        Step::BackUntil(Milestone::Installed),
        Step::BackOn(rate!(50%), PART.into(), id("2026-03-01")),
        Step::BackCollected(PART.into(), whole, PART.into()),
        Step::NotHeldBack(Some(Milestone::Installed)),
        Step::NotHeldBack(None),
        Step::MinimumDeducted(PART.into(), whole),
        Step::Exchanged(whole, id("0.9187"), id("2026-03-01"), id("ECB"), exact("27.56 EUR")),
        Step::FactExchanged(whole, id("1.27"), id("2026-03-01"), id("ECB"), PART.into()),
        Step::ExchangedBack(exact("27.56 EUR"), PART.into()),
        Step::Unanswered(id("2026-03-01")),
        Step::NotEmployed(id("2026-03-01"), PART.into()),
        Step::Blocked(id("2026-03-01"), PART.into()),
        Step::NotVested(id("2026-03-01"), PART.into(), whole),
    ]
}

/// Steps of closes.
fn closed() -> Vec<Step> {
    let (sum, part) = (Reading::Money(SUM), Reading::Money(PART));
    let (whole, zero) = (ExactAmount::from(SUM), ExactAmount::from(amount!(0.00 USD)));
    vec![
        Step::Measured(id("sold"), None, id("2026Q1"), sum),
        Step::Measured(id("sold"), Some(id("north")), id("2026-01-01/2026-07-01"), sum),
        Step::Attained(id("sold"), part, Reading::Percent(50_000_000)),
        Step::Prorated(PART.into(), 21, 31),
        Step::TopUp(SUM, PART, amount!(1_470.00 USD).into()),
        Step::TopUp(PART, SUM, zero),
        Step::Member(whole, Reading::Count(1), Reading::Count(3), PART.into()),
    ]
}

/// Steps of campaigns, floors and caps.
fn bounded() -> Vec<Step> {
    let (whole, part) = (ExactAmount::from(SUM), ExactAmount::from(PART));
    let (from, until) = (id("2026-03-01"), id("2026-04-01"));
    vec![
        Step::Campaign(id("spring"), rate!(150%), whole),
        Step::CampaignExtra(id("spring"), PART, whole),
        Step::CampaignMissed(id("spring"), Some(until), from, Some(until)),
        Step::CampaignMissed(id("spring"), None, from, None),
        Step::CampaignSmaller(id("spring")),
        Step::FloorBefore(id("least"), exact("12.005 USD"), part),
        Step::Floor(id("least"), PART, exact("12.005 USD"), part),
        Step::Floor(id("least"), PART, whole, whole),
        Step::Cap(id("most"), PART.into(), SUM.into(), whole, part),
        Step::Cap(id("most"), Reading::Count(2), Reading::Count(3), part, part),
        Step::BaseCap(id("most"), PART.into(), SUM.into(), SUM.into(), PART.into()),
        Step::BaseCap(id("most"), PART.into(), SUM.into(), PART.into(), PART.into()),
        Step::Carried(id("most"), until, part),
        Step::PassedOn(id("most"), PART, id("cleo")),
        Step::PassedHere(id("most"), part),
        Step::Pool(id("budget"), Some(id("2026-03")), SUM, part, whole, part),
        Step::Pool(id("budget"), None, SUM, whole, part, part),
        Step::AllWaits(id("budget"), Some(id("2026-03")), until, part, amount!(0.00 USD).into()),
        Step::Queued(id("budget"), Some(id("2026-03")), Some(until), part),
        Step::Queued(id("budget"), None, None, part),
        Step::PoolClosed(id("budget"), Some(id("2026-03")), SUM, SUM, whole, part),
        Step::PoolEnded(id("budget"), until),
    ]
}

/// Steps of what is taken back and comes back.
fn taken() -> Vec<Step> {
    let (whole, part) = (ExactAmount::from(SUM), ExactAmount::from(PART));
    let zero = ExactAmount::from(amount!(0.00 USD));
    vec![
        Step::Target(part, amount!(500.00 USD).into(), whole, amount!(20.00 USD).into()),
        Step::Recomputed(SUM.into(), part),
        Step::Cancelled(id("2026-03-01")),
        Step::Retracted,
        Step::NeverReached(Milestone::Installed),
        Step::NeverCollected,
        Step::Forfeited(id("2026-03-01")),
        Step::Lapsed(id("us-field/2026-01/1"), id("too-small"), id("lena"), id("max")),
        Step::Waived(id("2026-03-01"), part, zero),
        Step::TakeBack(part, zero, part),
        Step::TakePart(part, rate!(50%), amount!(15.00 USD).into()),
        Step::DaysLeft(part, 48, 60, amount!(24.00 USD).into()),
        Step::MonthsLeft(part, 4, 9, exact("13.333 USD")),
        Step::Part(whole, part, amount!(12.00 USD).into()),
        Step::Gone(part, amount!(15.00 USD).into()),
        Step::Expires(1),
        Step::Expires(12),
        Step::Gift(id("hamper"), amount!(150.00 USD), true, false),
        Step::Gift(id("card"), amount!(50.00 USD), false, true),
        Step::GivenWithin(1),
        Step::GivenWithin(12),
        Step::Recognised(id("early-warning"), vec![id("branch"), id("account-team")]),
        Step::Claimed(part),
        Step::Unclaimed(part),
        Step::Restored(part),
        Step::Adjusted(id("promised"), id("lena"), id("max")),
        Step::About(About::Period(id("2026Q2"))),
        Step::AdjustedBy(part),
        Step::Restated(id("wrong-rate"), id("lena"), id("max")),
        Step::RestatedFrom(
            id("field"),
            id("commission"),
            Source::Period(id("2026Q2")),
            part,
            whole,
        ),
        Step::RestatedBy(part),
        Step::Opened(id("2026-05-31"), Direction::Up, part),
        Step::Opened(id("2026-05-31"), Direction::Down, part),
    ]
}

/// Steps of draws.
fn drawn() -> Vec<Step> {
    let part = ExactAmount::from(PART);
    vec![
        Step::Draw(id("ramp-up"), SUM),
        Step::DrawEarned(id("2026-03"), part),
        Step::DrawGives(part),
        Step::DrawKept(part),
        Step::DrawForgiven(None, part),
        Step::DrawForgiven(Some(id("2026-03-01")), part),
    ]
}

fn moves() -> Vec<Move> {
    let (table, month): (_, Option<_>) = (id("standard"), Some(id("2026-03")));
    vec![
        Move::Tiers(id("by-deal"), None, None, 150_000, 150_000, None),
        Move::Tiers(table, month, Some(id("north")), -3, 150_000, Some(exact("12.005 USD"))),
        Move::Floor(id("least"), None, exact("12.005 USD"), PART.into()),
        Move::Floor(id("least"), month, amount!(0.00 USD).into(), PART.into()),
        Move::Cap(id("most"), None, 1),
        Move::Cap(id("most"), month, -3_000),
        Move::Pool(id("budget"), None, 1),
        Move::Pool(id("budget"), month, -3_000),
        Move::Minimum(-3_000),
    ]
}

fn steps() -> Vec<Step> {
    let rule = || id("qualified-lead");
    let unmet = unmet().into_iter().map(|it| Step::Unmet(rule(), it));
    let zeros = zeros().into_iter().map(Step::Nothing);
    let kept = kept().into_iter().map(Step::Kept);
    [made(), closed(), bounded(), taken(), drawn(), unmet.chain(zeros).chain(kept).collect()]
        .concat()
}

/// The text on the wire, which is read back to the same value.
fn wire<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap();
    let read: T = serde_json::from_str(&text).unwrap();
    assert_eq!(&read, value, "{text}");
    text
}

fn told<T>(value: &T) -> String
where
    T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug + Display,
{
    format!("{}\n  {value}\n", wire(value))
}

#[test]
fn every_step_and_every_move_has_its_golden_text() {
    let steps = steps().iter().map(told).collect::<String>();
    let moves = moves().iter().map(|moved| wire(moved) + "\n").collect::<String>();
    let now = format!("{steps}\n{moves}");
    if now != GOLDEN {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("steps.txt");
        fs::write(&path, &now).unwrap();
        let differs = now.lines().zip(GOLDEN.lines()).find(|(now, golden)| now != golden);
        panic!("a step changed: {differs:#?}\nthe new text is in {}", path.display());
    }
}

/// The variants of an enum, as they stand in its source.
fn variants(source: &str, name: &str) -> BTreeSet<String> {
    let body = source.split(&format!("pub enum {name} {{\n")).nth(1).unwrap();
    let body = body.split("\n}\n").next().unwrap();
    let names = body.lines().filter_map(|line| line.strip_prefix("    "));
    let names = names.filter(|line| line.starts_with(|first: char| first.is_ascii_uppercase()));
    names.map(|line| line.split(['(', ',']).next().unwrap().to_owned()).collect()
}

/// The variants some values have, as `Debug` names them.
fn used<T: std::fmt::Debug>(values: &[T]) -> BTreeSet<String> {
    let name = |value: &T| format!("{value:?}").split('(').next().unwrap().to_owned();
    values.iter().map(name).collect()
}

#[test]
fn no_step_no_reason_and_no_move_is_left_out() {
    let (step, reason) =
        (include_str!("../../src/why/step.rs"), include_str!("../../src/why/reason.rs"));
    let counter = include_str!("../../src/accrual/counter.rs");
    assert_eq!(used(&steps()), variants(step, "Step"));
    assert_eq!(used(&unmet()), variants(reason, "Unmet"));
    assert_eq!(used(&zeros()), variants(reason, "ZeroReason"));
    assert_eq!(used(&kept()), variants(reason, "KeptReason"));
    assert_eq!(used(&moves()), variants(counter, "Move"));
    assert_eq!(variants(counter, "Move").len(), 5);
}
