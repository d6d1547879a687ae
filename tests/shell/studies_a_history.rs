//! From a shell: what a closed month should have come to is proposed, posted and approved; what
//! another plan would have paid is looked at. The changes stand in a file.

use crate::tool::Shell;

/// The examples' journal, with a text in which the commission of 2 % has another rate, and the file
/// of changes that names it.
fn with_rate(rate: &str) -> Shell {
    let shell = Shell::with_examples();
    let plan = include_str!("../../src/bin/referral-ledger/commands/plan.toml");
    let words = "rate = \"2%\"";
    assert!(plan.contains(words));
    shell.write("right.toml", &plan.replace(words, &format!("rate = \"{rate}\"")));
    let change = r#"{"plan": {"published": "field-leads@2026", "text": {"file": "right.toml"}}}"#;
    shell.write("changes.json", &format!("[{change}]"));
    shell
}

fn line(by: &str, command: &str) -> String {
    format!("{{\"at\": \"2026-02-09T17:00:00.000Z\", \"by\": \"{by}\", \"command\": {command}}}\n")
}

#[test]
fn a_closed_month_is_restated_by_two_persons() {
    // T07's commission in January is of 18,500.00 that came in and 500.00 that went back: 360.00 at
    // 2 %. The examples restated it at 2.5 %, 450.00; it was 3 %: 540.00, which is 90.00 more.
    let shell = with_rate("3%");
    let verb = "restate j.redb 2026-01 --changes changes.json --out proposal.json";
    let said = shell.run(verb).done();
    said.says(&["T07  field-leads", "450.00 USD  540.00 USD   90.00 USD", "digest "]);
    let json = shell.run(&format!("--json {verb}")).done().json();
    let line_of = &json["lines"][0];
    assert_eq!(line_of["difference"], "90.00 USD");
    assert!(line_of["why_would_be"][0].as_str().unwrap().contains("x 3% = 555.00 USD"));

    let post = r#"{"post_restatement": {"restatement": {"row": "rate-3"}, "proposal":
        {"file": "proposal.json"}, "reason": "wrong-rate", "lands": "payable"}}"#;
    let post = post.replace('\n', " ");
    shell.submit(&line("service-lead", &post)).done();
    let listed = shell.run("--json show restatements j.redb").done().json();
    let posted = listed.as_array().unwrap().last().unwrap().clone();
    assert_eq!(posted["stage"], "proposed");
    assert_eq!(posted["period"], "2026-01");
    let digest = posted["digest"].as_str().unwrap();
    let approve = format!(
        "{{\"approve_restatement\": {{\"restatement\": {{\"row\": \"rate-3\"}}, \
         \"digest\": \"{digest}\"}}}}"
    );
    let own = shell.submit(&line("T07", &approve));
    assert!(own.out.contains("R4606"), "{own:?}");
    shell.submit(&line("controller", &approve)).done().says(&["restated by 90.00 USD"]);
    shell.run("show restatements j.redb").done().says(&["approved", "posted by service-lead"]);
    // The same once more differs by nothing.
    shell.run(verb).done().says(&["nothing differs"]);
    shell.run("replay j.redb").done();
}

#[test]
fn a_candidate_is_simulated_and_nothing_is_written() {
    let shell = with_rate("1%");
    let before = shell.run("replay j.redb").done().out;
    let said = shell.run("simulate j.redb 2026 --changes changes.json").done();
    said.says(&["was    would be", "T07"]);
    assert_eq!(shell.run("replay j.redb").done().out, before);
}

#[test]
fn changes_that_cannot_be_say_why() {
    let shell = with_rate("3%");
    let open = shell.run("restate j.redb 2026-02 --changes changes.json").fails(1, "C1006: ");
    assert!(open.err.contains("2026-02 is not closed in the books"), "{open:?}");
    shell.write("changes.json", "{}");
    let wrong = shell.run("simulate j.redb 2026 --changes changes.json").fails(2, "C2001: ");
    assert!(wrong.err.contains("write a JSON list of changes"), "{wrong:?}");
    shell.run("simulate j.redb 2026 --changes nowhere.json").fails(2, "C2001: ");
}
