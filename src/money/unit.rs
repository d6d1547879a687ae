//! The unit of an amount: an ISO 4217 currency, points, hours, gifts, or badges.
//!
//! Knows the code, how many decimals an amount of it has, and whether it is still in use. Codes
//! without minor units (gold, test codes) are refused. Knows no names, symbols or exchange rates.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::text::{Scratch, Spelled, from_text};

use super::iso4217::{PUBLISHED, Row, TABLE};
use super::number::bounded;

/// What an amount is counted in: `USD`, `JPY`, `points`, `hours`.
///
/// Units are ordered by their code. The table is List One of ISO 4217 as of 2026-01-01; codes
/// withdrawn by then (BGN, CUC, HRK, SLL, ZWL) stay readable, because old plans and entries do.
///
/// ```
/// use referral_ledger::money::Unit;
///
/// let dinar: Unit = "KWD".parse()?;
/// assert_eq!((dinar.code(), dinar.decimals(), dinar.is_money()), ("KWD", 3, true));
/// assert_eq!(Unit::HOURS.decimals(), 2);
/// # Ok::<(), referral_ledger::money::UnitError>(())
/// ```
///
/// A code that is not on the list, or has no minor units, is refused:
///
/// ```
/// use referral_ledger::money::Unit;
///
/// let gold = "XAU".parse::<Unit>().unwrap_err();
/// assert!(gold.to_string().contains("has no minor units"));
/// assert!("usd".parse::<Unit>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit(u8);

impl Unit {
    /// Bonus points: whole numbers, no money.
    pub const POINTS: Unit = Unit::literal("points");

    /// Time off, in hours with two decimals, no money.
    pub const HOURS: Unit = Unit::literal("hours");

    /// A gift: a thing, counted whole, no money.
    pub const GIFT: Unit = Unit::literal("gift");

    /// Recognition: a badge, counted whole, which has no value.
    pub const BADGE: Unit = Unit::literal("badge");

    /// The code as it is written behind an amount.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.row().code
    }

    /// How many digits an amount of this unit has after the point: 0 to 4.
    #[must_use]
    pub const fn decimals(self) -> u32 {
        match self.row().decimals {
            Some(decimals) => decimals as u32,
            None => panic!("a unit without minor units is never built"),
        }
    }

    /// Is it a currency, and not points, hours, gifts or badges?
    #[must_use]
    pub const fn is_money(self) -> bool {
        self.code().as_bytes()[0].is_ascii_uppercase()
    }

    /// Has ISO 4217 withdrawn the code? Old entries may have it, new plans should not.
    ///
    /// ```
    /// use referral_ledger::money::Unit;
    ///
    /// assert!("BGN".parse::<Unit>()?.is_withdrawn());
    /// assert!(!"EUR".parse::<Unit>()?.is_withdrawn());
    /// # Ok::<(), referral_ledger::money::UnitError>(())
    /// ```
    #[must_use]
    pub const fn is_withdrawn(self) -> bool {
        self.row().withdrawn
    }

    /// Finds a unit while compiling, so that a wrong code in a literal does not compile.
    pub(super) const fn literal(code: &str) -> Unit {
        match Unit::find(code) {
            Found::Unit(unit) => unit,
            Found::NoMinorUnits => panic!("the unit of the amount has no minor units"),
            Found::Nothing => panic!("the unit of the amount is not known"),
        }
    }

    /// Equality that can run while compiling.
    pub(super) const fn is(self, other: Unit) -> bool {
        self.0 == other.0
    }

    const fn row(self) -> &'static Row {
        &TABLE[self.0 as usize]
    }

    /// Looks a code up by halving the sorted table.
    const fn find(code: &str) -> Found {
        let packed = pack(code.as_bytes());
        let (mut low, mut high) = (0_u8, TABLE_LEN);
        while low < high {
            let middle = low + (high - low) / 2;
            let row = PACKED[middle as usize];
            if row < packed {
                low = middle + 1;
            } else if row > packed {
                high = middle;
            } else if TABLE[middle as usize].code.len() != code.len() {
                return Found::Nothing; // zero bytes behind a code
            } else if TABLE[middle as usize].decimals.is_some() {
                return Found::Unit(Unit(middle));
            } else {
                return Found::NoMinorUnits;
            }
        }
        Found::Nothing
    }
}

/// Why a text is no unit. The text is shortened if it is long.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnitError {
    /// No currency of ISO 4217 and no unit of ours has this code.
    #[error(
        "unit {0:?} is not known: write a currency code of ISO 4217 ({PUBLISHED}) in capitals, \
         such as \"USD\", or \"points\" or \"hours\""
    )]
    Unknown(String),
    /// The code exists, but nothing can be counted in it: precious metals, test and fund codes.
    #[error(
        "unit {0:?} has no minor units in ISO 4217, so no amount of it can be written: use a \
         currency such as \"USD\", or \"points\" or \"hours\""
    )]
    NoMinorUnits(String),
}

impl FromStr for Unit {
    type Err = UnitError;

    fn from_str(code: &str) -> Result<Unit, UnitError> {
        match Unit::find(code) {
            Found::Unit(unit) => Ok(unit),
            Found::NoMinorUnits => Err(UnitError::NoMinorUnits(bounded(code))),
            Found::Nothing => Err(UnitError::Unknown(bounded(code))),
        }
    }
}

impl Spelled for Unit {
    fn spell(&self, to: &mut Scratch) {
        to.push(self.code());
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Unit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Unit, D::Error> {
        from_text(deserializer, "a quoted unit such as \"USD\"")
    }
}

/// What a search in the table came to.
enum Found {
    Unit(Unit),
    NoMinorUnits,
    Nothing,
}

/// The length of the table in the type of its index; a longer table would not compile.
const TABLE_LEN: u8 = {
    let mut count = 0_u8;
    while (count as usize) < TABLE.len() {
        count += 1;
    }
    count
};

/// The codes of the table as numbers in the same order, so that one comparison tells two apart.
static PACKED: [u64; TABLE.len()] = {
    let mut packed = [0; TABLE.len()];
    let mut at = 0;
    while at < packed.len() {
        packed[at] = pack(TABLE[at].code.as_bytes());
        at += 1;
    }
    packed
};

/// A code as a number, its first byte the highest; the greatest number for one that is too long.
const fn pack(code: &[u8]) -> u64 {
    let (mut packed, mut at) = (0, 0);
    if code.len() > 8 {
        return u64::MAX;
    }
    while at < 8 {
        packed = packed << 8 | if at < code.len() { code[at] as u64 } else { 0 };
        at += 1;
    }
    packed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_by_its_code_and_by_no_other_text() {
        for row in &TABLE {
            match (row.code.parse::<Unit>(), row.decimals) {
                (Ok(unit), Some(decimals)) => {
                    assert_eq!(unit.code(), row.code);
                    assert_eq!(unit.decimals(), u32::from(decimals));
                }
                (Err(UnitError::NoMinorUnits(code)), None) => assert_eq!(code, row.code),
                (found, _) => panic!("{}: {found:?}", row.code),
            }
            let longer = format!("{}X", row.code);
            assert_eq!(longer.parse::<Unit>(), Err(UnitError::Unknown(longer.clone())));
        }
        for code in
            ["", "U", "US", "usd", "Usd", " USD", "USD ", "USD\0", "AAA", "ZZZ", "POINTS", "PTS"]
        {
            assert_eq!(code.parse::<Unit>(), Err(UnitError::Unknown(code.to_owned())), "{code:?}");
        }
    }

    #[test]
    fn units_are_ordered_by_code() {
        let units: Vec<Unit> = TABLE.iter().filter_map(|row| row.code.parse().ok()).collect();
        assert!(units.is_sorted());
        assert!(units.windows(2).all(|pair| pair[0].code() < pair[1].code()));
        assert_eq!(&units[units.len() - 2..], [Unit::HOURS, Unit::POINTS]);
    }

    #[test]
    fn points_and_hours_are_no_money() {
        assert!(!Unit::POINTS.is_money() && !Unit::HOURS.is_money());
        assert_eq!((Unit::POINTS.decimals(), Unit::HOURS.decimals()), (0, 2));
        assert!("USD".parse::<Unit>().unwrap().is_money());
    }

    #[test]
    fn a_unit_is_its_code_in_json_and_a_long_text_is_shortened() {
        let json = serde_json::to_string(&Unit::POINTS).unwrap();
        assert_eq!(json, "\"points\"");
        assert_eq!(serde_json::from_str::<Unit>(&json).unwrap(), Unit::POINTS);
        let number = serde_json::from_str::<Unit>("840").unwrap_err().to_string();
        assert!(number.contains("expected a quoted unit"), "{number}");
        let Err(UnitError::Unknown(text)) = "X".repeat(1000).parse::<Unit>() else { panic!() };
        assert_eq!(text.len(), 43);
    }
}
