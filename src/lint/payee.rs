//! Payees and amounts that the rest of the plan knows.

use super::{Lint, RuleAt};
use crate::plan::parse::PaysDraft;
use crate::plan::parse::Step::Key;
use crate::plan::rule::{Formula, Payees};
use crate::plan::stage::Stage;

impl Lint<'_, '_> {
    /// The payee is a role of the split, and the amount is in the plan's currency.
    pub(super) fn payee(&mut self, at: RuleAt<'_>) {
        match &at.rule.payee {
            Some(Payees::EachByShare) => self.by_share(at),
            Some(Payees::OneRole(role)) => {
                let Some(split) = &self.draft.split else { return };
                let roles: Option<Vec<_>> = split.iter().map(|entry| entry.role.as_ref()).collect();
                if let Some(roles) = roles.filter(|roles| !roles.contains(&role)) {
                    let roles: Vec<_> = roles.iter().map(|role| role.as_str()).collect();
                    let sentence = format!("the split has no role `{role}`");
                    let help = format!(
                        "write \"each_by_share\", or a role of the split: {}",
                        roles.join(", ")
                    );
                    self.wrong("P0710", &at.path(&[Key("payee")]), sentence, &help);
                }
            }
            None => {}
        }
        self.flat_amount(at);
    }

    fn by_share(&mut self, at: RuleAt<'_>) {
        let Some(order) = &self.draft.head.order else { return };
        if !order.contains(&Stage::PaySplit) {
            let sentence = "the rule pays by share, but the order never splits".to_owned();
            let help = "add \"pay_split\" to the order, or pay one role";
            let order = [Key("plan"), Key("order")];
            self.conflict("P0711", &at.path(&[Key("payee")]), &order, sentence, help);
        }
    }

    fn flat_amount(&mut self, at: RuleAt<'_>) {
        let Some(PaysDraft::Money(Formula::Flat(amount))) = at.rule.pays else { return };
        let path = at.path(&[Key("pays"), Key("flat")]);
        if amount.is_negative() {
            let sentence = format!("a rule cannot pay {amount}");
            let help = "write an amount of zero or more; what is taken back is the clawback's word";
            self.wrong("P0404", &path, sentence, help);
        }
        if let Some(unit) = self.draft.head.unit.filter(|unit| *unit != amount.unit()) {
            let sentence = format!("the plan pays {unit}, and this is {}", amount.unit());
            let help = format!("write the amount in {unit}; nothing is converted");
            let currency = [Key("plan"), Key("currency")];
            self.conflict("P0403", &path, &currency, sentence, &help);
        }
    }
}
