//! The files that lie beside a journal's: how one is put in its place whole or not at all.

use crate::store::StoreError;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Where the snapshot of a journal lies.
pub(super) fn snapshot_of(journal: &Path) -> PathBuf {
    named(journal, ".snapshot")
}

/// A file of the same name with something behind it.
pub(super) fn named(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}

/// Whether there is nothing of this name: no file, no link.
pub(super) fn is_missing(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Removes a file, if it is there.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(path, &error)),
        _ => Ok(()),
    }
}

/// Locks a file until it is dropped, or says that somebody else has.
pub(super) fn lock(path: &Path) -> Result<Option<File>, StoreError> {
    let file = File::options().create(true).append(true).open(path);
    let file = file.map_err(|error| failed(path, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(failed(path, &error)),
    }
}

/// Gives a file another name in its folder, as durably as its content.
pub(super) fn rename(path: &Path, name: &Path) -> Result<(), StoreError> {
    fs::rename(path, name).map_err(|error| failed(name, &error))?;
    sync_folder(name)
}

/// The bytes of a file, if it is there.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(path, &error)),
    }
}

/// Puts bytes in place of a file: after a crash there is what was there before, or all of them.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    // The clones of a store share the name of the new file. The lock guards nothing else.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let new = named(path, ".new");
    let write = || {
        let mut file = File::create(&new)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|error| failed(path, &error))?;
    rename(&new, path)
}

fn failed(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Backend { problem: format!("{}: {error}", path.display()), transient: false }
}

/// Makes the name of a new file as durable as its content.
#[cfg(unix)]
fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    // Without the right to read the folder, or on a file system that cannot sync one, the name is
    // as durable as that system makes it.
    let Ok(opened) = std::fs::File::open(folder) else { return Ok(()) };
    match opened.sync_all() {
        Err(error) if error.kind() != io::ErrorKind::InvalidInput => Err(StoreError::Backend {
            problem: format!("folder {}: {error}", folder.display()),
            transient: false,
        }),
        _ => Ok(()),
    }
}

/// Elsewhere a folder cannot be opened for syncing, and its entries are durable without it.
#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> Result<(), StoreError> {
    Ok(())
}
