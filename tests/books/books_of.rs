//! The books that are checked: a journal of records, the account map, and the text in each grammar.

use crate::every_event;
use crate::histories::scribe::Company;
use crate::histories::{
    BY_HAND, DAYS, DRAWS, FACTS, HANDS, MISTAKES, MONEY, PEOPLE, RUNS, SHOP, THRESHOLDS, steps,
};
use crate::service_year;
use crate::support::{forms, id};
use crate::tools::Balances;
use crate::whole::making::{Kind, programs};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use referral_ledger::books::TrialBalance;
use referral_ledger::command::DefinePayGroup;
use referral_ledger::lead::LeadKind;
use referral_ledger::record::Records;
use referral_ledger::report::{AccountMap, Grammar, named_balances, write_books};
use referral_ledger::store::FileStore;
use referral_ledger::{Journal, amount};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The text of the books.
pub(crate) fn text(records: &impl Records, map: &AccountMap) -> String {
    let mut text = Vec::new();
    write_books(records, map, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

/// What a program should find on each account, which summed over the names of an account is the
/// trial balance.
pub(crate) fn expected(records: &impl Records, map: &AccountMap, trial: &TrialBalance) -> Balances {
    let (mut named, mut accounts) = (Balances::new(), BTreeMap::new());
    for row in named_balances(records, map).unwrap() {
        let commodity = map.grammar().commodity(row.unit).into_owned();
        let number = Decimal::from_i128_with_scale(row.minor, row.unit.decimals());
        *named.entry((row.name, commodity)).or_default() += number;
        *accounts.entry((row.entity, row.account, row.unit)).or_default() += row.minor;
    }
    named.retain(|_, number| !number.is_zero());
    accounts.retain(|_, minor: &mut i128| *minor != 0);
    let rows = trial.rows().iter().cloned();
    let held = rows.map(|row| ((row.entity, row.account, row.unit), row.minor)).collect();
    assert_eq!(accounts, held, "the names of the accounts are not the trial balance");
    named
}

/// The year of the example, with the journals it wrote.
pub(crate) fn service_year() -> (Journal<FileStore>, [(Grammar, String); 3]) {
    let folder = tempfile::tempdir().unwrap();
    service_year::play(folder.path()).unwrap();
    let read = |grammar: Grammar| {
        let path = folder.path().join(format!("books.{grammar}"));
        (grammar, std::fs::read_to_string(path).unwrap())
    };
    let texts = Grammar::ALL.map(read);
    // The file is open before the folder goes.
    let store = FileStore::open(folder.path().join("journal.redb")).unwrap();
    (Journal::open(store).unwrap(), texts)
}

/// The history in which every event is.
pub(crate) fn every_event() -> crate::support::Company {
    every_event::history()
}

/// Payees, pay groups and legal entities with ids of signs that a grammar gives a meaning.
pub(crate) fn strange_ids() -> crate::support::Company {
    let mut company = crate::support::Company::new();
    for (group, entity) in [("eu/@field", "a:b;c"), ("[1]", "Expenses"), ("Z-x", "{x}")] {
        let group = DefinePayGroup { entity: id(entity), ..forms::define(group, "USD") };
        company.tell("hr", group).unwrap();
    }
    let payees = [
        "cmd|'/c'!A1",
        "1+1",
        "x,y",
        "a:b",
        ";",
        "(v)",
        "\"q\"",
        "100%",
        "_-",
        "x=1",
        "*",
        "#t",
        "^l",
        "Zoe",
        "zoe",
        "Z-zoe",
        "\\",
        "x@",
        "~",
        "A",
        "a",
        "{payee}",
        "!",
        "[x]",
    ];
    for (index, payee) in payees.into_iter().enumerate() {
        let group = ["eu/@field", "[1]", "Z-x"][index % 3];
        company.tell("hr", forms::register(payee, group)).unwrap();
        company.on("2026-01-10").sells(payee, payee, LeadKind::Upgrade);
        company.receives(payee, payee, amount!(1_000.00 USD));
    }
    company.on("2026-03-02").passes_days();
    for group in ["eu/@field", "[1]", "Z-x"] {
        let lock = forms::lock(&format!("{group}/2026-02/1"), "2026-03-01");
        company.tell("payroll", lock).unwrap();
    }
    company
}

/// Histories under generated plans of the whole language: the first that book on so many accounts.
pub(crate) fn generated(count: usize, accounts: usize) -> Vec<Company> {
    let mut runner = TestRunner::deterministic();
    let acts =
        [FACTS, MONEY, DAYS, RUNS, RUNS, PEOPLE, DRAWS, HANDS, SHOP, MISTAKES, BY_HAND, THRESHOLDS];
    let mut history = || {
        let program = programs(Kind::Any).new_tree(&mut runner).unwrap().current();
        let steps = steps(&acts, 120).new_tree(&mut runner).unwrap().current();
        let mut company = Company::whole(&program.texts());
        company.perform_all(&steps);
        company
    };
    let all = (0..200).map(|_| history());
    let booked = |it: &Company| it.journal.ledger().trial_balance().rows().len() >= accounts;
    all.filter(booked).take(count).collect()
}
