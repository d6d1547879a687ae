//! Which orders of stages make sense in this release.
//!
//! The rate makes an amount, campaigns and splits make fractions of it, and rounding makes it whole
//! again. A split of the base stands before the rate, everything else after it; what is cut per
//! payee is cut last; and no fraction is left at the end.

use super::Lint;
use crate::plan::cap::{AtMost, CapPer, MeasuredAt};
use crate::plan::parse::CapDraft;
use crate::plan::parse::Step::{self, At, Key};
use crate::plan::stage::{Basis, Stage};

const ORDER: [Step; 2] = [Key("plan"), Key("order")];

fn stage_at(index: usize) -> [Step; 3] {
    [Key("plan"), Key("order"), At(index)]
}

fn position(order: &[Stage], wanted: Stage) -> Option<usize> {
    order.iter().position(|stage| *stage == wanted)
}

impl Lint<'_, '_> {
    /// Every stage has something to do, and the end is whole.
    pub(super) fn order(&mut self) {
        let Some(order) = &self.draft.head.order else { return };
        let stands_once = self.once(order);
        let has_its_rate = self.rate_and_splits(order);
        // Where stages are missing or doubled, nothing can be said of the amounts between them.
        if stands_once && has_its_rate && self.wholes(order) {
            self.roundings(order);
        }
        self.caps_are_last(order);
        self.tables_have_stages(order);
    }

    /// Only a rounding may stand twice.
    fn once(&mut self, order: &[Stage]) -> bool {
        let mut is_sound = true;
        for (index, stage) in order.iter().enumerate() {
            let first = position(order, *stage).unwrap_or(index);
            let (code, why) = match stage {
                _ if first == index => continue,
                Stage::Round => continue,
                Stage::Rate => ("P0301", "the rate makes an amount of a fact, and it did"),
                Stage::CreditSplit | Stage::PaySplit => ("P0302", "the roles have their parts"),
                _ => ("P0305", "all of its tables are looked at the first time"),
            };
            let word = stage.word();
            let sentence = format!("{word} stands twice: {why}");
            let help = format!("list \"{word}\" once");
            self.conflict(code, &stage_at(index), &stage_at(first), sentence, &help);
            is_sound = false;
        }
        is_sound
    }

    /// The rate stands before everything but a split of the base, and the plan splits once.
    fn rate_and_splits(&mut self, order: &[Stage]) -> bool {
        let rate = position(order, Stage::Rate);
        let early = order[..rate.unwrap_or(1)].iter().position(|it| *it != Stage::CreditSplit);
        let early = early.or(rate.is_none().then_some(0));
        if let Some(early) = early {
            let sentence = format!(
                "{} stands before the rate, and without a rate there is no amount",
                order[early].word()
            );
            let help = "begin the order with \"rate\"; only \"credit_split\" stands before it";
            self.wrong("P0301", &stage_at(early), sentence, help);
            return false;
        }
        let Some(credit) = position(order, Stage::CreditSplit) else { return true };
        if rate.is_some_and(|rate| rate < credit) {
            let sentence =
                "credit_split divides the base, and the rate was taken of it before".to_owned();
            let help = "put \"credit_split\" before \"rate\", or write \"pay_split\" to divide the \
                        amount";
            self.wrong("P0307", &stage_at(credit), sentence, help);
            return false;
        }
        let Some(pay) = position(order, Stage::PaySplit) else { return true };
        let sentence = "the base was divided among the roles before".to_owned();
        let help = "list \"credit_split\" to divide the base, or \"pay_split\" to divide the \
                    amount, not both";
        self.conflict("P0302", &stage_at(pay), &stage_at(credit), sentence, help);
        false
    }

    /// Each rounding has something to round, and nothing is left to round at the end.
    fn wholes(&mut self, order: &[Stage]) -> bool {
        let (mut is_whole, mut fraction) = (false, 0);
        let (mut last_round, mut whole_split) = (None, None);
        for (index, stage) in order.iter().enumerate() {
            match stage {
                Stage::Round if is_whole => {
                    let sentence = "amounts are whole after a round, and nothing in between makes \
                                    fractions of them"
                        .to_owned();
                    let help = "list \"round\" once, or a campaign between the two";
                    let last = stage_at(last_round.unwrap_or(0));
                    self.conflict("P0304", &stage_at(index), &last, sentence, help);
                    return false;
                }
                Stage::Round if whole_split.is_some() => {
                    let split = stage_at(whole_split.unwrap_or(0));
                    let sentence =
                        "whole units would be divided here, and the parts be changed and \
                                    rounded again"
                            .to_owned();
                    let help = "put \"pay_split\" after the last round, or directly before it";
                    self.conflict("P0312", &split, &stage_at(index), sentence, help);
                    return false;
                }
                Stage::Round => (is_whole, last_round) = (true, Some(index)),
                Stage::PaySplit if is_whole => whole_split = Some(index),
                Stage::Campaign if is_whole => (is_whole, fraction) = (false, index),
                _ => {}
            }
        }
        if last_round.is_none() {
            let sentence = "the order never rounds, but what is paid is whole cents".to_owned();
            let help = "add \"round\", before \"pay_split\" (whole cents are divided) or after it \
                        (each share is rounded)";
            self.wrong("P0303", &ORDER, sentence, help);
        } else if !is_whole {
            let word = order[fraction].word();
            let sentence = format!("{word} makes fractions of a cent that nothing rounds");
            let help = format!("list \"round\" after \"{word}\"");
            self.wrong("P0306", &stage_at(fraction), sentence, &help);
        }
        is_whole
    }

    /// There are words for each rounding, and only the last one may look back.
    fn roundings(&mut self, order: &[Stage]) {
        let Some(roundings) = &self.draft.head.roundings else { return };
        let rounds = order.iter().filter(|stage| **stage == Stage::Round).count();
        let rounding = [Key("plan"), Key("rounding")];
        if roundings.len() != rounds {
            let (said, times) = (roundings.len(), if rounds == 1 { "once" } else { "twice" });
            let are = if said == 1 { "rounding is" } else { "roundings are" };
            let sentence = format!("the order rounds {times}, and {said} {are} described");
            let help = match rounds {
                1 => "write rounding = { mode = .., basis = .. }",
                _ => {
                    "write rounding = [{ mode = .., basis = \"each_fact\" }, { mode = .., basis = .. }]"
                }
            };
            self.conflict("P0310", &rounding, &ORDER, sentence, help);
            return;
        }
        for (index, words) in roundings[..rounds - 1].iter().enumerate() {
            if words.basis == Basis::Cumulative {
                let sentence = "a rounding that is followed by another looks at each fact alone";
                let path = [Key("plan"), Key("rounding"), At(index), Key("basis")];
                let help = "write basis = \"each_fact\"; only the last rounding may be cumulative";
                self.wrong("P0311", &path, sentence.to_owned(), help);
            }
        }
    }

    /// What a cap cuts is not raised any more: a cap is never exceeded, so that what stood after
    /// it would add nothing where it matters. What a payee gets is cut after that, and what all of
    /// them get together last.
    fn caps_are_last(&mut self, order: &[Stage]) {
        let raises: &[Stage] = &[Stage::Campaign, Stage::Floor];
        let changes: &[Stage] = &[Stage::Campaign, Stage::Floor, Stage::DealCap, Stage::PaySplit];
        let everything: &[Stage] =
            &[Stage::Campaign, Stage::Floor, Stage::DealCap, Stage::PaySplit, Stage::PayeeCap];
        let cuts =
            [(Stage::DealCap, raises), (Stage::PayeeCap, changes), (Stage::Pool, everything)];
        for (stage, changes) in cuts {
            let Some(cap) = position(order, stage) else { continue };
            let later = order[cap..].iter().position(|stage| changes.contains(stage));
            if let Some(later) = later.map(|later| cap + later) {
                let (cuts, word) = (stage.word(), order[later].word());
                let sentence = format!("{cuts} cuts what {word} changes afterwards");
                let help = format!("put \"{cuts}\" after \"{word}\"");
                self.conflict("P0308", &stage_at(cap), &stage_at(later), sentence, &help);
            }
        }
    }

    /// A campaign, a floor, a cap or a pool without its stage would be written and never happen.
    fn tables_have_stages(&mut self, order: &[Stage]) {
        let draft = self.draft;
        let caps = draft.caps.as_deref().unwrap_or_default();
        let of_payee = |per: Option<CapPer>| per.map(|per| matches!(per, CapPer::Payee(_)));
        // A cap on the base cuts what the rate is taken of, and one that is measured at vesting or
        // payout what has accrued: they need no stage.
        let needs_none = |cap: &CapDraft| {
            matches!(cap.at_most, Some(AtMost::Base(_)))
                || matches!(cap.measured_at, Some(MeasuredAt::Vesting | MeasuredAt::Payout))
        };
        let is = |cap: &CapDraft, wanted| of_payee(cap.per) == Some(wanted) && !needs_none(cap);
        let cap = |wanted| caps.iter().position(|cap| is(cap, wanted));
        let first = |is_there: bool| is_there.then_some(0);
        let tables = [
            (Stage::Campaign, "campaign", first(draft.campaigns.iter().flatten().count() > 0)),
            (Stage::Floor, "floor", first(draft.floors.iter().flatten().count() > 0)),
            (Stage::DealCap, "cap", cap(false)),
            (Stage::PayeeCap, "cap", cap(true)),
            (Stage::Pool, "pool", first(draft.pools.iter().flatten().count() > 0)),
        ];
        for (stage, table, index) in tables {
            let Some(index) = index.filter(|_| !order.contains(&stage)) else { continue };
            let word = stage.word();
            let sentence = format!("the order has no {word}, so this would never happen");
            let help = format!("add \"{word}\" to the order after the rate, or take the table out");
            self.conflict("P0309", &[Key(table), At(index)], &ORDER, sentence, &help);
        }
    }
}
