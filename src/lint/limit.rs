//! Floors and caps: amounts that mean something, rules that are there, and no floor above a cap.

use super::{Lint, RuleAt};
use crate::deal::Milestone;
use crate::id::RuleId;
use crate::money::Amount;
use crate::plan::cap::{AtMost, CapPer, Excess, MeasuredAt};
use crate::plan::clawback::Clawback;
use crate::plan::floor::{FloorPer, Uplift};
use crate::plan::parse::Step::{self, At, Key};
use crate::plan::parse::{CapDraft, FloorDraft};
use crate::plan::rule::Payees;
use crate::plan::stage::{Basis, Stage};

fn floor_at(index: usize, key: &'static str) -> [Step; 3] {
    [Key("floor"), At(index), Key(key)]
}

fn cap_at(index: usize, key: &'static str) -> [Step; 3] {
    [Key("cap"), At(index), Key(key)]
}

impl Lint<'_, '_> {
    /// Each rule has one floor, below its caps.
    pub(super) fn floors(&mut self) {
        let floors = self.draft.floors.as_deref().unwrap_or_default();
        let mut floored: Vec<(&RuleId, [Step; 4])> = Vec::new();
        for (index, floor) in floors.iter().enumerate() {
            let rules = self.rules_of("floor", index, &floor.rules);
            if let Some(amount) = floor.at_least {
                self.amount_above_zero(&floor_at(index, "at_least"), amount);
                self.below_caps(index, floor, amount);
            }
            self.completion(index, floor, &rules);
            self.own_amounts(index, floor, &rules);
            self.counted_together(index, floor, &rules);
            for (place, rule) in floor.rules.iter().flatten().enumerate() {
                let path = [Key("floor"), At(index), Key("rules"), At(place)];
                match floored.iter().find(|(other, _)| *other == rule) {
                    Some((_, first)) => {
                        let sentence = format!("the rule `{rule}` has two floors");
                        let help = "leave one floor for each rule";
                        let first = *first;
                        self.conflict("P1201", &path, &first, sentence, help);
                    }
                    None => floored.push((rule, path)),
                }
            }
        }
    }

    /// What was won is complete when it has been collected, which payments say.
    fn completion(&mut self, index: usize, floor: &FloorDraft, rules: &[RuleAt<'_>]) {
        if floor.per != Some(FloorPer::DealOnCompletion) {
            return;
        }
        let other = |at: &&RuleAt<'_>| at.component.on.is_some_and(|on| on != Milestone::Paid);
        if let Some(at) = rules.iter().find(other) {
            let sentence =
                format!("{} is not triggered by payments, which complete a deal", at.name());
            let help = "write from = \"first_fact\", or name rules of a component on = \"paid\"";
            let trigger = [Key("component"), At(at.component_index), Key("on")];
            self.conflict("P1202", &floor_at(index, "from"), &trigger, sentence, help);
        }
    }

    /// A floor per payee raises what is the payee's own, and not a whole that is divided later.
    fn own_amounts(&mut self, index: usize, floor: &FloorDraft, rules: &[RuleAt<'_>]) {
        let Some(FloorPer::PayeeFromFirstFact(_)) = floor.per else { return };
        let Some(order) = &self.draft.head.order else { return };
        let place = |stage| order.iter().position(|other| *other == stage);
        let (split, raised) = (place(Stage::PaySplit), place(Stage::Floor));
        let is_divided = place(Stage::CreditSplit).is_some()
            || split.is_some_and(|split| raised.is_some_and(|raised| split < raised));
        let by_share = |at: &&RuleAt<'_>| at.rule.payee == Some(Payees::EachByShare);
        if let Some(at) = rules.iter().find(by_share).filter(|_| !is_divided) {
            let sentence =
                format!("{} is divided among the roles after the floor raised it", at.name());
            let help = "put \"pay_split\" before \"floor\" in the order, write \"credit_split\", \
                        or pay one role, a manager or \"each_in_full\"";
            let payee = at.path(&[Key("payee")]);
            self.conflict("P1206", &floor_at(index, "per"), &payee, sentence, help);
        }
    }

    /// What a floor adds to a deal's first fact is covered by later ones. Each fact taken back
    /// alone would take it all with the first.
    fn counted_together(&mut self, index: usize, floor: &FloorDraft, rules: &[RuleAt<'_>]) {
        let roundings = self.draft.head.roundings.as_deref().unwrap_or_default();
        let is_alone = roundings.last().is_some_and(|words| words.basis == Basis::EachFact);
        let is_per_deal =
            matches!(floor.per, Some(FloorPer::DealFromFirstFact | FloorPer::DealOnCompletion));
        if !is_alone || !is_per_deal || floor.uplift != Some(Uplift::Returned) {
            return;
        }
        let goes_back = |at: &&RuleAt<'_>| {
            at.component.on == Some(Milestone::Paid)
                && matches!(&at.rule.clawback, Some(Clawback::Terms(terms)) if terms.on_refunded)
        };
        if rules.iter().any(|at| goes_back(&at)) {
            let sentence = "a refund takes back what the floor added to its payment alone, though \
                            other payments cover it"
                .to_owned();
            let help = "write rounding with basis = \"cumulative\", or uplift = \"kept\"";
            let rounding = [Key("plan"), Key("rounding")];
            self.conflict("P1207", &floor_at(index, "uplift"), &rounding, sentence, help);
        }
    }

    fn below_caps(&mut self, index: usize, floor: &FloorDraft, at_least: Amount) {
        let rules = floor.rules.as_deref().unwrap_or_default();
        for (number, cap) in self.draft.caps.iter().flatten().enumerate() {
            let Some(AtMost::Amount(at_most)) = cap.at_most else { continue };
            let is_per_payee = !matches!(cap.per, Some(CapPer::Fact | CapPer::Deal));
            let common = cap.rules.iter().flatten().find(|rule| rules.contains(rule));
            let Some(rule) = common.filter(|_| !is_per_payee) else { continue };
            if at_least.unit() == at_most.unit() && at_least.minor() > at_most.minor() {
                let sentence = format!(
                    "`{rule}` would pay at least {at_least}, and a cap allows {at_most} at the most"
                );
                let help = "lower the floor or raise the cap";
                let (here, there) = (floor_at(index, "at_least"), cap_at(number, "at_most"));
                self.conflict("P1203", &here, &there, sentence, help);
            }
        }
    }

    /// Each cap can cut, and what becomes of the excess can happen.
    pub(super) fn caps(&mut self) {
        let caps = self.draft.caps.as_deref().unwrap_or_default();
        for (index, cap) in caps.iter().enumerate() {
            let rules = self.rules_of("cap", index, &cap.rules);
            if matches!(cap.at_most, Some(AtMost::Base(_))) {
                self.base_cap(index, cap, &rules);
            }
            match cap.measured_at {
                Some(MeasuredAt::Vesting) => self.vesting_cap(index, cap, &rules),
                Some(MeasuredAt::Payout) => self.payout_cap(index, cap, &rules),
                Some(MeasuredAt::Trigger) | None => self.cap(index, cap),
            }
        }
    }

    fn cap(&mut self, index: usize, cap: &CapDraft) {
        match cap.at_most {
            Some(AtMost::Amount(amount) | AtMost::Base(amount)) => {
                self.amount_above_zero(&cap_at(index, "at_most"), amount);
            }
            Some(AtMost::Count(_)) if cap.per == Some(CapPer::Fact) => {
                let sentence = "a fact is never more than one fact, so this never cuts".to_owned();
                let help = "count per deal, or per payee and period; or limit the amount";
                self.conflict("P1205", &cap_at(index, "per"), &cap_at(index, "on"), sentence, help);
            }
            _ => {}
        }
        let (Some(Excess::Carried), Some(per), Some(at_most)) = (&cap.excess, cap.per, cap.at_most)
        else {
            return;
        };
        let (other, sentence) = match (per, at_most) {
            (_, AtMost::Base(_)) | (CapPer::Payee(_), AtMost::Amount(_)) => return,
            (CapPer::Payee(_), AtMost::Count(_)) => {
                ("on", "a count leaves no amount that could be carried")
            }
            _ => ("per", "there is no next period that the excess could be carried to"),
        };
        let help = "write \"forfeited\" or { passed_to = .. }; only an amount per payee and period \
                    is carried";
        let (here, there) = (cap_at(index, "excess"), cap_at(index, other));
        self.conflict("P1204", &here, &there, sentence.to_owned(), help);
    }
}
