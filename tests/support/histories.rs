//! Generated histories: small numbers, told to a company as commands in their order.
//!
//! A step is a handful of numbers. It is read against what is on file when its turn comes, so that
//! most commands are accepted, some are refused, and a failure shrinks to few steps. Nothing here
//! knows what a reward should be.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)] // every test uses its own part of it

#[path = "by_hand.rs"]
mod by_hand;
#[path = "draws.rs"]
pub mod draws;
#[path = "whole/hands.rs"]
mod hands;
#[path = "whole/people.rs"]
mod people;
#[path = "plan_variants.rs"]
pub mod plan_variants;
#[path = "scribe.rs"]
pub mod scribe;
#[path = "thresholds.rs"]
mod thresholds;
#[path = "whole/words.rs"]
mod words;

use proptest::prelude::*;
use proptest::sample::select;
use referral_ledger::attribution::Credit;
use referral_ledger::command::*;
use referral_ledger::deal::Line;
use referral_ledger::id::{CustomerId, DealId, LeadId, PayGroupId, PayeeId, PaymentId, RefundId};
use referral_ledger::lead::{LeadKind, LeadStage};
use referral_ledger::ledger::view_runs::RunLineView;
use referral_ledger::money::Amount;
use referral_ledger::payout::{Acknowledgement, Pulled, RunId, RunStage, Whom};
use referral_ledger::report::{Directory, PaySheet, Problem, Profile};
use referral_ledger::time::Date;
use referral_ledger::told::Told;
use scribe::{Company, GROUPS, id, unit, usd};
use std::fmt;
use std::sync::LazyLock;

/// What a step is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A report, its acceptance and its win, on one day.
    Sell,
    Report,
    Accept,
    Win,
    Install,
    Invoice,
    Pay,
    Refund,
    Cancel,
    Reject,
    Lose,
    Expire,
    Hire,
    Leave,
    /// Days pass.
    Pass,
    /// Days pass and months are closed, as far as they are over.
    Close,
    /// After the end of the month a run is locked, approved, exported and settled, or given up on
    /// the way.
    Payout,
    Lock,
    Approve,
    Export,
    /// Payroll answers for some lines, or for all.
    Acknowledge,
    Settle,
    Void,
    /// A payee gets a manager, or none.
    Manage,
    /// A payee joins a team, or leaves it.
    Join,
    /// A payee is put under a plan.
    Assign,
    /// A payee is taken off a plan.
    Unassign,
    /// What waits for an approval is approved.
    ApproveReward,
    /// A reward is put on hold by hand.
    Hold,
    /// A hold by hand is released.
    Release,
    /// The customer is met.
    Meet,
    /// Sales make an offer.
    Quote,
    /// A customer who might have left stays.
    Retain,
    /// Points are redeemed.
    Redeem,
    /// A lead is touched.
    Touch,
    /// The customer wishes a claim away.
    ReleaseClaim,
    /// Sales had the opportunity already.
    Exclude,
    /// A rejected lead comes back.
    Restore,
    /// A payee is blocked.
    Block,
    /// A payee is blocked no more.
    Unblock,
    /// A customer is a payee's own, or is not.
    Tie,
    /// A payee gets a draw.
    Draw,
    /// A draw of a payee ends sooner.
    EndDraw,
    /// A refund, a payment, a win or a report was told by mistake.
    Retract,
    /// Something is given to a payee or taken by hand, by two persons or not.
    Adjust,
    /// What a closed month should have come to is studied, posted, and approved or not.
    Restate,
    /// What stood in the system before is opened.
    Open,
    /// What somebody owes who has left is moved, paid back or written off.
    Debt,
    /// A pay group has a threshold, or what stayed below it lapses.
    Threshold,
    /// The credit for a lead is somebody else's.
    Reassign,
    /// An earlier command once more, under its key or another one.
    Again,
    /// Another command under an earlier key.
    Reword,
    /// Something that should not be.
    Stray,
}

/// How often each act comes up: acts of leads and deals.
pub const FACTS: &[(usize, Act)] = &[
    (6, Act::Sell),
    (12, Act::Pay),
    (9, Act::Refund),
    (2, Act::Report),
    (2, Act::Accept),
    (2, Act::Win),
    (2, Act::Install),
    (1, Act::Invoice),
    (2, Act::Cancel),
    (1, Act::Reject),
    (1, Act::Lose),
    (1, Act::Expire),
    (1, Act::Hire),
    (1, Act::Leave),
];
/// Payees who leave.
pub const LEAVERS: &[(usize, Act)] = &[(3, Act::Leave)];
/// Many payments of few deals.
pub const MONEY: &[(usize, Act)] = &[(1, Act::Sell), (10, Act::Pay), (2, Act::Refund)];
/// Days and months.
pub const DAYS: &[(usize, Act)] = &[(3, Act::Pass), (2, Act::Close)];
/// Payout runs.
pub const RUNS: &[(usize, Act)] = &[
    (8, Act::Payout),
    (3, Act::Lock),
    (2, Act::Approve),
    (1, Act::Export),
    (2, Act::Acknowledge),
    (1, Act::Settle),
    (2, Act::Void),
];
/// Who is in which team, under whom and on which plan, is blocked, or is the customer.
pub const PEOPLE: &[(usize, Act)] = &[
    (1, Act::Manage),
    (1, Act::Join),
    (2, Act::Assign),
    (1, Act::Unassign),
    (1, Act::Block),
    (1, Act::Unblock),
    (1, Act::Tie),
    (4, Act::Touch),
    (5, Act::ReleaseClaim),
    (2, Act::Exclude),
    (1, Act::Restore),
];
/// Who has which draw.
pub const DRAWS: &[(usize, Act)] = &[(3, Act::Draw), (1, Act::EndDraw)];
/// Which pay group has which threshold, and what lapses.
pub const THRESHOLDS: &[(usize, Act)] = &[(3, Act::Threshold)];
/// What people approve, hold and release.
pub const HANDS: &[(usize, Act)] = &[(3, Act::ApproveReward), (2, Act::Hold), (1, Act::Release)];
/// What people redeem.
pub const SHOP: &[(usize, Act)] = &[(3, Act::Redeem)];
/// The same under plans whose holds nobody approves.
pub const HOLDS: &[(usize, Act)] = &[(1, Act::Hold), (1, Act::Release)];
/// What comes between a lead's report and its end, and customers who stay.
pub const COURSE: &[(usize, Act)] = &[(1, Act::Meet), (1, Act::Quote), (2, Act::Retain)];
/// What was told by mistake.
pub const MISTAKES: &[(usize, Act)] = &[(4, Act::Retract)];
/// What is corrected by hand.
pub const BY_HAND: &[(usize, Act)] =
    &[(3, Act::Adjust), (3, Act::Restate), (3, Act::Open), (4, Act::Debt), (3, Act::Reassign)];
/// What should not be, or should be said once.
pub const WILD: &[(usize, Act)] = &[(2, Act::Again), (2, Act::Reword), (4, Act::Stray)];

/// One step: what it is about, whom and what it picks, an amount in minor units, the days since
/// the step before, and how many days late it is told.
#[derive(Clone, Copy)]
pub struct Step {
    pub act: Act,
    pub who: usize,
    pub which: usize,
    pub size: i64,
    pub gap: u32,
    pub late: u32,
}

/// On one line, however it is asked for.
impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Step { act, who, which, size, gap, late } = self;
        write!(f, "{act:?} who {who}, which {which}, size {size}, gap {gap}, late {late}")
    }
}

/// Steps of the acts given, at most so many.
pub fn steps(acts: &[&[(usize, Act)]], most: usize) -> impl Strategy<Value = Vec<Step>> + use<> {
    let acts: Vec<Act> = acts
        .concat()
        .into_iter()
        .flat_map(|(weight, act)| std::iter::repeat_n(act, weight))
        .collect();
    let sizes = [10_000, 1, 24, 25, 26, 49, 50, 51, 75, 100, 250, 333, 12_345, 99_999, 1_000_000];
    let size = prop_oneof![select(sizes.to_vec()), 1..200_000_i64];
    let gap = select(vec![0, 0, 0, 0, 1, 1, 2, 5, 9, 10, 11, 29, 30, 31, 40]);
    let late = select(vec![0, 0, 0, 0, 0, 0, 0, 1, 2, 10, 20, 35]);
    let step = (select(acts), 0..12_usize, 0..16_usize, size, gap, late);
    let step = step.prop_map(|(act, who, which, size, gap, late)| Step {
        act,
        who,
        which,
        size,
        gap,
        late,
    });
    prop::collection::vec(step, 1..=most)
}

impl Company {
    pub fn payee(&self, who: usize) -> PayeeId {
        self.payees[who % self.payees.len()].clone()
    }

    /// A lead in one of these stages; any lead, or one that is not on file, where there is none.
    fn lead(&self, which: usize, stages: &[LeadStage]) -> LeadId {
        let stage = |lead: &&LeadId| {
            self.journal.ledger().lead(**lead).is_some_and(|it| stages.contains(&it.stage))
        };
        let fit: Vec<LeadId> = self.leads.iter().filter(stage).copied().collect();
        let from = if fit.is_empty() { &self.leads } else { &fit };
        pick(from, which).unwrap_or(LeadId::named("stray"))
    }

    fn deal(&self, which: usize) -> DealId {
        // Many facts of few deals: what accumulates for a deal comes up.
        let recent = if self.whole { self.deals.len().saturating_sub(3) } else { 0 };
        pick(&self.deals[recent..], which).unwrap_or(DealId::named("stray"))
    }

    /// One of a few customers, so that leads of one meet.
    pub fn customer(&self, step: &Step) -> CustomerId {
        CustomerId::named(&format!("{}customer {}", self.prefix, step.which % 5))
    }

    /// Does what a step says.
    pub fn perform(&mut self, step: &Step) {
        self.today = self.today.plus_days(step.gap).unwrap();
        let on = (0..step.late).fold(self.today, |day, _| day.previous().unwrap());
        match step.act {
            Act::Sell => {
                let lead = self.report(step, on);
                self.tell("sales", AcceptLead { lead, accepted_on: on });
                self.win(step, lead, on);
            }
            Act::Report => drop(self.report(step, on)),
            Act::Accept => {
                let lead = self.lead(step.which, &[LeadStage::Reported]);
                let by = if step.who == 11 { self.payee(0).to_string() } else { "sales".into() };
                self.tell(&by, AcceptLead { lead, accepted_on: on });
            }
            Act::Win => {
                let lead = self.lead(step.which, &[LeadStage::Accepted, LeadStage::Reported]);
                self.win(step, lead, on);
            }
            Act::Meet | Act::Quote | Act::Retain => self.goes_on(step, on),
            Act::Install => {
                let deal = self.deal(step.which);
                self.tell("sales", InstallDeal { deal, installed_on: on });
            }
            Act::Invoice => {
                let deal = self.deal(step.which);
                self.tell("billing", InvoiceDeal { deal, invoiced_on: on });
            }
            Act::Pay => drop(self.pay(self.deal(step.which), step.size, on)),
            Act::Refund => self.refund(step, on),
            Act::Cancel => {
                let (deal, reason) = (self.deal(step.which), id("withdrew"));
                self.tell("sales", CancelDeal { deal, cancelled_on: on, reason });
            }
            Act::Reject | Act::Lose | Act::Expire => self.end(step, on),
            Act::Hire => self.hire(&format!("hand{}", step.which), step.who % 2, on),
            Act::Leave => {
                // Told ahead of the day, on it, or after it; then mostly once it has passed.
                let last_day = match step.which % 4 {
                    0 => on.plus_days(20),
                    1 => Some(on),
                    _ => on.previous(),
                };
                let (payee, last_day) = (self.payee(step.who), last_day.unwrap_or(on));
                self.tell("hr", LeavePayee { payee, last_day });
                if step.which.is_multiple_of(2) {
                    self.pass();
                }
                if self.whole && last_day <= on {
                    // What came in by the last day is told after it.
                    self.pay(self.deal(step.which / 4), step.size, last_day);
                }
            }
            Act::Pass => self.pass(),
            Act::Close => {
                self.pass();
                for _ in 0..=step.who {
                    if !self.tell("finance", ClosePeriod { period: self.closes }) {
                        break;
                    }
                }
            }
            Act::Payout | Act::Lock => self.pay_out(step),
            Act::Approve | Act::Export | Act::Acknowledge | Act::Settle | Act::Void => {
                self.move_run(step);
            }
            Act::ApproveReward | Act::Hold | Act::Release => self.by_hand(step),
            Act::Redeem => self.redeem(step, on),
            Act::Manage
            | Act::Join
            | Act::Assign
            | Act::Unassign
            | Act::Block
            | Act::Unblock
            | Act::Tie => self.place(step, on),
            Act::Draw | Act::EndDraw => self.draw(step, on),
            Act::Restore => {
                let lead = self.lead(step.which, &[LeadStage::Rejected, LeadStage::Excluded]);
                self.claim(step.act, lead, on);
            }
            Act::Touch | Act::ReleaseClaim | Act::Exclude => {
                let lead = self.lead(step.which, &[LeadStage::Reported, LeadStage::Accepted]);
                self.claim(step.act, lead, on);
            }
            Act::Retract => self.retract(step),
            Act::Adjust => self.adjust(step),
            Act::Debt => self.settle_debt(step, on),
            Act::Threshold => self.threshold(step, on),
            Act::Restate => self.restate(step),
            Act::Open => self.open_before(step, on),
            Act::Reassign => self.reassign(step, on),
            Act::Again | Act::Reword => self.again(step),
            Act::Stray => self.stray(step, on),
        }
    }

    fn report(&mut self, step: &Step, heard_on: Date) -> LeadId {
        let name = self.name("lead");
        let (lead, customer) = (LeadId::named(&name), self.customer(step));
        let by = self.payee(step.who);
        // Equipment comes up most often: its rule has the hold and the window.
        let kind = LeadKind::BUILT_IN[[0, 3, 5, 1, 4, 2, 6][step.which % 7]].clone();
        let mut credits = Vec::new();
        if step.who >= 4 {
            credits.push(Credit { role: id("co_source"), payee: self.payee(step.who + 1) });
        }
        if step.who >= 9 {
            credits.push(Credit { role: id("pre_sales"), payee: self.payee(step.who + 2) });
        }
        credits.extend(self.advised(step));
        let facts = self.facts_of_report(step);
        self.tell(
            by.as_str(),
            ReportLead { lead, by: by.clone(), customer, kind, heard_on, credits, facts },
        );
        lead
    }

    fn win(&mut self, step: &Step, lead: LeadId, won_on: Date) {
        let deal = DealId::named(&self.name("deal"));
        let lines = if step.which.is_multiple_of(3) { vec![] } else { self.lines(step.size) };
        let mut credits = Vec::new();
        if step.who == 3 {
            credits.push(Credit { role: id("co_source"), payee: self.payee(step.which) });
        }
        let facts = self.facts_of_win(step);
        self.tell("sales", WinDeal { deal, lead, won_on, lines, credits, facts });
    }

    fn goes_on(&mut self, step: &Step, on: Date) {
        let lead = self.lead(step.which, &[LeadStage::Accepted, LeadStage::Reported]);
        let lines = self.lines(step.size);
        match step.act {
            Act::Meet => self.tell("sales", MeetLead { lead, met_on: on }),
            Act::Quote => self.tell("sales", QuoteLead { lead, quoted_on: on, lines }),
            _ => {
                let (deal, facts) = (DealId::named(&self.name("deal")), self.facts_of_win(step));
                let (retained_on, credits) = (on, vec![]);
                let retain = RetainCustomer { deal, lead, retained_on, lines, credits, facts };
                self.tell("sales", retain)
            }
        };
    }

    /// Money comes in for a deal; says whether it could.
    pub fn pay(&mut self, deal: DealId, minor: i64, received_on: Date) -> bool {
        let payment = PaymentId::named(&self.name("payment"));
        let lines = self.lines(minor);
        self.tell("bank", RecordPayment { payment, deal, received_on, lines })
    }

    fn refund(&mut self, step: &Step, on: Date) {
        let Some(received) = pick(&self.payments, step.which) else { return };
        let rest = received.net - received.returned;
        let minor = match step.who % 6 {
            0..=2 => rest.max(1),
            3 => (rest / 2).max(1),
            4 => step.size.min(rest).max(1),
            _ => rest + i64::from(step.size > 1_000),
        };
        self.give_back(received.payment, minor.max(1), on);
    }

    /// Money of a payment goes back.
    pub fn give_back(&mut self, payment: PaymentId, minor: i64, refunded_on: Date) {
        let refund = RefundId::named(&self.name("refund"));
        self.tell("bank", RecordRefund { refund, payment, refunded_on, lines: lines(minor) });
    }

    fn end(&mut self, step: &Step, on: Date) {
        let lead = self.lead(step.which, &[LeadStage::Reported, LeadStage::Accepted]);
        let reason = id("no-budget");
        match step.act {
            Act::Reject => self.tell("sales", RejectLead { lead, rejected_on: on, reason }),
            Act::Lose => self.tell("sales", LoseLead { lead, lost_on: on, reason }),
            _ => self.tell("sales", ExpireLead { lead, expired_on: on }),
        };
    }

    /// Days pass through yesterday.
    pub fn pass(&mut self) {
        let through = self.today.previous().unwrap();
        if self.journal.ledger().passed_through().is_none_or(|passed| passed < through) {
            self.tell("cron", PassDay { through });
        }
    }

    fn pay_out(&mut self, step: &Step) {
        if step.act == Act::Payout {
            let first = self.today.month().until();
            self.today = first.plus_days(step.late).unwrap();
        }
        self.pass();
        let yesterday = self.today.previous().unwrap();
        let cut_off = (0..step.late).fold(yesterday, |day, _| day.previous().unwrap());
        let group: PayGroupId = id(GROUPS[usize::from(step.which.is_multiple_of(4))].0);
        let period = self.journal.ledger().pay_period(&group, cut_off);
        let mut run = RunId::first(group, period.unwrap_or_else(|| cut_off.month()));
        let stage = |run: &RunId| self.journal.ledger().run(run).map(|it| it.stage);
        while matches!(stage(&run), Some(RunStage::Void | RunStage::Settled)) {
            run = run.next();
        }
        let settled = run.sequence > 1;
        let whom = self.whom(step);
        let off_cycle = settled && step.size % 4 != 3 || matches!(whom, Whom::Only(_));
        let lock = LockRun { run: run.clone(), cut_off, whom, off_cycle };
        let locked = self.tell("payroll", lock);
        if !locked || step.act == Act::Lock {
            return;
        }
        let ways: [&[Act]; 5] = [
            &[Act::Approve, Act::Export, Act::Settle],
            &[Act::Approve, Act::Void],
            &[Act::Void],
            &[Act::Approve, Act::Export],
            &[Act::Approve, Act::Export, Act::Acknowledge, Act::Acknowledge, Act::Settle],
        ];
        let way = [0, 0, 4, 1, 1, 2, 3][step.who % 7];
        ways[way].iter().for_each(|act| self.move_one(*act, &run, 0));
    }

    /// Everybody, mostly; one alone, or everybody but one.
    fn whom(&self, step: &Step) -> Whom {
        let payee: PayeeId = id(["ana", "ben", "cleo", "eve"][step.which % 4]);
        match step.size % 16 {
            0 => Whom::Only(vec![payee]),
            1 => Whom::AllBut(vec![Pulled { payee, reason: id("identity-check") }]),
            _ => Whom::Everybody,
        }
    }

    /// What payroll says of the lines that have no answer, or of the first of them.
    fn acknowledge(&mut self, run: &RunId, who: usize) {
        let view = self.journal.ledger().run(run).unwrap();
        let open = view.lines.iter().filter(|line| line.answer.is_none());
        let answer = |(at, line): (usize, &RunLineView)| AcknowledgedLine {
            payee: line.payee.clone(),
            answer: match (at + who) % 3 {
                0 => Acknowledgement::Rejected(id("no-account")),
                _ => Acknowledgement::Accepted,
            },
        };
        let all: Vec<_> = open.enumerate().map(answer).collect();
        let some = if who.is_multiple_of(4) { all.len().min(1) } else { all.len() };
        let lines = all[..some].to_vec();
        self.tell("job", AcknowledgeLines { run: run.clone(), lines });
    }

    fn move_run(&mut self, step: &Step) {
        let Some(run) = pick(&self.runs, step.which) else { return };
        self.move_one(step.act, &run, step.who);
    }

    fn move_one(&mut self, act: Act, run: &RunId, who: usize) {
        let (view, run) = (self.journal.ledger().run(run).unwrap(), run.clone());
        let human = ["controller", "controller", "payroll", "ana", "job"][who % 5];
        match act {
            Act::Acknowledge => {
                self.acknowledge(&run, who + usize::from(view.digest.as_bytes()[0]));
                true
            }
            Act::Approve => self.tell(human, ApproveRun { run, digest: view.digest }),
            Act::Export => {
                let export = match self.journal.ledger().pay_sheet(&run) {
                    Ok(sheet) if who % 5 < 3 => written(&sheet),
                    _ => {
                        let (profile, lines, total) = (id("generic@1"), view.digest, view.paid);
                        RecordExport { run, profile, file: lines, lines, total, files: vec![] }
                    }
                };
                self.tell("job", export)
            }
            Act::Settle => self.tell("job", SettleRun { run }),
            _ => self.tell(human, VoidRun { run, reason: id("wrong-month") }),
        };
    }

    fn again(&mut self, step: &Step) {
        let old = &self.said[step.which * 7 % self.said.len()];
        let (key, command) = (old.told.key.clone(), old.command.clone());
        let (key, command) = match (step.act, step.who % 2) {
            (Act::Again, 0) => (key, command),
            (Act::Again, _) => (id(&format!("again-{}", self.told)), command),
            _ => (key, self.said[step.who * 5 % self.said.len()].command.clone()),
        };
        self.tell_under(key, "job", command);
    }

    fn stray(&mut self, step: &Step, on: Date) {
        let (deal, payment) = (self.deal(step.which), PaymentId::named("stray"));
        let euros = vec![Line::of_net(Amount::from_minor(step.size, unit("EUR")).unwrap())];
        let hour_before = self.today.at_utc(16, 0).unwrap();
        let pay = RecordPayment { payment, deal, received_on: on, lines: euros };
        match step.who {
            0 => drop(self.tell("bank", pay)),
            1 => drop(self.tell("bank", RecordPayment { lines: vec![], ..pay })),
            2 => drop(self.pay(DealId::named("stray"), step.size, on)),
            3 => drop(self.pay(deal, Amount::BOUND_MINOR, on)),
            4 => self.give_back(payment, step.size, on),
            5 => drop(self.pay(deal, step.size, self.today.plus_days(1).unwrap())),
            6 => drop(self.tell("cron", PassDay { through: self.today })),
            7 => drop(self.tell("finance", ClosePeriod { period: self.today.month() })),
            8 => {
                let told = Told { at: hour_before, by: self.actor("bank"), key: id("early") };
                self.submit(told, pay.into());
            }
            9 => self.hire("dora", 2, on),
            10 => {
                let run = RunId::first(id("us-field"), self.today.month());
                self.tell("payroll", LockRun::regular(run.next(), on));
            }
            _ => {
                let (lead, by) = (LeadId::named(&self.name("lead")), id("dora"));
                let (customer, kind) = (CustomerId::named("c"), LeadKind::Upgrade);
                let report = ReportLead {
                    lead,
                    by,
                    customer,
                    kind,
                    heard_on: on,
                    credits: vec![],
                    facts: vec![],
                };
                self.tell("dora", report);
            }
        }
    }
}

pub fn pick<T: Clone>(from: &[T], which: usize) -> Option<T> {
    (!from.is_empty()).then(|| from[which % from.len()].clone())
}

/// One line, or two for larger amounts.
fn lines(minor: i64) -> Vec<Line> {
    let cents = minor % 100;
    if minor > 10_000 && cents > 0 {
        return vec![Line::of_net(usd(minor - cents)), Line::of_net(usd(cents))];
    }
    vec![Line::of_net(usd(minor))]
}

/// What each amount is for, a net amount, and a journal.
static PROFILES: LazyLock<[Profile; 3]> = LazyLock::new(|| {
    let itemised = include_str!("../../examples/profiles/harbour-payables.toml")
        .replace("[\"contractor\"]", "[\"employee\", \"contractor\"]")
        .replace("\"USD\"", "\"any\"")
        .replace("scale = 2", "scale = \"currency\"");
    let journal = Profile::shipped("iif-journal").unwrap();
    [Profile::read(&itemised).unwrap(), Profile::generic_long(), journal]
});

/// The export of a run in a file that says what each amount is for, and in a journal. They are
/// counted on the way: the file pays the run, and the journal comes to zero.
fn written(sheet: &PaySheet) -> RecordExport {
    let named = sheet.lines().iter().map(|line| &line.payee);
    let names = named.fold(Directory::new(), |names, payee| names.with(payee, payee.as_str()));
    let [itemised, net, journal] = &*PROFILES;
    // What came again after it was paid and taken back leaves no items to tell.
    let profile = if sheet.items().is_some() { itemised } else { net };
    let mut files = vec![sheet.render(profile, &names).unwrap()];
    assert_eq!(files[0].totals().net, sheet.total());
    match sheet.render(journal, &names) {
        Ok(journal) => {
            assert!(journal.totals().net.is_zero());
            files.push(journal);
        }
        // A journal is of one currency, and a run that converts has two.
        Err(why) => assert_eq!(why.problems(), [Problem::Converted]),
    }
    sheet.export(&files)
}
