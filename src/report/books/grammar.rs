//! The three grammars, and how each writes an id as a part of an account's name.

use super::super::percent::percent;
use crate::money::Unit;
use std::borrow::Cow;
use std::fmt;

/// What an id may hold in an account name and in the value of a tag that hledger and ledger read;
/// the rest is percent-encoded. A comma would start another tag, a colon another account.
const KEPT: &str = "._-/@";

/// The program that is to read a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Grammar {
    /// hledger 1.25 or later.
    Hledger,
    /// ledger 3.3 or later.
    Ledger,
    /// beancount 3.
    Beancount,
}

impl Grammar {
    /// All of them.
    pub const ALL: [Grammar; 3] = [Grammar::Hledger, Grammar::Ledger, Grammar::Beancount];

    /// The name of the program, which is also the usual ending of its files.
    pub fn name(self) -> &'static str {
        match self {
            Grammar::Hledger => "hledger",
            Grammar::Ledger => "ledger",
            Grammar::Beancount => "beancount",
        }
    }

    /// An id as a part of an account's name. Different ids stay different.
    ///
    /// hledger and ledger: what is not a letter, a digit or one of `._-/@` is `%` and two
    /// hexadecimal digits. beancount: what is not a letter, a digit or `-`, and the letter `Z`, is
    /// `Z` and two hexadecimal digits; where the first sign is then no capital letter and no digit,
    /// `Z-` stands before it.
    ///
    /// ```
    /// use referral_ledger::report::Grammar;
    /// assert_eq!(Grammar::Hledger.part("us-field/2026 1"), "us-field/2026%201");
    /// assert_eq!(Grammar::Beancount.part("us-field/2026"), "Z-us-fieldZ2F2026");
    /// assert_eq!(Grammar::Beancount.part("T07"), "T07");
    /// assert_eq!(Grammar::Beancount.part("Zoe"), "Z5Aoe");
    /// ```
    pub fn part(self, id: &str) -> String {
        match self {
            Grammar::Hledger | Grammar::Ledger => percent(id, KEPT),
            Grammar::Beancount => {
                let mut part = String::with_capacity(id.len() + 2);
                for byte in id.bytes() {
                    match byte {
                        b'A'..=b'Y' | b'a'..=b'z' | b'0'..=b'9' | b'-' => part.push(byte.into()),
                        _ => part += &format!("Z{byte:02X}"),
                    }
                }
                let is_start = |it: char| it.is_ascii_uppercase() || it.is_ascii_digit();
                if part.starts_with(is_start) { part } else { format!("Z-{part}") }
            }
        }
    }

    /// What an amount of this unit is called. beancount wants capitals; a currency of ISO 4217 has
    /// three, and no other unit does.
    ///
    /// ```
    /// use referral_ledger::{money::Unit, report::Grammar};
    /// assert_eq!(Grammar::Ledger.commodity(Unit::POINTS), "points");
    /// assert_eq!(Grammar::Beancount.commodity(Unit::POINTS), "POINTS");
    /// ```
    pub fn commodity(self, unit: Unit) -> Cow<'static, str> {
        match self {
            Grammar::Hledger | Grammar::Ledger => unit.code().into(),
            Grammar::Beancount => unit.code().to_ascii_uppercase().into(),
        }
    }

    /// The value of a tag. Nothing in it can end it.
    pub(super) fn value(self, text: &str) -> String {
        match self {
            Grammar::Hledger | Grammar::Ledger => percent(text, KEPT),
            Grammar::Beancount => {
                let text = text.replace('\\', "\\\\").replace('"', "\\\"");
                format!("\"{text}\"")
            }
        }
    }

    /// The root of an account. beancount has five; what moves beside money is equity there, which
    /// sums to nothing in its own unit.
    pub(super) fn root(self, root: &str) -> Vec<String> {
        match (self, root) {
            (Grammar::Beancount, "Memo") => vec!["Equity".to_owned(), "Memo".to_owned()],
            _ => vec![root.to_owned()],
        }
    }

    /// What of a part that somebody wrote this program cannot read, if anything.
    pub(super) fn dislikes(self, part: &str) -> Option<&'static str> {
        let kept =
            |more: &str| part.chars().all(|it| it.is_ascii_alphanumeric() || more.contains(it));
        let first = part.chars().next()?;
        match self {
            Grammar::Hledger | Grammar::Ledger => {
                let is_apart = part.trim() != part || part.contains("  ");
                let wrong = is_apart || !kept(" ._-/&+") || !first.is_ascii_alphanumeric();
                wrong.then_some(
                    "write letters and digits of ASCII, single blanks, and . _ - / & + behind the \
                     first sign",
                )
            }
            Grammar::Beancount => {
                let wrong = !kept("-") || !(first.is_ascii_uppercase() || first.is_ascii_digit());
                wrong.then_some(
                    "beancount reads a capital letter or a digit, and behind it letters and digits \
                     of ASCII and hyphens",
                )
            }
        }
    }
}

impl fmt::Display for Grammar {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The id a part of beancount's was made of.
    fn back(part: &str) -> String {
        let part = part.strip_prefix("Z-").unwrap_or(part);
        let mut pieces = part.split('Z');
        let mut id = pieces.next().unwrap().to_owned();
        for piece in pieces {
            id.push(u8::from_str_radix(&piece[..2], 16).unwrap().into());
            id += &piece[2..];
        }
        id
    }

    proptest! {
        #[test]
        fn a_part_of_beancounts_can_be_read_back(id in "[!-~]{1,40}") {
            let part = Grammar::Beancount.part(&id);
            prop_assert_eq!(Grammar::Beancount.dislikes(&part), None);
            prop_assert_eq!(back(&part), id);
        }

        #[test]
        fn a_part_of_the_others_has_nothing_that_ends_it(id in "[!-~]{1,40}") {
            let part = Grammar::Ledger.part(&id);
            prop_assert!(!part.contains([':', ';', ',', ' ', '|', '(', '[', '=']));
        }
    }
}
