//! Acknowledgements: what payroll answers to a file, line by line, as a CSV file read back.
//!
//! Reading is pure, and knows no ledger: it gives the lines that a command tells
//! ([`AcknowledgeLines`](crate::command::AcknowledgeLines)), or all that is wrong with the file.

use super::directory::Directory;
use super::pay_sheet::PaySheet;
use crate::command::AcknowledgedLine;
use crate::id::{PayeeId, ReasonCode};
use crate::payout::Acknowledgement;
use std::collections::BTreeMap;
use std::fmt;

/// The most bytes of an acknowledgement that are read.
const BYTES_MAX: usize = 16 << 20;

/// Why an acknowledgement cannot be read: everything that is wrong, by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcknowledgementError {
    /// The line of the file, counted from 1, and what is wrong with it.
    pub faults: Vec<(usize, String)>,
}

impl fmt::Display for AcknowledgementError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (line, fault)) in self.faults.iter().enumerate() {
            if index > 0 {
                formatter.write_str("; ")?;
            }
            write!(formatter, "line {line}: {fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for AcknowledgementError {}

/// How payroll names payees in its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyedBy<'a> {
    /// By the payee's own id.
    Payee,
    /// By their id in this system, as the directory has it.
    External(&'a str),
}

/// Reads a CSV file with the columns `key`, `status` (`accepted` or `rejected`) and `reason` (a
/// code, empty where it was accepted): a line for each payee of the sheet whom payroll answers for.
///
/// The lines come sorted by payee. Whoever is not in the file got no answer yet.
///
/// ```
/// # mod m { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/manual/company.rs")); }
/// # use m::*;
/// use referral_ledger::payout::Acknowledgement;
/// use referral_ledger::report::acknowledgement::{KeyedBy, read_acknowledgement};
/// use referral_ledger::report::Directory;
/// # let mut acme = Company::under(COMMISSION);
/// # acme.sells("ben", "press");
/// # acme.receives("p1", "press", amount!(1_000.00 USD));
/// # acme.pays("2027-03");
/// # let sheet = acme.journal.ledger().pay_sheet(&"us-field/2027-03/1".parse().unwrap()).unwrap();
/// let names = Directory::new().with_external(&"ben".parse()?, "adp", "000042");
/// let answer = "key,status,reason\r\n000042,rejected,no-such-file-number\r\n";
/// let lines = read_acknowledgement(answer, &sheet, &names, KeyedBy::External("adp"))?;
/// assert_eq!(lines[0].payee.as_str(), "ben");
/// assert_eq!(lines[0].answer, Acknowledgement::Rejected("no-such-file-number".parse()?));
///
/// let answer = "key,status,reason\nben,maybe,\nzoe,accepted,\n";
/// let wrong = read_acknowledgement(answer, &sheet, &names, KeyedBy::Payee).unwrap_err();
/// assert_eq!(wrong.to_string(), "line 2: the status is `maybe`, and not accepted or rejected; \
///     line 3: the run has no payee with this key");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`AcknowledgementError`] with every line that is wrong; then no line is given.
pub fn read_acknowledgement(
    text: &str,
    sheet: &PaySheet,
    directory: &Directory,
    keyed_by: KeyedBy<'_>,
) -> Result<Vec<AcknowledgedLine>, AcknowledgementError> {
    let fail = |line: usize, fault: String| AcknowledgementError { faults: vec![(line, fault)] };
    if text.len() > BYTES_MAX {
        return Err(fail(1, format!("the file has over {BYTES_MAX} bytes")));
    }
    let rows = rows(text.trim_start_matches('\u{feff}')).map_err(|(line, why)| fail(line, why))?;
    let Some(((_, header), rows)) = rows.split_first() else {
        return Err(fail(1, "the file is empty".to_owned()));
    };
    if header.iter().map(String::as_str).ne(["key", "status", "reason"]) {
        return Err(fail(1, "the first line is not key,status,reason".to_owned()));
    }
    let mut keys: BTreeMap<&str, Vec<&PayeeId>> = BTreeMap::new();
    for line in sheet.lines() {
        let key = match keyed_by {
            KeyedBy::Payee => Some(line.payee.as_str()),
            KeyedBy::External(system) => directory.external(&line.payee, system),
        };
        keys.entry(key.unwrap_or_default()).or_default().push(&line.payee);
    }
    let mut lines: BTreeMap<PayeeId, Acknowledgement> = BTreeMap::new();
    let mut faults = Vec::new();
    for (line, cells) in rows {
        match read(cells, &keys) {
            Ok((payee, _)) if lines.contains_key(payee) => {
                faults.push((*line, format!("payee {payee} was answered for before")));
            }
            Ok((payee, answer)) => drop(lines.insert(payee.clone(), answer)),
            Err(fault) => faults.push((*line, fault)),
        }
    }
    if faults.is_empty() {
        let line = |(payee, answer)| AcknowledgedLine { payee, answer };
        Ok(lines.into_iter().map(line).collect())
    } else {
        Err(AcknowledgementError { faults })
    }
}

fn read<'a>(
    cells: &[String],
    keys: &BTreeMap<&str, Vec<&'a PayeeId>>,
) -> Result<(&'a PayeeId, Acknowledgement), String> {
    let [key, status, reason] = cells else {
        return Err(format!("there are {} cells, and three are read", cells.len()));
    };
    let answer = match (status.as_str(), reason.as_str()) {
        ("accepted", "") => Acknowledgement::Accepted,
        ("accepted", _) => return Err("what was accepted has no reason".to_owned()),
        ("rejected", reason) => {
            let code = reason.parse::<ReasonCode>();
            Acknowledgement::Rejected(
                code.map_err(|why| format!("{why}: give the reason as a code"))?,
            )
        }
        (other, _) => {
            let other: String = other.chars().take(40).collect();
            let other = other.escape_debug();
            return Err(format!("the status is `{other}`, and not accepted or rejected"));
        }
    };
    match keys.get(key.as_str()).map(Vec::as_slice) {
        Some([payee]) if !key.is_empty() => Ok((payee, answer)),
        Some([_, _, ..]) if !key.is_empty() => Err("several payees have this key".to_owned()),
        _ => Err("the run has no payee with this key".to_owned()),
    }
}

type Rows = Vec<(usize, Vec<String>)>;

/// The rows of a CSV text after RFC 4180, each with the line it begins on; empty lines are none.
fn rows(text: &str) -> Result<Rows, (usize, String)> {
    let (mut rows, mut cells, mut cell) = (Rows::new(), Vec::new(), String::new());
    let (mut line, mut began, mut quoted, mut was_quoted) = (1, 1, false, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        line += usize::from(letter == '\n');
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' if quoted => quoted = false,
            letter if quoted => cell.push(letter),
            '"' if cell.is_empty() && !was_quoted => (quoted, was_quoted) = (true, true),
            '"' => return Err((line, "a quote stands inside a cell".to_owned())),
            ',' => {
                cells.push(std::mem::take(&mut cell));
                was_quoted = false;
            }
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' => {
                end(&mut rows, &mut cells, &mut cell, (began, was_quoted));
                (began, was_quoted) = (line, false);
            }
            _ if was_quoted => {
                return Err((line, "something stands behind a quoted cell".to_owned()));
            }
            letter => cell.push(letter),
        }
    }
    if quoted {
        return Err((began, "a quote is opened and never closed".to_owned()));
    }
    end(&mut rows, &mut cells, &mut cell, (began, was_quoted));
    Ok(rows)
}

fn end(rows: &mut Rows, cells: &mut Vec<String>, cell: &mut String, at: (usize, bool)) {
    let (began, was_quoted) = at;
    if cells.is_empty() && cell.is_empty() && !was_quoted {
        return; // an empty line, or the end of the text
    }
    cells.push(std::mem::take(cell));
    rows.push((began, std::mem::take(cells)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_after_rfc_4180_with_the_line_they_begin_on() {
        let text = "a,\"b\"\"c\",\r\n\n\"two\nlines\",x\n\"\"";
        let read = rows(text).unwrap();
        let read: Vec<(usize, Vec<&str>)> = read
            .iter()
            .map(|(line, cells)| (*line, cells.iter().map(String::as_str).collect()))
            .collect();
        let expected = [(1, vec!["a", "b\"c", ""]), (3, vec!["two\nlines", "x"]), (5, vec![""])];
        assert_eq!(read, expected);
        for (text, line) in [("a\n\"b", 2), ("a\"b", 1), ("\"a\"b", 1)] {
            assert_eq!(rows(text).unwrap_err().0, line, "{text}");
        }
    }
}
