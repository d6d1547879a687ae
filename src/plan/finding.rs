//! What is wrong with a plan file: each finding with its code, its place and the way out.
//!
//! Knows the shape of a finding and the table of codes. Which code is given where is known by
//! `plan::parse` (what the file says) and by `lint` (how its parts go together).

use std::fmt;

/// The most characters of the file that a finding repeats.
pub(crate) const EXCERPT_CHARS_MAX: usize = 60;

/// The most findings that one answer lists; P0103 says that there are more.
pub const FINDINGS_MAX: usize = 1_000;

/// One thing that is wrong with a plan file, or with an account map.
///
/// Its text has the code, the place, the sentence, what was found, and the way out:
///
/// ```
/// use referral_ledger::plan::Plan;
///
/// let findings = Plan::read("schema = 2").unwrap_err();
/// let first = findings.iter().next().expect("findings are never empty");
/// assert!(first.to_string().starts_with("P0108 at line 1, column 1: `plan` is missing"));
/// let schema = findings.iter().find(|finding| finding.code == "P0104").expect("schema is 2");
/// assert_eq!((schema.line, schema.column, schema.text.as_str()), (1, 10, "2"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The permanent code, such as `P0201`.
    pub code: &'static str,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1 in characters.
    pub column: usize,
    /// The offending text, cut to 60 characters; empty where something is missing.
    pub text: String,
    /// What is wrong, in a sentence: lower case, no full stop.
    pub sentence: String,
    /// The way out; where a choice is missing, what the choices mean.
    pub help: String,
    /// The other place a conflict involves, as line and column.
    pub other: Option<(usize, usize)>,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { code, line, column, text, sentence, help, other } = self;
        write!(formatter, "{code} at line {line}, column {column}: {sentence}")?;
        if !text.is_empty() {
            write!(formatter, " (found {text})")?;
        }
        if let Some((line, column)) = other {
            write!(formatter, " (see also line {line}, column {column})")?;
        }
        write!(formatter, "\n  way out: {help}")
    }
}

/// Everything that is wrong with a file, in the order of the file. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Sorts the findings by place; `None` when there are none. The table is that of the file's
    /// kind.
    pub(crate) fn of(mut findings: Vec<Finding>, table: &[(&str, &str)]) -> Option<Findings> {
        debug_assert!(
            findings.iter().all(|finding| table.iter().any(|(code, _)| *code == finding.code)),
            "each code given is in the table"
        );
        findings.sort_by_key(|finding| (finding.line, finding.column, finding.code));
        (!findings.is_empty()).then_some(Findings(findings))
    }

    /// The findings, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, finding) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(formatter)?;
            }
            write!(formatter, "{finding}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Findings {}

/// Every code a finding can have, and what it means. A code is never given another meaning.
///
/// | family | about |
/// |---|---|
/// | P01xx | the file, its syntax, keys and types |
/// | P02xx | version and dates |
/// | P03xx | order of operations |
/// | P04xx | amounts, rates and the currency |
/// | P05xx | ids |
/// | P06xx | the split |
/// | P07xx | components, rules, conditions and payees |
/// | P08xx | holds |
/// | P09xx | clawback |
/// | P10xx | bases and tiers |
/// | P11xx | campaigns |
/// | P12xx | floors, caps and pools |
/// | P13xx | facts |
/// | P14xx | measures and the closes that pay on them |
/// | P15xx | ground rules for leads |
/// | P16xx | draws |
/// | P17xx | books |
/// | P18xx | points and time off |
/// | P19xx | words of the design that this release does not compute |
/// | P20xx | other currencies |
pub const CODES: &[(&str, &str)] = &[
    ("P0101", "the file has more bytes than a plan file may have"),
    ("P0102", "the file is not TOML, or writes a key twice"),
    ("P0103", "there are more findings than one answer lists"),
    ("P0104", "the schema of the file is not one this release reads"),
    ("P0105", "a value has another TOML type than its key asks for"),
    ("P0106", "a key is not known"),
    ("P0107", "a key is known, but does not belong where it stands"),
    ("P0108", "a key is missing; nothing that moves money has a default"),
    ("P0109", "a word is not among the choices of its key"),
    ("P0110", "a title or a because is blank, too long, or not one line"),
    ("P0111", "a whole number lies outside the range of its key"),
    ("P0112", "there are more entries than a plan may have"),
    ("P0113", "a list or a condition is empty"),
    ("P0114", "a list says the same thing twice"),
    ("P0201", "a date is not written as a bare TOML date"),
    ("P0202", "a date lies outside the years 1970 to 2199"),
    ("P0203", "the version ends before it begins, or on the same day"),
    ("P0204", "a component is triggered before its version is chosen"),
    ("P0205", "the time zone is not in the IANA database"),
    (
        "P0301",
        "the order has no rate, has it twice, or has something before it that needs an amount",
    ),
    ("P0302", "the order splits twice"),
    ("P0303", "the order never rounds"),
    ("P0304", "the order rounds what is already whole"),
    ("P0305", "a stage other than a rounding stands twice in the order"),
    ("P0306", "the order makes fractions after its last rounding"),
    ("P0307", "the order divides the base after the rate was taken of it"),
    ("P0308", "a cap stands before something that changes what it cuts"),
    ("P0309", "a campaign, a floor or a cap has no stage in the order"),
    ("P0310", "the roundings are not as many as the rounds of the order"),
    ("P0311", "a rounding that is followed by another is cumulative"),
    ("P0312", "the order divides whole units, changes the parts and rounds them again"),
    ("P0401", "an amount or a rate is a bare number"),
    ("P0402", "a text is not an amount"),
    ("P0403", "an amount is not in the currency of the plan"),
    ("P0404", "an amount is negative"),
    ("P0405", "a text is not a rate"),
    ("P0406", "the currency is not known, or has no minor units"),
    ("P0407", "the currency is not money"),
    (
        "P0408",
        "a rule pays on something, or its table measures something, that its trigger does not have",
    ),
    ("P0409", "a rate is taken of things, or an amount per unit is paid on money"),
    ("P0410", "an amount or a multiple is zero where that would change nothing or take everything"),
    ("P0501", "a text is not an id"),
    (
        "P0502",
        "two components, rules, facts, bases, tables, campaigns, floors, caps or draws have one id",
    ),
    ("P0503", "a declared lead kind is built in, or declared twice"),
    ("P0504", "a role has a name that the plan language keeps for itself"),
    ("P0505", "a campaign, a floor, a cap or a draw names a rule that the plan does not have"),
    ("P0506", "a campaign, a floor, a cap or a draw names a rule that pays nothing"),
    ("P0601", "a share is zero"),
    ("P0602", "the shares do not add up to 100%"),
    ("P0603", "the originator, whom every lead has, names a role for their absence"),
    ("P0604", "a role does not say who bears its share when nobody holds it"),
    ("P0605", "a role's share goes to a role that the split does not have"),
    ("P0606", "roles send their shares in a circle"),
    ("P0607", "two entries of the split have one role"),
    ("P0608", "what a split leaves over goes to a role that the split does not have"),
    ("P0609", "an overlay has a role of the split, or of another overlay"),
    ("P0610", "no rule pays an overlay"),
    ("P0701", "a component with conditions does not end in an otherwise rule"),
    ("P0702", "an otherwise rule does not stand alone at the end, after conditions"),
    ("P0703", "an always rule has rules beside it"),
    ("P0704", "two rules of a component can both hold"),
    ("P0705", "a condition names a lead kind that the plan does not know"),
    ("P0706", "a range of days is empty"),
    ("P0707", "an otherwise rule can never apply"),
    ("P0708", "a condition counts from or to a milestone after the trigger"),
    ("P0709", "a condition counts from a milestone to itself"),
    ("P0710", "a rule pays a role, or the manager of a role, that the split does not have"),
    ("P0711", "a rule pays by share in an order that does not split"),
    ("P0712", "the ranges of a rule contradict each other, so it never holds"),
    ("P0713", "a manager is looked up on a milestone that may not have happened at the trigger"),
    ("P0801", "a hold counts from a milestone that may not have happened at the trigger"),
    ("P0802", "a hold lasts until a milestone that is not to come any more at the trigger"),
    ("P0803", "nothing, or everything, is held back"),
    ("P0804", "instalments do not come to what is held back, or one has no part of it"),
    ("P0805", "an instalment counts from a milestone that may not have happened at the trigger"),
    ("P0806", "what is held back is released at a milestone that does not come after the trigger"),
    ("P0807", "what is held back is released as a value is collected that the trigger has not"),
    ("P0901", "a reward for a lead, before any win, has a clawback"),
    ("P0902", "a window counts from a payment, but no payment triggers the component"),
    ("P0903", "what is taken back is a part of the window, and the window is not counted so"),
    ("P0904", "steps of what is taken back do not begin on day 0, or do not rise"),
    ("P0905", "a step of what is taken back begins after the end of the window"),
    ("P0906", "a step takes back more than all"),
    ("P0907", "a reward that cannot be computed anew is to be recomputed"),
    ("P1001", "a rule or a table names a base that the plan does not have"),
    ("P1002", "a rule names a table of tiers that the plan does not have"),
    ("P1003", "a base has the name of a built-in one"),
    ("P1004", "nobody uses a base or a table of tiers"),
    ("P1005", "the first step or point of a table is not at zero"),
    ("P1006", "the bounds of a table do not rise"),
    ("P1007", "a table pays rates and amounts per unit"),
    ("P1008", "a table by margin percent accumulates, or has marginal steps"),
    ("P1009", "a table with marginal and whole steps pays on something else than it measures"),
    ("P1010", "tiers accumulate per payee or team, but the amount is divided after it is made"),
    ("P1011", "an order that divides the base divides something that is no money"),
    ("P1012", "a table interpolates between fewer than two points"),
    ("P1013", "two components that one fact triggers share a table that accumulates"),
    ("P1101", "a campaign ends before it begins, or on the same day"),
    ("P1102", "a campaign is dated by a milestone that may not have happened at the trigger"),
    ("P1103", "two campaigns meet in a plan that says they never do"),
    ("P1201", "a rule has two floors"),
    ("P1202", "a floor on completion is for a rule that payments do not trigger"),
    ("P1203", "a floor lies above a cap of the same rule"),
    ("P1204", "the excess of a cap is carried, but there is no next period or no amount"),
    ("P1205", "a cap counts the facts of each fact"),
    ("P1206", "a floor per payee raises an amount before it is divided"),
    ("P1207", "what a floor adds to a deal goes back with one payment of it"),
    ("P1208", "a rule is funded by two pools"),
    ("P1209", "a cap carries or passes on what it cuts of a rule, past the pool that funds it"),
    ("P1210", "a pool closes at the end of its periods, and has none"),
    ("P1211", "what waits in a pool is rounded after it"),
    ("P1212", "a rule holds a part back, and is funded by a pool in which it may wait"),
    ("P1213", "a cap on the base carries or passes on what was never an amount"),
    ("P1214", "a cap on the base counts a rule that is paid on no money of a fact"),
    ("P1215", "a cap on the base of a payee counts a base that several payees share"),
    ("P1216", "a cap at vesting or payout limits no amount of a payee and period"),
    ("P1217", "a cap at vesting or payout passes on what it cuts"),
    ("P1218", "a rule's amounts are measured at vesting, and counted or kept elsewhere before"),
    ("P1219", "a rule's amounts are measured at payout by two caps"),
    ("P1301", "a condition asks for a fact that the plan does not declare"),
    ("P1302", "a condition asks for a value that its fact cannot have"),
    ("P1303", "a condition asks for a fact that is told with the win, before there is one"),
    ("P1401", "what goes with a close stands in a rule of a milestone, or the other way round"),
    ("P1402", "a close has several rules, or one with conditions"),
    ("P1403", "an attainment has no quota, or one of another kind or a longer period"),
    ("P1404", "a close counts what another rule makes at a later close"),
    ("P1405", "a campaign, a floor or a cap names a rule that pays at a close"),
    ("P1501", "what a kind of lead must carry is said twice"),
    ("P1502", "a kind of lead qualifies that the plan does not know"),
    ("P1503", "a lead must carry a fact that is not told with its report"),
    ("P1504", "a second reporter is to be credited in a role that has no share"),
    ("P1505", "a missed answer pays, and the plan has no minimum reward"),
    ("P1506", "a minimum reward has no component that pays it"),
    ("P1507", "a minimum reward is to be deducted where a later reward does not know it"),
    ("P1508", "a minimum reward is held back in part"),
    ("P1601", "a draw counts what a rule makes at a close that is reckoned after it"),
    ("P1602", "what is left of a draw is forgiven before its last period is reckoned"),
    ("P1603", "what is left of a draw is forgiven before it could ever be recovered"),
    ("P1701", "what no contract causes is capitalised"),
    ("P1702", "an amortisation counts from a payment, and no payment triggers the component"),
    ("P1801", "points or time off are written in another unit"),
    ("P1802", "a close awards points or time off"),
    ("P1803", "a rule awards points or time off, and the plan does not say what they cost"),
    ("P1804", "the plan says what points or time off cost, and no rule awards any"),
    (
        "P1805",
        "a floor, a cap, a pool, a draw, a measure or an extra amount is for what is not money",
    ),
    ("P1811", "a rule gives a gift or a recognition that the plan does not know"),
    ("P1812", "no rule gives a gift or a recognition"),
    ("P1813", "a close gives a gift or a recognition"),
    ("P1814", "a gift or a recognition is shared"),
    ("P1815", "a gift or a recognition is taken back in part"),
    ("P1816", "a campaign multiplies a gift or a recognition"),
    ("P1901", "a word or key of the design is not built in this release"),
    ("P2001", "a plan with other currencies says what this release does not convert"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_stand_once() {
        assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn a_finding_names_code_place_text_and_the_way_out() {
        let finding = Finding {
            code: "P0108",
            line: 3,
            column: 7,
            text: "\"x\"".to_owned(),
            sentence: "`y` is missing".to_owned(),
            help: "write y".to_owned(),
            other: Some((1, 2)),
        };
        assert_eq!(
            finding.to_string(),
            "P0108 at line 3, column 7: `y` is missing (found \"x\") (see also line 1, column 2)\
             \n  way out: write y"
        );
    }
}
