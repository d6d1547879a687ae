//! Draws: amounts that mean something, rules that are there and reckoned by then, and a rest that
//! is not forgiven before it could be recovered.

use super::Lint;
use super::close::months;
use crate::plan::draw::{AtEnd, Does, Protects, Recovery, Starts};
use crate::plan::parse::DrawDraft;
use crate::plan::parse::Step::{self, At, Key};

fn draw_at(index: usize, key: &'static str) -> [Step; 3] {
    [Key("draw"), At(index), Key(key)]
}

fn recovery_at(index: usize, key: &'static str) -> [Step; 4] {
    [Key("draw"), At(index), Key("recovery"), Key(key)]
}

impl Lint<'_, '_> {
    /// Each draw can be given, and what is recovered of it can be.
    pub(super) fn draws(&mut self) {
        let draws = self.draft.draws.as_deref().unwrap_or_default();
        for (index, draw) in draws.iter().enumerate() {
            if let Some(amount) = draw.amount {
                self.amount_above_zero(&draw_at(index, "amount"), amount);
            }
            self.earned_by_then(index, draw);
            if let Some(Some(recovery)) = &draw.recovery {
                self.recovered(index, draw, recovery);
            }
        }
    }

    /// What rules made is there when the draw is reckoned.
    fn earned_by_then(&mut self, index: usize, draw: &DrawDraft) {
        let Some(Does::FillsUp { rules, days_after }) = &draw.does else { return };
        let found = self.rules_of("draw", index, &Some(rules.clone()));
        let each = draw.each.map_or(0, months);
        let late = found.into_iter().find(|at| {
            at.component
                .close
                .is_some_and(|close| close.days_after > *days_after || months(close.closes) > each)
        });
        if let Some(late) = late {
            let sentence = format!("{} is reckoned after the draw is", late.name());
            let help = "give the draw as many days_after and as long a period as the close has, or \
                        leave the rule out";
            let id = late.path(&[Key("id")]);
            self.conflict("P1601", &draw_at(index, "rules"), &id, sentence, help);
        }
    }

    fn recovered(&mut self, index: usize, draw: &DrawDraft, recovery: &Recovery) {
        if let Protects::Pay(pay, _) = recovery.protects {
            let pay_at = [Key("draw"), At(index), Key("recovery"), Key("protects"), Key("pay")];
            self.amount_above_zero(&pay_at, pay);
        }
        let AtEnd::ForgivenAfter(days) = recovery.at_end else { return };
        let reckoned = match draw.does {
            Some(Does::Adds { days_after } | Does::FillsUp { days_after, .. }) => days_after,
            None => 0,
        };
        if days < reckoned {
            let sentence =
                format!("the rest is forgiven {days} days after the end and reckoned {reckoned}");
            let help = "write no fewer days than days_after, so that the last period is reckoned";
            let after = draw_at(index, "days_after");
            self.conflict("P1602", &recovery_at(index, "at_end"), &after, sentence, help);
        }
        if recovery.starts == (Starts::WithoutADraw { unneeded_counts: false }) {
            let sentence =
                "the rest is forgiven before a period without a draw could come".to_owned();
            let help = "write recovery = \"none\", at_end = \"owed\", or let it start sooner";
            let starts = recovery_at(index, "starts");
            self.conflict("P1603", &recovery_at(index, "at_end"), &starts, sentence, help);
        }
    }
}
