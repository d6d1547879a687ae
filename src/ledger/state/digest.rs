//! SHA-256 over hashed values, in a fixed byte order on every machine.

use crate::digest::Digest;
use sha2::{Digest as _, Sha256};
use std::hash::{Hash, Hasher};

/// SHA-256 over everything a value hashes.
pub(super) fn digest_of(value: &impl Hash) -> Digest {
    let mut hasher = Sha256Hasher(Sha256::new());
    value.hash(&mut hasher);
    Digest::from_bytes(hasher.0.finalize().into())
}

/// Feeds hashed values into SHA-256 in a fixed byte order, on every machine.
struct Sha256Hasher(Sha256);

impl Hasher for Sha256Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
    fn write_u16(&mut self, number: u16) {
        self.0.update(number.to_le_bytes());
    }
    fn write_u32(&mut self, number: u32) {
        self.0.update(number.to_le_bytes());
    }
    fn write_u64(&mut self, number: u64) {
        self.0.update(number.to_le_bytes());
    }
    fn write_u128(&mut self, number: u128) {
        self.0.update(number.to_le_bytes());
    }
    fn write_usize(&mut self, number: usize) {
        self.0.update((number as u64).to_le_bytes());
    }
    fn write_isize(&mut self, number: isize) {
        self.0.update((number as i64).to_le_bytes());
    }
    fn write_i16(&mut self, number: i16) {
        self.0.update(number.to_le_bytes());
    }
    fn write_i32(&mut self, number: i32) {
        self.0.update(number.to_le_bytes());
    }
    fn write_i64(&mut self, number: i64) {
        self.0.update(number.to_le_bytes());
    }
    fn write_i128(&mut self, number: i128) {
        self.0.update(number.to_le_bytes());
    }
    fn finish(&self) -> u64 {
        0 // never asked for: the digest is taken from the inner state
    }
}
