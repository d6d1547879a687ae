//! What a failing disk does to the file store: tests that need a disk of their own.
//!
//! Each has a short form, which every run of the tests includes, and a long form:
//!
//! ```text
//! cargo test --release --all-features --lib --test a_killed_process_loses_nothing -- \
//!     --ignored --nocapture long_form
//! ```
//!
//! | file | idea |
//! |---|---|
//! | `disk` | the disk |
//! | `workload` | what is written, and what must be there afterwards |
//! | `io_errors` | the disk fails at any operation, is full, or may not be written |
//! | `power_loss` | what was not synced is lost, or torn |
//! | `flipped_values` | each bit of each stored value is flipped |
//! | `flipped_files` | bits of the closed file are flipped |

mod disk;
mod flipped_files;
mod flipped_values;
mod io_errors;
mod power_loss;
mod workload;

use super::StoreError;
use super::file::FileStore;
use disk::{Disk, Fails, Kept, Random};
