//! A payee as a page and as JSON: whose they are, and how they stand, reward by reward.

use crate::fault::Fault;
use crate::fields::{or_dash, page};
use crate::names::who;
use crate::out::Text;
use crate::reward_row::{RewardRow, rewards_table};
use referral_ledger::Ledger;
use referral_ledger::id::{PayeeId, PlanId};
use referral_ledger::ledger::view::InKindView;
use referral_ledger::refusal::Refusal;
use referral_ledger::report::Directory;
use referral_ledger::time::Date;
use serde::Serialize;

/// How a payee stands.
#[derive(Debug, Serialize)]
pub(crate) struct PayeeOut {
    payee: String,
    name: Option<String>,
    group: String,
    entity: String,
    worker_class: &'static str,
    employed_from: String,
    last_day: Option<String>,
    managers: Vec<Assigned>,
    teams: Vec<Assigned>,
    plans: Vec<Assigned>,
    held_back: String,
    carried: String,
    held: String,
    payable: String,
    on_hold: String,
    in_run: String,
    kept_in_run: String,
    paid: String,
    owes: String,
    in_kind: Vec<InKindOut>,
    rewards: Vec<RewardRow>,
}

/// Points, or hours of time off.
#[derive(Debug, Serialize)]
struct InKindOut {
    held: String,
    usable: String,
    on_hold: String,
    redeemed: String,
    expired: String,
}

impl InKindOut {
    fn of(view: &InKindView) -> InKindOut {
        InKindOut {
            held: view.held.to_string(),
            usable: view.usable.to_string(),
            on_hold: view.on_hold.to_string(),
            redeemed: view.redeemed.to_string(),
            expired: view.expired.to_string(),
        }
    }

    /// All of it in a line, under its unit.
    fn field(&self) -> (&'static str, String) {
        let name = if self.held.ends_with("points") { "points" } else { "time off" };
        let InKindOut { held, usable, on_hold, redeemed, expired } = self;
        let line = format!(
            "{held} held, {usable} to be redeemed ({on_hold} of it on hold), {redeemed} redeemed, \
             {expired} expired"
        );
        (name, line)
    }
}

/// What is so from a day on.
#[derive(Debug, Serialize)]
struct Assigned {
    from: String,
    /// `None` for nobody, for no team, and for a plan the payee is taken off.
    to: Option<String>,
    /// The plan the payee is taken off.
    #[serde(skip_serializing_if = "Option::is_none")]
    off: Option<String>,
}

impl Assigned {
    fn to<T: ToString>((from, to): &(Date, Option<T>)) -> Assigned {
        let to = to.as_ref().map(T::to_string);
        Assigned { from: from.to_string(), to, off: None }
    }

    fn plan((from, plan, is_on): &(Date, PlanId, bool)) -> Assigned {
        let (from, plan) = (from.to_string(), plan.to_string());
        match is_on {
            true => Assigned { from, to: Some(plan), off: None },
            false => Assigned { from, to: None, off: Some(plan) },
        }
    }

    /// All of them in a line, under the word for nobody.
    fn line(all: &[Assigned], nobody: &str) -> String {
        let one = |it: &Assigned| match (&it.to, &it.off) {
            (Some(to), _) => format!("{to} from {}", it.from),
            (None, Some(off)) => format!("off {off} from {}", it.from),
            (None, None) => format!("{nobody} from {}", it.from),
        };
        let all: Vec<String> = all.iter().map(one).collect();
        if all.is_empty() { "-".to_owned() } else { all.join(", ") }
    }
}

impl PayeeOut {
    pub(crate) fn of(
        ledger: &Ledger,
        payee: &PayeeId,
        names: &Directory,
    ) -> Result<PayeeOut, Fault> {
        let view = ledger.payee(payee);
        let view = view.ok_or_else(|| Refusal::PayeeUnknown { payee: payee.clone() })?;
        let assigned = ledger.assignments(payee);
        let (managers, teams, plans) =
            assigned.map(|it| (it.managers, it.teams, it.plans)).unwrap_or_default();
        let rewards = ledger.rewards().filter(|reward| reward.id().payee == *payee);
        Ok(PayeeOut {
            payee: payee.to_string(),
            name: names.name(payee).map(str::to_owned),
            group: view.group.to_string(),
            entity: view.entity.to_string(),
            worker_class: view.class.word(),
            employed_from: view.employment.from.to_string(),
            last_day: view.employment.last_day.map(|day| day.to_string()),
            managers: managers.iter().map(Assigned::to).collect(),
            teams: teams.iter().map(Assigned::to).collect(),
            plans: plans.iter().map(Assigned::plan).collect(),
            held_back: view.held_back.to_string(),
            carried: view.carried.to_string(),
            held: view.held.to_string(),
            payable: view.payable.to_string(),
            on_hold: view.on_hold.to_string(),
            in_run: view.in_run.to_string(),
            kept_in_run: view.kept_in_run.to_string(),
            paid: view.paid.to_string(),
            owes: view.owes.to_string(),
            in_kind: view.in_kind.iter().map(InKindOut::of).collect(),
            rewards: rewards.map(|reward| RewardRow::of(&reward)).collect(),
        })
    }
}

impl Text for PayeeOut {
    fn text(&self) -> String {
        let fields = [
            ("pay group", self.group.clone()),
            ("legal entity", self.entity.clone()),
            ("engaged as", self.worker_class.to_owned()),
            ("employed from", self.employed_from.clone()),
            ("last day", or_dash(self.last_day.as_deref())),
            ("manager", Assigned::line(&self.managers, "nobody")),
            ("team", Assigned::line(&self.teams, "none")),
            ("assigned plans", Assigned::line(&self.plans, "none")),
            ("held back", self.held_back.clone()),
            ("carried by a cap", self.carried.clone()),
            ("held", self.held.clone()),
            ("payable", self.payable.clone()),
            ("on hold by hand", self.on_hold.clone()),
            ("in a run", self.in_run.clone()),
            ("kept by that run", self.kept_in_run.clone()),
            ("paid", self.paid.clone()),
            ("owes back", self.owes.clone()),
        ];
        let title = format!("payee {}", who(&self.payee, self.name.as_deref()));
        let in_kind = self.in_kind.iter().map(InKindOut::field);
        let fields: Vec<_> = fields.into_iter().chain(in_kind).collect();
        page(&title, &fields) + &rewards_table(&self.rewards)
    }
}
