//! Worked examples from public sources: what a technician earns by the lead, when it runs, when it
//! sells and when it is installed.

use crate::support::{day, forms, id, said};
use crate::worked::{Shop, plan};
use referral_ledger::command::ReportLead;
use referral_ledger::id::LeadId;

/// Drew Cameron in "Ask the experts: providing spiffs for lead generation"
/// (mycontractoruniversity): 50 for a lead about equipment that runs and 25 about air quality; when
/// it sells, 50 each for the furnace and the air conditioner and 25 each for the filter and the
/// purifier: 150.
#[test]
fn a_spiff_when_the_lead_runs_and_one_by_the_piece_when_it_sells() {
    let lead_runs = |kind: &str, flat: &str| {
        format!("when = {{ lead = [\"{kind}\"] }}\npays = {{ flat = \"{flat} USD\" }}")
    };
    let pieces = |class: &str| {
        format!("id = \"{class}\"\nof = \"quantity\"\nclasses = {{ only = [\"{class}\"] }}")
    };
    let plan = plan()
        .leads("acceptance = \"required\"\nkinds = [\"air_quality\"]")
        .base(&pieces("equipment"))
        .base(&pieces("accessory"))
        .rule("accepted", &lead_runs("new_equipment", "50"))
        .rule("accepted", &lead_runs("air_quality", "25"))
        .rule("won", "pays = { per_unit = \"50 USD\", of = \"equipment\" }")
        .rule("won", "pays = { per_unit = \"25 USD\", of = \"accessory\" }");
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.lead("ana", "system"), "ana 50.00, ana 0.00");
    let today = "2026-01-01";
    let report = ReportLead { kind: id("air_quality"), ..forms::report("ben", "air", today) };
    shop.tell("ben", report).unwrap();
    let ran = shop.tell("sales", forms::accept("air", today)).unwrap();
    assert_eq!(said(&ran), ["ben 0.00", "ben 25.00"]);
    // Furnace and air conditioner, filter and purifier: 2 x 50 + 2 x 25 = 150.
    let sold = shop.won("system", "0 x 2 class equipment; 0 x 2 class accessory");
    assert_eq!(sold, "ana 100.00, ana 50.00");
    assert_eq!(shop.earned("ana"), "200.00"); // and the 50 for the lead
    shop.obeys_the_laws();
}

/// ServiceTitan Community, "Configurable Payroll Question - TGL" (td-p/30726): 125 for each piece
/// that a lead of the technician's sells: a heater 125, a full system 250.
#[test]
fn so_much_for_each_piece_of_a_turned_over_lead() {
    let plan = plan().rule("won", "pays = { per_unit = \"125 USD\", of = \"quantity\" }");
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.sale("ana", "0 x 1"), "ana 125.00");
    assert_eq!(shop.sale("ana", "0 x 2"), "ana 250.00");
    shop.obeys_the_laws();
}

/// The same thread: 50 for the lead installer and 25 for the crew. Multiplied by splits the two of
/// the crew share the 25; without, each of them has it, "even if they have a 0% split".
#[test]
fn a_lead_installer_and_a_crew() {
    let installer = plan().rule("won", "pays = { flat = \"50 USD\" }");
    assert_eq!(Shop::under(&installer).sale("ana", ""), "ana 50.00");
    let crew = |payees: &str| {
        plan()
            .head("order = [\"rate\", \"round\", \"pay_split\"]\nleftover = \"largest_remainder\"")
            .split(&[("originator", "50%"), ("helper", "50%")])
            .rule("won", &format!("payee = \"{payees}\"\npays = {{ flat = \"25 USD\" }}"))
    };
    for (payees, said) in [
        ("each_by_share", "ben 12.50, cleo 12.50"), // 25 x 50 % each
        ("each_in_full", "ben 25.00, cleo 25.00"),
    ] {
        let mut shop = Shop::under(&crew(payees));
        assert_eq!(shop.deal_with("ben", "D", "", &[("helper", "cleo")]), said);
        shop.obeys_the_laws();
    }
}

/// ServiceTitan help, "How technician-generated lead rules work in Configurable Payroll": one rule
/// pays when the lead is set and its estimate is sold, the other when the install job is completed.
/// (The 250 of the Community's question for both.)
#[test]
fn paid_when_it_is_sold_or_when_it_is_installed() {
    let sold = plan().rule("won", "pays = { flat = \"250 USD\" }");
    let installed = plan().rule("installed", "pays = { flat = \"250 USD\" }");
    for (plan, at_the_sale, at_the_install) in
        [(sold, "ana 250.00", ""), (installed, "", "ana 250.00")]
    {
        let mut shop = Shop::under(&plan);
        assert_eq!(shop.deal("ana", "D", ""), at_the_sale);
        shop.on("2026-02-02");
        let done = shop.tell("dispatch", forms::install("D", "2026-02-02")).unwrap();
        assert_eq!(said(&done).join(", "), at_the_install);
        assert_eq!(shop.earned("ana"), "250.00");
        shop.obeys_the_laws();
    }
}

/// ServiceTitan help, "Revenue-based pay structure": a sales commission of 5 % of the invoice
/// subtotal that is paid when the sold estimate leads to a completed install job; 10,000 make 500.
#[test]
fn a_percent_of_the_subtotal_when_the_job_is_done() {
    let plan = plan().rule("installed", "pays = { rate = \"5%\", of = \"value\" }");
    let mut shop = Shop::under(&plan);
    // The subtotal leaves the tax out.
    assert_eq!(shop.deal("ana", "D", "10_000 tax 825"), "");
    let done = shop.tell("dispatch", forms::install("D", "2026-01-01")).unwrap();
    assert_eq!(said(&done), ["ana 500.00"]);
    shop.obeys_the_laws();
}

/// Lake Masters, "Referral Discount Details": 50 for a new annual contract of 1,000 to 5,000, 75 to
/// 15,000, 100 to 25,000, 250 to 50,000 and 300 above.
#[test]
fn an_amount_by_the_size_of_the_contract() {
    let step = |(above, flat): (u32, u32)| {
        format!("{{ above = \"{above} USD\", flat = \"{flat} USD\", way = \"whole\" }}")
    };
    let steps = [(0, 0), (1_000, 50), (5_001, 75), (15_001, 100), (25_001, 250), (50_001, 300)];
    let steps = steps.map(step).join(", ");
    let plan = plan()
        .tiers(&format!("boundary = \"upper\"\nsteps = [{steps}]"))
        .rule("won", "pays = { tiers = \"t1\" }");
    let mut shop = Shop::under(&plan);
    let contracts = ["999.99", "1_000", "5_000", "5_001", "25_000", "50_000", "50_001"];
    let each = ["0.00", "50.00", "50.00", "75.00", "100.00", "250.00", "300.00"];
    assert_eq!(shop.sales(&contracts), each);
    shop.obeys_the_laws();
}

/// Branch & Root, "Should I offer commission-based pay for lead generation?": 50 for each lead pays
/// for quantity; the bonus belongs to qualified appointments that actually show. Ten leads of which
/// four are taken on earn 500 or 200. (Ten and four are not the source's.)
#[test]
fn by_the_raw_lead_or_by_the_qualified_appointment() {
    let by = |on: &str| {
        plan().leads("acceptance = \"required\"").rule(on, "pays = { flat = \"50 USD\" }")
    };
    for (plan, earned) in [(by("reported"), "500.00"), (by("accepted"), "200.00")] {
        let mut shop = Shop::under(&plan);
        for number in 0..10 {
            let name = format!("lead {number}");
            shop.tell("ana", forms::report("ana", &name, "2026-01-01")).unwrap();
            let answer = if number < 4 {
                shop.tell("sales", forms::accept(&name, "2026-01-01"))
            } else {
                shop.tell("sales", forms::reject(&name, "2026-01-01"))
            };
            answer.unwrap();
        }
        assert_eq!(shop.earned("ana"), earned);
        shop.obeys_the_laws();
    }
}

/// Calculator City, "How to calculate flat rate pay": a technician with 30 for a booked hour books
/// 50 hours in a week of 40: 1,500.
#[test]
fn so_much_for_each_booked_hour() {
    let plan = plan().rule("won", "pays = { per_unit = \"30 USD\", of = \"quantity\" }");
    let mut shop = Shop::under(&plan);
    for hours in ["0 x 12", "0 x 14", "0 x 16", "0 x 8"] {
        shop.sale("ana", hours);
    }
    assert_eq!(shop.earned("ana"), "1500.00"); // 50 x 30
    shop.obeys_the_laws();
}

/// DynamicESol, "Referral Program": 5 % of what is billed to and paid by the client, before
/// discounts and without taxes, when the job is completed and paid in full. (A job of 4,000 with a
/// discount of 200 and a tax of 330: not the source's.)
#[test]
fn a_percent_before_discounts_and_without_taxes() {
    let plan = plan()
        .base("id = \"billed\"\nof = \"value\"\ndiscount = \"added_back\"")
        .rule("won", "pays = { rate = \"5%\", of = \"billed\" }\nhold = { until = \"installed\" }");
    let mut shop = Shop::under(&plan);
    // 3,800 + 200 = 4,000 x 5 %.
    assert_eq!(shop.deal("ana", "D", "3_800 discount 200 tax 330"), "ana 200.00");
    assert_eq!(shop.places("ana")[..2], ["200.00", "0.00"]);
    let lead = shop.journal.ledger().lead(LeadId::named("D")).unwrap();
    assert_eq!(lead.by.as_str(), "ana");
    shop.on("2026-03-01");
    shop.tell("dispatch", forms::install("D", "2026-03-01")).unwrap();
    assert_eq!(shop.places("ana")[..2], ["0.00", "200.00"]);
    assert!(shop.now().to_string().starts_with(&day("2026-03-01").to_string()));
    shop.obeys_the_laws();
}
