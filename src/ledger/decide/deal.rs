//! Decides deals: win, install, payment, refund, cancellation.

use super::lead::{chosen_by, credited, name_of, on_file, open};
use super::reward::{self, Chosen, Trigger};
use super::{Desk, money_in, net_in, reversal};
use crate::attribution::Credit;
use crate::command::{CancelDeal, InstallDeal, RecordPayment, RecordRefund, WinDeal};
use crate::deal::Milestone;
use crate::event::Event;
use crate::id::DealId;
use crate::lead::LeadStage;
use crate::ledger::state::{DealRow, LeadRow, SourceRow, State};
use crate::money::Amount;
use crate::plan::version::ChosenBy;
use crate::plan::{Acceptance, Plan};
use crate::refusal::Refusal;
use crate::time::Date;

pub(super) fn win(desk: &Desk<'_>, command: &WinDeal) -> Result<Vec<Event>, Refusal> {
    let state = desk.state;
    if let Some((_, row)) = state.deals.get(&command.deal) {
        return Err(Refusal::DealOnFile { deal: command.deal, first: row.sequence });
    }
    let (lead_number, lead) = on_file(desk, command.lead)?;
    if let Some(deal) = lead.deal {
        let first = state.deals.row(deal).sequence;
        let deal = *state.deals.key(deal);
        return Err(Refusal::LeadAlreadyWon { lead: command.lead, deal, first });
    }
    open(command.lead, lead)?;
    desk.happened("won_on", command.won_on)?;
    let plan_number = version_at_win(state, lead, command.won_on);
    let frozen = plan_number.map(|number| &*state.plans.row(number).plan);
    // The words on leads are those of the version that applies; until one is chosen, those in
    // force on the day of the win.
    let words = frozen
        .or_else(|| state.plan_on(command.won_on).map(|number| &*state.plans.row(number).plan));
    if let Some(plan) = words {
        allowed(command, lead, plan)?;
    }
    let value = net_in(&command.lines, desk.unit()?)?;
    let originator = state.payees.key(lead.by);
    let credits = credited(desk, originator, &lead.credits, &command.credits, frozen)?;
    let decided = |credit: &&Credit| {
        lead.accepted_by.as_ref().is_some_and(|actor| actor.as_str() == credit.payee.as_str())
    };
    if let Some(credit) = command.credits.iter().find(decided) {
        let payee = credit.payee.clone();
        return Err(Refusal::CreditedAccepter { lead: command.lead, payee });
    }
    // After this point the command must succeed.
    let row = DealRow {
        sequence: state.head.value().next,
        lead: lead_number,
        won_on: command.won_on,
        value,
        installed_on: None,
        cancelled_on: None,
        plan: plan_number,
        credits,
        collected: 0,
        returned: 0,
        awards: None,
    };
    let mut events = vec![Event::DealWon(name_of(state, plan_number))];
    let won = command.won_on;
    let trigger = Trigger::of_deal(Milestone::Won, lead, &row, None, won, None);
    events.extend(reward::accrue(desk, &trigger, chosen_for(state, lead, &row, won))?);
    Ok(events)
}

/// The version that is frozen on the deal when it is won, if one is.
fn version_at_win(state: &State, lead: &LeadRow, won_on: Date) -> Option<u32> {
    match chosen_by(state) {
        ChosenBy::Reported => lead.plan.or_else(|| state.plan_on(lead.heard_on)),
        ChosenBy::Accepted => {
            lead.plan.or_else(|| lead.accepted_on.and_then(|day| state.plan_on(day)))
        }
        ChosenBy::Won => state.plan_on(won_on),
        ChosenBy::Milestone => None,
    }
}

/// What the plan asks of a win.
fn allowed(command: &WinDeal, lead: &LeadRow, plan: &Plan) -> Result<(), Refusal> {
    let accepted = lead.stage == LeadStage::Accepted;
    if plan.leads.acceptance == Acceptance::Required && !accepted {
        return Err(Refusal::LeadNotAccepted { lead: command.lead, plan: plan.name.clone() });
    }
    let (won_on, heard_on) = (command.won_on, lead.heard_on);
    let most = plan.leads.win_before_report_days_max;
    let days = u32::try_from(heard_on.days_since(won_on)).unwrap_or(0);
    if days > most {
        return Err(Refusal::WonBeforeReport { won_on, heard_on, days, most });
    }
    Ok(())
}

/// The version that applies to a fact of a deal.
fn chosen_for(state: &State, lead: &LeadRow, deal: &DealRow, fact_on: Date) -> Chosen {
    match chosen_by(state) {
        ChosenBy::Reported => {
            let plan = deal.plan.or_else(|| state.plan_on(lead.heard_on));
            Chosen::or_none_on(plan, lead.heard_on)
        }
        ChosenBy::Accepted => match lead.accepted_on {
            Some(day) => Chosen::or_none_on(deal.plan.or_else(|| state.plan_on(day)), day),
            None => Chosen::NotYet(Milestone::Accepted),
        },
        ChosenBy::Won => {
            let plan = deal.plan.or_else(|| state.plan_on(deal.won_on));
            Chosen::or_none_on(plan, deal.won_on)
        }
        ChosenBy::Milestone => Chosen::or_none_on(state.plan_on(fact_on), fact_on),
    }
}

/// The deal, or the refusal that it is not on file.
fn deal_on_file<'a>(desk: &Desk<'a>, deal: DealId) -> Result<(u32, &'a DealRow), Refusal> {
    desk.state.deals.get(&deal).ok_or(Refusal::DealUnknown { deal })
}

/// Refuses a deal that is off.
fn not_cancelled(deal: DealId, row: &DealRow) -> Result<(), Refusal> {
    match row.cancelled_on {
        Some(cancelled_on) => Err(Refusal::DealIsCancelled { deal, cancelled_on }),
        None => Ok(()),
    }
}

fn not_before_win(field: &'static str, date: Date, deal: &DealRow) -> Result<(), Refusal> {
    if date < deal.won_on {
        return Err(Refusal::BeforeWin { field, date, won_on: deal.won_on });
    }
    Ok(())
}

pub(super) fn install(desk: &Desk<'_>, command: &InstallDeal) -> Result<Vec<Event>, Refusal> {
    let (number, deal) = deal_on_file(desk, command.deal)?;
    not_cancelled(command.deal, deal)?;
    if let Some(installed_on) = deal.installed_on {
        return Err(Refusal::DealIsInstalled { deal: command.deal, installed_on });
    }
    desk.happened("installed_on", command.installed_on)?;
    not_before_win("installed_on", command.installed_on, deal)?;
    // After this point the command must succeed.
    let lead = desk.state.leads.row(deal.lead);
    let mut row = deal.clone();
    row.installed_on = Some(command.installed_on);
    let (on, source) = (command.installed_on, Some(SourceRow::Deal(number)));
    let trigger = Trigger::of_deal(Milestone::Installed, lead, &row, source, on, None);
    let mut events = vec![Event::DealInstalled];
    events.extend(reward::accrue(desk, &trigger, chosen_for(desk.state, lead, &row, on))?);
    Ok(events)
}

/// A payment may be dated before the win: a deposit. Whether it earns is the plan's word.
pub(super) fn pay(desk: &Desk<'_>, command: &RecordPayment) -> Result<Vec<Event>, Refusal> {
    if let Some((_, row)) = desk.state.payments.get(&command.payment) {
        return Err(Refusal::PaymentOnFile { payment: command.payment, first: row.sequence });
    }
    let (number, deal) = deal_on_file(desk, command.deal)?;
    not_cancelled(command.deal, deal)?;
    desk.happened("received_on", command.received_on)?;
    let net = money_in(&command.lines, desk.unit()?)?;
    let collected = deal.collected.checked_add(net.minor());
    if collected.is_none_or(|sum| Amount::from_minor(sum, net.unit()).is_err()) {
        return Err(Refusal::AmountOutOfBounds { what: "all that came in for the deal" });
    }
    // After this point the command must succeed, unless its reward leaves the bound.
    let lead = desk.state.leads.row(deal.lead);
    let (on, source) = (command.received_on, Some(SourceRow::Deal(number)));
    let trigger = Trigger::of_deal(Milestone::Paid, lead, deal, source, on, Some(net));
    let mut events = vec![Event::PaymentRecorded];
    events.extend(reward::accrue(desk, &trigger, chosen_for(desk.state, lead, deal, on))?);
    Ok(events)
}

pub(super) fn refund(desk: &Desk<'_>, command: &RecordRefund) -> Result<Vec<Event>, Refusal> {
    if let Some((_, first)) = desk.state.refunds.get(&command.refund) {
        return Err(Refusal::RefundOnFile { refund: command.refund, first: *first });
    }
    let Some((number, payment)) = desk.state.payments.get(&command.payment) else {
        return Err(Refusal::PaymentUnknown { payment: command.payment });
    };
    desk.happened("refunded_on", command.refunded_on)?;
    if command.refunded_on < payment.received_on {
        let (refunded_on, received_on) = (command.refunded_on, payment.received_on);
        return Err(Refusal::RefundBeforePayment { refunded_on, received_on });
    }
    let refund = money_in(&command.lines, desk.unit()?)?;
    let most = payment.net - payment.returned;
    if refund.minor() > most {
        let amount = |minor| {
            Amount::from_minor(minor, refund.unit()).expect("a part of a payment is in bounds")
        };
        let (received, most) = (amount(payment.net), amount(most));
        return Err(Refusal::RefundExceedsPayment {
            payment: command.payment,
            refund,
            received,
            most,
        });
    }
    // After this point the command must succeed.
    let mut events = vec![Event::RefundRecorded];
    events.extend(reversal::refunded(desk, number, refund, command.refunded_on));
    Ok(events)
}

pub(super) fn cancel(desk: &Desk<'_>, command: &CancelDeal) -> Result<Vec<Event>, Refusal> {
    let (number, deal) = deal_on_file(desk, command.deal)?;
    not_cancelled(command.deal, deal)?;
    desk.happened("cancelled_on", command.cancelled_on)?;
    not_before_win("cancelled_on", command.cancelled_on, deal)?;
    // After this point the command must succeed.
    let mut events = vec![Event::DealCancelled];
    events.extend(reversal::cancelled(desk, number, command.cancelled_on));
    Ok(events)
}
