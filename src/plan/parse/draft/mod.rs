//! What could be read of a plan file: each part by itself, so that a fault in one part does not
//! hide the faults of the others.
//!
//! A part is `None` when it could not be read; why has then been reported. Without any finding
//! all parts are there, and the draft becomes a [`Plan`].

mod gift;
mod ground;
mod tables;

pub(crate) use gift::{GiftDraft, RecognitionDraft};
pub(crate) use ground::{GroundDraft, QualifyDraft};
pub(crate) use tables::{
    BaseDraft, Bound, CampaignDraft, CapDraft, DrawDraft, FactDraft, FloorDraft, MeasureDraft,
    PointDraft, PoolDraft, StepDraft, TableDraft, TiersDraft,
};

use crate::deal::Milestone;
use crate::digest::Digest;
use crate::id::{ComponentId, KindId, PlanId, RoleId, RuleId, VersionId};
use crate::money::{Amount, Unit};
use crate::plan::books::Amortisation;
use crate::plan::campaign::Meeting;
use crate::plan::clawback::Clawback;
use crate::plan::close::{Close, Trigger};
use crate::plan::draw::DrawOrder;
use crate::plan::exchange::Exchange;
use crate::plan::gift::Thing;
use crate::plan::hold::Hold;
use crate::plan::holdback::Holdback;
use crate::plan::in_kind::InKind;
use crate::plan::rule::{Component, Formula, Payees, Pays, Rule, Terms, When};
use crate::plan::split::{Overlay, RoleShare, Split};
use crate::plan::stage::{Leftover, RoundingWords, Stage};
use crate::plan::version::{Accumulators, AppliesTo, ChosenBy, Effective, PlanRef};
use crate::plan::{Acceptance, AfterExit, LeadWords, Leaver, Plan};
use crate::rate::Rate;
use crate::time::Zone;

/// What could be read of a file.
pub(crate) struct Draft {
    pub(crate) head: HeadDraft,
    pub(crate) leads: LeadsDraft,
    /// `Some(None)` when it was left out.
    pub(crate) exchange: Option<Option<Exchange>>,
    /// `None` when it is not a list of roles, so that nothing is known of any role.
    pub(crate) split: Option<Vec<RoleDraft>>,
    // Each list is empty when it was left out, and `None` when it is no list.
    pub(crate) overlays: Option<Vec<OverlayDraft>>,
    pub(crate) facts: Option<Vec<FactDraft>>,
    pub(crate) bases: Option<Vec<BaseDraft>>,
    pub(crate) measures: Option<Vec<MeasureDraft>>,
    pub(crate) tiers: Option<Vec<TiersDraft>>,
    pub(crate) campaigns: Option<Vec<CampaignDraft>>,
    pub(crate) floors: Option<Vec<FloorDraft>>,
    pub(crate) caps: Option<Vec<CapDraft>>,
    pub(crate) draws: Option<Vec<DrawDraft>>,
    pub(crate) pools: Option<Vec<PoolDraft>>,
    /// What is said of points and of time off; an entry is `None` when it could not be read.
    pub(crate) in_kind: Vec<(Unit, Option<InKind>)>,
    pub(crate) gifts: Option<Vec<GiftDraft>>,
    pub(crate) recognitions: Option<Vec<RecognitionDraft>>,
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
    /// `Some(None)` when it was left out.
    pub(crate) accumulators: Option<Option<Accumulators>>,
    pub(crate) applies_to: Option<AppliesTo>,
    pub(crate) unit: Option<Unit>,
    pub(crate) zone: Option<Zone>,
    pub(crate) order: Option<Vec<Stage>>,
    pub(crate) roundings: Option<Vec<RoundingWords>>,
    /// `Some(None)` when it was left out, and rightly so.
    pub(crate) leftover: Option<Option<Leftover>>,
    /// `Some(None)` when it was left out, and rightly so.
    pub(crate) meeting: Option<Option<Meeting>>,
    /// `Some(None)` when it was left out, and rightly so.
    pub(crate) draws_recovered: Option<Option<DrawOrder>>,
    pub(crate) leaver: Option<Leaver>,
    pub(crate) after_exit: Option<AfterExit>,
}

/// What could be read of `[leads]`.
#[derive(Default)]
pub(crate) struct LeadsDraft {
    pub(crate) acceptance: Option<Acceptance>,
    pub(crate) win_before_report_days_max: Option<u32>,
    pub(crate) declared_kinds: Option<Vec<KindId>>,
    pub(crate) ground: GroundDraft,
}

/// What could be read of one role.
#[derive(Default)]
pub(crate) struct RoleDraft {
    pub(crate) role: Option<RoleId>,
    pub(crate) share: Option<Rate>,
    /// `Some(None)` when it was left out.
    pub(crate) when_absent: Option<Option<RoleId>>,
}

/// What could be read of one overlay.
#[derive(Default)]
pub(crate) struct OverlayDraft {
    pub(crate) role: Option<RoleId>,
    pub(crate) share: Option<Rate>,
}

/// What could be read of one component.
#[derive(Default)]
pub(crate) struct ComponentDraft {
    pub(crate) id: Option<ComponentId>,
    /// The milestone that triggers it; `None` for a close as well.
    pub(crate) on: Option<Milestone>,
    pub(crate) close: Option<Close>,
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
    /// `Some(None)` when there is none.
    pub(crate) holdback: Option<Option<Holdback>>,
    pub(crate) hold: Option<Hold>,
    pub(crate) clawback: Option<Clawback>,
    /// `Some(None)` for an expense at once.
    pub(crate) books: Option<Option<Amortisation>>,
}

/// What a rule pays, before its hold and its clawback are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PaysDraft {
    Nothing,
    Money(Formula),
    /// What is awarded in this unit: so much, and of what gift or recognition.
    InKind(Unit, Amount, Option<Thing>),
}

impl Draft {
    /// The plan, when every part could be read.
    pub(crate) fn finish(self, text_digest: Digest) -> Option<Plan> {
        let HeadDraft { plan, version, title, because, effective, chosen_by, .. } = self.head;
        let HeadDraft { applies_to, unit, zone, order, roundings, .. } = self.head;
        Some(Plan {
            name: PlanRef { plan: plan?, version: version? },
            title: title?,
            because: because?,
            effective: effective?,
            chosen_by: chosen_by?,
            accumulators: self.head.accumulators?,
            applies_to: applies_to?,
            unit: unit?,
            zone: zone?,
            order: order?,
            roundings: roundings?,
            leftover: self.head.leftover?,
            meeting: self.head.meeting?,
            draws_recovered: self.head.draws_recovered?,
            exchange: self.exchange?,
            leaver: self.head.leaver?,
            after_exit: self.head.after_exit?,
            leads: LeadWords {
                acceptance: self.leads.acceptance?,
                win_before_report_days_max: self.leads.win_before_report_days_max?,
                declared_kinds: self.leads.declared_kinds?,
                ground: self.leads.ground.finish()?,
            },
            split: Split {
                roles: all(self.split, RoleDraft::finish)?,
                overlays: all(self.overlays, OverlayDraft::finish)?,
            },
            facts: all(self.facts, FactDraft::finish)?,
            bases: all(self.bases, BaseDraft::finish)?,
            measures: all(self.measures, MeasureDraft::finish)?,
            tiers: all(self.tiers, TiersDraft::finish)?,
            campaigns: all(self.campaigns, CampaignDraft::finish)?,
            floors: all(self.floors, FloorDraft::finish)?,
            caps: all(self.caps, CapDraft::finish)?,
            draws: all(self.draws, DrawDraft::finish)?,
            pools: all(self.pools, PoolDraft::finish)?,
            gifts: all(self.gifts, GiftDraft::finish)?,
            recognitions: all(self.recognitions, RecognitionDraft::finish)?,
            in_kind: all(Some(self.in_kind), |(_, words)| words)?,
            components: all(Some(self.components), ComponentDraft::finish)?,
            text_digest,
        })
    }
}

/// All parts of a list, when each could be read.
fn all<D, T>(parts: Option<Vec<D>>, finish: impl Fn(D) -> Option<T>) -> Option<Vec<T>> {
    parts?.into_iter().map(finish).collect()
}

impl RoleDraft {
    fn finish(self) -> Option<RoleShare> {
        Some(RoleShare { role: self.role?, share: self.share?, when_absent: self.when_absent? })
    }
}

impl OverlayDraft {
    fn finish(self) -> Option<Overlay> {
        Some(Overlay { role: self.role?, share: self.share? })
    }
}

impl ComponentDraft {
    fn finish(self) -> Option<Component> {
        let rules = all(Some(self.rules), RuleDraft::finish)?;
        let on = self.on.map(Trigger::Milestone).or(self.close.map(Trigger::Close));
        Some(Component { id: self.id?, on: on?, rules })
    }
}

impl RuleDraft {
    fn finish(self) -> Option<Rule> {
        let to = self.payee?;
        let pays = match self.pays? {
            PaysDraft::Nothing => Pays::Nothing { to },
            PaysDraft::InKind(_, amount, thing) => {
                let (formula, holdback, hold) = (Formula::Flat(amount), None, self.hold?);
                let (clawback, books) = (self.clawback?, None);
                Pays::InKind(Terms { formula, thing, to, holdback, hold, clawback, books })
            }
            PaysDraft::Money(formula) => {
                let (holdback, hold) = (self.holdback?, self.hold?);
                let (clawback, books) = (self.clawback?, self.books?);
                let thing = None;
                Pays::Money(Terms { formula, thing, to, holdback, hold, clawback, books })
            }
        };
        Some(Rule { id: self.id?, because: self.because?, when: self.when?, pays })
    }
}
