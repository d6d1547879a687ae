//! Every code of the plan reader has a small mistake that produces it, and the finding stands
//! exactly where the mistake is.
//!
//! `plan_files/mistakes.txt` lists the mistakes as edits of `plan_files/good.toml`, and
//! `plan_files/whole_mistakes.txt` as edits of `plan_files/whole.toml`, which uses every table of
//! the language for facts, and `plan_files/closing_mistakes.txt` as edits of `closing.toml`, which
//! pays at the close of periods, `plan_files/draws_mistakes.txt` as edits of `draws.toml`,
//! `plan_files/in_kind_mistakes.txt` as edits of `in_kind.toml`, which awards points and time off,
//! `plan_files/gifts_mistakes.txt` as edits of `gifts.toml`, and `plan_files/exchange_mistakes.txt`
//! as edits of `exchange.toml`. Each yields one finding and no other, so that one mistake is told
//! once.

use std::collections::BTreeSet;

use proptest::prelude::*;
use referral_ledger::plan::finding::{CODES, FINDINGS_MAX};
use referral_ledger::plan::{Finding, PLAN_BYTES_MAX, Plan};

const GOOD: &str = include_str!("../plan_files/good.toml");
const WHOLE: &str = include_str!("../plan_files/whole.toml");
const CLOSING: &str = include_str!("../plan_files/closing.toml");
const DRAWS: &str = include_str!("../plan_files/draws.toml");
const IN_KIND: &str = include_str!("../plan_files/in_kind.toml");
const EXCHANGE: &str = include_str!("../plan_files/exchange.toml");
const GIFTS: &str = include_str!("../plan_files/gifts.toml");
const FILES: [(&str, &str); 7] = [
    (GOOD, include_str!("../plan_files/mistakes.txt")),
    (WHOLE, include_str!("../plan_files/whole_mistakes.txt")),
    (CLOSING, include_str!("../plan_files/closing_mistakes.txt")),
    (DRAWS, include_str!("../plan_files/draws_mistakes.txt")),
    (IN_KIND, include_str!("../plan_files/in_kind_mistakes.txt")),
    (EXCHANGE, include_str!("../plan_files/exchange_mistakes.txt")),
    (GIFTS, include_str!("../plan_files/gifts_mistakes.txt")),
];

/// One case of the list of mistakes.
#[derive(Default)]
struct Mistake {
    /// The good file that it breaks.
    of: &'static str,
    code: &'static str,
    title: &'static str,
    /// What is replaced by what.
    edits: Vec<(String, String)>,
    /// A piece of the edited text, with the place marked.
    place: String,
}

impl Mistake {
    fn all() -> Vec<Mistake> {
        FILES.into_iter().flat_map(|(of, list)| Mistake::listed(of, list)).collect()
    }

    fn listed(of: &'static str, list: &'static str) -> Vec<Mistake> {
        let mut mistakes: Vec<Mistake> = Vec::new();
        let mut before = ' ';
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            let sign = line.chars().next().unwrap_or(' ');
            let rest = line.get(2..).unwrap_or_default();
            match (sign, mistakes.last_mut()) {
                ('P', _) => {
                    let (code, title) = line.split_once(' ').expect("a code has a title");
                    mistakes.push(Mistake { of, code, title, ..Mistake::default() });
                }
                ('-', Some(mistake)) if before != '-' => {
                    mistake.edits.push((rest.to_owned(), String::new()));
                }
                ('-', Some(mistake)) => add(mistake.edits.last_mut().map(|edit| &mut edit.0), rest),
                ('+', Some(mistake)) => add(mistake.edits.last_mut().map(|edit| &mut edit.1), rest),
                ('@', Some(mistake)) => add(Some(&mut mistake.place), rest),
                (' ', _) => {}
                _ => panic!("a line that means nothing: {line:?}"),
            }
            before = sign;
        }
        // Where no piece is given, the mark stands in what was put in.
        for mistake in &mut mistakes {
            let marked = mistake.edits.iter().find(|(_, to)| to.contains('|'));
            if let (true, Some((_, to))) = (mistake.place.is_empty(), marked) {
                mistake.place = to.clone();
            }
        }
        mistakes
    }

    fn text(&self) -> String {
        let edits: Vec<_> =
            self.edits.iter().map(|(from, to)| (from.as_str(), to.replace('|', ""))).collect();
        let edits: Vec<_> = edits.iter().map(|(from, to)| (*from, to.as_str())).collect();
        edit(self.of, &edits)
    }

    /// What is said of the mistake, if it is not said once, with its code, where it stands.
    fn told_otherwise(&self) -> Option<String> {
        let (text, Mistake { code, title, .. }) = (self.text(), self);
        let Err(findings) = Plan::read(&text) else { return Some(format!("{title}: was read")) };
        let (line, column) = self.line_and_column(&text);
        let told: Vec<_> = findings.iter().collect();
        let is_told = |finding: &&Finding| {
            finding.code == *code
                && (finding.line, finding.column) == (line, column)
                && !finding.sentence.ends_with('.')
                && !finding.help.is_empty()
        };
        let is_told_once = told.len() == 1 && told.iter().all(is_told);
        (!is_told_once).then(|| format!("{code} {title}, {line}:{column}, is told so:\n{findings}"))
    }

    /// Line and column of the mark.
    fn line_and_column(&self, text: &str) -> (usize, usize) {
        let (before, after) = self.place.split_once('|').expect("a place is marked");
        let piece = format!("{before}{after}");
        assert_eq!(text.matches(&piece).count(), 1, "{}: {piece:?} stands once", self.title);
        let at = text.find(&piece).expect("it stands once") + before.len();
        let line = text[..at].rsplit('\n').next().unwrap_or_default();
        (text[..at].matches('\n').count() + 1, line.chars().count() + 1)
    }
}

/// Adds a line to a piece of text.
fn add(piece: Option<&mut String>, line: &str) {
    let piece = piece.expect("a sign follows the one it belongs to");
    if !piece.is_empty() {
        piece.push('\n');
    }
    piece.push_str(line);
}

/// Edits the good plan, so that each edit hits exactly one place.
fn edited(edits: &[(&str, &str)]) -> String {
    edit(GOOD, edits)
}

fn edit(file: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(file.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "the edit of {from:?} hits one place");
        text.replace(from, to)
    })
}

/// Files that are too large to write down, with the code each yields.
fn large() -> [(String, &'static str); 3] {
    let unknown: String = (0..=FINDINGS_MAX).map(|number| format!("key{number} = 1\n")).collect();
    let first = "[[split]]\nrole  = \"originator\"\n";
    let roles = format!("{}{first}", "[[split]]\nrole = \"x\"\nshare = \"1%\"\n".repeat(16));
    [
        (format!("{GOOD}#{}", "x".repeat(PLAN_BYTES_MAX)), "P0101"),
        (unknown + GOOD, "P0103"),
        (GOOD.replace(first, &roles), "P0112"),
    ]
}

/// The codes of a text that is refused.
fn codes(text: &str) -> Vec<&'static str> {
    let findings = Plan::read(text).expect_err("the text has a mistake in it");
    findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn the_good_plans_are_good() {
    for (file, _) in FILES {
        if let Err(findings) = Plan::read(file) {
            panic!("{findings}");
        }
    }
}

#[test]
fn each_mistake_is_told_once_and_where_it_stands() {
    let wrong: Vec<String> = Mistake::all().iter().filter_map(Mistake::told_otherwise).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_code_has_a_mistake_that_produces_it_and_no_other_code_exists() {
    let mut produced: BTreeSet<&str> = Mistake::all().iter().map(|mistake| mistake.code).collect();
    for (text, code) in large() {
        assert!(codes(&text).contains(&code), "{code}");
        produced.insert(code);
    }
    let known: BTreeSet<&str> = CODES.iter().map(|(code, _)| *code).collect();
    assert_eq!(produced, known);
}

#[test]
fn there_are_never_more_findings_than_the_bound_and_one() {
    for (text, _) in large() {
        assert!(codes(&text).len() <= FINDINGS_MAX + 1);
    }
    assert_eq!(codes(&large()[1].0).last(), Some(&"P0103"));
}

#[test]
fn all_mistakes_of_a_file_are_told_in_its_order() {
    let text = edited(&[
        ("schema = 1", "schema = 3"),
        ("\"USD\"", "\"usd\""),
        ("\"10%\"", "\"20%\""),
        ("\"2.5%\"", "2.5"),
        ("until = 366", "until = -1"),
        ("flat_part     = \"kept\"", "flat_part = \"gone\""),
    ]);
    assert_eq!(codes(&text), ["P0104", "P0406", "P0602", "P0706", "P0401", "P0109"]);
}

#[test]
fn a_missing_choice_says_what_the_choices_mean() {
    let text = edited(&[("leaver    = \"keeps_what_was_triggered\"\n", "")]);
    assert_eq!(
        Plan::read(&text).unwrap_err().to_string(),
        "P0108 at line 4, column 1: `leaver` is missing from [plan]\n  way out: write \
         \"forfeits_what_is_not_vested\" (what is payable by a payee's last day stays theirs), \
         \"keeps_what_was_triggered\" (what was triggered by then does, held or not; nothing accrues \
         after it) or \"keeps_all_that_matures\" (also what their leads bring later)"
    );
}

#[test]
fn an_unknown_key_is_told_the_nearest_and_all_known_ones() {
    let text = edited(&[("share       = \"10%\"", "sahre       = \"10%\"")]);
    let findings = Plan::read(&text).unwrap_err();
    let said = findings.to_string();
    assert_eq!(
        said,
        "P0106 at line 35, column 1: [[split]] has no key `sahre`; did you mean `share`? (found \
         sahre)\n  way out: [[split]] has the keys role, share, when_absent"
    );
}

#[test]
fn every_word_that_is_not_built_is_refused_by_name() {
    let triggers = ["cancelled", "refunded", "period_close"];
    let triggers = triggers.map(|word| edited(&[("on = \"won\"", &format!("on = \"{word}\""))]));
    let tables = ["holdback", "example"];
    let tables = tables.map(|word| format!("{GOOD}\n[[{word}]]\nid = \"x\"\n"));
    for text in triggers.iter().chain(&tables) {
        assert_eq!(codes(text), ["P1901"], "{text}");
        let said = Plan::read(text).unwrap_err().to_string();
        assert!(said.contains("is not built in this release"), "{said}");
    }
}

/// What is said of the good plan with a second conditional rule beside `first-year`.
fn said_of_a_second_rule(when: &str) -> Result<Plan, String> {
    let later = "  [[component.rule]]\n  id       = \"later\"";
    let second = r#"
  [[component.rule]]
  id      = "second"
  because = "Clause 6"
  payee   = "desk"
  pays    = "nothing"
  when    = "#;
    let text = edited(&[(later, &format!("{second}{when}\n\n{later}"))]);
    Plan::read(&text).map_err(|findings| findings.to_string())
}

#[test]
fn two_rules_that_both_hold_come_with_both_places_and_a_case() {
    let conflict = said_of_a_second_rule(
        r#"{ lead = ["upgrade", "seller"],
        elapsed = [{ from = "won", to = "paid", days = { from = 365 } }] }"#,
    );
    assert_eq!(
        conflict.unwrap_err().lines().next().unwrap_or_default(),
        "P0704 at line 85, column 13: rule `first-year` and rule `second` both hold for a lead of \
         kind `seller`, 365 days from won to paid (found { lead = [\"upgrade\", \"seller\"],) \
         (see also line 65, column 14)"
    );
    let other_kinds = said_of_a_second_rule(r#"{ lead = ["upgrade", "consumables"] }"#);
    assert!(other_kinds.is_ok());
    let one_kind = said_of_a_second_rule(r#"{ lead = ["upgrade", "new_equipment"] }"#);
    assert!(one_kind.unwrap_err().contains("a lead of kind `new_equipment`, 0 days from won to"));
}

#[test]
fn ranges_of_days_touch_without_overlapping() {
    // The range of `first-year` is 0 to 365 days from won to paid.
    let said = |from: &str, to: &str, days: &str| {
        let range = format!("{{ from = \"{from}\", to = \"{to}\", days = {{ {days} }} }}");
        said_of_a_second_rule(&format!("{{ elapsed = [{range}] }}"))
    };
    assert!(said("won", "paid", "from = 366").is_ok());
    assert!(said("won", "paid", "from = 365").is_err());
    assert!(said("won", "paid", "from = -9, until = 0").is_ok());
    // The same two milestones, counted the other way round.
    assert!(said("paid", "won", "from = -400, until = -365").is_ok());
    assert!(said("paid", "won", "from = -400, until = -364").unwrap_err().contains(", 365 days"));
    // Another pair of milestones says nothing about this one.
    assert!(said("reported", "paid", "from = 1000").unwrap_err().contains("1000 days from rep"));
}

#[test]
fn three_pairs_of_milestones_are_looked_at_together() {
    let said = |least: u32| {
        said_of_a_second_rule(&format!(
            r#"{{ elapsed = [
                {{ from = "reported", to = "won", days = {{ from = 0, until = 5 }} }},
                {{ from = "reported", to = "paid", days = {{ from = {least} }} }},
            ] }}"#
        ))
    };
    // Won on day 4 at the latest and paid 365 days later is day 369.
    assert!(said(370).is_ok());
    let conflict = said(369).unwrap_err();
    let case = "365 days from won to paid, 4 days from reported to won, 369 days from reported to";
    assert!(conflict.starts_with("P0704") && conflict.contains(case), "{conflict}");
}

#[test]
fn both_example_plans_are_read() {
    let dealer = include_str!("../../examples/plans/field-service-2026.toml");
    let dealer = Plan::read(dealer).unwrap_or_else(|findings| panic!("{findings}"));
    assert_eq!(dealer.name.to_string(), "field-leads@2026");
    assert_eq!(dealer.effective.until.map(|day| day.to_string()).as_deref(), Some("2027-01-01"));
    assert_eq!(dealer.leads.win_before_report_days_max, 0);
    assert_eq!(dealer.split.originator().as_str(), "originator");
    let [fee, commission, kept] = dealer.components.as_slice() else { panic!("three components") };
    assert_eq!((fee.rules.len(), commission.rules.len(), kept.rules.len()), (2, 3, 2));
    let terms = format!("{:?}", kept.rules[0].pays);
    assert!(terms.contains("Flat(150.00 USD)") && terms.contains("last_day_in: false"), "{terms}");

    let olist = include_str!("../../examples/plans/olist.toml");
    let olist = Plan::read(olist).unwrap_or_else(|findings| panic!("{findings}"));
    assert_eq!((olist.unit.code(), olist.zone.name()), ("BRL", "UTC"));
    assert_eq!(olist.effective.until, None);
    assert_eq!(olist.leads.win_before_report_days_max, 2);
    assert_eq!(olist.leads.declared_kinds.len(), 1);
    assert_eq!(olist.text_digest.to_string().len(), 64);
}

#[test]
fn what_makes_sense_is_read() {
    let long = format!("\"{}\"", "x".repeat(64));
    let title = format!("\"{}\"", "\u{e9}".repeat(300));
    let variants: [&[(&str, &str)]; 14] = [
        &[("\"without_end\"", "{ days = 3660, after = \"installed\", last_day = \"out\" }")],
        &[("\"without_end\"", "{ days = 1, after = \"won\", last_day = \"out\" }")],
        &[("60, after = \"won\"", "3660, after = \"reported\"")],
        &[("60, after = \"won\"", "1, after = \"accepted\"")],
        &[("30, after = \"paid\"", "30, after = \"won\"")],
        &[("chosen_by = \"reported\"", "chosen_by = \"milestone\"")],
        &[("chosen_by = \"reported\"", "chosen_by = \"accepted\"")],
        &[(", until = 2027-01-01", "")],
        &[(", until = 366", "")],
        &[("win_before_report = { days = 2 }", "win_before_report = \"refused\"")],
        &[
            ("{ flat = \"1_500.00 USD\" }", "{ rate = \"1%\", of = \"value\" }"),
            ("    flat_part     = \"kept\",\n", ""),
        ],
        &[(
            "payee    = \"each_by_share\"\n  pays     = \"nothing\"",
            "payee    = \"desk\"\n  hold = \"none\"\n  clawback = \"none\"\n  \
             pays = { flat = \"0.01 USD\" }",
        )],
        &[("\"field-leads\"", &long), ("\"Technician lead rewards\"", &title)],
        &[("\"originator\"\n  pays     = { flat", "\"co_source\"\n  pays     = { flat")],
    ];
    for edits in variants {
        if let Err(findings) = Plan::read(&edited(edits)) {
            panic!("{edits:?}:\n{findings}");
        }
    }
    let longer = format!("\"{}\"", "x".repeat(65));
    assert_eq!(codes(&edited(&[("\"field-leads\"", &longer)])), ["P0501"]);
    let longer = format!("\"{}\"", "x".repeat(301));
    assert_eq!(codes(&edited(&[("\"Technician lead rewards\"", &longer)])), ["P0110"]);
}

/// Reads a text that may be anything; each finding lies in the text.
fn survives(text: &str) {
    if let Err(findings) = Plan::read(text) {
        for finding in findings.iter() {
            let line = text.split('\n').nth(finding.line - 1).expect("the line is in the text");
            assert!((1..=line.chars().count() + 1).contains(&finding.column), "{finding}");
            assert!(CODES.iter().any(|(code, _)| *code == finding.code), "{finding}");
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
        survives(&text);
    }

    #[test]
    fn no_damage_to_a_good_file_makes_the_reader_panic(
        damages in prop::collection::vec(
            (any::<prop::sample::Index>(), any::<u8>(), 0..3_u8),
            1..6,
        ),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = GOOD.as_bytes().to_vec();
        for (place, byte, how) in damages {
            let at = place.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_shuffling_of_pieces_makes_the_reader_panic(
        moves in prop::collection::vec(any::<[prop::sample::Index; 2]>(), 1..9),
    ) {
        // Whole words change places, so that the file often stays TOML.
        let mut words: Vec<&str> = GOOD.split_inclusive([' ', '\n']).collect();
        for [one, other] in moves {
            let (one, other) = (one.index(words.len()), other.index(words.len()));
            words.swap(one, other);
        }
        survives(&words.concat());
    }
}
