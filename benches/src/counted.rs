//! An allocator that counts the bytes in use, while a measurement asks for it.
//!
//! The allocators on offer that count do so always, with two or three locked instructions for each
//! allocation: that would be a part of every time measured here. This one costs a load while it is
//! off.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicI64, AtomicU8, AtomicU64, Ordering::Relaxed};
use std::time::Instant;

/// Blocks from this size on are timed: smaller ones seldom ask the operating system.
pub(crate) const LARGE: usize = 64 << 10;

const OFF: u8 = 0;
const COUNT_BYTES: u8 = 1;
const TIME_LARGE: u8 = 2;

static WANTED: AtomicU8 = AtomicU8::new(OFF);
static BYTES: AtomicI64 = AtomicI64::new(0);
static NANOS: AtomicU64 = AtomicU64::new(0);

pub(crate) struct Counted;

/// Counts bytes from here on until it is dropped. One at a time.
pub(crate) struct Bytes;

impl Bytes {
    pub(crate) fn from_here() -> Bytes {
        BYTES.store(0, Relaxed);
        WANTED.store(COUNT_BYTES, Relaxed);
        Bytes
    }

    /// What was allocated since and is still in use.
    pub(crate) fn in_use(&self) -> i64 {
        BYTES.load(Relaxed)
    }
}

impl Drop for Bytes {
    fn drop(&mut self) {
        WANTED.store(OFF, Relaxed);
    }
}

/// Times what large blocks cost from here on until it is dropped. One at a time.
pub(crate) struct LargeBlocks;

impl LargeBlocks {
    pub(crate) fn from_here() -> LargeBlocks {
        NANOS.store(0, Relaxed);
        WANTED.store(TIME_LARGE, Relaxed);
        LargeBlocks
    }

    /// Nanoseconds spent in the allocator for large blocks since the last call.
    pub(crate) fn take(&self) -> u64 {
        NANOS.swap(0, Relaxed)
    }
}

impl Drop for LargeBlocks {
    fn drop(&mut self) {
        WANTED.store(OFF, Relaxed);
    }
}

/// Does the work of the allocator, and notes what is wanted of it.
#[inline]
fn noted<T>(more: usize, less: usize, work: impl FnOnce() -> T) -> T {
    match WANTED.load(Relaxed) {
        COUNT_BYTES => {
            BYTES.fetch_add(more as i64 - less as i64, Relaxed);
            work()
        }
        TIME_LARGE if more.max(less) >= LARGE => {
            let start = Instant::now();
            let done = work();
            NANOS.fetch_add(start.elapsed().as_nanos() as u64, Relaxed);
            done
        }
        _ => work(),
    }
}

// SAFETY: every call is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the promises of `alloc`.
        noted(layout.size(), 0, || unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the promises of `alloc_zeroed`.
        noted(layout.size(), 0, || unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the promises of `dealloc`.
        noted(0, layout.size(), || unsafe { System.dealloc(block, layout) });
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller keeps the promises of `realloc`.
        noted(size, layout.size(), || unsafe { System.realloc(block, layout, size) })
    }
}
