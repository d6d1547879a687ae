//! redb behind a guard: what it panics over comes out as an error.
//!
//! It knows how a transaction begins and that redb may panic where a file was damaged behind its
//! back. It does not know the tables. A program built with `panic = "abort"` has no such guard.
//!
//! # Why unwinding is safe here
//!
//! Nothing of ours is changed inside the guard: a closure gets its transaction, and what it has
//! made by the time of a panic is dropped. What redb shares between transactions is behind its own
//! locks, which are poisoned when a panic passes them, so that the next call panics too and comes
//! out as the next error. A write transaction that a panic passes is not committed, and redb then
//! repairs the file when it is next opened. To rely on none of this for what is written, nothing
//! is appended after the first panic.

use super::failed;
use crate::store::StoreError;
use redb::{Database, Durability, ReadTransaction, ReadableDatabase, WriteTransaction};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, OnceLock, PoisonError};

const OPEN: &str = "the database is open until the guard is dropped";

/// An open database.
pub(super) struct Guarded {
    /// `None` while it is being dropped.
    database: Option<Database>,
    /// What the first panic said.
    panicked: OnceLock<String>,
    /// Held by the one who writes.
    writers: Mutex<()>,
}

impl Guarded {
    /// Opens a database.
    pub(super) fn open(
        open: impl FnOnce() -> Result<Database, StoreError>,
    ) -> Result<Guarded, StoreError> {
        let panicked = OnceLock::new();
        let database = Some(guarded(&panicked, open)?);
        Ok(Guarded { database, panicked, writers: Mutex::new(()) })
    }

    /// Does this in a read transaction: it sees the last commit.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&ReadTransaction) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        guarded(&self.panicked, || work(&self.database().begin_read().map_err(failed)?))
    }

    /// Does this in a write transaction, which commits or aborts there.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(WriteTransaction) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        // Held until the panic of the writer before is known: redb's own lock is free as soon as
        // its transaction is dropped, which is earlier. It guards nothing that could be half done.
        let _turn = self.writers.lock().unwrap_or_else(PoisonError::into_inner);
        self.check_nothing_panicked()?;
        guarded(&self.panicked, || {
            let mut transaction = self.database().begin_write().map_err(failed)?;
            transaction.set_durability(Durability::Immediate).map_err(failed)?;
            transaction.set_two_phase_commit(true);
            work(transaction)
        })
    }

    fn database(&self) -> &Database {
        self.database.as_ref().expect(OPEN)
    }

    fn check_nothing_panicked(&self) -> Result<(), StoreError> {
        match self.panicked.get() {
            None => Ok(()),
            Some(said) => {
                let what = format!("nothing is appended to it after redb panicked: {said}");
                Err(StoreError::Damaged { what })
            }
        }
    }
}

impl Drop for Guarded {
    /// Closes the file. What was appended is durable already, and if closing fails, the file is
    /// repaired when it is opened again: so there is nothing to tell, and nobody to tell it to.
    fn drop(&mut self) {
        let database = self.database.take();
        let _closed = guarded(&self.panicked, || {
            drop(database);
            Ok(())
        });
    }
}

/// Does the work, and keeps what it panicked over.
fn guarded<T>(
    panicked: &OnceLock<String>,
    work: impl FnOnce() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = said(&*panic);
        let _first = panicked.set(said.clone()); // a later one changes nothing
        Err(StoreError::Damaged { what: format!("redb panicked: {said}") })
    })
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("something that is no text").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use redb::TableDefinition;
    use redb::backends::InMemoryBackend;

    const TABLE: TableDefinition<u64, u64> = TableDefinition::new("numbers");

    fn open() -> Guarded {
        let create = || Database::builder().create_with_backend(InMemoryBackend::new());
        Guarded::open(|| create().map_err(failed)).unwrap()
    }

    fn insert(open: &Guarded, number: u64) -> Result<(), StoreError> {
        open.write(|transaction| {
            transaction.open_table(TABLE).map_err(failed)?.insert(number, 0).map_err(failed)?;
            transaction.commit().map_err(failed)
        })
    }

    fn count(open: &Guarded) -> Result<u64, StoreError> {
        use redb::ReadableTableMetadata;
        open.read(|transaction| {
            transaction.open_table(TABLE).map_err(failed)?.len().map_err(failed)
        })
    }

    fn damaged(what: &str) -> StoreError {
        StoreError::Damaged { what: what.to_owned() }
    }

    #[test]
    fn a_panic_while_it_is_opened_is_damage() {
        let opened = Guarded::open(|| panic!("page {} is gone", 7));
        assert_eq!(opened.map(drop), Err(damaged("redb panicked: page 7 is gone")));
    }

    #[test]
    fn after_a_panic_what_is_there_can_be_read_and_nothing_is_appended() {
        let open = open();
        assert_eq!(insert(&open, 1), Ok(()));
        let read: Result<(), StoreError> = open.read(|_| panic!("no such page"));
        assert_eq!(read, Err(damaged("redb panicked: no such page")));
        assert_eq!(count(&open), Ok(1));
        for _ in 0..2 {
            let refused = "nothing is appended to it after redb panicked: no such page";
            assert_eq!(insert(&open, 2), Err(damaged(refused)));
        }
        assert_eq!(count(&open), Ok(1));
    }

    #[test]
    fn a_write_that_panics_is_not_there_and_holds_up_no_writer_that_waits() {
        let open = open();
        assert_eq!(insert(&open, 1), Ok(()));
        std::thread::scope(|scope| {
            let panics = open.write(|transaction| -> Result<(), StoreError> {
                transaction.open_table(TABLE).map_err(failed)?.insert(2, 0).map_err(failed)?;
                scope.spawn(|| insert(&open, 3)); // waits for this one, or comes after it
                std::panic::panic_any(7)
            });
            assert_eq!(panics, Err(damaged("redb panicked: something that is no text")));
        });
        assert_eq!(count(&open), Ok(1), "neither the write that panicked nor the one behind it");
    }
}
