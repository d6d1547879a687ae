//! A cell as a day, a whole number or an amount, in the forms a company writes them.
//!
//! Nothing is guessed: a cell that is not exactly of the stated form is none of them.

use chrono::format::{Item, StrftimeItems};
use chrono::{Datelike as _, NaiveDate};
use referral_ledger::money::{Amount, Unit};
use referral_ledger::time::Date;

/// How cells are written, as far as the mapping says it.
#[derive(Clone, Default)]
pub(super) struct Forms {
    /// A day, in the letters of `strftime`.
    pub(super) date: Option<String>,
    /// What stands before the cents.
    pub(super) decimal: Option<char>,
    /// What stands between groups of three digits.
    pub(super) grouping: Option<char>,
    /// The currency of amounts.
    pub(super) currency: Option<Currency>,
}

/// Where the currency of an amount is said.
#[derive(Clone)]
pub(super) enum Currency {
    /// In the mapping: it is the same in every row.
    Same(Unit),
    /// In a column, as its ISO 4217 code.
    Column(String),
}

/// That a format can be read at all.
pub(super) fn check_format(format: &str) -> Result<(), String> {
    let unknown = StrftimeItems::new(format).any(|item| matches!(item, Item::Error));
    if unknown || format.is_empty() {
        return Err(format!("\"{format}\" is no form of a day: write it as \"%d.%m.%Y\""));
    }
    Ok(())
}

/// The day in a cell. A time of day that the format has is read and left out.
pub(super) fn day(cell: &str, format: &str) -> Result<Date, String> {
    let read = NaiveDate::parse_from_str(cell, format).ok();
    let day = read.and_then(|day| Date::new(day.year(), day.month(), day.day()));
    day.ok_or_else(|| {
        let shown: String = cell.chars().take(40).collect();
        format!("{shown:?} is no day of the form \"{format}\" in the years 1970 to 2199")
    })
}

/// The whole number in a cell; digits alone, in groups of three where these are stated.
pub(super) fn number(cell: &str, grouping: Option<char>) -> Result<u32, String> {
    let digits = ungrouped(cell, grouping);
    let digits = digits.filter(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()));
    digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| {
        let shown: String = cell.chars().take(40).collect();
        format!("{shown:?} is no whole number: write it as 12, digits alone")
    })
}

/// The amount in a cell, in its canonical text. Missing decimals are zeros; further ones are
/// refused, because a cent is never rounded away unseen.
pub(super) fn amount(cell: &str, unit: Unit, forms: &Forms) -> Result<String, String> {
    let decimal = forms.decimal.unwrap_or('.');
    let wrong = || {
        let shown: String = cell.chars().take(40).collect();
        let example = example(forms, decimal, unit);
        format!("{shown:?} is no amount: write {unit} as {example}, digits alone")
    };
    let (sign, digits) = match cell.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", cell),
    };
    let (whole, part) = digits.split_once(decimal).unwrap_or((digits, ""));
    let whole = ungrouped(whole, forms.grouping).ok_or_else(wrong)?;
    let decimals = usize::try_from(unit.decimals()).unwrap_or_default();
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !are_digits(&whole) || !are_digits(part) || part.len() > decimals {
        return Err(wrong());
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if decimals == 0 { "" } else { "." };
    let is_zero = whole == "0" && part.bytes().all(|byte| byte == b'0');
    let sign = if is_zero { "" } else { sign };
    let text = format!("{sign}{whole}{point}{part:0<decimals$} {unit}");
    text.parse::<Amount>().map(|amount| amount.to_string()).map_err(|problem| problem.to_string())
}

/// The digits without what groups them, if every group has three.
fn ungrouped(whole: &str, grouping: Option<char>) -> Option<String> {
    let Some(grouping) = grouping.filter(|grouping| whole.contains(*grouping)) else {
        return Some(whole.to_owned());
    };
    let mut groups = whole.split(grouping);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let mut digits = first.to_owned();
    for group in groups {
        digits += (group.len() == 3).then_some(group)?;
    }
    Some(digits)
}

fn example(forms: &Forms, decimal: char, unit: Unit) -> String {
    let grouping = forms.grouping.map(String::from).unwrap_or_default();
    let part = "0".repeat(usize::try_from(unit.decimals()).unwrap_or_default());
    let point = if part.is_empty() { String::new() } else { decimal.to_string() };
    format!("1{grouping}234{point}{part}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn german() -> Forms {
        Forms { decimal: Some(','), grouping: Some('.'), ..Forms::default() }
    }

    fn euros(cell: &str) -> Result<String, String> {
        amount(cell, "EUR".parse().unwrap(), &german())
    }

    #[test]
    fn an_amount_is_read_in_the_stated_form_and_in_no_other() {
        for (cell, text) in [
            ("1.234,50", "1234.50 EUR"),
            ("1234,5", "1234.50 EUR"),
            ("12", "12.00 EUR"),
            ("007,00", "7.00 EUR"),
            ("-0,00", "0.00 EUR"),
            ("-1.000", "-1000.00 EUR"),
        ] {
            assert_eq!(euros(cell).as_deref(), Ok(text), "{cell}");
        }
        for cell in
            ["1.23,50", "1234.50", "1,234", "1,2,3", "", ",50", "--1", "1 EUR", "1e3", "+1", ".123"]
        {
            assert!(euros(cell).is_err(), "{cell}");
        }
        let yen = |cell| amount(cell, "JPY".parse().unwrap(), &german());
        assert_eq!(yen("1500").as_deref(), Ok("1500 JPY"));
        assert!(yen("1500,5").is_err());
        let wrong = euros("1.5").unwrap_err();
        assert_eq!(wrong, "\"1.5\" is no amount: write EUR as 1.234,00, digits alone");
    }

    #[test]
    fn a_whole_number_is_digits_alone() {
        let read = |cell| number(cell, Some('.'));
        for (cell, whole) in [("0", 0), ("12", 12), ("1.200", 1200), ("007", 7)] {
            assert_eq!(read(cell), Ok(whole), "{cell}");
        }
        for cell in ["", "-1", "+1", "1,0", "1.5", "1e3", "4294967296", "1 200"] {
            assert!(read(cell).is_err(), "{cell}");
        }
    }

    #[test]
    fn a_day_is_read_in_the_stated_form_and_its_time_left_out() {
        let on = |cell, format| day(cell, format).map(|day| day.to_string());
        assert_eq!(on("05.03.2026", "%d.%m.%Y").as_deref(), Ok("2026-03-05"));
        assert_eq!(on("2026-03-05 23:59:58", "%Y-%m-%d %H:%M:%S").as_deref(), Ok("2026-03-05"));
        for wrong in ["31.02.2026", "2026-03-05", "05.03.1926", "05.03.2026 x", ""] {
            assert!(on(wrong, "%d.%m.%Y").is_err(), "{wrong}");
        }
        assert!(check_format("%d.%m.%Y").is_ok());
        assert!(check_format("%Q").is_err() && check_format("").is_err());
    }
}
