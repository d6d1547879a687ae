//! How the parts of a profile go together: nothing that is paid may be lost or doubled, no cell
//! may lie, no file may take another's name.

use super::parse::Places;
use super::read::Reader;
use super::source::{Known, Source, Written};
use super::{Code, Column, Kind, Layout, Negatives, Pays, Profile, Spec};
use crate::report::payroll::cells;
use std::ops::Range;

pub(super) fn check(profile: &Profile, places: &Places, reader: &mut Reader<'_>) {
    columns(profile, places, reader);
    amounts(profile, places, reader);
    codes(profile, places, reader);
    files(profile, places, reader);
    if profile.layout == Layout::Iif
        && (profile.kind != Kind::Journal || profile.delimiter != '\t' || !profile.header)
    {
        let sentence = "blocks of QuickBooks are a journal with titles and tabs";
        let help = "write kind = \"journal\", delimiter = \"tab\" and header = true";
        reader.report.missing("F0111", 0..0, sentence, help);
    }
}

fn columns(profile: &Profile, places: &Places, reader: &mut Reader<'_>) {
    for (index, column) in profile.columns.iter().enumerate() {
        let (from, spec) = (places.columns[index].clone(), places.specs[index].clone());
        if let Some(why) = column.from.misfit(profile.kind, profile.itemised) {
            let sentence = format!("this does not go with the profile: {why}");
            reader.report.wrong("F0202", from, sentence, "fill the column from something else");
            continue;
        }
        match &column.spec {
            Spec::Text { guarded: true, .. } if column.from.identifies() => {
                let sentence =
                    "an apostrophe before what identifies somebody makes it match nobody";
                reader.report.wrong("F0204", spec, sentence, "write guard = \"refuse\"");
            }
            Spec::Text { min, max, .. } if min > max => {
                let help = "write a min that is at most max";
                reader.report.wrong("F0109", spec, "the text is longer than it may be", help);
            }
            Spec::Text { .. } => fixed(profile, column, spec, reader),
            Spec::Money { scale: Some(scale), .. } => {
                let decimals = profile.currency.map_or(0, |unit| unit.decimals());
                if u32::from(*scale) < decimals {
                    let sentence =
                        format!("{scale} decimals are fewer than the {decimals} of the currency");
                    let help = format!("write scale = {decimals} or more: nothing is rounded here");
                    reader.report.wrong("F0301", spec, sentence, help);
                }
            }
            _ => {}
        }
    }
}

/// What is written in every row as it stands in the profile must fit its own column.
fn fixed(profile: &Profile, column: &Column, at: Range<usize>, reader: &mut Reader<'_>) {
    let texts: Vec<&str> = match &column.from {
        Source::Fixed(text) => vec![text],
        Source::Code => profile.codes.iter().map(|code| code.code.as_str()).collect(),
        Source::Account => profile.accounts.iter().map(|(_, name)| name.as_str()).collect(),
        _ => return,
    };
    for text in texts {
        if let Err(why) = cells::text(text, &column.spec) {
            let sentence = format!("`{}` {why}", text.escape_debug());
            reader.report.wrong("F0208", at.clone(), sentence, "change the text or the column");
        }
    }
}

/// What is paid stands in exactly one column, or in one for each code.
fn amounts(profile: &Profile, places: &Places, reader: &mut Reader<'_>) {
    let at = |of: &Source| {
        let found = profile.columns.iter().zip(&places.columns);
        found.filter(|(column, _)| column.from == *of).map(|(_, at)| at.clone()).collect::<Vec<_>>()
    };
    let mut single: Vec<(Source, bool)> = Vec::new();
    match profile.kind {
        Kind::Long => single.extend([(Source::Amount, true), (Source::Code, false)]),
        Kind::Wide => {}
        Kind::Journal => {
            let split = !at(&Source::Debit).is_empty() || !at(&Source::Credit).is_empty();
            single.extend([(Source::Account, true), (Source::Amount, !split)]);
            single.extend([(Source::Debit, split), (Source::Credit, split)]);
            if split && !at(&Source::Amount).is_empty() {
                let sentence = "an entry stands as debit and credit, or as an amount with a sign";
                reader.report.wrong(
                    "F0206",
                    at(&Source::Amount)[0].clone(),
                    sentence,
                    "take one way out",
                );
            }
        }
    }
    let wide = |code: &&Code| profile.kind == Kind::Wide && code.code != *"";
    let mut codes: Vec<&str> =
        profile.codes.iter().filter(wide).map(|code| code.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in &codes {
        if at(&Source::AmountOf((*code).to_owned())).is_empty() {
            let index = profile.codes.iter().position(|it| it.code == *code).unwrap_or_default();
            let sentence = format!("no column is filled from `amount:{code}`");
            let help = "add the column, or pay under another code";
            reader.report.missing("F0404", places.codes[index].clone(), sentence, help);
        }
    }
    for (column, from) in profile.columns.iter().zip(&places.columns) {
        if let Source::AmountOf(code) = &column.from
            && profile.kind == Kind::Wide
        {
            if !codes.contains(&code.as_str()) {
                let help = "fill it from \"empty\", or add a [[code]] table that pays under it";
                reader.report.wrong("F0207", from.clone(), "nothing is paid under this code", help);
            }
            single.push((column.from.clone(), false));
        }
    }
    let mut told: Vec<&Source> = Vec::new();
    for (source, needed) in &single {
        let found = at(source);
        if found.is_empty() && *needed {
            let word = match source {
                Source::Account => "account",
                Source::Debit => "debit",
                Source::Credit => "credit",
                _ => "amount",
            };
            let sentence = format!("no column is filled from `{word}`");
            let help =
                format!("add a column with from = \"{word}\": a file without it pays nobody");
            reader.report.missing("F0205", 0..0, sentence, help);
        }
        let is_money = source.written() == Written::Money;
        if found.len() > 1 && is_money && !told.contains(&source) {
            told.push(source);
            let sentence = "what is paid stands in two columns, and would be paid twice";
            reader.report.wrong("F0206", found[1].clone(), sentence, "keep one of them");
        }
    }
}

/// Everything that is paid has a code, and every code is reached.
fn codes(profile: &Profile, places: &Places, reader: &mut Reader<'_>) {
    if profile.kind == Kind::Journal {
        return;
    }
    let wanted: &[Pays] = if profile.itemised { &Pays::ITEMS } else { &[Pays::Paid] };
    for pays in wanted {
        if !profile.codes.iter().any(|code| code.pays.contains(pays)) {
            let sentence = format!("nothing says under which code `{}` stands", pays.word());
            let help =
                format!("add it to the pays of a [[code]] table: pays = [\"{}\"]", pays.word());
            reader.report.missing("F0401", 0..0, sentence, help);
        }
    }
    for (index, code) in profile.codes.iter().enumerate() {
        let at = &places.codes[index];
        if let Some(other) = code.pays.iter().find(|pays| !wanted.contains(pays)) {
            let sentence =
                format!("`{}` is not told apart by the lines of this profile", other.word());
            let help = "write [\"paid\"] with lines = \"net\", and the others with \"itemised\"";
            reader.report.missing("F0111", at.clone(), sentence, help);
            continue;
        }
        if code.rule.is_some() && code.pays != [Pays::Rewards] {
            let sentence = "only rewards of itemised lines are told apart by rule";
            let help = "write pays = [\"rewards\"] alone, or take the rule out";
            reader.report.missing("F0403", at.clone(), sentence, help);
            continue;
        }
        let is_deduction = |code: &Code| code.pays.contains(&Pays::Recovered);
        let other = profile.codes.iter().find(|other| {
            other.code == code.code && (!is_deduction(other) || other.pays.len() > 1)
        });
        if profile.negatives == Negatives::AsDeduction && is_deduction(code) && other.is_some() {
            let sentence = "what is kept would be added to what is paid under the same code";
            let help = "give `recovered` a code of its own, that of a deduction";
            reader.report.missing("F0405", at.clone(), sentence, help);
            continue;
        }
        let covered = |pays: &Pays| {
            profile.codes[..index].iter().any(|before| {
                before.pays.contains(pays)
                    && (before.worker.is_none() || before.worker == code.worker)
                    && (before.rule.is_none() || before.rule == code.rule)
            })
        };
        if code.pays.iter().all(covered) {
            let help = "put the narrower code before the wider one, or take it out";
            reader.report.missing("F0402", at.clone(), "a code before it takes the same", help);
        }
    }
}

/// No file takes the name of another.
fn files(profile: &Profile, places: &Places, reader: &mut Reader<'_>) {
    let text = |source: &Source| {
        matches!(source.written(), Written::Text | Written::TextOrDate)
            && source.known() < Known::Row
    };
    for source in &profile.split_by {
        if !text(source) {
            let help = "divide by worker_class, entity, currency, a constant or an external id";
            let sentence = "files are divided by what is known of a payee";
            reader.report.wrong("F0603", places.split_by.clone(), sentence, help);
        } else if source.known() == Known::Payee
            && !profile.file_name.sources().any(|named| named == source)
        {
            let sentence = "what divides the files does not stand in their names";
            let help = "put the same placeholder into file_name";
            reader.report.wrong("F0602", places.file_name.clone(), sentence, help);
        }
    }
    for source in profile.file_name.sources() {
        let is_one = source.known() == Known::Run || profile.split_by.contains(source);
        if !is_one || matches!(source.written(), Written::Money | Written::Nothing) {
            let sentence = "a file name holds what is not the same in the whole file";
            let help = "name the run or a constant, or add it to split_by";
            reader.report.wrong("F0601", places.file_name.clone(), sentence, help);
        }
    }
}
