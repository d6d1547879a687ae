//! What could be read of a plan file: each part by itself, so that a fault in one part does not
//! hide the faults of the others.
//!
//! A part is `None` when it could not be read; why has then been reported. Without any finding
//! all parts are there, and the draft becomes a [`Plan`].

use crate::deal::Milestone;
use crate::digest::Digest;
use crate::id::{ComponentId, KindId, PlanId, RoleId, RuleId, VersionId};
use crate::money::Unit;
use crate::plan::clawback::Clawback;
use crate::plan::hold::Hold;
use crate::plan::rule::{Component, Formula, Payees, Pays, Rule, Terms, When};
use crate::plan::split::{RoleShare, Split};
use crate::plan::stage::{RoundingWords, Stage};
use crate::plan::version::{ChosenBy, Effective, PlanRef};
use crate::plan::{Acceptance, LeadWords, Leaver, Plan};
use crate::rate::Rate;
use crate::time::Zone;

/// What could be read of a file.
pub(crate) struct Draft {
    pub(crate) head: HeadDraft,
    pub(crate) leads: LeadsDraft,
    /// `None` when it is not a list of roles, so that nothing is known of any role.
    pub(crate) split: Option<Vec<RoleDraft>>,
    pub(crate) components: Vec<ComponentDraft>,
}

/// What could be read of `[plan]`.
#[derive(Default)]
pub(crate) struct HeadDraft {
    pub(crate) plan: Option<PlanId>,
    pub(crate) version: Option<VersionId>,
    pub(crate) title: Option<String>,
    pub(crate) because: Option<String>,
    pub(crate) effective: Option<Effective>,
    pub(crate) chosen_by: Option<ChosenBy>,
    pub(crate) unit: Option<Unit>,
    pub(crate) zone: Option<Zone>,
    pub(crate) order: Option<Vec<Stage>>,
    pub(crate) rounding: Option<RoundingWords>,
    pub(crate) leaver: Option<Leaver>,
}

/// What could be read of `[leads]`.
#[derive(Default)]
pub(crate) struct LeadsDraft {
    pub(crate) acceptance: Option<Acceptance>,
    pub(crate) win_before_report_days_max: Option<u32>,
    pub(crate) declared_kinds: Option<Vec<KindId>>,
}

/// What could be read of one role.
#[derive(Default)]
pub(crate) struct RoleDraft {
    pub(crate) role: Option<RoleId>,
    pub(crate) share: Option<Rate>,
    /// `Some(None)` when it was left out.
    pub(crate) when_absent: Option<Option<RoleId>>,
}

/// What could be read of one component.
#[derive(Default)]
pub(crate) struct ComponentDraft {
    pub(crate) id: Option<ComponentId>,
    pub(crate) on: Option<Milestone>,
    /// Empty when there is no list of rules.
    pub(crate) rules: Vec<RuleDraft>,
}

/// What could be read of one rule.
#[derive(Default)]
pub(crate) struct RuleDraft {
    pub(crate) id: Option<RuleId>,
    pub(crate) because: Option<String>,
    pub(crate) when: Option<When>,
    pub(crate) payee: Option<Payees>,
    pub(crate) pays: Option<PaysDraft>,
    pub(crate) hold: Option<Hold>,
    pub(crate) clawback: Option<Clawback>,
}

/// What a rule pays, before its hold and its clawback are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PaysDraft {
    Nothing,
    Money(Formula),
}

impl Draft {
    /// The plan, when every part could be read.
    pub(crate) fn finish(self, text_digest: Digest) -> Option<Plan> {
        let HeadDraft { plan, version, title, because, effective, chosen_by, .. } = self.head;
        let HeadDraft { unit, zone, order, rounding, leaver, .. } = self.head;
        let roles: Option<Vec<_>> = self.split?.into_iter().map(RoleDraft::finish).collect();
        let components: Option<Vec<_>> =
            self.components.into_iter().map(ComponentDraft::finish).collect();
        Some(Plan {
            name: PlanRef { plan: plan?, version: version? },
            title: title?,
            because: because?,
            effective: effective?,
            chosen_by: chosen_by?,
            unit: unit?,
            zone: zone?,
            order: order?,
            rounding: rounding?,
            leaver: leaver?,
            leads: LeadWords {
                acceptance: self.leads.acceptance?,
                win_before_report_days_max: self.leads.win_before_report_days_max?,
                declared_kinds: self.leads.declared_kinds?,
            },
            split: Split { roles: roles? },
            components: components?,
            text_digest,
        })
    }
}

impl RoleDraft {
    fn finish(self) -> Option<RoleShare> {
        Some(RoleShare { role: self.role?, share: self.share?, when_absent: self.when_absent? })
    }
}

impl ComponentDraft {
    fn finish(self) -> Option<Component> {
        let rules: Option<Vec<_>> = self.rules.into_iter().map(RuleDraft::finish).collect();
        Some(Component { id: self.id?, on: self.on?, rules: rules? })
    }
}

impl RuleDraft {
    fn finish(self) -> Option<Rule> {
        let to = self.payee?;
        let pays = match self.pays? {
            PaysDraft::Nothing => Pays::Nothing { to },
            PaysDraft::Money(formula) => {
                Pays::Money(Terms { formula, to, hold: self.hold?, clawback: self.clawback? })
            }
        };
        Some(Rule { id: self.id?, because: self.because?, when: self.when?, pays })
    }
}
