//! A small company's year, played against an embedded journal file.
//!
//! Run it twice: the second time every command is already on file, and nothing is added.
//!
//! ```text
//! cargo run --release --example service_year
//! ```
//!
//! `year` says what happens, `page` what is printed; this file is the company's three programs: the
//! CRM that tells facts as they come in, the payroll job, and finance at the end of the month.

mod page;
mod year;

use referral_ledger::command::{ApproveRun, ClosePeriod, Command, LockRun, PassDay, SettleRun};
use referral_ledger::money::Unit;
use referral_ledger::payout::RunId;
use referral_ledger::report::{AccountMap, Directory, Grammar, Profile, write_books};
use referral_ledger::store::FileStore;
use referral_ledger::time::{Date, Period};
use referral_ledger::told::{Actor, Key, Told};
use referral_ledger::{Journal, Outcome};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

type Fallible<T> = Result<T, Box<dyn Error>>;

/// The company: its journal, its people, and the folder it writes to.
struct Company {
    journal: Journal<FileStore>,
    names: Directory,
    profiles: Vec<Profile>,
    folder: PathBuf,
    added: u64,
    written: usize,
}

/// What accounts payable read: contractors are not paid by payroll.
const PAYABLES: &str = include_str!("../profiles/harbour-payables.toml");

/// Employees are paid by payroll and contractors by payables; the books get the run's entries
/// twice, for the two programs of the accountants.
fn profiles() -> Fallible<Vec<Profile>> {
    let mut profiles = vec![Profile::read(PAYABLES)?];
    for name in ["gusto-wide", "qbo-journal-csv", "iif-journal"] {
        profiles.push(Profile::shipped(name).ok_or("the profile is shipped")?);
    }
    Ok(profiles)
}

impl Company {
    /// Opens the journal file, or begins it.
    fn open(folder: &Path) -> Fallible<Company> {
        fs::create_dir_all(folder.join("payroll"))?;
        let journal = Journal::open(FileStore::open(folder.join("journal.redb"))?)?;
        let (names, folder) = (year::directory()?, folder.to_owned());
        let profiles = profiles()?;
        Ok(Company { journal, names, profiles, folder, added: 0, written: 0 })
    }

    /// Tells the journal a command at 15:00 UTC of a day, under its natural key.
    fn tell(&mut self, day: Date, by: Actor, command: impl Into<Command>) -> Fallible<Outcome> {
        let command = command.into();
        let at = day.at_utc(15, 0).ok_or("15:00 is a time of day")?;
        let told = Told { at, by, key: Key::of(&command) };
        let before = self.journal.ledger().next_sequence();
        let outcome = self.journal.submit(&told, command)?;
        if outcome.is_new() {
            self.added += self.journal.ledger().next_sequence() - before;
        }
        Ok(outcome)
    }

    /// The payroll job, on the second day after a month: passes the days and locks the run. It may
    /// die on any line and be run again.
    fn lock(&mut self, day: Date, month: Period) -> Fallible<RunId> {
        let job = Actor::system("payroll-job".parse()?);
        let through = day.previous().ok_or("a day before the run")?;
        let _passed = self.tell(day, job.clone(), PassDay { through })?;
        let run = RunId::first("us-field".parse()?, month);
        let lock = LockRun::regular(run.clone(), month.last_day());
        let _locked = self.tell(day, job, lock)?;
        Ok(run)
    }

    /// A person who is not paid by the run looks at the lines and approves their digest; the job
    /// records the file it makes, and writes it.
    fn approve_and_export(&mut self, day: Date, run: &RunId) -> Fallible<()> {
        let frozen = self.journal.ledger().run(run).ok_or("the run was locked")?;
        let approve = ApproveRun { run: run.clone(), digest: frozen.digest };
        let _approved = self.tell(day, Actor::human("controller".parse()?), approve)?;

        let sheet = self.journal.ledger().pay_sheet(run)?;
        let mut files = Vec::new();
        for profile in &self.profiles {
            files.extend(sheet.render_all(profile, &self.names)?);
        }
        let export = sheet.export(&files); // refused if they do not pay the run exactly once
        let _exported = self.tell(day, Actor::system("payroll-job".parse()?), export)?;
        for file in &files {
            // The same bytes on every run.
            fs::write(self.folder.join("payroll").join(file.name()), file.bytes())?;
        }
        self.written += files.len();
        Ok(())
    }

    /// Payroll has paid; finance closes the month, and its statements never change again.
    fn settle_and_close(&mut self, day: Date, run: &RunId) -> Fallible<()> {
        let job = Actor::system("payroll-job".parse()?);
        let _settled = self.tell(day, job, SettleRun { run: run.clone() })?;
        let close = ClosePeriod { period: run.period };
        let _closed = self.tell(day, Actor::human("finance".parse()?), close)?;
        Ok(())
    }
}

/// What the calendar asks for on a day.
enum Task {
    Tell(Actor, Command),
    Lock(Period),
    Export(RunId),
    Settle(RunId),
}

/// The year's facts, and after each month the days payroll and finance work on it.
fn calendar() -> Fallible<Vec<(Date, Task)>> {
    let facts = year::facts()?.into_iter();
    let mut tasks: Vec<_> =
        facts.map(|fact| (fact.day, Task::Tell(fact.by, fact.command))).collect();
    for month in (1..=12).filter_map(|month| Period::month(2026, month)) {
        let day = |after| month.last_day().plus_days(after).ok_or("a day after the month");
        let run = RunId::first("us-field".parse()?, month);
        tasks.push((day(2)?, Task::Lock(month)));
        tasks.push((day(3)?, Task::Export(run.clone())));
        tasks.push((day(6)?, Task::Settle(run)));
    }
    tasks.sort_by_key(|(day, _)| *day);
    Ok(tasks)
}

fn main() -> Fallible<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/service-year".to_owned());
    play(Path::new(&folder))
}

/// Plays the year into a folder.
pub fn play(folder: &Path) -> Fallible<()> {
    let mut company = Company::open(folder)?;

    let mut runs = Vec::new();
    for (day, task) in calendar()? {
        match task {
            Task::Tell(by, command) => drop(company.tell(day, by, command)?),
            Task::Lock(month) => runs.push(company.lock(day, month)?),
            Task::Export(run) => company.approve_and_export(day, &run)?,
            Task::Settle(run) => company.settle_and_close(day, &run)?,
        }
    }

    let mut books = Vec::new();
    for grammar in Grammar::ALL {
        let path = company.folder.join(format!("books.{grammar}"));
        let mut text = Vec::new();
        write_books(&company.journal.records(), &AccountMap::plain(grammar), &mut text)?;
        fs::write(&path, text)?;
        books.push(path);
    }

    page::print(&company.journal, &company.names, &runs, "USD".parse::<Unit>()?)?;
    println!("What it wrote\n");
    println!("  {}", company.folder.join("journal.redb").display());
    let (payroll, files) = (company.folder.join("payroll"), company.written);
    println!("  {}: {files} files of {} profiles", payroll.display(), company.profiles.len());
    for path in &books {
        println!("  {}", path.display());
    }
    let records = company.journal.ledger().next_sequence();
    let added = company.added;
    let note = if added == 0 { ": every command was already on file" } else { "" };
    println!("\njournal: {records} records, {added} records added{note}");
    Ok(())
}
