//! Snapshots: the state written down, so that a long journal opens without replaying it all.
//!
//! A snapshot is derived and can be thrown away at any time. It is read back only by a release of
//! the same layout, formats and calculation, only if its own digest is right, and whoever reads it
//! compares it with the records it claims to stand for. Whoever can write the records' file can
//! write a snapshot as well: an auditor opens the journal without one.
//!
//! ```text
//! | SHA-256 of the rest, 32 bytes | header | plans | what stands beside | state |   in postcard
//! ```

use super::Ledger;
use super::state::{PlanRow, RuleNumbers, State};
use crate::digest::Digest;
use crate::plan::Plan;
use crate::plan::version::PlanRef;
use crate::record::{CALCULATION, EVENT_VERSION, FORMAT, Records};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The layout of the rows. Raise it with every change of a row: a test pins the layout.
const LAYOUT: u32 = 19;

/// What must be the same in a snapshot and in the release that reads it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    layout: u32,
    versions: [u16; 3],
}

const HEADER: Header = Header { layout: LAYOUT, versions: [FORMAT, EVENT_VERSION, CALCULATION] };

/// A plan version of a state: all but the plan itself, whose text stays in the store.
#[derive(Serialize, Deserialize)]
struct WrittenPlan {
    name: PlanRef,
    sequence: u64,
    text: Digest,
    of: u32,
    rules: RuleNumbers,
    carries: Option<u32>,
}

impl Ledger {
    /// Writes a snapshot of the ledger, and what the caller puts beside it under the same digest.
    pub(crate) fn to_snapshot(&self, beside: &impl Serialize) -> Vec<u8> {
        const FITS: &str = "a state is plain data";
        let plans = self.state.plans.iter().map(|(_, name, row)| WrittenPlan {
            name: name.clone(),
            sequence: row.sequence,
            text: row.plan.text_digest,
            of: row.of,
            rules: Arc::clone(&row.rules),
            carries: row.carries,
        });
        let plans: Vec<_> = plans.collect();
        let bytes = vec![0; Digest::BYTES];
        let bytes = postcard::to_extend(&HEADER, bytes).expect(FITS);
        let bytes = postcard::to_extend(&plans, bytes).expect(FITS);
        let bytes = postcard::to_extend(beside, bytes).expect(FITS);
        let mut bytes = postcard::to_extend(&self.state, bytes).expect(FITS);
        let digest = Digest::sha256(&bytes[Digest::BYTES..]);
        bytes[..Digest::BYTES].copy_from_slice(digest.as_bytes());
        bytes
    }

    /// Reads a snapshot, and what stands beside it. The texts of its plans are read from the
    /// records.
    ///
    /// # Errors
    /// Why it cannot be used, in words.
    pub(crate) fn from_snapshot<B: DeserializeOwned>(
        bytes: &[u8],
        records: &(impl Records + ?Sized),
    ) -> Result<(Ledger, B), String> {
        let damaged = |_| String::from("it is damaged");
        let (digest, rest) = bytes.split_first_chunk().ok_or("it is cut short")?;
        if Digest::sha256(rest) != Digest::from_bytes(*digest) {
            return Err(String::from("it is damaged"));
        }
        let (header, rest): (Header, _) = postcard::take_from_bytes(rest).map_err(damaged)?;
        if header != HEADER {
            return Err(String::from("another release wrote it"));
        }
        let (plans, rest): (Vec<WrittenPlan>, _) =
            postcard::take_from_bytes(rest).map_err(damaged)?;
        let (beside, rest): (B, _) = postcard::take_from_bytes(rest).map_err(damaged)?;
        let mut state: State = postcard::from_bytes(rest).map_err(damaged)?;
        for WrittenPlan { name, sequence, text, of, rules, carries } in plans {
            let text = records.blob(&text).map_err(|fault| fault.to_string())?;
            let plan = Plan::parse(&text).map_err(|findings| findings.to_string())?;
            let plan = Arc::new(plan);
            state.plans.insert(name, PlanRow { sequence, plan, of, rules, carries });
        }
        Ok((Ledger { state }, beside))
    }
}
