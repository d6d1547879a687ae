//! `statement`: what one payee is told about one month, as the page they get and as data.

use crate::fault::{Fault, Status};
use crate::journal_file::open;
use crate::names::Names;
use crate::out::{Out, Text};
use crate::outcome::RewardOut;
use clap::Args;
use referral_ledger::event::{CapMeasured, TakenFrom};
use referral_ledger::id::{ActorId, DrawId, PayeeId, ReasonCode};
use referral_ledger::ledger::view::InKindView;
use referral_ledger::ledger::view_draws::DrawRecovered;
use referral_ledger::money::Amount;
use referral_ledger::payout::threshold::Threshold;
use referral_ledger::refusal::Refusal;
use referral_ledger::report::statement::ReasonedLine;
use referral_ledger::report::statement_draws::{DrawLine, DrawTold};
use referral_ledger::report::statement_in_kind::InKindLine;
use referral_ledger::report::statement_left_out::{LeftOutLine, WhyLeftOut};
use referral_ledger::report::statement_lines::{
    DebtChange, DebtLine, HoldLine, PaidLine, VestedLine,
};
use referral_ledger::report::statement_pay_caps::PayCapLine;
use referral_ledger::report::{Statement as Report, StatementError};
use referral_ledger::time::{Date, Period};
use referral_ledger::why::Fate;
use serde::Serialize;
use std::path::PathBuf;

const EXAMPLE: &str = "\
Example:
  referral-ledger statement journal.redb T07 2026-01 --names names.csv";

/// Print what a payee is told about a month, each line with its reason.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLE)]
pub(crate) struct Statement {
    /// The journal's file.
    journal: PathBuf,
    /// The payee's id.
    payee: PayeeId,
    /// The month, as 2026-01.
    period: Period,
    #[command(flatten)]
    names: Names,
}

/// A statement as data. The figures add up: opening + earned - taken back
/// - paid + repaid + written off = closing.
#[derive(Debug, Serialize)]
struct StatementOut {
    payee: PayeeId,
    name: Option<String>,
    month: Period,
    closed: bool,
    opening: Amount,
    earned: Amount,
    taken_back: Amount,
    paid: Amount,
    repaid: Amount,
    written_off: Amount,
    closing: Amount,
    earned_lines: Vec<Reasoned>,
    taken_back_lines: Vec<Reasoned>,
    nothing_lines: Vec<Reasoned>,
    vested_lines: Vec<Vested>,
    hold_lines: Vec<Held>,
    draw_lines: Vec<Drawn>,
    left_out_lines: Vec<LeftOut>,
    above_cap_lines: Vec<AboveCap>,
    paid_lines: Vec<Paid>,
    debt_lines: Vec<Debt>,
    in_kind_lines: Vec<InKindOut>,
    in_kind_stands: Vec<InKindNow>,
    stands: Option<Stands>,
    #[serde(skip)]
    page: String,
}

/// A line with its Why.
#[derive(Debug, Serialize)]
struct Reasoned {
    #[serde(flatten)]
    reward: RewardOut,
    cause: String,
    clause: Option<String>,
    taken_from: Vec<Taken>,
}

#[derive(Debug, Serialize)]
struct Taken {
    place: TakenFrom,
    amount: Amount,
}

#[derive(Debug, Serialize)]
struct Vested {
    on: Date,
    due: Date,
    amount: Amount,
    lots: u32,
}

#[derive(Debug, Serialize)]
struct Held {
    on: Date,
    reward: String,
    reason: String,
    released: bool,
}

/// A run that left the payee out.
#[derive(Debug, Serialize)]
struct LeftOut {
    on: Date,
    run: String,
    payable: Amount,
    net: Amount,
    threshold: Option<Threshold>,
    missing: Option<Amount>,
    pulled: Option<ReasonCode>,
    rejected: Option<ReasonCode>,
}

/// What was above a cap when a run was locked.
#[derive(Debug, Serialize)]
struct AboveCap {
    on: Date,
    run: String,
    #[serde(flatten)]
    measured: CapMeasured,
}

#[derive(Debug, Serialize)]
struct Paid {
    on: Date,
    run: String,
    gross: Amount,
    draws: Amount,
    recovered: Amount,
    draws_recovered: Vec<Recovered>,
    kept_at_most: Option<Amount>,
    paid: Amount,
}

/// What became of what somebody owes who has left.
#[derive(Debug, Serialize)]
struct Debt {
    on: Date,
    change: &'static str,
    amount: Amount,
    reason: Option<String>,
    proposed_by: Option<String>,
    approved_by: Option<String>,
}

/// What a run kept against a draw.
#[derive(Debug, Serialize)]
struct Recovered {
    draw: DrawId,
    period: Period,
    amount: Amount,
}

/// What became of a draw that is to be paid back.
#[derive(Debug, Serialize)]
struct Drawn {
    on: Date,
    draw: DrawId,
    period: Period,
    #[serde(flatten)]
    told: DrawnTold,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "what")]
enum DrawnTold {
    Given { amount: Amount },
    Reckoned { covered: Amount, rest: Amount, recovered_from: Option<Date> },
    Ended { left: bool },
}

/// What happened to points, hours, gifts or badges.
#[derive(Debug, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum InKindOut {
    Awarded(Box<Reasoned>),
    TakenBack(Box<Reasoned>),
    Vested(Vested),
    Redeemed { on: Date, redemption: String, amount: Amount },
    HandedOver { on: Date, redemption: String, gift: String, given_by: String },
    PutBack { on: Date, amount: Amount },
    Expired { on: Date, due: Date, amount: Amount },
}

/// What there is of points, hours, gifts or badges, while the month is open.
#[derive(Debug, Serialize)]
struct InKindNow {
    held: Amount,
    usable: Amount,
    on_hold: Amount,
}

/// Where the closing balance is, while the month is open.
#[derive(Debug, Serialize)]
struct Stands {
    held_back: Amount,
    carried: Amount,
    queued: Amount,
    held: Amount,
    payable: Amount,
    on_hold: Amount,
    in_run: Amount,
    owed_back: Amount,
    former_debt: Amount,
    draws_owed: Amount,
    later: Amount,
}

impl Statement {
    pub(crate) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        let names = self.names.directory()?;
        let journal = open(&self.journal)?;
        let report = Report::of(journal.ledger(), &journal.records(), &self.payee, self.period);
        let report = report.map_err(|why| match why {
            StatementError::PayeeUnknown { payee } => Refusal::PayeeUnknown { payee }.into(),
            StatementError::Record(fault) => fault.into(),
            other => Fault::new("C1005", other.to_string()),
        })?;
        let name = names.name(&self.payee).map(str::to_owned);
        out.tell(&StatementOut { name, page: report.render(&names), ..StatementOut::of(&report) })?;
        Ok(Status::Done)
    }
}

impl StatementOut {
    fn of(it: &Report) -> StatementOut {
        let sums = it.sums();
        let reasoned = |lines: &[ReasonedLine]| lines.iter().map(Reasoned::of).collect();
        StatementOut {
            payee: it.payee().clone(),
            name: None,
            month: it.month(),
            closed: it.is_closed(),
            opening: sums.opening,
            earned: sums.earned,
            taken_back: sums.taken_back,
            paid: sums.paid,
            repaid: sums.repaid,
            written_off: sums.written_off,
            closing: sums.closing,
            earned_lines: reasoned(it.earned()),
            taken_back_lines: reasoned(it.taken_back()),
            nothing_lines: reasoned(it.nothing()),
            vested_lines: it.vested().iter().map(Vested::of).collect(),
            hold_lines: it.holds().iter().map(Held::of).collect(),
            draw_lines: it.draws().iter().map(Drawn::of).collect(),
            left_out_lines: it.left_out().iter().map(LeftOut::of).collect(),
            above_cap_lines: it.pay_caps().iter().map(AboveCap::of).collect(),
            paid_lines: it.paid().iter().map(Paid::of).collect(),
            debt_lines: it.debts().iter().map(Debt::of).collect(),
            in_kind_lines: it.in_kind().iter().map(InKindOut::of).collect(),
            in_kind_stands: it.in_kind_stands().iter().map(InKindNow::of).collect(),
            stands: it.stands().map(|at| Stands {
                held_back: at.held_back,
                carried: at.carried,
                queued: at.queued,
                held: at.held,
                payable: at.payable,
                on_hold: at.on_hold,
                in_run: at.in_run,
                owed_back: at.owed_back,
                former_debt: at.former_debt,
                draws_owed: at.draws_owed,
                later: at.later,
            }),
            page: String::new(),
        }
    }
}

impl Reasoned {
    fn of(line: &ReasonedLine) -> Reasoned {
        let taken =
            |(place, amount): &(TakenFrom, Amount)| Taken { place: *place, amount: *amount };
        Reasoned {
            reward: RewardOut::of_why(&line.why),
            cause: line.cause.to_string(),
            clause: line.clause.clone(),
            taken_from: line.taken_from.iter().map(taken).collect(),
        }
    }
}

impl InKindOut {
    fn of(line: &InKindLine) -> InKindOut {
        match line {
            InKindLine::Reasoned(line) if line.why.fate == Fate::TakenBack => {
                InKindOut::TakenBack(Box::new(Reasoned::of(line)))
            }
            InKindLine::Reasoned(line) => InKindOut::Awarded(Box::new(Reasoned::of(line))),
            InKindLine::Vested(line) => InKindOut::Vested(Vested::of(line)),
            InKindLine::Redeemed { on, redemption: Some(redemption), amount } => {
                InKindOut::Redeemed { on: *on, redemption: redemption.to_string(), amount: *amount }
            }
            InKindLine::HandedOver { on, redemption, gift, given_by } => InKindOut::HandedOver {
                on: *on,
                redemption: redemption.to_string(),
                gift: gift.to_string(),
                given_by: given_by.to_string(),
            },
            InKindLine::Redeemed { on, redemption: None, amount } => {
                InKindOut::PutBack { on: *on, amount: *amount }
            }
            InKindLine::Expired { on, due, amount } => {
                InKindOut::Expired { on: *on, due: *due, amount: *amount }
            }
        }
    }
}

impl InKindNow {
    fn of(view: &InKindView) -> InKindNow {
        InKindNow { held: view.held, usable: view.usable, on_hold: view.on_hold }
    }
}

impl Vested {
    fn of(line: &VestedLine) -> Vested {
        Vested { on: line.on, due: line.due, amount: line.amount, lots: line.lots }
    }
}

impl Held {
    fn of(line: &HoldLine) -> Held {
        let (reward, reason) = (line.reward.to_string(), line.reason.to_string());
        Held { on: line.on, reward, reason, released: line.is_release }
    }
}

impl LeftOut {
    fn of(line: &LeftOutLine) -> LeftOut {
        let (mut threshold, mut missing, mut pulled, mut rejected) = (None, None, None, None);
        match &line.why {
            WhyLeftOut::Below { threshold: least, missing: more } => {
                (threshold, missing) = (Some(*least), Some(*more));
            }
            WhyLeftOut::Pulled(reason) => pulled = Some(reason.clone()),
            WhyLeftOut::Rejected(reason) => rejected = Some(reason.clone()),
        }
        LeftOut {
            on: line.on,
            run: line.run.to_string(),
            payable: line.payable,
            net: line.net,
            threshold,
            missing,
            pulled,
            rejected,
        }
    }
}

impl AboveCap {
    fn of(line: &PayCapLine) -> AboveCap {
        let measured = line.measured.clone();
        AboveCap { on: line.on, run: line.run.to_string(), measured }
    }
}

impl Paid {
    fn of(line: &PaidLine) -> Paid {
        let recovered = |it: &DrawRecovered| Recovered {
            draw: it.draw.clone(),
            period: it.period,
            amount: it.amount,
        };
        Paid {
            on: line.on,
            run: line.run.to_string(),
            gross: line.gross,
            draws: line.draws,
            recovered: line.recovered,
            draws_recovered: line.draws_recovered.iter().map(recovered).collect(),
            kept_at_most: line.kept_at_most,
            paid: line.paid,
        }
    }
}

impl Drawn {
    fn of(line: &DrawLine) -> Drawn {
        let told = match &line.told {
            DrawTold::Given { amount, .. } => DrawnTold::Given { amount: *amount },
            DrawTold::Reckoned { covered, rest, from } => {
                DrawnTold::Reckoned { covered: *covered, rest: *rest, recovered_from: *from }
            }
            DrawTold::Ended { left } => DrawnTold::Ended { left: *left },
        };
        Drawn { on: line.on, draw: line.draw.clone(), period: line.period, told }
    }
}

impl Debt {
    fn of(line: &DebtLine) -> Debt {
        let by = |who: fn(&(ActorId, ActorId)) -> &ActorId| line.by.as_ref().map(who);
        Debt {
            on: line.on,
            change: match line.change {
                DebtChange::Moved => "moved",
                DebtChange::Repaid => "repaid",
                DebtChange::WrittenOff => "written_off",
                DebtChange::NoLongerWrittenOff => "no_longer_written_off",
            },
            amount: line.amount,
            reason: line.reason.as_ref().map(ToString::to_string),
            proposed_by: by(|it| &it.0).map(ToString::to_string),
            approved_by: by(|it| &it.1).map(ToString::to_string),
        }
    }
}

impl Text for StatementOut {
    fn text(&self) -> String {
        self.page.clone()
    }
}
