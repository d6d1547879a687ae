//! The laws: numbered once, as functions anybody can run. A law is never renumbered.
//!
//! | law | says | where it is checked |
//! |---|---|---|
//! | L1 | entries sum to zero per unit and legal entity | [`check`], [`entries_balance`] |
//! | L2 | every accrued minor unit is in exactly one place | [`check`] |
//! | L3 | reversed is at most accrued, per reward and lot | [`check`] |
//! | L4 | the shares of an amount sum to the amount | [`shares_add_up`] |
//! | L5 | no cap is exceeded by what it caps, and no pool by what it funds | [`check`] |
//! | L6 | a payable amount is in at most one live run | [`check`] |
//! | L7 | gross + draws = paid + recovered, all at least zero, before a line is converted | [`check`] |
//! | L8 | replay gives the same state | [`replay_is_exact`] |
//! | L9 | a command submitted twice changes nothing | history law, in the tests |
//! | L10 | disjoint payees and deals commute | history law, in the tests |
//! | L11 | reversing everything in full leaves nothing | history law, in the tests |
//! | L12 | a Why's last step is the amount | [`whys_end_at_their_amount`] |
//! | L13 | a closed statement never changes | history law, in the tests |
//! | L14 | no actor alone reaches a payout | history law, in the tests |
//! | L15 | a draft rolled back leaves the state unchanged | history law, in the tests |

mod adjustments;
mod costs;
mod debts;
mod draws;
mod exchange;
mod in_kind;
mod openings;
mod pay_caps;
mod pools;
mod restated;
mod runs;
mod thresholds;

use super::Ledger;
use super::state::{AccountRow, CounterRow, Counting, Place, State};
use crate::event::{Accrued, AccruedShare, Event, ReversedShare};
use crate::money::Amount;
use crate::plan::rule::Payees;
use crate::plan::stage::Stage;
use crate::record::{Group, Groups, RecordError, Records};
use crate::why::Step;
use std::collections::BTreeMap;

/// A law that does not hold: a bug of this crate, or damage to the state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("law {law} is broken: {what}")]
pub struct Breach {
    /// Its number, such as `L2`.
    pub law: &'static str,
    /// What does not hold, with both numbers.
    pub what: String,
}

/// A law over records that does not hold, or records that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryFault {
    /// A law is broken.
    #[error(transparent)]
    Breach(#[from] Breach),
    /// A record cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
}

fn holds(law: &'static str, so: bool, what: impl FnOnce() -> String) -> Result<(), Breach> {
    if so { Ok(()) } else { Err(Breach { law, what: what() }) }
}

/// The state laws: L1, L2, L3, L5, L6 and L7. True after every command.
///
/// # Errors
/// The first law that does not hold.
pub fn check(ledger: &Ledger) -> Result<(), Breach> {
    holds("L1", ledger.trial_balance().is_zero(), || {
        format!("the trial balance does not sum to zero:\n{}", ledger.trial_balance())
    })?;
    lots_are_in_one_place(&ledger.state)?;
    pools::queues_hold_what_waits(&ledger.state)?;
    rewards_hold_their_lots(&ledger.state)?;
    payees_hold_their_lots(&ledger.state)?;
    in_kind::payees_hold_their_lots(&ledger.state)?;
    debts::receivables_are_owed(&ledger.state)?;
    adjustments::are_in_place(&ledger.state)?;
    restated::restatements_are_in_place(&ledger.state)?;
    openings::openings_are_in_place(&ledger.state)?;
    draws::draws_add_up(&ledger.state)?;
    exchange::conversions_stand(&ledger.state)?;
    caps_hold(&ledger.state)?;
    pools::pools_hold(&ledger.state)?;
    holdback_is_released_in_part(&ledger.state)?;
    holds_keep_from_runs(&ledger.state)?;
    thresholds::left_out_is_below(&ledger.state)?;
    pay_caps::lots_are_measured(&ledger.state)?;
    costs::written_off(&ledger.state)?;
    runs::runs_add_up(&ledger.state)
}

/// L2, L3 and L6, lot by lot: what the queues and lines say agrees with the lot.
fn lots_are_in_one_place(state: &State) -> Result<(), Breach> {
    let mut in_lines: BTreeMap<u32, u32> = BTreeMap::new();
    for (number, line) in state.lines.iter() {
        if state.is_live(line) {
            for lot in line.lots.iter() {
                let before = in_lines.insert(*lot, number);
                holds("L6", before.is_none(), || format!("lot {lot} is in two live runs"))?;
            }
        }
    }
    for (number, lot) in state.lots.iter() {
        let reversed = 0 <= lot.reversed && lot.reversed <= lot.amount;
        let in_bounds = reversed && 0 <= lot.clawed && 0 <= lot.spared && 0 <= lot.left();
        holds("L3", in_bounds, || {
            format!("lot {number} of {} has {} taken back", lot.amount, lot.reversed)
        })?;
        let payee = state.rewards.row(lot.reward).payee;
        let due = state.due.range((lot.day, payee, number)..=(lot.day, payee, number)).count();
        let payable = state.payable.range((payee, number)..=(payee, number)).count();
        let line = in_lines.get(&number).copied();
        let open = usize::from(lot.left() > 0);
        let back = match lot.place {
            Place::HeldBack(back) => {
                let key = state.back_key(number, back);
                state.held_back.range(key..=key).count()
            }
            _ => 0,
        };
        let unapproved = state.unapproved.range((payee, number)..=(payee, number)).count();
        let (waiting, carried) = match lot.place {
            Place::Waiting(milestone) => {
                let award = state.awards.row(state.rewards.row(lot.reward).award);
                let lead = state.lead_of(award.source);
                let lead = lead.expect("L2: what waits for a milestone has a lead");
                let key = (lead, milestone, payee, number);
                (state.waiting.range(key..=key).count(), 0)
            }
            Place::Carried(_, until) => {
                let key = (until, payee, number);
                (0, state.carried.range(key..=key).count())
            }
            _ => (0, 0),
        };
        let queued = match lot.place {
            Place::Queued(pool, since) => {
                let key = (pool, since, number);
                state.queued.range(key..=key).count()
            }
            _ => 0,
        };
        let there = (due + unapproved, waiting, carried, payable, line);
        let agrees = match lot.place {
            Place::HeldBack(_) => there == (0, 0, 0, 0, None) && back == open,
            Place::Held => there == (open, 0, 0, 0, None) && unapproved == 0,
            Place::Unapproved => there == (open, 0, 0, 0, None) && due == 0,
            Place::Waiting(_) => there == (0, open, 0, 0, None),
            Place::Carried(..) => there == (0, 0, open, 0, None),
            Place::Queued(..) => there == (0, 0, 0, 0, None) && queued == open,
            Place::Payable if state.unit_of(lot).is_money() => there == (0, 0, 0, open, None),
            Place::Payable => there == (0, 0, 0, 0, None), // among what can be redeemed
            Place::Above(_) => there == (0, 0, 0, 0, None),
            Place::InRun(at) | Place::Paid(at) => there == (0, 0, 0, 0, Some(at)),
            Place::SetOff(_) | Place::GivenBack(_) => there == (0, 0, 0, 0, None),
            Place::Redeemed(_) | Place::Expired => there == (0, 0, 0, 0, None),
        };
        holds("L2", agrees, || format!("lot {number} is not where it says, {:?}", lot.place))?;
        let listed = state.unvested.range((payee, number)..=(payee, number)).count();
        let is_unvested = open == 1 && lot.place.is_unvested();
        let can_go = is_unvested && state.is_forfeited_by_leavers(lot);
        holds("L2", listed == usize::from(can_go), || {
            format!("lot {number} is listed {listed} times among what leavers forfeit")
        })?;
    }
    Ok(())
}

/// L2 and L3, reward by reward: its amounts are the sums of its lots'.
fn rewards_hold_their_lots(state: &State) -> Result<(), Breach> {
    let ever: i128 = state.rewards.iter().map(|(_, reward)| i128::from(reward.accrued)).sum();
    let counted = state.head.value().accrued;
    holds("L2", ever == i128::from(counted) && counted <= Amount::BOUND_MINOR, || {
        format!("{counted} minor units are counted as accrued, and the rewards have {ever}")
    })?;
    for (number, reward) in state.rewards.iter() {
        let (mut accrued, mut reversed) = (0, 0);
        for (_, lot) in state.each_lot(number) {
            accrued += lot.amount;
            reversed += lot.reversed;
        }
        let agrees = (accrued, reversed) == (reward.accrued, reward.reversed);
        holds("L2", agrees, || {
            format!("reward {number} has {} and its lots {accrued}", reward.accrued)
        })?;
        holds("L3", 0 <= reversed && reversed <= accrued, || {
            format!("reward {number} of {accrued} has {reversed} taken back")
        })?;
    }
    Ok(())
}

/// L2, payee by payee: the counters and the accounts agree with the lots.
fn payees_hold_their_lots(state: &State) -> Result<(), Breach> {
    let mut sums: BTreeMap<u32, [i64; 7]> = BTreeMap::new();
    for (_, lot) in state.lots.iter().filter(|(_, lot)| state.unit_of(lot).is_money()) {
        let payee = state.rewards.row(lot.reward).payee;
        let place = match lot.place {
            Place::Held | Place::Waiting(_) | Place::Unapproved => 0,
            Place::Payable | Place::Above(_) => 1,
            Place::InRun(_) => 2,
            Place::Paid(_) | Place::SetOff(_) | Place::GivenBack(_) => 3,
            Place::Redeemed(_) | Place::Expired => unreachable!("L2: money is not redeemed"),
            Place::Carried(..) => 4,
            Place::HeldBack(_) => 5,
            Place::Queued(..) => 6,
        };
        sums.entry(payee).or_default()[place] += lot.left();
    }
    for (number, id, row) in state.payees.iter() {
        let lots = sums.get(&number).copied().unwrap_or_default();
        let counted =
            [row.held, row.payable, row.in_run, row.paid, row.carried, row.held_back, row.queued];
        holds("L2", lots == counted, || format!("{id} has {counted:?} and their lots {lots:?}"))?;
        let group = state.group_of(number);
        let unit = state.account_in(number);
        let stands = |account| state.balance(&group.entity, account, unit);
        let held = -stands(AccountRow::Held(number));
        let payable = -stands(AccountRow::Payable(number));
        let owes = stands(AccountRow::ClawbackReceivable(number));
        let carried = -stands(AccountRow::CapCarried(number));
        let back = -stands(AccountRow::HeldBack(number));
        let draws = stands(AccountRow::DrawReceivable(number));
        let queued = -stands(AccountRow::PoolQueued(number));
        let booked = [held, payable, owes, carried, back, queued, draws];
        let (owed, back, queued) = (row.owes, row.held_back, row.queued);
        let counted = [row.held, row.payable, owed, row.carried, back, queued, row.draws_owed];
        let counted = counted.map(i128::from);
        holds("L2", booked == counted, || format!("{id} has {counted:?}, the books {booked:?}"))?;
    }
    Ok(())
}

/// L5: what counts toward a cap is at most what it allows, and never below nothing.
fn caps_hold(state: &State) -> Result<(), Breach> {
    for (_, key, row) in state.counters.iter() {
        let (plan, counting, scope, period) = key;
        let (Counting::Cap(number), CounterRow::Cap(used)) = (counting, row) else { continue };
        let cap = &state.plans.row(*plan).plan.caps[usize::from(*number)];
        let most = state.most_of(key);
        holds("L5", (0..=most).contains(used), || {
            format!("{used} of {most} of cap {} are used, for {scope:?} in {period:?}", cap.id)
        })?;
    }
    Ok(())
}

/// L2 for what is released as the value is collected: never more than was to be held back, and
/// nothing is left beyond it.
fn holdback_is_released_in_part(state: &State) -> Result<(), Breach> {
    let held_back: u32 = state.held_back.length();
    let places = state.lots.iter().filter(|(_, lot)| matches!(lot.place, Place::HeldBack(_)));
    let open = places.filter(|(_, lot)| lot.left() > 0).count();
    holds("L2", u32::try_from(open) == Ok(held_back), || {
        format!("{held_back} lots are listed as held back, and {open} are")
    })?;
    for (_, lot, row) in state.by_collection.iter() {
        let lot = state.lots.row(*lot);
        let left = if matches!(lot.place, Place::HeldBack(_)) { lot.left() } else { 0 };
        let fits = 0 <= row.released && row.released + left <= row.whole;
        holds("L2", fits, || {
            let (whole, released) = (row.whole, row.released);
            format!("{released} of {whole} held back were released, and {left} are left")
        })?;
    }
    Ok(())
}

/// L6: what is on hold by hand is in no run that was locked since.
fn holds_keep_from_runs(state: &State) -> Result<(), Breach> {
    for (payee, reward, number) in state.on_hold.range(..) {
        let hold = state.hand_holds.row(number);
        let of = state.rewards.row(hold.reward).payee;
        let is_open = hold.released.is_none() && (hold.reward, of) == (reward, payee);
        holds("L6", is_open, || format!("hold {number} is listed and not open"))?;
        for (lot, row) in state.each_lot(reward) {
            if let Place::InRun(line) = row.place {
                let run = state.runs.row(state.lines.row(line).run);
                holds("L6", run.sequence < hold.sequence, || {
                    format!("lot {lot} is on hold and in a run that was locked since")
                })?;
            }
        }
    }
    Ok(())
}

/// Reads every group of a history, oldest first.
fn each_group(
    records: &(impl Records + ?Sized),
    mut visit: impl FnMut(&Group) -> Result<(), HistoryFault>,
) -> Result<(), HistoryFault> {
    for group in Groups::of(records) {
        visit(&group?)?;
    }
    Ok(())
}

/// L1, event by event.
///
/// # Errors
/// The first event whose entries do not balance, or a record that cannot be read.
pub fn entries_balance(records: &(impl Records + ?Sized)) -> Result<(), HistoryFault> {
    each_group(records, |group| {
        for (at, event) in group.events() {
            let mut sums = BTreeMap::new();
            for entry in crate::books::post(group.command(), event) {
                let sum: &mut i128 = sums.entry((entry.entity, entry.amount.unit())).or_default();
                *sum += i128::from(entry.amount.minor());
            }
            holds("L1", sums.values().all(|sum| *sum == 0), || {
                format!("the entries of event {at:?} sum to {sums:?}")
            })?;
        }
        Ok(())
    })
}

/// L4: where the plan rounds before it splits, the shares of every accrual sum to its whole. A plan
/// that splits first rounds each share by itself, and says so. The shares of a reversal sum to
/// what its steps take back from all of them.
///
/// # Errors
/// The first event whose shares do not add up, or a record that cannot be read.
pub fn shares_add_up(
    ledger: &Ledger,
    records: &(impl Records + ?Sized),
) -> Result<(), HistoryFault> {
    each_group(records, |group| {
        for (at, event) in group.events() {
            let (whole, sum) = match event {
                Event::Accrued(it) if is_split_as_a_whole(ledger, it) => {
                    let parts = it.shares.iter().filter(|it| !is_on_top(it));
                    let parts = parts.map(AccruedShare::given);
                    let whole = it.steps.iter().rev().find_map(|step| step.out()?.to_amount());
                    (whole.map_or(0, Amount::minor), parts.map(Amount::minor).sum::<i64>())
                }
                Event::Reversed(it) => match it.steps.last() {
                    Some(
                        Step::TakeBack(_, _, out)
                        | Step::TakePart(_, _, out)
                        | Step::DaysLeft(_, _, _, out)
                        | Step::MonthsLeft(_, _, _, out),
                    ) => {
                        let parts = it.shares.iter();
                        let parts = parts.map(|it| it.amount.minor() + waived(it) + gone(it));
                        (out.to_amount().map_or(0, Amount::minor), parts.sum())
                    }
                    _ => continue,
                },
                _ => continue,
            };
            holds("L4", sum == whole, || {
                format!("the shares of event {at:?} sum to {sum} of {whole}")
            })?;
        }
        Ok(())
    })
}

/// What a share of a reversal leaves with somebody who has left.
fn waived(share: &ReversedShare) -> i64 {
    let kept = share.steps.iter().find_map(|step| match step {
        Step::Waived(_, kept, _) => kept.to_amount(),
        _ => None,
    });
    kept.map_or(0, Amount::minor)
}

/// Whether the accrual was rounded as a whole and then divided among everyone credited.
fn is_split_as_a_whole(ledger: &Ledger, accrued: &Accrued) -> bool {
    let Some(plan) = ledger.plan(&accrued.plan) else { return false };
    let rule = plan.rule(&accrued.rule);
    let by_share = rule.is_some_and(|(_, rule)| *rule.pays.to() == Payees::EachByShare);
    by_share && !plan.rounds_each_part() && !plan.order.contains(&Stage::CreditSplit)
}

/// What of a share was redeemed or had expired, and so was not taken back.
fn gone(share: &ReversedShare) -> i64 {
    match share.steps.last() {
        Some(Step::Gone(gone, _)) => gone.to_amount().map_or(0, Amount::minor),
        _ => 0,
    }
}

/// Whether a share is an overlay's, on top of the whole.
fn is_on_top(share: &AccruedShare) -> bool {
    share.steps.iter().any(|step| matches!(step, Step::OnTop(..)))
}

/// L8: the ledger that comes of a replay is this one.
///
/// # Errors
/// The law, or a record that cannot be read.
pub fn replay_is_exact(
    ledger: &Ledger,
    records: &(impl Records + ?Sized),
) -> Result<(), HistoryFault> {
    let again = Ledger::replay(records)?;
    let (one, other) = (ledger.digest(), again.digest());
    holds("L8", one == other && *ledger == again, || {
        format!("the ledger has digest {one} and its replay {other}")
    })?;
    Ok(())
}

/// L12: every Why ends at its amount.
///
/// # Errors
/// The first that does not, or a record that cannot be read.
pub fn whys_end_at_their_amount(records: &(impl Records + ?Sized)) -> Result<(), HistoryFault> {
    each_group(records, |group| {
        for (_, event) in group.events() {
            for why in event.whys(group.command()) {
                holds("L12", why.ends_at_its_amount(), || {
                    format!("the Why ends elsewhere: {why}")
                })?;
            }
        }
        Ok(())
    })
}

/// All laws that one history can show: the state laws, L1 by event, L4, L8 and L12.
///
/// # Errors
/// The first law that does not hold, or a record that cannot be read.
pub fn check_history(
    ledger: &Ledger,
    records: &(impl Records + ?Sized),
) -> Result<(), HistoryFault> {
    check(ledger)?;
    entries_balance(records)?;
    shares_add_up(ledger, records)?;
    whys_end_at_their_amount(records)?;
    replay_is_exact(ledger, records)
}
