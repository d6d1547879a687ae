//! What the import came to: the table by technician and quarter, and the page a person reads.
//!
//! Sums the months the ledger keeps. Computes no reward.

use referral_ledger::Ledger;
use referral_ledger::id::PayeeId;
use referral_ledger::money::{Amount, Unit};
use referral_ledger::plan::Plan;
use referral_ledger::time::Period;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::{self, Write as _};

/// Where the table is written, from the current directory.
pub(crate) const TABLE: &str = "target/olist/technician_quarter.csv";

/// What came of rows and commands.
#[derive(Default)]
pub(crate) struct Tally {
    /// Each file with its rows: all, and those that cannot be read.
    pub(crate) files: Vec<(&'static str, usize, usize)>,
    /// By file and command: accepted, already on file, refused.
    pub(crate) outcomes: BTreeMap<(&'static str, &'static str), [usize; 3]>,
    /// By reason: how often nothing was earned, and the first story.
    pub(crate) zeros: BTreeMap<String, (usize, String)>,
}

/// What a technician earned: in a quarter, or in all.
#[derive(Clone, Copy)]
pub(crate) struct Earnings {
    lead_fees: Amount,
    commission: Amount,
    taken_back: Amount,
}

impl Earnings {
    fn none(unit: Unit) -> Earnings {
        let zero = Amount::zero(unit);
        Earnings { lead_fees: zero, commission: zero, taken_back: zero }
    }

    fn is_nothing(self) -> bool {
        [self.lead_fees, self.commission, self.taken_back].iter().all(|amount| amount.is_zero())
    }

    /// Adds other earnings; `None` where a sum leaves the bound of an amount.
    fn plus(self, other: Earnings) -> Option<Earnings> {
        Some(Earnings {
            lead_fees: self.lead_fees.checked_add(other.lead_fees)?,
            commission: self.commission.checked_add(other.commission)?,
            taken_back: self.taken_back.checked_add(other.taken_back)?,
        })
    }

    /// What is left; negative where more was taken back than earned.
    fn total(self) -> Option<Amount> {
        self.lead_fees.checked_add(self.commission)?.checked_sub(self.taken_back)
    }

    /// The columns of the table, without their unit.
    fn columns(self) -> Option<[String; 4]> {
        let Earnings { lead_fees, commission, taken_back } = self;
        Some([lead_fees, commission, taken_back, self.total()?].map(Amount::digits))
    }
}

/// By technician and quarter, sorted; a quarter in which nothing happened is left out.
pub(crate) struct Quarters(BTreeMap<(PayeeId, Period), Earnings>);

impl Quarters {
    /// Sums the ledger's months, each the month of the facts as they are dated.
    pub(crate) fn of(ledger: &Ledger, unit: Unit) -> Result<Quarters, String> {
        let mut quarters = BTreeMap::new();
        for row in ledger.earned() {
            let mut month = Earnings { taken_back: row.taken_back, ..Earnings::none(unit) };
            match row.rule.as_str() {
                "won-lead-fee" => month.lead_fees = row.accrued,
                "item-commission" => month.commission = row.accrued,
                _ if row.accrued.is_zero() => {}
                other => return Err(format!("rule {other} pays and has no column: add one")),
            }
            let key = (row.payee, row.month.from().quarter());
            let sum = quarters.entry(key).or_insert(Earnings::none(unit));
            *sum = sum.plus(month).ok_or("a quarter's sum leaves the bound of an amount")?;
        }
        quarters.retain(|_, earned| !earned.is_nothing());
        Ok(Quarters(quarters))
    }

    /// The table: a header, then a line each, amounts without their unit.
    pub(crate) fn table(&self) -> Result<String, String> {
        let mut table = String::from("technician,quarter,lead_fees,commission,taken_back,total\n");
        for ((technician, quarter), earned) in &self.0 {
            let columns = earned.columns().ok_or("a total leaves the bound of an amount")?;
            // No cell can hold a comma or a quote.
            table += &format!("{technician},{quarter},{}\n", columns.join(","));
        }
        Ok(table)
    }

    /// The five technicians who earned most, and everybody.
    fn best(&self, unit: Unit) -> Option<Vec<(&str, Earnings)>> {
        let (mut all, mut technicians) = (Earnings::none(unit), BTreeMap::new());
        for ((technician, _), earned) in &self.0 {
            let sum = technicians.entry(technician.as_str()).or_insert(Earnings::none(unit));
            *sum = sum.plus(*earned)?;
            all = all.plus(*earned)?;
        }
        let mut lines: Vec<_> = technicians.into_iter().collect();
        lines.sort_by_key(|(_, earned)| earned.total().map(|total| -total.minor()));
        lines.truncate(5);
        lines.push(("everybody", all));
        Some(lines)
    }
}

/// The page: what came in, what came of it, who earned most, and what earned nothing.
pub(crate) fn page(
    plan: &Plan,
    tally: &Tally,
    quarters: &Quarters,
    records: u64,
) -> Result<String, Box<dyn Error>> {
    let mut page = format!(
        "{}, plan {}\n\n\
         Leads, wins, items and cancellations are real. The technicians T00 to T39 are made up,\n\
         from a hash of the lead's mql_id: nobody in this data is one.\n\n",
        plan.title, plan.name
    );
    write_outcomes(&mut page, tally)?;
    writeln!(
        page,
        "\nseller_order_payments.csv is not read: a row of it pays a whole order and its freight,\n\
         and an order may hold items of several sellers, so it cannot be given to one deal. Each\n\
         item's price, on the day the order is approved, is the payment instead.\n"
    )?;
    let best = quarters.best(plan.unit).ok_or("a total leaves the bound of an amount")?;
    let heads = ["lead fees", "commission", "taken back", "total"].map(String::from);
    write_amounts(&mut page, &format!("earned, {}", plan.unit), &heads)?;
    for (who, earned) in best {
        let amounts = earned.columns().ok_or("a total leaves the bound of an amount")?;
        write_amounts(&mut page, who, &amounts)?;
    }
    let zeros: usize = tally.zeros.values().map(|(count, _)| count).sum();
    writeln!(page, "\nAccepted at zero, with the reason: {zeros}")?;
    for (reason, (count, first)) in &tally.zeros {
        writeln!(page, "  {count} by {reason}. The first:")?;
        writeln!(page, "    {}", first.replace('\n', "\n    "))?;
    }
    writeln!(page, "\nThe laws of the ledger hold over {records} records, and a replay is exact.")?;
    writeln!(page, "{} rows by technician and quarter are in {TABLE}", quarters.0.len())?;
    Ok(page)
}

/// Each file with its rows, and under it each command with its outcomes.
fn write_outcomes(page: &mut String, tally: &Tally) -> fmt::Result {
    let head = ["rows", "not read", "accepted", "repeated", "refused"];
    let [rows, unread, accepted, repeated, refused] = head;
    write!(page, "{:<44}{rows:>6}{unread:>10}", "file, command")?;
    writeln!(page, "{accepted:>10}{repeated:>10}{refused:>9}")?;
    for (file, rows, unread) in std::iter::once(&("", 0, 0)).chain(&tally.files) {
        match *file {
            "" => writeln!(page, "no file: the company is set up")?,
            file => writeln!(page, "{file:<44}{rows:>6}{unread:>10}")?,
        }
        for ((_, kind), counts) in tally.outcomes.iter().filter(|((of, _), _)| of == file) {
            let [accepted, repeated, refused] = counts;
            writeln!(page, "  {kind:<58}{accepted:>10}{repeated:>10}{refused:>9}")?;
        }
    }
    Ok(())
}

/// One line of amounts under their headings.
fn write_amounts(page: &mut String, who: &str, columns: &[String; 4]) -> fmt::Result {
    let [fees, commission, taken_back, total] = columns;
    writeln!(page, "{who:<13} {fees:>11} {commission:>11} {taken_back:>11} {total:>11}")
}
