//! What bases and measures come to for lines, said a second time.

use super::plan::*;
use referral_ledger::deal::Line;

/// A base or a measure in its grains.
pub type Reading = i128;

pub fn net(lines: &[Line]) -> i128 {
    lines.iter().map(|line| i128::from(line.net.minor())).sum()
}

/// Base and measure of what a rule pays; `None` where the fact does not say them.
pub fn read(plan: &Plan, pays: Pays, lines: &[Line]) -> Option<(Reading, Reading)> {
    match pays {
        Pays::Nothing | Pays::Flat(_) | Pays::Points(_) | Pays::Given(_) => Some((0, 0)),
        Pays::Rate(_, of) | Pays::PerUnit(_, of) => {
            let base = base(plan, of, lines)?;
            Some((base, base))
        }
        Pays::Tiers(table, of) => {
            let measure = match plan.tables[table].measure {
                Measure::Of(of) => base(plan, of, lines)?,
                percent => percent_of(&plan.tables[table], percent, lines)?,
            };
            Some((of.map_or(Some(measure), |of| base(plan, of, lines))?, measure))
        }
    }
}

fn base(plan: &Plan, of: Base, lines: &[Line]) -> Option<Reading> {
    let named = match of {
        Base::Count => return Some(1),
        _ if lines.is_empty() => return None,
        Base::Value | Base::Collected => return Some(net(lines)),
        Base::Quantity => return quantity(lines.iter()),
        Base::Named(at) => plan.bases[at],
    };
    let counts = |line: &&Line| {
        let class = line.class.as_ref().map(|class| class.as_str());
        match named.classes {
            Classes::All => true,
            Classes::Only(only) => class.is_some_and(|class| only.contains(&class)),
            Classes::Without(without) => !class.is_some_and(|class| without.contains(&class)),
        }
    };
    let its = || lines.iter().filter(counts);
    if named.of == "quantity" {
        return quantity(its());
    }
    let mut sum = 0;
    for line in its() {
        let extra = |so: bool, amount: Option<referral_ledger::money::Amount>| {
            amount.filter(|_| so).map_or(0, |amount| i128::from(amount.minor()))
        };
        sum += i128::from(line.net.minor());
        sum += extra(named.tax, line.tax);
        sum += extra(named.freight, line.freight);
        sum += extra(named.discount, line.discount);
        if named.of == "margin" {
            sum -= i128::from(line.cost?.minor());
        }
    }
    let is_cut = named.of == "margin" && !named.below_zero;
    Some(if is_cut { sum.max(0) } else { sum })
}

fn quantity<'l>(lines: impl Iterator<Item = &'l Line>) -> Option<Reading> {
    let mut sum = 0;
    for line in lines {
        sum += i128::from(line.quantity?);
    }
    Some(sum)
}

/// Margin of price or of cost in millionths; one that lies between two is still above the lower.
fn percent_of(table: &Table, measure: Measure, lines: &[Line]) -> Option<Reading> {
    let price = net(lines);
    let mut cost = 0;
    for line in lines {
        cost += i128::from(line.cost?.minor());
    }
    let whole = if measure == Measure::PercentOfCost { cost } else { price };
    if whole <= 0 {
        return None;
    }
    let exact = (price - cost) * 1_000_000;
    Some(match table.shape {
        Shape::Steps(false, _) => -(-exact).div_euclid(whole),
        _ => exact.div_euclid(whole),
    })
}
