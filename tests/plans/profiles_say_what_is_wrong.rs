//! Every code of the profile reader has a small mistake that produces it, and no other, where the
//! mistake is.

use proptest::prelude::*;
use proptest::sample::Index;
use referral_ledger::report::Profile;
use referral_ledger::report::profile::PROFILE_BYTES_MAX;
use referral_ledger::report::profile::finding::CODES;
use std::collections::BTreeSet;

const LONG: &str = include_str!("../../examples/profiles/harbour-payables.toml");

/// A wide profile and a journal that are whole.
fn wide() -> &'static str {
    Profile::shipped_text("gusto-wide").expect("it is shipped")
}

fn journal() -> &'static str {
    Profile::shipped_text("iif-journal").expect("it is shipped")
}

/// Code, the whole profile, what is replaced by what; the finding stands on the line of `at`.
type Mistake = (&'static str, &'static str, &'static str, &'static str, &'static str);

fn mistakes() -> Vec<Mistake> {
    let (long, wide, journal) = (LONG, wide(), journal());
    let deducts: &'static str =
        Box::leak(LONG.replace("\"allow\"", "\"as_deduction\"").into_boxed_str());
    vec![
        ("F0102", long, "version    = 1", "version    = ]", "version    = ]"),
        ("F0102", long, "version    = 1", "version    = 1\nversion = 1", "version = 1"),
        ("F0103", long, "schema     = 1", "schema     = 2", "schema     = 2"),
        ("F0104", long, "zero_lines = \"omit\"\n", "", "# What Harbour's"),
        ("F0104", long, "negatives  = \"allow\"\n", "", "# What Harbour's"),
        (
            "F0104",
            long,
            "max = 20, guard = \"refuse\" } },\n  { header = \"name\"",
            "guard = \"refuse\" } },\n  { header = \"name\"",
            "\"vendor\"",
        ),
        ("F0105", long, "split_by   = []", "splitby    = []", "splitby"),
        ("F0106", long, "header     = true", "header     = \"yes\"", "\"yes\""),
        ("F0106", long, "sort       = [\"payee\", \"code\"]", "sort       = \"payee\"", "sort "),
        ("F0107", long, "\"semicolon\"", "\"semi\"", "\"semi\""),
        ("F0108", long, "\"allow\"", "\"carry_forward\"", "\"carry_forward\""),
        ("F0109", long, "version    = 1", "version    = 0", "version    = 0"),
        ("F0109", long, "scale = 2", "scale = 9", "scale = 9"),
        ("F0109", long, "max = 60", "min = 61, max = 60", "min = 61"),
        ("F0110", long, "[\"contractor\"]", "[]", "workers"),
        ("F0110", long, "[\"contractor\"]", "[\"contractor\", \"contractor\"]", "workers"),
        ("F0110", journal, "\"draw_receivable\", ", "\"payable\", ", "\"Draw Receivable\""),
        ("F0111", wide, "zero_lines =", "negatives = \"allow\"\nzero_lines =", "negatives"),
        (
            "F0111",
            journal,
            "layout     = \"iif\"",
            "layout     = \"iif\"\nlines = \"net\"",
            "lines = \"net\"",
        ),
        ("F0111", journal, "\"tab\"", "\"comma\"", "# QuickBooks"),
        ("F0111", long, "pays = [\"draws\"], ", "pays = [\"draws\", \"paid\"], ", "\"advances\""),
        ("F0112", long, "\"harbour-payables\"", "\"harbour payables\"", "\"harbour payables\""),
        ("F0112", long, "code = \"advances\"", "code = \" \"", "code = \" \""),
        ("F0201", long, "from = \"payee\", ", "from = \"paye\", ", "\"paye\""),
        ("F0201", long, "[\"payee\", \"code\"]", "[\"payee\", \"external:\"]", "external:"),
        (
            "F0202",
            long,
            "from = \"period_to\", date = \"iso\"",
            "from = \"gross\", money = { scale = 2, sign = \"minus\", zero = \"written\" }",
            "\"gross\"",
        ),
        ("F0202", long, "[\"payee\", \"code\"]", "[\"payee\", \"amount\"]", "sort "),
        ("F0203", long, "from = \"payee\", ", "from = \"period_to\", ", "\"vendor\""),
        ("F0203", long, "date = \"iso\"", "", "\"invoiced\""),
        (
            "F0204",
            long,
            "max = 20, guard = \"refuse\" } },\n  { header = \"name\"",
            "max = 20, guard = \"apostrophe\" } },\n  { header = \"name\"",
            "\"vendor\"",
        ),
        (
            "F0205",
            long,
            "  { header = \"amount\",   from = \"amount\",    money = { scale = 2, sign = \"minus\", zero = \"written\" } },\n",
            "",
            "# What Harbour's",
        ),
        ("F0205", journal, "from = \"account\"", "from = \"payee\"", "# QuickBooks"),
        (
            "F0206",
            long,
            "from = \"period_to\", date = \"iso\"",
            "from = \"amount\", money = { scale = 2, sign = \"minus\", zero = \"written\" }",
            "{ header = \"amount\"",
        ),
        (
            "F0206",
            journal,
            "from = \"name\",    text = { of = \"any\", max = 100, guard = \"apostrophe\" }",
            "from = \"amount\", money = { scale = \"currency\", sign = \"minus\", zero = \"empty\" }",
            "{ header = \"AMOUNT\"",
        ),
        (
            "F0207",
            wide,
            "{ header = \"bonus\",                 from = \"empty\" }",
            "{ header = \"bonus\", from = \"amount:bonus\", money = { scale = 2, sign = \"minus\", zero = \"empty\" } }",
            "\"bonus\"",
        ),
        (
            "F0208",
            long,
            "code = \"corrections\"",
            "code = \"corrections of other months\"",
            "from = \"code\"",
        ),
        ("F0208", journal, "\"Payroll Clearing\"", "\"=Clearing\"", "from = \"account\""),
        ("F0301", long, "scale = 2", "scale = 1", "scale = 1"),
        ("F0302", long, "\"USD\"", "\"XAU\"", "\"XAU\""),
        (
            "F0401",
            long,
            "  { pays = [\"recovered\"],                              code = \"taken-back\" },\n",
            "",
            "# What Harbour's",
        ),
        (
            "F0402",
            long,
            "pays = [\"draws\"], ",
            "pays = [\"rewards\"], rule = \"spiff\", ",
            "rule = \"spiff\"",
        ),
        (
            "F0403",
            long,
            "pays = [\"draws\"], ",
            "pays = [\"draws\"], rule = \"spiff\", ",
            "rule = \"spiff\"",
        ),
        (
            "F0404",
            wide,
            "code = \"commission\"",
            "worker = \"contractor\", code = \"fees\" }, { pays = [\"paid\"], code = \"commission\"",
            "\"fees\"",
        ),
        (
            "F0405",
            deducts,
            "code = \"taken-back\"",
            "code = \"referrals\"",
            "pays = [\"recovered\"]",
        ),
        (
            "F0501",
            journal,
            "  { of = \"draw_receivable\",     name = \"Draw Receivable\" },\n",
            "",
            "account = [",
        ),
        ("F0601", long, "payables_{pay_group}", "payables/{pay_group}", "file_name"),
        ("F0601", long, "payables_{pay_group}", "payables_{payee}", "file_name"),
        ("F0602", long, "split_by   = []", "split_by   = [\"external:branch\"]", "file_name"),
        ("F0603", long, "split_by   = []", "split_by   = [\"code\"]", "split_by"),
    ]
}

#[test]
fn each_mistake_is_told_once_with_its_code_where_it_stands() {
    let mut otherwise = Vec::new();
    for (code, whole, from, to, at) in mistakes() {
        assert_eq!(whole.matches(from).count(), 1, "{code}: {from:?} stands once");
        let text = whole.replace(from, to);
        let line = text.lines().position(|line| line.contains(at));
        let line = line.unwrap_or_else(|| panic!("{code}: {at:?} stands there")) + 1;
        let Err(findings) = Profile::read(&text) else {
            otherwise.push(format!("{code} {to:?}: was read"));
            continue;
        };
        let told: Vec<(&str, usize)> = findings.iter().map(|it| (it.code, it.line)).collect();
        // F0401 for a code that was turned into another: `draws` has none then.
        let expected = [(code, line)];
        let also = told.iter().filter(|(told, _)| *told == "F0401").count();
        let is_told = told.contains(&expected[0]) && (told.len() == 1 || also == told.len() - 1);
        let is_worded =
            findings.iter().all(|it| !it.sentence.ends_with('.') && !it.help.is_empty());
        if !is_told || !is_worded {
            otherwise.push(format!("{code} {to:?}, line {line}, is told so:\n{findings}"));
        }
    }
    assert!(otherwise.is_empty(), "\n{}", otherwise.join("\n\n"));
}

#[test]
fn every_code_of_the_table_has_a_mistake() {
    let mut told: BTreeSet<&str> = mistakes().into_iter().map(|(code, ..)| code).collect();
    let huge = format!("{LONG}#{}", "x".repeat(PROFILE_BYTES_MAX));
    let findings = Profile::read(&huge).expect_err("it is too large");
    told.extend(findings.iter().map(|finding| finding.code));
    assert_eq!(told, CODES.iter().map(|(code, _)| *code).collect());
    assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
}

#[test]
fn every_finding_of_a_file_comes_at_once() {
    let text = LONG
        .replace("\"semicolon\"", "\"semi\"")
        .replace("\"USD\"", "\"XAU\"")
        .replace("\"long\"", "\"lang\"")
        .replace("title      =", "titel      =");
    let findings = Profile::read(&text).expect_err("four things are wrong");
    let told: Vec<_> = findings.iter().map(|it| it.code).collect();
    assert_eq!(told, ["F0105", "F0107", "F0302", "F0107"]);
    let first = findings.to_string();
    assert!(first.starts_with("F0105 at line 5, column 1: the file has no such key; did you mean"));
}

#[test]
fn every_shipped_profile_is_whole() {
    for name in Profile::shipped_names() {
        let text = Profile::shipped_text(name).expect("it is shipped");
        let profile = Profile::read(text).unwrap_or_else(|findings| panic!("{name}:\n{findings}"));
        assert_eq!(profile.id().as_str(), format!("{name}@1"));
    }
    assert!(Profile::read(LONG).is_ok());
}

proptest! {
    #[test]
    fn no_edit_makes_the_reader_panic(
        which in 0..3_usize,
        edits in prop::collection::vec((any::<Index>(), any::<char>(), any::<bool>()), 1..6),
    ) {
        let mut text: Vec<char> = [LONG, wide(), journal()][which].chars().collect();
        for (at, letter, takes_out) in edits {
            let at = at.index(text.len());
            if takes_out { text.remove(at); } else { text[at] = letter; }
        }
        let _ = Profile::read(&text.into_iter().collect::<String>());
    }
}
