//! A company's own exports, told by a mapping file: read as they are written, told in the order of
//! their days, refused with a reason in a file of its own, and never told twice.

use crate::tool::Shell;
use serde_json::Value;

/// The mapping that `import --help` shows.
const MAPPING: &str = include_str!("../../src/bin/referral-ledger/import/mapping.toml");

const LEADS: &str = "\u{feff}Nr;Techniker;Kunde;Art;Gemeldet;Angenommen;Notiz\r\n\
    L1;T07;K1;Neumaschine;05.01.2026;06.01.2026;\"mit ; darin\"\r\n\
    L2;T08;K2; Service ;07.01.2026;;\r\n";
const DEALS: &str = "Auftrag;Lead;Datum;Wert;Zweiter\nA1;L1;12.01.2026;18.500,00;T08\n";
const PAYMENTS: &str = "Beleg;Position;Auftrag;Eingang;Betrag\n\
    Z1;1;A1;19.01.2026;9.250,00\nZ1;2;A1;20.01.2026;9250\n";
const REFUNDS: &str = "Beleg;Zahlung;Position;Datum;Betrag\nR1;Z1;2;26.01.2026;500,00\n";
const ALL: &str = "leads=leads.csv deals=deals.csv payments=payments.csv refunds=refunds.csv";

/// A journal with a plan in euros and two technicians, and the exports beside it.
fn company() -> Shell {
    let shell = Shell::new();
    let plan = include_str!("../../examples/plans/field-service-2026.toml");
    let plan = plan.replace("USD", "EUR").replace("America/New_York", "Europe/Berlin");
    shell.write("plan.toml", &plan);
    let told = |command: &str| {
        format!(
            "{{\"at\": \"2026-01-01T09:00:00.000Z\", \"by\": \"hr\", \"command\": {command}}}\n"
        )
    };
    let payee = |id: &str| {
        told(&format!(
            "{{\"register_payee\": {{\"payee\": \"{id}\", \"group\": \"de\", \
             \"class\": \"employee\", \"employed_from\": \"2024-01-01\"}}}}"
        ))
    };
    let group =
        told("{\"define_pay_group\": {\"group\": \"de\", \"entity\": \"a\", \"unit\": \"EUR\"}}");
    let plan = told("{\"publish_plan\": {\"text\": {\"file\": \"plan.toml\"}}}");
    shell.submit(&[group, payee("T07"), payee("T08"), plan].concat()).done();
    for (name, text) in [
        ("mapping.toml", MAPPING),
        ("leads.csv", LEADS),
        ("deals.csv", DEALS),
        ("payments.csv", PAYMENTS),
        ("refunds.csv", REFUNDS),
    ] {
        shell.write(name, text);
    }
    shell
}

fn import(shell: &Shell, files: &str) -> crate::tool::Said {
    shell.run(&format!("import j.redb mapping.toml {files}"))
}

fn replayed(shell: &Shell) -> Value {
    shell.run("--json replay j.redb").done().json()
}

#[test]
fn an_export_is_told_and_an_import_that_is_repeated_adds_nothing() {
    let shell = company();
    let page = import(&shell, ALL).done();
    let page =
        page.says(&["leads report_lead               2                0        0         0"]);
    assert_eq!(page.out.lines().count(), 6, "{}", page.out);
    // 2 % of 18,500.00 by 60 and 40, less the refund's part.
    let deal = shell.run("show deal j.redb --row A1").done();
    deal.says(&["18500.00 EUR", "222.00 EUR accrued, 6.00 EUR taken back", "148.00 EUR accrued"]);
    shell.run("show lead j.redb --row L2").done().says(&["service_contract", "reported"]);
    // The id made of two columns is that of the key a/b.
    let line = "{\"at\": \"2026-01-27T09:00:00.000Z\", \"by\": \"bank\", \"command\": \
        {\"record_refund\": {\"refund\": {\"row\": \"R2\"}, \"payment\": {\"row\": \"Z1/2\"}, \
        \"refunded_on\": \"2026-01-27\", \"lines\": [{\"net\": \"1.00 EUR\"}]}}}\n";
    shell.submit(line).done();

    let before = replayed(&shell);
    let again = import(&shell, ALL).done();
    again.says(&["leads report_lead               0                2        0         0"]);
    assert_eq!(replayed(&shell), before);
    assert_eq!(
        shell.read("deals.refused.csv"),
        "Auftrag;Lead;Datum;Wert;Zweiter;line;command;code;reason\n"
    );
}

#[test]
fn rows_that_are_not_taken_stand_with_their_reason_in_a_file_of_their_own() {
    let shell = company();
    let more = "L3;T08;K2;Unfug;07.01.2026;08.01.2026;\nL4;T99;K3;Service;07.01.2026;;\n\
                L5;T07;K4\nL6;T07;K5;Service;31.02.2026;;\nL7;;K5;Service;01.02.2026;;\n";
    shell.write("leads.csv", &[LEADS, more].concat());
    let pay = "Z2;1;A1;21.01.2026;12.3,00\nZ3;1;A9;21.01.2026;12,00\nZ4;1;A1;21.01.2026;-1,00\n";
    shell.write("payments.csv", &[PAYMENTS, pay].concat());
    let said = import(&shell, ALL);
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    said.says(&["6 commands were not taken: leads.refused.csv", "3 commands were not taken: pay"]);

    let refused = shell.read("leads.refused.csv");
    let rows: Vec<&str> = refused.lines().collect();
    let reasons = [
        "Nr;Techniker;Kunde;Art;Gemeldet;Angenommen;Notiz;line;command;code;reason",
        "L3;T08;K2;Unfug;07.01.2026;08.01.2026;;4;report_lead;C1001;\"Art: \"\"Unfug\"\" is none of",
        "L3;T08;K2;Unfug;07.01.2026;08.01.2026;;4;accept_lead;R1002;",
        "L4;T99;K3;Service;07.01.2026;;;5;report_lead;R6005;payee T99 is not on file",
        "L5;T07;K4;;;;;6;report_lead;C1001;it has 3 cells and the header has 7",
        "L6;T07;K5;Service;31.02.2026;;;7;report_lead;C1001;\"Gemeldet: \"\"31.02.2026\"\" is no day",
        "L7;;K5;Service;01.02.2026;;;8;report_lead;C1001;\"Techniker is blank: fill it in",
    ];
    assert_eq!(rows.len(), reasons.len(), "{refused}");
    for (row, reason) in rows.iter().zip(reasons) {
        assert!(row.starts_with(reason), "{row}\nis not\n{reason}");
    }
    let refused = shell.read("payments.refused.csv");
    assert!(refused.contains("Z2;1;A1;21.01.2026;12.3,00;4;record_payment;C1001;"), "{refused}");
    assert!(
        refused.contains(";5;record_payment;R2002;")
            && refused.contains(";6;record_payment;R0010;")
    );

    // Corrected, the file is imported as it is, and what is wrong still stands in a third one.
    let corrected = shell.read("leads.refused.csv").replace("Unfug", "Neumaschine");
    shell.write("leads.refused.csv", &corrected);
    let said = import(&shell, "leads=leads.refused.csv");
    assert_eq!(said.status, 1);
    shell.run("show lead j.redb --row L3").done().says(&["accepted on  2026-01-08"]);
    assert_eq!(shell.read("leads.refused.csv"), corrected);
    assert_eq!(shell.read("leads.refused.refused.csv").lines().count(), 5);
}

#[test]
fn each_row_is_answered_with_json_in_the_order_it_was_told() {
    let shell = company();
    shell.write(
        "deals.csv",
        "Auftrag;Lead;Datum;Wert;Zweiter\nA1;L1;04.01.2026;1,00;\nA9;L9;01.01.2026;;\n",
    );
    let said = shell.run(&format!("--json import j.redb mapping.toml {ALL}"));
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    let lines = said.json_lines();
    let word = |line: &Value| {
        let text = |field: &str| line[field].as_str().unwrap().to_owned();
        format!("{} {} {}", text("file"), line["line"], text("status"))
    };
    let wanted = [
        "leads 2 accepted", // 5 January
        "leads 2 accepted", // 6 January: taken on
        "deals 2 refused",  // its lead is accepted now, and was heard after the win
        "leads 3 accepted", // 7 January
        "deals 3 refused",  // its lead never comes
        "payments 2 refused",
        "payments 3 refused",
        "refunds 2 refused",
    ];
    assert_eq!(lines.iter().map(word).collect::<Vec<_>>(), wanted);
    assert_eq!((&lines[2]["code"], &lines[4]["code"]), (&"R2004".into(), &"R1002".into()));
    assert_eq!(lines[1]["rewards"][0]["amount"], "25.00 EUR");
}

#[test]
fn a_row_waits_for_one_that_comes_later() {
    let shell = company();
    // Money that came in before the deal was signed waits for it; files may come in any order.
    shell.write(
        "payments.csv",
        "Beleg;Position;Auftrag;Eingang;Betrag\nZ1;1;A1;08.01.2026;100,00\n",
    );
    let said = shell.run(
        "--json import j.redb mapping.toml payments=payments.csv deals=deals.csv leads=leads.csv",
    );
    let lines = said.done().json_lines();
    let order: Vec<&str> = lines.iter().map(|line| line["command"].as_str().unwrap()).collect();
    assert_eq!(order, ["report_lead", "accept_lead", "report_lead", "win_deal", "record_payment"]);
}

#[test]
fn a_currency_in_a_column_is_never_taken_for_another() {
    let shell = company();
    shell.write("mapping.toml", &MAPPING.replace("\"EUR\"", "{ column = \"W\" }"));
    shell.write("leads.csv", LEADS);
    let deals = "Auftrag;Lead;Datum;Wert;Zweiter;W\nA1;L1;12.01.2026;;;\n";
    shell.write("deals.csv", deals);
    let pay = "Beleg;Position;Auftrag;Eingang;Betrag;W\nZ1;1;A1;19.01.2026;100,00;EUR\n\
        Z2;1;A1;19.01.2026;100,00;USD\nZ3;1;A1;19.01.2026;100,00;Euro\nZ4;1;A1;19.01.2026;1;\n";
    shell.write("payments.csv", pay);
    let said = import(&shell, "leads=leads.csv deals=deals.csv payments=payments.csv");
    assert_eq!(said.status, 1, "{said:?}");
    let refused = shell.read("payments.refused.csv");
    let reasons = [";3;record_payment;R2013;", ";4;record_payment;C1001;", "W is blank"];
    assert!(reasons.iter().all(|reason| refused.contains(reason)), "{refused}");
    assert_eq!(refused.lines().count(), 4, "{refused}");
}

#[test]
fn rows_are_told_on_their_day_or_after_the_last_command_or_when_it_is_said() {
    let shell = company();
    import(&shell, "leads=leads.csv").done();
    // A journal that was told something in February takes a row of January all the same.
    let pass = "{\"at\": \"2026-02-09T09:00:00.000Z\", \"by\": \"cron\", \
                \"command\": {\"pass_day\": {\"through\": \"2026-02-08\"}}}\n";
    shell.submit(pass).done();
    import(&shell, "deals=deals.csv").done();
    let at = "--at 2026-02-10T10:00:00.000Z";
    import(&shell, &format!("payments=payments.csv {at}")).done();
    let early = import(&shell, "refunds=refunds.csv --at 2026-01-27T10:00:00.000Z");
    assert_eq!(early.status, 1);
    assert!(shell.read("refunds.refused.csv").contains(";R0002;"));
}

#[test]
fn a_mapping_that_does_not_say_enough_is_told_so_with_its_line() {
    let shell = company();
    let wrong = |from: &str, to: &str, line: &str, problem: &str| {
        assert!(MAPPING.contains(from), "{from}");
        shell.write("mapping.toml", &MAPPING.replacen(from, to, 1));
        let said = import(&shell, ALL).fails(2, "C2003: ");
        let start = format!("C2003: mapping.toml{line}: ");
        assert!(said.err.starts_with(&start), "{} is not at {line}", said.err);
        assert!(said.err.contains(problem), "{} does not say {problem}", said.err);
    };
    wrong("by        =", "of =", ", line 2", "id is no command");
    wrong("by        = {", "#", ", line 1", "by is missing");
    wrong("\"system\"", "\"robot\"", ", line 2", "unknown variant `robot`");
    wrong("delimiter = \";\"", "delimiter = \";;\"", ", line 3", "delimiter is one character");
    wrong("date      = \"%d.%m.%Y\"", "", ", line 15", "say how a day is written");
    wrong("%d.%m.%Y", "%d.%m.%Q", ", line 15", "is no form of a day");
    wrong("decimal   = \",\"", "", ", line 27", "say what stands before the cents");
    wrong("currency  = \"EUR\"", "", ", line 27", "say the currency");
    wrong("\"EUR\"", "\"XYZ\"", ", line 7", "currency: ");
    wrong("leads.report_lead", "leads.report", ", line 10", "report is no command: write one of");
    wrong("heard_on = { date = \"Gemeldet\" }", "", ", line 10", "no field is a date");
    wrong("heard_on = {", "heard_on = 7 #", ", line 10", "no field is a date");
}

#[test]
fn a_file_that_does_not_fit_the_mapping_is_told_so_before_anything_is_told() {
    let shell = company();
    let before = replayed(&shell);
    shell.write("deals.csv", &DEALS.replace("Datum", "Tag"));
    let said =
        import(&shell, ALL).fails(2, "C2003: deals.csv has no column \"Datum\", but Auftrag");
    assert_eq!(said.out, "");
    shell.write("deals.csv", &DEALS.replace("Zweiter", "Lead"));
    import(&shell, ALL).fails(2, "C2003: deals.csv ");
    shell.write("deals.csv", DEALS);
    import(&shell, "deels=deals.csv").fails(2, "C2003: the mapping has no deels, but leads, deals");
    import(&shell, "deals=nowhere.csv").fails(2, "C2001: nowhere.csv: ");
    import(&shell, "deals.csv").fails(2, "error: invalid value");
    std::fs::write(shell.path("deals.csv"), b"Auftrag;Lead\nA\xe4;1\n").unwrap();
    import(&shell, ALL).fails(2, "C2001: deals.csv: line 2 is no UTF-8");
    assert_eq!(replayed(&shell), before);
}

/// Pays on what a payment's lines say beside net, and asks for a fact with the report.
const MARGIN_PLAN: &str = r#"
schema = 1

[plan]
id         = "margins"
version    = "1"
title      = "Margins"
because    = "Policy 1"
effective  = { from = 2026-01-01 }
chosen_by  = "reported"
applies_to = "everyone"
currency   = "EUR"
timezone   = "Europe/Berlin"
order      = ["rate", "round"]
rounding   = { mode = "half_even", basis = "each_fact" }
leaver     = "keeps_what_was_triggered"

[leads]
acceptance        = "not_needed"
win_before_report = "refused"

[[split]]
role  = "originator"
share = "100%"

[[fact]]
name   = "segment"
values = ["enterprise", "smb"]
told   = "report"

[[base]]
id         = "machine-margin"
of         = "margin"
classes    = { only = ["machine"] }
tax        = "left_out"
freight    = "counted"
discount   = "added_back"
below_zero = "zero"

[[component]]
id = "margin"
on = "paid"

  [[component.rule]]
  id       = "enterprise-margin"
  because  = "Clause 1"
  when     = { facts = { segment = ["enterprise"] } }
  payee    = "originator"
  pays     = { rate = "10%", of = "machine-margin" }
  hold     = "none"
  clawback = "none"

  [[component.rule]]
  id       = "no-margin"
  because  = "Clause 1"
  when     = "otherwise"
  payee    = "originator"
  pays     = "nothing"

[[component]]
id = "things"
on = "paid"

  [[component.rule]]
  id       = "each-thing"
  because  = "Clause 2"
  when     = "always"
  payee    = "originator"
  pays     = { per_unit = "5 EUR", of = "quantity" }
  hold     = "none"
  clawback = "none"
"#;

#[test]
fn lines_with_a_margin_and_declared_facts_are_imported() {
    let shell = company();
    shell.write("margins.toml", MARGIN_PLAN);
    let publish = "{\"at\": \"2026-01-01T10:00:00.000Z\", \"by\": \"hr\", \"command\": \
        {\"publish_plan\": {\"text\": {\"file\": \"margins.toml\"}}}}\n";
    shell.submit(publish).done();
    let facts = "facts = [{ only_if = \"Notiz\", fact = \"segment\", value = { column = \"Notiz\", \
        words = { Konzern = \"enterprise\", Mittelstand = \"smb\" } } }]\n\n# A row may become";
    let line = "lines = [{ class = { column = \"Gruppe\" }, quantity = { number = \"Menge\" }, \
        net = { amount = \"Betrag\" }, cost = { only_if = \"EK\", amount = \"EK\" }, \
        tax = { amount = \"USt\" }, freight = { amount = \"Fracht\" }, \
        discount = { amount = \"Rabatt\" } }]\n# What a plan may";
    let mapping = MAPPING.replace("# A row may become", facts);
    let mapping = mapping
        .replace("lines       = [{ net = { amount = \"Betrag\" } }]\n# What a plan may", line);
    shell.write("mapping.toml", &mapping);
    shell.write("leads.csv", &LEADS.replace("\"mit ; darin\"", "Konzern"));
    shell.write(
        "payments.csv",
        "Beleg;Position;Auftrag;Eingang;Betrag;Gruppe;Menge;EK;USt;Fracht;Rabatt\n\
         Z1;1;A1;19.01.2026;1.000,00;machine;2;800,00;190,00;25,00;50,00\n\
         Z2;1;A1;20.01.2026;300,00;paper;1.000;;57,00;0,00;0,00\n\
         Z3;1;A1;21.01.2026;300,00;paper;2,5;;57,00;0,00;0,00\n\
         Z4;1;A1;22.01.2026;300,00;machine;1;;57,00;0,00;0,00\n",
    );
    let files = "leads=leads.csv deals=deals.csv payments=payments.csv";
    let said = shell.run(&format!("--json import j.redb mapping.toml {files}"));
    let answers = said.json_lines();
    let payment = |line: u64| {
        answers.iter().find(|it| it["file"] == "payments" && it["line"] == line).unwrap()
    };
    let earned = |line: u64| -> Vec<String> {
        let rewards = payment(line)["rewards"].as_array().unwrap().iter();
        let of_it = rewards.filter(|it| it["reward"].as_str().unwrap().contains("/margins@1/"));
        of_it.map(|it| it["amount"].as_str().unwrap().to_owned()).collect()
    };
    // 1000.00 + freight 25.00 + discount 50.00 - cost 800.00 = 275.00, of it 10 %; 2 x 5.00
    assert_eq!(earned(2), ["27.50 EUR", "10.00 EUR"]);
    // No machine on it: no margin. 1000 x 5.00
    assert_eq!(earned(3), ["0.00 EUR", "5000.00 EUR"]);
    let sentence = payment(4)["sentence"].as_str().unwrap();
    assert_eq!(sentence, "Menge: \"2,5\" is no whole number: write it as 12, digits alone");
    let why = payment(5)["rewards"].to_string();
    assert!(why.contains("line 1 has no cost"), "{why}");
    assert_eq!(said.status, 1);
}
