//! A restatement takes two persons: one posts what a study proposes, another approves it. What is
//! given is payable or held, what is taken comes out of unpaid amounts first, and closed months stay
//! as they were told.

use crate::support::forms::{close, credit, payment, report};
use crate::support::{Company, Heard, changed, day, forms, id, said, whys};
use referral_ledger::amount;
use referral_ledger::approval::ApprovalStage;
use referral_ledger::command::{
    ApproveRestatement, Command, DeclineRestatement, PostRestatement, ProposalText, RestatedLands,
};
use referral_ledger::deal::FactRef;
use referral_ledger::id::{PaymentId, RestatementId};
use referral_ledger::lead::LeadKind;
use referral_ledger::record::Groups;
use referral_ledger::restatement::{Change, Proposal};
use referral_ledger::study::{restate, simulate};

/// 2 % of every payment, at once, 60 to 40 with a co-source.
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
"#;

/// Ana's press was paid in March and in April, 5,000.00 and 1,000.00; both months are closed.
fn two_closed_months(plan: &str) -> Company {
    let mut company = Company::with_plan(plan);
    company.on("2026-03-02").sells("ana", "press", LeadKind::NewEquipment);
    company.receives("P1", "press", amount!(5_000.00 USD));
    company.on("2026-04-06").receives("P2", "press", amount!(1_000.00 USD));
    company.on("2026-05-04").passes_days();
    for month in ["2026-03", "2026-04"] {
        company.tell("finance", close(month)).unwrap();
    }
    company
}

const BOTH: &str = "2026-03-01/2026-05-01";

/// The plan with another rate in the place of the published one.
fn rate(plan: &str, rate: &str) -> Vec<Change> {
    let is = plan.split("rate = \"").nth(1).unwrap().split('"').next().unwrap();
    let text = changed(plan, &[(&format!("rate = \"{is}\""), &format!("rate = \"{rate}\""))]);
    vec![Change::Plan { published: id("field@2026"), text }]
}

fn propose(company: &Company, period: &str, changes: &[Change]) -> Proposal {
    restate(&company.journal, id(period), changes).unwrap()
}

fn post(restatement: &str, proposal: &Proposal, lands: RestatedLands) -> PostRestatement {
    PostRestatement {
        restatement: RestatementId::named(restatement),
        proposal: ProposalText::new(&proposal.text()),
        reason: id("wrong-in-the-plan"),
        lands,
    }
}

fn approve(company: &Company, restatement: &str) -> ApproveRestatement {
    let restatement = RestatementId::named(restatement);
    let digest = company.journal.ledger().restatement(restatement).unwrap().digest;
    ApproveRestatement { restatement, digest }
}

/// Lena posts what a study proposes, Max approves it.
fn restated(company: &mut Company, name: &str, period: &str, changes: &[Change]) -> Heard {
    let proposal = propose(company, period, changes);
    company.tell("lena", post(name, &proposal, RestatedLands::Payable)).unwrap();
    let approve = approve(company, name);
    company.tell("max", approve).unwrap()
}

/// Month, payee, was, as restated.
fn read_twice(company: &Company) -> Vec<String> {
    let rows = company.journal.ledger().earned_twice().into_iter();
    rows.map(|it| {
        let (told, restated) = (it.as_told.digits(), it.as_restated.digits());
        format!("{} {} {told} {restated}", it.month, it.payee)
    })
    .collect()
}

#[test]
fn a_wrong_rate_of_two_closed_months_is_paid_with_the_next_run() {
    let mut company = two_closed_months(PLAN);
    company.on("2026-05-08");
    assert_eq!(company.pays("2026-05"), amount!(120.00 USD)); // 2 % of 6,000.00
    let pages =
        |company: &Company| ["2026-03", "2026-04"].map(|it| company.statement_page("ana", it));
    let told = pages(&company);

    // 3 % was agreed: 150.00 for March instead of 100.00, 30.00 for April instead of 20.00.
    company.on("2026-05-11");
    let proposal = propose(&company, BOTH, &rate(PLAN, "3%"));
    let posted = company.tell("lena", post("case-3", &proposal, RestatedLands::Payable)).unwrap();
    assert_eq!(said(&posted), Vec::<String>::new());
    assert_eq!(company.places("ana")[1], "0.00"); // nothing has moved yet
    assert_eq!(read_twice(&company), Vec::<String>::new());

    let approve = approve(&company, "case-3");
    let approved = company.tell("max", approve).unwrap();
    assert_eq!(said(&approved), ["ana 50.00", "ana 10.00"]);
    assert_eq!(
        whys(&approved)[0],
        "50.00 USD to ana for restatement 5b5c89f4, 2026-03-31\n  \
         reason wrong-in-the-plan: proposed by lena, approved by max\n  \
         deal 45a365c6, rule commission of field: 100.00 USD as told, 150.00 USD as restated\n  \
         restated by 50.00 USD\n  \
         booked on 2026-05-11: its month was closed\n  \
         payable from 2026-05-11"
    );
    assert_eq!(company.places("ana")[1], "60.00");
    // Both readings of the months stay readable; the rule is the same.
    assert_eq!(read_twice(&company), ["2026-03 ana 100.00 150.00", "2026-04 ana 20.00 30.00"]);
    // The statements of closed months are as they were (law L13); May tells of it.
    assert_eq!(
        [company.statement_page("ana", "2026-03"), company.statement_page("ana", "2026-04")],
        told
    );
    let may = company.statement_page("ana", "2026-05");
    for words in [
        "2026-05-11  restatement 5b5c89f4, approved                                 50.00",
        "(belongs to 2026-03-31, a closed month)",
        "reason wrong-in-the-plan: proposed by lena, approved by max",
    ] {
        assert!(may.contains(words), "{words:?} is not on\n{may}");
    }
    assert_eq!(company.balance("Expenses:Incentives"), "180.00"); // 3 % of 6,000.00
    company.on("2026-06-08");
    assert_eq!(company.pays("2026-06"), amount!(60.00 USD));
    company.obeys_the_laws();

    // What was posted is on file, with both Whys of each line.
    let ledger = company.journal.ledger();
    let restatement = RestatementId::named("case-3");
    assert_eq!(ledger.proposal(&company.journal, restatement).unwrap(), Some(proposal));
    let view = ledger.restatement(restatement).unwrap();
    assert_eq!((view.stage, view.lines.len()), (ApprovalStage::Approved, 2));
    let why = ledger.why_restated(&company.journal, restatement).unwrap();
    assert_eq!(why.iter().map(ToString::to_string).collect::<Vec<_>>(), whys(&approved));
}

#[test]
fn what_is_given_may_be_held_until_a_day() {
    let mut company = two_closed_months(PLAN);
    let proposal = propose(&company, BOTH, &rate(PLAN, "3%"));
    let lands = RestatedLands::HeldUntil(day("2026-07-01"));
    company.tell("lena", post("case-3", &proposal, lands)).unwrap();
    let approve = approve(&company, "case-3");
    let approved = company.tell("max", approve).unwrap();
    assert!(whys(&approved)[0].ends_with("held, and payable from 2026-07-01"));
    // 120.00 of before is payable, 60.00 is held.
    assert_eq!(company.places("ana")[..2], ["60.00", "120.00"]);
    company.on("2026-07-02").passes_days();
    assert_eq!(company.places("ana")[..2], ["0.00", "180.00"]);
}

#[test]
fn what_is_taken_comes_out_of_the_reward_itself_while_it_is_held() {
    let held =
        changed(PLAN, &[("\"none\"\n  clawback", "{ after = \"paid\", days = 90 }\n  clawback")]);
    let mut company = two_closed_months(&held);
    assert_eq!(company.places("ana")[..2], ["120.00", "0.00"]);
    // 1 % was agreed: 50.00 of the press in March, and 10.00 in April, go out of what is held of it.
    let taken = restated(&mut company, "case-1", BOTH, &rate(&held, "1%"));
    assert_eq!(said(&taken), ["ana -50.00", "ana -10.00"]);
    assert_eq!(company.places("ana"), ["60.00", "0.00", "0.00", "60.00", "0.00"]);
    assert_eq!(company.balance("Liabilities:Incentives:Held:ana"), "-60.00");
    assert_eq!(company.balance("Expenses:Incentives"), "60.00");
    let may = company.statement_page("ana", "2026-05");
    assert!(may.contains("50.00 USD of it was held and is gone"), "{may}");
    // What is left vests in its time.
    company.on("2026-07-10").passes_days();
    assert_eq!(company.places("ana")[..2], ["0.00", "60.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_is_taken_comes_out_of_what_is_payable_and_is_owed_where_that_was_paid() {
    let mut company = two_closed_months(PLAN);
    company.on("2026-05-08");
    assert_eq!(company.pays("2026-05"), amount!(120.00 USD));
    // 2,000.00 more came in for a mill: 40.00 is payable. 1 % was agreed: 60.00 is to go.
    company.sells("ana", "mill", LeadKind::NewEquipment);
    company.receives("P3", "mill", amount!(2_000.00 USD));
    let taken = restated(&mut company, "case-1", BOTH, &rate(PLAN, "1%"));
    assert_eq!(said(&taken), ["ana -50.00", "ana -10.00"]);
    // 40.00 of the first 50.00 is there; 10.00 of it, and the second 10.00, are owed.
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "160.00", "20.00"]);
    let view = company.journal.ledger().restatement(RestatementId::named("case-1")).unwrap();
    let owed: Vec<_> = view.lines.iter().map(|it| it.owed).collect();
    assert_eq!(owed, [amount!(10.00 USD), amount!(10.00 USD)]);
    let may = company.statement_page("ana", "2026-05");
    assert!(may.contains("40.00 USD of it was payable and is gone"), "{may}");
    assert!(may.contains("10.00 USD of it was not there to take: owed back"), "{may}");
    // The next run keeps it: 2 % of 3,000.00 less 20.00.
    company.on("2026-05-20").receives("P4", "mill", amount!(3_000.00 USD));
    company.on("2026-06-08");
    assert_eq!(company.pays("2026-06"), amount!(40.00 USD));
    company.obeys_the_laws();
}

#[test]
fn a_wrong_co_source_takes_from_one_and_gives_to_another() {
    let mut company = two_closed_months(PLAN);
    let is_report = |it: &Command| matches!(it, Command::ReportLead(_));
    let mut groups = Groups::of(&company.journal).map(Result::unwrap);
    let sequence = groups.find(|it| is_report(it.command())).unwrap().first();
    let mut right = report("ana", "press", "2026-03-02");
    right.credits = vec![credit("co_source", "ben")];
    let instead = [Change::Instead { sequence, command: Box::new(right.into()) }];
    let moved = restated(&mut company, "case-2", BOTH, &instead);
    // 40 % of 100.00, and of 20.00.
    assert_eq!(said(&moved), ["ana -40.00", "ben 40.00", "ana -8.00", "ben 8.00"]);
    assert_eq!((&*company.places("ana")[1], &*company.places("ben")[1]), ("72.00", "48.00"));
    assert_eq!(company.balance("Expenses:Incentives"), "120.00");
    company.obeys_the_laws();
}

#[test]
fn a_late_fact_that_is_nowhere_else_is_a_line_of_a_source_nobody_knows() {
    let mut company = two_closed_months(PLAN);
    // A whole sale was never told: its lead, its win, its payment.
    let tell = |at: &str, command: Command| {
        let (at, by) = (day(at).at_utc(17, 0).unwrap(), id("sales"));
        let told = referral_ledger::told::Told {
            at,
            by: referral_ledger::told::Actor::human(by),
            key: referral_ledger::told::Key::of(&command),
        };
        Change::Told { told, command: Box::new(command) }
    };
    let besides = [
        tell("2026-03-10", report("ben", "saw", "2026-03-10").into()),
        tell("2026-03-11", forms::accept("saw", "2026-03-11").into()),
        tell("2026-03-12", forms::win("saw", "2026-03-12").into()),
        tell("2026-03-13", payment("P9", "saw", "2026-03-13", amount!(700.00 USD)).into()),
    ];
    let given = restated(&mut company, "case-9", "2026-03", &besides);
    assert_eq!(said(&given), ["ben 14.00"]);
    // Of what is not on file nothing can be held; what it gave wrongly is taken from what is payable.
    let back = restated(&mut company, "case-10", "2026-03", &[]);
    assert_eq!(said(&back), ["ben -14.00"]);
    assert_eq!(company.places("ben"), ["0.00", "0.00", "0.00", "14.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_second_restatement_is_the_difference_to_the_first() {
    let mut company = two_closed_months(PLAN);
    restated(&mut company, "case-3", BOTH, &rate(PLAN, "3%"));
    // The same once more differs by nothing.
    assert_eq!(propose(&company, BOTH, &rate(PLAN, "3%")).lines, []);
    // It was 4 %: 200.00 and 40.00 instead of 150.00 and 30.00.
    let proposal = propose(&company, BOTH, &rate(PLAN, "4%"));
    let [march, april] = &proposal.lines[..] else { panic!("two lines") };
    assert_eq!(
        (march.was, march.would_be, march.difference, march.restated),
        (amount!(150.00 USD), amount!(200.00 USD), amount!(50.00 USD), amount!(50.00 USD))
    );
    assert_eq!(april.difference, amount!(10.00 USD));
    assert!(march.why_was[1].to_string().contains("restated by 50.00 USD"));
    let again = restated(&mut company, "case-4", BOTH, &rate(PLAN, "4%"));
    assert_eq!(said(&again), ["ana 50.00", "ana 10.00"]);
    assert_eq!(read_twice(&company), ["2026-03 ana 100.00 200.00", "2026-04 ana 20.00 40.00"]);
    // And it was 2 % after all: everything goes back.
    let back = restated(&mut company, "case-5", BOTH, &rate(PLAN, "2%"));
    assert_eq!(said(&back), ["ana -100.00", "ana -20.00"]);
    assert_eq!(read_twice(&company), ["2026-03 ana 100.00 100.00", "2026-04 ana 20.00 20.00"]);
    assert_eq!(company.balance("Expenses:Incentives"), "120.00");
    company.obeys_the_laws();
}

#[test]
fn a_month_and_its_quarter_never_say_the_same_difference_twice() {
    let mut company = two_closed_months(PLAN);
    restated(&mut company, "case-3", "2026-03", &rate(PLAN, "3%"));
    let both = propose(&company, BOTH, &rate(PLAN, "3%"));
    let months: Vec<_> = both.lines.iter().map(|it| it.month.to_string()).collect();
    assert_eq!(months, ["2026-04"]);
}

#[test]
fn a_refund_that_comes_later_is_restated_with_its_own_month() {
    let mut company = two_closed_months(PLAN);
    restated(&mut company, "case-3", BOTH, &rate(PLAN, "3%"));
    // All of the first payment goes back in May. The journal takes what it had told: 100.00.
    company.on("2026-05-12");
    let refunded = company.refunds("R1", "P1", amount!(5_000.00 USD));
    assert_eq!(said(&refunded), ["ana -100.00"]);
    company.on("2026-06-02").passes_days();
    company.tell("finance", close("2026-05")).unwrap();
    // At 3 % it would have taken 150.00.
    let may = restated(&mut company, "case-4", "2026-05", &rate(PLAN, "3%"));
    assert_eq!(said(&may), ["ana -50.00"]);
    // 30.00 of the second payment is what ana has.
    let whole = simulate(&company.journal, id("2026"), &rate(PLAN, "3%")).unwrap();
    assert_eq!(whole.totals(), Some((amount!(30.00 USD), amount!(30.00 USD))));
    company.obeys_the_laws();
}

#[test]
fn what_was_declined_moved_nothing() {
    let mut company = two_closed_months(PLAN);
    let proposal = propose(&company, BOTH, &rate(PLAN, "3%"));
    company.tell("lena", post("case-3", &proposal, RestatedLands::Payable)).unwrap();
    let restatement = RestatementId::named("case-3");
    let reason = id("agreed-otherwise");
    company.tell("lena", DeclineRestatement { restatement, reason }).unwrap();
    assert_eq!(company.places("ana")[1], "120.00");
    let view = company.journal.ledger().restatement(restatement).unwrap();
    assert_eq!(view.stage, ApprovalStage::Declined);
    // Another one may be posted of the same.
    let again = restated(&mut company, "case-4", BOTH, &rate(PLAN, "3%"));
    assert_eq!(said(&again), ["ana 50.00", "ana 10.00"]);
}

#[test]
fn a_proposal_is_stale_once_its_months_have_moved_and_not_before() {
    let mut company = two_closed_months(PLAN);
    let proposal = propose(&company, BOTH, &rate(PLAN, "3%"));
    // May goes on: that is nothing to March and April.
    company.on("2026-05-12").receives("P3", "press", amount!(100.00 USD));
    company.tell("lena", post("case-3", &proposal, RestatedLands::Payable)).unwrap();
    let approve_3 = approve(&company, "case-3");
    // A payment of April is told late: what would be for April is something else now.
    company.tell("bank", payment("P4", "press", "2026-04-30", amount!(50.00 USD))).unwrap();
    let stale = company.tell("max", approve_3).unwrap_err();
    assert_eq!(stale.code(), "R4612");
    assert!(stale.to_string().contains("has moved 2026-04 since"), "{stale}");
    let stale = company.tell("lena", post("case-4", &proposal, RestatedLands::Payable));
    assert_eq!(stale.unwrap_err().code(), "R4612");
    // March alone did not move, as far as a proposal of March says.
    let march = propose(&company, "2026-03", &rate(PLAN, "3%"));
    company.tell("lena", post("case-5", &march, RestatedLands::Payable)).unwrap();
    let other = propose(&company, "2026-03", &rate(PLAN, "4%"));
    company.tell("lena", post("case-6", &other, RestatedLands::Payable)).unwrap();
    let (approve_5, approve_6) = (approve(&company, "case-5"), approve(&company, "case-6"));
    company.tell("max", approve_5).unwrap();
    // Of two that wait for the same month, one is approved and the other is stale.
    assert_eq!(company.tell("max", approve_6).unwrap_err().code(), "R4612");
    // A payment of March that was told by mistake moves March.
    let march = propose(&company, "2026-03", &rate(PLAN, "4%"));
    let fact = FactRef::Payment(PaymentId::named("P1"));
    let retract = referral_ledger::command::Retract { fact, reason: id("mistyped") };
    company.tell("finance", retract).unwrap();
    let stale = company.tell("lena", post("case-7", &march, RestatedLands::Payable));
    assert_eq!(stale.unwrap_err().code(), "R4612");
}
