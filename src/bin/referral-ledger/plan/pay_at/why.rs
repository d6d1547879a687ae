//! Why a row pays what it pays, in a few words: the steps of the table, then what raised or cut.

use referral_ledger::money::ExactAmount;
use referral_ledger::plan::Plan;
use referral_ledger::plan::cap::Excess;
use referral_ledger::reading::Reading;
use referral_ledger::why::Step;

/// The words for the steps of a Why.
pub(super) fn why(plan: &Plan, steps: &[Step]) -> String {
    let rated: Vec<String> = steps.iter().filter_map(rated).collect();
    let mut words = Vec::new();
    if rated.is_empty() {
        words.push("nothing".to_owned());
    } else {
        words.push(rated.join(" + "));
    }
    words.extend(steps.iter().filter_map(|step| bound(plan, step)));
    words.join(", ")
}

/// How a base became an amount.
fn rated(step: &Step) -> Option<String> {
    Some(match step {
        Step::Flat(_) => "flat".to_owned(),
        Step::Rate(base, ..) if base.is_zero() => return None,
        Step::Rate(base, rate, _) => format!("{rate} of {base}"),
        Step::PerUnit(0, ..) => return None,
        Step::PerUnit(count, each, _) | Step::SliceUnits(_, _, count, each, _) => {
            format!("{count} x {each}")
        }
        Step::Slice(_, _, base, rate, _) => format!("{rate} of {base}"),
        Step::Reached(_, out) if out.is_zero() => return None,
        Step::Reached(above, out) if above.grains() == 0 => format!("{out} at once"),
        Step::Reached(above, out) => format!("{out} for {above}"),
        _ => return None,
    })
}

/// What multiplied, raised or cut it.
fn bound(plan: &Plan, step: &Step) -> Option<String> {
    Some(match step {
        Step::Campaign(campaign, factor, _) => format!("campaign {campaign} x {factor}"),
        Step::CampaignExtra(campaign, extra, _) => format!("campaign {campaign} + {extra}"),
        Step::Floor(floor, least, amount, out) if amount == out => {
            let is_met = *amount == ExactAmount::from(*least);
            return is_met.then(|| format!("floor {floor} is met"));
        }
        Step::Floor(floor, _, amount, out) => format!("floor {floor} raises {amount} to {out}"),
        Step::Cap(cap, _, Reading::Money(most), amount, out) if amount == out => {
            let is_reached = *amount == ExactAmount::from(*most);
            return is_reached.then(|| format!("cap {cap} is reached"));
        }
        Step::Cap(cap, _, Reading::Money(_), amount, out) => {
            let found = plan.caps.iter().find(|it| it.id == *cap);
            let rest = match found.map(|it| &it.excess) {
                Some(Excess::Carried) => " and carries the rest".to_owned(),
                Some(Excess::PassedTo(payee)) => format!(" and gives the rest to {payee}"),
                Some(Excess::Forfeited) | None => String::new(),
            };
            format!("cap {cap} cuts {amount} to {out}{rest}")
        }
        Step::BaseCap(cap, _, most, base, out) if base == out => {
            let is_reached = base.grains() == most.grains();
            return is_reached.then(|| format!("cap {cap} is reached"));
        }
        Step::BaseCap(cap, _, _, base, out) => format!("cap {cap} counts {out} of {base}"),
        Step::Pool(pool, _, holds, _, amount, out) if amount == out => {
            let is_all = *amount == ExactAmount::from(*holds);
            return is_all.then(|| format!("pool {pool} is used up"));
        }
        Step::Pool(pool, _, _, _, amount, out) => format!("pool {pool} cuts {amount} to {out}"),
        Step::BelowZero(sum, _) => format!("{sum} is below zero"),
        Step::Nothing(reason) => reason.to_string(),
        _ => return None,
    })
}
