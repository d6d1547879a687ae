//! Decides deals: win, a customer retained, install, invoice, payment, refund, cancellation.

use super::ground::{self, Credited};
use super::lead::{credited, facts_known, on_file, open};
use super::measure::{self, Gone};
use super::reward;
use super::trigger::Trigger;
use super::version::{Picks, names_of};
use super::{Desk, EVENTS_MOSTLY, claim, exchange, holdback, money_in, net_in, reversal, vesting};
use crate::accrual::Days;
use crate::attribution::Credit;
use crate::command::{
    CancelDeal, InstallDeal, InvoiceDeal, RecordPayment, RecordRefund, RetainCustomer, WinDeal,
};
use crate::deal::{Line, Milestone};
use crate::event::Event;
use crate::id::{DealId, LeadId, PayeeId, RoleId};
use crate::lead::LeadStage;
use crate::ledger::state::{DealRow, FactRow, LeadRow, SourceRow, State};
use crate::money::Amount;
use crate::plan::fact::{ToldFact, ToldWith};
use crate::plan::ground::Release;
use crate::plan::{Acceptance, Plan};
use crate::refusal::Refusal;
use crate::time::Date;

/// What ends a lead well: its deal is won, or its customer retained.
#[derive(Clone, Copy)]
struct Ending<'a> {
    milestone: Milestone,
    /// What the command calls the day.
    field: &'static str,
    deal: DealId,
    lead: LeadId,
    on: Date,
    lines: &'a [Line],
    credits: &'a [Credit],
    facts: &'a [ToldFact],
}

pub(super) fn win(desk: &Desk<'_>, command: &WinDeal) -> Result<Vec<Event>, Refusal> {
    let WinDeal { deal, lead, won_on, lines, credits, facts } = command;
    let (milestone, field) = (Milestone::Won, "won_on");
    let (deal, lead, on) = (*deal, *lead, *won_on);
    ends_well(desk, Ending { milestone, field, deal, lead, on, lines, credits, facts })
}

/// A retained customer is a deal whose win is that they stayed.
pub(super) fn retain(desk: &Desk<'_>, command: &RetainCustomer) -> Result<Vec<Event>, Refusal> {
    let RetainCustomer { deal, lead, retained_on, lines, credits, facts } = command;
    let (milestone, field) = (Milestone::Retained, "retained_on");
    let (deal, lead, on) = (*deal, *lead, *retained_on);
    ends_well(desk, Ending { milestone, field, deal, lead, on, lines, credits, facts })
}

fn ends_well(desk: &Desk<'_>, command: Ending<'_>) -> Result<Vec<Event>, Refusal> {
    let state = desk.state;
    if let Some((_, row)) = state.deals.get(&command.deal) {
        return Err(Refusal::DealOnFile { deal: command.deal, first: row.sequence });
    }
    let (lead_number, lead) = on_file(desk, command.lead)?;
    if let Some(deal) = lead.deal.get() {
        let first = state.deals.row(deal).sequence;
        let deal = *state.deals.key(deal);
        return Err(Refusal::LeadAlreadyWon { lead: command.lead, deal, first });
    }
    open(command.lead, lead)?;
    desk.happened(command.field, command.on)?;
    // The words on leads are those of the versions that apply; of a plan of which none is chosen,
    // those in force on the day of the win.
    let won_on = command.on;
    let picks = Picks { won_on: Some(won_on), ..Picks::of_lead(state, lead) };
    picks.words_on(desk, won_on).try_for_each(|plan| allowed(desk, &command, lead, plan))?;
    claim::may_go_on(desk, lead_number, lead, won_on)?;
    claim::touched_last(desk, lead_number, won_on)?;
    facts_known(state, command.facts, ToldWith::Win)?;
    let value = net_in(command.lines, exchange::told_in(desk, None, command.lines)?)?;
    let (told_in, value) = (value.map(Amount::unit), value.map(Amount::minor));
    let originator = state.payees.key(lead.by);
    let frozen = picks.freeze(state, command.milestone);
    let on_file = state.credits.list(lead.credits);
    let mut credits = credited(desk, originator, on_file, command.credits, &frozen)?;
    let second = claim::second(state, lead);
    if let Some((by, role, _)) = &second {
        not_credited(state, command.credits, *by, role)?;
        credits.push((role.clone(), *by));
    }
    let accepted_by = lead.accepted_by.get().map(|actor| state.actors.key(actor));
    let decided =
        |credit: &&Credit| accepted_by.is_some_and(|actor| actor.as_str() == credit.payee.as_str());
    if let Some(credit) = command.credits.iter().find(decided) {
        let payee = credit.payee.clone();
        return Err(Refusal::CreditedAccepter { lead: command.lead, payee });
    }
    let handed = |payee: &&PayeeId| {
        let number = state.payees.find(payee);
        number.is_some_and(|it| state.handed(lead_number).iter().any(|of| of.to == it))
    };
    if let Some(payee) = command.credits.iter().map(|credit| &credit.payee).find(handed) {
        return Err(Refusal::CreditedTwice { payee: payee.clone() });
    }
    let told = command.credits.iter().map(|credit| &credit.payee);
    let credited = Credited { customer: ground::customer_of(state, lead), on: won_on, told };
    ground::may_be_credited(desk, &picks, credited)?;
    // After this point the command must succeed, unless its reward leaves the bound.
    let lead_of = Trigger::of_lead(state, command.milestone, (lead_number, lead), None, won_on);
    let told: Vec<ToldFact> = lead_of.told.iter().chain(command.facts).cloned().collect();
    let retained = (command.milestone == Milestone::Retained).then_some(won_on);
    let days = Days { won: Some(won_on), retained, ..lead_of.days };
    let lines = command.lines;
    let trigger =
        Trigger { days, told: &told, credits: &credits, lines, told_in, value, ..lead_of };
    let picks = picks.with(&frozen);
    let chosen = picks.chosen(state, won_on);
    let mut events = Vec::with_capacity(EVENTS_MOSTLY);
    events.push(match retained {
        Some(_) => Event::CustomerRetained(names_of(state, &frozen)),
        None => Event::DealWon(names_of(state, &frozen)),
    });
    events.extend(second.map(|(.., it)| Event::SecondCredited(it)));
    events.extend(claim::released(state, lead, Release::Won));
    vesting::reached(desk, lead_number, Milestone::Won, won_on, &mut events);
    reward::accrue(desk, &trigger, chosen, &mut events)?;
    Ok(events)
}

/// Refuses credits of a win that take the second reporter's place, or credit them twice.
fn not_credited(state: &State, credits: &[Credit], by: u32, role: &RoleId) -> Result<(), Refusal> {
    let payee = state.payees.key(by);
    if credits.iter().any(|credit| credit.payee == *payee) {
        return Err(Refusal::CreditedTwice { payee: payee.clone() });
    }
    match credits.iter().any(|credit| credit.role == *role) {
        true => Err(Refusal::RoleTaken { role: role.clone(), payee: payee.clone() }),
        false => Ok(()),
    }
}

/// What the plan asks of a win, and of a customer who stays.
fn allowed(
    desk: &Desk<'_>,
    command: &Ending<'_>,
    lead: &LeadRow,
    plan: &Plan,
) -> Result<(), Refusal> {
    let kind = desk.state.kinds.key(lead.kind.into());
    if command.milestone == Milestone::Retained && !plan.leads.ground.can_be_retained(kind) {
        let (lead, kind, plan) = (command.lead, kind.clone(), plan.name.clone());
        return Err(Refusal::KindNotRetained { lead, kind, plan });
    }
    let accepted = lead.stage == LeadStage::Accepted;
    if plan.leads.acceptance == Acceptance::Required && !accepted {
        return Err(Refusal::LeadNotAccepted { lead: command.lead, plan: plan.name.clone() });
    }
    let (won_on, heard_on) = (command.on, lead.heard_on);
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
    let on = command.installed_on;
    goes_on(desk, (number, deal), Milestone::Installed, ("installed_on", on))
}

/// A deal has one invoice day: that of its first.
pub(super) fn invoice(desk: &Desk<'_>, command: &InvoiceDeal) -> Result<Vec<Event>, Refusal> {
    let (number, deal) = deal_on_file(desk, command.deal)?;
    not_cancelled(command.deal, deal)?;
    if let Some(invoiced_on) = deal.invoiced_on {
        return Err(Refusal::DealIsInvoiced { deal: command.deal, invoiced_on });
    }
    let on = command.invoiced_on;
    goes_on(desk, (number, deal), Milestone::Invoiced, ("invoiced_on", on))
}

/// A deal is installed, or invoiced.
fn goes_on(
    desk: &Desk<'_>,
    (number, deal): (u32, &DealRow),
    milestone: Milestone,
    (field, on): (&'static str, Date),
) -> Result<Vec<Event>, Refusal> {
    desk.happened(field, on)?;
    not_before_win(field, on, deal)?;
    // After this point the command must succeed, unless its reward leaves the bound.
    let lead = desk.state.leads.row(deal.lead);
    let source = Some(SourceRow::Deal(number));
    let mut trigger = Trigger::of_deal(desk.state, milestone, (lead, deal), source, on);
    let picks = Picks::of_deal(desk.state, lead, deal);
    let chosen = picks.chosen(desk.state, on);
    let event = match milestone {
        Milestone::Installed => {
            trigger.days.installed = Some(on);
            Event::DealInstalled
        }
        _ => {
            trigger.days.invoiced = Some(on);
            Event::DealInvoiced
        }
    };
    let mut events = vec![event];
    vesting::reached(desk, deal.lead, milestone, on, &mut events);
    reward::accrue(desk, &trigger, chosen, &mut events)?;
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
    let told_in = exchange::told_in(desk, Some(number), &command.lines)?;
    let net = money_in(&command.lines, told_in)?;
    let collected = deal.collected.checked_add(net.minor());
    if collected.is_none_or(|sum| Amount::from_minor(sum, net.unit()).is_err()) {
        return Err(Refusal::AmountOutOfBounds { what: "all that came in for the deal" });
    }
    // After this point the command must succeed, unless its reward leaves the bound.
    let lead = desk.state.leads.row(deal.lead);
    let (on, source) = (command.received_on, Some(SourceRow::Deal(number)));
    let is_complete = deal.value.zip(collected).is_some_and(|(won, sum)| sum >= won);
    let trigger = Trigger::of_deal(desk.state, Milestone::Paid, (lead, deal), source, on);
    let trigger = trigger.paid(&command.lines, is_complete);
    let picks = Picks::of_deal(desk.state, lead, deal);
    let chosen = picks.chosen(desk.state, on);
    let mut events = Vec::with_capacity(EVENTS_MOSTLY);
    events.push(Event::PaymentRecorded);
    holdback::collected(desk, deal, net.minor(), on, &mut events);
    reward::accrue(desk, &trigger, chosen, &mut events)?;
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
    let refund = money_in(&command.lines, exchange::told_in(desk, Some(payment.deal), &[])?)?;
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
    let gone = Gone::Returned(payment.returned + refund.minor(), payment.net, command.refunded_on);
    events.extend(measure::lowered(desk, FactRow::Paid(number), gone));
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
    for fact in FactRow::of_deal(number) {
        events.extend(measure::lowered(desk, fact, Gone::Cancelled(command.cancelled_on)));
    }
    Ok(events)
}
