//! Decides what a cancellation takes back, lot by lot: each payment may have a window of its own.

use super::take::Part;
use super::{Case, Holder, cases};
use crate::event::Event;
use crate::ledger::decide::Desk;
use crate::ledger::state::{BackRow, LotRow, Place, SourceRow};
use crate::plan::clawback::{Clawback, FlatPart};
use crate::time::Date;
use crate::why::{KeptReason, Step};
use std::collections::BTreeMap;

/// The most lots one event takes from, so that its record stays within its bound.
const LOTS_PER_EVENT: usize = 500;

/// What the cancellation of a deal takes back.
pub(in crate::ledger::decide) fn cancelled(desk: &Desk<'_>, deal: u32, on: Date) -> Vec<Event> {
    cases(desk, SourceRow::Deal(deal), None, on).iter().flat_map(Case::cancelled).collect()
}

/// What waited for a milestone that can no longer come, of a lead and its deal: nobody gets it.
/// What the events before take of it is theirs.
pub(in crate::ledger::decide) fn never_reached(
    desk: &Desk<'_>,
    lead: u32,
    on: Date,
    before: &[Event],
) -> Vec<Event> {
    let deal = desk.state.leads.row(lead).deal;
    let sources = [Some(SourceRow::Lead(lead)), deal.get().map(SourceRow::Deal)];
    let mut gone: BTreeMap<u32, i64> = BTreeMap::new();
    let shares = before.iter().filter_map(|event| match event {
        Event::Reversed(it) => Some(it.shares.iter()),
        _ => None,
    });
    for take in shares.flatten().flat_map(|share| &share.takes) {
        *gone.entry(take.lot).or_default() += take.amount.minor();
    }
    let cases = sources.into_iter().flatten().flat_map(|source| cases(desk, source, None, on));
    cases.flat_map(|case| Case { gone: Some(&gone), ..case }.never_reached()).collect()
}

/// The holders in pieces of so few lots that each piece fits into a record.
pub(super) fn in_pieces(case: &Case<'_>, holders: Vec<Holder>) -> Vec<Vec<Holder>> {
    let mut pieces: Vec<Vec<Holder>> = Vec::new();
    let mut room = 0;
    for holder in holders {
        for lots in holder.lots.chunks(LOTS_PER_EVENT) {
            if pieces.is_empty() || lots.len() > room {
                pieces.push(Vec::new());
                room = LOTS_PER_EVENT;
            }
            room -= lots.len();
            let piece = case.holder(holder.payee, lots.to_vec());
            pieces.last_mut().expect("there is a piece").push(piece);
        }
    }
    pieces
}

impl Case<'_> {
    fn cancelled(&self) -> Vec<Event> {
        let standing = self.holders(|_, lot| lot.takeable() > 0);
        let terms = match &self.terms.clawback {
            Clawback::None => return self.all_kept(KeptReason::NoClawback),
            Clawback::Terms(terms) if !terms.on_cancelled => {
                return self.all_kept(KeptReason::NotOnCancellation);
            }
            Clawback::Terms(terms) if terms.flat_part == Some(FlatPart::Kept) => {
                return self.all_kept(KeptReason::FlatIsKept);
            }
            Clawback::Terms(terms) => terms,
        };
        let ended = |lot: &LotRow| self.ended(&terms.window, self.anchor(&terms.window, lot));
        let part = |lot: &LotRow| self.part_taken(terms, self.anchor(&terms.window, lot));
        let open = |lot: &LotRow| lot.takeable() > 0 && ended(lot).is_none();
        let lots = || standing.iter().flat_map(|holder| &holder.lots);
        let row = |lot: &u32| self.desk.state.lots.row(*lot);
        let mut events = Vec::new();
        for part_of in each_once(lots().map(row).filter(|lot| open(lot)).map(part)) {
            let holders = self.holders(|_, lot| open(lot) && part(lot) == part_of);
            for piece in in_pieces(self, holders) {
                events.push(self.all_taken(&piece, part_of));
            }
        }
        // What is kept is told with its reason, beside what is taken back.
        for reason in each_once(lots().map(row).filter(|lot| is_kept(lot)).filter_map(ended)) {
            let is_its = |lot: &LotRow| is_kept(lot) && ended(lot).as_ref() == Some(&reason);
            let holders = self.holders(|_, lot| is_its(lot));
            events.push(self.kept(reason, &holders));
        }
        events
    }

    /// Nothing is taken back, and why.
    fn all_kept(&self, reason: KeptReason) -> Vec<Event> {
        let holders = self.holders(|_, lot| is_kept(lot));
        if holders.is_empty() { Vec::new() } else { vec![self.kept(reason, &holders)] }
    }

    /// Nothing should remain: a part of what is there is taken, and the rest stays for good.
    fn all_taken(&self, holders: &[Holder], part: Part) -> Event {
        let share = |holder: &Holder| {
            let there = holder.takeable;
            let (taken, step) = part.of(self, holder.payee, there);
            let steps = std::iter::once(self.all_back(holder.payee, there)).chain(step).collect();
            self.share(holder, taken, there - taken, steps)
        };
        let shares: Vec<_> = holders.iter().map(share).collect();
        let moves = self.deal_cap_moves(&shares);
        self.event(None, moves, vec![Step::Cancelled(self.on)], shares)
    }

    fn never_reached(&self) -> Vec<Event> {
        let state = self.desk.state;
        let waiting = |lot: &LotRow| match lot.place {
            Place::Carried(..) | Place::Queued(..) => {
                state.waits_for(self.award).map(Step::NeverReached)
            }
            place => never_vests(place),
        };
        let lots = state.each_reward(self.number).flat_map(|(reward, _)| state.each_lot(reward));
        let mut gone = self.gone.cloned().unwrap_or_default();
        let mut events = Vec::new();
        for step in each_once(lots.filter_map(|(_, lot)| waiting(lot))) {
            // What one event takes is gone for the next.
            let before = gone.clone();
            let case = Case { gone: Some(&before), ..*self };
            let left = |number: u32, lot: &LotRow| case.standing(number, lot);
            let holders = case.holders(|number, lot| {
                left(number, lot) > 0 && waiting(lot).as_ref() == Some(&step)
            });
            for piece in in_pieces(&case, holders) {
                let shares: Vec<_> = piece.iter().map(|it| case.all_left(it, left)).collect();
                let moves = case.deal_cap_moves(&shares);
                for take in shares.iter().flat_map(|share| &share.takes) {
                    *gone.entry(take.lot).or_default() += take.amount.minor();
                }
                events.push(case.event(None, moves, vec![step.clone()], shares));
            }
        }
        events
    }
}

/// Whether a lot that a cancellation does not take back is the payee's: one that waits for what
/// cannot come any more is not.
fn is_kept(lot: &LotRow) -> bool {
    lot.takeable() > 0 && never_vests(lot.place).is_none()
}

/// Why what is in a place never vests once its lead has ended or its deal is off; `None` for what
/// still can.
pub(super) fn never_vests(place: Place) -> Option<Step> {
    match place {
        Place::Waiting(milestone) | Place::HeldBack(BackRow::Until(milestone)) => {
            Some(Step::NeverReached(milestone))
        }
        Place::HeldBack(BackRow::Collected) => Some(Step::NeverCollected),
        _ => None,
    }
}

/// Each item once, in the order they come.
fn each_once<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen: Vec<T> = Vec::new();
    for item in items {
        if !seen.contains(&item) {
            seen.push(item);
        }
    }
    seen
}
