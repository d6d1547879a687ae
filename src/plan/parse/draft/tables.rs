//! What could be read of the tables that rules name: facts, bases, measures, tiers, campaigns,
//! floors, caps, pools; and of draws.

use crate::deal::Milestone;
use crate::id::{
    BaseId, CampaignId, CapId, DrawId, FactName, FactValue, FloorId, MeasureId, PoolId, RuleId,
    TiersId,
};
use crate::money::Amount;
use crate::plan::base::{Classes, Counted, NamedBase};
use crate::plan::campaign::{Bonus, Campaign};
use crate::plan::cap::{AtMost, Cap, CapPer, Excess, Headroom, MeasuredAt};
use crate::plan::draw::{Does, Draw, Given, Recovery};
use crate::plan::fact::{DeclaredFact, ToldWith};
use crate::plan::floor::{Floor, FloorPer, Uplift};
use crate::plan::measure::{Counts, Measured, Quota};
use crate::plan::pool::{Each, Exceeded, Pool, PoolCounts};
use crate::plan::tiers::{
    Accumulate, AfterLast, Boundary, Measure, Point, Span, StepPays, Table, TierStep, Tiers, Way,
};
use crate::plan::version::Effective;
use crate::rate::Rate;

/// What could be read of one declared fact.
#[derive(Default)]
pub(crate) struct FactDraft {
    pub(crate) name: Option<FactName>,
    pub(crate) values: Option<Vec<FactValue>>,
    pub(crate) told: Option<ToldWith>,
}

/// What could be read of one named base.
#[derive(Default)]
pub(crate) struct BaseDraft {
    pub(crate) id: Option<BaseId>,
    pub(crate) of: Option<Counted>,
    pub(crate) classes: Option<Classes>,
}

/// What could be read of one measure.
#[derive(Default)]
pub(crate) struct MeasureDraft {
    pub(crate) id: Option<MeasureId>,
    pub(crate) counts: Option<Counts>,
    /// `Some(None)` when there is none.
    pub(crate) quota: Option<Option<Quota>>,
}

/// What could be read of one table of tiers.
#[derive(Default)]
pub(crate) struct TiersDraft {
    pub(crate) id: Option<TiersId>,
    pub(crate) measure: Option<Measure>,
    pub(crate) accumulate: Option<Accumulate>,
    pub(crate) table: Option<TableDraft>,
}

/// What could be read of the steps or the points of a table.
pub(crate) enum TableDraft {
    /// Steps.
    Steps {
        boundary: Option<Boundary>,
        /// `None` when it is not a list.
        steps: Option<Vec<StepDraft>>,
    },
    /// Points.
    Points {
        /// `None` when it is not a list.
        points: Option<Vec<PointDraft>>,
        after_last: Option<AfterLast>,
    },
}

/// What could be read of one step.
#[derive(Default, Clone, Copy)]
pub(crate) struct StepDraft {
    pub(crate) above: Option<Bound>,
    pub(crate) pays: Option<StepPays>,
    pub(crate) way: Option<Way>,
}

/// What could be read of one point.
#[derive(Default, Clone, Copy)]
pub(crate) struct PointDraft {
    pub(crate) at: Option<Bound>,
    pub(crate) rate: Option<Rate>,
}

/// A bound as it is written, with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    Money(Amount),
    Things(i32),
    Percent(Rate),
}

/// What could be read of one campaign.
#[derive(Default)]
pub(crate) struct CampaignDraft {
    pub(crate) id: Option<CampaignId>,
    pub(crate) because: Option<String>,
    pub(crate) rules: Option<Vec<RuleId>>,
    pub(crate) effective: Option<Effective>,
    pub(crate) dated_by: Option<Milestone>,
    pub(crate) bonus: Option<Bonus>,
}

/// What could be read of one floor.
#[derive(Default)]
pub(crate) struct FloorDraft {
    pub(crate) id: Option<FloorId>,
    pub(crate) because: Option<String>,
    pub(crate) rules: Option<Vec<RuleId>>,
    pub(crate) at_least: Option<Amount>,
    pub(crate) per: Option<FloorPer>,
    pub(crate) uplift: Option<Uplift>,
}

/// What could be read of one cap.
#[derive(Default)]
pub(crate) struct CapDraft {
    pub(crate) id: Option<CapId>,
    pub(crate) because: Option<String>,
    pub(crate) rules: Option<Vec<RuleId>>,
    pub(crate) at_most: Option<AtMost>,
    pub(crate) per: Option<CapPer>,
    pub(crate) excess: Option<Excess>,
    pub(crate) after_reversal: Option<Headroom>,
    pub(crate) measured_at: Option<MeasuredAt>,
}

/// What could be read of one pool.
#[derive(Default)]
pub(crate) struct PoolDraft {
    pub(crate) id: Option<PoolId>,
    pub(crate) because: Option<String>,
    pub(crate) rules: Option<Vec<RuleId>>,
    pub(crate) amount: Option<Amount>,
    pub(crate) each: Option<Each>,
    pub(crate) counts: Option<PoolCounts>,
    pub(crate) exceeded: Option<Exceeded>,
    pub(crate) after_reversal: Option<Headroom>,
}

impl Bound {
    /// How many of the measure's own grains it is.
    pub(crate) fn grains(self) -> i64 {
        match self {
            Bound::Money(amount) => amount.minor(),
            Bound::Things(count) => i64::from(count),
            Bound::Percent(rate) => rate.millionths(),
        }
    }
}

impl TiersDraft {
    /// Whether every step pays a flat amount, so that there is no base; `None` while unknown.
    pub(crate) fn is_flat(&self) -> Option<bool> {
        let steps = match self.table.as_ref()? {
            TableDraft::Points { .. } => return Some(false),
            TableDraft::Steps { steps, .. } => steps.as_ref()?,
        };
        let is_other = |step: &StepDraft| !matches!(step.pays, None | Some(StepPays::Flat(_)));
        match steps.iter().any(is_other) {
            true => Some(false),
            false => steps.iter().all(|step| step.pays.is_some()).then_some(true),
        }
    }

    pub(super) fn finish(self) -> Option<Tiers> {
        Some(Tiers {
            id: self.id?,
            measure: self.measure?,
            accumulate: self.accumulate?,
            table: self.table?.finish()?,
        })
    }
}

impl TableDraft {
    fn finish(self) -> Option<Table> {
        match self {
            TableDraft::Steps { boundary, steps } => {
                let step = |step: StepDraft| {
                    let above = step.above?.grains();
                    Some(TierStep { above, pays: step.pays?, way: step.way? })
                };
                let steps: Option<Vec<_>> = steps?.into_iter().map(step).collect();
                Some(Table::Steps { boundary: boundary?, steps: steps? })
            }
            TableDraft::Points { points, after_last } => {
                let point =
                    |point: PointDraft| Some(Point { at: point.at?.grains(), rate: point.rate? });
                let points: Option<Vec<_>> = points?.into_iter().map(point).collect();
                Some(Table::Points { points: points?, after_last: after_last? })
            }
        }
    }
}

impl FactDraft {
    pub(super) fn finish(self) -> Option<DeclaredFact> {
        Some(DeclaredFact { name: self.name?, values: self.values?, told: self.told? })
    }
}

impl BaseDraft {
    pub(super) fn finish(self) -> Option<NamedBase> {
        Some(NamedBase { id: self.id?, of: self.of?, classes: self.classes? })
    }
}

impl MeasureDraft {
    pub(super) fn finish(self) -> Option<Measured> {
        Some(Measured { id: self.id?, counts: self.counts?, quota: self.quota? })
    }
}

impl CampaignDraft {
    pub(super) fn finish(self) -> Option<Campaign> {
        Some(Campaign {
            id: self.id?,
            because: self.because?,
            rules: self.rules?,
            effective: self.effective?,
            dated_by: self.dated_by?,
            bonus: self.bonus?,
        })
    }
}

impl FloorDraft {
    pub(super) fn finish(self) -> Option<Floor> {
        Some(Floor {
            id: self.id?,
            because: self.because?,
            rules: self.rules?,
            at_least: self.at_least?,
            per: self.per?,
            uplift: self.uplift?,
        })
    }
}

impl CapDraft {
    pub(super) fn finish(self) -> Option<Cap> {
        Some(Cap {
            id: self.id?,
            because: self.because?,
            rules: self.rules?,
            at_most: self.at_most?,
            per: self.per?,
            excess: self.excess?,
            after_reversal: self.after_reversal?,
            measured_at: self.measured_at?,
        })
    }
}

/// What could be read of one draw.
#[derive(Default)]
pub(crate) struct DrawDraft {
    pub(crate) id: Option<DrawId>,
    pub(crate) because: Option<String>,
    pub(crate) amount: Option<Amount>,
    pub(crate) each: Option<Span>,
    pub(crate) given: Option<Given>,
    pub(crate) does: Option<Does>,
    /// `Some(None)` when it is not recovered.
    pub(crate) recovery: Option<Option<Recovery>>,
}

impl DrawDraft {
    pub(super) fn finish(self) -> Option<Draw> {
        Some(Draw {
            id: self.id?,
            because: self.because?,
            amount: self.amount?,
            each: self.each?,
            given: self.given?,
            does: self.does?,
            recovery: self.recovery?,
        })
    }
}

impl PoolDraft {
    pub(super) fn finish(self) -> Option<Pool> {
        Some(Pool {
            id: self.id?,
            because: self.because?,
            rules: self.rules?,
            amount: self.amount?,
            each: self.each?,
            counts: self.counts?,
            exceeded: self.exceeded?,
            after_reversal: self.after_reversal?,
        })
    }
}
