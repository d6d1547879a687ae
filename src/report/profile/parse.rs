//! From the text of a profile to the profile: each table by itself.
//!
//! How the parts go together is looked at by `check`, once all of them could be read.

use super::check;
use super::read::{Field, Reader, Table};
use super::shape::{ACCOUNT, CODE, COLUMN, MONEY, PROFILE, TEXT};
use super::source::{Source, Written};
use super::{
    Booked, Code, Column, DateFormat, FileNamed, Kind, Layout, Negatives, PROFILE_BYTES_MAX,
    Pattern, Pays, Profile, Spec,
};
use crate::digest::Digest;
use crate::id::{ProfileId, RuleId};
use crate::money::Unit;
use crate::payee::WorkerClass;
use crate::plan::Findings;
use crate::plan::parse::Text;
use crate::plan::parse::nearest;
use std::ops::Range;
use toml::de::DeTable;

const WORKERS: [(&str, WorkerClass); 2] =
    [("employee", WorkerClass::Employee), ("contractor", WorkerClass::Contractor)];

/// Where things stand in the text, for the findings of `check`.
#[derive(Default)]
pub(super) struct Places {
    pub(super) split_by: Range<usize>,
    pub(super) file_name: Range<usize>,
    /// What fills each column.
    pub(super) columns: Vec<Range<usize>>,
    /// The format of each column.
    pub(super) specs: Vec<Range<usize>>,
    pub(super) codes: Vec<Range<usize>>,
}

pub(super) fn profile(text: &str) -> Result<Profile, Findings> {
    let lines = Text::of(text);
    let mut reader = Reader::new(&lines);
    if text.len() > PROFILE_BYTES_MAX {
        let sentence =
            format!("the file has {} bytes, at most {PROFILE_BYTES_MAX} are read", text.len());
        reader.report.missing(
            "F0101",
            0..0,
            sentence,
            "a profile lists columns and codes, and no payees",
        );
        return Err(reader.finish().expect("the size was just reported"));
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let sentence = format!("this is not TOML: {}", error.message());
        let help = "write the file as TOML 1.1, and each key once";
        reader.report.wrong("F0102", error.span().unwrap_or(0..0), sentence, help);
    }
    if let Some(findings) = reader.finish() {
        return Err(findings);
    }
    let mut reader = Reader::new(&lines);
    let table = reader.open(document.get_ref(), 0..0, &PROFILE);
    let read = reader.profile(&table, text);
    if let Some((profile, places)) = &read {
        check::check(profile, places, &mut reader);
    }
    match (reader.finish(), read) {
        (Some(findings), _) => Err(findings),
        (None, Some((profile, _))) => Ok(profile),
        (None, None) => unreachable!("what cannot be read leaves a finding"),
    }
}

impl<'s> Reader<'s> {
    fn profile(&mut self, table: &Table<'s>, text: &str) -> Option<(Profile, Places)> {
        let mut places = Places::default();
        let schema = self.required(table, "schema");
        if let Some(field) = schema
            && self.whole(field, i64::MIN, i64::MAX).is_some_and(|schema| schema != 1)
        {
            let help = "write schema = 1";
            self.report.wrong(
                "F0103",
                field.span(),
                "this schema is not read by this release",
                help,
            );
        }
        let id = self.required(table, "id").and_then(|field| self.id(field, 64));
        let version =
            self.required(table, "version").and_then(|field| self.whole(field, 1, 1_000_000));
        let title = self.required(table, "title").and_then(|field| self.line(field));
        let kinds = [("long", Kind::Long), ("wide", Kind::Wide), ("journal", Kind::Journal)];
        let kind = self.word_of(table, "kind", &kinds);
        let itemised = kind.and_then(|kind| self.itemised(table, kind));
        let layouts = [("table", Layout::Table), ("iif", Layout::Iif)];
        let layout = self.word_of(table, "layout", &layouts);
        let workers = self.required(table, "workers").and_then(|field| {
            self.distinct(field, false, |reader, field| reader.word(field, &WORKERS, &[]))
        });
        let currency = self.required(table, "currency").and_then(|field| self.currency(field));
        let file_name = self.required(table, "file_name").and_then(|field| {
            places.file_name = field.span();
            let text = self.text(field)?;
            match FileNamed::read(text) {
                Ok(named) if !text.is_empty() => Some(named),
                Ok(_) => self.no_name(field, "it is empty".to_owned()),
                Err(why) => self.no_name(field, why),
            }
        });
        let split_by = self.required(table, "split_by").and_then(|field| {
            places.split_by = field.span();
            self.distinct(field, true, Reader::source)
        });
        let sort = self
            .required(table, "sort")
            .and_then(|field| self.distinct(field, false, |reader, it| reader.sorted_by(it, kind)));
        let delimiters = [("comma", ','), ("semicolon", ';'), ("tab", '\t')];
        let delimiter = self.word_of(table, "delimiter", &delimiters);
        let line_end = self.word_of(table, "line_end", &[("crlf", "\r\n"), ("lf", "\n")]);
        let header = self.required(table, "header").and_then(|field| self.truth(field));
        let zeros = [("keep", true), ("omit", false)];
        let keeps_zero_lines = self.word_of(table, "zero_lines", &zeros);
        let negatives = itemised.and_then(|itemised| self.negatives(table, itemised));
        let columns = self.required(table, "column").and_then(|field| {
            let list = self.list(field, false)?;
            let read: Vec<_> =
                list.into_iter().map(|field| self.column(field, &mut places)).collect();
            read.into_iter().collect::<Option<Vec<Column>>>()
        });
        let codes = kind.and_then(|kind| self.codes(table, kind, &mut places));
        let accounts = kind.and_then(|kind| self.accounts(table, kind));
        let id: ProfileId = format!("{}@{}", id?, version?).parse().ok()?;
        let profile = Profile {
            id,
            title: title?,
            kind: kind?,
            itemised: itemised?,
            layout: layout?,
            workers: workers?,
            currency: currency?,
            file_name: file_name?,
            split_by: split_by?,
            sort: sort?,
            delimiter: delimiter?,
            line_end: line_end?,
            header: header?,
            keeps_zero_lines: keeps_zero_lines?,
            negatives: negatives?,
            columns: columns?,
            codes: codes?,
            accounts: accounts?,
            digest: Digest::sha256(text.as_bytes()),
        };
        Some((profile, places))
    }

    fn word_of<T: Copy>(
        &mut self,
        table: &Table<'s>,
        key: &str,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let field = self.required(table, key)?;
        self.word(field, choices, &[])
    }

    fn id(&mut self, field: Field<'s>, most: usize) -> Option<&'s str> {
        let text = self.text(field)?;
        let is_id = (1..=most).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        if !is_id {
            let help = "write 1 to 64 letters, digits, dots, dashes or underscores";
            self.report.wrong("F0112", field.span(), "this is not an id", help);
        }
        is_id.then_some(text)
    }

    fn no_name<T>(&mut self, field: Field<'s>, why: String) -> Option<T> {
        let (_, help) = PROFILE.key("file_name").expect("a profile has file names");
        self.report.wrong("F0601", field.span(), why, help);
        None
    }

    fn itemised(&mut self, table: &Table<'s>, kind: Kind) -> Option<bool> {
        if kind == Kind::Journal {
            self.misplaced(table, "lines", "a journal has entries");
            return Some(false);
        }
        self.word_of(table, "lines", &[("net", false), ("itemised", true)])
    }

    fn negatives(&mut self, table: &Table<'s>, itemised: bool) -> Option<Negatives> {
        if !itemised {
            self.misplaced(table, "negatives", "only itemised lines have what is kept apart");
            return Some(Negatives::Allow);
        }
        let field = self.required(table, "negatives")?;
        let choices = [
            ("allow", Negatives::Allow),
            ("as_deduction", Negatives::AsDeduction),
            ("refuse", Negatives::Refuse),
        ];
        let instead = "write lines = \"net\": a run never pays less than nothing, and what it \
                       could not keep is carried forward as a receivable";
        self.word(field, &choices, &[("carry_forward", instead)])
    }

    fn currency(&mut self, field: Field<'s>) -> Option<Option<Unit>> {
        let text = self.text(field)?;
        if text == "any" {
            return Some(None);
        }
        let unit = text.parse::<Unit>().ok().filter(|unit| unit.is_money());
        if unit.is_none() {
            let help = "write an ISO 4217 code such as \"USD\", or \"any\"";
            self.report.wrong("F0302", field.span(), "this is not a currency", help);
        }
        unit.map(Some)
    }

    fn source(&mut self, field: Field<'s>) -> Option<Source> {
        let text = self.text(field)?;
        let source = Source::read(text);
        if source.is_none() {
            let near = nearest(text, Source::words());
            let meant = near.map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
            let sentence = format!("nothing is filled from this{meant}");
            let words: Vec<&str> = Source::words().collect();
            let help =
                format!("write one of {}, with a name where it ends in a colon", words.join(", "));
            self.report.wrong("F0201", field.span(), sentence, help);
        }
        source
    }

    fn sorted_by(&mut self, field: Field<'s>, kind: Option<Kind>) -> Option<Source> {
        let source = self.source(field)?;
        let orders = matches!(source.written(), Written::Text | Written::TextOrDate);
        if !orders || kind.is_some_and(|kind| source.misfit(kind, false).is_some()) {
            let help = "order by texts that its rows have, such as \"payee\", \"name\" or \"code\"";
            self.report.wrong("F0202", field.span(), "rows are not ordered by this", help);
            return None;
        }
        Some(source)
    }

    fn column(&mut self, field: Field<'s>, places: &mut Places) -> Option<Column> {
        let table = self.table(field, &COLUMN)?;
        let header = self.required(&table, "header").and_then(|field| self.line(field));
        let from = self.required(&table, "from")?;
        let source = self.source(from);
        let ways = ["text", "money", "date"].map(|key| table.optional(key));
        let given: Vec<Field<'s>> = ways.into_iter().flatten().collect();
        places.columns.push(from.span());
        places.specs.push(given.first().map_or(from.span(), Field::span));
        let source = source?;
        let wants = match source.written() {
            Written::Nothing => "nothing: it is empty",
            Written::Text => "`text`",
            Written::Money => "`money`",
            Written::Date => "`date`",
            Written::TextOrDate => "either `text` or `date`",
        };
        let fits = matches!(
            (source.written(), &ways),
            (Written::Nothing, [None, None, None])
                | (Written::Text | Written::TextOrDate, [Some(_), None, None])
                | (Written::Money, [None, Some(_), None])
                | (Written::Date | Written::TextOrDate, [None, None, Some(_)])
        );
        if !fits {
            let sentence = format!("the column says how it is written by {wants}");
            let help = "say it once, in the way of what fills the column";
            self.report.wrong("F0203", from.span(), sentence, help);
            return None;
        }
        let spec = match ways {
            [Some(text), ..] => self.text_spec(text),
            [_, Some(money), _] => self.money_spec(money),
            [_, _, Some(date)] => self.date_spec(date),
            _ => Some(Spec::Nothing),
        };
        Some(Column { header: header?, from: source, spec: spec? })
    }

    fn text_spec(&mut self, field: Field<'s>) -> Option<Spec> {
        let table = self.table(field, &TEXT)?;
        let patterns = [
            ("any", Pattern::Any),
            ("ascii", Pattern::Ascii),
            ("alphanumeric", Pattern::Alphanumeric),
            ("digits", Pattern::Digits),
        ];
        let of = self.word_of(&table, "of", &patterns);
        let count = |number: i64| usize::try_from(number).ok();
        let min = match table.optional("min") {
            Some(field) => self.whole(field, 0, 1_000).and_then(count),
            None => Some(0),
        };
        let max = self.required(&table, "max").and_then(|field| self.whole(field, 1, 1_000));
        let guards = [("apostrophe", true), ("refuse", false)];
        let guarded = self.word_of(&table, "guard", &guards);
        Some(Spec::Text { of: of?, min: min?, max: max.and_then(count)?, guarded: guarded? })
    }

    fn money_spec(&mut self, field: Field<'s>) -> Option<Spec> {
        let table = self.table(field, &MONEY)?;
        let scale = self.required(&table, "scale").and_then(|field| match field.as_text() {
            Some(_) => self.word(field, &[("currency", None)], &[]),
            None => self.whole(field, 0, 6).and_then(|scale| u8::try_from(scale).ok()).map(Some),
        });
        let parentheses = self.word_of(&table, "sign", &[("minus", false), ("parentheses", true)]);
        let writes_zero = self.word_of(&table, "zero", &[("written", true), ("empty", false)]);
        Some(Spec::Money { scale: scale?, parentheses: parentheses?, writes_zero: writes_zero? })
    }

    fn date_spec(&mut self, field: Field<'s>) -> Option<Spec> {
        let formats = [
            ("iso", DateFormat::Iso),
            ("us", DateFormat::Us),
            ("us_short", DateFormat::UsShort),
            ("european", DateFormat::European),
            ("compact", DateFormat::Compact),
        ];
        self.word(field, &formats, &[]).map(Spec::Date)
    }

    fn codes(&mut self, table: &Table<'s>, kind: Kind, places: &mut Places) -> Option<Vec<Code>> {
        if kind == Kind::Journal {
            self.misplaced(table, "code", "a journal has accounts");
            return Some(Vec::new());
        }
        let field = self.required(table, "code")?;
        let list = self.list(field, false)?;
        let read: Vec<_> = list.into_iter().map(|field| self.code(field, places)).collect();
        read.into_iter().collect()
    }

    fn code(&mut self, field: Field<'s>, places: &mut Places) -> Option<Code> {
        let table = self.table(field, &CODE)?;
        places.codes.push(field.span());
        let words: Vec<(&str, Pays)> =
            Pays::ITEMS.into_iter().chain([Pays::Paid]).map(|it| (it.word(), it)).collect();
        let pays = self.required(&table, "pays").and_then(|field| {
            self.distinct(field, false, |reader, field| reader.word(field, &words, &[]))
        });
        let worker = match table.optional("worker") {
            Some(field) => self.word(field, &WORKERS, &[]).map(Some),
            None => Some(None),
        };
        let rule = match table.optional("rule") {
            Some(field) => self.id(field, 64).and_then(|id| id.parse::<RuleId>().ok()).map(Some),
            None => Some(None),
        };
        let code = self.required(&table, "code").and_then(|field| self.line(field));
        Some(Code { pays: pays?, worker: worker?, rule: rule?, code: code? })
    }

    fn accounts(&mut self, table: &Table<'s>, kind: Kind) -> Option<Vec<(Booked, String)>> {
        if kind != Kind::Journal {
            self.misplaced(table, "account", "only a journal has accounts");
            return Some(Vec::new());
        }
        let field = self.required(table, "account")?;
        let (mut accounts, mut is_whole) = (Vec::new(), true);
        for entry in self.list(field, false)? {
            let read = self.account(entry);
            match read {
                Some((of, _)) if accounts.iter().any(|(known, _)| *known == of) => {
                    let sentence = "this account of a run is named twice";
                    self.report.wrong("F0110", entry.span(), sentence, "name each once");
                    is_whole = false;
                }
                Some(account) => accounts.push(account),
                None => is_whole = false,
            }
        }
        let missing: Vec<&str> = Booked::ALL
            .into_iter()
            .filter(|of| is_whole && !accounts.iter().any(|(known, _)| known == of))
            .map(Booked::word)
            .collect();
        if !missing.is_empty() {
            let sentence = format!("no name is given for {}", missing.join(", "));
            let (_, help) = PROFILE.key("account").expect("a profile has accounts");
            self.report.missing("F0501", field.span(), sentence, help);
        }
        is_whole.then_some(accounts)
    }

    fn account(&mut self, field: Field<'s>) -> Option<(Booked, String)> {
        let table = self.table(field, &ACCOUNT)?;
        let words = Booked::ALL.map(|of| (of.word(), of));
        let of = self.word_of(&table, "of", &words);
        let name = self.required(&table, "name").and_then(|field| self.line(field));
        Some((of?, name?))
    }
}
