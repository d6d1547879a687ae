//! Every refusal has a reproducer: a company and a command that is refused with exactly that code.
//!
//! A refused command changes nothing, and its sentence holds the numbers that explain it. The
//! reproducers are in `cases/`, by the family of the code.

mod cases;
#[path = "../support/options.rs"]
mod options;
#[path = "../support/mod.rs"]
mod support;

use cases::{Case, all};
use referral_ledger::refusal::{Refusal, Row};
use referral_ledger::store::Store;
use referral_ledger::{Journal, SubmitError};
use std::collections::BTreeSet;

/// Submits the case, and asserts that it left no trace. Says the refusal.
fn refused(code: &str, case: Case) -> Refusal {
    let Case { mut company, told, command } = case;
    let before = company.journal.ledger().digest();
    let records = company.journal.store().end().unwrap();
    let refusal = match company.journal.submit(&told, command.clone()) {
        Err(SubmitError::Refused(refusal)) => refusal,
        Ok(_) => panic!("{code} is not reproduced: accepted was {command:?}"),
        Err(fault) => panic!("the memory store does not fail: {fault}"),
    };
    assert_eq!(refusal.code(), code, "{refusal}");
    assert_eq!(company.journal.ledger().digest(), before, "{code} left a trace in the ledger");
    assert_eq!(company.journal.store().end().unwrap(), records, "{code} left a record");
    // A refused command is not remembered: the same again is decided anew, to the same end.
    match company.journal.submit(&told, command) {
        Err(SubmitError::Refused(again)) => assert_eq!(again, refusal),
        _ => panic!("{code} was refused, and the same again was not"),
    }
    let reopened = Journal::open(company.journal.store().clone()).unwrap();
    assert_eq!(reopened.ledger().digest(), before, "{code} left a trace in the store");
    company.obeys_the_laws();
    refusal
}

fn row(code: &str) -> &'static Row {
    Refusal::TABLE.iter().find(|row| row.code == code).expect("the table has the code")
}

#[test]
fn each_case_is_refused_with_its_code_and_leaves_no_trace() {
    for (code, reproduce) in all() {
        refused(code, reproduce());
    }
}

#[test]
fn every_code_of_the_table_is_reproduced() {
    let reproduced: BTreeSet<&str> = all().into_iter().map(|(code, _)| code).collect();
    let listed: BTreeSet<&str> = Refusal::TABLE.iter().map(|row| row.code).collect();
    assert_eq!(reproduced, listed);
}

#[test]
fn every_sentence_holds_the_text_of_every_field() {
    for (code, reproduce) in all() {
        let refusal = refused(code, reproduce());
        let sentence = refusal.to_string();
        let mut expected = row(code).sentence.to_owned();
        for (field, text) in refusal.fields() {
            assert!(!text.is_empty(), "{code} carries an empty {field}");
            assert!(
                sentence.contains(&text),
                "{code} does not say its {field}, {text}: {sentence}"
            );
            expected = expected.replace(&format!("{{{field}}}"), &text);
        }
        assert_eq!(sentence, expected);
        let named: Vec<&str> = refusal.fields().iter().map(|(field, _)| *field).collect();
        assert_eq!(named, row(code).carries, "{code}");
    }
}

#[test]
fn every_sentence_is_written_in_the_house_style() {
    for (code, reproduce) in all() {
        let refusal = refused(code, reproduce());
        let sentence = refusal.to_string();
        let first = sentence.chars().next().unwrap();
        assert!(first.is_ascii_lowercase(), "{code} starts with {first:?}: {sentence}");
        if code != "R3001" {
            assert!(!sentence.ends_with('.'), "{code} ends with a full stop: {sentence}");
            assert!(!sentence.contains('\n'), "{code} is more than a sentence: {sentence}");
            assert!(sentence.is_ascii(), "{code}: {sentence}");
        }
        for brace in ['{', '}'] {
            assert!(!sentence.contains(brace), "{code} leaves a field open: {sentence}");
        }
        assert_eq!(refusal.retry(), row(code).retry);
        assert!(!row(code).answer.is_empty() && !row(code).answer.ends_with('.'), "{code}");
    }
}

#[test]
fn codes_are_unique_and_in_order() {
    let codes: Vec<&str> = Refusal::TABLE.iter().map(|row| row.code).collect();
    assert!(codes.is_sorted_by(|one, other| one < other), "{codes:?}");
    let names: BTreeSet<&str> = Refusal::TABLE.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), codes.len(), "two codes share a name");
}

/// What a support person reads over the phone. The ids of rows are left out: see the table.
#[test]
fn some_sentences_word_by_word() {
    let pinned = [
        (
            "R0002",
            "told at 2026-01-01T16:49:59.999Z, which is more than 10 minutes before the last \
                   record at 2026-01-01T17:00:00.000Z: set the clock of this instance",
        ),
        (
            "R0006",
            "heard_on is 2026-02-11 and today is 2026-02-10: tell a fact when it has happened",
        ),
        (
            "R2004",
            "won on 2026-02-08, 2 days before the lead was heard on 2026-02-10, and the plan \
                   allows 0: correct the date, or reject the lead",
        ),
        (
            "R5006",
            "days have passed through 2026-02-10 and the cut-off is 2026-02-27: pass the days \
                   first, so that what is due is in the run",
        ),
        (
            "R5013",
            "run us-field/2026-02/1 pays 25.00 USD and the file pays 25.01 USD: render the \
                   file again from the pay sheet",
        ),
        (
            "R6008",
            "payee eva is paid in EUR and the plan pays in USD: register them with a group of \
                   that currency",
        ),
    ];
    for (code, sentence) in pinned {
        let (_, reproduce) = all().into_iter().find(|(other, _)| *other == code).unwrap();
        assert_eq!(refused(code, reproduce()).to_string(), sentence);
    }
}
