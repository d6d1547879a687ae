//! The whole way by shell: a plan is checked and published, a lead becomes a deal, its reward is
//! paid by a run that three hands touch, and every cent is explained.

use crate::tool::{Said, Shell};

const PLAN: &str = include_str!("../../examples/plans/field-service-2026.toml");
const RUN: &str = "us-field/2026-03/1";
const AT: &str = "--at 2026-05-04T09:00:00.000Z";

/// A journal with a technician, a lead that was won, and a payment whose hold has ended.
fn company() -> Shell {
    company_under(PLAN)
}

fn company_under(plan: &str) -> Shell {
    let shell = Shell::new();
    shell.write("plan.toml", plan);
    shell.write("names.csv", "\u{feff}payee,name,adp\nT07,\"Ruiz, Ana\",000042\n");
    let told = |day: &str, by: &str, command: &str| {
        let by = if by == "bank" { r#"{"id": "bank", "kind": "system"}"# } else { by };
        let by = if by.starts_with('{') { by.to_owned() } else { format!("\"{by}\"") };
        format!("{{\"at\": \"{day}T17:00:00.000Z\", \"by\": {by}, \"command\": {command}}}\n")
    };
    let lines = [
        told(
            "2026-01-02",
            "hr",
            r#"{"define_pay_group": {"group": "us-field", "entity": "acme", "unit": "USD"}}"#,
        ),
        told(
            "2026-01-02",
            "hr",
            r#"{"register_payee": {"payee": "T07", "group": "us-field", "class": "employee", "employed_from": "2025-01-01"}}"#,
        ),
        told("2026-01-02", "finance", r#"{"publish_plan": {"text": {"file": "plan.toml"}}}"#),
        told(
            "2026-03-02",
            "T07",
            r#"{"report_lead": {"lead": {"row": "tip"}, "by": "T07", "customer": {"row": "c"}, "kind": "new_equipment", "heard_on": "2026-03-02"}}"#,
        ),
        told(
            "2026-03-03",
            "sales",
            r#"{"accept_lead": {"lead": {"row": "tip"}, "accepted_on": "2026-03-03"}}"#,
        ),
        told(
            "2026-03-20",
            "sales",
            r#"{"win_deal": {"deal": {"row": "sale"}, "lead": {"row": "tip"}, "won_on": "2026-03-20"}}"#,
        ),
        told(
            "2026-03-27",
            "bank",
            r#"{"record_payment": {"payment": {"row": "p1"}, "deal": {"row": "sale"}, "received_on": "2026-03-27", "lines": [{"net": "18500.00 USD"}]}}"#,
        ),
    ];
    shell.submit(&lines.concat()).done();
    shell
}

fn records(shell: &Shell) -> u64 {
    shell.run("--json replay j.redb").done().json()["records"].as_u64().unwrap()
}

fn lock(shell: &Shell) -> Said {
    let cut_off = "--cut-off 2026-04-27 --pass-days --names names.csv";
    shell.run(&format!("run lock j.redb {RUN} {cut_off} --by payroll-job --program {AT}"))
}

fn approve(shell: &Shell, by: &str, digest: &str) -> Said {
    shell.run(&format!("run approve j.redb {RUN} --by {by} --digest {digest} {AT}"))
}

fn export(shell: &Shell, more: &str) -> Said {
    shell.run(&format!("run export j.redb {RUN} --by payroll-job --program --out . {AT} {more}"))
}

#[test]
fn the_whole_way_from_a_plan_to_a_settled_run() {
    let shell = company();
    shell.run("plan check plan.toml").done().says(&["field-leads@2026 is clean"]);
    let before = records(&shell);

    // Looking at it writes nothing, and shows what the lock will freeze.
    let look = format!("run preview j.redb {RUN} --cut-off 2026-04-27 {AT}");
    let preview = shell.run(&look).done();
    let preview = preview.says(&["nothing was written", "395.00 USD", "lock --pass-days"]);
    assert!(!preview.out.contains("run approve"));
    assert_eq!(records(&shell), before);
    let preview = shell.run(&format!("--json {look}")).done().json();

    let locked = lock(&shell).done().says(&["is locked", "T07 (Ruiz, Ana)", "run approve JOURNAL"]);
    let digest = shell.run(&format!("--json show run j.redb {RUN}")).done().json();
    assert_eq!((&digest["digest"], &digest["stage"]), (&preview["digest"], &"locked".into()));
    assert_eq!(digest["lines"], preview["lines"]);
    let digest = digest["digest"].as_str().unwrap();
    assert!(locked.out.contains(digest));

    // Three hands: neither the technician, nor a program, nor a wrong digest approves.
    approve(&shell, "T07", digest).fails(1, "R5012");
    approve(&shell, "payroll-job", digest).fails(1, "R5011");
    approve(&shell, "controller", &"0".repeat(64)).fails(1, "R5009");
    approve(&shell, "controller", &digest[..12]).fails(2, "error: invalid value");
    export(&shell, "--names names.csv").fails(1, "R5008");
    approve(&shell, "controller", digest).done().says(&["is approved", "run export JOURNAL us-"]);

    // Nothing is recorded while a name is missing or another file is in the way.
    export(&shell, "").fails(1, "C1003");
    shell.write("us-field_2026-03_1.csv", "something else");
    export(&shell, "--names names.csv").fails(2, "C2001");
    std::fs::remove_file(shell.path("us-field_2026-03_1.csv")).unwrap();
    let to = |out: &str| {
        let names = "--names names.csv";
        shell.run(&format!("run export j.redb {RUN} --by job --program --out {out} {AT} {names}"))
    };
    let nowhere = to("nowhere/pay.csv").fails(2, "C2001: nowhere: the folder does not exist: ");
    assert!(nowhere.err.trim_end().ends_with("nothing was recorded"), "{}", nowhere.err);
    shell.run(&format!("show run j.redb {RUN}")).done().says(&["approved"]);

    let first = export(&shell, "--names names.csv --json").done().json();
    assert_eq!((&first["status"], &first["total"]), (&"accepted".into(), &"395.00 USD".into()));
    let file = shell.read("us-field_2026-03_1.csv");
    assert!(
        file.ends_with("T07,\"Ruiz, Ana\",employee,referral-reward,USD,395.00,0.00,395.00\r\n")
    );
    std::fs::remove_file(shell.path("us-field_2026-03_1.csv")).unwrap();
    let again = export(&shell, "--names names.csv --json").done().json();
    assert_eq!(
        (&again["status"], &again["sequence"]),
        (&"already_on_file".into(), &first["sequence"])
    );
    assert_eq!(shell.read("us-field_2026-03_1.csv"), file);
    // A path that says it is a folder is made one.
    to("payroll/").done().says(&["already on file"]);

    // What payroll answers is read from its file.
    let answers = |status: &str| {
        shell.write("answers.csv", &format!("key,status,reason\r\nT07,{status},\r\n"));
        let tell = format!("run acknowledge j.redb {RUN} --by job --program {AT}");
        shell.run(&format!("{tell} --answers answers.csv"))
    };
    answers("maybe").fails(2, "C2006: answers.csv: line 2: the status is `maybe`");
    answers("accepted").done().says(&["is acknowledged", "395.00 USD  accepted"]);
    assert_eq!(shell.read("payroll/us-field_2026-03_1.csv"), file);
    assert!(!shell.path("us-field_2026-03_1.csv.part").exists());

    shell.run(&format!("show run j.redb {RUN}")).done().says(&["run settle JOURNAL us-field"]);
    let settle = format!("run settle j.redb {RUN} --by payroll-job --program {AT}");
    shell.run(&settle).done().says(&["told at sequence", "is settled"]);
    shell.run(&settle).done().says(&["already on file"]);
    let void = format!("run void j.redb {RUN} --reason typo --by clerk {AT}");
    shell.run(&void).fails(1, "R5008");
}

#[test]
fn a_run_is_written_by_several_profiles_in_one_export() {
    let shell = company();
    let list = shell.run("profile list").done().out;
    assert_eq!(list.lines().count(), 6, "{list}");
    assert!(list.starts_with("generic-long@1     long     One row per payee"), "{list}");
    shell.run("profile show nobody").fails(1, "C1002: no profile nobody is shipped");
    let ours = shell.run("profile show adp-epi").done().out;
    shell.write("ours.toml", &ours.replace("\"adp-epi\"", "\"ours\"").replace("COM", "REF"));
    shell.run("profile check ours.toml").done().says(&["ours.toml: ours@1 is clean"]);
    shell
        .write("wrong.toml", &ours.replace("\"USD\"", "\"USDT\"").replace("\"comma\"", "\"coma\""));
    let wrong = shell.run("--json profile check wrong.toml");
    let found: Vec<String> = wrong.json()["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["code"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!((wrong.status, found.join(" ").as_str()), (1, "F0302 F0107"));
    shell.run("profile check nowhere.toml").fails(2, "C2001: nowhere.toml: ");

    lock(&shell).done();
    let digest = shell.run(&format!("--json show run j.redb {RUN}")).done().json();
    approve(&shell, "controller", digest["digest"].as_str().unwrap()).done();
    let both = "--profile ours.toml --profile qbo-journal-csv";
    shell.write("bare.csv", "payee,name\nT07,Ana\n");
    export(&shell, "--profile wrong.toml").fails(1, "C1007: wrong.toml: ");
    let missing = export(&shell, &format!("--names bare.csv {both}")).fails(1, "C1003: ours@1: ");
    for lack in ["no adp id of 1 of 1 payees: T07", "the constant company_code is not given"] {
        assert!(missing.err.contains(lack), "{}", missing.err);
    }
    let given = "--names names.csv --set company_code=XY";
    // Two payroll files of the same lines would pay them twice.
    let twice = export(&shell, &format!("{given} {both} --profile generic-long"));
    twice.fails(1, "R5013: run us-field/2026-03/1 pays 395.00 USD and the file pays 790.00 USD");
    assert!(!shell.path("PRXY_EPI.csv").exists());
    let one = shell.run(&format!(
        "run export j.redb {RUN} --by job --program --out pay.csv {AT} {given} {both}"
    ));
    one.fails(2, "C2001: pay.csv: two files would have this name");

    let first = export(&shell, &format!("{given} {both} --json")).done().json();
    assert_eq!(first["files"][0]["net"], "395.00 USD");
    assert_eq!(
        (&first["files"][1]["net"], &first["files"][0]["id_hash"]),
        (&"0.00 USD".into(), &42.into())
    );
    let file = "Co Code,Batch ID,File #,Earnings 3 Code,Earnings 3 Amount\r\nXY,260301,000042,REF,395.00\r\n";
    assert_eq!(shell.read("PRXY_EPI.csv"), file);
    let again = export(&shell, &format!("{given} {both}")).done();
    again.says(&["already on file", "ours@1: 1 rows, 1 payees, net 395.00 USD"]);
    shell.run("replay j.redb").done();
}

#[test]
fn every_cent_is_explained() {
    let shell = company();
    let deal = shell.run("--json show deal j.redb --row sale").done().json();
    let reward = deal["rewards"][0]["reward"].as_str().unwrap();
    assert!(reward.ends_with("/field-leads@2026/equipment-commission/T07"), "{reward}");
    let page = ["370.00 USD accrued, 370.00 USD held", "18500.00 USD x 2% = 370.00 USD"];
    shell.run(&format!("explain j.redb {reward}")).done().says(&page);
    shell
        .run(&format!("show reward j.redb {reward}"))
        .done()
        .says(&["held               370.00 USD"]);
    let explained = shell.run(&format!("--json explain j.redb {reward}")).done().json();
    assert_eq!(explained["stands"]["held"], "370.00 USD");
    let steps = explained["whys"][0]["steps"].as_array().unwrap();
    assert!(steps.iter().any(|step| step["rate"][1] == "2%"), "{steps:?}");

    // A rule that paid nothing is explained too, though no reward has an amount of it.
    let zero = reward.replace("equipment-commission", "not-a-kept-customer");
    shell.run(&format!("explain j.redb {zero}")).done().says(&["nothing accrued", "pays nothing"]);
    shell.run(&format!("show reward j.redb {zero}")).fails(1, "C1002");
    shell.run("explain j.redb deal:4711/x@1/y/z").fails(1, "C1002");

    let lead = shell.run("show lead j.redb --row tip").done();
    lead.says(&["stage        won", "by  T07", "qualified-lead/T07", "25.00 USD accrued"]);
    let id = deal["lead"].as_str().unwrap();
    let by_id = shell.run(&format!("--json show lead j.redb {id}")).done().json();
    assert_eq!(by_id["deal"], deal["deal"]);
    assert_eq!(by_id["rewards"].as_array().unwrap().len(), 2);
    let payee = shell.run("show payee j.redb T07 --names names.csv").done();
    payee.says(&[
        "payee T07 (Ruiz, Ana)",
        "held              370.00 USD",
        "payable           25.00 USD",
    ]);
}

#[test]
fn a_statement_is_a_page_and_its_figures() {
    let shell = company();
    let page = shell.run("statement j.redb T07 2026-03 --names names.csv").done();
    page.says(&["Rewards of Ruiz, Ana (T07), 2026-03", "FS-112 section 3.2", "= carried out"]);
    let it = shell.run("statement j.redb T07 2026-03 --json").done().json();
    assert_eq!((&it["earned"], &it["closing"]), (&"395.00 USD".into(), &"395.00 USD".into()));
    let cause = it["earned_lines"][1]["cause"].as_str().unwrap();
    assert!(cause.ends_with(" of 18500.00 USD"), "{cause}");
    assert_eq!(it["stands"]["held"], "370.00 USD");
    assert_eq!(it["nothing_lines"].as_array().unwrap().len(), 1);
    shell.run("statement j.redb T99 2026-03").fails(1, "R6005");
    shell.run("statement j.redb T07 2026").fails(1, "C1005");
    shell.run("statement j.redb T07 march").fails(2, "error: invalid value");
}

#[test]
fn the_books_balance_and_a_replay_comes_to_the_same_state() {
    let shell = company();
    shell.run("books j.redb").done().says(&["Expenses:Incentives", "395.00"]);
    let books = shell.run("books j.redb --json").done().json();
    assert_eq!(books["is_zero"], true);
    assert_eq!(books["balances"][0]["amount"], "395.00 USD");
    let hledger = shell.run("books j.redb --format hledger").done();
    let hledger = hledger.says(&["commodity USD", "* (4.1) accrued"]);
    let json = shell.run("books j.redb --format hledger --json").done().json();
    assert_eq!(json["text"], hledger.out);

    shell.run("books j.redb --format ledger").done().says(&["commodity USD", "* (4.1) accrued"]);
    shell.run("books j.redb --format beancount").done().says(&["option \"tolerance_multiplier\""]);
    shell.write(
        "ours.toml",
        "schema = 1\n[[account]]\nof = \"Expenses:Incentives\"\nname = \"Expenses:Sales pay\"\n",
    );
    let ours = "books j.redb --accounts ours.toml --format";
    shell.run(&format!("{ours} ledger")).done().says(&["account Expenses:Sales pay\n"]);
    shell.run(&format!("{ours} beancount")).fails(2, "C2005: ours.toml: A0203 at line 4");
    shell.run(&format!("{ours} balance")).fails(2, "C2001");
    shell.run("books j.redb --format ledger --accounts none.toml").fails(2, "C2001");

    let replay = shell.run("replay j.redb").done().says(&["7 records", "L1, L2, L3, L4, L5, L6"]);
    let json = shell.run("replay j.redb --json").done().json();
    assert!(replay.out.contains(json["state_digest"].as_str().unwrap()));
    shell.run("--json show run j.redb").done();
}

#[test]
fn a_plan_is_told_in_plain_words_and_its_faults_with_their_places() {
    let shell = company();
    let page = shell.run("plan show plan.toml").done();
    page.says(&[
        "field-leads@2026: Technician lead rewards (Policy FS-112 rev 7)",
        "  equipment-commission\n    (FS-112 section 3.2",
        "Pays 2% of what is collected",
        "It is held until 30 days after paid.",
        "until 60 days after won, that day not",
    ]);
    let json = shell.run("plan show plan.toml --json").done().json();
    assert_eq!(json["components"][0]["rules"][0]["pays"], "Pays 25.00 USD to the originator.");

    std::fs::create_dir(shell.path("plans")).unwrap();
    let next = PLAN.replace("\"2026\"", "\"2027\"").replace("2027-01-01", "2028-01-01");
    let next = next.replace("from = 2026-01-01", "from = 2027-01-01");
    shell.write("plans/a.toml", &next);
    shell.write("plans/b.toml", PLAN);
    shell.run("plan check plans").done().says(&["a.toml: field-leads@2027 is clean"]);
    // A version that begins too early, one in another zone, and one that is no plan.
    let early =
        PLAN.replace("\"2026\"", "\"2026b\"").replace("from = 2026-01-01", "from = 2026-06-01");
    shell.write("plans/c.toml", &early);
    let zone = next.replace("\"2027\"", "\"2028\"").replace("from = 2027", "from = 2028");
    let zone =
        zone.replace("until = 2028", "until = 2029").replace("America/New_York", "Europe/Berlin");
    shell.write("plans/d.toml", &zone);
    shell.write("plans/e.toml", "schema = 2\n");
    let said = shell.run("plan check plans");
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    let said =
        said.says(&["c.toml: R3004: ", "d.toml: R3005: ", "e.toml: P0108 at line 1, column 1"]);
    assert!(said.out.contains("a.toml: field-leads@2027 is clean"));
    let json = shell.run("plan check plans --json").json();
    assert_eq!(json["files"][2]["refused"]["code"], "R3004");
    assert_eq!(json["files"][4]["findings"][0]["code"], "P0108");
    assert_eq!(shell.run("plan show plans/e.toml").status, 1);
}

#[test]
fn a_run_its_preview_and_a_reward_say_what_is_above_a_cap() {
    for (excess, becomes) in
        [("carried", "stays payable"), ("forfeited", "nobody's once it is settled")]
    {
        let cap = format!(
            "[[cap]]\nid = \"a-month\"\nbecause = \"FS-112 section 9\"\n\
             rules = [\"equipment-commission\"]\non = \"amount\"\nat_most = \"300 USD\"\n\
             per = {{ per = \"payee\", period = \"month\" }}\nexcess = \"{excess}\"\n\
             after_reversal = \"freed\"\nmeasured_at = \"payout\"\n\n[[component]]"
        );
        let shell = company_under(&PLAN.replacen("[[component]]", &cap, 1));
        // 2% of 18,500.00 are 370.00: the run takes 300.00 of them, beside the fee of 25.00.
        let look = format!("run preview j.redb {RUN} --cut-off 2026-04-27 {AT}");
        let said = ["above a cap", "a-month", "300.00 USD", "70.00 USD", becomes];
        shell.run(&look).done().says(&said);
        let preview = shell.run(&format!("--json {look}")).done().json();
        assert_eq!(preview["lines"][0]["gross"], "325.00 USD");
        lock(&shell).done().says(&said);
        let run = shell.run(&format!("--json show run j.redb {RUN}")).done().json();
        assert_eq!(run["caps"], preview["caps"]);
        assert_eq!(run["caps"][0]["above"], "70.00 USD");
        assert_eq!(run["caps"][0]["is_lost"], excess == "forfeited");
        let payee = shell.run("--json show payee j.redb T07").done().json();
        let rewards = payee["rewards"].as_array().unwrap();
        let mut names = rewards.iter().map(|it| it["reward"].as_str().unwrap());
        let reward = names.find(|it| it.contains("/equipment-commission/")).unwrap();
        let page = shell.run(&format!("show reward j.redb {reward}")).done();
        page.says(&["70.00 USD was above cap a-month in run us-field/2026-03/1: "]);
        let json = shell.run(&format!("--json show reward j.redb {reward}")).done().json();
        assert_eq!(json["above_caps"][0]["amount"], "70.00 USD");
        let statement = shell.run("--json statement j.redb T07 2026-05").done().json();
        assert_eq!(statement["above_cap_lines"][0][excess], "70.00 USD");
    }
}
