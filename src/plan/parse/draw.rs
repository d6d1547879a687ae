//! `[[draw]]`: how much, when it is given, what it does, and how it is recovered.
//!
//! Whether its rules are there, and whether its parts go together, is for [`crate::lint`].

use toml::de::DeValue;

use super::draft::DrawDraft;
use super::reader::{Field, Reader, Table};
use super::shape::{DRAW, FORGIVEN, PROTECTS, RECOVERY, STARTS};
use super::terms::DAYS_MAX;
use crate::plan::draw::{AtEnd, Does, Given, OnLeaving, Protects, ProtectsWhile, Recovery, Starts};

/// The last period, counted from 1, in which a recovery can be told to start.
const PERIOD_MAX: i32 = 120;

/// The most days after a period until its draw is reckoned.
const DAYS_AFTER_MAX: i32 = 366;

impl Table<'_> {
    /// How many draws of the file are recovered.
    pub(super) fn recovered_draws(&self) -> usize {
        let Some(draws) = self.optional("draw") else { return 0 };
        let is_recovered = |draw: &&toml::Spanned<DeValue<'_>>| {
            let recovery = draw.get_ref().get("recovery");
            recovery.is_some_and(|recovery| recovery.get_ref().is_table())
        };
        draws.value().as_array().map_or(0, |draws| draws.iter().filter(is_recovered).count())
    }
}

impl<'s> Reader<'s> {
    /// The draws of the file. Where they are recovered as they are listed, each has its rank.
    pub(super) fn draws(
        &mut self,
        document: &Table<'s>,
        most: usize,
        is_listed: bool,
    ) -> Option<Vec<DrawDraft>> {
        let Some(list) = document.optional("draw") else { return Some(Vec::new()) };
        let ranks = 1_u16..;
        let draws = self.list(list, most)?.into_iter().zip(ranks);
        Some(draws.map(|(draw, rank)| self.draw(draw, if is_listed { rank } else { 0 })).collect())
    }

    /// One draw. `rank` says in which order it is recovered.
    fn draw(&mut self, field: Field<'s>, rank: u16) -> DrawDraft {
        let Some(table) = self.table(field, &DRAW) else { return DrawDraft::default() };
        let given = self.required(&table, "given").and_then(|word| {
            let choices = [("at_start", Given::AtStart), ("at_close", Given::AtClose)];
            self.word(word, &choices, &[])
        });
        let does = self.does(&table, given);
        let fills_up = matches!(does, Some(Does::FillsUp { .. }));
        DrawDraft {
            id: self.required(&table, "id").and_then(|id| self.id(id)),
            because: self.required(&table, "because").and_then(|because| self.line(because)),
            amount: self.required(&table, "amount").and_then(|amount| self.amount(amount)),
            each: self.span(&table, "each"),
            given,
            recovery: self.required(&table, "recovery").and_then(|recovery| {
                self.recovery(recovery, does.as_ref().map(|_| fills_up), rank)
            }),
            does,
        }
    }

    fn does(&mut self, table: &Table<'s>, given: Option<Given>) -> Option<Does> {
        let fills_up = self
            .required(table, "does")
            .and_then(|word| self.word(word, &[("adds", false), ("fills_up", true)], &[]));
        match (fills_up, given) {
            (Some(true), _) => {
                let rules = self.rule_ids(table);
                let days_after = self.days_after(table);
                Some(Does::FillsUp { rules: rules?, days_after: days_after? })
            }
            (Some(false), Some(given)) => {
                self.misplaced(table, "rules", "what is added asks for nothing that was earned");
                if given == Given::AtStart {
                    let why = "what is added at the start is not reckoned at the close";
                    self.misplaced(table, "days_after", why);
                    return Some(Does::Adds { days_after: 0 });
                }
                self.days_after(table).map(|days_after| Does::Adds { days_after })
            }
            _ => None,
        }
    }

    fn days_after(&mut self, table: &Table<'s>) -> Option<u32> {
        let days = self.required(table, "days_after")?;
        self.whole(days, 0, DAYS_AFTER_MAX).and_then(|days| u32::try_from(days).ok())
    }

    /// `Some(None)` for a draw that is not recovered.
    fn recovery(
        &mut self,
        field: Field<'s>,
        fills_up: Option<bool>,
        rank: u16,
    ) -> Option<Option<Recovery>> {
        if field.as_text().is_some() {
            return self.word(field, &[("none", ())], &[]).map(|()| None);
        }
        let table = self.table(field, &RECOVERY)?;
        let starts = self.starts(&table, fills_up);
        let protects = self.required(&table, "protects").and_then(|it| self.protects(it));
        let at_end = self.required(&table, "at_end").and_then(|it| self.at_end(it));
        let on_leaving = self.required(&table, "on_leaving").and_then(|word| {
            let choices = [("owed", OnLeaving::Owed), ("forgiven", OnLeaving::Forgiven)];
            self.word(word, &choices, &[])
        });
        let (starts, protects, at_end) = (starts?, protects?, at_end?);
        Some(Some(Recovery { starts, protects, at_end, on_leaving: on_leaving?, rank }))
    }

    fn starts(&mut self, table: &Table<'s>, fills_up: Option<bool>) -> Option<Starts> {
        let field = self.required(table, "starts")?;
        let is_text = field.as_text().is_some();
        let is_without = match is_text {
            true => self.word(field, &[("at_once", false), ("without_a_draw", true)], &[])?,
            false => false,
        };
        if is_without && fills_up? {
            let word = self.required(table, "unneeded")?;
            let choices = [("given", false), ("not_given", true)];
            let unneeded_counts = self.word(word, &choices, &[])?;
            return Some(Starts::WithoutADraw { unneeded_counts });
        }
        let why = "only a draw that fills up, and is recovered without a draw, can be unneeded";
        self.misplaced(table, "unneeded", why);
        if is_text {
            let unneeded_counts = false;
            return Some(match is_without {
                true => Starts::WithoutADraw { unneeded_counts },
                false => Starts::AtOnce,
            });
        }
        let table = self.table(field, &STARTS)?;
        let period = self.required(&table, "in_period")?;
        let period = self.whole(period, 1, PERIOD_MAX)?;
        u32::try_from(period).ok().map(Starts::InPeriod)
    }

    fn protects(&mut self, field: Field<'s>) -> Option<Protects> {
        if field.as_text().is_some() {
            return self.word(field, &[("nothing", Protects::Nothing)], &[]);
        }
        let table = self.table(field, &PROTECTS)?;
        let pay = self.required(&table, "pay").and_then(|pay| self.amount(pay));
        let during = self.required(&table, "while").and_then(|word| {
            let choices = [("draw_runs", ProtectsWhile::DrawRuns), ("owed", ProtectsWhile::Owed)];
            self.word(word, &choices, &[])
        });
        Some(Protects::Pay(pay?, during?))
    }

    fn at_end(&mut self, field: Field<'s>) -> Option<AtEnd> {
        if field.as_text().is_some() {
            return self.word(field, &[("owed", AtEnd::Owed)], &[]);
        }
        let table = self.table(field, &FORGIVEN)?;
        let days = self.required(&table, "forgiven_after_days")?;
        let days = self.whole(days, 0, DAYS_MAX)?;
        u32::try_from(days).ok().map(AtEnd::ForgivenAfter)
    }
}
