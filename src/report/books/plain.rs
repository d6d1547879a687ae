//! The text that hledger and ledger read: one subset of both grammars.
//!
//! A comment line holds one tag, because a comma would start another. A format has no digit groups,
//! which hledger would read as a decimal mark. An assertion is of one commodity in both; ledger
//! checks it in the order of the file, so that the order of the file is that of the days.

use super::about::{NAMES, TAGS};
use super::chart::Chart;
use super::{Stands, Transaction};
use crate::time::Period;
use std::io::{self, Write};

/// The description of what stands at a month's end.
const MONTH_END: &str = "month end";

/// What strict checking wants declared.
pub(super) fn head(chart: &Chart<'_>, w: &mut impl Write) -> io::Result<()> {
    for unit in chart.units() {
        writeln!(w, "\ncommodity {unit}")?;
        // Without decimals a format would need a point that stands for nothing.
        if let Ok(decimals @ 1..) = usize::try_from(unit.decimals()) {
            writeln!(w, "    format 1000.{} {unit}", "0".repeat(decimals))?;
        }
    }
    if chart.order.is_empty() {
        return Ok(());
    }
    writeln!(w)?;
    chart.accounts.keys().try_for_each(|name| writeln!(w, "account {name}"))?;
    writeln!(w)?;
    NAMES.iter().chain([&MONTH_END]).try_for_each(|name| writeln!(w, "payee {name}"))?;
    writeln!(w)?;
    TAGS.iter().try_for_each(|tag| writeln!(w, "tag {tag}"))?;
    if chart.has_cost_centres() {
        writeln!(w, "tag cost_centre")?;
    }
    Ok(())
}

pub(super) fn transaction(
    it: &Transaction<'_>,
    chart: &Chart<'_>,
    w: &mut impl Write,
) -> io::Result<()> {
    let (grammar, width) = (chart.map.grammar(), chart.width);
    writeln!(w, "\n{} * ({}.{}) {}", it.on, it.at.sequence, it.at.event, it.name)?;
    for (tag, value) in &it.tags {
        writeln!(w, "    ; {tag}: {}", grammar.value(value))?;
    }
    for posting in &it.postings {
        let amount = chart.amount(posting.amount.minor().into(), posting.amount.unit());
        writeln!(w, "    {:<width$}  {amount:>18}", posting.name)?;
        if let Some(cost_centre) = posting.cost_centre {
            writeln!(w, "        ; cost_centre: {}", grammar.value(cost_centre))?;
        }
    }
    Ok(())
}

/// What stands on the accounts that moved, as a transaction that moves nothing.
pub(super) fn month_end(
    month: Period,
    stands: &[Stands<'_>],
    chart: &Chart<'_>,
    w: &mut impl Write,
) -> io::Result<()> {
    let width = chart.width;
    writeln!(w, "\n{} * ({month}) {MONTH_END}", month.last_day())?;
    for it in stands {
        let (zero, stands) = (chart.amount(0, it.unit), chart.amount(it.minor, it.unit));
        writeln!(w, "    {:<width$}  {zero:>18} = {stands}", it.name)?;
    }
    Ok(())
}
