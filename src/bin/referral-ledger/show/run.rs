//! A payout run as a page and as JSON: the lines that a lock froze, and their digest.

use crate::fault::Fault;
use crate::fields::{page, table};
use crate::names::who;
use crate::out::Text;
use referral_ledger::Ledger;
use referral_ledger::ledger::view_draws;
use referral_ledger::ledger::view_pay_caps::PayCapView;
use referral_ledger::ledger::view_runs::{PulledView, RunView};
use referral_ledger::ledger::view_thresholds::LeftOutView;
use referral_ledger::payout::threshold::Threshold;
use referral_ledger::payout::{RunId, RunStage};
use referral_ledger::refusal::Refusal;
use referral_ledger::report::Directory;
use serde::Serialize;

/// A run.
#[derive(Debug, Serialize)]
pub(crate) struct RunOut {
    pub(crate) run: String,
    pub(crate) stage: &'static str,
    cut_off: String,
    pub(crate) digest: String,
    gross: String,
    draws: String,
    recovered: String,
    paid: String,
    lines: Vec<LineOut>,
    left_out: Vec<LeftOutOut>,
    caps: Vec<CapOut>,
    pulled: Vec<PulledOut>,
    off_cycle: bool,
    rejected: String,
}

/// How a cap at payout measured somebody.
#[derive(Debug, Serialize)]
struct CapOut {
    payee: String,
    name: Option<String>,
    plan: String,
    cap: String,
    at_most: String,
    used: String,
    takes: String,
    above: String,
    is_lost: bool,
    #[serde(skip)]
    is_above: bool,
}

/// Somebody who was pulled by name.
#[derive(Debug, Serialize)]
struct PulledOut {
    payee: String,
    name: Option<String>,
    payable: String,
    net: String,
    reason: String,
}

/// Somebody below the threshold.
#[derive(Debug, Serialize)]
struct LeftOutOut {
    payee: String,
    name: Option<String>,
    gross: String,
    draws: String,
    net: String,
    threshold: Threshold,
    missing: String,
}

/// One payee's line.
#[derive(Debug, Serialize)]
struct LineOut {
    payee: String,
    name: Option<String>,
    worker_class: &'static str,
    lots: usize,
    gross: String,
    draws: String,
    recovered: String,
    draws_recovered: Vec<DrawRecovered>,
    paid: String,
    /// By which rate that was converted.
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<String>,
    /// What payroll said of it.
    answer: Option<String>,
}

/// What a line keeps against a draw.
#[derive(Debug, Serialize)]
struct DrawRecovered {
    draw: String,
    period: String,
    amount: String,
}

impl RunOut {
    pub(crate) fn of(ledger: &Ledger, run: &RunId, names: &Directory) -> Result<RunOut, Fault> {
        let view = ledger.run(run).ok_or_else(|| Refusal::RunUnknown { run: run.clone() })?;
        Ok(RunOut::of_view(&view, names))
    }

    pub(crate) fn of_view(view: &RunView, names: &Directory) -> RunOut {
        let of_draw = |it: &view_draws::DrawRecovered| DrawRecovered {
            draw: it.draw.to_string(),
            period: it.period.to_string(),
            amount: it.amount.to_string(),
        };
        let line = |line: &referral_ledger::ledger::view_runs::RunLineView| LineOut {
            payee: line.payee.to_string(),
            name: names.name(&line.payee).map(str::to_owned),
            worker_class: line.class.word(),
            lots: line.lots,
            gross: line.gross.to_string(),
            draws: line.draws.to_string(),
            recovered: line.recovered.to_string(),
            draws_recovered: line.draws_recovered.iter().map(of_draw).collect(),
            paid: line.paid.to_string(),
            rate: line.exchanged.as_ref().map(ToString::to_string),
            answer: line.answer.as_ref().map(ToString::to_string),
        };
        let pulled = |it: &PulledView| PulledOut {
            payee: it.payee.to_string(),
            name: names.name(&it.payee).map(str::to_owned),
            payable: it.payable.to_string(),
            net: it.net.to_string(),
            reason: it.reason.to_string(),
        };
        let left_out = |it: &LeftOutView| LeftOutOut {
            payee: it.payee.to_string(),
            name: names.name(&it.payee).map(str::to_owned),
            gross: it.gross.to_string(),
            draws: it.draws.to_string(),
            net: it.net.to_string(),
            threshold: it.threshold,
            missing: it.missing.to_string(),
        };
        let cap = |it: &PayCapView| CapOut {
            payee: it.payee.to_string(),
            name: names.name(&it.payee).map(str::to_owned),
            plan: it.plan.to_string(),
            cap: it.cap.to_string(),
            at_most: it.at_most.to_string(),
            used: it.used.to_string(),
            takes: it.takes.to_string(),
            above: it.above.to_string(),
            is_lost: it.is_lost,
            is_above: it.above.is_positive(),
        };
        RunOut {
            run: view.run.to_string(),
            stage: view.stage.word(),
            cut_off: view.cut_off.to_string(),
            digest: view.digest.to_string(),
            gross: view.gross.to_string(),
            draws: view.draws.to_string(),
            recovered: view.recovered.to_string(),
            paid: view.paid.to_string(),
            lines: view.lines.iter().map(line).collect(),
            left_out: view.left_out.iter().map(left_out).collect(),
            caps: view.pay_caps.iter().map(cap).collect(),
            pulled: view.pulled.iter().map(pulled).collect(),
            off_cycle: view.off_cycle,
            rejected: view.rejected.to_string(),
        }
    }

    /// The page under a title of the caller's, and what can be done next.
    pub(crate) fn under(&self, title: &str) -> String {
        let mut text = self.page(title);
        let (run, digest) = (&self.run, &self.digest);
        if self.stage == RunStage::Locked.word() {
            text += "A person who did not lock it and is not paid by it approves these lines:\n";
            text += &format!("  referral-ledger run approve JOURNAL {run} --by ACTOR \\\n");
            text += &format!("    --digest {digest}\n");
        }
        if self.stage == RunStage::Approved.word() {
            text += "Next, its payroll file, with a line payee,name for each payee in NAMES:\n";
            text += &format!("  referral-ledger run export JOURNAL {run} --by ACTOR \\\n");
            text += "    --names NAMES --out FOLDER\n";
        }
        if self.stage == RunStage::Exported.word() {
            text += "Next, what payroll did not take, if it said so:\n";
            text += &format!("  referral-ledger run acknowledge JOURNAL {run} --by ACTOR \\\n");
            text += "    --rejected PAYEE=REASON --accept-others\n";
        }
        if [RunStage::Exported, RunStage::Acknowledged].map(RunStage::word).contains(&self.stage) {
            text += "Next, once payroll has paid it:\n";
            text += &format!("  referral-ledger run settle JOURNAL {run} --by ACTOR\n");
        }
        text
    }

    fn page(&self, title: &str) -> String {
        let beside = if self.off_cycle { ", off-cycle" } else { "" };
        let fields = [
            ("stage", format!("{}{beside}", self.stage)),
            ("cut-off", self.cut_off.clone()),
            ("payable", self.gross.clone()),
            ("of draws", self.draws.clone()),
            ("kept back", self.recovered.clone()),
            ("to be paid", self.paid.clone()),
            ("digest", self.digest.clone()),
        ];
        let rows: Vec<_> = self.lines.iter().map(LineOut::cells).collect();
        let head = ["payee", "engaged as", "lots", "payable", "draws", "kept back", "to be paid"];
        let lines = match (rows.is_empty(), self.left_out.is_empty(), self.pulled.is_empty()) {
            (true, ..) if self.caps.iter().any(|it| it.is_above) => {
                "  no lines: what was payable is above caps, or below the threshold\n".to_owned()
            }
            (true, true, true) => "  no lines: nothing was payable\n".to_owned(),
            (true, false, true) => "  no lines: everybody was below the threshold\n".to_owned(),
            (true, _, false) => "  no lines: everybody was left out\n".to_owned(),
            (false, ..) => table(head, &rows),
        };
        // A run pays all its lines by one rate.
        let rate = self.lines.iter().find_map(|line| line.rate.as_ref());
        let fields = fields.into_iter().chain(rate.map(|rate| ("rate", rate.clone())));
        let page = page(title, &fields.collect::<Vec<_>>());
        page + &lines + &self.answered() + &self.left_out() + &self.pulled() + &self.above_caps()
    }
}

impl RunOut {
    /// What was above caps, and what becomes of it; nothing for nothing.
    fn above_caps(&self) -> String {
        let row = |it: &CapOut| {
            let becomes = if it.is_lost { "nobody's once it is settled" } else { "stays payable" };
            [
                who(&it.payee, it.name.as_deref()),
                it.cap.clone(),
                it.at_most.clone(),
                it.used.clone(),
                it.takes.clone(),
                it.above.clone(),
                becomes.to_owned(),
            ]
        };
        let rows: Vec<_> = self.caps.iter().filter(|it| it.is_above).map(row).collect();
        if rows.is_empty() {
            return String::new();
        }
        let head = ["above a cap", "cap", "allows", "used before", "in this run", "above", "which"];
        table(head, &rows)
    }

    /// Whom it left out; nothing for nobody.
    fn left_out(&self) -> String {
        let row = |it: &LeftOutOut| {
            [
                who(&it.payee, it.name.as_deref()),
                it.gross.clone(),
                it.draws.clone(),
                it.net.clone(),
                it.threshold.to_string(),
                it.missing.clone(),
            ]
        };
        let rows: Vec<_> = self.left_out.iter().map(row).collect();
        if rows.is_empty() {
            return String::new();
        }
        let head = ["left out", "payable", "draws", "would be paid", "the run pays", "missing"];
        table(head, &rows)
    }
}

impl RunOut {
    /// What payroll said of the lines, once it said something.
    fn answered(&self) -> String {
        if self.lines.iter().all(|line| line.answer.is_none()) {
            return String::new();
        }
        let row = |it: &LineOut| {
            let answer = it.answer.clone().unwrap_or_else(|| "no answer yet".to_owned());
            [who(&it.payee, it.name.as_deref()), it.paid.clone(), answer]
        };
        let rows: Vec<_> = self.lines.iter().map(row).collect();
        table(["payroll said", "to be paid", "answer"], &rows)
    }

    /// Whom it leaves out by name; nothing for nobody.
    fn pulled(&self) -> String {
        let row = |it: &PulledOut| {
            let who = who(&it.payee, it.name.as_deref());
            [who, it.payable.clone(), it.net.clone(), it.reason.clone()]
        };
        let rows: Vec<_> = self.pulled.iter().map(row).collect();
        if rows.is_empty() {
            return String::new();
        }
        table(["left out by name", "payable", "would be paid", "reason"], &rows)
    }
}

impl LineOut {
    fn cells(&self) -> [String; 7] {
        [
            who(&self.payee, self.name.as_deref()),
            self.worker_class.to_owned(),
            self.lots.to_string(),
            self.gross.clone(),
            self.draws.clone(),
            self.recovered.clone(),
            self.paid.clone(),
        ]
    }
}

impl Text for RunOut {
    fn text(&self) -> String {
        self.under(&format!("run {}", self.run))
    }
}

/// All runs, in the order they were locked.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct RunsOut {
    runs: Vec<RunOut>,
}

impl RunsOut {
    pub(crate) fn of(ledger: &Ledger) -> RunsOut {
        let names = Directory::new();
        RunsOut { runs: ledger.runs().map(|view| RunOut::of_view(&view, &names)).collect() }
    }
}

impl Text for RunsOut {
    fn text(&self) -> String {
        let head = ["run", "stage", "cut-off", "payees", "payable", "kept back", "to be paid"];
        let row = |it: &RunOut| {
            [
                it.run.clone(),
                it.stage.to_owned(),
                it.cut_off.clone(),
                it.lines.len().to_string(),
                it.gross.clone(),
                it.recovered.clone(),
                it.paid.clone(),
            ]
        };
        let rows: Vec<_> = self.runs.iter().map(row).collect();
        if rows.is_empty() { "no runs\n".to_owned() } else { table(head, &rows) }
    }
}
