//! The currencies of ISO 4217 with their minor units, as published in List One of 2026-01-01.
//!
//! Knows code, decimals and whether a code was withdrawn; nothing about names, symbols or how a
//! locale shows an amount. CLDR digits are display digits and differ for 13 codes: not used here.

/// The day List One, from which this table was made, was published.
pub(super) const PUBLISHED: &str = "2026-01-01";

/// One line of the list.
pub(super) struct Row {
    /// The code, three capital letters; for units that are no money, a lower case word.
    pub(super) code: &'static str,
    /// Digits after the point; `None` where the list says "N.A.", such as gold or test codes.
    pub(super) decimals: Option<u8>,
    /// No longer on the list, but old plans and entries that use it stay readable.
    pub(super) withdrawn: bool,
}

/// A currency on the list.
const fn live(code: &'static str, decimals: u8) -> Row {
    Row { code, decimals: Some(decimals), withdrawn: false }
}

/// A code on the list that has no minor units, so that no amount of it can be written.
const fn bare(code: &'static str) -> Row {
    Row { code, decimals: None, withdrawn: false }
}

/// A currency that left the list.
const fn gone(code: &'static str, decimals: u8) -> Row {
    Row { code, decimals: Some(decimals), withdrawn: true }
}

/// A unit of ours that is no money. Lower case, so that it can never collide with a currency.
const fn ours(code: &'static str, decimals: u8) -> Row {
    Row { code, decimals: Some(decimals), withdrawn: false }
}

/// Every unit there is, sorted by code in ASCII order, so that a search can halve it.
pub(super) static TABLE: [Row; 187] = [
    live("AED", 2),
    live("AFN", 2),
    live("ALL", 2),
    live("AMD", 2),
    live("AOA", 2),
    live("ARS", 2),
    live("AUD", 2),
    live("AWG", 2),
    live("AZN", 2),
    live("BAM", 2),
    live("BBD", 2),
    live("BDT", 2),
    gone("BGN", 2),
    live("BHD", 3),
    live("BIF", 0),
    live("BMD", 2),
    live("BND", 2),
    live("BOB", 2),
    live("BOV", 2),
    live("BRL", 2),
    live("BSD", 2),
    live("BTN", 2),
    live("BWP", 2),
    live("BYN", 2),
    live("BZD", 2),
    live("CAD", 2),
    live("CDF", 2),
    live("CHE", 2),
    live("CHF", 2),
    live("CHW", 2),
    live("CLF", 4),
    live("CLP", 0),
    live("CNY", 2),
    live("COP", 2),
    live("COU", 2),
    live("CRC", 2),
    gone("CUC", 2),
    live("CUP", 2),
    live("CVE", 2),
    live("CZK", 2),
    live("DJF", 0),
    live("DKK", 2),
    live("DOP", 2),
    live("DZD", 2),
    live("EGP", 2),
    live("ERN", 2),
    live("ETB", 2),
    live("EUR", 2),
    live("FJD", 2),
    live("FKP", 2),
    live("GBP", 2),
    live("GEL", 2),
    live("GHS", 2),
    live("GIP", 2),
    live("GMD", 2),
    live("GNF", 0),
    live("GTQ", 2),
    live("GYD", 2),
    live("HKD", 2),
    live("HNL", 2),
    gone("HRK", 2),
    live("HTG", 2),
    live("HUF", 2),
    live("IDR", 2),
    live("ILS", 2),
    live("INR", 2),
    live("IQD", 3),
    live("IRR", 2),
    live("ISK", 0),
    live("JMD", 2),
    live("JOD", 3),
    live("JPY", 0),
    live("KES", 2),
    live("KGS", 2),
    live("KHR", 2),
    live("KMF", 0),
    live("KPW", 2),
    live("KRW", 0),
    live("KWD", 3),
    live("KYD", 2),
    live("KZT", 2),
    live("LAK", 2),
    live("LBP", 2),
    live("LKR", 2),
    live("LRD", 2),
    live("LSL", 2),
    live("LYD", 3),
    live("MAD", 2),
    live("MDL", 2),
    live("MGA", 2),
    live("MKD", 2),
    live("MMK", 2),
    live("MNT", 2),
    live("MOP", 2),
    live("MRU", 2),
    live("MUR", 2),
    live("MVR", 2),
    live("MWK", 2),
    live("MXN", 2),
    live("MXV", 2),
    live("MYR", 2),
    live("MZN", 2),
    live("NAD", 2),
    live("NGN", 2),
    live("NIO", 2),
    live("NOK", 2),
    live("NPR", 2),
    live("NZD", 2),
    live("OMR", 3),
    live("PAB", 2),
    live("PEN", 2),
    live("PGK", 2),
    live("PHP", 2),
    live("PKR", 2),
    live("PLN", 2),
    live("PYG", 0),
    live("QAR", 2),
    live("RON", 2),
    live("RSD", 2),
    live("RUB", 2),
    live("RWF", 0),
    live("SAR", 2),
    live("SBD", 2),
    live("SCR", 2),
    live("SDG", 2),
    live("SEK", 2),
    live("SGD", 2),
    live("SHP", 2),
    live("SLE", 2),
    gone("SLL", 2),
    live("SOS", 2),
    live("SRD", 2),
    live("SSP", 2),
    live("STN", 2),
    live("SVC", 2),
    live("SYP", 2),
    live("SZL", 2),
    live("THB", 2),
    live("TJS", 2),
    live("TMT", 2),
    live("TND", 3),
    live("TOP", 2),
    live("TRY", 2),
    live("TTD", 2),
    live("TWD", 2),
    live("TZS", 2),
    live("UAH", 2),
    live("UGX", 0),
    live("USD", 2),
    live("USN", 2),
    live("UYI", 0),
    live("UYU", 2),
    live("UYW", 4),
    live("UZS", 2),
    live("VED", 2),
    live("VES", 2),
    live("VND", 0),
    live("VUV", 0),
    live("WST", 2),
    live("XAD", 2),
    live("XAF", 0),
    bare("XAG"),
    bare("XAU"),
    bare("XBA"),
    bare("XBB"),
    bare("XBC"),
    bare("XBD"),
    live("XCD", 2),
    live("XCG", 2),
    bare("XDR"),
    live("XOF", 0),
    bare("XPD"),
    live("XPF", 0),
    bare("XPT"),
    bare("XSU"),
    bare("XTS"),
    bare("XUA"),
    bare("XXX"),
    live("YER", 2),
    live("ZAR", 2),
    live("ZMW", 2),
    live("ZWG", 2),
    gone("ZWL", 2),
    ours("badge", 0),
    ours("gift", 0),
    ours("hours", 2),
    ours("points", 0),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_each_code_has_the_right_form() {
        for pair in TABLE.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} before {}", pair[0].code, pair[1].code);
        }
        for row in &TABLE {
            let money = row.code.len() == 3 && row.code.bytes().all(|b| b.is_ascii_uppercase());
            assert!(
                money || ["badge", "gift", "hours", "points"].contains(&row.code),
                "{}",
                row.code
            );
        }
    }

    #[test]
    fn the_counts_are_those_of_list_one() {
        let listed = |decimals: Option<u8>| {
            let money = TABLE.iter().filter(|row| row.code.len() == 3 && !row.withdrawn);
            money.filter(|row| row.decimals == decimals).count()
        };
        assert_eq!(listed(Some(2)), 139);
        assert_eq!(listed(Some(0)), 17);
        assert_eq!(listed(Some(3)), 7);
        assert_eq!(listed(Some(4)), 2);
        assert_eq!(listed(None), 13);
        let gone: Vec<_> = TABLE.iter().filter(|row| row.withdrawn).map(|row| row.code).collect();
        assert_eq!(gone, ["BGN", "CUC", "HRK", "SLL", "ZWL"]);
    }

    #[test]
    fn codes_where_display_digits_differ_keep_their_minor_units() {
        let decimals = |code| TABLE.iter().find(|row| row.code == code).and_then(|r| r.decimals);
        for code in ["AFN", "ALL", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD", "SOS", "YER"] {
            assert_eq!(decimals(code), Some(2), "{code}");
        }
        assert_eq!(decimals("IQD"), Some(3));
        assert_eq!(decimals("CLF"), Some(4));
        assert_eq!(decimals("JPY"), Some(0));
    }
}
