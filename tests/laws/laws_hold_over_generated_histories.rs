//! The laws of `ledger::laws`, each as a property over generated histories and plan variants.
//!
//! A failure prints the plan variant and the shrunken steps, and the commands they became.

use crate::histories::plan_variants::{variants_that_take_all_back, variants_with_minimums};
use crate::histories::scribe::{Alone, Company, Said, by_another, id, submit, usd};
use crate::histories::{
    Act, BY_HAND, COURSE, DAYS, DRAWS, FACTS, HOLDS, MISTAKES, PEOPLE, RUNS, Step, THRESHOLDS,
    WILD, steps,
};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{FileFailurePersistence, TestRunner};
use referral_ledger::adjustment::Direction;
use referral_ledger::books::Account;
use referral_ledger::command::{CancelDeal, Command, PassDay};
use referral_ledger::event::{AccruedShare, Event, GivenAs, GivenTo, Lands};
use referral_ledger::ledger::{Answer, laws};
use referral_ledger::money::ExactAmount;
use referral_ledger::payout::RunStage;
use referral_ledger::record::{Group, Records};
use referral_ledger::refusal::Refusal;
use referral_ledger::store::{Appended, MemoryStore, Store, StoreRecords};
use referral_ledger::time::Period;
use referral_ledger::told::{Key, Told};
use referral_ledger::why::{KeptReason, Step as WhyStep};
use referral_ledger::{Journal, Ledger, Outcome};
use std::collections::{BTreeMap, BTreeSet};

const ALL: &[&[(usize, Act)]] =
    &[FACTS, COURSE, DAYS, RUNS, PEOPLE, DRAWS, HOLDS, MISTAKES, BY_HAND, THRESHOLDS, WILD];

/// Steps of all kinds, or of those that move money to payees and back.
fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    prop_oneof![
        3 => steps(ALL, 40),
        2 => steps(&[FACTS, RUNS, RUNS, MISTAKES, BY_HAND], 40),
        1 => steps(&[FACTS, RUNS, RUNS, THRESHOLDS, THRESHOLDS, DRAWS, DAYS, BY_HAND, BY_HAND], 60),
        2 => steps(&[FACTS, RUNS, RUNS, DRAWS, DRAWS, DRAWS, DAYS], 40),
        2 => steps(&[FACTS, RUNS, DAYS, DAYS, BY_HAND, BY_HAND, BY_HAND], 60),
    ]
}

/// So many cases, unless the environment asks for another number.
fn cases(cases: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    let file = "tests/proptest-regressions/laws_hold_over_generated_histories.txt";
    ProptestConfig {
        cases: if asked.cases == 256 { cases } else { asked.cases },
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(file))),
        ..asked
    }
}

/// A law that does not hold, with the tale that breaks it.
fn broken(what: impl std::fmt::Display, company: &Company) -> TestCaseError {
    TestCaseError::fail(format!("{what}{}", company.tale()))
}

macro_rules! holds {
    ($company:expr, $so:expr, $($what:tt)+) => {
        if !$so {
            return Err(broken(format!($($what)+), &$company));
        }
    };
}

proptest! {
    #![proptest_config(cases(240))]

    #[test]
    fn l1_l2_l3_l6_and_l7_hold_after_every_command_and_a_refused_one_changes_nothing(
        variant in variants_with_minimums(),
        steps in any_steps(),
    ) {
        let company = Company::told(&variant, &steps);
        let mut journal = Journal::in_memory();
        for said in &company.said {
            let before = journal.ledger().digest();
            let outcome = submit(&mut journal, &said.told, &said.command);
            let breach = laws::check(journal.ledger());
            breach.map_err(|breach| broken(breach, &company))?;
            let is_new = outcome.is_ok_and(|outcome| outcome.is_new());
            holds!(company, is_new == said.accepted, "decided differently: {:?}", said.command);
            holds!(
                company,
                is_new || journal.ledger().digest() == before,
                "a command that was not new changed the ledger: {:?}", said.command
            );
        }
    }

    #[test]
    fn l4_l8_and_l12_hold_of_the_whole_history(
        variant in variants_with_minimums(),
        steps in any_steps(),
    ) {
        let company = Company::told(&variant, &steps);
        let journal = &company.journal;
        let checked = laws::check_history(journal.ledger(), journal);
        checked.map_err(|fault| broken(fault, &company))?;
        for_each_event(journal, |event| {
            if let Event::Reversed(it) = event {
                let whole = it.steps.iter().rev().find_map(WhyStep::out);
                let parts: i64 = it.shares.iter().map(|share| share.amount.minor()).sum();
                let adds_up = whole.is_none_or(|whole| whole == ExactAmount::from(usd(parts)));
                holds!(company, adds_up, "L4: the parts of {it:?} sum to {parts} of {whole:?}");
                for share in &it.shares {
                    let taken: i64 = share.takes.iter().map(|take| take.amount.minor()).sum();
                    let all = taken == share.amount.minor();
                    holds!(company, all, "L4: the lots of {share:?} give {taken}");
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn l9_a_command_submitted_twice_changes_nothing_and_gets_its_first_receipt(
        variant in variants_with_minimums(),
        steps in steps(ALL, 30),
    ) {
        let mut company = Company::told(&variant, &steps);
        let mut firsts = Vec::new();
        let mut journal = Journal::in_memory();
        for said in company.said.iter().filter(|said| said.accepted) {
            let first = submit(&mut journal, &said.told, &said.command).unwrap();
            firsts.push((said.clone(), first.receipt(), first.rewards().collect::<Vec<_>>()));
        }
        let (digest, end) = (journal.ledger().digest(), journal.end().unwrap());
        for (said, receipt, rewards) in firsts.into_iter().rev() {
            let again = submit(&mut journal, &by_another(&said.told), &said.command).unwrap();
            holds!(company, !again.is_new(), "L9: accepted twice: {:?}", said.command);
            holds!(company, again.receipt() == receipt, "L9: two receipts: {:?}", said.command);
            let same = again.rewards().eq(rewards);
            holds!(company, same, "L9: other rewards: {:?}", said.command);
            let reworded = Command::from(PassDay { through: company.today });
            let refused = submit(&mut journal, &said.told, &reworded).map_err(|no| no.code());
            let once = refused.err() == Some("R0001");
            holds!(company, once, "L9: {} names two commands", said.told.key);
        }
        let after = (journal.ledger().digest(), journal.end().unwrap());
        holds!(company, after == (digest, end), "L9: the second time changed the journal");
        company.journal = journal;
    }

    #[test]
    fn l10_histories_of_disjoint_payees_and_deals_give_the_same_totals_in_any_order(
        variant in variants_with_minimums(),
        (ours, theirs) in (steps(&[FACTS], 20), steps(&[FACTS], 20)),
        turns in prop::collection::vec(any::<bool>(), 0..80),
    ) {
        let mut one = Company::new(&variant, "our-", None);
        one.perform_all(&ours);
        let mut other = Company::new(&variant, "their-", None);
        other.perform_all(&theirs);
        let at = one.today.max(other.today).at_utc(20, 0).unwrap();
        let merged = |turns: &[bool]| {
            let (mut left, mut right) = (one.said.iter().peekable(), other.said.iter().peekable());
            let mut journal = Journal::in_memory();
            let mut turns = turns.iter().copied();
            while left.peek().is_some() || right.peek().is_some() {
                let ours = turns.next().unwrap_or(true);
                let next = if ours { left.next().or_else(|| right.next()) } else {
                    right.next().or_else(|| left.next())
                };
                let said = next.unwrap();
                let _ = submit(&mut journal, &Told { at, ..said.told.clone() }, &said.command);
            }
            let through = one.today.max(other.today).previous().unwrap();
            let pass = Command::from(PassDay { through });
            let told = Told { at, key: Key::of(&pass), ..one.said[0].told.clone() };
            let _ = submit(&mut journal, &told, &pass).unwrap();
            journal
        };
        let (first, second) = (merged(&[]), merged(&turns));
        prop_assert_eq!(first.ledger().earned(), second.ledger().earned(), "L10: earned");
        for payee in first.ledger().payees() {
            let there = second.ledger().payee(&payee.payee);
            prop_assert_eq!(Some(payee), there, "L10: balances");
        }
    }

    #[test]
    fn l11_reversing_everything_before_pay_leaves_every_balance_zero(
        variant in variants_that_take_all_back(),
        steps in steps(&[FACTS, DAYS, WILD], 25),
        by_refund in any::<bool>(),
    ) {
        let mut company = Company::told(&variant, &steps);
        take_everything_back(&mut company, by_refund);
        nothing_remains(&company)?;
        let ledger = company.journal.ledger();
        holds!(
            company,
            ledger.trial_balance().rows().is_empty(),
            "L11: something stands on an account:\n{}", ledger.trial_balance()
        );
    }

    #[test]
    fn l11_reversing_everything_after_pay_leaves_a_receivable_of_what_was_paid(
        variant in variants_that_take_all_back(),
        steps in steps(&[FACTS, DAYS, RUNS], 30),
        by_refund in any::<bool>(),
    ) {
        let mut company = Company::told(&variant, &steps);
        take_everything_back(&mut company, by_refund);
        nothing_remains(&company)?;
        let mut paid: BTreeMap<_, i64> = BTreeMap::new();
        for run in company.journal.ledger().runs().filter(|run| run.stage.is_live()) {
            for line in run.lines.into_iter().filter(|line| !line.is_rejected()) {
                *paid.entry(line.payee).or_default() += line.paid.minor();
            }
        }
        for payee in company.journal.ledger().payees() {
            let paid = paid.get(&payee.payee).copied().unwrap_or(0);
            // What a void run gave back stands as payable, against the receivable it caused.
            let stands = (payee.held.minor(), payee.owes.minor() - payee.payable.minor());
            holds!(company, stands == (0, paid), "L11: {payee:?} was paid {paid}");
        }
    }

    #[test]
    fn l13_a_closed_statement_never_changes(
        variant in variants_with_minimums(),
        steps in steps(&[FACTS, DAYS, DAYS, RUNS, BY_HAND, THRESHOLDS, WILD], 40),
    ) {
        let company = Company::told(&variant, &steps);
        let mut journal = Journal::in_memory();
        let mut closed = Vec::new();
        for said in &company.said {
            let _ = submit(&mut journal, &said.told, &said.command);
            for (payee, month, page) in &closed {
                let now = journal.ledger().page(payee, *month);
                holds!(
                    company,
                    now == *page,
                    "L13: {payee}'s {month} was {page:?}, and after {:?} {now:?}", said.command
                );
            }
            if let (Command::ClosePeriod(it), true) = (&said.command, said.accepted) {
                for month in [it.period, a_month_before(it.period)] {
                    for payee in &company.payees {
                        let page = journal.ledger().page(payee, month);
                        let known = page.is_some();
                        let shut = page.as_ref().is_none_or(|page| page.closed);
                        holds!(company, shut, "L13: {month} was closed and is not");
                        closed.extend(known.then(|| (payee.clone(), month, page)));
                    }
                }
            }
        }
    }

    #[test]
    fn l2_statements_carry_forward_to_what_the_payee_has(
        variant in variants_with_minimums(),
        steps in any_steps(),
    ) {
        let company = Company::told(&variant, &steps);
        let ledger = company.journal.ledger();
        let next = company.today.month().following_month();
        for payee in ledger.payees() {
            let waiting = ledger.runs().filter(|run| run.stage.is_live());
            let waiting = waiting.filter(|run| run.stage != RunStage::Settled);
            let lines = waiting.flat_map(|run| run.lines).filter(|it| it.payee == payee.payee);
            let lines = lines.filter(|line| !line.is_rejected());
            let in_run: i64 = lines.map(|line| line.paid.minor()).sum();
            let owed = [payee.owes, payee.draws_owed, payee.former_debt];
            let owed: i64 = owed.iter().map(|it| it.minor()).sum();
            let has = payee.held.minor() + payee.payable.minor() + in_run - owed;
            let opening = ledger.page(&payee.payee, next).unwrap().opening.minor();
            holds!(company, opening == has, "L2: {} has {has}, told {opening}", payee.payee);
        }
    }

    #[test]
    fn l14_no_actor_alone_reaches_a_payout(
        variant in variants_with_minimums(),
        steps in steps(&[FACTS, RUNS, RUNS, DAYS, BY_HAND, THRESHOLDS, WILD], 30),
        alone in select(vec![
            Alone::Human("crm"), Alone::System("crm"), Alone::Both("crm"), Alone::Human("ana"),
        ]),
    ) {
        let mut company = Company::new(&variant, "", Some(alone));
        company.perform_all(&steps);
        let ledger = company.journal.ledger();
        for run in ledger.runs() {
            let stuck = matches!(run.stage, RunStage::Locked | RunStage::Void);
            holds!(company, stuck, "L14: run {} is {}", run.run, run.stage);
        }
        let paid = ledger.payees().any(|payee| !payee.paid.is_zero());
        let booked = ledger.trial_balance().rows().iter().any(|row| {
            let accounts =
                [Account::PayrollClearing, Account::Wages, Account::AccountsPayable];
            accounts.contains(&row.account)
        });
        holds!(company, !paid && !booked, "L14: something was paid");
    }

    #[test]
    fn l15_a_draft_rolled_back_leaves_the_ledger_as_it_was(
        variant in variants_with_minimums(),
        steps in any_steps(),
        cuts in prop::collection::vec(1..12_usize, 1..8),
    ) {
        let company = Company::told(&variant, &steps);
        let (mut ledger, mut store) = (Ledger::default(), MemoryStore::new());
        let mut journal = Journal::in_memory();
        for chunk in chunks(&company.said, &cuts) {
            let task = not_on_file(chunk, &store);
            let (before, digest) = (ledger.clone(), ledger.digest());
            drop(ledger.draft(task.clone()));
            let backwards: Vec<_> = task.iter().rev().cloned().collect();
            drop(ledger.draft(backwards));
            holds!(company, ledger == before, "L15: dropping {task:?} changed the ledger");
            holds!(company, ledger.digest() == digest, "L15: dropping changed the digest");
            let draft = ledger.draft(task.clone());
            let appended = store.append(draft.batch()).unwrap();
            holds!(company, appended == Appended::Done, "L15: not appended: {appended:?}");
            for ((told, command), answer) in task.iter().zip(draft.accept()) {
                let alone = submit(&mut journal, told, command);
                holds!(
                    company,
                    same(&answer, &alone),
                    "L15: {command:?} in a batch is {answer:?}, and alone {alone:?}"
                );
            }
            holds!(company, ledger == *journal.ledger(), "L15: a batch is another ledger");
        }
        let again = Ledger::replay(&StoreRecords::new(&store)).unwrap();
        holds!(company, again.digest() == ledger.digest(), "L8: its replay is another ledger");
        prop_assert_eq!(store.end().unwrap(), journal.end().unwrap());
    }
}

/// What a history came to, by name: commands, refusals, and what happened to money.
fn corners(company: &Company, seen: &mut BTreeSet<String>) {
    let mut journal = Journal::in_memory();
    for said in &company.said {
        match submit(&mut journal, &said.told, &said.command) {
            Ok(outcome) if !outcome.is_new() => drop(seen.insert("on file".to_owned())),
            Ok(_) => drop(seen.insert(said.command.kind().to_owned())),
            Err(refusal) => drop(seen.insert(refusal.code().to_owned())),
        }
    }
    let mut note = |so: bool, what: &str| {
        if so {
            seen.insert(what.to_owned());
        }
    };
    let _ = for_each_event(&journal, |event| {
        match event {
            Event::Accrued(it) => {
                note(it.of.is_some(), "a late fact");
                note(it.shares.len() > 1, "two shares");
                note(it.shares.iter().any(|share| share.allotted.is_some()), "a leaver");
                let held = |share: &AccruedShare| matches!(share.lands, Some(Lands::Held(_)));
                note(it.shares.iter().any(held), "held");
                note(it.source.is_some(), "a minimum");
                let mut steps = it.shares.iter().flat_map(|share| &share.steps).chain(&it.steps);
                let deducted = steps.any(|it| matches!(it, WhyStep::MinimumDeducted(..)));
                note(deducted, "a minimum deducted");
            }
            Event::Reversed(it) => {
                let takes = it.shares.iter().flat_map(|share| &share.takes);
                takes.for_each(|take| note(true, &format!("taken from {:?}", take.from)));
                let kept = it.steps.iter().find_map(|step| match step {
                    WhyStep::Kept(KeptReason::WindowEnded(_)) => Some("kept after the window"),
                    WhyStep::Kept(_) => Some("kept"),
                    _ => None,
                });
                note(kept.is_some(), kept.unwrap_or_default());
            }
            Event::FactRetracted => note(true, "retracted"),
            Event::AnswersMissed(_) => note(true, "an answer missed"),
            Event::Restored(it) => {
                let gives = it.shares.iter().flat_map(|share| &share.gives);
                gives.for_each(|give| match give.to {
                    GivenTo::Receivable(_) => note(true, "restored to Receivable"),
                    to => note(true, &format!("restored to {to:?}")),
                });
            }
            Event::Vested(_) => note(true, "vested"),
            Event::Unrewarded(_) => note(true, "no plan"),
            Event::RunLine(it) => {
                note(!it.recovered.is_empty(), "recovered");
                note(!it.recovered.is_empty() && it.paid.is_positive(), "recovered in part");
                note(!it.draws_recovered.is_empty(), "a draw recovered");
            }
            Event::Adjusted(it) => {
                let of = |is: bool| if is { "adjusted up" } else { "adjusted down" };
                note(true, of(it.direction == Direction::Up));
                note(!it.set_off.is_empty() && it.owed.is_some(), "set off and owed");
                note(it.set_off.len() > 1, "set off against several");
            }
            Event::Restated(it) => {
                note(it.difference.is_positive(), "restated up");
                note(it.difference.is_negative(), "restated down");
                it.takes.iter().for_each(|it| note(true, &format!("given back of {:?}", it.from)));
                note(it.owed.is_some(), "restated and owed");
                let held = matches!(it.lands, Some(Lands::Held(_)));
                note(held, "restated and held");
            }
            Event::LeftOut(it) => {
                let counted = format!("left out by {:?}", it.threshold.counted);
                note(true, &counted);
                note(it.net.is_zero(), "left out with nothing to be paid");
                note(it.draws.is_some(), "left out with a draw");
            }
            Event::LapseApproved => note(true, "lapsed"),
            Event::LapseDeclined => note(true, "a lapse declined"),
            Event::LinePulled(_) => note(true, "pulled from a run"),
            Event::LineRejected(it) => {
                note(true, "rejected by payroll");
                note(it.recovered.is_positive(), "a rejected line that kept something");
            }
            Event::LineVoided(it) => {
                note(it.approved, "voided after approval");
                note(it.recovered.is_positive(), "a recovery voided");
                note(it.draws_recovered.is_some(), "a draw's recovery voided");
            }
            Event::DrawGiven(it) => {
                note(it.amount.is_zero(), "no draw");
                note(it.starts, "a recovery started");
                let as_what = match it.as_what {
                    GivenAs::Guarantee => "a guarantee",
                    GivenAs::Advance => "an advance",
                    GivenAs::Owed(_) => "a draw owed",
                };
                note(!it.amount.is_zero(), as_what);
            }
            Event::DrawReckoned(it) => {
                note(it.covered.is_positive(), "a draw covered");
                note(it.guaranteed.is_positive(), "a draw guaranteed");
            }
            Event::DrawEnded(it) => {
                note(it.left, "a draw ended by leaving");
                note(it.forgiven.is_positive(), "a draw forgiven");
            }
            _ => {}
        }
        Ok(())
    });
}

/// A generator that reaches nothing proves nothing.
#[test]
fn generated_histories_reach_every_corner() {
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    let histories = (variants_with_minimums(), any_steps());
    let named = "a late fact, two shares, a leaver, held, taken from Held, taken from Payable, \
                 taken from Receivable, kept, kept after the window, vested, no plan, recovered, \
                 recovered in part, voided after approval, a recovery voided, on file, retracted, \
                 restored to Held, restored to Payable, restored to Receivable, \
                 restored to NewLot, adjusted up, adjusted down, set off and owed, \
                 set off against several, a draw recovered, \
                 a draw's recovery voided, no draw, a recovery started, a guarantee, \
                 an advance, a draw owed, a draw covered, a draw guaranteed, \
                 a draw ended by leaving, a draw forgiven, an answer missed, a minimum, \
                 a minimum deducted, restated up, restated down, restated and owed, \
                 restated and held, given back of Held, given back of Payable, \
                 left out by Gross, left out by Net, left out with nothing to be paid, \
                 left out with a draw, pulled from a run, rejected by payroll, lapsed, a lapse declined";
    // Assignments, approvals and counters are for plans that ask for them: histories of the whole
    // language have those, and quotas are for closes, which have histories of their own.
    // So have conversions.
    let elsewhere = [
        "assign_plan",
        "unassign_plan",
        "assign_quota",
        "approve_reward",
        "open_counter",
        "redeem",
        "record_exchange_rate",
        "hand_over",
    ];
    let kinds = Command::KINDS.iter().filter(|kind| !elsewhere.contains(kind));
    let wanted = named.split(", ").chain(kinds.copied());
    let (mut missing, mut number): (Vec<_>, _) = (wanted.collect(), 0);
    while number < 500 || (!missing.is_empty() && number < 6_000) {
        let (variant, steps) = histories.new_tree(&mut runner).unwrap().current();
        corners(&Company::told(&variant, &steps), &mut seen);
        missing.retain(|corner| !seen.contains(*corner));
        number += 1;
    }
    let refusals = seen.iter().filter(|name| name.starts_with('R')).count();
    assert!(missing.is_empty(), "never reached: {missing:?}; reached: {seen:?}");
    assert!(refusals >= 35, "only {refusals} refusals: {seen:?}");
}

/// Refunds every payment in full, one more of each deal included, or cancels every deal.
fn take_everything_back(company: &mut Company, by_refund: bool) {
    let today = company.today;
    for deal in company.deals.clone() {
        let is_off = company.journal.ledger().deal(deal).unwrap().cancelled_on.is_some();
        // A deal with nothing to refund, because it has all the money it may have, is cancelled.
        if is_off || (by_refund && company.pay(deal, 10_000, today)) {
            continue;
        }
        company.tell("sales", CancelDeal { deal, cancelled_on: today, reason: id("off") });
    }
    if by_refund {
        for received in company.payments.clone() {
            let rest = received.net - received.returned;
            if rest > 0 {
                company.give_back(received.payment, rest, today);
            }
        }
    }
}

/// L11: of every reward, all that accrued was taken back.
fn nothing_remains(company: &Company) -> Result<(), TestCaseError> {
    for reward in company.journal.ledger().rewards() {
        let (accrued, taken_back) = (reward.accrued(), reward.taken_back());
        let gone = accrued == taken_back;
        holds!(company, gone, "L11: of {accrued} of {:?} {taken_back} was taken back", reward.id());
    }
    Ok(())
}

fn a_month_before(period: Period) -> Period {
    period.from().previous().unwrap().month()
}

/// Cuts what was said into chunks of these sizes, over and over.
fn chunks<'a>(said: &'a [Said], cuts: &[usize]) -> Vec<&'a [Said]> {
    let (mut rest, mut chunks) = (said, Vec::new());
    for cut in cuts.iter().cycle() {
        let (chunk, after) = rest.split_at(rest.len().min(*cut));
        if chunk.is_empty() {
            break;
        }
        chunks.push(chunk);
        rest = after;
    }
    chunks
}

/// What a caller drafts: commands whose key is not on file yet.
fn not_on_file(chunk: &[Said], store: &MemoryStore) -> Vec<(Told, Command)> {
    let is_new = |said: &&Said| store.find(&said.told.key).unwrap().is_none();
    chunk.iter().filter(is_new).map(|said| (said.told.clone(), said.command.clone())).collect()
}

/// Whether a command came to the same in a batch and alone.
fn same(answer: &Answer, alone: &Result<Outcome, Box<Refusal>>) -> bool {
    match (answer, alone) {
        (Answer::Accepted(drafted), Ok(outcome)) => {
            outcome.is_new() && drafted.leaf == outcome.receipt().leaf
        }
        (Answer::Repeats(_), Ok(outcome)) => !outcome.is_new(),
        (Answer::Refused(one), Err(other)) => *one == **other,
        _ => false,
    }
}

/// Shows every event of a history.
fn for_each_event(
    journal: &Journal<MemoryStore>,
    mut visit: impl FnMut(&Event) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    let mut next = 0;
    while next < journal.end().unwrap() {
        let group = Group::read(journal, next).unwrap();
        group.events().try_for_each(|(_, event)| visit(event))?;
        next = group.end();
    }
    Ok(())
}
