//! The house is tidy: imports point one way, files are short, and the core holds no word that
//! would let a clock, a float or an unexplained panic in.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, top down. A room may import from itself and from those above it in this list.
const ROOMS: [&str; 38] = [
    // words
    "text",
    "canonical",
    "digest",
    "id",
    "rate",
    "money",
    "reading",
    "time",
    "exchange",
    "told",
    // nouns
    "lead",
    "deal",
    "attribution",
    "payee",
    "payout",
    "plan",
    "reward",
    "adjustment",
    "approval",
    "why",
    "accrual",
    "lint",
    // facts
    "command",
    "restatement",
    "event",
    "refusal",
    "record",
    "batch",
    // books, machine
    "books",
    "ledger",
    // edges
    "merkle",
    "store",
    "journal",
    "study",
    "report",
    // manual, front page
    "manual",
    "lib",
    // the command-line tool
    "bin",
];

/// The rooms that may do input and output.
const EDGES: [&str; 4] = ["store", "journal", "report", "bin"];

/// The one file that may ask what time it is: a shell may leave the time out.
const CLOCK: &str = "bin/referral-ledger/clock.rs";

const LINES_MAX: usize = 500;
const COLUMNS_MAX: usize = 100;

struct File {
    path: PathBuf,
    room: String,
    text: String,
}

/// Every source file with the room it lies in.
fn files() -> Vec<File> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&src, &mut paths);
    paths.sort();
    let file = |path: PathBuf| {
        let inside = path.strip_prefix(&src).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
        let room = first.trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&path).unwrap();
        File { path, room, text }
    };
    paths.into_iter().map(file).collect()
}

/// The lines that are code: no comments, and nothing from the tests at the end of a file.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().take_while(|line| *line != "#[cfg(test)]");
    let lines = lines.enumerate().map(|(index, line)| (index + 1, line));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn nothing(found: &[String]) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_room_has_its_place() {
    let known = |file: &File| ROOMS.contains(&file.room.as_str());
    let unknown: Vec<_> =
        files().iter().filter(|file| !known(file)).map(|it| it.room.clone()).collect();
    nothing(&unknown);
}

#[test]
fn imports_point_up() {
    let place = |room: &str| ROOMS.iter().position(|other| *other == room);
    let mut wrong = Vec::new();
    for file in files().iter().filter(|file| file.room != "lib") {
        for (number, line) in code(&file.text) {
            for part in line.split("crate::").skip(1) {
                let end = part.find(|c: char| !c.is_ascii_lowercase() && c != '_');
                let room = &part[..end.unwrap_or(part.len())];
                if place(room).is_some_and(|target| Some(target) > place(&file.room)) {
                    wrong.push(format!("{}:{number}: {line}", file.path.display()));
                }
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn files_are_short_and_lines_fit() {
    let mut wrong = Vec::new();
    for file in files() {
        let lines = file.text.lines().count();
        if lines > LINES_MAX {
            wrong.push(format!("{}: {lines} lines", file.path.display()));
        }
        for (index, line) in file.text.lines().enumerate() {
            // A sentence of a table of messages, or a row of one, stands on one line.
            let start = line.trim_start();
            let is_sentence = start.starts_with('"') || start.starts_with("//! |");
            if line.chars().count() > COLUMNS_MAX && !is_sentence && file.room != "refusal" {
                wrong.push(format!("{}:{}: too wide", file.path.display(), index + 1));
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn every_file_says_what_it_knows() {
    let silent = |file: &File| !file.text.starts_with("//!") && !file.text.starts_with("#![doc");
    let silent: Vec<_> =
        files().iter().filter(|it| silent(it)).map(|it| it.path.display().to_string()).collect();
    nothing(&silent);
}

#[test]
fn the_core_holds_no_banned_word() {
    let clocks = [
        ("Utc::now", "time is told"),
        ("Local::now", "time is told"),
        ("SystemTime", "time is told"),
        ("Instant::now", "time is told"),
    ];
    let anywhere = [
        (".unwrap()", "say why it cannot fail, with expect"),
        ("todo!", "nothing is half done"),
        ("unimplemented!", "nothing is half done"),
        ("unsafe", "not here"),
        ("rand::", "names come from rows"),
        ("env::var", "the environment decides nothing"),
    ];
    let core = [
        ("std::fs", "input and output are at the edges"),
        ("std::io", "input and output are at the edges"),
        ("println!", "the library prints nothing"),
        ("HashSet", "no order but a stated one"),
    ];
    let floats = [("f64", "money is exact"), ("f32", "money is exact")];
    let mut wrong = Vec::new();
    for file in files().iter().filter(|file| file.room != "lib") {
        // The traits of serde name floats, and the canonical form refuses them.
        let floats = floats.iter().filter(|_| file.room != "canonical");
        let edge = EDGES.contains(&file.room.as_str());
        let banned = anywhere.iter().chain(floats).chain(core.iter().filter(|_| !edge));
        let may_ask = file.path.ends_with(CLOCK);
        for (word, why) in banned.chain(clocks.iter().filter(|_| !may_ask)) {
            let holds = |line: &str| line.replace("forbid(unsafe_code)", "").contains(word);
            for (number, line) in code(&file.text).filter(|(_, line)| holds(line)) {
                let place = format!("{}:{number}", file.path.display());
                wrong.push(format!("{place}: {word}: {why}: {line}"));
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn the_tool_comes_after_the_library_and_prints_in_one_place() {
    // Nothing of the library knows the tool, and the tool writes through one file, so that JSON is
    // JSON everywhere and a reader that went away ends it quietly.
    let mut wrong = Vec::new();
    for file in files() {
        let prints = file.path.ends_with("bin/referral-ledger/out.rs");
        for (number, line) in code(&file.text) {
            let tool_in_library = file.room != "bin"
                && ["clap::", "indicatif::", "bin::"].iter().any(|word| line.contains(word));
            let prints_itself = file.room == "bin"
                && !prints
                && ["print!", "println!", "io::stdout"].iter().any(|word| line.contains(word));
            if tool_in_library || prints_itself {
                wrong.push(format!("{}:{number}: {line}", file.path.display()));
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn no_hash_map_is_iterated() {
    // A map in hash order may be looked into, never walked through. The only ones of the core
    // stand behind tables that keep their rows in order.
    let mut wrong = Vec::new();
    for file in files() {
        let holds_one = code(&file.text).any(|(_, line)| line.contains("HashMap"));
        let may = file.path.ends_with("ledger/undo.rs") || file.path.ends_with("store/memory.rs");
        if holds_one && !may {
            wrong.push(file.path.display().to_string());
        }
        for (number, line) in code(&file.text) {
            let walks = ["numbers.iter", "numbers.keys", "numbers.values", "in &self.numbers"];
            if walks.iter().any(|walk| line.contains(walk)) {
                wrong.push(format!("{}:{number}: {line}", file.path.display()));
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn the_top_level_is_what_the_card_names() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let allowed = [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "benches",
        "tests",
        "examples",
        "README.md",
        "CHANGELOG.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "clippy.toml",
        "rustfmt.toml",
        "target",
    ];
    let mut wrong = Vec::new();
    for entry in fs::read_dir(root).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !name.starts_with('.') && !allowed.contains(&name.as_str()) {
            wrong.push(name);
        }
    }
    nothing(&wrong);
}
