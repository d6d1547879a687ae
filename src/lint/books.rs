//! Books: only what a deal causes is a cost of its contract, and months are counted from what that
//! deal has.

use super::{Lint, RuleAt};
use crate::deal::Milestone;
use crate::plan::parse::Step::Key;

impl Lint<'_, '_> {
    /// What is capitalised belongs to a contract, and its months begin.
    pub(super) fn books_at(&mut self, at: RuleAt<'_>, on: Milestone) {
        let Some(Some(amortisation)) = at.rule.books else { return };
        let path = |key| at.path(&[Key("books"), Key("capitalised"), Key(key)]);
        if on < Milestone::Won {
            let sentence = format!("on {on} there is no contract that it could be a cost of");
            let help =
                "trigger it on won, installed, invoiced or paid, or write books = \"expensed\"";
            let path = at.path(&[Key("books"), Key("capitalised")]);
            self.wrong("P1701", &path, sentence, help);
        } else if amortisation.from == Milestone::Paid && on != Milestone::Paid {
            let sentence = format!("{on} triggers the component, and no payment is its own");
            let help = "count from won, installed or invoiced, or trigger the component on paid";
            self.wrong("P1702", &path("from"), sentence, help);
        }
    }
}
