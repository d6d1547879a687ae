//! Which orders of stages make sense in this release.
//!
//! The rate makes an amount; rounding makes it whole; a split of a whole amount leaves whole
//! shares, and a split of an exact amount leaves shares that must be rounded. So there are three:
//! rate round, rate round pay_split, rate pay_split round.

use super::Lint;
use crate::plan::parse::Step::{At, Key};
use crate::plan::stage::Stage;

impl Lint<'_, '_> {
    /// Every stage has something to do, and the end is whole.
    pub(super) fn order(&mut self) {
        let Some(order) = &self.draft.head.order else { return };
        let list = [Key("plan"), Key("order")];
        let at = |index| [Key("plan"), Key("order"), At(index)];
        let position = |wanted| order.iter().position(|stage| *stage == wanted);
        if order[0] != Stage::Rate {
            let sentence = format!(
                "the order begins with {}, but before the rate there is no amount",
                order[0].word()
            );
            self.wrong("P0301", &at(0), sentence, "begin the order with \"rate\"");
        }
        for (index, stage) in order.iter().enumerate() {
            let first = position(*stage).unwrap_or(index);
            if first == index {
                continue;
            }
            let (code, why, help) = match stage {
                Stage::Rate => (
                    "P0301",
                    "the rate makes an amount of a fact, and it did",
                    "list \"rate\" once",
                ),
                Stage::PaySplit => (
                    "P0302",
                    "the amount was divided among the roles before",
                    "list \"pay_split\" once",
                ),
                Stage::Round => (
                    "P0304",
                    "amounts are whole after the first round and a split leaves them whole, so a \
                     second one has nothing left to round",
                    "list \"round\" once",
                ),
            };
            let sentence = format!("{} stands twice: {why}", stage.word());
            self.conflict(code, &at(index), &at(first), sentence, help);
        }
        if position(Stage::Round).is_none() {
            let sentence = "the order never rounds, but what is paid is whole cents".to_owned();
            let help = "write [\"rate\", \"round\"], [\"rate\", \"round\", \"pay_split\"] or \
                        [\"rate\", \"pay_split\", \"round\"]";
            self.wrong("P0303", &list, sentence, help);
        }
    }
}
