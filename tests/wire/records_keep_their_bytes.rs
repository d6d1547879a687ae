//! Records keep their bytes: one history that uses every command and every event, pinned byte for
//! byte. When a change of the wire is meant, the new text is in the file this test names.

use crate::support::{Company, day, forms, id, run};
use referral_ledger::adjustment::{About, BasedOn, Direction};
use referral_ledger::command::*;
use referral_ledger::deal::{FactRef, Line};
use referral_ledger::digest::{Digest, leaf};
use referral_ledger::event::Event;
use referral_ledger::id::{
    CustomerId, DealId, LapseId, LeadId, PayeeId, PaymentId, ReasonCode, RedemptionId, RefundId,
    RepaymentId, RestatementId, TransferId, WriteOffId,
};
use referral_ledger::lead::LeadKind;
use referral_ledger::ledger::laws;
use referral_ledger::payout::calendar::Calendar;
use referral_ledger::payout::recovery::{LeaversLimit, MostKept, RecoveryLimit};
use referral_ledger::payout::threshold::{Below, Counted, ForLeavers, PaidFrom, Threshold};
use referral_ledger::payout::{Acknowledgement, Pulled, RunId, Whom};
use referral_ledger::plan::fact::ToldFact;
use referral_ledger::reading::Reading;
use referral_ledger::record::{Group, Head, Record, RecordError, Records};
use referral_ledger::restatement::Change;
use referral_ledger::reward::{RewardId, Source};
use referral_ledger::store::Store;
use referral_ledger::study::restate;
use referral_ledger::told::{Actor, Key};
use referral_ledger::{Ledger, amount, rate};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

const GOLDEN: &str = include_str!("../golden/records.jsonl");

/// A history that begins in mid-year.
const OPENED: &str = include_str!("../golden/opened.jsonl");

/// A second plan, for those who are assigned to it, whose facts count for later ones.
const EXTRAS: &str = include_str!("../golden/extras.toml");

/// A plan that pays at the close of periods.
const CLOSING: &str = include_str!("../plan_files/closing.toml");
/// A third one, under which amounts are held.
const HOLDS: &str = include_str!("../golden/holds.toml");
/// One with draws of every kind.
const DRAWS: &str = include_str!("../plan_files/draws.toml");
/// One whose budgets let something wait.
const POOLS: &str = include_str!("../golden/pools.toml");
/// One that awards points and time off.
const POINTS: &str = include_str!("../golden/points.toml");
/// One with caps on the base, and at vesting.
const CAPS: &str = include_str!("../golden/caps.toml");
/// One with caps that are measured at payout.
const PAY_CAPS: &str = include_str!("../golden/pay_caps.toml");
/// One that converts.
const EXCHANGE: &str = include_str!("../plan_files/exchange.toml");
/// One that gives gifts and badges.
const GIFTS: &str = include_str!("../golden/gifts.toml");
/// One with ground rules for leads.
const GROUND: &str = include_str!("../golden/ground.toml");

/// A history that uses every command and causes every event.
pub(super) fn history() -> Company {
    let mut company = under_one_plan();
    under_two_plans(&mut company);
    adjusted(&mut company);
    owing(&mut company);
    restated(&mut company);
    at_the_close_of_a_quarter(&mut company);
    under_ground_rules(&mut company);
    under_holds(&mut company);
    with_draws(&mut company);
    under_pools(&mut company);
    under_caps(&mut company);
    below_a_threshold(&mut company);
    with_points(&mut company);
    abroad(&mut company);
    with_gifts(&mut company);
    payroll_answers(&mut company);
    under_caps_at_payout(&mut company);
    company
}

/// Eve's group has a threshold, until it has none: a run leaves her out, and what stays below it lapses
/// once two persons say so.
fn below_a_threshold(company: &mut Company) {
    company.on("2027-06-03");
    company.tell("hr", forms::define("us-small", "USD")).unwrap();
    company.tell("hr", forms::register("eve", "us-small")).unwrap();
    let threshold = Threshold {
        amount: amount!(10_000.00 USD),
        counted: Counted::Net,
        paid_from: PaidFrom::AtLeast,
        below: Below::MayLapse,
        leavers: ForLeavers::Waived,
    };
    for (threshold, from) in [(Some(threshold), "2027-06-03"), (None, "2028-01-01")] {
        let (group, from) = (id("us-small"), day(from));
        company.tell("finance", SetThreshold { group, threshold, from }).unwrap();
    }
    company.tell("eve", forms::report("eve", "lamp", "2026-12-10")).unwrap();
    company.tell("sales", forms::accept("lamp", "2026-12-10")).unwrap();
    company.on("2027-07-01").passes_days();
    let lock = LockRun::regular(id("us-small/2027-06/1"), day("2027-06-30"));
    company.tell("payroll", lock).unwrap();
    let (payee, reason) = (id::<PayeeId>("eve"), id::<ReasonCode>("too-small"));
    let amount = company.journal.ledger().can_lapse(&payee).unwrap();
    for name in ["s1", "s2"] {
        let lapse = LapseId::named(name);
        let (payee, reason) = (payee.clone(), reason.clone());
        company.tell("lena", ProposeLapse { lapse, payee, amount, reason }).unwrap();
    }
    company.tell("max", DeclineLapse { lapse: LapseId::named("s1"), reason }).unwrap();
    let lapse = LapseId::named("s2");
    let digest = company.journal.ledger().lapse(lapse).unwrap().digest;
    company.tell("max", ApproveLapse { lapse, digest }).unwrap();
}

/// One plan, from its first lead to a locked run.
fn under_one_plan() -> Company {
    let mut company = Company::new();
    company.on("2026-01-05").reports("ana", "declined", LeadKind::Upgrade);
    let (lead, reason) = (LeadId::named("declined"), id("already-in-talks"));
    let rejected_on = day("2026-01-05");
    company.tell("sales", RejectLead { lead, rejected_on, reason }).unwrap();
    company.reports("ana", "lost", LeadKind::Upgrade);
    let (lead, reason) = (LeadId::named("lost"), id("bought-elsewhere"));
    company.tell("sales", LoseLead { lead, lost_on: day("2026-01-05"), reason }).unwrap();
    company.reports("cleo", "expired", LeadKind::Consumables);
    let lead = LeadId::named("expired");
    company.tell("sales", ExpireLead { lead, expired_on: day("2026-01-05") }).unwrap();

    company.on("2026-01-06");
    company.reports_with("ana", "hall", LeadKind::NewSite, &[("co_source", "ben")]);
    company.accepts("hall");
    let (deal, lead) = (DealId::named("hall"), LeadId::named("hall"));
    let lines = vec![Line {
        class: Some(id("machine")),
        quantity: Some(2),
        cost: Some(amount!(700.00 USD)),
        tax: Some(amount!(80.00 USD)),
        freight: Some(amount!(20.00 USD)),
        discount: Some(amount!(50.00 USD)),
        ..Line::of_net(amount!(1_000.00 USD))
    }];
    let win =
        WinDeal { deal, lead, won_on: day("2026-01-06"), lines, credits: vec![], facts: vec![] };
    company.tell("sales", win).unwrap();
    company.receives("hall/1", "hall", amount!(1_000.25 USD));
    let installed_on = day("2026-01-06");
    company.tell("service", InstallDeal { deal, installed_on }).unwrap();
    company.sells("ben", "contract", LeadKind::ServiceContract);
    company.receives("contract/1", "contract", amount!(100.00 USD));
    company.sells("ben", "kept", LeadKind::UnhappyCustomer);

    company.on("2026-02-01").passes_days();
    let first = company.locks("2026-01");
    let reason = id("wrong-cut-off");
    company.tell("payroll", VoidRun { run: first.clone(), reason }).unwrap();
    let again = LockRun::regular(first.next(), day("2026-01-31"));
    company.tell("payroll", again).unwrap();
    company.approves_and_exports(&first.next());
    company.tell("payroll", SettleRun { run: first.next() }).unwrap();
    company.tell("finance", ClosePeriod { period: "2026-01".parse().unwrap() }).unwrap();

    company.on("2026-02-10");
    company.refunds("contract/r1", "contract/1", amount!(40.00 USD));
    company.cancels("kept");
    company.receives("hall/2", "hall", amount!(333.33 USD));
    let leave = LeavePayee { payee: id("ben"), last_day: day("2026-02-10") };
    company.tell_as(Actor::system(id("hr-sync")), id("hr-7"), leave).unwrap();
    company.on("2026-03-20").passes_days();
    let lock = LockRun::regular(run("2026-03"), day("2026-03-19"));
    company.tell("payroll", lock).unwrap();

    // A lead heard before the plan was in force earns nothing, and says why.
    let (lead, kind) = (LeadId::named("early"), LeadKind::NewSite);
    let (by, customer) = (id("ana"), CustomerId::named("c"));
    let report = ReportLead {
        lead,
        by,
        customer,
        kind,
        heard_on: day("2025-12-30"),
        credits: vec![],
        facts: vec![],
    };
    company.tell("ana", report).unwrap();
    company.accepts("early");
    let credit = forms::reassign("early", "ana", "cleo", Some("2026-04-01"));
    company.tell("finance", credit).unwrap();
    company
}

/// Ana is put under the second plan, with a team and a manager; a deal of hers is counted, paid
/// until a cap, refunded, and told by mistake from its refund to its report.
fn under_two_plans(company: &mut Company) {
    company.on("2026-03-21");
    company.tell("finance", PublishPlan { text: PlanText::new(EXTRAS) }).unwrap();
    let (payee, from) = (id("ana"), day("2026-03-01"));
    let (manager, team, plan) = (Some(id("cleo")), Some(id("north")), id("extras"));
    company.tell("hr", AssignManager { payee, manager, from }).unwrap();
    company.tell("hr", AssignTeam { payee: id("ana"), team, from }).unwrap();
    let team = Some(id("north"));
    company.tell("hr", AssignTeam { payee: id("cleo"), team, from }).unwrap();
    company.tell("hr", AssignPlan { payee: id("ana"), plan, from }).unwrap();
    let mut report = forms::report("ana", "plant", "2026-03-21");
    report.facts = vec![ToldFact { fact: id("segment"), value: id("smb") }];
    report.credits = vec![forms::credit("co_source", "cleo")];
    company.tell("ana", report).unwrap();
    company.accepts("plant");
    company.wins("plant");
    let machine = |net| Line { class: Some(id("machine")), ..Line::of_net(net) };
    let pays = |company: &mut Company, payment: &str, lines: Vec<Line>| {
        let (payment, deal) = (PaymentId::named(payment), DealId::named("plant"));
        let received_on = day("2026-03-21");
        company.tell("bank", RecordPayment { payment, deal, received_on, lines }).unwrap();
    };
    pays(
        company,
        "plant/1",
        vec![machine(amount!(1_000.25 USD)), Line::of_net(amount!(200.00 USD))],
    );
    pays(company, "plant/2", vec![machine(amount!(4_000.00 USD))]);
    let installed_on = day("2026-03-21");
    let deal = DealId::named("plant");
    company.tell("service", InstallDeal { deal, installed_on }).unwrap();
    company.on("2026-04-02").passes_days();
    company.refunds("plant/r1", "plant/1", amount!(500.00 USD));
    for fact in [
        FactRef::Refund(RefundId::named("plant/r1")),
        FactRef::Payment(PaymentId::named("plant/2")),
        FactRef::Payment(PaymentId::named("plant/1")),
        FactRef::Deal(deal),
        FactRef::Lead(LeadId::named("plant")),
    ] {
        company.tell("finance", Retract { fact, reason: id("wrong-customer") }).unwrap();
    }
    let (payee, plan, from) = (id("ana"), id("extras"), day("2026-05-01"));
    company.tell("hr", UnassignPlan { payee, plan, from }).unwrap();
}

/// Cleo has a quota of a plan that pays at closes: her quarter is reckoned, and again when money
/// goes back.
fn at_the_close_of_a_quarter(company: &mut Company) {
    company.on("2026-04-03");
    company.tell("finance", PublishPlan { text: PlanText::new(CLOSING) }).unwrap();
    let (plan, measure, from) = (id("quota"), id("sold"), day("2026-04-01"));
    let (of, quota) = (QuotaOf::Payee(id("cleo")), Some(amount!(900.00 USD).into()));
    company.tell("hr", AssignQuota { plan, measure, of, quota, from }).unwrap();
    company.on("2026-04-05").sells("cleo", "drill", LeadKind::NewEquipment);
    company.receives("drill/1", "drill", amount!(1_200.00 USD));
    company.on("2026-07-07").passes_days();
    company.refunds("drill/r1", "drill/1", amount!(200.00 USD));
    company.on("2026-07-09").passes_days();
}

/// January is restated, and once more, which is declined.
fn restated(company: &mut Company) {
    for (name, rate, lands) in [
        ("r1", "3%", RestatedLands::Payable),
        ("r2", "1%", RestatedLands::HeldUntil(day("2026-09-01"))),
    ] {
        let text = crate::support::changed(
            crate::support::FIELD_PLAN,
            &[("rate = \"2%\"", &format!("rate = \"{rate}\""))],
        );
        let change = Change::Plan { published: id("field-leads@2026"), text };
        let proposal = restate(&company.journal, id("2026-01"), &[change]).unwrap();
        let restatement = RestatementId::named(name);
        let proposal = ProposalText::new(&proposal.text());
        let post = PostRestatement { restatement, proposal, reason: id("wrong-rate"), lands };
        company.tell("lena", post).unwrap();
        if name == "r1" {
            let digest = company.journal.ledger().restatement(restatement).unwrap().digest;
            company.tell("max", ApproveRestatement { restatement, digest }).unwrap();
        } else {
            let reason = id("not-agreed");
            company.tell("max", DeclineRestatement { restatement, reason }).unwrap();
        }
    }
}

/// What cleo is given and what is taken of her, and what is declined.
fn adjusted(company: &mut Company) {
    company.on("2026-04-03");
    let up = forms::propose("a1", "cleo", Direction::Up, amount!(40.00 USD));
    company.tell("lena", up).unwrap();
    company.approves_adjustment("max", "a1");
    let mut down = forms::propose("a2", "cleo", Direction::Down, amount!(1_000.00 USD));
    down.about = Some(About::Period(id("2026Q1")));
    down.based_on = Some(BasedOn { base: amount!(10_000.00 USD), rate: rate!(10%) });
    company.tell("lena", down).unwrap();
    company.approves_adjustment("max", "a2");
    let mut up = forms::propose("a3", "ana", Direction::Up, amount!(1.00 USD));
    up.about = Some(About::Deal(DealId::named("hall")));
    company.tell("lena", up).unwrap();
    company.tell("max", forms::decline("a3")).unwrap();
}

/// What ben owes, who has left, is moved, paid back in part, and written off; and what is declined.
fn owing(company: &mut Company) {
    company.on("2026-04-03");
    let down = forms::propose("a4", "ben", Direction::Down, amount!(900.00 USD));
    company.tell("lena", down).unwrap();
    company.approves_adjustment("max", "a4");
    let owed = company.payee("ben").owes;
    let (payee, reason) = (id::<PayeeId>("ben"), id::<ReasonCode>("last-pay-is-out"));
    let transfer = TransferDebt {
        transfer: TransferId::named("t1"),
        payee: payee.clone(),
        amount: owed,
        reason: reason.clone(),
    };
    company.tell("finance", transfer).unwrap();
    let repaid = RecordRepayment {
        repayment: RepaymentId::named("m1"),
        payee: payee.clone(),
        received_on: id("2026-04-03"),
        amount: amount!(15.00 USD),
    };
    company.tell("bank", repaid).unwrap();
    for name in ["w1", "w2"] {
        let (write_off, amount) = (WriteOffId::named(name), amount!(20.00 USD));
        let (payee, reason) = (payee.clone(), reason.clone());
        let proposed = ProposeWriteOff { write_off, payee, amount, reason };
        company.tell("lena", proposed).unwrap();
    }
    let write_off = WriteOffId::named("w1");
    let digest = company.journal.ledger().write_off(write_off).unwrap().digest;
    company.tell("max", ApproveWriteOff { write_off, digest }).unwrap();
    company.tell("max", DeclineWriteOff { write_off: WriteOffId::named("w2"), reason }).unwrap();
    let late = RecordRepayment {
        repayment: RepaymentId::named("m2"),
        payee,
        received_on: id("2026-04-03"),
        amount: company.payee("ben").former_debt.checked_add(amount!(5.00 USD)).unwrap(),
    };
    company.tell("bank", late).unwrap();
}

/// Ana's rewards are held back in every way, and released; one is approved, put on hold by hand and
/// released. Some of them are costs of their contracts.
fn under_holds(company: &mut Company) {
    company.on("2026-09-02");
    company.tell("finance", PublishPlan { text: PlanText::new(HOLDS) }).unwrap();
    let (payee, plan, from) = (id("ana"), id("holds"), day("2026-09-01"));
    company.tell("hr", AssignPlan { payee, plan, from }).unwrap();
    company.reports("ana", "tower", LeadKind::NewSite);
    company.accepts("tower");
    let mut win = forms::win("tower", "2026-09-02");
    win.lines = vec![Line::of_net(amount!(3_000.00 USD))];
    company.tell("sales", win).unwrap();
    company.receives("tower/1", "tower", amount!(1_000.25 USD));
    company.refunds("tower/r1", "tower/1", amount!(100.00 USD));
    let fact = FactRef::Refund(RefundId::named("tower/r1"));
    company.tell("finance", Retract { fact, reason: id("told-twice") }).unwrap();
    let reward = RewardId {
        source: Source::Deal(DealId::named("tower")),
        plan: id("holds@2026"),
        rule: id("approved"),
        payee: id("ana"),
    };
    let approve = forms::approve_reward("a", reward.clone(), amount!(8.00 USD));
    company.tell("controller", approve).unwrap();
    company.tell("auditor", forms::hold_reward("h", reward)).unwrap();
    company.tell("controller", forms::release_reward("h")).unwrap();
    company.tell("service", forms::install("tower", "2026-09-02")).unwrap();
    company.on("2026-09-12").passes_days();
    company.on("2026-10-01").passes_days();
    company.reports("ana", "shed", LeadKind::NewSite);
    company.accepts("shed");
    let mut win = forms::win("shed", "2026-10-01");
    win.lines = vec![Line::of_net(amount!(50.00 USD))];
    company.tell("sales", win).unwrap();
    company.cancels("shed");
}

/// Ana has every draw of a plan: what is given in advance is covered by what she earns, one ends
/// sooner, one is forgiven, and a run keeps some of them and is void.
fn with_draws(company: &mut Company) {
    company.on("2026-10-01");
    company.tell("finance", PublishPlan { text: PlanText::new(DRAWS) }).unwrap();
    let (payee, plan, from) = (id("ana"), id("new-branch"), day("2026-10-01"));
    company.tell("hr", AssignPlan { payee, plan, from }).unwrap();
    let draw = |draw: &str, through: &str| AssignDraw {
        payee: id("ana"),
        plan: id("new-branch"),
        draw: id(draw),
        from: day("2026-10-01"),
        through: day(through),
    };
    company.tell("hr", draw("stipend", "2026-12-31")).unwrap();
    company.tell("hr", draw("advance", "2026-11-30")).unwrap();
    company.tell("hr", draw("ramp-up", "2026-12-31")).unwrap();
    company.tell("hr", draw("loan", "2026-10-31")).unwrap();
    company.sells("ana", "wing", LeadKind::NewSite);
    company.receives("wing/1", "wing", amount!(2_000.00 USD)); // earns 200.00
    company.on("2026-11-05").locks("2026-10");
    let end = EndDraw {
        payee: id("ana"),
        plan: id("new-branch"),
        draw: id("stipend"),
        through: day("2026-11-30"),
    };
    company.tell("hr", end).unwrap();
    company.receives("wing/2", "wing", amount!(4_000.00 USD)); // earns 400.00
    company.on("2026-12-05");
    let run = company.locks("2026-11");
    company.tell("controller", VoidRun { run, reason: id("wrong-cut-off") }).unwrap();
    company.on("2027-02-11").passes_days();
}

/// Cleo's commission is more than its budget: a part waits, goes back, waits again and is paid; what
/// waits for a close is divided.
fn under_pools(company: &mut Company) {
    company.on("2027-03-02");
    company.tell("finance", PublishPlan { text: PlanText::new(POOLS) }).unwrap();
    let (payee, plan, from) = (id("cleo"), id("pools"), day("2027-03-02"));
    company.tell("hr", AssignPlan { payee, plan, from }).unwrap();
    company.sells("cleo", "barge", LeadKind::NewSite);
    company.receives("barge/1", "barge", amount!(2_000.00 USD));
    company.refunds("barge/r1", "barge/1", amount!(100.00 USD));
    let fact = FactRef::Refund(RefundId::named("barge/r1"));
    company.tell("finance", Retract { fact, reason: id("told-twice") }).unwrap();
    company.on("2027-04-08").passes_days();
}

/// Ana gets points, redeems some twice, once by mistake, and lets the rest expire; hours she got go
/// back with the deal, but for those she took.
fn with_points(company: &mut Company) {
    company.on("2027-08-15");
    company.tell("finance", PublishPlan { text: PlanText::new(POINTS) }).unwrap();
    let (payee, plan, from) = (id("ana"), id("thanks"), day("2027-08-14"));
    company.tell("hr", AssignPlan { payee, plan, from }).unwrap();
    company.reports("ana", "yard", LeadKind::NewSite);
    company.accepts("yard");
    for (redemption, points) in [("first", amount!(20 points)), ("second", amount!(10 points))] {
        let redeem = crate::support::forms::redeem(redemption, "ana", points, "2027-08-15");
        company.tell("shop", redeem).unwrap();
    }
    let fact = FactRef::Redemption(RedemptionId::named("first"));
    company.tell("shop", Retract { fact, reason: id("wrong-order") }).unwrap();
    company.wins("yard");
    company.tell("service", crate::support::forms::install("yard", "2027-08-15")).unwrap();
    let hours = crate::support::forms::redeem("third", "ana", amount!(1.50 hours), "2027-08-15");
    company.tell("hr", hours).unwrap();
    company.cancels("yard");
    company.on("2027-09-20").passes_days();
}

/// Of what vests for cleo in May a part is carried, and of the first money of a deal a part counts.
fn under_caps(company: &mut Company) {
    company.on("2027-04-09");
    company.tell("finance", PublishPlan { text: PlanText::new(CAPS) }).unwrap();
    let (payee, plan, from) = (id("cleo"), id("caps"), day("2027-04-09"));
    company.tell("hr", AssignPlan { payee, plan, from }).unwrap();
    company.sells("cleo", "ferry", LeadKind::NewSite);
    company.receives("ferry/1", "ferry", amount!(2_000.00 USD));
    company.refunds("ferry/r1", "ferry/1", amount!(200.00 USD));
    company.on("2027-06-02").passes_days();
}

/// Faye's run takes what caps have room for; one run is void, and the next is settled.
fn under_caps_at_payout(company: &mut Company) {
    company.on("2027-12-21");
    company.tell("hr", forms::define("us-north", "USD")).unwrap();
    company.tell("hr", forms::register("faye", "us-north")).unwrap();
    company.tell("finance", PublishPlan { text: PlanText::new(PAY_CAPS) }).unwrap();
    let (payee, plan, from) = (id("faye"), id("pay-caps"), day("2027-12-21"));
    company.tell("hr", AssignPlan { payee, plan, from }).unwrap();
    company.sells("faye", "spar", LeadKind::NewSite);
    company.receives("spar/1", "spar", amount!(1_500.00 USD));
    company.on("2028-01-03").passes_days();
    let lock = |run| LockRun::regular(id(run), day("2027-12-31"));
    company.tell("payroll", lock("us-north/2027-12/1")).unwrap();
    company.tell("payroll", forms::void("us-north/2027-12/1")).unwrap();
    company.tell("payroll", lock("us-north/2027-12/2")).unwrap();
    company.approves_and_exports(&id("us-north/2027-12/2"));
    company.settles(&id("us-north/2027-12/2"));
    company.refunds("spar/r1", "spar/1", amount!(1_000.00 USD));
}

/// Eva is paid in euros, by a deal in pounds under a plan in dollars; a part goes back, and was not
/// meant to.
fn abroad(company: &mut Company) {
    company.on("2027-10-12");
    company.tell("hr", forms::define("eu-field", "EUR")).unwrap();
    company.tell("hr", forms::register("eva", "eu-field")).unwrap();
    // She reported it before any plan for everyone was in force: those take no other currency.
    let text = EXCHANGE.replace("from = 2026-01-01", "from = 2025-12-01");
    company.tell("finance", PublishPlan { text: PlanText::new(text.as_str()) }).unwrap();
    let (payee, plan, from) = (id("eva"), id("abroad"), day("2025-12-01"));
    company.tell("hr", AssignPlan { payee, plan, from }).unwrap();
    for (from, to, rate) in [("GBP", "USD", "1.27"), ("USD", "EUR", "0.9187")] {
        let (from, to, rate) = (id(from), id(to), id(rate));
        let (on, source) = (day("2027-10-12"), id("ECB"));
        company.tell("bank", RecordExchangeRate { from, to, on, rate, source }).unwrap();
    }
    company.tell("eva", forms::report("eva", "quay", "2025-12-31")).unwrap();
    company.accepts("quay");
    company.wins("quay");
    company.receives("quay/1", "quay", amount!(1_000.00 GBP));
    company.refunds("quay/r1", "quay/1", amount!(100.00 GBP));
    let fact = FactRef::Refund(RefundId::named("quay/r1"));
    company.tell("finance", Retract { fact, reason: id("told-twice") }).unwrap();
}

/// Ana gets badges and cards: one card is handed over and claimed when its deal is off, and the
/// other is forfeited; the deal that stands is invoiced.
fn with_gifts(company: &mut Company) {
    company.on("2027-10-21");
    company.tell("finance", PublishPlan { text: PlanText::new(GIFTS) }).unwrap();
    let (payee, plan) = (id::<PayeeId>("ana"), id("thanks"));
    let off = UnassignPlan { payee: payee.clone(), plan, from: day("2027-10-21") };
    company.tell("hr", off).unwrap();
    let (plan, from) = (id("gifts"), day("2027-10-20"));
    company.tell("hr", AssignPlan { payee, plan, from }).unwrap();
    for lead in ["kiln", "oast"] {
        company.reports("ana", lead, LeadKind::NewSite);
        company.accepts(lead);
        company.wins(lead);
    }
    let card = crate::support::forms::hand_over("card-1", "ana", "card", "2027-10-21");
    company.tell("hr", card).unwrap();
    company.cancels("kiln");
    company.on("2027-11-22").passes_days();
    company.tell("billing", forms::invoice("oast", "2027-11-22")).unwrap();
}

/// A group is paid by halves of months, and a run keeps at most half of the pay; one is pulled from
/// an off-cycle run, payroll rejects a line and takes another.
fn payroll_answers(company: &mut Company) {
    company.on("2027-11-23");
    let (group, from) = (id("us-field"), day("2027-12-01"));
    let calendar = SetCalendar { group, calendar: Calendar::Semimonthly, from };
    company.tell("finance", calendar).unwrap();
    let at_most = MostKept::Share(rate!(50%));
    let limit = RecoveryLimit { at_most, leavers: LeaversLimit::NoLimit };
    for (limit, from) in [(Some(limit), "2027-12-01"), (None, "2028-01-01")] {
        let (group, from) = (id("us-field"), day(from));
        company.tell("finance", SetRecoveryLimit { group, limit, from }).unwrap();
    }
    company.on("2027-12-20").passes_days();
    let payees = company.journal.ledger().payees();
    let payable = payees.filter(|it| it.group.as_str() == "us-field" && it.payable.is_positive());
    let payable: Vec<PayeeId> = payable.map(|it| it.payee).collect();
    let [pulled, rejected, accepted @ ..] = &payable[..] else { panic!("{payable:?}") };
    let run: RunId = id("us-field/2027-12-01/2027-12-16/1");
    let pulled = Pulled { payee: pulled.clone(), reason: id("identity-check") };
    let whom = Whom::AllBut(vec![pulled]);
    let lock = LockRun { run: run.clone(), cut_off: day("2027-12-15"), whom, off_cycle: true };
    company.tell("payroll", lock).unwrap();
    company.approves_and_exports(&run);
    let answer = |payee: &PayeeId, answer| AcknowledgedLine { payee: payee.clone(), answer };
    let no = Acknowledgement::Rejected(id("no-bank-account"));
    let taken = accepted.iter().map(|it| answer(it, Acknowledgement::Accepted));
    let lines = std::iter::once(answer(rejected, no)).chain(taken).collect();
    company.tell("payroll", AcknowledgeLines { run, lines }).unwrap();
}

/// Cleo is put under another plan; a lead of hers counts, and wins while she is blocked.
fn under_ground_rules(company: &mut Company) {
    company.on("2026-07-12");
    company.tell("finance", PublishPlan { text: PlanText::new(GROUND) }).unwrap();
    let (payee, from) = (id("cleo"), day("2026-07-11"));
    company.tell("hr", AssignPlan { payee, plan: id("ground"), from }).unwrap();
    let (payee, customer) = (id("cleo"), CustomerId::named("cleo's shop"));
    company.tell("hr", TieCustomer { payee, customer, from, tied: true }).unwrap();
    company.reports("cleo", "mill", LeadKind::NewSite);
    company.accepts("mill");
    company.on("2026-07-14");
    let (payee, from) = (id("cleo"), day("2026-07-13"));
    company.tell("hr", BlockPayee { payee, from, reason: id("under-review") }).unwrap();
    company.wins("mill");
    let (payee, from) = (id("cleo"), day("2026-07-15"));
    company.tell("hr", UnblockPayee { payee, from }).unwrap();
    with_claims(company);
}

/// Two leads about one customer: the first is touched, won, and its win retracted; another is
/// released, the last one excluded.
fn with_claims(company: &mut Company) {
    company.on("2026-07-16");
    let (payee, from) = (id("ana"), day("2026-07-16"));
    company.tell("hr", AssignPlan { payee, plan: id("ground"), from }).unwrap();
    let tip = |by: &str, lead: &str| ReportLead {
        customer: CustomerId::named("works"),
        ..forms::report(by, lead, "2026-07-16")
    };
    company.tell("cleo", tip("cleo", "works")).unwrap();
    company.tell("ana", tip("ana", "works too")).unwrap();
    company.accepts("works");
    let (lead, touched_on) = (LeadId::named("works"), day("2026-07-16"));
    company.tell("cleo", TouchLead { lead, touched_on }).unwrap();
    company.wins("works");
    let fact = FactRef::Deal(DealId::named("works"));
    company.tell("finance", Retract { fact, reason: id("wrong-customer") }).unwrap();
    company.reports("ana", "pier", LeadKind::NewSite);
    let (lead, released_on) = (LeadId::named("pier"), day("2026-07-16"));
    let reason = id("letter-of-the-customer");
    company.tell("sales", ReleaseClaim { lead, released_on, reason }).unwrap();
    company.reports("ana", "dock", LeadKind::NewSite);
    let (lead, excluded_on, worked_on) = (LeadId::named("dock"), released_on, day("2026-07-01"));
    let evidence = id("opportunity-7731");
    company.tell("sales", ExcludeLead { lead, excluded_on, worked_on, evidence }).unwrap();
    let (restored_on, reason) = (excluded_on, id("evidence-was-of-another"));
    company.tell("sales", RestoreLead { lead, restored_on, reason }).unwrap();
    company.on("2026-08-20").passes_days();
    with_a_course(company);
}

/// A lead is met and gets an offer; a customer of another one stays, and leaves after all.
fn with_a_course(company: &mut Company) {
    let on = "2026-08-21";
    company.on(on);
    company.reports("ana", "barn", LeadKind::NewSite);
    company.tell("sales", forms::meet("barn", on)).unwrap();
    let offer = forms::quote("barn", on, amount!(7_500.00 USD));
    company.tell("sales", offer).unwrap();
    company.reports("ana", "stays", LeadKind::UnhappyCustomer);
    company.accepts("stays");
    let lines = vec![Line::of_net(amount!(12_000.00 USD))];
    let stays = RetainCustomer { lines, ..forms::retain("stays", on) };
    company.tell("sales", stays).unwrap();
    company.on("2026-08-31").cancels("stays");
}

/// A company that moves here in April: what stood before is opened, and one payment comes.
fn opened() -> Company {
    let mut company = Company::new();
    company.on("2026-04-01");
    company.tell("finance", PublishPlan { text: PlanText::new(EXTRAS) }).unwrap();
    let team = Some(id("north"));
    company.tell("hr", AssignTeam { payee: id("ana"), team, from: day("2026-03-01") }).unwrap();
    let held = vec![OpenHeld { amount: amount!(400.00 USD), until: day("2026-07-05") }];
    let balance = OpenPayeeBalance {
        held,
        payable: Some(amount!(120.00 USD)),
        owes: Some(amount!(50.00 USD)),
        paid_this_year: Some(amount!(1_500.00 USD)),
        ..forms::open_balance("ana", "2026-03-31")
    };
    company.tell("finance", balance).unwrap();
    let lead = OpenLead {
        plans: vec![id("field-leads@2026")],
        credits: vec![forms::credit("co_source", "cleo")],
        ..forms::open_lead("ana", "hall", "2026-03-02")
    };
    company.tell("import", lead).unwrap();
    let deal = OpenDeal {
        installed_on: Some(day("2026-03-20")),
        lines: vec![Line::of_net(amount!(2_000.00 USD))],
        collected: Some(amount!(500.00 USD)),
        plans: vec![id("extras@2026")],
        ..forms::open_deal("hall", "2026-03-12")
    };
    company.tell("import", deal).unwrap();
    let money = |amount| Reading::Money(amount);
    let counts = Counts::Tiers {
        tiers: id("by-turnover"),
        measure: money(amount!(900.00 USD)),
        base: Some(money(amount!(700.00 USD))),
    };
    let whose = OpenCounter {
        plan: id("extras@2026"),
        counts: Box::new(counts),
        payee: None,
        team: Some(id("north")),
        lead: None,
        period: Some(id("2026-04")),
    };
    company.tell("import", whose.clone()).unwrap();
    let counts = Counts::Cap { cap: id("most-a-deal"), used: money(amount!(14.00 USD)) };
    let of_deal = OpenCounter {
        counts: Box::new(counts),
        team: None,
        lead: Some(LeadId::named("hall")),
        period: None,
        ..whose.clone()
    };
    company.tell("import", of_deal.clone()).unwrap();
    let counts = Counts::Floor {
        floor: id("least"),
        rule: id("by-turnover"),
        came: amount!(14.00 USD),
        paid: amount!(50.00 USD),
    };
    company.tell("import", OpenCounter { counts: Box::new(counts), ..of_deal }).unwrap();
    company.receives("hall/1", "hall", amount!(100.00 USD));
    company
}

fn lines(company: &Company) -> Vec<String> {
    let store = company.journal.store();
    let records = 0..company.journal.ledger().next_sequence();
    records.map(|at| String::from_utf8(store.read(at).unwrap().unwrap().bytes).unwrap()).collect()
}

#[test]
fn the_history_has_its_golden_bytes() {
    let told = [(history(), GOLDEN, "records.jsonl"), (opened(), OPENED, "opened.jsonl")];
    for (company, golden, file) in told {
        company.obeys_the_laws();
        let now = lines(&company).join("\n") + "\n";
        if now != golden {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
            fs::write(&path, &now).unwrap();
            let differs = now.lines().zip(golden.lines()).find(|(now, golden)| now != golden);
            panic!("the wire changed: {differs:#?}\nthe new text is in {}", path.display());
        }
    }
}

/// A snapshot written by one layout of rows must not be read by another.
#[test]
fn a_snapshot_has_the_layout_its_number_says() {
    let mut company = history();
    company.journal.keep_snapshot().unwrap();
    let snapshot = company.journal.store().snapshot().unwrap().unwrap();
    let now = format!("{} bytes, {}\n", snapshot.len(), Digest::sha256(&snapshot));
    let golden = include_str!("../golden/snapshot.txt");
    assert_eq!(
        now, golden,
        "raise LAYOUT in src/ledger/snapshot.rs, then write the first line here"
    );
}

#[test]
fn every_command_and_every_event_is_in_the_golden_history() {
    let (mut commands, mut events) = (BTreeSet::new(), BTreeSet::new());
    for company in [history(), opened()] {
        let mut next = 0;
        while next < company.journal.ledger().next_sequence() {
            let group = Group::read(&company.journal, next).unwrap();
            next = group.end();
            commands.insert(group.command().kind());
            for (_, event) in group.events() {
                let wire = serde_json::to_value(event).unwrap();
                let name = wire.as_str().map(str::to_owned);
                let name = name.or_else(|| wire.as_object()?.keys().next().cloned());
                events.insert(name.unwrap());
            }
        }
    }
    let of_restatements = |name: &String| name.starts_with("restate");
    let (restated, events): (BTreeSet<_>, BTreeSet<_>) =
        events.into_iter().partition(of_restatements);
    assert_eq!(restated.len(), 5, "{restated:?}");
    assert_eq!(commands, Command::KINDS.iter().copied().collect());
    // The count of the variants of `Event`: adding one without a golden fails here.
    assert_eq!(events.len(), 100, "{events:?}");
}

/// A journal as an auditor may be handed it: golden lines and the plan's text.
struct Handed;

impl Records for Handed {
    fn end(&self) -> Result<u64, RecordError> {
        Ok(GOLDEN.lines().count() as u64)
    }
    fn record(&self, sequence: u64) -> Result<Record, RecordError> {
        let line = GOLDEN.lines().nth(usize::try_from(sequence).unwrap());
        Record::from_bytes(sequence, line.ok_or(RecordError::Missing { sequence })?.as_bytes())
    }
    fn blob(&self, digest: &Digest) -> Result<Arc<str>, RecordError> {
        let of = |text: &&str| Digest::sha256(text.as_bytes()) == *digest;
        let texts = [
            crate::support::FIELD_PLAN,
            EXTRAS,
            CLOSING,
            HOLDS,
            POOLS,
            GROUND,
            DRAWS,
            POINTS,
            CAPS,
            PAY_CAPS,
            GIFTS,
        ];
        match texts.into_iter().find(of) {
            Some(text) => Ok(Arc::from(text)),
            None => history().journal.blob(digest), // a proposal
        }
    }
}

#[test]
fn golden_records_replay_to_the_same_ledger() {
    let ledger = Ledger::replay(&Handed).unwrap();
    laws::check_history(&ledger, &Handed).unwrap();
    assert_eq!(ledger.digest(), history().journal.ledger().digest());
}

#[test]
fn reading_and_writing_gives_the_same_bytes() {
    let numbered = |golden: &'static str| golden.lines().zip(0..);
    for (line, sequence) in numbered(GOLDEN).chain(numbered(OPENED)) {
        let record = Record::from_bytes(sequence, line.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(record.to_bytes()).unwrap(), line);
    }
}

#[test]
fn a_leaf_is_the_rfc_6962_hash_of_the_exact_bytes() {
    let company = history();
    let stored = company.journal.store().read(7).unwrap().unwrap();
    let mut prefixed = vec![0];
    prefixed.extend(&stored.bytes);
    assert_eq!(stored.leaf, Digest::sha256(&prefixed));
    assert_eq!(stored.leaf, leaf(&stored.bytes));
    let range = company.journal.store().compact_range().unwrap();
    assert_eq!(range.size(), company.journal.ledger().next_sequence());
}

#[test]
fn a_run_has_a_record_of_its_own_for_each_payee() {
    let company = history();
    let sheet = company.journal.ledger().run(&run("2026-01").next()).unwrap();
    let mut lines = 0;
    for sequence in 0..company.journal.ledger().next_sequence() {
        let record = company.journal.record(sequence).unwrap();
        let payees = record.events.iter().filter(|event| matches!(event, Event::RunLine(_)));
        let payees = payees.count();
        assert!(payees == 0 || (payees, record.events.len()) == (1, 1), "{record:?}");
        if matches!(record.head, Head::Later { .. }) {
            lines += payees;
        }
    }
    assert!(lines >= sheet.lines.len() && sheet.lines.len() == 2);
}

#[test]
fn wrong_bytes_are_named() {
    let line = GOLDEN.lines().next().unwrap();
    let read = |text: &str| Record::from_bytes(0, text.as_bytes());
    let newer = line.replacen("[1,1,1]", "[1,2,1]", 1);
    assert_eq!(read(&newer), Err(RecordError::Newer { sequence: 0, versions: [1, 2, 1] }));
    let unknown = line.replacen("\"v\":", "\"x\":1,\"v\":", 1);
    assert!(matches!(read(&unknown), Err(RecordError::Malformed { sequence: 0, .. })));
    assert!(matches!(read(&line[..line.len() - 1]), Err(RecordError::Malformed { .. })));
    assert!(matches!(Record::from_bytes(1, line.as_bytes()), Err(RecordError::Malformed { .. })));
    let part = line.replacen("\"part\":[1,1]", "\"part\":[2,1]", 1);
    assert!(matches!(read(&part), Err(RecordError::Malformed { .. })));
}

#[test]
fn natural_keys_are_pinned() {
    let lead = LeadId::named("7");
    let accept = Command::from(AcceptLead { lead, accepted_on: day("2026-01-05") });
    assert_eq!(Key::of(&accept).as_str(), "accept_lead:2cfee0db-415f-5e60-8f25-6d4099244e2d");
}

/// The files of an export, as they stand in a record.
const FILES: &str = concat!(
    r#"{"run":"us-field/2026-02/1","profile":"generic-long@1","#,
    r#""file":"cd9c7f5bc5df7c98ae4ae3ce5d1b0a4a3b6e1e2d3dd0b7c3a3d1c0d2c0f0a1b2","#,
    r#""lines":"27e1f32a416b6bfe40a9155cd39ba9f9adbcb8b9258bd74c2de28d87ccb85179","#,
    r#""total":"9.00 USD","files":[{"name":"us-field_2026-02_1.csv","profile":"generic-long@1","#,
    r#""layout":"27e1f32a416b6bfe40a9155cd39ba9f9adbcb8b9258bd74c2de28d87ccb85179","#,
    r#""digest":"cd9c7f5bc5df7c98ae4ae3ce5d1b0a4a3b6e1e2d3dd0b7c3a3d1c0d2c0f0a1b2","bytes":190,"#,
    r#""rows":2,"payees":1,"positive":"15.00 USD","negative":"-6.00 USD","net":"9.00 USD","#,
    r#""codes":[{"code":"BACK","total":"-6.00 USD"},{"code":"COMM","total":"15.00 USD"}],"#,
    r#""id_hash":84}]}"#,
);

#[test]
fn the_files_of_an_export_keep_their_bytes_and_an_export_without_them_its_own() {
    let export: RecordExport = serde_json::from_str(FILES).unwrap();
    assert_eq!(export.files[0].codes[0].code, "BACK");
    assert_eq!(serde_json::to_string(&export).unwrap(), FILES);
    let (before, _) = FILES.split_once(",\"files\"").unwrap();
    let before = format!("{before}}}");
    let export: RecordExport = serde_json::from_str(&before).unwrap();
    assert!(export.files.is_empty());
    assert_eq!(serde_json::to_string(&export).unwrap(), before);
}
