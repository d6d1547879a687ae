//! Decides what the ground rules for leads say: which count, and for whom.
//!
//! Every plan that applies to a lead is asked; the first that says no refuses. Under no plan there
//! are no rules.

use super::version::Picks;
use super::{Desk, claim, exchange};
use crate::command::ReportLead;
use crate::event::Event;
use crate::id::{CustomerId, FactName, PayeeId};
use crate::ledger::state::{LeadRow, State};
use crate::plan::Plan;
use crate::plan::ground::{Blocked, Repeats, SelfReferral};
use crate::refusal::Refusal;
use crate::time::Date;

/// What the plans say of a report, and what the lead is to be known by.
pub(super) fn report(
    desk: &Desk<'_>,
    picks: &Picks<'_>,
    command: &ReportLead,
) -> Result<Vec<Event>, Refusal> {
    let mut is_counted = false;
    for plan in picks.words_on(desk, command.heard_on) {
        qualifies(plan, command)?;
        not_repeated(desk.state, plan, command)?;
        is_counted |= plan.leads.ground.counts_customers();
    }
    let told = command.credits.iter().map(|credit| &credit.payee);
    let everybody = std::iter::once(&command.by).chain(told);
    let customer = desk.state.customers.find(&command.customer);
    let credited = Credited { customer, on: command.heard_on, told: everybody };
    may_be_credited(desk, picks, credited)?;
    let claimed = claim::report(desk, picks, command)?;
    Ok(is_counted.then_some(Event::LeadCounted).into_iter().chain(claimed).collect())
}

/// Whether a plan takes leads of this kind, and has what it asks of them.
fn qualifies(plan: &Plan, command: &ReportLead) -> Result<(), Refusal> {
    let (kind, name) = (command.kind.clone(), plan.name.clone());
    let Some(must_carry) = plan.leads.ground.asks_of(&kind) else {
        return Err(Refusal::LeadNotQualified { kind, plan: name });
    };
    let is_told = |fact: &&FactName| command.facts.iter().any(|told| told.fact == **fact);
    match must_carry.iter().find(|fact| !is_told(fact)) {
        Some(fact) => Err(Refusal::FactNotTold { fact: fact.clone(), kind, plan: name }),
        None => Ok(()),
    }
}

/// Whether a plan takes another lead of this technician about this customer.
fn not_repeated(state: &State, plan: &Plan, command: &ReportLead) -> Result<(), Refusal> {
    let (customer, by) = (state.customers.find(&command.customer), state.payees.find(&command.by));
    let Some(both) = customer.zip(by) else { return Ok(()) };
    not_beside(state, plan, both, state.kind(&command.kind))
}

/// Whether a plan takes a lead back beside those of the same technician and customer that count.
pub(super) fn may_come_back(state: &State, plan: &Plan, number: u32) -> Result<(), Refusal> {
    let row = state.leads.row(number);
    let Some(customer) = customer_of(state, row) else { return Ok(()) };
    not_beside(state, plan, (customer, row.by), Some(row.kind))
}

/// Refuses a lead of a kind beside the first of the same customer and technician that the plan
/// counts. A kind that has no number has no lead yet.
fn not_beside(
    state: &State,
    plan: &Plan,
    (customer, by): (u32, u32),
    kind: Option<u16>,
) -> Result<(), Refusal> {
    let counted = |least, most| {
        let range = (customer, by, least, 0)..=(customer, by, most, u32::MAX);
        state.counted_leads.range(range).map(|(.., lead)| lead).next()
    };
    let open = (customer, by, 0)..=(customer, by, u32::MAX);
    let first = match plan.leads.ground.same_technician_and_customer {
        None => None,
        Some(Repeats::Once) => counted(0, u16::MAX),
        Some(Repeats::OncePerKind) => kind.and_then(|kind| counted(kind, kind)),
        Some(Repeats::OneAtATime) => state.open_leads.range(open).map(|(.., lead)| lead).next(),
    };
    let Some(first) = first else { return Ok(()) };
    let (first, customer) = (*state.leads.key(first), *state.customers.key(customer));
    Err(Refusal::LeadRepeated { first, customer, plan: plan.name.clone() })
}

/// The customer of a lead, where a ground rule keeps it.
pub(super) fn customer_of(state: &State, lead: &LeadRow) -> Option<u32> {
    lead.ground.get().map(|number| state.grounds.row(number).customer)
}

/// Who is to be credited, for whose need, and when. Who reports comes first.
pub(super) struct Credited<I> {
    pub(super) customer: Option<u32>,
    pub(super) on: Date,
    pub(super) told: I,
}

/// Whether the plans let these be credited: they can be paid in their currency, are not blocked,
/// and not the customer themselves.
pub(super) fn may_be_credited<'a>(
    desk: &Desk<'_>,
    picks: &Picks<'_>,
    credited: Credited<impl Iterator<Item = &'a PayeeId>>,
) -> Result<(), Refusal> {
    let (state, on) = (desk.state, credited.on);
    for payee in credited.told {
        let Some(number) = state.payees.find(payee) else { continue };
        exchange::paid_by(desk, number, picks.words_on(desk, on))?;
        for plan in picks.words_on(desk, on) {
            let ground = &plan.leads.ground;
            if let (Some(Blocked::Refused), Some(since)) =
                (ground.blocked, state.blocked_since(number, on))
            {
                let (payee, plan) = (payee.clone(), plan.name.clone());
                return Err(Refusal::PayeeBlocked { payee, since, plan });
            }
            let asks = match ground.self_referral {
                None => false,
                Some(SelfReferral::Reporter) => number == picks.by,
                Some(SelfReferral::AllCredited) => true,
            };
            let tied = |customer: &u32| state.is_tied(*customer, number, on);
            if let (true, Some(customer)) = (asks, credited.customer.filter(tied)) {
                let customer: CustomerId = *state.customers.key(customer);
                let (payee, plan) = (payee.clone(), plan.name.clone());
                return Err(Refusal::SelfReferral { payee, customer, plan });
            }
        }
    }
    Ok(())
}
