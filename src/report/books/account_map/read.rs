//! From the text of an account map to its lines, with the place of everything that cannot be read.

use super::kind::KINDS;
use super::{CODES, Grammar, Kind, Line, Piece, check};
use crate::id::IdError;
use crate::plan::Findings;
use crate::plan::parse::{Report, Source, nearest};
use std::ops::Range;
use std::str::FromStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The most lines of a map.
const LINES_MAX: usize = 200;

/// The most bytes of a cost centre.
const COST_CENTRE_BYTES_MAX: usize = 128;

/// The keys of the file and of a line, and what to write behind them.
const KEYS: [(&str, &str); 10] = [
    ("schema", "write schema = 1"),
    ("account", "write [[account]] tables, each with `of` and `name`"),
    ("of", "write the account as the trial balance has it, without an id: \"Expenses:Incentives\""),
    ("name", "write what it is called there: \"Expenses:4711:Sales incentives\""),
    ("entity", "write the id of a legal entity, or leave it out for all of them"),
    ("pay_group", "write the id of a pay group, or leave it out for all of them"),
    ("plan", "write the id of a plan, or leave it out for all of them"),
    ("rule", "write the id of a rule, or leave it out for all of them"),
    ("cost_centre", "write 1 to 128 visible signs of ASCII without a blank, such as \"CC-40\""),
    ("merge", "write true where several accounts may have this name, or leave it out"),
];

/// The roots a name may have.
const ROOTS: [&str; 6] = ["Assets", "Liabilities", "Equity", "Income", "Expenses", "Memo"];

type Value<'s> = &'s Spanned<DeValue<'s>>;

/// A line, and where it stands in the file.
pub(super) struct Placed {
    pub(super) line: Line,
    pub(super) at: Range<usize>,
    pub(super) name_at: Range<usize>,
}

/// The lines of a map, or all that is wrong with it.
pub(super) fn lines(text: &str, grammar: Grammar) -> Result<Vec<Line>, Findings> {
    let source = Source::of(text).map_err(|findings| of_a_map(&findings))?;
    let mut reading =
        Reading { report: Report::with(source.text(), (CODES, Some("A0103"))), grammar };
    let placed = reading.document(source.document());
    check::lines(&placed, &mut reading.report);
    match reading.report.finish() {
        Some(findings) => Err(findings),
        None => Ok(placed.into_iter().map(|placed| placed.line).collect()),
    }
}

/// What is wrong with any TOML file, in the codes of this one.
fn of_a_map(findings: &Findings) -> Findings {
    let recoded = findings.iter().cloned().map(|mut finding| {
        (finding.code, finding.help) = match finding.code {
            "P0101" => ("A0101", "leave out what the books do not have".to_owned()),
            "P0103" => ("A0103", finding.help),
            _ => ("A0102", "write the file as TOML 1.1, each key once: texts in quotes".to_owned()),
        };
        finding
    });
    Findings::of(recoded.collect(), CODES).expect("findings are never empty")
}

struct Reading<'s> {
    report: Report<'s>,
    grammar: Grammar,
}

impl<'s> Reading<'s> {
    fn document(&mut self, document: &'s DeTable<'s>) -> Vec<Placed> {
        self.known(document, &["schema", "account"]);
        match document.get("schema") {
            None => self.lacks(0..0, "schema"),
            Some(value) if value.get_ref().as_integer().is_some_and(|it| it.as_str() == "1") => {}
            Some(value) => {
                let help = "write schema = 1, or read the file with the release it was made for";
                let sentence = "the schema of an account map is 1";
                self.report.wrong("A0104", value.span(), sentence, help);
            }
        }
        let Some(value) = document.get("account") else {
            self.lacks(0..0, "account");
            return Vec::new();
        };
        let DeValue::Array(lines) = value.get_ref() else {
            self.wrong_type(value.span(), "account", "a list of tables");
            return Vec::new();
        };
        if let Some(further) = lines.get(LINES_MAX) {
            let sentence =
                format!("the map has {} lines, at most {LINES_MAX} are read", lines.len());
            self.report.wrong(
                "A0103",
                further.span(),
                sentence,
                "use parts in braces, such as {payee}",
            );
            return Vec::new();
        }
        lines.iter().filter_map(|line| self.line(line)).collect()
    }

    fn line(&mut self, value: Value<'s>) -> Option<Placed> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(value.span(), "account", "a table");
            return None;
        };
        self.known(table, &KEYS.map(|(key, _)| key)[2..]);
        let of = self.required(table, value, "of");
        let of = of.and_then(|(text, at)| self.kind(text, at));
        let name = self.required(table, value, "name");
        let ids = (
            self.narrowed(table, "entity", of),
            self.narrowed(table, "pay_group", of),
            self.narrowed(table, "plan", of),
            self.narrowed(table, "rule", of),
        );
        let cost_centre = self.text(table, "cost_centre").map(|(text, at)| {
            let is_visible = text.bytes().all(|byte| byte.is_ascii_graphic());
            if text.is_empty() || text.len() > COST_CENTRE_BYTES_MAX || !is_visible {
                self.report.wrong("A0108", at, "this is no cost centre", help("cost_centre"));
            }
            text.to_owned()
        });
        let merge = table.get("merge").is_some_and(|value| {
            let said = value.get_ref().as_bool();
            if said.is_none() {
                self.wrong_type(value.span(), "merge", "true or false");
            }
            said == Some(true)
        });
        let (of, (name, name_at)) = (of?, name?);
        let name = self.pieces(name, name_at.clone(), of)?;
        let (entity, pay_group, plan, rule) = ids;
        let line = Line { of, name, entity, pay_group, plan, rule, cost_centre, merge };
        Some(Placed { line, at: value.span(), name_at })
    }

    fn kind(&mut self, text: &str, at: Range<usize>) -> Option<&'static Kind> {
        let found = KINDS.iter().find(|kind| kind.name == text);
        if found.is_none() {
            let names = KINDS.iter().map(|kind| kind.name);
            let meant = nearest(text, names.clone()).or_else(|| {
                // With an id behind it, or the last of its parts alone.
                let is_near = |name: &&str| text.starts_with(name) || name.ends_with(text);
                names.clone().filter(is_near).max_by_key(|name| name.len())
            });
            let help = match meant {
                Some(meant) => format!("write \"{meant}\""),
                None => format!("write one of {}", names.collect::<Vec<_>>().join(", ")),
            };
            self.report.wrong("A0201", at, "the books have no such account", help);
        }
        found
    }

    /// The id a line is narrowed by, which the entries of its account must know.
    fn narrowed<T: FromStr<Err = IdError>>(
        &mut self,
        table: &'s DeTable<'s>,
        key: &'static str,
        of: Option<&'static Kind>,
    ) -> Option<T> {
        let (text, at) = self.text(table, key)?;
        if let Some(of) = of.filter(|of| !of.knows(key)) {
            let sentence = format!("the entries of {} do not know their {key}", of.name);
            self.report.wrong("A0205", at.clone(), sentence, format!("take `{key}` out"));
        }
        let id: Result<T, IdError> = text.parse();
        if let Err(problem) = &id {
            self.report.wrong("A0108", at, problem.to_string(), help(key));
        }
        id.ok()
    }

    fn pieces(&mut self, name: &str, at: Range<usize>, of: &'static Kind) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        for part in name.split(':') {
            let piece = match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
                None => Piece::Text(part.to_owned()),
                Some(word) if Some(word) == of.own => Piece::Own,
                Some("entity") => Piece::Entity,
                Some("pay_group") if of.knows("pay_group") => Piece::PayGroup,
                Some("plan") if of.knows("plan") => Piece::Plan,
                Some("rule") if of.knows("rule") => Piece::Rule,
                Some(word) => {
                    let all = ["entity", "pay_group", "plan", "rule"];
                    let known = all.into_iter().filter(|word| of.knows(word)).chain(of.own);
                    let known = known.map(|word| format!("{{{word}}}")).collect::<Vec<_>>();
                    let sentence = format!("{} knows no {{{word}}}", of.name);
                    let help = format!("it knows {}", known.join(", "));
                    self.report.wrong("A0204", at, sentence, help);
                    return None;
                }
            };
            pieces.push(piece);
        }
        let root = name.split(':').next().unwrap_or_default();
        if !ROOTS.contains(&root) || pieces.len() < 2 {
            let sentence = "a name begins with a root and has a part behind it";
            let help = format!("begin with one of {}, and a colon", ROOTS.join(", "));
            self.report.wrong("A0202", at, sentence, help);
            return None;
        }
        for piece in &pieces {
            let Piece::Text(text) = piece else { continue };
            let help = match self.grammar.dislikes(text) {
                None if !text.is_empty() => continue,
                None => "write something between the colons, or one colon",
                Some(help) => help,
            };
            let sentence = format!("{} cannot read the part {text:?}", self.grammar);
            self.report.wrong("A0203", at, sentence, help);
            return None;
        }
        Some(pieces)
    }

    /// Reports the keys that are not among those known.
    fn known(&mut self, table: &'s DeTable<'s>, keys: &[&'static str]) {
        for key in table.keys().filter(|key| !keys.contains(&key.get_ref().as_ref())) {
            let meant = nearest(key.get_ref(), keys.iter().copied());
            let help = match meant {
                Some(meant) => format!("write `{meant}`"),
                None => format!("the keys here are {}", keys.join(", ")),
            };
            self.report.wrong("A0106", key.span(), "the key is not known", help);
        }
    }

    fn required(
        &mut self,
        table: &'s DeTable<'s>,
        line: Value<'s>,
        key: &'static str,
    ) -> Option<(&'s str, Range<usize>)> {
        if table.get(key).is_none() {
            self.lacks(line.span(), key);
        }
        self.text(table, key)
    }

    fn text(
        &mut self,
        table: &'s DeTable<'s>,
        key: &'static str,
    ) -> Option<(&'s str, Range<usize>)> {
        let value = table.get(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(value.span(), key, "a text in quotes");
        }
        Some((text?, value.span()))
    }

    fn lacks(&mut self, at: Range<usize>, key: &'static str) {
        self.report.missing("A0107", at, format!("`{key}` is missing"), help(key));
    }

    fn wrong_type(&mut self, at: Range<usize>, key: &'static str, wanted: &str) {
        self.report.wrong("A0105", at, format!("`{key}` is {wanted}"), help(key));
    }
}

/// What to write behind a key.
fn help(key: &str) -> &'static str {
    KEYS.iter().find(|(known, _)| *known == key).map_or("", |(_, help)| help)
}
