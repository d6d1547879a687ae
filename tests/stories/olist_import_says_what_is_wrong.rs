//! The example `olist_funnel`, on made-up folders: each wrong row gets its place, its reason and
//! the way out, and the others go on. On the real folder, where it is there: the known figures.

use crate::olist_funnel::{Import, import};
use referral_ledger::digest::Digest;
use std::fs;
use std::path::Path;

const LEADS: &str = "olist_marketing_qualified_leads_dataset.csv";
const DEALS: &str = "olist_closed_deals_dataset.csv";
const ITEMS: &str = "seller_order_items.csv";
const LEAD_COLUMNS: &str = "mql_id,first_contact_date,landing_page_id,origin\n";
const DEAL_COLUMNS: &str = "mql_id,seller_id,lead_behaviour_profile,won_date\n";
const ITEM_COLUMNS: &str = "order_id,order_item_id,seller_id,price,order_status,\
     order_purchase_timestamp,order_approved_at,order_estimated_delivery_date\n";

/// Imports a folder of these three files, each without its header.
fn imported(leads: &str, deals: &str, items: &str) -> Import {
    let folder = tempfile::tempdir().unwrap();
    let write = |file: &str, columns: &str, rows: &str| {
        fs::write(folder.path().join(file), format!("{columns}{rows}")).unwrap();
    };
    write(LEADS, LEAD_COLUMNS, leads);
    write(DEALS, DEAL_COLUMNS, deals);
    write(ITEMS, ITEM_COLUMNS, items);
    import(folder.path()).unwrap()
}

/// The faults as they are printed, without the name of the one file they are all in.
fn faults(import: &Import, file: &str) -> Vec<String> {
    let place = format!("{file}, ");
    let cut = |fault: String| fault.strip_prefix(&place).expect("in that file").to_owned();
    import.faults.iter().map(|fault| cut(fault.to_string())).collect()
}

const LEAD: &str = "a,2018-01-10,p,social\n";
const DEAL: &str = "a,s,\"cat, wolf\",2018-01-31 02:00:00\n";

#[test]
fn a_sound_folder_earns_what_the_plan_says() {
    let items = "o,1,s,100.50,delivered,2018-07-30 23:59:59,,\n\
                 o,2,s,100.00,delivered,2018-07-30 10:00:00,2018-07-31 00:00:00,\n\
                 o,3,s,50.00,canceled,2018-02-01 10:00:00,2018-02-02 10:00:00,2018-04-01\n";
    // The second deal is won two days before its lead is heard of: it is told after it.
    let leads = format!("{LEAD}b,2018-04-02,p,\n");
    let deals = format!("b,s2,,2018-03-31 23:59:59\n{DEAL}");
    let import = imported(&leads, &deals, items);
    assert!(import.faults.is_empty());
    // 3 % of 100.50 is 3.015, half to even 3.02, on day 180; day 181 earns nothing.
    assert_eq!(
        import.table,
        "technician,quarter,lead_fees,commission,taken_back,total\n\
         T10,2018Q1,25.00,1.50,0.00,26.50\n\
         T10,2018Q2,0.00,0.00,1.50,-1.50\n\
         T10,2018Q3,0.00,3.02,0.00,3.02\n\
         T26,2018Q1,25.00,0.00,0.00,25.00\n"
    );
    assert!(import.page.contains("181 days from won to paid, the rule asks for 0 to 180"));
    assert!(import.page.contains("made up"));
}

#[test]
fn a_row_that_cannot_be_read_is_named_and_the_others_go_on() {
    let leads = "a,2018-02-30,p,social\n\
                 ,2018-01-10,p,social\n\
                 b,2018-01-10,p\n\
                 c,2018-01-10,p,\"so\ncial\"\n\
                 a,2018-01-10,p,social\n";
    let import = imported(leads, DEAL, "");
    assert_eq!(
        faults(&import, LEADS),
        [
            "line 2, first_contact_date: not read, \"2018-02-30\" is no day: write it as \
             2018-02-26 or 2018-02-26 19:58:54, of the years 1970 to 2199",
            "line 3, mql_id: not read, \"\" is no row key: write 1 to 64 letters, digits, - or _",
            "line 4, whole row: not read, it has 3 cells and the header has 4: quote a cell that \
             holds a comma",
            "line 5, whole row: not read, a quoted cell goes on for 1 more lines, not read \
             either: close the quote",
        ]
    );
    assert!(import.table.ends_with("T10,2018Q1,25.00,0.00,0.00,25.00\n"));
}

#[test]
fn an_amount_or_a_status_that_is_none_is_named() {
    let items = "o,1,s,100.0,delivered,2018-02-01 10:00:00,,\n\
                 o,2,s,99999999999999999.00,delivered,2018-02-01 10:00:00,,\n\
                 o,3,s,1.00,cancelled,2018-02-01 10:00:00,,\n\
                 o,4,s,1.00,canceled,2018-02-01 10:00:00,,\n";
    let import = imported(LEAD, DEAL, items);
    let faults = faults(&import, ITEMS);
    assert_eq!(
        faults[0],
        "line 2, price: not read, \"100.0\" is no amount: write reais with two decimals, as 39.90"
    );
    assert!(
        faults[1].starts_with("line 3, price: not read, \"99999999999999999.00\" is too large")
    );
    assert!(faults[2].starts_with("line 4, order_status: not read, \"cancelled\" is not known"));
    assert!(faults[3].starts_with("line 5, order_estimated_delivery_date: not read, \"\""));
    assert_eq!(faults.len(), 4);
}

#[test]
fn a_row_that_says_a_thing_again_or_otherwise_changes_nothing() {
    let leads = format!("{LEAD}{LEAD}a,2018-01-11,p,social\n");
    let import = imported(&leads, DEAL, "");
    let faults = faults(&import, LEADS);
    assert_eq!(faults[0], "line 3, whole row: told already by line 2: drop one of the two rows");
    assert!(faults[1].starts_with("line 4, mql_id: refused, R0001: "), "{}", faults[1]);
    assert!(faults[1].contains("differs in report_lead.heard_on"));
    assert!(faults[1].ends_with("(that command is line 2)"));
    assert_eq!(faults.len(), 2);
    assert!(import.table.ends_with("T10,2018Q1,25.00,0.00,0.00,25.00\n"));
}

#[test]
fn a_deal_that_the_ledger_refuses_is_named_with_its_code() {
    let deals = format!("zz,s2,,2018-02-01\n{DEAL}a,s3,,2018-02-01\nb,s4,,2018-01-17\n");
    let import = imported(&format!("{LEAD}b,2018-01-20,p,social\n"), &deals, "");
    let faults = faults(&import, DEALS);
    assert!(faults[0].starts_with("line 5, won_date: refused, R2004: "), "{}", faults[0]);
    assert!(faults[1].starts_with("line 2, mql_id: refused, R1002: "), "{}", faults[1]);
    assert!(faults[2].starts_with("line 4, mql_id: refused, R2003: "), "{}", faults[2]);
    assert_eq!(faults.len(), 3);
}

#[test]
fn an_item_that_the_ledger_refuses_is_named_with_its_code() {
    let items = "o,1,s,100.00 USD,delivered,2018-02-01 10:00:00,,\n\
                 o,2,s,0.00,delivered,2018-02-02 10:00:00,,\n\
                 o,3,nobody,1.00,delivered,2018-02-03 10:00:00,,\n\
                 o,4,s,1.00,canceled,2018-02-04 10:00:00,,2018-02-03 00:00:00\n";
    let import = imported(LEAD, DEAL, items);
    let starts = [
        "line 2, price: refused, R2013: the amounts are in USD and the deal is in BRL",
        "line 3, price: refused, R0011: ",
        "line 4, seller_id: refused, R2002: ",
        "line 5, order_estimated_delivery_date: refused, R2012: ",
    ];
    let faults = faults(&import, ITEMS);
    assert_eq!(faults.len(), starts.len());
    for (fault, start) in faults.iter().zip(starts) {
        assert!(fault.starts_with(start), "{fault}");
    }
}

#[test]
fn one_wrong_year_does_not_shut_the_other_rows_out() {
    let leads = format!("old,1970-01-01,p,\n{LEAD}new,2198-01-01,p,\n");
    let import = imported(&leads, DEAL, "");
    let faults = faults(&import, LEADS);
    assert!(faults[0].starts_with("line 4, first_contact_date: refused, R0003: "), "{}", faults[0]);
    assert_eq!(faults.len(), 1);
    assert!(import.table.ends_with("T10,2018Q1,25.00,0.00,0.00,25.00\n"));
}

#[test]
fn a_folder_that_is_not_one_stops_the_import() {
    let stopped = |folder: &Path| import(folder).err().expect("stops").to_string();
    let folder = tempfile::tempdir().unwrap();
    assert!(stopped(folder.path()).ends_with("name the data's folder"));
    let leads = folder.path().join(LEADS);
    for (header, column) in [("mql_id\n", "first_contact_date"), ("", "mql_id")] {
        fs::write(&leads, header).unwrap();
        let missing = format!("{LEADS}, line 1: column {column} is missing: add it");
        assert_eq!(stopped(folder.path()), missing);
    }
    fs::write(&leads, "mql_id,mql_id,first_contact_date\n").unwrap();
    assert!(stopped(folder.path()).ends_with("column mql_id is there twice: keep one"));
    fs::File::create(&leads).unwrap().set_len(64 * 1024 * 1024 + 1).unwrap();
    assert!(stopped(folder.path()).contains("more than 67108864 bytes"));
}

#[test]
fn the_real_folder_comes_to_the_known_figures() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/olist-funnel");
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return;
    }
    let import = import(&folder).unwrap();
    assert!(import.faults.is_empty());
    for line in [
        "report_lead 8000 0 0",
        "win_deal 842 0 0",
        "record_payment 563 0 0",
        "record_refund 8 0 0",
        "everybody 21050.00 2509.79 85.39 23474.40",
    ] {
        let said = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(import.page.lines().any(|text| said(text) == line), "{line}");
    }
    // The table of a script that was written from the plan's words alone, with exact fractions.
    assert_eq!(
        Digest::sha256(import.table.as_bytes()).to_string(),
        "27e845e42b77d3ea862b40f710a248a43100c9abfb0f6bd6625addd13a5de0c4"
    );
}
