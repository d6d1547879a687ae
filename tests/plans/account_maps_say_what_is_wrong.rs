//! An account map says what is wrong with it: code, place, text and the way out.

use proptest::prelude::*;
use referral_ledger::plan::Finding;
use referral_ledger::report::books::account_map::CODES;
use referral_ledger::report::{AccountMap, Grammar};
use std::collections::BTreeSet;

/// A line of a map.
fn line(of: &str, rest: &str) -> String {
    format!("[[account]]\nof = \"{of}\"\n{rest}\n")
}

/// Each mistake: the lines behind the schema, and the finding without its way out.
fn mistakes() -> Vec<(String, &'static str)> {
    let bank = |rest: &str| line("Assets:Bank", rest);
    let two = |one: (&str, &str), other: (&str, &str)| line(one.0, one.1) + &line(other.0, other.1);
    let pay = "Liabilities:Incentives:Payable";
    let name = "name = \"Assets:1200\"";
    vec![
        (
            "#".repeat(262_145),
            "A0101 at line 1, column 1: the file has 262156 bytes, at most 262144 are read",
        ),
        (
            bank("name = "),
            "A0102 at line 4, column 8: this is not TOML: string values must be quoted, expected literal string",
        ),
        (
            bank(name).repeat(201),
            "A0103 at line 602, column 1: the map has 201 lines, at most 200 are read (found [[account]])",
        ),
        (bank("name = 1200"), "A0105 at line 4, column 8: `name` is a text in quotes (found 1200)"),
        (
            bank(&format!("{name}\nmerge = \"yes\"")),
            "A0105 at line 5, column 9: `merge` is true or false (found \"yes\")",
        ),
        (
            bank("nmae = \"Assets:1200\""),
            "A0106 at line 4, column 1: the key is not known (found nmae)",
        ),
        (bank(""), "A0107 at line 2, column 1: `name` is missing"),
        (
            bank(&format!("{name}\nentity = \"acme us\"")),
            "A0108 at line 5, column 10: a legal entity id holds a character other than visible ASCII at byte 4: pass an opaque row key, never a name (found \"acme us\")",
        ),
        (
            bank(&format!("{name}\ncost_centre = \"\"")),
            "A0108 at line 5, column 15: this is no cost centre (found \"\")",
        ),
        (
            line("Expenses:Incentive", name),
            "A0201 at line 3, column 6: the books have no such account (found \"Expenses:Incentive\")",
        ),
        (
            bank("name = \"Bank\""),
            "A0202 at line 4, column 8: a name begins with a root and has a part behind it (found \"Bank\")",
        ),
        (
            bank("name = \"Assets:a;b\""),
            "A0203 at line 4, column 8: ledger cannot read the part \"a;b\" (found \"Assets:a;b\")",
        ),
        (
            bank("name = \"Assets:a  b\""),
            "A0203 at line 4, column 8: ledger cannot read the part \"a  b\" (found \"Assets:a  b\")",
        ),
        (
            bank("name = \"Assets::b\""),
            "A0203 at line 4, column 8: ledger cannot read the part \"\" (found \"Assets::b\")",
        ),
        (
            bank("name = \"Assets:{rule}\""),
            "A0204 at line 4, column 8: Assets:Bank knows no {rule} (found \"Assets:{rule}\")",
        ),
        (
            line("Expenses:Amortisation", "name = \"Expenses:7\"\npay_group = \"us\""),
            "A0205 at line 5, column 13: the entries of Expenses:Amortisation do not know their pay_group (found \"us\")",
        ),
        (
            two(
                ("Assets:Bank", name),
                ("Assets:Bank", "entity = \"acme\"\nname = \"Assets:1201\""),
            ),
            "A0301 at line 5, column 1: this line can never apply: an earlier one takes all that it could (found [[account]]) (see also line 2, column 1)",
        ),
        (
            line(pay, "name = \"Liabilities:2210\""),
            "A0302 at line 4, column 8: every payee would come to one account (found \"Liabilities:2210\")",
        ),
        (
            two(("Assets:Bank", name), ("Expenses:Points", name)),
            "A0303 at line 7, column 8: Assets:Bank and Expenses:Points have one name (found \"Assets:1200\") (see also line 4, column 8)",
        ),
        (
            two(("Assets:Bank", &format!("{name}\nmerge = true")), ("Expenses:Points", name)),
            "A0303 at line 8, column 8: Assets:Bank and Expenses:Points have one name (found \"Assets:1200\") (see also line 4, column 8)",
        ),
        (
            two(
                ("Assets:Bank", "entity = \"a\"\nname = \"Assets:12\""),
                ("Assets:Bank", "entity = \"b\"\nname = \"Assets:12\""),
            ),
            "A0303 at line 9, column 8: Assets:Bank and Assets:Bank have one name (found \"Assets:12\") (see also line 5, column 8)",
        ),
        (
            bank("name = \"Liabilities:Wages\""),
            "A0304 at line 4, column 8: Liabilities:Wages has this name already (found \"Liabilities:Wages\")",
        ),
    ]
}

#[test]
fn every_mistake_is_found_at_its_place() {
    let mut codes = BTreeSet::from(["A0104"]); // its own test
    for (lines, said) in mistakes() {
        let findings = AccountMap::read(&format!("schema = 1\n{lines}"), Grammar::Ledger);
        let findings = findings.expect_err(said);
        let is_it = |it: &&Finding| said.starts_with(it.code);
        let first = findings.iter().find(is_it).unwrap_or_else(|| panic!("{said}: {findings}"));
        let text = first.to_string();
        let (finding, help) = text.split_once("\n  way out: ").unwrap();
        assert_eq!(finding, said);
        assert!(!help.is_empty(), "{text}");
        codes.insert(first.code);
    }
    assert_eq!(codes, CODES.iter().map(|(code, _)| *code).collect(), "each code has a mistake");
}

#[test]
fn a_map_of_another_schema_is_not_read() {
    let map = format!("schema = 2\n{}", line("Assets:Bank", "name = \"Assets:1200\""));
    let findings = AccountMap::read(&map, Grammar::Hledger).unwrap_err();
    let said = "A0104 at line 1, column 10: the schema of an account map is 1 (found 2)";
    assert!(findings.to_string().starts_with(said), "{findings}");
    let nothing = AccountMap::read("", Grammar::Hledger).unwrap_err();
    let codes: Vec<_> = nothing.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["A0107", "A0107"]);
}

#[test]
fn the_way_out_of_a_slip_is_the_word_that_was_meant() {
    for (of, meant) in [
        ("Expenses:Incentive", "write \"Expenses:Incentives\""),
        ("Liabilities:Incentives:Payable:ana", "write \"Liabilities:Incentives:Payable\""),
        ("Liabilities:Incentives:HeldBack:ana", "write \"Liabilities:Incentives:HeldBack\""),
        ("Payable", "write \"Liabilities:Incentives:Payable\""),
    ] {
        let map = format!("schema = 1\n{}", line(of, "name = \"Assets:1\""));
        let findings = AccountMap::read(&map, Grammar::Hledger).unwrap_err();
        assert_eq!(findings.iter().next().unwrap().help, meant);
    }
}

#[test]
fn what_each_program_cannot_read_is_found_for_it_alone() {
    let fine = |part: &str, grammar| {
        let map =
            format!("schema = 1\n{}", line("Assets:Bank", &format!("name = \"Assets:{part}\"")));
        AccountMap::read(&map, grammar).is_ok()
    };
    for (part, plain, beancount) in [
        ("1200", true, true),
        ("House-bank", true, true),
        ("House bank", true, false),
        ("house", true, false),
        ("A_B", true, false),
        ("-house", false, false),
        (" house", false, false),
        ("a|b", false, false),
        ("a,b", false, false),
        ("(a)", false, false),
        ("{a", false, false),
        ("B\u{e4}nk", false, false),
    ] {
        let read = Grammar::ALL.map(|grammar| fine(part, grammar));
        assert_eq!(read, [plain, plain, beancount], "{part}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(
        text in "\\PC{0,60}",
        of in "[A-Za-z:{}]{0,30}",
        name in "(Assets|Memo)(:[ -~]{0,12}){0,3}",
    ) {
        let line = line(&of, &format!("name = {name:?}"));
        for grammar in Grammar::ALL {
            let _ = AccountMap::read(&text, grammar);
            let _ = AccountMap::read(&format!("schema = 1\n{line}{text}"), grammar);
            let bank = self::line("Assets:Bank", &format!("name = {name:?}"));
            let _ = AccountMap::read(&format!("schema = 1\n{bank}"), grammar);
        }
    }
}
