//! The text that beancount reads.
//!
//! Without its tolerance set to nearly nothing it would let half a cent pass. Two plugins that come
//! with it make it stricter: every commodity is declared, and no transaction stands twice. Each
//! account is opened for the commodities that stand on it and no others. A balance is that at the
//! beginning of a day, so that a month's end stands under the day after it.

use super::chart::Chart;
use super::{Stands, Transaction};
use crate::time::Period;
use std::io::{self, Write};

/// The tags that are links too: what belongs together is found by them.
const LINKS: [&str; 2] = ["lead", "deal"];

/// Options, commodities and accounts.
pub(super) fn head(chart: &Chart<'_>, w: &mut impl Write) -> io::Result<()> {
    let Some((first, _)) = chart.order.first() else { return Ok(()) };
    writeln!(w, "\noption \"title\" \"The books of referral rewards\"")?;
    writeln!(w, "option \"tolerance_multiplier\" \"0.01\"")?;
    writeln!(w, "plugin \"beancount.plugins.check_commodity\"")?;
    writeln!(w, "plugin \"beancount.plugins.noduplicates\"\n")?;
    let commodity = |unit| chart.map.grammar().commodity(unit);
    for unit in chart.units() {
        writeln!(w, "{first} commodity {}", commodity(unit))?;
    }
    writeln!(w)?;
    let width = chart.width;
    for (name, units) in &chart.accounts {
        let units: Vec<_> = units.iter().map(|unit| commodity(*unit)).collect();
        writeln!(w, "{first} open {name:<width$}  {}", units.join(","))?;
    }
    Ok(())
}

pub(super) fn transaction(
    it: &Transaction<'_>,
    chart: &Chart<'_>,
    w: &mut impl Write,
) -> io::Result<()> {
    let (grammar, width) = (chart.map.grammar(), chart.width);
    let (on, name, sequence, event) = (it.on, it.name, it.at.sequence, it.at.event);
    write!(w, "\n{on} * \"{name}\" \"{sequence}.{event}\"")?;
    for (tag, value) in it.tags.iter().filter(|(tag, _)| LINKS.contains(tag)) {
        write!(w, " ^{tag}-{value}")?;
    }
    writeln!(w)?;
    // A key may stand once.
    let mut said: Vec<(&str, String)> = Vec::new();
    for (tag, value) in &it.tags {
        match said.iter_mut().find(|(known, _)| known == tag) {
            Some((_, values)) => *values += &format!(" {value}"),
            None => said.push((tag, value.clone())),
        }
    }
    for (tag, values) in said {
        writeln!(w, "  {tag}: {}", grammar.value(&values))?;
    }
    for posting in &it.postings {
        let amount = chart.amount(posting.amount.minor().into(), posting.amount.unit());
        writeln!(w, "  {:<width$}  {amount:>18}", posting.name)?;
        if let Some(cost_centre) = posting.cost_centre {
            writeln!(w, "    cost_centre: {}", grammar.value(cost_centre))?;
        }
    }
    Ok(())
}

/// What stands on the accounts that moved. The last day a date can be has none after it.
pub(super) fn month_end(
    month: Period,
    stands: &[Stands<'_>],
    chart: &Chart<'_>,
    w: &mut impl Write,
) -> io::Result<()> {
    let Some(next) = month.last_day().plus_days(1) else { return Ok(()) };
    let width = chart.width;
    writeln!(w)?;
    for it in stands {
        let stands = chart.amount(it.minor, it.unit);
        writeln!(w, "{next} balance {:<width$}  {stands:>18}", it.name)?;
    }
    Ok(())
}
