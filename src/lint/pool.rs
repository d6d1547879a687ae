//! Budget pools: amounts that mean something, one pool for each rule, and nothing of a rule that
//! goes past it.

use super::{Lint, RuleAt};
use crate::id::RuleId;
use crate::plan::cap::Excess;
use crate::plan::parse::PoolDraft;
use crate::plan::parse::Step::{self, At, Key};
use crate::plan::pool::{Each, Exceeded};
use crate::plan::stage::Stage;

impl Lint<'_, '_> {
    /// Each pool holds something, and each rule has one.
    pub(super) fn pools(&mut self) {
        let pools = self.draft.pools.as_deref().unwrap_or_default();
        let mut funded: Vec<(&RuleId, [Step; 4])> = Vec::new();
        for (index, pool) in pools.iter().enumerate() {
            let rules = self.rules_of("pool", index, &pool.rules);
            if let Some(amount) = pool.amount {
                self.amount_above_zero(&[Key("pool"), At(index), Key("amount")], amount);
            }
            self.within(index, &rules);
            if matches!(pool.exceeded, Some(Exceeded::Queue(_) | Exceeded::ProRataAtClose { .. })) {
                self.waiting(index, pool, &rules);
            }
            for (place, rule) in pool.rules.iter().flatten().enumerate() {
                let path = [Key("pool"), At(index), Key("rules"), At(place)];
                match funded.iter().find(|(other, _)| *other == rule) {
                    Some((_, first)) => {
                        let sentence = format!("the rule `{rule}` is funded twice");
                        let help = "leave each rule in one pool, once";
                        let first = *first;
                        self.conflict("P1208", &path, &first, sentence, help);
                    }
                    None => funded.push((rule, path)),
                }
            }
        }
    }

    /// What waits in a pool is whole, and is all there is of it; a pool that closes has periods.
    fn waiting(&mut self, index: usize, pool: &PoolDraft, rules: &[RuleAt<'_>]) {
        let exceeded = [Key("pool"), At(index), Key("exceeded")];
        let closes = matches!(pool.exceeded, Some(Exceeded::ProRataAtClose { .. }));
        if closes && pool.each == Some(Each::Plan) {
            let sentence = "a pool for the whole plan has no period that could close".to_owned();
            let help = "write each = \"year\", or exceeded = \"stop\" or \"queue\"";
            let each = [Key("pool"), At(index), Key("each")];
            self.conflict("P1210", &exceeded, &each, sentence, help);
        }
        let order = self.draft.head.order.as_deref().unwrap_or_default();
        let place = |stage| order.iter().rposition(|other| *other == stage);
        if let (Some(pool), Some(round)) = (place(Stage::Pool), place(Stage::Round))
            && pool < round
        {
            let sentence = "what waits in a pool is whole cents, and they are rounded after it";
            let help = "put \"pool\" behind the last \"round\" of the order";
            let stage = [Key("plan"), Key("order"), At(pool)];
            self.conflict("P1211", &stage, &exceeded, sentence.to_owned(), help);
        }
        let holds_back = |at: &&RuleAt<'_>| matches!(at.rule.holdback, Some(Some(_)));
        if let Some(at) = rules.iter().find(holds_back) {
            let sentence = format!("{} holds a part back, and the pool lets it wait", at.name());
            let help = "take the holdback out, or write exceeded = \"stop\"";
            let holdback = at.path(&[Key("holdback")]);
            self.conflict("P1212", &exceeded, &holdback, sentence, help);
        }
    }

    /// What a cap carries or passes on is paid where no pool looks.
    fn within(&mut self, index: usize, rules: &[RuleAt<'_>]) {
        for (number, cap) in self.draft.caps.iter().flatten().enumerate() {
            let word = match &cap.excess {
                Some(Excess::Carried) => "carries",
                Some(Excess::PassedTo(_)) => "passes on",
                Some(Excess::Forfeited) | None => continue,
            };
            let counts = |at: &&RuleAt<'_>| {
                let id = at.rule.id.as_ref();
                id.is_some_and(|id| cap.rules.iter().flatten().any(|rule| rule == id))
            };
            if let Some(at) = rules.iter().find(counts) {
                let sentence = format!(
                    "a cap {word} what it cuts of {}, past the pool that funds it",
                    at.name()
                );
                let help = "write excess = \"forfeited\", or fund the rule by no pool";
                let excess = [Key("cap"), At(number), Key("excess")];
                let path = [Key("pool"), At(index), Key("rules")];
                self.conflict("P1209", &excess, &path, sentence, help);
            }
        }
    }
}
