//! Gifts and recognition: each is given by some rule, whole, and taken back whole.

use super::{Lint, RuleAt};
use crate::plan::campaign::Bonus;
use crate::plan::clawback::{Clawback, TakeBack};
use crate::plan::gift::Thing;
use crate::plan::parse::PaysDraft;
use crate::plan::parse::Step::{At, Key};
use crate::plan::rule::Payees;

impl Lint<'_, '_> {
    /// What is given goes together with the rules that give it.
    pub(super) fn gifts(&mut self) {
        let draft = self.draft;
        for (index, gift) in draft.gifts.iter().flatten().enumerate() {
            if let Some(value) = gift.fair_value {
                let path = [Key("gift"), At(index), Key("fair_value")];
                self.amount_above_zero(&path, value);
            }
        }
        let rules: Vec<RuleAt<'_>> = self.rules().collect();
        let mut given = Vec::new();
        for at in rules.iter().copied() {
            let Some(PaysDraft::InKind(_, _, Some(thing))) = at.rule.pays else { continue };
            given.push(thing);
            self.given_whole(at, thing);
        }
        if rules.iter().any(|at| at.rule.pays.is_none()) {
            return; // one that could not be read may be the one that gives it
        }
        let gifts = draft.gifts.iter().flatten().enumerate();
        let gifts = gifts.map(|(at, it)| ("gift", at, it.id.as_ref().map(|id| id.to_string())));
        let badges = draft.recognitions.iter().flatten().enumerate();
        let badges =
            badges.map(|(at, it)| ("recognition", at, it.id.as_ref().map(|id| id.to_string())));
        for (table, at, id) in gifts.chain(badges) {
            let place = u16::try_from(at).unwrap_or(u16::MAX);
            let thing =
                if table == "gift" { Thing::Gift(place) } else { Thing::Recognition(place) };
            if let Some(id) = id.filter(|_| !given.contains(&thing)) {
                let sentence = format!("no rule gives `{id}`");
                let help = format!("take the [[{table}]] table out, or let a rule give it");
                self.wrong("P1812", &[Key(table), At(at)], sentence, &help);
            }
        }
    }

    /// One is given to one payee, by a fact, and nothing makes a part or a multiple of it.
    fn given_whole(&mut self, at: RuleAt<'_>, thing: Thing) {
        let (word, what) = match thing {
            Thing::Gift(_) => ("gift", "a gift"),
            Thing::Recognition(_) => ("recognition", "a recognition"),
        };
        let here = at.path(&[Key("pays"), Key(word)]);
        if at.component.close.is_some() {
            let sentence = format!("a close pays money, and this gives {what}");
            let help = "give it for a milestone, or pay money at the close";
            self.wrong("P1813", &here, sentence, help);
        }
        if at.rule.payee == Some(Payees::EachByShare) {
            let sentence = format!("{what} cannot be shared");
            let help = "write \"each_in_full\" (everyone credited is given one), a role of the \
                        split, or a manager";
            self.conflict("P1814", &at.path(&[Key("payee")]), &here, sentence, help);
        }
        if let Some(Clawback::Terms(terms)) = &at.rule.clawback
            && terms.take != TakeBack::Full
        {
            let sentence = format!("{what} cannot be taken back in part");
            let help = "write take = \"full\", or clawback = \"none\"";
            let take = at.path(&[Key("clawback"), Key("take")]);
            self.conflict("P1815", &take, &here, sentence, help);
        }
        let Some(id) = &at.rule.id else { return };
        for (index, it) in self.draft.campaigns.iter().flatten().enumerate() {
            let named = it.rules.iter().flatten().position(|other| other == id);
            if let (Some(place), Some(Bonus::Multiply(_))) = (named, it.bonus) {
                let path = [Key("campaign"), At(index), Key("rules"), At(place)];
                let sentence = format!("a campaign multiplies the rule `{id}`, which gives {what}");
                let help = "take the rule out, and write another that gives more";
                self.conflict("P1816", &path, &here, sentence, help);
            }
        }
    }
}
