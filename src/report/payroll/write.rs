//! From rows to files: cells, order, division, names. All that is in the way is found first.

use super::cells;
use super::problem::Problem;
use super::rows::{Part, Row};
use super::{ControlTotals, PayrollFile};
use crate::id::PayeeId;
use crate::ledger::view_runs::RunLineView;
use crate::money::Amount;
use crate::report::csv;
use crate::report::directory::Directory;
use crate::report::pay_sheet::PaySheet;
use crate::report::profile::{Kind, Known, Layout, Profile, Source, Spec};
use crate::time::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The most characters of a file's name, as it is recorded.
const NAME_CHARS_MAX: usize = crate::id::ID_BYTES_MAX;

/// What the cells of a file are filled from.
pub(super) struct Writer<'a> {
    pub(super) sheet: &'a PaySheet,
    pub(super) profile: &'a Profile,
    pub(super) directory: &'a Directory,
}

/// A row that is written, with what it is ordered and divided by.
struct Written {
    sort: Vec<String>,
    cells: Vec<String>,
}

impl Writer<'_> {
    /// What the directory lacks, of everything that the profile writes, orders or divides by.
    pub(super) fn missing(&self, rows: &[Row<'_>], problems: &mut Vec<Problem>) {
        let profile = self.profile;
        let payees: BTreeSet<&PayeeId> = rows.iter().map(|row| &row.line.payee).collect();
        let without = |known: &dyn Fn(&PayeeId) -> bool| {
            let missing = payees.iter().filter(|payee| !known(payee));
            missing.map(|payee| (*payee).clone()).collect::<Vec<_>>()
        };
        let columns = profile.columns.iter().map(|column| &column.from);
        let others =
            profile.split_by.iter().chain(&profile.sort).chain(profile.file_name.sources());
        let mut asked: Vec<&Source> = Vec::new();
        for source in columns.chain(others) {
            if asked.contains(&source) {
                continue;
            }
            asked.push(source);
            let lines = payees.len();
            match source {
                Source::Name => {
                    let payees = without(&|payee| self.directory.name(payee).is_some());
                    if !payees.is_empty() {
                        problems.push(Problem::NamesMissing { payees, lines });
                    }
                }
                Source::External(system) => {
                    let known = |payee: &PayeeId| {
                        self.directory.external(payee, system).is_some_and(|id| !id.is_empty())
                    };
                    let payees = without(&known);
                    if !payees.is_empty() {
                        let system = system.clone();
                        problems.push(Problem::ExternalMissing { system, payees, lines });
                    }
                }
                Source::Constant(constant) if self.directory.constant(constant).is_none() => {
                    problems.push(Problem::ConstantMissing { constant: constant.clone() });
                }
                _ => {}
            }
        }
    }

    /// The files, in the order of what divides them.
    pub(super) fn files(&self, rows: &[Row<'_>], problems: &mut Vec<Problem>) -> Vec<PayrollFile> {
        let mut divided: BTreeMap<Vec<String>, Vec<(Written, &Row<'_>)>> = BTreeMap::new();
        if self.profile.split_by.is_empty() {
            divided.insert(Vec::new(), Vec::new()); // a run that pays nobody has a file too
        }
        let mut told = BTreeSet::new(); // columns, and whose: several rows have one of the run
        for row in rows {
            let key = |source: &Source| self.text(source, row);
            let written = self.written(row, &mut told, problems);
            if !self.profile.keeps_zero_lines && self.is_zero(row) {
                continue;
            }
            let file = self.profile.split_by.iter().map(key).collect();
            divided.entry(file).or_default().push((written, row));
        }
        let mut names = BTreeSet::new();
        let mut files = Vec::new();
        for (key, mut rows) in divided {
            rows.sort_by(|(one, _), (other, _)| one.sort.cmp(&other.sort)); // stable
            let name = self.name(&key);
            if name.starts_with('.') || name.is_empty() || name.len() > NAME_CHARS_MAX {
                problems.push(Problem::BadName { name: name.clone() });
            }
            if !names.insert(name.clone()) {
                problems.push(Problem::SameName { name: name.clone() });
            }
            let written: Vec<&[String]> = rows.iter().map(|(it, _)| it.cells.as_slice()).collect();
            let bytes = self.bytes(&written);
            let rows: Vec<&Row<'_>> = rows.iter().map(|(_, row)| *row).collect();
            let totals = self.totals(&rows);
            files.push(PayrollFile::new(name, bytes, self.profile, totals));
        }
        files
    }

    fn written(
        &self,
        row: &Row<'_>,
        told: &mut BTreeSet<(usize, String)>,
        problems: &mut Vec<Problem>,
    ) -> Written {
        let mut cells = Vec::new();
        for (index, column) in self.profile.columns.iter().enumerate() {
            let cell = match (&column.spec, self.day(&column.from)) {
                (Spec::Nothing, _) => Ok(String::new()),
                (Spec::Date(format), Some(day)) => Ok(cells::date(day, *format)),
                (Spec::Date(_), None) => Err("is no date such as 2026-03-31".to_owned()),
                (Spec::Money { .. }, _) => {
                    cells::money(self.money(&column.from, row), &column.spec)
                }
                (Spec::Text { .. }, _) => {
                    let text = self.text(&column.from, row);
                    cells::text(&text, &column.spec).and_then(|text| self.in_blocks(text))
                }
            };
            cells.push(cell.unwrap_or_else(|why| {
                let whose = match column.from.known() {
                    Known::Run => format!("run {}", self.sheet.run()),
                    _ => row.line.payee.to_string(),
                };
                if told.insert((index, whose.clone())) {
                    let (column, header) = (index + 1, column.header.clone());
                    problems.push(Problem::Cell { column, header, whose, why });
                }
                String::new()
            }));
        }
        let sort = self.profile.sort.iter().map(|source| self.text(source, row)).collect();
        Written { sort, cells }
    }

    /// QuickBooks' blocks have no way to quote.
    fn in_blocks(&self, text: String) -> Result<String, String> {
        if self.profile.layout == Layout::Iif && text.contains(['\t', '\r', '\n', '"']) {
            return Err(
                "has a tab, a quote or a line break, which the format cannot hold".to_owned()
            );
        }
        Ok(text)
    }

    /// Whether every amount of the row that stands in the file is zero.
    fn is_zero(&self, row: &Row<'_>) -> bool {
        let columns = self.profile.columns.iter();
        let mut money = columns.filter(|column| matches!(column.spec, Spec::Money { .. }));
        money.all(|column| self.money(&column.from, row).is_zero())
    }

    fn money(&self, source: &Source, row: &Row<'_>) -> Amount {
        let line: &RunLineView = row.line;
        let zero = Amount::zero(line.paid.unit());
        let sum = |code: Option<&str>| {
            let of_code = |part: &&Part<'_>| code.is_none_or(|code| part.code == code);
            let mut parts = row.parts.iter().filter(of_code);
            let sum = parts.try_fold(zero, |sum, part| sum.checked_add(part.written));
            sum.expect("L2: what is payable was accrued within the bound")
        };
        match source {
            Source::Gross => line.payable(),
            Source::Draws => line.draws,
            Source::Recovered => line.recovered,
            Source::Paid => line.paid,
            Source::AmountOf(code) => sum(Some(code)),
            Source::Debit if sum(None).is_negative() => zero,
            Source::Credit if sum(None).is_negative() => sum(None).negated(),
            Source::Credit => zero,
            _ => sum(None),
        }
    }

    fn day(&self, source: &Source) -> Option<Date> {
        let period = self.sheet.run().period;
        match source {
            Source::CutOff => Some(self.sheet.cut_off()),
            Source::PeriodFrom => Some(period.from()),
            Source::PeriodTo => Some(period.last_day()),
            Source::Constant(name) => self.directory.constant(name)?.parse().ok(),
            _ => None,
        }
    }

    fn text(&self, source: &Source, row: &Row<'_>) -> String {
        let payee = &row.line.payee;
        match source {
            Source::Payee => payee.to_string(),
            Source::Name => self.directory.name(payee).unwrap_or_default().to_owned(),
            Source::WorkerClass => row.line.class.word().to_owned(),
            Source::External(system) => {
                self.directory.external(payee, system).unwrap_or_default().to_owned()
            }
            Source::Code | Source::Account => {
                row.parts.first().map_or(String::new(), |part| part.code.to_owned())
            }
            _ => self.of_run(source),
        }
    }

    fn of_run(&self, source: &Source) -> String {
        let run = self.sheet.run();
        match source {
            Source::Fixed(text) => text.clone(),
            Source::Constant(name) => self.directory.constant(name).unwrap_or_default().to_owned(),
            Source::Run => run.to_string(),
            Source::Period => run.period.to_string(),
            Source::PayGroup => run.group.to_string(),
            Source::Sequence => run.sequence.to_string(),
            Source::Batch => {
                let from = run.period.from().to_string();
                format!("{}{}{:02}", &from[2..4], &from[5..7], run.sequence)
            }
            Source::Entity => self.sheet.entity().to_string(),
            Source::Currency => self.sheet.total().unit().code().to_owned(),
            source => self.day(source).map_or(String::new(), |day| day.to_string()),
        }
    }

    fn name(&self, key: &[String]) -> String {
        let split_by = &self.profile.split_by;
        self.profile.file_name.filled(|source| {
            let at = split_by.iter().position(|it| it == source);
            at.and_then(|at| key.get(at).cloned()).unwrap_or_else(|| self.of_run(source))
        })
    }

    fn bytes(&self, rows: &[&[String]]) -> Vec<u8> {
        let Profile { delimiter, line_end, .. } = self.profile;
        let headers: Vec<String> = self.profile.headers().map(str::to_owned).collect();
        let mut text = String::new();
        let with = |word: &str, cells: &[String]| {
            let cells = cells.join("\t");
            format!("{word}\t{cells}{line_end}")
        };
        match self.profile.layout {
            Layout::Table => {
                if self.profile.header {
                    text += &csv::row(&headers, *delimiter, line_end);
                }
                for cells in rows {
                    text += &csv::row(cells, *delimiter, line_end);
                }
            }
            Layout::Iif => {
                text += &with("!TRNS", &headers);
                text += &with("!SPL", &headers);
                text += &format!("!ENDTRNS{line_end}");
                for (index, cells) in rows.iter().enumerate() {
                    text += &with(if index == 0 { "TRNS" } else { "SPL" }, cells);
                }
                if !rows.is_empty() {
                    text += &format!("ENDTRNS{line_end}");
                }
            }
        }
        text.into_bytes()
    }

    fn totals(&self, rows: &[&Row<'_>]) -> ControlTotals {
        let zero = Amount::zero(self.sheet.total().unit());
        let bound = "L2: what is payable was accrued within the bound";
        let mut totals = ControlTotals {
            rows: rows.len(),
            payees: rows.iter().map(|row| &row.line.payee).collect::<BTreeSet<_>>().len(),
            positive: zero,
            negative: zero,
            net: zero,
            codes: BTreeMap::new(),
            id_hash: 0,
        };
        for row in rows {
            for part in &row.parts {
                let side = if part.counts.is_negative() {
                    &mut totals.negative
                } else {
                    &mut totals.positive
                };
                *side = side.checked_add(part.counts).expect(bound);
                let code = totals.codes.entry(part.code.to_owned()).or_insert(zero);
                *code = code.checked_add(part.counts).expect(bound);
            }
            for column in &self.profile.columns {
                if matches!(column.from, Source::External(_)) {
                    let id = self.text(&column.from, row);
                    totals.id_hash = (totals.id_hash + last_digits(&id)) % 10_000_000_000;
                }
            }
        }
        totals.net = totals.positive.checked_add(totals.negative).expect(bound);
        debug_assert!(self.profile.kind != Kind::Journal || totals.net.is_zero(), "L1");
        totals
    }
}

/// The last ten digits of an id, as a number.
fn last_digits(id: &str) -> u64 {
    let digits = id.bytes().filter(u8::is_ascii_digit).map(|digit| u64::from(digit - b'0'));
    digits.fold(0, |number, digit| (number * 10 + digit) % 10_000_000_000)
}
