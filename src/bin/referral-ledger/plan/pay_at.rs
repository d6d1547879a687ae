//! What a rule comes to at the points where something changes: tier bounds, caps, floors.
//!
//! The amounts are the library's own: each row is what its pipeline makes of one fact, before it is
//! shared and with nothing counted before. `points` knows which facts are worth a row, `why` says
//! in a few words what made the amount.

mod points;
mod why;

use super::prose::base_words;
use points::{At, Axes};
use referral_ledger::accrual::{Asked, Before, Days, Fact, Made};
use referral_ledger::accrual::{make, parts_of};
use referral_ledger::deal::Milestone;
use referral_ledger::id::RuleId;
use referral_ledger::lead::LeadKind;
use referral_ledger::plan::Plan;
use referral_ledger::plan::campaign::Campaign;
use referral_ledger::plan::cap::CapPer;
use referral_ledger::plan::floor::{FloorPer, Uplift};
use referral_ledger::plan::rule::{Component, Formula, Payees, Rule, Terms};
use referral_ledger::plan::tiers::{Accumulate, Measure};
use referral_ledger::why::Step;
use serde::Serialize;

/// What a rule comes to, outside campaigns or in one.
#[derive(Debug, Serialize)]
pub(super) struct PayAt {
    /// The campaign; `None` outside all of them.
    campaign: Option<String>,
    /// What `at` counts; `None` for a rule that pays one amount.
    at: Option<String>,
    /// What `on` counts, where the table does not look at what it pays on.
    on: Option<String>,
    rows: Vec<Row>,
    /// Of what the amounts are, as it stands above them.
    #[serde(skip)]
    title: String,
}

/// What one fact comes to.
#[derive(Debug, Serialize)]
struct Row {
    at: Option<String>,
    on: Option<String>,
    pays: String,
    why: String,
    steps: Vec<Step>,
}

/// A rule that is tried out: every fact is the first one, and all of its deal.
struct Trial<'a> {
    plan: &'a Plan,
    rule: &'a RuleId,
    terms: &'a Terms,
    days: Days,
    on: Milestone,
}

impl PayAt {
    /// The tables of a rule: outside campaigns, and in each that is for it. None for one that pays
    /// nothing, or at a close: that depends on a whole period.
    pub(super) fn of_rule(plan: &Plan, component: &Component, rule: &Rule) -> Vec<PayAt> {
        let (Some(terms), Some(on)) = (rule.pays.terms(), component.on.milestone()) else {
            return Vec::new();
        };
        let campaigns = plan.campaigns.iter().filter(|it| it.rules.contains(&rule.id)).map(Some);
        std::iter::once(None)
            .chain(campaigns)
            .map(|campaign| PayAt::of(plan, on, rule, terms, campaign))
            .collect()
    }

    fn of(
        plan: &Plan,
        on: Milestone,
        rule: &Rule,
        terms: &Terms,
        campaign: Option<&Campaign>,
    ) -> PayAt {
        let day = campaign.map_or(plan.effective.from, |it| it.effective.from);
        let days = Days {
            unanswered: Some(day),
            accepted: Some(day),
            won: Some(day),
            installed: Some(day),
            invoiced: Some(day),
            paid: Some(day),
            ..Days::since(day)
        };
        let mut tried = plan.clone();
        tried.campaigns = campaign.into_iter().cloned().collect();
        // What a floor adds is the same, whatever a refund does with it later; but the pipeline
        // leaves out one whose uplift is kept where it is told the base.
        tried.floors.iter_mut().for_each(|floor| floor.uplift = Uplift::Returned);
        let trial = Trial { plan: &tried, rule: &rule.id, terms, days, on };
        let axes = Axes::of(plan, terms);
        let (at, on) = words(plan, terms.formula);
        PayAt {
            title: title(plan, &rule.id, terms.formula, campaign),
            campaign: campaign.map(|it| it.id.to_string()),
            at,
            on,
            rows: axes.points(&trial).into_iter().filter_map(|it| trial.row(&axes, it)).collect(),
        }
    }

    /// The table a person reads.
    pub(super) fn text(&self, indent: usize) -> String {
        let indent = " ".repeat(indent);
        let mut head = vec![self.at.clone(), self.on.as_ref().map(|on| format!("on {on}"))];
        head.push(Some("pays".to_owned()));
        let head: Vec<String> = head.into_iter().flatten().collect();
        let cells = |row: &Row| -> Vec<String> {
            let cells = [row.at.clone(), row.on.clone(), Some(row.pays.clone())];
            cells.into_iter().flatten().collect()
        };
        let rows: Vec<Vec<String>> = self.rows.iter().map(cells).collect();
        let width = |column: usize| {
            let cells = std::iter::once(&head).chain(&rows).map(|row| row[column].chars().count());
            cells.max().unwrap_or(0)
        };
        let line = |row: &[String], why: &str| {
            let cells = row.iter().enumerate().map(|(column, cell)| {
                let width = width(column);
                format!("{cell:>width$}")
            });
            let cells: Vec<String> = cells.collect();
            format!("{indent}  {}  {why}", cells.join("  ")).trim_end().to_owned() + "\n"
        };
        let mut text = format!("{indent}{}:\n", self.title);
        if self.at.is_some() {
            text += &line(&head, "why");
        }
        for (cells, row) in rows.iter().zip(&self.rows) {
            text += &line(cells, &row.why);
        }
        text
    }
}

/// Of what the amounts are.
fn title(plan: &Plan, rule: &RuleId, formula: Formula, campaign: Option<&Campaign>) -> String {
    let accumulates = match formula {
        Formula::Tiers { tiers, .. } => {
            plan.tiers[usize::from(tiers)].accumulate != Accumulate::EachFact
        }
        _ => false,
    };
    let counts_others =
        plan.caps.iter().any(|cap| cap.rules.contains(rule) && cap.per != CapPer::Fact)
            || plan.floors.iter().any(|it| it.rules.contains(rule) && it.per != FloorPer::Fact)
            || plan.pools.iter().any(|pool| pool.rules.contains(rule));
    let of = match (accumulates, counts_others) {
        (true, _) => "for so much in all",
        (false, true) => "for the first that its floors, caps and pools count",
        (false, false) => "each time",
    };
    match campaign {
        Some(campaign) => format!("In campaign {} one payee alone gets, {of}", campaign.id),
        None => format!("One payee alone gets, {of}"),
    }
}

/// What the columns count: what picks the amount, and what it is paid on where that differs.
fn words(plan: &Plan, formula: Formula) -> (Option<String>, Option<String>) {
    match formula {
        Formula::Flat(_) => (None, None),
        Formula::Percent { of, .. } | Formula::PerUnit { of, .. } | Formula::TopUp { of, .. } => {
            (Some(base_words(plan, of)), None)
        }
        Formula::Tiers { tiers, of } => {
            let tiers = &plan.tiers[usize::from(tiers)];
            let measure = match tiers.measure {
                Measure::Of(of) => base_words(plan, of),
                Measure::MarginPercentOfPrice => "margin of price".to_owned(),
                Measure::MarginPercentOfCost => "margin of cost".to_owned(),
                Measure::Attainment(_) => "attainment".to_owned(),
            };
            let on = of.filter(|of| Measure::Of(*of) != tiers.measure);
            (Some(measure), on.map(|of| base_words(plan, of)))
        }
    }
}

impl Trial<'_> {
    /// What the pipeline makes of a fact; `None` past the bound of an amount.
    fn made(&self, axes: &Axes, at: At) -> Option<Made> {
        let first = Payees::OneRole(self.plan.split.originator().clone());
        let (parts, _steps) = parts_of(&self.plan.split, &first, |_| true);
        let fact = Fact {
            milestone: self.on,
            kind: &LeadKind::Upgrade,
            days: self.days,
            told: &[],
            lines: &[],
            lines_are_gone: false,
        };
        make(&Asked {
            plan: self.plan,
            rule: self.rule,
            terms: self.terms,
            fact: &fact,
            parts: &parts,
            before: &AllOfTheDeal,
            read: axes.read(at),
        })
        .ok()
    }

    fn row(&self, axes: &Axes, at: At) -> Option<Row> {
        let made = self.made(axes, at)?;
        let pays = made.parts.first()?.amount;
        let steps: Vec<Step> = steps(&made).cloned().collect();
        let (measure, base) = axes.texts(at);
        let why = why::why(self.plan, &steps);
        Some(Row { at: measure, on: base, pays: pays.to_string(), why, steps })
    }
}

/// The steps of the one part.
fn steps(made: &Made) -> impl Iterator<Item = &Step> {
    made.steps.iter().chain(made.parts.iter().flat_map(|part| &part.steps))
}

/// Nothing before, and with this fact all that was won has been collected: so a floor that waits
/// for that is there.
struct AllOfTheDeal;

impl Before for AllOfTheDeal {
    fn is_complete(&self) -> bool {
        true
    }
}
