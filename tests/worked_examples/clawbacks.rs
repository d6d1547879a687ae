//! Worked examples from public sources: what goes back when a deal is off: in full, by the months
//! or the days that are left, in steps, inside a window and after it.

use crate::worked::{Plan, Shop, back, plan};

const ALL: &str = "\"full\"";

/// A plan of one rule on what is collected.
fn of_collected(rate: &str, terms: &str) -> Plan {
    plan().rule("paid", &format!("pays = {{ rate = \"{rate}\", of = \"collected\" }}\n{terms}"))
}

/// A plan of one rule on what is won.
fn of_value(rate: &str, terms: &str) -> Plan {
    plan().rule("won", &format!("pays = {{ rate = \"{rate}\", of = \"value\" }}\n{terms}"))
}

/// A deal `D` of ana's that is won today for this much, earns so much, and is off on another day;
/// what goes back then.
fn off_on(plan: &Plan, lines: &str, earned: &str, days: &[&str]) -> String {
    let mut shop = Shop::under(plan);
    shop.on("2026-01-15");
    assert_eq!(shop.deal("ana", "D", lines), format!("ana {earned}"));
    for day in days {
        shop.on(day);
        shop.passes_days(); // a journal hears something at least once a year
    }
    let taken = shop.off("D");
    shop.obeys_the_laws();
    taken
}

/// Heritage Web Help, "Understanding Negative Balances and Clawbacks": a sponsor of 240 a year, 72
/// commission, leaves after two months; "about 60" go back: exactly 60.
#[test]
fn a_yearly_sponsor_who_leaves_after_two_months() {
    let months = back("{ pro_rata = \"completed_months\" }", "{ months = 12, after = \"paid\" }");
    let plan = of_collected("30%", &months);
    // 72 x 10/12 after two completed months, 72 x 11/12 a day before.
    for (day, taken) in [("2026-03-15", "-60.00"), ("2026-03-14", "-66.00")] {
        let mut shop = Shop::under(&plan);
        shop.on("2026-01-15");
        shop.deal("ana", "D", "240");
        assert_eq!(shop.paid("P", "D", "240"), "ana 72.00"); // 240 x 30 %
        shop.on(day);
        assert_eq!(shop.off("D"), format!("ana {taken}"));
        shop.obeys_the_laws();
    }
}

/// InsureLeads glossary, "Chargeback": nine months' commission of 612 was advanced; it lapses when
/// four are earned: 5 x 68 = 340 go back.
#[test]
fn nine_months_advanced_and_four_earned() {
    let months = back("{ pro_rata = \"completed_months\" }", "{ months = 9, after = \"won\" }");
    let flat = months.replace("proportional\" }", "proportional\", flat_part = \"returned\" }");
    let plan = plan().rule("won", &format!("pays = {{ flat = \"612 USD\" }}\n{flat}"));
    // 612 x 5/9; after nine months nothing.
    assert_eq!(off_on(&plan, "", "612.00", &["2026-05-15"]), "ana -340.00");
    assert_eq!(off_on(&plan, "", "612.00", &["2026-10-14"]), "ana -68.00");
    assert_eq!(off_on(&plan, "", "612.00", &["2026-10-15"]), "ana 0.00");
}

/// "Commission Lifecycle - Business Rules & Calculations" (a public document): 500 x 9 x 102.5 %
/// are 4,612.50, of which 512.50 are earned a month; what is charged back after 2, 3, 5, 6 and 9.
#[test]
fn every_month_of_an_advance_of_nine() {
    let months = back("{ pro_rata = \"completed_months\" }", "{ months = 9, after = \"won\" }");
    let plan = of_value("102.5%", &months);
    // 4,612.50 x (9 - n)/9.
    for (day, taken) in [
        ("2026-03-15", "-3587.50"),
        ("2026-04-15", "-3075.00"),
        ("2026-06-15", "-2050.00"),
        ("2026-07-15", "-1537.50"),
        ("2026-10-15", "0.00"),
    ] {
        assert_eq!(off_on(&plan, "4_500", "4612.50", &[day]), format!("ana {taken}"));
    }
}

/// EarnBase glossary, "Chargeback": a first-year commission of 4,000, cancelled three months later
/// within twelve: all of it goes back.
#[test]
fn a_first_year_commission_in_full() {
    let plan = of_value("40%", &back(ALL, "{ months = 12, after = \"won\" }"));
    assert_eq!(off_on(&plan, "10_000", "4000.00", &["2026-04-15"]), "ana -4000.00");
    // 15 January 2027 is out.
    assert_eq!(off_on(&plan, "10_000", "4000.00", &["2027-01-14"]), "ana -4000.00");
    assert_eq!(off_on(&plan, "10_000", "4000.00", &["2027-01-15"]), "ana 0.00");
}

/// Core8 docs, "Clawbacks and early exit": 10,000 earned, an early exit takes half: -5,000. (The
/// source names no days; a year here.)
#[test]
fn an_early_exit_takes_half() {
    let half = "{ steps = [{ from_day = 0, take = \"50%\" }] }";
    let plan = of_value("10%", &back(half, "{ days = 365, after = \"won\", last_day = \"in\" }"));
    assert_eq!(off_on(&plan, "100_000", "10000.00", &["2026-06-30"]), "ana -5000.00");
}

/// SumanthNagolu/intime-v3, commission management, section 5.1: who leaves on day 1 to 7 costs 100
/// %, 8 to 30 75 %, 31 to 60 50 %, 61 to 90 25 %, later nothing. Its own tracker takes 1,350 of
/// 1,800 on day 45, which is 75 %; by the table it is 900.
#[test]
fn four_steps_by_the_day() {
    let steps = "{ steps = [{ from_day = 0, take = \"100%\" }, { from_day = 8, take = \"75%\" }, \
                 { from_day = 31, take = \"50%\" }, { from_day = 61, take = \"25%\" }] }";
    let window = "{ days = 90, after = \"won\", last_day = \"in\" }";
    let plan = of_value("10%", &back(steps, window));
    // Day 0 is 15 January. 2,100 x 100 %.
    assert_eq!(off_on(&plan, "21_000", "2100.00", &["2026-01-16"]), "ana -2100.00");
    for (day, taken) in [
        ("2026-01-22", "-1800.00"), // day 7
        ("2026-01-23", "-1350.00"), // day 8: 1,800 x 75 %
        ("2026-02-14", "-1350.00"), // day 30
        ("2026-02-15", "-900.00"),  // day 31: 1,800 x 50 %
        ("2026-03-01", "-900.00"),  // day 45
        ("2026-03-16", "-900.00"),  // day 60
        ("2026-03-17", "-450.00"),  // day 61: 1,800 x 25 %
        ("2026-04-15", "-450.00"),  // day 90
        ("2026-04-16", "0.00"),     // day 91
    ] {
        assert_eq!(off_on(&plan, "18_000", "1800.00", &[day]), format!("ana {taken}"), "{day}");
    }
}

/// hjryoo-ai/ga-commission-engine, ClawbackEngineGoldenTest.java: of 2,133,000 won a withdrawal
/// takes all, a lapse after five instalments 70 %, after seven 40 %, after thirteen nothing. The
/// source counts instalments; here the months of the policy, in days.
#[test]
fn bands_of_the_first_year() {
    let steps = "{ steps = [{ from_day = 0, take = \"100%\" }, { from_day = 30, take = \"70%\" }, \
                 { from_day = 181, take = \"40%\" }] }";
    let window = "{ days = 365, after = \"won\", last_day = \"out\" }";
    // 300,000 x 711 % = 1,890,000 + 6 x 40,500 = 2,133,000.
    let plan = of_value("711%", &back(steps, window)).but("\"USD\"", "\"KRW\"");
    for (day, taken) in [
        ("2026-01-20", "-2133000"),
        ("2026-06-15", "-1493100"), // 2,133,000 x 70 %
        ("2026-08-15", "-853200"),  // 2,133,000 x 40 %
        ("2027-02-15", "0"),
    ] {
        assert_eq!(off_on(&plan, "300_000", "2133000", &[day]), format!("ana {taken}"), "{day}");
    }
}

/// Paymentshield advisers, "Commission & Earnings": 25 a month, 45 % of the year is 135; cancelled
/// in month 6 of 24, 25 % are kept, 33.75.
#[test]
fn six_of_twenty_four_months_are_kept() {
    let months = back("{ pro_rata = \"completed_months\" }", "{ months = 24, after = \"won\" }");
    let plan = of_value("45%", &months).but("\"USD\"", "\"GBP\"");
    // 135 x 18/24 = 101.25; 135 - 101.25 = 33.75.
    assert_eq!(off_on(&plan, "300", "135.00", &["2026-07-15"]), "ana -101.25");
}

/// FTAdviser, "Warnings of clawback spike post-Covid-19": with an earning period of four years a
/// lapse after three takes about 25 %. (1,000.00: not the source's.)
#[test]
fn three_of_four_years_are_earned() {
    let months = back("{ pro_rata = \"completed_months\" }", "{ months = 48, after = \"won\" }");
    let days = ["2027-01-15", "2028-01-15", "2029-01-15"];
    // 1,000 x 12/48.
    let plan = of_value("10%", &months);
    assert_eq!(off_on(&plan, "10_000", "1000.00", &days), "ana -250.00");
}

/// JournalEntriesHub, "Return Commission - Revenue Reversal on Mid-Term Policy Cancellation": 15 %
/// of a premium of 1,900,000 is 285,000; cancelled exactly six months into the year 6/12 go back,
/// flat from inception all of it. By days it is 184/365 of it; not the source's.
#[test]
fn half_a_year_is_gone() {
    let by_months = of_value(
        "15%",
        &back("{ pro_rata = \"completed_months\" }", "{ months = 12, after = \"won\" }"),
    );
    let premium = "1_900_000";
    let half = off_on(&by_months, premium, "285000.00", &["2026-07-15"]);
    assert_eq!(half, "ana -142500.00"); // 285,000 x 6/12
    assert_eq!(off_on(&by_months, premium, "285000.00", &[]), "ana -285000.00");
    let year = "{ days = 365, after = \"won\", last_day = \"out\" }";
    let by_days = of_value("15%", &back("{ pro_rata = \"days\" }", year));
    // 15 January + 181 days = 15 July: 285,000 x 184/365 = 143,671.2329.
    let half = off_on(&by_days, premium, "285000.00", &["2026-07-15"]);
    assert_eq!(half, "ana -143671.23");
}

/// Zepys, "How to handle refunds and clawbacks with agents": of a contract of twelve months that is
/// cancelled after six half the commission goes back; or 70 % are paid at the sale and 30 % when
/// the clawback window of 30 to 90 days is over. (1,000.00: not the source's.)
#[test]
fn half_goes_back_or_a_part_waits() {
    let months = back("{ pro_rata = \"completed_months\" }", "{ months = 12, after = \"won\" }");
    let half = off_on(&of_value("10%", &months), "10_000", "1000.00", &["2026-07-15"]);
    assert_eq!(half, "ana -500.00"); // 1,000 x 6/12
    let waits = of_value("7%", "").rule(
        "won",
        "pays = { rate = \"3%\", of = \"value\" }\nhold = { days = 90, after = \"won\" }",
    );
    let mut shop = Shop::under(&waits);
    assert_eq!(shop.deal("ana", "D", "10_000"), "ana 700.00, ana 300.00");
    assert_eq!(shop.places("ana")[..2], ["300.00", "700.00"]);
    // 1 January + 90 days = 1 April.
    shop.on("2026-04-02");
    shop.passes_days();
    assert_eq!(shop.places("ana")[..2], ["0.00", "1000.00"]);
    shop.obeys_the_laws();
}

/// Comissio, "Renewals and Debit/Agent Balance" (4902876.hs-sites.com): 600 are six months in
/// advance; the policyholder cancels two months in, and 400 are charged back.
#[test]
fn four_of_six_months_are_charged_back() {
    let months = back("{ pro_rata = \"completed_months\" }", "{ months = 6, after = \"won\" }");
    let plan = of_value("50%", &months);
    // 600 x 4/6.
    assert_eq!(off_on(&plan, "1_200", "600.00", &["2026-03-15"]), "ana -400.00");
    assert_eq!(off_on(&plan, "1_200", "600.00", &["2026-07-15"]), "ana 0.00");
}
