//! What a closed period would have come to: a wrong rate, a late fact, a wrong co-source. A study
//! proposes lines and changes nothing.

use crate::support::forms::{close, credit, payment, report, win};
use crate::support::{Company, changed, day, id};
use referral_ledger::amount;
use referral_ledger::command::{
    AcceptLead, AssignQuota, Command, LockRun, PlanText, PublishPlan, QuotaOf,
};
use referral_ledger::id::{DealId, LeadId};
use referral_ledger::lead::LeadKind;
use referral_ledger::restatement::{Change, DifferenceLine, Proposal};
use referral_ledger::reward::Source;
use referral_ledger::study::{again, restate};
use referral_ledger::told::{Actor, Key, Told};

/// 2 % of every payment, 60 to 40 with a co-source, and 1 % of a quarter's collections at its close,
/// which leaves out what is told later.
const PLAN: &str = r#"
schema = 1

[plan]
id         = "field"
version    = "2026"
title      = "Technician rewards"
because    = "Policy 1"
effective  = { from = 2026-01-01 }
chosen_by  = "reported"
applies_to = "everyone"
currency   = "USD"
timezone   = "America/New_York"
order      = ["rate", "round", "pay_split"]
rounding   = { mode = "half_even", basis = "each_fact" }
leftover   = "largest_remainder"
leaver     = "keeps_what_was_triggered"

[leads]
acceptance        = "required"
win_before_report = "refused"

[[split]]
role  = "originator"
share = "60%"

[[split]]
role        = "co_source"
share       = "40%"
when_absent = "originator"

[[measure]]
id      = "sold"
of      = "collected"
on      = "paid"
lead    = "all"
credit  = "each_in_full"
refunds = "kept"
quota   = "none"

[[component]]
id = "commission"
on = "paid"

  [[component.rule]]
  id       = "commission"
  because  = "Clause 4"
  when     = "always"
  payee    = "each_by_share"
  pays     = { rate = "2%", of = "collected" }
  hold     = "none"
  clawback = { on = ["refunded"], take = "full", window = "without_end", refund_target = "proportional" }

[[component]]
id = "quarter"
on = { closes = "quarter", whose = "payee", counts = "period", days_after = 5, late_facts = "left_out", when_lower = "taken_back" }

  [[component.rule]]
  id      = "quarter-bonus"
  because = "Clause 9"
  when    = "always"
  payee   = "measured"
  pays    = { rate = "1%", of = "sold" }
  hold    = "none"
"#;

/// Ana sold a press and a mill. The press was paid in February and March, the mill in March; the
/// first quarter is over, reckoned and closed.
fn first_quarter() -> Company {
    let mut company = Company::with_plan(PLAN);
    company.on("2026-02-02");
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.sells("ana", "mill", LeadKind::NewEquipment);
    company.on("2026-02-20").receives("P1", "press", amount!(5_000.00 USD));
    company.on("2026-03-20").receives("P2", "press", amount!(1_000.00 USD));
    company.on("2026-03-25").receives("P3", "mill", amount!(3_000.00 USD));
    company.on("2026-04-10").passes_days();
    for month in ["2026-01", "2026-02", "2026-03"] {
        company.tell("finance", close(month)).unwrap();
    }
    company
}

fn corrected(words: &[(&str, &str)]) -> Vec<Change> {
    vec![Change::Plan { published: id("field@2026"), text: changed(PLAN, words) }]
}

/// A line in a few words: month, payee, rule, source, was, would be, difference.
fn said(line: &DifferenceLine) -> String {
    let source = match line.source {
        Source::Deal(deal) if deal == DealId::named("press") => "press".to_owned(),
        Source::Deal(deal) if deal == DealId::named("mill") => "mill".to_owned(),
        other => other.to_string(),
    };
    let [was, would_be, by] = [line.was, line.would_be, line.difference].map(|it| it.digits());
    format!("{} {} {} {source}: {was} -> {would_be}, {by}", line.month, line.payee, line.rule)
}

fn lines(proposal: &Proposal) -> Vec<String> {
    proposal.lines.iter().map(said).collect()
}

/// The sequence at which a command was told.
fn sequence_of(company: &Company, is_it: impl Fn(&Command) -> bool) -> u64 {
    let groups = referral_ledger::record::Groups::of(&company.journal);
    let mut found = groups.map(Result::unwrap).filter(|group| is_it(group.command()));
    found.next().unwrap().first()
}

#[test]
fn a_wrong_rate_that_was_found_after_two_closed_months_differs_line_by_line() {
    let company = first_quarter();
    let before = company.journal.ledger().digest();
    // 3 % was agreed. 5,000.00: 100.00 and 150.00; 1,000.00: 20.00 and 30.00; 3,000.00: 60.00 and
    // 90.00. The quarter's bonus of 1 % is as it was.
    let right = corrected(&[("rate = \"2%\"", "rate = \"3%\"")]);
    let proposal = restate(&company.journal, id("2026Q1"), &right).unwrap();
    assert_eq!(
        lines(&proposal),
        [
            "2026-02 ana commission press: 100.00 -> 150.00, 50.00",
            "2026-03 ana commission mill: 60.00 -> 90.00, 30.00",
            "2026-03 ana commission press: 20.00 -> 30.00, 10.00",
        ]
    );
    assert_eq!(proposal.refused, []);
    // Both Whys stand beside each other.
    let [first, ..] = &proposal.lines[..] else { panic!("there are lines") };
    assert!(first.why_was[0].to_string().contains("5000.00 USD x 2% = 100.00 USD"));
    assert!(first.why_would_be[0].to_string().contains("5000.00 USD x 3% = 150.00 USD"));
    // One month alone.
    let march = restate(&company.journal, id("2026-03"), &right).unwrap();
    assert_eq!(lines(&march), lines(&proposal)[1..]);
    // Asking moves nothing, and asking again finds the same bytes.
    assert_eq!(company.journal.ledger().digest(), before);
    assert_eq!(again(&company.journal, &proposal).unwrap().digest(), proposal.digest());
    assert_eq!(Proposal::read(&proposal.text()).unwrap(), proposal);
}

#[test]
fn a_proposal_can_be_made_again_when_the_journal_has_moved_on() {
    let mut company = first_quarter();
    let right = corrected(&[("rate = \"2%\"", "rate = \"3%\"")]);
    let proposal = restate(&company.journal, id("2026Q1"), &right).unwrap();
    // A payment of March that is told in April is in a new proposal, and not in the one made again.
    company.on("2026-04-11");
    company.tell("bank", payment("P4", "mill", "2026-03-30", amount!(2_000.00 USD))).unwrap();
    assert_eq!(again(&company.journal, &proposal).unwrap(), proposal);
    let newer = restate(&company.journal, id("2026Q1"), &right).unwrap();
    // 3,000.00 and 2,000.00: 60.00 + 40.00, and 90.00 + 60.00.
    assert_eq!(lines(&newer)[1], "2026-03 ana commission mill: 100.00 -> 150.00, 50.00");
}

#[test]
fn a_late_fact_is_told_when_it_should_have_been() {
    let mut company = first_quarter();
    // Money of 30 March, told when the quarter's bonus had been paid: it is left out of that.
    company.on("2026-04-11");
    company.tell("bank", payment("P4", "mill", "2026-03-30", amount!(2_000.00 USD))).unwrap();
    let late = sequence_of(
        &company,
        |it| matches!(it, Command::RecordPayment(it) if it.lines[0].net == amount!(2_000.00 USD)),
    );
    let at = day("2026-03-31").at_utc(17, 0).unwrap();
    let moved = [Change::Moved { sequence: late, at }];
    let proposal = restate(&company.journal, id("2026Q1"), &moved).unwrap();
    // 1 % of 9,000.00, and of 11,000.00. Its commission belongs to March either way.
    assert_eq!(
        lines(&proposal),
        ["2026-03 ana quarter-bonus period:2026Q1: 90.00 -> 110.00, 20.00"]
    );
}

#[test]
fn what_the_journal_was_never_told_is_told_in_its_place() {
    let company = first_quarter();
    let command: Command = payment("P9", "press", "2026-02-25", amount!(500.00 USD)).into();
    let at = day("2026-02-26").at_utc(9, 0).unwrap();
    let told = Told { at, by: Actor::human(id("bank")), key: Key::of(&command) };
    let besides = [Change::Told { told, command: Box::new(command) }];
    let proposal = restate(&company.journal, id("2026Q1"), &besides).unwrap();
    // 2 % of 5,500.00 instead of 5,000.00, and 1 % of 9,500.00 instead of 9,000.00.
    assert_eq!(
        lines(&proposal),
        [
            "2026-02 ana commission press: 100.00 -> 110.00, 10.00",
            "2026-03 ana quarter-bonus period:2026Q1: 90.00 -> 95.00, 5.00",
        ]
    );
}

#[test]
fn a_wrong_co_source_takes_from_one_and_gives_to_another() {
    let company = first_quarter();
    let reported = sequence_of(
        &company,
        |it| matches!(it, Command::ReportLead(it) if it.lead == LeadId::named("mill")),
    );
    let mut right = report("ana", "mill", "2026-02-02");
    right.credits = vec![credit("co_source", "ben")];
    let instead = [Change::Instead { sequence: reported, command: Box::new(right.into()) }];
    let proposal = restate(&company.journal, id("2026Q1"), &instead).unwrap();
    // 60.00 of the mill: 36.00 to ana and 24.00 to ben. Ben sold 3,000.00: a bonus of 30.00.
    assert_eq!(
        lines(&proposal),
        [
            "2026-03 ana commission mill: 60.00 -> 36.00, -24.00",
            "2026-03 ben commission mill: 0.00 -> 24.00, 24.00",
            "2026-03 ben quarter-bonus period:2026Q1: 0.00 -> 30.00, 30.00",
        ]
    );
}

#[test]
fn a_command_that_would_be_refused_is_named_with_its_refusal() {
    let company = first_quarter();
    let won = sequence_of(
        &company,
        |it| matches!(it, Command::WinDeal(it) if it.deal == DealId::named("mill")),
    );
    let left_out = [Change::LeftOut { sequence: won }];
    let proposal = restate(&company.journal, id("2026-03"), &left_out).unwrap();
    assert_eq!(
        lines(&proposal),
        [
            "2026-03 ana commission mill: 60.00 -> 0.00, -60.00",
            // 9,000.00 less the 3,000.00 of the mill.
            "2026-03 ana quarter-bonus period:2026Q1: 90.00 -> 60.00, -30.00",
        ]
    );
    let [refused] = &proposal.refused[..] else { panic!("one payment has no deal") };
    assert_eq!((refused.kind.as_str(), refused.code.as_str()), ("record_payment", "R2002"));
    assert!(refused.says.contains("is not on file"), "{}", refused.says);
}

#[test]
fn runs_and_approvals_are_not_decided_again_and_change_no_line() {
    let mut company = first_quarter();
    let right = corrected(&[("rate = \"2%\"", "rate = \"3%\"")]);
    let unpaid = restate(&company.journal, id("2026Q1"), &right).unwrap();
    company.on("2026-04-12");
    company.pays("2026-04");
    let paid = restate(&company.journal, id("2026Q1"), &right).unwrap();
    assert_eq!(paid.lines, unpaid.lines);
    assert_eq!(paid.refused, []);
}

#[test]
fn where_nothing_differs_there_is_no_line() {
    let company = first_quarter();
    let same = restate(&company.journal, id("2026Q1"), &corrected(&[])).unwrap();
    assert_eq!((lines(&same), same.refused.len()), (vec![], 0));
    let none = restate(&company.journal, id("2026Q1"), &[]).unwrap();
    assert_eq!(none.lines, []);
    assert_ne!(none.digest(), same.digest()); // what was asked is part of it
}

#[test]
fn a_study_that_cannot_be_says_why() {
    let mut company = first_quarter();
    company.on("2026-04-12");
    let cut_off = day("2026-04-09");
    company.tell("payroll", LockRun::regular(crate::support::run("2026-04"), cut_off)).unwrap();
    let says = |period: &str, changes: &[Change]| {
        restate(&company.journal, id(period), changes).unwrap_err().to_string()
    };
    assert_eq!(
        says("2026-04", &[]),
        "2026-04 is not closed in the books, which are open from 2026-04-01: close its months \
         first, and until then tell the facts as they are"
    );
    let half = says("2026-01-15/2026-02-15", &[]);
    assert!(half.ends_with("does not begin and end with a calendar month: restate whole months"));

    let boxed = |command: Command| Box::new(command);
    let told = |command: Command| {
        let at = day("2026-02-26").at_utc(9, 0).unwrap();
        let told = Told { at, by: Actor::human(id("bank")), key: Key::of(&command) };
        Change::Told { told, command: boxed(command) }
    };
    let unknown = Change::Plan { published: id("field@2025"), text: PLAN.to_owned() };
    assert_eq!(
        says("2026Q1", &[unknown]),
        "change 1 is for field@2025, which is not published: name one that is"
    );
    let twice = [corrected(&[]), corrected(&[])].concat();
    assert_eq!(says("2026Q1", &twice), "change 2 is the second text for field@2026: leave one");
    let broken = says("2026Q1", &corrected(&[("rate = \"2%\"", "rate = \"2 per cent\"")]));
    assert!(broken.starts_with("what change 1 tells would be refused (R3"), "{broken}");
    let nowhere =
        says("2026Q1", &[told(payment("P9", "saw", "2026-02-25", amount!(1.00 USD)).into())]);
    assert!(nowhere.starts_with("what change 1 tells would be refused (R2002)"), "{nowhere}");
    let publish = PublishPlan { text: PlanText::new(PLAN) };
    assert_eq!(
        says("2026Q1", &[told(publish.into())]),
        "change 1 is about publish_plan: give the plan another text"
    );

    let run = sequence_of(&company, |it| matches!(it, Command::LockRun(_)));
    let accepted = sequence_of(&company, |it| matches!(it, Command::AcceptLead(_)));
    let lead = LeadId::named("press");
    let accept: Command = AcceptLead { lead, accepted_on: day("2026-02-02") }.into();
    let left_out = |sequence| Change::LeftOut { sequence };
    let end = restate(&company.journal, id("2026Q1"), &[]).unwrap().as_of;
    for (changes, problem) in [
        (vec![left_out(run)], "is about lock_run, which moves nothing that was earned: leave it"),
        (vec![left_out(run + 1)], "names sequence RUN+1, at which no command begins"),
        (vec![left_out(end)], "names sequence END, at which no command begins"),
        (
            vec![Change::Instead {
                sequence: accepted,
                command: boxed(win("press", "2026-02-02").into()),
            }],
            "tells win_deal where sequence ACC told accept_lead: tell another accept_lead, or leave \
             it out",
        ),
    ] {
        let problem = problem.replace("RUN+1", &(run + 1).to_string());
        let problem =
            problem.replace("END", &end.to_string()).replace("ACC", &accepted.to_string());
        assert_eq!(says("2026Q1", &changes), format!("change 1 {problem}"));
    }
    let both = [left_out(accepted), Change::Instead { sequence: accepted, command: boxed(accept) }];
    let second = format!("change 2 is the second one of sequence {accepted}: put it in one");
    assert_eq!(says("2026Q1", &both), second);
    // Quotas are people's words: they can be told in their place.
    let of = QuotaOf::Payee(id("ana"));
    let quota = AssignQuota {
        plan: id("field"),
        measure: id("sold"),
        of,
        from: day("2026-01-01"),
        quota: None,
    };
    let refused = says("2026Q1", &[told(quota.into())]);
    assert!(refused.starts_with("what change 1 tells would be refused (R"), "{refused}");
}
