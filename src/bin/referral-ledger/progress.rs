//! Long work shows how far it is: a bar on a terminal, and nothing anywhere else.
//!
//! The bar stands on standard error and is gone when the work is done, so that neither a pipe nor
//! a file ever holds a piece of it. Short work shows none.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use referral_ledger::batch::Batch;
use referral_ledger::digest::Digest;
use referral_ledger::merkle::CompactRange;
use referral_ledger::store::{Appended, FileStore, Store, StoreError, Stored};
use referral_ledger::told::Key;
use std::sync::Arc;

/// Work with fewer steps than this is over before a person could read the bar.
const STEPS_MIN: u64 = 5_000;

/// A bar for so many steps, if they take long enough and somebody watches.
pub(crate) fn bar(steps: u64, words: &'static str) -> ProgressBar {
    if steps < STEPS_MIN {
        return ProgressBar::hidden();
    }
    // On a standard error that is no terminal, indicatif draws nothing.
    let bar = ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len} {eta}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(words);
    bar
}

/// A file store that shows how far reading it is.
#[derive(Debug)]
pub(crate) struct Watched {
    store: FileStore,
    bar: ProgressBar,
}

impl Watched {
    /// A store whose records will be read so many times.
    ///
    /// # Errors
    /// A store that fails.
    pub(crate) fn new(
        store: FileStore,
        times: u64,
        words: &'static str,
    ) -> Result<Watched, StoreError> {
        let bar = bar(times * store.end()?, words);
        Ok(Watched { store, bar })
    }

    /// The work is done.
    pub(crate) fn done(&self) {
        self.bar.finish_and_clear();
    }
}

impl Store for Watched {
    fn find(&self, key: &Key) -> Result<Option<u64>, StoreError> {
        self.store.find(key)
    }
    fn find_many(&self, keys: &[Key]) -> Result<Vec<Option<u64>>, StoreError> {
        self.store.find_many(keys)
    }
    fn append(&mut self, batch: &Batch) -> Result<Appended, StoreError> {
        self.store.append(batch)
    }
    fn end(&self) -> Result<u64, StoreError> {
        self.store.end()
    }
    fn read(&self, sequence: u64) -> Result<Option<Stored>, StoreError> {
        self.store.read(sequence)
    }
    fn read_from(&self, sequence: u64, count_max: usize) -> Result<Vec<Stored>, StoreError> {
        let found = self.store.read_from(sequence, count_max)?;
        self.bar.inc(u64::try_from(found.len()).unwrap_or(0));
        Ok(found)
    }
    fn blob(&self, digest: &Digest) -> Result<Option<Arc<str>>, StoreError> {
        self.store.blob(digest)
    }
    fn compact_range(&self) -> Result<CompactRange, StoreError> {
        self.store.compact_range()
    }
    fn snapshot(&self) -> Result<Option<Vec<u8>>, StoreError> {
        self.store.snapshot()
    }
    fn keep_snapshot(&mut self, snapshot: &[u8]) -> Result<(), StoreError> {
        self.store.keep_snapshot(snapshot)
    }
    fn keys_before(&self, end: u64) -> Result<Option<u64>, StoreError> {
        self.store.keys_before(end)
    }
}
