//! What is on file: all payees, leads, deals and plan versions, a row each.

use crate::fields::{or_dash, plans_or_dash, table};
use crate::names::who;
use crate::out::Text;
use referral_ledger::Ledger;
use referral_ledger::id::PayeeId;
use referral_ledger::report::Directory;
use serde::Serialize;

/// All payees, in the order they were registered.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct PayeesOut {
    payees: Vec<PayeeLine>,
}

#[derive(Debug, Serialize)]
struct PayeeLine {
    payee: String,
    name: Option<String>,
    group: String,
    carried: String,
    queued: String,
    held: String,
    payable: String,
    in_run: String,
    paid: String,
    owes: String,
}

impl PayeesOut {
    pub(super) fn of(ledger: &Ledger, names: &Directory) -> PayeesOut {
        let line = |view: referral_ledger::ledger::view::PayeeView| PayeeLine {
            name: names.name(&view.payee).map(str::to_owned),
            payee: view.payee.to_string(),
            group: view.group.to_string(),
            carried: view.carried.to_string(),
            queued: view.queued.to_string(),
            held: view.held.to_string(),
            payable: view.payable.to_string(),
            in_run: view.in_run.to_string(),
            paid: view.paid.to_string(),
            owes: view.owes.to_string(),
        };
        PayeesOut { payees: ledger.payees().map(line).collect() }
    }
}

impl Text for PayeesOut {
    fn text(&self) -> String {
        let row = |it: &PayeeLine| {
            [
                who(&it.payee, it.name.as_deref()),
                it.group.clone(),
                it.carried.clone(),
                it.queued.clone(),
                it.held.clone(),
                it.payable.clone(),
                it.in_run.clone(),
                it.paid.clone(),
                it.owes.clone(),
            ]
        };
        let head = [
            "payee",
            "pay group",
            "carried",
            "queued",
            "held",
            "payable",
            "in a run",
            "paid",
            "owes back",
        ];
        let rows: Vec<_> = self.payees.iter().map(row).collect();
        if rows.is_empty() { "no payees\n".to_owned() } else { table(head, &rows) }
    }
}

/// The leads that were asked for, in the order they were reported.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct LeadsOut {
    leads: Vec<LeadLine>,
}

#[derive(Debug, Serialize)]
struct LeadLine {
    lead: String,
    stage: &'static str,
    kind: String,
    by: String,
    heard_on: String,
    accepted_on: Option<String>,
    deal: Option<String>,
    plans: Vec<String>,
}

impl LeadsOut {
    /// All leads, or those of one payee, or those that can still become a deal.
    pub(super) fn of(ledger: &Ledger, by: Option<&PayeeId>, open: bool) -> LeadsOut {
        let leads = ledger.leads().filter(|(_, view)| {
            by.is_none_or(|by| view.by == *by) && (!open || view.stage.is_open())
        });
        let leads = leads.map(|(lead, view)| LeadLine {
            lead: lead.to_string(),
            stage: view.stage.word(),
            kind: view.kind.to_string(),
            by: view.by.to_string(),
            heard_on: view.heard_on.to_string(),
            accepted_on: view.accepted_on.map(|day| day.to_string()),
            deal: view.deal.map(|deal| deal.to_string()),
            plans: view.plans.iter().map(ToString::to_string).collect(),
        });
        LeadsOut { leads: leads.collect() }
    }
}

impl Text for LeadsOut {
    fn text(&self) -> String {
        let row = |it: &LeadLine| {
            [
                it.lead.clone(),
                it.stage.to_owned(),
                it.kind.clone(),
                it.by.clone(),
                it.heard_on.clone(),
                or_dash(it.accepted_on.as_deref()),
                plans_or_dash(&it.plans),
            ]
        };
        let head = ["lead", "stage", "kind", "reported by", "heard on", "accepted on", "plans"];
        let rows: Vec<_> = self.leads.iter().map(row).collect();
        if rows.is_empty() { "no leads\n".to_owned() } else { table(head, &rows) }
    }
}

/// All deals, in the order they were won.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct DealsOut {
    deals: Vec<DealLine>,
}

#[derive(Debug, Serialize)]
struct DealLine {
    deal: String,
    lead: String,
    value: Option<String>,
    won_on: String,
    installed_on: Option<String>,
    invoiced_on: Option<String>,
    cancelled_on: Option<String>,
    retracted: bool,
    plans: Vec<String>,
}

impl DealsOut {
    pub(super) fn of(ledger: &Ledger) -> DealsOut {
        let deals = ledger.deals().map(|(deal, view)| DealLine {
            deal: deal.to_string(),
            lead: view.lead.to_string(),
            value: view.value.map(|value| value.to_string()),
            won_on: view.won_on.to_string(),
            installed_on: view.installed_on.map(|day| day.to_string()),
            invoiced_on: view.invoiced_on.map(|day| day.to_string()),
            cancelled_on: view.cancelled_on.map(|day| day.to_string()),
            retracted: view.retracted,
            plans: view.plans.iter().map(ToString::to_string).collect(),
        });
        DealsOut { deals: deals.collect() }
    }
}

impl Text for DealsOut {
    fn text(&self) -> String {
        let row = |it: &DealLine| {
            let won_on = if it.retracted { "retracted" } else { &it.won_on };
            [
                it.deal.clone(),
                or_dash(it.value.as_deref()),
                won_on.to_owned(),
                or_dash(it.installed_on.as_deref()),
                or_dash(it.invoiced_on.as_deref()),
                or_dash(it.cancelled_on.as_deref()),
                plans_or_dash(&it.plans),
            ]
        };
        let head =
            ["deal", "value", "won on", "installed on", "invoiced on", "cancelled on", "plans"];
        let rows: Vec<_> = self.deals.iter().map(row).collect();
        if rows.is_empty() { "no deals\n".to_owned() } else { table(head, &rows) }
    }
}

/// All plan versions, in the order they were published.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct PlansOut {
    plans: Vec<PlanLine>,
}

#[derive(Debug, Serialize)]
struct PlanLine {
    plan: String,
    title: String,
    effective_from: String,
    effective_until: Option<String>,
    applies_to: &'static str,
    text_digest: String,
}

impl PlansOut {
    pub(super) fn of(ledger: &Ledger) -> PlansOut {
        let plans = ledger.plans().map(|plan| PlanLine {
            plan: plan.name.to_string(),
            title: plan.title.clone(),
            effective_from: plan.effective.from.to_string(),
            effective_until: plan.effective.until.map(|day| day.to_string()),
            applies_to: plan.applies_to.word(),
            text_digest: plan.text_digest.to_string(),
        });
        PlansOut { plans: plans.collect() }
    }
}

impl Text for PlansOut {
    fn text(&self) -> String {
        let row = |it: &PlanLine| {
            [
                it.plan.clone(),
                it.effective_from.clone(),
                or_dash(it.effective_until.as_deref()),
                it.applies_to.to_owned(),
                it.title.clone(),
            ]
        };
        let head = ["plan", "in force from", "not from", "for", "title"];
        let rows: Vec<_> = self.plans.iter().map(row).collect();
        if rows.is_empty() { "no plans\n".to_owned() } else { table(head, &rows) }
    }
}
