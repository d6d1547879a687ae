//! No two rules of a component can both hold, and every rule can hold.
//!
//! Sets of lead kinds, sets of a fact's values and ranges of days are closed forms, so this is
//! decided and not guessed: a conflict comes with a lead, what was told of it and a calendar on
//! which both rules would pay.

use super::calendar::Days;
use super::{Lint, RuleAt};
use crate::id::{FactName, FactValue};
use crate::lead::LeadKind;
use crate::plan::condition::{Condition, Elapsed};
use crate::plan::parse::Step::{At, Key};
use crate::plan::rule::When;

/// What a rule asks for.
struct Wanted<'d> {
    at: RuleAt<'d>,
    /// `None` for any kind.
    kinds: Option<&'d [LeadKind]>,
    ranges: Vec<Elapsed>,
    /// Facts that must have been told, each with one of the values.
    facts: Vec<(&'d FactName, &'d [FactValue])>,
}

impl Lint<'_, '_> {
    /// Whether each rule can hold, and whether two of them can at once.
    pub(super) fn overlap(&mut self, rules: &[RuleAt<'_>]) {
        let mut wanted: Vec<Wanted<'_>> = Vec::new();
        for at in rules {
            let Some(When::All(conditions)) = &at.rule.when else { continue };
            let this = Wanted::of(*at, conditions);
            if !self.can_hold(&this) {
                continue;
            }
            for other in &wanted {
                if let Some(case) = this.case_with(other) {
                    let sentence =
                        format!("{} and {} both hold {case}", other.at.name(), at.name());
                    let help = "part the kinds, the facts or the ranges so that at most one of \
                                them holds, or put one into a component of its own: components add";
                    let (here, there) = (at.path(&[Key("when")]), other.at.path(&[Key("when")]));
                    self.conflict("P0704", &here, &there, sentence, help);
                }
            }
            wanted.push(this);
        }
    }

    /// Reports what keeps a rule from ever holding.
    fn can_hold(&mut self, wanted: &Wanted<'_>) -> bool {
        self.known_kinds(wanted);
        let mut is_sound = true;
        for (index, range) in wanted.ranges.iter().enumerate() {
            let path = wanted.at.path(&[Key("when"), Key("elapsed"), At(index)]);
            if range.from == range.to {
                let sentence = format!("from {} to {0} there is always no day", range.from);
                let help = "name two different milestones";
                self.wrong("P0709", &path, sentence, help);
                is_sound = false;
            }
            if let Some(until) = range.days_until.filter(|until| range.days_from >= *until) {
                let sentence = format!("no day count lies from {} until {until}", range.days_from);
                let help = "write an until above from; until itself is no longer in";
                let path = wanted.at.path(&[Key("when"), Key("elapsed"), At(index), Key("days")]);
                self.wrong("P0706", &path, sentence, help);
                is_sound = false;
            }
        }
        if is_sound && Days::meeting(&wanted.ranges).is_none() {
            let sentence =
                format!("{} never holds: its ranges contradict each other", wanted.at.name());
            let help = "widen one of the ranges, or take the rule out";
            let path = wanted.at.path(&[Key("when"), Key("elapsed")]);
            self.wrong("P0712", &path, sentence, help);
            is_sound = false;
        }
        is_sound
    }

    fn known_kinds(&mut self, wanted: &Wanted<'_>) {
        let Some(known) = &self.draft.leads.declared_kinds else { return };
        for (index, kind) in wanted.kinds.into_iter().flatten().enumerate() {
            let LeadKind::Declared(declared) = kind else { continue };
            if !known.contains(declared) {
                let built_in = LeadKind::BUILT_IN.map(|kind| kind.to_string()).join(", ");
                let sentence = format!("the plan knows no lead kind `{declared}`");
                let help =
                    format!("add it to kinds in [leads], or write a built-in kind: {built_in}");
                let path = wanted.at.path(&[Key("when"), Key("lead"), At(index)]);
                self.wrong("P0705", &path, sentence, &help);
            }
        }
    }
}

impl<'d> Wanted<'d> {
    fn of(at: RuleAt<'d>, conditions: &'d [Condition]) -> Wanted<'d> {
        let mut wanted = Wanted { at, kinds: None, ranges: Vec::new(), facts: Vec::new() };
        for condition in conditions {
            match condition {
                Condition::LeadKind(kinds) => wanted.kinds = Some(kinds),
                Condition::Elapsed(range) => wanted.ranges.push(*range),
                Condition::Fact(name, values) => wanted.facts.push((name, values)),
            }
        }
        wanted
    }

    /// A case in which both hold, in words.
    fn case_with(&self, other: &Wanted<'d>) -> Option<String> {
        let kind = match (self.kinds, other.kinds) {
            (Some(these), Some(those)) => Some(these.iter().find(|kind| those.contains(kind))?),
            (Some(kinds), None) | (None, Some(kinds)) => kinds.first(),
            (None, None) => None,
        };
        let days = Days::meeting(self.ranges.iter().chain(&other.ranges))?;
        let told = self.facts_with(other)?;
        let mut case = match kind {
            Some(kind) => format!("for a lead of kind `{kind}`"),
            None => "for a lead of any kind".to_owned(),
        };
        for (name, value) in told {
            case.push_str(&format!(", {name} told as `{value}`"));
        }
        let mut said = Vec::new();
        for range in other.ranges.iter().chain(&self.ranges) {
            if said.contains(&(range.from, range.to)) || said.contains(&(range.to, range.from)) {
                continue;
            }
            said.push((range.from, range.to));
            let count = days.between(range.from, range.to);
            let unit = if count == 1 { "day" } else { "days" };
            case.push_str(&format!(", {count} {unit} from {} to {}", range.from, range.to));
        }
        Some(case)
    }

    /// Values of the facts that both ask for; `None` when they ask for different ones. A fact that
    /// only one of them asks for may have any of its values.
    fn facts_with(&self, other: &Wanted<'d>) -> Option<Vec<(&'d FactName, &'d FactValue)>> {
        let mut told = Vec::new();
        for (name, values) in &other.facts {
            let these = self.facts.iter().find(|(fact, _)| fact == name).map(|(_, these)| *these);
            let common = |value: &&FactValue| these.is_none_or(|these| these.contains(value));
            told.push((*name, values.iter().find(common)?));
        }
        for (name, values) in &self.facts {
            if !told.iter().any(|(known, _)| known == name) {
                told.push((name, values.first()?));
            }
        }
        Some(told)
    }
}
