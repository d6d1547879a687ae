//! How a number is written in an amount: reading its digits strictly, and writing them back.
//!
//! One grammar, `-?INT[.FRAC]`, where INT has no leading zero; a caller may allow underscores.
//! Knows nothing of units: how many decimals are right is for the caller to say.

use std::fmt;

/// More digits than any amount needs, and as many as always fit in an `i128`.
const DIGITS_MAX: u32 = 38;

/// A number as it was written: `-12.30` is -1230 with two decimals.
#[derive(Clone, Copy)]
pub(super) struct Number {
    /// All digits read as one whole number, with the sign.
    pub(super) mantissa: i128,
    /// How many of the digits stood after the point.
    pub(super) decimals: u32,
}

/// Why a text is no number; the words finish the sentence "the amount ...".
pub(super) type Fault = &'static str;

/// What is said when the digits after the point are not as many as the unit has.
pub(super) const DECIMALS: Fault = "has the wrong number of decimals for its unit";

/// Reads a number strictly. `underscores` also allows single ones between two digits.
pub(super) const fn read(text: &[u8], underscores: bool) -> Result<Number, Fault> {
    let negative = matches!(text.first(), Some(b'-'));
    let first = if negative { 1 } else { 0 };
    let (mut at, mut mantissa, mut digits, mut decimals, mut point) = (first, 0_i128, 0, 0, false);
    while at < text.len() {
        match text[at] {
            digit @ b'0'..=b'9' => {
                if digits == DIGITS_MAX {
                    return Err("has too many digits");
                }
                mantissa = mantissa * 10 + (digit - b'0') as i128;
                digits += 1;
                decimals += if point { 1 } else { 0 };
            }
            b'.' if !point => point = true,
            b'_' if underscores => {
                if !is_digit(text, at.wrapping_sub(1)) || !is_digit(text, at + 1) {
                    return Err("has an underscore that is not between two digits");
                }
            }
            b'_' => return Err("has an underscore, which only a plan file may have"),
            _ => return Err("is not digits with at most one point"),
        }
        at += 1;
    }
    if !is_digit(text, first) || (point && decimals == 0) {
        return Err("needs digits before the point, and after it");
    }
    if text[first] == b'0' && is_digit(text, skip_underscore(text, first + 1)) {
        return Err("has a leading zero");
    }
    if negative && mantissa == 0 {
        return Err("is zero with a minus sign");
    }
    Ok(Number { mantissa: if negative { -mantissa } else { mantissa }, decimals })
}

/// Is there a digit at this place?
const fn is_digit(text: &[u8], at: usize) -> bool {
    at < text.len() && text[at].is_ascii_digit()
}

/// The place after an underscore, so that `0_1` counts as a leading zero.
const fn skip_underscore(text: &[u8], at: usize) -> usize {
    if at < text.len() && text[at] == b'_' { at + 1 } else { at }
}

/// A number, and perhaps its unit, written into a small buffer without allocating.
pub(super) struct Written {
    bytes: [u8; Written::SIZE],
    start: usize,
}

impl Written {
    /// Sign, 39 digits, point, blank and unit fit with room to spare.
    const SIZE: usize = 56;

    /// Writes `mantissa` with its last `decimals` digits (at most 32) after the point, then a
    /// blank and the unit if there is one.
    pub(super) fn new(mantissa: i128, decimals: u32, unit: &str) -> Written {
        let mut written = Written { bytes: [0; Written::SIZE], start: Written::SIZE };
        if !unit.is_empty() {
            for byte in unit.bytes().rev() {
                written.push_front(byte);
            }
            written.push_front(b' ');
        }
        let mut rest = mantissa.unsigned_abs();
        let mut place = 0;
        while place <= decimals || rest > 0 {
            if place == decimals && decimals > 0 {
                written.push_front(b'.');
            }
            written.push_front(take_digit(&mut rest));
            place += 1;
        }
        if mantissa < 0 {
            written.push_front(b'-');
        }
        written
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        str::from_utf8(&self.bytes[self.start..]).expect("digits and unit codes are ASCII")
    }

    fn push_front(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }
}

/// Takes the last digit off a number, in ASCII.
fn take_digit(rest: &mut u128) -> u8 {
    // Dividing 128 bits is a call; almost every number is shorter.
    let digit = match u64::try_from(*rest) {
        Ok(short) => {
            *rest = u128::from(short / 10);
            u8::try_from(short % 10)
        }
        Err(_) => {
            let digit = u8::try_from(*rest % 10);
            *rest /= 10;
            digit
        }
    };
    b'0' + digit.expect("a remainder of ten is below ten")
}

/// Writes a text with the width of the format string, but never cut to its precision.
pub(super) fn pad(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if f.precision().is_none() { f.pad(text) } else { f.write_str(text) }
}

/// Shortens a text for an error message, so that a hostile input cannot fill a log.
pub(super) fn bounded(text: &str) -> String {
    const CHARACTERS: usize = 40;
    match text.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Result<(i128, u32), Fault> {
        read(text.as_bytes(), false).map(|number| (number.mantissa, number.decimals))
    }

    fn loose(text: &str) -> Result<(i128, u32), Fault> {
        read(text.as_bytes(), true).map(|number| (number.mantissa, number.decimals))
    }

    #[test]
    fn digits_are_read_with_their_sign_and_place() {
        assert_eq!(plain("0"), Ok((0, 0)));
        assert_eq!(plain("0.00"), Ok((0, 2)));
        assert_eq!(plain("-0.05"), Ok((-5, 2)));
        assert_eq!(plain("1500.00"), Ok((150_000, 2)));
        assert_eq!(loose("1_500.00"), Ok((150_000, 2)));
        assert_eq!(loose("1_0_0"), Ok((100, 0)));
        let nines = "9".repeat(38);
        assert_eq!(plain(&nines), Ok((10_i128.pow(38) - 1, 0)));
    }

    #[test]
    fn everything_else_is_refused() {
        for text in
            ["", "-", ".", "5.", ".5", "-.5", "--5", "+5", "1e3", "1,5", "1.2.3", " 1", "1 "]
        {
            assert!(plain(text).is_err() && loose(text).is_err(), "{text:?}");
        }
        for text in ["00", "01", "-01", "-0", "-0.00", "00.5", "1_000", "0x1", "1.5f", "\u{661}"] {
            assert!(plain(text).is_err(), "{text:?}");
        }
        for text in ["_1", "1_", "1__0", "1_.0", "1._0", "0_1", "-_1", "1.0_", "-0_0"] {
            assert!(loose(text).is_err(), "{text:?}");
        }
        assert!(plain(&"9".repeat(39)).is_err());
    }

    #[test]
    fn what_is_written_is_what_was_read() {
        for text in
            ["0", "7", "-7", "0.00", "0.05", "-0.05", "10.00", "-1234567890123.45", "0.0001"]
        {
            let (mantissa, decimals) = plain(text).unwrap();
            assert_eq!(Written::new(mantissa, decimals, "").as_str(), text);
        }
        assert_eq!(Written::new(-5, 2, "points").as_str(), "-0.05 points");
        let widest = Written::new(i128::MIN, 32, "points");
        assert_eq!(widest.as_str(), "-1701411.83460469231731687303715884105728 points");
        assert_eq!(Written::new(1, 32, "").as_str(), format!("0.{}1", "0".repeat(31)));
    }

    #[test]
    fn a_long_text_is_shortened_at_a_character() {
        assert_eq!(bounded("short"), "short");
        assert_eq!(bounded(&"\u{e9}".repeat(41)), format!("{}...", "\u{e9}".repeat(40)));
    }
}
