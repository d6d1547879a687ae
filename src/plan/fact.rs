//! Declared facts: what the host may tell with a report or a win, from a closed set of values.
//!
//! A rule nobody foresaw enters here: the host computes the value, the plan compares it.

use crate::id::{FactName, FactValue};
use serde::{Deserialize, Serialize};

/// A fact that the plan declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredFact {
    /// Its name, unique among the facts.
    pub name: FactName,
    /// The values it may have.
    pub values: Vec<FactValue>,
    /// With what it is told.
    pub told: ToldWith,
}

/// With what a declared fact is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ToldWith {
    /// With the lead's report.
    Report,
    /// With the deal's win.
    Win,
}

impl ToldWith {
    /// The word in a plan file.
    pub fn word(self) -> &'static str {
        match self {
            ToldWith::Report => "report",
            ToldWith::Win => "win",
        }
    }
}

/// A declared fact as the host tells it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToldFact {
    /// Which fact.
    pub fact: FactName,
    /// Its value.
    pub value: FactValue,
}
