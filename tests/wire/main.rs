//! What is promised on the wire: bytes of records and snapshots, texts of steps, hashes.

mod merkle_agrees_with_the_public_vectors;
mod records_keep_their_bytes;
mod runs_that_convert_keep_their_bytes;
mod steps_keep_their_text;

#[path = "../support/mod.rs"]
mod support;
