//! Reports: what people and other programs read. Edges of the machine; nothing in the core knows
//! them.
//!
//! Each report is a pure function of what it is given: the same ledger, records and directory give
//! the same bytes, on any machine and on any day. A name enters here and only here, from the
//! caller's [`Directory`], and is never stored.
//!
//! | file | idea |
//! |---|---|
//! | `directory` | from payee ids to names and to the ids of other systems |
//! | `statement` | what one payee is told about one month, as data |
//! | `cause` | the fact behind a line of it |
//! | `statement_lines` | what became payable, was put on hold, was paid |
//! | `statement_left_out` | runs that paid the payee nothing |
//! | `statement_pay_caps` | what was above caps that are measured at payout |
//! | `statement_draws` | what became of draws |
//! | `statement_in_kind` | points and time off |
//! | `statement_says` | its parts, one by one |
//! | `page` | a page of plain text while it is written |
//! | `statement_text` | the same as a page of plain text |
//! | `pay_sheet` | an approved run |
//! | `profile` | the layout of the files made from it, as data |
//! | `profiles` | the profiles that are shipped |
//! | `payroll` | the files that payroll and accounting read |
//! | `acknowledgement` | what payroll answers, line by line |
//! | `csv` | cells of a CSV file: quoting, and the guard against formulas |
//! | `roll_forward` | contract costs over a period |
//! | `books` | the books as a journal that hledger, ledger or beancount reads |
//! | `percent` | ids written with the few characters another format takes |

pub mod acknowledgement;
pub mod books;
pub mod cause;
mod csv;
pub mod directory;
mod page;
pub mod pay_sheet;
pub mod payroll;
mod percent;
pub mod profile;
pub mod roll_forward;
pub mod statement;
pub mod statement_draws;
pub mod statement_in_kind;
pub mod statement_left_out;
pub mod statement_lines;
pub mod statement_pay_caps;
mod statement_places;
mod statement_says;
mod statement_text;

pub use books::account_map::AccountMap;
pub use books::grammar::Grammar;
pub use books::{ExportError, NamedBalance, named_balances, write_books};
pub use directory::Directory;
pub use pay_sheet::{PaySheet, PaySheetError};
pub use payroll::PayrollFile;
pub use payroll::problem::{Problem, RenderError};
pub use profile::Profile;
pub use roll_forward::RollForward;
pub use statement::{Statement, StatementError};
