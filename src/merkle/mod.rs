//! The Merkle room: one tree over every record a journal ever wrote, in the shape of RFC 6962.
//!
//! It knows how a list of leaf hashes becomes one root, and the few hashes that must be kept to go
//! on from there. Records, stores and files are not known here: a leaf comes in as a
//! [`Digest`](crate::digest::Digest), made by [`digest::leaf`](crate::digest::leaf) from the exact
//! stored bytes.
//!
//! A store writes the [`CompactRange`] in the same commit as the records it covers. The root is
//! computed when somebody asks for it.
//!
//! # What this room does not do
//!
//! - It makes and checks no proofs: neither that a record is in a tree (inclusion) nor that a tree
//!   grew from an older one (consistency).
//! - It writes no checkpoints and no tiles, and it signs nothing.
//! - It keeps no leaves. From a compact range alone no leaf can be read back.
//! - It does not stop anybody from rewriting a whole journal. A root kept in the same place as the
//!   records shows damage; only a root kept outside the machine shows a rewrite.

mod tree;

pub use tree::{CompactRange, CompactRangeError};
