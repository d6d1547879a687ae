//! Decides what is taken back, award by award, oldest first.
//!
//! | file | idea |
//! |---|---|
//! | `refund` | what a refund takes back |
//! | `anew` | a formula run anew on what remains |
//! | `based` | what it frees of caps on the base |
//! | `cancel` | what a cancellation takes back, and what waited for a milestone that cannot come |
//! | `above` | what nobody gets of what vests or is paid above a cap |
//! | `forfeit` | what somebody who leaves forfeits |
//! | `lapse` | what stayed below a threshold and lapses |
//! | `waive` | what a clawback leaves with who has left |
//! | `period` | what a closed period posted too much |
//! | `pool` | what a pool that closed or ended leaves of what waited in it |
//! | `retract` | all that a fact caused that was told by mistake |
//! | `restore` | what a retracted refund had taken |
//! | `room` | how much of it caps still have room for |
//! | `take` | from which lots, and how counters move |
//!
//! What is left of a lot is taken where it is: held back first, then carried, waiting in a pool,
//! held and payable; what is in a live run or paid stays there and becomes a receivable.

mod above;
mod anew;
mod based;
mod cancel;
mod forfeit;
mod lapse;
mod period;
mod pool;
mod refund;
mod restore;
mod retract;
mod room;
mod take;
mod waive;

pub(super) use above::{Above, above_cap};
pub(super) use based::free_bases;
pub(super) use cancel::{cancelled, never_reached};
pub(super) use forfeit::{Leavers, vested_by};
pub(super) use lapse::lapsed;
pub(super) use period::taken;
pub(super) use pool::{Ended, Forfeit, forfeited};
pub(super) use refund::refunded;
pub(super) use restore::restored;
pub(super) use retract::retracted;
pub(super) use take::taken_from;

use super::Desk;
use crate::accrual::Move;
use crate::deal::Milestone;
use crate::event::{Event, Reversed, ReversedShare};
use crate::ledger::state::{AwardRow, LotRow, SourceRow};
use crate::money::{Amount, ExactAmount, Rounding, Unit};
use crate::plan::Plan;
use crate::plan::clawback::Window;
use crate::plan::rule::{Component, Formula, Payees, Rule, Terms};
use crate::plan::stage::{Basis, Stage};
use crate::reward::Source;
use crate::time::Date;
use crate::why::{KeptReason, Step};
use std::collections::BTreeMap;

/// An award under reversal, with the rule it was accrued by.
#[derive(Clone, Copy)]
struct Case<'a> {
    desk: Desk<'a>,
    source: SourceRow,
    number: u32,
    award: &'a AwardRow,
    plan: &'a Plan,
    component: &'a Component,
    rule: &'a Rule,
    terms: &'a Terms,
    /// The payment a refund names.
    payment: Option<u32>,
    on: Date,
    /// Who left before this day has left.
    left_before: Date,
    /// What events before take of lots, for the same command.
    gone: Option<&'a BTreeMap<u32, i64>>,
}

/// One reward's lots that may be taken from.
struct Holder {
    payee: u32,
    /// What accrued in them, less what no reversal takes back.
    accrued: i64,
    /// What can still be taken back of them.
    takeable: i64,
    lots: Vec<u32>,
}

/// The source's awards that pay something, oldest first.
fn cases<'a>(desk: &Desk<'a>, source: SourceRow, payment: Option<u32>, on: Date) -> Vec<Case<'a>> {
    let case = |award| case_of(desk, source, award, payment, on);
    let mut cases: Vec<_> = desk.state.each_award(source).filter_map(case).collect();
    cases.reverse();
    cases
}

/// One award under reversal; `None` for one that pays nothing.
fn case_of<'a>(
    desk: &Desk<'a>,
    source: SourceRow,
    (number, award): (u32, &'a AwardRow),
    payment: Option<u32>,
    on: Date,
) -> Option<Case<'a>> {
    let (plan, component, rule) = desk.state.rule_of(award);
    let terms = rule.pays.terms()?;
    Some(Case {
        desk: *desk,
        source,
        number,
        award,
        plan,
        component,
        rule,
        terms,
        payment,
        on,
        left_before: on,
        gone: None,
    })
}

impl Case<'_> {
    /// Why the window takes nothing back on this day; `None` while it is open. A window counted
    /// from a milestone that has not happened has not begun to close.
    fn ended(&self, window: &Window, anchor: Option<Date>) -> Option<KeptReason> {
        let last_day = window.last_day(anchor?)?;
        (self.on > last_day).then_some(KeptReason::WindowEnded(last_day))
    }

    /// What was not taken back of a lot, before this event.
    fn standing(&self, number: u32, lot: &LotRow) -> i64 {
        lot.standing() - self.gone.and_then(|gone| gone.get(&number)).copied().unwrap_or(0)
    }

    /// The lead whose deal is counted.
    fn lead(&self) -> u32 {
        let lead = self.desk.state.lead_of(self.source);
        lead.expect("lint: a cap counts no rule of a close")
    }

    fn deal_day(&self, milestone: Milestone) -> Option<Date> {
        let SourceRow::Deal(deal) = self.source else { return None };
        let deal = self.desk.state.deals.row(deal);
        match milestone {
            Milestone::Won => Some(deal.won_on),
            Milestone::Retained => deal.retained.then_some(deal.won_on),
            Milestone::Installed => deal.installed_on,
            Milestone::Invoiced => deal.invoiced_on,
            _ => None,
        }
    }

    /// The day a window counts from, for a lot.
    fn anchor(&self, window: &Window, lot: &LotRow) -> Option<Date> {
        match (window.after()?, self.desk.state.payment_of(lot)) {
            (Milestone::Paid, Some(payment)) => {
                Some(self.desk.state.payments.row(payment).received_on)
            }
            (other, _) => self.deal_day(other),
        }
    }

    /// Whether the rule pays a fixed amount per fact, which no other fact changes.
    fn is_per_fact(&self) -> bool {
        matches!(self.terms.formula, Formula::Flat(_) | Formula::PerUnit { .. })
            || self.plan.rounding().basis == Basis::EachFact
            || self.plan.exchange.is_some() // what each fact accrued goes back at its own rate
    }

    /// Whether the rule pays on money, so that a refund gives back a part of its base.
    fn pays_on_money(&self) -> bool {
        self.terms.formula.of().is_some_and(|base| self.plan.is_money(base))
    }

    /// Whether each part was rounded by itself, so that each gives back by itself.
    fn is_by_part(&self) -> bool {
        self.plan.rounds_each_part()
            || self.plan.order.contains(&Stage::CreditSplit)
            || self.terms.to == Payees::EachInFull
            || !self.plan.split.overlays.is_empty()
            || self.plan.exchange.is_some() // currencies never net
    }

    /// Whether the caps of the deal count a lot: not what one passed on, nor what an overlay is
    /// paid on top of the whole.
    fn is_of_deal(&self, lot: &LotRow) -> bool {
        let state = self.desk.state;
        let payee = state.rewards.row(lot.reward).payee;
        let Some(lead) = state.lead_of(self.source) else { return false };
        let role = state.role_held(lead, payee).flatten();
        let overlays = &self.plan.split.overlays;
        let on_top = role.is_some_and(|role| overlays.iter().any(|it| it.role == *role));
        lot.counted_on.is_some() && !(on_top && self.terms.to == Payees::EachByShare)
    }

    /// The rewards of the award with those of their lots that are wanted, oldest reward first.
    /// Those of a fact that never was have nothing to do with any other.
    fn holders(&self, wanted: impl Fn(u32, &LotRow) -> bool) -> Vec<Holder> {
        let state = self.desk.state;
        let holder = |(number, reward): (u32, &crate::ledger::state::RewardRow)| {
            let lots: Vec<u32> = state
                .each_lot(number)
                .filter(|(_, row)| !state.accruals.row(row.accrual).retracted)
                .filter(|(lot, row)| wanted(*lot, row))
                .map(|(lot, _)| lot)
                .collect();
            (!lots.is_empty()).then(|| self.holder(reward.payee, lots))
        };
        let mut holders: Vec<_> = state.each_reward(self.number).filter_map(holder).collect();
        holders.reverse();
        holders
    }

    fn holder(&self, payee: u32, lots: Vec<u32>) -> Holder {
        let rows = || lots.iter().map(|lot| (*lot, self.desk.state.lots.row(*lot)));
        let accrued = rows().map(|(number, lot)| self.accrued_in(number, lot)).sum();
        let takeable = rows().map(|(_, lot)| lot.takeable()).sum();
        Holder { payee, accrued, takeable, lots }
    }

    fn kept(&self, reason: KeptReason, holders: &[Holder]) -> Event {
        let share = |holder: &Holder| self.share(holder, 0, 0, Vec::new());
        let shares = holders.iter().map(share).collect();
        self.event(None, Vec::new(), vec![Step::Kept(reason)], shares)
    }

    fn event(
        &self,
        returned: Option<Amount>,
        moves: Vec<Move>,
        steps: Vec<Step>,
        shares: Vec<ReversedShare>,
    ) -> Event {
        let (on, of) = self.desk.booked(self.on);
        let plan = self.plan.name.clone();
        let (source, rule) = (self.source(), self.rule.id.clone());
        // What it takes off contract costs is added once all events of the command are known.
        let costs = Vec::new();
        Event::Reversed(Reversed {
            source,
            plan,
            rule,
            on,
            of,
            moves,
            returned,
            costs,
            steps,
            shares,
        })
    }

    fn source(&self) -> Source {
        self.desk.state.source(self.source)
    }

    /// How what should remain is rounded. A gift or a badge remains as long as something of its
    /// cause does.
    fn mode(&self) -> Rounding {
        match self.terms.thing {
            Some(_) => Rounding::AwayFromZero,
            None => self.plan.rounding().mode,
        }
    }

    fn amount(&self, minor: i64) -> Amount {
        let unit: Unit = self.terms.unit(self.plan.unit);
        Amount::from_minor(minor, unit).expect("L3: a part of what was accrued is in bounds")
    }

    /// What a payee gets or gives, in the currency they are paid in, or in points or hours.
    fn paid(&self, payee: u32, minor: i64) -> Amount {
        let unit = self.desk.state.paid_in(payee, self.terms.unit(self.plan.unit));
        Amount::from_minor(minor, unit).expect("L3: a part of what was accrued is in bounds")
    }

    /// What a fact brought in or took back, in the currency it is counted in: the deal's, or the
    /// plan's where a base counts some lines alone.
    fn told(&self, minor: i64) -> Amount {
        let state = self.desk.state;
        let told_in = match self.source {
            SourceRow::Deal(deal) if !self.is_by_class() => state.told_in(deal),
            _ => None,
        };
        let unit = told_in.unwrap_or(self.plan.unit);
        Amount::from_minor(minor, unit).expect("L3: a part of what came in is in bounds")
    }

    fn exact(&self, minor: i64) -> ExactAmount {
        self.amount(minor).into()
    }
}
