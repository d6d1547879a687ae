//! Scripts go by the exit status: 0 done, 1 refused, 2 usage, 3 the journal's file. What went
//! wrong stands on standard error with its code, and every verb's help shows an example.

use crate::tool::Shell;
use referral_ledger::store::FileStore;
use serde_json::Value;

/// Every verb, with the verbs under it.
const VERBS: [&str; 31] = [
    "plan",
    "plan example",
    "plan check",
    "plan show",
    "submit",
    "commands",
    "show",
    "show lead",
    "show deal",
    "show payee",
    "show reward",
    "show run",
    "show plan",
    "show payees",
    "show leads",
    "show deals",
    "show plans",
    "explain",
    "statement",
    "run",
    "run preview",
    "run lock",
    "run approve",
    "run export",
    "run settle",
    "run void",
    "profile",
    "profile list",
    "profile show",
    "profile check",
    "books",
];

#[test]
fn every_verb_has_an_example_in_its_help() {
    let shell = Shell::new();
    let all = shell.run("--help").done().says(&["Exit status: 0 done; 1", "--json"]).out;
    for verb in VERBS.iter().chain(&["replay", "import"]) {
        let help = shell.run(&format!("{verb} --help")).done().out;
        let line = format!("  referral-ledger {verb}");
        assert!(help.contains(&line), "{verb} has no example:\n{help}");
        if !verb.contains(' ') {
            assert!(all.contains(&format!("\n  {verb} ")), "{verb} is not listed:\n{all}");
        }
    }
}

#[test]
fn what_is_not_on_file_is_refused_with_its_code() {
    let shell = Shell::with_examples();
    for (verb, code) in [
        ("show lead j.redb --row nobody-told", "R1002: "),
        ("show deal j.redb --row nobody-told", "R2002: "),
        ("show payee j.redb T99", "R6005: "),
        ("show run j.redb us-field/2030-01/1", "R5002: "),
        ("show reward j.redb deal:1/a@b/c/d", "C1002: "),
        ("run settle j.redb us-field/2030-01/1 --by clerk", "R5002: "),
        ("run export j.redb us-field/2030-01/1 --by clerk --out .", "R5002: "),
    ] {
        let said = shell.run(verb).fails(1, code);
        assert_eq!((said.out.as_str(), said.err.lines().count()), ("", 1), "{verb}");
        let json = shell.run(&format!("--json {verb}"));
        let error: Value = serde_json::from_str(&json.err).unwrap();
        let told = format!("{}: ", error["error"]["code"].as_str().unwrap());
        assert_eq!((json.status, told.as_str()), (1, code));
        assert!(error["error"]["fields"].is_object());
    }
}

#[test]
fn wrong_usage_is_told_apart_from_a_refusal() {
    let shell = Shell::with_examples();
    shell.write("names.csv", "who,name\nT07,Ana\n");
    shell.write("twice.csv", "payee,name\nT 07,Ana\n");
    for (verb, start) in [
        ("", ""),
        ("shwo run j.redb", "error: "),
        ("show lead j.redb", "error: "),
        ("show lead j.redb 4711", "error: invalid value"),
        ("show lead j.redb --row a 0f324eff-3d89-51ff-b9b4-e22b9ff2402d", "error: "),
        ("run settle j.redb us-field/2026-01/2", "error: "),
        ("run approve j.redb us-field/2026-01/2 --by ana", "error: "),
        ("run settle j.redb us-field/2026-01/2 --by ana --at today", "error: invalid value"),
        ("statement j.redb T07 2026-01 --names nowhere.csv", "C2001: nowhere.csv: "),
        ("statement j.redb T07 2026-01 --names names.csv", "C2002: names.csv: column payee"),
        ("statement j.redb T07 2026-01 --names twice.csv", "C2002: twice.csv: line 2: a payee id"),
        ("plan check nowhere.toml", "C2001: nowhere.toml: "),
        ("plan show nowhere.toml", "C2001: nowhere.toml: "),
    ] {
        let said = shell.run(verb).fails(2, start);
        assert_eq!(said.out, "", "{verb}");
    }
    let hint = shell.run("show lead j.redb tip-1").err;
    assert!(hint.contains("for your own row key, write --row tip-1"), "{hint}");
    let hint =
        shell.run("run lock j.redb us-field/2026-02/1 --by ana --at 2026-03-09T00:00:00.000Z");
    assert!(hint.fails(1, "R5006: ").err.ends_with("(--pass-days does that)\n"));
    let hint = shell.run("shwo").err;
    assert!(hint.contains("'show'"), "{hint}");
}

#[test]
fn a_journal_that_cannot_be_opened_is_the_stores_fault() {
    let shell = Shell::with_examples();
    shell.write("poem.txt", "Roses are red\n");
    shell.run("show run nowhere.redb").fails(3, "C3001: there is no file nowhere.redb");
    assert!(!shell.path("nowhere.redb").exists(), "asking makes no file");
    shell.run("replay poem.txt").fails(3, "C3002: poem.txt is not a journal");
    shell.pipe("submit poem.txt", "{}\n").fails(3, "C3002: ");
    assert_eq!(shell.read("poem.txt"), "Roses are red\n");

    let open = FileStore::open(shell.path("j.redb")).unwrap();
    let said = shell.run("--json books j.redb");
    let error: Value = serde_json::from_str(&said.err).unwrap();
    assert_eq!((said.status, &error["error"]["code"]), (3, &"C3002".into()));
    drop(open);
    shell.run("books j.redb").done();
}
