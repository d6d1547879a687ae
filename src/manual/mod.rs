//! The manual: pages to read in order. More come with what they describe.
//!
//! | page | for |
//! |---|---|
//! | [`concepts`] | everybody: the words, in the order a tip meets them |
//! | [`refusals`] | whoever gets a "no" from the journal |
//! | [`findings`] | whoever gets one from a plan file |
//! | [`decisions`] | whoever asks why it is so |

#[doc = include_str!("1_concepts.md")]
pub mod concepts {}

#[doc = include_str!("7_refusals.md")]
pub mod refusals {}

#[doc = include_str!("8_findings.md")]
pub mod findings {}

#[doc = include_str!("9_decisions.md")]
pub mod decisions {}
