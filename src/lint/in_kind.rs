//! Points and time off: the plan says what they cost, in units that fit, and nothing counts them
//! as money.

use super::Lint;
use crate::money::Unit;
use crate::plan::campaign::Bonus;
use crate::plan::draw::Does;
use crate::plan::in_kind::WORDS;
use crate::plan::measure::Counts;
use crate::plan::parse::PaysDraft;
use crate::plan::parse::Step::{self, At, Key};

impl Lint<'_, '_> {
    /// What is awarded that is not money goes together with what the plan says of it.
    pub(super) fn in_kind(&mut self) {
        for (word, unit) in WORDS {
            self.in_kind_of(word, unit);
        }
        self.never_counted();
    }

    fn in_kind_of(&mut self, word: &'static str, unit: Unit) {
        let words = self.draft.in_kind.iter().find(|(other, _)| *other == unit).copied();
        let mut is_awarded = false;
        for at in self.rules().collect::<Vec<_>>() {
            let Some(PaysDraft::InKind(of, amount, _)) = at.rule.pays else { continue };
            if of != unit {
                continue;
            }
            let here = at.path(&[Key("pays"), Key(word)]);
            is_awarded = true;
            if amount.unit() != unit {
                let sentence = format!("`{word}` is written in {unit}, and this is {amount}");
                let help = format!("write so many {unit}; an amount of money is flat = \"..\"");
                self.wrong("P1801", &here, sentence, &help);
            } else if !amount.is_positive() {
                let sentence = format!("{amount} awards nothing");
                self.wrong("P0410", &here, sentence, "write more than none");
            }
            if at.component.close.is_some() {
                let sentence = format!("a close pays money, and this awards {unit}");
                let help = "award them for a milestone, or pay money at the close";
                self.wrong("P1802", &here, sentence, help);
            }
            if words.is_none() {
                let sentence = format!("{} awards {unit}, and no [{word}] says more", at.name());
                let help = format!(
                    "write a [{word}] table with cost (what they cost the company, or \"none\") \
                     and expire (after so many months, or \"never\")"
                );
                self.wrong("P1803", &here, sentence, &help);
            }
        }
        let may_be_unread = self.rules().any(|at| at.rule.pays.is_none());
        if words.is_some() && !is_awarded && !may_be_unread {
            let sentence = format!("no rule awards any {unit}");
            let help = format!("take the [{word}] table out, or let a rule award them");
            self.wrong("P1804", &[Key(word)], sentence, &help);
        }
        if let Some((_, Some(words))) = words
            && let Some(price) = words.cost
        {
            let path = |key| [Key(word), Key("cost"), Key(key)];
            self.amount_above_zero(&path("amount"), price.amount);
            if price.units.unit() != unit || !price.units.is_positive() {
                let sentence = format!("so many {unit} cost that, and this is {}", price.units);
                let help = format!("write more than no {unit}");
                self.wrong("P1801", &path("for"), sentence, &help);
            }
        }
    }

    /// No floor, cap, pool, draw or measure counts points or hours, and no campaign adds money to
    /// them.
    fn never_counted(&mut self) {
        let draft = self.draft;
        let campaigns = draft.campaigns.iter().flatten().enumerate();
        let adding =
            campaigns.filter(|(_, it)| !matches!(it.bonus, None | Some(Bonus::Multiply(_))));
        let mut named: Vec<(Vec<Step>, &[crate::id::RuleId])> = Vec::new();
        for (index, it) in adding {
            let path = vec![Key("campaign"), At(index), Key("rules")];
            named.push((path, it.rules.as_deref().unwrap_or_default()));
        }
        for (index, it) in draft.floors.iter().flatten().enumerate() {
            let path = vec![Key("floor"), At(index), Key("rules")];
            named.push((path, it.rules.as_deref().unwrap_or_default()));
        }
        for (index, it) in draft.caps.iter().flatten().enumerate() {
            let path = vec![Key("cap"), At(index), Key("rules")];
            named.push((path, it.rules.as_deref().unwrap_or_default()));
        }
        for (index, it) in draft.measures.iter().flatten().enumerate() {
            if let Some(Counts::Rules(rules)) = &it.counts {
                named.push((vec![Key("measure"), At(index), Key("of"), Key("rules")], rules));
            }
        }
        for (index, it) in draft.pools.iter().flatten().enumerate() {
            let path = vec![Key("pool"), At(index), Key("rules")];
            named.push((path, it.rules.as_deref().unwrap_or_default()));
        }
        for (index, it) in draft.draws.iter().flatten().enumerate() {
            if let Some(Does::FillsUp { rules, .. }) = &it.does {
                named.push((vec![Key("draw"), At(index), Key("rules")], rules));
            }
        }
        let rules: Vec<_> = self.rules().collect();
        for (path, ids) in named {
            for (place, id) in ids.iter().enumerate() {
                let found = rules.iter().find(|at| at.rule.id.as_ref() == Some(id));
                let Some(at) = found else { continue };
                if matches!(at.rule.pays, Some(PaysDraft::InKind(..))) {
                    let here = [path.as_slice(), &[At(place)]].concat();
                    let sentence = format!("the rule `{id}` awards what is not money");
                    let help = "take it out: floors, caps, pools, draws, measures and extra \
                                amounts are money; a campaign may multiply it";
                    self.conflict("P1805", &here, &at.path(&[Key("pays")]), sentence, help);
                }
            }
        }
    }
}
