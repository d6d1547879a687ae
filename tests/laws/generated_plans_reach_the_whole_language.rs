//! A generator that reaches nothing proves nothing: over generated plans and histories every step
//! of a Why, every event, every place of an amount and most refusals come up.

use crate::histories::scribe::{Company, submit};
use crate::histories::{
    BY_HAND, DAYS, FACTS, HANDS, LEAVERS, MISTAKES, MONEY, PEOPLE, RUNS, SHOP, THRESHOLDS, WILD,
    steps,
};
use crate::whole::making::{Kind, programs};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use referral_ledger::command::Command;
use referral_ledger::event::{Accrued, Event, Lands};
use referral_ledger::record::{Group, Records};
use referral_ledger::{Journal, Outcome};
use serde::Serialize;
use std::collections::BTreeSet;

/// Every step that can stand in a Why, by its name on the wire.
const STEPS: &[&str] = &[
    "unmet",
    "absent",
    "manager",
    "base",
    "credited",
    "flat",
    "rate",
    "per_unit",
    "position",
    "slice",
    "slice_units",
    "reached",
    "between",
    "further_tiers",
    "together",
    "fills_up",
    "below_zero",
    "campaign",
    "campaign_extra",
    "campaign_missed",
    "campaign_smaller",
    "floor",
    "floor_before",
    "cap",
    "base_cap",
    "pool",
    "all_waits",
    "queued",
    "pool_closed",
    "pool_ended",
    "carried",
    "passed_on",
    "passed_here",
    "share",
    "on_top",
    "so_far",
    "round",
    "less",
    "not_employed",
    "not_vested",
    "forfeited",
    "waived",
    "nothing",
    "target",
    "recomputed",
    "cancelled",
    "retracted",
    "never_reached",
    "never_collected",
    "held_back",
    "back_until",
    "back_on",
    "back_collected",
    "not_held_back",
    "take_back",
    "take_part",
    "days_left",
    "months_left",
    "part",
    "gone",
    "kept",
    "expires",
    "restored",
    "adjusted",
    "about",
    "adjusted_by",
    "opened",
];

/// Events that a history of leads and money can cause.
const EVENTS: &[&str] = &[
    "lead_reported",
    "deal_won",
    "fact_retracted",
    "accrued",
    "unrewarded",
    "reversed",
    "restored",
    "vested",
    "reached",
    "cap_vested",
    "carried_released",
    "pool_released",
    "holdback_released",
    "costs_scheduled",
    "amortised",
    "costs_impaired",
    "reward_approved",
    "reward_held",
    "reward_released",
    "redeemed",
    "put_back",
    "expired",
    "run_line",
    "pay_capped",
    "line_voided",
    "manager_assigned",
    "team_assigned",
    "plan_assigned",
    "plan_unassigned",
    "adjustment_proposed",
    "adjusted",
    "adjustment_declined",
    "debt_transferred",
    "debt_repaid",
    "write_off_proposed",
    "debt_written_off",
    "write_off_declined",
    "balance_opened",
    "lead_opened",
    "deal_opened",
    "counter_opened",
    "credit_reassigned",
    "threshold_set",
    "left_out",
    "lapse_proposed",
    "lapse_approved",
];

/// Reasons for a zero, for a rule that does not hold, and for what is kept.
const REASONS: &[&str] = &[
    "rule_pays_nothing",
    "no_plan_in_force",
    "plan_not_chosen",
    "not_assigned",
    "no_value",
    "no_quantity",
    "no_cost",
    "no_percent",
    "no_manager",
    "no_team",
    "lead_kind",
    "elapsed",
    "fact",
    "fact_untold",
    "no_clawback",
    "not_on_refund",
    "not_on_cancellation",
    "flat_is_kept",
    "window_ended",
];

/// What happens to amounts.
const FATES: &[&str] = &[
    "lands payable",
    "lands held",
    "lands until",
    "lands until approved",
    "carried on",
    "carried as a run is locked",
    "forfeited as a run is locked",
    "a run in part",
    "released in part",
    "kept",
    "moves tiers",
    "moves floor",
    "moves cap",
    "moves pool",
    "a hole",
    "held back until",
    "held back on",
    "held back collected",
    "collected before",
    "taken from held_back",
    "given to held_back",
    "taken from carried",
    "taken from queued",
    "given to queued",
    "taken from held",
    "taken from payable",
    "taken from receivable",
    "spared",
    "given to held",
    "given to payable",
    "given to carried",
    "given to receivable",
    "given to new_lot",
    "lowered",
    "capitalised over",
    "capitalised waits",
    "a cost taken back",
    "a cost given back",
    "an impaired cost taken back",
];

/// The name of a value on the wire.
fn name(value: &impl Serialize) -> String {
    match serde_json::to_value(value).unwrap() {
        serde_json::Value::String(name) => name,
        serde_json::Value::Object(map) => map.keys().next().unwrap().clone(),
        other => panic!("{other} has no name"),
    }
}

/// The names inside a step: its reason.
fn names_in(value: &serde_json::Value, seen: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| {
            seen.insert(key.clone());
            names_in(value, seen);
        }),
        serde_json::Value::Array(list) => list.iter().for_each(|value| names_in(value, seen)),
        serde_json::Value::String(word) if !word.contains([' ', '-', '.']) => {
            seen.insert(word.clone());
        }
        _ => {}
    }
}

fn accrued(it: &Accrued, note: &mut impl FnMut(bool, &str)) {
    let moves = it.shares.iter().flat_map(|share| &share.moves).chain(&it.moves);
    for moved in moves {
        note(true, &format!("moves {}", name(moved)));
        let text = serde_json::to_string(moved).unwrap();
        note(text.starts_with("{\"tiers\"") && !text.contains("null]"), "a hole");
    }
    if let Some(capitalised) = &it.capitalised {
        note(true, &format!("capitalised {}", name(capitalised)));
    }
    for share in &it.shares {
        note(share.kept.is_some(), "kept");
        for part in &share.held_back {
            note(true, &format!("held back {}", name(&part.until)));
            note(part.released.is_some(), "collected before");
        }
        match share.lands {
            Some(Lands::Payable(_)) => note(true, "lands payable"),
            Some(Lands::Held(_)) => note(true, "lands held"),
            Some(Lands::Until(_)) => note(true, "lands until"),
            Some(Lands::UntilApproved) => note(true, "lands until approved"),
            None => {}
        }
    }
}

/// What a history came to, by name.
fn corners(company: &Company, seen: &mut BTreeSet<String>) {
    let mut journal = Journal::in_memory();
    for said in &company.said {
        let outcome = submit(&mut journal, &said.told, &said.command);
        let came_to = match &outcome {
            Ok(outcome) if outcome.is_new() => said.command.kind().to_owned(),
            Ok(_) => "on file".to_owned(),
            Err(refusal) => refusal.code().to_owned(),
        };
        seen.insert(came_to);
        for rewarded in outcome.iter().flat_map(Outcome::rewards) {
            for step in &rewarded.why().steps {
                seen.insert(format!("step {}", name(step)));
                names_in(&serde_json::to_value(step).unwrap(), seen);
            }
        }
    }
    let mut note = |so: bool, what: &str| {
        if so {
            seen.insert(what.to_owned());
        }
    };
    let mut next = 0;
    while next < journal.end().unwrap() {
        let group = Group::read(&journal, next).unwrap();
        for (_, event) in group.events() {
            note(true, &format!("event {}", name(event)));
            match event {
                Event::Accrued(it) => accrued(it, &mut note),
                Event::Reversed(it) => {
                    let lowers = it.moves.iter().chain(it.shares.iter().flat_map(|it| &it.moves));
                    lowers.for_each(|moved| note(name(moved) == "tiers", "lowered"));
                    for moved in &it.costs {
                        note(moved.amortised.is_positive(), "a cost taken back");
                        note(moved.impaired, "an impaired cost taken back");
                    }
                    for take in it.shares.iter().flat_map(|share| &share.takes) {
                        note(true, &format!("taken from {}", name(&take.from)));
                        note(take.spared.is_some(), "spared");
                    }
                }
                Event::Restored(it) => {
                    note(!it.costs.is_empty(), "a cost given back");
                    for give in it.shares.iter().flat_map(|share| &share.gives) {
                        note(true, &format!("given to {}", name(&give.to)));
                    }
                }
                Event::CapVested(it) => {
                    note(it.carried.is_some(), "carried as it vests");
                    note(it.milestone.is_some(), "a milestone under a cap");
                }
                Event::PayCapped(it) => {
                    for cap in &it.caps {
                        note(cap.carried.is_some(), "carried as a run is locked");
                        note(cap.forfeited.is_some(), "forfeited as a run is locked");
                        note(cap.above().is_some() && cap.takes.is_positive(), "a run in part");
                    }
                }
                Event::CarriedReleased(it) => {
                    note(it.until.is_some(), "carried on");
                    let some = it.lots.iter().any(|lot| lot.amount.is_positive());
                    note(it.until.is_some() && some, "released in part");
                }
                _ => {}
            }
        }
        next = group.end();
    }
}

/// Everything that should come up.
fn wanted() -> Vec<String> {
    let steps = STEPS.iter().map(|step| format!("step {step}"));
    let events = EVENTS.iter().map(|event| format!("event {event}"));
    let plain = [REASONS, FATES, Command::KINDS].concat().into_iter().map(str::to_owned);
    // Claims are for plans with ground rules: histories of the field plan's variants have those.
    // Quotas are for closes, which have histories of their own.
    // So are draws, meetings, offers and customers retained; debts are mostly left open there.
    let elsewhere = [
        "record_exchange_rate", // conversions have histories of their own
        "touch_lead",
        "release_claim",
        "exclude_lead",
        "assign_quota",
        "assign_draw",
        "end_draw",
        "meet_lead",
        "quote_lead",
        "retain_customer",
        "record_repayment",
        "event debt_repaid",
        "decline_write_off",
        "event write_off_declined",
        "decline_lapse",
        // Gifts have histories of their own.
        "hand_over",
    ];
    let all = steps.chain(events).chain(plain);
    all.filter(|name| !elsewhere.contains(&name.as_str())).collect()
}

#[test]
fn every_step_event_and_place_comes_up() {
    let mut runner = TestRunner::deterministic();
    // Histories of everything, and others that dwell on something: many facts, people who come and
    // go, what is put right by hand.
    let acts: [&[_]; 4] = [
        &[FACTS, FACTS, DAYS, RUNS, PEOPLE, HANDS, SHOP, MISTAKES, BY_HAND, THRESHOLDS, WILD],
        &[MONEY, MONEY, FACTS, DAYS, MISTAKES],
        &[MONEY, FACTS, DAYS, PEOPLE, LEAVERS],
        &[FACTS, FACTS, DAYS, RUNS, BY_HAND, BY_HAND, MISTAKES, THRESHOLDS],
    ];
    let histories = acts.map(|acts| (programs(Kind::Any), steps(acts, 60).boxed()));
    let (mut seen, mut missing) = (BTreeSet::new(), wanted());
    let (mut told, mut accepted, mut number) = (0, 0, 0);
    while number < 400 || (!missing.is_empty() && number < 5_000) {
        let (program, steps) =
            histories[number % histories.len()].new_tree(&mut runner).unwrap().current();
        let mut company = Company::whole(&program.texts());
        company.perform_all(&steps);
        told += company.said.len();
        accepted += company.said.iter().filter(|said| said.accepted).count();
        corners(&company, &mut seen);
        let before = missing.len();
        missing.retain(|name| !seen.contains(name));
        if number >= 400 && missing.len() < before {
            println!("after {number} histories {missing:?} are missing");
        }
        number += 1;
    }
    let refusals = seen.iter().filter(|name| name.starts_with('R')).count();
    println!("{number} histories, {accepted} of {told} commands accepted, {refusals} refusals");
    assert!(missing.is_empty(), "never reached: {missing:?}");
    assert!(refusals >= 35, "only {refusals} refusals: {seen:?}");
    assert!(accepted * 5 >= told * 3, "only {accepted} of {told} commands are accepted");
}
