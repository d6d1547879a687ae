//! From a technician's tip to a deal, a reward, a payslip and books that balance: an embeddable
//! ledger that can prove every cent.
//!
//! A [`Journal`] takes commands and keeps them as hashed, append-only records. The [`Ledger`] is
//! posted from the records: pure, derived, rebuilt by replay. What it owes whom, and why, comes out
//! as owned values, statements, pay sheets and books.
//!
//! ```
//! use referral_ledger::command::*;
//! use referral_ledger::deal::Line;
//! use referral_ledger::id::*;
//! use referral_ledger::lead::LeadKind;
//! use referral_ledger::payee::WorkerClass;
//! use referral_ledger::told::{Actor, Key, Told};
//! use referral_ledger::{Journal, Outcome, amount, date, time::Date};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut journal = Journal::in_memory();
//! # type Fallible<T> = Result<T, Box<dyn std::error::Error>>;
//! let mut tell = |day: Date, by: &str, command: Command| -> Fallible<Outcome> {
//!     let by = Actor::human(by.parse()?);
//!     let told = Told { at: day.at_utc(17, 0).ok_or("no time")?, by, key: Key::of(&command) };
//!     Ok(journal.submit(&told, command)?)
//! };
//! # let (group, entity, unit) = ("us".parse()?, "acme".parse()?, "USD".parse()?);
//! # let new_year = date!("2026-01-01");
//! # let _o = tell(new_year, "hr", DefinePayGroup { group, entity, unit }.into())?;
//! # let (payee, group, class) = ("T07".parse()?, "us".parse()?, WorkerClass::Employee);
//! # let register = RegisterPayee { payee, group, class, employed_from: new_year };
//! # let _o = tell(new_year, "hr", register.into())?;
//! # let text = PlanText::new(include_str!("../examples/plans/field-service-2026.toml"));
//! # let _o = tell(new_year, "finance", PublishPlan { text }.into())?;
//! // ... a pay group, the technician T07 and a plan are on file ...
//! let (lead, deal) = (LeadId::named("tip-1"), DealId::named("sale-1"));
//! let (by, customer) = ("T07".parse()?, CustomerId::named("c-9"));
//! let (kind, heard_on) = (LeadKind::NewEquipment, date!("2026-03-02"));
//! let report = ReportLead { lead, by, customer, kind, heard_on, credits: vec![], facts: vec![] };
//! let _reported = tell(heard_on, "T07", report.into())?;
//! let accepted_on = date!("2026-03-03");
//! let _accepted = tell(accepted_on, "sales", AcceptLead { lead, accepted_on }.into())?;
//! let won_on = date!("2026-03-20");
//! let win = WinDeal { deal, lead, won_on, lines: vec![], credits: vec![], facts: vec![] };
//! let _won = tell(won_on, "sales", win.into())?;
//! let (payment, received_on) = (PaymentId::named("bank-77"), date!("2026-04-07"));
//! let lines = vec![Line::of_net(amount!(18_500.00 USD))];
//! let payment = RecordPayment { payment, deal, received_on, lines };
//! let paid = tell(received_on, "bank", payment.into())?;
//!
//! let reward = paid.rewards().next().ok_or("the payment earns a commission")?;
//! assert_eq!(reward.amount(), Some(amount!(370.00 USD)));
//! assert!(reward.why().to_string().contains("18500.00 USD x 2% = 370.00 USD"));
//! # Ok(())
//! # }
//! ```
//!
//! And the refusal: business says no, with a permanent code, the numbers and the way out.
//!
//! ```
//! # use referral_ledger::command::{AcceptLead, Command};
//! # use referral_ledger::{Journal, SubmitError, date, id::LeadId, told::{Actor, Key, Told}};
//! # let mut journal = Journal::in_memory();
//! let accepted_on = date!("2026-03-03");
//! let command: Command = AcceptLead { lead: LeadId::named("tip-2"), accepted_on }.into();
//! let at = "2026-03-03T17:00:00.000Z".parse()?;
//! let told = Told { at, by: Actor::human("sales".parse()?), key: Key::of(&command) };
//! let Err(SubmitError::Refused(no)) = journal.submit(&told, command) else { panic!() };
//! assert_eq!(no.code(), "R1002");
//! assert!(no.to_string().ends_with("is not on file: report it first"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The rooms
//!
//! Imports only point up this list.
//!
//! | rooms | what they hold |
//! |---|---|
//! | [`digest`] [`id`] [`rate`](mod@rate) [`money`] [`reading`] [`time`] [`exchange`] [`told`] | words |
//! | [`lead`] [`deal`] [`attribution`] [`payee`] [`payout`] [`plan`] [`reward`] [`adjustment`] [`approval`] [`why`] [`accrual`] | nouns |
//! | [`command`] [`restatement`] [`event`] [`refusal`] [`record`] [`batch`] | facts |
//! | [`books`] | entries that balance |
//! | [`ledger`] | the machine: decide, apply, laws |
//! | [`merkle`] [`store`] [`journal`] [`study`] [`report`] | edges |
//! | [`manual`] | first steps, every key of a plan, refusals, findings, decisions |
//!
//! # What this crate does not do
//!
//! It has no clock, no randomness and no I/O above the edges; it does not authenticate, compute
//! tax or send money; it keeps no names and no free text; a plan has no expression language. What
//! the design describes and this release does not build yet is listed in [`manual::decisions`].
//!
//! # Three kinds of failure
//!
//! [`SubmitError::Refused`]: business says no. Store faults: [`SubmitError::is_transient`] says
//! whether to send the same command again. A panic is a bug of this crate, and its message names
//! the law that broke.
#![forbid(unsafe_code)]
#![deny(missing_docs, unreachable_pub, clippy::unwrap_used)]

// Words.
mod canonical;
mod text;

pub mod digest;
pub mod exchange;
pub mod id;
pub mod money;
pub mod rate;
pub mod reading;
pub mod time;
pub mod told;

// Nouns.
pub mod accrual;
pub mod adjustment;
pub mod approval;
pub mod attribution;
pub mod deal;
pub mod lead;
mod lint;
pub mod payee;
pub mod payout;
pub mod plan;
pub mod reward;
pub mod why;

// Facts.
pub mod batch;
pub mod command;
pub mod event;
pub mod record;
pub mod refusal;
pub mod restatement;

// Books and machine.
pub mod books;
pub mod ledger;

// Edges.
pub mod journal;
pub mod merkle;
pub mod report;
pub mod store;
pub mod study;

// Manual.
pub mod manual;

pub use journal::{Journal, Outcome, Receipt, Rewarded, SharedJournal, SubmitError};
pub use ledger::Ledger;

/// The README's code, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
