//! `submit` answers each line with one, in order, and goes on after one that is refused or no
//! command. `commands` prints what it takes: every kind, and all of it accepted.

use crate::tool::Shell;
use referral_ledger::command::Command;
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;

fn statuses(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["status"].as_str().unwrap()).collect()
}

/// A line that is told in the examples' company.
fn line(day: &str, by: &str, command: &str) -> String {
    format!("{{\"at\": \"{day}T17:00:00.000Z\", \"by\": {by}, \"command\": {command}}}\n")
}

#[test]
fn every_kind_of_command_has_an_example_line() {
    let shell = Shell::new();
    let said = shell.run("commands").done();
    for kind in Command::KINDS {
        let has = |line: &&str| !line.starts_with('#') && line.contains(&format!("{{\"{kind}\":"));
        assert!(
            said.out.lines().any(|line| has(&line)),
            "{kind} has no example: add one to src/bin/referral-ledger/commands/examples.jsonl"
        );
        let about = format!("# {kind}: ");
        assert!(said.out.contains(&about), "{kind} is not explained");
    }
    let lines: Vec<&str> = said.out.lines().collect();
    assert!(lines.chunks(2).all(|pair| pair[0].starts_with('#') && pair[1].starts_with('{')));
    let json = shell.run("--json commands").done().json_lines();
    assert_eq!(json.len(), lines.len() / 2);
}

#[test]
fn the_examples_are_accepted_line_by_line_and_then_on_file() {
    let shell = Shell::new();
    let commands = shell.run("commands").done().out;
    let first = shell.submit(&commands).done().json_lines();
    assert!(statuses(&first).iter().all(|status| *status == "accepted"), "{first:#?}");
    assert_eq!(first.len(), commands.lines().count() / 2);

    let again = shell.submit(&commands).done().json_lines();
    assert!(statuses(&again).iter().all(|status| *status == "already_on_file"), "{again:#?}");
    for (one, other) in first.iter().zip(&again) {
        for field in ["line", "key", "sequence", "leaf", "rewards"] {
            assert_eq!(one[field], other[field], "a retry gets the first outcome");
        }
    }
    let of_kind = |kind: &str| {
        let is_it = |line: &&Value| line["key"].as_str().unwrap().starts_with(kind);
        first.iter().find(is_it).unwrap()["rewards"][0].clone()
    };
    let earned = of_kind("record_payment");
    assert_eq!(earned["amount"], "370.00 USD");
    assert_eq!(earned["payee"], "T07");
    assert!(earned["why"].as_str().unwrap().contains("18500.00 USD x 2% = 370.00 USD"));
    assert!(earned["reward"].as_str().unwrap().ends_with("/field-leads@2026/commission/T07"));
    assert_eq!(of_kind("record_refund")["amount"], "-10.00 USD");
    // 2 % of the 185.00 that never came, and 40.00 to the manager of whoever brought the deal.
    assert_eq!(of_kind("retract")["amount"], "-3.70 USD");
    assert_eq!(of_kind("win_deal")["payee"], "T09");
    // The drive pays those who are assigned to it, and the cancellation takes it back.
    shell.run("show payee j.redb T08").done().says(&["30.00 USD accrued, 30.00 USD taken back"]);
}

/// The outcomes are a promise on the wire, like the records.
#[test]
fn the_outcomes_have_their_golden_bytes() {
    let shell = Shell::new();
    let commands = shell.run("commands").done().out;
    let mut now = shell.submit(&commands).done().out;
    let retry = commands.lines().find(|line| line.contains("\"record_payment\"")).unwrap();
    let again = retry.replace("18500.00 USD", "18501.00 USD");
    let early = line("2026-02-01", "\"cron\"", "{\"pass_day\": {\"through\": \"2026-02-09\"}}");
    let no_day = line("2026-02-01", "\"cron\"", "{\"pass_day\": {\"through\": \"2026-02\"}}");
    let said = shell.submit(&format!("{retry}\n{again}\n{early}{no_day}"));
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    now += &said.out;
    let golden = include_str!("../golden/outcomes.jsonl");
    if now != golden {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("outcomes.jsonl");
        fs::write(&path, &now).unwrap();
        let differs = now.lines().zip(golden.lines()).find(|(now, golden)| now != golden);
        panic!("the outcomes changed: {differs:#?}\nthe new text is in {}", path.display());
    }
}

#[test]
fn what_is_refused_or_no_command_is_answered_in_its_place_and_the_rest_goes_on() {
    let shell = Shell::with_examples();
    let lead = |row: &str| {
        format!("{{\"accept_lead\": {{\"lead\": {row}, \"accepted_on\": \"2026-02-09\"}}}}")
    };
    let day = "2026-02-09";
    let input = [
        "# a comment\n\n".to_owned(),
        line(day, "\"sales\"", &lead("{\"row\": \"nobody-told\"}")),
        "{\"at\": \n".to_owned(),
        line(day, "\"two words\"", &lead("{\"row\": \"tip-1\"}")),
        line(day, "\"sales\"", "{\"accept_leed\": {}}"),
        line(day, "\"sales\"", &lead("{\"row\": 7}")),
        line(
            day,
            "\"sales\"",
            "{\"retract\": {\"fact\": {\"row\": \"bank-77\"}, \"reason\": \"typo\"}}",
        ),
        line(day, "{\"id\": \"crm\"}", &lead("{\"row\": \"tip-1\"}")),
        line(day, "\"sales\"", "{\"publish_plan\": {\"text\": {\"file\": \"none.toml\"}}}"),
        "{\"by\": \"sales\", \"command\": {}}\n".to_owned(),
        line(
            day,
            "{\"id\": \"cron\", \"kind\": \"system\"}",
            "{\"pass_day\": {\"through\": \"2026-02-08\"}}",
        ),
    ];
    let said = shell.submit(&input.concat());
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    let lines = said.json_lines();
    assert_eq!(statuses(&lines), [&["refused"][..], &["invalid"; 8], &["accepted"]].concat());
    let number = |line: &Value| line["line"].as_u64().unwrap();
    assert_eq!(lines.iter().map(number).collect::<Vec<_>>(), [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

    assert_eq!(lines[0]["code"], "R1002");
    assert_eq!(lines[0]["send_again"], "later");
    assert!(lines[0]["fields"]["lead"].is_string());
    assert!(lines[0]["sentence"].as_str().unwrap().ends_with("is not on file: report it first"));
    let parts = [
        "column 6: EOF while parsing a value: `referral-ledger commands` prints",
        "by: an actor id holds a character other than visible ASCII",
        "unknown variant `accept_leed`",
        "lead has a row key that is no text",
        "fact says no kind: write {\"payment\": {\"row\": \"bank-77\"}}",
        "missing field `kind`",
        "none.toml: ",
        "missing field `at`",
    ];
    for (line, part) in lines[1..].iter().zip(parts) {
        assert_eq!(line["code"], "C1001");
        let sentence = line["sentence"].as_str().unwrap();
        assert!(sentence.contains(part), "{part:?} is not in {sentence:?}");
    }
}

#[test]
fn a_key_of_ones_own_is_kept_and_another_command_under_it_is_refused() {
    let shell = Shell::with_examples();
    let told = |through: &str| {
        format!(
            "{{\"at\": \"2026-03-09T17:00:00.000Z\", \"by\": \"cron\", \"key\": \"nightly\", \
             \"command\": {{\"pass_day\": {{\"through\": \"{through}\"}}}}}}\n"
        )
    };
    let said = shell.submit(&[told("2026-03-01"), told("2026-03-02")].concat());
    let lines = said.json_lines();
    assert_eq!(statuses(&lines), ["accepted", "refused"]);
    assert_eq!((&lines[0]["key"], &lines[1]["code"]), (&"nightly".into(), &"R0001".into()));
    assert_eq!(lines[1]["fields"]["field"], "pass_day.through");
}

#[test]
fn a_plan_is_published_from_its_file() {
    let shell = Shell::new();
    shell.write("plan.toml", include_str!("../../examples/plans/field-service-2026.toml"));
    let publish = "{\"publish_plan\": {\"text\": {\"file\": \"plan.toml\"}}}";
    let digest = "{\"publish_plan\": {\"text\": \"00000000000000000000000000000000\
                  00000000000000000000000000000000\"}}";
    let tell = |command| line("2026-01-02", "\"finance\"", command);
    let said = shell.submit(&[tell(publish), tell(digest)].concat());
    let lines = said.json_lines();
    assert_eq!(statuses(&lines), ["accepted", "refused"]);
    assert_eq!(lines[1]["code"], "R3008");
}

#[test]
fn each_answer_comes_before_the_next_line_is_asked_for() {
    let shell = Shell::new();
    let mut child = shell.command("submit j.redb").spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let group =
        "{\"define_pay_group\": {\"group\": \"us\", \"entity\": \"acme\", \"unit\": \"USD\"}}";
    for wanted in ["accepted", "already_on_file"] {
        stdin.write_all(line("2026-01-02", "\"hr\"", group).as_bytes()).unwrap();
        let mut answer = String::new();
        stdout.read_line(&mut answer).unwrap();
        assert!(answer.contains(wanted), "{answer}");
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly_and_everything_was_told() {
    let shell = Shell::new();
    let commands = shell.run("commands").done().out;
    let mut child = shell.command("submit j.redb").spawn().unwrap();
    drop(child.stdout.take()); // as `| head -0` does
    child.stdin.take().unwrap().write_all(commands.as_bytes()).unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
    shell.run("show run j.redb us-field/2026-01/2").done().says(&["settled"]);

    for verb in ["commands", "show run j.redb", "--help"] {
        let mut child = shell.command(verb).spawn().unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""), "{verb}");
    }
}
