//! Whom a run pays: everybody, some, or all but some; and whether it is off-cycle.

use clap::Args;
use referral_ledger::command::LockRun;
use referral_ledger::id::{PayeeId, ReasonCode};
use referral_ledger::payout::{Pulled, RunId, Whom};
use referral_ledger::time::Date;
use std::str::FromStr;

#[derive(Debug, Args)]
pub(super) struct Chosen {
    /// Pay these alone, as one who leaves. Given several times for several.
    #[arg(long, value_name = "PAYEE", conflicts_with = "without")]
    only: Vec<PayeeId>,
    /// Leave one out, with why: their pay waits for a later run. Given several times for several.
    #[arg(long, value_name = "PAYEE=REASON")]
    without: Vec<PayeeReason>,
    /// A run beside the regular one of its month.
    #[arg(long)]
    off_cycle: bool,
}

impl Chosen {
    pub(super) fn lock(&self, run: RunId, cut_off: Date) -> LockRun {
        let pulled =
            |it: &PayeeReason| Pulled { payee: it.payee.clone(), reason: it.reason.clone() };
        let whom = match (&self.only[..], &self.without[..]) {
            ([], []) => Whom::Everybody,
            ([], without) => Whom::AllBut(without.iter().map(pulled).collect()),
            (only, _) => Whom::Only(only.to_vec()),
        };
        LockRun { run, cut_off, whom, off_cycle: self.off_cycle }
    }
}

/// A payee and a reason, as `T07=no-bank-account`.
#[derive(Debug, Clone)]
pub(super) struct PayeeReason {
    pub(super) payee: PayeeId,
    pub(super) reason: ReasonCode,
}

impl FromStr for PayeeReason {
    type Err = String;

    fn from_str(text: &str) -> Result<PayeeReason, String> {
        let Some((payee, reason)) = text.rsplit_once('=') else {
            return Err("write a payee and a reason code, as T07=no-bank-account".to_owned());
        };
        let payee = payee.parse().map_err(|error| format!("the payee: {error}"))?;
        let reason = reason.parse().map_err(|error| format!("the reason: {error}"))?;
        Ok(PayeeReason { payee, reason })
    }
}
