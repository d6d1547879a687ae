//! The manual's page for the shell, followed by the letter in an empty folder: its files are
//! written, its commands run in order, and each says what the page shows.
#![cfg(all(feature = "cli", unix))]

use crate::tool::{Shell, TOOL};
use std::path::Path;
use std::process::Command;

const PAGE: &str = include_str!("../../src/manual/2_2_first_reward_from_a_shell.md");
const PAGE_BEFORE: &str = include_str!("../../src/manual/2_1_first_reward.md");

/// The blocks of a page that are no program, each with the line of prose before it.
fn blocks(page: &str) -> impl Iterator<Item = (&str, &str)> {
    page.split("```text\n").zip(page.split("```text\n").skip(1)).map(|(before, after)| {
        let before = before.trim_end().lines().last().unwrap_or_default();
        (before, after.split("```").next().unwrap())
    })
}

/// Runs a line as the reader's shell does, and gives back what it printed.
fn typed(shell: &Shell, line: &str) -> String {
    let tools = Path::new(TOOL).parent().unwrap().display().to_string();
    let found = format!("PATH='{tools}':$PATH\n{line}");
    let mut sh = Command::new("sh");
    let output = sh.args(["-c", &found]).current_dir(shell.path("")).output();
    let output = output.unwrap();
    let (out, err) = (output.stdout, String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success() && err.is_empty(), "$ {line}\n{err}");
    String::from_utf8(out).unwrap()
}

#[test]
fn the_page_pays_a_first_reward() {
    let shell = Shell::new();
    let plan = PAGE_BEFORE.split("const PLAN: &str = r#\"\n").nth(1).unwrap();
    shell.write("plan.toml", plan.split("\"#;").next().unwrap());
    let mut commands = 0;
    for (before, block) in blocks(PAGE) {
        if let Some(file) = before.strip_prefix('`').and_then(|it| it.strip_suffix("`:")) {
            shell.write(file, block);
            continue;
        }
        let block = block.replace("\\\n    ", "");
        for step in block.split("$ ").skip(1) {
            let (line, shown) = step.split_once('\n').unwrap();
            let said = typed(&shell, line);
            let mut said_lines = said.lines();
            for shown in shown.lines().filter(|it| *it != "...") {
                let is_said = said_lines.any(|it| it.trim_end() == shown);
                assert!(is_said, "$ {line}\nthe page shows {shown:?}, and it said:\n{said}");
            }
            commands += 1;
        }
    }
    assert_eq!(commands, 14);
}
