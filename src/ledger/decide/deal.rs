//! Decides deals: win, install, payment, refund, cancellation.

use super::lead::{credited, facts_known, on_file, open};
use super::reward::{self, Trigger};
use super::version::{Picks, names_of};
use super::{Desk, money_in, net_in, reversal, vesting};
use crate::attribution::Credit;
use crate::command::{CancelDeal, InstallDeal, RecordPayment, RecordRefund, WinDeal};
use crate::deal::Milestone;
use crate::event::Event;
use crate::id::DealId;
use crate::lead::LeadStage;
use crate::ledger::state::{DealRow, LeadRow, SourceRow};
use crate::money::Amount;
use crate::plan::fact::ToldWith;
use crate::plan::{Acceptance, Plan};
use crate::refusal::Refusal;
use crate::time::Date;
use std::sync::Arc;

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
    // The words on leads are those of the versions that apply; of a plan of which none is chosen,
    // those in force on the day of the win.
    let picks = Picks::of_lead(lead).won(command.won_on);
    let words = picks.at_win(desk, command.won_on);
    words.iter().try_for_each(|plan| allowed(command, lead, plan))?;
    facts_known(state, &command.facts, ToldWith::Win)?;
    let value = net_in(&command.lines, desk.unit()?)?;
    let originator = state.payees.key(lead.by);
    let frozen = picks.freeze(state, Milestone::Won);
    let plans = super::version::plans_of(state, &frozen);
    let credits = credited(desk, originator, &lead.credits, &command.credits, &plans)?;
    let decided = |credit: &&Credit| {
        lead.accepted_by.as_ref().is_some_and(|actor| actor.as_str() == credit.payee.as_str())
    };
    if let Some(credit) = command.credits.iter().find(decided) {
        let payee = credit.payee.clone();
        return Err(Refusal::CreditedAccepter { lead: command.lead, payee });
    }
    // After this point the command must succeed, unless its reward leaves the bound.
    let row = DealRow {
        sequence: state.head.value().next,
        lead: lead_number,
        won_on: command.won_on,
        value,
        installed_on: None,
        cancelled_on: None,
        lines: Arc::from(&*command.lines),
        retracted: false,
        plans: frozen,
        credits,
        told: lead.told.iter().chain(&command.facts).cloned().collect(),
        collected: 0,
        returned: 0,
        awards: None,
        payments: None,
    };
    let mut events = vec![Event::DealWon(names_of(state, &row.plans))];
    let won = command.won_on;
    let trigger = Trigger::of_deal(Milestone::Won, lead, &row, None, won);
    let chosen = Picks::of_deal(lead, &row).chosen(state, won);
    events.extend(vesting::reached(desk, lead_number, Milestone::Won, won));
    events.extend(reward::accrue(desk, &trigger, &chosen)?);
    Ok(events)
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

/// The deal, or the refusal that it is not on file.
fn deal_on_file<'a>(desk: &Desk<'a>, deal: DealId) -> Result<(u32, &'a DealRow), Refusal> {
    desk.state.deals.get(&deal).ok_or(Refusal::DealUnknown { deal })
}

/// Refuses a deal that is off, or never was.
fn not_cancelled(deal: DealId, row: &DealRow) -> Result<(), Refusal> {
    if row.retracted {
        return Err(Refusal::DealIsRetracted { deal });
    }
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
    let trigger = Trigger::of_deal(Milestone::Installed, lead, &row, source, on);
    let chosen = Picks::of_deal(lead, &row).chosen(desk.state, on);
    let mut events = vec![Event::DealInstalled];
    events.extend(vesting::reached(desk, row.lead, Milestone::Installed, on));
    events.extend(reward::accrue(desk, &trigger, &chosen)?);
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
    let is_complete = deal.value.zip(collected).is_some_and(|(won, sum)| sum >= won.minor());
    let trigger = Trigger::of_deal(Milestone::Paid, lead, deal, source, on);
    let trigger = trigger.paid(&command.lines, is_complete);
    let chosen = Picks::of_deal(lead, deal).chosen(desk.state, on);
    let mut events = vec![Event::PaymentRecorded];
    events.extend(reward::accrue(desk, &trigger, &chosen)?);
    Ok(events)
}

pub(super) fn refund(desk: &Desk<'_>, command: &RecordRefund) -> Result<Vec<Event>, Refusal> {
    if let Some((_, row)) = desk.state.refunds.get(&command.refund) {
        return Err(Refusal::RefundOnFile { refund: command.refund, first: row.sequence });
    }
    let Some((number, payment)) = desk.state.payments.get(&command.payment) else {
        return Err(Refusal::PaymentUnknown { payment: command.payment });
    };
    if payment.retracted {
        return Err(Refusal::PaymentIsRetracted { payment: command.payment });
    }
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
    events.extend(reversal::refunded(desk, number, (refund, &command.lines), command.refunded_on));
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
    let never = reversal::never_reached(desk, deal.lead, command.cancelled_on, &events);
    events.extend(never);
    Ok(events)
}
