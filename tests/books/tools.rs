//! The three programs: whether they accept a journal, and what they find on each account.

use referral_ledger::report::Grammar;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What stands under each name, by commodity. Zero is left out.
pub(crate) type Balances = BTreeMap<(String, String), Decimal>;

/// A journal on disk, until it is dropped.
struct File {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl File {
    fn of(grammar: Grammar, text: &str) -> File {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("books.{grammar}"));
        fs::write(&path, text).unwrap();
        File { _folder: folder, path }
    }
}

/// Why the program refuses a journal in its strictest mode; `None` when it accepts it.
pub(crate) fn refusal(grammar: Grammar, text: &str) -> Option<String> {
    let file = File::of(grammar, text);
    let path = file.path.to_str().unwrap();
    let output = match grammar {
        Grammar::Hledger => {
            run("hledger", &["-f", path, "check", "--strict", "ordereddates", "payees"])
        }
        Grammar::Ledger => run("ledger", &["-f", path, "--pedantic", "--check-payees", "bal"]),
        Grammar::Beancount => run("bean-check", &["--no-cache", path]),
        _ => unreachable!("a grammar without a program"),
    };
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (!output.status.success()).then_some(said)
}

/// What the program finds on each account.
pub(crate) fn balances(grammar: Grammar, text: &str) -> Balances {
    let file = File::of(grammar, text);
    let path = file.path.to_str().unwrap();
    let rows = match grammar {
        Grammar::Hledger => {
            let args = ["-f", path, "bal", "--flat", "--no-total", "-O", "csv", "--layout=tidy"];
            hledger_rows(&printed(run("hledger", &args)))
        }
        Grammar::Ledger => {
            let form = "%(account)|%(strip(display_total))\n";
            let args = ["-f", path, "bal", "--flat", "--no-total", "--balance-format", form];
            ledger_rows(&printed(run("ledger", &args)))
        }
        Grammar::Beancount => {
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/balances.py");
            let text = printed(run("python3", &[script.to_str().unwrap(), path]));
            let row = |line: &str| {
                let mut cells = line.split('\t').map(str::to_owned);
                [cells.next().unwrap(), cells.next().unwrap(), cells.next().unwrap()]
            };
            text.lines().map(row).collect()
        }
        _ => unreachable!("a grammar without a program"),
    };
    let mut balances = Balances::new();
    for [account, number, commodity] in rows {
        *balances.entry((account, commodity)).or_default() += number.parse::<Decimal>().unwrap();
    }
    balances.retain(|_, number| !number.is_zero());
    balances
}

/// Account, number and commodity of each row.
fn hledger_rows(csv: &str) -> Vec<[String; 3]> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| [row[0].to_owned(), row[5].to_owned(), row[4].to_owned()]).collect()
}

/// The same where further commodities of an account stand on lines of their own.
fn ledger_rows(text: &str) -> Vec<[String; 3]> {
    let mut account = "";
    let mut rows = Vec::new();
    for line in text.lines() {
        let (name, amount) = line.split_once('|').unwrap_or((account, line));
        account = name;
        let (number, commodity) = amount.trim().split_once(' ').unwrap_or(("0", ""));
        rows.push([account.to_owned(), number.to_owned(), commodity.to_owned()]);
    }
    rows
}

fn printed(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Runs a program: beancount's from the virtual environment beside the target's other files if
/// there is one.
fn run(program: &str, args: &[&str]) -> Output {
    let of_beancount =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("../beancount/bin").join(program);
    let found = if of_beancount.exists() { of_beancount } else { PathBuf::from(program) };
    match Command::new(found).args(args).env("LC_ALL", "C.UTF-8").output() {
        Ok(output) => output,
        Err(fault) if fault.kind() == ErrorKind::NotFound => panic!(
            "{program} is missing. Debian: apt-get install hledger ledger python3-venv; then \
             python3 -m venv target/beancount && target/beancount/bin/pip install beancount==3.2.3"
        ),
        Err(fault) => panic!("{program}: {fault}"),
    }
}
