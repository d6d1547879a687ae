//! Bases and tables of tiers: bounds that rise, steps that go together, and rules that can pay by
//! them.

use super::trigger::base_help;
use super::{Lint, RuleAt};
use crate::deal::Milestone;
use crate::plan::base::{Base, Counted};
use crate::plan::measure::Counts;
use crate::plan::parse::Step::{self, At, Key};
use crate::plan::parse::{Bound, PaysDraft, StepDraft, TableDraft, TiersDraft};
use crate::plan::rule::{Formula, Payees};
use crate::plan::stage::Stage;
use crate::plan::tiers::{Accumulate, Measure, PeriodOf, StepPays, Way};

fn tiers_at(index: usize, steps: &[Step]) -> Vec<Step> {
    [&[Key("tiers"), At(index)], steps].concat()
}

impl<'d> Lint<'d, '_> {
    /// Tables by themselves, and that somebody uses each table and each base.
    pub(super) fn tables(&mut self) {
        for (index, tiers) in self.draft.tiers.iter().flatten().enumerate() {
            match &tiers.table {
                Some(TableDraft::Steps { steps: Some(steps), .. }) => {
                    let bounds: Vec<_> = steps.iter().map(|step| step.above).collect();
                    self.bounds(index, ("steps", "above"), &bounds);
                    self.steps(index, steps);
                    self.margin_steps(index, tiers, steps);
                }
                Some(TableDraft::Points { points: Some(points), .. }) => {
                    let bounds: Vec<_> = points.iter().map(|point| point.at).collect();
                    self.bounds(index, ("points", "at"), &bounds);
                    if points.len() < 2 {
                        let sentence = "between fewer than two points there is no line".to_owned();
                        let help = "write a second point, or steps";
                        self.wrong("P1012", &tiers_at(index, &[Key("points")]), sentence, help);
                    }
                }
                _ => {}
            }
            self.margin_stands_alone(index, tiers);
        }
        self.all_are_used();
    }

    /// Bounds begin at zero and rise, in the plan's currency.
    fn bounds(
        &mut self,
        index: usize,
        (list, key): (&'static str, &'static str),
        bounds: &[Option<Bound>],
    ) {
        let path = |at| tiers_at(index, &[Key(list), At(at), Key(key)]);
        for (at, bound) in bounds.iter().enumerate() {
            let Some(bound) = bound else { continue };
            if let Bound::Money(amount) = bound {
                self.currency(&path(at), *amount);
            }
            let Some(before) = at.checked_sub(1) else {
                if bound.grains() != 0 {
                    let sentence = "the first bound is not zero, so nothing is said below it";
                    let help = "let the table begin at zero; a step may pay rate = \"0%\"";
                    self.wrong("P1005", &path(0), sentence.to_owned(), help);
                }
                continue;
            };
            if bounds[before].is_some_and(|before| before.grains() >= bound.grains()) {
                let sentence = "the bound does not lie above the one before it".to_owned();
                let help = "write the bounds in rising order, each once";
                self.conflict("P1006", &path(at), &path(before), sentence, help);
            }
        }
    }

    /// Amounts that can be paid, and one kind of base for all steps.
    fn steps(&mut self, index: usize, steps: &[StepDraft]) {
        let path = |at, key| tiers_at(index, &[Key("steps"), At(at), Key(key)]);
        let mut first: Option<(bool, Vec<Step>)> = None;
        for (at, step) in steps.iter().enumerate() {
            let (of_money, here) = match step.pays {
                Some(StepPays::Rate(_)) => (true, path(at, "rate")),
                Some(StepPays::PerUnit(amount)) => {
                    self.amount(&path(at, "per_unit"), amount);
                    (false, path(at, "per_unit"))
                }
                Some(StepPays::Flat(amount)) => {
                    self.amount(&path(at, "flat"), amount);
                    continue;
                }
                None => continue,
            };
            match &first {
                Some((other, there)) if *other != of_money => {
                    let sentence = "a rate is taken of money, an amount per unit of things, and a \
                                    rule has one base"
                        .to_owned();
                    let help = "write rates in all steps, or amounts per unit in all steps";
                    self.conflict("P1007", &here, there, sentence, help);
                    return;
                }
                Some(_) => {}
                None => first = Some((of_money, here)),
            }
        }
    }

    /// A margin percent is no sum that could be cut into slices.
    fn margin_steps(&mut self, index: usize, tiers: &TiersDraft, steps: &[StepDraft]) {
        if !is_margin_percent(tiers) {
            return;
        }
        if let Some(at) = steps.iter().position(|step| step.way == Some(Way::Marginal)) {
            let path = tiers_at(index, &[Key("steps"), At(at), Key("way")]);
            let sentence = "a margin percent has no slices that steps could pay on".to_owned();
            let measure = tiers_at(index, &[Key("measure")]);
            self.conflict("P1008", &path, &measure, sentence, "write way = \"whole\", or points");
        }
    }

    /// A margin percent is one fact's: percents of several facts do not add up.
    fn margin_stands_alone(&mut self, index: usize, tiers: &TiersDraft) {
        let accumulates = tiers.accumulate.is_some_and(|it| it != Accumulate::EachFact);
        if is_margin_percent(tiers) && accumulates {
            let path = tiers_at(index, &[Key("accumulate")]);
            let sentence = "the margin percents of several facts do not add up".to_owned();
            let measure = tiers_at(index, &[Key("measure")]);
            let help = "write accumulate = \"each_fact\"";
            self.conflict("P1008", &path, &measure, sentence, help);
        }
    }

    /// What nobody uses is a rule that was forgotten, or a name that was mistyped.
    fn all_are_used(&mut self) {
        let draft = self.draft;
        let (Some(tables), Some(bases)) = (&draft.tiers, &draft.bases) else { return };
        let (mut tables_used, mut bases_used) = (Vec::new(), Vec::new());
        for at in self.rules() {
            match at.rule.pays {
                // What cannot be read may use anything.
                None => return,
                Some(PaysDraft::Money(Formula::Tiers { tiers, of })) => {
                    tables_used.push(usize::from(tiers));
                    bases_used.extend(of);
                }
                Some(PaysDraft::Money(
                    Formula::Percent { of, .. }
                    | Formula::PerUnit { of, .. }
                    | Formula::TopUp { of, .. },
                )) => {
                    bases_used.push(of);
                }
                Some(
                    PaysDraft::Money(Formula::Flat(_)) | PaysDraft::InKind(..) | PaysDraft::Nothing,
                ) => {}
            }
        }
        for measure in draft.measures.iter().flatten() {
            match &measure.counts {
                None => return,
                Some(Counts::Facts(facts)) => bases_used.push(facts.of),
                Some(Counts::Rules(_)) => {}
            }
        }
        for tiers in tables {
            match tiers.measure {
                None => return,
                Some(Measure::Of(base)) => bases_used.push(base),
                Some(
                    Measure::MarginPercentOfPrice
                    | Measure::MarginPercentOfCost
                    | Measure::Attainment(_),
                ) => {}
            }
        }
        // A second one of the same id is found before, and is not missed here.
        for (index, tiers) in tables.iter().enumerate() {
            let is_first = tables[..index].iter().all(|other| other.id != tiers.id);
            if let (Some(id), true, false) = (&tiers.id, is_first, tables_used.contains(&index)) {
                let sentence = format!("no rule pays by the table `{id}`");
                let help = "let a rule pay { tiers = .. } by it, or take it out";
                self.wrong("P1004", &tiers_at(index, &[]), sentence, help);
            }
        }
        let is_used = |index| {
            bases_used
                .iter()
                .any(|base| matches!(base, Base::Named(at) if usize::from(*at) == index))
        };
        for (index, base) in bases.iter().enumerate() {
            let is_first = bases[..index].iter().all(|other| other.id != base.id);
            let is_built_in = |id: &str| Base::BUILT_IN.iter().any(|other| other.word() == id);
            let Some(id) = base.id.as_ref().filter(|id| !is_built_in(id.as_str())) else {
                continue;
            };
            if is_first && !is_used(index) {
                let sentence = format!("no rule pays on the base `{id}`, and no table measures it");
                let help = "name it in a rule or a table, or take it out";
                self.wrong("P1004", &[Key("base"), At(index)], sentence, help);
            }
        }
    }

    /// One rule and what it pays on: the kind of the base, the table and the payee go together.
    pub(super) fn by_tiers(&mut self, at: RuleAt<'_>) {
        let Some(PaysDraft::Money(formula)) = at.rule.pays else { return };
        let of_path = at.path(&[Key("pays"), Key("of")]);
        match formula {
            Formula::Flat(_) => {}
            Formula::Percent { of, .. } | Formula::TopUp { of, .. } => {
                self.base_kind(of, true, &of_path, None);
            }
            Formula::PerUnit { of, .. } => self.base_kind(of, false, &of_path, None),
            Formula::Tiers { tiers, of } => {
                let index = usize::from(tiers);
                let draft = self.draft;
                let table = draft.tiers.as_ref().and_then(|tables| tables.get(index));
                let Some(table) = table else { return };
                if let (Some(of), Some(of_money)) = (of, pays_on_money(table)) {
                    self.base_kind(of, of_money, &of_path, Some(&tiers_at(index, &[])));
                }
                self.mixed_ways(at, table, index, of);
                self.measure_at(at, table, index);
                self.period_payee(at, table, index);
                self.counted_twice(at, table, index);
                self.counted_at_close(at, table, index);
            }
        }
        self.divided(at, formula);
    }

    /// A table that accumulates is filled by each fact once. Rules of one component exclude each
    /// other; two components that one milestone triggers would both fill it.
    fn counted_twice(&mut self, at: RuleAt<'_>, table: &TiersDraft, index: usize) {
        if matches!(table.accumulate, None | Some(Accumulate::EachFact)) {
            return;
        }
        let uses = |other: &RuleAt<'_>| {
            let formula = match other.rule.pays {
                Some(PaysDraft::Money(Formula::Tiers { tiers, .. })) => usize::from(tiers),
                _ => return false,
            };
            formula == index
                && other.component_index < at.component_index
                && other.component.on.is_some()
                && other.component.on == at.component.on
        };
        if let Some(other) = self.rules().find(uses) {
            let sentence = format!(
                "{} and {} are triggered by the same fact, and the table would count it twice",
                other.name(),
                at.name()
            );
            let help = "give each rule a table of its own, or put both into one component";
            let tiers = [Key("pays"), Key("tiers")];
            self.conflict("P1013", &at.path(&tiers), &other.path(&tiers), sentence, help);
        }
    }

    /// A table of a close is measured at a close, and only there.
    fn counted_at_close(&mut self, at: RuleAt<'_>, table: &TiersDraft, index: usize) {
        let is_close = match (at.component.on, at.component.close) {
            (Some(_), _) => false,
            (None, Some(_)) => true,
            (None, None) => return,
        };
        let Some(accumulate) = table.accumulate else { return };
        if (accumulate == Accumulate::Close) != is_close {
            let sentence = match is_close {
                true => "a close counts all of its time, and the table counts facts",
                false => "the table is measured at a close, and the component has none",
            };
            let help = "write accumulate = \"close\" for the table of a close, and another word \
                        for that of a milestone";
            let tiers = at.path(&[Key("pays"), Key("tiers")]);
            let other = tiers_at(index, &[Key("accumulate")]);
            self.conflict("P1401", &tiers, &other, sentence.to_owned(), help);
        }
    }

    /// Whether a base is money; `None` when it could not be read.
    pub(super) fn is_money(&self, base: Base) -> Option<bool> {
        match base {
            Base::Value | Base::Collected | Base::Quoted | Base::Retained => Some(true),
            Base::Quantity | Base::Count => Some(false),
            Base::Named(_) => self.counted(base).map(|counted| counted != Counted::Quantity),
            Base::Measured(at) => {
                match self.draft.measures.as_ref()?.get(usize::from(at))?.counts.as_ref()? {
                    Counts::Rules(_) => Some(true),
                    Counts::Facts(facts) => self.is_money(facts.of),
                }
            }
        }
    }

    /// A rate is taken of money, an amount per unit is paid for things.
    fn base_kind(&mut self, base: Base, of_money: bool, path: &[Step], table: Option<&[Step]>) {
        if self.is_money(base).is_none_or(|is_money| is_money == of_money) {
            return;
        }
        let name = self.base_name(base);
        let (sentence, help) = match of_money {
            true => (
                format!("a rate is taken of money, and \"{name}\" counts things"),
                "write of = and a base of money, or pay an amount per unit",
            ),
            false => (
                format!("an amount per unit is paid for things, and \"{name}\" is money"),
                "write of = \"quantity\" or of = \"count\", or pay a rate",
            ),
        };
        match table {
            Some(table) => self.conflict("P0409", path, table, sentence, help),
            None => self.wrong("P0409", path, sentence, help),
        }
    }

    /// Slices of one measure and the whole of another base would be paid side by side.
    fn mixed_ways(&mut self, at: RuleAt<'_>, table: &TiersDraft, index: usize, of: Option<Base>) {
        let (Some(measure), Some(of)) = (table.measure, of) else { return };
        let Some(TableDraft::Steps { steps: Some(steps), .. }) = &table.table else { return };
        let has = |way| steps.iter().any(|step| step.way == Some(way));
        // Of a margin percent, marginal steps are wrong by themselves.
        let (is_other, name) = match measure {
            Measure::Of(measured) => (measured != of, self.base_name(measured)),
            Measure::Attainment(_) => (true, "an attainment"),
            Measure::MarginPercentOfPrice | Measure::MarginPercentOfCost => return,
        };
        if has(Way::Marginal) && has(Way::Whole) && is_other {
            let sentence = format!(
                "the table has marginal and whole steps of \"{name}\", and this pays on \"{}\"",
                self.base_name(of)
            );
            let help = "pay on what the table measures, or write one way in all its steps";
            let path = at.path(&[Key("pays"), Key("of")]);
            let other = tiers_at(index, &[Key("measure")]);
            self.conflict("P1009", &path, &other, sentence, help);
        }
    }

    /// The trigger has what the table measures.
    fn measure_at(&mut self, at: RuleAt<'_>, table: &TiersDraft, index: usize) {
        let (Some(on), Some(measure)) = (at.component.on, table.measure) else { return };
        let (is_there, name) = match measure {
            Measure::Of(base) => (self.has_base(base, on), self.base_name(base)),
            Measure::Attainment(_) => (Some(false), "an attainment"),
            Measure::MarginPercentOfPrice | Measure::MarginPercentOfCost => {
                (Some(on >= Milestone::Quoted), "a margin percent")
            }
        };
        if is_there == Some(false) {
            let sentence = format!("the table measures {name}, and on {on} there is none");
            let path = at.path(&[Key("pays"), Key("tiers")]);
            let other = tiers_at(index, &[Key("measure")]);
            self.conflict("P0408", &path, &other, sentence, base_help(on));
        }
    }

    /// Tiers per payee or team are filled by what is each payee's own.
    fn period_payee(&mut self, at: RuleAt<'_>, table: &TiersDraft, index: usize) {
        let Some(Accumulate::Period(per, _)) = table.accumulate else { return };
        let Some(order) = &self.draft.head.order else { return };
        if at.rule.payee == Some(Payees::EachByShare) && !order.contains(&Stage::CreditSplit) {
            let whose = if per == PeriodOf::Payee { "payee" } else { "team" };
            let sentence = format!(
                "the table accumulates per {whose}, but the amount is divided after it is made"
            );
            let help = "write \"credit_split\" in place of \"pay_split\" in the order, or pay one \
                        role, a manager or \"each_in_full\"";
            let other = tiers_at(index, &[Key("accumulate")]);
            self.conflict("P1010", &at.path(&[Key("payee")]), &other, sentence, help);
        }
    }

    /// A split of the base divides money only.
    fn divided(&mut self, at: RuleAt<'_>, formula: Formula) {
        let splits = self
            .draft
            .head
            .order
            .as_ref()
            .and_then(|order| order.iter().position(|stage| *stage == Stage::CreditSplit));
        let Some(split) = splits.filter(|_| at.rule.payee == Some(Payees::EachByShare)) else {
            return;
        };
        let (of, tiers) = match formula {
            Formula::Flat(_) => (None, None),
            Formula::Percent { of, .. }
            | Formula::PerUnit { of, .. }
            | Formula::TopUp { of, .. } => (Some(of), None),
            Formula::Tiers { tiers, of } => (of, Some(usize::from(tiers))),
        };
        let table = tiers.and_then(|tiers| self.draft.tiers.as_ref()?.get(tiers));
        let measured = match table.and_then(|table| table.measure) {
            Some(Measure::Of(base)) => Some(base),
            _ => None,
        };
        for (base, key) in [(of, "of"), (measured, "tiers")] {
            let Some(base) = base.filter(|base| self.is_money(*base) == Some(false)) else {
                continue;
            };
            let name = self.base_name(base);
            let sentence =
                format!("the base is divided among the roles, and \"{name}\" is no money");
            let help = "pay on money, pay one role or \"each_in_full\", or write \"pay_split\" in \
                        place of \"credit_split\" in the order";
            let order = [Key("plan"), Key("order"), At(split)];
            self.conflict("P1011", &at.path(&[Key("pays"), Key(key)]), &order, sentence, help);
            return;
        }
    }
}

fn is_margin_percent(tiers: &TiersDraft) -> bool {
    matches!(tiers.measure, Some(Measure::MarginPercentOfPrice | Measure::MarginPercentOfCost))
}

/// Whether a table's steps pay on money; `None` when they are unread, flat or of both kinds.
fn pays_on_money(tiers: &TiersDraft) -> Option<bool> {
    let Some(TableDraft::Steps { steps, .. }) = &tiers.table else {
        return tiers.table.as_ref().map(|_| true);
    };
    let steps = steps.as_ref()?;
    let rates = steps.iter().any(|step| matches!(step.pays, Some(StepPays::Rate(_))));
    let units = steps.iter().any(|step| matches!(step.pays, Some(StepPays::PerUnit(_))));
    (rates != units).then_some(rates)
}
