//! The manual's page of worked examples and the stories are held together: each story is listed once,
//! under its file, and the page counts them right.

use std::fs;
use std::path::Path;

/// The stories of a file, in their order.
fn stories(text: &str) -> Vec<&str> {
    let tests = text.split("#[test]\n").skip(1);
    tests.map(|test| test.split(['(', ' ']).nth(1).unwrap()).collect()
}

/// Every file of worked examples with its stories, in the order of the names.
fn told() -> Vec<(String, Vec<String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worked_examples");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut told: Vec<(String, Vec<String>)> = names
        .filter(|path| !path.ends_with("main.rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, stories(&text).into_iter().map(str::to_owned).collect())
        })
        .collect();
    told.sort();
    told
}

/// What the page lists under each file: the last column of its rows.
fn listed(page: &str) -> Vec<(String, Vec<String>)> {
    let mut listed: Vec<(String, Vec<String>)> = Vec::new();
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("`tests/worked_examples/") {
            listed.push((name.trim_end_matches('`').to_owned(), Vec::new()));
        } else if let Some(story) = line.strip_suffix("` |") {
            let story = story.rsplit('`').next().unwrap();
            listed.last_mut().unwrap().1.push(story.to_owned());
        }
    }
    listed.sort();
    listed
}

#[test]
fn the_page_lists_every_story_once() {
    let page = include_str!("../../src/manual/10_worked_examples.md");
    let told = told();
    assert_eq!(listed(page), told);
    let count: usize = told.iter().map(|(_, stories)| stories.len()).sum();
    assert!(page.contains(&format!("\n{count} stories, ")), "there are {count} stories");
}
