//! Which versions of which plans a fact is for, said a second time: from the plans' words and what
//! was told, in its order.

use super::plan::{Plan, Program};
use referral_ledger::command::Command;
use referral_ledger::id::{DealId, LeadId, PayeeId};
use referral_ledger::time::Date;
use std::collections::BTreeMap;

#[derive(Clone)]
struct Lead {
    by: PayeeId,
    reported: Date,
    accepted: Option<Date>,
    won: Option<Date>,
    /// Versions picked by its report, its acceptance or its win: these stay.
    frozen: Vec<usize>,
}

/// Hears commands that were accepted.
pub struct Chooser<'a> {
    program: &'a Program,
    /// Payee, plan, first day, on or off; in the order they were told.
    assigned: Vec<(PayeeId, String, Date, bool)>,
    leads: BTreeMap<LeadId, Lead>,
    deals: BTreeMap<DealId, Lead>,
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

impl<'a> Chooser<'a> {
    pub fn new(program: &'a Program) -> Chooser<'a> {
        let (leads, deals) = (BTreeMap::new(), BTreeMap::new());
        Chooser { program, assigned: Vec::new(), leads, deals }
    }

    /// The milestone that a command is, and the versions that apply.
    pub fn hear(&mut self, command: &Command) -> Option<(&'static str, Vec<&'a Plan>)> {
        let (milestone, on, mut lead) = match command {
            Command::AssignPlan(it) => {
                self.assigned.push((it.payee.clone(), it.plan.to_string(), it.from, true));
                return None;
            }
            Command::UnassignPlan(it) => {
                self.assigned.push((it.payee.clone(), it.plan.to_string(), it.from, false));
                return None;
            }
            Command::ReportLead(it) => {
                let (by, reported) = (it.by.clone(), it.heard_on);
                let lead = Lead { by, reported, accepted: None, won: None, frozen: Vec::new() };
                ("reported", it.heard_on, lead)
            }
            Command::AcceptLead(it) => {
                let accepted = Some(it.accepted_on);
                ("accepted", it.accepted_on, Lead { accepted, ..self.leads[&it.lead].clone() })
            }
            Command::WinDeal(it) => {
                ("won", it.won_on, Lead { won: Some(it.won_on), ..self.leads[&it.lead].clone() })
            }
            Command::InstallDeal(it) => {
                ("installed", it.installed_on, self.deals[&it.deal].clone())
            }
            Command::InvoiceDeal(it) => ("invoiced", it.invoiced_on, self.deals[&it.deal].clone()),
            Command::RecordPayment(it) => ("paid", it.received_on, self.deals[&it.deal].clone()),
            _ => return None,
        };
        let chosen: Vec<usize> =
            (0..self.program.0.len()).filter(|at| self.applies(*at, on, &lead)).collect();
        let plans = chosen.iter().map(|at| &self.program.0[*at]).collect();
        let stays = |at: &&usize| self.program.0[**at].chosen_by != "milestone";
        lead.frozen = chosen.iter().filter(stays).copied().collect();
        match command {
            Command::ReportLead(it) => drop(self.leads.insert(it.lead, lead)),
            Command::AcceptLead(it) => drop(self.leads.insert(it.lead, lead)),
            Command::WinDeal(it) => drop(self.deals.insert(it.deal, lead)),
            _ => {}
        }
        Some((milestone, plans))
    }

    fn applies(&self, at: usize, on: Date, lead: &Lead) -> bool {
        let plan = &self.program.0[at];
        let of_it = |other: &&usize| self.program.0[**other].id == plan.id;
        if let Some(frozen) = lead.frozen.iter().find(of_it) {
            return *frozen == at;
        }
        let picked_on = match plan.chosen_by {
            "reported" => Some(lead.reported),
            "accepted" => lead.accepted,
            "won" => lead.won,
            _ => Some(on),
        };
        let Some(picked_on) = picked_on else { return false };
        let in_force =
            day(plan.from) <= picked_on && plan.until.is_none_or(|until| picked_on < day(until));
        in_force && (plan.applies_to == "everyone" || self.is_assigned(plan, lead, picked_on))
    }

    /// What was said from the last day on that is not after it.
    fn is_assigned(&self, plan: &Plan, lead: &Lead, on: Date) -> bool {
        let its =
            |it: &&(PayeeId, String, Date, bool)| it.0 == lead.by && it.1 == plan.id && it.2 <= on;
        self.assigned.iter().filter(its).max_by_key(|it| it.2).is_some_and(|it| it.3)
    }
}
