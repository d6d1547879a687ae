//! Measures that count something, and closes that can pay on them.

use super::{Lint, RuleAt};
use crate::plan::base::Base;
use crate::plan::close::{Close, CloseOf};
use crate::plan::measure::Counts;
use crate::plan::parse::PaysDraft;
use crate::plan::parse::Step::{At, Key};
use crate::plan::rule::{Formula, Payees, When};
use crate::plan::tiers::{Measure, Span};

impl Lint<'_, '_> {
    /// The id of a measure, as a sentence names it.
    pub(super) fn measure_name(&self, at: u16) -> &str {
        let measures = self.draft.measures.as_ref();
        let measure = measures.and_then(|measures| measures.get(usize::from(at)));
        measure.and_then(|measure| measure.id.as_ref()).map_or("", |id| id.as_str())
    }

    /// Each measure counts what its milestone has, of roles and rules that are there, for a close.
    pub(super) fn measures(&mut self) {
        let draft = self.draft;
        let Some(measures) = &draft.measures else { return };
        for (index, measure) in measures.iter().enumerate() {
            match &measure.counts {
                Some(Counts::Facts(facts)) => {
                    if self.has_base(facts.of, facts.on) == Some(false) {
                        let (on, name) = (facts.on, self.base_name(facts.of));
                        let sentence = format!("on {on} there is no \"{name}\" to count");
                        let path = [Key("measure"), At(index), Key("of")];
                        self.wrong("P0408", &path, sentence, super::trigger::base_help(facts.on));
                    }
                    self.credited(index, &facts.credit);
                }
                Some(Counts::Rules(rules)) => {
                    self.rules_of("measure", index, &Some(rules.clone()));
                }
                None => {}
            }
            let used = self.rules().any(|at| self.looks_at(at, index));
            let is_unread = self.rules().any(|at| at.rule.pays.is_none());
            let is_first = measures[..index].iter().all(|other| other.id != measure.id);
            let is_built_in = |id: &str| Base::BUILT_IN.iter().any(|base| base.word() == id);
            let id = measure.id.as_ref().filter(|id| is_first && !is_built_in(id.as_str()));
            if let (Some(id), false, false) = (id, used, is_unread) {
                let sentence = format!("no close pays on the measure `{id}`");
                let help = "let the rule of a close pay on it, or take it out";
                self.wrong("P1004", &[Key("measure"), At(index)], sentence, help);
            }
        }
    }

    /// Whoever is credited is known when a fact is counted.
    fn credited(&mut self, index: usize, credit: &Payees) {
        let path = [Key("measure"), At(index), Key("credit")];
        match credit {
            Payees::OneRole(role) | Payees::ManagerOf { role, .. } => {
                self.role(role, &path, "write a role of the split");
            }
            Payees::Measured | Payees::Members(_) => {
                let sentence = "a measure is counted for who is credited with a fact".to_owned();
                let help = "write \"each_by_share\", \"each_in_full\", a role, or a manager";
                self.wrong("P1401", &path, sentence, help);
            }
            Payees::EachByShare | Payees::EachInFull => {}
        }
    }

    /// Whether a rule looks at a measure.
    fn looks_at(&self, at: RuleAt<'_>, index: usize) -> bool {
        let by_members = at.rule.payee.as_ref().is_some_and(|to| to.weighs_by(index));
        let Some(PaysDraft::Money(formula)) = at.rule.pays else { return by_members };
        let by_table = match formula {
            Formula::Tiers { tiers, .. } => {
                let tables = self.draft.tiers.as_ref();
                let table = tables.and_then(|tables| tables.get(usize::from(tiers)));
                table.and_then(|table| table.measure).is_some_and(|it| it.looks_at(index))
            }
            _ => false,
        };
        by_members || by_table || formula.of().is_some_and(|base| base.is_measured(index))
    }

    /// The one rule of a close pays on measures, whom the close is about.
    pub(super) fn close(&mut self, rules: &[RuleAt<'_>]) {
        let Some(at) = rules.first().copied() else { return };
        let Some(close) = at.component.close else { return };
        if rules.len() > 1 || at.rule.when.as_ref().is_some_and(|when| *when != When::Always) {
            let sentence = "a close has one rule, which always holds".to_owned();
            let help = "write one rule with when = \"always\"; what depends on how much was \
                        reached stands in the steps of a table";
            self.wrong("P1402", &[Key("component"), At(at.component_index)], sentence, help);
        }
        self.close_pays_on(at);
        self.close_pays(at, &close);
        self.attainment(at, &close);
        self.comes_before(at, &close);
    }

    /// What a close pays on is a measure.
    fn close_pays_on(&mut self, at: RuleAt<'_>) {
        let Some(PaysDraft::Money(formula)) = at.rule.pays else { return };
        let by_members = matches!(at.rule.payee, Some(Payees::Members(_)));
        let wrong = match formula {
            Formula::Flat(_) => (!by_members).then_some("flat"),
            _ => match formula.of() {
                Some(Base::Measured(_)) | None => None,
                Some(_) => Some("of"),
            },
        };
        if let Some(key) = wrong {
            let sentence = match key {
                "flat" => "a close would pay everybody the same, whatever they brought",
                _ => "a close has no fact that could be paid on, only measures",
            };
            let help = "pay on the id of a [[measure]], by a table of flat steps, or divide a flat \
                        amount among members";
            self.wrong("P1401", &at.path(&[Key("pays"), Key(key)]), sentence.to_owned(), help);
        }
        if let Formula::Tiers { tiers, .. } = formula {
            let table = self.draft.tiers.as_ref().and_then(|all| all.get(usize::from(tiers)));
            let measure = table.and_then(|table| table.measure);
            let is_measured = matches!(
                measure,
                None | Some(Measure::Of(Base::Measured(_)) | Measure::Attainment(_))
            );
            if !is_measured {
                let sentence = "a close has no fact that the table could measure".to_owned();
                let help = "write the id of a [[measure]], or { attainment_of = \"sold\" }";
                let path = [Key("tiers"), At(usize::from(tiers)), Key("measure")];
                let rule = at.path(&[Key("pays"), Key("tiers")]);
                self.conflict("P1401", &path, &rule, sentence, help);
            }
        }
    }

    /// A payee's close pays them, that of several people their members; and a hold counts from it.
    fn close_pays(&mut self, at: RuleAt<'_>, close: &Close) {
        let fits = match (&at.rule.payee, close.whose) {
            (None, _) | (Some(Payees::Measured), CloseOf::Payee) => true,
            (Some(Payees::Members(_)), CloseOf::Team | CloseOf::Everyone) => true,
            (Some(_), _) => false,
        };
        if !fits {
            let sentence = match close.whose {
                CloseOf::Payee => "the close of each payee pays that payee",
                _ => "the close of several people pays its members",
            };
            let help = "write payee = \"measured\" for whose = \"payee\", else payee = { members = \
                        \"equally\" } or the id of a measure";
            let whose = [Key("component"), At(at.component_index), Key("on"), Key("whose")];
            let payee = at.path(&[Key("payee")]);
            self.conflict("P1401", &payee, &whose, sentence.to_owned(), help);
        }
        use crate::plan::hold::Hold;
        if matches!(at.rule.hold, Some(Hold::Days { .. } | Hold::Until(_))) {
            let sentence = "a close has no milestone that a hold could wait for".to_owned();
            let help =
                "write \"none\", { days = 30, after = \"close\" } or { until = \"approved\" }";
            self.wrong("P1401", &at.path(&[Key("hold")]), sentence, help);
        }
        let by_close = matches!(at.rule.pays, Some(PaysDraft::Money(Formula::TopUp { .. })));
        if by_close && close.whose != CloseOf::Payee {
            let sentence = "a guarantee is one payee's".to_owned();
            let help = "write whose = \"payee\"";
            let whose = [Key("component"), At(at.component_index), Key("on"), Key("whose")];
            self.wrong("P1401", &whose, sentence, help);
        }
    }

    /// An attainment needs a quota for a period that the close is made of.
    fn attainment(&mut self, at: RuleAt<'_>, close: &Close) {
        let Some(PaysDraft::Money(Formula::Tiers { tiers, .. })) = at.rule.pays else { return };
        let table = self.draft.tiers.as_ref().and_then(|all| all.get(usize::from(tiers)));
        let Some(Measure::Attainment(of)) = table.and_then(|table| table.measure) else { return };
        let measures = self.draft.measures.as_ref();
        let Some(measure) = measures.and_then(|all| all.get(usize::from(of))) else { return };
        let quota = measure.quota;
        let sentence = match quota {
            None => return,
            Some(None) => "the measure has no quota to attain",
            Some(Some(quota)) if months(quota.each) > months(close.closes) => {
                "the quota is for a longer period than the one that closes"
            }
            Some(Some(_)) if close.whose == CloseOf::Everyone => {
                "a quota is a payee's or a team's, not everybody's"
            }
            Some(Some(_)) => return,
        };
        let help = "write quota = { each = \"quarter\", part_period = .. } in the measure, of the \
                    period that closes or one it is made of, and whose = \"payee\" or \"team\"";
        let path = [Key("tiers"), At(usize::from(tiers)), Key("measure")];
        let other = [Key("measure"), At(usize::from(of)), Key("quota")];
        self.conflict("P1403", &path, &other, sentence.to_owned(), help);
    }

    /// What a close counts of other rules has been made before it.
    fn comes_before(&mut self, at: RuleAt<'_>, close: &Close) {
        let draft = self.draft;
        for (index, measure) in draft.measures.iter().flatten().enumerate() {
            let Some(Counts::Rules(rules)) = &measure.counts else { continue };
            if !self.looks_at(at, index) {
                continue;
            }
            let is_late = |other: &RuleAt<'_>| {
                let Some(counted) = other.component.close else { return false };
                let is_later = other.component_index >= at.component_index
                    || counted.days_after > close.days_after
                    || months(counted.closes) > months(close.closes);
                is_later && other.rule.id.as_ref().is_some_and(|id| rules.contains(id))
            };
            let late = self.rules().find(is_late);
            if let Some(late) = late {
                let sentence = format!("{} is reckoned at a close that comes later", late.name());
                let help = "put its component before this one in the file, with no more days_after \
                            and no longer period";
                let here = at.path(&[Key("pays")]);
                self.conflict("P1404", &here, &late.path(&[Key("id")]), sentence, help);
            }
        }
    }

    /// Campaigns, floors and caps are for facts.
    pub(super) fn not_at_a_close(&mut self, table: &'static str, index: usize, at: RuleAt<'_>) {
        if at.component.close.is_some() {
            let sentence = format!("{} pays at a close, and a {table} is for facts", at.name());
            let help = "write the limit into the steps of its table, or take the rule out";
            let path = [Key(table), At(index), Key("rules")];
            self.conflict("P1405", &path, &at.path(&[Key("id")]), sentence, help);
        }
    }
}

/// How many months a period has.
pub(super) fn months(span: Span) -> u32 {
    match span {
        Span::Month => 1,
        Span::Quarter => 3,
        Span::Year => 12,
    }
}
