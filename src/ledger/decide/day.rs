//! Decides the passing of days and the closing of months.

use super::Desk;
use crate::command::{ClosePeriod, PassDay};
use crate::digest::Digest;
use crate::event::{Event, Vested, VestedTotal};
use crate::money::Amount;
use crate::refusal::Refusal;
use crate::time::Date;

/// The most payees one event vests for, so that its record stays within its bound.
const PAYEES_PER_EVENT: usize = 128;

pub(super) fn pass(desk: &Desk<'_>, command: &PassDay) -> Result<Vec<Event>, Refusal> {
    let (through, today) = (command.through, desk.today()?);
    if through >= today {
        return Err(Refusal::DayNotPassed { through, today });
    }
    if let Some(passed) = desk.state.head.value().passed
        && through <= passed
    {
        return Err(Refusal::DaysAlreadyPassed { through, passed });
    }
    // After this point the command must succeed.
    let mut events = Vec::new();
    let due: Vec<_> = desk.state.due.range(..=(through, u32::MAX, u32::MAX)).collect();
    for day in due.chunk_by(|one, other| one.0 == other.0) {
        let payees: Vec<_> = day.chunk_by(|one, other| one.1 == other.1).collect();
        events.extend(payees.chunks(PAYEES_PER_EVENT).map(|some| vest(desk, day[0].0, some)));
    }
    events.push(Event::DaysPassed);
    Ok(events)
}

/// One day's lots of some payees.
fn vest(desk: &Desk<'_>, due: Date, payees: &[&[(Date, u32, u32)]]) -> Event {
    let (on, _) = desk.booked(due);
    let total = |lots: &&[(Date, u32, u32)]| {
        let payee = lots[0].1;
        let group = desk.state.group_of(payee);
        let minor = lots.iter().map(|(_, _, lot)| desk.state.lots.row(*lot).left()).sum();
        VestedTotal {
            payee: desk.state.payees.key(payee).clone(),
            entity: group.entity.clone(),
            amount: Amount::from_minor(minor, group.unit)
                .expect("L2: what is held was accrued within the bound"),
            lots: u32::try_from(lots.len()).expect("a journal holds fewer than 2^32 lots"),
        }
    };
    let digest = digest_of(desk, payees.iter().flat_map(|lots| lots.iter().map(|item| item.2)));
    Event::Vested(Vested { due, on, digest, totals: payees.iter().map(total).collect() })
}

/// SHA-256 over lots and what is left of each, in order.
pub(super) fn digest_of(desk: &Desk<'_>, lots: impl Iterator<Item = u32>) -> Digest {
    let mut bytes = Vec::new();
    for lot in lots {
        bytes.extend(lot.to_be_bytes());
        bytes.extend(desk.state.lots.row(lot).left().to_be_bytes());
    }
    Digest::sha256(&bytes)
}

pub(super) fn close(desk: &Desk<'_>, command: &ClosePeriod) -> Result<Vec<Event>, Refusal> {
    let period = command.period;
    if !period.is_month() {
        return Err(Refusal::PeriodNotMonth { period });
    }
    let head = desk.state.head.value();
    // Before the first close, no month with something in it may be passed over.
    let next = head.open_from.or(head.booked_from).map(Date::month);
    let is_first_close = head.open_from.is_none();
    if let Some(next) = next
        && period != next
        && !(is_first_close && period.from() < next.from())
    {
        return Err(Refusal::PeriodNotNext { period, next });
    }
    if head.passed.is_none_or(|passed| passed < period.last_day()) {
        let passed = head.passed.map_or_else(|| "none".to_owned(), |day| day.to_string());
        return Err(Refusal::PeriodNotOver { period, passed });
    }
    // After this point the command must succeed.
    Ok(vec![Event::PeriodClosed])
}
