//! The laws of `ledger::laws` over generated plans of the whole language and histories for them.
//!
//! A failure prints the plans, the shrunken steps, and the commands they became.

use crate::histories::scribe::{Company, Said, by_another, id, submit};
use crate::histories::{
    Act, BY_HAND, DAYS, DRAWS, FACTS, HANDS, MISTAKES, MONEY, PEOPLE, RUNS, SHOP, Step, THRESHOLDS,
    WILD, steps,
};
use crate::whole::chooser::Chooser;
use crate::whole::making::{Kind, programs};
use crate::whole::plan::{Component, Program};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{FileFailurePersistence, TestRunner};
use referral_ledger::books::{Account, BalanceRow, InKindAccount};
use referral_ledger::command::{CancelDeal, Command};
use referral_ledger::deal::FactRef;
use referral_ledger::event::Event;
use referral_ledger::id::{DealId, LeadId, PaymentId, RefundId};
use referral_ledger::ledger::laws;
use referral_ledger::plan::Plan;
use referral_ledger::record::{Group, Records};
use referral_ledger::store::MemoryStore;
use referral_ledger::told::{Key, Told};
use referral_ledger::{Journal, Ledger};

const ALL: &[&[(usize, Act)]] =
    &[FACTS, MONEY, DAYS, RUNS, PEOPLE, DRAWS, HANDS, SHOP, MISTAKES, BY_HAND, THRESHOLDS, WILD];

fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    prop_oneof![
        3 => steps(ALL, 40),
        2 => steps(&[FACTS, RUNS, RUNS, MISTAKES], 40),
        2 => steps(&[MONEY, MONEY, DAYS, MISTAKES], 40),
        2 => steps(&[MONEY, RUNS, DRAWS, DRAWS], 40),
    ]
}

/// So many cases, unless the environment asks for another number.
fn cases(cases: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    let file = "tests/proptest-regressions/the_whole_language_keeps_the_laws.txt";
    ProptestConfig {
        cases: if asked.cases == 256 { cases } else { asked.cases },
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(file))),
        max_shrink_iters: 20_000,
        ..asked
    }
}

fn broken(what: impl std::fmt::Display, company: &Company) -> TestCaseError {
    TestCaseError::fail(format!("{what}{}", company.tale()))
}

/// A company with these plans that was told these steps.
fn told(program: &Program, steps: &[Step]) -> Company {
    let mut company = Company::whole(&program.texts());
    company.perform_all(steps);
    company
}

#[test]
fn generated_plans_load() {
    let mut runner = TestRunner::deterministic();
    let mut refused = std::collections::BTreeMap::<String, (usize, String)>::new();
    let (mut all, mut loaded) = (0, 0);
    for kind in [Kind::Any, Kind::AllBack, Kind::Given, Kind::Modelled] {
        let programs = programs(kind);
        for _ in 0..700 {
            for plan in programs.new_tree(&mut runner).unwrap().current().0 {
                all += 1;
                match Plan::read(&plan.text()) {
                    Ok(_) => loaded += 1,
                    Err(findings) => {
                        let code = findings.iter().next().unwrap().code;
                        let entry = refused.entry(code.to_owned()).or_default();
                        entry.0 += 1;
                        entry.1 = format!("{findings}\n{}", plan.text());
                    }
                }
            }
        }
    }
    for (code, (count, text)) in &refused {
        println!("{code} {count}\n{text}");
    }
    assert_eq!(loaded, all, "{:?}", refused.iter().map(|it| (it.0, it.1.0)).collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn the_state_laws_hold_after_every_command_and_a_refused_one_changes_nothing(
        program in programs(Kind::Any),
        steps in any_steps(),
    ) {
        let company = told(&program, &steps);
        let mut journal = Journal::in_memory();
        for said in &company.said {
            let before = journal.ledger().digest();
            let outcome = submit(&mut journal, &said.told, &said.command);
            laws::check(journal.ledger()).map_err(|breach| broken(breach, &company))?;
            let is_new = outcome.is_ok_and(|outcome| outcome.is_new());
            if !is_new && journal.ledger().digest() != before {
                return Err(broken("a command that was not new changed the ledger", &company));
            }
        }
        let checked = laws::check_history(journal.ledger(), &journal);
        checked.map_err(|fault| broken(fault, &company))?;
    }

    #[test]
    fn l9_a_command_submitted_twice_changes_nothing_and_gets_its_first_receipt(
        program in programs(Kind::Any),
        steps in steps(ALL, 30),
    ) {
        let company = told(&program, &steps);
        let mut journal = Journal::in_memory();
        let mut firsts = Vec::new();
        for said in company.said.iter().filter(|said| said.accepted) {
            let first = submit(&mut journal, &said.told, &said.command).unwrap();
            firsts.push((said, first.receipt(), first.rewards().collect::<Vec<_>>()));
        }
        let (digest, end) = (journal.ledger().digest(), journal.end().unwrap());
        for (said, receipt, rewards) in firsts.into_iter().rev() {
            let again = submit(&mut journal, &by_another(&said.told), &said.command).unwrap();
            let same = again.receipt() == receipt && again.rewards().eq(rewards);
            if again.is_new() || !same {
                return Err(broken(format!("L9: twice: {:?}", said.command), &company));
            }
        }
        prop_assert_eq!((journal.ledger().digest(), journal.end().unwrap()), (digest, end), "L9");
    }

    #[test]
    fn l11_cancelling_everything_before_pay_leaves_every_balance_zero(
        program in programs(Kind::AllBack),
        steps in steps(&[FACTS, MONEY, DAYS, PEOPLE, MISTAKES], 30),
        by_refund in any::<bool>(),
    ) {
        let mut company = told(&program, &steps);
        if by_refund {
            for received in company.payments.clone() {
                let rest = received.net - received.returned;
                company.give_back(received.payment, rest.max(1), company.today);
            }
        }
        for deal in company.deals.clone() {
            let (cancelled_on, reason) = (company.today, id("off"));
            company.tell("sales", CancelDeal { deal, cancelled_on, reason });
        }
        nothing_remains(&company)?;
    }

    #[test]
    fn l11_retracting_everything_before_pay_leaves_every_balance_zero(
        program in programs(Kind::Any),
        steps in steps(&[FACTS, MONEY, DAYS, PEOPLE, MISTAKES], 30),
    ) {
        let mut company = told(&program, &steps);
        retract_everything(&mut company);
        nothing_remains(&company)?;
    }

    #[test]
    fn what_was_retracted_leaves_no_trace_in_what_comes_after(
        program in programs(Kind::Any),
        steps in prop_oneof![
            steps(&[FACTS, MONEY], 25),
            steps(&[FACTS, MONEY, MONEY, DAYS, RUNS, MISTAKES], 40),
        ],
    ) {
        // A pool that closed as days passed is open still in a company in which none has, and a cap
        // at vesting has measured nothing there.
        let goes_by_days = |plan: &crate::whole::plan::Plan| {
            plan.pools.iter().any(|it| it.exceeded == "closes")
                || plan.caps.iter().any(|cap| cap.at_vesting)
        };
        prop_assume!(!program.0.iter().any(goes_by_days));
        // The same people are there in the other company.
        let is_kept = |step: &&Step| ![Act::Hire, Act::Leave].contains(&step.act);
        let steps: Vec<Step> = steps.iter().filter(is_kept).copied().collect();
        let mut company = told(&program, &steps);
        let facts: Vec<(Said, Command)> = company
            .said
            .iter()
            .filter(|said| said.accepted)
            .filter_map(|said| Some((said.clone(), renamed(&said.command)?)))
            .collect();
        retract_everything(&mut company);
        let mut fresh = Company::whole(&program.texts());
        while fresh.today < company.today {
            // No journal is silent for more than a year.
            fresh.today = fresh.today.plus_days(300).unwrap().min(company.today);
            fresh.hire(&format!("hand{}", fresh.told), 0, fresh.today);
        }
        for (said, again) in &facts {
            let tell = |company: &mut Company| {
                let from = company.journal.end().unwrap();
                let at = company.today.at_utc(17, 0).unwrap();
                let key = Key::of(again);
                company.submit(Told { at, key, ..said.told.clone() }, again.clone());
                verdicts(&company.journal, from)
            };
            let (now, wanted) = (tell(&mut company), tell(&mut fresh));
            if now != wanted {
                let what = format!("{again:?}\n came to {now:?}\n and not {wanted:?}");
                return Err(broken(what, &company));
            }
        }
    }

    #[test]
    fn l15_a_draft_rolled_back_leaves_the_ledger_as_it_was(
        program in programs(Kind::Any),
        steps in any_steps(),
        size in 1..12_usize,
    ) {
        let company = told(&program, &steps);
        let mut journal = Journal::in_memory();
        let mut ledger = Ledger::default();
        for chunk in company.said.chunks(size) {
            let task: Vec<_> =
                chunk.iter().map(|said| (said.told.clone(), said.command.clone())).collect();
            let (before, digest) = (ledger.clone(), ledger.digest());
            drop(ledger.draft(task.clone()));
            let backwards: Vec<_> = task.iter().rev().cloned().collect();
            drop(ledger.draft(backwards));
            if ledger != before || ledger.digest() != digest {
                return Err(broken(format!("L15: dropping {task:?} left a trace"), &company));
            }
            for (told, command) in &task {
                let _ = submit(&mut journal, told, command);
            }
            ledger.catch_up(&journal).unwrap();
        }
        prop_assert_eq!(ledger.digest(), journal.ledger().digest());
    }

    #[test]
    fn each_fact_has_one_verdict_for_each_component_it_triggers(
        program in programs(Kind::Any),
        steps in steps(&[FACTS, FACTS, PEOPLE, MISTAKES], 40),
    ) {
        let company = told(&program, &steps);
        let mut chooser = Chooser::new(&program);
        let mut journal = Journal::in_memory();
        for said in company.said.iter().filter(|said| said.accepted) {
            let at = journal.end().unwrap();
            let _ = submit(&mut journal, &said.told, &said.command).unwrap();
            let Some((milestone, applies)) = chooser.hear(&said.command) else { continue };
            let group = Group::read(&journal, at).unwrap();
            let (mut told, mut unrewarded) = (Vec::new(), 0);
            for (_, event) in group.events() {
                match event {
                    Event::Accrued(it) => told.push((it.plan.to_string(), it.rule.to_string())),
                    Event::Unrewarded(_) => unrewarded += 1,
                    _ => {}
                }
            }
            let mut wanted = Vec::new();
            for plan in &applies {
                let its = plan.components.iter().filter(|it| it.on == milestone);
                wanted.extend(its.map(|it| (format!("{}@{}", plan.id, plan.version), it)));
            }
            let is_its = |(told, wanted): (&(String, String), &(String, &Component))| {
                told.0 == wanted.0 && wanted.1.rules.iter().any(|rule| rule.id == told.1)
            };
            let one_each =
                told.len() == wanted.len() && told.iter().zip(&wanted).all(is_its);
            let says_why = match (applies.is_empty(), milestone) {
                (false, _) | (true, "reported") => unrewarded == 0,
                (true, "accepted") => unrewarded <= 1,
                (true, _) => unrewarded == 1,
            };
            if !one_each || !says_why {
                let what = format!("{:?}: {told:?}, wanted {wanted:?}", said.command);
                return Err(broken(what, &company));
            }
        }
    }
}

/// The same fact under other names; `None` for what is no fact.
fn renamed(command: &Command) -> Option<Command> {
    let lead = |id: LeadId| LeadId::named(&format!("again {id}"));
    let deal = |id: DealId| DealId::named(&format!("again {id}"));
    let payment = |id: PaymentId| PaymentId::named(&format!("again {id}"));
    let mut command = command.clone();
    match &mut command {
        Command::ReportLead(it) => it.lead = lead(it.lead),
        Command::AcceptLead(it) => it.lead = lead(it.lead),
        Command::RejectLead(it) => it.lead = lead(it.lead),
        Command::LoseLead(it) => it.lead = lead(it.lead),
        Command::ExpireLead(it) => it.lead = lead(it.lead),
        Command::WinDeal(it) => (it.lead, it.deal) = (lead(it.lead), deal(it.deal)),
        Command::InstallDeal(it) => it.deal = deal(it.deal),
        Command::InvoiceDeal(it) => it.deal = deal(it.deal),
        Command::CancelDeal(it) => it.deal = deal(it.deal),
        Command::RecordPayment(it) => {
            (it.payment, it.deal) = (payment(it.payment), deal(it.deal));
        }
        Command::RecordRefund(it) => {
            it.refund = RefundId::named(&format!("again {}", it.refund));
            it.payment = payment(it.payment);
        }
        _ => return None,
    }
    Some(command)
}

/// What the facts from a record on came to: who got or gave back how much by which rule.
fn verdicts(journal: &Journal<MemoryStore>, from: u64) -> Vec<String> {
    if from == journal.end().unwrap() {
        return vec!["refused".to_owned()];
    }
    let group = Group::read(journal, from).unwrap();
    let mut verdicts = Vec::new();
    for (_, event) in group.events() {
        match event {
            Event::Accrued(it) => verdicts.extend(it.shares.iter().map(|share| {
                // Told later, it lands where its days have passed meanwhile.
                let carried = share.carried.as_ref().map(|it| (&it.cap, it.amount, it.until));
                let (payee, amount) = (&share.payee, share.amount);
                format!("{} {payee} {amount} {carried:?} {:?}", it.rule, share.moves)
            })),
            Event::Reversed(it) => verdicts.extend(it.shares.iter().map(|share| {
                let (payee, amount) = (&share.payee, share.amount);
                format!("{} {payee} gives {amount} {:?}", it.rule, share.moves)
            })),
            _ => {}
        }
    }
    verdicts
}

/// Retracts all refunds, payments, wins and reports.
fn retract_everything(company: &mut Company) {
    let refunds = company.refunds.clone().into_iter().map(FactRef::Refund);
    let payments = company.payments.clone().into_iter().map(|it| FactRef::Payment(it.payment));
    let deals = company.deals.clone().into_iter().map(FactRef::Deal);
    let leads = company.leads.clone().into_iter().map(FactRef::Lead);
    let facts: Vec<FactRef> = refunds.chain(payments).chain(deals).chain(leads).collect();
    for fact in facts {
        company.take_back(fact);
    }
}

/// L11: nothing stands anywhere.
fn nothing_remains(company: &Company) -> Result<(), TestCaseError> {
    let ledger = company.journal.ledger();
    laws::check(ledger).map_err(|breach| broken(breach, company))?;
    for reward in ledger.rewards() {
        let expired = reward.places().expired;
        if reward.accrued().checked_sub(expired) != Some(reward.taken_back()) {
            return Err(broken(format!("L11: something is left of {reward:?}"), company));
        }
    }
    // Points that expired are gone: what was awarded of them is remembered, and costs nothing.
    let is_memo = |row: &BalanceRow| {
        let account = &row.account;
        matches!(account, Account::InKind(InKindAccount::Awarded | InKindAccount::Expired))
    };
    if !ledger.trial_balance().rows().iter().all(is_memo) {
        return Err(broken(format!("L11: it stands:\n{}", ledger.trial_balance()), company));
    }
    Ok(())
}
