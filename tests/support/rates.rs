//! Companies with people and deals abroad: a plan in USD that converts, and exchange rates.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)] // every test uses its own part of it

use crate::options::{CLAWBACK, under};
use crate::support::forms::{define, register};
use crate::support::{Company, Heard, day, id};
use referral_ledger::command::RecordExchangeRate;
use referral_ledger::refusal::Refusal;

/// What a plan says of other currencies.
pub const EXCHANGE: &str = "[exchange]\nat = \"milestone\"\nmissing = \"refuse\"\n\
                            rate_days_max = 3\nrounding = \"half_even\"\n";

/// The same of a plan that converts when a run pays.
pub const PAYOUT: &str = "[exchange]\nat = \"payout\"\nmissing = \"refuse\"\n\
                          rate_days_max = 3\nrounding = \"half_even\"\n";

/// A rate of a day, as the bank quotes it.
pub fn rate(from: &str, to: &str, on: &str, rate: &str) -> RecordExchangeRate {
    RecordExchangeRate {
        from: id(from),
        to: id(to),
        on: day(on),
        rate: id(rate),
        source: id("ECB"),
    }
}

/// A company whose plan pays 10% in USD, with some of its words said otherwise; eva and emil are
/// paid in EUR. A clawback takes back what a refund leaves no ground for. It is 2026-01-10.
pub fn abroad(words: &[(&str, &str)]) -> Company {
    let with = |word: &str, plain: &'static str| {
        let is_said = words.iter().any(|(said, _)| *said == word);
        (!is_said).then_some((word.to_owned(), plain))
    };
    let plain = [with("tables", EXCHANGE), with("clawback", CLAWBACK)];
    let plain: Vec<_> = plain.into_iter().flatten().collect();
    let plain = plain.iter().map(|(word, value)| (word.as_str(), *value));
    let mut company = under(&words.iter().copied().chain(plain).collect::<Vec<_>>());
    company.tell("hr", define("eu-field", "EUR")).unwrap();
    for payee in ["eva", "emil"] {
        company.tell("hr", register(payee, "eu-field")).unwrap();
    }
    company
}

impl Company {
    /// The bank quotes a rate of today.
    pub fn quotes(&mut self, from: &str, to: &str, quote: &str) -> Heard {
        let today = self.today();
        self.tell("bank", rate(from, to, &today, quote)).unwrap()
    }

    /// What stands on an account in one currency, in digits.
    pub fn stands(&self, account: &str, unit: &str) -> String {
        let trial = self.journal.ledger().trial_balance();
        let is_it = |row: &&referral_ledger::books::BalanceRow| {
            row.account.to_string() == account && row.unit == id(unit)
        };
        trial.rows().iter().find(is_it).map_or("0".to_owned(), |row| row.digits())
    }
}

/// The code of what was refused.
pub fn code(refused: Result<Heard, Box<Refusal>>) -> String {
    refused.expect_err("it is refused").code().to_owned()
}
