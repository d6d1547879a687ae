//! Plans and histories of the whole language.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)] // every test uses its own part of it

pub mod chooser;
pub mod dice;
pub mod making;
pub mod paying;
pub mod plan;
