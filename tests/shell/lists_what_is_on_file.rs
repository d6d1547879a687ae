//! What is on file can be listed: payees, leads, deals and plans; and a payee's page says whose
//! they are and what a cap carries for them.

use crate::tool::Shell;
use serde_json::Value;

#[test]
fn payees_leads_deals_and_plans_are_listed_in_the_order_they_came() {
    let shell = Shell::with_examples();
    let column = |verb: &str, name: &str| -> Vec<String> {
        let list = shell.run(&format!("--json show {verb}")).done().json();
        let rows = list.as_array().unwrap().iter();
        rows.map(|row| row[name].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(column("payees j.redb", "payee"), ["T07", "T08", "T09", "T10"]);
    let plans = ["field-leads@2026", "contract-drive@2026", "ground-rules@2026"];
    assert_eq!(column("plans j.redb", "plan"), plans);
    let stages = [
        "won", "won", "rejected", "lost", "expired", "won", "reported", "reported", "retained",
        "won",
    ];
    assert_eq!(column("leads j.redb", "stage"), stages);
    assert_eq!(
        column("leads j.redb --by T07", "stage"),
        ["won", "expired", "reported", "reported"]
    );
    assert_eq!(column("leads j.redb --open", "stage"), ["reported", "reported"]);
    assert_eq!(
        column("deals j.redb", "won_on"),
        ["2025-12-20", "2026-01-12", "2026-01-29", "2026-02-06", "2026-02-01"]
    );

    shell.run("show leads j.redb --open --by T08").done().says(&["no leads"]);
    shell.run("show payees j.redb").done().says(&["T07     us-field", "370.00 USD"]);
    shell.run("show plans j.redb").done().says(&["assigned   Service contract drive"]);
    assert_eq!(column("adjustments j.redb", "stage"), ["approved", "declined", "approved"]);
    let adjustments = shell.run("show adjustments j.redb").done();
    adjustments.says(&["up 15.00 USD", "promised-before-the-plan", "service-lead", "controller"]);
    // 30.00 USD for a contract that was cancelled, and taken back with it.
    let costs = shell.run("books j.redb --format costs").done();
    costs.says(&["capitalised  taken back", "30.00 USD   30.00 USD   0.00 USD"]);
    let rolled = shell.run("books j.redb --format costs --period 2026-01").done();
    rolled.says(&["contract costs of 2026-01", "0.00 USD  acme"]);
    let rolled = shell.run("books j.redb --format costs --period 2026-01 --json").done().json();
    assert_eq!(rolled["rows"][0]["added"], "30.00 USD");
    assert_eq!(column("restatements j.redb", "stage"), ["approved", "declined"]);
    let restatements = shell.run("show restatements j.redb").done();
    restatements.says(&["of 2026-01: approved", "reason wrong-rate, posted by service-lead"]);
    assert_eq!(column("lapses j.redb", "stage"), ["declined", "approved"]);
    let lapses = shell.run("show lapses j.redb").done();
    lapses.says(&["4.00 USD", "too-small", "finance", "controller"]);
    let run = shell.run("show run j.redb us-agents/2026-02/1").done();
    run.says(&["everybody was below the threshold", "at least 25.00 USD net", "21.00 USD"]);
    let deals = shell.run("show deals j.redb").done();
    deals.says(&["18500.00 USD", "field-leads@2026, contract-drive@2026"]);
    let plan = shell.run("show plan j.redb contract-drive@2026").done();
    plan.says(&["contract-drive@2026: Service contract drive", "      30.00 USD  flat"]);
    let missing = shell.run("show plan j.redb contract-drive@2027").fails(1, "C1002: ");
    assert!(missing.err.contains("`show plans` lists"), "{}", missing.err);
}

#[test]
fn a_payee_has_a_manager_a_team_and_plans_by_the_day() {
    let shell = Shell::with_examples();
    shell.run("show payee j.redb T07").done().says(&[
        "manager           T09 from 2024-03-01",
        "team              north from 2024-03-01",
        "assigned plans    -",
    ]);
    let told = "{\"at\": \"2026-02-09T17:00:00.000Z\", \"by\": \"hr\", \"command\": \
        {\"assign_manager\": {\"payee\": \"T07\", \"from\": \"2026-02-01\"}}}\n";
    shell.submit(told).done();
    let page = shell.run("show payee j.redb T07").done();
    page.says(&["manager           T09 from 2024-03-01, nobody from 2026-02-01"]);
    let plans = "contract-drive from 2026-01-01, off contract-drive from 2026-01-31";
    shell.run("show payee j.redb T08").done().says(&[plans]);
    let json = shell.run("--json show payee j.redb T08").done().json();
    assert_eq!(json["plans"][1]["off"], "contract-drive");
    let managers = shell.run("--json show payee j.redb T07").done().json();
    assert_eq!(managers["managers"][1]["to"], Value::Null);
}

#[test]
fn a_retracted_win_and_the_steps_of_a_table_are_told() {
    let shell = Shell::with_examples();
    let deal = shell.run("--json show deal j.redb --row sale-1").done().json();
    let rewards = deal["rewards"].as_array().unwrap().iter();
    let rewards: Vec<&str> = rewards.map(|it| it["reward"].as_str().unwrap()).collect();
    let machines = rewards.iter().find(|it| it.ends_with("/machines-running/T07")).unwrap();
    let explained = shell.run(&format!("explain j.redb {machines}")).done();
    explained.says(&["machines, team north, 2026Q1: from 0 to 1", "above 0 to 5: 1 x 10.00 USD"]);
    let fee = rewards.iter().find(|it| it.ends_with("/manager-fee/T09")).unwrap();
    let explained = shell.run(&format!("explain j.redb {fee}")).done();
    explained.says(&["T09 is the manager of the originator on 2026-01-12", "held until installed"]);

    let told = "{\"at\": \"2026-02-09T17:00:00.000Z\", \"by\": \"sales\", \"command\": \
        {\"retract\": {\"fact\": {\"deal\": {\"row\": \"sale-5\"}}, \"reason\": \"typo\"}}}\n";
    shell.submit(told).done();
    let page = shell.run("show deal j.redb --row sale-5").done();
    page.says(&["retracted     its win was told by mistake"]);
    shell.run("show deals j.redb").done().says(&["  retracted  "]);
}

#[test]
fn what_a_cap_carries_stands_on_every_page() {
    let shell = Shell::new();
    let plan = include_str!("../../src/bin/referral-ledger/commands/plan.toml");
    // At most 200.00 a month; what is above it is carried to the next.
    let plan = plan.replace("at_most        = \"2_000 USD\"", "at_most        = \"200 USD\"");
    let plan =
        plan.replace("per            = \"deal\"", "per = { per = \"payee\", period = \"month\" }");
    let plan = plan.replace("\"forfeited\"", "\"carried\"").replace("deal_cap", "payee_cap");
    shell.write("plan.toml", &plan);
    shell.run("plan check plan.toml").done();
    let told = |day: &str, command: &str| {
        format!("{{\"at\": \"{day}T17:00:00.000Z\", \"by\": \"x\", \"command\": {command}}}\n")
    };
    let lines = [
        told(
            "2026-01-02",
            r#"{"define_pay_group": {"group": "us", "entity": "a", "unit": "USD"}}"#,
        ),
        told(
            "2026-01-02",
            r#"{"register_payee": {"payee": "T07", "group": "us", "class": "employee", "employed_from": "2024-03-01"}}"#,
        ),
        told("2026-01-02", r#"{"publish_plan": {"text": {"file": "plan.toml"}}}"#),
        told(
            "2026-01-05",
            r#"{"report_lead": {"lead": {"row": "l"}, "by": "T07", "customer": {"row": "c"}, "kind": "upgrade", "heard_on": "2026-01-05"}}"#,
        ),
        told(
            "2026-01-06",
            r#"{"win_deal": {"deal": {"row": "d"}, "lead": {"row": "l"}, "won_on": "2026-01-06"}}"#,
        ),
        told(
            "2026-01-07",
            r#"{"record_payment": {"payment": {"row": "p"}, "deal": {"row": "d"}, "received_on": "2026-01-07", "lines": [{"net": "18500.00 USD"}]}}"#,
        ),
    ];
    shell.submit(&lines.concat()).done();
    // 18500.00 x 2% = 370.00: 200.00 now, and 170.00 in February.
    let page = shell.run("show payee j.redb T07").done();
    page.says(&[
        "carried by a cap  170.00 USD",
        "payable           200.00 USD",
        "370.00 USD accrued, 170.00 USD carried by a cap, 200.00 USD payable",
    ]);
    let json = shell.run("--json show payees j.redb").done().json();
    assert_eq!(json[0]["carried"], "170.00 USD");
    let statement = shell.run("--json statement j.redb T07 2026-01").done().json();
    assert_eq!(statement["stands"]["carried"], "170.00 USD");
    let reward = shell.run("--json show deal j.redb --row d").done().json();
    let reward = reward["rewards"][0]["reward"].as_str().unwrap().to_owned();
    shell
        .run(&format!("show reward j.redb {reward}"))
        .done()
        .says(&["carried by a cap   170.00 USD"]);
    let explained = shell.run(&format!("explain j.redb {reward}")).done();
    explained.says(&["so of 370.00 USD stays 200.00 USD", "carried to 2026-02-01: 170.00 USD"]);

    // February's days pass: what was carried is payable, within February's cap.
    shell.submit(&told("2026-02-09", "{\"pass_day\": {\"through\": \"2026-02-08\"}}")).done();
    shell.run("show payee j.redb T07").done().says(&["payable           370.00 USD"]);
}
