//! A run whose lines are converted, from a shell: the plan says so in words, a preview and the lock
//! ask for the rate, and the run shows both currencies.

use crate::tool::Shell;

const EXCHANGE: &str = include_str!("../plan_files/exchange.toml");
const RUN: &str = "eu-field/2026-03/1";
const AT: &str = "--at 2026-04-02T09:00:00.000Z";

/// The plan of the files of mistakes, for everyone, converting when a run pays.
fn plan() -> String {
    EXCHANGE.replace("\"milestone\"", "\"payout\"").replace("\"assigned\"", "\"everyone\"")
}

/// A journal in which eva, who is paid in EUR, has 125.50 USD payable.
fn company() -> Shell {
    let shell = Shell::new();
    shell.write("plan.toml", &plan());
    let told = |day: &str, by: &str, command: &str| {
        format!("{{\"at\": \"{day}T17:00:00.000Z\", \"by\": \"{by}\", \"command\": {command}}}\n")
    };
    let lines = [
        told("2026-01-02", "finance", r#"{"publish_plan": {"text": {"file": "plan.toml"}}}"#),
        told(
            "2026-01-02",
            "hr",
            r#"{"define_pay_group": {"group": "eu-field", "entity": "acme-eu", "unit": "EUR"}}"#,
        ),
        told(
            "2026-01-02",
            "hr",
            r#"{"register_payee": {"payee": "eva", "group": "eu-field", "class": "employee", "employed_from": "2025-01-01"}}"#,
        ),
        told(
            "2026-03-02",
            "eva",
            r#"{"report_lead": {"lead": {"row": "tip"}, "by": "eva", "customer": {"row": "c"}, "kind": "new_equipment", "heard_on": "2026-03-02"}}"#,
        ),
        told(
            "2026-03-20",
            "sales",
            r#"{"win_deal": {"deal": {"row": "sale"}, "lead": {"row": "tip"}, "won_on": "2026-03-20"}}"#,
        ),
        told(
            "2026-03-27",
            "bank",
            r#"{"record_payment": {"payment": {"row": "p1"}, "deal": {"row": "sale"}, "received_on": "2026-03-27", "lines": [{"net": "1255.00 USD"}]}}"#,
        ),
    ];
    shell.submit(&lines.concat()).done();
    shell
}

#[test]
fn a_run_asks_for_its_rate_and_shows_both_currencies() {
    let shell = company();
    let words = "is paid on the cut-off day of the run, by the last rate on that day or the 7 days";
    let shown = shell.run("plan show plan.toml").done();
    let shown = shown.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains(words), "{shown}");

    let look = format!("run preview j.redb {RUN} --cut-off 2026-03-31 {AT}");
    shell.run(&look).fails(1, "R4803");
    let quote = r#"{"at": "2026-04-01T17:00:00.000Z", "by": "bank", "command": {"record_exchange_rate": {"from": "USD", "to": "EUR", "on": "2026-03-31", "rate": "0.9187", "source": "ECB"}}}"#;
    shell.submit(quote).done();
    let both = ["125.50 USD", "115.30 EUR", "0.9187 (ECB of 2026-03-31)"];
    shell.run(&look).done().says(&both);

    let lock = format!("run lock j.redb {RUN} --cut-off 2026-03-31 --pass-days --by job {AT}");
    shell.run(&lock).done().says(&both);
    let run = shell.run(&format!("--json show run j.redb {RUN}")).done().json();
    assert_eq!((&run["gross"], &run["paid"]), (&"125.50 USD".into(), &"115.30 EUR".into()));
    assert_eq!(run["lines"][0]["rate"], "0.9187 (ECB of 2026-03-31)");
}
