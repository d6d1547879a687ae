//! One cell: how a text, an amount and a date are written, and what a column does not take.
//!
//! Knows no run. What is wrong is told without the text itself, which may be somebody's name.

use crate::money::Amount;
use crate::report::csv;
use crate::report::profile::{DateFormat, Pattern, Spec};
use crate::time::Date;

/// A text, guarded where the column says so; or why the column does not take it.
pub(in crate::report) fn text(text: &str, spec: &Spec) -> Result<String, String> {
    let Spec::Text { of, min, max, guarded } = spec else { return Ok(text.to_owned()) };
    let wrong = match of {
        Pattern::Any => None,
        Pattern::Ascii => (!text.bytes().all(|it| matches!(it, b' '..=b'~')))
            .then_some("has other characters than visible ASCII and blanks"),
        Pattern::Alphanumeric => (!text.bytes().all(|it| it.is_ascii_alphanumeric()))
            .then_some("has other characters than letters and digits"),
        Pattern::Digits => (!text.bytes().all(|it| it.is_ascii_digit()))
            .then_some("has other characters than digits"),
    };
    if let Some(wrong) = wrong {
        return Err(wrong.to_owned());
    }
    let count = text.chars().count();
    if count < *min || count > *max {
        let range = if min == max { format!("{max}") } else { format!("{min} to {max}") };
        return Err(format!("has {count} characters, and the column takes {range}"));
    }
    let written = csv::guarded(text);
    match (written == text, guarded) {
        (true, _) => Ok(written),
        // The guard may not make it longer than the target takes.
        (false, true) if count < *max => Ok(written),
        (false, true) => Err("begins like a formula and has no room for an apostrophe".to_owned()),
        (false, false) => Err("begins like a formula of a spreadsheet".to_owned()),
    }
}

/// An amount; or how many decimals the column has too few.
pub(super) fn money(amount: Amount, spec: &Spec) -> Result<String, String> {
    let Spec::Money { scale, parentheses, writes_zero } = spec else { return Ok(amount.digits()) };
    let decimals = amount.unit().decimals();
    let scale = scale.map_or(decimals, u32::from);
    if scale < decimals {
        return Err(format!("has {decimals} decimals, and the column takes {scale}"));
    }
    if amount.is_zero() && !writes_zero {
        return Ok(String::new());
    }
    let digits = amount.digits();
    let mut written = digits.trim_start_matches('-').to_owned();
    if decimals == 0 && scale > 0 {
        written.push('.');
    }
    written.extend((decimals..scale).map(|_| '0'));
    Ok(match (digits.starts_with('-'), parentheses) {
        (false, _) => written,
        (true, true) => format!("({written})"),
        (true, false) => format!("-{written}"),
    })
}

/// A date.
pub(super) fn date(day: Date, format: DateFormat) -> String {
    let iso = day.to_string();
    let (year, month, day) = (&iso[..4], &iso[5..7], &iso[8..10]);
    match format {
        DateFormat::Iso => iso.clone(),
        DateFormat::Us => format!("{month}/{day}/{year}"),
        DateFormat::UsShort => format!("{month}/{day}/{}", &year[2..]),
        DateFormat::European => format!("{day}.{month}.{year}"),
        DateFormat::Compact => format!("{year}{month}{day}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{amount, date};

    fn of(of: Pattern, min: usize, max: usize, guarded: bool) -> Spec {
        Spec::Text { of, min, max, guarded }
    }

    #[test]
    fn a_column_takes_what_it_says_and_nothing_else() {
        let name = of(Pattern::Any, 0, 5, true);
        assert_eq!(text("Zo\u{eb}", &name), Ok("Zo\u{eb}".to_owned()));
        assert_eq!(text("=1+1", &name), Ok("'=1+1".to_owned()));
        assert!(text("=1+12", &name).unwrap_err().ends_with("no room for an apostrophe"));
        let file = of(Pattern::Digits, 6, 6, false);
        assert_eq!(text("000042", &file), Ok("000042".to_owned()));
        assert_eq!(text("42", &file).unwrap_err(), "has 2 characters, and the column takes 6");
        assert!(text("00004x", &file).unwrap_err().contains("digits"));
        assert!(text("a b", &of(Pattern::Alphanumeric, 0, 9, false)).is_err());
        assert!(text("\u{eb}", &of(Pattern::Ascii, 0, 9, false)).is_err());
        assert!(text("-9", &of(Pattern::Ascii, 0, 9, false)).unwrap_err().contains("formula"));
    }

    #[test]
    fn amounts_are_never_guarded_and_never_rounded() {
        let money_of =
            |scale, parentheses, writes_zero| Spec::Money { scale, parentheses, writes_zero };
        let plain = money_of(None, false, true);
        for (amount, written) in [
            (amount!(-120.00 USD), "-120.00"),
            (amount!(0.05 USD), "0.05"),
            (amount!(0.00 USD), "0.00"),
            (amount!(1000 JPY), "1000"),
        ] {
            assert_eq!(money(amount, &plain), Ok(written.to_owned()));
        }
        let wide = money_of(Some(3), true, false);
        assert_eq!(money(amount!(-1.50 USD), &wide), Ok("(1.500)".to_owned()));
        assert_eq!(money(amount!(7 JPY), &wide), Ok("7.000".to_owned()));
        assert_eq!(money(amount!(0.00 USD), &wide), Ok(String::new()));
        let narrow = money_of(Some(1), false, true);
        let wrong = money(amount!(1.50 USD), &narrow).unwrap_err();
        assert_eq!(wrong, "has 2 decimals, and the column takes 1");
    }

    #[test]
    fn dates_are_written_as_the_target_reads_them() {
        let day = date!(2026 - 03 - 09);
        for (format, written) in [
            (DateFormat::Iso, "2026-03-09"),
            (DateFormat::Us, "03/09/2026"),
            (DateFormat::UsShort, "03/09/26"),
            (DateFormat::European, "09.03.2026"),
            (DateFormat::Compact, "20260309"),
        ] {
            assert_eq!(super::date(day, format), written);
        }
    }
}
