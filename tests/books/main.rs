//! Journals of the books, read by the programs they are written for: hledger, ledger and beancount.
//! None of the three may be missing; see `tools` for how to get them.

mod books_of;
mod journals_are_accepted_and_agree;
mod mistakes_are_caught;
mod mutations;
mod tools;

#[path = "../wire/records_keep_their_bytes.rs"]
mod every_event;
#[path = "../support/histories.rs"]
mod histories;
#[path = "../../examples/service_year/main.rs"]
#[allow(dead_code)] // its `main` is the example's
mod service_year;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/whole/mod.rs"]
mod whole;
