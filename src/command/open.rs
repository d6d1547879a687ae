//! Commands that start a journal in mid-year: what stood in the system before, told before anything
//! accrues here.

use crate::attribution::Credit;
use crate::deal::Line;
use crate::digest::Digest;
use crate::id::{
    CapId, CustomerId, DealId, FloorId, LeadId, PayeeId, PoolId, RuleId, TeamId, TiersId,
};
use crate::lead::LeadKind;
use crate::money::Amount;
use crate::plan::fact::ToldFact;
use crate::plan::version::PlanRef;
use crate::reading::Reading;
use crate::time::{Date, Period};
use serde::{Deserialize, Serialize};

/// Opens what a payee has and owes. Once for each payee, and by somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenPayeeBalance {
    /// The payee.
    pub payee: PayeeId,
    /// The balances are those at the end of this day.
    pub as_of: Date,
    /// What is held, and until when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<OpenHeld>,
    /// What is payable and was not paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payable: Option<Amount>,
    /// What the payee owes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owes: Option<Amount>,
    /// What was paid in the calendar year of that day so far; statements tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_this_year: Option<Amount>,
}

/// What of an opened balance is held until a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenHeld {
    /// How much.
    pub amount: Amount,
    /// It vests at the start of this day.
    pub until: Date,
}

/// Opens a lead that somebody reported before. Nothing accrues for its report or acceptance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenLead {
    /// The lead, named from the host's row.
    pub lead: LeadId,
    /// Who reported it.
    pub by: PayeeId,
    /// Whom it is about.
    pub customer: CustomerId,
    /// What it is.
    pub kind: LeadKind,
    /// When it was heard.
    pub heard_on: Date,
    /// When sales took it on, if they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_on: Option<Date>,
    /// The versions of plans it is under, at most one of a plan. Of a plan that is not named here,
    /// the version is picked as for any lead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<PlanRef>,
    /// Who else is credited, by role.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credits: Vec<Credit>,
    /// Facts that a plan declares and asks for with a report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<ToldFact>,
}

/// Opens a deal that was won before, of an opened lead. Nothing accrues for its win, its
/// installation or its invoice; payments from now on earn as they come.
///
/// What came in before is no payment here: what goes back of it, no refund can name, and an
/// adjustment takes back its part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenDeal {
    /// The deal, named from the host's row.
    pub deal: DealId,
    /// The lead it came from.
    pub lead: LeadId,
    /// The day the customer signed.
    pub won_on: Date,
    /// The day of the installation, if the machine runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installed_on: Option<Date>,
    /// The day its invoice was posted, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoiced_on: Option<Date>,
    /// What was sold; empty for a deal without a known value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// What came in so far, before tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collected: Option<Amount>,
    /// The versions of plans it is under, as for the lead; those of the lead stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<PlanRef>,
    /// Who else is credited from the win on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credits: Vec<Credit>,
    /// Facts that a plan declares and asks for with a win.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<ToldFact>,
}

/// Opens a counter of a plan version, so that tiers, caps and floors go on from where they stood.
///
/// Whose counter it is, the plan says: that of a payee or a team in a period, or that of a deal,
/// which is known by its lead; and of a payee in a deal, where the plan divides before it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenCounter {
    /// The plan version.
    pub plan: PlanRef,
    /// What is counted, and where it stands. Boxed, so that no other command is larger for it.
    pub counts: Box<Counts>,
    /// Of which payee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payee: Option<PayeeId>,
    /// Of which team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// Of which lead and its deal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<LeadId>,
    /// In which period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
}

impl OpenCounter {
    /// SHA-256 over which counter it is, whatever it stands at: ids together would be too long.
    pub(super) fn subject(&self) -> Digest {
        let text =
            |it: Option<&dyn std::fmt::Display>| it.map_or(String::new(), |it| it.to_string());
        let whose = [
            text(self.payee.as_ref().map(|it| it as _)),
            text(self.team.as_ref().map(|it| it as _)),
            text(self.lead.as_ref().map(|it| it as _)),
            text(self.period.as_ref().map(|it| it as _)),
        ];
        let whole = format!("{} {} {}", self.plan, self.counts.name(), whose.join(" "));
        Digest::sha256(whole.as_bytes())
    }
}

/// What a counter counts, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Counts {
    /// A table of tiers.
    Tiers {
        /// The table.
        tiers: TiersId,
        /// What it has measured.
        measure: Reading,
        /// What its rates were multiplied with, where that is not what it measures.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        base: Option<Reading>,
    },
    /// A cap.
    Cap {
        /// The cap.
        cap: CapId,
        /// What is used of it: money, or a count of facts.
        used: Reading,
    },
    /// A budget pool.
    Pool {
        /// The pool.
        pool: PoolId,
        /// What was paid out of it.
        used: Amount,
    },
    /// A floor.
    Floor {
        /// The floor.
        floor: FloorId,
        /// The rule it is for: each has it by itself.
        rule: RuleId,
        /// What came to the rule without it.
        came: Amount,
        /// What was paid with it.
        paid: Amount,
    },
}

impl Counts {
    /// The table, the cap, the pool or the floor as a text: `tiers standard`.
    pub fn name(&self) -> String {
        match self {
            Counts::Tiers { tiers, .. } => format!("tiers {tiers}"),
            Counts::Cap { cap, .. } => format!("cap {cap}"),
            Counts::Pool { pool, .. } => format!("pool {pool}"),
            Counts::Floor { floor, rule, .. } => format!("floor {floor} of rule {rule}"),
        }
    }
}
