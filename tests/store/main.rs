//! Nothing acknowledged is lost: stores, files, several writers, threads, kills and damage.

#[macro_use]
#[path = "../support/around.rs"]
mod around;

mod a_damaged_journal_file_is_noticed;
mod a_killed_process_loses_nothing;
mod a_snapshot_is_never_trusted_over_the_records;
mod every_store_keeps_the_contract;
mod keys_lead_to_what_was_told_under_them;
mod many_commands_share_one_commit;
mod many_threads_share_one_journal;
mod two_writers_share_one_store;

#[path = "../support/histories.rs"]
mod histories;
#[cfg(all(unix, feature = "file"))]
#[path = "../../examples/service_year/main.rs"]
#[allow(dead_code)] // its `main` is not called: its year is played
mod service_year;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/whole/mod.rs"]
mod whole;
