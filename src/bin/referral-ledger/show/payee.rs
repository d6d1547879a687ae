//! A payee as a page and as JSON: whose they are, and how they stand, reward by reward.

use crate::fault::Fault;
use crate::fields::{or_dash, page, table};
use crate::names::who;
use crate::out::Text;
use crate::reward_row::{RewardRow, rewards_table};
use referral_ledger::Ledger;
use referral_ledger::id::{PayeeId, PlanId};
use referral_ledger::ledger::view::InKindView;
use referral_ledger::ledger::view_draws::DrawView;
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
    queued: String,
    held: String,
    payable: String,
    on_hold: String,
    in_run: String,
    kept_in_run: String,
    paid: String,
    owes: String,
    former_debt: String,
    written_off: String,
    draws_owed: String,
    draws: Vec<DrawOut>,
    in_kind: Vec<InKindOut>,
    rewards: Vec<RewardRow>,
}

/// A draw that the payee has or had.
#[derive(Debug, Serialize)]
struct DrawOut {
    draw: String,
    plan: String,
    from: String,
    through: String,
    over: bool,
    given: String,
    guaranteed: String,
    recovered: String,
    forgiven: String,
    owed: String,
}

impl DrawOut {
    fn of(view: &DrawView) -> DrawOut {
        DrawOut {
            draw: view.draw.to_string(),
            plan: view.plan.to_string(),
            from: view.from.to_string(),
            through: view.through.to_string(),
            over: view.is_over,
            given: view.given.to_string(),
            guaranteed: view.guaranteed.to_string(),
            recovered: view.recovered.to_string(),
            forgiven: view.forgiven.to_string(),
            owed: view.owed.to_string(),
        }
    }
}

/// The draws of a payee; nothing where there are none.
fn draws_table(draws: &[DrawOut]) -> String {
    if draws.is_empty() {
        return String::new();
    }
    let head = ["draw", "from", "through", "given", "to keep", "recovered", "forgiven", "owed"];
    let row = |it: &DrawOut| {
        let [draw, from, through] = [&it.draw, &it.from, &it.through].map(String::clone);
        let [given, guaranteed] = [&it.given, &it.guaranteed].map(String::clone);
        let [recovered, forgiven, owed] =
            [&it.recovered, &it.forgiven, &it.owed].map(String::clone);
        [draw, from, through, given, guaranteed, recovered, forgiven, owed]
    };
    let rows: Vec<_> = draws.iter().map(row).collect();
    table(head, &rows)
}

/// Points, hours of time off, gifts, or badges.
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
        let InKindOut { held, usable, on_hold, redeemed, expired } = self;
        let unit = held.rsplit(' ').next().unwrap_or_default();
        let name = match unit {
            "points" => "points",
            "gift" => {
                let line = format!(
                    "{held} held, {usable} to be handed over ({on_hold} of it on hold), {redeemed} \
                     handed over, {expired} forfeited"
                );
                return ("gifts", line);
            }
            "badge" => {
                let line = format!("{held} held, {usable} given ({on_hold} of it on hold)");
                return ("recognition", line);
            }
            _ => "time off",
        };
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
            queued: view.queued.to_string(),
            held: view.held.to_string(),
            payable: view.payable.to_string(),
            on_hold: view.on_hold.to_string(),
            in_run: view.in_run.to_string(),
            kept_in_run: view.kept_in_run.to_string(),
            paid: view.paid.to_string(),
            owes: view.owes.to_string(),
            former_debt: view.former_debt.to_string(),
            written_off: view.written_off.to_string(),
            draws_owed: view.draws_owed.to_string(),
            draws: ledger.draws(payee).iter().map(DrawOut::of).collect(),
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
            ("queued in a pool", self.queued.clone()),
            ("held", self.held.clone()),
            ("payable", self.payable.clone()),
            ("on hold by hand", self.on_hold.clone()),
            ("in a run", self.in_run.clone()),
            ("kept by that run", self.kept_in_run.clone()),
            ("paid", self.paid.clone()),
            ("owes back", self.owes.clone()),
            ("former debt", self.former_debt.clone()),
            ("written off", self.written_off.clone()),
            ("owes of draws", self.draws_owed.clone()),
        ];
        let title = format!("payee {}", who(&self.payee, self.name.as_deref()));
        let in_kind = self.in_kind.iter().map(InKindOut::field);
        let fields: Vec<_> = fields.into_iter().chain(in_kind).collect();
        page(&title, &fields) + &draws_table(&self.draws) + &rewards_table(&self.rewards)
    }
}
