//! A plan in plain words: what is in force when, and a paragraph for every rule.
//!
//! It says what the plan's data says and computes nothing; the matches name every word, so that a
//! new one does not compile until it can be said.
//!
//! | file | what it can say |
//! |---|---|
//! | `terms` | what holds for the whole plan |
//! | `ground` | the ground rules for leads |
//! | `rule` | when a rule holds, whom it pays, its hold, its clawback |
//! | `pays` | formulas, bases, tables of tiers |
//! | `close` | measures, and the closes that pay on them |
//! | `draws` | draws, and how they are recovered |
//! | `in_kind` | points and time off |
//! | `limits` | campaigns, floors and caps, at each rule they touch |

mod close;
mod draws;
mod exchange;
mod ground;
mod in_kind;
mod limits;
mod pays;
mod rule;
mod terms;

pub(super) use pays::{base as base_words, reading};

use super::pay_at::PayAt;
use referral_ledger::deal::Milestone;
use referral_ledger::plan::Plan;
use referral_ledger::plan::close::Trigger;
use referral_ledger::plan::rule::{Component, Pays, Rule};
use serde::Serialize;

/// How wide a paragraph is.
const WIDTH: usize = 90;

/// A plan, each part as its sentences.
#[derive(Debug, Serialize)]
pub(crate) struct PlanOut {
    plan: String,
    title: String,
    because: String,
    terms: Vec<String>,
    draws: Vec<String>,
    components: Vec<ComponentOut>,
}

#[derive(Debug, Serialize)]
struct ComponentOut {
    component: String,
    on: String,
    rules: Vec<RuleOut>,
}

#[derive(Debug, Serialize)]
struct RuleOut {
    rule: String,
    because: String,
    when: String,
    pays: String,
    /// The campaigns, floors and caps that touch it.
    limits: Vec<String>,
    hold: Option<String>,
    clawback: Option<String>,
    /// How it stands in the books, where it is no expense at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    books: Option<String>,
    /// What it comes to: outside campaigns first, then in each.
    pay_at: Vec<PayAt>,
}

impl PlanOut {
    pub(crate) fn of(plan: &Plan) -> PlanOut {
        let order = draws::order(plan).map(str::to_owned);
        PlanOut {
            plan: plan.name.to_string(),
            title: plan.title.clone(),
            because: plan.because.clone(),
            terms: terms::terms(plan),
            draws: plan.draws.iter().map(draws::draw).chain(order).collect(),
            components: plan.components.iter().map(|it| ComponentOut::of(plan, it)).collect(),
        }
    }

    /// The page a person reads.
    pub(super) fn page(&self) -> String {
        let mut page = format!("{}: {} ({})\n", self.plan, self.title, self.because);
        self.terms.iter().for_each(|term| paragraph(&mut page, 2, term));
        if !self.draws.is_empty() {
            page += "\ndraws\n\n";
            self.draws.iter().for_each(|draw| paragraph(&mut page, 2, draw));
        }
        for component in &self.components {
            page += &format!("\n{}, {}\n", component.component, component.on);
            component.rules.iter().for_each(|rule| rule.page(&mut page));
        }
        page
    }
}

impl ComponentOut {
    fn of(plan: &Plan, component: &Component) -> ComponentOut {
        ComponentOut {
            component: component.id.to_string(),
            on: match &component.on {
                Trigger::Milestone(milestone) => triggered(*milestone).to_owned(),
                Trigger::Close(close) => close::when(close),
            },
            rules: component.rules.iter().map(|it| RuleOut::of(plan, component, it)).collect(),
        }
    }
}

fn triggered(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Reported => "when a lead is reported",
        Milestone::Unanswered => "when sales have not answered a lead in time",
        Milestone::Accepted => "when sales take a lead on",
        Milestone::Met => "when the customer of a lead is met",
        Milestone::Quoted => "when sales make an offer",
        Milestone::Won => "when a deal is won",
        Milestone::Retained => "when a customer is retained",
        Milestone::Installed => "when the machine runs",
        Milestone::Invoiced => "when the deal is invoiced",
        Milestone::Paid => "at each payment",
    }
}

impl RuleOut {
    fn of(plan: &Plan, component: &Component, rule: &Rule) -> RuleOut {
        let (pays, hold, clawback, books) = match &rule.pays {
            Pays::Nothing { to } => {
                (format!("Pays nothing, and {} told so.", rule::told(to)), None, None, None)
            }
            Pays::Money(terms) | Pays::InKind(terms) => (
                pays::pays(plan, &component.on, terms),
                Some(rule::held(terms.holdback.as_ref(), &terms.hold)),
                Some(match &component.on {
                    Trigger::Milestone(_) => rule::clawback(&terms.clawback),
                    Trigger::Close(close) => close::later(close),
                }),
                rule::books(terms.books.as_ref()),
            ),
        };
        RuleOut {
            rule: rule.id.to_string(),
            because: rule.because.clone(),
            when: rule::when(&rule.when),
            pays,
            limits: match component.on {
                Trigger::Milestone(on) => limits::limits(plan, on, &rule.id),
                Trigger::Close(_) => Vec::new(),
            },
            hold,
            clawback,
            books,
            pay_at: PayAt::of_rule(plan, component, rule),
        }
    }

    fn page(&self, page: &mut String) {
        *page += &format!("\n  {}\n", self.rule);
        paragraph(page, 4, &format!("({})", self.because));
        let mut words = vec![self.when.as_str(), &self.pays];
        words.extend(self.hold.as_deref());
        words.extend(self.clawback.as_deref());
        words.extend(self.books.as_deref());
        paragraph(page, 4, &words.join(" "));
        self.limits.iter().for_each(|limit| paragraph(page, 4, limit));
        self.pay_at.iter().for_each(|table| *page += &table.text(4));
    }
}

/// What happens at a milestone, as something that can be counted.
fn fact_of(on: &Trigger) -> &'static str {
    match on {
        Trigger::Milestone(on) => fact_at(*on),
        Trigger::Close(_) => "close",
    }
}

fn fact_at(on: Milestone) -> &'static str {
    match on {
        Milestone::Reported => "report",
        Milestone::Unanswered => "lead without an answer",
        Milestone::Accepted => "accepted lead",
        Milestone::Met => "meeting",
        Milestone::Quoted => "offer",
        Milestone::Won => "won deal",
        Milestone::Retained => "retained customer",
        Milestone::Installed => "installation",
        Milestone::Invoiced => "invoice",
        Milestone::Paid => "payment",
    }
}

/// The day of a milestone.
fn day_of(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Reported => "the day the lead was heard",
        Milestone::Unanswered => "the day the answer was due",
        Milestone::Accepted => "the day sales took the lead on",
        Milestone::Met => "the day the customer was met",
        Milestone::Quoted => "the day sales made an offer",
        Milestone::Won => "the day the deal was won",
        Milestone::Retained => "the day the customer was retained",
        Milestone::Installed => "the day the machine was installed",
        Milestone::Invoiced => "the day the deal was invoiced",
        Milestone::Paid => "the day the payment came in",
    }
}

/// `a, b and c`.
fn list<T: AsRef<str>>(items: &[T], word: &str) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [some @ .., last] => format!("{} {word} {last}", some.join(", ")),
    }
}

/// The ids of a list, as `a, b and c`.
fn ids<T: ToString>(items: &[T], word: &str) -> String {
    let items: Vec<String> = items.iter().map(T::to_string).collect();
    list(&items, word)
}

/// A paragraph, broken between words.
fn paragraph(page: &mut String, indent: usize, text: &str) {
    let mut line = " ".repeat(indent);
    for word in text.split_whitespace() {
        if line.len() > indent && line.chars().count() + 1 + word.chars().count() > WIDTH {
            *page += &format!("{line}\n");
            line = " ".repeat(indent);
        }
        if line.len() > indent {
            line.push(' ');
        }
        line += word;
    }
    *page += &format!("{line}\n");
}
