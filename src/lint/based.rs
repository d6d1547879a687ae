//! Caps on the base: rules that are paid on money, a base that is the payee's own, and nothing
//! that could be carried.

use super::{Lint, RuleAt};
use crate::plan::cap::{CapPer, Excess};
use crate::plan::clawback::{Clawback, RefundTarget};
use crate::plan::parse::Step::{At, Key};
use crate::plan::parse::{CapDraft, PaysDraft};
use crate::plan::rule::Payees;
use crate::plan::stage::Stage;

impl Lint<'_, '_> {
    /// What a cap on the base cuts never becomes an amount.
    pub(super) fn base_cap(&mut self, index: usize, cap: &CapDraft, rules: &[RuleAt<'_>]) {
        let path = |key| [Key("cap"), At(index), Key(key)];
        if matches!(cap.excess, Some(Excess::Carried | Excess::PassedTo(_))) {
            let sentence = "what is beyond a cap on the base was never an amount that somebody \
                            could get"
                .to_owned();
            let help = "write excess = \"forfeited\", or on = \"amount\"";
            self.conflict("P1213", &path("excess"), &path("on"), sentence, help);
        }
        let is_divided = {
            let order = self.draft.head.order.as_deref().unwrap_or_default();
            order.contains(&Stage::CreditSplit)
        };
        let per_payee = matches!(cap.per, Some(CapPer::Payee(_)));
        for at in rules {
            let formula = match at.rule.pays {
                Some(PaysDraft::Money(formula)) => formula,
                _ => continue,
            };
            let on_money = formula.of().map_or(Some(false), |of| self.is_money(of));
            if on_money == Some(false) {
                let sentence = format!("{} is paid on no money of a fact", at.name());
                let help = "take the rule out of the cap, or write on = \"amount\" or \
                            \"count\"";
                let pays = at.path(&[Key("pays")]);
                self.conflict("P1214", &path("on"), &pays, sentence, help);
            }
            if per_payee && !is_divided && at.rule.payee == Some(Payees::EachByShare) {
                let sentence =
                    format!("the base of {} is that of all its payees together", at.name());
                let help = "put \"credit_split\" before \"rate\" in the order, write per = \
                            \"fact\" or \"deal\", or pay one role, a manager or \"each_in_full\"";
                let payee = at.path(&[Key("payee")]);
                self.conflict("P1215", &path("per"), &payee, sentence, help);
            }
            self.base_cap_anew(index, cap, *at);
        }
    }

    /// A formula run anew sees what remains of a deal as one base.
    fn base_cap_anew(&mut self, index: usize, cap: &CapDraft, at: RuleAt<'_>) {
        let Some(Clawback::Terms(terms)) = &at.rule.clawback else { return };
        let is_per_deal = cap.per.is_none_or(|per| per == CapPer::Deal);
        if terms.refund_target != RefundTarget::Recompute || is_per_deal {
            return;
        }
        let sentence =
            "a formula run anew sees one base, and no facts or periods that a cap on it \
                        could count"
                .to_owned();
        let help = "write refund_target = \"proportional\", or per = \"deal\"";
        let here = at.path(&[Key("clawback"), Key("refund_target")]);
        self.conflict("P0907", &here, &[Key("cap"), At(index), Key("per")], sentence, help);
    }
}
