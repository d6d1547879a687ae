//! Whatever is paid, refunded, retracted and paid out in several currencies: the laws hold after
//! every command, and what is taken back in full leaves nothing of it in any currency.

use crate::rates::{EXCHANGE, abroad};
use crate::support::Company;
use proptest::prelude::*;
use referral_ledger::id::DealId;
use referral_ledger::money::Amount;

/// What happens to the deal: a payment of so many cents at a rate of so many ten-thousandths, a
/// refund of a part of one of them, or the retraction of a refund.
#[derive(Debug, Clone)]
enum Act {
    Pays { cents: i64, rates: (u32, u32) },
    Refunds { payment: prop::sample::Index, part: u8 },
    Retracts { refund: prop::sample::Index },
}

fn act() -> impl Strategy<Value = Act> {
    let rate = 1_u32..30_000;
    prop_oneof![
        (1_i64..5_000_000, (rate.clone(), rate))
            .prop_map(|(cents, rates)| Act::Pays { cents, rates }),
        (any::<prop::sample::Index>(), 1_u8..=100)
            .prop_map(|(payment, part)| Act::Refunds { payment, part }),
        any::<prop::sample::Index>().prop_map(|refund| Act::Retracts { refund }),
    ]
}

/// A cap in the plan's currency, which a reversal frees or not; none for no word.
fn cap(after_reversal: &str) -> String {
    if after_reversal.is_empty() {
        return String::new();
    }
    format!(
        "[[cap]]\nid = \"most\"\nbecause = \"a law\"\nrules = [\"main\"]\non = \"amount\"\n\
         at_most = \"3_000 USD\"\nper = {{ per = \"payee\", period = \"month\" }}\n\
         excess = \"forfeited\"\nafter_reversal = \"{after_reversal}\"\n"
    )
}

/// So many ten-thousandths, as a rate is written.
fn written(rate: u32) -> String {
    let text = format!("{}.{:04}", rate / 10_000, rate % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn told(cents: i64) -> Amount {
    Amount::from_minor(cents, "GBP".parse().unwrap()).unwrap()
}

/// A payment: its cents, what of them went back; a refund: its payment, its cents.
#[derive(Default)]
struct Told {
    payments: Vec<(i64, i64)>,
    refunds: Vec<(usize, i64, bool)>,
}

/// Tells one thing, if it can be told.
fn tell(company: &mut Company, told_so_far: &mut Told, act: &Act) {
    match act {
        Act::Pays { cents, rates } => {
            let number = told_so_far.payments.len();
            company.on(&format!("2026-{:02}-{:02}", 2 + number / 28, 1 + number % 28));
            company.quotes("GBP", "USD", &written(rates.0));
            company.quotes("USD", "EUR", &written(rates.1));
            company.receives(&format!("P{number}"), "D", told(*cents));
            told_so_far.payments.push((*cents, 0));
        }
        Act::Refunds { payment, part } if !told_so_far.payments.is_empty() => {
            let at = payment.index(told_so_far.payments.len());
            let (cents, back) = told_so_far.payments[at];
            let minor = (cents - back) * i64::from(*part) / 100;
            if minor > 0 {
                refund(company, told_so_far, at, minor);
            }
        }
        Act::Retracts { refund } if !told_so_far.refunds.is_empty() => {
            let number = refund.index(told_so_far.refunds.len());
            let (at, minor, gone) = told_so_far.refunds[number];
            if !gone {
                company.retracts_refund(&format!("F{number}"));
                told_so_far.payments[at].1 -= minor;
                told_so_far.refunds[number].2 = true;
            }
        }
        _ => {}
    }
}

fn refund(company: &mut Company, told_so_far: &mut Told, at: usize, minor: i64) {
    let number = told_so_far.refunds.len();
    company.refunds(&format!("F{number}"), &format!("P{at}"), told(minor));
    told_so_far.payments[at].1 += minor;
    told_so_far.refunds.push((at, minor, false));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_went_back_in_full_leaves_nothing(
        acts in prop::collection::vec(act(), 1..14),
        shared in any::<bool>(),
        cumulative in any::<bool>(),
        held in any::<bool>(),
        cancelled in any::<bool>(),
        capped in prop::sample::select(&["", "freed", "kept_used"][..]),
    ) {
        let payee = if shared { "\"each_by_share\"" } else { "\"originator\"" };
        let order = match (shared, capped) {
            (true, "") => "[\"rate\", \"round\", \"pay_split\"]",
            (true, _) => "[\"rate\", \"round\", \"pay_split\", \"payee_cap\"]",
            (false, "") => "[\"rate\", \"round\"]",
            (false, _) => "[\"rate\", \"payee_cap\", \"round\"]",
        };
        let tables = format!("{EXCHANGE}\n{}", cap(capped));
        let head = if shared { "leftover = \"largest_remainder\"" } else { "" };
        let basis = if cumulative { "cumulative" } else { "each_fact" };
        let rounding = format!("{{ mode = \"half_even\", basis = \"{basis}\" }}");
        let back = "holdback = { share = \"30%\", until = \"installed\" }";
        let mut words = vec![("payee", payee), ("order", order), ("head", head)];
        words.push(("tables", &tables));
        words.extend([("rounding", rounding.as_str()), ("back", if held { back } else { "" })]);
        let mut company = abroad(&words);
        company.sells_with("eva", "D", if shared { &[("co_source", "ana")] } else { &[] });
        let mut so_far = Told::default();
        acts.iter().for_each(|act| tell(&mut company, &mut so_far, act));
        if cancelled {
            company.cancels("D");
        } else {
            for at in 0..so_far.payments.len() {
                let (cents, back) = so_far.payments[at];
                if cents > back {
                    refund(&mut company, &mut so_far, at, cents - back);
                }
            }
        }
        for payee in ["ana", "eva"] {
            let it = company.payee(payee);
            let left = [it.held, it.payable, it.held_back, it.owes];
            prop_assert!(left.iter().all(|amount| amount.is_zero()), "{payee} has {left:?}");
        }
        for (account, unit) in [
            ("Expenses:Incentives", "USD"),
            ("Equity:Conversion", "USD"),
            ("Equity:Conversion", "EUR"),
        ] {
            prop_assert_eq!(company.stands(account, unit), "0");
        }
        prop_assert!(company.journal.ledger().deal(DealId::named("D")).is_some());
        company.obeys_the_laws();
    }
}
