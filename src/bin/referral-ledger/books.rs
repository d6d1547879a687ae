//! `books`: what stands on every account, all postings as a journal that hledger, ledger or
//! beancount reads, or contract costs.

mod costs;

use crate::fault::{Fault, Status};
use crate::journal_file::open_to_read;
use crate::out::{Out, Text};
use clap::{Args, ValueEnum};
use referral_ledger::books::TrialBalance;
use referral_ledger::report::{AccountMap, ExportError, Grammar, RollForward, write_books};
use referral_ledger::time::Period;
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  referral-ledger books journal.redb
  referral-ledger books journal.redb --format hledger > books.hledger
  hledger -f books.hledger check --strict ordereddates payees
  referral-ledger books journal.redb --format beancount --accounts ours.toml > books.beancount
  bean-check books.beancount
  referral-ledger books journal.redb --format costs --period 2026-06";

/// Print the trial balance, the books for hledger, ledger or beancount, or contract costs.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Books {
    /// The journal's file.
    journal: PathBuf,
    /// What to print.
    #[arg(long, value_enum, default_value_t = Format::Balance)]
    format: Format,
    /// For which month, quarter or year contract costs are rolled forward; left out, how they stand
    /// now.
    #[arg(long, requires = "format")]
    period: Option<Period>,
    /// A file that says what accounts are called in hledger, ledger or beancount, and which have a
    /// cost centre.
    #[arg(long, value_name = "FILE", requires = "format")]
    accounts: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The trial balance: what stands on every account.
    Balance,
    /// Every posting, as a journal of hledger's.
    Hledger,
    /// Every posting, as a journal of ledger's.
    Ledger,
    /// Every posting, as a journal of beancount's.
    Beancount,
    /// Contract costs: capitalised, written off and left, deal by deal.
    Costs,
}

/// What stands on every account: positive for a debit, negative for a credit.
#[derive(Debug, Serialize)]
struct Balances {
    balances: Vec<Balance>,
    is_zero: bool,
    #[serde(skip)]
    table: String,
}

#[derive(Debug, Serialize)]
struct Balance {
    entity: String,
    account: String,
    amount: String,
}

/// The books as text of another program.
#[derive(Debug, Serialize)]
struct Exported {
    format: &'static str,
    text: String,
}

impl Books {
    pub(crate) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        let reads = match (self.format, self.period) {
            (Format::Hledger | Format::Ledger | Format::Beancount, _) => 2,
            (Format::Costs, Some(_)) => 1,
            (Format::Costs, None) | (Format::Balance, _) => 0,
        };
        let grammar = self.format.grammar();
        let map = match (&self.accounts, grammar) {
            (None, _) => None,
            (Some(path), Some(grammar)) => Some(read_map(path, grammar)?),
            (Some(path), None) => {
                let help = "give --accounts with --format hledger, ledger or beancount";
                return Err(Fault::file(path, "an account map names no account here", help));
            }
        };
        let journal = open_to_read(&self.journal, reads, "reading")?;
        if let Some(grammar) = grammar {
            let map = map.unwrap_or_else(|| AccountMap::plain(grammar));
            if out.is_json() {
                let mut text = Vec::new();
                export(write_books(&journal.records(), &map, &mut text))?;
                journal.store().done();
                let text = String::from_utf8_lossy(&text).into_owned();
                out.json_line(&Exported { format: grammar.name(), text })?;
            } else {
                export(write_books(&journal.records(), &map, out.writer() as &mut dyn Write))?;
                journal.store().done();
            }
            return Ok(Status::Done);
        }
        if self.format == Format::Balance {
            journal.store().done();
            out.tell(&Balances::of(&journal.ledger().trial_balance()))?;
        } else {
            let rolled = self.period.map(|period| RollForward::of(&journal.records(), period));
            journal.store().done();
            match rolled {
                Some(rolled) => out.tell(&costs::RollForwardOut::of(&rolled?))?,
                None => out.tell(&costs::CostsOut::of(journal.ledger()))?,
            }
        }
        Ok(Status::Done)
    }
}

impl Format {
    /// Whose grammar it is, if it is a journal of another program.
    fn grammar(self) -> Option<Grammar> {
        match self {
            Format::Hledger => Some(Grammar::Hledger),
            Format::Ledger => Some(Grammar::Ledger),
            Format::Beancount => Some(Grammar::Beancount),
            Format::Balance | Format::Costs => None,
        }
    }
}

fn read_map(path: &Path, grammar: Grammar) -> Result<AccountMap, Fault> {
    let text = std::fs::read_to_string(path)
        .map_err(|problem| Fault::file(path, problem, "name an account map that can be read"))?;
    AccountMap::read(&text, grammar)
        .map_err(|findings| Fault::new("C2005", format!("{}: {findings}", path.display())))
}

fn export(done: Result<(), ExportError>) -> Result<(), Fault> {
    done.map_err(|why| match why {
        ExportError::Write(why) => why.into(),
        ExportError::Record(why) => why.into(),
        why @ ExportError::Merged(_) => Fault::new("C2005", why.to_string()),
        other => Fault::new("C1004", other.to_string()),
    })
}

impl Balances {
    fn of(balance: &TrialBalance) -> Balances {
        let row = |row: &referral_ledger::books::BalanceRow| Balance {
            entity: row.entity.to_string(),
            account: row.account.to_string(),
            amount: format!("{} {}", row.digits(), row.unit),
        };
        let balances = balance.rows().iter().map(row).collect();
        Balances { balances, is_zero: balance.is_zero(), table: balance.to_string() }
    }
}

impl Text for Balances {
    fn text(&self) -> String {
        if self.balances.is_empty() { "nothing is booked\n".to_owned() } else { self.table.clone() }
    }
}
