//! The page a person reads: what happened, one statement, the runs, the books.

use super::Fallible;
use super::year::TECHNICIANS;
use referral_ledger::Journal;
use referral_ledger::command::Command;
use referral_ledger::id::{DealId, PayeeId, RuleId};
use referral_ledger::lead::LeadKind;
use referral_ledger::ledger::laws;
use referral_ledger::ledger::view::Earned;
use referral_ledger::money::{Amount, Unit};
use referral_ledger::payout::RunId;
use referral_ledger::record::Groups;
use referral_ledger::report::{Directory, Statement};
use referral_ledger::reward::Source;
use referral_ledger::store::FileStore;
use referral_ledger::time::Period;
use std::collections::BTreeMap;

/// Prints the page. It is the same whether the year was just played or was already on file.
pub(crate) fn print(
    journal: &Journal<FileStore>,
    names: &Directory,
    runs: &[RunId],
    unit: Unit,
) -> Fallible<()> {
    println!("A service year at Harbour Machines, 2026 (everything in it is made up)\n");
    leads(journal)?;
    println!("What stood out\n");
    for (deal, story) in super::year::STORIES {
        println!("{}", story_of(journal, deal, story)?);
    }
    quarters(journal)?;
    technicians(journal, names, unit)?;
    spiff(journal)?;
    draws(journal, names)?;
    points(journal, names)?;
    let (payee, month): (PayeeId, Period) = ("T03".parse()?, "2026-08".parse()?);
    println!("One statement, as the technician gets it\n");
    let statement = Statement::of(journal.ledger(), &journal.records(), &payee, month)?;
    print!("{}", indented(&statement.render(names)));
    println!();
    payout_runs(journal, runs)?;
    println!("Trial balance\n");
    print!("{}", indented(&journal.ledger().trial_balance().to_string()));
    laws::check_history(journal.ledger(), &journal.records())?;
    println!(
        "\n  Debits equal credits. Over the whole journal the laws hold that one history can show (L1 to"
    );
    println!("  L8, L12): every cent is in one place, and a replay comes to the same state.\n");
    Ok(())
}

/// What became of the leads, by kind.
fn leads(journal: &Journal<FileStore>) -> Fallible<()> {
    let mut counts: BTreeMap<LeadKind, [u32; 5]> = BTreeMap::new();
    let mut kinds = BTreeMap::new();
    for group in Groups::of(&journal.records()) {
        let group = group?;
        let (lead, column) = match group.command() {
            Command::ReportLead(it) => {
                kinds.insert(it.lead, it.kind.clone());
                (it.lead, 0)
            }
            Command::RejectLead(it) => (it.lead, 1),
            Command::LoseLead(it) => (it.lead, 2),
            Command::ExpireLead(it) => (it.lead, 3),
            Command::WinDeal(it) => (it.lead, 4),
            _ => continue,
        };
        if let Some(kind) = kinds.get(&lead) {
            counts.entry(kind.clone()).or_default()[column] += 1;
        }
    }
    println!("What became of the leads\n");
    println!(
        "  {:<18}{:>9}{:>9}{:>9}{:>9}{:>9}",
        "kind", "reported", "declined", "lost", "expired", "won"
    );
    let mut sums = [0; 5];
    for (kind, row) in &counts {
        println!("  {}", cells(kind.as_str(), row));
        sums.iter_mut().zip(row).for_each(|(sum, count)| *sum += count);
    }
    println!("  {}\n", cells("all", &sums));
    Ok(())
}

/// What happened to one deal, and what its rewards came to.
fn story_of(journal: &Journal<FileStore>, deal: &str, story: &str) -> Fallible<String> {
    let source = Source::Deal(DealId::named(deal));
    let mut text = format!("  {story}\n");
    for reward in journal.ledger().rewards().filter(|reward| reward.id().source == source) {
        let (id, accrued, back) = (reward.id(), reward.accrued(), reward.taken_back());
        text += &format!("    {} earned {accrued} by {}", id.payee, id.rule);
        text += &if back.is_zero() { "\n".to_owned() } else { format!(", {back} taken back\n") };
    }
    Ok(text)
}

/// What the closes of the quarters and of the year paid.
fn quarters(journal: &Journal<FileStore>) -> Fallible<()> {
    println!("What the quarters and the year paid\n");
    for reward in journal.ledger().rewards() {
        let (id, accrued) = (reward.id(), reward.accrued());
        if let Source::Period(period) = id.source {
            let (period, payee) = (period.to_string(), id.payee.as_str());
            println!("  {period:<8}{payee:<5}{:>12} by {}", accrued.to_string(), id.rule);
        }
    }
    let (payee, month): (PayeeId, Period) = ("T12".parse()?, "2026-09".parse()?);
    let statement = Statement::of(journal.ledger(), &journal.records(), &payee, month)?;
    for line in statement.nothing() {
        if let (Source::Period(period), Some(step)) = (line.why.source, line.why.steps.last()) {
            println!("  {:<8}{payee:<5}{:>12}: {step}", period.to_string(), "nothing");
        }
    }
    println!();
    Ok(())
}

fn cells(name: &str, row: &[u32; 5]) -> String {
    row.iter().fold(format!("{:<18}", name.replace('_', " ")), |line, count| {
        line + &format!("{count:>9}")
    })
}

/// What each technician earned in the year, and what became of it.
fn technicians(journal: &Journal<FileStore>, names: &Directory, unit: Unit) -> Fallible<()> {
    println!("What the technicians earned ({unit})\n");
    println!(
        "  {:<5}{:<18}{:>11}{:>12}{:>11}{:>9}{:>10}{:>11}",
        "", "", "earned", "taken back", "paid", "held", "payable", "owes back"
    );
    let earned = journal.ledger().earned();
    let paid = paid_out(journal)?;
    for (id, _) in TECHNICIANS {
        let payee: PayeeId = id.parse()?;
        let mut sums = [0_i64; 2];
        let is_money = |row: &&Earned| row.payee == payee && row.accrued.unit() == unit;
        for row in earned.iter().filter(is_money) {
            sums[0] += row.accrued.minor();
            sums[1] += row.taken_back.minor();
        }
        let view = journal.ledger().payee(&payee).ok_or("every technician is registered")?;
        let owes = view.owes.checked_add(view.draws_owed).ok_or("debts within the bound")?;
        let digits = |minor| Amount::from_minor(minor, unit).map(Amount::digits);
        println!(
            "  {:<5}{:<18}{:>11}{:>12}{:>11}{:>9}{:>10}{:>11}",
            id,
            names.name(&payee).unwrap_or_default(),
            digits(sums[0])?,
            digits(sums[1])?,
            digits(paid.get(&payee).copied().unwrap_or_default())?,
            view.held.digits(),
            view.payable.digits(),
            owes.digits(),
        );
    }
    println!("\n  earned - taken back - paid = held + payable - owes back, on every line\n");
    Ok(())
}

/// Who got the spring's spiff, in the order it was earned, until its budget was spent.
fn spiff(journal: &Journal<FileStore>) -> Fallible<()> {
    println!("The spiff of the spring: 60 USD a service contract, 150 USD in all\n");
    for group in Groups::of(&journal.records()) {
        let group = group?;
        for why in group.events().flat_map(|(_, event)| event.whys(group.command())) {
            let is_it = |(_, rule): &(_, RuleId)| rule.as_str() == "spring-contract";
            if let (true, Some(amount)) = (why.rule.as_ref().is_some_and(is_it), why.amount) {
                let (day, amount) = (why.fact_on, amount.to_string());
                let step = why.steps.last().map(ToString::to_string).unwrap_or_default();
                println!("  {day}  {:<5}{amount:>10}  {step}", why.payee.as_str());
            }
        }
    }
    println!();
    Ok(())
}

/// What became of the pay that was topped up.
fn draws(journal: &Journal<FileStore>, names: &Directory) -> Fallible<()> {
    println!("Draws\n");
    println!("  {:<5}{:<18}{:<14}{:>9}{:>11}{:>9}", "", "", "draw", "given", "recovered", "owed");
    for (id, _) in TECHNICIANS {
        let payee: PayeeId = id.parse()?;
        let name = names.name(&payee).unwrap_or_default();
        for it in journal.ledger().draws(&payee) {
            let [given, recovered, owed] = [it.given, it.recovered, it.owed].map(Amount::digits);
            let draw = it.draw.as_str();
            println!("  {id:<5}{name:<18}{draw:<14}{given:>9}{recovered:>11}{owed:>9}");
        }
    }
    println!();
    Ok(())
}

/// What became of the points for tips: they stand apart from money, and no run pays them.
fn points(journal: &Journal<FileStore>, names: &Directory) -> Fallible<()> {
    println!("Points for tips\n");
    println!("  {:<5}{:<18}{:>10}{:>10}{:>10}", "", "", "there now", "redeemed", "expired");
    for (id, _) in TECHNICIANS {
        let payee: PayeeId = id.parse()?;
        let view = journal.ledger().payee(&payee).ok_or("every technician is registered")?;
        for it in view.in_kind {
            let [now, redeemed, expired] = [it.usable, it.redeemed, it.expired].map(Amount::digits);
            let name = names.name(&payee).unwrap_or_default();
            println!("  {id:<5}{name:<18}{now:>10}{redeemed:>10}{expired:>10}");
        }
    }
    println!();
    Ok(())
}

/// The money each payee got, after what was kept against receivables.
fn paid_out(journal: &Journal<FileStore>) -> Fallible<BTreeMap<PayeeId, i64>> {
    let mut paid = BTreeMap::new();
    let lines = journal.ledger().runs().flat_map(|run| run.lines);
    for line in lines {
        *paid.entry(line.payee).or_default() += line.paid.minor();
    }
    Ok(paid)
}

/// The twelve runs.
fn payout_runs(journal: &Journal<FileStore>, runs: &[RunId]) -> Fallible<()> {
    println!("The payout runs\n");
    println!(
        "  {:<20}{:>8}{:>12}{:>10}{:>12}{:>12}  stage",
        "run", "payees", "gross", "draws", "kept back", "paid"
    );
    let mut sums = [0_i64; 4];
    let mut unit = None;
    for run in runs {
        let view = journal.ledger().run(run).ok_or("the run was locked")?;
        let figures = [view.gross, view.draws, view.recovered, view.paid];
        sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure.minor());
        unit = Some(view.gross.unit());
        let [gross, draws, kept, paid] = figures.map(Amount::digits);
        let (payees, stage) = (view.lines.len(), view.stage);
        let run = run.to_string();
        println!("  {run:<20}{payees:>8}{gross:>12}{draws:>10}{kept:>12}{paid:>12}  {stage}");
    }
    let unit = unit.ok_or("there were runs")?;
    let digits = |minor| Amount::from_minor(minor, unit).map(Amount::digits);
    let [gross, draws] = [digits(sums[0])?, digits(sums[1])?];
    let [kept, paid] = [digits(sums[2])?, digits(sums[3])?];
    println!("  {:<20}{:>8}{gross:>12}{draws:>10}{kept:>12}{paid:>12}\n", "all", "");
    Ok(())
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}").trim_end().to_owned() + "\n").collect()
}
