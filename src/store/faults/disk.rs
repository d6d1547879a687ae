//! A disk in memory, on which everything that can happen to a disk can be made to happen.
//!
//! It fails at a chosen operation, for good or once; it is full from some length or some number of
//! blocks on; it refuses to be written; and it notes what was written and not yet synced, so that
//! a loss of power can leave any part of that. It knows nothing of redb and nothing of journals.

use super::{FileStore, StoreError};
use redb::StorageBackend;
use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

const IN_MEMORY: &str = "what is in memory has an index";
/// What a disk writes all of or nothing.
const SECTOR: usize = 512;
/// What a file system has room for or not.
const BLOCK: u64 = 4096;

/// At which operations the disk fails, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fails {
    Never,
    From(u64),
    Once(u64),
}

/// What happened to the disk, in order.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Length(usize),
    Write(usize, Arc<[u8]>),
    Sync,
    /// Whoever writes was told that everything so far is done.
    Done,
}

/// A disk in memory. Clones are the same disk.
#[derive(Debug, Clone)]
pub(super) struct Disk(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    bytes: Vec<u8>,
    /// The blocks that were written, which are those that take room.
    blocks: BTreeSet<u64>,
    operations: u64,
    syncs: u64,
    fails: Fails,
    length_max: u64,
    blocks_max: usize,
    is_read_only: bool,
    steps: Option<Vec<Step>>,
}

impl Disk {
    pub(super) fn new(bytes: Vec<u8>) -> Disk {
        Disk(Arc::new(Mutex::new(State {
            blocks: (0..length(&bytes).div_ceil(BLOCK)).collect(),
            bytes,
            operations: 0,
            syncs: 0,
            fails: Fails::Never,
            length_max: u64::MAX,
            blocks_max: usize::MAX,
            is_read_only: false,
            steps: None,
        })))
    }

    /// A new disk that notes each step.
    pub(super) fn noting(bytes: Vec<u8>) -> Disk {
        let disk = Disk::new(bytes);
        disk.state().steps = Some(Vec::new());
        disk
    }

    pub(super) fn open(&self) -> Result<FileStore, StoreError> {
        FileStore::on(self.clone())
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        self.state().bytes.clone()
    }

    pub(super) fn syncs(&self) -> u64 {
        self.state().syncs
    }

    pub(super) fn operations(&self) -> u64 {
        self.state().operations
    }

    pub(super) fn set_fails(&self, fails: Fails) {
        self.state().fails = fails;
    }

    /// From now on no byte behind this length can be stored, nor more blocks than that.
    pub(super) fn set_room(&self, length_max: u64, blocks_max: usize) {
        let mut state = self.state();
        (state.length_max, state.blocks_max) = (length_max, blocks_max);
    }

    pub(super) fn set_read_only(&self) {
        self.state().is_read_only = true;
    }

    /// How long the file is, and how many blocks of it were written.
    pub(super) fn size(&self) -> (u64, usize) {
        let state = self.state();
        (length(&state.bytes), state.blocks.len())
    }

    /// Notes that whoever writes was told so.
    pub(super) fn done(&self) {
        if let Some(steps) = &mut self.state().steps {
            steps.push(Step::Done);
        }
    }

    pub(super) fn steps(&self) -> Vec<Step> {
        self.state().steps.clone().expect("the disk notes its steps")
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no operation panics")
    }

    /// Does this, unless the disk fails.
    fn operate<T>(&self, operation: impl FnOnce(&mut State) -> io::Result<T>) -> io::Result<T> {
        let mut state = self.state();
        let now = state.operations;
        state.operations += 1;
        match state.fails {
            Fails::From(first) if first <= now => Err(io::Error::other("the disk failed")),
            Fails::Once(it) if it == now => Err(io::Error::other("the disk failed once")),
            _ => operation(&mut state),
        }
    }
}

impl State {
    fn note(&mut self, step: impl FnOnce() -> Step) {
        if let Some(steps) = &mut self.steps {
            steps.push(step());
        }
    }

    fn check_room(&self, length: u64) -> io::Result<()> {
        if self.is_read_only {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied));
        }
        if length > self.length_max || self.blocks.len() > self.blocks_max {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        Ok(())
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        self.operate(|state| Ok(length(&state.bytes)))
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.operate(|state| {
            let offset = usize::try_from(offset).map_err(io::Error::other)?;
            let there = state.bytes.get(offset..).and_then(|rest| rest.get(..out.len()));
            out.copy_from_slice(there.ok_or(io::ErrorKind::UnexpectedEof)?);
            Ok(())
        })
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.operate(|state| {
            state.check_room(length)?;
            let length = usize::try_from(length).map_err(io::Error::other)?;
            state.bytes.resize(length, 0);
            state.note(|| Step::Length(length));
            Ok(())
        })
    }

    fn sync_data(&self) -> io::Result<()> {
        self.operate(|state| {
            state.syncs += 1;
            state.note(|| Step::Sync);
            Ok(())
        })
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.operate(|state| {
            let end = offset + length(data);
            let new = (offset / BLOCK..end.div_ceil(BLOCK)).filter(|it| !state.blocks.contains(it));
            let new: Vec<u64> = new.collect();
            state.blocks.extend(&new);
            if let Err(full) = state.check_room(end) {
                state.blocks.retain(|it| !new.contains(it));
                return Err(full);
            }
            let offset = usize::try_from(offset).map_err(io::Error::other)?;
            write(&mut state.bytes, offset, data);
            state.note(|| Step::Write(offset, Arc::from(data)));
            Ok(())
        })
    }
}

fn length(bytes: &[u8]) -> u64 {
    bytes.len().try_into().expect("a length is a u64")
}

/// Writes, and makes the file longer where it ends before.
fn write(bytes: &mut Vec<u8>, offset: usize, data: &[u8]) {
    let end = offset + data.len();
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    bytes[offset..end].copy_from_slice(data);
}

/// What a disk was made to keep by its steps, and what it may have kept beyond that.
#[derive(Debug, Default)]
pub(super) struct Kept {
    synced: Vec<u8>,
    unsynced: Vec<Step>,
    /// How often whoever writes was told that everything is done.
    pub(super) done: usize,
}

impl Kept {
    /// What was there before the first step.
    pub(super) fn new(synced: Vec<u8>) -> Kept {
        Kept { synced, ..Kept::default() }
    }

    pub(super) fn step(&mut self, step: &Step) {
        match step {
            Step::Done => self.done += 1,
            Step::Sync => {
                let steps = std::mem::take(&mut self.unsynced);
                steps.iter().for_each(|step| apply(&mut self.synced, step));
            }
            step => self.unsynced.push(step.clone()),
        }
    }

    /// What a loss of power leaves: of the writes that were not synced any, torn at sectors, and
    /// the length of any moment since.
    pub(super) fn image(&self, random: &mut Random) -> Vec<u8> {
        let mut bytes = self.synced.clone();
        let (kind, cut) = (random.below(5), random.below(self.unsynced.len() + 1));
        let mut lengths = vec![bytes.len()];
        for (index, step) in self.unsynced.iter().enumerate() {
            match step {
                Step::Length(length) => lengths.push(*length),
                Step::Write(offset, data) => {
                    let end = (*lengths.last().expect("there is one")).max(offset + data.len());
                    lengths.push(end);
                    let whole = match kind {
                        0 => random.below(2) == 0, // each write or not
                        1 => index < cut,          // all up to a moment
                        2 => index != cut,         // all but one
                        3 => true,                 // all; what is lost is the length
                        _ => false,                // each sector or not
                    };
                    if whole {
                        write(&mut bytes, *offset, data);
                    } else if kind == 4 || (kind == 1 && index == cut) {
                        write_sectors(&mut bytes, *offset, data, random);
                    }
                }
                Step::Sync | Step::Done => {}
            }
        }
        let last = lengths.len() - 1;
        let chosen = if random.below(2) == 0 { last } else { random.below(lengths.len()) };
        bytes.resize(lengths[chosen], 0);
        bytes
    }
}

fn apply(bytes: &mut Vec<u8>, step: &Step) {
    match step {
        Step::Length(length) => bytes.resize(*length, 0),
        Step::Write(offset, data) => write(bytes, *offset, data),
        Step::Sync | Step::Done => {}
    }
}

/// Writes each sector or not.
fn write_sectors(bytes: &mut Vec<u8>, offset: usize, data: &[u8], random: &mut Random) {
    let mut at = 0;
    while at < data.len() {
        let end = (SECTOR - (offset + at) % SECTOR + at).min(data.len());
        if random.below(2) == 0 {
            write(bytes, offset + at, &data[at..end]);
        }
        at = end;
    }
}

/// Numbers that look random and are the same on every run (SplitMix64).
#[derive(Debug)]
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let bound = u64::try_from(bound).expect("a bound is a u64");
        usize::try_from(mixed % bound).expect(IN_MEMORY)
    }
}
