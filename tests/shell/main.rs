//! The command-line tool, run as a shell runs it.
#![cfg(feature = "cli")]

mod answers_each_line;
mod ends_with_a_status;
mod imports_by_a_mapping;
mod lists_what_is_on_file;
mod pays_in_another_currency;
mod says_what_a_plan_pays;
mod studies_a_history;
mod tells_pays_and_explains;
mod the_manual_can_be_followed_in_a_shell;

mod tool;
