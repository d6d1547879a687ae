//! A plan of the whole language as data that tests can read, and its text.
//!
//! It says what a plan file says, in the file's words and in minor units and millionths. It knows
//! nothing of what the crate makes of it.
#![allow(dead_code, unreachable_pub)] // every test file uses its own part of it

use crate::histories::draws::with_draws;
use std::fmt;

/// Plans of one journal: a first plan, maybe with a second version, and maybe another plan.
#[derive(Clone)]
pub struct Program(pub Vec<Plan>);

impl Program {
    /// Their texts, in the order they are published.
    pub fn texts(&self) -> Vec<String> {
        self.0.iter().map(Plan::text).collect()
    }
}

/// As the files are written: a failure can be read, and told again.
impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|plan| write!(f, "\n{}", plan.text()))
    }
}

#[derive(Debug, Clone)]
pub struct Plan {
    pub id: &'static str,
    pub version: &'static str,
    pub from: &'static str,
    pub until: Option<&'static str>,
    pub chosen_by: &'static str,
    pub applies_to: &'static str,
    pub order: &'static [&'static str],
    pub roundings: Vec<Rounding>,
    pub leftover: Option<&'static str>,
    pub meeting: Option<&'static str>,
    /// What becomes of who leaves, and of clawbacks after that.
    pub leaver: (&'static str, &'static str),
    pub acceptance: &'static str,
    pub early_days: u32,
    /// Role, share in millionths, and who bears it when nobody holds the role.
    pub split: &'static [(&'static str, i64, &'static str)],
    pub overlay: Option<(&'static str, i64)>,
    pub bases: Vec<NamedBase>,
    pub tables: Vec<Table>,
    pub campaigns: Vec<Campaign>,
    pub floors: Vec<Floor>,
    pub caps: Vec<Cap>,
    pub pools: Vec<Pool>,
    /// The table of points, which is written where a rule awards any.
    pub points: &'static str,
    pub components: Vec<Component>,
}

#[derive(Debug, Clone, Copy)]
pub struct Rounding {
    pub mode: &'static str,
    pub basis: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    Value,
    Collected,
    Quantity,
    Count,
    Named(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedBase {
    pub of: &'static str,
    pub classes: Classes,
    pub tax: bool,
    pub freight: bool,
    pub discount: bool,
    pub below_zero: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Classes {
    All,
    Only(&'static [&'static str]),
    Without(&'static [&'static str]),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Of(Base),
    PercentOfPrice,
    PercentOfCost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accumulate {
    EachFact,
    Deal,
    /// `payee` or `team`, and the period.
    Per(&'static str, &'static str),
}

#[derive(Debug, Clone)]
pub struct Table {
    pub measure: Measure,
    pub accumulate: Accumulate,
    /// Whether bounds are money, counts or percents.
    pub grain: Grain,
    pub shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    Money,
    Count,
    Percent,
}

#[derive(Debug, Clone)]
pub enum Shape {
    /// Whether a measure at a bound belongs to the upper step; the steps.
    Steps(bool, Vec<Step>),
    /// Where each point lies and its rate; whether the last rate stays.
    Points(Vec<(i64, i64)>, bool),
}

#[derive(Debug, Clone, Copy)]
pub struct Step {
    pub above: i64,
    pub pays: StepPays,
    pub whole: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepPays {
    Rate(i64),
    PerUnit(i64),
    Flat(i64),
}

#[derive(Debug, Clone)]
pub struct Campaign {
    pub rules: Vec<String>,
    pub from: &'static str,
    pub until: Option<&'static str>,
    pub dated_by: &'static str,
    pub bonus: Bonus,
}

#[derive(Debug, Clone, Copy)]
pub enum Bonus {
    Multiply(i64),
    /// The amount, and `fact` or `deal`.
    Extra(i64, &'static str),
}

#[derive(Debug, Clone)]
pub struct Floor {
    pub rules: Vec<String>,
    pub at_least: i64,
    /// `fact`, or `deal` from its first fact or its completion.
    pub per: &'static str,
    pub uplift: &'static str,
}

#[derive(Debug, Clone)]
pub struct Cap {
    pub rules: Vec<String>,
    /// `amount`, `count` or `base`.
    pub on: &'static str,
    pub at_most: i64,
    pub per: CapPer,
    pub excess: &'static str,
    pub after_reversal: &'static str,
    /// Whether it is measured at vesting.
    pub at_vesting: bool,
    /// Whether it is measured at payout.
    pub at_payout: bool,
}

impl Cap {
    /// Whether it counts amounts by periods of the payee, of one of these rules.
    pub fn counts_payees_of(&self, rules: &[String]) -> bool {
        let shares = self.rules.iter().any(|rule| rules.contains(rule));
        self.on == "amount" && matches!(self.per, CapPer::Payee(_)) && shares
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CapPer {
    Fact,
    Deal,
    Payee(&'static str),
}

/// A pool is known by its words, so that versions with the same words share it.
#[derive(Debug, Clone)]
pub struct Pool {
    pub rules: Vec<String>,
    pub amount: i64,
    pub each: &'static str,
    pub dated_by: &'static str,
    pub counts: &'static str,
    /// `stop`; `lapses` or `stays` of what waits at the end; or `closes`.
    pub exceeded: &'static str,
    pub after_reversal: &'static str,
}

#[derive(Debug, Clone)]
pub struct Component {
    pub id: String,
    pub on: &'static str,
    pub rules: Vec<Rule>,
}

#[derive(Debug, Clone)]
pub struct Rule {
    pub id: String,
    pub when: When,
    pub payee: Payee,
    pub pays: Pays,
    /// Empty where nothing is held back.
    pub holdback: String,
    pub hold: String,
    pub clawback: String,
    /// Empty where it is an expense.
    pub books: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    Always,
    Otherwise,
    /// Lead kinds, days between two milestones, a declared fact.
    All {
        lead: &'static [&'static str],
        elapsed: Option<(&'static str, &'static str, i32, i32)>,
        fact: Option<(&'static str, &'static str)>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payee {
    ByShare,
    InFull,
    Role(&'static str),
    /// Of whom, and on the day of which milestone.
    Manager(&'static str, &'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pays {
    Nothing,
    Flat(i64),
    /// So many points.
    Points(i64),
    /// One of these gifts or badges.
    Given(&'static Given),
    Rate(i64, Base),
    PerUnit(i64, Base),
    Tiers(usize, Option<Base>),
}

/// A gift or a badge: what `pays` says of it, and its table.
#[derive(Debug, PartialEq, Eq)]
pub struct Given {
    pub word: &'static str,
    pub id: &'static str,
    table: &'static str,
}

/// Gifts that are kept or claimed, and a badge.
pub static GIVEN: [Given; 3] = [
    Given {
        word: "gift",
        id: "hamper",
        table: "fair_value = \"150.00 USD\"\ntaxable = \"yes\"\ncash_equivalent = \"no\"\n\
                forfeited = { months = 1 }\nonce_given = \"kept\"",
    },
    Given {
        word: "gift",
        id: "card",
        table: "fair_value = \"50.00 USD\"\ntaxable = \"yes\"\ncash_equivalent = \"yes\"\n\
                forfeited = \"never\"\nonce_given = \"claimed\"",
    },
    Given { word: "recognition", id: "early-bird", table: "tell = [\"branch\"]" },
];

/// An amount as a plan writes it.
pub fn usd(minor: i64) -> String {
    format!("\"{}.{:02} USD\"", minor / 100, minor % 100)
}

/// A rate as a plan writes it.
pub fn percent(millionths: i64) -> String {
    let digits = format!("{}.{:04}", millionths / 10_000, millionths % 10_000);
    format!("\"{}%\"", digits.trim_end_matches('0').trim_end_matches('.'))
}

impl Plan {
    /// The rules that pay money.
    pub fn paying(&self) -> impl Iterator<Item = (&Component, &Rule)> {
        let all = self
            .components
            .iter()
            .flat_map(|component| component.rules.iter().map(move |rule| (component, rule)));
        all.filter(|(_, rule)| {
            !matches!(rule.pays, Pays::Nothing | Pays::Points(_) | Pays::Given(_))
        })
    }

    /// Whether the base is divided before anything is paid on it.
    pub fn splits_credit(&self) -> bool {
        self.order.contains(&"credit_split")
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = self.head();
        for (role, share, absent) in self.split {
            text += &format!("\n[[split]]\nrole = \"{role}\"\nshare = {}\n", percent(*share));
            if !absent.is_empty() {
                text += &format!("when_absent = \"{absent}\"\n");
            }
        }
        if let Some((role, share)) = self.overlay {
            text += &format!("\n[[overlay]]\nrole = \"{role}\"\nshare = {}\n", percent(share));
        }
        for (name, values, told) in FACTS {
            text += &format!(
                "\n[[fact]]\nname = \"{name}\"\nvalues = [{}]\ntold = \"{told}\"\n",
                list(values)
            );
        }
        let bases = self.bases.iter().enumerate();
        text.extend(bases.map(|(at, base)| base.text(at)));
        text.extend(self.tables.iter().enumerate().map(|(at, table)| table.text(at)));
        text.extend(self.campaigns.iter().enumerate().map(|(at, it)| it.text(at)));
        text.extend(self.floors.iter().enumerate().map(|(at, it)| it.text(at)));
        text.extend(self.caps.iter().enumerate().map(|(at, it)| it.text(at)));
        text.extend(self.pools.iter().map(Pool::text));
        let mut rules = self.components.iter().flat_map(|it| &it.rules);
        if rules.any(|rule| matches!(rule.pays, Pays::Points(_))) {
            text += &format!("\n[points]\n{}\n", self.points);
        }
        for given in &GIVEN {
            let mut rules = self.components.iter().flat_map(|it| &it.rules);
            if rules.any(|rule| rule.pays == Pays::Given(given)) {
                let Given { word, id, table } = given;
                text += &format!("\n[[{word}]]\nid = \"{id}\"\n{table}\n");
            }
        }
        for Component { id, on, rules } in &self.components {
            text += &format!("\n[[component]]\nid = \"{id}\"\non = \"{on}\"\n");
            text.extend(rules.iter().map(Rule::text));
        }
        match self.paying().next() {
            Some((_, rule)) => with_draws(&text, &rule.id),
            None => text,
        }
    }

    fn head(&self) -> String {
        let until = self.until.map_or(String::new(), |until| format!(", until = {until}"));
        let rounding =
            |it: &Rounding| format!("{{ mode = \"{}\", basis = \"{}\" }}", it.mode, it.basis);
        let roundings: Vec<_> = self.roundings.iter().map(rounding).collect();
        let roundings = match &roundings[..] {
            [one] => one.clone(),
            several => format!("[{}]", several.join(", ")),
        };
        let early = match self.early_days {
            0 => "\"refused\"".to_owned(),
            days => format!("{{ days = {days} }}"),
        };
        let mut head = format!(
            "schema = 1\n\n[plan]\nid = \"{}\"\nversion = \"{}\"\ntitle = \"Generated\"\n\
             because = \"a test\"\neffective = {{ from = {}{until} }}\nchosen_by = \"{}\"\n\
             applies_to = \"{}\"\ncurrency = \"USD\"\ntimezone = \"America/New_York\"\n\
             order = [{}]\nrounding = {roundings}\n",
            self.id,
            self.version,
            self.from,
            self.chosen_by,
            self.applies_to,
            list(self.order)
        );
        if let Some(leftover) = self.leftover {
            head += &format!("leftover = \"{leftover}\"\n");
        }
        if let Some(meeting) = self.meeting {
            head += &format!("campaigns = \"{meeting}\"\n");
        }
        let (leaver, clawback) = self.leaver;
        head += &format!("leaver = \"{leaver}\"\nclawback_after_exit = \"{clawback}\"\n");
        head += "accumulators = \"start_anew\"\n";
        head += &format!(
            "\n[leads]\nacceptance = \"{}\"\nwin_before_report = {early}\n",
            self.acceptance
        );
        head
    }
}

/// Facts that every plan declares: name, values, and with what they are told.
pub const FACTS: [(&str, &[&str], &str); 2] =
    [("segment", &["enterprise", "smb"], "report"), ("term", &["short", "long"], "win")];

pub(super) fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}

pub(super) fn rules(rules: &[String]) -> String {
    list(&rules.iter().map(String::as_str).collect::<Vec<_>>())
}

impl Base {
    pub fn word(self) -> String {
        match self {
            Base::Value => "value".to_owned(),
            Base::Collected => "collected".to_owned(),
            Base::Quantity => "quantity".to_owned(),
            Base::Count => "count".to_owned(),
            Base::Named(at) => format!("base-{at}"),
        }
    }
}

impl NamedBase {
    fn text(&self, at: usize) -> String {
        let classes = match self.classes {
            Classes::All => "\"all\"".to_owned(),
            Classes::Only(only) => format!("{{ only = [{}] }}", list(only)),
            Classes::Without(without) => format!("{{ without = [{}] }}", list(without)),
        };
        let mut text =
            format!("\n[[base]]\nid = \"base-{at}\"\nof = \"{}\"\nclasses = {classes}\n", self.of);
        if self.of != "quantity" {
            let counted = |so: bool| if so { "counted" } else { "left_out" };
            text += &format!("tax = \"{}\"\n", counted(self.tax));
            text += &format!("freight = \"{}\"\n", counted(self.freight));
            let discount = if self.discount { "added_back" } else { "taken_off" };
            text += &format!("discount = \"{discount}\"\n");
        }
        if self.of == "margin" {
            let below = if self.below_zero { "counted" } else { "zero" };
            text += &format!("below_zero = \"{below}\"\n");
        }
        text
    }
}

impl Table {
    fn text(&self, at: usize) -> String {
        let measure = match self.measure {
            Measure::Of(base) => base.word(),
            Measure::PercentOfPrice => "margin_percent_of_price".to_owned(),
            Measure::PercentOfCost => "margin_percent_of_cost".to_owned(),
        };
        let accumulate = match self.accumulate {
            Accumulate::EachFact => "\"each_fact\"".to_owned(),
            Accumulate::Deal => "\"deal\"".to_owned(),
            Accumulate::Per(whose, period) => {
                format!("{{ per = \"{whose}\", period = \"{period}\" }}")
            }
        };
        let bound = |grains: i64| match self.grain {
            Grain::Money => usd(grains),
            Grain::Count => grains.to_string(),
            Grain::Percent => percent(grains),
        };
        let step = |step: &Step| {
            let pays = match step.pays {
                StepPays::Rate(rate) => format!("rate = {}", percent(rate)),
                StepPays::PerUnit(each) => format!("per_unit = {}", usd(each)),
                StepPays::Flat(flat) => format!("flat = {}", usd(flat)),
            };
            let way = if step.whole { "whole" } else { "marginal" };
            format!("  {{ above = {}, {pays}, way = \"{way}\" }},\n", bound(step.above))
        };
        let shape = match &self.shape {
            Shape::Steps(upper, steps) => {
                let boundary = if *upper { "upper" } else { "lower" };
                let steps: String = steps.iter().map(step).collect();
                format!("boundary = \"{boundary}\"\nsteps = [\n{steps}]\n")
            }
            Shape::Points(points, stays) => {
                let after = if *stays { "stays" } else { "continues" };
                let point = |(at, rate): &(i64, i64)| {
                    format!("  {{ at = {}, rate = {} }},\n", bound(*at), percent(*rate))
                };
                let points: String = points.iter().map(point).collect();
                format!("points = [\n{points}]\nafter_last = \"{after}\"\n")
            }
        };
        format!(
            "\n[[tiers]]\nid = \"table-{at}\"\nmeasure = \"{measure}\"\n\
             accumulate = {accumulate}\n{shape}"
        )
    }
}

#[path = "text.rs"]
mod text;
