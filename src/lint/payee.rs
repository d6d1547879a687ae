//! Payees and amounts that the rest of the plan knows.

use super::{Lint, RuleAt};
use crate::id::RoleId;
use crate::money::Amount;
use crate::plan::parse::PaysDraft;
use crate::plan::parse::Step::{self, Key};
use crate::plan::rule::{Formula, Payees};
use crate::plan::stage::Stage;

impl Lint<'_, '_> {
    /// The payee is a role of the split, and the amount is in the plan's currency.
    pub(super) fn payee(&mut self, at: RuleAt<'_>) {
        match &at.rule.payee {
            Some(Payees::EachByShare) => self.by_share(at),
            Some(Payees::OneRole(role)) => {
                let help = "write \"each_by_share\", \"each_in_full\", or a role of the split";
                self.role(role, &at.path(&[Key("payee")]), help);
            }
            Some(Payees::ManagerOf { role, on }) => {
                let path = at.path(&[Key("payee"), Key("manager_of")]);
                self.role(role, &path, "write a role of the split");
                let Some(trigger) = at.component.on else { return };
                if !self.has_happened(*on, trigger) {
                    let sentence =
                        format!("{on} may not have happened when {trigger} triggers the component");
                    let help = format!(
                        "look at the hierarchy on the day of {trigger}, the trigger, or of reported"
                    );
                    self.wrong("P0713", &at.path(&[Key("payee"), Key("on")]), sentence, &help);
                }
            }
            Some(Payees::Measured | Payees::Members(_)) if at.component.on.is_some() => {
                let sentence = "a milestone has nobody whose measure it is".to_owned();
                let help = "pay \"each_by_share\", \"each_in_full\", a role or a manager, or let a \
                            close trigger the component";
                self.wrong("P1401", &at.path(&[Key("payee")]), sentence, help);
            }
            Some(Payees::EachInFull | Payees::Measured | Payees::Members(_)) | None => {}
        }
        match at.rule.pays {
            Some(PaysDraft::Money(Formula::Flat(amount))) => {
                self.amount(&at.path(&[Key("pays"), Key("flat")]), amount);
            }
            Some(PaysDraft::Money(Formula::PerUnit { amount, .. })) => {
                self.amount(&at.path(&[Key("pays"), Key("per_unit")]), amount);
            }
            Some(PaysDraft::Money(Formula::TopUp { to, .. })) => {
                self.amount_above_zero(&at.path(&[Key("pays"), Key("top_up_to")]), to);
            }
            _ => {}
        }
    }

    pub(super) fn role(&mut self, role: &RoleId, path: &[Step], help: &str) {
        let Some(split) = &self.draft.split else { return };
        let roles: Option<Vec<_>> = split.iter().map(|entry| entry.role.as_ref()).collect();
        if let Some(roles) = roles.filter(|roles| !roles.contains(&role)) {
            let roles: Vec<_> = roles.iter().map(|role| role.as_str()).collect();
            let sentence = format!("the split has no role `{role}`");
            let help = format!("{help}: {}", roles.join(", "));
            self.wrong("P0710", path, sentence, &help);
        }
    }

    fn by_share(&mut self, at: RuleAt<'_>) {
        let Some(order) = &self.draft.head.order else { return };
        if !order.contains(&Stage::PaySplit) && !order.contains(&Stage::CreditSplit) {
            let sentence = "the rule pays by share, but the order never splits".to_owned();
            let help = "add \"pay_split\" or \"credit_split\" to the order, or pay one role or \
                        \"each_in_full\"";
            let order = [Key("plan"), Key("order")];
            self.conflict("P0711", &at.path(&[Key("payee")]), &order, sentence, help);
        }
    }

    /// An amount that is paid: in the plan's currency, and not less than nothing.
    pub(super) fn amount(&mut self, path: &[Step], amount: Amount) {
        if amount.is_negative() {
            let sentence = format!("a plan cannot pay {amount}");
            let help = "write an amount of zero or more; what is taken back is the clawback's word";
            self.wrong("P0404", path, sentence, help);
        }
        self.currency(path, amount);
    }

    /// An amount that would say nothing if it were zero.
    pub(super) fn amount_above_zero(&mut self, path: &[Step], amount: Amount) {
        if amount.is_zero() {
            let sentence = "an amount of zero changes nothing here".to_owned();
            self.wrong(
                "P0410",
                path,
                sentence,
                "write an amount above zero, or take the table out",
            );
        }
        self.amount(path, amount);
    }

    /// An amount in the plan's currency.
    pub(super) fn currency(&mut self, path: &[Step], amount: Amount) {
        if let Some(unit) = self.draft.head.unit.filter(|unit| *unit != amount.unit()) {
            let sentence = format!("the plan pays {unit}, and this is {}", amount.unit());
            let help = format!("write the amount in {unit}; nothing is converted");
            let currency = [Key("plan"), Key("currency")];
            self.conflict("P0403", path, &currency, sentence, &help);
        }
    }
}
