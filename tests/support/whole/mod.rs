//! Plans and histories of the whole language.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)] // every test uses its own part of it

pub mod chooser;
pub mod dice;
pub mod fraction;
pub mod lines;
pub mod making;
pub mod model;
pub mod paying;
pub mod plan;
pub mod table;
