//! What could be read of the ground rules for leads.

use super::all;
use crate::id::FactName;
use crate::lead::LeadKind;
use crate::plan::answer::Deadline;
use crate::plan::ground::{
    Blocked, ExistingOpportunity, GroundRules, Protection, Qualify, Repeats, Restored, SelfReferral,
};

/// What could be read of the ground rules in `[leads]`.
#[derive(Default)]
pub(crate) struct GroundDraft {
    /// Empty when it was left out.
    pub(crate) qualify: Option<Vec<QualifyDraft>>,
    // Each is `Some(None)` when it was left out.
    pub(crate) same_technician_and_customer: Option<Option<Repeats>>,
    pub(crate) self_referral: Option<Option<SelfReferral>>,
    pub(crate) blocked: Option<Option<Blocked>>,
    pub(crate) protection: Option<Option<Protection>>,
    pub(crate) retained_kinds: Option<Option<Vec<LeadKind>>>,
    pub(crate) answer: Option<Option<Deadline>>,
    pub(crate) existing_opportunity: Option<Option<ExistingOpportunity>>,
    pub(crate) restored: Option<Option<Restored>>,
}

/// What could be read of one entry of `qualify`.
#[derive(Default)]
pub(crate) struct QualifyDraft {
    /// `Some(None)` for all.
    pub(crate) kinds: Option<Option<Vec<LeadKind>>>,
    pub(crate) must_carry: Option<Vec<FactName>>,
}

impl GroundDraft {
    pub(super) fn finish(self) -> Option<GroundRules> {
        Some(GroundRules {
            qualify: all(self.qualify, QualifyDraft::finish)?,
            same_technician_and_customer: self.same_technician_and_customer?,
            self_referral: self.self_referral?,
            blocked: self.blocked?,
            protection: self.protection?,
            retained_kinds: self.retained_kinds?,
            answer: self.answer?,
            existing_opportunity: self.existing_opportunity?,
            restored: self.restored?,
        })
    }
}

impl QualifyDraft {
    fn finish(self) -> Option<Qualify> {
        Some(Qualify { kinds: self.kinds?, must_carry: self.must_carry? })
    }
}
