//! A second opinion on what facts come to, from the language's words and section 6 of the design.
//!
//! It counts in whole fractions and knows nothing of the crate's pipeline. It is for one plan that
//! rounds each fact alone, and for histories in which nothing goes back, nobody leaves and no day
//! passes: what a cap carries counts as accrued.

use super::fraction::{Frac, ZERO};
use super::lines::{self, Reading};
use super::plan::*;
use super::table::{Position, START, further};
use referral_ledger::command::Command;
use referral_ledger::deal::Line;
use referral_ledger::id::{DealId, LeadId};
use referral_ledger::time::Date;
use std::collections::BTreeMap;

#[derive(Clone)]
pub(super) struct Lead {
    key: String,
    by: String,
    kind: String,
    credits: Vec<(String, String)>,
    facts: Vec<(String, String)>,
    days: BTreeMap<&'static str, Date>,
    lines: Vec<Line>,
    collected: i128,
}

/// Who is paid: payee, role, share in millionths, and whether on top of the whole.
#[derive(Clone)]
struct Part {
    payee: String,
    role: String,
    share: i64,
    on_top: bool,
}

/// An amount on its way: the whole of several parts, or one of them.
#[derive(Clone)]
struct Run {
    part: Option<usize>,
    base: i128,
    measure: i128,
    amount: Frac,
    carried: Frac,
    /// Nobody it could accumulate for: it stays nothing.
    is_nothing: bool,
    /// Caps of its payee that cut it: what each leaves room for.
    room: Vec<i128>,
}

pub struct Model<'a> {
    plan: &'a Plan,
    leads: BTreeMap<LeadId, Lead>,
    deals: BTreeMap<DealId, Lead>,
    managers: Vec<(String, Date, Option<String>)>,
    teams: Vec<(String, Date, Option<String>)>,
    tiers: BTreeMap<String, Position>,
    floors: BTreeMap<String, (Frac, Frac)>,
    caps: BTreeMap<String, i128>,
    pools: BTreeMap<String, i128>,
    allotted: BTreeMap<String, i128>,
    begun: Vec<String>,
    /// Accrued by payee, rule and month, in minor units.
    pub totals: BTreeMap<String, i128>,
}

/// One fact under one rule.
struct Case<'a> {
    plan: &'a Plan,
    rule: &'a Rule,
    lead: &'a Lead,
    milestone: &'static str,
    on: Date,
    parts: Vec<Part>,
    runs: Vec<Run>,
    is_divided: bool,
    is_whole: bool,
    rounds: usize,
    /// Caps on all together that have been looked at: what each leaves room for.
    room: Vec<i128>,
    /// What the pool of the rule has left, once it has been looked at.
    in_pool: Option<i128>,
    passed: i128,
    is_complete: bool,
    /// Where tables stood that were counted for somebody else of the same fact.
    counted: Vec<(String, Position)>,
}

impl<'a> Model<'a> {
    pub fn new(plan: &'a Plan) -> Model<'a> {
        Model {
            plan,
            leads: BTreeMap::new(),
            deals: BTreeMap::new(),
            managers: Vec::new(),
            teams: Vec::new(),
            tiers: BTreeMap::new(),
            floors: BTreeMap::new(),
            caps: BTreeMap::new(),
            pools: BTreeMap::new(),
            allotted: BTreeMap::new(),
            begun: Vec::new(),
            totals: BTreeMap::new(),
        }
    }

    /// Hears a command that was accepted.
    pub fn hear(&mut self, command: &Command) {
        let text = |id: &dyn std::fmt::Display| id.to_string();
        match command {
            Command::AssignManager(it) => {
                let manager = it.manager.as_ref().map(ToString::to_string);
                self.managers.push((text(&it.payee), it.from, manager));
            }
            Command::AssignTeam(it) => {
                let team = it.team.as_ref().map(ToString::to_string);
                self.teams.push((text(&it.payee), it.from, team));
            }
            Command::ReportLead(it) => {
                let credits = it.credits.iter().map(|it| (text(&it.role), text(&it.payee)));
                let facts = it.facts.iter().map(|it| (text(&it.fact), text(&it.value)));
                let lead = Lead {
                    key: text(&it.lead),
                    by: text(&it.by),
                    kind: it.kind.as_str().to_owned(),
                    credits: credits.collect(),
                    facts: facts.collect(),
                    days: BTreeMap::from([("reported", it.heard_on)]),
                    lines: Vec::new(),
                    collected: 0,
                };
                self.leads.insert(it.lead, lead.clone());
                self.fact(&lead, "reported", it.heard_on, &[], false);
            }
            Command::AcceptLead(it) => {
                let lead = self.leads.get_mut(&it.lead).unwrap();
                lead.days.insert("accepted", it.accepted_on);
                let lead = lead.clone();
                self.fact(&lead, "accepted", it.accepted_on, &[], false);
            }
            Command::WinDeal(it) => {
                let mut lead = self.leads[&it.lead].clone();
                lead.days.insert("won", it.won_on);
                let credits = it.credits.iter().map(|it| (text(&it.role), text(&it.payee)));
                lead.credits.extend(credits);
                lead.facts.extend(it.facts.iter().map(|it| (text(&it.fact), text(&it.value))));
                lead.lines = it.lines.clone();
                self.deals.insert(it.deal, lead.clone());
                self.fact(&lead, "won", it.won_on, &it.lines, false);
            }
            Command::InstallDeal(it) => {
                let lead = self.deals.get_mut(&it.deal).unwrap();
                lead.days.insert("installed", it.installed_on);
                let lead = lead.clone();
                self.fact(&lead, "installed", it.installed_on, &lead.lines, false);
            }
            Command::InvoiceDeal(it) => {
                let lead = self.deals.get_mut(&it.deal).unwrap();
                lead.days.insert("invoiced", it.invoiced_on);
                let lead = lead.clone();
                self.fact(&lead, "invoiced", it.invoiced_on, &lead.lines, false);
            }
            Command::RecordPayment(it) => {
                let lead = self.deals.get_mut(&it.deal).unwrap();
                lead.collected += lines::net(&it.lines);
                let mut lead = lead.clone();
                lead.days.insert("paid", it.received_on);
                let is_complete =
                    !lead.lines.is_empty() && lead.collected >= lines::net(&lead.lines);
                self.fact(&lead, "paid", it.received_on, &it.lines, is_complete);
            }
            _ => {}
        }
    }

    fn fact(
        &mut self,
        lead: &Lead,
        milestone: &'static str,
        on: Date,
        lines: &[Line],
        is_complete: bool,
    ) {
        let plan = self.plan;
        for component in plan.components.iter().filter(|it| it.on == milestone) {
            let holds = |rule: &&Rule| match &rule.when {
                When::Always | When::Otherwise => true,
                When::All { lead: kinds, elapsed, fact } => {
                    let is_kind = kinds.is_empty() || kinds.contains(&&*lead.kind);
                    let told = |(name, value): (&str, &str)| {
                        lead.facts.iter().any(|it| (&*it.0, &*it.1) == (name, value))
                    };
                    let days = |(from, to, least, until): (&str, &str, i32, i32)| {
                        let (from, to) = (lead.days.get(from), lead.days.get(to));
                        from.zip(to).is_some_and(|(from, to)| {
                            let days = to.days_since(*from);
                            i64::from(least) <= days && days < i64::from(until)
                        })
                    };
                    is_kind && fact.is_none_or(told) && elapsed.is_none_or(days)
                }
            };
            let rule = component.rules.iter().find(holds).unwrap();
            if rule.pays == Pays::Nothing {
                continue;
            }
            // A fact is the deal's first one whatever it pays.
            let begun = format!("{} {}", rule.id, lead.key);
            let Some(parts) = self.parts(rule, lead) else {
                self.begun.push(begun);
                continue;
            };
            let mut case = Case {
                plan,
                rule,
                lead,
                milestone,
                on,
                parts,
                runs: Vec::new(),
                is_divided: false,
                is_whole: false,
                rounds: 0,
                room: Vec::new(),
                in_pool: None,
                passed: 0,
                is_complete,
                counted: Vec::new(),
            };
            let reading = lines::read(plan, rule.pays, lines);
            if let Some((base, measure)) = reading {
                self.stages(&mut case, base, measure);
            }
            self.begun.push(begun);
        }
    }

    /// Who gets which share; `None` where nobody is the manager.
    fn parts(&self, rule: &Rule, lead: &Lead) -> Option<Vec<Part>> {
        let holder = |role: &str| match role {
            "originator" => Some(lead.by.clone()),
            role => lead.credits.iter().find(|it| it.0 == role).map(|it| it.1.clone()),
        };
        let bearer = |role: &'static str| -> &'static str {
            let mut role = role;
            while holder(role).is_none() {
                role = self.plan.split.iter().find(|it| it.0 == role).unwrap().2;
            }
            role
        };
        let part = |role: &str, share: i64, on_top: bool| Part {
            payee: holder(role).unwrap(),
            role: role.to_owned(),
            share,
            on_top,
        };
        let overlay = self.plan.overlay.filter(|overlay| holder(overlay.0).is_some());
        let roles = self.plan.split.iter().map(|it| it.0);
        Some(match rule.payee {
            Payee::ByShare => {
                let share = |role: &&str| {
                    let its = self.plan.split.iter().filter(|it| bearer(it.0) == *role);
                    its.map(|it| it.1).sum::<i64>()
                };
                let mut parts: Vec<Part> = roles
                    .filter(|role| share(role) > 0)
                    .map(|role| part(role, share(&role), false))
                    .collect();
                parts.extend(overlay.map(|overlay| part(overlay.0, overlay.1, true)));
                parts
            }
            Payee::InFull => {
                let held = roles.chain(overlay.map(|it| it.0)).filter(|it| holder(it).is_some());
                held.map(|role| part(role, 1_000_000, true)).collect()
            }
            Payee::Role(role) => vec![part(bearer(role), 1_000_000, false)],
            Payee::Manager(role, on) => {
                let who = part(bearer(role), 1_000_000, false);
                let payee = on_day(&self.managers, &who.payee, lead.days[on])?;
                vec![Part { payee, ..who }]
            }
        })
    }

    fn stages(&mut self, case: &mut Case<'_>, base: Reading, measure: Reading) {
        let in_full = case.rule.payee == Payee::InFull;
        let (base, counts) = self.cut_for_all(case, base);
        let measure = if case.measures_base() { base } else { measure };
        let run = Run {
            part: None,
            base,
            measure,
            amount: ZERO,
            carried: ZERO,
            is_nothing: false,
            room: Vec::new(),
        };
        let each = in_full || case.parts.len() == 1;
        case.runs = match each {
            true => (0..case.parts.len()).map(|at| Run { part: Some(at), ..run.clone() }).collect(),
            false => vec![run],
        };
        case.is_divided = in_full && case.parts.len() > 1;
        for stage in case.plan.order {
            match *stage {
                "credit_split" => case.credit_split(),
                "rate" => {
                    self.rate(case);
                    if !case.runs.iter().all(|run| run.is_nothing) {
                        self.count(counts.clone());
                    }
                }
                "campaign" => self.campaigns(case),
                "floor" => self.floor(case),
                "deal_cap" => self.deal_caps(case),
                "pay_split" => self.pay_split(case),
                "payee_cap" => self.payee_caps(case),
                "pool" => self.pool(case),
                _ => case.round(),
            }
        }
        self.book(case);
    }

    fn rate(&mut self, case: &mut Case<'_>) {
        let pays = case.rule.pays;
        for at in 0..case.runs.len() {
            let share = case.share(at);
            let (base, counts) = self.cut_for_payee(case, at);
            case.runs[at].base = base;
            if case.measures_base() {
                case.runs[at].measure = base;
            }
            let amount = match pays {
                Pays::Flat(flat) | Pays::Points(flat) => Frac::of(i128::from(flat)) * share,
                Pays::Given(_) => share,
                Pays::Rate(rate, _) => (Frac::of(base) * Frac::millionths(rate)).max(ZERO),
                Pays::PerUnit(each, _) => Frac::of(base * i128::from(each)),
                Pays::Tiers(table, of) => {
                    let amount = self.tiers(case, at, table);
                    if of.is_none() { amount * share } else { amount }
                }
                Pays::Nothing => ZERO,
            };
            case.runs[at].amount = amount;
            if !case.runs[at].is_nothing {
                self.count(counts);
            }
        }
    }

    fn tiers(&mut self, case: &mut Case<'_>, at: usize, number: usize) -> Frac {
        let table = &self.plan.tables[number];
        let run = &case.runs[at];
        let mode = self.plan.roundings.last().unwrap().mode;
        let whose = match (case.is_divided, run.part) {
            (true, Some(part)) => &*case.parts[part].payee,
            _ => "",
        };
        let key = match table.accumulate {
            Accumulate::EachFact => {
                return further(table, START, run.measure, run.base, mode).max(ZERO);
            }
            Accumulate::Deal => format!("{number} {} {whose}", case.lead.key),
            Accumulate::Per(per, span) => {
                let payee = &case.parts[run.part.unwrap_or(0)].payee;
                let whose = match per {
                    "payee" => Some(payee.clone()),
                    _ => on_day(&self.teams, payee, case.on).map(|team| format!("team {team}")),
                };
                let Some(whose) = whose else {
                    case.runs[at].is_nothing = true;
                    return ZERO;
                };
                format!("{number} {whose} {}", period(span, case.on))
            }
        };
        let position = self.tiers.entry(key.clone()).or_insert(START);
        // What is paid to each of a team in full is one fact of the team.
        if let Some((_, before)) = case.counted.iter().find(|(counted, _)| *counted == key) {
            let more = further(table, *before, run.measure, run.base, mode);
            return (more - before.hole).max(ZERO);
        }
        if case.rule.payee == Payee::InFull {
            case.counted.push((key, *position));
        }
        let more = further(table, *position, run.measure, run.base, mode);
        let left = more - position.hole;
        position.measure += run.measure;
        position.base += run.base;
        position.hole = if left < ZERO { ZERO - left } else { ZERO };
        left.max(ZERO)
    }

    fn pay_split(&mut self, case: &mut Case<'_>) {
        if case.is_divided || case.parts.len() == 1 {
            return;
        }
        let whole = case.runs.remove(0);
        let key = |part: &Part| format!("{} {} {}", case.rule.id, case.lead.key, part.payee);
        let amounts: Vec<Frac> = if case.is_whole {
            let before: Vec<i128> = case
                .parts
                .iter()
                .map(|it| self.allotted.get(&key(it)).copied().unwrap_or(0))
                .collect();
            let parts = case.divide(whole.amount.floor(), &before);
            for (part, minor) in case.parts.iter().zip(&parts) {
                *self.allotted.entry(key(part)).or_default() += minor;
            }
            parts.into_iter().map(Frac::of).collect()
        } else {
            case.parts.iter().map(|it| whole.amount * Frac::millionths(it.share)).collect()
        };
        let run = |(part, amount)| Run { part: Some(part), amount, ..whole.clone() };
        case.runs = amounts.into_iter().enumerate().map(run).collect();
        case.is_divided = true;
    }

    /// What accrues in the end; the caps count it.
    fn book(&mut self, case: &mut Case<'_>) {
        case.stay_within();
        let mode = self.plan.roundings.last().unwrap().mode;
        let (rule, month) = (&case.rule.id, case.on.month());
        let mut all = 0;
        for run in &case.runs {
            let part = &case.parts[run.part.unwrap_or(0)];
            let (amount, carried) = (run.amount.rounded(mode), run.carried.rounded(mode));
            all += if case.is_on_top(run) { 0 } else { amount + carried };
            let key = format!("{} {rule} {month}", part.payee);
            *self.totals.entry(key).or_default() += amount + carried;
            if let Some(pool) = self.plan.pools.iter().find(|pool| pool.rules.contains(rule))
                && case.is_funded(pool, run)
            {
                *self.pools.entry(case.in_period_of(pool)).or_default() += amount;
            }
            for (at, cap) in self.plan.caps.iter().enumerate() {
                let CapPer::Payee(span) = cap.per else { continue };
                if cap.on != "base" && cap.rules.contains(rule) && amount > 0 {
                    let key = format!("{at} {} {}", part.payee, period(span, case.on));
                    let more = if cap.on == "count" { 1 } else { amount };
                    *self.caps.entry(key).or_default() += more;
                }
            }
        }
        for (at, cap) in self.plan.caps.iter().enumerate() {
            let is_its = cap.per == CapPer::Deal && cap.on != "base" && cap.rules.contains(rule);
            if is_its && all > 0 {
                let more = if cap.on == "count" { 1 } else { all };
                *self.caps.entry(format!("{at} {}", case.lead.key)).or_default() += more;
            }
        }
        *self.totals.entry(format!("boss {rule} {month}")).or_default() += case.passed;
    }
}

impl Case<'_> {
    /// Whether a table measures the rule's base, so that it sees what counts of it.
    fn measures_base(&self) -> bool {
        match self.rule.pays {
            Pays::Tiers(table, Some(of)) => self.plan.tables[table].measure == Measure::Of(of),
            _ => false,
        }
    }
}

/// What is true of somebody on a day.
fn on_day(told: &[(String, Date, Option<String>)], payee: &str, day: Date) -> Option<String> {
    let its = told.iter().filter(|it| it.0 == payee && it.1 <= day);
    its.max_by_key(|it| it.1)?.2.clone()
}

fn period(span: &str, day: Date) -> String {
    let text = day.to_string();
    let month: u32 = text[5..7].parse().unwrap();
    match span {
        "month" => text[..7].to_owned(),
        "quarter" => format!("{} {}", &text[..4], (month - 1) / 3),
        _ => text[..4].to_owned(),
    }
}

#[path = "bounds.rs"]
mod bounds;
