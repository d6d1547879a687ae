//! The books as a journal of hledger, ledger or beancount, so that finance can check them with a
//! tool that is not ours.
//!
//! The entries are those of [`post`](crate::books::post) and nothing else, in the order of day and
//! sequence. Each of the three programs accepts a transaction that is wrong by less than half a
//! cent, at least until told otherwise, so exact zero is checked here, before anything is written.
//! At each month's end the journal says what stands on every account that moved in the month; a
//! program that reads it finds out by itself whether it agrees.
//!
//! | file | idea |
//! |---|---|
//! | `reader` | events with the command they stand beside |
//! | `placed` | entries with the rule and the pay group they are about |
//! | `about` | descriptions and tags |
//! | `account_map` | the caller's names for accounts |
//! | `chart` | what a journal books on, in which order, under which names |
//! | `grammar` | the three grammars, and how each writes an id |
//! | `plain` | the text that hledger and ledger read |
//! | `beancount` | the text that beancount reads |

mod about;
pub mod account_map;
mod beancount;
mod chart;
pub mod grammar;
mod placed;
mod plain;
mod reader;

use crate::books::Account;
use crate::id::EntityId;
use crate::money::{Amount, Unit};
use crate::record::{At, RecordError, Records};
use crate::time::{Date, Period};
use account_map::AccountMap;
use chart::{Chart, Posting};
use grammar::Grammar;
use placed::placed;
use reader::Reader;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Why the books cannot be exported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A record cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The text cannot be written. Part of it may have been.
    #[error("the books cannot be written: {0}")]
    Write(#[from] io::Error),
    /// The entries of an event do not sum to zero (law L1). Nothing was written.
    #[error(
        "the entries of event {} of record {} do not sum to zero in {unit} of {entity}: \
         verify the journal",
        at.event, at.sequence
    )]
    Unbalanced {
        /// The event.
        at: At,
        /// The legal entity.
        entity: EntityId,
        /// The unit.
        unit: Unit,
    },
    /// Two accounts come to one name, and the account map does not say that they may. Nothing was
    /// written.
    #[error(transparent)]
    Merged(#[from] Box<SharedName>),
}

/// Two accounts that come to one name without saying so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} of {} and {} of {} would both be {name}: write {{entity}} into the name in the account \
     map, give them different names, or write merge = true in each line",
    one.1, one.0, other.1, other.0
)]
pub struct SharedName {
    /// The name.
    pub name: String,
    /// One of the accounts, and whose it is.
    pub one: (EntityId, Account),
    /// Another one.
    pub other: (EntityId, Account),
}

/// What stands on an account under the name it has in a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedBalance {
    /// The name in the journal.
    pub name: String,
    /// The legal entity.
    pub entity: EntityId,
    /// The account.
    pub account: Account,
    /// The unit.
    pub unit: Unit,
    /// How much, in minor units: positive for a debit, negative for a credit. Never zero.
    pub minor: i128,
}

/// Writes every event that books something as one transaction, in the order of day and sequence,
/// and at each month's end what stands on every account that moved.
///
/// The text passes the strictest mode of its program: `hledger check --strict ordereddates payees`,
/// `ledger --pedantic --check-payees bal`, `bean-check`. Commodities, accounts, descriptions and
/// tags are declared, and amounts have no digit groups. A transaction says its place in the
/// journal, record and event, and what it is about in tags. Where the journal has several legal
/// entities, each has accounts of its own: `Expenses:acme:Incentives`.
///
/// The records are read twice, so that only their places are held in memory.
///
/// ```
/// use referral_ledger::{Journal, report::{AccountMap, Grammar, write_books}};
/// let mut text = Vec::new();
/// write_books(&Journal::in_memory(), &AccountMap::plain(Grammar::Ledger), &mut text)?;
/// assert_eq!(String::from_utf8(text)?, "; The books of referral rewards: 0 transactions.\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`ExportError`]: a record that cannot be read, entries that do not sum to zero, accounts that
/// come to one name without saying so, or a text that cannot be written.
pub fn write_books(
    records: &impl Records,
    map: &AccountMap,
    mut w: impl Write,
) -> Result<(), ExportError> {
    let (grammar, chart) = (map.grammar(), Chart::of(records, map)?);
    let s = if chart.order.len() == 1 { "" } else { "s" };
    writeln!(w, "; The books of referral rewards: {} transaction{s}.", chart.order.len())?;
    match grammar {
        Grammar::Hledger | Grammar::Ledger => plain::head(&chart, &mut w)?,
        Grammar::Beancount => beancount::head(&chart, &mut w)?,
    }
    let mut reader = Reader::new(records);
    let mut month = Month::default();
    for (on, at) in &chart.order {
        if let Some(ended) = month.turns(*on) {
            month_end(&chart, ended, month.moved(), &mut w)?;
        }
        let (command, event) = reader.read(*at)?;
        let entries = placed(command, event, &chart.groups);
        let entities = entries.iter().map(|it| &it.entry.entity).collect::<BTreeSet<_>>();
        let postings: Vec<Posting<'_>> = entries.iter().map(|it| chart.posting(it)).collect();
        let tags = about::tags(command, event, &entities);
        postings.iter().for_each(|it| month.books(it.name, it.amount));
        let transaction =
            Transaction { on: *on, at: *at, name: about::name_of(event), tags, postings };
        match grammar {
            Grammar::Hledger | Grammar::Ledger => plain::transaction(&transaction, &chart, &mut w)?,
            Grammar::Beancount => beancount::transaction(&transaction, &chart, &mut w)?,
        }
    }
    if let Some(last) = month.month {
        month_end(&chart, last, month.moved(), &mut w)?;
    }
    w.flush()?;
    Ok(())
}

/// What a program that reads the journal of [`write_books`] should find on each account, sorted by
/// name. Summed over the names an account has, it is the trial balance.
///
/// # Errors
/// As [`write_books`], but for writing.
pub fn named_balances(
    records: &impl Records,
    map: &AccountMap,
) -> Result<Vec<NamedBalance>, ExportError> {
    Ok(Chart::of(records, map)?.balances())
}

/// One event that books something.
struct Transaction<'a> {
    on: Date,
    at: At,
    name: &'static str,
    tags: Vec<(&'static str, String)>,
    postings: Vec<Posting<'a>>,
}

/// What stands on an account at a month's end.
struct Stands<'a> {
    name: &'a str,
    unit: Unit,
    minor: i128,
}

fn month_end(
    chart: &Chart<'_>,
    month: Period,
    stands: Vec<Stands<'_>>,
    w: &mut impl Write,
) -> io::Result<()> {
    match chart.map.grammar() {
        Grammar::Hledger | Grammar::Ledger => plain::month_end(month, &stands, chart, w),
        Grammar::Beancount => beancount::month_end(month, &stands, chart, w),
    }
}

/// What stands on each account so far, and which of them moved this month.
#[derive(Default)]
struct Month<'a> {
    month: Option<Period>,
    stands: BTreeMap<(&'a str, Unit), i128>,
    moved: BTreeSet<(&'a str, Unit)>,
}

impl<'a> Month<'a> {
    /// The month that ended before this day, if one did.
    fn turns(&mut self, on: Date) -> Option<Period> {
        let now = on.month();
        let before = self.month.replace(now);
        before.filter(|before| *before != now)
    }

    fn books(&mut self, name: &'a str, amount: Amount) {
        let key = (name, amount.unit());
        *self.stands.entry(key).or_default() += i128::from(amount.minor());
        self.moved.insert(key);
    }

    /// What moved since this was asked last.
    fn moved(&mut self) -> Vec<Stands<'a>> {
        let moved = std::mem::take(&mut self.moved).into_iter();
        let stands = |(name, unit)| {
            let minor = self.stands.get(&(name, unit)).copied().unwrap_or_default();
            Stands { name, unit, minor }
        };
        moved.map(stands).collect()
    }
}
